//! The kernel: one pure function, `(program, state, input) -> (state', effects)`.
//!
//! It reads no clock, no disk, no random source, and knows no hash order: the moment comes with the input. The same
//! inputs give the same states and effects, byte for byte, on every machine; so a case *is* its journal of inputs.

pub mod effect;
pub mod input;
pub mod reject;

pub use effect::{Effect, TimerFor};
pub use input::{CallId, ChildEnd, ChildId, Input, NodeIx, TaskId, TimerId};
pub use reject::Rejected;
