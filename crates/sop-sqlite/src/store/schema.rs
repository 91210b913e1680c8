//! Format 2: the tables. A change of any text here is a new format. Format 1 had no table `recent`; a store of it is brought up
//! to date when it is opened.
//!
//! `crc` is the row's checksum. Tables without a rowid keep a case's rows together.

use super::fault::Fault;
use super::recent;
use super::totals::Totals;
use rusqlite::Connection;

/// Which kind of file it is: `SOPs`.
pub(super) const APPLICATION_ID: i32 = 0x534F_5073;
/// The newest format that is known here, and the one that is written.
pub(super) const FORMAT: i32 = 2;
/// The oldest format that can be brought up to date.
pub(super) const FORMAT_MIN: i32 = 1;
/// The size of a page in bytes.
pub(super) const PAGE_BYTES: u16 = 4096;

/// All tables and indices: name and text.
pub(super) const SCHEMA: [(&str, &str); 12] = [
    (
        "cases",
        "CREATE TABLE cases (id INTEGER PRIMARY KEY, flow TEXT NOT NULL, edition BLOB NOT NULL, parent INTEGER, \
         parent_child INTEGER, status INTEGER NOT NULL, outcome TEXT, began INTEGER NOT NULL, last INTEGER NOT NULL, \
         inputs INTEGER NOT NULL, requests INTEGER NOT NULL, snapshot_crc INTEGER NOT NULL, crc INTEGER NOT NULL, \
         snapshot BLOB NOT NULL) STRICT",
    ),
    ("cases_by_parent", "CREATE INDEX cases_by_parent ON cases (parent) WHERE parent IS NOT NULL"),
    ("cases_open", "CREATE INDEX cases_open ON cases (id) WHERE status = 0"),
    (
        "editions",
        "CREATE TABLE editions (id BLOB NOT NULL, content BLOB NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (id)) \
         STRICT, WITHOUT ROWID",
    ),
    (
        "journal",
        "CREATE TABLE journal (owner INTEGER NOT NULL, position INTEGER NOT NULL, entry BLOB NOT NULL, \
         crc INTEGER NOT NULL, PRIMARY KEY (owner, position)) STRICT, WITHOUT ROWID",
    ),
    (
        "outbox",
        "CREATE TABLE outbox (owner INTEGER NOT NULL, input INTEGER NOT NULL, number INTEGER NOT NULL, \
         effect BLOB NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (owner, input, number)) STRICT, WITHOUT ROWID",
    ),
    (
        RECENT,
        "CREATE TABLE recent (number INTEGER PRIMARY KEY, change BLOB NOT NULL, crc INTEGER NOT NULL) STRICT",
    ),
    (
        "requests",
        "CREATE TABLE requests (owner INTEGER NOT NULL, request TEXT NOT NULL, position INTEGER NOT NULL, \
         crc INTEGER NOT NULL, PRIMARY KEY (owner, request)) STRICT, WITHOUT ROWID",
    ),
    ("requests_first", "CREATE UNIQUE INDEX requests_first ON requests (request) WHERE position = 0"),
    (
        "tasks",
        "CREATE TABLE tasks (owner INTEGER NOT NULL, task INTEGER NOT NULL, node INTEGER NOT NULL, lane INTEGER, \
         crc INTEGER NOT NULL, PRIMARY KEY (owner, task)) STRICT, WITHOUT ROWID",
    ),
    (
        "timers",
        "CREATE TABLE timers (owner INTEGER NOT NULL, timer INTEGER NOT NULL, due INTEGER NOT NULL, \
         crc INTEGER NOT NULL, PRIMARY KEY (owner, timer)) STRICT, WITHOUT ROWID",
    ),
    (
        "totals",
        "CREATE TABLE totals (one INTEGER PRIMARY KEY, unclosed INTEGER NOT NULL, last_case INTEGER NOT NULL, \
         cases INTEGER NOT NULL, cases_sum INTEGER NOT NULL, editions INTEGER NOT NULL, editions_sum INTEGER NOT NULL, \
         outbox INTEGER NOT NULL, outbox_sum INTEGER NOT NULL, tasks INTEGER NOT NULL, tasks_sum INTEGER NOT NULL, \
         timers INTEGER NOT NULL, timers_sum INTEGER NOT NULL, crc INTEGER NOT NULL) STRICT",
    ),
];

/// The table that format 1 did not have.
const RECENT: &str = "recent";

/// The tables of a format.
fn of(format: i32) -> impl Iterator<Item = (&'static str, &'static str)> {
    SCHEMA.into_iter().filter(move |(name, _)| format > FORMAT_MIN || *name != RECENT)
}

/// Brings a store that was verified up to date.
pub(super) fn upgrade(conn: &mut Connection) -> Result<(), Fault> {
    let tx = conn.transaction()?;
    for (_, text) in SCHEMA.into_iter().filter(|(name, _)| *name == RECENT) {
        tx.execute(text, ())?;
    }
    recent::begin(&tx)?;
    tx.pragma_update(None, "user_version", FORMAT)?;
    Ok(tx.commit()?)
}

/// Creates all tables, inside a transaction.
pub(super) fn create(conn: &Connection) -> Result<(), Fault> {
    for (_, text) in SCHEMA {
        conn.execute(text, ())?;
    }
    Totals::default().insert(conn)?;
    recent::begin(conn)?;
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    conn.pragma_update(None, "user_version", FORMAT)?;
    Ok(())
}

/// The format that the file says.
pub(super) fn format(conn: &Connection) -> Result<i32, Fault> {
    Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Whether the tables are exactly those of the format that the file says.
pub(super) fn verify(conn: &Connection) -> Result<(), Fault> {
    let format = format(conn)?;
    let sql = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
    let mut statement = conn.prepare(sql)?;
    let mut found = statement.query(())?;
    let mut expected = of(format);
    loop {
        let row = found.next()?;
        match (row, expected.next()) {
            (None, None) => return Ok(()),
            (Some(row), Some((name, text))) => {
                let differs = row.get_ref(0)?.as_str() != Ok(name) || row.get_ref(1)?.as_str() != Ok(text);
                if differs {
                    return Err(Fault::Damaged(format!(
                        "its schema isn't that of format {format}: `{name}`"
                    )));
                }
            }
            (None, Some((name, _))) => return Err(Fault::Damaged(format!("its schema lacks `{name}`"))),
            (Some(row), None) => {
                let name: String = row.get(0)?;
                return Err(Fault::Damaged(format!("its schema has an unknown `{name}`")));
            }
        }
    }
}
