//! The way on which a fact stays unknown: the shortest, for each place that reads it.

use super::analysis::{Analysis, AtNodes};
use crate::check::loops::automatic;
use crate::check::ways::{arrows, leads};
use crate::model::{FactId, FactRole, NodeKind, Trigger};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::{BTreeSet, VecDeque};

/// How a case can come to a node without knowing a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    /// Not at all, as far as was looked.
    Nowhere,
    /// It begins there.
    Start,
    /// By an arrow that makes the fact unknown.
    Loses(EdgeIndex),
    /// From there.
    Node(NodeIndex),
}

/// The ways of one fact. Nothing is looked for behind a place that reads it: what is wrong there is wrong once.
pub(super) struct Witness {
    from: Vec<From>,
}

/// A way to a place where the fact is not known.
pub(super) struct Way {
    /// Nodes, the first first.
    pub(super) nodes: Vec<NodeIndex>,
    /// The arrow before the first of them, if that is where the fact became unknown.
    pub(super) lost: Option<EdgeIndex>,
}

impl Witness {
    pub(super) fn of(a: &Analysis<'_>, known: &AtNodes, fact: FactId, readers: &BTreeSet<NodeIndex>) -> Self {
        let flow = a.flow;
        let at = |n: NodeIndex| known.get(n.index()).and_then(Option::as_ref);
        let unknown = |n: NodeIndex| at(n).is_some_and(|k| !k.has(fact));
        let mut out = Self { from: vec![From::Nowhere; flow.graph.node_count()] };
        let mut queue = VecDeque::new();
        let kept = flow.facts.get(fact.index()).is_some_and(|f| f.role == FactRole::Kept);
        if kept && unknown(flow.first) {
            out.come(flow.first, From::Start, &mut queue);
        }
        for edge in flow.graph.edge_indices() {
            let Some((from, to)) = flow.graph.edge_endpoints(edge) else { continue };
            let Some(here) = at(from).filter(|here| here.has(fact)) else { continue };
            if unknown(to) && !a.along(from, edge, here).has(fact) {
                out.come(to, From::Loses(edge), &mut queue);
            }
        }
        while let Some(n) = queue.pop_front() {
            let Some(here) = at(n).filter(|_| !readers.contains(&n)) else { continue };
            for edge in arrows(flow, n) {
                let to = flow.graph.edge_endpoints(edge).map(|(_, to)| to);
                if let Some(to) = to.filter(|to| unknown(*to))
                    && !a.along(n, edge, here).has(fact)
                {
                    out.come(to, From::Node(n), &mut queue);
                }
            }
            for to in away(a, n, fact).into_iter().filter(|to| unknown(*to)) {
                out.come(to, From::Node(n), &mut queue);
            }
        }
        out
    }

    fn come(&mut self, to: NodeIndex, from: From, queue: &mut VecDeque<NodeIndex>) {
        if let Some(slot) = self.from.get_mut(to.index())
            && *slot == From::Nowhere
        {
            *slot = from;
            queue.push_back(to);
        }
    }

    /// The way to a node, if one was found.
    pub(super) fn way(&self, to: NodeIndex) -> Option<Way> {
        let mut nodes = vec![to];
        let mut here = to;
        // Each node came from one that was found before it.
        let lost = loop {
            match self.from.get(here.index())? {
                From::Nowhere => return None,
                From::Start => break None,
                From::Loses(edge) => break Some(*edge),
                From::Node(before) => {
                    here = *before;
                    nodes.push(here);
                }
            }
        };
        nodes.reverse();
        Some(Way { nodes, lost })
    }
}

/// Where a case can go from a node other than by arrows, without a fact becoming known.
fn away(a: &Analysis<'_>, n: NodeIndex, fact: FactId) -> Vec<NodeIndex> {
    let flow = a.flow;
    let node = &flow.graph[n];
    let mut out: Vec<NodeIndex> = node.deadlines.iter().filter_map(leads).collect();
    if let NodeKind::Resume(stage) = node.kind
        && a.ways.uninterrupted(flow, stage, n)
    {
        out.extend(flow.stages.get(stage.index()).map(|s| s.first));
    }
    if automatic(&node.kind) || matches!(node.kind, NodeKind::End) {
        return out;
    }
    for stage in a.ways.stages.get(n.index()).into_iter().flatten() {
        let Some(stage) = flow.stages.get(stage.index()) else { continue };
        let interrupts = stage.interrupts.iter().filter(|i| match &i.trigger {
            Trigger::Event(_, keeps) => keeps.iter().all(|k| k.fact != fact),
            Trigger::Silent(_) => true,
        });
        out.extend(interrupts.map(|i| i.target));
        out.extend(stage.deadlines.iter().filter_map(leads));
    }
    out
}
