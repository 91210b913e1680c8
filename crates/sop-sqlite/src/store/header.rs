//! What can be told of a file before SQLite touches it: SQLite may write while it opens, and a file that isn't a store, or
//! is one of a newer format, is not to be written.

use super::beside;
use super::fault::Fault;
use super::schema::{APPLICATION_ID, FORMAT, FORMAT_MIN, PAGE_BYTES};
use sop_runtime::host::store::StoreError;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// No file, an empty one, or a store whose beginning was broken off before it held anything.
    Nothing,
    /// A store, as far as its header tells.
    Store,
}

/// The bytes of a database's header, and of a rollback journal's that is needed here.
const HEADER_BYTES: usize = 100;
const JOURNAL_HEADER_BYTES: usize = 20;
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
const JOURNAL_MAGIC: [u8; 8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7];

/// Looks at a path. Must not be called while this process has the file open: closing it again would drop the locks.
pub(super) fn look(path: &Path) -> Result<Found, Fault> {
    let length = match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => return Err(Fault::Other("it is a folder".to_owned())),
        Ok(meta) if !meta.is_file() => return Err(not_a_store(path)),
        Ok(meta) => meta.len(),
        Err(error) if error.kind() == ErrorKind::NotFound => 0,
        Err(error) => return Err(error.into()),
    };
    if broken_off(path)? {
        return Ok(Found::Nothing);
    }
    if length == 0 {
        // SQLite would delete the log.
        return match fs::metadata(beside(path, "-wal")) {
            Ok(log) if log.len() > 0 => {
                Err(Fault::Damaged("its file is empty or missing, but its log (`-wal`) is there".to_owned()))
            }
            _ => Ok(Found::Nothing),
        };
    }
    match first::<HEADER_BYTES>(path)? {
        Some(header) => check(path, &header).map(|()| Found::Store),
        None => Err(not_a_store(path)),
    }
}

/// Checks a header that was read already.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let header = bytes.first_chunk::<HEADER_BYTES>().ok_or_else(|| not_a_store(path))?;
    check(path, header)
}

fn not_a_store(path: &Path) -> Fault {
    Fault::Store(StoreError::NotAStore { path: path.display().to_string() })
}

/// The first bytes of a file; `None` if it has fewer.
fn first<const N: usize>(path: &Path) -> Result<Option<[u8; N]>, Fault> {
    let mut bytes = [0; N];
    match File::open(path)?.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether a rollback journal says that the file was empty before a transaction that was broken off: that of its beginning.
fn broken_off(path: &Path) -> Result<bool, Fault> {
    let journal = beside(path, "-journal");
    if !fs::exists(&journal)? {
        return Ok(false);
    }
    let header = first::<JOURNAL_HEADER_BYTES>(&journal)?;
    Ok(header.is_some_and(|header| header.starts_with(&JOURNAL_MAGIC) && header.ends_with(&[0; 4])))
}

/// Checks all of the header that never changes in a store of this format.
fn check(path: &Path, header: &[u8; HEADER_BYTES]) -> Result<(), Fault> {
    let number = |at: usize| {
        let bytes = header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(-1, i32::from_be_bytes)
    };
    if !header.starts_with(MAGIC) || number(68) != APPLICATION_ID {
        return Err(not_a_store(path));
    }
    version(path, number(60))?;
    let page = PAGE_BYTES.to_be_bytes();
    // Where, what, and its name. The journal's mode, at 18, is 2 (log) in a store, but 1 while it begins.
    let fixed: [(usize, &[u8], &str); 8] = [
        (16, &page, "page size"),
        (20, &[0, 64, 32, 32], "page layout"),
        (44, &[0, 0, 0, 4], "schema format"),
        (48, &[0; 4], "cache size"),
        (52, &[0; 4], "vacuum mode"),
        (56, &[0, 0, 0, 1], "text encoding"),
        (64, &[0; 4], "vacuum mode"),
        (72, &[0; 20], "reserved space"),
    ];
    let differs = |(at, bytes, _): &&(usize, &[u8], &str)| header.get(*at..*at + bytes.len()) != Some(*bytes);
    let wrong = fixed.iter().find(differs).map(|(_, _, name)| *name);
    let mode = header.get(18..20);
    let wrong = wrong.or_else(|| {
        let known = mode == Some(&[1, 1]) || mode == Some(&[2, 2]);
        (!known).then_some("journal mode")
    });
    match wrong {
        Some(name) => Err(Fault::Damaged(format!("its header's {name} isn't what was written"))),
        None => Ok(()),
    }
}

/// Whether a format is known here.
pub(super) fn version(path: &Path, found: i32) -> Result<(), Fault> {
    if found > FORMAT {
        let path = path.display().to_string();
        let (found, known) = (found.into(), FORMAT.into());
        return Err(Fault::Store(StoreError::NewerFormat { path, found, known }));
    }
    if found < FORMAT_MIN {
        return Err(Fault::Damaged(format!("its header says format {found}")));
    }
    Ok(())
}
