//! What a case remembers: its inputs, how they are written, and how a case is rebuilt from them.

mod codec;
mod entry;
mod replay;

pub use codec::{ENTRY_VERSION, EntryError, decode, encode};
pub use entry::Entry;
pub use replay::{ReplayCause, ReplayError, Replayed, first_edition, replay, replay_moved};

#[cfg(test)]
mod tests;
