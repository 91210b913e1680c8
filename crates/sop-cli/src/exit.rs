//! Exit codes and the failures behind them.

use crate::desk::trouble;
use sop::diagnostic::{Words, names};
use sop::folder::FolderError;
use sop::words;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Sound = 0,
    /// The book has mistakes, or a script's expectation did not hold.
    Faulty = 1,
    /// The command could not be carried out.
    Failed = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What can't be done with a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Verb {
    Read,
    Written,
    /// Of a folder.
    Created,
}

/// Why a command could not be carried out. It is told in words, in the program's language.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The book can't be read.
    Folder(FolderError),
    /// The book has mistakes; they have been printed.
    Unsound,
    /// One of two books has mistakes; they have been printed.
    UnsoundOfTwo {
        /// Which.
        path: PathBuf,
    },
    /// No such flow.
    UnknownFlow {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A file can't be read or written.
    File {
        /// Which.
        path: PathBuf,
        /// What can't be done with it.
        verb: Verb,
        /// What the system said.
        source: std::io::Error,
    },
    /// The terminal failed.
    Terminal(std::io::Error),
    /// The system doesn't tell of changes to files.
    Watch(notify::Error),
    /// The store can't be opened, or failed.
    Store(sop::StoreError),
    /// The engine could not be built.
    Build(sop::BuildError),
    /// The engine refused something.
    Engine(sop::EngineError),
    /// A line of a script could not be carried out, or an expectation of it did not hold.
    Script {
        /// From 1.
        line: usize,
        /// The line.
        text: String,
        /// What is wrong.
        why: Words,
    },
    /// Something written on the command line can't be used.
    Usage(Words),
}

impl Failure {
    /// The exit code for it.
    pub(crate) const fn code(&self) -> Exit {
        match self {
            Self::Unsound | Self::UnsoundOfTwo { .. } | Self::Script { .. } => Exit::Faulty,
            _ => Exit::Failed,
        }
    }

    /// What went wrong.
    pub(crate) fn told(&self) -> Words {
        match self {
            Self::Folder(error) => folder(error),
            Self::Unsound => words!("book-unsound"),
            Self::UnsoundOfTwo { path } => words!("diff-unsound", path = path.display().to_string()),
            Self::UnknownFlow { name, known } => {
                words!("flow-unknown", flow = name, names = names(known.iter().cloned()))
            }
            Self::File { path, verb, .. } => {
                let path = path.display().to_string();
                match verb {
                    Verb::Read => words!("file-not-read", path = path),
                    Verb::Written => words!("file-not-written", path = path),
                    Verb::Created => words!("folder-not-made", path = path),
                }
            }
            Self::Terminal(_) => words!("terminal-failed"),
            Self::Watch(_) => words!("watch-failed"),
            Self::Store(error) => trouble::store(error),
            Self::Build(error) => trouble::build(error),
            Self::Engine(error) => trouble::engine(error),
            Self::Script { line, text, why } => {
                words!("script-line", line = *line, text = text, why = why.clone())
            }
            Self::Usage(words) => words.clone(),
        }
    }

    /// What lies behind it.
    pub(crate) fn cause(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Folder(error) => error.source(),
            Self::Store(error) => error.source(),
            Self::Build(error) => error.source(),
            Self::File { source, .. } | Self::Terminal(source) => Some(source),
            Self::Watch(error) => Some(error),
            // All that it knows is told.
            Self::Engine(_)
            | Self::Unsound
            | Self::UnsoundOfTwo { .. }
            | Self::UnknownFlow { .. }
            | Self::Script { .. }
            | Self::Usage(_) => None,
        }
    }
}

/// A book that can't be read.
pub(crate) fn folder(error: &FolderError) -> Words {
    match error {
        FolderError::Missing { path } => words!("path-missing", path = path.display().to_string()),
        FolderError::Empty { path } => words!("folder-empty", path = path.display().to_string()),
        FolderError::TooMany { path } => {
            let most = sop::source::limits::FILES_MAX;
            words!("folder-too-big", path = path.display().to_string(), most = most)
        }
        FolderError::NoFile { path } => words!("path-no-file", path = path.display().to_string()),
        FolderError::Unreadable { path, .. } => words!("path-unreadable", path = path.display().to_string()),
        other => Words::verbatim(other.to_string()),
    }
}

/// What lies behind a failure, as far as it can be told in words of our own.
pub(crate) fn cause(error: &(dyn Error + 'static)) -> Words {
    use std::io::ErrorKind;
    match error.downcast_ref::<std::io::Error>().map(std::io::Error::kind) {
        Some(ErrorKind::NotFound) => words!("cause-not-found"),
        Some(ErrorKind::PermissionDenied) => words!("cause-denied"),
        Some(ErrorKind::AlreadyExists) => words!("cause-exists"),
        _ => Words::verbatim(error.to_string()),
    }
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        Self::Folder(error)
    }
}

impl From<sop::StoreError> for Failure {
    fn from(error: sop::StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<sop::BuildError> for Failure {
    fn from(error: sop::BuildError) -> Self {
        Self::Build(error)
    }
}

impl From<sop::EngineError> for Failure {
    fn from(error: sop::EngineError) -> Self {
        Self::Engine(error)
    }
}
