//! All rows that are whole in a damaged store, out of its file and its log, sorted into a store of their own that is thrown away:
//! so memory doesn't grow with what is salvaged.
//!
//! Rows that are never changed are taken wherever they lie; of a case's row the latest; of all others only those that were not
//! removed, as far as pages tell.

use super::carve::{self, Cell, Layout, Value};
use super::copy::Draft;
use super::fault::Fault;
use super::image::Image;
use super::pages::{Free, Pages};
use super::read::{all, one};
use super::recent;
use super::rows::{self, CaseColumns};
use super::totals::{Sum, Totals};
use rusqlite::{Connection, params};
use sop_runtime::Moment;
use sop_runtime::host::store::{Applied, CaseRow, Change, TaskChange, TimerChange};
use sop_runtime::kernel::{TaskId, TimerId};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What was found.
#[derive(Debug)]
pub(super) struct Salvage {
    pub(super) conn: Connection,
    // Its file goes after the connection.
    draft: Draft,
    /// Where the new store is to lie: beside it the rows are sorted.
    to: PathBuf,
    pub(super) editions: BTreeMap<[u8; 16], Vec<u8>>,
    /// The row of totals, if it is whole: the latest.
    pub(super) totals: Option<Totals>,
    /// What was written of changes that wait.
    waited: Option<Sum>,
    /// What was found in the tables alone.
    pub(super) tables: Sums,
}

/// Rows that were found in some tables.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub(super) outbox: Sum,
    pub(super) tasks: Sum,
    pub(super) timers: Sum,
    /// Whether all changes that waited were found; `None` if that can't be told.
    pub(super) waiting: Option<bool>,
}

/// `waiting` has cases of which changes waited: from which input on, and the case's row in the table before them.
const TABLES: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192; BEGIN;
    CREATE TABLE cases (id INTEGER PRIMARY KEY, flow, edition, parent, parent_child, status, outcome, began, last, inputs,
        requests, snapshot_crc, crc, snapshot, whole);
    CREATE TABLE waiting (id INTEGER PRIMARY KEY, position, inputs, crc);
    CREATE TABLE journal (owner, position, entry, PRIMARY KEY (owner, position)) WITHOUT ROWID;
    CREATE TABLE requests (owner, position, PRIMARY KEY (owner, position)) WITHOUT ROWID;
    CREATE TABLE timers (owner, timer, due, crc, PRIMARY KEY (owner, timer)) WITHOUT ROWID;
    CREATE TABLE tasks (owner, task, node, lane, crc, PRIMARY KEY (owner, task)) WITHOUT ROWID;
    CREATE TABLE outbox (owner, input, number, effect, crc, PRIMARY KEY (owner, input, number)) WITHOUT ROWID;
    CREATE TABLE recent (number INTEGER PRIMARY KEY, change, crc);";

/// Reads all of it; rows are sorted in a draft.
pub(super) fn read(image: &Image, draft: Draft, to: PathBuf) -> Result<Salvage, Fault> {
    let begun = Connection::open(draft.path()).and_then(|conn| {
        conn.set_prepared_statement_cache_capacity(64);
        conn.execute_batch(TABLES).map(|()| conn)
    });
    let conn = begun.map_err(|error| Fault::Store(Fault::from(error).at(&to)))?;
    let mut salvage = Salvage {
        conn,
        draft,
        to,
        editions: BTreeMap::new(),
        totals: None,
        waited: None,
        tables: Sums::default(),
    };
    let pages = Pages::of(image)?;
    let free = Free::of(&pages);
    for number in 1..=pages.count() {
        if let Some(page) = pages.in_file(number) {
            let current = pages.is_newest_in_file(number) && !free.contains(number);
            let in_file = |number| pages.in_file(number);
            carve::cells(number, &page, &in_file, |cell| salvage.take(&cell, current))?;
            if !pages.frames().is_empty() {
                // The rest of a row may have been written to the log since.
                let now = |number| pages.now(number);
                carve::cells(number, &page, &now, |cell| salvage.take(&cell, current))?;
            }
        }
        pages.were_read()?;
    }
    for frame in pages.frames() {
        if let Some(page) = pages.in_log(frame) {
            let current = pages.is_newest(frame) && !free.contains(frame.page);
            let now = |number| pages.now(number);
            carve::cells(frame.page, &page, &now, |cell| salvage.take(&cell, current))?;
        }
        pages.were_read()?;
    }
    let first_format = pages.now(1).is_some_and(|first| first.get(60..64) == Some(&FIRST_FORMAT));
    pages.were_read()?;
    let brought = salvage.bring_in(first_format);
    brought.map_err(|fault| salvage.own(fault))?;
    Ok(salvage)
}

/// What the header of a store of the first format says, in which nothing waited.
const FIRST_FORMAT: [u8; 4] = [0, 0, 0, 1];

impl Salvage {
    /// A failure beside the new store, not of the damaged one.
    pub(super) fn own(&self, fault: Fault) -> Fault {
        Fault::Store(fault.at(&self.to))
    }

    /// Throws it away.
    pub(super) fn discard(self) -> Result<(), Fault> {
        drop(self.conn);
        self.draft.discard()
    }

    /// Takes a cell if it is a row of some table.
    fn take(&mut self, cell: &Cell<'_>, current: bool) -> Result<(), Fault> {
        let Some(values) = carve::values(&cell.payload) else { return Ok(()) };
        let current = current && cell.listed;
        let taken = match cell.layout {
            Layout::Numbered => match values.len() {
                14 => self.case_or_totals(cell.number, &values, current),
                3 => self.recent(cell.number, &values, current),
                _ => Ok(None),
            },
            Layout::Keyed => match values.len() {
                3 => Ok(self.edition(&values)),
                4 => self.four(&values, current),
                5 => self.five(&values, current),
                _ => Ok(None),
            },
        };
        taken.map(drop).map_err(|fault| self.own(fault))
    }

    fn put(&self, sql: &str, row: impl rusqlite::Params) -> Result<Option<()>, Fault> {
        self.conn.prepare_cached(sql)?.execute(row)?;
        Ok(Some(()))
    }

    fn case_or_totals(&mut self, id: i64, values: &[Value<'_>], current: bool) -> Result<Option<()>, Fault> {
        match case(id, values) {
            Some((columns, crc, snapshot)) => self.case(&columns, crc, snapshot),
            None => Ok(self.totals(values, current)),
        }
    }

    fn case(&self, c: &CaseColumns<'_>, crc: i64, snapshot: &[u8]) -> Result<Option<()>, Fault> {
        let Some(record) = c.record(crc) else { return Ok(None) };
        let whole = rows::snapshot_crc(record.row.id, record.row.inputs, snapshot) == c.snapshot_crc;
        let sql = "INSERT INTO cases VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
                   ON CONFLICT (id) DO UPDATE SET flow = excluded.flow, edition = excluded.edition, \
                   parent = excluded.parent, parent_child = excluded.parent_child, status = excluded.status, \
                   outcome = excluded.outcome, began = excluded.began, last = excluded.last, \
                   inputs = excluded.inputs, requests = excluded.requests, snapshot_crc = excluded.snapshot_crc, \
                   crc = excluded.crc, snapshot = excluded.snapshot, whole = excluded.whole \
                   WHERE excluded.inputs > inputs OR excluded.inputs = inputs AND NOT whole";
        let (parent, child) = (c.parent, c.parent_child);
        self.put(
            sql,
            params![
                c.id,
                c.flow,
                c.edition,
                parent,
                child,
                c.status,
                c.outcome,
                c.began,
                c.last,
                c.inputs,
                c.requests,
                c.snapshot_crc,
                crc,
                snapshot,
                whole
            ],
        )
    }

    fn totals(&mut self, values: &[Value<'_>], current: bool) -> Option<()> {
        let [Value::Null, rest @ ..] = values else { return None };
        let numbers: Vec<i64> = rest.iter().map(|value| maybe(value)?).collect::<Option<_>>()?;
        let totals = Totals::of(&numbers)?;
        if current {
            self.totals = Some(totals);
        }
        Some(())
    }

    fn edition(&mut self, values: &[Value<'_>]) -> Option<()> {
        let [Value::Blob(id), Value::Blob(content), Value::Int(crc)] = values else { return None };
        if rows::edition_crc(id, content) == *crc {
            self.editions.insert((*id).try_into().ok()?, content.to_vec());
        }
        Some(())
    }

    fn four(&self, values: &[Value<'_>], current: bool) -> Result<Option<()>, Fault> {
        use Value::{Blob, Int, Text};
        match values {
            [Int(owner), Int(position), Blob(entry), Int(crc)]
                if rows::entry_crc(*owner, *position, entry) == *crc =>
            {
                self.put("INSERT OR REPLACE INTO journal VALUES (?1, ?2, ?3)", (owner, position, entry))
            }
            [Int(owner), Text(request), Int(position), Int(crc)]
                if current && rows::request_crc(*owner, request, *position) == *crc =>
            {
                self.named(*owner, *position)
            }
            [Int(owner), Int(timer), Int(due), Int(crc)] if current => {
                let Ok(timer) = u32::try_from(*timer) else { return Ok(None) };
                if rows::timer_crc(*owner, TimerId(timer), Moment(*due)) != *crc {
                    return Ok(None);
                }
                self.timer(*owner, TimerId(timer), Moment(*due), *crc)
            }
            _ => Ok(None),
        }
    }

    fn named(&self, owner: i64, position: i64) -> Result<Option<()>, Fault> {
        self.put("INSERT OR IGNORE INTO requests VALUES (?1, ?2)", (owner, position))
    }

    fn timer(&self, owner: i64, timer: TimerId, due: Moment, crc: i64) -> Result<Option<()>, Fault> {
        self.put("INSERT OR REPLACE INTO timers VALUES (?1, ?2, ?3, ?4)", (owner, timer.0, due.0, crc))
    }

    fn task(
        &self,
        owner: i64,
        task: TaskId,
        place: (u16, Option<u16>),
        crc: i64,
    ) -> Result<Option<()>, Fault> {
        let (node, lane) = place;
        self.put("INSERT OR REPLACE INTO tasks VALUES (?1, ?2, ?3, ?4, ?5)", (owner, task.0, node, lane, crc))
    }

    fn effect(&self, key: (i64, i64, u16), effect: &[u8], crc: i64) -> Result<Option<()>, Fault> {
        let (owner, input, number) = key;
        self.put(
            "INSERT OR REPLACE INTO outbox VALUES (?1, ?2, ?3, ?4, ?5)",
            (owner, input, number, effect, crc),
        )
    }

    fn five(&self, values: &[Value<'_>], current: bool) -> Result<Option<()>, Fault> {
        use Value::{Blob, Int};
        match values {
            _ if !current => Ok(None),
            [Int(owner), Int(input), Int(number), Blob(effect), Int(crc)] => {
                let Ok(number) = u16::try_from(*number) else { return Ok(None) };
                if rows::effect_crc(*owner, *input, number, effect) != *crc {
                    return Ok(None);
                }
                self.effect((*owner, *input, number), effect, *crc)
            }
            [Int(owner), Int(task), Int(node), lane, Int(crc)] => {
                let lane = maybe(lane).and_then(|lane| lane.map(u16::try_from).transpose().ok());
                let (Ok(task), Ok(node), Some(lane)) = (u32::try_from(*task), u16::try_from(*node), lane)
                else {
                    return Ok(None);
                };
                if rows::task_crc(*owner, TaskId(task), node, lane) != *crc {
                    return Ok(None);
                }
                self.task(*owner, TaskId(task), (node, lane), *crc)
            }
            _ => Ok(None),
        }
    }

    fn recent(&mut self, number: i64, values: &[Value<'_>], current: bool) -> Result<Option<()>, Fault> {
        let [Value::Null, Value::Blob(bytes), Value::Int(crc)] = values else { return Ok(None) };
        match recent::found(number, bytes, *crc) {
            Some(recent::Found::Head(sum)) if current => self.waited = Some(sum),
            Some(recent::Found::Change(change)) => {
                // An input stays what it is, wherever it lies.
                if let Change::Applied(input) = &change
                    && let Some((owner, position)) = place(input)
                {
                    let sql = "INSERT OR IGNORE INTO journal VALUES (?1, ?2, ?3)";
                    self.put(sql, (owner, position, &input.entry))?;
                }
                if current {
                    self.put("INSERT OR REPLACE INTO recent VALUES (?1, ?2, ?3)", (number, bytes, crc))?;
                }
            }
            _ => {}
        }
        Ok(Some(()))
    }

    fn sum(&self, table: &str) -> Result<Sum, Fault> {
        let mut sum = Sum::default();
        all(&self.conn, &format!("SELECT crc FROM {table}"), (), |row| {
            sum.add(row.get(0)?);
            Ok(())
        })?;
        Ok(sum)
    }

    /// Brings into what was found in the tables what waited for that.
    fn bring_in(&mut self, first_format: bool) -> Result<(), Fault> {
        let waiting = self.sum("recent")?;
        self.tables = Sums {
            outbox: self.sum("outbox")?,
            tasks: self.sum("tasks")?,
            timers: self.sum("timers")?,
            waiting: if first_format { Some(true) } else { self.waited.map(|written| written == waiting) },
        };
        all(
            &self.conn,
            "SELECT number, change, crc FROM recent ORDER BY number",
            (),
            |row| match recent::row(row)?.2 {
                recent::Found::Change(Change::Applied(input)) => self.applied(&input),
                recent::Found::Change(Change::Delivered(id)) => {
                    let key = (id.case.0.cast_signed(), id.input.cast_signed(), id.index);
                    let sql = "DELETE FROM outbox WHERE owner = ?1 AND input = ?2 AND number = ?3";
                    self.put(sql, key).map(drop)
                }
                _ => Ok(()),
            },
        )?;
        Ok(())
    }

    fn applied(&self, input: &Applied) -> Result<(), Fault> {
        let Some((owner, position)) = place(input) else { return Ok(()) };
        let sql = "SELECT inputs, crc, requests FROM cases WHERE id = ?1";
        let before = one(&self.conn, sql, [owner], |row| {
            Ok((rows::unsigned(row, 0)?, row.get(1)?, rows::unsigned(row, 2)?))
        })?;
        let (inputs, crc, requests): (Option<u64>, Option<i64>, u64) =
            before.map_or((None, None, 0), |(inputs, crc, requests)| (Some(inputs), Some(crc), requests));
        if inputs.is_some_and(|inputs| inputs >= input.row.inputs) {
            return Ok(());
        }
        self.put(
            "INSERT OR IGNORE INTO waiting VALUES (?1, ?2, ?3, ?4)",
            (owner, position, inputs.map(u64::cast_signed), crc),
        )?;
        let snapshot_crc = rows::snapshot_crc(input.row.id, input.row.inputs, &input.snapshot);
        let requests = requests.saturating_add(u64::from(input.request.is_some()));
        let columns = CaseColumns::of(&input.row, requests, snapshot_crc)?;
        self.case(&columns, columns.crc(), &input.snapshot)?;
        if input.request.is_some() {
            self.named(owner, position)?;
        }
        for change in &input.timers {
            match change {
                TimerChange::Arm(timer, due) => self.timer(owner, *timer, *due, 0)?,
                TimerChange::Disarm(timer) => {
                    self.put("DELETE FROM timers WHERE owner = ?1 AND timer = ?2", (owner, timer.0))?
                }
            };
        }
        for change in &input.tasks {
            match change {
                TaskChange::Open(task, node, lane) => self.task(owner, *task, (*node, *lane), 0)?,
                TaskChange::Close(task) => {
                    self.put("DELETE FROM tasks WHERE owner = ?1 AND task = ?2", (owner, task.0))?
                }
            };
        }
        for (index, effect) in &input.outbox {
            self.effect((owner, position, *index), effect, 0)?;
        }
        Ok(())
    }
}

/// A case's row out of its values: its columns, checksum and state.
fn case<'v>(id: i64, values: &[Value<'v>]) -> Option<(CaseColumns<'v>, i64, &'v [u8])> {
    use Value::{Blob, Int, Null, Text};
    let [
        Null,
        Text(flow),
        Blob(edition),
        parent,
        child,
        Int(status),
        outcome,
        Int(began),
        Int(last),
        Int(inputs),
        Int(requests),
        Int(snapshot_crc),
        Int(crc),
        Blob(snapshot),
    ] = values
    else {
        return None;
    };
    let columns = CaseColumns {
        id,
        flow,
        edition,
        parent: maybe(parent)?,
        parent_child: maybe(child)?.map(u32::try_from).transpose().ok()?,
        status: *status,
        outcome: match outcome {
            Null => None,
            Text(outcome) => Some(outcome),
            _ => return None,
        },
        began: *began,
        last: *last,
        inputs: *inputs,
        requests: *requests,
        snapshot_crc: *snapshot_crc,
    };
    Some((columns, *crc, snapshot))
}

/// Whose input it is, and its position in the journal.
fn place(input: &Applied) -> Option<(i64, i64)> {
    let CaseRow { id, inputs, .. } = &input.row;
    Some((i64::try_from(id.0).ok()?, i64::try_from(inputs.checked_sub(1)?).ok()?))
}

/// A number or none; `None` if it is something else.
#[expect(clippy::option_option, reason = "no number is a value, too")]
fn maybe(value: &Value<'_>) -> Option<Option<i64>> {
    match value {
        Value::Null => Some(None),
        Value::Int(value) => Some(Some(*value)),
        _ => None,
    }
}
