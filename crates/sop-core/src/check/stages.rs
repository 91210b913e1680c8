//! S216, S217: stages that are resumed can be interrupted; parallels have at least two branches.

use crate::diagnostic::{Code, Finding};
use crate::model::{Flow, NodeKind};

pub(super) fn check(flow: &Flow, findings: &mut Vec<Finding>) {
    for node in flow.graph.node_weights() {
        let NodeKind::Resume(id) = node.kind else { continue };
        let Some(stage) = flow.stages.get(id.index()) else { continue };
        if super::ways::stage_exits(flow, id).next().is_none() {
            findings.push(
                Finding::new(
                    Code::NeverResumed,
                    node.at,
                    format!("nothing interrupts the stage `{}`", stage.name),
                )
                .here("goes back to where it was interrupted")
                .label(stage.at, "this stage has no `when … -> …`")
                .mend(format!(
                    "write `-> {}` to begin the stage anew, or add an interruption to it",
                    stage.name
                )),
            );
        }
    }
    for parallel in flow.parallels.iter().filter(|p| p.branches.len() < 2) {
        findings.push(
            Finding::new(
                Code::LonelyBranch,
                parallel.at,
                format!("the parallel `{}` has fewer than two branches", parallel.name),
            )
            .here("nothing runs beside it")
            .mend("add a branch, or write its steps without a parallel"),
        );
    }
}
