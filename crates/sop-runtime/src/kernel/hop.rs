//! The straight way from one task to the next, or to an end: what most inputs do, without looking at all that could be. Everything else, and every
//! input that doesn't fit, takes the long way; both do the same.

use super::effect::Effect;
use super::input::{Input, NodeIx};
use super::program::{Kind, Program};
use super::reject::Rejected;
use super::run::{Run, put, typed};
use super::state::{Core, Token};
use super::trace::Way;
use crate::value::{Moment, Value};
use smallvec::SmallVec;
use sop_core::model::EventId;

/// Takes the straight way, if the input has one; `false`: nothing was done. The input must be in time, the case open.
pub(super) fn take(
    program: &Program,
    core: &mut Core,
    at: Moment,
    input: &Input,
    effects: &mut Vec<Effect>,
) -> Result<bool, Rejected> {
    let (task, answer) = match input {
        Input::Complete { task, .. } => (*task, None),
        Input::Answer { task, answer } => (*task, Some(*answer)),
        Input::Event { event, data } => return heard(program, core, at, *event, data, effects),
        _ => return Ok(false),
    };
    // A state that has begun names a flow of its program.
    let flow = &program.flows[core.flow.index()];
    let [token] = *core.tokens.as_slice() else { return Ok(false) };
    let node = &flow.nodes[usize::from(token.node.0)];
    let Some(Some(hop)) = node.hops.get(usize::from(answer.unwrap_or(0))) else { return Ok(false) };
    if token.visit != task.0 {
        return Ok(false);
    }
    let mut run = Run { program, flow, core, at, effects, trace: None, moves: SmallVec::new() };
    match (&node.kind, input) {
        (Kind::Step { fills, .. }, Input::Complete { filled, .. }) => {
            if !(fills.is_empty() && filled.is_empty()) {
                if run.check_filled(fills, filled).is_err() {
                    return Ok(false);
                }
                run.fill(filled);
            }
        }
        (Kind::Decide { fact, answers }, Input::Answer { answer, .. }) => {
            let Some((value, _)) = answers.get(usize::from(*answer)) else { return Ok(false) };
            if let Some(fact) = fact {
                run.core.facts[fact.index()] = Some(value.clone());
            }
        }
        _ => return Ok(false),
    }
    let quiet = hop.quiet.as_ref().is_some_and(|quiet| run.core.marks.pass(quiet));
    put(run.effects, || Effect::Withdraw { task, done: true });
    if !quiet {
        run.see_left(token.node, answer.map_or(Way::Next, Way::Answer));
    }
    let there = &flow.nodes[usize::from(hop.to)];
    if !hop.stays {
        run.leave_stages(token.visit, &node.stages, &there.stages);
        run.enter_stages(&there.stages)?;
    }
    let visit = if there.rests() { run.core.draw() } else { token.visit };
    let here = Token { visit, node: NodeIx(hop.to) };
    run.core.tokens[0] = here;
    if !quiet {
        run.see_begun(here.node);
    }
    if !there.says.is_empty() {
        run.speak(hop.to, there)?;
    }
    if there.is_task() {
        run.assign(here, there)?;
    } else {
        run.begin(here, there)?;
    }
    run.core.trim();
    run.core.last = at;
    Ok(true)
}

/// An event that nobody waits for and that interrupts nothing: it winds idle clocks back.
fn heard(
    program: &Program,
    core: &mut Core,
    at: Moment,
    event: EventId,
    data: &[Value],
    effects: &mut Vec<Effect>,
) -> Result<bool, Rejected> {
    let flow = &program.flows[core.flow.index()];
    let Some(code) = program.events.get(event.index()) else { return Ok(false) };
    let nobody = |token: &Token| flow.nodes[usize::from(token.node.0)].events.is_empty();
    let straight = code.breaks_silence
        && flow.clocks_safe
        && flow.interrupting.binary_search(&event).is_err()
        && core.tokens.iter().all(nobody)
        && core.stages.iter().any(|stage| !flow.stages[stage.index()].clocks.is_empty());
    if !straight || typed(data, code.carries.iter()).is_err() {
        return Ok(false);
    }
    Run { program, flow, core, at, effects, trace: None, moves: SmallVec::new() }.wind_all()?;
    core.last = at;
    Ok(true)
}
