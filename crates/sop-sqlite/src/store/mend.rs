//! One case of a damaged store, put together from what was found of it and what its journal comes to.
//!
//! A row that is lost is worked out, too: its journal tells the inputs, its first entry where it comes from; in stores that were
//! written before first entries told that, an older copy of the row does. Whether the journal had later inputs its row would have
//! told. In its stead the totals do, if they are whole: they hold the sum of the checksums of all rows, so a row is what was
//! written if it makes the sum right.

use super::fault::Fault;
use super::read::{all, one};
use super::repair::{Loss, Part};
use super::rows::{self, CASE_COLUMNS, CaseColumns, CaseRecord};
use super::salvage::{Salvage, Sums};
use super::totals::{Sum, Totals};
use sop_runtime::Moment;
use sop_runtime::engine::rebuild::{
    Rebuilder, Rebuilt, began_on, is_invocation, origin_of, request_of, runs_on,
};
use sop_runtime::host::store::{CaseId, CaseRow, EditionId, StoredTask};
use sop_runtime::journal::Origin;
use sop_runtime::kernel::{TaskId, TimerId};
use std::collections::{BTreeMap, BTreeSet};

type Timers = BTreeMap<TimerId, Moment>;
type Tasks = Vec<StoredTask>;
/// By input and position.
type Effects = BTreeMap<(u64, u16), Vec<u8>>;

/// A case for the new store.
#[derive(Debug)]
pub(super) struct Mended {
    /// Which of it had to be worked out.
    pub(super) parts: BTreeSet<Part>,
    pub(super) row: CaseRow,
    pub(super) entries: Vec<Vec<u8>>,
    pub(super) names: Vec<Option<String>>,
    pub(super) state: Vec<u8>,
    pub(super) timers: Timers,
    pub(super) tasks: Tasks,
    pub(super) outbox: Effects,
}

/// A case's row as it was found.
struct Found {
    record: CaseRecord,
    /// Its state, if that is whole.
    snapshot: Option<Vec<u8>>,
}

/// A case's row in the table, before what waited: what the journal says of it, and what was found.
struct Stand {
    /// How many inputs it counted, by the journal.
    inputs: u64,
    /// The latest copy that was found: how many it counts, and its checksum.
    found: Option<(u64, i64)>,
}

impl Stand {
    fn is_last(&self) -> bool {
        self.found.map_or(0, |(inputs, _)| inputs) >= self.inputs
    }
}

/// Putting cases together.
pub(super) struct Work<'s> {
    salvage: &'s Salvage,
    rebuilder: Rebuilder,
    /// Rows of cases as they were last in the table: found there, or worked out.
    rows: Sum,
    /// Whether all of these were found: then there was no input beyond what they count.
    all_found: bool,
    /// If a single row is lost: whose, and its checksum.
    lone: Option<(i64, i64)>,
}

impl<'s> Work<'s> {
    pub(super) fn new(salvage: &'s Salvage) -> Result<Self, Fault> {
        let mut rebuilder = Rebuilder::default();
        for (id, content) in &salvage.editions {
            if let Err(error) = rebuilder.edition(EditionId(*id), content) {
                tracing::warn!(error, "an edition can't be read by this release");
            }
        }
        let mut work = Self { salvage, rebuilder, rows: Sum::default(), all_found: false, lone: None };
        work.look()?;
        Ok(work)
    }

    /// Which rows were found as they were last.
    fn look(&mut self) -> Result<(), Fault> {
        let (mut found, mut lost, mut last) = (Sum::default(), Vec::new(), 0);
        while let Some(id) = self.next(last)? {
            last = id;
            let count = "SELECT count(*) FROM journal WHERE owner = ?1";
            let count = one(&self.salvage.conn, count, [id], |row| Ok(rows::unsigned(row, 0)?))?.unwrap_or(0);
            let stand = self.stand(id, count)?;
            if let Some((_, crc)) = stand.found {
                found.add(crc);
            }
            match stand.found {
                Some((_, crc)) if stand.is_last() => self.rows.add(crc),
                None if stand.is_last() => {}
                // More than one is no single one.
                _ => lost = vec![id; (lost.len() + 1).min(2)],
            }
        }
        let Some(totals) = self.salvage.totals else { return Ok(()) };
        self.all_found = totals.cases == found && self.salvage.tables.waiting == Some(true);
        if self.all_found {
            self.rows = found;
        } else if let [id] = lost[..] {
            self.lone = totals.cases.one_more(self.rows).map(|crc| (id, crc));
        }
        Ok(())
    }

    fn stand(&self, id: i64, count: u64) -> Result<Stand, Fault> {
        let conn = &self.salvage.conn;
        let pair = |inputs: Option<u64>, crc: Option<i64>| inputs.zip(crc);
        let sql = "SELECT position, inputs, crc FROM waiting WHERE id = ?1";
        let waits = one(conn, sql, [id], |row| {
            Ok(Stand {
                inputs: rows::unsigned(row, 0)?,
                found: pair(rows::maybe_unsigned(row, 1)?, row.get(2)?),
            })
        })?;
        if let Some(waits) = waits {
            return Ok(waits);
        }
        let sql = "SELECT inputs, crc FROM cases WHERE id = ?1";
        let found = one(conn, sql, [id], |row| Ok(pair(rows::maybe_unsigned(row, 0)?, row.get(1)?)))?;
        Ok(Stand { inputs: count, found: found.flatten() })
    }

    /// The first case behind one of which something was found.
    pub(super) fn next(&self, after: i64) -> Result<Option<i64>, Fault> {
        let sql = "SELECT min(id) FROM (SELECT min(id) AS id FROM cases WHERE id > ?1 \
                   UNION ALL SELECT min(owner) FROM journal WHERE owner > ?1)";
        one(&self.salvage.conn, sql, [after], |row| Ok(row.get(0)?)).map(Option::flatten)
    }

    /// Whether nothing at all was found.
    pub(super) fn is_empty(&self) -> Result<bool, Fault> {
        let Salvage { editions, totals, .. } = self.salvage;
        Ok(editions.is_empty() && totals.is_none() && self.next(0)?.is_none())
    }

    pub(super) fn knows(&self, edition: EditionId) -> bool {
        self.rebuilder.knows(edition)
    }

    /// The highest number that was ever given, as far as can be told; `found`: the highest that was found.
    pub(super) fn last_case(&self, found: i64) -> i64 {
        self.salvage.totals.map_or(found, |totals| totals.last_case.max(found))
    }

    /// Whether all cases were found as they were last, or worked out so; once all have been looked at.
    pub(super) fn all_seen(&self) -> Option<bool> {
        Some(self.salvage.totals?.cases == self.rows && self.salvage.tables.waiting?)
    }

    pub(super) fn effects_lost(&self) -> Option<bool> {
        Some(!self.complete(|totals| totals.outbox, |tables| tables.outbox)?)
    }

    /// Whether all rows of a table were found, and all changes that waited to be brought into it.
    fn complete(&self, written: impl Fn(&Totals) -> Sum, found: impl Fn(&Sums) -> Sum) -> Option<bool> {
        let tables = &self.salvage.tables;
        Some(written(self.salvage.totals.as_ref()?) == found(tables) && tables.waiting?)
    }

    /// A case for the new store, or why it is lost; `None`: there was no such case, only what a commit that failed left of it.
    pub(super) fn case(&mut self, id: i64) -> Result<Option<Result<Mended, Loss>>, Fault> {
        let conn = &self.salvage.conn;
        let sql = "SELECT position, entry FROM journal WHERE owner = ?1 ORDER BY position";
        let mut journal =
            all(conn, sql, [id], |row| Ok((rows::unsigned(row, 0)?, row.get::<_, Vec<u8>>(1)?)))?;
        let found = self.row(id)?;
        if self.all_found {
            let Some(found) = &found else { return Ok(None) };
            journal.retain(|(position, _)| *position < found.record.row.inputs);
        }
        let stand = self.stand(id, journal.len() as u64)?;
        let (timers, tasks, outbox) = (self.timers(id)?, self.tasks(id)?, self.outbox(id)?);
        let sql = "SELECT count(*), max(position) FROM requests WHERE owner = ?1";
        let (named, last_named) =
            one(conn, sql, [id], |row| Ok((rows::unsigned(row, 0)?, rows::maybe_unsigned(row, 1)?)))?
                .unwrap_or((0, None));
        // Whatever tells of an input tells that there was one.
        let tell = [journal.last().map(|(at, _)| *at), last_named, outbox.keys().last().map(|(at, _)| *at)];
        let told = tell.into_iter().flatten().max().map_or(0, |at| at.saturating_add(1));
        let written = found.as_ref().map_or(0, |found| found.record.row.inputs).max(told);
        let entries: Vec<Vec<u8>> = journal.into_iter().map(|(_, entry)| entry).collect();
        let count = entries.len() as u64;
        if count < written {
            return Ok(Some(Err(Loss::Journal { found: count, written })));
        }
        let names: Option<Vec<_>> = entries.iter().map(|entry| request_of(entry)).collect();
        let Some(names) = names else {
            return Ok(Some(Err(Loss::Replay { why: "an entry can't be read".to_owned() })));
        };
        let parts =
            BTreeSet::from_iter((named != names.iter().flatten().count() as u64).then_some(Part::Requests));
        let pieces = Pieces { id, entries, names, timers, tasks, outbox, parts };
        Ok(Some(self.mend(&stand, found, pieces)))
    }

    /// A case of which all inputs are there that are known of.
    fn mend(&mut self, stand: &Stand, found: Option<Found>, mut pieces: Pieces) -> Result<Mended, Loss> {
        let count = pieces.entries.len() as u64;
        let Some((origin, rebuilt)) = self.origin(found.as_ref(), &pieces)? else {
            // Nothing can be worked out: all must be there.
            let rest = self.rest_is_there();
            return match found {
                Some(Found { record, snapshot: Some(state) }) if record.row.inputs == count && rest => {
                    Ok(pieces.mended(record.row, state))
                }
                Some(_) => Err(Loss::Book),
                None if origin_of(pieces.entries.first().map_or(&[], |first| first)).is_some() => {
                    Err(Loss::Book)
                }
                None => Err(Loss::Row { found: count }),
            };
        };
        if !stand.is_last()
            && let Some(crc) = self.row_crc(origin, &rebuilt, stand.inputs, &pieces)
        {
            self.rows.add(crc);
        }
        let found = found.filter(|found| found.record.row.inputs == count);
        let snapshot = match found {
            Some(found) if found.record.row != rebuilt.row => {
                let why = "what its journal comes to is not what its row says".to_owned();
                return Err(Loss::Replay { why });
            }
            Some(found) => found.snapshot.filter(|state| rebuilt.is_state(&self.rebuilder, state)),
            None => {
                pieces.parts.insert(Part::Row);
                None
            }
        };
        pieces.parts.extend(snapshot.is_none().then_some(Part::State));
        if !rebuilt.are_armed(&pieces.timers) {
            pieces.timers = rebuilt.timers;
            pieces.parts.insert(Part::Timers);
        }
        let tasks: Tasks = rebuilt.tasks.into_values().collect();
        if pieces.tasks != tasks {
            pieces.tasks = tasks;
            pieces.parts.insert(Part::Tasks);
        }
        // Actions by the journal, all else as it was found.
        let invocation = |_: &(u64, u16), effect: &mut Vec<u8>| is_invocation(effect) == Some(true);
        let old: Effects = pieces.outbox.extract_if(.., invocation).collect();
        if !old.keys().eq(rebuilt.calls.keys()) {
            pieces.parts.insert(Part::Actions);
        }
        for (key, effect) in rebuilt.calls {
            pieces.outbox.insert(key, old.get(&key).cloned().unwrap_or(effect));
        }
        Ok(pieces.mended(rebuilt.row, snapshot.unwrap_or(rebuilt.snapshot)))
    }

    /// Where a case comes from, and what its journal comes to then; `None` if that is not known, or its book is lost.
    fn origin(&self, found: Option<&Found>, pieces: &Pieces) -> Result<Option<(Origin, Rebuilt)>, Loss> {
        let Pieces { id, entries, .. } = pieces;
        let case = CaseId(id.cast_unsigned());
        let of_row = |found: &Found| {
            let CaseRow { edition, parent, .. } = found.record.row;
            Origin { edition: began_on(edition, entries), parent }
        };
        let told = found.map(of_row).or_else(|| origin_of(entries.first()?));
        if let Some(origin) = told {
            let runs_on = runs_on(origin.edition, entries);
            if !self.knows(origin.edition) || !self.knows(runs_on) {
                return Ok(None);
            }
            let rebuilt = self.rebuilder.case(case, origin, entries);
            return rebuilt.map(|rebuilt| Some((origin, rebuilt))).map_err(|why| Loss::Replay { why });
        }
        // No place tells it; a guess is right if it makes the checksum of the row that is lost.
        let Some((_, crc)) = self.lone.filter(|(lone, _)| lone == id) else { return Ok(None) };
        let guess = |edition| {
            let origin = Origin { edition, parent: None };
            let rebuilt = self.rebuilder.case(case, origin, entries).ok()?;
            let count = entries.len() as u64;
            (self.row_crc(origin, &rebuilt, count, pieces) == Some(crc)).then_some((origin, rebuilt))
        };
        Ok(self.rebuilder.editions().find_map(guess))
    }

    /// Checksum of a case's row when it had so many inputs.
    fn row_crc(&self, origin: Origin, rebuilt: &Rebuilt, inputs: u64, pieces: &Pieces) -> Option<i64> {
        let then;
        let rebuilt = if rebuilt.row.inputs == inputs {
            rebuilt
        } else {
            let entries = pieces.entries.get(..usize::try_from(inputs).ok()?)?;
            then = self.rebuilder.case(rebuilt.row.id, origin, entries).ok()?;
            &then
        };
        let names = pieces.names.get(..usize::try_from(inputs).ok()?)?;
        let snapshot_crc = rows::snapshot_crc(rebuilt.row.id, inputs, &rebuilt.snapshot);
        let requests = names.iter().flatten().count() as u64;
        Some(CaseColumns::of(&rebuilt.row, requests, snapshot_crc).ok()?.crc())
    }

    /// Whether all timers, tasks and effects were found.
    fn rest_is_there(&self) -> bool {
        self.complete(|totals| totals.timers, |tables| tables.timers) == Some(true)
            && self.complete(|totals| totals.tasks, |tables| tables.tasks) == Some(true)
            && self.effects_lost() == Some(false)
    }

    fn row(&self, id: i64) -> Result<Option<Found>, Fault> {
        let sql = format!("SELECT {CASE_COLUMNS}, snapshot, whole FROM cases WHERE id = ?1");
        one(&self.salvage.conn, &sql, [id], |row| {
            let snapshot = if row.get(14)? { Some(row.get(13)?) } else { None };
            Ok(Found { record: rows::case(row)?, snapshot })
        })
    }

    fn timers(&self, id: i64) -> Result<Timers, Fault> {
        let sql = "SELECT timer, due FROM timers WHERE owner = ?1";
        let timers =
            all(&self.salvage.conn, sql, [id], |row| Ok((TimerId(row.get(0)?), Moment(row.get(1)?))))?;
        Ok(timers.into_iter().collect())
    }

    fn tasks(&self, id: i64) -> Result<Tasks, Fault> {
        let case = CaseId(id.cast_unsigned());
        let sql = "SELECT task, node, lane FROM tasks WHERE owner = ?1 ORDER BY task";
        all(&self.salvage.conn, sql, [id], |row| {
            Ok(StoredTask { case, task: TaskId(row.get(0)?), node: row.get(1)?, lane: row.get(2)? })
        })
    }

    fn outbox(&self, id: i64) -> Result<Effects, Fault> {
        let sql = "SELECT input, number, effect FROM outbox WHERE owner = ?1";
        let effects = all(&self.salvage.conn, sql, [id], |row| {
            Ok(((rows::unsigned(row, 0)?, row.get(1)?), row.get(2)?))
        })?;
        Ok(effects.into_iter().collect())
    }
}

/// What was found of a case beside its row.
struct Pieces {
    id: i64,
    entries: Vec<Vec<u8>>,
    names: Vec<Option<String>>,
    timers: Timers,
    tasks: Tasks,
    outbox: Effects,
    parts: BTreeSet<Part>,
}

impl Pieces {
    fn mended(self, row: CaseRow, state: Vec<u8>) -> Mended {
        let Self { entries, names, timers, tasks, outbox, parts, .. } = self;
        Mended { parts, row, entries, names, state, timers, tasks, outbox }
    }
}
