//! Entries as bytes: one byte of version, the entry by `postcard`, then the CRC-32 of all before it, little-endian.
//!
//! A case's first entry, in a version of its own, also tells where the case comes from: so a journal alone tells all of a case.
//!
//! What a version means never changes. New kinds of inputs are added behind the old ones; a format of its own gets a new
//! version, and this release says so of bytes that a later one wrote.

use super::{Entry, Origin};
use serde::Serialize;

/// The format of entries that this release writes, but for first ones.
pub const ENTRY_VERSION: u8 = 1;

/// The format of first entries: where the case comes from, then the entry.
pub const FIRST_ENTRY_VERSION: u8 = 2;

/// Why bytes are no entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryError {
    /// Too few bytes for an entry.
    #[error("an entry has at least five bytes, these are {found}")]
    TooShort {
        /// How many there are.
        found: usize,
    },
    /// The bytes are not those that were written.
    #[error("the entry is damaged: its checksum does not fit")]
    Checksum,
    /// A later release wrote them.
    #[error("the entry has format {found}; this program knows formats up to {known}")]
    NewerFormat {
        /// Their format.
        found: u8,
        /// The latest known here.
        known: u8,
    },
    /// The checksum fits, yet they can't be read.
    #[error("the entry can't be read: {what}")]
    Unreadable {
        /// What is wrong.
        what: String,
    },
}

/// An entry as bytes.
pub fn encode(entry: &Entry) -> Vec<u8> {
    bytes(ENTRY_VERSION, entry)
}

/// A case's first entry as bytes.
pub fn encode_first(entry: &Entry, origin: &Origin) -> Vec<u8> {
    bytes(FIRST_ENTRY_VERSION, &(origin, entry))
}

fn bytes(version: u8, content: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64);
    bytes.push(version);
    // Writing to memory can't fail, and no type here refuses to be written.
    bytes = postcard::to_extend(content, bytes).unwrap_or_default();
    let sum = crc32fast::hash(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// Reads an entry. Any bytes may come.
pub fn decode(bytes: &[u8]) -> Result<Entry, EntryError> {
    decode_first(bytes).map(|(_, entry)| entry)
}

/// Reads an entry, and what it tells of where its case comes from: nothing, unless it is a first one that was written since
/// first ones tell it. Any bytes may come.
pub fn decode_first(bytes: &[u8]) -> Result<(Option<Origin>, Entry), EntryError> {
    let too_short = EntryError::TooShort { found: bytes.len() };
    let (content, sum) = bytes.split_last_chunk::<4>().ok_or(too_short.clone())?;
    let (version, rest) = content.split_first().ok_or(too_short)?;
    if crc32fast::hash(content) != u32::from_le_bytes(*sum) {
        return Err(EntryError::Checksum);
    }
    let read = match *version {
        ENTRY_VERSION => postcard::take_from_bytes(rest).map(|(entry, left)| ((None, entry), left)),
        FIRST_ENTRY_VERSION => postcard::take_from_bytes::<(Origin, Entry)>(rest)
            .map(|((origin, entry), left)| ((Some(origin), entry), left)),
        found => return Err(EntryError::NewerFormat { found, known: FIRST_ENTRY_VERSION }),
    };
    match read {
        Ok((read, [])) => Ok(read),
        Ok(_) => Err(EntryError::Unreadable { what: "more bytes follow".to_owned() }),
        Err(e) => Err(EntryError::Unreadable { what: e.to_string() }),
    }
}
