//! S303: facts are known before they are read, on every way.
//!
//! A forward analysis of facts that are *surely* known (meet: intersection), over arrows, deadlines and interruptions.
//! What a called flow hands back is known only if that flow surely knows it at the end in question; so the flows are
//! worked out together, until nothing changes. Cost: rounds x (nodes + arrows) x facts/64; rounds are few in practice
//! and bounded by the number of facts.

use super::ways::{Ways, waits_for_all};
use crate::diagnostic::{Code, Finding};
use crate::model::{
    Book, Change, EdgeKind, Expr, FactId, FactRole, Flow, Keep, Late, Length, NodeKind, Region, Say, Trigger,
};
use crate::source::Span;
use crate::words;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A set of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known(Vec<u64>);

impl Known {
    fn none(facts: usize) -> Self {
        Self(vec![0; facts.div_ceil(64)])
    }

    fn has(&self, fact: FactId) -> bool {
        self.0.get(fact.index() / 64).is_some_and(|w| w & (1 << (fact.index() % 64)) != 0)
    }

    fn add(&mut self, fact: FactId) {
        if let Some(word) = self.0.get_mut(fact.index() / 64) {
            *word |= 1 << (fact.index() % 64);
        }
    }

    fn with(&self, facts: impl IntoIterator<Item = FactId>) -> Self {
        let mut out = self.clone();
        facts.into_iter().for_each(|f| out.add(f));
        out
    }

    /// Keeps what both know; tells whether that is less than before.
    fn meet(&mut self, other: &Self) -> bool {
        let mut less = false;
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            less |= *a & !b != 0;
            *a &= b;
        }
        less
    }

    fn join(&mut self, other: &Self) {
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a |= b;
        }
    }
}

/// What each `end` of each flow surely knows, by flow and the end's name.
type Ends = Vec<BTreeMap<String, Known>>;

pub(super) fn check(book: &Book, findings: &mut Vec<Finding>) {
    let ways: Vec<Ways> = book.flows.iter().map(Ways::of).collect();
    // Begin with the best that can be hoped for; each round can only know less.
    let mut ends: Ends = vec![BTreeMap::new(); book.flows.len()];
    loop {
        let before = ends.clone();
        for (i, (flow, ways)) in book.flows.iter().zip(&ways).enumerate() {
            let known = Analysis { book, flow, ways, ends: &before }.run();
            ends[i] = flow
                .graph
                .node_indices()
                .filter(|n| matches!(flow.graph[*n].kind, NodeKind::End))
                .filter_map(|n| Some((flow.graph[n].name.clone(), known[n.index()].clone()?)))
                .collect();
        }
        if ends == before {
            break;
        }
    }
    for (flow, ways) in book.flows.iter().zip(&ways) {
        let analysis = Analysis { book, flow, ways, ends: &ends };
        let known = analysis.run();
        Reads { analysis: &analysis, told: BTreeSet::new(), findings }.all(&known);
    }
}

struct Analysis<'b> {
    book: &'b Book,
    flow: &'b Flow,
    ways: &'b Ways,
    ends: &'b Ends,
}

impl Analysis<'_> {
    /// What is surely known when a case comes to each node; `None`: no case comes there.
    fn run(&self) -> Vec<Option<Known>> {
        let flow = self.flow;
        let count = flow.graph.node_count();
        let mut known: Vec<Option<Known>> = vec![None; count];
        let mut start = Known::none(flow.facts.len());
        for (i, fact) in (0u16..).zip(&flow.facts) {
            if fact.role == FactRole::Taken {
                start.add(FactId(i));
            }
        }
        // What each branch brings to a join that waits for all.
        let mut brought: BTreeMap<(NodeIndex, u16), Known> = BTreeMap::new();
        let mut queue: VecDeque<NodeIndex> = VecDeque::new();
        merge(&mut known, &mut queue, flow.first, start);
        while let Some(n) = queue.pop_front() {
            let Some(here) = known[n.index()].clone() else { continue };
            for edge in flow.graph.edges(n) {
                let mut out = self.along(n, edge.id(), &here);
                let to = edge.target();
                if waits_for_all(flow, &flow.graph[to].kind)
                    && let Some(branch) = self.branch_of(n, to)
                {
                    let slot = brought.entry((to, branch)).or_insert_with(|| out.clone());
                    slot.meet(&out);
                    let branches = self.branches_of(to);
                    let arrived: Vec<&Known> =
                        brought.range((to, 0)..=(to, u16::MAX)).map(|(_, k)| k).collect();
                    // Nothing passes a join before every branch has come; then each can only bring less.
                    if arrived.len() < branches {
                        continue;
                    }
                    out = Known::none(flow.facts.len());
                    arrived.into_iter().for_each(|k| out.join(k));
                    if known[to.index()].as_ref() != Some(&out) {
                        known[to.index()] = Some(out);
                        queue.push_back(to);
                    }
                    continue;
                }
                merge(&mut known, &mut queue, to, out);
            }
            for d in &flow.graph[n].deadlines {
                if let Late::GoTo(to) = d.late {
                    merge(&mut known, &mut queue, to, here.clone());
                }
            }
            if matches!(flow.graph[n].kind, NodeKind::End) {
                continue;
            }
            for stage in &self.ways.stages[n.index()] {
                let Some(stage) = flow.stages.get(stage.index()) else { continue };
                for i in &stage.interrupts {
                    let kept = match &i.trigger {
                        Trigger::Event(_, keeps) => here.with(keeps.iter().map(|k| k.fact)),
                        Trigger::Silent(_) => here.clone(),
                    };
                    merge(&mut known, &mut queue, i.target, kept);
                }
                for d in &stage.deadlines {
                    if let Late::GoTo(to) = d.late {
                        merge(&mut known, &mut queue, to, here.clone());
                    }
                }
            }
        }
        known
    }

    /// The branch of a join's parallel in which a node lies.
    fn branch_of(&self, n: NodeIndex, join: NodeIndex) -> Option<u16> {
        let NodeKind::Join(parallel) = self.flow.graph[join].kind else { return None };
        let mut region = self.flow.graph[n].region;
        for _ in 0..=crate::source::limits::NESTING_MAX {
            region = match region {
                Region::Flow => return None,
                Region::Stage(s) => self.flow.stages.get(s.index())?.region,
                Region::Branch(p, b) if p == parallel => return Some(b.0),
                Region::Branch(p, _) => self.flow.parallels.get(p.index())?.region,
            };
        }
        None
    }

    /// How many branches a join waits for.
    fn branches_of(&self, join: NodeIndex) -> usize {
        let NodeKind::Join(parallel) = self.flow.graph[join].kind else { return 0 };
        self.flow.parallels.get(parallel.index()).map_or(0, |p| p.branches.len())
    }

    /// What is known after an arrow.
    fn along(&self, from: NodeIndex, edge: EdgeIndex, here: &Known) -> Known {
        let kind = &self.flow.graph[edge].kind;
        let keeps = |keeps: &[Keep]| here.with(keeps.iter().map(|k| k.fact));
        match (&self.flow.graph[from].kind, kind) {
            (NodeKind::Step { fills, changes }, _) => {
                let written = changes.iter().filter_map(|c| match c {
                    Change::Set(f, _) | Change::Add(f, _) => Some(*f),
                    Change::Publish(..) => None,
                });
                here.with(fills.iter().copied().chain(written))
            }
            (NodeKind::Do { keeps: kept, .. }, EdgeKind::Next) => keeps(kept),
            (NodeKind::Decide { fact }, EdgeKind::Answer { .. }) => here.with(*fact),
            (_, EdgeKind::Event(_, kept)) => keeps(kept),
            (_, EdgeKind::When(expr)) => {
                let mut out = self.refused(from, Some(edge), here);
                if_true(expr, &mut out);
                out
            }
            (NodeKind::Choose, EdgeKind::Otherwise) => self.refused(from, None, here),
            (
                NodeKind::Call { flow, .. } | NodeKind::Await { flow, .. },
                EdgeKind::Outcome { name, keeps: kept },
            ) => {
                let handed = self.ends.get(flow.index()).and_then(|e| e.get(name));
                let gives = self.book.flows.get(flow.index()).map(|f| f.gives.as_slice()).unwrap_or_default();
                let surely = |k: &&Keep| {
                    let given = gives.get(usize::from(k.field));
                    handed.is_none_or(|h| given.is_some_and(|g| h.has(*g)))
                };
                here.with(kept.iter().filter(surely).map(|k| k.fact))
            }
            _ => here.clone(),
        }
    }

    /// What the conditions before an arrow tell by not having held.
    fn refused(&self, from: NodeIndex, until: Option<EdgeIndex>, here: &Known) -> Known {
        let mut out = here.clone();
        let mut edges: Vec<EdgeIndex> = self.flow.graph.edges(from).map(|e| e.id()).collect();
        edges.sort();
        for e in edges.into_iter().take_while(|e| Some(*e) != until) {
            if let EdgeKind::When(expr) = &self.flow.graph[e].kind {
                if_false(expr, &mut out);
            }
        }
        out
    }
}

fn merge(known: &mut [Option<Known>], queue: &mut VecDeque<NodeIndex>, to: NodeIndex, new: Known) {
    let Some(slot) = known.get_mut(to.index()) else { return };
    match slot {
        None => *slot = Some(new),
        Some(old) => {
            if !old.meet(&new) {
                return;
            }
        }
    }
    queue.push_back(to);
}

/// Adds the facts that are known if the expression is true.
fn if_true(expr: &Expr, known: &mut Known) {
    match expr {
        Expr::Known(f) => known.add(*f),
        Expr::And(parts) => parts.iter().for_each(|p| if_true(p, known)),
        Expr::Not(x) => if_false(x, known),
        _ => {}
    }
}

/// Adds the facts that are known if the expression is false.
fn if_false(expr: &Expr, known: &mut Known) {
    match expr {
        Expr::Or(parts) => parts.iter().for_each(|p| if_false(p, known)),
        Expr::Not(x) => if_true(x, known),
        _ => {}
    }
}

/// Walks over everything that is read.
struct Reads<'a, 'b> {
    analysis: &'a Analysis<'b>,
    /// Each fact is told of once at a place.
    told: BTreeSet<(Span, FactId)>,
    findings: &'a mut Vec<Finding>,
}

impl Reads<'_, '_> {
    fn all(&mut self, known: &[Option<Known>]) {
        let flow = self.analysis.flow;
        for n in flow.graph.node_indices() {
            let Some(here) = known[n.index()].clone() else { continue };
            let node = &flow.graph[n];
            self.says(&node.says, &here);
            for d in &node.deadlines {
                self.length(&d.length, d.at, &here);
                self.late(&d.late, &here);
            }
            match &node.kind {
                NodeKind::Do { args, .. } | NodeKind::Start { args, .. } | NodeKind::Call { args, .. } => {
                    args.iter().for_each(|a| self.expr(a, node.at, &here));
                }
                NodeKind::Step { fills, changes } => self.changes(fills, changes, node.at, &here),
                _ => {}
            }
            let mut edges: Vec<_> = flow.graph.edges(n).collect();
            edges.sort_by_key(EdgeRef::id);
            for edge in edges {
                let at = edge.weight().at;
                match &edge.weight().kind {
                    EdgeKind::After(length) => self.length(length, at, &here),
                    EdgeKind::At(expr) => self.expr(expr, at, &here),
                    EdgeKind::When(expr) => {
                        let before = self.analysis.refused(n, Some(edge.id()), &here);
                        self.expr(expr, at, &before);
                    }
                    _ => {}
                }
            }
            self.stages(n, &here);
        }
    }

    /// Lengths of a stage are read when it is entered: at its first node at the latest.
    fn stages(&mut self, n: NodeIndex, here: &Known) {
        let flow = self.analysis.flow;
        for id in &self.analysis.ways.stages[n.index()] {
            let Some(stage) = flow.stages.get(id.index()).filter(|s| s.first == n) else { continue };
            for i in &stage.interrupts {
                if let Trigger::Silent(length) = &i.trigger {
                    self.length(length, i.at, here);
                }
            }
            for d in &stage.deadlines {
                self.length(&d.length, d.at, here);
                self.late(&d.late, here);
            }
        }
    }

    fn changes(&mut self, fills: &[FactId], changes: &[Change], at: Span, here: &Known) {
        let mut known = here.with(fills.iter().copied());
        for change in changes {
            match change {
                Change::Set(f, e) => {
                    self.expr(e, at, &known);
                    known.add(*f);
                }
                // Adding to a list that is not known begins one.
                Change::Add(f, e) => {
                    self.expr(e, at, &known);
                    known.add(*f);
                }
                Change::Publish(_, args) => args.iter().for_each(|a| self.expr(a, at, &known)),
            }
        }
    }

    fn late(&mut self, late: &Late, known: &Known) {
        if let Late::Tell(_, say) = late {
            self.says(std::slice::from_ref(say), known);
        }
    }

    fn says(&mut self, says: &[Say], known: &Known) {
        for say in says {
            say.args.iter().for_each(|a| self.expr(a, say.at, known));
        }
    }

    fn length(&mut self, length: &Length, at: Span, known: &Known) {
        self.expr(&length.of, at, known);
    }

    fn expr(&mut self, expr: &Expr, at: Span, known: &Known) {
        match expr {
            Expr::Fact(f) => {
                if !known.has(*f) && self.told.insert((at, *f)) {
                    self.tell(*f, at);
                }
            }
            Expr::And(parts) => {
                let mut known = known.clone();
                for part in parts {
                    self.expr(part, at, &known);
                    if_true(part, &mut known);
                }
            }
            Expr::Or(parts) => {
                let mut known = known.clone();
                for part in parts {
                    self.expr(part, at, &known);
                    if_false(part, &mut known);
                }
            }
            Expr::Not(x)
            | Expr::Within(x, _)
            | Expr::On(x, _)
            | Expr::TimeOf(x)
            | Expr::DateOf(x)
            | Expr::WeekdayOf(x)
            | Expr::DayOf(x, _) => self.expr(x, at, known),
            Expr::Compare(_, a, b) | Expr::Contains(a, b) | Expr::Binary(_, a, b) => {
                self.expr(a, at, known);
                self.expr(b, at, known);
            }
            Expr::Table(_, args) => args.iter().for_each(|a| self.expr(a, at, known)),
            Expr::Literal(_) | Expr::Now | Expr::Setting(_) | Expr::Known(_) => {}
        }
    }

    fn tell(&mut self, fact: FactId, at: Span) {
        let Some(fact) = self.analysis.flow.facts.get(fact.index()) else { return };
        let name = &fact.field.name;
        self.findings.push(
            Finding::new(Code::FactMayBeUnknown, at, words!("fact-may-be-unknown", fact = name))
                .here(words!("fact-may-be-unknown.here", fact = name))
                .label(fact.field.at, words!("fact-may-be-unknown.kept"))
                .mend(words!("fact-may-be-unknown.mend", fact = name)),
        );
    }
}
