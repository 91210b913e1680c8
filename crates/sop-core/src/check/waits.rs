//! S207: every wait has a way out in time, or says that none is meant.

use super::loops::automatic;
use super::ways::{leads, stage_exits};
use crate::diagnostic::{Code, Finding, Gathered, names};
use crate::model::{Book, EdgeKind, Flow, NodeKind};
use crate::words;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

pub(super) fn check(_book: &Book, flow: &Flow, findings: &mut Gathered) {
    let mut told: Vec<NodeIndex> = Vec::new();
    for n in flow.graph.node_indices().filter(|n| limited(flow, *n)) {
        let node = &flow.graph[n];
        let timed = flow.graph.edges(n).any(|e| timer(&e.weight().kind))
            || node.deadlines.iter().any(|d| leads(d).is_some());
        if !timed {
            if flow.graph.neighbors(n).next().is_some() {
                findings.push(
                    Finding::new(Code::WaitForever, node.at, words!("wait-for-ever", node = &node.name))
                        .here(words!("wait-for-ever.here"))
                        .mend(words!("wait-for-ever.mend")),
                );
            }
        } else if !told.contains(&n)
            && let Some(circle) = circle(flow, n)
        {
            let nodes = names(circle.iter().map(|n| flow.graph[*n].name.as_str()));
            findings.push(
                Finding::new(Code::WaitForever, node.at, words!("wait-in-a-circle", nodes = nodes))
                    .here(words!("wait-in-a-circle.here"))
                    .mend(words!("wait-in-a-circle.mend")),
            );
            told.extend(circle);
        }
    }
}

/// Waits, and doesn't say that it may be for ever.
fn limited(flow: &Flow, n: NodeIndex) -> bool {
    matches!(
        flow.graph[n].kind,
        NodeKind::Wait { without_limit: false } | NodeKind::Await { without_limit: false, .. }
    )
}

const fn timer(kind: &EdgeKind) -> bool {
    matches!(kind, EdgeKind::After(_) | EdgeKind::At(_))
}

/// The waits to which time alone leads from here, if it leads nowhere else: then it is no way out.
fn circle(flow: &Flow, from: NodeIndex) -> Option<Vec<NodeIndex>> {
    let mut seen = vec![from];
    let mut next = 0;
    while let Some(n) = seen.get(next).copied() {
        next += 1;
        let node = &flow.graph[n];
        let mut to: Vec<NodeIndex> = Vec::new();
        if limited(flow, n) {
            to.extend(flow.graph.edges(n).filter(|e| timer(&e.weight().kind)).map(|e| e.target()));
            to.extend(node.deadlines.iter().filter_map(leads));
            let around = flow.stages_around(node.region);
            if around.iter().any(|s| stage_exits(flow, *s).next().is_some()) {
                // A deadline or a silence of the stage may lead out.
                return None;
            }
        } else if automatic(&node.kind) && !matches!(node.kind, NodeKind::Resume(_)) {
            to.extend(flow.graph.neighbors(n));
        } else {
            return None;
        }
        for to in to {
            if !seen.contains(&to) {
                seen.push(to);
            }
        }
    }
    seen.retain(|n| limited(flow, *n));
    seen.sort_unstable();
    Some(seen)
}
