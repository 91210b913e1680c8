//! S206: no circle of steps that need nobody.

use crate::diagnostic::{Code, Finding, Gathered, names};
use crate::model::{Flow, NodeKind};
use crate::words;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// Nodes that a case passes through without waiting for anybody.
pub(super) const fn automatic(kind: &NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::Choose
            | NodeKind::Start { .. }
            | NodeKind::Fork(_)
            | NodeKind::Join(_)
            | NodeKind::Resume(_)
    )
}

pub(super) fn check(flow: &Flow, findings: &mut Gathered) {
    let graph = &flow.graph;
    let mut passing: DiGraph<NodeIndex, ()> = DiGraph::new();
    let indices: Vec<NodeIndex> = graph.node_indices().map(|n| passing.add_node(n)).collect();
    for n in graph.node_indices().filter(|n| automatic(&graph[*n].kind)) {
        let resumed = match graph[n].kind {
            NodeKind::Resume(stage) => flow.stages.get(stage.index()).map(|s| s.first),
            _ => None,
        };
        for to in graph.neighbors(n).chain(resumed).filter(|to| automatic(&graph[*to].kind)) {
            passing.add_edge(indices[n.index()], indices[to.index()], ());
        }
    }
    let mut circles: Vec<Vec<NodeIndex>> = kosaraju_scc(&passing)
        .into_iter()
        .filter(|c| c.len() > 1 || c.first().is_some_and(|n| passing.contains_edge(*n, *n)))
        .collect();
    for circle in &mut circles {
        circle.sort();
        let Some(first) = circle.first().map(|n| passing[*n]) else { continue };
        let nodes = names(circle.iter().map(|n| graph[passing[*n]].name.as_str()));
        findings.push(
            Finding::new(Code::AutomaticLoop, graph[first].at, words!("automatic-loop", nodes = nodes))
                .here(words!("automatic-loop.here"))
                .mend(words!("automatic-loop.mend")),
        );
    }
}
