//! Opening: look, lock, verify, and only then write.
//!
//! Up to the end of verification nothing is written to the file or its log: the connection closes without a checkpoint.

use super::fault::Fault;
use super::header::{self, Found};
use super::held::Held;
use super::ledger::Ledger;
use super::live::Kept;
use super::schema::{self, APPLICATION_ID, PAGE_BYTES};
use super::totals::Totals;
use super::{SqliteStore, beside, log, mark, walk};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use sop_runtime::host::store::StoreError;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long another process may take to close the store.
const BUSY: Duration = Duration::from_millis(200);
/// To how many bytes the log is cut, after it grew beyond them, when it is begun anew.
pub(super) const LOG_BYTES_MAX: u64 = 64 << 20;
/// Memory for pages: what waits until it is brought into the tables, and the pages that it comes into, need not be read again.
const CACHE_KIB: u32 = 8 << 10;
/// Prepared statements that are kept: more than there are.
const STATEMENTS_MAX: usize = 64;

/// Opens a store, or begins one if there is none and `create` is given.
pub(super) fn open(path: &Path, create: bool) -> Result<SqliteStore, StoreError> {
    let full = resolve(path).map_err(|fault| fault.at(path))?;
    let Some(held) = Held::take(full) else {
        return Err(StoreError::InUse { path: path.display().to_string() });
    };
    let kept = Kept::of(held);
    match inner(kept.path(), create, false, Some(&kept)) {
        Ok((conn, Looked { unclosed, ledger })) => {
            SqliteStore::of(conn, kept, unclosed, ledger).map_err(|fault| fault.at(path))
        }
        Err(fault) => Err(fault.at(path)),
    }
}

/// Opens a copy. One that was made of file and log together is `lone`: it is whole without a log.
pub(super) fn copied(path: &Path, lone: bool) -> Result<(Connection, bool), Fault> {
    inner(path, false, lone, None).map(|(conn, looked)| (conn, looked.unclosed))
}

/// The path without links and dots: SQLite names the log after the file itself, and takes `file:..` for an address.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, Fault> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        other => return Ok(other?),
    }
    if fs::symlink_metadata(path).is_ok() {
        return Err(Fault::Other("it is a link to a file that does not exist".to_owned()));
    }
    let Some(name) = path.file_name() else {
        return Err(Fault::Other("it does not name a file".to_owned()));
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    match fs::canonicalize(folder) {
        Ok(folder) => Ok(folder.join(name)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(Fault::Other(format!("the folder `{}` does not exist", folder.display())))
        }
        Err(error) => Err(error.into()),
    }
}

/// What was seen of a store before anything was written.
#[derive(Debug, Default)]
struct Looked {
    /// Whether its log may hold commits that the file lacks.
    unclosed: bool,
    /// The ledger that fits it.
    ledger: Option<Ledger>,
}

fn inner(path: &Path, create: bool, lone: bool, kept: Option<&Kept>) -> Result<(Connection, Looked), Fault> {
    let found = header::look(path)?;
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    if found == Found::Nothing {
        if !create {
            return Err(io::Error::new(ErrorKind::NotFound, "there is no such store").into());
        }
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let wal = beside(path, "-wal");
    let log_before = fs::exists(&wal)?;
    let lone = lone || found == Found::Store && log::is_spent(path, &wal)?;
    let mut conn = Connection::open_with_flags(path, flags).map_err(|error| denied(path, error))?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    match lock_and_verify(&conn, path, found, lone, kept) {
        Ok(looked) => {
            settle(&mut conn)?;
            Ok((conn, looked))
        }
        Err(Refused { fault, locked }) => {
            // SQLite makes an empty log; under the lock it is nobody else's.
            if locked && !log_before && fs::metadata(&wal).is_ok_and(|log| log.len() == 0) {
                let _ = fs::remove_file(&wal);
            }
            Err(fault)
        }
    }
}

/// Why a store was refused, and whether it was locked by then.
struct Refused {
    fault: Fault,
    locked: bool,
}

fn lock_and_verify(
    conn: &Connection,
    path: &Path,
    found: Found,
    lone: bool,
    kept: Option<&Kept>,
) -> Result<Looked, Refused> {
    lock(conn, path).map_err(|fault| Refused { fault, locked: false })?;
    let looked = || {
        let pages: i64 = conn.pragma_query_value(None, "page_count", |row| row.get(0))?;
        if pages == 0 && found == Found::Nothing {
            begin(conn, path)?;
            let ledger = kept.and_then(|kept| Ledger::make(path, kept.file().ok()?, None));
            return Ok(Looked { unclosed: false, ledger });
        }
        existing(conn, path, lone, kept)
    };
    looked().map_err(|fault| Refused { fault, locked: true })
}

/// Takes the file for this process alone, until the connection closes.
fn lock(conn: &Connection, path: &Path) -> Result<(), Fault> {
    conn.busy_timeout(BUSY)?;
    if conn.is_readonly("main")? {
        return Err(Fault::Store(StoreError::ReadOnly { path: path.display().to_string() }));
    }
    // The mode keeps every lock that is taken, and the log's index in memory.
    conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    conn.execute_batch("BEGIN EXCLUSIVE; ROLLBACK").map_err(|error| denied(&beside(path, "-wal"), error))
}

/// What SQLite can't open because it may not be written is said as such.
fn denied(path: &Path, error: rusqlite::Error) -> Fault {
    if error.sqlite_error_code() == Some(ErrorCode::CannotOpen)
        && let Err(cause) = File::options().append(true).create(true).open(path)
        && matches!(cause.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
    {
        return Fault::Store(StoreError::ReadOnly { path: path.display().to_string() });
    }
    error.into()
}

/// Begins a store in an empty file: one transaction, then the log.
fn begin(conn: &Connection, path: &Path) -> Result<(), Fault> {
    conn.execute_batch(&format!(
        "PRAGMA page_size = {PAGE_BYTES}; PRAGMA encoding = 'UTF-8'; PRAGMA auto_vacuum = NONE; PRAGMA synchronous = EXTRA"
    ))?;
    conn.execute_batch("BEGIN EXCLUSIVE")?;
    if let Err(fault) = schema::create(conn).and_then(|()| Ok(conn.execute_batch("COMMIT")?)) {
        // Closing rolls back what this doesn't.
        let _ = conn.execute_batch("ROLLBACK");
        return Err(fault);
    }
    to_log(conn)?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        // The file's name in its folder; some file systems can't, and then need not.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

fn to_log(conn: &Connection) -> Result<(), Fault> {
    let mode: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode == "wal" { Ok(()) } else { Err(Fault::Other(format!("it keeps no log: journal mode `{mode}`"))) }
}

/// Verifies a store that was there. A `lone` file is whole without a log.
fn existing(conn: &Connection, path: &Path, lone: bool, kept: Option<&Kept>) -> Result<Looked, Fault> {
    let wal = beside(path, "-wal");
    let (logged, log) = mark::scan(path, &wal)?;
    conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")?;
    let application: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION_ID {
        return Err(Fault::Store(StoreError::NotAStore { path: path.display().to_string() }));
    }
    header::version(path, schema::format(conn)?)?;
    schema::verify(conn)?;
    let unclosed = Totals::read(conn)?.unclosed;
    if unclosed && !logged && !lone {
        let what =
            "it was not closed, and its log (`-wal`), which may hold its last commits, is missing or cut off";
        return Err(Fault::Damaged(what.to_owned()));
    }
    let bytes = fs::metadata(path)?.len().saturating_add(fs::metadata(&wal).map_or(0, |log| log.len()));
    if bytes > SqliteStore::OPEN_CHECK_BYTES_MAX {
        return Ok(Looked { unclosed, ledger: None });
    }
    let Some(kept) = kept else {
        walk::verify(conn)?;
        return Ok(Looked { unclosed, ledger: None });
    };
    let file = kept.file()?;
    if let Some(ledger) = Ledger::read(path)
        && ledger.fits(file, log.as_ref())?
    {
        return Ok(Looked { unclosed, ledger: Some(ledger) });
    }
    walk::verify(conn)?;
    Ok(Looked { unclosed, ledger: Ledger::make(path, file, log.as_ref()) })
}

/// What holds from now on.
fn settle(conn: &mut Connection) -> Result<(), Fault> {
    to_log(conn)?;
    conn.execute_batch(&format!(
        "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; \
         PRAGMA journal_size_limit = {LOG_BYTES_MAX}; PRAGMA cache_size = -{CACHE_KIB}"
    ))?;
    if schema::format(conn)? < schema::FORMAT {
        schema::upgrade(conn)?;
    }
    conn.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(())
}
