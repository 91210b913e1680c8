//! One file a command.

pub(crate) mod cases;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod graph;
pub(crate) mod run;
pub(crate) mod show;
