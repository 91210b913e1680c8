//! The tables that a program is made of.

use super::watch::{Quiet, WatchCode};
use crate::value::Value;
use sop_core::model::{
    ActionId, BinaryOp, CalendarId, CompareOp, DayKind, EventId, FactId, FlowId, HoursId, JoinMode, LaneId,
    MessageId, StageId, TableId, Type,
};

/// One flow.
#[derive(Clone, Debug)]
pub(crate) struct FlowCode {
    pub(crate) name: Box<str>,
    /// Types of its facts.
    pub(crate) facts: Box<[Type]>,
    /// How many of them are taken.
    pub(crate) takes: u16,
    pub(crate) gives: Box<[FactId]>,
    pub(crate) nodes: Box<[NodeCode]>,
    pub(crate) stages: Box<[StageCode]>,
    pub(crate) parallels: Box<[ParallelCode]>,
    pub(crate) first: u16,
    /// Winding any idle clock can't fail.
    pub(crate) clocks_safe: bool,
    /// Events that interrupt some stage, in order.
    pub(crate) interrupting: Box<[EventId]>,
    /// What watches its rules, if it has any.
    pub(crate) watch: Option<Box<WatchCode>>,
}

/// One node.
#[derive(Clone, Debug)]
pub(crate) struct NodeCode {
    pub(crate) kind: Kind,
    pub(crate) lane: Option<LaneId>,
    /// Stages around it, outer before inner.
    pub(crate) stages: Box<[StageId]>,
    /// Parallels around it, outer before inner.
    pub(crate) parallels: Box<[u16]>,
    pub(crate) says: Box<[SayCode]>,
    pub(crate) deadlines: Box<[DeadlineCode]>,
    pub(crate) events: Box<[OnEvent]>,
    pub(crate) arrows: Box<[Arrow]>,
    /// Nothing that happens between arriving here and the next rest can fail.
    pub(crate) safe: bool,
    /// Straight ways to another task or an end: of a step its one way, of a decision one for each answer.
    pub(crate) hops: Box<[Option<Hop>]>,
}

/// A straight way from a task to another, or to an end: the task has no timers, and nothing can fail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hop {
    pub(crate) to: u16,
    /// The same stages are around both.
    pub(crate) stays: bool,
    /// What leaving here and coming there do to the laws, where that breaks none.
    pub(crate) quiet: Option<Quiet>,
}

/// What a node is, with its ways out.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Step { fills: Box<[FactId]>, changes: Box<[ChangeCode]>, next: u16 },
    Do { action: ActionId, args: Box<[Code]>, keeps: Box<[KeepCode]>, next: u16, failed: Option<u16> },
    Decide { fact: Option<FactId>, answers: Box<[(Value, u16)]> },
    Choose { whens: Box<[(Code, u16)]>, otherwise: Option<u16> },
    Wait,
    Start { flow: FlowId, args: Box<[Code]>, next: u16, awaits: Box<[u16]> },
    Await { start: u16, outcomes: Box<Outcomes> },
    Call { flow: FlowId, args: Box<[Code]>, outcomes: Box<Outcomes> },
    Fork { parallel: u16 },
    Join { parallel: u16, next: u16 },
    Resume(StageId),
    End,
}

/// How the ends of a child are taken.
#[derive(Clone, Debug)]
pub(crate) struct Outcomes {
    pub(crate) ends: Box<[EndCode]>,
    pub(crate) cancelled: Option<u16>,
    pub(crate) otherwise: Option<u16>,
}

impl Outcomes {
    /// The arrow for an end node of the child.
    pub(crate) fn of_end(&self, end: u16) -> Option<(&[KeepCode], u16)> {
        let named = self.ends.iter().find(|e| e.end == end).map(|e| (&*e.keeps, e.target));
        named.or(self.otherwise.map(|to| (&[][..], to)))
    }

    /// The arrow for a cancelled child.
    pub(crate) fn of_cancel(&self) -> Option<u16> {
        self.cancelled.or(self.otherwise)
    }
}

/// One end of a child.
#[derive(Clone, Debug)]
pub(crate) struct EndCode {
    /// The `end` node of the child's flow.
    pub(crate) end: u16,
    pub(crate) keeps: Box<[KeepCode]>,
    pub(crate) target: u16,
}

/// A field that goes into a fact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeepCode {
    pub(crate) field: u16,
    pub(crate) fact: FactId,
}

/// What a completed step changes.
#[derive(Clone, Debug)]
pub(crate) enum ChangeCode {
    Set(FactId, Code),
    Add(FactId, Code),
    Publish(EventId, Box<[Code]>),
}

/// Words to say.
#[derive(Clone, Debug)]
pub(crate) struct SayCode {
    pub(crate) what: SayWhatCode,
    pub(crate) args: Box<[Code]>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum SayWhatCode {
    Message(MessageId),
    Table(TableId),
}

/// A length of time.
#[derive(Clone, Debug)]
pub(crate) enum LengthCode {
    /// Plain milliseconds, known when built, and small enough never to leave the range.
    Plain(i64),
    /// To be worked out.
    Of(Code, Option<HoursId>),
}

/// A deadline.
#[derive(Clone, Debug)]
pub(crate) struct DeadlineCode {
    pub(crate) length: LengthCode,
    pub(crate) late: LateCode,
}

#[derive(Clone, Debug)]
pub(crate) enum LateCode {
    GoTo(u16),
    Tell(LaneId, SayCode),
}

/// `on EVENT keep … -> target`
#[derive(Clone, Debug)]
pub(crate) struct OnEvent {
    pub(crate) event: EventId,
    pub(crate) keeps: Box<[KeepCode]>,
    pub(crate) target: u16,
}

/// `after …` and `at …`
#[derive(Clone, Debug)]
pub(crate) struct Arrow {
    /// Position among the node's out-edges.
    pub(crate) index: u16,
    pub(crate) when: ArrowWhen,
    pub(crate) target: u16,
}

#[derive(Clone, Debug)]
pub(crate) enum ArrowWhen {
    After(LengthCode),
    At(Code),
}

/// A stage.
#[derive(Clone, Debug)]
pub(crate) struct StageCode {
    /// Stages around it and itself, outer before inner.
    pub(crate) chain: Box<[StageId]>,
    /// Parallels around it, outer before inner.
    pub(crate) parallels: Box<[u16]>,
    pub(crate) first: u16,
    pub(crate) interrupts: Box<[InterruptCode]>,
    pub(crate) deadlines: Box<[DeadlineCode]>,
    /// Its idle clocks: which interrupts they are, and how long they run.
    pub(crate) clocks: Box<[(u16, LengthCode)]>,
    /// Some arrow resumes it: what it did when it was interrupted must be remembered.
    pub(crate) resumed: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct InterruptCode {
    pub(crate) trigger: TriggerCode,
    pub(crate) target: u16,
}

#[derive(Clone, Debug)]
pub(crate) enum TriggerCode {
    Silent(LengthCode),
    Event(EventId, Box<[KeepCode]>),
}

/// A parallel.
#[derive(Clone, Debug)]
pub(crate) struct ParallelCode {
    /// Stages around it, outer before inner.
    pub(crate) stages: Box<[StageId]>,
    /// Parallels around it and itself, outer before inner.
    pub(crate) chain: Box<[u16]>,
    /// First node of each branch.
    pub(crate) branches: Box<[u16]>,
    pub(crate) mode: JoinMode,
}

/// A decision table.
#[derive(Clone, Debug)]
pub(crate) struct TableCode {
    pub(crate) columns: Box<[Code]>,
    pub(crate) rows: Box<[RowCode]>,
}

#[derive(Clone, Debug)]
pub(crate) struct RowCode {
    pub(crate) cells: Box<[CellCode]>,
    pub(crate) gives: TableGives,
}

#[derive(Clone, Debug)]
pub(crate) enum TableGives {
    /// A message, and for each of its parameters the table's parameter of that name.
    Message(MessageId, Box<[u16]>),
    Value(Value),
}

#[derive(Clone, Debug)]
pub(crate) enum CellCode {
    Any,
    Values(Box<[Value]>),
    Times(u32, u32),
    Numbers(Option<i64>, Option<i64>),
}

/// A calendar: its days on Monday to Friday, and all its days, in order.
#[derive(Clone, Debug)]
pub(crate) struct CalendarCode {
    /// All days.
    pub(crate) days: Box<[i32]>,
    /// Those that make a long weekend.
    pub(crate) long: Box<[i32]>,
}

/// Opening hours: by weekday, the open times in milliseconds since midnight, in order, apart from each other.
#[derive(Clone, Debug)]
pub(crate) struct HoursCode {
    pub(crate) open: [Box<[(u32, u32)]>; 7],
    pub(crate) closed_on: Option<CalendarId>,
}

/// An expression; settings are values in it.
#[derive(Clone, Debug)]
pub(crate) enum Code {
    Value(Value),
    Now,
    Fact(FactId),
    Not(Box<Code>),
    And(Box<[Code]>),
    Or(Box<[Code]>),
    Compare(CompareOp, Box<(Code, Code)>),
    Known(FactId),
    Within(Box<Code>, HoursId),
    On(Box<Code>, CalendarId),
    Contains(Box<(Code, Code)>),
    Binary(BinaryOp, Box<(Code, Code)>),
    TimeOf(Box<Code>),
    DateOf(Box<Code>),
    WeekdayOf(Box<Code>),
    DayOf(Box<Code>, CalendarId),
    Table(TableId, Box<[Code]>),
}

impl CalendarCode {
    /// Whether the calendar has that day.
    pub(crate) fn has(&self, day: i32) -> bool {
        self.days.binary_search(&day).is_ok()
    }

    /// What kind of day it is.
    pub(crate) fn kind(&self, day: i32) -> DayKind {
        if crate::value::weekday(day) >= 5 {
            DayKind::Weekend
        } else if self.long.binary_search(&day).is_ok() {
            DayKind::LongWeekend
        } else if self.has(day) {
            DayKind::Holiday
        } else {
            DayKind::Workday
        }
    }
}
