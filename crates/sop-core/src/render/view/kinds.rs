//! Kinds of items and links.

use crate::model::{EdgeKind, FlowId, NodeKind};

/// What an item is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum Shape {
    /// Where a case begins.
    Entry,
    /// A person's step.
    Step,
    /// A question to a person.
    Decide,
    /// A computed decision.
    Choose,
    /// A wait.
    Wait,
    /// A host action.
    Do,
    /// Starts another flow.
    Start,
    /// Waits for a started flow.
    Await,
    /// Starts another flow and waits for it.
    Call,
    /// Splits.
    Fork,
    /// Joins.
    Join,
    /// Goes back into a stage.
    Resume,
    /// The end.
    End,
    /// An interruption on the border of a frame: by time.
    BorderTime,
    /// An interruption on the border of a frame: by an event.
    BorderEvent,
}

impl Shape {
    /// The word in classes and data.
    pub(in crate::render) const fn word(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Step => "step",
            Self::Decide => "decide",
            Self::Choose => "choose",
            Self::Wait => "wait",
            Self::Do => "do",
            Self::Start => "start",
            Self::Await => "await",
            Self::Call => "call",
            Self::Fork => "fork",
            Self::Join => "join",
            Self::Resume => "resume",
            Self::End => "end",
            Self::BorderTime => "border-time",
            Self::BorderEvent => "border-event",
        }
    }

    /// Sits on the border of its frame.
    pub(in crate::render) const fn on_border(self) -> bool {
        matches!(self, Self::BorderTime | Self::BorderEvent)
    }
}

/// When an arrow is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) enum LinkKind {
    /// From the entry mark.
    Entry,
    /// When the node is done.
    Next,
    /// When a person answers this.
    Answer,
    /// When a condition holds.
    When,
    /// When no other holds.
    Otherwise,
    /// When an event comes.
    Event,
    /// After a length of time.
    After,
    /// At a moment.
    At,
    /// When the action failed for good.
    Failed,
    /// When the other flow ended so.
    Outcome,
    /// Into a branch.
    Branch,
    /// When a deadline has passed.
    Deadline,
    /// When a stage was silent for so long.
    Silent,
    /// When an event interrupts a stage.
    Interrupt,
}

impl LinkKind {
    /// The word in classes and data.
    pub(in crate::render) const fn word(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Next => "next",
            Self::Answer => "answer",
            Self::When => "when",
            Self::Otherwise => "otherwise",
            Self::Event => "event",
            Self::After => "after",
            Self::At => "at",
            Self::Failed => "failed",
            Self::Outcome => "outcome",
            Self::Branch => "branch",
            Self::Deadline => "deadline",
            Self::Silent => "silent",
            Self::Interrupt => "interrupt",
        }
    }

    /// Time alone takes the case along it.
    pub(in crate::render) const fn by_time(self) -> bool {
        matches!(self, Self::After | Self::At | Self::Deadline | Self::Silent)
    }
}

/// What a kind of node is drawn as, and the flow that it speaks of.
pub(super) fn shape_of(kind: &NodeKind) -> (Shape, Option<FlowId>) {
    match kind {
        NodeKind::Step { .. } => (Shape::Step, None),
        NodeKind::Do { .. } => (Shape::Do, None),
        NodeKind::Decide { .. } => (Shape::Decide, None),
        NodeKind::Choose => (Shape::Choose, None),
        NodeKind::Wait { .. } => (Shape::Wait, None),
        NodeKind::Start { flow, .. } => (Shape::Start, Some(*flow)),
        NodeKind::Await { flow, .. } => (Shape::Await, Some(*flow)),
        NodeKind::Call { flow, .. } => (Shape::Call, Some(*flow)),
        NodeKind::Fork(_) => (Shape::Fork, None),
        NodeKind::Join(_) => (Shape::Join, None),
        NodeKind::Resume(_) => (Shape::Resume, None),
        NodeKind::End => (Shape::End, None),
    }
}

/// The kind of an arrow.
pub(super) const fn kind_of(kind: &EdgeKind) -> LinkKind {
    match kind {
        EdgeKind::Next => LinkKind::Next,
        EdgeKind::Answer { .. } => LinkKind::Answer,
        EdgeKind::When(_) => LinkKind::When,
        EdgeKind::Otherwise => LinkKind::Otherwise,
        EdgeKind::Event(..) => LinkKind::Event,
        EdgeKind::After(_) => LinkKind::After,
        EdgeKind::At(_) => LinkKind::At,
        EdgeKind::Failed => LinkKind::Failed,
        EdgeKind::Outcome { .. } => LinkKind::Outcome,
        EdgeKind::Branch(_) => LinkKind::Branch,
    }
}
