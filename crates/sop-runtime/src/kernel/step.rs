//! One input after the other.

use super::effect::Effect;
use super::input::Input;
use super::program::Program;
use super::reject::Rejected;
use super::state::State;
use crate::value::Moment;

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
/// # Errors
///
/// [`Rejected`] if the input doesn't fit; then `state` and `effects` are exactly as before.
pub fn advance(
    _program: &Program,
    _state: &mut State,
    _at: Moment,
    _input: &Input,
    _effects: &mut Vec<Effect>,
) -> Result<(), Rejected> {
    Err(Rejected::NotStarted)
}
