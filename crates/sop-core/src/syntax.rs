//! Text to tree. Parsing never fails: it gives a tree of what could be read and a finding for what couldn't.

pub(crate) mod build;
pub mod keywords;
pub(crate) mod parse;
mod pieces;
pub(crate) mod recover;
mod scan;
pub(crate) mod slips;
pub mod tree;

pub(crate) use parse::parse_observed;
pub use parse::{Parsed, bare, parse};
