//! A state as bytes: one byte of version, the program's tag, then the state.
//!
//! Bytes of a later version are refused by name; a version is never read by guesswork. Formats 1 and 2 were written by
//! `postcard`, 2 with what is remembered of rules behind the rest.

use super::marks::Marks;
use super::old::Old;
use super::{Core, State, packed};
use crate::kernel::program::Program;
use crate::value::packed::{Reader, Writer};

/// The format that this release writes. Those before are read as well.
pub const STATE_VERSION: u8 = 3;

const WITHOUT_RULES: u8 = 1;
const WITH_RULES: u8 = 2;

/// Why bytes are no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// There are none.
    #[error("there are no bytes")]
    Empty,
    /// A later release wrote them.
    #[error("the bytes have format {found}; this program knows formats up to {known}")]
    NewerFormat {
        /// Their format.
        found: u8,
        /// The latest known here.
        known: u8,
    },
    /// They are of another program: another book, or other settings.
    #[error("the state belongs to another edition of the book")]
    OtherProgram,
    /// They can't be read, or hold what can't be.
    #[error("the bytes are damaged: {what}")]
    Damaged {
        /// What is wrong.
        what: String,
    },
}

impl DecodeError {
    fn damaged(what: &str) -> Self {
        Self::Damaged { what: what.to_owned() }
    }

    pub(super) fn unreadable() -> Self {
        Self::damaged("they hold no state")
    }
}

/// What stands before a state.
pub(super) struct Header;

impl Header {
    /// The program's tag must be there.
    pub(super) fn check(from: &mut Reader<'_>, program: &Program) -> Result<(), DecodeError> {
        let (tag, rest) =
            from.bytes.split_first_chunk::<4>().ok_or_else(|| DecodeError::damaged("they are too short"))?;
        from.bytes = rest;
        let tag = u32::from_le_bytes(*tag);
        if tag == program.tag() { Ok(()) } else { Err(DecodeError::OtherProgram) }
    }
}

impl State {
    /// The state as bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.byte(STATE_VERSION);
        out.bytes.extend_from_slice(&self.core.tag.to_le_bytes());
        packed::write(&self.core, &mut out);
        out.bytes.to_vec()
    }

    /// Reads a state of that program. Any bytes may come: what isn't a state that the kernel could have made for this
    /// program's tables is refused.
    pub fn decode(bytes: &[u8], program: &Program) -> Result<Self, DecodeError> {
        let (version, rest) = bytes.split_first().ok_or(DecodeError::Empty)?;
        if !(WITHOUT_RULES..=STATE_VERSION).contains(version) {
            return Err(DecodeError::NewerFormat { found: *version, known: STATE_VERSION });
        }
        let mut from = Reader { bytes: rest };
        Header::check(&mut from, program)?;
        let core = if *version == STATE_VERSION {
            let mut core = Self::new(program).core;
            packed::read(&mut core, &mut from, program).ok_or_else(DecodeError::unreadable)?;
            core
        } else {
            old(*version, &mut from, program)?
        };
        if !from.bytes.is_empty() {
            return Err(DecodeError::damaged("more bytes follow"));
        }
        super::valid::check(&core, program).map_err(DecodeError::damaged)?;
        Ok(Self { core })
    }
}

/// Formats 1 and 2.
fn old(version: u8, from: &mut Reader<'_>, program: &Program) -> Result<Core, DecodeError> {
    let old: Old = from.other().ok_or_else(DecodeError::unreadable)?;
    let mut core = old.core(program);
    if version == WITH_RULES {
        let marks: Vec<_> = from.other().ok_or_else(DecodeError::unreadable)?;
        if marks.is_empty() {
            return Err(DecodeError::damaged("an empty part is written"));
        }
        core.marks = Marks::from_list(&marks).map_err(DecodeError::damaged)?;
    }
    Ok(core)
}

#[cfg(test)]
pub(in crate::kernel) mod tests;
