//! S201, S202, S203, S213: every node is reached, leads somewhere, and can come to an end.

use super::ways::Ways;
use crate::diagnostic::{Code, Finding, Gathered};
use crate::model::{Flow, Late, NodeKind};
use crate::words;

pub(super) fn check(flow: &Flow, ways: &Ways, findings: &mut Gathered) {
    let graph = &flow.graph;
    let ends: Vec<_> = graph.node_indices().filter(|n| matches!(graph[*n].kind, NodeKind::End)).collect();
    if ends.is_empty() {
        findings.push(
            Finding::new(Code::NoEnd, flow.at, words!("no-end", flow = &flow.name))
                .here(words!("no-end.here"))
                .mend(words!("no-end.mend")),
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
                    Finding::new(
                        Code::UnreachableStep,
                        node.at,
                        words!("unreachable-step", node = &node.name),
                    )
                    .here(words!("unreachable-step.here"))
                    .mend(words!("unreachable-step.mend", node = &node.name)),
                );
            }
            continue;
        }
        let leads = graph.neighbors(n).next().is_some()
            || node.deadlines.iter().any(|d| matches!(d.late, Late::GoTo(_)))
            || matches!(node.kind, NodeKind::End | NodeKind::Resume(_));
        if !leads {
            let mend = match node.kind {
                NodeKind::Decide { .. } => words!("leads-nowhere.mend-decide"),
                NodeKind::Choose => words!("leads-nowhere.mend-choose"),
                NodeKind::Wait { .. } => words!("leads-nowhere.mend-wait"),
                NodeKind::Call { .. } | NodeKind::Await { .. } => {
                    words!("leads-nowhere.mend-call")
                }
                _ => words!("leads-nowhere.mend-step"),
            };
            findings.push(
                Finding::new(Code::LeadsNowhere, node.at, words!("leads-nowhere", node = &node.name))
                    .here(words!("leads-nowhere.here"))
                    .mend(mend),
            );
        } else if !ending[n.index()] && !made_up {
            findings.push(
                Finding::new(Code::NoWayToEnd, node.at, words!("no-way-to-end", node = &node.name))
                    .here(words!("no-way-to-end.here"))
                    .mend(words!("no-way-to-end.mend")),
            );
        }
    }
}
