//! Conformance: the controlled document and the running procedure, held against each other.
//!
//! 1. [`read`]: a document's text becomes clauses, each with its place, its fingerprint and the facts in it;
//! 2. [`register`]: what is read is written into the book; [`compare`]: it is held against what stands there;
//! 3. [`judge`](mod@judge): the register is held against the flows;
//! 4. [`report`]: what was found, for people, for machines and for test servers.
//!
//! The document's sentences stay where they are: a register holds numbers, pages, lanes, gists in the book's own words,
//! fingerprints and the facts that can be compared ([`sop_core::model::Held`]).

pub mod baseline;
pub mod compare;
pub mod judge;
pub mod read;
pub mod register;
pub mod report;
