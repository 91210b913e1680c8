//! Soundness, proved on the runs that the engine really allows.
//!
//! **What is proved.** A flow is *sound*, as workflow nets are (van der Aalst: *The Application of Petri Nets to Workflow
//! Management*, J. Circuits, Systems and Computers 8(1), 1998; van der Aalst et al.: *Soundness of Workflow Nets*, Formal Aspects
//! of Computing 23, 2011), if every node can be reached, from every situation that can be reached an end can be reached, and at an end nothing
//! is left behind. On top of it: every arrow is taken by some run, a node never holds two tokens at once, and every rule holds on every run, or
//! the shortest run that breaks it is shown.
//!
//! **How.** The situations of a case are explored one by one: tokens, resume points of interrupted stages, branches that have
//! arrived at a join, what is known of started cases, and the facts of few values that computed decisions read. Whatever can happen is tried in each: people, hosts
//! and events at any moment, timers in any order, cases that were called or started ending in any of their ways. So nothing
//! that the kernel can do is missed (`tests/soundness.rs` holds one against the other). Control is apart from data: texts, days
//! and times are not followed; a condition on them may go either way.
//!
//! **What it costs.** Time and memory are linear in the number of situations times what can happen in each. Without parallels that number is at most the nodes times,
//! for each stage that is resumed, the nodes in it; branches beside each other multiply. What nothing can ask for any more is forgotten (`ahead`), so stages one after the other add up. After [`SITUATIONS_MAX`]
//! situations, or thirty times as many steps between them, the checker says *not proved* (S225) instead of guessing.
//!
//! **Where it is not exact.** Timers in any order are more runs than there are: so a proof holds, and a run is only shown after moments were found for all its
//! timers. A condition that is not followed makes a rule *not proved* (S602), never broken.

mod ahead;
mod deadline;
mod facts;
mod monitor;
mod oracle;
mod plan;
mod proper;
mod rules;
mod run;
mod situation;
mod space;
mod time;
mod told;
mod witness;

use crate::diagnostic::{Code, Finding, Gathered};
use crate::model::{Book, FlowId};
use crate::words;

/// Most situations of one flow that are looked at.
pub const SITUATIONS_MAX: usize = 20_000;

pub(super) fn check(book: &Book, findings: &mut Gathered) {
    for (id, flow) in (0u16..).map(FlowId).zip(&book.flows) {
        let Some(plan) = plan::Plan::of(book, id) else { continue };
        if flow.graph.node_count() == 0 {
            continue;
        }
        let space = space::Space::explore(&plan, SITUATIONS_MAX);
        if space.cut {
            // Many situations come of branches; many steps between few of them, of facts filled in together.
            let finding = if space.situations.len() > SITUATIONS_MAX {
                Finding::new(
                    Code::NotProved,
                    flow.at,
                    words!("flow-not-explored", flow = &flow.name, most = SITUATIONS_MAX),
                )
                .mend(words!("flow-not-explored.mend"))
            } else {
                Finding::new(
                    Code::NotProved,
                    flow.at,
                    words!(
                        "flow-too-many-steps",
                        flow = &flow.name,
                        most = SITUATIONS_MAX * space::STEPS_EACH
                    ),
                )
                .mend(words!("flow-too-many-steps.mend"))
            };
            findings.push(finding.here(words!("flow-not-explored.here")));
        }
        proper::check(&plan, id, &space, findings);
        rules::check(&plan, id, &space, findings);
    }
}

/// The nodes on which tokens of a flow can stand at the same time, for each situation that was found, each list in order.
///
/// For tests that hold the exploration against the engine: whatever the engine does must be among them.
pub fn markings(book: &Book, flow: FlowId) -> std::collections::BTreeSet<Vec<u16>> {
    let Some(plan) = plan::Plan::of(book, flow) else { return std::collections::BTreeSet::new() };
    let space = space::Space::explore(&plan, SITUATIONS_MAX);
    space.situations.into_iter().map(|s| s.tokens.to_vec()).collect()
}

#[cfg(test)]
mod tests;
