//! Scenarios as they are written.

use super::{Date, Expr, Ground, Name, Text};
use crate::source::{Span, Spanned};
use serde::{Deserialize, Serialize};

/// A day and a time of day, in milliseconds since midnight.
pub type DayTime = (Date, u32);

/// `scenario NAME "label" for FLOW at MOMENT { … }`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioItem {
    /// Name.
    pub name: Name,
    /// What people read.
    pub label: Option<Text>,
    /// `for FLOW`
    pub flow: Option<Name>,
    /// `at MOMENT`
    pub start: Option<Spanned<DayTime>>,
    /// Acts and expectations, in order; `with` at the head is among them.
    pub acts: Vec<ActItem>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// The head: keyword to moment.
    pub at: Span,
}

/// `NAME VALUE`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// A fact, a field or a setting.
    pub name: Name,
    /// Its value.
    pub value: Expr,
}

/// Something that happens, or is expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActItem {
    /// What.
    pub kind: ActItemKind,
    /// The whole; for `in NODE { … }` its head.
    pub at: Span,
}

/// Kinds of acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActItemKind {
    /// `with NAME VALUE, …`
    With(Vec<Given>),
    /// `do STEP [with …]`
    Do(Name, Vec<Given>),
    /// `answer DECISION ANSWER`
    Answer(Name, Name),
    /// `on EVENT [with …]`
    On(Name, Vec<Given>),
    /// `done NODE [with …]`
    Done(Name, Vec<Given>),
    /// `failed NODE ["why"]`
    Failed(Name, Option<Text>),
    /// `advance DURATION`, in milliseconds
    Advance(Spanned<i64>),
    /// `advance to MOMENT`
    AdvanceTo(Spanned<DayTime>),
    /// `cancel ["why"]`
    Cancel(Option<Text>),
    /// `in NODE { … }`
    In(Name, Vec<ActItem>),
    /// `expect [no] say MESSAGE`
    ExpectSay(Name, bool),
    /// `expect tell LANE MESSAGE`
    ExpectTell(Name, Name),
    /// `expect publish EVENT`
    ExpectPublish(Name),
    /// `expect [not] at NODE`: with `not`, true
    ExpectAt(Name, bool),
    /// `expect EXPR`
    ExpectHolds(Expr),
    /// `expect ended OUTCOME`
    ExpectEnded(Name),
    /// `expect open`
    ExpectOpen,
    /// `expect cancelled`
    ExpectCancelled,
    /// `expect broken RULE`
    ExpectBroken(Name),
}
