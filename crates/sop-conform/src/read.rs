//! What a reader sees in a document: bytes in, clauses out. Nothing here touches a disk.
//!
//! Every format is first brought into one shape, lines and rows of cells on pages (`text`, `docx`, `pdf` make
//! it, `sheet` is it). From there all is the same: what recurs on each page is taken off (`frame`), headings give sections
//! (`outline`), tables whose columns are lanes give boxes and notes (`lanes`, `boxes`, `notes`), and each clause's text gives
//! its fingerprint ([`normal`]) and its facts (`facts`).

mod boxes;
mod clauses;
mod docx;
mod facts;
mod faults;
mod frame;
pub(crate) mod names;
pub mod normal;
mod notes;
mod outline;
mod pdf;
mod rows;
mod sheet;
mod signatures;
mod stamps;
mod table;
mod text;
mod vocabulary;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sop_core::model::{ApprovalKind, Book, ClauseKind, Held};
use thiserror::Error;

/// Bytes that are read at most.
pub const BYTES_MAX: usize = 64 << 20;

/// How a document is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, or Markdown: both are read the same way.
    Text,
    /// Word, `.docx`.
    Docx,
    /// PDF with a text layer.
    Pdf,
}

impl Format {
    /// By what the bytes begin with.
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [b'P', b'K', 3, 4, ..] => Self::Docx,
            _ if bytes
                .iter()
                .take(1024)
                .collect::<Vec<_>>()
                .windows(5)
                .any(|w| w.iter().copied().eq(b"%PDF-")) =>
            {
                Self::Pdf
            }
            _ => Self::Text,
        }
    }
}

/// Why a document could not be read at all. What is odd *inside* one is a [`ReadFault`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// More than [`BYTES_MAX`], packed or unpacked.
    #[error("the document is longer than {} MiB", BYTES_MAX >> 20)]
    TooBig,
    /// Text in another encoding than UTF-8.
    #[error("the text is not UTF-8")]
    NotText,
    /// A Word file that can't be unpacked or lacks its text.
    #[error("the Word file is damaged: {0}")]
    Docx(String),
    /// A PDF that can't be read.
    #[error("the PDF is damaged: {0}")]
    Pdf(String),
    /// A PDF whose pages are pictures.
    #[error("the PDF has no text layer")]
    NoText,
}

/// What is known before reading: names that a document may use without saying what they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Lanes and parties.
    pub lanes: Vec<String>,
    /// Applications.
    pub applications: Vec<String>,
    /// Words of stamps that may lie across the text.
    pub stamps: Vec<String>,
}

impl Hints {
    /// The lanes and systems of a book.
    pub fn of(book: &Book) -> Self {
        Self {
            lanes: book.lanes.iter().map(|l| l.label.clone()).collect(),
            applications: book.systems.iter().map(|s| s.label.clone()).collect(),
            stamps: Vec::new(),
        }
    }
}

/// Reads a document of any format.
///
/// # Errors
///
/// [`ReadError`] if there is nothing to be read in it.
pub fn read(bytes: &[u8], hints: &Hints) -> Result<ReadDocument, ReadError> {
    if bytes.len() > BYTES_MAX {
        return Err(ReadError::TooBig);
    }
    let lines = match Format::of(bytes) {
        Format::Text => text::lines(decoded(bytes)?),
        Format::Docx => docx::lines(bytes)?,
        Format::Pdf => pdf::lines(bytes)?,
    };
    Ok(clauses::document(&lines, hints))
}

/// Reads plain text or Markdown.
pub fn read_text(text: &str, hints: &Hints) -> ReadDocument {
    clauses::document(&text::lines(text), hints)
}

fn decoded(bytes: &[u8]) -> Result<&str, ReadError> {
    std::str::from_utf8(bytes).map_err(|_| ReadError::NotText)
}

/// A document as it was read: the same for every format.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadDocument {
    /// Such as `OCC.PGDN.01.01`.
    pub code: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Such as `01`.
    pub revision: Option<String>,
    /// In force from this day.
    pub effective: Option<NaiveDate>,
    /// Who made, checked and approved it.
    pub approvals: Vec<ReadApproval>,
    /// Its sections, in order.
    pub sections: Vec<ReadSection>,
    /// Its clauses, in order.
    pub clauses: Vec<ReadClause>,
    /// Its pages, in order.
    pub pages: Vec<ReadPage>,
    /// What was taken for a smudge, a stamp or a connector of a drawing, and left out.
    pub left_out: Vec<LeftOut>,
    /// What is odd about the text itself: a page that is missing, a note told twice.
    pub faults: Vec<ReadFault>,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadApproval {
    /// What was signed for.
    pub kind: ApprovalKind,
    /// Who.
    pub name: String,
    /// The signer's job.
    pub job: String,
    /// When, if it could be read.
    pub on: Option<NaiveDate>,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadPage {
    /// From 1.
    pub number: u32,
    /// Does the page say its number itself? Otherwise it was counted.
    pub told: bool,
}

/// Text that is no part of a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Page, from 1.
    pub page: u32,
    /// The lane column that it stands in.
    pub lane: Option<String>,
    /// As read.
    pub text: String,
    /// Line of the text, from 1.
    pub line: u32,
}

/// A numbered section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadSection {
    /// Such as `8.5`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// First and last page, from 1.
    pub pages: (u32, u32),
    /// Fingerprint of the title.
    pub fingerprint: String,
}

/// One clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadClause {
    /// Section and number (`5.3`, `8.5/2a`), or section, page and ordinal where the number is lost (`8.4/p12.3`).
    pub id: String,
    /// The section that it stands in.
    pub section: String,
    /// Page, from 1.
    pub page: u32,
    /// Its number as it stands there, if it has one.
    pub number: Option<String>,
    /// Who acts: the lane column that it stands in, or whom its text names, or who acts in the note before it.
    pub lane: Option<String>,
    /// Does it stand in that lane's column? Otherwise the lane was inferred.
    pub in_column: bool,
    /// What it is.
    pub kind: ClauseKind,
    /// The text as it was read. It never goes into a book or a report.
    pub text: String,
    /// What the fingerprint is of.
    pub normal: String,
    /// `sha256:` and 64 hexadecimal digits, of `normal`.
    pub fingerprint: String,
    /// The facts in it, in the text's order.
    pub holds: Vec<Held>,
    /// Line of the text, from 1.
    pub line: u32,
}

/// What is odd about the text itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum ReadFault {
    /// A page between the first and the last isn't there.
    PageMissing {
        /// Which, from 1.
        page: u32,
    },
    /// Two clauses of a section say the same.
    ToldTwice {
        /// The first.
        first: String,
        /// The other.
        again: String,
    },
    /// A clause has lost its number, or never had one where its siblings have.
    NumberLost {
        /// Its id.
        clause: String,
    },
    /// A number that stands twice in a section.
    NumberTwice {
        /// The first.
        first: String,
        /// The other.
        again: String,
    },
    /// The head of a page says something else than that of the others.
    HeadDiffers {
        /// What.
        what: HeadPart,
        /// Page, from 1.
        page: u32,
        /// What stands there.
        value: String,
    },
    /// Numbers of a section that aren't there.
    NumbersMissing {
        /// Section.
        section: String,
        /// The missing numbers, in order.
        numbers: Vec<String>,
    },
}

/// Parts of a document that are no clauses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "part", content = "id", rename_all = "snake_case")]
pub enum HeadPart {
    /// Its code.
    Code,
    /// Its title.
    Title,
    /// Its revision.
    Revision,
    /// The day from which it is in force.
    Effective,
    /// A signature, by its kind's word.
    Approval(String),
    /// A section, by id.
    Section(String),
}
