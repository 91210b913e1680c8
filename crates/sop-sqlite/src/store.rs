//! The store: one connection, in its hands alone from opening to closing.
//!
//! Invariants: no statement is left running between two calls; a call that fails leaves no transaction behind; after a
//! commit of which it isn't known whether it is on disk, nothing more is written.

mod carve;
mod census;
mod checks;
mod copy;
mod damage;
mod fault;
mod finds;
mod fold;
mod header;
mod held;
mod image;
mod known;
mod ledger;
mod live;
mod log;
mod mark;
mod mend;
mod open;
mod overlay;
mod pages;
mod paging;
mod pending;
mod place;
mod read;
mod recent;
mod repair;
mod restore;
mod rows;
mod runs;
mod salvage;
mod schema;
mod survey;
mod totals;
mod walk;
mod write;

#[cfg(test)]
mod tests;

pub use copy::backup;
pub use damage::Damage;
pub use repair::{Fate, Loss, Part, Repair, repair};
pub use restore::restore;
pub use survey::{Survey, verify};

use fault::Fault;
use known::Known;
use ledger::Ledger;
use live::{Copying, Kept};
use mark::Mark;
use pending::Pending;
use place::Place;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::hooks::Wal;
use sop_runtime::Moment;
use sop_runtime::host::store::{
    Backup, CaseCount, CaseFilter, CaseId, CaseRow, Change, EditionId, EffectId, Store, StoreError,
    StoredTask,
};
use sop_runtime::kernel::TimerId;
use std::ffi::c_int;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Weak};
use write::Desk;

/// A store of cases in one SQLite file.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each tells another thing of the file or its log")]
pub struct SqliteStore {
    // Dropped in this order: the file is let go only when it is closed.
    conn: Connection,
    kept: Arc<Kept>,
    /// If the log is being kept from the file: what the copy under way holds until it is done.
    standing: Option<Weak<()>>,
    /// Whether the file says that it is open: its log may hold commits that the file lacks.
    unclosed: bool,
    /// Whether that mark is in the file itself, not in the log alone.
    anchored: bool,
    /// Whether the log holds commits of an earlier opening: if a sync failed there, they may be read and yet not be on disk.
    stale: bool,
    /// Whether a commit ended without its being known whether it is on disk.
    unsure: bool,
    known: Known,
    pending: Pending,
    /// Where it lies.
    place: Place,
    /// How far its log has come.
    mark: Mark,
    /// What the file's pages are, unless it is too large.
    ledger: Option<Ledger>,
    /// Pages in the log, as of the last commit.
    logged: Arc<AtomicU32>,
}

impl SqliteStore {
    /// The greatest size, of file and log together, in bytes, up to which a store is looked through when it is opened: whether
    /// each page is as the ledger beside it (`-pages`) says; or, if there is none or it doesn't fit, whether each row is
    /// what was written. Of larger ones rows are checked when they are read.
    pub const OPEN_CHECK_BYTES_MAX: u64 = 64 << 20;

    /// Opens the store at `path`; begins one if there is no such file or an empty one. The folder must be there.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        open::open(path.as_ref(), true)
    }

    /// Opens the store at `path`, which must be there.
    pub fn open_existing(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        open::open(path.as_ref(), false)
    }

    fn of(
        mut conn: Connection,
        kept: Arc<Kept>,
        unclosed: bool,
        ledger: Option<Ledger>,
    ) -> Result<Self, Fault> {
        let pending = Pending::read(&conn)?;
        // By now SQLite has opened its log.
        let (place, mark) = (Place::of(kept.path())?, Mark::of(kept.path()));
        let logged = Arc::new(AtomicU32::new(0));
        let counts = Arc::clone(&logged);
        // In the place of SQLite's own checkpoints: those would come before the ledger knows of it.
        conn.wal_hook(Some(move |_: &mut Wal, pages: c_int| {
            counts.store(pages.unsigned_abs(), Ordering::Relaxed);
            Ok(())
        }))?;
        let (known, stale) = (Known::default(), unclosed);
        Ok(Self {
            conn,
            kept,
            standing: None,
            unclosed,
            anchored: false,
            stale,
            unsure: false,
            known,
            pending,
            place,
            mark,
            ledger,
            logged,
        })
    }

    /// Brings what waits into the tables.
    fn fold(&mut self) -> Result<(), Fault> {
        if !self.pending.is_empty() {
            self.freshen()?;
            let folded = fold::fold(&mut self.conn, &mut self.known);
            self.unsure |= matches!(folded, Err(Fault::Ending(_)));
            folded?;
            self.pending = Pending::default();
        }
        Ok(())
    }

    /// Reads the tables, once all is in them.
    fn folded<T>(&mut self, read: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, StoreError> {
        self.fold().and_then(|()| read(&self.conn)).map_err(|f| self.error(f))
    }

    /// Reads of a case, with what of it waits.
    fn of_case<T>(
        &mut self,
        id: CaseId,
        read: impl FnOnce(&Connection, &Pending) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        // What an earlier opening left in the log is on disk before it is shown.
        let waits = rows::number(id.0).is_ok_and(|id| self.pending.concerns(id));
        let ready = if waits { self.freshen() } else { Ok(()) };
        ready.and_then(|()| read(&self.conn, &self.pending)).map_err(|f| self.error(f))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.kept.path()
    }

    /// Reads the whole store and checks all of it, whatever its size.
    pub fn verify(&mut self) -> Result<(), StoreError> {
        self.folded(walk::verify)
    }

    /// Closes the store: all of it is in its file then. Dropping it does the same but can't tell of a failure; nothing
    /// committed is lost by one, as the log is kept.
    pub fn close(mut self) -> Result<(), StoreError> {
        self.mark_closed()
    }

    fn error(&self, fault: Fault) -> StoreError {
        let error = fault.at(self.kept.path());
        if matches!(error, StoreError::Damaged { .. }) {
            self.ledger.iter().for_each(Ledger::distrust);
        }
        error
    }

    /// Has on disk, in the file itself, what an earlier opening left in the log: nothing may be stored behind it in the log
    /// before that. A sync that failed is not made good by a later one.
    fn freshen(&mut self) -> Result<(), Fault> {
        if self.unsure {
            return Err(Fault::Unsure);
        }
        if self.stale {
            log::rewrite(&beside(self.kept.path(), "-wal"))?;
            self.bring_in()?;
            self.stale = false;
        }
        Ok(())
    }

    /// Notes in the ledger what is about to come into the file.
    fn note(&mut self) {
        let log = beside(self.kept.path(), "-wal");
        self.ledger = self.ledger.take().and_then(|mut ledger| ledger.note(&log).then_some(ledger));
    }

    /// Brings all of the log into the file.
    fn bring_in(&mut self) -> Result<(), Fault> {
        self.note();
        live::bring_in(&self.conn)
    }

    /// Brings the log into the file once it is long. What was committed is durable already; but after a sync that failed nobody
    /// knows what of the log is on disk.
    fn shorten_log(&mut self) {
        if self.standing.is_some() || self.logged.load(Ordering::Relaxed) < live::LOG_PAGES {
            return;
        }
        self.note();
        if let Err(fault) = write::checkpoint(&self.conn) {
            tracing::warn!(?fault, "the log can't be brought into the file");
            self.unsure |= !fault.is_full();
        }
    }

    /// Makes room behind much that was committed. Before the next commit, not behind the last: those who wait for that one hear of
    /// it first, and work meanwhile.
    fn tidy(&mut self) {
        if self.pending.is_full()
            && let Err(fault) = self.fold()
        {
            // What waits is durable already; this is tried again.
            let error = self.error(fault);
            tracing::warn!(%error, "recent changes can't be brought into the tables");
        }
        if !self.unsure {
            self.shorten_log();
        }
    }

    /// Notes in the file that its log holds nothing more; keeps the log if that can't be noted.
    fn mark_closed(&mut self) -> Result<(), StoreError> {
        self.kept.close();
        if !self.unclosed {
            return Ok(());
        }
        // SQLite removes the log by its name, whose ever it is.
        let marked = self.place.check().and_then(|()| self.freshen()).and_then(|()| self.fold());
        let marked = marked.and_then(|()| write::mark_closed(&mut self.conn));
        // SQLite would do that, too, when the connection is closed, but tell nobody that it failed.
        match marked.and_then(|()| self.bring_in()) {
            Ok(()) => {
                self.unclosed = false;
                self.ledger.iter().for_each(Ledger::closed);
                self.mark.remove();
                Ok(())
            }
            Err(fault) => {
                // Without the log the next opening would take the store for one whose log was lost.
                let kept = self.conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
                if let Err(error) = kept {
                    tracing::warn!(%error, "the store's log can't be kept");
                }
                Err(self.error(fault))
            }
        }
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        if let Err(error) = self.mark_closed() {
            tracing::warn!(%error, "the store was not closed; its log is kept");
        }
    }
}

impl Store for SqliteStore {
    fn commit(&mut self, batch: &[Change]) -> Result<(), StoreError> {
        if self.unsure {
            return Err(self.error(Fault::Unsure));
        }
        if batch.is_empty() {
            return Ok(());
        }
        self.place.check_again().map_err(|fault| self.error(fault))?;
        self.tidy();
        self.freshen().map_err(|fault| self.error(fault))?;
        let (pending, known) = (&mut self.pending, &self.known);
        let mut desk = Desk { pending, known, marked: self.unclosed };
        match write::commit(&mut self.conn, &mut desk, batch) {
            Ok(()) => {
                self.unclosed = true;
                self.mark.note(self.logged.load(Ordering::Relaxed));
            }
            Err(fault) => {
                self.unsure = matches!(fault, Fault::Ending(_));
                match Pending::read(&self.conn) {
                    Ok(pending) => self.pending = pending,
                    // Without knowing what waits nothing can be written.
                    Err(_) => self.unsure = true,
                }
                return Err(self.error(fault));
            }
        }
        self.standing = self.standing.take().filter(|copy| copy.strong_count() > 0);
        if !self.anchored && self.standing.is_none() {
            self.note();
            // The batch is durable already; a failure here is tried again after the next.
            self.anchored = write::checkpoint(&self.conn)
                .inspect_err(|error| tracing::warn!(?error, "no checkpoint could be made"))
                .unwrap_or(false);
        }
        Ok(())
    }

    fn last_case(&mut self) -> Result<Option<CaseId>, StoreError> {
        self.folded(read::last_case)
    }

    fn case(&mut self, id: CaseId) -> Result<Option<(CaseRow, Vec<u8>)>, StoreError> {
        // Counting takes as long as the journal; what this opening has counted, nobody else can have changed since.
        let counted = self.known.is_counted(id);
        let found = self.of_case(id, |conn, pending| overlay::case(conn, pending, id, counted))?;
        if found.is_some() {
            self.known.counted(id);
        }
        Ok(found)
    }

    fn cases(&mut self, filter: &CaseFilter) -> Result<Vec<CaseRow>, StoreError> {
        self.folded(|conn| read::cases(conn, filter))
    }

    fn census(&mut self) -> Result<Vec<CaseCount>, StoreError> {
        self.folded(census::census)
    }

    fn children(&mut self, of: CaseId) -> Result<Vec<CaseRow>, StoreError> {
        self.of_case(of, |conn, pending| overlay::children(conn, pending, of))
    }

    fn journal(&mut self, id: CaseId, from: u64, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        self.of_case(id, |conn, pending| overlay::journal(conn, pending, id, from, limit))
    }

    fn request(&mut self, id: CaseId, request: &str) -> Result<Option<u64>, StoreError> {
        self.pending.request(&self.conn, id, request).map_err(|f| self.error(f))
    }

    fn started(&mut self, request: &str) -> Result<Option<CaseId>, StoreError> {
        self.pending.started(&self.conn, request).map_err(|f| self.error(f))
    }

    fn timers(&mut self) -> Result<Vec<(CaseId, TimerId, Moment)>, StoreError> {
        self.folded(read::timers)
    }

    fn timers_due(&mut self, by: Moment, limit: usize) -> Result<Vec<(CaseId, TimerId, Moment)>, StoreError> {
        self.folded(|conn| read::timers_due(conn, by, limit))
    }

    fn timers_after(
        &mut self,
        after: Option<(CaseId, TimerId)>,
        limit: usize,
    ) -> Result<Vec<(CaseId, TimerId, Moment)>, StoreError> {
        let found = self.fold().and_then(|()| read::timers_after(&self.conn, &mut self.known, after, limit));
        found.map_err(|f| self.error(f))
    }

    fn tasks(&mut self) -> Result<Vec<StoredTask>, StoreError> {
        self.folded(read::tasks)
    }

    fn outbox(&mut self) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError> {
        self.folded(read::outbox)
    }

    fn outbox_after(
        &mut self,
        after: Option<EffectId>,
        limit: usize,
    ) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError> {
        let found = self.fold().and_then(|()| read::outbox_after(&self.conn, &mut self.known, after, limit));
        found.map_err(|f| self.error(f))
    }

    fn edition(&mut self, id: EditionId) -> Result<Option<Vec<u8>>, StoreError> {
        read::edition(&self.conn, id).map_err(|f| self.error(f))
    }

    fn backup(&mut self) -> Result<Box<dyn Backup>, StoreError> {
        if self.unsure {
            return Err(self.error(Fault::Unsure));
        }
        if self.standing.as_ref().is_some_and(|copy| copy.strong_count() > 0) {
            return Err(self.error(Fault::Other("another copy of it is being made".to_owned())));
        }
        self.fold().and_then(|()| self.bring_in()).map_err(|f| self.error(f))?;
        let standing = Arc::new(());
        self.standing = Some(Arc::downgrade(&standing));
        let copying = Copying::begin(&self.conn, &self.kept, standing).map_err(|f| self.error(f))?;
        Ok(Box::new(copying))
    }
}

/// The file beside `path` whose name ends with `suffix`.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
