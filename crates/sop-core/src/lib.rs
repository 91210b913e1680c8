//! The `.sop` language: from text to a checked graph.
//!
//! The phases, in order, each a module:
//!
//! 1. [`source`]: texts, byte spans, limits;
//! 2. [`syntax`]: text to tree, with every mistake of a file in one run;
//! 3. [`resolve`]: trees to the [`model`], names resolved across files;
//! 4. [`check`]: what is wrong with a model that can be built;
//! 5. [`render`]: the model as a picture or as data.
//!
//! Beside them: [`mod@reference`], the language for those who write it, and [`explain`], each code at length.
//!
//! Faults in the user's text are never an `Err`: they are [`diagnostic::Finding`]s.
//! This crate knows no clock, no disk, no terminal.

pub mod check;
mod compile;
pub mod diagnostic;
pub mod diff;
pub mod explain;
pub mod format;
pub mod model;
pub mod reference;
pub mod render;
pub mod resolve;
pub mod source;
pub mod syntax;
mod workspace;

pub use compile::{Compiled, compile, compile_observed, read};
pub use workspace::Workspace;
