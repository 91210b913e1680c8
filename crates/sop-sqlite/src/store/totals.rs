//! One row that counts and sums up the rows of the tables that are read whole: so a row that vanished is found.

use super::checks::Checksum;
use super::damage::Damage;
use super::fault::Fault;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

/// How many rows, and their checksums, each over the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sum {
    rows: i64,
    sum: i64,
}

impl Sum {
    /// The checksum of the row by which there are more of them than `fewer`, if it is one.
    pub(super) fn one_more(self, fewer: Self) -> Option<i64> {
        (fewer.rows.checked_add(1) == Some(self.rows)).then_some(self.sum ^ fewer.sum)
    }

    /// How many rows.
    pub(super) fn rows(self) -> i64 {
        self.rows
    }

    /// A row came.
    pub(super) fn add(&mut self, crc: i64) {
        self.rows = self.rows.saturating_add(1);
        self.sum ^= crc;
    }

    /// A row went.
    pub(super) fn remove(&mut self, crc: i64) {
        self.rows = self.rows.saturating_sub(1);
        self.sum ^= crc;
    }

    /// In what rows that were read differ from those that were written.
    pub(super) fn differs(self, read: Self, table: &'static str) -> Option<Damage> {
        let rows = |sum: Self| u64::try_from(sum.rows).unwrap_or(0);
        match self {
            _ if self == read => None,
            _ if self.rows == read.rows => Some(Damage::OtherRows { table }),
            _ => Some(Damage::Count { table, case: None, found: rows(read), written: rows(self) }),
        }
    }

    /// Whether rows that were read are those that were written.
    pub(super) fn same(self, read: Self, table: &str) -> Result<(), Fault> {
        if self == read {
            return Ok(());
        }
        let Self { rows, .. } = self;
        let found = read.rows;
        let what = if rows == found {
            format!("table `{table}` has other rows than were written")
        } else {
            format!("table `{table}` has {found} rows, not {rows}")
        };
        Err(Fault::Damaged(what))
    }
}

/// The row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    /// Whether the log may hold commits that the file lacks.
    pub(super) unclosed: bool,
    /// The highest case number; 0: none yet.
    pub(super) last_case: i64,
    /// Cases.
    pub(super) cases: Sum,
    /// Editions.
    pub(super) editions: Sum,
    /// Effects that were not delivered.
    pub(super) outbox: Sum,
    /// Open tasks.
    pub(super) tasks: Sum,
    /// Armed timers.
    pub(super) timers: Sum,
}

impl Totals {
    fn columns(&self) -> [i64; 12] {
        let Self { unclosed, last_case, cases, editions, outbox, tasks, timers } = self;
        [
            i64::from(*unclosed),
            *last_case,
            cases.rows,
            cases.sum,
            editions.rows,
            editions.sum,
            outbox.rows,
            outbox.sum,
            tasks.rows,
            tasks.sum,
            timers.rows,
            timers.sum,
        ]
    }

    fn crc(&self) -> i64 {
        self.columns().into_iter().fold(Checksum::of("totals").int(1), Checksum::int).done()
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<(Self, i64)> {
        let sum = |at| Ok::<_, rusqlite::Error>(Sum { rows: row.get(at)?, sum: row.get(at + 1)? });
        let totals = Self {
            unclosed: row.get::<_, i64>(0)? != 0,
            last_case: row.get(1)?,
            cases: sum(2)?,
            editions: sum(4)?,
            outbox: sum(6)?,
            tasks: sum(8)?,
            timers: sum(10)?,
        };
        Ok((totals, row.get(12)?))
    }

    /// From the columns behind the key, if their checksum says that they are what was written.
    pub(super) fn of(columns: &[i64]) -> Option<Self> {
        let [unclosed, last_case, c, cs, e, es, o, os, t, ts, m, ms, crc] = columns else { return None };
        let sum = |rows: &i64, sum: &i64| Sum { rows: *rows, sum: *sum };
        let totals = Self {
            unclosed: *unclosed != 0,
            last_case: *last_case,
            cases: sum(c, cs),
            editions: sum(e, es),
            outbox: sum(o, os),
            tasks: sum(t, ts),
            timers: sum(m, ms),
        };
        (totals.crc() == *crc).then_some(totals)
    }

    /// Reads it.
    pub(super) fn read(conn: &Connection) -> Result<Self, Fault> {
        let sql = "SELECT unclosed, last_case, cases, cases_sum, editions, editions_sum, outbox, outbox_sum, tasks, \
                   tasks_sum, timers, timers_sum, crc FROM totals WHERE one = 1";
        let found = conn.prepare_cached(sql)?.query_row((), Self::from_row).optional();
        match found? {
            Some((totals, crc)) if totals.crc() == crc => Ok(totals),
            _ => Err(Fault::Damaged("table `totals`: its row isn't what was written".to_owned())),
        }
    }

    /// Writes it for the first time.
    pub(super) fn insert(&self, conn: &Connection) -> Result<(), Fault> {
        conn.execute("INSERT INTO totals VALUES (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)", ())?;
        self.write(conn)
    }

    /// Writes it over.
    pub(super) fn write(&self, conn: &Connection) -> Result<(), Fault> {
        let sql = "UPDATE totals SET unclosed = ?1, last_case = ?2, cases = ?3, cases_sum = ?4, editions = ?5, \
                   editions_sum = ?6, outbox = ?7, outbox_sum = ?8, tasks = ?9, tasks_sum = ?10, timers = ?11, \
                   timers_sum = ?12, crc = ?13 WHERE one = 1";
        let mut statement = conn.prepare_cached(sql)?;
        let columns = self.columns().into_iter().chain([self.crc()]);
        statement.execute(rusqlite::params_from_iter(columns))?;
        Ok(())
    }
}
