//! Facts that become unknown again: a called flow that ends without knowing what it hands back takes the kept fact away.
//! Rare, but a branch beside may lose what this one reads, and a stage may be resumed after the loss.

use super::known::Known;
use crate::model::{BranchId, EdgeKind, Flow, Keep, NodeKind, ParallelId, Region};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::BTreeMap;

/// What arrows of a flow can lose.
pub(super) struct Lost {
    /// All of it; `None` where nothing is ever lost.
    pub(super) any: Option<Known>,
    by_branch: BTreeMap<(ParallelId, BranchId), Known>,
}

impl Lost {
    /// Gathers them; `loses` tells whether an arrow makes a kept fact unknown.
    pub(super) fn of(flow: &Flow, loses: impl Fn(EdgeIndex, &Keep) -> bool) -> Self {
        let mut out = Self { any: None, by_branch: BTreeMap::new() };
        for edge in flow.graph.edge_indices() {
            let EdgeKind::Outcome { keeps, .. } = &flow.graph[edge].kind else { continue };
            let facts: Vec<_> = keeps.iter().filter(|k| loses(edge, k)).map(|k| k.fact).collect();
            let Some((from, _)) = flow.graph.edge_endpoints(edge).filter(|_| !facts.is_empty()) else {
                continue;
            };
            let none = || Known::none(flow.facts.len());
            let any = out.any.get_or_insert_with(none);
            facts.iter().for_each(|f| any.add(*f));
            for branch in branches(flow, from) {
                let slot = out.by_branch.entry(branch).or_insert_with(none);
                facts.iter().for_each(|f| slot.add(*f));
            }
        }
        out
    }

    /// What may be lost beside a node, while a case is there: in the other branches of the parallels around it.
    pub(super) fn beside(&self, flow: &Flow, n: NodeIndex) -> Option<Known> {
        if self.by_branch.is_empty() {
            return None;
        }
        let mut out = Known::none(flow.facts.len());
        for (p, b) in branches(flow, n) {
            for ((_, other), lost) in self.by_branch.range((p, BranchId(0))..=(p, BranchId(u16::MAX))) {
                if *other != b {
                    out.join(lost);
                }
            }
        }
        (!out.is_empty()).then_some(out)
    }

    /// What a branch may have lost when all are joined, unless it has it again at its end.
    pub(super) fn in_branch(&self, p: ParallelId, b: u16) -> Option<&Known> {
        self.by_branch.get(&(p, BranchId(b)))
    }
}

/// The branches around a node, from the inside out.
fn branches(flow: &Flow, n: NodeIndex) -> impl Iterator<Item = (ParallelId, BranchId)> + '_ {
    flow.around(flow.graph[n].region).filter_map(|region| match region {
        Region::Branch(p, b) => Some((p, b)),
        _ => None,
    })
}

/// The branch of a join's parallel in which a node lies.
pub(super) fn branch_of(flow: &Flow, n: NodeIndex, join: NodeIndex) -> Option<u16> {
    let NodeKind::Join(parallel) = flow.graph[join].kind else { return None };
    branches(flow, n).find(|(p, _)| *p == parallel).map(|(_, b)| b.0)
}
