//! A book whose register is made from a document.

use sop_conform::compare::{Change, compare};
use sop_conform::read::{Hints, ReadDocument, read_text};
use sop_conform::register;
use sop_core::model::Book;
use sop_core::source::Sources;
use std::collections::BTreeSet;

/// A document as it is first, and the book that follows it.
pub(crate) struct Adopted {
    pub(crate) text: String,
    pub(crate) read: ReadDocument,
    pub(crate) book: Book,
}

impl Adopted {
    pub(crate) fn of(text: &str) -> Self {
        let read = read_text(text, &Hints::default());
        let lanes: BTreeSet<&str> = read.clauses.iter().filter_map(|c| c.lane.as_deref()).collect();
        let vocabulary: String =
            lanes.iter().enumerate().map(|(i, l)| format!("lane lane_{i} \"{l}\"\n")).collect();
        let flow = "flow empty \"Empty\" { end done \"Done\" }\n";
        let first = book(&format!("{vocabulary}{flow}"));
        let register = register::create(&first, &read).unwrap();
        assert!(register.unknown_lanes.is_empty(), "{:?}", register.unknown_lanes);
        let book = book(&format!("{vocabulary}{}{flow}", register.text));
        Self { text: text.to_owned(), read: read_text(text, &Hints::of(&book)), book }
    }

    /// What is told of another text.
    pub(crate) fn changes(&self, text: &str) -> Vec<Change> {
        let read = read_text(text, &Hints::of(&self.book));
        compare(&self.book, self.book.document.as_ref().unwrap(), &read)
    }
}

pub(crate) fn book(text: &str) -> Book {
    let mut sources = Sources::new();
    // All in one file: it borrows nothing.
    let text: String = text.lines().filter(|l| !l.starts_with("use ")).map(|l| format!("{l}\n")).collect();
    sources.add("book.sop", text.clone());
    sop_core::compile(&sources).book.unwrap_or_else(|| panic!("{text}"))
}

/// Which clause a change is told at.
pub(crate) fn at(change: &Change) -> String {
    match change {
        Change::Added { clause, .. } => format!("+{}", clause.id),
        Change::Removed { id } => format!("-{id}"),
        Change::Changed { id, .. } => id.clone(),
        Change::Moved { id, .. } => id.clone(),
        Change::Head { what, .. } => format!("{what:?}"),
        Change::PageLost { page } => format!("page {page}"),
    }
}

/// The clauses at which something is told.
pub(crate) fn places(changes: &[Change]) -> BTreeSet<String> {
    changes.iter().map(at).collect()
}
