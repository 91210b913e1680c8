//! What a view of a case needs of its past: the last words said, the rules broken, what failed invocations said.
//!
//! It is worked out from the journal, piece by piece, so that neither memory nor the store's thread is taken up by a long one;
//! and of a long one it is kept, with the state then: the next view goes on from there. A journal never changes but at its end.

use super::edition::Edition;
use super::error::EngineError;
use super::inner::{Inner, JOURNAL_CHUNK, entries, lock};
use super::look::SAID_MAX;
use super::views::{BrokenView, SaidView};
use crate::host::store::{CaseId, CaseRow, EditionId};
use crate::journal::Entry;
use crate::kernel::{CallId, Effect, Input, Passage, State, advance};
use crate::value::Moment;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

/// Of shorter journals nothing is kept: they are quickly read.
const KEPT_FROM: u64 = if cfg!(test) { 3 } else { 512 };

/// Pasts that are kept; beyond that, all are forgotten.
const PASTS_MAX: usize = 64;

/// Pasts of long cases.
#[derive(Default)]
pub(crate) struct Pasts(Mutex<BTreeMap<CaseId, Past>>);

/// What a case's journal tells, up to a position.
#[derive(Clone)]
pub(crate) struct Past {
    /// Entries that are in it.
    position: u64,
    state: State,
    edition: Arc<Edition>,
    said: VecDeque<(Moment, Arc<Edition>, Effect)>,
    broken: Vec<BrokenView>,
    errors: BTreeMap<CallId, String>,
}

/// Why a piece of a journal could not be added.
enum Misfit {
    /// The case began on that edition, not on the one that was tried.
    OtherEdition(EditionId),
    /// Or there is another reason: this.
    Damaged(EngineError),
}

/// A case as a view needs it, all of one moment.
pub(crate) struct Recalled {
    pub(crate) row: CaseRow,
    pub(crate) snapshot: Vec<u8>,
    pub(crate) children: Vec<CaseRow>,
    pub(crate) past: Past,
}

impl Past {
    fn new(edition: Arc<Edition>) -> Self {
        Self {
            position: 0,
            state: State::new(&edition.program),
            edition,
            said: VecDeque::new(),
            broken: Vec::new(),
            errors: BTreeMap::new(),
        }
    }

    /// The last words said.
    pub(crate) fn said(&self, flow: &str) -> Vec<SaidView> {
        let view = |(at, edition, say): &(Moment, Arc<Edition>, Effect)| SaidView {
            at: *at,
            say: edition.effect_view(edition.flow_id(flow), say),
        };
        self.said.iter().map(view).collect()
    }

    /// The rules that were broken, in order.
    pub(crate) fn broken(&self) -> Vec<BrokenView> {
        self.broken.clone()
    }

    /// What was last said of each failed call that is still awaited.
    pub(crate) fn errors(&self) -> &BTreeMap<CallId, String> {
        &self.errors
    }

    fn note(&mut self, at: Moment, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Say { .. } => {
                    if self.said.len() == SAID_MAX {
                        self.said.pop_front();
                    }
                    self.said.push_back((at, Arc::clone(&self.edition), effect));
                }
                Effect::Broken { rule, how, .. } => {
                    let (rule, label) = self.edition.rule(rule);
                    self.broken.push(BrokenView { at, rule, label, how });
                }
                Effect::Incident { call, error, .. } => {
                    self.errors.insert(call, error.to_string());
                }
                _ => {}
            }
        }
    }

    /// Adds entries, which are the next of the journal; `editions` are those that they move to.
    fn learn(
        &mut self,
        case: CaseId,
        entries: &[Entry],
        editions: &BTreeMap<EditionId, Arc<Edition>>,
    ) -> Result<(), Misfit> {
        let damaged = |what: String| Misfit::Damaged(EngineError::Damaged { case, what });
        for entry in entries {
            let misfit = |cause: String, at: u64| damaged(format!("entry number {at} does not fit: {cause}"));
            let mut effects = Vec::new();
            if let Input::Moved { from, to } = entry.input {
                if from != self.edition.id {
                    return Err(Misfit::OtherEdition(from));
                }
                let gone = || damaged("an edition that it ran on is not there".to_owned());
                let new = editions.get(&to).ok_or_else(gone)?;
                let old = &self.edition;
                let passage = Passage::between((&old.book, &old.program), (&new.book, &new.program));
                let carried = passage.carry(&old.program, &new.program, &self.state, entry.at);
                (self.state, effects) = carried.map_err(|e| misfit(e.to_string(), self.position))?;
                self.edition = Arc::clone(new);
            } else {
                advance(&self.edition.program, &mut self.state, entry.at, &entry.input, &mut effects)
                    .map_err(|e| misfit(e.to_string(), self.position))?;
            }
            self.position += 1;
            self.note(entry.at, effects);
        }
        let awaited = self.state.calls(&self.edition.program);
        self.errors.retain(|call, _| awaited.iter().any(|c| c.call == *call));
        Ok(())
    }
}

impl Inner {
    /// A case with what its journal tells.
    pub(crate) async fn recall(&self, id: CaseId) -> Result<Recalled, EngineError> {
        let mut past = lock(&self.pasts.0).get(&id).cloned();
        let mut began_on = None;
        loop {
            let from = past.as_ref().map_or(0, |p| p.position);
            // In one read, so that all of it is of the same moment; the children matter only with the last piece.
            let stored = self.writer.read(move |store| {
                let Some((row, snapshot)) = store.case(id)? else { return Ok(None) };
                let piece = store.journal(id, from, JOURNAL_CHUNK)?;
                let last = from + piece.len() as u64 >= row.inputs;
                let children = if last { store.children(id)? } else { Vec::new() };
                Ok(Some((row, snapshot, children, piece, last)))
            });
            let (row, snapshot, children, piece, last) = stored.await?.ok_or(EngineError::UnknownCase(id))?;
            let mut now = match past.take() {
                Some(past) => past,
                None => Past::new(self.edition(id, began_on.unwrap_or(row.edition)).await?),
            };
            let mut added = self.add(id, &mut now, &piece).await;
            let mut whole = last;
            while added.is_ok() && !whole {
                let from = now.position;
                let piece = self.writer.read(move |store| store.journal(id, from, JOURNAL_CHUNK)).await?;
                if piece.is_empty() && from < row.inputs {
                    let what = format!("its journal ends with {from} of {} entries", row.inputs);
                    return Err(EngineError::Damaged { case: id, what });
                }
                // The last piece is read once more, together with the case.
                whole = piece.len() < JOURNAL_CHUNK;
                if !whole {
                    added = self.add(id, &mut now, &piece).await;
                }
            }
            match added {
                Ok(()) if last && now.position != row.inputs => {
                    let what = format!("its journal has {} entries, not {}", now.position, row.inputs);
                    return Err(EngineError::Damaged { case: id, what });
                }
                Ok(()) if last && now.edition.id == row.edition => {
                    self.keep(id, &now);
                    return Ok(Recalled { row, snapshot, children, past: now });
                }
                Ok(()) if last => {
                    let what = "its journal does not lead to the edition that it runs on".to_owned();
                    return Err(EngineError::Damaged { case: id, what });
                }
                Ok(()) => past = Some(now),
                Err(Misfit::OtherEdition(first)) if began_on.is_none() => began_on = Some(first),
                Err(Misfit::Damaged(error)) if began_on.is_none() => {
                    // Perhaps it began on another edition, and fits that one.
                    let first = self.first_move(id).await?;
                    began_on = Some(first.filter(|first| *first != row.edition).ok_or(error)?);
                }
                Err(Misfit::Damaged(error)) => return Err(error),
                Err(Misfit::OtherEdition(_)) => {
                    let what = "it was moved from an edition that it did not run on".to_owned();
                    return Err(EngineError::Damaged { case: id, what });
                }
            }
        }
    }

    async fn add(&self, id: CaseId, past: &mut Past, bytes: &[Vec<u8>]) -> Result<(), Misfit> {
        let entries = entries(id, bytes).map_err(Misfit::Damaged)?;
        let mut editions = BTreeMap::new();
        for entry in &entries {
            if let Input::Moved { to, .. } = entry.input {
                editions.insert(to, self.edition(id, to).await.map_err(Misfit::Damaged)?);
            }
        }
        past.learn(id, &entries, &editions)
    }

    /// The edition that a case ran on before its first move.
    async fn first_move(&self, id: CaseId) -> Result<Option<EditionId>, EngineError> {
        let mut at = 0;
        loop {
            let piece = self.writer.read(move |store| store.journal(id, at, JOURNAL_CHUNK)).await?;
            let from = entries(id, &piece)?.iter().find_map(|e| match e.input {
                Input::Moved { from, .. } => Some(from),
                _ => None,
            });
            if from.is_some() || piece.is_empty() {
                return Ok(from);
            }
            at += piece.len() as u64;
        }
    }

    fn keep(&self, id: CaseId, past: &Past) {
        if past.position < KEPT_FROM {
            return;
        }
        let mut pasts = lock(&self.pasts.0);
        // A view that began earlier may come later.
        if pasts.get(&id).is_some_and(|kept| kept.position >= past.position) {
            return;
        }
        if pasts.len() >= PASTS_MAX {
            pasts.clear();
        }
        pasts.insert(id, past.clone());
    }
}
