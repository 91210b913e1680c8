//! Entries as bytes: one byte of version, the entry by `postcard`, then the CRC-32 of all before it, little-endian.
//!
//! What a version means never changes. New kinds of inputs are added behind the old ones; a format of its own gets a new
//! version, and this release says so of bytes that a later one wrote.

use super::Entry;

/// The format that this release writes.
pub const ENTRY_VERSION: u8 = 1;

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
    let mut bytes = Vec::with_capacity(64);
    bytes.push(ENTRY_VERSION);
    // Writing to memory can't fail, and no type here refuses to be written.
    bytes = postcard::to_extend(entry, bytes).unwrap_or_default();
    let sum = crc32fast::hash(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// Reads an entry. Any bytes may come.
pub fn decode(bytes: &[u8]) -> Result<Entry, EntryError> {
    let too_short = EntryError::TooShort { found: bytes.len() };
    let (content, sum) = bytes.split_last_chunk::<4>().ok_or(too_short.clone())?;
    let (version, rest) = content.split_first().ok_or(too_short)?;
    if crc32fast::hash(content) != u32::from_le_bytes(*sum) {
        return Err(EntryError::Checksum);
    }
    if *version != ENTRY_VERSION {
        return Err(EntryError::NewerFormat { found: *version, known: ENTRY_VERSION });
    }
    match postcard::take_from_bytes::<Entry>(rest) {
        Ok((entry, [])) => Ok(entry),
        Ok(_) => Err(EntryError::Unreadable { what: "more bytes follow".to_owned() }),
        Err(e) => Err(EntryError::Unreadable { what: e.to_string() }),
    }
}
