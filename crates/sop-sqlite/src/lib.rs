//! Cases in one SQLite file: a [`sop_runtime::host::store::Store`] that survives the loss of power.
//!
//! [`SqliteStore::open`] opens a store or begins one; from then on the file is this process's alone. While it is open a log
//! lies beside it (`NAME-wal`): the two belong together. A store that was closed is one file and may be copied. The ledger beside
//! one that isn't small (`NAME-pages`) only makes opening it quicker; it may be left behind or removed at any time. The mark of the log
//! (`NAME-mark`) tells how far that had come: without it, a log that was cut can't be told from one that ended there.
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
//! - A store up to [`SqliteStore::OPEN_CHECK_BYTES_MAX`] is looked through when it is opened: each page's checksum against a
//!   ledger of what was written, in which any byte that differs shows; without a ledger that fits, structure, indices
//!   and all rows. A larger one is opened on its header, log and schema; [`SqliteStore::verify`] reads the rest on demand.
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
//! Salvage takes over every case whose journal is whole; its row, state, timers, tasks and actions under way are worked out from
//! the journal if they are damaged. Of effects that only told subscribers something, those whose rows are damaged are lost; that
//! they are is told.
//!
//! # When something goes wrong
//!
//! The tests are in `tests/faults/` and in this crate's `store/tests/`.
//!
//! | what happens | what the store does | what you do | tests |
//! |---|---|---|---|
//! | The disk is full | The batch fails ([`StoreError::Full`]), nothing of it is stored; the store goes on. | Make room; send the input again. | `errors`, `plain::a_full_disk_fails_the_batch_and_nothing_else` |
//! | The disk, the folder or the file may only be read | [`StoreError::ReadOnly`]; nothing is written. `verify` and `backup` from it work. | Give the right to write. | `errors`, `open::a_store_that_may_not_be_written_says_so`, `upkeep::what_may_not_be_written_can_be_verified_and_copied` |
//! | A sync fails | [`StoreError::Failed`]: nobody knows whether the last commit is on disk. No commit is taken any more, the log is kept. | Restart: opening tells. Look after the disk. | `errors`, `store::power_lost_after_a_sync_failed_loses_nothing_that_was_acknowledged`, `plain::after_a_commit_that_may_be_stored_or_not_none_is_taken` |
//! | A write is cut short, or the disk can't read or write | An error; what was acknowledged stays. | Restart when the disk is well; else restore a backup to another. | `errors` (`'h'`, `EIO`), `store::power_lost_at_any_write_loses_nothing_that_was_acknowledged` |
//! | A page is half old, half new | In the log: the commit never ended, and is left out. In the file: [`StoreError::Damaged`]. | Restore a backup; else `repair`. | `flips::a_torn_page_is_told_or_does_no_harm`, `store` (`Sectors`) |
//! | A byte of the header is flipped | [`StoreError::Damaged`] or [`StoreError::NotAStore`]; the file is not written. | Restore a backup; else `repair`. | `flips`, `damage::a_flipped_byte_is_found_or_does_no_harm` |
//! | A byte of a row or an index is flipped | [`StoreError::Damaged`] on opening; in a large store when the row is read. | `verify` tells whose; restore a backup; else `repair`: what the journal tells is worked out anew. | `flips::a_flipped_byte_of_the_file_is_told_or_does_no_harm`, `tests/repair.rs` |
//! | A byte of the log is flipped, or the log is cut | [`StoreError::Damaged`], by its mark. Where the mark is lost, as it may be when the power fails as well: not always, and not in the last commit, which can't be told from one that never ended. | Put the log back; restore a backup; else `repair`. | `mark`, `flips::a_flipped_byte_of_the_log_is_told`, `flips::without_its_mark_most_of_the_log_is_told_unless_in_the_last_commit` |
//! | The log is lost | [`StoreError::Damaged`]: it may hold the last commits. | Put it back beside the file; else restore a backup or `repair`. | `open::a_store_that_was_not_closed_needs_its_log` |
//! | File or log are removed, moved, replaced or cut while the store is open | [`StoreError::Failed`] at the next commit, and nothing is stored. | Put both back; else stop, restore a backup, restart. | `place` |
//! | The store is newer than the program | [`StoreError::NewerFormat`]; it is not written. | Run the newer program. | `open::a_newer_format_is_refused` |
//! | Another program has it open | [`StoreError::InUse`]. | Stop that one; to copy a store in use, ask its engine for a backup. | `open::two_processes_never_share_it`, `upkeep::a_store_in_use_is_neither_verified_nor_copied_nor_replaced` |
//! | It is copied by other means while it is open | Such a copy is what the store was at some moment, or `verify` finds it damaged, as does opening unless it is large. | Copy by `backup`. | `copied` |
//! | Killed, or power lost, in a commit | All that was acknowledged is there, the last batch whole or not at all. | Nothing: restart. | `store`, `kill`, `engine`, `crash` |
//! | ... in `backup`, `restore` or `repair` | Under the name lies the old store or the new one, whole; what is left is removed by the next. | Do it again. | `tests/faults/upkeep.rs` |
//! | ... while it is brought up to date | It is of the old format or of the new one, with all that is in it. | Nothing: restart. | `upgrade` |
//!
//! [`StoreError::Full`]: sop_runtime::host::store::StoreError::Full
//! [`StoreError::ReadOnly`]: sop_runtime::host::store::StoreError::ReadOnly
//! [`StoreError::Failed`]: sop_runtime::host::store::StoreError::Failed
//! [`StoreError::Damaged`]: sop_runtime::host::store::StoreError::Damaged
//! [`StoreError::NotAStore`]: sop_runtime::host::store::StoreError::NotAStore
//! [`StoreError::NewerFormat`]: sop_runtime::host::store::StoreError::NewerFormat
//! [`StoreError::InUse`]: sop_runtime::host::store::StoreError::InUse

mod store;

pub use store::SqliteStore;

/// Looking after a store that is not in use.
pub mod upkeep {
    pub use crate::store::{Damage, Fate, Loss, Part, Repair, Survey, backup, repair, restore, verify};
}
