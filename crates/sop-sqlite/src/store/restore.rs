//! Putting a copy in a store's place. At every moment the place holds the old store or the new one, and the old one is
//! kept.

use super::beside;
use super::copy::{self, Draft};
use super::fault::Fault;
use super::image::Image;
use super::open;
use sop_runtime::host::store::StoreError;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Puts a copy of the store `from` in the place of the store `to`: verified first, in one step, and durable when this
/// returns. What lay there, whole or damaged, is kept beside it under the name that comes back.
///
/// # Errors
///
/// If `from` isn't whole, or either is in use: then nothing has changed.
pub fn restore(from: impl AsRef<Path>, to: impl AsRef<Path>) -> Result<Option<PathBuf>, StoreError> {
    let (from, to) = (from.as_ref(), to.as_ref());
    let draft = copy::draft_of(from, to)?;
    put(draft, to, &mut |_| Ok(())).map_err(|fault| fault.at(to))
}

/// What is about to be done; for tests that fail in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The old file gets a second name.
    Keep,
    /// The old log, too.
    KeepLog,
    /// The log of a damaged store leaves its place.
    DropLog,
    /// The copy takes the place.
    Name,
}

/// Puts a settled copy in a store's place.
pub(super) fn put(
    draft: Draft,
    to: &Path,
    before: &mut dyn FnMut(Step) -> io::Result<()>,
) -> Result<Option<PathBuf>, Fault> {
    let full = open::resolve(to)?;
    let log = beside(&full, "-wal");
    if fs::symlink_metadata(&full).is_err() {
        if fs::symlink_metadata(&log).is_ok() {
            return Err(Fault::Store(StoreError::Exists { path: log.display().to_string() }));
        }
        before(Step::Name)?;
        draft.name(&full, false)?;
        return Ok(None);
    }
    // A whole store is closed by that, and has no log any more. A damaged one keeps its own.
    let _ = copy::fold(&full)?;
    // Nobody opens the old store from here on.
    let old = Image::open(&full)?;
    let kept = copy::free_name(&full, "replaced");
    before(Step::Keep)?;
    keep(&full, &kept)?;
    let logged = fs::symlink_metadata(&log).is_ok();
    if logged {
        before(Step::KeepLog)?;
        keep(&log, &beside(&kept, "-wal"))?;
    }
    copy::sync_folder(&full)?;
    if logged {
        // A store that was refused before is refused without its log as well, until the next step.
        before(Step::DropLog)?;
        fs::remove_file(&log)?;
        copy::sync_folder(&full)?;
    }
    if let Ok(meta) = fs::metadata(&full) {
        fs::set_permissions(draft.path(), meta.permissions())?;
    }
    before(Step::Name)?;
    draft.name(&full, true)?;
    drop(old);
    Ok(Some(kept))
}

/// A second name for a file; a copy where the file system knows no second names.
fn keep(path: &Path, kept: &Path) -> io::Result<()> {
    if fs::hard_link(path, kept).is_err() {
        fs::copy(path, kept)?;
        File::open(kept)?.sync_all()?;
    }
    Ok(())
}
