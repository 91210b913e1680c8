//! What a reader sees in a document.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sop_core::model::{ApprovalKind, ClauseKind, Held};

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

/// A numbered section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadSection {
    /// Such as `8.5`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// First and last page, from 1.
    pub pages: (u32, u32),
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
    /// The heading of the lane column that it stands in, or that its text names as the one who acts.
    pub lane: Option<String>,
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
    /// Numbers of a section that aren't there.
    NumbersMissing {
        /// Section.
        section: String,
        /// The missing numbers, in order.
        numbers: Vec<String>,
    },
}
