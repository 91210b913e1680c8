//! S503: each step, answer and timer of a flow that follows the document says on what ground it stands.

use crate::diagnostic::{Code, Finding, Gathered, Words};
use crate::model::{Flow, NodeKind};
use crate::source::Span;
use crate::words;

pub(super) fn check(flow: &Flow, findings: &mut Gathered) {
    if flow.follows.is_empty() {
        return;
    }
    let mut want = |missing: bool, at: Span, what: Words| {
        if missing {
            findings.push(
                Finding::new(Code::NoGround, at, words!("no-ground", what = what))
                    .here(words!("no-ground.here"))
                    .mend(words!("no-ground.mend")),
            );
        }
    };
    for node in flow.graph.node_weights() {
        let made_up = matches!(node.kind, NodeKind::Join(_) | NodeKind::Resume(_));
        want(node.grounds.is_empty() && !made_up, node.at, words!("no-ground.node", node = &node.name));
        for d in &node.deadlines {
            want(d.grounds.is_empty(), d.at, words!("no-ground.deadline"));
        }
    }
    for edge in flow.graph.edge_weights() {
        want(
            edge.grounds.is_empty() && super::ways::conditional(&edge.kind),
            edge.at,
            words!("no-ground.arrow"),
        );
    }
    for stage in &flow.stages {
        for i in &stage.interrupts {
            want(i.grounds.is_empty(), i.at, words!("no-ground.interruption"));
        }
        for d in &stage.deadlines {
            want(d.grounds.is_empty(), d.at, words!("no-ground.deadline"));
        }
    }
}
