//! A case, rebuilt from its journal.

use super::Entry;
use crate::kernel::{Effect, Program, Rejected, State, advance};

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
    pub cause: Rejected,
}

/// Runs a journal from the beginning: the state after it, and the effects of each entry.
pub fn replay<'a>(
    program: &Program,
    entries: impl IntoIterator<Item = &'a Entry>,
) -> Result<(State, Vec<Vec<Effect>>), ReplayError> {
    let mut state = State::new(program);
    let mut all = Vec::new();
    for (position, entry) in entries.into_iter().enumerate() {
        let mut effects = Vec::new();
        advance(program, &mut state, entry.at, &entry.input, &mut effects)
            .map_err(|cause| ReplayError { position, cause })?;
        all.push(effects);
    }
    Ok((state, all))
}
