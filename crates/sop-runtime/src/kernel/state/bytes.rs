//! A state as bytes: one byte of version, the program's tag, then the state by `postcard`; then, if there is any,
//! what is remembered of rules.
//!
//! Bytes of a later version are refused by name; a version is never read by guesswork.

use super::{Core, State};
use crate::kernel::program::Program;

/// The newest format that this release writes: of states that remember something of rules. Others are written as before
/// there were rules, in format 1.
pub const STATE_VERSION: u8 = 2;

const WITHOUT_RULES: u8 = 1;

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

impl State {
    /// The state as bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(128);
        let marks = &self.core.marks;
        bytes.push(if marks.is_empty() { WITHOUT_RULES } else { STATE_VERSION });
        bytes.extend(self.tag.to_le_bytes());
        // Writing to memory can't fail, and no type here refuses to be written.
        bytes = postcard::to_extend(&self.core, bytes).unwrap_or_default();
        if !marks.is_empty() {
            bytes = postcard::to_extend(marks, bytes).unwrap_or_default();
        }
        bytes
    }

    /// Reads a state of that program. Any bytes may come: what isn't a state that the kernel could have made for this
    /// program's tables is refused.
    pub fn decode(bytes: &[u8], program: &Program) -> Result<Self, DecodeError> {
        let (version, rest) = bytes.split_first().ok_or(DecodeError::Empty)?;
        if *version != STATE_VERSION && *version != WITHOUT_RULES {
            return Err(DecodeError::NewerFormat { found: *version, known: STATE_VERSION });
        }
        let damaged = |what: &str| DecodeError::Damaged { what: what.to_owned() };
        let (tag, rest) = rest.split_first_chunk::<4>().ok_or_else(|| damaged("they are too short"))?;
        if u32::from_le_bytes(*tag) != program.tag() {
            return Err(DecodeError::OtherProgram);
        }
        let unreadable = |e: postcard::Error| DecodeError::Damaged { what: e.to_string() };
        let (mut core, mut rest) = postcard::take_from_bytes::<Core>(rest).map_err(unreadable)?;
        if *version != WITHOUT_RULES {
            (core.marks, rest) = postcard::take_from_bytes(rest).map_err(unreadable)?;
            if core.marks.is_empty() {
                return Err(damaged("an empty part is written"));
            }
        }
        if !rest.is_empty() {
            return Err(damaged("more bytes follow"));
        }
        super::valid::check(&core, program).map_err(damaged)?;
        Ok(Self { tag: program.tag(), core })
    }
}
