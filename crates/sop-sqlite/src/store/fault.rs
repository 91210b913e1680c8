//! What goes wrong inside, before it is known as an error of a store with a path.

use rusqlite::{Error, ErrorCode, ffi};
use sop_runtime::host::store::StoreError;
use std::path::Path;

/// A fault.
#[derive(Debug)]
pub(super) enum Fault {
    /// SQLite said so.
    Sqlite(Error),
    /// The end of a transaction failed such that it may be on disk or not.
    Ending(Error),
    /// An earlier end of a transaction failed so.
    Unsure,
    /// Content isn't what was written.
    Damaged(String),
    /// The file system said so.
    Io(std::io::Error),
    /// Another failure, in words.
    Other(String),
    /// An error that needs no path.
    Store(StoreError),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl Fault {
    /// Whether the disk is full.
    pub(super) fn is_full(&self) -> bool {
        matches!(self, Self::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::DiskFull))
    }

    /// As the error of the store at `path`.
    pub(super) fn at(self, path: &Path) -> StoreError {
        let path = path.display().to_string();
        match self {
            Self::Sqlite(error) => sqlite(path, error),
            Self::Ending(error) => {
                let message = format!(
                    "{}; whether the last commit is stored shows when it is opened again",
                    words(&error)
                );
                StoreError::Failed { path, message, source: Some(Box::new(error)) }
            }
            Self::Unsure => {
                let message = "an earlier commit failed half-way; it must be opened again".to_owned();
                StoreError::Failed { path, message, source: None }
            }
            Self::Damaged(what) => StoreError::Damaged { path, what },
            Self::Io(error) => io(path, error),
            Self::Other(message) => StoreError::Failed { path, message, source: None },
            Self::Store(error) => error,
        }
    }
}

fn io(path: String, error: std::io::Error) -> StoreError {
    use std::io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    match error.kind() {
        StorageFull | QuotaExceeded => StoreError::Full { path },
        ReadOnlyFilesystem => StoreError::ReadOnly { path },
        _ => StoreError::Failed { path, message: error.to_string(), source: Some(Box::new(error)) },
    }
}

fn sqlite(path: String, error: Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            return StoreError::InUse { path };
        }
        Some(ErrorCode::DiskFull) => return StoreError::Full { path },
        Some(ErrorCode::ReadOnly) => return StoreError::ReadOnly { path },
        // Its header was found in order before SQLite saw it. A disk that can't read comes as the same.
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            let what = format!("{}, or the disk could not read it", words(&error));
            return StoreError::Damaged { path, what };
        }
        // What is written is held against the tables first; so an index says other than they do.
        Some(ErrorCode::ConstraintViolation) => return StoreError::Damaged { path, what: words(&error) },
        // A page ends before its end.
        _ if error.sqlite_extended_error_code() == Some(ffi::SQLITE_IOERR_SHORT_READ) => {
            return StoreError::Damaged { path, what: "its file is cut off".to_owned() };
        }
        _ => {}
    }
    match error {
        Error::FromSqlConversionFailure(..)
        | Error::IntegralValueOutOfRange(..)
        | Error::Utf8Error(..)
        | Error::InvalidColumnType(..)
        | Error::QueryReturnedNoRows => StoreError::Damaged { path, what: words(&error) },
        _ => StoreError::Failed { path, message: words(&error), source: Some(Box::new(error)) },
    }
}

/// What was said, and SQLite's own number for it, which tells more.
fn words(error: &Error) -> String {
    match error.sqlite_extended_error_code() {
        Some(code) => format!("{error} (SQLite's error {code})"),
        None => error.to_string(),
    }
}
