//! A case's derived rows, worked out anew from its journal: for salvaging a damaged store. The journal is the truth; what
//! it doesn't tell is not made up.

use super::apply;
use super::edition::Edition;
use super::outgoing::Outgoing;
use crate::host::store::{CaseId, CaseRow, EditionId, StoredTask, TaskChange, TimerChange};
use crate::journal::{self, Entry, Origin};
use crate::kernel::{CallId, Effect, Input, State, TaskId, TimerId};
use crate::value::Moment;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Editions that a store holds, to replay by.
#[derive(Debug, Default)]
pub struct Rebuilder {
    editions: BTreeMap<EditionId, Arc<Edition>>,
}

/// What a case's journal comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rebuilt {
    /// The row.
    pub row: CaseRow,
    /// The state after the last entry.
    pub snapshot: Vec<u8>,
    /// Armed timers, as a store has them: the moments at which they fall due at the earliest.
    pub timers: BTreeMap<TimerId, Moment>,
    /// The moments at which they do, by the state: later ones, if they were wound back.
    pub due: BTreeMap<TimerId, Moment>,
    /// Open tasks.
    pub tasks: BTreeMap<TaskId, StoredTask>,
    /// Invocations that nobody has answered yet: position of the input, of the effect, and the effect for the outbox.
    pub calls: BTreeMap<(u64, u16), Vec<u8>>,
}

impl Rebuilt {
    /// Whether timers that a store has do as well as those here: the same ones, none of which fires too late. One that fires too
    /// early looks at the case.
    pub fn are_armed(&self, stored: &BTreeMap<TimerId, Moment>) -> bool {
        stored.len() == self.due.len()
            && stored.iter().zip(&self.due).all(|((stored, at), (timer, due))| stored == timer && at <= due)
    }

    /// Whether that is the state, whatever release wrote it.
    pub fn is_state(&self, by: &Rebuilder, snapshot: &[u8]) -> bool {
        let program = by.editions.get(&self.row.edition).map(|edition| &edition.program);
        snapshot == self.snapshot
            || program.is_some_and(|program| {
                let state = |bytes| State::decode(bytes, program).ok();
                state(snapshot).is_some_and(|old| Some(old) == state(&self.snapshot))
            })
    }
}

/// The client's name for the input in a journal's entry; `None` if the entry can't be read.
pub fn request_of(entry: &[u8]) -> Option<Option<String>> {
    journal::decode(entry).ok().map(|entry| entry.request)
}

/// Where a case comes from, if its first entry tells that: those of earlier releases don't.
pub fn origin_of(first: &[u8]) -> Option<Origin> {
    journal::decode_first(first).ok()?.0
}

/// The edition on which a case began, by its journal and an edition on which it ran at some time.
pub fn began_on(ran_on: EditionId, journal: &[Vec<u8>]) -> EditionId {
    moves(journal).next().map_or(ran_on, |(from, _)| from)
}

/// The edition on which a case runs, by its journal and the edition on which it began.
pub fn runs_on(began_on: EditionId, journal: &[Vec<u8>]) -> EditionId {
    moves(journal).last().map_or(began_on, |(_, to)| to)
}

fn moves(journal: &[Vec<u8>]) -> impl Iterator<Item = (EditionId, EditionId)> {
    journal.iter().filter_map(|entry| match journal::decode(entry).ok()?.input {
        Input::Moved { from, to } => Some((from, to)),
        _ => None,
    })
}

/// Whether an effect of an outbox is an invocation; `None` if it can't be read.
pub fn is_invocation(effect: &[u8]) -> Option<bool> {
    Outgoing::decode(effect).ok().map(|outgoing| matches!(outgoing.effect, Effect::Invoke { .. }))
}

impl Rebuilder {
    /// Takes an edition as it is stored; tells what is wrong with it otherwise.
    pub fn edition(&mut self, id: EditionId, bytes: &[u8]) -> Result<(), String> {
        let edition = Edition::decode(id, bytes, &BTreeSet::new())?;
        self.editions.insert(id, Arc::new(edition));
        Ok(())
    }

    /// Whether an edition is known.
    pub fn knows(&self, id: EditionId) -> bool {
        self.editions.contains_key(&id)
    }

    /// All of them.
    pub fn editions(&self) -> impl Iterator<Item = EditionId> {
        self.editions.keys().copied()
    }

    /// Replays a whole journal of a case that began on that edition.
    pub fn case(&self, id: CaseId, origin: Origin, journal: &[Vec<u8>]) -> Result<Rebuilt, String> {
        let entries: Vec<Entry> = journal
            .iter()
            .map(|entry| journal::decode(entry))
            .collect::<Result<_, _>>()
            .map_err(|e| e.to_string())?;
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
            return Err("its journal is empty".to_owned());
        };
        let runs_on = runs_on(origin.edition, journal);
        let gone = || "the book that it runs on is not there".to_owned();
        if journal::first_edition(runs_on, &entries) != origin.edition {
            return Err("it was moved from another book than it began on".to_owned());
        }
        let find = |id: EditionId| self.editions.get(&id).map(|e| (&e.book, &e.program));
        let (state, steps) =
            journal::replay_moved(runs_on, find, &entries).map_err(|error| error.to_string())?;
        let edition = self.editions.get(&runs_on).ok_or_else(gone)?;
        let flow = state.flow().and_then(|flow| edition.flow(flow)).ok_or_else(gone)?;
        let row = CaseRow {
            id,
            flow: flow.name.clone(),
            edition: runs_on,
            parent: origin.parent,
            status: apply::status(edition, &state),
            began: first.at,
            last: last.at,
            inputs: entries.len() as u64,
        };
        let mut kept = Kept::default();
        for ((position, entry), step) in (0_u64..).zip(&entries).zip(&steps) {
            let moved = step.moved.as_deref().zip(self.editions.get(&step.edition));
            let tasks = moved.map(|(state, edition)| apply::open_tasks(edition, state));
            kept.step(position, entry, step, tasks.unwrap_or_default());
        }
        let Kept { timers, tasks, calls } = kept;
        let case = id;
        let due = state.timers().iter().map(|armed| (armed.timer, armed.due)).collect();
        let tasks =
            tasks.into_iter().map(|(task, (node, lane))| (task, StoredTask { case, task, node, lane }));
        let (tasks, calls) = (tasks.collect(), calls.into_values().collect());
        Ok(Rebuilt { row, snapshot: state.encode(), timers, due, tasks, calls })
    }
}

/// What stands after some entries.
#[derive(Default)]
struct Kept {
    timers: BTreeMap<TimerId, Moment>,
    tasks: BTreeMap<TaskId, (u16, Option<u16>)>,
    calls: BTreeMap<CallId, ((u64, u16), Vec<u8>)>,
}

impl Kept {
    fn step(&mut self, position: u64, entry: &Entry, step: &journal::Replayed, moved: Vec<TaskChange>) {
        if let Input::ActionDone { call, .. } | Input::ActionFailed { call, .. } = &entry.input {
            self.calls.remove(call);
        }
        let (timers, tasks) = apply::changes(&entry.input, moved, &step.effects);
        for change in timers {
            match change {
                TimerChange::Arm(timer, due) => drop(self.timers.insert(timer, due)),
                TimerChange::Disarm(timer) => drop(self.timers.remove(&timer)),
            }
        }
        for change in tasks {
            match change {
                TaskChange::Open(task, node, lane) => drop(self.tasks.insert(task, (node, lane))),
                TaskChange::Close(task) => drop(self.tasks.remove(&task)),
            }
        }
        for (index, effect) in (0_u16..).zip(&step.effects) {
            match effect {
                Effect::Invoke { call, .. } => {
                    let (edition, effect) = (Some(step.edition), effect.clone());
                    let bytes = Outgoing { edition, at: entry.at, effect }.encode();
                    self.calls.insert(*call, ((position, index), bytes));
                }
                Effect::Abandon { call } => drop(self.calls.remove(call)),
                _ => {}
            }
        }
    }
}
