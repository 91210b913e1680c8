//! A state that nobody works on, in as little memory as it takes.

mod fixed;

use super::State;
use super::bytes::{DecodeError, Header};
use crate::kernel::program::Program;
use crate::value::packed::{Reader, Writer};

/// The memory of a parked state grows and shrinks by so much, so that it can mostly be used again; allocators round as well.
const GRAIN: usize = 16;

/// A state that nobody works on: its bytes in one piece of memory; a live chat takes about 100 bytes.
///
/// For hosts that keep many cases waiting. Made by [`State::park`], which is the only way to make one; so it is read back
/// without the checks that bytes from outside need.
#[derive(Clone, PartialEq, Eq)]
pub struct Parked {
    /// The packed state, and zeros up to the grain.
    bytes: Box<[u8]>,
}

impl State {
    /// The same state, parked.
    pub fn park(&self) -> Parked {
        let mut parked = Parked { bytes: Box::default() };
        self.park_into(&mut parked);
        parked
    }

    /// Parks this state in the place of another, whose memory is used again if it fits.
    pub fn park_into(&self, parked: &mut Parked) {
        let mut out = Writer::default();
        out.bytes.extend_from_slice(&self.core.tag.to_le_bytes());
        fixed::write(&self.core, &mut out);
        let whole = out.bytes.len().next_multiple_of(GRAIN);
        out.bytes.resize(whole, 0);
        if parked.bytes.len() == whole {
            parked.bytes.copy_from_slice(&out.bytes);
        } else {
            parked.bytes = out.bytes.as_slice().into();
        }
    }
}

impl Parked {
    /// The state that was parked.
    ///
    /// # Errors
    ///
    /// [`DecodeError::OtherProgram`] if it is a state of another program.
    pub fn wake(&self, program: &Program) -> Result<State, DecodeError> {
        let mut state = State::new(program);
        self.wake_into(program, &mut state)?;
        Ok(state)
    }

    /// Wakes the state in the place of another, whose memory is used again; if it fails, there is a case that has not begun.
    ///
    /// # Errors
    ///
    /// [`DecodeError::OtherProgram`] if it is a state of another program.
    pub fn wake_into(&self, program: &Program, state: &mut State) -> Result<(), DecodeError> {
        let mut from = Reader { bytes: &self.bytes };
        let read = Header::check(&mut from, program).and_then(|()| {
            state.core.tag = program.tag();
            // Only `park_into` makes one, of a state that is sound.
            fixed::read(&mut state.core, &mut from, program).ok_or_else(DecodeError::unreadable)
        });
        read.inspect_err(|_| *state = State::new(program))
    }

    /// Whether it is a state of this program: such a one can be woken by it.
    pub fn is_of(&self, program: &Program) -> bool {
        self.bytes.first_chunk().is_some_and(|tag| u32::from_le_bytes(*tag) == program.tag())
    }

    /// Bytes that it takes up outside of itself.
    pub fn resident(&self) -> usize {
        self.bytes.len()
    }
}

impl std::fmt::Debug for Parked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Parked({} bytes)", self.bytes.len())
    }
}
