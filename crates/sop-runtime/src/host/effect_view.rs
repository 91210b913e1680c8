//! Effects as people and other programs read them: names instead of numbers, words instead of message ids.

use super::record::Record;
use crate::kernel::{Breach, CallId, ChildId, TaskId, TimerId};
use crate::value::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An effect, with all names resolved in the case's edition of the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
#[non_exhaustive]
pub enum EffectView {
    /// Words are said.
    Say {
        /// At which node; `None` when a stage's deadline says them.
        node: Option<String>,
        /// To which lane; `None`: to the customer.
        to: Option<String>,
        /// Name of the message.
        message: String,
        /// The words, by language (`id`, `en`), with the placeholders filled.
        texts: BTreeMap<String, String>,
        /// What fills the placeholders.
        args: Record,
    },
    /// A person has something to do.
    Assign {
        /// The task.
        task: TaskId,
        /// Name of the node.
        node: String,
        /// What people read.
        label: String,
        /// Whose; `None` if the node names no lane.
        lane: Option<String>,
    },
    /// A task is no longer to be done.
    Withdraw {
        /// The task.
        task: TaskId,
        /// It was done, not interrupted.
        done: bool,
    },
    /// The host is to do something.
    Invoke {
        /// The invocation.
        call: CallId,
        /// Name of the node.
        node: String,
        /// Name of the action.
        action: String,
        /// Its input.
        input: Record,
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
        /// Name of the node.
        node: String,
        /// What the host said.
        error: String,
    },
    /// A timer is armed, or an armed one gets a new moment.
    Arm {
        /// The timer, its moment and its meaning.
        #[serde(flatten)]
        timer: TimerView,
    },
    /// A timer is no longer needed.
    Disarm {
        /// The timer.
        timer: TimerId,
    },
    /// An event is published.
    Publish {
        /// Name of the event.
        event: String,
        /// What it carries.
        data: Record,
    },
    /// Another case is started.
    StartChild {
        /// Its number in this case.
        child: ChildId,
        /// Name of its flow.
        flow: String,
        /// What it takes.
        args: Record,
    },
    /// The case came to an end.
    Ended {
        /// Name of the `end`.
        outcome: String,
        /// What people read.
        label: String,
        /// What the flow gives, as far as it is known.
        gives: Record,
    },
    /// The case was given up.
    Cancelled {
        /// Why.
        reason: String,
    },
    /// The case that was called has no caller any more, and is given up.
    CancelChild {
        /// Its number in this case.
        child: ChildId,
    },
    /// A rule is broken. The case goes on.
    Broken {
        /// Name of the rule.
        rule: String,
        /// What people read.
        label: String,
        /// How.
        how: Breach,
        /// Name of the node at which it was seen, if at one.
        node: Option<String>,
    },
}

/// An armed timer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerView {
    /// The timer.
    pub timer: TimerId,
    /// When it falls due.
    pub due: Moment,
    /// What it is for.
    pub kind: TimerKind,
    /// Name of the node, stage or rule that it belongs to.
    pub of: String,
    /// What people read of that node, stage or rule.
    pub label: String,
    /// Where the case goes; `None` if the timer only tells somebody something.
    pub to: Option<String>,
    /// The lane that is told, if the timer only tells.
    pub tells: Option<String>,
}

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// A deadline of a node.
    Deadline,
    /// An `after` or `at` of a wait.
    After,
    /// The idle clock of a stage.
    Silence,
    /// A deadline of a stage.
    StageDeadline,
    /// The time within which a rule wants something to follow. Nothing happens then but that the rule is broken.
    Rule,
}
