//! What fits now: the tasks that are open, the events that a case waits for, the actions that are under way, the timers
//! that are armed, and the cases beside it.

use crate::family::{CaseNo, Family};
use petgraph::graph::NodeIndex;
use sop_core::model::{Book, EventId, NodeKind};
use sop_runtime::Moment;
use sop_runtime::kernel::{ArmedTimer, NodeIx, TimerFor};

/// Something that can happen next to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// A person can do this step.
    Step(NodeIndex),
    /// A person can answer this decision.
    Decision(NodeIndex),
    /// The host's action at this node can be done or fail; `failed` if it has failed already, and can only be done.
    Action {
        /// Where.
        node: NodeIndex,
        /// It has failed.
        failed: bool,
    },
    /// This event would be taken.
    Event(EventId),
    /// This timer is armed.
    Timer(ArmedTimer),
    /// The latest case that was started or called there is open.
    Case(NodeIndex),
}

/// A node of the model.
pub fn index(node: NodeIx) -> NodeIndex {
    NodeIndex::new(usize::from(node.0))
}

/// A node of the kernel; of a checked book all fit.
pub fn kernel_index(node: NodeIndex) -> NodeIx {
    NodeIx(u16::try_from(node.index()).unwrap_or(u16::MAX))
}

/// All that can happen next to a case, in a fixed order: tasks, actions, events, timers by their moments, other cases.
pub fn offers(book: &Book, family: &Family<'_>, no: CaseNo) -> Vec<Offer> {
    let Some(case) = family.case(no).filter(|c| c.is_open()) else { return Vec::new() };
    let (program, state) = (family.program(), &case.state);
    let graph = book.flows.get(case.flow.index()).map(|f| &f.graph);
    let mut all = Vec::new();
    for task in state.tasks(program) {
        let node = index(task.node);
        let kind = graph.and_then(|g| g.node_weight(node)).map(|n| &n.kind);
        all.push(match kind {
            Some(NodeKind::Decide { .. }) => Offer::Decision(node),
            _ => Offer::Step(node),
        });
    }
    all.extend(state.calls(program).iter().map(|c| Offer::Action { node: index(c.node), failed: c.failed }));
    all.extend(state.expected_events(program).into_iter().map(Offer::Event));
    let mut timers = state.timers();
    timers.sort_unstable_by_key(|t| (t.due, t.timer));
    all.extend(timers.into_iter().map(Offer::Timer));
    let mut seen = Vec::new();
    for (_, child) in family.cases().rev().filter(|(_, c)| c.parent.is_some_and(|(p, ..)| p == no)) {
        let Some((_, _, node)) = child.parent else { continue };
        if !seen.contains(&node) {
            seen.push(node);
            if child.is_open() {
                all.push(Offer::Case(index(node)));
            }
        }
    }
    all
}

/// Whether an open case can never go on: nothing is open, nothing is awaited, no clock runs, and no case that it may wait
/// for is under way.
pub fn is_stuck(family: &Family<'_>, no: CaseNo) -> bool {
    let Some(case) = family.case(no).filter(|c| c.is_open()) else { return false };
    let (program, state) = (family.program(), &case.state);
    let works = !state.tasks(program).is_empty()
        || !state.calls(program).is_empty()
        || state.timers().iter().any(leads_on)
        || !state.expected_events(program).is_empty();
    let lives = |(_, child): (CaseNo, &crate::family::Case)| {
        child.is_open()
            && child.parent.is_some_and(|(p, id, _)| {
                p == no && state.children().any(|c| c.child == id && c.wanted && c.end.is_none())
            })
    };
    !works && !family.cases().any(lives)
}

/// Whether a timer can make a case go on; those of rules only watch.
fn leads_on(timer: &ArmedTimer) -> bool {
    !matches!(timer.of, TimerFor::Rule { .. })
}

/// When the next timer of any case falls due, if one is armed.
pub fn next_due(family: &Family<'_>) -> Option<Moment> {
    family.next_timer().map(|(due, ..)| due)
}
