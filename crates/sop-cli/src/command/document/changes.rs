//! What adopting a document has changed, for people and for machines.

use super::shown::{facts, part};
use crate::desk::wrap::hang;
use crate::output;
use crate::page::{BOLD, DIM, YELLOW};
use crate::speech::say;
use serde::Serialize;
use sop::conform::compare::{Change, Difference};
use sop::conform::read::ReadDocument;
use sop::conform::register::Adopted;
use sop::diagnostic::{Words, names};
use sop::model::{Book, Clause};
use sop::words;
use std::path::Path;

/// For machines.
#[derive(Debug, Serialize)]
pub(super) struct Data<'a> {
    file: String,
    written: bool,
    changes: &'a [Change],
    unknown_lanes: &'a [String],
    without_gist: &'a [String],
}

/// For machines.
pub(super) fn data<'a>(file: &Path, adopted: &'a Adopted, written: bool) -> Data<'a> {
    Data {
        file: file.display().to_string(),
        written,
        changes: &adopted.changes,
        unknown_lanes: &adopted.unknown_lanes,
        without_gist: &adopted.without_gist,
    }
}

/// For people.
pub(super) fn told(
    file: &Path,
    book: &Book,
    document: &ReadDocument,
    adopted: &Adopted,
    changed: bool,
    dry: bool,
) -> String {
    let mut out = String::new();
    let clauses = book.document.as_ref().map(|d| d.clauses.as_slice()).unwrap_or_default();
    // All that is new in a new register need not be listed: it is in the file.
    if book.document.is_some() {
        adopted.changes.iter().for_each(|c| change(c, clauses, &mut out));
    }
    let count = |fits: fn(&Change) -> bool| adopted.changes.iter().filter(|c| fits(c)).count();
    let added = count(|c| matches!(c, Change::Added { .. }));
    let altered = count(|c| matches!(c, Change::Changed { .. } | Change::Head { .. }));
    let moved = count(|c| matches!(c, Change::Moved { .. }));
    let removed = count(|c| matches!(c, Change::Removed { .. }));
    let path = file.display().to_string();
    let all = document.clauses.len();
    let words = match (changed, dry, adopted.changes.is_empty()) {
        (false, _, _) => words!("doc-no-change", path = path, clauses = all),
        (true, false, true) => words!("doc-tidied", path = path),
        (true, true, true) => words!("doc-would-tidy", path = path),
        (true, false, false) => words!(
            "doc-written",
            path = path,
            clauses = all,
            added = added,
            changed = altered,
            moved = moved,
            removed = removed
        ),
        (true, true, false) => words!(
            "doc-would-write",
            path = path,
            clauses = all,
            added = added,
            changed = altered,
            moved = moved,
            removed = removed
        ),
    };
    out.push_str(&format!("{BOLD}{}{BOLD:#}\n", say(words)));
    if !adopted.unknown_lanes.is_empty() {
        let names = names(adopted.unknown_lanes.iter().cloned());
        out.push_str(&format!("{YELLOW}{}{YELLOW:#}\n", say(words!("doc-unknown-lanes", names = names))));
    }
    if !adopted.without_gist.is_empty() {
        let count = adopted.without_gist.len();
        out.push_str(&format!("{YELLOW}{}{YELLOW:#}\n", say(words!("doc-without-gist", count = count))));
    }
    out
}

fn change(change: &Change, clauses: &[Clause], out: &mut String) {
    let gist = |id: &str| clauses.iter().find(|c| c.id == id).map(|c| c.gist.clone()).unwrap_or_default();
    let mut line = |words: Words| out.push_str(&format!("{}\n", say(words)));
    match change {
        Change::Added { clause, .. } => {
            line(words!("doc-added", clause = &clause.id, kind = clause.kind.word(), page = clause.page));
            reads(&clause.text, out);
        }
        Change::Removed { id } => line(words!("doc-removed", clause = id, gist = gist(id))),
        Change::Moved { id, after: Some(after) } => {
            line(words!("doc-moved-behind", clause = id, after = after));
        }
        Change::Moved { id, after: None } => line(words!("doc-moved-first", clause = id)),
        Change::PageLost { page } => line(words!("doc-page-lost", page = *page)),
        Change::Head { what, old, new } if old.is_empty() => {
            line(words!("doc-part-new", what = part(what), new = new));
        }
        Change::Head { what, old, new } if new.is_empty() => {
            line(words!("doc-part-gone", what = part(what), old = old));
        }
        Change::Head { what, old, new } => {
            line(words!("doc-part-changed", what = part(what), old = old, new = new));
        }
        Change::Changed { id, clause, what } => {
            line(words!("doc-changed", clause = id, gist = gist(id)));
            let first = clauses.iter().any(|c| c.id == *id && c.fingerprint.is_none());
            for difference in what {
                difference_told(difference, first, out);
            }
            if what.contains(&Difference::Words) && !first {
                reads(&clause.text, out);
            }
        }
    }
}

fn difference_told(difference: &Difference, first: bool, out: &mut String) {
    let lane = |l: &Option<String>| l.as_ref().map_or_else(|| words!("doc-no-lane"), Words::verbatim);
    let mut line = |words: Words| out.push_str(&format!("  {DIM}{}{DIM:#}\n", say(words)));
    match difference {
        Difference::Words if first => line(words!("doc-words-adopted")),
        Difference::Words => line(words!("doc-words")),
        Difference::Id { new } => line(words!("doc-id", new = new)),
        Difference::Page { old, new } => line(words!("doc-moved-page", old = *old, new = *new)),
        Difference::Lane { old, new } => line(words!("doc-lane", old = lane(old), new = lane(new))),
        Difference::Kind { old, new } => line(words!("doc-kind", old = old.word(), new = new.word())),
        Difference::Held { gone, new } => {
            if !gone.is_empty() {
                line(words!("doc-held-gone", facts = facts(gone)));
            }
            if !new.is_empty() {
                line(words!("doc-held-new", facts = facts(new)));
            }
        }
    }
}

/// The words of a clause: on the terminal, never in the book.
fn reads(text: &str, out: &mut String) {
    for line in hang(&format!("  {}", say(words!("doc-reads", text = text))), output::width(), "  ") {
        out.push_str(&line);
        out.push('\n');
    }
}
