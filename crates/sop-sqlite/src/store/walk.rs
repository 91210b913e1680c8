//! One walk over a whole store: structure and indices first, then every row, case by case. Opening and copying stop at the first
//! thing that is wrong; a survey goes on and tells all. Of the rows of cases, few are held at once.

use super::damage::Damage;
use super::fault::Fault;
use super::finds::Finds;
use super::read::all;
use super::recent;
use super::rows::{self, CASE_COLUMNS, CaseRecord};
use super::runs::Run;
use super::schema;
use super::totals::{Sum, Totals};
use rusqlite::{Connection, Row};
use sop_runtime::engine::rebuild::{Rebuilder, began_on, origin_of};
use sop_runtime::host::store::{CaseId, CaseStatus, Change, EditionId};
use sop_runtime::journal::Origin;
use std::collections::HashMap;

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Cases whose row can be read, and those that wait to have one.
    pub(super) cases: u64,
    /// Journal entries that are whole.
    pub(super) entries: u64,
    /// Whether the store was left unclosed, if that can be read.
    pub(super) unclosed: Option<bool>,
}

/// Rows that indices of a part of a table have to have.
#[derive(Clone, Copy, Debug, Default)]
struct Indexed {
    open: u64,
    children: u64,
    firsts: u64,
}

/// Fails with the first thing that is wrong.
pub(super) fn verify(conn: &Connection) -> Result<(), Fault> {
    walk(conn, &mut Finds::First).map(drop)
}

/// Walks over all of it. What is wrong goes to `finds`.
pub(super) fn walk(conn: &Connection, finds: &mut Finds<'_>) -> Result<Seen, Fault> {
    structure(conn, finds)?;
    let totals = Totals::read(conn);
    let totals = finds.note(totals, |_| Damage::Row { table: "totals", case: None, key: "1".to_owned() })?;
    let (seen, indexed) = (Seen::default(), Indexed::default());
    let mut walk = Walk { conn, finds, seen, rebuilder: None, indexed };
    let editions = walk.editions()?;
    let (cases, last) = walk.cases()?;
    walk.recent()?;
    let timers = "SELECT owner, timer, due, crc FROM timers";
    let timers = walk.table("timers", 2, timers, |row| Ok(Some(rows::timer(row)?.1)))?;
    let tasks = "SELECT owner, task, node, lane, crc FROM tasks";
    let tasks = walk.table("tasks", 2, tasks, |row| Ok(Some(rows::task(row)?.1)))?;
    let outbox = "SELECT owner, input, number, crc, effect FROM outbox";
    let outbox = walk.table("outbox", 3, outbox, |row| Ok(Some(rows::effect(row)?.1)))?;
    let Walk { mut seen, finds, .. } = walk;
    if let Some(totals) = totals {
        let found = [cases, editions, outbox, tasks, timers];
        let written = [totals.cases, totals.editions, totals.outbox, totals.tasks, totals.timers];
        for ((written, found), table) in written.into_iter().zip(found).zip(SUMMED) {
            if let Some(damage) = written.differs(found, table) {
                finds.tell(damage)?;
            }
        }
        if last > totals.last_case {
            finds.tell(Damage::OtherRows { table: "totals" })?;
        }
        seen.unclosed = Some(totals.unclosed);
    }
    Ok(seen)
}

/// Tables of which the totals are kept.
const SUMMED: [&str; 5] = ["cases", "editions", "outbox", "tasks", "timers"];

fn structure(conn: &Connection, finds: &mut Finds<'_>) -> Result<(), Fault> {
    // Against the tables, too: what `quick_check` does without.
    let sql = format!("PRAGMA integrity_check({})", finds.structure_max());
    let said = all(conn, &sql, (), |row| Ok(row.get::<_, String>(0)?));
    let said = finds.note(said, |said| Damage::Structure { said })?.unwrap_or_default();
    finds.structure(&said)
}

struct Walk<'c, 'f, 'a> {
    conn: &'c Connection,
    finds: &'f mut Finds<'a>,
    seen: Seen,
    /// To replay cases by, if that is wanted.
    rebuilder: Option<Rebuilder>,
    indexed: Indexed,
}

impl Walk<'_, '_, '_> {
    /// A table whose rows don't concern the walk over cases. The sum of their checksums, as far as `read` gives them.
    fn table(
        &mut self,
        table: &'static str,
        keys: usize,
        sql: &str,
        mut read: impl FnMut(&Row<'_>) -> Result<Option<i64>, Fault>,
    ) -> Result<Sum, Fault> {
        let mut sum = Sum::default();
        let finds = &mut *self.finds;
        let end = all(self.conn, sql, (), |row| {
            if let Some(Some(crc)) = finds.note(read(row), |_| row_damage(table, keys, row))? {
                sum.add(crc);
            }
            Ok(())
        });
        self.finds.end(end.map(drop), table)?;
        Ok(sum)
    }

    fn editions(&mut self) -> Result<Sum, Fault> {
        let mut rebuilder = self.finds.is_survey().then(Rebuilder::default);
        let sum = self.table("editions", 0, "SELECT id, content, crc FROM editions", |row| {
            let (content, crc) = rows::edition(row)?;
            if let (Some(rebuilder), Ok(id)) = (&mut rebuilder, row.get::<_, [u8; 16]>(0)) {
                // One that this release can't read is none to replay by.
                let _ = rebuilder.edition(EditionId(id), &content);
            }
            Ok(Some(crc))
        })?;
        self.rebuilder = rebuilder;
        Ok(sum)
    }

    /// Cases, and with each what belongs to it. The sum of their rows, and the highest number.
    fn cases(&mut self) -> Result<(Sum, i64), Fault> {
        let (mut sum, mut last) = (Sum::default(), 0);
        let before = self.finds.count();
        let sql = format!("SELECT {CASE_COLUMNS}, snapshot FROM cases ORDER BY id");
        let journal = "SELECT owner, position, crc, entry FROM journal ORDER BY owner, position";
        let requests = "SELECT owner, request, position, crc FROM requests ORDER BY owner";
        let conn = self.conn;
        let prepared =
            conn.prepare(&sql).and_then(|cases| Ok((cases, conn.prepare(journal)?, conn.prepare(requests)?)));
        let prepared = prepared.map_err(Fault::from);
        let unreadable = |said| Damage::Unreadable { table: "cases", said };
        let Some((mut cases, mut journal, mut requests)) = self.finds.note(prepared, unreadable)? else {
            return Ok((sum, last));
        };
        let mut journal = Run::of("journal", journal.query(())?, |row| {
            let (_, position, entry) = rows::entry(row)?;
            Ok((position, entry))
        });
        let mut requests = Run::of("requests", requests.query(())?, |row| {
            let (_, _, position) = rows::request(row)?;
            Ok((position.cast_signed(), Vec::new()))
        });
        let mut rows = cases.query(())?;
        let mut whole = true;
        loop {
            let next = rows.next().map_err(Fault::from);
            whole &= next.is_ok();
            let Some(Some(row)) = self.finds.note(next, unreadable)? else { break };
            let id = row.get::<_, i64>(0).unwrap_or(last);
            let record = self.finds.note(rows::case(row), |_| row_damage("cases", 1, row))?;
            last = last.max(id);
            journal.strays(id, self.finds)?;
            requests.strays(id, self.finds)?;
            let Some(record) = record else {
                // Of what else belongs to it nothing is known but that it is there.
                self.seen.entries = self.seen.entries.saturating_add(journal.skip(id, self.finds)?);
                requests.skip(id, self.finds)?;
                continue;
            };
            sum.add(record.crc);
            let (open, child) = (record.row.status == CaseStatus::Open, record.row.parent.is_some());
            self.indexed.open = self.indexed.open.saturating_add(u64::from(open));
            self.indexed.children = self.indexed.children.saturating_add(u64::from(child));
            self.seen.cases = self.seen.cases.saturating_add(1);
            let snapshot = rows::case_with_snapshot(row).map(|(_, snapshot)| snapshot);
            let snapshot = self.finds.note(snapshot, |_| Damage::Snapshot { case: record.row.id })?;
            self.case(&record, snapshot, &mut journal, &mut requests)?;
        }
        if whole {
            journal.strays(i64::MAX, self.finds)?;
            requests.strays(i64::MAX, self.finds)?;
        }
        if before == self.finds.count() {
            self.indices()?;
        }
        Ok((sum, last))
    }

    /// Indices of a part of a table: that each row is in them SQLite's own check tells, but not that nothing else is.
    fn indices(&mut self) -> Result<(), Fault> {
        let Indexed { open, children, firsts } = self.indexed;
        for (index, part, rows) in [
            ("cases_open", "cases INDEXED BY cases_open WHERE status = 0", open),
            ("cases_by_parent", "cases INDEXED BY cases_by_parent WHERE parent IS NOT NULL", children),
            ("requests_first", "requests INDEXED BY requests_first WHERE position = 0", firsts),
        ] {
            let sql = format!("SELECT count(*) FROM {part}");
            let found = super::read::one(self.conn, &sql, (), |row| Ok(rows::unsigned(row, 0)?));
            let found = self.finds.note(found, |said| Damage::Structure { said })?.flatten();
            if let Some(found) = found.filter(|found| *found != rows) {
                let said = format!("index `{index}` has {found} rows, its table has {rows}");
                self.finds.tell(Damage::Structure { said })?;
            }
        }
        Ok(())
    }

    /// What belongs to a case whose row is in order.
    fn case(
        &mut self,
        record: &CaseRecord,
        snapshot: Option<&[u8]>,
        journal: &mut Run<'_>,
        requests: &mut Run<'_>,
    ) -> Result<(), Fault> {
        let id = rows::number(record.row.id.0)?;
        let replays = self.rebuilder.as_ref().is_some_and(|rebuilder| rebuilder.knows(record.row.edition));
        let mut entries = Vec::new();
        let (mut found, mut odd) = (0_u64, None);
        while let Some((position, entry)) = journal.of_case(id, self.finds)? {
            if u64::try_from(position) != Ok(found) {
                odd = odd.or(Some(position));
            }
            found = found.saturating_add(1);
            entries.extend(replays.then_some(entry));
        }
        self.seen.entries = self.seen.entries.saturating_add(found);
        let (case, inputs) = (record.row.id, record.row.inputs);
        let mut whole = !journal.has_ended();
        if whole && found != inputs {
            whole = false;
            self.finds.tell(Damage::Count { table: "journal", case: Some(case), found, written: inputs })?;
        } else if whole && let Some(position) = odd {
            whole = false;
            self.finds.tell(Damage::OutOfTurn { table: "journal", case, key: position.to_string() })?;
        }
        let (mut names, mut odd) = (0_u64, None);
        while let Some((position, _)) = requests.of_case(id, self.finds)? {
            if !u64::try_from(position).is_ok_and(|position| position < inputs) {
                odd = odd.or(Some(position));
            }
            names = names.saturating_add(1);
            self.indexed.firsts = self.indexed.firsts.saturating_add(u64::from(position == 0));
        }
        if !requests.has_ended() && names != record.requests {
            let (found, written) = (names, record.requests);
            self.finds.tell(Damage::Count { table: "requests", case: Some(case), found, written })?;
        } else if let Some(position) = odd {
            self.finds.tell(Damage::OutOfTurn { table: "requests", case, key: position.to_string() })?;
        }
        match snapshot {
            Some(snapshot) if replays && whole => self.replay(record, snapshot, &entries),
            _ => Ok(()),
        }
    }

    /// Whether a case's row and state are what its journal comes to.
    fn replay(&mut self, record: &CaseRecord, snapshot: &[u8], entries: &[Vec<u8>]) -> Result<(), Fault> {
        let Some(rebuilder) = &self.rebuilder else { return Ok(()) };
        let (row, case) = (&record.row, record.row.id);
        let origin = Origin { edition: began_on(row.edition, entries), parent: row.parent };
        if !rebuilder.knows(origin.edition) {
            return Ok(());
        }
        let told = entries.first().and_then(|first| origin_of(first));
        let damage = match rebuilder.case(case, origin, entries) {
            Err(why) => Some(Damage::Replay { case, why }),
            Ok(rebuilt) => {
                let same = rebuilt.row == *row
                    && told.is_none_or(|told| told == origin)
                    && rebuilt.is_state(rebuilder, snapshot);
                (!same).then_some(Damage::State { case })
            }
        };
        damage.map_or(Ok(()), |damage| self.finds.tell(damage))
    }

    /// What waits: whole, and each case's inputs go on where its row stops.
    fn recent(&mut self) -> Result<(), Fault> {
        let format = schema::format(self.conn);
        let is_old = |format: i32| format < schema::FORMAT;
        if self.finds.note(format, |said| Damage::Header { said })?.is_some_and(is_old) {
            return Ok(());
        }
        let (conn, mut written, mut changes) = (self.conn, None, Vec::new());
        let table = recent::TABLE;
        let sum = self.table(table, 1, "SELECT number, change, crc FROM recent ORDER BY number", |row| {
            let (_, crc, change) = recent::row(row)?;
            match change {
                // It does not count itself.
                recent::Found::Head(sum) => {
                    written = Some(sum);
                    return Ok(None);
                }
                recent::Found::Change(Change::Applied(input)) => {
                    changes.push((input.row.id, input.row.inputs));
                }
                recent::Found::Change(_) => {}
            }
            Ok(Some(crc))
        })?;
        match written {
            Some(written) => {
                if let Some(damage) = written.differs(sum, table) {
                    self.finds.tell(damage)?;
                }
            }
            None => self.finds.tell(Damage::Row { table, case: None, key: "0".to_owned() })?,
        }
        let mut heads: HashMap<CaseId, u64> = HashMap::new();
        for (case, inputs) in changes {
            let before = match heads.get(&case) {
                Some(inputs) => *inputs,
                None => {
                    let sql = "SELECT inputs FROM cases WHERE id = ?1";
                    let id = rows::number(case.0)?;
                    let row = super::read::one(conn, sql, [id], |row| Ok(rows::unsigned(row, 0)?));
                    let unreadable = |said| Damage::Unreadable { table: "cases", said };
                    let Some(row) = self.finds.note(row, unreadable)? else { continue };
                    self.seen.cases = self.seen.cases.saturating_add(u64::from(row.is_none()));
                    row.unwrap_or(0)
                }
            };
            self.seen.entries = self.seen.entries.saturating_add(1);
            heads.insert(case, inputs);
            if before.checked_add(1) != Some(inputs) {
                let key = inputs.saturating_sub(1).to_string();
                self.finds.tell(Damage::OutOfTurn { table, case, key })?;
            }
        }
        Ok(())
    }
}

/// A row that isn't what was written; its first `keys` columns are its key, the first of them a case but in tables of no case.
pub(super) fn row_damage(table: &'static str, keys: usize, row: &Row<'_>) -> Damage {
    let part = |at| match row.get_ref(at) {
        Ok(rusqlite::types::ValueRef::Integer(number)) => number.to_string(),
        Ok(rusqlite::types::ValueRef::Text(text)) => format!("`{}`", String::from_utf8_lossy(text)),
        _ => "?".to_owned(),
    };
    let key = (0..keys).map(part).collect::<Vec<_>>().join(".");
    let key = if key.is_empty() { "?".to_owned() } else { key };
    let owned = table != recent::TABLE && keys > 0;
    let case = row.get::<_, i64>(0).ok().and_then(|id| u64::try_from(id).ok()).map(CaseId);
    Damage::Row { table, case: case.filter(|_| owned), key }
}
