//! What a case asks of the world.

use super::input::{CallId, ChildId, NodeIx, TaskId, TimerId};
use crate::value::{Moment, Value};
use serde::{Deserialize, Serialize};
use sop_core::model::{ActionId, EventId, FlowId, LaneId, MessageId, StageId};

/// An effect. Effects of one input are in the order in which they came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Words are said.
    Say {
        /// At which node; `None` when a stage's deadline says them.
        node: Option<NodeIx>,
        /// To a lane (`tell`); `None`: to the customer.
        to: Option<LaneId>,
        /// Which words.
        message: MessageId,
        /// For its parameters, by position.
        args: Vec<Value>,
    },
    /// A person has something to do.
    Assign {
        /// The task.
        task: TaskId,
        /// Where.
        node: NodeIx,
        /// Whose; `None` if the node names no lane.
        lane: Option<LaneId>,
    },
    /// A task is no longer to be done: it was done, or the case went elsewhere.
    Withdraw {
        /// The task.
        task: TaskId,
        /// It was done, not interrupted.
        done: bool,
    },
    /// The host is to do something.
    Invoke {
        /// The invocation; with the case's id it makes the idempotency key.
        call: CallId,
        /// Where.
        node: NodeIx,
        /// What.
        action: ActionId,
        /// Input, by position.
        args: Vec<Value>,
    },
    /// Nobody waits for this invocation any more.
    Abandon {
        /// The invocation.
        call: CallId,
    },
    /// An action has failed and the book says nothing about it: somebody must look, then retry or cancel.
    Incident {
        /// The invocation.
        call: CallId,
        /// Where.
        node: NodeIx,
        /// What the host said.
        error: Box<str>,
    },
    /// A timer is armed, or an armed one gets an earlier moment.
    Arm {
        /// Which.
        timer: TimerId,
        /// When it falls due.
        due: Moment,
        /// What for.
        of: TimerFor,
    },
    /// A timer is no longer needed.
    Disarm {
        /// Which.
        timer: TimerId,
    },
    /// An event is published to the host.
    Publish {
        /// Which.
        event: EventId,
        /// What it carries, by position.
        data: Vec<Value>,
    },
    /// Another case is started.
    StartChild {
        /// Its number in this case.
        child: ChildId,
        /// Its flow.
        flow: FlowId,
        /// What it takes, by position.
        args: Vec<Value>,
    },
    /// The case came to an end.
    Ended {
        /// The `end` node.
        outcome: NodeIx,
        /// What the flow gives, by position.
        gives: Vec<Option<Value>>,
    },
    /// The case was given up.
    Cancelled {
        /// Why.
        reason: Box<str>,
    },
    /// A rule is broken. The case goes on as if there were no rule.
    Broken {
        /// Which rule.
        rule: RuleIx,
        /// How.
        how: Breach,
        /// At which node it was seen, if at one.
        node: Option<NodeIx>,
    },
    /// The case that was called has no caller any more: it is to be given up.
    CancelChild {
        /// Its number in this case.
        child: ChildId,
    },
    /// An armed timer is wound back: it falls due later than it would have. A host may pass over this, if it looks at
    /// [`State::timers`](super::State::timers) when the earlier moment comes; most timers are wound back many times and never
    /// fall due.
    Wind {
        /// Which.
        timer: TimerId,
        /// When it falls due now.
        due: Moment,
        /// What for.
        of: TimerFor,
    },
}

/// A rule: its position in [`sop_core::model::Book::rules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleIx(pub u16);

/// How a rule was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breach {
    /// Something came before what had to come first.
    Early,
    /// Something came after what forbids it.
    After,
    /// Something came that must never come.
    Came,
    /// Something came more often than it may.
    Often,
    /// The case ended without what had to come.
    Missing,
    /// What had to come in time did not.
    Late,
}

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerFor {
    /// The `index`-th deadline of a node.
    Deadline {
        /// The node.
        node: NodeIx,
        /// Position in [`sop_core::model::Node::deadlines`].
        index: u16,
    },
    /// An `after` or `at` arrow of a node.
    Arrow {
        /// The node.
        node: NodeIx,
        /// Position among the node's out-edges, in the source's order.
        index: u16,
    },
    /// The idle clock of a stage.
    Silence {
        /// The stage.
        stage: StageId,
        /// Position in [`sop_core::model::Stage::interrupts`].
        index: u16,
    },
    /// The `index`-th deadline of a stage.
    StageDeadline {
        /// The stage.
        stage: StageId,
        /// Position in [`sop_core::model::Stage::deadlines`].
        index: u16,
    },
    /// The time within which a rule wants something to follow.
    Rule {
        /// The rule.
        rule: RuleIx,
        /// Position in [`sop_core::model::Rule::laws`].
        part: u16,
    },
}
