//! What may happen to a case.

use crate::host::store::EditionId;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use sop_core::model::{EventId, FactId, FlowId};

macro_rules! case_ids {
    ($($name:ident $what:literal;)+) => {$(
        #[doc = concat!("Number of ", $what, ". Drawn from one counter of the case, never used twice in it.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);
    )+};
}

case_ids! {
    TaskId "a visit of a case to a node that a person works on";
    TimerId "an armed timer";
    CallId "an invocation of an action; the same at every try";
    ChildId "a started or called case";
}

/// A node of the case's flow: its index in the flow's graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeIx(pub u16);

/// An input. Together with the moment at which it was accepted it is all that a case ever learns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// The case begins.
    Start {
        /// Which flow.
        flow: FlowId,
        /// What it takes, by position.
        args: Vec<Value>,
    },
    /// A person has done a step.
    Complete {
        /// The task.
        task: TaskId,
        /// What was filled in: exactly the step's `fill` facts, in any order.
        filled: Vec<(FactId, Value)>,
    },
    /// A person has answered a decision.
    Answer {
        /// The task.
        task: TaskId,
        /// Position among the decision's answers, in the source's order.
        answer: u16,
    },
    /// An event came.
    Event {
        /// Which.
        event: EventId,
        /// What it carries, by position.
        data: Vec<Value>,
    },
    /// A timer fell due.
    TimerFired {
        /// Which.
        timer: TimerId,
    },
    /// An action was done.
    ActionDone {
        /// Which invocation.
        call: CallId,
        /// What it gives, by position.
        output: Vec<Value>,
    },
    /// An action has failed, after all its retries.
    ActionFailed {
        /// Which invocation.
        call: CallId,
        /// What the host said.
        error: Box<str>,
    },
    /// Somebody wants an action that failed without a `failed` arrow to be tried again.
    RetryAction {
        /// Which invocation.
        call: CallId,
    },
    /// A started or called case is over.
    ChildEnded {
        /// Which.
        child: ChildId,
        /// How.
        end: ChildEnd,
    },
    /// The case is given up.
    Cancel {
        /// Why.
        reason: Box<str>,
    },
    /// The case goes over to another revision. Not an input of [`advance`](super::advance): it takes two programs, and is made
    /// by [`Passage::carry`](super::Passage::carry).
    Moved {
        /// The edition that it ran on.
        from: EditionId,
        /// The edition that it runs on from now on.
        to: EditionId,
    },
}

/// How a started or called case came to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChildEnd {
    /// At an `end`.
    Ended {
        /// The `end` node, in the child's flow.
        outcome: NodeIx,
        /// What the flow gives, by position; what was never known is `None`, and makes the fact that keeps it unknown.
        gives: Vec<Option<Value>>,
    },
    /// It was cancelled.
    Cancelled,
}
