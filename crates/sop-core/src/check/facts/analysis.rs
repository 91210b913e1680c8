//! What is surely known when a case comes to each node: forward, by intersection, until nothing changes.

use super::Ends;
use super::known::Known;
use super::lost::{self, Lost};
use crate::check::loops::automatic;
use crate::check::ways::{self, Ways, waits_for_all};
use crate::model::{
    Book, Change, EdgeKind, Expr, FactId, FactRole, Flow, FlowId, Keep, NodeKind, StageId, Trigger,
};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, VecDeque};

/// A flow with what is needed to follow its facts.
pub(super) struct Analysis<'b> {
    pub(super) book: &'b Book,
    pub(super) flow: &'b Flow,
    pub(super) ways: &'b Ways,
    pub(super) ends: &'b Ends,
}

/// By node; `None`: no case comes there.
pub(super) type AtNodes = Vec<Option<Known>>;

struct Run<'a> {
    known: AtNodes,
    queue: VecDeque<NodeIndex>,
    /// What may be lost beside each node.
    beside: Vec<Option<Known>>,
    lost: &'a Lost,
    /// What each branch brings to a join that waits for all.
    brought: BTreeMap<(NodeIndex, u16), Known>,
}

impl Run<'_> {
    fn merge(&mut self, to: NodeIndex, mut new: Known) {
        if let Some(beside) = self.beside.get(to.index()).and_then(Option::as_ref) {
            new.less(beside);
        }
        let Some(slot) = self.known.get_mut(to.index()) else { return };
        match slot {
            None => *slot = Some(new),
            Some(old) => {
                if !old.meet(&new) {
                    return;
                }
            }
        }
        self.queue.push_back(to);
    }
}

impl Analysis<'_> {
    pub(super) fn run(&self) -> AtNodes {
        let flow = self.flow;
        let mut start = Known::none(flow.facts.len());
        for (i, fact) in (0u16..).zip(&flow.facts) {
            if fact.role == FactRole::Taken {
                start.add(FactId(i));
            }
        }
        let lost = Lost::of(flow, |edge, keep| self.loses(edge, *keep));
        let mut run = Run {
            known: vec![None; flow.graph.node_count()],
            queue: VecDeque::new(),
            beside: flow.graph.node_indices().map(|n| lost.beside(flow, n)).collect(),
            lost: &lost,
            brought: BTreeMap::new(),
        };
        run.merge(flow.first, start);
        loop {
            self.settle(&mut run);
            self.resumes(&mut run);
            if run.queue.is_empty() {
                return run.known;
            }
        }
    }

    fn settle(&self, run: &mut Run<'_>) {
        let flow = self.flow;
        while let Some(n) = run.queue.pop_front() {
            let Some(here) = run.known[n.index()].clone() else { continue };
            for edge in flow.graph.edges(n) {
                let out = self.along(n, edge.id(), &here);
                match lost::branch_of(flow, n, edge.target()) {
                    Some(branch) if waits_for_all(flow, &flow.graph[edge.target()].kind) => {
                        self.arrive(run, edge.target(), branch, &out);
                    }
                    _ => run.merge(edge.target(), out),
                }
            }
            for to in flow.graph[n].deadlines.iter().filter_map(ways::leads) {
                run.merge(to, here.clone());
            }
            // What passes at once can't be interrupted.
            if !automatic(&flow.graph[n].kind) && !matches!(flow.graph[n].kind, NodeKind::End) {
                self.interrupted(run, n, &here);
            }
        }
    }

    /// A join that waits for all knows what each of its branches brings.
    fn arrive(&self, run: &mut Run<'_>, join: NodeIndex, branch: u16, out: &Known) {
        run.brought.entry((join, branch)).or_insert_with(|| out.clone()).meet(out);
        let NodeKind::Join(parallel) = self.flow.graph[join].kind else { return };
        let branches = self.flow.parallels.get(parallel.index()).map_or(0, |p| p.branches.len());
        let arrived: Vec<(u16, &Known)> =
            run.brought.range((join, 0)..=(join, u16::MAX)).map(|((_, b), k)| (*b, k)).collect();
        // Nothing passes a join before every branch has come; then each can only bring less.
        if arrived.len() < branches {
            return;
        }
        let mut all = Known::none(self.flow.facts.len());
        arrived.iter().for_each(|(_, k)| all.join(k));
        for (b, brought) in &arrived {
            if let Some(lost) = run.lost.in_branch(parallel, *b) {
                let mut gone = lost.clone();
                gone.less(brought);
                all.less(&gone);
            }
        }
        run.merge(join, all);
    }

    fn interrupted(&self, run: &mut Run<'_>, n: NodeIndex, here: &Known) {
        for stage in &self.ways.stages[n.index()] {
            let Some(stage) = self.flow.stages.get(stage.index()) else { continue };
            for i in &stage.interrupts {
                let kept = match &i.trigger {
                    Trigger::Event(_, keeps) => here.with(keeps.iter().map(|k| k.fact)),
                    Trigger::Silent(_) => here.clone(),
                };
                run.merge(i.target, kept);
            }
            for to in stage.deadlines.iter().filter_map(ways::leads) {
                run.merge(to, here.clone());
            }
        }
    }

    fn resumes(&self, run: &mut Run<'_>) {
        for n in self.flow.graph.node_indices() {
            if let (NodeKind::Resume(stage), Some(here)) = (&self.flow.graph[n].kind, &run.known[n.index()]) {
                let here = here.clone();
                self.resume(run, n, *stage, &here);
            }
        }
    }

    /// A stage goes on with facts as they are now: those that were known in it, but for what was lost since. One that
    /// was not interrupted begins anew.
    fn resume(&self, run: &mut Run<'_>, n: NodeIndex, stage: StageId, here: &Known) {
        if let Some(any) = &run.lost.any {
            let mut gone = any.clone();
            gone.less(here);
            for inside in self.flow.graph.node_indices() {
                if !self.ways.stages[inside.index()].contains(&stage) {
                    continue;
                }
                if let Some(mut known) = run.known[inside.index()].clone() {
                    known.less(&gone);
                    run.merge(inside, known);
                }
            }
        }
        if self.ways.uninterrupted(self.flow, stage, n)
            && let Some(stage) = self.flow.stages.get(stage.index())
        {
            run.merge(stage.first, here.clone());
        }
    }

    /// What is surely known at an end of a called flow, and what it gives; `None` while that is not worked out.
    fn handed(&self, from: NodeIndex, outcome: &str) -> Option<(&Known, &[FactId])> {
        let flow = called(&self.flow.graph[from].kind)?;
        let known = self.ends.get(flow.index())?.get(outcome)?;
        Some((known, &self.book.flows.get(flow.index())?.gives))
    }

    /// Does the arrow make the kept fact unknown, at times?
    fn loses(&self, edge: EdgeIndex, keep: Keep) -> bool {
        let EdgeKind::Outcome { name, .. } = &self.flow.graph[edge].kind else { return false };
        let Some((from, _)) = self.flow.graph.edge_endpoints(edge) else { return false };
        self.handed(from, name)
            .is_some_and(|(known, gives)| !gives.get(usize::from(keep.field)).is_some_and(|g| known.has(*g)))
    }

    /// What is known after an arrow.
    pub(super) fn along(&self, from: NodeIndex, edge: EdgeIndex, here: &Known) -> Known {
        match (&self.flow.graph[from].kind, &self.flow.graph[edge].kind) {
            (NodeKind::Step { fills, changes }, _) => {
                let written = changes.iter().filter_map(|c| match c {
                    Change::Set(f, _) | Change::Add(f, _) => Some(*f),
                    Change::Publish(..) => None,
                });
                here.with(fills.iter().copied().chain(written))
            }
            (NodeKind::Do { keeps, .. }, EdgeKind::Next) => here.with(keeps.iter().map(|k| k.fact)),
            (NodeKind::Decide { fact }, EdgeKind::Answer { .. }) => here.with(*fact),
            (_, EdgeKind::Event(_, keeps)) => here.with(keeps.iter().map(|k| k.fact)),
            (_, EdgeKind::When(expr)) => {
                let mut out = self.refused(from, Some(edge), here);
                if_true(expr, &mut out);
                out
            }
            (NodeKind::Choose, EdgeKind::Otherwise) => self.refused(from, None, here),
            (kind, EdgeKind::Outcome { name, keeps }) => {
                let called = called(kind).and_then(|f| self.book.flows.get(f.index()));
                let mut out = here.clone();
                if !keeps.is_empty() && called.is_some_and(|f| ends_as(f, name)) {
                    for keep in keeps {
                        if self.loses(edge, *keep) {
                            out.remove(keep.fact);
                        } else {
                            out.add(keep.fact);
                        }
                    }
                }
                // A case that was cancelled hands nothing back: what was known before stays.
                if name == "cancelled" {
                    out.meet(here);
                }
                out
            }
            _ => here.clone(),
        }
    }

    /// What the conditions before an arrow tell by not having held.
    pub(super) fn refused(&self, from: NodeIndex, until: Option<EdgeIndex>, here: &Known) -> Known {
        let mut out = here.clone();
        for e in ways::arrows(self.flow, from).into_iter().take_while(|e| Some(*e) != until) {
            if let EdgeKind::When(expr) = &self.flow.graph[e].kind {
                if_false(expr, &mut out);
            }
        }
        out
    }
}

/// The flow whose end a node waits for.
pub(super) const fn called(kind: &NodeKind) -> Option<FlowId> {
    match kind {
        NodeKind::Call { flow, .. } | NodeKind::Await { flow, .. } => Some(*flow),
        _ => None,
    }
}

fn ends_as(flow: &Flow, name: &str) -> bool {
    flow.graph.node_weights().any(|n| matches!(n.kind, NodeKind::End) && n.name == name)
}

/// Adds the facts that are known if the expression is true.
pub(super) fn if_true(expr: &Expr, known: &mut Known) {
    match expr {
        Expr::Known(f) => known.add(*f),
        Expr::And(parts) => parts.iter().for_each(|p| if_true(p, known)),
        Expr::Not(x) => if_false(x, known),
        _ => {}
    }
}

/// Adds the facts that are known if the expression is false.
pub(super) fn if_false(expr: &Expr, known: &mut Known) {
    match expr {
        Expr::Or(parts) => parts.iter().for_each(|p| if_false(p, known)),
        Expr::Not(x) => if_true(x, known),
        _ => {}
    }
}
