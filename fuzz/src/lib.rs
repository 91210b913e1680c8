//! What the fuzzers do with their bytes: one function a target, shared with the tests in `tests/fuzz_twins.rs`.
//!
//! A target fails by panicking. What it asserts beside "no panic" stands in its own module.

mod bytes;
pub mod draw;
mod kernel;
mod layout;
pub mod programs;
mod text;
mod words;

pub use bytes::journal_decode;
pub use kernel::kernel_inputs;
pub use layout::format;
pub use text::text_to_graph;
pub use words::dictionary;
