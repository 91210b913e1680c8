//! What a case remembers: its inputs, how they are written, and how a case is rebuilt from them.

mod codec;
mod entry;
mod replay;

pub use codec::{ENTRY_VERSION, EntryError, FIRST_ENTRY_VERSION, decode, decode_first, encode, encode_first};
pub use entry::{Entry, Origin};
pub use replay::{ReplayCause, ReplayError, Replayed, first_edition, replay, replay_moved};

#[cfg(test)]
mod tests;
