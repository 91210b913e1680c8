//! A store's file and log, read without changing either: for looking at, copying and salvaging it.
//!
//! The file is locked against programs that work with it for as long as this lives; it needs no right to write.

use super::fault::Fault;
use super::held::Held;
use super::log::{self, Log};
use super::schema::PAGE_BYTES;
use super::{beside, open};
use sop_runtime::host::store::StoreError;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The file and its log.
#[derive(Debug)]
pub(super) struct Image {
    // The file is closed before the path is given up: closing it drops this process's locks.
    file: File,
    log: Option<Log>,
    held: Held,
}

impl Image {
    /// Opens what lies at a path, whatever it holds.
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => return Err(Fault::Other("it is a folder".to_owned())),
            Ok(meta) if meta.is_file() => {}
            Ok(_) => return Err(Fault::Store(StoreError::NotAStore { path: path.display().to_string() })),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(io::Error::new(ErrorKind::NotFound, "there is no such store").into());
            }
            Err(error) => return Err(error.into()),
        }
        let in_use = || Fault::Store(StoreError::InUse { path: path.display().to_string() });
        let held = Held::take(open::resolve(path)?).ok_or_else(in_use)?;
        let file = File::open(held.path())?;
        if !lock_shared(&file)? {
            return Err(in_use());
        }
        let log = log::read(&beside(held.path(), "-wal"))?;
        Ok(Self { file, log, held })
    }

    /// The path without links and dots.
    pub(super) fn path(&self) -> &Path {
        self.held.path()
    }

    /// Where the log is, whether there is one or not.
    pub(super) fn log_path(&self) -> PathBuf {
        beside(self.path(), "-wal")
    }

    /// Whether all that is stored lies in the file itself.
    pub(super) fn is_one_file(&self) -> bool {
        self.log.as_ref().is_none_or(|log| log.frames.is_empty())
    }

    /// The file's first bytes, as many as a header has or the file.
    pub(super) fn bytes_of_header(&self) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        let mut file = &self.file;
        file.seek(SeekFrom::Start(0))?;
        file.take(100).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The log, if there is one.
    pub(super) fn log(&self) -> Option<&Log> {
        self.log.as_ref()
    }

    /// The file.
    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// Writes the store as it is after the last commit, in one file, and has it on disk. A damaged log ends it early.
    pub(super) fn write(&self, to: &mut File) -> Result<(), Fault> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(0))?;
        io::copy(&mut file, to)?;
        if let Some(log) = self.log.as_ref().filter(|log| !log.frames.is_empty()) {
            // Later ones over earlier ones, each page once.
            let newest: BTreeMap<u32, u64> = log.frames.iter().map(|frame| (frame.page, frame.at)).collect();
            let mut wal = File::open(self.log_path())?;
            let mut page = [0; PAGE_BYTES as usize];
            let bytes = u64::from(PAGE_BYTES);
            for (number, at) in newest {
                wal.seek(SeekFrom::Start(at))?;
                wal.read_exact(&mut page)?;
                to.seek(SeekFrom::Start(u64::from(number.saturating_sub(1)).saturating_mul(bytes)))?;
                to.write_all(&page)?;
            }
            to.set_len(u64::from(log.pages).saturating_mul(bytes))?;
        }
        to.sync_all()?;
        Ok(())
    }
}

/// Locks a file against those who would write it; whether nobody does.
#[cfg(unix)]
fn lock_shared(file: &File) -> Result<bool, Fault> {
    use rustix::fs::{FlockOperation, fcntl_lock};
    use rustix::io::Errno;
    match fcntl_lock(file, FlockOperation::NonBlockingLockShared) {
        Ok(()) => Ok(true),
        Err(Errno::AGAIN | Errno::ACCESS) => Ok(false),
        Err(error) => Err(io::Error::from(error).into()),
    }
}

/// Elsewhere reading what another has locked fails by itself.
#[cfg(not(unix))]
fn lock_shared(_: &File) -> Result<bool, Fault> {
    Ok(true)
}
