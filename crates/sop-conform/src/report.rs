//! What was found, for people, machines and test servers. No report holds a sentence of the document: gists only.

mod html;
mod json;
mod junit;
mod sarif;
mod terminal;

pub use html::html;
pub use json::{SCHEMA, json};
pub use junit::{JunitError, junit};
pub use sarif::sarif;
pub use terminal::terminal;

use crate::baseline::{FailOn, Weighed};
use crate::judge::{Judged, Judgement, section_of};
use sop_core::diagnostic::Lang;
use sop_core::model::{Book, Document};
use sop_core::source::{Sources, Span};

/// What reports speak of.
#[derive(Clone, Copy, Debug)]
pub struct Report<'r> {
    /// The book.
    pub book: &'r Book,
    /// The texts that it was read from.
    pub sources: &'r Sources,
    /// What was found out about it.
    pub judgement: &'r Judgement,
    /// What is known of the findings.
    pub weighed: &'r Weighed,
    /// What makes the whole fail.
    pub fail_on: FailOn,
    /// Only this section.
    pub section: Option<&'r str>,
    /// The name of the document's file, if it was read.
    pub against: Option<&'r str>,
    /// The book's folder, as paths of machines need it: relative, with `/`, without one at its end; empty for none.
    pub folder: &'r str,
    /// The language to say it in; the page speaks both.
    pub lang: Lang,
    /// With colours, by ANSI escapes.
    pub color: bool,
}

impl<'r> Report<'r> {
    fn document(&self) -> Option<&'r Document> {
        self.book.document.as_ref()
    }

    /// Is it about what was asked for? What belongs to no section is always shown.
    fn wanted(&self, section: Option<&str>) -> bool {
        match (self.section, section) {
            (Some(wanted), Some(own)) => {
                own == wanted || own.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
            }
            _ => true,
        }
    }

    /// The findings that are asked for, with their positions.
    fn findings(&self) -> impl Iterator<Item = (usize, &'r Judged)> {
        let report = *self;
        self.judgement.findings.iter().enumerate().filter(move |(_, j)| report.wanted(j.section.as_deref()))
    }

    /// Of them those that are not known.
    fn open(&self) -> impl Iterator<Item = (usize, &'r Judged)> {
        let report = *self;
        self.findings().filter(move |(i, _)| report.weighed.known.get(*i).is_none_or(Option::is_none))
    }

    /// Does the book fail?
    pub fn fails(&self) -> bool {
        self.open().any(|(_, j)| j.severity() >= self.fail_on.0)
    }

    /// Path, line and column of a place.
    fn place(&self, at: Span) -> Option<(String, u32, u32)> {
        let file = self.sources.get(at.file)?;
        let (line, column) = self.sources.line_column(at.file, at.start);
        Some((self.path(&file.path), line, column))
    }

    /// A path as machines need it.
    fn path(&self, path: &str) -> String {
        if self.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", self.folder) }
    }

    /// The names of the flows that follow a section.
    fn following(&self, section: &str) -> Vec<&'r str> {
        let follows = self.book.flows.iter().filter(|f| f.follows.iter().any(|s| s == section));
        follows.map(|f| f.name.as_str()).collect()
    }
}

/// The section that a clause stands in.
fn section(clause: &str) -> &str {
    section_of(clause)
}

#[cfg(test)]
mod tests;
