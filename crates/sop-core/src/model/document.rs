//! The controlled document as data, and the grounds that tie a flow to it.

use super::ids::LaneId;
use crate::source::Span;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The controlled document that a book implements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Such as `OCC.PGDN.01.01`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Such as `01`.
    pub revision: String,
    /// In force from this day.
    pub effective: Option<NaiveDate>,
    /// Who made, checked and approved it.
    pub approvals: Vec<Approval>,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// The register of clauses, in order.
    pub clauses: Vec<Clause>,
    /// Where it is declared.
    pub at: Span,
}

/// A signature on the front page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// What was signed for.
    pub kind: ApprovalKind,
    /// Who.
    pub name: String,
    /// The signer's job.
    pub job: String,
    /// When.
    pub on: NaiveDate,
}

/// What a signature stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalKind {
    /// Wrote it.
    Made,
    /// Checked it.
    Checked,
    /// Put it in force.
    Approved,
}

/// A numbered section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Such as `8.5`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// First and last page, from 1.
    pub pages: (u32, u32),
    /// Fingerprint of its title in the document, such as `sha256:…`.
    #[serde(default)]
    pub fingerprint: Option<String>,
    /// Where it is declared.
    pub at: Span,
}

impl ApprovalKind {
    /// All kinds, in the order in which they are signed.
    pub const ALL: [Self; 3] = [Self::Made, Self::Checked, Self::Approved];

    /// The word of the language for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Checked => "checked",
            Self::Approved => "approved",
        }
    }
}

/// One clause of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// Full id, such as `5.3`, `8.5/2a`, `8.4/p12.3`.
    pub id: String,
    /// What it is.
    pub kind: ClauseKind,
    /// Page, from 1.
    pub page: u32,
    /// The lane column it stands in.
    pub lane: Option<LaneId>,
    /// What it says, in the book's own words.
    pub gist: String,
    /// Fingerprint of the source text, such as `sha256:…`.
    pub fingerprint: Option<String>,
    /// What its text holds that can be compared: times, phrases, names. In the text's order.
    #[serde(default)]
    pub holds: Vec<Held>,
    /// Where it is declared.
    pub at: Span,
}

impl Clause {
    /// Stands for a gist that nobody has written yet.
    pub const NO_GIST: &'static str = "?";
}

/// A fact that stands in a clause's text: what a machine can hold against a flow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Held {
    /// A length of time, in milliseconds; not negative.
    Duration(i64),
    /// A time of day, in milliseconds since midnight; at most 24:00.
    Time(u32),
    /// A day.
    Date(NaiveDate),
    /// Words that are prescribed: said to a customer, as the document has them between quotation marks.
    Phrase(String),
    /// A branch's label: `Ya`, `Tidak`.
    Answer(String),
    /// A lane or party that is named.
    Party(String),
    /// An application that is named.
    Application(String),
}

impl Held {
    /// The words of the language for them.
    pub const WORDS: [&str; 7] = ["duration", "time", "date", "phrase", "answer", "party", "application"];

    /// The word of the language for its kind.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Duration(_) => "duration",
            Self::Time(_) => "time",
            Self::Date(_) => "date",
            Self::Phrase(_) => "phrase",
            Self::Answer(_) => "answer",
            Self::Party(_) => "party",
            Self::Application(_) => "application",
        }
    }
}

/// Kinds of clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the language's own words")]
pub enum ClauseKind {
    Approval,
    Reference,
    Purpose,
    Scope,
    Party,
    Policy,
    Definition,
    Indicator,
    Step,
    Decision,
    Label,
    Note,
    Words,
    Instruction,
    Record,
    Application,
    Change,
}

impl ClauseKind {
    /// The word of the language for it.
    pub fn word(self) -> &'static str {
        // A test makes sure that `ALL` has every kind.
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    /// All kinds with their words.
    pub const ALL: [(Self, &'static str); 17] = [
        (Self::Approval, "approval"),
        (Self::Reference, "reference"),
        (Self::Purpose, "purpose"),
        (Self::Scope, "scope"),
        (Self::Party, "party"),
        (Self::Policy, "policy"),
        (Self::Definition, "definition"),
        (Self::Indicator, "indicator"),
        (Self::Step, "step"),
        (Self::Decision, "decision"),
        (Self::Label, "label"),
        (Self::Note, "note"),
        (Self::Words, "words"),
        (Self::Instruction, "instruction"),
        (Self::Record, "record"),
        (Self::Application, "application"),
        (Self::Change, "change"),
    ];
}

/// Why something stands in a book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The document says so, in the very section.
    Cited {
        /// Full id of the clause.
        clause: String,
        /// Our words on it; may be empty.
        words: String,
        /// Where it is written.
        at: Span,
    },
    /// Another clause says so.
    Derived {
        /// Full id of the clause or section.
        clause: String,
        /// Why it follows; may be empty.
        why: String,
        /// Where it is written.
        at: Span,
    },
    /// Nobody says so; the process owner must confirm it.
    Assumed {
        /// Why it was assumed.
        why: String,
        /// Where it is written.
        at: Span,
    },
}

#[cfg(test)]
mod tests;
