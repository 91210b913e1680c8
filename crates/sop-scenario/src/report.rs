//! What a suite of scenarios showed, for people and for machines.

mod json;
mod junit;
mod place;
mod table;
mod terminal;

pub use json::{SCHEMA, json};
pub use junit::{JunitError, junit};
pub use terminal::terminal;

use sop_core::diagnostic::Lang;
use sop_core::source::Sources;

/// What reports need beside the suite.
#[derive(Clone, Copy, Debug)]
pub struct Report<'r> {
    /// The texts that the book was read from.
    pub sources: &'r Sources,
    /// The language to say it in.
    pub lang: Lang,
    /// Of each flow at least so much of a hundred must be reached.
    pub min_coverage: Option<u32>,
}

#[cfg(test)]
mod tests;
