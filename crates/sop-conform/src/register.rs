//! The register in a book's file, written from what was read: in place, with its gists, its remarks and its order kept.
//!
//! The document's sentences are not written: a new clause gets a placeholder for its gist, which `sop check` warns of.

mod edits;
mod written;

use crate::compare::{self, Change, align, at_home};
use crate::read::{ReadClause, ReadDocument};
use edits::Edits;
use sop_core::format::format;
use sop_core::model::{Book, Document};
use sop_core::source::{FileId, SourceFile};
use sop_core::syntax;
use sop_core::syntax::tree::{DocumentItem, Item};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// A register that was brought up to a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Adopted {
    /// The file's text as it is to be.
    pub text: String,
    /// What has changed of the document, as [`compare::compare`] tells it.
    pub changes: Vec<Change>,
    /// Headings and names of lanes for which the book has no lane.
    pub unknown_lanes: Vec<String>,
    /// Ids of clauses that have no gist yet.
    pub without_gist: Vec<String>,
}

/// Why a register can't be written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AdoptError {
    /// The file holds no `document`, or it can't be read.
    #[error("the file holds no document that can be read")]
    NoRegister,
    /// A new register needs the document's code, and none was found.
    #[error("the document doesn't tell its code")]
    NoCode,
}

/// Brings the register in a file up to a document.
///
/// # Errors
///
/// [`AdoptError::NoRegister`] if the file holds none.
pub fn update(
    book: &Book,
    register: &Document,
    text: &str,
    document: &ReadDocument,
) -> Result<Adopted, AdoptError> {
    let item = item(text).ok_or(AdoptError::NoRegister)?;
    let changes = compare::compare(book, register, document);
    let document = &at_home(register, document);
    let pairs = align(book, register, document);
    let mut edits = Edits::default();
    head(&item, text, document, &mut edits);
    sections(&item, document, &mut edits);
    // What stays where it is, and behind which of them all else belongs.
    let stay = compare::stay(&pairs);
    let mut behind: BTreeMap<Option<usize>, Vec<String>> = BTreeMap::new();
    let mut anchor: Option<usize> = None;
    let mut last_section = "";
    for (d, clause) in document.clauses.iter().enumerate() {
        let r = pairs.of_document.get(&d).copied();
        let old = r.and_then(|r| register.clauses.get(r));
        let line = written::clause(book, clause, old);
        match r.filter(|r| stay.contains(r)) {
            Some(r) => {
                if let Some(at) = item.clauses.get(r).map(|c| c.at) {
                    edits.replace(at, text, line);
                }
                anchor = Some(r);
            }
            None => {
                let apart = if clause.section == last_section { "\n" } else { "\n\n" };
                behind.entry(anchor).or_default().push(format!("{apart}{line}"));
            }
        }
        last_section = &clause.section;
    }
    for (r, clause) in item.clauses.iter().enumerate() {
        if !stay.contains(&r) {
            edits.remove(clause.at, text);
        }
    }
    for (anchor, lines) in behind {
        let at = anchor
            .and_then(|r| item.clauses.get(r))
            .map(|c| edits::end(c.at, text))
            .or_else(|| item.clauses.first().map(|c| c.at.start as usize))
            .or_else(|| item.sections.last().map(|s| edits::end(s.at, text)))
            .unwrap_or_else(|| edits::open(item.at, text));
        let before = anchor.is_none() && !item.clauses.is_empty();
        let lines: String = lines.concat();
        edits.insert(at, if before { format!("{}\n", lines.trim_start()) } else { lines });
    }
    let text = edits.applied(text);
    let text = format(&text).unwrap_or(text);
    Ok(Adopted {
        text,
        changes,
        unknown_lanes: unknown_lanes(book, document),
        without_gist: without_gist(register, document, &pairs),
    })
}

/// A register for a book that has none.
///
/// # Errors
///
/// [`AdoptError::NoCode`] if the document doesn't tell its code.
pub fn create(book: &Book, document: &ReadDocument) -> Result<Adopted, AdoptError> {
    let code =
        document.code.as_deref().map(written::id).filter(|c| !c.is_empty()).ok_or(AdoptError::NoCode)?;
    let title = document.title.as_deref().unwrap_or(&code);
    let mut text = borrowed(book, document);
    text.push_str(&format!("document {code} {} {{\n", written::quoted(title)));
    for line in written::head(document) {
        text.push_str(&line);
        text.push('\n');
    }
    text.push('\n');
    for section in &document.sections {
        text.push_str(&written::section(section, None));
        text.push('\n');
    }
    let mut last = "";
    for clause in &document.clauses {
        text.push_str(if clause.section == last { "\n" } else { "\n\n" });
        text.push_str(&written::clause(book, clause, None));
        last = &clause.section;
    }
    text.push_str("\n}\n");
    let text = format(&text).unwrap_or(text);
    let changes = document
        .clauses
        .iter()
        .scan(None::<String>, |after, c| {
            let change = Change::Added { clause: Box::new(c.clone()), after: after.clone() };
            *after = Some(c.id.clone());
            Some(change)
        })
        .collect();
    let without_gist = document.clauses.iter().map(|c| c.id.clone()).collect();
    Ok(Adopted { text, changes, unknown_lanes: unknown_lanes(book, document), without_gist })
}

/// A `use` of each file in which a lane of the register stands.
fn borrowed(book: &Book, document: &ReadDocument) -> String {
    let lanes = document.clauses.iter().filter_map(|c| compare::lane(book, c.lane.as_deref()));
    let lanes = lanes.filter_map(|l| book.lanes.get(usize::from(l.0)));
    let files: BTreeSet<&str> =
        lanes.filter_map(|l| book.files.get(l.at.file.0 as usize)).map(String::as_str).collect();
    let lines: String = files.iter().map(|f| format!("use {}\n", written::quoted(f))).collect();
    if lines.is_empty() { lines } else { format!("{lines}\n") }
}

/// The document that a file holds.
fn item(text: &str) -> Option<DocumentItem> {
    let source = SourceFile { path: String::new(), text: text.to_owned(), invalid_utf8: None };
    let parsed = syntax::parse(FileId(0), &source);
    parsed.file.items.into_iter().find_map(|i| match i {
        Item::Document(d) => Some(*d),
        _ => None,
    })
}

/// Code, title, revision, day and signatures.
fn head(item: &DocumentItem, text: &str, document: &ReadDocument, edits: &mut Edits) {
    if let Some(code) = document.code.as_deref().map(written::id).filter(|c| !c.is_empty()) {
        edits.replace(item.code.at, text, code);
    }
    if let Some(title) = &document.title {
        edits.replace(item.title.at, text, written::quoted(title));
    }
    let mut new = Vec::new();
    if let Some(revision) = document.revision.as_deref().map(written::id).filter(|r| !r.is_empty()) {
        match &item.revision {
            Some(old) => edits.replace(old.at, text, revision),
            None => new.push(format!("revision {revision}")),
        }
    }
    if let Some(day) = document.effective {
        match &item.effective {
            Some(old) => edits.replace(old.at, text, day.to_string()),
            None => new.push(format!("effective {day}")),
        }
    }
    for approval in &document.approvals {
        let (word, line) = written::approval(approval);
        let Some(line) = line else { continue };
        match item.approvals.iter().find(|a| a.kind.value == word) {
            Some(old) => edits.replace(old.kind.at.to(old.on.at), text, line),
            None => new.push(line),
        }
    }
    if !new.is_empty() {
        edits.insert(edits::open(item.at, text), format!("\n{}\n", new.join("\n")));
    }
}

fn sections(item: &DocumentItem, document: &ReadDocument, edits: &mut Edits) {
    let mut anchor = None;
    for section in &document.sections {
        match item.sections.iter().find(|s| s.id.value == section.id) {
            Some(old) => {
                let title = Some(old.title.value.as_str());
                edits.replace_span(old.at, written::section(section, title));
                anchor = Some(old.at.end as usize);
            }
            None => {
                let line = written::section(section, None);
                match anchor.or_else(|| item.sections.first().map(|s| s.at.start as usize)) {
                    Some(at) if anchor.is_none() => edits.insert(at, format!("{line}\n")),
                    Some(at) => edits.insert(at, format!("\n{line}")),
                    None => edits.insert(
                        item.clauses.first().map_or(usize::MAX, |c| c.at.start as usize),
                        format!("{line}\n\n"),
                    ),
                }
            }
        }
    }
    for old in &item.sections {
        if !document.sections.iter().any(|s| s.id == old.id.value) {
            edits.replace_span(old.at, String::new());
        }
    }
}

fn unknown_lanes(book: &Book, document: &ReadDocument) -> Vec<String> {
    let lanes: BTreeSet<&str> = document.clauses.iter().filter_map(|c| c.lane.as_deref()).collect();
    lanes.into_iter().filter(|l| compare::lane(book, Some(l)).is_none()).map(str::to_owned).collect()
}

fn without_gist(register: &Document, document: &ReadDocument, pairs: &compare::Pairs) -> Vec<String> {
    let wanting = |(d, c): (usize, &ReadClause)| {
        let old = pairs.of_document.get(&d).and_then(|r| register.clauses.get(*r));
        old.is_none_or(|o| o.gist.trim() == sop_core::model::Clause::NO_GIST).then(|| c.id.clone())
    };
    document.clauses.iter().enumerate().filter_map(wanting).collect()
}

#[cfg(test)]
mod tests;
