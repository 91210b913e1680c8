//! Where a case can go from each node: along arrows, deadlines, and the interruptions of the stages around it.

use crate::model::{Deadline, EdgeKind, Flow, JoinMode, Late, NodeKind, StageId};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

/// The ways of one flow.
#[derive(Debug)]
pub(super) struct Ways {
    next: Vec<Vec<NodeIndex>>,
    /// The stages around each node, from the inside out.
    pub(super) stages: Vec<Vec<StageId>>,
    /// Nodes that a case can come to.
    pub(super) reached: Vec<bool>,
}

/// Where a deadline leads, if it leads away.
pub(super) const fn leads(deadline: &Deadline) -> Option<NodeIndex> {
    match deadline.late {
        Late::GoTo(to) => Some(to),
        Late::Tell(..) => None,
    }
}

/// The arrows of a node, in the source's order. petgraph gives the newest first.
pub(super) fn arrows(flow: &Flow, n: NodeIndex) -> Vec<EdgeIndex> {
    let mut edges: Vec<EdgeIndex> = flow.graph.edges(n).map(|e| e.id()).collect();
    edges.sort();
    edges
}

/// Where the arrows of the stage itself lead.
pub(super) fn stage_exits(flow: &Flow, stage: StageId) -> impl Iterator<Item = NodeIndex> + '_ {
    let stage = flow.stages.get(stage.index());
    let interrupts = stage.into_iter().flat_map(|s| s.interrupts.iter().map(|i| i.target));
    let deadlines = stage.into_iter().flat_map(|s| &s.deadlines).filter_map(leads);
    interrupts.chain(deadlines)
}

impl Ways {
    /// Works them out.
    pub(super) fn of(flow: &Flow) -> Self {
        let graph = &flow.graph;
        let stages: Vec<Vec<StageId>> = graph.node_weights().map(|n| flow.stages_around(n.region)).collect();
        let next: Vec<Vec<NodeIndex>> = graph
            .node_indices()
            .map(|n| {
                let node = &graph[n];
                let mut next: Vec<NodeIndex> = graph.neighbors(n).collect();
                next.extend(node.deadlines.iter().filter_map(leads));
                if let NodeKind::Resume(stage) = node.kind {
                    next.extend(flow.stages.get(stage.index()).map(|s| s.first));
                }
                if !matches!(node.kind, NodeKind::End) {
                    next.extend(stages[n.index()].iter().flat_map(|s| stage_exits(flow, *s)));
                }
                next
            })
            .collect();
        let mut ways = Self { next, stages, reached: Vec::new() };
        ways.reached = ways.from([flow.first]);
        ways
    }

    /// Can a case come to `target` while the stage was never interrupted? Then it begins anew when it is resumed there.
    pub(super) fn uninterrupted(&self, flow: &Flow, stage: StageId, target: NodeIndex) -> bool {
        let mut seen = vec![false; self.next.len()];
        let mut todo = vec![flow.first];
        while let Some(n) = todo.pop() {
            if n == target {
                return true;
            }
            let Some(s) = seen.get_mut(n.index()).filter(|s| !**s) else { continue };
            *s = true;
            todo.extend(flow.graph.neighbors(n));
            let node = &flow.graph[n];
            let around = self.stages.get(n.index()).map_or(&[][..], Vec::as_slice);
            if around.first() != Some(&stage) {
                todo.extend(node.deadlines.iter().filter_map(leads));
            }
            if !matches!(node.kind, NodeKind::End) {
                todo.extend(around.iter().filter(|s| **s != stage).flat_map(|s| stage_exits(flow, *s)));
            }
            if let NodeKind::Resume(other) = node.kind {
                todo.extend(flow.stages.get(other.index()).map(|s| s.first));
            }
        }
        false
    }

    /// Where a case can go from a node in one go.
    pub(super) fn next(&self, n: NodeIndex) -> &[NodeIndex] {
        self.next.get(n.index()).map_or(&[], Vec::as_slice)
    }

    /// All nodes that can be come to from these.
    pub(super) fn from(&self, start: impl IntoIterator<Item = NodeIndex>) -> Vec<bool> {
        let mut seen = vec![false; self.next.len()];
        let mut todo: Vec<NodeIndex> = start.into_iter().collect();
        while let Some(n) = todo.pop() {
            if let Some(s) = seen.get_mut(n.index())
                && !*s
            {
                *s = true;
                todo.extend(self.next(n));
            }
        }
        seen
    }

    /// All nodes from which one of these can be come to.
    pub(super) fn to(&self, ends: impl IntoIterator<Item = NodeIndex>) -> Vec<bool> {
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); self.next.len()];
        for (n, next) in self.next.iter().enumerate() {
            for to in next {
                if let Some(b) = before.get_mut(to.index()) {
                    b.push(n);
                }
            }
        }
        let mut seen = vec![false; self.next.len()];
        let mut todo: Vec<usize> = ends.into_iter().map(NodeIndex::index).collect();
        while let Some(n) = todo.pop() {
            if let Some(s) = seen.get_mut(n)
                && !*s
            {
                *s = true;
                todo.extend(&before[n]);
            }
        }
        seen
    }
}

/// Does a join wait for all of its branches?
pub(super) fn waits_for_all(flow: &Flow, kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::Join(p) if flow.parallels.get(p.index()).is_some_and(|p| p.mode == JoinMode::All))
}

/// Is this an arrow that only some of the cases at its node take?
pub(super) const fn conditional(kind: &EdgeKind) -> bool {
    !matches!(kind, EdgeKind::Next | EdgeKind::Branch(_))
}
