//! Salvage of a damaged store into a new one: each case that is whole, or can be worked out from its journal. The damaged
//! store isn't touched, and nothing is made up: a case whose inputs are not all there is left out, and that is told.

use super::copy::{self, Draft};
use super::fault::Fault;
use super::image::Image;
use super::salvage::{self, Found, Salvage, Sums};
use super::totals::{Sum, Totals};
use super::{SqliteStore, write};
use sop_runtime::Moment;
use sop_runtime::engine::rebuild::{Rebuilder, is_invocation, request_of};
use sop_runtime::host::store::{
    Applied, CaseId, CaseRow, Change, EditionId, Store, StoreError, StoredTask, TaskChange, TimerChange,
};
use sop_runtime::kernel::TimerId;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Changes that are written at once.
const BATCH: usize = 1024;

/// What became of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repair {
    /// What became of each case of which something was found, by number.
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
        let lost = |fate: &Fate| matches!(fate, Fate::Lost(_));
        !self.cases.values().any(lost)
            && self.all_seen == Some(true)
            && self.effects_lost == Some(false)
            && self.editions_lost.is_empty()
    }
}

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// It is as it was.
    Kept,
    /// Its journal is whole; these were worked out from it.
    Rebuilt(BTreeSet<Part>),
    /// It is not in the new store.
    Lost(Loss),
}

/// What can be worked out from a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Part {
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
    /// Its row: what it ran on and how many inputs it had is not known.
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

/// Salvages the damaged store `from`, which must not be in use, into a new store `to`, which must not be there yet.
///
/// # Errors
///
/// If nothing of a store is found in `from`, if something lies at `to`, or the file system fails.
pub fn repair(from: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<Repair, StoreError> {
    let (from, to) = (from.as_ref(), to.as_ref());
    copy::room(to, false).map_err(|fault| fault.at(to))?;
    let salvage = Image::open(from)
        .and_then(|image| salvage::read(&image))
        .and_then(|found| {
            let nothing = || Fault::Store(StoreError::NotAStore { path: from.display().to_string() });
            if found.is_empty() { Err(nothing()) } else { Ok(found) }
        })
        .map_err(|fault| fault.at(from))?;
    write_all(&salvage, to).map_err(|fault| fault.at(to))
}

fn write_all(salvage: &Salvage, to: &Path) -> Result<Repair, Fault> {
    let (draft, file) = Draft::beside(to)?;
    drop(file);
    let mut store = SqliteStore::open(draft.path()).map_err(Fault::Store)?;
    let work = Work::new(salvage);
    let mut repair = Repair { all_seen: work.all_seen(), ..Repair::default() };
    let mut batch: Vec<Change> = salvage
        .editions
        .iter()
        .map(|(id, content)| Change::Edition(EditionId(*id), content.clone()))
        .collect();
    for id in work.ids() {
        let fate = match work.case(id) {
            Ok((parts, row, changes)) => {
                if !work.rebuilder.knows(row.edition) {
                    repair.editions_lost.insert(row.edition);
                }
                batch.extend(changes);
                if parts.is_empty() { Fate::Kept } else { Fate::Rebuilt(parts) }
            }
            Err(loss) => Fate::Lost(loss),
        };
        if let Ok(case) = u64::try_from(id) {
            repair.cases.insert(CaseId(case), fate);
        }
        if batch.len() >= BATCH {
            store.commit(&batch).map_err(Fault::Store)?;
            batch.clear();
        }
    }
    repair.effects_lost = work.effects_lost();
    store.commit(&batch).map_err(Fault::Store)?;
    // Numbers of lost cases are not given to new ones.
    write::last_case(&mut store.conn, work.last_case())?;
    store.close().map_err(Fault::Store)?;
    draft.settle(false)?;
    draft.name(to, false)?;
    Ok(repair)
}

/// What was found, ready to be put together.
struct Work<'s> {
    salvage: &'s Salvage,
    rebuilder: Rebuilder,
}

type Timers = BTreeMap<TimerId, Moment>;
type Tasks = Vec<StoredTask>;

impl<'s> Work<'s> {
    fn new(salvage: &'s Salvage) -> Self {
        let mut rebuilder = Rebuilder::default();
        for (id, content) in &salvage.editions {
            if let Err(error) = rebuilder.edition(EditionId(*id), content) {
                tracing::warn!(error, "an edition can't be read by this release");
            }
        }
        Self { salvage, rebuilder }
    }

    /// Cases of which something was found.
    fn ids(&self) -> BTreeSet<i64> {
        self.salvage.cases.keys().chain(self.salvage.journal.keys()).copied().collect()
    }

    /// The highest number that was ever given, as far as can be told.
    fn last_case(&self) -> i64 {
        let told = self.salvage.totals.map_or(0, |totals| totals.last_case);
        self.ids().last().copied().unwrap_or(0).max(told)
    }

    fn all_seen(&self) -> Option<bool> {
        let tables = &self.salvage.tables;
        Some(self.salvage.totals?.cases == tables.cases && tables.waiting?)
    }

    fn effects_lost(&self) -> Option<bool> {
        Some(!self.complete(|totals| totals.outbox, |tables| tables.outbox)?)
    }

    /// Whether all rows of a table were found, and all changes that waited to be brought into it.
    fn complete(&self, written: impl Fn(&Totals) -> Sum, found: impl Fn(&Sums) -> Sum) -> Option<bool> {
        let tables = &self.salvage.tables;
        Some(written(self.salvage.totals.as_ref()?) == found(tables) && tables.waiting?)
    }

    /// A case's rows for the new store; which of them had to be worked out.
    fn case(&self, id: i64) -> Result<(BTreeSet<Part>, CaseRow, Vec<Change>), Loss> {
        let none = BTreeMap::new();
        let found = self.salvage.journal.get(&id).unwrap_or(&none);
        let entries: Vec<Vec<u8>> = found.values().cloned().collect();
        let count = entries.len() as u64;
        let Some(Found { record, snapshot }) = self.salvage.cases.get(&id) else {
            return Err(Loss::Row { found: count });
        };
        let written = record.row.inputs;
        let in_turn = found.keys().zip(0_i64..).all(|(position, turn)| *position == turn);
        if count > written {
            // An older row than the journal: the last one is lost.
            return Err(Loss::Row { found: count });
        }
        if count < written || !in_turn {
            return Err(Loss::Journal { found: count, written });
        }
        let names: Vec<Option<String>> = entries
            .iter()
            .map(|entry| request_of(entry))
            .collect::<Option<_>>()
            .ok_or_else(|| Loss::Replay { why: "an entry can't be read".to_owned() })?;
        let (timers, tasks) = self.waiting(id);
        let mut outbox = self.outbox(id);
        let mut parts = BTreeSet::new();
        let (row, state, timers, tasks) = if self.rebuilder.knows(record.row.edition) {
            let why = |why| Loss::Replay { why };
            let new = self.rebuilder.case(&record.row, &entries).map_err(why)?;
            if new.row != record.row {
                return Err(why("what its journal comes to is not what its row says".to_owned()));
            }
            let new_tasks: Tasks = new.tasks.into_values().collect();
            let mut differs = |part, differs: bool| parts.extend(differs.then_some(part));
            differs(Part::State, snapshot.is_none());
            differs(Part::Timers, timers != new.timers);
            differs(Part::Tasks, tasks != new_tasks);
            // Actions by the journal, all else as it was found.
            let old: BTreeMap<_, _> =
                outbox.extract_if(.., |_, effect| is_invocation(effect) == Some(true)).collect();
            differs(Part::Actions, !old.keys().eq(new.calls.keys()));
            for (key, effect) in new.calls {
                outbox.insert(key, old.get(&key).cloned().unwrap_or(effect));
            }
            (new.row, snapshot.clone().unwrap_or(new.snapshot), new.timers, new_tasks)
        } else {
            // Nothing can be worked out: all must be there.
            let state = snapshot.clone().filter(|_| self.rest_is_there());
            (record.row.clone(), state.ok_or(Loss::Book)?, timers, tasks)
        };
        let requests = self.salvage.requests.iter().filter(|(owner, _)| *owner == id).count();
        if requests != names.iter().flatten().count() {
            parts.insert(Part::Requests);
        }
        let changes = changes(&row, entries, names, state, &timers, &tasks, outbox);
        Ok((parts, row, changes))
    }

    /// Whether all timers, tasks and effects were found.
    fn rest_is_there(&self) -> bool {
        self.complete(|totals| totals.timers, |tables| tables.timers) == Some(true)
            && self.complete(|totals| totals.tasks, |tables| tables.tasks) == Some(true)
            && self.effects_lost() == Some(false)
    }

    /// A case's timers and tasks as they were found.
    fn waiting(&self, id: i64) -> (Timers, Tasks) {
        use sop_runtime::kernel::TaskId;
        let Salvage { timers, tasks, .. } = self.salvage;
        let case = CaseId(id.cast_unsigned());
        let timers = timers.range((id, TimerId(0))..=(id, TimerId(u32::MAX)));
        let tasks = tasks.range((id, TaskId(0))..=(id, TaskId(u32::MAX)));
        (
            timers.map(|((_, timer), (due, _))| (*timer, *due)).collect(),
            tasks
                .map(|((_, task), ((node, lane), _))| StoredTask {
                    case,
                    task: *task,
                    node: *node,
                    lane: *lane,
                })
                .collect(),
        )
    }

    /// A case's effects that wait, by input and position.
    fn outbox(&self, id: i64) -> BTreeMap<(u64, u16), Vec<u8>> {
        let found = self.salvage.outbox.range((id, 0, 0)..=(id, i64::MAX, u16::MAX));
        found
            .map(|((_, input, number), (effect, _))| ((input.cast_unsigned(), *number), effect.clone()))
            .collect()
    }
}

/// A case as its inputs, one after the other; all that stands at the end comes with the last.
fn changes(
    row: &CaseRow,
    entries: Vec<Vec<u8>>,
    names: Vec<Option<String>>,
    state: Vec<u8>,
    timers: &Timers,
    tasks: &Tasks,
    mut outbox: BTreeMap<(u64, u16), Vec<u8>>,
) -> Vec<Change> {
    let mut state = Some(state);
    let last = row.inputs.saturating_sub(1);
    let each = entries.into_iter().zip(names).zip(0_u64..).map(|((entry, request), position)| {
        let ends = position == last;
        let effects = outbox.extract_if((position, 0)..=(position, u16::MAX), |_, _| true);
        Applied {
            row: CaseRow { inputs: position.saturating_add(1), ..row.clone() },
            entry,
            snapshot: if ends { state.take().unwrap_or_default() } else { Vec::new() },
            request,
            outbox: effects.map(|((_, index), effect)| (index, effect)).collect(),
            timers: timers.iter().filter(|_| ends).map(|(t, due)| TimerChange::Arm(*t, *due)).collect(),
            tasks: tasks.iter().filter(|_| ends).map(|t| TaskChange::Open(t.task, t.node, t.lane)).collect(),
        }
    });
    each.map(|applied| Change::Applied(Box::new(applied))).collect()
}
