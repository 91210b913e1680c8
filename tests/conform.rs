//! A book held against its document, from outside: what is changed in either is told at its clause, and nothing else.
//!
//! Two pairs: a sample of our own, always; the real book against the controlled document, where that is at hand (it is kept
//! outside of the repository).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "conform/pair.rs"]
mod pair;
#[path = "conform/real.rs"]
mod real;
#[path = "conform/sample.rs"]
mod sample;
