//! What the engine tells of cases: names instead of numbers, ready to be shown or sent as data.

use crate::host::effect_view::{EffectView, TimerView};
use crate::host::record::Record;
use crate::host::store::{CaseId, CaseStatus, EffectId};
use crate::kernel::{Breach, CallId, ChildId, TaskId, TimerId};
use crate::value::{Moment, Value};
use serde::{Deserialize, Serialize};
use sop_core::model::Type;

/// Something that a person can do now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The case.
    pub case: CaseId,
    /// The task's number in the case.
    pub task: TaskId,
    /// Name of the flow.
    pub flow: String,
    /// Name of the node.
    pub node: String,
    /// What people read.
    pub label: String,
    /// Whose: name of the lane; `None` if the node names none.
    pub lane: Option<String>,
    /// What is asked for.
    pub kind: TaskKind,
    /// Deadlines under way for this task, the first to fall due first.
    pub deadlines: Vec<TimerView>,
}

/// What a task asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// To be done, then completed.
    Step {
        /// Facts to be filled in.
        fill: Vec<FieldView>,
    },
    /// To be answered.
    Decide {
        /// The answers.
        answers: Vec<AnswerView>,
    },
}

/// A value that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldView {
    /// Its name.
    pub name: String,
    /// Its type in the language's words, such as `list of text`.
    pub words: String,
    /// Its type.
    pub ty: Type,
}

/// An answer of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerView {
    /// What is handed to [`Engine::answer`](super::Engine::answer).
    pub name: String,
    /// What people read.
    pub label: String,
}

/// A case, as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// Its number.
    pub id: CaseId,
    /// Name of the flow.
    pub flow: String,
    /// What people read of the flow.
    pub label: String,
    /// Where it stands as a whole.
    pub status: CaseStatus,
    /// Fingerprint of the book and settings that it runs on, in hexadecimal.
    pub edition: String,
    /// That is the book with which this engine was built.
    pub current: bool,
    /// The case that started or called it.
    pub parent: Option<CaseId>,
    /// Moment of the first input.
    pub began: Moment,
    /// Moment of the last input.
    pub last: Moment,
    /// How many inputs it has had.
    pub inputs: u64,
    /// Where it is at work.
    pub tokens: Vec<PlaceView>,
    /// Stages in which it is, outer before inner.
    pub stages: Vec<PlaceView>,
    /// All facts, in the book's order.
    pub facts: Vec<FactView>,
    /// What will happen in time, the next first.
    pub timers: Vec<TimerView>,
    /// What somebody can do now.
    pub tasks: Vec<Task>,
    /// The last words said, the latest last; at most [`SAID_MAX`](super::look::SAID_MAX).
    pub said: Vec<SaidView>,
    /// Names of the events that would be taken now.
    pub expects: Vec<String>,
    /// Stages that were interrupted and can be resumed.
    pub interrupted: Vec<InterruptedView>,
    /// Cases that it started or called, by number.
    pub children: Vec<ChildCase>,
    /// Actions whose result is not yet known.
    pub calls: Vec<CallInfo>,
    /// Rules that it has broken so far, in order.
    pub broken: Vec<BrokenView>,
}

/// A rule that was broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenView {
    /// When.
    pub at: Moment,
    /// Name of the rule.
    pub rule: String,
    /// What people read.
    pub label: String,
    /// How.
    pub how: Breach,
}

/// A node or a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceView {
    /// Its name.
    pub name: String,
    /// What people read.
    pub label: String,
}

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactView {
    /// Its name.
    pub name: String,
    /// Its type in the language's words.
    pub words: String,
    /// Its value, choices by name; `None`: not known.
    pub value: Option<Value>,
    /// The value in Indonesian words, for people; empty if not known.
    pub shown: String,
}

/// Words that were said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidView {
    /// When.
    pub at: Moment,
    /// The words: an [`EffectView::Say`].
    pub say: EffectView,
}

/// A stage that was interrupted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterruptedView {
    /// The stage.
    #[serde(flatten)]
    pub stage: PlaceView,
    /// Names of the nodes at which it was at work.
    pub nodes: Vec<String>,
}

/// A case that another one started or called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildCase {
    /// Its number among the parent's.
    pub child: ChildId,
    /// Its number in the store.
    pub case: CaseId,
    /// Name of its flow.
    pub flow: String,
    /// Where it stands.
    pub status: CaseStatus,
    /// The parent waits for its end, or may do so later.
    pub wanted: bool,
}

/// An invocation whose result is not yet known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallInfo {
    /// The invocation: what is handed to [`Engine::retry`](super::Engine::retry).
    pub call: CallId,
    /// Name of the node.
    pub node: String,
    /// Name of the action.
    pub action: String,
    /// It failed for good and waits for somebody: what the host said. An incident.
    pub incident: Option<String>,
    /// It belongs to an interrupted stage.
    pub suspended: bool,
}

/// One input of a case, with what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalView {
    /// Position in the journal, from 0.
    pub position: u64,
    /// When it was accepted.
    pub at: Moment,
    /// What came.
    pub input: InputView,
    /// The client's name for it.
    pub request: Option<String>,
    /// Who did it.
    pub actor: Option<String>,
    /// Its effects, in order. The position here is [`EffectId::index`].
    pub effects: Vec<EffectView>,
}

impl JournalView {
    /// Name of one of its effects.
    pub fn effect_id(&self, case: CaseId, index: u16) -> EffectId {
        EffectId { case, input: self.position, index }
    }
}

/// An input, with all names resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "input", rename_all = "snake_case")]
#[non_exhaustive]
pub enum InputView {
    /// The case began.
    Start {
        /// Name of the flow.
        flow: String,
        /// What it took.
        args: Record,
    },
    /// A person did a step.
    Complete {
        /// The task.
        task: TaskId,
        /// Name of the node.
        node: String,
        /// What was filled in.
        filled: Record,
    },
    /// A person answered a decision.
    Answer {
        /// The task.
        task: TaskId,
        /// Name of the node.
        node: String,
        /// The answer's name.
        answer: String,
    },
    /// An event came.
    Event {
        /// Its name.
        event: String,
        /// What it carried.
        data: Record,
    },
    /// A timer fell due.
    TimerFired {
        /// Which: its number.
        timer: TimerId,
        /// What it was for.
        meaning: Option<TimerView>,
    },
    /// An action was done.
    ActionDone {
        /// The invocation.
        call: CallId,
        /// Name of the action.
        action: String,
        /// What it gave.
        output: Record,
    },
    /// An action failed for good.
    ActionFailed {
        /// The invocation.
        call: CallId,
        /// Name of the action.
        action: String,
        /// What the host said.
        error: String,
    },
    /// Somebody wanted a failed action to be tried again.
    RetryAction {
        /// The invocation.
        call: CallId,
    },
    /// A started or called case was over.
    ChildEnded {
        /// The child.
        child: ChildId,
        /// Name of its flow.
        flow: String,
        /// The outcome's name; `None`: cancelled.
        outcome: Option<String>,
        /// What it gave, as far as known.
        gives: Record,
    },
    /// The case was given up.
    Cancel {
        /// Why.
        reason: String,
    },
    /// The case went over to another revision.
    Moved {
        /// Fingerprint of the book and settings that it ran on, in hexadecimal.
        from: String,
        /// Fingerprint of those that it runs on from now on.
        to: String,
    },
}
