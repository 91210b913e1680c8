//! How many cases stand where, counted by SQLite itself: neither rows nor snapshots are handed over.

use super::fault::Fault;
use super::read::all;
use super::rows;
use rusqlite::Connection;
use sop_runtime::host::store::CaseCount;

/// Counts the cases. What it reads isn't held against checksums: a count is for people who watch, no case is worked by it.
pub(super) fn census(conn: &Connection) -> Result<Vec<CaseCount>, Fault> {
    let sql = "SELECT status, outcome, flow, count(*) FROM cases GROUP BY 1, 2, 3";
    all(conn, sql, (), |row| {
        let (status, outcome) = (row.get(0)?, row.get::<_, Option<String>>(1)?);
        let (flow, cases) = (row.get(2)?, row.get::<_, i64>(3)?);
        let unknown = || Fault::Damaged(format!("table `cases` has a status {status} that is none"));
        let status = rows::status(status, outcome.as_deref()).ok_or_else(unknown)?;
        Ok(CaseCount { flow, status, cases: cases.unsigned_abs() })
    })
}
