//! The engine that runs a `.sop` book.
//!
//! - [`kernel`]: one pure function from `(program, state, input)` to `(state', effects)`;
//! - [`journal`]: what a case remembers - its inputs - and how they are written and replayed;
//! - [`host`]: what the embedding program supplies: clock, timers, actions, store;
//! - [`engine`]: cases, tasks and effects, durable and in order, around all of these.
//!
//! The arrows point one way: `engine` to `host` and `journal`, `journal` to `kernel`, `kernel` to the model of `sop-core`.

pub mod engine;
pub mod host;
pub mod journal;
pub mod kernel;
pub mod value;

pub use value::{Moment, Value};
