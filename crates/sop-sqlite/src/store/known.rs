//! What the last write or read of a case's row found, for the next write: a row that this opening has seen in order, and that
//! nobody else can change, is not read again.
//!
//! Invariant: after a batch that was not stored, nothing is known.

use super::fault::Fault;
use super::paging::Paging;
use super::pending::Head;
use super::read::record;
use super::rows::CaseColumns;
use rusqlite::Connection;
use sop_runtime::host::store::{CaseId, EffectId};
use sop_runtime::kernel::TimerId;
use std::collections::{HashMap, HashSet};

/// Cases of which something is known; beyond that, all are forgotten.
const CASES_MAX: usize = 65_536;

/// A case's row as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Case {
    /// How far it has come.
    pub(super) head: Head,
    /// The row's checksum.
    pub(super) crc: i64,
    /// Checksum of the columns that seldom change.
    pub(super) lasting: i64,
}

/// What is known.
#[derive(Debug, Default)]
pub(super) struct Known {
    cases: HashMap<i64, Case>,
    /// Cases whose journals and requests were found to be as many as their rows say.
    counted: HashSet<CaseId>,
    /// How far those have come that read the timers and the outbox in pages.
    pub(super) timers: Paging<(CaseId, TimerId)>,
    pub(super) outbox: Paging<EffectId>,
}

impl Known {
    /// A case's row; `None` if there is none.
    pub(super) fn case(&self, conn: &Connection, id: i64) -> Result<Option<Case>, Fault> {
        if let Some(case) = self.cases.get(&id) {
            return Ok(Some(*case));
        }
        let Some((record, _)) = record(conn, id)? else { return Ok(None) };
        let columns = CaseColumns::of(&record.row, record.requests, record.snapshot_crc)?;
        let head = Head { inputs: record.row.inputs, requests: record.requests };
        Ok(Some(Case { head, crc: record.crc, lasting: columns.lasting_crc() }))
    }

    /// What was written, though not yet committed.
    pub(super) fn learn(&mut self, id: i64, case: Case) {
        if self.cases.len() >= CASES_MAX && !self.cases.contains_key(&id) {
            self.cases.clear();
        }
        self.cases.insert(id, case);
    }

    /// Whether a case's journal and requests were counted.
    pub(super) fn is_counted(&self, id: CaseId) -> bool {
        self.counted.contains(&id)
    }

    /// They were.
    pub(super) fn counted(&mut self, id: CaseId) {
        if self.counted.len() >= CASES_MAX {
            self.counted.clear();
        }
        self.counted.insert(id);
    }

    /// Nothing is known of any row any more. What was counted stays so: rows and counts change together, or not at all.
    pub(super) fn forget(&mut self) {
        self.cases.clear();
        self.timers.stop();
        self.outbox.stop();
    }
}
