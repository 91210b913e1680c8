//! Reads a whole store and tells everything that is wrong with it; the store is not written.

use super::damage::Damage;
use super::fault::Fault;
use super::image::Image;
use super::rows::{self, CASE_COLUMNS};
use super::totals::{Sum, Totals};
use super::{header, log, recent, schema};
use rusqlite::{Connection, OpenFlags, Row};
use sop_runtime::host::store::{CaseId, Change, StoreError};
use std::collections::BTreeMap;
use std::path::Path;

/// Faults of structure that are told, at most.
const STRUCTURE_MAX: u32 = 100;

/// What a store holds, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Survey {
    /// Cases whose row can be read.
    pub cases: u64,
    /// Journal entries that are whole.
    pub entries: u64,
    /// What is wrong, in order of structure, then tables.
    pub damage: Vec<Damage>,
}

impl Survey {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.damage.is_empty()
    }
}

/// Reads the store at `path`, which must be there and not in use, and tells all that is wrong with it. Neither the file
/// nor its log is written, and neither need be writable.
///
/// # Errors
///
/// When it can't be read at all: it is no store, one of a newer format, in use, or the file system fails.
pub fn verify(path: impl AsRef<Path>) -> Result<Survey, StoreError> {
    let path = path.as_ref();
    inner(path).map_err(|fault| fault.at(path))
}

fn inner(path: &Path) -> Result<Survey, Fault> {
    let image = Image::open(path)?;
    let mut survey = Survey::default();
    let damage = &mut survey.damage;
    note(header::read(image.path(), &image.bytes_of_header()?), |said| Damage::Header { said }, damage)?;
    let logged = log::scan(&image.log_path());
    let has_log = matches!(logged, Ok(true) | Err(_));
    note(logged.map(drop), |said| Damage::Log { said }, damage)?;
    // Kept until the connection is closed.
    let merged;
    let conn = if image.is_one_file() {
        immutable(image.path())?
    } else {
        merged = tempfile::NamedTempFile::new()?;
        image.write(&mut merged.reopen()?)?;
        immutable(merged.path())?
    };
    if let Some(unclosed) = everything(&conn, &mut survey)?
        && unclosed
        && !has_log
    {
        survey.damage.insert(0, Damage::LogLost);
    }
    Ok(survey)
}

/// Notes damage, and goes on; other failures end the survey.
fn note(
    result: Result<(), Fault>,
    damage: impl FnOnce(String) -> Damage,
    all: &mut Vec<Damage>,
) -> Result<(), Fault> {
    match result {
        Ok(()) => Ok(()),
        Err(Fault::Damaged(said)) => {
            all.push(damage(said));
            Ok(())
        }
        Err(fault) => Err(fault),
    }
}

/// Opens a file that nobody changes meanwhile; SQLite writes nothing beside it, either.
fn immutable(path: &Path) -> Result<Connection, Fault> {
    let mut address = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                address.push(char::from(*byte));
            }
            b'\\' if cfg!(windows) => address.push('/'),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    Ok(Connection::open_with_flags(address, flags)?)
}

/// Structure first, then every row of every table, then the counts. Whether the store was left unclosed, if that can be
/// read.
fn everything(conn: &Connection, survey: &mut Survey) -> Result<Option<bool>, Fault> {
    let Survey { cases, entries, damage } = survey;
    // SQLite's own words on what it can't read are damage here: the file system's failures come as such.
    let pragmas = conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
    note(soft(pragmas.map_err(Fault::from)), |said| Damage::Header { said }, damage)?;
    note(soft(schema::verify(conn)), |said| Damage::Header { said }, damage)?;
    structure(conn, damage)?;
    let totals = match soft(Totals::read(conn)) {
        Ok(totals) => Some(totals),
        Err(Fault::Damaged(_)) => {
            damage.push(Damage::Row { table: "totals", case: None, key: "1".to_owned() });
            None
        }
        Err(fault) => return Err(fault),
    };
    let mut counts: BTreeMap<i64, [u64; 4]> = BTreeMap::new();
    let mut sums = [Sum::default(); 5];
    let [of_cases, of_editions, of_outbox, of_tasks, of_timers] = &mut sums;
    let mut last = 0;

    let sql = format!("SELECT {CASE_COLUMNS}, snapshot FROM cases ORDER BY id");
    let mut table = Table { conn, name: "cases", keys: 1, owned: true, damage };
    let mut snapshots = Vec::new();
    table.read(&sql, |row| {
        let record = rows::case(row)?;
        of_cases.add(record.crc);
        *cases = cases.saturating_add(1);
        let id = rows::number(record.row.id.0)?;
        last = last.max(id);
        counts.insert(id, [record.row.inputs, record.requests, 0, 0]);
        if rows::case_with_snapshot(row).is_err() {
            snapshots.push(Damage::Snapshot { case: record.row.id });
        }
        Ok(())
    })?;
    table.damage.append(&mut snapshots);

    table = Table { name: "journal", keys: 2, ..table };
    table.read("SELECT owner, position, crc, entry FROM journal ORDER BY owner, position", |row| {
        let (owner, _, _) = rows::entry(row)?;
        *entries = entries.saturating_add(1);
        if let Some([_, _, found, _]) = counts.get_mut(&owner) {
            *found = found.saturating_add(1);
        }
        Ok(())
    })?;
    table = Table { name: "requests", ..table };
    table.read("SELECT owner, request, position, crc FROM requests", |row| {
        let (case, _, _) = rows::request(row)?;
        if let Some([_, _, _, found]) = counts.get_mut(&rows::number(case.0)?) {
            *found = found.saturating_add(1);
        }
        Ok(())
    })?;
    let waiting = recent(conn, &mut table)?;
    for change in &waiting {
        let Change::Applied(input) = change else { continue };
        let id = rows::number(input.row.id.0)?;
        *entries = entries.saturating_add(1);
        let born = || {
            *cases = cases.saturating_add(1);
            [0; 4]
        };
        let [inputs, requests, found, names] = counts.entry(id).or_insert_with(born);
        if inputs.checked_add(1) != Some(input.row.inputs) {
            table.damage.push(Damage::Row {
                table: recent::TABLE,
                case: Some(input.row.id),
                key: "?".to_owned(),
            });
        }
        *inputs = input.row.inputs;
        *found = found.saturating_add(1);
        let named = u64::from(input.request.is_some());
        (*requests, *names) = (requests.saturating_add(named), names.saturating_add(named));
    }
    for (case, [inputs, requests, entries, names]) in counts {
        let case = u64::try_from(case).ok().map(CaseId);
        if entries != inputs {
            table.damage.push(Damage::Count { table: "journal", case, found: entries, written: inputs });
        }
        if names != requests {
            table.damage.push(Damage::Count { table: "requests", case, found: names, written: requests });
        }
    }

    table = Table { name: "timers", ..table };
    table.read("SELECT owner, timer, due, crc FROM timers", |row| {
        of_timers.add(rows::timer(row)?.1);
        Ok(())
    })?;
    table = Table { name: "tasks", ..table };
    table.read("SELECT owner, task, node, lane, crc FROM tasks", |row| {
        of_tasks.add(rows::task(row)?.1);
        Ok(())
    })?;
    table = Table { name: "outbox", keys: 3, ..table };
    let sql = "SELECT owner, input, number, crc, effect FROM outbox";
    table.read(sql, |row| {
        of_outbox.add(rows::effect(row)?.1);
        Ok(())
    })?;
    table = Table { name: "editions", keys: 0, owned: false, ..table };
    let sql = "SELECT id, content, crc FROM editions";
    table.read(sql, |row| {
        of_editions.add(rows::edition(row)?.1);
        Ok(())
    })?;

    if let Some(totals) = totals {
        let Totals { cases, editions, outbox, tasks, timers, .. } = totals;
        let written = [cases, editions, outbox, tasks, timers];
        for ((written, found), table) in written.into_iter().zip(sums).zip(SUMMED) {
            damage.extend(written.differs(found, table));
        }
        if last > totals.last_case {
            damage.push(Damage::OtherRows { table: "totals" });
        }
    }
    Ok(totals.map(|totals| totals.unclosed))
}

/// What waits to be brought into the tables, as far as it can be read.
fn recent(conn: &Connection, table: &mut Table<'_>) -> Result<Vec<Change>, Fault> {
    if soft(schema::format(conn)).is_ok_and(|format| format < schema::FORMAT) {
        return Ok(Vec::new());
    }
    let mut changes = Vec::new();
    let (mut written, mut found) = (None, Sum::default());
    let mut recent = Table { conn, name: recent::TABLE, keys: 1, owned: false, damage: &mut *table.damage };
    recent.read("SELECT number, change, crc FROM recent ORDER BY number", |row| {
        let (_, crc, change) = recent::row(row)?;
        match change {
            recent::Found::Head(sum) => written = Some(sum),
            recent::Found::Change(change) => {
                found.add(crc);
                changes.push(change);
            }
        }
        Ok(())
    })?;
    match written {
        Some(written) => table.damage.extend(written.differs(found, recent::TABLE)),
        None => table.damage.push(Damage::Row { table: recent::TABLE, case: None, key: "0".to_owned() }),
    }
    Ok(changes)
}

/// Tables of which the totals are kept.
const SUMMED: [&str; 5] = ["cases", "editions", "outbox", "tasks", "timers"];

/// What SQLite says of content is damage.
fn soft<T>(result: Result<T, Fault>) -> Result<T, Fault> {
    result.map_err(|fault| match fault {
        Fault::Sqlite(_) => match fault.at(Path::new("")) {
            StoreError::Damaged { what, .. } => Fault::Damaged(what),
            StoreError::Failed { message, .. } => Fault::Damaged(message),
            other => Fault::Store(other),
        },
        other => other,
    })
}

fn structure(conn: &Connection, damage: &mut Vec<Damage>) -> Result<(), Fault> {
    let sql = format!("PRAGMA integrity_check({STRUCTURE_MAX})");
    let said = super::read::all(conn, &sql, (), |row| Ok(row.get::<_, String>(0)?));
    match soft(said) {
        Ok(said) => damage.extend(
            said.iter()
                .flat_map(|said| said.lines())
                .filter(|said| *said != "ok" && !said.starts_with("***"))
                .map(|said| Damage::Structure { said: said.to_owned() }),
        ),
        Err(Fault::Damaged(said)) => damage.push(Damage::Structure { said }),
        Err(fault) => return Err(fault),
    }
    Ok(())
}

/// A table that is read row by row.
struct Table<'a> {
    conn: &'a Connection,
    name: &'static str,
    /// How many of the first columns make the key.
    keys: usize,
    /// Whether the first of them is a case.
    owned: bool,
    damage: &'a mut Vec<Damage>,
}

impl Table<'_> {
    fn read(&mut self, sql: &str, mut read: impl FnMut(&Row<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
        let name = self.name;
        let end = self.rows(sql, &mut read);
        note(soft(end), |said| Damage::Unreadable { table: name, said }, self.damage)
    }

    fn rows(&mut self, sql: &str, read: &mut impl FnMut(&Row<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
        let mut statement = self.conn.prepare(sql)?;
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            match soft(read(row)) {
                Ok(()) => {}
                Err(Fault::Damaged(_)) => self.damage.push(self.row(row)),
                Err(fault) => return Err(fault),
            }
        }
        Ok(())
    }

    fn row(&self, row: &Row<'_>) -> Damage {
        let part = |at| match row.get_ref(at) {
            Ok(rusqlite::types::ValueRef::Integer(number)) => number.to_string(),
            Ok(rusqlite::types::ValueRef::Text(text)) => format!("`{}`", String::from_utf8_lossy(text)),
            _ => "?".to_owned(),
        };
        let key = (0..self.keys).map(part).collect::<Vec<_>>().join(".");
        let key = if key.is_empty() { "?".to_owned() } else { key };
        let case = row.get::<_, i64>(0).ok().and_then(|id| u64::try_from(id).ok()).map(CaseId);
        Damage::Row { table: self.name, case: case.filter(|_| self.owned), key }
    }
}
