//! Findings: what is wrong, where, why it matters, and what mends it - structured until the last layer.

pub mod codes;
mod gathered;
mod lang;
mod locales;
pub mod render;
mod speaker;
mod words;

use crate::source::Span;
pub use codes::Code;
pub(crate) use gathered::Gathered;
pub use lang::Lang;
use serde::Serialize;
pub use speaker::Speaker;
pub use words::{Value, Words, names};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is wrong; somebody should know.
    Note,
    /// The book can run, but probably not as meant.
    Warning,
    /// The book can't run.
    Error,
}

/// A second place that explains the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Where.
    pub at: Span,
    /// What is to be seen there.
    pub text: Words,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable code; decides the long explanation, and the severity unless [`Finding::worst`] does.
    pub code: Code,
    /// The place to underline.
    pub at: Span,
    /// What is wrong, in one sentence: lower case, no full stop, the user's words in backticks.
    pub message: Words,
    /// What stands at the place, in a few words, under the underline.
    pub here: Words,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// Why it matters, in one sentence; empty where the code's own reason says it.
    pub reason: Words,
    /// The change that mends it, in one sentence.
    pub mend: Words,
    /// A run that shows it, as a scenario that can be pasted into a file; empty if there is none.
    pub run: String,
    /// How bad the worst of those is that it stands for, if it stands for others: [`Code::TooManyFindings`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worst: Option<Severity>,
}

impl Finding {
    /// A finding with its message; the rest is added by the methods below.
    pub fn new(code: Code, at: Span, message: impl Into<Words>) -> Self {
        Self {
            code,
            at,
            message: message.into(),
            here: Words::NONE,
            labels: Vec::new(),
            reason: Words::NONE,
            mend: Words::NONE,
            run: String::new(),
            worst: None,
        }
    }

    /// Says what stands at the place.
    #[must_use]
    pub fn here(mut self, text: impl Into<Words>) -> Self {
        self.here = text.into();
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, at: Span, text: impl Into<Words>) -> Self {
        self.labels.push(Label { at, text: text.into() });
        self
    }

    /// Says why it matters.
    #[must_use]
    pub fn because(mut self, text: impl Into<Words>) -> Self {
        self.reason = text.into();
        self
    }

    /// Says what mends it.
    #[must_use]
    pub fn mend(mut self, text: impl Into<Words>) -> Self {
        self.mend = text.into();
        self
    }

    /// Why it matters: its own reason, else the code's.
    pub fn why(&self) -> Words {
        if self.reason.is_empty() { self.code.why() } else { self.reason.clone() }
    }

    /// Adds a run that shows it: a scenario, as text.
    #[must_use]
    pub fn run(mut self, scenario: impl Into<String>) -> Self {
        self.run = scenario.into();
        self
    }

    /// Says how bad the worst of those is that it stands for.
    #[must_use]
    pub const fn standing_for(mut self, worst: Severity) -> Self {
        self.worst = Some(worst);
        self
    }

    /// Severity: of the worst of those that it stands for, else by the code.
    pub fn severity(&self) -> Severity {
        self.worst.unwrap_or_else(|| self.code.severity())
    }
}
