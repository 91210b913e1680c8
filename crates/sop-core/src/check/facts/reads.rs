//! Everything that reads facts while they may be unknown.

use super::analysis::{Analysis, AtNodes, if_false, if_true};
use super::known::Known;
use crate::check::ways::arrows;
use crate::model::{Change, EdgeKind, Expr, FactId, Late, Length, NodeKind, Say, Trigger};
use crate::source::Span;
use petgraph::graph::NodeIndex;
use std::collections::{BTreeMap, BTreeSet};

/// A place that reads a fact which may be unknown there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    pub(super) node: NodeIndex,
    pub(super) at: Span,
    /// Read by the stage around the node, whenever a timer of it fires.
    pub(super) by_stage: bool,
}

/// By fact: the first such place of each node, and each of a stage, in the source's order.
pub(super) fn unknown(analysis: &Analysis<'_>, known: &AtNodes) -> BTreeMap<FactId, Vec<Site>> {
    let mut reads = Reads {
        analysis,
        sites: BTreeMap::new(),
        by_nodes: BTreeSet::new(),
        by_stages: BTreeSet::new(),
        node: analysis.flow.first,
        by_stage: false,
    };
    reads.all(known);
    reads.sites
}

/// Walks over everything that is read.
struct Reads<'a, 'b> {
    analysis: &'a Analysis<'b>,
    sites: BTreeMap<FactId, Vec<Site>>,
    by_nodes: BTreeSet<(NodeIndex, FactId)>,
    by_stages: BTreeSet<(Span, FactId)>,
    node: NodeIndex,
    by_stage: bool,
}

impl Reads<'_, '_> {
    fn all(&mut self, known: &AtNodes) {
        let flow = self.analysis.flow;
        for n in flow.graph.node_indices() {
            let Some(here) = known[n.index()].as_ref() else { continue };
            let node = &flow.graph[n];
            (self.node, self.by_stage) = (n, false);
            self.says(&node.says, here);
            for d in &node.deadlines {
                self.length(&d.length, d.at, here);
                self.late(&d.late, here);
            }
            match &node.kind {
                NodeKind::Do { args, .. } | NodeKind::Start { args, .. } | NodeKind::Call { args, .. } => {
                    args.iter().for_each(|a| self.expr(a, node.at, here));
                }
                NodeKind::Step { fills, changes } => self.changes(fills, changes, node.at, here),
                _ => {}
            }
            for edge in arrows(flow, n) {
                let at = flow.graph[edge].at;
                match &flow.graph[edge].kind {
                    EdgeKind::After(length) => self.length(length, at, here),
                    EdgeKind::At(expr) => self.expr(expr, at, here),
                    EdgeKind::When(expr) => {
                        let before = self.analysis.refused(n, Some(edge), here);
                        self.expr(expr, at, &before);
                    }
                    _ => {}
                }
            }
            self.by_stage = true;
            self.stages(n, here);
        }
    }

    /// A stage's clocks are set, and its timers fire, wherever in it a case is.
    fn stages(&mut self, n: NodeIndex, here: &Known) {
        let flow = self.analysis.flow;
        if matches!(flow.graph[n].kind, NodeKind::End) {
            return;
        }
        for id in &self.analysis.ways.stages[n.index()] {
            let Some(stage) = flow.stages.get(id.index()) else { continue };
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
                // Adding to a list that is not known begins one.
                Change::Set(f, e) | Change::Add(f, e) => {
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

    fn read(&mut self, fact: FactId, at: Span) {
        let first = if self.by_stage {
            self.by_stages.insert((at, fact))
        } else {
            self.by_nodes.insert((self.node, fact))
        };
        if first {
            let site = Site { node: self.node, at, by_stage: self.by_stage };
            self.sites.entry(fact).or_default().push(site);
        }
    }

    fn expr(&mut self, expr: &Expr, at: Span, known: &Known) {
        match expr {
            Expr::Fact(f) => {
                if !known.has(*f) {
                    self.read(*f, at);
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
}
