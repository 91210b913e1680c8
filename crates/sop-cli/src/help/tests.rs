//! Nothing that can be written after `sop` is left unexplained, in either language.

use super::{command, of_argument, of_command};
use sop::diagnostic::Lang;

/// All that has no text, from a command on.
fn unexplained(command: &clap::Command, missing: &mut Vec<String>) {
    let name = command.get_name();
    if of_command(name).is_none() {
        missing.push(format!("sop {name}: put what it is for into `help.rs` and `locales/*/help.ftl`"));
    }
    for argument in command.get_arguments().filter(|a| !a.is_hide_set()) {
        if of_argument(name, argument.get_id().as_str()).is_none() {
            missing.push(format!("sop {name}: {}", argument.get_id()));
        }
    }
    command.get_subcommands().filter(|c| c.get_name() != "help").for_each(|c| unexplained(c, missing));
}

#[test]
fn everything_is_explained() {
    let mut missing = Vec::new();
    unexplained(&command(Lang::Id), &mut missing);
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_command_line_is_well_formed() {
    for lang in Lang::ALL {
        command(*lang).debug_assert();
    }
}
