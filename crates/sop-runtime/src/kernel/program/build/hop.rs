//! Straight ways from task to task, and events that wind clocks back and nothing else. Most inputs take one: what is the same each time is found out once, here.

use super::super::code::{FlowCode, Hop, InterruptCode, Kind, NodeCode, TriggerCode};
use super::super::watch::Quiet;
use sop_core::model::EventId;

/// Finds those of a flow. What can fail must be known by then.
pub(super) fn find(flow: &mut FlowCode) {
    let event = |interrupt: &InterruptCode| match &interrupt.trigger {
        TriggerCode::Event(event, _) => Some(*event),
        TriggerCode::Silent(_) => None,
    };
    let interrupts = flow.stages.iter().flat_map(|stage| &stage.interrupts);
    let mut interrupting: Vec<EventId> = interrupts.filter_map(event).collect();
    interrupting.sort_unstable();
    interrupting.dedup();
    flow.interrupting = interrupting.into();
    let hops: Vec<Box<[Option<Hop>]>> =
        (0u16..).zip(&flow.nodes).map(|(ix, node)| of(flow, ix, node)).collect();
    for (node, hops) in flow.nodes.iter_mut().zip(hops) {
        node.hops = hops;
    }
}

fn of(flow: &FlowCode, ix: u16, node: &NodeCode) -> Box<[Option<Hop>]> {
    match &node.kind {
        Kind::Step { changes, next, .. } if changes.is_empty() => {
            Box::new([hop(flow, ix, node, *next, None)])
        }
        Kind::Decide { answers, .. } => {
            (0u16..).zip(answers).map(|(answer, (_, to))| hop(flow, ix, node, *to, Some(answer))).collect()
        }
        _ => Box::default(),
    }
}

fn hop(flow: &FlowCode, ix: u16, node: &NodeCode, to: u16, answer: Option<u16>) -> Option<Hop> {
    let there = flow.nodes.get(usize::from(to))?;
    let straight = (there.is_task() || matches!(there.kind, Kind::End))
        && there.safe
        && node.deadlines.is_empty()
        && node.arrows.is_empty();
    straight.then(|| Hop { to, stays: node.stages == there.stages, quiet: quiet(flow, ix, to, answer) })
}

/// The points that it goes past, in order: what is answered, what is done, what is begun.
fn quiet(flow: &FlowCode, ix: u16, to: u16, answer: Option<u16>) -> Option<Quiet> {
    let Some(watch) = &flow.watch else { return Some(Quiet::default()) };
    let answered = answer.and_then(|answer| watch.answered(ix, answer));
    let points = answered.into_iter().chain(watch.done(ix)).chain(watch.begun(to));
    points.into_iter().try_fold(Quiet::default(), |all, point| all.then(point.quiet?))
}
