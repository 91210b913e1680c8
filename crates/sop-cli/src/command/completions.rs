//! `sop completions SHELL`.

use crate::args::Completions;
use crate::exit::{Exit, Failure};
use crate::{help, output};

/// Prints the script.
pub(crate) fn run(args: &Completions) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(output::lang()), "sop", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Sound)
}
