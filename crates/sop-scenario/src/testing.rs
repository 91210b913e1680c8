//! For tests: a small book, and scenarios run on it.

use crate::run::{Bench, Failure};
use sop_core::model::Book;
use sop_core::source::Sources;

pub(crate) const BOOK: &str = include_str!("testing.sop");

/// The small book with more written behind it.
pub(crate) fn sources(more: &str) -> Sources {
    let mut sources = Sources::new();
    sources.add("desk.sop", format!("{BOOK}\n{more}"));
    sources
}

/// The book, though the checker may have found more than names: what it proves is found again by running.
pub(crate) fn book(sources: &Sources) -> Book {
    let compiled = sop_core::compile(sources);
    let line = |f: &sop_core::diagnostic::Finding| sources.line_column(f.at.file, f.at.start);
    let findings: Vec<_> = compiled
        .findings
        .iter()
        .map(|f| format!("{} {:?} {}", f.code.as_str(), line(f), f.message))
        .collect();
    compiled.book.unwrap_or_else(|| panic!("{findings:#?}"))
}

/// Runs the scenarios that are written behind the small book: each one's failure, with the line's text.
pub(crate) fn run(more: &str) -> Vec<Option<(String, Failure)>> {
    let sources = sources(more);
    let book = book(&sources);
    let bench = Bench::new(&book);
    let text = &sources.get(sop_core::source::FileId(0)).unwrap().text;
    let line = |f: Failure| {
        let at = text[f.at.start as usize..f.at.end as usize].to_owned();
        (at, f)
    };
    book.scenarios.iter().map(|s| bench.run(s).failure.map(line)).collect()
}
