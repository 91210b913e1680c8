//! Rules: what must hold on every run of a flow.
//!
//! The forms are templates of Declare (Pesic, Schonenberg, van der Aalst: *DECLARE: Full Support for Loosely-Structured
//! Processes*, EDOC 2007), read over *points*: the moments of a run that a rule can speak of. At a case's end what was
//! still demanded is broken; a case that is cancelled breaks nothing.

use super::document::Ground;
use super::flow::Length;
use super::ids::{EventId, FlowId, MessageId};
use crate::source::Span;
use petgraph::graph::NodeIndex;
use serde::{Deserialize, Serialize};

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// What it demands, for each flow that it holds for, in the order of the flows.
    pub laws: Vec<(FlowId, Law)>,
    /// Why it is only watched and not proved: people can break it.
    pub watched: Option<String>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Remarks for readers.
    pub notes: Vec<String>,
    /// Where it is declared.
    pub at: Span,
}

/// What a rule demands of each run of one flow. Of a list of points any one will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Law {
    /// `never THEN before FIRST` - Declare's *precedence*.
    Precedence {
        /// What must have come before.
        first: Vec<Point>,
        /// What must not come without it.
        then: Vec<Point>,
    },
    /// `never THEN after FIRST` - Declare's *not succession*.
    NotSuccession {
        /// After this …
        first: Vec<Point>,
        /// … that must not come any more.
        then: Vec<Point>,
    },
    /// `never OF` - Declare's *absence*.
    Absence {
        /// What must not come.
        of: Vec<Point>,
    },
    /// `at most N times OF` - Declare's *absence* of `times + 1`.
    AtMost {
        /// How often it may come, 1 or more.
        times: u32,
        /// What.
        of: Vec<Point>,
    },
    /// `always OF` - Declare's *existence*, judged at an end.
    Existence {
        /// What must have come.
        of: Vec<Point>,
    },
    /// `TRIGGER is followed by THEN [within …]` - Declare's *response*, with a time limit if one is given.
    Response {
        /// Whenever this comes …
        trigger: Vec<Point>,
        /// … that must come afterwards, before the case ends …
        then: Vec<Point>,
        /// … and no later than so long after the first trigger that is still open.
        within: Option<Length>,
    },
}

/// A moment of a run that a rule can speak of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// A case comes to the node. A resume is no new beginning.
    Begun(NodeIndex),
    /// A case leaves the node by an arrow of its own: done by its person or its host, by an event, by a timer's arrow.
    /// An interruption or a deadline doesn't do it. A node without work is done as soon as it is begun.
    Done(NodeIndex),
    /// A decision gets this answer (its name).
    Answered(NodeIndex, String),
    /// This message is said.
    Said(MessageId),
    /// The case takes this event: it waits for it or is interrupted by it.
    Event(EventId),
    /// The case publishes this event.
    Published(EventId),
    /// The case ends; there, or anywhere.
    Ended(Option<NodeIndex>),
}

impl Law {
    /// The points that it looks for, the first list before the second.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        let (a, b): (&[Point], &[Point]) = match self {
            Self::Precedence { first, then } | Self::NotSuccession { first, then } => (first, then),
            Self::Response { trigger, then, .. } => (trigger, then),
            Self::Absence { of } | Self::AtMost { of, .. } | Self::Existence { of } => (of, &[]),
        };
        a.iter().chain(b)
    }
}
