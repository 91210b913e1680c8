//! One input after the other: what fits is done, what doesn't changes nothing.

use super::effect::Effect;
use super::effect::TimerFor;
use super::hop;
use super::input::{Input, NodeIx};
use super::program::{FlowCode, Kind, LateCode, Program};
use super::reject::Rejected;
use super::run::{NEW, Run, typed};
use super::state::{State, Status, Token};
use super::trace::Trace;
use crate::value::{Moment, Value};
use smallvec::SmallVec;
use sop_core::model::FlowId;

/// One step, in pure form: the state after the input, and its effects in order.
///
/// # Errors
///
/// [`Rejected`] if the input doesn't fit.
pub fn step(
    program: &Program,
    state: &State,
    at: Moment,
    input: &Input,
) -> Result<(State, Vec<Effect>), Rejected> {
    let mut next = state.clone();
    let mut effects = Vec::new();
    advance(program, &mut next, at, input, &mut effects)?;
    Ok((next, effects))
}

/// One step in place: the same law as [`step`]. Effects are put behind those already in `effects`.
///
/// A case that is over takes one kind of input still: the ends of children that outlive it, which change nothing else.
///
/// # Errors
///
/// [`Rejected`] if the input doesn't fit; then `state` and `effects` are exactly as before.
pub fn advance(
    program: &Program,
    state: &mut State,
    at: Moment,
    input: &Input,
    effects: &mut Vec<Effect>,
) -> Result<(), Rejected> {
    advance_with(program, state, at, input, effects, None)
}

/// [`advance`], and what the tokens did on the way is put behind what is already in `trace`.
///
/// # Errors
///
/// [`Rejected`] if the input doesn't fit; then `state`, `effects` and `trace` are exactly as before.
pub fn advance_traced(
    program: &Program,
    state: &mut State,
    at: Moment,
    input: &Input,
    effects: &mut Vec<Effect>,
    trace: &mut Vec<Trace>,
) -> Result<(), Rejected> {
    let count = trace.len();
    let result = advance_with(program, state, at, input, effects, Some(trace));
    result.inspect_err(|_| trace.truncate(count))
}

fn advance_with(
    program: &Program,
    state: &mut State,
    at: Moment,
    input: &Input,
    effects: &mut Vec<Effect>,
    trace: Option<&mut Vec<Trace>>,
) -> Result<(), Rejected> {
    let core = &mut state.core;
    // Most inputs. What doesn't fit is found out below.
    let ready = trace.is_none() && core.status == Status::Open && core.tag == program.tag();
    if ready && at >= core.last && at.in_range() && hop::take(program, core, at, input, effects)? {
        return Ok(());
    }
    if state.core.tag != program.tag() {
        return Err(Rejected::OtherProgram);
    }
    if matches!(input, Input::Moved { .. }) {
        return Err(Rejected::NotAStep);
    }
    match (state.core.status, input) {
        (Status::NotStarted, Input::Start { .. }) => {}
        (Status::NotStarted, _) => return Err(Rejected::NotStarted),
        (Status::Open, Input::Start { .. }) => return Err(Rejected::AlreadyStarted),
        (Status::Open, _) | (Status::Ended { .. } | Status::Cancelled, Input::ChildEnded { .. }) => {}
        _ => return Err(Rejected::CaseOver),
    }
    if at < state.core.last {
        return Err(Rejected::TimeWentBack { at, last: state.core.last });
    }
    if !at.in_range() {
        return Err(Rejected::OutOfRange);
    }
    if is_safe(program, state, input) {
        return apply(program, state, at, input, effects, trace);
    }
    let count = effects.len();
    // Before the first input all states are the same.
    let before = (state.core.status != Status::NotStarted).then(|| state.clone());
    apply(program, state, at, input, effects, trace).inspect_err(|_| {
        *state = before.unwrap_or_else(|| State::new(program));
        effects.truncate(count);
    })
}

fn apply(
    program: &Program,
    state: &mut State,
    at: Moment,
    input: &Input,
    effects: &mut Vec<Effect>,
    trace: Option<&mut Vec<Trace>>,
) -> Result<(), Rejected> {
    let flow = match input {
        Input::Start { flow, args } => start(program, state, *flow, args)?,
        // A state that has begun names a flow of its program.
        _ => &program.flows[state.core.flow.index()],
    };
    let mut run = Run { program, flow, core: &mut state.core, at, effects, trace, moves: SmallVec::new() };
    match input {
        Input::Start { .. } => run.moves.push((NEW, flow.first)),
        Input::Complete { task, filled } => run.on_complete(*task, filled)?,
        Input::Answer { task, answer } => run.on_answer(*task, *answer)?,
        Input::Event { event, data } => run.on_event(*event, data)?,
        Input::TimerFired { timer } => run.on_timer(*timer)?,
        Input::ActionDone { call, output } => run.on_done(*call, output)?,
        Input::ActionFailed { call, error } => run.on_failed(*call, error)?,
        Input::RetryAction { call } => run.on_retry(*call)?,
        Input::ChildEnded { child, end } => run.on_child(*child, end)?,
        Input::Moved { .. } => return Err(Rejected::NotAStep),
        Input::Cancel { reason } => {
            run.close();
            run.core.status = Status::Cancelled;
            run.effects.push(Effect::Cancelled { reason: reason.clone() });
        }
    }
    run.settle()?;
    state.core.last = at;
    Ok(())
}

fn start<'p>(
    program: &'p Program,
    state: &mut State,
    id: FlowId,
    args: &[Value],
) -> Result<&'p FlowCode, Rejected> {
    let flow = program.flows.get(id.index()).ok_or(Rejected::UnknownFlow(id))?;
    typed(args, flow.facts[..usize::from(flow.takes)].iter())?;
    let core = &mut state.core;
    core.status = Status::Open;
    core.flow = id;
    core.facts.reserve_exact(flow.facts.len());
    for arg in args {
        core.facts.push(Some(arg.clone()));
    }
    while core.facts.len() < flow.facts.len() {
        core.facts.push(None);
    }
    core.tokens.push(Token { visit: NEW, node: NodeIx(flow.first) });
    Ok(flow)
}

/// Whether the input, once found to fit, can't fail any more: then nothing is copied.
fn is_safe(program: &Program, state: &State, input: &Input) -> bool {
    let Some(flow) = program.flows.get(state.core.flow.index()) else { return false };
    let safe = |to: u16| flow.nodes[usize::from(to)].safe;
    let kind = |visit: u32| state.core.token(visit).map(|t| &flow.nodes[usize::from(t.node.0)].kind);
    match input {
        Input::Start { .. } | Input::RetryAction { .. } | Input::ChildEnded { .. } | Input::Moved { .. } => {
            false
        }
        Input::Cancel { .. } => true,
        Input::Complete { task, .. } => match kind(task.0) {
            Some(Kind::Step { changes, next, .. }) => changes.is_empty() && safe(*next),
            _ => true,
        },
        Input::Answer { task, answer } => match kind(task.0) {
            Some(Kind::Decide { answers, .. }) => {
                answers.get(usize::from(*answer)).is_none_or(|(_, to)| safe(*to))
            }
            _ => true,
        },
        Input::ActionDone { call, .. } => match kind(call.0) {
            Some(Kind::Do { next, .. }) => safe(*next),
            _ => true,
        },
        Input::ActionFailed { call, .. } => match kind(call.0) {
            Some(Kind::Do { failed: Some(failed), .. }) => safe(*failed),
            _ => true,
        },
        Input::Event { event, .. } => {
            let tokens = state.core.tokens.iter().flat_map(|t| &flow.nodes[usize::from(t.node.0)].events);
            let waits = tokens.filter(|e| e.event == *event).all(|e| safe(e.target));
            let stages = state.core.stages.iter().flat_map(|s| &flow.stages[s.index()].interrupts);
            flow.clocks_safe && waits && stages.into_iter().all(|i| safe(i.target))
        }
        Input::TimerFired { timer } => {
            let Some(timer) = state.core.timers.iter().find(|t| t.id == timer.0) else { return true };
            let late = |late: &LateCode| match late {
                LateCode::GoTo(to) => safe(*to),
                LateCode::Tell(..) => false,
            };
            match timer.of {
                TimerFor::Deadline { node, index } => {
                    late(&flow.nodes[usize::from(node.0)].deadlines[usize::from(index)].late)
                }
                TimerFor::Arrow { node, index } => {
                    let mut arrows = flow.nodes[usize::from(node.0)].arrows.iter();
                    arrows.find(|a| a.index == index).is_some_and(|a| safe(a.target))
                }
                TimerFor::Silence { stage, index } => {
                    flow.clocks_safe && safe(flow.stages[stage.index()].interrupts[usize::from(index)].target)
                }
                // To be late changes nothing but what is remembered of the rule.
                TimerFor::Rule { .. } => true,
                TimerFor::StageDeadline { stage, index } => {
                    late(&flow.stages[stage.index()].deadlines[usize::from(index)].late)
                }
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
