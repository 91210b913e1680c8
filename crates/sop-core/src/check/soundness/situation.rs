//! Where a case can stand, as far as it matters for where it can go: tokens, resume points, parallels, children, tracked facts.

use super::facts::Val;
use super::plan::{N, P, S};
use smallvec::SmallVec;

/// Nodes; a few take no room of their own, for there are hundreds of thousands of such lists.
pub(super) type Nodes = SmallVec<[N; 8]>;

/// A situation. Everything is in a fixed order, so that equal situations are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Situation {
    /// Nodes on which tokens stand, in order.
    pub(super) tokens: Nodes,
    /// Where stages were interrupted, by stage.
    pub(super) points: Vec<Interrupted>,
    /// Parallels under way, with the number of branches that have arrived.
    pub(super) parallels: Vec<(P, u16)>,
    /// What is known of the latest case that an awaited `start` has started.
    pub(super) children: Vec<(N, Child)>,
    /// Tracked facts, by slot.
    pub(super) facts: Vec<Val>,
    /// Deadlines that have told what some rule listens to, while the token stands where it stood: stage or node, which, and
    /// the deadline's position.
    pub(super) told: Vec<(bool, u16, u16)>,
    /// The end at which the case is over.
    pub(super) ended: Option<N>,
    /// What still stood open when it ended.
    pub(super) left: Vec<N>,
}

/// Where a stage was interrupted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Interrupted {
    pub(super) stage: S,
    /// The whole stage, not only one node.
    pub(super) whole: bool,
    pub(super) tokens: Vec<N>,
    pub(super) stages: Vec<S>,
    pub(super) parallels: Vec<(P, u16)>,
}

/// What is known of a started case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Child {
    /// Under way.
    Running,
    /// Over, at this `end` of its flow.
    Ended(N),
    /// Cancelled.
    Cancelled,
}

/// What makes a case go on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Input {
    /// It begins.
    Start,
    /// A person is done.
    Complete(N),
    /// A person answers: position among the node's arrows.
    Answer(N, usize),
    /// An event is taken by a wait: position among its arrows.
    Event(N, usize),
    /// An event interrupts a stage.
    Interrupt(S, usize),
    /// A timer's arrow: position among the node's arrows.
    Arrow(N, usize),
    /// A node's deadline.
    Deadline(N, usize),
    /// An idle clock.
    Silence(S, usize),
    /// A stage's deadline.
    StageDeadline(S, usize),
    /// A deadline that only tells somebody.
    Tell(N, usize),
    /// A stage's deadline that only tells somebody.
    StageTell(S, usize),
    /// The host has done its action.
    Done(N),
    /// The host's action has failed for good.
    Failed(N),
    /// The case called or started at this node is over; `None` if cancelled.
    Child(N, Option<N>),
}
