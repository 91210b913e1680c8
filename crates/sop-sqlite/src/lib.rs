//! Cases in one SQLite file: a [`sop_runtime::host::store::Store`] that survives the loss of power.
//!
//! [`SqliteStore::open`] opens a store or begins one; from then on the file is this process's alone. While it is open a log
//! lies beside it (`NAME-wal`): the two belong together. A store that was closed is one file and may be copied.
//!
//! ```
//! use sop_runtime::host::store::Store;
//! use sop_sqlite::SqliteStore;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("cases.db");
//! let mut store = SqliteStore::open(&path)?;
//! assert_eq!(store.last_case()?, None);
//! store.close()?;
//! # Ok(())
//! # }
//! ```
//!
//! # What damage is found, and when
//!
//! - Every row carries a checksum over its table's name and all its columns, keys too. It is checked whenever the row is
//!   read, and before the row is replaced or removed.
//! - Rows that vanished are found by count: a case's journal and requests against the case's row whenever that row is read
//!   alone; cases (listed whole), timers, tasks, undelivered effects and editions against the totals whenever they are read.
//! - A store up to [`SqliteStore::OPEN_CHECK_BYTES_MAX`] is read whole when it is opened: structure, indices, all rows. A
//!   larger one is opened on its header, log and schema; [`SqliteStore::verify`] reads the rest on demand.
//! - A log that is missing or was cut to nothing beside a store that was not closed is found; so is a damaged commit in it
//!   that others follow. The last commit of a log can't be told, when damaged, from one that never ended: it is left out.
//!
//! A store that is refused is not written, nor is its log.
//!
//! # Copies, and what is left of a damaged store
//!
//! [`Store::backup`](sop_runtime::host::store::Store::backup) copies a store that goes on; [`upkeep`] looks after one that is
//! not in use: what is wrong with it, copies, restoring one, salvage into a new store.
//!
//! # When the disk fails
//!
//! A full disk fails the batch ([`StoreError::Full`]), nothing of it is stored, and the store goes on. If the disk fails
//! while a commit ends ([`StoreError::Failed`]), nobody knows yet whether it is stored: this store takes no further
//! commits, and its log is kept; opening it again tells.
//!
//! [`StoreError::Full`]: sop_runtime::host::store::StoreError::Full
//! [`StoreError::Failed`]: sop_runtime::host::store::StoreError::Failed

mod store;

pub use store::SqliteStore;

/// Looking after a store that is not in use.
pub mod upkeep {
    pub use crate::store::{Damage, Fate, Loss, Part, Repair, Survey, backup, repair, restore, verify};
}
