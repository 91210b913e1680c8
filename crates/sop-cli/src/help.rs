//! The help in the program's language: each command's purpose, arguments and examples.
//!
//! The texts stand in `locales/LANGUAGE/help.ftl`; a test finds the argument that has none.

use crate::args::Args;
use crate::speech::say_in;
use clap::{Arg, ArgAction, CommandFactory};
use sop::diagnostic::{Lang, Words};
use sop::words;

/// As clap's own, but for the heading.
const TEMPLATE: &str = "{about-with-newline}\nUSAGE {usage}\n\n{all-args}{after-help}";

/// The command line, its help said in a language.
pub(crate) fn command(lang: Lang) -> clap::Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let version = version.help(say_in(lang, &words!("help-version")));
    let mut command = said(Args::command().disable_version_flag(true).arg(version), "sop", lang);
    // Only then are clap's own `help` commands there.
    command.build();
    helped(command, lang)
}

/// Says what the `help` commands are for.
fn helped(command: clap::Command, lang: Lang) -> clap::Command {
    let inner: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    inner.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |c| match name.as_str() {
            "help" => c.about(say_in(lang, &words!("help-of"))),
            _ => helped(c, lang),
        })
    })
}

fn said(command: clap::Command, name: &str, lang: Lang) -> clap::Command {
    let say = |words: Words| say_in(lang, &words);
    let template = TEMPLATE.replace("USAGE", &say(words!("help-usage")));
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let mut command = command
        .help_template(template)
        .subcommand_help_heading(say(words!("help-commands")))
        .disable_help_flag(true)
        .arg(help.help(say(words!("help-print"))));
    if let Some((about, more)) = of_command(name) {
        command = command.about(say(about)).after_help(say(more));
    }
    let args: Vec<(String, bool)> =
        command.get_arguments().map(|a| (a.get_id().to_string(), a.is_positional())).collect();
    for (id, positional) in args {
        let heading = say(if positional { words!("help-arguments") } else { words!("help-options") });
        let text = of_argument(name, &id).map(say);
        command = command.mut_arg(id, |arg| {
            let arg = arg.help_heading(heading);
            // What clap says of a choice's values is English; the Indonesian text names them itself.
            let choice = !arg.get_possible_values().is_empty() && arg.get_action().takes_values();
            let arg = if choice && lang == Lang::Id { arg.hide_possible_values(true) } else { arg };
            match text {
                Some(text) => arg.help(text),
                None => arg,
            }
        });
    }
    let inner: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    inner.iter().fold(command, |command, name| command.mut_subcommand(name, |c| said(c, name, lang)))
}

/// What a command is for, and what stands below its arguments.
fn of_command(name: &str) -> Option<(Words, Words)> {
    Some(match name {
        "sop" => (words!("help-sop"), words!("help-sop.more")),
        "check" => (words!("help-check"), words!("help-check.more")),
        "conform" => (words!("help-conform"), words!("help-conform.more")),
        "document" => (words!("help-document"), words!("help-document.more")),
        "read" => (words!("help-read"), words!("help-read.more")),
        "adopt" => (words!("help-adopt"), words!("help-adopt.more")),
        "explain" => (words!("help-explain"), words!("help-explain.more")),
        "fmt" => (words!("help-fmt"), words!("help-fmt.more")),
        "graph" => (words!("help-graph"), words!("help-graph.more")),
        "diff" => (words!("help-diff"), words!("help-diff.more")),
        "test" => (words!("help-test"), words!("help-test.more")),
        "run" => (words!("help-run"), words!("help-run.more")),
        "cases" => (words!("help-cases"), words!("help-cases.more")),
        "move" => (words!("help-move"), words!("help-move.more")),
        "show" => (words!("help-show"), words!("help-show.more")),
        "store" => (words!("help-store"), words!("help-store.more")),
        "verify" => (words!("help-verify"), words!("help-verify.more")),
        "backup" => (words!("help-backup"), words!("help-backup.more")),
        "restore" => (words!("help-restore"), words!("help-restore.more")),
        "repair" => (words!("help-repair"), words!("help-repair.more")),
        "completions" => (words!("help-completions"), words!("help-completions.more")),
        _ => return None,
    })
}

/// What an argument of a command means.
fn of_argument(command: &str, argument: &str) -> Option<Words> {
    Some(match (command, argument) {
        (_, "help") => words!("help-print"),
        (_, "version") => words!("help-version"),
        (_, "verbose") => words!("help-sop.verbose"),
        (_, "lang") => words!("help-sop.lang"),
        ("check", "deny_warnings") => words!("help-check.deny_warnings"),
        ("check", "watch") => words!("help-check.watch"),
        ("conform", "document") => words!("help-conform.document"),
        ("conform", "section") => words!("help-conform.section"),
        ("conform", "fail_on") => words!("help-conform.fail_on"),
        ("conform", "baseline") => words!("help-conform.baseline"),
        ("conform", "today") => words!("help-conform.today"),
        ("conform", "write_baseline") => words!("help-conform.write_baseline"),
        ("conform", "reason") => words!("help-conform.reason"),
        ("conform", "until") => words!("help-conform.until"),
        ("conform", "report") => words!("help-conform.report"),
        ("conform", "output") => words!("help-conform.output"),
        ("read" | "adopt", "document") => words!("help-document.document"),
        ("adopt", "check") => words!("help-adopt.check"),
        ("explain", "code") => words!("help-explain.code"),
        ("fmt", "path") => words!("help-fmt.path"),
        ("fmt", "check") => words!("help-fmt.check"),
        ("graph", "format") => words!("help-graph.format"),
        ("graph", "language") => words!("help-graph.language"),
        ("graph", "output") => words!("help-graph.output"),
        ("diff", "old") => words!("help-diff.old"),
        ("diff", "new") => words!("help-diff.new"),
        ("diff", "flow") => words!("help-diff.flow"),
        ("diff", "picture") => words!("help-diff.picture"),
        ("diff", "store") => words!("help-diff.store"),
        ("diff", "exit_code") => words!("help-diff.exit_code"),
        ("test", "flow") => words!("help-test.flow"),
        ("test", "scenario") => words!("help-test.scenario"),
        ("test", "report") => words!("help-test.report"),
        ("test", "output") => words!("help-test.output"),
        ("test", "explore") => words!("help-test.explore"),
        ("test", "seed") => words!("help-test.seed"),
        ("test", "min_coverage") => words!("help-test.min_coverage"),
        ("run", "with") => words!("help-run.with"),
        ("run", "new") => words!("help-run.new"),
        ("run", "case") => words!("help-run.case"),
        ("run", "clock") => words!("help-run.clock"),
        ("run", "at") => words!("help-run.at"),
        ("run", "script") => words!("help-run.script"),
        ("run", "language") => words!("help-run.language"),
        ("run", "plain") => words!("help-run.plain"),
        ("cases", "open") => words!("help-cases.open"),
        ("cases", "flow") => words!("help-cases.flow"),
        ("move", "case") => words!("help-move.case"),
        ("move", "apply") => words!("help-move.apply"),
        ("show", "case") => words!("help-show.case"),
        ("show", "language") => words!("help-show.language"),
        ("backup", "from") => words!("help-backup.from"),
        ("backup", "to") => words!("help-backup.to"),
        ("backup", "force") => words!("help-backup.force"),
        ("restore", "from") => words!("help-restore.from"),
        ("repair", "from") => words!("help-repair.from"),
        ("repair", "to") => words!("help-repair.to"),
        ("completions", "shell") => words!("help-completions.shell"),
        // What several commands have.
        (_, "path" | "book") => words!("help-shared.book"),
        (_, "store") => words!("help-shared.store"),
        (_, "flow") => words!("help-shared.flow"),
        (_, "json") => words!("help-shared.json"),
        (_, "with") => words!("help-shared.with"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
