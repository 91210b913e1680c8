//! What is in the table of recent changes, by what is asked of it; all else is brought into the tables before it is asked.

use super::fault::Fault;
use super::totals::Sum;
use super::{read, recent, rows};
use rusqlite::Connection;
use sop_runtime::host::store::{Applied, CaseId, Change};
use std::collections::{HashMap, HashSet};

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

/// What waits.
#[derive(Debug, Default)]
pub(super) struct Pending {
    heads: HashMap<i64, Head>,
    /// Positions of inputs that clients named, by case and name.
    named: HashMap<i64, HashMap<String, u64>>,
    /// Cases whose first input a client named.
    firsts: HashMap<String, CaseId>,
    parents: HashSet<i64>,
    pub(super) sum: Sum,
    /// Bytes of the changes, about.
    bytes: usize,
}

impl Pending {
    /// As the table says.
    pub(super) fn read(conn: &Connection) -> Result<Self, Fault> {
        let (changes, sum) = recent::read(conn)?;
        let mut pending = Self { sum, ..Self::default() };
        for change in &changes {
            if let Change::Applied(input) = change {
                pending.weigh(input.entry.len().saturating_add(input.snapshot.len()));
                input.outbox.iter().for_each(|(_, effect)| pending.weigh(effect.len()));
                let id = rows::number(input.row.id.0)?;
                pending.learn(id, pending.head(id).unwrap_or_default(), input);
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
        self.heads.get(&id).copied()
    }

    /// Whether something of that case waits.
    pub(super) fn has(&self, id: i64) -> bool {
        self.heads.contains_key(&id)
    }

    /// Whether a child of that case waits.
    pub(super) fn is_parent(&self, id: i64) -> bool {
        self.parents.contains(&id)
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

    /// An input was put into the table, `before` which the case had come so far.
    pub(super) fn learn(&mut self, id: i64, before: Head, input: &Applied) {
        let mut head = Head { inputs: input.row.inputs, ..before };
        if let Some(request) = &input.request {
            head.requests = head.requests.saturating_add(1);
            self.named.entry(id).or_default().insert(request.clone(), input.row.inputs.saturating_sub(1));
            if input.row.inputs == 1 {
                self.firsts.insert(request.clone(), input.row.id);
            }
        }
        self.heads.insert(id, head);
        if let Some((parent, _)) = input.row.parent
            && let Ok(parent) = rows::number(parent.0)
        {
            self.parents.insert(parent);
        }
    }
}
