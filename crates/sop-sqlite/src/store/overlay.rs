//! Reading a case of which something waits: what the tables have of it, and behind that what waits. So looking at a case writes
//! nothing.

use super::fault::Fault;
use super::pending::Pending;
use super::rows::number;
use super::{read, recent};
use rusqlite::Connection;
use sop_runtime::host::store::{CaseId, CaseRow};
use std::collections::BTreeMap;

/// A case's row and snapshot; `counted`: its journal and requests were found to be whole before.
pub(super) fn case(
    conn: &Connection,
    pending: &Pending,
    id: CaseId,
    counted: bool,
) -> Result<Option<(CaseRow, Vec<u8>)>, Fault> {
    let Some(last) = number(id.0).ok().and_then(|owner| pending.last(owner)) else {
        return read::case(conn, id, counted);
    };
    if !counted && let Some((record, _)) = read::record(conn, number(id.0)?)? {
        read::verify_case(conn, &record)?;
    }
    let input = recent::input(conn, last, id)?;
    Ok(Some((input.row, input.snapshot)))
}

/// Entries of a case's journal.
pub(super) fn journal(
    conn: &Connection,
    pending: &Pending,
    id: CaseId,
    from: u64,
    limit: usize,
) -> Result<Vec<Vec<u8>>, Fault> {
    let mut found = read::journal(conn, id, from, limit)?;
    let (rows, head) = match number(id.0) {
        Ok(owner) => (pending.rows(owner), pending.head(owner)),
        Err(_) => return Ok(found),
    };
    let Some(head) = head else { return Ok(found) };
    let first = head.inputs.saturating_sub(rows.len() as u64);
    let in_tables = usize::try_from(first.saturating_sub(from)).unwrap_or(usize::MAX);
    if found.len() != in_tables.min(limit) {
        return Err(recent::out_of_turn(id));
    }
    let skipped = usize::try_from(from.saturating_sub(first)).unwrap_or(usize::MAX);
    for (position, row) in (first..).zip(rows).skip(skipped).take(limit - found.len()) {
        let input = recent::input(conn, row, id)?;
        if input.row.inputs.checked_sub(1) != Some(position) {
            return Err(recent::out_of_turn(id));
        }
        found.push(input.entry);
    }
    Ok(found)
}

/// The children of a case, by number.
pub(super) fn children(conn: &Connection, pending: &Pending, of: CaseId) -> Result<Vec<CaseRow>, Fault> {
    let mut found: BTreeMap<CaseId, CaseRow> =
        read::children(conn, of)?.into_iter().map(|row| (row.id, row)).collect();
    let waiting = number(of.0).ok().map(|of| pending.children(of));
    let mut waiting: Vec<CaseId> = waiting.into_iter().flatten().collect();
    waiting.extend(found.keys());
    for child in waiting {
        if let Some(last) = pending.last(number(child.0)?) {
            found.insert(child, recent::input(conn, last, child)?.row);
        }
    }
    Ok(found.into_values().filter(|row| row.parent.is_some_and(|(parent, _)| parent == of)).collect())
}
