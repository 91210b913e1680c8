//! A flow: nodes and arrows as a petgraph, with the stages and branches that lie over it.

use super::book::Field;
use super::document::Ground;
use super::expr::{Expr, Literal};
use super::ids::{
    ActionId, BranchId, EventId, FactId, FlowId, HoursId, LaneId, MessageId, ParallelId, StageId, SystemId,
    TableId,
};
use crate::source::Span;
use crate::source::limits::NESTING_MAX;
use petgraph::graph::{DiGraph, NodeIndex};
use serde::{Deserialize, Serialize};

/// One procedure.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Flow {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Sections of the document that it follows.
    pub follows: Vec<String>,
    /// Facts: first those taken, in order, then those kept.
    pub facts: Vec<Fact>,
    /// Facts that are handed back at the end.
    pub gives: Vec<FactId>,
    /// Stages, outer before inner.
    pub stages: Vec<Stage>,
    /// Parallels, outer before inner.
    pub parallels: Vec<Parallel>,
    /// Nodes and arrows, both in the source's order. Arrows of one node keep the source's order by edge index.
    pub graph: DiGraph<Node, Edge>,
    /// Where a case begins.
    pub first: NodeIndex,
    /// What the names of earlier revisions have become.
    pub becomes: Vec<Becomes>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Remarks for readers.
    pub notes: Vec<String>,
    /// Where it is declared.
    pub at: Span,
}

impl Flow {
    /// The stages and branches around a place, from the inside out; those that the place lies in directly come first.
    pub fn around(&self, place: Region) -> impl Iterator<Item = Region> + '_ {
        let out = |region: &Region| match *region {
            Region::Flow => Region::Flow,
            Region::Stage(s) => self.stages.get(s.index()).map_or(Region::Flow, |s| s.region),
            Region::Branch(p, _) => self.parallels.get(p.index()).map_or(Region::Flow, |p| p.region),
        };
        // As deep as text can nest: a model that was made by hand could lie in itself.
        std::iter::successors(Some(place), move |r| Some(out(r)))
            .take_while(|r| *r != Region::Flow)
            .take(NESTING_MAX + 1)
    }

    /// The stages around a place, from the inside out.
    pub fn stages_around(&self, place: Region) -> Vec<StageId> {
        let stage = |region| match region {
            Region::Stage(s) => Some(s),
            _ => None,
        };
        self.around(place).filter_map(stage).collect()
    }
}

/// `step OLD becomes NEW`: what a name of an earlier revision has become, for cases that are under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Becomes {
    /// What kind of name it is.
    pub kind: BecomesKind,
    /// The name in the earlier revision.
    pub old: String,
    /// The name in this one.
    pub new: String,
    /// Where it is written.
    pub at: Span,
}

/// Kinds of names that can become others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BecomesKind {
    /// `step`: any node but an end.
    Node,
    /// `stage`
    Stage,
    /// `fact`
    Fact,
    /// `end`: an outcome that other cases may wait for.
    End,
}

/// Something that a case knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Name and type.
    pub field: Field,
    /// Where its value comes from.
    pub role: FactRole,
}

/// Where a fact's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactRole {
    /// Given at the start, never changed.
    Taken,
    /// Unknown at the start, written by the flow.
    Kept,
}

/// Where a node lies: the chain of stages and branches around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// In no stage and no branch.
    Flow,
    /// Directly in this stage.
    Stage(StageId),
    /// Directly in this branch.
    Branch(ParallelId, BranchId),
}

/// A group of nodes with interruptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// What it lies in.
    pub region: Region,
    /// Its first node: where it is entered by its name.
    pub first: NodeIndex,
    /// What can interrupt it.
    pub interrupts: Vec<Interrupt>,
    /// Deadlines of the whole stage.
    pub deadlines: Vec<Deadline>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Remarks for readers.
    pub notes: Vec<String>,
    /// Where it is declared.
    pub at: Span,
}

/// An interruption of a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interrupt {
    /// What sets it off.
    pub trigger: Trigger,
    /// Where the case goes on.
    pub target: NodeIndex,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Where it is written.
    pub at: Span,
}

/// What interrupts a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Nobody broke the silence for so long.
    Silent(Length),
    /// An event.
    Event(EventId, Vec<Keep>),
}

/// Branches that run beside each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parallel {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// What it lies in.
    pub region: Region,
    /// The node that splits (kind [`NodeKind::Fork`]); named like the parallel.
    pub fork: NodeIndex,
    /// The node that joins (kind [`NodeKind::Join`]).
    pub join: NodeIndex,
    /// The branches.
    pub branches: Vec<Branch>,
    /// When the join goes on.
    pub mode: JoinMode,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Where it is declared.
    pub at: Span,
}

/// One branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Its first node.
    pub first: NodeIndex,
    /// Where it is declared.
    pub at: Span,
}

/// When a join goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinMode {
    /// When every branch has arrived.
    All,
    /// When the first has arrived; the others are withdrawn.
    Any,
}

/// A node of a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Name; unique in the flow. Joins and resumes have made-up names (`NAME.join`, `resume STAGE`).
    pub name: String,
    /// What people read.
    pub label: String,
    /// Who is concerned.
    pub lane: Option<LaneId>,
    /// With what.
    pub systems: Vec<SystemId>,
    /// What it is.
    pub kind: NodeKind,
    /// What is said when a case comes here.
    pub says: Vec<Say>,
    /// Deadlines while a case stands here.
    pub deadlines: Vec<Deadline>,
    /// What it lies in.
    pub region: Region,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Remarks for readers.
    pub notes: Vec<String>,
    /// Where it is declared: the keyword and the name.
    pub at: Span,
}

/// Kinds of nodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// A person does it.
    Step {
        /// Facts that the person fills in.
        fills: Vec<FactId>,
        /// What changes when it is done, in order.
        changes: Vec<Change>,
    },
    /// The host does it.
    Do {
        /// Which action.
        action: ActionId,
        /// Input, by position.
        args: Vec<Expr>,
        /// Which output goes into which fact.
        keeps: Vec<Keep>,
    },
    /// A person answers.
    Decide {
        /// The fact that holds the answer afterwards.
        fact: Option<FactId>,
    },
    /// Computed from facts: the first arrow that holds is taken.
    Choose,
    /// Waits for an event, a length of time or a moment.
    Wait {
        /// The author says that no limit is meant.
        without_limit: bool,
    },
    /// Starts another flow and goes on.
    Start {
        /// Which.
        flow: FlowId,
        /// What it takes, by position.
        args: Vec<Expr>,
    },
    /// Waits for the end of a started flow.
    Await {
        /// The `Start` node.
        start: NodeIndex,
        /// Which flow that is.
        flow: FlowId,
        /// The author says that no limit is meant.
        without_limit: bool,
    },
    /// Starts another flow and waits for its end.
    Call {
        /// Which.
        flow: FlowId,
        /// What it takes, by position.
        args: Vec<Expr>,
    },
    /// Splits into branches.
    Fork(ParallelId),
    /// Joins branches.
    Join(ParallelId),
    /// Goes back to where the stage was interrupted; to its first node, if it never was.
    Resume(StageId),
    /// The case ends; the node's name is the outcome.
    End,
}

/// What a completed step changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// `set FACT to EXPR`
    Set(FactId, Expr),
    /// `add EXPR to LIST`
    Add(FactId, Expr),
    /// `publish EVENT(args)`
    Publish(EventId, Vec<Expr>),
}

/// Words said when a case comes to a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Say {
    /// Which words.
    pub what: SayWhat,
    /// Arguments by position: of the message's parameters or the table's.
    pub args: Vec<Expr>,
    /// Where it is written.
    pub at: Span,
}

/// A message, or a table that gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SayWhat {
    /// This message.
    Message(MessageId),
    /// The message that the table gives. Such messages take the table's parameters of the same names, or none.
    Table(TableId),
}

/// A length of time: an expression of type duration, in plain time or in working hours.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Length {
    /// A literal, a setting or a fact.
    pub of: Expr,
    /// Counted only while these are open.
    pub hours: Option<HoursId>,
}

/// `within LENGTH else …`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// How long after the case came here.
    pub length: Length,
    /// What then.
    pub late: Late,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Where it is written.
    pub at: Span,
}

/// What happens after a deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Late {
    /// The case leaves the node (or the stage) and goes there.
    GoTo(NodeIndex),
    /// A lane is told; the case stays.
    Tell(LaneId, Say),
}

/// `keep FIELD as FACT`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keep {
    /// Position of the field in what the action gives, the event carries, or the flow gives.
    pub field: u16,
    /// The fact that takes it.
    pub fact: FactId,
}

/// An arrow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// When it is taken.
    pub kind: EdgeKind,
    /// What people read on it; empty if the kind says enough.
    pub label: String,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Where it is written.
    pub at: Span,
}

/// When an arrow is taken.
///
/// Deadlines that lead away (`Late::GoTo`) and interrupts of stages have no edge of their own: their targets stand in
/// [`Node::deadlines`], [`Stage::deadlines`] and [`Stage::interrupts`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    /// When the node is done.
    Next,
    /// When a person answers this (`YesNo` or `Choice`; answers of a decision without a fact are its own choices, numbered in the source's order).
    Answer {
        /// The answer's name in the source, such as `yes`.
        name: String,
        /// The value for the decision's fact.
        value: Literal,
    },
    /// When this is the first that holds.
    When(Expr),
    /// When no other holds.
    Otherwise,
    /// When the event comes.
    Event(EventId, Vec<Keep>),
    /// After so long.
    After(Length),
    /// At that moment.
    At(Expr),
    /// When the action has failed for good.
    Failed,
    /// When the called flow ended this way.
    Outcome {
        /// The outcome: the name of an `end` of that flow.
        name: String,
        /// What is kept of what it gives.
        keeps: Vec<Keep>,
    },
    /// From a fork into a branch.
    Branch(BranchId),
}
