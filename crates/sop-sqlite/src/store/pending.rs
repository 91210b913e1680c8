//! What is in the table of recent changes, by what is asked of it; for all else they are brought into the tables before it is asked.

use super::fault::Fault;
use super::totals::Sum;
use super::{read, recent, rows};
use rusqlite::Connection;
use sop_runtime::host::store::{Applied, CaseId, Change};
use std::collections::{BTreeSet, HashMap};

/// Changes that wait at most until they are brought into the tables: more save pages, fewer make the pause shorter.
const CHANGES_MAX: i64 = 8192;

/// Bytes of them at most: all are in memory while they are brought into the tables, and cases may be large.
const BYTES_MAX: usize = 16 << 20;

/// How far a case has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// Its inputs.
    pub(super) inputs: u64,
    /// How many of them a client named.
    pub(super) requests: u64,
}

/// What waits of a case.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    head: Head,
    /// The row of its last input.
    last: i64,
}

/// What waits.
#[derive(Debug, Default)]
pub(super) struct Pending {
    cases: HashMap<i64, Waiting>,
    /// Of each row, from 1: the row of the input of the same case before it, or 0.
    before: Vec<i64>,
    /// Positions of inputs that clients named, by case and name.
    named: HashMap<i64, HashMap<String, u64>>,
    /// Cases whose first input a client named.
    firsts: HashMap<String, CaseId>,
    /// Cases of which a child waits, and those children.
    parents: HashMap<i64, BTreeSet<CaseId>>,
    pub(super) sum: Sum,
    /// Bytes of the changes, about.
    bytes: usize,
}

impl Pending {
    /// As the table says.
    pub(super) fn read(conn: &Connection) -> Result<Self, Fault> {
        let (changes, sum) = recent::read(conn)?;
        let mut pending = Self { sum, ..Self::default() };
        for (row, change) in (1..).zip(&changes) {
            if let Change::Applied(input) = change {
                pending.weigh(input.entry.len().saturating_add(input.snapshot.len()));
                input.outbox.iter().for_each(|(_, effect)| pending.weigh(effect.len()));
                let id = rows::number(input.row.id.0)?;
                pending.learn(id, row, pending.head(id).unwrap_or_default(), input);
            }
        }
        Ok(pending)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sum == Sum::default()
    }

    /// Whether enough waits.
    pub(super) fn is_full(&self) -> bool {
        self.sum.rows() >= CHANGES_MAX || self.bytes >= BYTES_MAX
    }

    /// So many bytes came.
    pub(super) fn weigh(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// How far a case has come, if something of it waits.
    pub(super) fn head(&self, id: i64) -> Option<Head> {
        self.cases.get(&id).map(|waiting| waiting.head)
    }

    /// Whether something of a case waits, or of a child of it.
    pub(super) fn concerns(&self, id: i64) -> bool {
        self.cases.contains_key(&id) || self.parents.contains_key(&id)
    }

    /// The row of a case's last input, if it waits.
    pub(super) fn last(&self, id: i64) -> Option<i64> {
        self.cases.get(&id).map(|waiting| waiting.last)
    }

    /// The rows of a case's inputs that wait, in order.
    pub(super) fn rows(&self, id: i64) -> Vec<i64> {
        let before = |row: &i64| {
            let place = usize::try_from(row.checked_sub(1)?).ok()?;
            self.before.get(place).copied().filter(|before| *before > 0)
        };
        let mut rows: Vec<i64> = std::iter::successors(self.last(id), before).collect();
        rows.reverse();
        rows
    }

    /// The children of a case of which something waits.
    pub(super) fn children(&self, id: i64) -> impl Iterator<Item = CaseId> + '_ {
        self.parents.get(&id).into_iter().flatten().copied()
    }

    /// The position of the input that a client named so, here or in the tables.
    pub(super) fn request(&self, conn: &Connection, id: CaseId, request: &str) -> Result<Option<u64>, Fault> {
        let named = rows::number(id.0).ok().and_then(|id| self.named.get(&id));
        match named.and_then(|named| named.get(request)) {
            Some(position) => Ok(Some(*position)),
            None => read::request(conn, id, request),
        }
    }

    /// The case whose first input a client named so, here or in the tables.
    pub(super) fn started(&self, conn: &Connection, request: &str) -> Result<Option<CaseId>, Fault> {
        match self.firsts.get(request) {
            Some(case) => Ok(Some(*case)),
            None => read::started(conn, request),
        }
    }

    /// An input goes into that row of the table, `before` which the case had come so far.
    pub(super) fn learn(&mut self, id: i64, row: i64, before: Head, input: &Applied) {
        let mut head = Head { inputs: input.row.inputs, ..before };
        if let Some(request) = &input.request {
            head.requests = head.requests.saturating_add(1);
            self.named.entry(id).or_default().insert(request.clone(), input.row.inputs.saturating_sub(1));
            if input.row.inputs == 1 {
                self.firsts.insert(request.clone(), input.row.id);
            }
        }
        let former = self.cases.insert(id, Waiting { head, last: row });
        // Rows in between are no inputs.
        self.before.resize(usize::try_from(row).unwrap_or_default(), 0);
        if let (Some(former), Some(before)) = (former, self.before.last_mut()) {
            *before = former.last;
        }
        if let Some((parent, _)) = input.row.parent
            && let Ok(parent) = rows::number(parent.0)
        {
            self.parents.entry(parent).or_default().insert(input.row.id);
        }
    }
}
