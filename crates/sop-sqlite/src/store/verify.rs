//! Reads a whole store and checks all of it.

use super::fault::Fault;
use super::read::{self, all};
use super::rows::{self, CASE_COLUMNS};
use super::totals::{Sum, Totals};
use super::{recent, schema};
use rusqlite::Connection;
use sop_runtime::host::store::{CaseId, Change};
use std::collections::BTreeMap;

/// What a case's row says of its other rows, and how many of them were read.
#[derive(Debug, Default)]
struct Counts {
    inputs: u64,
    requests: u64,
    entries: u64,
    names: u64,
}

/// Structure and indices first; then every row.
pub(super) fn everything(conn: &Connection) -> Result<(), Fault> {
    structure(conn)?;
    let mut counts = cases(conn)?;
    journal(conn, &mut counts)?;
    requests(conn, &mut counts)?;
    for (case, count) in counts {
        let Counts { inputs, requests, entries, names } = count;
        if inputs != entries {
            let what = format!("table `journal` has {entries} entries of case {case}, not {inputs}");
            return Err(Fault::Damaged(what));
        }
        if requests != names {
            let what = format!("table `requests` has {names} rows of case {case}, not {requests}");
            return Err(Fault::Damaged(what));
        }
    }
    recent(conn)?;
    read::last_case(conn)?;
    read::timers(conn)?;
    read::tasks(conn)?;
    read::outbox(conn)?;
    read::editions(conn)
}

/// What waits: whole, and each case's inputs go on where its row stops.
fn recent(conn: &Connection) -> Result<(), Fault> {
    if schema::format(conn)? < schema::FORMAT {
        return Ok(());
    }
    let mut heads: BTreeMap<CaseId, u64> = BTreeMap::new();
    for change in recent::read(conn)?.0 {
        let Change::Applied(input) = change else { continue };
        let id = input.row.id;
        let before = match heads.get(&id) {
            Some(inputs) => *inputs,
            None => read::record(conn, rows::number(id.0)?)?.map_or(0, |(record, _)| record.row.inputs),
        };
        if before.checked_add(1) != Some(input.row.inputs) {
            return Err(recent::out_of_turn(id));
        }
        heads.insert(id, input.row.inputs);
    }
    Ok(())
}

fn structure(conn: &Connection) -> Result<(), Fault> {
    // Against the tables, too: what `quick_check` does without.
    let said = all(conn, "PRAGMA integrity_check(3)", (), |row| Ok(row.get::<_, String>(0)?))?;
    if said == ["ok"] { Ok(()) } else { Err(damaged_or_unread(said.join("; "))) }
}

/// What SQLite's own check says is damage, unless the disk could not read a page: its number for that is in its words.
pub(super) fn damaged_or_unread(said: String) -> Fault {
    let codes = said.split("error code=").skip(1);
    let code = |rest: &str| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<i32>().ok();
    // The lowest byte is the kind of error.
    let unread = codes.filter_map(code).any(|code| code & 0xFF == rusqlite::ffi::SQLITE_IOERR);
    if unread {
        return Fault::Other(format!("the disk could not read it: {said}"));
    }
    // For a page of the list of free ones it has no number.
    let unknown = said.contains("failed to get page");
    Fault::Damaged(if unknown { format!("{said}, or the disk could not read it") } else { said })
}

fn cases(conn: &Connection) -> Result<BTreeMap<u64, Counts>, Fault> {
    let mut sum = Sum::default();
    let sql = format!("SELECT {CASE_COLUMNS}, snapshot FROM cases");
    let found = all(conn, &sql, (), |row| {
        let (record, _) = rows::case_with_snapshot(row)?;
        sum.add(record.crc);
        let counts = Counts { inputs: record.row.inputs, requests: record.requests, ..Counts::default() };
        Ok((record.row.id.0, counts))
    })?;
    Totals::read(conn)?.cases.same(sum, "cases")?;
    Ok(found.into_iter().collect())
}

fn journal(conn: &Connection, counts: &mut BTreeMap<u64, Counts>) -> Result<(), Fault> {
    let mut statement =
        conn.prepare("SELECT owner, position, crc, entry FROM journal ORDER BY owner, position")?;
    let mut entries = statement.query(())?;
    while let Some(row) = entries.next()? {
        let (owner, position, _) = rows::entry(row)?;
        let count = u64::try_from(owner).ok().and_then(|owner| counts.get_mut(&owner));
        match count {
            Some(count) if i64::try_from(count.entries) == Ok(position) => count.entries += 1,
            _ => {
                let what = format!("table `journal` has an entry {position} of case {owner} out of turn");
                return Err(Fault::Damaged(what));
            }
        }
    }
    Ok(())
}

fn requests(conn: &Connection, counts: &mut BTreeMap<u64, Counts>) -> Result<(), Fault> {
    let mut statement = conn.prepare("SELECT owner, request, position, crc FROM requests")?;
    let mut requests = statement.query(())?;
    while let Some(row) = requests.next()? {
        let (case, _, position) = rows::request(row)?;
        match counts.get_mut(&case.0) {
            Some(count) if position < count.inputs => count.names += 1,
            _ => {
                let what =
                    format!("table `requests` names an input {position} of case {} that isn't there", case.0);
                return Err(Fault::Damaged(what));
            }
        }
    }
    Ok(())
}
