//! Rules as they are written.

use super::{Ground, LengthClause, Name, Text};
use crate::source::{Span, Spanned};
use serde::{Deserialize, Serialize};

/// `rule NAME "label" [for FLOW, …] { SENTENCE … }`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleItem {
    /// Name.
    pub name: Name,
    /// What people read.
    pub label: Option<Text>,
    /// `for FLOW, …`; empty: all flows that have the names.
    pub flows: Vec<Name>,
    /// What it demands.
    pub sentence: Option<Sentence>,
    /// `watched "why"`
    pub watched: Option<Text>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// The head: keyword to flows.
    pub at: Span,
}

/// What a rule demands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Which form.
    pub kind: SentenceKind,
    /// The whole.
    pub at: Span,
}

/// Forms of sentences. Points in a list are joined by `or`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentenceKind {
    /// `never B before A`: B, A
    NeverBefore(Vec<PointItem>, Vec<PointItem>),
    /// `never B after A`: B, A
    NeverAfter(Vec<PointItem>, Vec<PointItem>),
    /// `never A`
    Never(Vec<PointItem>),
    /// `at most N times A`
    AtMost(Spanned<i64>, Vec<PointItem>),
    /// `always A`
    Always(Vec<PointItem>),
    /// `A is followed by B [within LENGTH]`
    Followed(Vec<PointItem>, Vec<PointItem>, Option<LengthClause>),
}

/// A moment of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointItem {
    /// Which.
    pub kind: PointKind,
    /// The whole.
    pub at: Span,
}

/// Kinds of points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    /// `NODE`
    Node(Name),
    /// `answer NODE ANSWER`
    Answer(Name, Name),
    /// `say MESSAGE`
    Say(Name),
    /// `on EVENT`
    On(Name),
    /// `publish EVENT`
    Publish(Name),
    /// `end [NAME]`
    End(Option<Name>),
}
