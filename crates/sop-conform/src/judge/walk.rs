//! Where a case can go, arrows and interruptions included, through the flows that a flow calls and starts.
//!
//! A `resume` leads nowhere here: it goes back to where the case had already been. So what comes first in the flow comes
//! first here, whatever interrupts it.

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, EdgeRef, NodeFiltered};
use sop_core::model::{Book, Flow, FlowId, Late, NodeKind};
use std::collections::{BTreeMap, BTreeSet};

use super::places::Place;

/// All that can come after the start of one flow. Its nodes are the places at which a clause can be cited.
pub(super) struct Walk {
    graph: DiGraph<Place, ()>,
    at: BTreeMap<Place, NodeIndex>,
    start: NodeIndex,
}

impl Walk {
    pub(super) fn of(book: &Book, root: FlowId) -> Self {
        let mut walk = Self { graph: DiGraph::new(), at: BTreeMap::new(), start: NodeIndex::default() };
        walk.start = walk.spot(Place::Flow(root));
        let mut seen = BTreeSet::from([root]);
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            let Some(flow) = book.flows.get(id.index()) else { continue };
            let others = walk.flow(book, id, flow);
            open.extend(others.into_iter().filter(|o| seen.insert(*o)));
        }
        walk
    }

    fn spot(&mut self, place: Place) -> NodeIndex {
        match self.at.get(&place) {
            Some(at) => *at,
            None => {
                let at = self.graph.add_node(place);
                self.at.insert(place, at);
                at
            }
        }
    }

    fn arrow(&mut self, from: Place, to: Place) {
        let (from, to) = (self.spot(from), self.spot(to));
        self.graph.add_edge(from, to, ());
    }

    /// Draws one flow; gives the flows that it calls or starts.
    fn flow(&mut self, book: &Book, id: FlowId, flow: &Flow) -> Vec<FlowId> {
        let mut others = Vec::new();
        self.arrow(Place::Flow(id), Place::Node(id, flow.first));
        for n in flow.graph.node_indices() {
            let node = &flow.graph[n];
            let here = Place::Node(id, n);
            let mut ends = vec![here];
            match &node.kind {
                NodeKind::Call { flow: other, .. } => {
                    others.push(*other);
                    self.arrow(here, Place::Flow(*other));
                    let own = book.flows.get(other.index()).map(|o| {
                        let all = o.graph.node_indices();
                        all.filter(|n| matches!(o.graph[*n].kind, NodeKind::End))
                            .map(|n| Place::Node(*other, n))
                            .collect::<Vec<_>>()
                    });
                    if let Some(own) = own.filter(|own| !own.is_empty()) {
                        ends = own;
                    }
                }
                NodeKind::Start { flow: other, .. } => {
                    others.push(*other);
                    self.arrow(here, Place::Flow(*other));
                }
                _ => {}
            }
            let mut edges: Vec<_> = flow.graph.edges(n).map(|e| (e.id(), e.target())).collect();
            edges.sort();
            for (e, to) in edges {
                for end in &ends {
                    self.arrow(*end, Place::Edge(id, e));
                }
                self.arrow(Place::Edge(id, e), Place::Node(id, to));
            }
            for (i, d) in node.deadlines.iter().enumerate() {
                self.arrow(here, Place::Deadline(id, n, i));
                if let Late::GoTo(to) = d.late {
                    self.arrow(Place::Deadline(id, n, i), Place::Node(id, to));
                }
            }
            for s in flow.stages_around(node.region) {
                let Some(stage) = flow.stages.get(s.index()) else { continue };
                for (i, interrupt) in stage.interrupts.iter().enumerate() {
                    self.arrow(here, Place::Interrupt(id, s, i));
                    self.arrow(Place::Interrupt(id, s, i), Place::Node(id, interrupt.target));
                }
                for (i, d) in stage.deadlines.iter().enumerate() {
                    self.arrow(here, Place::StageDeadline(id, s, i));
                    if let Late::GoTo(to) = d.late {
                        self.arrow(Place::StageDeadline(id, s, i), Place::Node(id, to));
                    }
                }
            }
        }
        others
    }

    /// Those of some places that a case can come to here.
    pub(super) fn spots(&self, places: impl IntoIterator<Item = Place>) -> BTreeSet<NodeIndex> {
        let found: BTreeSet<NodeIndex> =
            places.into_iter().filter_map(|p| self.at.get(&p).copied()).collect();
        let reached = self.after(&BTreeSet::from([self.start]));
        found.intersection(&reached).copied().collect()
    }

    /// All that can come after some places.
    pub(super) fn after(&self, from: &BTreeSet<NodeIndex>) -> BTreeSet<NodeIndex> {
        let mut dfs = Dfs::empty(&self.graph);
        dfs.stack = from.iter().flat_map(|n| self.graph.neighbors(*n)).collect();
        let mut seen = BTreeSet::new();
        while let Some(n) = dfs.next(&self.graph) {
            seen.insert(n);
        }
        seen
    }

    /// Does every way from the start to any of `to` go through one of `gate`?
    pub(super) fn guarded(&self, to: &BTreeSet<NodeIndex>, gate: &BTreeSet<NodeIndex>) -> bool {
        let open = NodeFiltered::from_fn(&self.graph, |n| !gate.contains(&n));
        let mut dfs = Dfs::new(&open, self.start);
        while let Some(n) = dfs.next(&open) {
            if to.contains(&n) {
                return false;
            }
        }
        true
    }

    /// The place of a spot.
    pub(super) fn place(&self, spot: NodeIndex) -> Place {
        self.graph[spot]
    }
}
