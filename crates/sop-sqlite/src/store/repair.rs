//! Salvage of a damaged store into a new one, case by case: each case that is whole, or can be worked out from its journal. The
//! damaged store isn't touched, and nothing is made up: a case whose inputs are not all there is left out, and that is told.

use super::copy::{self, Draft};
use super::fault::Fault;
use super::image::Image;
use super::mend::{Mended, Work};
use super::salvage::{self, Salvage};
use super::{SqliteStore, write};
use sop_runtime::host::store::{
    Applied, CaseId, CaseRow, Change, EditionId, Store, StoreError, TaskChange, TimerChange,
};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Changes that are written at once.
const BATCH: usize = 1024;

/// What became of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repair {
    /// How many cases are as they were.
    pub kept: u64,
    /// What became of the others of which something was found, by number.
    pub cases: BTreeMap<CaseId, Fate>,
    /// Whether all cases are among them; `None` if that can't be told.
    pub all_seen: Option<bool>,
    /// Whether some effect that waited to be delivered may be lost; `None` if that can't be told.
    pub effects_lost: Option<bool>,
    /// Editions that cases run on and that are lost: an engine that is built with the same book and settings stores them anew.
    pub editions_lost: BTreeSet<EditionId>,
}

impl Repair {
    /// Whether nothing was lost, as far as can be told.
    pub fn is_complete(&self) -> bool {
        self.cases.values().all(|fate| matches!(fate, Fate::Rebuilt(_)))
            && self.all_seen == Some(true)
            && self.effects_lost == Some(false)
            && self.editions_lost.is_empty()
    }
}

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// Its journal is whole; these were worked out from it.
    Rebuilt(BTreeSet<Part>),
    /// These were worked out from its journal, its row among them; so whether the journal had later inputs can't be told.
    Doubtful(BTreeSet<Part>),
    /// It is not in the new store.
    Lost(Loss),
}

/// What can be worked out from a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Part {
    /// Its row: flow, edition, parent, where it stands.
    Row,
    /// The state after the last input.
    State,
    /// Armed timers.
    Timers,
    /// Open tasks.
    Tasks,
    /// Names of requests.
    Requests,
    /// Actions that were under way.
    Actions,
}

/// Why a case is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// Its row, and no other place tells where it comes from: from which book, from which case.
    Row {
        /// Inputs that were found.
        found: u64,
    },
    /// Inputs are missing.
    Journal {
        /// Inputs that were found.
        found: u64,
        /// Inputs that there were.
        written: u64,
    },
    /// The book that it ran on is lost, and other rows of it are, too.
    Book,
    /// Its journal does not fit its book.
    Replay {
        /// What does not fit.
        why: String,
    },
}

/// Salvages the damaged store `from`, which must not be in use, into a new store `to`, which must not be there yet. Meanwhile
/// about as much room as `from` takes is needed beside `to`, in addition to that for `to` itself.
///
/// # Errors
///
/// If nothing of a store is found in `from`, if something lies at `to`, or the file system fails.
pub fn repair(from: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<Repair, StoreError> {
    let (from, to) = (from.as_ref(), to.as_ref());
    let at_to = |fault: Fault| fault.at(to);
    copy::room(to, false).map_err(at_to)?;
    // Both before either is opened: making one looks at those that are there.
    let (draft, _) = Draft::beside(to).map_err(at_to)?;
    let (sorted, _) = Draft::beside(to).map_err(at_to)?;
    let salvage = Image::open(from)
        .and_then(|image| salvage::read(&image, sorted, to.to_owned()))
        .map_err(|fault| fault.at(from))?;
    let mut work = Work::new(&salvage).map_err(at_to)?;
    if work.is_empty().map_err(at_to)? {
        return Err(StoreError::NotAStore { path: from.display().to_string() });
    }
    let repaired = write_all(&salvage, &mut work, &draft).map_err(at_to)?;
    // Before the new store has its name: that its own file is gone is on disk with it.
    salvage.discard().map_err(at_to)?;
    draft.settle(false).and_then(|()| draft.name(to, false)).map_err(at_to)?;
    Ok(repaired)
}

fn write_all(salvage: &Salvage, work: &mut Work<'_>, draft: &Draft) -> Result<Repair, Fault> {
    let mut new = New {
        store: SqliteStore::open(draft.path()).map_err(Fault::Store)?,
        batch: salvage
            .editions
            .iter()
            .map(|(id, content)| Change::Edition(EditionId(*id), content.clone()))
            .collect(),
    };
    let mut repair = Repair::default();
    let mut last = 0;
    while let Some(id) = work.next(last)? {
        last = id;
        let Ok(case) = u64::try_from(id).map(CaseId) else { continue };
        match work.case(id)? {
            None => {}
            Some(Err(loss)) => _ = repair.cases.insert(case, Fate::Lost(loss)),
            Some(Ok(mut mended)) => {
                if !work.knows(mended.row.edition) {
                    repair.editions_lost.insert(mended.row.edition);
                }
                let parts = std::mem::take(&mut mended.parts);
                if parts.contains(&Part::Row) {
                    repair.cases.insert(case, Fate::Doubtful(parts));
                } else if parts.is_empty() {
                    repair.kept = repair.kept.saturating_add(1);
                } else {
                    repair.cases.insert(case, Fate::Rebuilt(parts));
                }
                new.put(mended)?;
            }
        }
    }
    repair.all_seen = work.all_seen();
    repair.effects_lost = work.effects_lost();
    if repair.all_seen == Some(true) {
        // Rows that were worked out are, by their checksums, those that were written.
        for fate in repair.cases.values_mut() {
            if let Fate::Doubtful(parts) = fate {
                *fate = Fate::Rebuilt(std::mem::take(parts));
            }
        }
    }
    let New { mut store, batch } = new;
    store.commit(&batch).map_err(Fault::Store)?;
    // Numbers of lost cases are not given to new ones.
    write::last_case(&mut store.conn, work.last_case(last))?;
    store.close().map_err(Fault::Store)?;
    Ok(repair)
}

/// The new store, and what is to be written next.
struct New {
    store: SqliteStore,
    batch: Vec<Change>,
}

impl New {
    /// A case as its inputs, one after the other; all that stands at the end comes with the last.
    fn put(&mut self, mended: Mended) -> Result<(), Fault> {
        let Mended { row, entries, names, state, timers, tasks, mut outbox, .. } = mended;
        let mut state = Some(state);
        let last = row.inputs.saturating_sub(1);
        for ((entry, request), position) in entries.into_iter().zip(names).zip(0_u64..) {
            let ends = position == last;
            let effects = outbox.extract_if((position, 0)..=(position, u16::MAX), |_, _| true);
            let timers = timers.iter().filter(|_| ends);
            let tasks = tasks.iter().filter(|_| ends);
            self.batch.push(Change::Applied(Box::new(Applied {
                row: CaseRow { inputs: position.saturating_add(1), ..row.clone() },
                entry,
                snapshot: if ends { state.take().unwrap_or_default() } else { Vec::new() },
                request,
                outbox: effects.map(|((_, index), effect)| (index, effect)).collect(),
                timers: timers.map(|(timer, due)| TimerChange::Arm(*timer, *due)).collect(),
                tasks: tasks.map(|t| TaskChange::Open(t.task, t.node, t.lane)).collect(),
            })));
            if self.batch.len() >= BATCH {
                self.store.commit(&self.batch).map_err(Fault::Store)?;
                self.batch.clear();
                // No case comes again.
                self.store.known.forget();
            }
        }
        Ok(())
    }
}
