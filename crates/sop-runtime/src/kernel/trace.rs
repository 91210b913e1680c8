//! What a case's tokens did while one input was worked on: for those who follow a run node by node and arrow by arrow -
//! coverage, rules, explanations. Nothing of it is kept; whoever wants it asks with [`super::advance_traced`].

use super::effect::TimerFor;
use super::input::NodeIx;
use super::run::Run;
use sop_core::model::{EventId, StageId};

/// One thing that a token did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    /// How many effects stood in the list when it happened: it came after these and before those that follow.
    pub effects: usize,
    /// What happened.
    pub what: Move,
}

/// What a token does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// It comes to a node. Being brought back by a `resume` is none.
    Begun(NodeIx),
    /// It leaves a node by an arrow of that node.
    Left(NodeIx, Way),
    /// A timer fell due. If it belongs to an arrow, [`Move::Left`] follows.
    Fired(TimerFor),
    /// An event interrupts a stage: the `index`-th of [`sop_core::model::Stage::interrupts`].
    Interrupted {
        /// The stage.
        stage: StageId,
        /// Which interrupt.
        index: u16,
    },
}

/// By which arrow a node was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The one that is taken when the node is done.
    Next,
    /// The answer at this position among the decision's answers.
    Answer(u16),
    /// The condition at this position among the node's conditions.
    When(u16),
    /// The one for everything else.
    Otherwise,
    /// The one for this event.
    Event(EventId),
    /// The timer's, at this position among all of the node's out-edges.
    Timer(u16),
    /// The one for an action that has failed for good.
    Failed,
    /// The one for this `end` of the child's flow; `otherwise`, if none is named after it.
    Ended(NodeIx),
    /// The one for a cancelled child; `otherwise`, if there is none.
    Cancelled,
    /// Into the branch of this position.
    Branch(u16),
}

impl Run<'_> {
    pub(super) fn trace(&mut self, what: Move) {
        let effects = self.effects.len();
        if let Some(trace) = &mut self.trace {
            trace.push(Trace { effects, what });
        }
    }

    pub(super) fn left(&mut self, node: NodeIx, way: Way) {
        self.trace(Move::Left(node, way));
        self.see_left(node, way);
    }
}
