//! A changed file written back: at no moment is there less on the disk than the old text or the new one.

use std::io::{self, Write};
use std::path::Path;

/// Why a file was not written.
#[derive(Debug)]
pub(crate) enum SaveError {
    /// Somebody else has changed it since it was read.
    Changed,
    /// The system refused.
    Io(io::Error),
}

/// Puts a text in the place of a file that held `before`: beside it first, then over it, with its permissions. A link stays
/// a link; what it points to is written. A file that may not be written is left alone, although its folder would allow it.
pub(crate) fn replace(path: &Path, before: &[u8], text: &[u8]) -> Result<(), SaveError> {
    // The file itself, not a link to it: to rename over a link would replace the link.
    let path = std::fs::canonicalize(path).map_err(SaveError::Io)?;
    let meta = std::fs::metadata(&path).map_err(SaveError::Io)?;
    if meta.permissions().readonly() {
        return Err(SaveError::Io(io::ErrorKind::PermissionDenied.into()));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    // A name that begins with a dot: it never belongs to a book. It goes away by itself if anything fails.
    let mut beside =
        tempfile::Builder::new().prefix(".sop-fmt-").tempfile_in(folder).map_err(SaveError::Io)?;
    let written = beside.write_all(text).and_then(|()| {
        keep_owner(beside.as_file(), &meta);
        // After the owner: to change it takes some permissions away.
        beside.as_file().set_permissions(meta.permissions())?;
        beside.as_file().sync_all()
    });
    written.map_err(SaveError::Io)?;
    if std::fs::read(&path).map_err(SaveError::Io)? != before {
        return Err(SaveError::Changed);
    }
    beside.persist(&path).map_err(|e| SaveError::Io(e.error))?;
    Ok(())
}

/// The owner and the group stay as they were, as far as whoever runs the program may say so.
#[cfg(unix)]
fn keep_owner(file: &std::fs::File, meta: &std::fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    // Who may not give a file away keeps the copy: the text is what matters.
    let _ = fchown(file, None, Some(meta.gid()));
    let _ = fchown(file, Some(meta.uid()), None);
}

#[cfg(not(unix))]
fn keep_owner(_: &std::fs::File, _: &std::fs::Metadata) {}

#[cfg(test)]
mod tests;
