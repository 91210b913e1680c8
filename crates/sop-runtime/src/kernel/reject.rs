//! Why an input doesn't fit. A rejected input changes nothing.

use super::input::{CallId, ChildId, NodeIx, TaskId, TimerId};
use crate::value::Moment;
use sop_core::model::{EventId, FactId, FlowId};

/// An input that doesn't fit the case. The case is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejected {
    /// The first input must be `Start`.
    #[error("the case has not begun")]
    NotStarted,
    /// `Start` came twice.
    #[error("the case has begun already")]
    AlreadyStarted,
    /// Nothing can happen to a case that is over.
    #[error("the case is over")]
    CaseOver,
    /// The moment lies before the last input's.
    #[error("the input's moment {at:?} lies before the last input's, {last:?}")]
    TimeWentBack {
        /// The input's.
        at: Moment,
        /// The last input's.
        last: Moment,
    },
    /// No such flow.
    #[error("the program has no flow number {0:?}")]
    UnknownFlow(FlowId),
    /// A wrong number of values.
    #[error("{expected} values are needed, {found} were given")]
    WrongCount {
        /// Needed.
        expected: usize,
        /// Given.
        found: usize,
    },
    /// A value of the wrong type. `position` counts from 0.
    #[error("value number {position} has the wrong type")]
    WrongType {
        /// Which.
        position: usize,
    },
    /// The task was never there, is done, or was withdrawn.
    #[error("task {} is not open", .0.0)]
    TaskNotOpen(TaskId),
    /// The task wants an answer, not a completion, or the other way round.
    #[error("task {} is not of this kind", .0.0)]
    WrongTaskKind(TaskId),
    /// The decision has no such answer.
    #[error("the decision has no answer number {0}")]
    UnknownAnswer(u16),
    /// A fact that the step asks for was not filled in.
    #[error("fact number {} is to be filled in", .0.0)]
    NotFilled(FactId),
    /// A fact that the step doesn't ask for, or one given twice.
    #[error("fact number {} is not asked for here, or was given twice", .0.0)]
    NotAskedFor(FactId),
    /// The case doesn't wait for this event now.
    #[error("the case does not expect event number {} now", .0.0)]
    EventNotExpected(EventId),
    /// No such event.
    #[error("the program has no event number {0:?}")]
    UnknownEvent(EventId),
    /// The timer was disarmed or wound on before it fired: something else came first.
    #[error("timer {} is not armed", .0.0)]
    TimerNotArmed(TimerId),
    /// The timer is not due yet.
    #[error("timer {} is not due before {due:?}", timer.0)]
    TimerNotDue {
        /// Which.
        timer: TimerId,
        /// When it is due.
        due: Moment,
    },
    /// Nobody waits for this invocation.
    #[error("invocation {} is not awaited", .0.0)]
    CallNotAwaited(CallId),
    /// The invocation has not failed.
    #[error("invocation {} has not failed", .0.0)]
    CallNotFailed(CallId),
    /// No such child, or its end is known already.
    #[error("child case {} is not awaited", .0.0)]
    ChildNotAwaited(ChildId),
    /// A fact was read before it was known.
    #[error("fact number {} is read before it is known", .0.0)]
    FactUnknown(FactId),
    /// A number, moment or duration left its range.
    #[error("a number left its range")]
    OutOfRange,
    /// No row of a table, or no branch of a computed decision, holds.
    #[error("no row holds")]
    NoRowHolds,
    /// Automatic steps went on for too long without a person, an event or a timer.
    #[error("more than {0} automatic steps in a row")]
    TooManySteps(u32),
    /// No arrow takes this end of a started or called case; of a cancelled one, neither.
    #[error("no arrow takes this end of child case {}", .0.0)]
    EndNotTaken(ChildId),
    /// The child's flow has no such `end`.
    #[error("the flow of child case {} has no end at node {}", child.0, outcome.0)]
    UnknownOutcome {
        /// The child.
        child: ChildId,
        /// The node given.
        outcome: NodeIx,
    },
    /// An expression met a value of another type than the checker promised.
    #[error("an expression met a value of a wrong type")]
    IllTyped,
    /// A move to another edition takes both, and is not a step.
    #[error("a move to another edition is not a step of the case")]
    NotAStep,
    /// The state is of another program than the one that is to run it.
    #[error("the case runs on another edition of the book")]
    OtherProgram,
}
