//! A book on disk: a folder of `.sop` files. The only place of the language's side that touches a file system.

use sop_core::source::{Sources, limits};
use std::path::{Path, PathBuf};

/// Why a book could not be read from disk.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// Nothing is there.
    #[error("there is no file or folder `{}`", path.display())]
    Missing {
        /// What was asked for.
        path: PathBuf,
    },
    /// A folder without a single `.sop` file.
    #[error("the folder `{}` holds no `.sop` file", path.display())]
    Empty {
        /// The folder.
        path: PathBuf,
    },
    /// More files than a book may have.
    #[error("the folder `{}` holds more than {} `.sop` files", path.display(), limits::FILES_MAX)]
    TooMany {
        /// The folder.
        path: PathBuf,
    },
    /// The system could not read it.
    #[error("`{}` can't be read", path.display())]
    Unreadable {
        /// What could not be read.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

/// Reads a book: a folder with every `.sop` file under it, or one file with its book's folder found from it.
///
/// A file's book is the nearest folder above it from which every path that the file's `use` lines name can be
/// reached; its own folder, if it uses nothing. Files are added in the order of their paths. Folders whose names begin
/// with a dot, and links, are left out, so that no circle can be walked.
///
/// # Errors
///
/// [`FolderError`] when nothing is there or the system can't read it. What is wrong *inside* the files is a finding.
pub fn read(path: impl AsRef<Path>) -> Result<Sources, FolderError> {
    let path = path.as_ref();
    let meta = std::fs::metadata(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => FolderError::Missing { path: path.to_owned() },
        _ => FolderError::Unreadable { path: path.to_owned(), source },
    })?;
    let root = if meta.is_dir() { path.to_owned() } else { root_of(path)? };
    let mut found = Vec::new();
    collect(&root, &mut found)?;
    if found.is_empty() {
        return Err(FolderError::Empty { path: root });
    }
    let mut named: Vec<(String, PathBuf)> =
        found.into_iter().map(|file| (relative(&root, &file), file)).collect();
    named.sort();
    let mut sources = Sources::new();
    for (name, file) in named {
        let bytes = read_file(&file)?;
        sources.add_bytes(name, &bytes);
    }
    Ok(sources)
}

/// Reads one byte more than a file may have: enough to know that it is too long, not more.
fn read_file(path: &Path) -> Result<Vec<u8>, FolderError> {
    use std::io::Read;
    let unreadable = |source| FolderError::Unreadable { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .map_err(unreadable)?
        .take(limits::FILE_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(bytes)
}

fn collect(root: &Path, found: &mut Vec<PathBuf>) -> Result<(), FolderError> {
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let unreadable = |source| FolderError::Unreadable { path: folder.clone(), source };
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let kind = entry.file_type().map_err(unreadable)?;
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') || kind.is_symlink() {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "sop") {
                found.push(path);
                if found.len() > limits::FILES_MAX {
                    return Err(FolderError::TooMany { path: root.to_owned() });
                }
            }
        }
    }
    Ok(())
}

fn relative(root: &Path, file: &Path) -> String {
    let path = file.strip_prefix(root).unwrap_or(file);
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The folder of the book that a single file belongs to.
fn root_of(file: &Path) -> Result<PathBuf, FolderError> {
    let bytes = read_file(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let used: Vec<&str> = text
        .lines()
        .filter_map(|line| {
            line.trim_start().strip_prefix("use ")?.trim_start().strip_prefix('"')?.split('"').next()
        })
        .collect();
    let own = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let absolute = std::path::absolute(&own).unwrap_or_else(|_| own.clone());
    Ok(absolute
        .ancestors()
        .find(|root| used.iter().all(|u| root.join(u).is_file()))
        .map_or(own, Path::to_owned))
}
