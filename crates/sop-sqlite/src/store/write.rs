//! Writes: one batch, one transaction. A row is checked before it is replaced or removed, unless it was read or written since the
//! store was opened.

use super::fault::Fault;
use super::known::{Case, Known};
use super::pending::{Head, Pending};
use super::read::one;
use super::recent;
use super::rows::{self, CaseColumns, number};
use super::totals::Totals;
use rusqlite::{Connection, ErrorCode, Row, Statement, Transaction, TransactionBehavior, params};
use sop_runtime::host::store::{
    Applied, CaseId, Change, EditionId, EffectId, StoreError, TaskChange, TimerChange,
};
use sop_runtime::kernel::{TaskId, TimerId};
use std::collections::{BTreeMap, BTreeSet};

/// What a commit needs to know.
pub(super) struct Desk<'s> {
    pub(super) pending: &'s mut Pending,
    pub(super) known: &'s Known,
    /// Whether the file says already that it is open.
    pub(super) marked: bool,
}

/// Writes a batch durably, whole or not at all. After a failure what the desk knows of what waits is not to be relied on.
pub(super) fn commit(conn: &mut Connection, desk: &mut Desk<'_>, batch: &[Change]) -> Result<(), Fault> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !desk.marked || batch.iter().any(|change| matches!(change, Change::Edition(..))) {
        let mut totals = Totals::read(&tx)?;
        totals.unclosed = true;
        for change in batch {
            if let Change::Edition(id, content) = change {
                edition(&tx, &mut totals, *id, content)?;
            }
        }
        totals.write(&tx)?;
    }
    let before = desk.pending.sum;
    let mut recent = recent::Writing::begin(&tx)?;
    for change in batch {
        if let Change::Applied(input) = change {
            accept(&tx, desk, input)?;
        }
        let bytes = recent.push(&mut desk.pending.sum, change)?;
        desk.pending.weigh(bytes);
    }
    if desk.pending.sum != before {
        recent.count(desk.pending.sum)?;
    }
    drop(recent);
    end(tx)
}

/// Whether a case can take an input now.
fn accept(tx: &Connection, desk: &mut Desk<'_>, input: &Applied) -> Result<(), Fault> {
    let id = input.row.id;
    let owner = number(id.0)?;
    let waits = desk.pending.head(owner);
    let before = match waits {
        Some(head) => head,
        None => desk.known.case(tx, owner)?.map_or_else(Head::default, |case| case.head),
    };
    let found = before.inputs;
    if found.checked_add(1) != Some(input.row.inputs) {
        let expected = input.row.inputs.saturating_sub(1);
        return Err(Fault::Store(StoreError::Conflict { case: id, expected, found }));
    }
    if let Some(request) = &input.request {
        let twice = |case| Err(Fault::Store(StoreError::RequestTwice { case, request: request.clone() }));
        if found == 0 {
            if let Some(other) = desk.pending.started(tx, request)? {
                return twice(other);
            }
        } else if desk.pending.request(tx, id, request)?.is_some() {
            return twice(id);
        }
    }
    let row = desk.pending.sum.rows().saturating_add(1);
    desk.pending.learn(owner, row, before, input);
    Ok(())
}

/// Notes that the log holds nothing that the file lacks, for the closing that follows.
pub(super) fn mark_closed(conn: &mut Connection) -> Result<(), Fault> {
    in_transaction(conn, |_, totals| {
        totals.unclosed = false;
        Ok(())
    })
}

/// Notes that numbers up to this one were given to cases, whether those are there or not.
pub(super) fn last_case(conn: &mut Connection, last: i64) -> Result<(), Fault> {
    in_transaction(conn, |_, totals| {
        totals.last_case = totals.last_case.max(last);
        Ok(())
    })
}

/// Brings the log's content into the file; whether all of it.
pub(super) fn checkpoint(conn: &Connection) -> Result<bool, Fault> {
    let (busy, log, done) = conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", (), |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
    })?;
    Ok(busy == 0 && log == done)
}

pub(super) fn in_transaction(
    conn: &mut Connection,
    change: impl FnOnce(&Connection, &mut Totals) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut totals = Totals::read(&tx)?;
    change(&tx, &mut totals)?;
    totals.write(&tx)?;
    end(tx)
}

fn end(tx: Transaction<'_>) -> Result<(), Fault> {
    tx.commit().map_err(|error| match error.sqlite_error_code() {
        // Nothing of it can be read from the log: its last frame was not written.
        Some(ErrorCode::DiskFull) => Fault::Sqlite(error),
        _ => Fault::Ending(error),
    })
}

fn edition(tx: &Connection, totals: &mut Totals, id: EditionId, content: &[u8]) -> Result<(), Fault> {
    let crc = rows::edition_crc(&id.0, content);
    let sql = "INSERT INTO editions (id, content, crc) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    if tx.prepare_cached(sql)?.execute(params![&id.0[..], content, crc])? > 0 {
        totals.editions.add(crc);
    }
    Ok(())
}

/// Inputs of one case, in order, that were accepted; of their effects none is kept that is among the `delivered`.
pub(super) fn inputs(
    tx: &Connection,
    totals: &mut Totals,
    known: &mut Known,
    all: &[&Applied],
    delivered: &BTreeSet<EffectId>,
) -> Result<(), Fault> {
    let Some(last) = all.last() else { return Ok(()) };
    let id = last.row.id;
    let owner = number(id.0)?;
    let before = known.case(tx, owner)?;
    let mut head = before.map_or_else(Head::default, |before| before.head);
    let mut net = Net::default();
    let mut journal = tx.prepare_cached(NEW_ENTRY)?;
    for input in all {
        if head.inputs.checked_add(1) != Some(input.row.inputs) {
            return Err(recent::out_of_turn(id));
        }
        let position = number(head.inputs)?;
        entry(&mut journal, owner, position, &input.entry)?;
        head.inputs = input.row.inputs;
        if let Some(request) = &input.request {
            named(tx, id, position, request)?;
            head.requests = head.requests.saturating_add(1);
        }
        net.take(input);
        for (index, effect) in &input.outbox {
            let name = EffectId { case: id, input: position.cast_unsigned(), index: *index };
            if !delivered.contains(&name) {
                undelivered(tx, totals, known, name, effect)?;
            }
        }
    }
    timers(tx, totals, known, id, &net.timers)?;
    tasks(tx, totals, owner, &net.tasks)?;
    let snapshot_crc = rows::snapshot_crc(id, head.inputs, &last.snapshot);
    let columns = CaseColumns::of(&last.row, head.requests, snapshot_crc)?;
    let after = Case { head, crc: columns.crc(), lasting: columns.lasting_crc() };
    match before {
        Some(before) if before.lasting == after.lasting => went_on(tx, &columns, after.crc, &last.snapshot)?,
        _ => case(tx, &columns, after.crc, &last.snapshot)?,
    }
    if let Some(before) = before {
        totals.cases.remove(before.crc);
    }
    totals.cases.add(after.crc);
    totals.last_case = totals.last_case.max(owner);
    known.learn(owner, after);
    Ok(())
}

/// What is left of changes of a case's timers and tasks.
#[derive(Default)]
struct Net {
    timers: BTreeMap<TimerId, TimerChange>,
    tasks: BTreeMap<TaskId, TaskChange>,
}

impl Net {
    fn take(&mut self, input: &Applied) {
        for change in &input.timers {
            let (TimerChange::Arm(timer, _) | TimerChange::Disarm(timer)) = change;
            self.timers.insert(*timer, *change);
        }
        for change in &input.tasks {
            let (TaskChange::Open(task, ..) | TaskChange::Close(task)) = change;
            self.tasks.insert(*task, *change);
        }
    }
}

/// A case that stays what it was in all that indices hold: nothing of them is touched.
fn went_on(tx: &Connection, c: &CaseColumns<'_>, crc: i64, snapshot: &[u8]) -> Result<(), Fault> {
    let sql = "UPDATE cases SET last = ?2, inputs = ?3, requests = ?4, snapshot_crc = ?5, crc = ?6, snapshot = ?7 WHERE id = ?1";
    let columns = params![c.id, c.last, c.inputs, c.requests, c.snapshot_crc, crc, snapshot];
    match tx.prepare_cached(sql)?.execute(columns)? {
        1 => Ok(()),
        _ => Err(Fault::Damaged(format!("table `cases` lacks case {}", c.id))),
    }
}

fn case(tx: &Connection, columns: &CaseColumns<'_>, crc: i64, snapshot: &[u8]) -> Result<(), Fault> {
    let sql = "INSERT INTO cases (id, flow, edition, parent, parent_child, status, outcome, began, last, inputs, requests, \
               snapshot_crc, crc, snapshot) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) \
               ON CONFLICT (id) DO UPDATE SET flow = excluded.flow, edition = excluded.edition, \
               parent = excluded.parent, parent_child = excluded.parent_child, status = excluded.status, \
               outcome = excluded.outcome, began = excluded.began, last = excluded.last, inputs = excluded.inputs, \
               requests = excluded.requests, snapshot_crc = excluded.snapshot_crc, crc = excluded.crc, \
               snapshot = excluded.snapshot";
    let c = columns;
    tx.prepare_cached(sql)?.execute(params![
        c.id,
        c.flow,
        c.edition,
        c.parent,
        c.parent_child,
        c.status,
        c.outcome,
        c.began,
        c.last,
        c.inputs,
        c.requests,
        c.snapshot_crc,
        crc,
        snapshot
    ])?;
    Ok(())
}

const NEW_ENTRY: &str =
    "INSERT INTO journal (owner, position, entry, crc) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";

fn entry(journal: &mut Statement<'_>, owner: i64, position: i64, entry: &[u8]) -> Result<(), Fault> {
    let crc = rows::entry_crc(owner, position, entry);
    if journal.execute(params![owner, position, entry, crc])? == 0 {
        let what = format!("table `journal` has an entry {position} of case {owner} too many");
        return Err(Fault::Damaged(what));
    }
    Ok(())
}

fn named(tx: &Connection, case: CaseId, position: i64, request: &str) -> Result<(), Fault> {
    let owner = number(case.0)?;
    let sql = "INSERT INTO requests (owner, request, position, crc) VALUES (?1, ?2, ?3, ?4) \
               ON CONFLICT (owner, request) DO NOTHING";
    let crc = rows::request_crc(owner, request, position);
    if tx.prepare_cached(sql)?.execute(params![owner, request, position, crc])? == 0 {
        let what = format!("table `requests` has a row of case {} and `{request}` too many", case.0);
        return Err(Fault::Damaged(what));
    }
    Ok(())
}

/// The checksum of a row that is to be replaced or removed, once the row is found in order.
fn old<T>(
    tx: &Connection,
    sql: &str,
    key: impl rusqlite::Params,
    read: impl FnOnce(&Row<'_>) -> Result<(T, i64), Fault>,
) -> Result<Option<i64>, Fault> {
    Ok(one(tx, sql, key, read)?.map(|(_, crc)| crc))
}

fn timers(
    tx: &Connection,
    totals: &mut Totals,
    known: &mut Known,
    case: CaseId,
    changes: &BTreeMap<TimerId, TimerChange>,
) -> Result<(), Fault> {
    let owner = number(case.0)?;
    for change in changes.values() {
        let (TimerChange::Arm(timer, _) | TimerChange::Disarm(timer)) = change;
        let sql = "SELECT owner, timer, due, crc FROM timers WHERE owner = ?1 AND timer = ?2";
        let before = old(tx, sql, params![owner, timer.0], rows::timer)?;
        if let Some(before) = before {
            totals.timers.remove(before);
        }
        let mut after = None;
        match change {
            TimerChange::Arm(timer, due) => {
                let crc = rows::timer_crc(owner, *timer, *due);
                let sql = "INSERT OR REPLACE INTO timers (owner, timer, due, crc) VALUES (?1, ?2, ?3, ?4)";
                tx.prepare_cached(sql)?.execute(params![owner, timer.0, due.0, crc])?;
                totals.timers.add(crc);
                after = Some(crc);
            }
            TimerChange::Disarm(timer) => {
                let sql = "DELETE FROM timers WHERE owner = ?1 AND timer = ?2";
                tx.prepare_cached(sql)?.execute(params![owner, timer.0])?;
            }
        }
        known.timers.changed((case, *timer), before, after);
    }
    Ok(())
}

fn tasks(
    tx: &Connection,
    totals: &mut Totals,
    owner: i64,
    changes: &BTreeMap<TaskId, TaskChange>,
) -> Result<(), Fault> {
    for change in changes.values() {
        let (TaskChange::Open(task, ..) | TaskChange::Close(task)) = change;
        let sql = "SELECT owner, task, node, lane, crc FROM tasks WHERE owner = ?1 AND task = ?2";
        if let Some(before) = old(tx, sql, params![owner, task.0], rows::task)? {
            totals.tasks.remove(before);
        }
        match change {
            TaskChange::Open(task, node, lane) => {
                let crc = rows::task_crc(owner, *task, *node, *lane);
                let sql =
                    "INSERT OR REPLACE INTO tasks (owner, task, node, lane, crc) VALUES (?1, ?2, ?3, ?4, ?5)";
                tx.prepare_cached(sql)?.execute(params![owner, task.0, node, lane, crc])?;
                totals.tasks.add(crc);
            }
            TaskChange::Close(task) => {
                let sql = "DELETE FROM tasks WHERE owner = ?1 AND task = ?2";
                tx.prepare_cached(sql)?.execute(params![owner, task.0])?;
            }
        }
    }
    Ok(())
}

const OLD_EFFECT: &str =
    "SELECT owner, input, number, crc, effect FROM outbox WHERE owner = ?1 AND input = ?2 AND number = ?3";

fn undelivered(
    tx: &Connection,
    totals: &mut Totals,
    known: &mut Known,
    name: EffectId,
    effect: &[u8],
) -> Result<(), Fault> {
    let (owner, input, number) = (number(name.case.0)?, number(name.input)?, name.index);
    let before = old(tx, OLD_EFFECT, (owner, input, number), rows::effect)?;
    if let Some(before) = before {
        totals.outbox.remove(before);
    }
    let crc = rows::effect_crc(owner, input, number, effect);
    let sql = "INSERT OR REPLACE INTO outbox (owner, input, number, effect, crc) VALUES (?1, ?2, ?3, ?4, ?5)";
    tx.prepare_cached(sql)?.execute(params![owner, input, number, effect, crc])?;
    totals.outbox.add(crc);
    known.outbox.changed(name, before, Some(crc));
    Ok(())
}

pub(super) fn delivered(
    tx: &Connection,
    totals: &mut Totals,
    known: &mut Known,
    id: EffectId,
) -> Result<(), Fault> {
    let (Ok(owner), Ok(input)) = (number(id.case.0), number(id.input)) else { return Ok(()) };
    let key = (owner, input, id.index);
    if let Some(before) = old(tx, OLD_EFFECT, key, rows::effect)? {
        let sql = "DELETE FROM outbox WHERE owner = ?1 AND input = ?2 AND number = ?3";
        tx.prepare_cached(sql)?.execute(key)?;
        totals.outbox.remove(before);
        known.outbox.changed(id, Some(before), None);
    }
    Ok(())
}
