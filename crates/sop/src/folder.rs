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
    /// Something that is neither a file nor a folder: a pipe, a device, a socket. To read from it could wait for ever.
    #[error("`{}` is neither a file nor a folder; write what it gives into a file, and name that", path.display())]
    NoFile {
        /// What was asked for.
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
/// A file's book is the nearest folder above it from which every path that the file's `use` lines name can be reached, or
/// whose files use it; a file that neither uses nor is used is a book by itself. Files are added in the order of their
/// paths. Folders whose names begin with a dot, and links, are left out, so that no circle can be walked.
///
/// # Errors
///
/// [`FolderError`] when nothing is there, it is neither a file nor a folder, or the system can't read it. What is wrong *inside* the files is a finding.
pub fn read(path: impl AsRef<Path>) -> Result<Sources, FolderError> {
    let path = path.as_ref();
    let Some(root) = root(path)? else {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let mut sources = Sources::new();
        sources.add_bytes(name, &read_file(path)?);
        return Ok(sources);
    };
    let found = walk(&root)?.files;
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

/// The folders that [`read`] looks into, the book's own first: who watches each of them (not what lies below it) sees
/// every change to the book.
///
/// # Errors
///
/// [`FolderError`] as for [`read`], but a folder without any `.sop` file is none.
pub fn folders(path: impl AsRef<Path>) -> Result<Vec<PathBuf>, FolderError> {
    let path = path.as_ref();
    match root(path)? {
        Some(root) => Ok(walk(&root)?.folders),
        None => Ok(vec![folder_of(path)]),
    }
}

/// The files at a path, in the order of their paths: a folder's `.sop` files as [`read`] finds them, or one file, whatever its
/// name and its book.
///
/// # Errors
///
/// [`FolderError`] when nothing is there, the system can't read it, or a folder holds no `.sop` file.
pub fn files(path: impl AsRef<Path>) -> Result<Vec<PathBuf>, FolderError> {
    let path = path.as_ref();
    if !metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = walk(path)?.files;
    if files.is_empty() {
        return Err(FolderError::Empty { path: path.to_owned() });
    }
    files.sort();
    Ok(files)
}

/// Reads one byte more than a file may have: enough to know that it is too long, not more.
fn read_file(path: &Path) -> Result<Vec<u8>, FolderError> {
    use std::io::Read;
    // Only to open a pipe would wait for somebody who writes into it.
    if !metadata(path)?.is_file() {
        return Err(FolderError::NoFile { path: path.to_owned() });
    }
    let unreadable = |source| FolderError::Unreadable { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .map_err(unreadable)?
        .take(limits::FILE_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(bytes)
}

/// The book's folder; `None` for a file that stands alone.
fn root(path: &Path) -> Result<Option<PathBuf>, FolderError> {
    if metadata(path)?.is_dir() { Ok(Some(path.to_owned())) } else { root_of(path) }
}

fn metadata(path: &Path) -> Result<std::fs::Metadata, FolderError> {
    std::fs::metadata(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => FolderError::Missing { path: path.to_owned() },
        _ => FolderError::Unreadable { path: path.to_owned(), source },
    })
}

/// What lies in a book's folder.
struct Walked {
    /// The book's own first.
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

fn walk(root: &Path) -> Result<Walked, FolderError> {
    let mut walked = Walked { folders: vec![root.to_owned()], files: Vec::new() };
    let mut next = 0;
    while let Some(folder) = walked.folders.get(next).cloned() {
        next += 1;
        let unreadable = |source| FolderError::Unreadable { path: folder.clone(), source };
        for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let kind = entry.file_type().map_err(unreadable)?;
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                walked.folders.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|e| e == "sop") {
                walked.files.push(path);
                if walked.files.len() > limits::FILES_MAX {
                    return Err(FolderError::TooMany { path: root.to_owned() });
                }
            }
        }
    }
    Ok(walked)
}

/// The folder in which a file lies.
fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn relative(root: &Path, file: &Path) -> String {
    let path = file.strip_prefix(root).unwrap_or(file);
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The folder of the book that a single file belongs to; `None` if it stands alone.
fn root_of(file: &Path) -> Result<Option<PathBuf>, FolderError> {
    let used = uses(file)?;
    let own = folder_of(file);
    let absolute = std::path::absolute(&own).unwrap_or(own);
    let mut roots = absolute.ancestors().take(ROOT_LEVELS_MAX);
    if !used.is_empty() {
        let found = roots.find(|root| used.iter().all(|u| root.join(u).is_file()));
        return Ok(Some(found.map_or_else(|| absolute.clone(), Path::to_owned)));
    }
    // It uses nothing; so it belongs to the book of a file above it that uses it.
    let whole = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    Ok(roots.find(|root| is_used_from(root, &relative(root, &whole))).map(Path::to_owned))
}

/// How many folders above a file are looked at for its book.
const ROOT_LEVELS_MAX: usize = 6;

/// The paths in a file's `use` lines.
fn uses(file: &Path) -> Result<Vec<String>, FolderError> {
    let bytes = read_file(file)?;
    let text = String::from_utf8_lossy(&bytes);
    let path = |line: &str| {
        let rest = line.trim_start().strip_prefix("use ")?;
        rest.trim_start().strip_prefix('"')?.split('"').next().map(str::to_owned)
    };
    Ok(text.lines().filter_map(path).collect())
}

/// Does a `.sop` file that lies directly in this folder use that path?
fn is_used_from(root: &Path, path: &str) -> bool {
    let entries =
        std::fs::read_dir(root).into_iter().flatten().filter_map(Result::ok).take(limits::FILES_MAX);
    entries
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "sop"))
        .any(|p| uses(&p).is_ok_and(|used| used.iter().any(|u| u == path)))
}

#[cfg(test)]
mod tests;
