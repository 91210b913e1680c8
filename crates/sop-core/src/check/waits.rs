//! S207: every wait has a way out in time, or says that none is meant.

use crate::diagnostic::{Code, Finding};
use crate::model::{Book, EdgeKind, Flow, Late, NodeKind};
use crate::words;

pub(super) fn check(_book: &Book, flow: &Flow, findings: &mut Vec<Finding>) {
    for n in flow.graph.node_indices() {
        let node = &flow.graph[n];
        let (NodeKind::Wait { without_limit: false } | NodeKind::Await { without_limit: false, .. }) =
            node.kind
        else {
            continue;
        };
        let timed =
            flow.graph.edges(n).any(|e| matches!(e.weight().kind, EdgeKind::After(_) | EdgeKind::At(_)))
                || node.deadlines.iter().any(|d| matches!(d.late, Late::GoTo(_)));
        if !timed && flow.graph.neighbors(n).next().is_some() {
            findings.push(
                Finding::new(Code::WaitForever, node.at, words!("wait-for-ever", node = &node.name))
                    .here(words!("wait-for-ever.here"))
                    .mend(words!("wait-for-ever.mend")),
            );
        }
    }
}
