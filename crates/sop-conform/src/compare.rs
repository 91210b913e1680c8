//! The register held against the document as it is now.
//!
//! A clause of the one is found again in the other by its words first, then by its number, then by its place between
//! neighbours that were found (`align`). The register has no text, so words are compared by fingerprint; where that
//! is the same, nothing that follows from the words alone is compared again.

mod align;
mod differ;
mod head;

pub use crate::read::HeadPart;
use crate::read::{ReadClause, ReadDocument};
use serde::{Deserialize, Serialize};
use sop_core::model::{Book, ClauseKind, Document, Held};

/// What has changed, head first, then clause by clause in the register's order; what is new stands behind the clause that it follows.
pub fn compare(book: &Book, register: &Document, document: &ReadDocument) -> Vec<Change> {
    let document = &align::at_home(register, document);
    let pairs = align::align(book, register, document);
    let mut out = head::head(register, document);
    out.extend(differ::changes(book, register, document, &pairs));
    out
}

pub(crate) use align::{Pairs, align, at_home};
pub(crate) use differ::{lane, stay};

/// A difference between the register and the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// The document has a clause that the register lacks.
    Added {
        /// As read.
        clause: Box<ReadClause>,
        /// Id of the clause of the register before it.
        after: Option<String>,
    },
    /// The register has a clause that the document lacks.
    Removed {
        /// Id in the register.
        id: String,
    },
    /// The same clause, changed.
    Changed {
        /// Id in the register.
        id: String,
        /// As read now.
        clause: Box<ReadClause>,
        /// In what, in a fixed order; never empty.
        what: Vec<Difference>,
    },
    /// The same clause, elsewhere among its siblings.
    Moved {
        /// Id in the register.
        id: String,
        /// Id of the clause of the register that it now follows.
        after: Option<String>,
    },
    /// Something of the document as a whole: code, title, revision, date, a signature, a section.
    Head {
        /// Which.
        what: HeadPart,
        /// In the register.
        old: String,
        /// In the document.
        new: String,
    },
    /// A page that the register speaks of isn't in the document.
    PageLost {
        /// Which, from 1.
        page: u32,
    },
}

/// In what a clause differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "difference", rename_all = "snake_case")]
pub enum Difference {
    /// Its words: the fingerprint is another.
    Words,
    /// Its number or place.
    Id {
        /// In the document.
        new: String,
    },
    /// Its page.
    Page {
        /// In the register.
        old: u32,
        /// In the document.
        new: u32,
    },
    /// Its lane column, by the headings or labels.
    Lane {
        /// In the register.
        old: Option<String>,
        /// In the document.
        new: Option<String>,
    },
    /// What it is.
    Kind {
        /// In the register.
        old: ClauseKind,
        /// In the document.
        new: ClauseKind,
    },
    /// The facts in it.
    Held {
        /// Only in the register.
        gone: Vec<Held>,
        /// Only in the document.
        new: Vec<Held>,
    },
}
