//! S216, S217: stages that are resumed can be interrupted; parallels have at least two branches.

use crate::diagnostic::{Code, Finding, Gathered};
use crate::model::{Flow, Late, NodeKind};
use crate::words;

pub(super) fn check(flow: &Flow, findings: &mut Gathered) {
    for node in flow.graph.node_weights() {
        let NodeKind::Resume(id) = node.kind else { continue };
        let Some(stage) = flow.stages.get(id.index()) else { continue };
        // A deadline of a step in it interrupts that step, and is gone back to as well.
        let late = flow.graph.node_weights().any(|n| {
            flow.stages_around(n.region).first() == Some(&id)
                && n.deadlines.iter().any(|d| matches!(d.late, Late::GoTo(_)))
        });
        if !late && super::ways::stage_exits(flow, id).next().is_none() {
            findings.push(
                Finding::new(Code::NeverResumed, node.at, words!("never-resumed", stage = &stage.name))
                    .here(words!("never-resumed.here"))
                    .label(stage.at, words!("never-resumed.stage"))
                    .mend(words!("never-resumed.mend", stage = &stage.name)),
            );
        }
    }
    for parallel in flow.parallels.iter().filter(|p| p.branches.len() < 2) {
        findings.push(
            Finding::new(Code::LonelyBranch, parallel.at, words!("lonely-branch", parallel = &parallel.name))
                .here(words!("lonely-branch.here"))
                .mend(words!("lonely-branch.mend")),
        );
    }
}
