//! Reads a whole store and tells everything that is wrong with it; the store is not written.

use super::damage::Damage;
use super::fault::Fault;
use super::finds::Finds;
use super::image::Image;
use super::{header, mark, schema, walk};
use rusqlite::{Connection, OpenFlags};
use sop_runtime::host::store::StoreError;
use std::path::Path;

/// What a store holds, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Survey {
    /// Cases whose row can be read.
    pub cases: u64,
    /// Journal entries that are whole.
    pub entries: u64,
    /// What is wrong: structure, then cases, then the other tables. That a case's row or state isn't what its inputs come to is
    /// told, too, if its book is there.
    pub damage: Vec<Damage>,
}

impl Survey {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.damage.is_empty()
    }
}

/// Reads the store at `path`, which must be there and not in use, and tells all that is wrong with it. Neither the file
/// nor its log is written, and neither need be writable.
///
/// # Errors
///
/// When it can't be read at all: it is no store, one of a newer format, in use, or the file system fails.
pub fn verify(path: impl AsRef<Path>) -> Result<Survey, StoreError> {
    let path = path.as_ref();
    inner(path).map_err(|fault| fault.at(path))
}

fn inner(path: &Path) -> Result<Survey, Fault> {
    let image = Image::open(path)?;
    let mut survey = Survey::default();
    let mut finds = Finds::All(&mut survey.damage);
    finds.note(header::read(image.path(), &image.bytes_of_header()?), |said| Damage::Header { said })?;
    let logged = mark::scan(image.path(), &image.log_path()).map(|(logged, _)| logged);
    let has_log = matches!(logged, Ok(true) | Err(_));
    finds.note(logged, |said| Damage::Log { said })?;
    // Kept until the connection is closed.
    let merged;
    let conn = if image.is_one_file() {
        immutable(image.path())?
    } else {
        merged = tempfile::NamedTempFile::new()?;
        image.write(&mut merged.reopen()?)?;
        immutable(merged.path())?
    };
    let Survey { cases, entries, damage } = &mut survey;
    let mut finds = Finds::All(damage);
    let pragmas = conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
    finds.note(pragmas.map_err(Fault::from), |said| Damage::Header { said })?;
    finds.note(schema::verify(&conn), |said| Damage::Header { said })?;
    let seen = walk::walk(&conn, &mut finds)?;
    (*cases, *entries) = (seen.cases, seen.entries);
    if seen.unclosed == Some(true) && !has_log {
        damage.insert(0, Damage::LogLost);
    }
    Ok(survey)
}

/// Opens a file that nobody changes meanwhile; SQLite writes nothing beside it, either.
fn immutable(path: &Path) -> Result<Connection, Fault> {
    let mut address = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                address.push(char::from(*byte));
            }
            b'\\' if cfg!(windows) => address.push('/'),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    Ok(Connection::open_with_flags(address, flags)?)
}
