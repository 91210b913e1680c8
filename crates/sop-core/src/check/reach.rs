//! S201, S202, S203, S213: every node is reached, leads somewhere, and can come to an end.

use super::ways::Ways;
use crate::diagnostic::{Code, Finding};
use crate::model::{Flow, Late, NodeKind};

pub(super) fn check(flow: &Flow, ways: &Ways, findings: &mut Vec<Finding>) {
    let graph = &flow.graph;
    let ends: Vec<_> = graph.node_indices().filter(|n| matches!(graph[*n].kind, NodeKind::End)).collect();
    if ends.is_empty() {
        findings.push(
            Finding::new(Code::NoEnd, flow.at, format!("the flow `{}` has no end", flow.name))
                .here("no `end` in this flow")
                .mend("write `end NAME \"…\"` where the procedure is over"),
        );
        return;
    }
    let ending = ways.to(ends);
    for n in graph.node_indices() {
        let node = &graph[n];
        let made_up = matches!(node.kind, NodeKind::Join(_) | NodeKind::Resume(_));
        if !ways.reached[n.index()] {
            if !made_up {
                findings.push(
                    Finding::new(Code::UnreachableStep, node.at, format!("no way leads to `{}`", node.name))
                        .here("never reached")
                        .mend(format!("lead an arrow here (`-> {}`), or remove it", node.name)),
                );
            }
            continue;
        }
        let leads = graph.neighbors(n).next().is_some()
            || node.deadlines.iter().any(|d| matches!(d.late, Late::GoTo(_)))
            || matches!(node.kind, NodeKind::End | NodeKind::Resume(_));
        if !leads {
            let mend = match node.kind {
                NodeKind::Decide { .. } => "write its answers: `yes -> STEP  no -> STEP`",
                NodeKind::Choose => "write its rows: `when … -> STEP  otherwise -> STEP`",
                NodeKind::Wait { .. } => "write what it waits for: `on EVENT -> STEP` or `after 1h -> STEP`",
                NodeKind::Call { .. } | NodeKind::Await { .. } => {
                    "write an arrow for each end of the called flow: `OUTCOME -> STEP`"
                }
                _ => "write `then STEP` into it, or a statement after it",
            };
            findings.push(
                Finding::new(Code::LeadsNowhere, node.at, format!("from `{}` no arrow leads on", node.name))
                    .here("a case would stay here")
                    .mend(mend),
            );
        } else if !ending[n.index()] && !made_up {
            findings.push(
                Finding::new(
                    Code::NoWayToEnd,
                    node.at,
                    format!("from `{}` no end can be reached", node.name),
                )
                .here("a case that comes here never ends")
                .mend("lead an arrow out of this circle, in the end to an `end`"),
            );
        }
    }
}
