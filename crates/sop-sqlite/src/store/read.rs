//! Reads. Each ends its statement before it returns.

use super::fault::Fault;
use super::known::Known;
use super::rows::{self, CASE_COLUMNS, CaseRecord, number};
use super::totals::{Sum, Totals};
use rusqlite::{Connection, Params, Row, params};
use sop_runtime::Moment;
use sop_runtime::host::store::{CaseFilter, CaseId, CaseRow, EditionId, EffectId, StoredTask};
use sop_runtime::kernel::TimerId;

/// All rows of a statement.
pub(super) fn all<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&Row<'_>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// The row of a statement that has at most one.
pub(super) fn one<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> Result<T, Fault>,
) -> Result<Option<T>, Fault> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(read).transpose()
}

/// A number that a statement always has.
pub(super) fn count(conn: &Connection, sql: &str, params: impl Params) -> Result<i64, Fault> {
    Ok(conn.prepare_cached(sql)?.query_row(params, |row| row.get(0))?)
}

/// All rows of a table that has a sum.
fn summed<T>(
    conn: &Connection,
    table: &str,
    sql: &str,
    written: impl FnOnce(&Totals) -> Sum,
    read: impl Fn(&Row<'_>) -> Result<(T, i64), Fault>,
) -> Result<Vec<T>, Fault> {
    let mut sum = Sum::default();
    let found = all(conn, sql, (), |row| {
        let (found, crc) = read(row)?;
        sum.add(crc);
        Ok(found)
    })?;
    written(&Totals::read(conn)?).same(sum, table)?;
    Ok(found)
}

pub(super) fn last_case(conn: &Connection) -> Result<Option<CaseId>, Fault> {
    let totals = Totals::read(conn)?;
    let written = totals.last_case;
    let found = count(conn, "SELECT coalesce(max(id), 0) FROM cases", ())?;
    if written != found {
        // In a store that was repaired the last cases may be lost; then all that it was given are there.
        let sql = const_format_case(" FROM cases");
        let mut sum = Sum::default();
        all(conn, &sql, (), |row| {
            sum.add(rows::case(row)?.crc);
            Ok(())
        })?;
        if found > written || totals.cases.same(sum, "cases").is_err() {
            return Err(Fault::Damaged(format!("table `cases` ends with case {found}, not {written}")));
        }
    }
    Ok(u64::try_from(written).ok().filter(|last| *last > 0).map(CaseId))
}

/// A case's row and snapshot, if the case is there.
pub(super) fn record(conn: &Connection, id: i64) -> Result<Option<(CaseRecord, Vec<u8>)>, Fault> {
    let sql = const_format_case(", snapshot FROM cases WHERE id = ?1");
    one(conn, &sql, [id], |row| {
        let (record, snapshot) = rows::case_with_snapshot(row)?;
        Ok((record, snapshot.to_vec()))
    })
}

fn const_format_case(rest: &str) -> String {
    format!("SELECT {CASE_COLUMNS}{rest}")
}

/// Whether a case's journal and requests are as long as its row says.
pub(super) fn verify_case(conn: &Connection, record: &CaseRecord) -> Result<(), Fault> {
    let CaseRow { id, inputs, .. } = record.row;
    let owner = number(id.0)?;
    // Positions are checked on reading; here the ends and the count, which need no look at the entries.
    let journal = count(conn, "SELECT count(*) FROM journal WHERE owner = ?1", [owner])?;
    if number(inputs)? != journal {
        let what = format!("table `journal` has {journal} entries of case {}, not {inputs}", id.0);
        return Err(Fault::Damaged(what));
    }
    let requests = count(conn, "SELECT count(*) FROM requests WHERE owner = ?1", [owner])?;
    if number(record.requests)? != requests {
        let what = format!("table `requests` has {requests} rows of case {}, not {}", id.0, record.requests);
        return Err(Fault::Damaged(what));
    }
    Ok(())
}

/// A case's row and snapshot; `counted`: its journal and requests were found to be whole before.
pub(super) fn case(
    conn: &Connection,
    id: CaseId,
    counted: bool,
) -> Result<Option<(CaseRow, Vec<u8>)>, Fault> {
    let Ok(owner) = number(id.0) else { return Ok(None) };
    let Some((record, snapshot)) = record(conn, owner)? else { return Ok(None) };
    if !counted {
        verify_case(conn, &record)?;
    }
    Ok(Some((record.row, snapshot)))
}

pub(super) fn cases(conn: &Connection, filter: &CaseFilter) -> Result<Vec<CaseRow>, Fault> {
    let CaseFilter { open_only, flow, after, limit } = filter;
    let after = match after.map(|after| number(after.0)) {
        None => -1,
        Some(Ok(after)) => after,
        Some(Err(_)) => return Ok(Vec::new()),
    };
    // Below 0 is no limit.
    let most = limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
    let open = if *open_only { " AND status = 0" } else { "" };
    let sql = const_format_case(&format!(
        " FROM cases WHERE id > ?1{open} AND (?2 IS NULL OR flow = ?2) ORDER BY id LIMIT ?3"
    ));
    let mut sum = Sum::default();
    let found = all(conn, &sql, params![after, flow, most], |row| {
        let record = rows::case(row)?;
        sum.add(record.crc);
        Ok(record.row)
    })?;
    if *filter == CaseFilter::default() {
        Totals::read(conn)?.cases.same(sum, "cases")?;
    }
    Ok(found)
}

pub(super) fn children(conn: &Connection, of: CaseId) -> Result<Vec<CaseRow>, Fault> {
    let Ok(of) = number(of.0) else { return Ok(Vec::new()) };
    let sql = const_format_case(" FROM cases WHERE parent = ?1 ORDER BY id");
    all(conn, &sql, [of], |row| Ok(rows::case(row)?.row))
}

pub(super) fn journal(conn: &Connection, id: CaseId, from: u64, limit: usize) -> Result<Vec<Vec<u8>>, Fault> {
    let (Ok(owner), Ok(from)) = (number(id.0), number(from)) else { return Ok(Vec::new()) };
    let inputs = one(conn, &const_format_case(" FROM cases WHERE id = ?1"), [owner], rows::case)?
        .map_or(Ok(0), |record| number(record.row.inputs))?;
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = "SELECT owner, position, crc, entry FROM journal WHERE owner = ?1 AND position >= ?2 \
               ORDER BY position LIMIT ?3";
    let mut next = from;
    let found = all(conn, sql, params![owner, from, most], |row| {
        let (_, position, entry) = rows::entry(row)?;
        if position != next {
            return Err(Fault::Damaged(format!("table `journal` lacks entry {next} of case {}", id.0)));
        }
        next = next.saturating_add(1);
        Ok(entry)
    })?;
    let end = inputs.min(from.saturating_add(most));
    if next < end {
        return Err(Fault::Damaged(format!("table `journal` lacks entry {next} of case {}", id.0)));
    }
    if next > inputs && !found.is_empty() {
        let what = format!("table `journal` has entries of case {} beyond its {inputs}", id.0);
        return Err(Fault::Damaged(what));
    }
    Ok(found)
}

pub(super) fn request(conn: &Connection, id: CaseId, request: &str) -> Result<Option<u64>, Fault> {
    let Ok(owner) = number(id.0) else { return Ok(None) };
    let sql = "SELECT owner, request, position, crc FROM requests WHERE owner = ?1 AND request = ?2";
    let found = one(conn, sql, params![owner, request], rows::request)?;
    Ok(found.map(|(_, _, position)| position))
}

pub(super) fn started(conn: &Connection, request: &str) -> Result<Option<CaseId>, Fault> {
    let sql = "SELECT owner, request, position, crc FROM requests WHERE request = ?1 AND position = 0";
    let found = one(conn, sql, [request], rows::request)?;
    Ok(found.map(|(case, _, _)| case))
}

pub(super) fn timers(conn: &Connection) -> Result<Vec<(CaseId, TimerId, Moment)>, Fault> {
    let sql = "SELECT owner, timer, due, crc FROM timers";
    let mut timers = summed(conn, "timers", sql, |totals| totals.timers, rows::timer)?;
    timers.sort_unstable_by_key(|(case, timer, due)| (*due, *case, *timer));
    Ok(timers)
}

/// Timers that fall due by a moment, the first at most so many. There is no index by moment: this is asked once an opening, and
/// looks at a million of them in some 30 milliseconds; an index would touch one more page for each timer that is armed or disarmed.
pub(super) fn timers_due(
    conn: &Connection,
    by: Moment,
    limit: usize,
) -> Result<Vec<(CaseId, TimerId, Moment)>, Fault> {
    let sql = "SELECT owner, timer, due, crc FROM timers WHERE due <= ?1 ORDER BY due, owner, timer LIMIT ?2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    all(conn, sql, params![by.0, limit], |row| Ok(rows::timer(row)?.0))
}

/// The first timers behind one, at most so many. Whoever reads all of them hears at the end of one that vanished.
pub(super) fn timers_after(
    conn: &Connection,
    known: &mut Known,
    after: Option<(CaseId, TimerId)>,
    limit: usize,
) -> Result<Vec<(CaseId, TimerId, Moment)>, Fault> {
    let (case, timer) = after
        .map_or((-1, -1), |(case, timer)| (i64::try_from(case.0).unwrap_or(i64::MAX), i64::from(timer.0)));
    let sql = "SELECT owner, timer, due, crc FROM timers WHERE (owner, timer) > (?1, ?2) ORDER BY owner, timer LIMIT ?3";
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = all(conn, sql, params![case, timer, most], rows::timer)?;
    let rows = found.iter().map(|((case, timer, _), crc)| ((*case, *timer), *crc));
    let written = || Ok(Totals::read(conn)?.timers);
    known.timers.page(after, rows, found.len() < limit, written, "timers")?;
    Ok(found.into_iter().map(|(timer, _)| timer).collect())
}

pub(super) fn tasks(conn: &Connection) -> Result<Vec<StoredTask>, Fault> {
    let sql = "SELECT owner, task, node, lane, crc FROM tasks ORDER BY owner, task";
    summed(conn, "tasks", sql, |totals| totals.tasks, rows::task)
}

pub(super) fn outbox(conn: &Connection) -> Result<Vec<(EffectId, Vec<u8>)>, Fault> {
    let sql = "SELECT owner, input, number, crc, effect FROM outbox ORDER BY owner, input, number";
    summed(conn, "outbox", sql, |totals| totals.outbox, rows::effect)
}

/// The first effects behind one, at most so many. Whoever reads all of them hears at the end of one that vanished.
pub(super) fn outbox_after(
    conn: &Connection,
    known: &mut Known,
    after: Option<EffectId>,
    limit: usize,
) -> Result<Vec<(EffectId, Vec<u8>)>, Fault> {
    let most = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let (case, input, index) =
        after.map_or((-1, -1, -1), |a| (most(a.case.0), most(a.input), i64::from(a.index)));
    let sql = "SELECT owner, input, number, crc, effect FROM outbox WHERE (owner, input, number) > (?1, ?2, ?3) \
               ORDER BY owner, input, number LIMIT ?4";
    let rows = params![case, input, index, i64::try_from(limit).unwrap_or(i64::MAX)];
    let found = all(conn, sql, rows, rows::effect)?;
    let rows = found.iter().map(|((id, _), crc)| (*id, *crc));
    known.outbox.page(after, rows, found.len() < limit, || Ok(Totals::read(conn)?.outbox), "outbox")?;
    Ok(found.into_iter().map(|(effect, _)| effect).collect())
}

pub(super) fn edition(conn: &Connection, id: EditionId) -> Result<Option<Vec<u8>>, Fault> {
    let sql = "SELECT id, content, crc FROM editions WHERE id = ?1";
    let found = one(conn, sql, [&id.0[..]], rows::edition)?;
    if found.is_none() {
        // A few rows: one that vanished would make a case unreadable for no known reason.
        editions(conn)?;
    }
    Ok(found.map(|(content, _)| content))
}

/// Reads all editions, for their checks.
pub(super) fn editions(conn: &Connection) -> Result<(), Fault> {
    let sql = "SELECT id, content, crc FROM editions";
    summed(conn, "editions", sql, |totals| totals.editions, |row| Ok(((), rows::edition(row)?.1)))?;
    Ok(())
}
