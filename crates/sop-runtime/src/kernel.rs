//! The kernel: one pure function, `(program, state, input) -> (state', effects)`.
//!
//! It reads no clock, no disk, no random source, and knows no hash order: the moment comes with the input. The same
//! inputs give the same states and effects, byte for byte, on every machine; so a case *is* its journal of inputs.

pub mod effect;
pub mod input;
pub mod program;
pub mod reject;
pub mod state;
pub mod step;

pub use effect::{Effect, TimerFor};
pub use input::{CallId, ChildEnd, ChildId, Input, NodeIx, TaskId, TimerId};
pub use program::{BuildError, BuildErrors, Program, Settings};
pub use reject::Rejected;
pub use state::{
    ArmedTimer, CallView, ChildView, DecodeError, Interrupted, OpenTask, State, Status, TokenView,
};
pub use step::{advance, step};
