//! One file a command.

pub(crate) mod cases;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod conform;
pub(crate) mod diff;
pub(crate) mod document;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod graph;
pub(crate) mod run;
pub(crate) mod show;
pub(crate) mod store;
pub(crate) mod test;

use crate::exit::Failure;
use sop::{SqliteStore, words};
use std::path::Path;

/// A store that must be there already.
fn existing_store(path: &Path) -> Result<SqliteStore, Failure> {
    if !path.exists() {
        return Err(Failure::Usage(words!("no-store", path = path.display().to_string())));
    }
    Ok(SqliteStore::open_existing(path)?)
}

/// A runtime for the engine.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Terminal)
}
