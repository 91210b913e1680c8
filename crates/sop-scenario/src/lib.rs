//! Scenarios: examples of runs, worked in virtual time and judged.
//!
//! - [`family`]: a case with the cases that it starts and calls, as the engine would run them, without the engine;
//! - [`run`]: one scenario, act by act, up to the first thing that does not fit;
//! - [`coverage`]: which nodes, arrows, timers, interruptions and ends of each flow were reached;
//! - [`suite`], [`report`], [`tell`]: a book's scenarios, told to people and programs;
//! - [`explore()`](explore::explore): random walks, and what fails made short.
//!
//! Everything here is pure: no clock, no disk, no threads. The same book and scenario give the same run on every machine.

pub mod coverage;
pub mod explore;
pub mod family;
pub mod offers;
pub mod report;
pub mod run;
pub mod suite;
pub mod tell;
#[cfg(test)]
mod testing;
