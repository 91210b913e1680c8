//! `sop check PATH`.

mod watch;

use crate::args::Check;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::speech::say;
use sop::diagnostic::{Severity, render};
use sop::model::Book;
use sop::{Compiled, words};

/// Checks a book and prints what it found.
pub(crate) fn run(args: &Check) -> Result<Exit, Failure> {
    if args.watch {
        return watch::run(args);
    }
    let sources = sop::folder::read(&args.path)?;
    let compiled = sop::compile(&sources);
    let faulty = faulty(args, &compiled);
    if args.json {
        output::json(&render::json(&compiled.findings, &sources, output::lang()))?;
    } else {
        output::print(&render::render(&compiled.findings, &sources, &output::rendering()))?;
        output::print(&render::summary(&compiled.findings, output::lang()))?;
        output::print(&super::explain::hint(&compiled.findings, output::lang()))?;
        if let (Some(book), false) = (&compiled.book, faulty) {
            output::print(&format!("{}\n", sound(args, book)))?;
        }
    }
    Ok(if faulty { Exit::Faulty } else { Exit::Sound })
}

/// Is something wrong with the book?
fn faulty(args: &Check, compiled: &Compiled) -> bool {
    compiled.findings.iter().any(|f| args.deny_warnings || f.severity() == Severity::Error)
}

/// What is said of a book with which nothing is wrong.
fn sound(args: &Check, book: &Book) -> String {
    say(words!(
        "book-sound",
        path = args.path.display().to_string(),
        files = book.files.len(),
        flows = book.flows.len(),
        steps = book.flows.iter().map(|f| f.graph.node_count()).sum::<usize>(),
    ))
}
