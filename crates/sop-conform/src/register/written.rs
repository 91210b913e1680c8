//! Parts of a register as they are written in the language.

use crate::compare::lane;
use crate::read::{ReadApproval, ReadClause, ReadDocument, ReadSection};
use sop_core::model::{Book, Clause};
use sop_core::render::source::held;
pub(super) use sop_core::render::source::quoted;

/// An id or a code with nothing in it that the language wouldn't read as one.
pub(super) fn id(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/') { c } else { '-' })
        .collect()
}

/// Revision, day and signatures, a line each.
pub(super) fn head(document: &ReadDocument) -> Vec<String> {
    let revision =
        document.revision.as_deref().map(id).filter(|r| !r.is_empty()).map(|r| format!("revision {r}"));
    let day = document.effective.map(|d| format!("effective {d}"));
    revision.into_iter().chain(day).chain(document.approvals.iter().filter_map(|a| approval(a).1)).collect()
}

/// A signature: its word, and its line if the day is known.
pub(super) fn approval(a: &ReadApproval) -> (&'static str, Option<String>) {
    let word = a.kind.word();
    (word, a.on.map(|on| format!("{word} by {} as {} on {on}", quoted(&a.name), quoted(&a.job))))
}

/// A section, with the title that it has in the book.
pub(super) fn section(s: &ReadSection, title: Option<&str>) -> String {
    let (first, last) = s.pages;
    let pages = if first == last { first.to_string() } else { format!("{first} to {last}") };
    let title = quoted(title.unwrap_or(&s.title));
    format!("section {} {title} page {pages} fingerprint {}", id(&s.id), quoted(&s.fingerprint))
}

/// A clause: what was read, the gist and, where none was read, the lane that it has in the book.
pub(super) fn clause(book: &Book, c: &ReadClause, old: Option<&Clause>) -> String {
    let kind = c.kind.word();
    let by = lane(book, c.lane.as_deref()).or_else(|| old.and_then(|o| o.lane).filter(|_| c.lane.is_none()));
    let by = by
        .and_then(|l| book.lanes.get(usize::from(l.0)))
        .map(|l| format!(" by {}", l.name))
        .unwrap_or_default();
    let gist = quoted(old.map_or(Clause::NO_GIST, |o| o.gist.as_str()));
    let mut out = format!("clause {} {kind} page {}{by} {gist} {{\n", id(&c.id), c.page);
    out.push_str(&format!("fingerprint {}\n", quoted(&c.fingerprint)));
    for fact in &c.holds {
        out.push_str(&format!("{}\n", held(fact)));
    }
    out.push('}');
    out
}
