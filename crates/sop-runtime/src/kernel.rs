//! The kernel: one pure function, `(program, state, input) -> (state', effects)`.
//!
//! It reads no clock, no disk, no random source, and knows no hash order: the moment comes with the input. The same
//! inputs give the same states and effects, byte for byte, on every machine; so a case *is* its journal of inputs.

pub mod effect;
mod enter;
mod eval;
pub mod input;
mod interrupt;
mod leave;
mod on_call;
mod on_child;
mod on_event;
mod on_task;
mod on_timer;
pub mod program;
pub mod reject;
mod run;
pub mod state;
pub mod step;
#[cfg(test)]
pub(crate) mod testing;
mod timers;
mod working_hours;

pub use effect::{Effect, TimerFor};
pub use input::{CallId, ChildEnd, ChildId, Input, NodeIx, TaskId, TimerId};
pub use program::{BuildError, BuildErrors, Program, Settings};
pub use reject::Rejected;
pub use run::MOVES_MAX;
pub use state::{
    ArmedTimer, CallView, ChildView, DecodeError, Interrupted, OpenTask, STATE_VERSION, State, Status,
    TokenView,
};
pub use step::{advance, step};
