//! A copy of a store that goes on meanwhile.
//!
//! Between two checkpoints all commits go to the log, and the file stands still. So the log is brought into the file, then
//! kept from it as long as the file is being copied: commits wait for the first step only.

use super::copy::{self, Draft};
use super::fault::Fault;
use super::held::Held;
use super::schema::PAGE_BYTES;
use rusqlite::Connection;
use sop_runtime::host::store::{Backup, StoreError};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Pages in the log at which it is brought into the file: 32 MiB. Each time costs two more syncs, and a page that
/// was written often goes there once; reading so much after a crash takes a fraction of a second.
pub(super) const LOG_PAGES: u32 = 4096;

/// What must outlive the connection and every copy under way: closing the file drops this process's locks on it.
#[derive(Debug)]
pub(super) struct Kept {
    file: OnceLock<File>,
    closed: AtomicBool,
    held: Held,
}

impl Kept {
    pub(super) fn of(held: Held) -> Arc<Self> {
        Arc::new(Self { file: OnceLock::new(), closed: AtomicBool::new(false), held })
    }

    pub(super) fn path(&self) -> &Path {
        self.held.path()
    }

    /// From now on the file may change.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }

    /// The file, open for reading as long as this lives: not before it is locked.
    pub(super) fn file(&self) -> Result<&File, Fault> {
        if self.file.get().is_none() {
            // Nobody else sets it meanwhile: one that is closed again would drop the locks.
            let _ = self.file.set(File::open(self.path())?);
        }
        self.file.get().ok_or(Fault::Unsure)
    }
}

/// A copy that is to be made of the file as it stands.
#[derive(Debug)]
pub(super) struct Copying {
    kept: Arc<Kept>,
    bytes: u64,
    /// As long as this lives, the log isn't brought into the file.
    _standing: Arc<()>,
}

impl Copying {
    /// Of a file into which the log was just brought, and that stands still from now on.
    pub(super) fn begin(conn: &Connection, kept: &Arc<Kept>, standing: Arc<()>) -> Result<Self, Fault> {
        kept.file()?;
        let pages: u32 = conn.pragma_query_value(None, "page_count", |row| row.get(0))?;
        let bytes = u64::from(pages).saturating_mul(PAGE_BYTES.into());
        Ok(Self { kept: Arc::clone(kept), bytes, _standing: standing })
    }

    fn copy(&self, to: &Path, replace: bool) -> Result<(), Fault> {
        let free = copy::room(to, replace)?;
        let (draft, mut out) = Draft::beside(to)?;
        let mut file = self.kept.file()?;
        file.seek(SeekFrom::Start(0))?;
        let copied = io::copy(&mut file.take(self.bytes), &mut out)?;
        out.sync_all()?;
        drop(out);
        if self.kept.closed.load(Ordering::SeqCst) || copied != self.bytes {
            return Err(Fault::Other("it was closed while it was being copied".to_owned()));
        }
        draft.settle(true)?;
        draft.name(to, replace)?;
        drop(free);
        Ok(())
    }
}

/// Brings all of the log into the file.
pub(super) fn bring_in(conn: &Connection) -> Result<(), Fault> {
    if super::write::checkpoint(conn)? {
        Ok(())
    } else {
        Err(Fault::Other("its log can't be brought into its file".to_owned()))
    }
}

impl Backup for Copying {
    fn write(self: Box<Self>, to: &Path, replace: bool) -> Result<(), StoreError> {
        self.copy(to, replace).map_err(|fault| fault.at(to))
    }
}
