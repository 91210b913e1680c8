//! Copies of a store: made beside the place where they are to lie, verified there, and only then given their name.

use super::fault::Fault;
use super::held::Held;
use super::image::Image;
use super::live::Kept;
use super::{SqliteStore, beside, open};
use sop_runtime::host::store::StoreError;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// How a draft's name begins and ends.
const DRAFT: (&str, &str) = (".sop-", ".part");

/// A copy that has no name of its own yet. Dropped, it is gone; what a program that was killed left of one is removed when
/// the next copy is made in that folder.
#[derive(Debug)]
pub(super) struct Draft {
    path: TempPath,
    _logs: [Gone; 2],
    /// Locked as long as somebody works on it.
    _own: File,
}

impl Draft {
    /// An empty file in the folder where `to` is to lie, and a handle that writes it.
    pub(super) fn beside(to: &Path) -> Result<(Self, File), Fault> {
        let full = open::resolve(to)?;
        let folder = full.parent().unwrap_or_else(|| Path::new("."));
        sweep(folder);
        loop {
            let mut name = tempfile::Builder::new();
            let (file, path) = name.prefix(DRAFT.0).suffix(DRAFT.1).tempfile_in(folder)?.into_parts();
            let own = file.try_clone()?;
            // Some file systems know no locks; then nothing is swept, either.
            #[cfg(unix)]
            let _ = own.try_lock();
            // Somebody who swept before it was locked took it for one that was left.
            if path.exists() {
                let logs = ["-wal", "-journal"].map(|suffix| Gone(beside(&path, suffix)));
                return Ok((Self { path, _logs: logs, _own: own }, file));
            }
        }
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes it.
    pub(super) fn discard(self) -> Result<(), Fault> {
        Ok(self.path.close()?)
    }

    /// Verifies all of it, and marks it as closed: it is a store of one file from now on. `logged`: what it was copied from
    /// had its log.
    pub(super) fn settle(&self, logged: bool) -> Result<(), Fault> {
        let full = fs::canonicalize(&self.path)?;
        let held = Held::take(full).ok_or_else(|| Fault::Other("its copy is in use".to_owned()))?;
        let (conn, unclosed) = open::copied(held.path(), logged)?;
        let mut store = SqliteStore::of(conn, Kept::of(held), unclosed, None)?;
        store.verify().map_err(Fault::Store)?;
        store.unclosed = true;
        store.close().map_err(Fault::Store)?;
        File::open(&self.path)?.sync_all()?;
        Ok(())
    }

    /// Gives it its name, durably. Something that lies there is replaced only if that is wanted.
    pub(super) fn name(self, to: &Path, replace: bool) -> Result<(), Fault> {
        let exists = |to: &Path| Fault::Store(StoreError::Exists { path: to.display().to_string() });
        let full = open::resolve(to)?;
        if replace {
            self.path.persist(&full).map_err(|error| error.error)?;
        } else {
            self.path.persist_noclobber(&full).map_err(|error| match error.error.kind() {
                ErrorKind::AlreadyExists => exists(to),
                _ => error.error.into(),
            })?;
        }
        sync_folder(&full)
    }
}

/// What SQLite may leave beside a draft; the draft's file goes by itself.
#[derive(Debug)]
struct Gone(PathBuf);

impl Drop for Gone {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Removes drafts on which nobody works any more. What can't be removed stays, and harms nobody.
fn sweep(folder: &Path) {
    #[cfg(unix)]
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let left = name.to_str().is_some_and(|name| name.starts_with(DRAFT.0) && name.ends_with(DRAFT.1));
        if left
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            tracing::warn!(path = %entry.path().display(), "a copy that was broken off is removed");
            for suffix in ["-wal", "-journal", ""] {
                let _ = fs::remove_file(beside(&entry.path(), suffix));
            }
        }
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Has the names in a file's folder on disk; some file systems can't, and then need not.
pub(super) fn sync_folder(path: &Path) -> Result<(), Fault> {
    #[cfg(unix)]
    if let Some(folder) = path.parent()
        && let Ok(folder) = File::open(folder)
        && let Err(error) = folder.sync_all()
        && !matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported)
    {
        return Err(error.into());
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Copies the store at `from`, which must not be in use, to `to`. The copy is one file, is verified before it gets its
/// name, and is on disk when this returns. `from` is not written. What lies at `to` is replaced only with `replace`.
///
/// A store that is in use is copied by [`Store::backup`](sop_runtime::host::store::Store::backup).
///
/// # Errors
///
/// [`StoreError::Exists`] if something lies at `to`; [`StoreError::Damaged`] if the store isn't whole: then there is no copy.
pub fn backup(from: impl AsRef<Path>, to: impl AsRef<Path>, replace: bool) -> Result<(), StoreError> {
    let (from, to) = (from.as_ref(), to.as_ref());
    let free = room(to, replace).map_err(|fault| fault.at(to))?;
    let draft = draft_of(from, to)?;
    let named = draft.name(to, replace);
    drop(free);
    named.map_err(|fault| fault.at(to))
}

/// A verified copy of a store, beside the place where it is to lie.
pub(super) fn draft_of(from: &Path, to: &Path) -> Result<Draft, StoreError> {
    let image = Image::open(from).map_err(|fault| fault.at(from))?;
    let logged = super::mark::scan(image.path(), &image.log_path())
        .and_then(|(logged, _)| {
            super::header::read(image.path(), &image.bytes_of_header()?)?;
            Ok(logged)
        })
        .map_err(|fault| fault.at(from))?;
    let (draft, mut file) = Draft::beside(to).map_err(|fault| fault.at(to))?;
    image.write(&mut file).map_err(|fault| fault.at(to))?;
    drop(file);
    // What is wrong with the copy was wrong with the store.
    draft.settle(logged).map_err(|fault| match fault {
        Fault::Store(error) => error,
        fault => fault.at(from),
    })?;
    Ok(draft)
}

/// Whether a copy may be put at a path. A store there that is to be replaced is closed first, so that no log of its own
/// is left beside the copy; it is kept from others as long as what comes back lives.
pub(super) fn room(to: &Path, replace: bool) -> Result<Option<Image>, Fault> {
    let full = open::resolve(to)?;
    if fs::symlink_metadata(&full).is_err() {
        let log = beside(&full, "-wal");
        if fs::symlink_metadata(&log).is_ok() {
            return Err(Fault::Store(StoreError::Exists { path: log.display().to_string() }));
        }
        return Ok(None);
    }
    if !replace {
        return Err(Fault::Store(StoreError::Exists { path: to.display().to_string() }));
    }
    let refused = fold(&full)?;
    let image = Image::open(&full)?;
    if fs::symlink_metadata(image.log_path()).is_err() {
        return Ok(Some(image));
    }
    // Why it could not be closed, not that its log is in the way.
    Err(refused.map_or_else(|| Fault::Other("its log can't be removed".to_owned()), Fault::Store))
}

/// Brings the log of a store into its file; why not, if it can't be opened. Fails if it is in use.
pub(super) fn fold(path: &Path) -> Result<Option<StoreError>, Fault> {
    match SqliteStore::open_existing(path) {
        Ok(store) => store.close().map(|()| None).map_err(Fault::Store),
        Err(error @ StoreError::InUse { .. }) => Err(Fault::Store(error)),
        Err(error) => Ok(Some(error)),
    }
}

/// A name beside a path that nothing has yet: `NAME.WORD-1` and so on.
pub(super) fn free_name(path: &Path, word: &str) -> PathBuf {
    let taken = |path: &Path| {
        fs::symlink_metadata(path).is_ok() || fs::symlink_metadata(beside(path, "-wal")).is_ok()
    };
    let mut number = 1_u32;
    loop {
        let name = beside(path, &format!(".{word}-{number}"));
        if !taken(&name) {
            return name;
        }
        number = number.saturating_add(1);
    }
}
