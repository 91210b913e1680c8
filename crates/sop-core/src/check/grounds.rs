//! S503: each step, answer and timer of a flow that follows the document says on what ground it stands.

use crate::diagnostic::{Code, Finding};
use crate::model::{Flow, NodeKind};
use crate::source::Span;

pub(super) fn check(flow: &Flow, findings: &mut Vec<Finding>) {
    if flow.follows.is_empty() {
        return;
    }
    let mut want = |missing: bool, at: Span, what: &str| {
        if missing {
            findings.push(
                Finding::new(Code::NoGround, at, format!("{what} has no ground"))
                    .here("why does it stand here?")
                    .mend("add `cites CLAUSE`, `derived from CLAUSE \"why\"` or `assumed \"why\"`"),
            );
        }
    };
    for node in flow.graph.node_weights() {
        let made_up = matches!(node.kind, NodeKind::Join(_) | NodeKind::Resume(_));
        want(node.grounds.is_empty() && !made_up, node.at, &format!("`{}`", node.name));
        for d in &node.deadlines {
            want(d.grounds.is_empty(), d.at, "this deadline");
        }
    }
    for edge in flow.graph.edge_weights() {
        want(edge.grounds.is_empty() && super::ways::conditional(&edge.kind), edge.at, "this arrow");
    }
    for stage in &flow.stages {
        for i in &stage.interrupts {
            want(i.grounds.is_empty(), i.at, "this interruption");
        }
        for d in &stage.deadlines {
            want(d.grounds.is_empty(), d.at, "this deadline");
        }
    }
}
