//! What can be wrong with a store, thing by thing.

use sop_runtime::host::store::CaseId;
use std::fmt;

/// One thing that isn't what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// The file's header, its tables' definitions, or its format.
    Header {
        /// What was found.
        said: String,
    },
    /// The log beside the file.
    Log {
        /// What was found.
        said: String,
    },
    /// The store was not closed, and its log, which may hold its last commits, is missing or cut off.
    LogLost,
    /// The structure of the file, or of an index, by SQLite's own check.
    Structure {
        /// What it said.
        said: String,
    },
    /// A row.
    Row {
        /// Its table.
        table: &'static str,
        /// Whose it is, as far as that can be read.
        case: Option<CaseId>,
        /// Its key, as far as it can be read.
        key: String,
    },
    /// The last state of a case.
    Snapshot {
        /// Whose.
        case: CaseId,
    },
    /// Rows are missing or too many.
    Count {
        /// Their table.
        table: &'static str,
        /// Whose they are; `None`: the whole table's.
        case: Option<CaseId>,
        /// How many are there.
        found: u64,
        /// How many were written.
        written: u64,
    },
    /// As many rows as were written, but not the same ones.
    OtherRows {
        /// Their table.
        table: &'static str,
    },
    /// A row that does not follow those before it, or is of a case that isn't there.
    OutOfTurn {
        /// Its table.
        table: &'static str,
        /// Whose it is.
        case: CaseId,
        /// Its position.
        key: String,
    },
    /// A case's row or state isn't what its journal comes to, though each is what was written.
    State {
        /// Whose.
        case: CaseId,
    },
    /// A case's journal doesn't fit its book.
    Replay {
        /// Whose.
        case: CaseId,
        /// What does not fit.
        why: String,
    },
    /// The rest of a table can't be read.
    Unreadable {
        /// Which.
        table: &'static str,
        /// What was said.
        said: String,
    },
}

impl Damage {
    /// The case that is concerned, if it is one.
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Self::Row { case, .. } | Self::Count { case, .. } => *case,
            Self::Snapshot { case }
            | Self::OutOfTurn { case, .. }
            | Self::State { case }
            | Self::Replay { case, .. } => Some(*case),
            _ => None,
        }
    }

    /// The table that is concerned, if it is one.
    pub fn table(&self) -> Option<&'static str> {
        match self {
            Self::Row { table, .. }
            | Self::Count { table, .. }
            | Self::OtherRows { table }
            | Self::OutOfTurn { table, .. }
            | Self::Unreadable { table, .. } => Some(table),
            Self::Snapshot { .. } | Self::State { .. } => Some("cases"),
            Self::Replay { .. } => Some("journal"),
            _ => None,
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header { said } | Self::Log { said } | Self::Structure { said } => f.write_str(said),
            Self::LogLost => f.write_str(
                "it was not closed, and its log (`-wal`), which may hold its last commits, is missing or cut off",
            ),
            Self::Row { table, key, .. } => write!(f, "table `{table}`, row {key}: it isn't what was written"),
            Self::Snapshot { case } => {
                write!(f, "table `cases`, row {}: its snapshot isn't what was written", case.0)
            }
            Self::Count { table, case: Some(case), found, written } => {
                write!(f, "table `{table}` has {found} rows of case {}, not {written}", case.0)
            }
            Self::Count { table, case: None, found, written } => {
                write!(f, "table `{table}` has {found} rows, not {written}")
            }
            Self::OtherRows { table } => write!(f, "table `{table}` has other rows than were written"),
            Self::OutOfTurn { table, case, key } => {
                write!(f, "table `{table}` has a row {key} of case {} out of turn", case.0)
            }
            Self::State { case } => {
                write!(f, "table `cases`, row {}: it isn't what its journal comes to", case.0)
            }
            Self::Replay { case, why } => {
                write!(f, "table `journal`: the entries of case {} don't fit its book: {why}", case.0)
            }
            Self::Unreadable { table, said } => write!(f, "table `{table}` can't be read to its end: {said}"),
        }
    }
}
