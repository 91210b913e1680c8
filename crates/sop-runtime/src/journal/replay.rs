//! A case, rebuilt from its journal; also over moves from one edition to another.

use super::Entry;
use crate::host::store::EditionId;
use crate::kernel::{Effect, Input, Passage, Program, Rejected, State, Stranded, advance};
use sop_core::model::Book;

/// The entry that the program does not take.
///
/// A journal holds accepted inputs only; so either the program is not the one that accepted them, or the journal is not whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry number {position} does not fit: {cause}")]
pub struct ReplayError {
    /// Its position, from 0.
    pub position: usize,
    /// Why it doesn't fit.
    #[source]
    pub cause: ReplayCause,
}

/// Why an entry doesn't fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayCause {
    /// The case does not take the input.
    #[error(transparent)]
    Rejected(#[from] Rejected),
    /// The case could not have been moved.
    #[error("the case can't be moved: {0}")]
    Stranded(#[from] Stranded),
    /// The case was moved from or to an edition that is not there.
    #[error("an edition that it was moved from or to is not there")]
    NoEdition,
}

/// Runs a journal from the beginning: the state after it, and the effects of each entry. Of one edition: a move does not fit.
pub fn replay<'a>(
    program: &Program,
    entries: impl IntoIterator<Item = &'a Entry>,
) -> Result<(State, Vec<Vec<Effect>>), ReplayError> {
    let mut state = State::new(program);
    let mut all = Vec::new();
    for (position, entry) in entries.into_iter().enumerate() {
        let mut effects = Vec::new();
        advance(program, &mut state, entry.at, &entry.input, &mut effects)
            .map_err(|cause| ReplayError { position, cause: cause.into() })?;
        all.push(effects);
    }
    Ok((state, all))
}

/// What one entry of a journal came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// The edition that the case ran on after it; the effects are in that edition's numbers.
    pub edition: EditionId,
    /// Its effects.
    pub effects: Vec<Effect>,
    /// The state after it, if it was a move.
    pub moved: Option<Box<State>>,
}

/// The edition on which a case began that runs on `current` now.
pub fn first_edition(current: EditionId, entries: &[Entry]) -> EditionId {
    let from = entries.iter().find_map(|e| match e.input {
        Input::Moved { from, .. } => Some(from),
        _ => None,
    });
    from.unwrap_or(current)
}

/// [`replay`] over moves: `edition` gives the book and the program of each edition that the case ran on.
pub fn replay_moved<'e>(
    current: EditionId,
    edition: impl Fn(EditionId) -> Option<(&'e Book, &'e Program)>,
    entries: &[Entry],
) -> Result<(State, Vec<Replayed>), ReplayError> {
    let missing = |position| ReplayError { position, cause: ReplayCause::NoEdition };
    let mut id = first_edition(current, entries);
    let mut on = edition(id).ok_or_else(|| missing(0))?;
    let mut state = State::new(on.1);
    let mut all = Vec::with_capacity(entries.len());
    for (position, entry) in entries.iter().enumerate() {
        let mut effects = Vec::new();
        let mut moved = None;
        if let Input::Moved { from, to } = entry.input {
            let new = edition(to).filter(|_| from == id).ok_or_else(|| missing(position))?;
            let carried = Passage::between(on, new).carry(on.1, new.1, &state, entry.at);
            (state, effects) = carried.map_err(|e| ReplayError { position, cause: e.into() })?;
            (id, on) = (to, new);
            moved = Some(Box::new(state.clone()));
        } else {
            advance(on.1, &mut state, entry.at, &entry.input, &mut effects)
                .map_err(|e| ReplayError { position, cause: e.into() })?;
        }
        all.push(Replayed { edition: id, effects, moved });
    }
    if id == current { Ok((state, all)) } else { Err(missing(entries.len())) }
}
