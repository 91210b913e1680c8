//! The `sop` program: the faces of the language and the engine in a terminal.

mod args;
mod book;
mod command;
mod desk;
mod exit;
mod help;
mod output;
mod page;
mod save;
mod speech;

use args::{Args, Command};
use clap::FromArgMatches;
use std::process::ExitCode;

/// The command line; ends the program where it makes no sense, or asks for help.
fn understood() -> Args {
    let mut command = help::command(speech::lang());
    let matches = command.get_matches_mut();
    Args::from_arg_matches(&matches).unwrap_or_else(|e| e.format(&mut command).exit())
}

fn main() -> ExitCode {
    speech::speak(speech::asked(std::env::args_os().skip(1)));
    let args = understood();
    output::log_to_stderr(args.verbose);
    let done = match args.command {
        Command::Check(a) => command::check::run(&a),
        Command::Conform(a) => command::conform::run(&a),
        Command::Document(a) => command::document::run(&a),
        Command::Explain(a) => command::explain::run(&a),
        Command::Fmt(a) => command::fmt::run(&a),
        Command::Graph(a) => command::graph::run(&a),
        Command::Diff(a) => command::diff::run(&a),
        Command::Run(a) => command::run::run(&a),
        Command::Test(a) => command::test::run(&a),
        Command::Cases(a) => command::cases::run(&a),
        Command::Show(a) => command::show::run(&a),
        Command::Store(a) => command::store::run(&a),
        Command::Completions(a) => command::completions::run(&a),
    };
    match done {
        Ok(code) => code.into(),
        Err(failure) => {
            output::failure(&failure);
            failure.code().into()
        }
    }
}
