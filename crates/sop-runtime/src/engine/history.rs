//! A case's whole journal, worked out anew: each entry with the edition that the case ran on.

use super::edition::Edition;
use super::error::EngineError;
use super::inner::Inner;
use crate::host::store::{CaseId, EditionId};
use crate::journal::{self, Entry};
use crate::kernel::{Effect, Input, State};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a journal tells.
pub(crate) struct History {
    /// Where the case stands after it.
    pub(crate) state: State,
    /// By entry.
    pub(crate) steps: Vec<HistoryStep>,
}

/// What one entry came to.
pub(crate) struct HistoryStep {
    /// The edition before it: the numbers in the input are that one's.
    pub(crate) before: Arc<Edition>,
    /// The edition after it: the numbers in the effects are that one's.
    pub(crate) after: Arc<Edition>,
    pub(crate) effects: Vec<Effect>,
    /// The state after a move.
    pub(crate) moved: Option<Box<State>>,
}

impl Inner {
    /// Runs a case's journal again.
    pub(crate) async fn history(
        &self,
        case: CaseId,
        current: EditionId,
        entries: &[Entry],
    ) -> Result<History, EngineError> {
        let damaged = |what: String| EngineError::Damaged { case, what };
        let first = journal::first_edition(current, entries);
        let mut editions: BTreeMap<EditionId, Arc<Edition>> = BTreeMap::new();
        let moves = entries.iter().filter_map(|e| match e.input {
            Input::Moved { to, .. } => Some(to),
            _ => None,
        });
        for id in [first, current].into_iter().chain(moves) {
            if let std::collections::btree_map::Entry::Vacant(entry) = editions.entry(id) {
                entry.insert(self.edition(case, id).await?);
            }
        }
        let find = |id: EditionId| editions.get(&id).map(|e| (&e.book, &e.program));
        let replayed = journal::replay_moved(current, find, entries).map_err(|e| damaged(e.to_string()))?;
        let (state, all) = replayed;
        let edition = |id: EditionId| {
            let gone = || damaged("an edition that it ran on is not there".to_owned());
            editions.get(&id).cloned().ok_or_else(gone)
        };
        let mut before = edition(first)?;
        let mut steps = Vec::with_capacity(all.len());
        for journal::Replayed { edition: id, effects, moved } in all {
            let after = edition(id)?;
            steps.push(HistoryStep { before, after: Arc::clone(&after), effects, moved });
            before = after;
        }
        Ok(History { state, steps })
    }
}
