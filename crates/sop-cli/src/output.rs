//! Where the program prints: the one place that writes to the terminal. Colours are left out where there is none.

use crate::exit::{Failure, Verb, cause};
pub(crate) use crate::speech::lang;
use crate::speech::say;
use sop::words;
use std::io::{IsTerminal, Write};
use std::path::Path;

/// Prints to standard output, at once: a prompt has no line end. A reader that went away (`sop show 1 | head`) is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    quiet(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Writes to a file, or prints if none is named.
pub(crate) fn put(path: Option<&Path>, text: &str) -> Result<(), Failure> {
    let Some(path) = path else { return print(text) };
    std::fs::write(path, text).map_err(|source| Failure::File {
        path: path.to_owned(),
        verb: Verb::Written,
        source,
    })
}

/// Writes to standard output what is no text of ours: not a byte of it is changed.
pub(crate) fn raw(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    quiet(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Prints to standard output; false when nobody reads it any more, so that a program without an end of its own can end.
pub(crate) fn print_while_read(text: &str) -> Result<bool, Failure> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        other => other.map(|()| true).map_err(Failure::Terminal),
    }
}

/// Empties the terminal, if there is one, whether it wants colours or not.
pub(crate) fn clear_screen() {
    let mut out = std::io::stdout();
    if out.is_terminal() {
        // What is printed next fails as well, and is told.
        let _ = out.write_all(b"\x1b[2J\x1b[3J\x1b[H");
    }
}

/// Prints to standard error.
pub(crate) fn note(text: &str) {
    // Nothing is left to be told if standard error is gone.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Prints a failure with its causes.
pub(crate) fn failure(failure: &Failure) {
    let mut text = format!("sop: {}\n", say(failure.told()));
    let mut behind = failure.cause();
    while let Some(error) = behind {
        text.push_str(&format!("  {}\n", say(words!("because", cause = cause(error)))));
        behind = error.source();
    }
    note(&text);
}

/// Is standard output a terminal that wants colours?
pub(crate) fn colour() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// Columns of the terminal: what `COLUMNS` says, else what the terminal says, else 80.
pub(crate) fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|c| *c > 0);
    let seen =
        || std::io::stdout().is_terminal().then(|| ratatui::crossterm::terminal::size().ok()).flatten();
    said.or_else(|| seen().map(|(columns, _)| usize::from(columns)).filter(|c| *c > 0)).unwrap_or(80)
}

/// How findings are shown.
pub(crate) fn rendering() -> sop::diagnostic::render::RenderOptions {
    sop::diagnostic::render::RenderOptions { color: colour(), lang: lang(), ..Default::default() }
}

/// Sends the engine's log to standard error.
pub(crate) fn log_to_stderr(verbose: u8) {
    let level = match verbose {
        0 => "error",
        1 => "sop_runtime=info,sop_sqlite=info,warn",
        _ => "sop_runtime=trace,sop_sqlite=trace,info",
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("SOP_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level));
    // A second subscriber can't be there: this runs once, first.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

fn quiet(written: std::io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(Failure::Terminal),
    }
}

/// Prints a JSON document.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string_pretty(value).map_err(|e| Failure::Terminal(e.into()))?;
    text.push('\n');
    print(&text)
}
