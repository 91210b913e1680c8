//! The store: where cases survive a restart.
//!
//! A store holds, per case, a row, the journal of inputs, the last snapshot, the armed timers, the open tasks and the
//! effects that are still to be delivered. It understands none of the bytes in them. It is owned by one thread of the
//! engine; it need not be shared.

mod census;
#[doc(hidden)]
pub mod contract;

use crate::kernel::{ChildId, TaskId, TimerId};
use crate::value::Moment;
use serde::{Deserialize, Serialize};

/// A case's number in its store. From 1, in the order of their beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub u64);

/// Fingerprint of a book with its settings: what a case runs on from its beginning to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EditionId(pub [u8; 16]);

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// Under way.
    Open,
    /// At an end; the outcome's name.
    Ended(String),
    /// Given up.
    Cancelled,
}

/// What a store knows of a case beside its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// Its number.
    pub id: CaseId,
    /// The flow's name.
    pub flow: String,
    /// What it runs on.
    pub edition: EditionId,
    /// The case that started or called it, and its number there.
    pub parent: Option<(CaseId, ChildId)>,
    /// Where it stands.
    pub status: CaseStatus,
    /// Moment of its first input.
    pub began: Moment,
    /// Moment of its last input.
    pub last: Moment,
    /// How many inputs it has had: the number of journal entries.
    pub inputs: u64,
}

/// One accepted input of one case: all of it is stored, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The case's row after the input. `row.inputs - 1` is the entry's position in the journal.
    pub row: CaseRow,
    /// The journal entry, encoded.
    pub entry: Vec<u8>,
    /// The state after the input, encoded.
    pub snapshot: Vec<u8>,
    /// The client's own name for this input; no two inputs of one case have the same, and no two first inputs in the store.
    pub request: Option<String>,
    /// Changes of armed timers, in order.
    pub timers: Vec<TimerChange>,
    /// Changes of open tasks, in order.
    pub tasks: Vec<TaskChange>,
    /// Effects to be delivered: their position among the input's effects, and the effect, encoded.
    pub outbox: Vec<(u16, Vec<u8>)>,
}

/// A change of a case's timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimerChange {
    /// Armed, or given another moment. A timer that is only wound back need not be given its later moment.
    Arm(TimerId, Moment),
    /// Fired or disarmed.
    Disarm(TimerId),
}

/// A change of a case's open tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskChange {
    /// Opened, at a node (index in the flow's graph), for a lane (index in the book; `None`: nobody's).
    Open(TaskId, u16, Option<u16>),
    /// Done or withdrawn.
    Close(TaskId),
}

/// Name of one effect: the case, the position of the input in its journal, the position of the effect among the input's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EffectId {
    /// The case.
    pub case: CaseId,
    /// Position of the input, from 0.
    pub input: u64,
    /// Position of the effect, from 0.
    pub index: u16,
}

/// One change of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A book with its settings, encoded; storing it twice is no error.
    Edition(EditionId, Vec<u8>),
    /// An accepted input. Fails with [`StoreError::Conflict`] if the case has not exactly `row.inputs - 1` inputs, and with
    /// [`StoreError::RequestTwice`] if its name was used before: by another input of the case or, for the first input of a
    /// case, by another case's first (the error tells which case).
    Applied(Box<Applied>),
    /// An effect was delivered; unknown ones are no error.
    Delivered(EffectId),
}

/// An open task as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoredTask {
    /// The case.
    pub case: CaseId,
    /// The task.
    pub task: TaskId,
    /// Where: index in the flow's graph.
    pub node: u16,
    /// Whose: index in the book.
    pub lane: Option<u16>,
}

/// Which cases to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Only those under way.
    pub open_only: bool,
    /// Only those of this flow.
    pub flow: Option<String>,
    /// Only those after this one.
    pub after: Option<CaseId>,
    /// At most so many; `None`: all.
    pub limit: Option<usize>,
}

/// How many cases of a flow stand so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseCount {
    /// The flow's name.
    pub flow: String,
    /// Where they stand.
    pub status: CaseStatus,
    /// How many.
    pub cases: u64,
}

/// A store.
///
/// # Contract
///
/// - When `commit` returns `Ok`, the whole batch survives the loss of power; when it returns `Err`, none of it is
///   there, and the store is as it was. A batch is applied in order.
/// - Reads see all that was committed before.
/// - Damaged content is reported as [`StoreError::Damaged`], never returned, and never written over.
pub trait Store: Send + std::fmt::Debug + 'static {
    /// Applies a batch, durably, all or nothing.
    fn commit(&mut self, batch: &[Change]) -> Result<(), StoreError>;
    /// The highest case number in use.
    fn last_case(&mut self) -> Result<Option<CaseId>, StoreError>;
    /// A case's row and its last snapshot.
    fn case(&mut self, id: CaseId) -> Result<Option<(CaseRow, Vec<u8>)>, StoreError>;
    /// Rows of cases, by number.
    fn cases(&mut self, filter: &CaseFilter) -> Result<Vec<CaseRow>, StoreError>;
    /// How many cases stand where, in no order; none that is 0.
    fn census(&mut self) -> Result<Vec<CaseCount>, StoreError> {
        census::by_rows(self)
    }
    /// Children of a case, by number.
    fn children(&mut self, of: CaseId) -> Result<Vec<CaseRow>, StoreError>;
    /// Journal entries from a position on, in order, at most `limit`.
    fn journal(&mut self, id: CaseId, from: u64, limit: usize) -> Result<Vec<Vec<u8>>, StoreError>;
    /// The position in the journal of the input that a client named so.
    fn request(&mut self, id: CaseId, request: &str) -> Result<Option<u64>, StoreError>;
    /// The case whose first input a client named so.
    fn started(&mut self, request: &str) -> Result<Option<CaseId>, StoreError>;
    /// All armed timers: by moment, then case, then number. The moments are those at which they fall due at the earliest.
    fn timers(&mut self) -> Result<Vec<(CaseId, TimerId, Moment)>, StoreError>;
    /// Of those, the first that fall due by a moment, at most `limit`, in the same order.
    fn timers_due(&mut self, by: Moment, limit: usize) -> Result<Vec<(CaseId, TimerId, Moment)>, StoreError> {
        let mut due = self.timers()?;
        due.truncate(due.partition_point(|(.., due)| *due <= by).min(limit));
        Ok(due)
    }
    /// Of those, the first behind `after`, at most `limit`: by case and number. Whoever reads on behind the last of a page
    /// meets each timer once that is armed all the while.
    fn timers_after(
        &mut self,
        after: Option<(CaseId, TimerId)>,
        limit: usize,
    ) -> Result<Vec<(CaseId, TimerId, Moment)>, StoreError> {
        let mut all = self.timers()?;
        all.retain(|(case, timer, _)| after.is_none_or(|after| (*case, *timer) > after));
        all.sort_unstable_by_key(|(case, timer, _)| (*case, *timer));
        all.truncate(limit);
        Ok(all)
    }
    /// All open tasks, by case and number.
    fn tasks(&mut self) -> Result<Vec<StoredTask>, StoreError>;
    /// All effects that were not delivered, in order of their names.
    fn outbox(&mut self) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError>;
    /// Of those, the first behind `after`, at most `limit`.
    fn outbox_after(
        &mut self,
        after: Option<EffectId>,
        limit: usize,
    ) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError> {
        let mut all = self.outbox()?;
        all.retain(|(id, _)| after.is_none_or(|after| *id > after));
        all.truncate(limit);
        Ok(all)
    }
    /// A stored edition.
    fn edition(&mut self, id: EditionId) -> Result<Option<Vec<u8>>, StoreError>;
    /// A copy of all that was committed before this call, to be written by any thread while the store goes on.
    fn backup(&mut self) -> Result<Box<dyn Backup>, StoreError> {
        let message = "a store of this kind can't be copied while it is in use".to_owned();
        Err(StoreError::Failed { path: String::new(), message, source: None })
    }
}

/// A copy of a store that is still to be written.
pub trait Backup: Send + std::fmt::Debug {
    /// Writes it to a file, verified and on disk before it gets its name. What lies there is replaced only with `replace`.
    fn write(self: Box<Self>, to: &std::path::Path, replace: bool) -> Result<(), StoreError>;
}

/// Why a store can't do what it should.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process has it open.
    #[error("the store `{path}` is in use by another program")]
    InUse {
        /// Which store.
        path: String,
    },
    /// A newer version of this software wrote it.
    #[error("the store `{path}` has format {found}; this program knows formats up to {known}")]
    NewerFormat {
        /// Which store.
        path: String,
        /// Its format.
        found: i64,
        /// The newest known here.
        known: i64,
    },
    /// It is a file of another kind.
    #[error("`{path}` is not a store of cases")]
    NotAStore {
        /// Which file.
        path: String,
    },
    /// What it holds is not what was written.
    #[error("the store `{path}` is damaged: {what}")]
    Damaged {
        /// Which store.
        path: String,
        /// What was found.
        what: String,
    },
    /// The case has had other inputs in the meantime.
    #[error("case {} has {found} inputs, not {expected}", case.0)]
    Conflict {
        /// Which case.
        case: CaseId,
        /// Expected number of inputs before this one.
        expected: u64,
        /// Found.
        found: u64,
    },
    /// A client used one name for two inputs.
    #[error("case {} has already had an input named `{request}`", case.0)]
    RequestTwice {
        /// Which case.
        case: CaseId,
        /// The name.
        request: String,
    },
    /// The disk is full.
    #[error("no room is left for the store `{path}`")]
    Full {
        /// Which store.
        path: String,
    },
    /// It can't be written.
    #[error("the store `{path}` can't be written")]
    ReadOnly {
        /// Which store.
        path: String,
    },
    /// Something lies there already, and is not to be written over.
    #[error("`{path}` is there already")]
    Exists {
        /// Which file.
        path: String,
    },
    /// The file system or the database failed.
    #[error("the store `{path}` failed: {message}")]
    Failed {
        /// Which store.
        path: String,
        /// What was said.
        message: String,
        /// The cause.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
}
