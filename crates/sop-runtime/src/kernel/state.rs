//! Where a case stands. Opaque: made by the kernel, read by hosts, kept as bytes.
//!
//! Invariants, which [`State::decode`] checks too: every index is in range for the program; a stage is active exactly
//! while a token stands in it; every timer belongs to a token or an active stage; nothing is open once the case is over.

pub(super) mod bytes;
mod marks;
mod old;
mod packed;
mod parked;
mod valid;
mod views;

pub use bytes::{DecodeError, STATE_VERSION};
#[cfg(test)]
pub(super) use marks::Mark;
pub(super) use marks::Marks;
pub use parked::Parked;
pub use views::{ArmedTimer, CallView, ChildView, Interrupted, OpenTask, TokenView};

use super::effect::TimerFor;
use super::input::{ChildEnd, NodeIx};
use super::program::Program;
use crate::value::{Moment, Value};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use sop_core::model::{FactId, FlowId, StageId};

/// Where a case stands as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// No `Start` yet.
    NotStarted,
    /// Under way.
    Open,
    /// At an end.
    Ended {
        /// The `end` node.
        outcome: NodeIx,
    },
    /// Given up.
    Cancelled,
}

/// The state of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub(super) core: Core,
}

/// What a state is made of. In this order in memory: what every input looks at lies together at the beginning, and with it
/// the number by which a host keeps the case; facts, of which an input needs few, come last.
#[derive(Clone, Debug, PartialEq, Eq)]
#[repr(C)]
pub(super) struct Core {
    pub(super) last: Moment,
    /// Whose state it is: [`Program::tag`].
    pub(super) tag: u32,
    /// The last number drawn.
    pub(super) counter: u32,
    pub(super) status: Status,
    pub(super) flow: FlowId,
    /// In the order in which they came where they stand, but for those that were brought back.
    pub(super) tokens: Tokens,
    /// What is remembered of rules.
    pub(super) marks: Marks,
    /// Active stages, outer before inner.
    pub(super) stages: Stages,
    pub(super) timers: Timers,
    pub(super) rare: Option<Box<Rare>>,
    pub(super) facts: Facts,
}

/// A token: where the case is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Token {
    /// Drawn when it came to its node. It is the number of the task, the invocation or the called case there.
    pub(super) visit: u32,
    pub(super) node: NodeIx,
}

/// An armed timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Timer {
    pub(super) id: u32,
    pub(super) due: Moment,
    /// The token's visit; 0 for timers of a stage.
    pub(super) owner: u32,
    pub(super) of: TimerFor,
}

/// What few cases have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Rare {
    pub(super) parallels: Vec<Running>,
    pub(super) points: Vec<Point>,
    pub(super) children: Vec<Child>,
    /// Visits of `do` nodes whose action failed without an arrow for it.
    pub(super) incidents: Vec<u32>,
}

/// A parallel under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Running {
    pub(super) parallel: u16,
    /// Branches that have come to the join.
    pub(super) arrived: u16,
}

/// Where a stage was interrupted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Point {
    pub(super) stage: StageId,
    /// The whole stage was interrupted, not only one node.
    pub(super) whole: bool,
    pub(super) tokens: Vec<Token>,
    /// Timers with the moments at which they fall due; their ids are used up.
    pub(super) timers: Vec<Timer>,
    /// Stages inside that were active, outer before inner.
    pub(super) stages: Vec<StageId>,
    pub(super) parallels: Vec<Running>,
    /// What came of actions in the meantime, by visit.
    pub(super) results: Vec<(u32, CallResult)>,
}

/// What came of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum CallResult {
    Done(Vec<Value>),
    Failed(Box<str>),
}

/// A started or called case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Child {
    pub(super) id: u32,
    /// The `start` or `call` node.
    pub(super) node: NodeIx,
    /// Somebody may still ask for its end.
    pub(super) wanted: bool,
    pub(super) end: Option<ChildEnd>,
}

/// Few cases have more of these; more lie elsewhere.
pub(super) type Tokens = SmallVec<[Token; 2]>;
/// Facts by [`FactId`].
pub(super) type Facts = SmallVec<[Option<Value>; 4]>;
pub(super) type Timers = SmallVec<[Timer; 1]>;
pub(super) type Stages = SmallVec<[StageId; 4]>;

static NOTHING_RARE: Rare =
    Rare { parallels: Vec::new(), points: Vec::new(), children: Vec::new(), incidents: Vec::new() };

impl State {
    /// A case before its first input.
    pub fn new(program: &Program) -> Self {
        Self {
            core: Core {
                last: Moment(i64::MIN),
                tag: program.tag(),
                counter: 0,
                status: Status::NotStarted,
                flow: FlowId(0),
                tokens: SmallVec::new(),
                marks: Marks::default(),
                stages: SmallVec::new(),
                timers: SmallVec::new(),
                rare: None,
                facts: SmallVec::new(),
            },
        }
    }

    /// Where the case stands as a whole.
    pub fn status(&self) -> Status {
        self.core.status
    }

    /// Its flow; `None` before it began.
    pub fn flow(&self) -> Option<FlowId> {
        (self.core.status != Status::NotStarted).then_some(self.core.flow)
    }

    /// Moment of the last input; `None` before the first.
    pub fn last(&self) -> Option<Moment> {
        (self.core.status != Status::NotStarted).then_some(self.core.last)
    }

    /// Whether it could be a state of that program.
    pub(super) fn check(&self, program: &Program) -> Result<(), &'static str> {
        valid::check(&self.core, program)
    }

    /// What is known, by [`FactId`].
    pub fn facts(&self) -> &[Option<Value>] {
        &self.core.facts
    }

    /// What is known of one fact.
    pub fn fact(&self, fact: FactId) -> Option<&Value> {
        self.core.facts.get(fact.index())?.as_ref()
    }

    /// Stages in which the case is, outer before inner.
    pub fn active_stages(&self) -> &[StageId] {
        &self.core.stages
    }
}

impl Core {
    pub(super) fn rare(&self) -> &Rare {
        self.rare.as_deref().unwrap_or(&NOTHING_RARE)
    }

    pub(super) fn rare_mut(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    /// Gives the rare part back when it is empty, so that equal states have equal bytes.
    pub(super) fn trim(&mut self) {
        if self.rare.as_deref().is_some_and(|r| *r == NOTHING_RARE) {
            self.rare = None;
        }
    }

    pub(super) fn draw(&mut self) -> u32 {
        // Four thousand million numbers: at ten a second a case would have to live for thirteen years; then it stays at the
        // last, and its ids are no longer its own, but nothing panics.
        self.counter = self.counter.saturating_add(1);
        self.counter
    }

    pub(super) fn token(&self, visit: u32) -> Option<Token> {
        self.tokens.iter().find(|t| t.visit == visit).copied()
    }
}
