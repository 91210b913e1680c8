//! `sop completions SHELL`.

use crate::args::{Args, Completions};
use crate::exit::{Exit, Failure};
use crate::output;
use clap::CommandFactory;

/// Prints the script.
pub(crate) fn run(args: &Completions) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "sop", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Sound)
}
