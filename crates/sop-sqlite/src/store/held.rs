//! Which stores this process has open.
//!
//! Closing any handle of a file drops the process's locks on it; so a file that is open here is never opened again, not
//! even to look at its header.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static HELD: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn all() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    // Each change is one call: a panic elsewhere leaves the set whole.
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A path that is this process's as long as this lives.
#[derive(Debug)]
pub(super) struct Held(PathBuf);

impl Held {
    /// Takes a path, without links and dots; `None` if it is taken.
    pub(super) fn take(path: PathBuf) -> Option<Self> {
        // Not made unless it is taken: dropping it gives the path up.
        let taken = all().insert(path.clone());
        taken.then(|| Self(path))
    }

    /// The path.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        all().remove(&self.0);
    }
}
