//! Exit codes and the failures behind them.

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

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The book can't be read.
    #[error(transparent)]
    Folder(#[from] sop::folder::FolderError),
    /// The book has mistakes; they have been printed.
    #[error("the book has mistakes: mend them first (`sop check` shows them)")]
    Unsound,
    /// No such flow.
    #[error("the book has no flow `{name}`; it has: {known}")]
    UnknownFlow {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// A file can't be read or written.
    #[error("`{}` can't be {verb}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// `read` or `written`.
        verb: &'static str,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The terminal failed.
    #[error("the terminal failed")]
    Terminal(#[source] std::io::Error),
    /// The system doesn't tell of changes to files.
    #[error("changes to the book can't be watched")]
    Watch(#[source] notify::Error),
    /// The store can't be opened, or failed.
    #[error(transparent)]
    Store(#[from] sop::StoreError),
    /// The engine could not be built.
    #[error(transparent)]
    Build(#[from] sop::BuildError),
    /// The engine refused something.
    #[error(transparent)]
    Engine(#[from] sop::EngineError),
    /// A line of a script could not be carried out, or an expectation of it did not hold.
    #[error("line {line} of the script, `{text}`: {why}")]
    Script {
        /// From 1.
        line: usize,
        /// The line.
        text: String,
        /// What is wrong.
        why: String,
    },
    /// Something written on the command line can't be used.
    #[error("{0}")]
    Usage(String),
}

impl Failure {
    /// The exit code for it.
    pub(crate) const fn code(&self) -> Exit {
        match self {
            Self::Unsound | Self::Script { .. } => Exit::Faulty,
            _ => Exit::Failed,
        }
    }
}
