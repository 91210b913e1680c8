//! Scenarios: examples of runs, with what is expected on the way. They run in virtual time.

use super::document::Ground;
use super::expr::{Expr, Literal};
use super::ids::{EventId, FactId, FlowId, LaneId, MessageId, SettingId};
use crate::source::Span;
use chrono::NaiveDateTime;
use petgraph::graph::NodeIndex;
use serde::{Deserialize, Serialize};

/// An example of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Of which flow a case is run.
    pub flow: FlowId,
    /// When it begins, in the book's time zone.
    pub start: NaiveDateTime,
    /// What the case is started with: each fact that the flow takes.
    pub takes: Vec<(FactId, Literal)>,
    /// What the operator has set: each setting without a default, and others.
    pub settings: Vec<(SettingId, Literal)>,
    /// What happens, in order.
    pub acts: Vec<Act>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Remarks for readers.
    pub notes: Vec<String>,
    /// Where it is declared.
    pub at: Span,
}

/// Something that happens in a scenario, or is expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// What.
    pub kind: ActKind,
    /// Where it is written.
    pub at: Span,
}

/// What happens, or is expected. Nodes, facts and fields are those of the flow that the act stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// `do STEP [with FACT VALUE, …]`: the person is done, and has filled in each fact that the step asks for.
    Do {
        /// The step.
        node: NodeIndex,
        /// What was filled in, in the step's order.
        fills: Vec<(FactId, Literal)>,
    },
    /// `answer DECISION ANSWER`
    Answer {
        /// The decision.
        node: NodeIndex,
        /// The answer's name.
        answer: String,
    },
    /// `on EVENT [with FIELD VALUE, …]`: an event comes.
    Event {
        /// Which.
        event: EventId,
        /// What it carries, by position.
        data: Vec<Literal>,
    },
    /// `done NODE [with FIELD VALUE, …]`: the host has done the action of a `do`.
    Done {
        /// The node.
        node: NodeIndex,
        /// What the action gives, by position.
        gives: Vec<Literal>,
    },
    /// `failed NODE ["why"]`: the host's action has failed for good.
    Failed {
        /// The node.
        node: NodeIndex,
        /// What went wrong.
        why: String,
    },
    /// `advance 1m`: so many milliseconds pass; timers that fall due fire, each at its own moment. Never negative.
    Advance(i64),
    /// `advance to MOMENT`: time passes until then, in the book's time zone.
    Until(NaiveDateTime),
    /// `cancel ["why"]`
    Cancel(String),
    /// `in NODE { … }`: in the case that was started or called there, the latest one.
    Inside {
        /// The `start` or `call`.
        node: NodeIndex,
        /// Which flow that is.
        flow: FlowId,
        /// What happens there.
        acts: Vec<Act>,
    },
    /// `expect …`
    Expect(Expectation),
}

/// What is expected. "Since" an act means: since the last act before it that is no expectation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expectation {
    /// `expect [no] say MESSAGE` (or a table that gives messages): one of these was said since.
    Say {
        /// Any of these.
        messages: Vec<MessageId>,
        /// It must not have been said.
        no: bool,
    },
    /// `expect tell LANE MESSAGE`: a deadline told the lane since.
    Tell {
        /// Who was told.
        lane: LaneId,
        /// What.
        message: MessageId,
    },
    /// `expect publish EVENT`: published since.
    Publish(EventId),
    /// `expect [not] at NODE`: a token stands there now.
    At {
        /// Where.
        node: NodeIndex,
        /// None may stand there.
        not: bool,
    },
    /// `expect EXPR`: holds now, over the case's facts.
    Holds(Expr),
    /// `expect ended OUTCOME`
    Ended(NodeIndex),
    /// `expect open`: the case is neither ended nor cancelled.
    Open,
    /// `expect cancelled`
    Cancelled,
    /// `expect broken RULE`: the rule (index in `Book::rules`) was broken, now or earlier in this scenario.
    Broken(usize),
}
