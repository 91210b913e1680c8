//! Values and inputs drawn from bytes: most fit what a case waits for, some do not.

use arbitrary::{Arbitrary, Unstructured};
use petgraph::graph::NodeIndex;
use sop_core::model::{Book, DayKind, EventId, FactId, FactRole, FlowId, NodeKind, Type};
use sop_runtime::kernel::{
    CallId, ChildEnd, ChildId, Input, NodeIx, OpenTask, Program, State, TaskId, TimerId,
};
use sop_runtime::{Moment, Value};

/// Bytes to draw from; after the last one everything drawn is the smallest of its kind.
#[derive(Debug)]
pub struct Draws<'b>(Unstructured<'b>);

/// What kind of input is drawn, and from what.
#[derive(Arbitrary, Clone, Copy, Debug)]
enum Kind {
    Task,
    TaskAgain,
    Event,
    NextTimer,
    NextTimerAgain,
    AnyTimer,
    Done,
    Failed,
    Retry,
    Child,
    ChildCancelled,
    Unfit,
    Cancel,
}

impl<'b> Draws<'b> {
    /// Draws from these bytes.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(Unstructured::new(bytes))
    }

    /// Is nothing left to draw from?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Below `count`; 0 of none.
    pub fn below(&mut self, count: usize) -> usize {
        if count < 2 { 0 } else { self.0.choose_index(count).unwrap_or(0) }
    }

    fn any<T: Arbitrary<'b> + Default>(&mut self) -> T {
        self.0.arbitrary().unwrap_or_default()
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        let index = self.below(of.len());
        of.get(index).copied()
    }

    /// A value of that type; a few are of another.
    pub fn value(&mut self, ty: &Type) -> Value {
        if self.below(32) == 31 {
            return if *ty == Type::Number { Value::from("x") } else { Value::Number(self.any()) };
        }
        match ty {
            Type::YesNo => Value::YesNo(self.any()),
            Type::Text => Value::from(self.any::<&str>()),
            Type::Number => Value::Number(match self.below(4) {
                0 => self.any(),
                1 => [i64::MAX, i64::MIN, -1][self.below(3)],
                _ => i64::from(self.any::<i8>()),
            }),
            Type::Date => Value::Date(if self.any() { 19_632 } else { self.any() }),
            Type::Time => Value::Time(self.any::<u32>() % 86_400_001),
            Type::Moment => Value::Moment(Moment(match self.below(4) {
                0 => self.any(),
                1 => [Moment::MAX.0, -Moment::MAX.0][self.below(2)],
                _ => 1_767_578_400_000 + i64::from(self.any::<i32>()),
            })),
            Type::Duration => Value::Duration(match self.below(4) {
                0 => self.any(),
                1 => [i64::MAX, i64::MIN, -1][self.below(3)],
                _ => i64::from(self.any::<u16>()) * 1000,
            }),
            Type::OneOf(choices) => {
                Value::Choice(u16::try_from(self.below(choices.len() + 1)).unwrap_or_default())
            }
            Type::Weekday => Value::Weekday(u8::try_from(self.below(8)).unwrap_or_default()),
            Type::DayKind => Value::DayKind(DayKind::ALL[self.below(4)]),
            Type::List(of) => Value::List((0..self.below(4)).map(|_| self.value(of)).collect()),
        }
    }

    fn values<'t>(&mut self, types: impl Iterator<Item = &'t Type>) -> Vec<Value> {
        types.map(|ty| self.value(ty)).collect()
    }

    /// Later than the last moment, mostly; in time for the first timer, often.
    pub fn moment(&mut self, last: Moment, state: &State) -> Moment {
        let due = state.timers().iter().map(|t| t.due).min();
        match (self.below(8), due) {
            (0..=3, Some(due)) => due.max(last),
            (4, _) => Moment(last.0.saturating_add(i64::from(self.any::<u32>()))),
            (5, _) if self.below(16) == 15 => Moment(self.any()),
            _ => last,
        }
    }

    /// The first input of a case.
    pub fn start(&mut self, book: &Book, flow: FlowId) -> Input {
        let facts = book.flows.get(flow.index()).into_iter().flat_map(|f| &f.facts);
        let args = self.values(facts.filter(|f| f.role == FactRole::Taken).map(|f| &f.field.ty));
        Input::Start { flow, args }
    }

    /// An input that may fit the case.
    pub fn input(&mut self, book: &Book, program: &Program, state: &State) -> Input {
        let Some(flow) = state.flow() else {
            let flow = u16::try_from(self.below(book.flows.len())).unwrap_or_default();
            return self.start(book, FlowId(flow));
        };
        let kind = self.0.arbitrary().unwrap_or(Kind::Task);
        let fitting = self.fitting(kind, flow, book, program, state);
        fitting.or_else(|| self.task(flow, book, program, state)).unwrap_or_else(|| self.unfit())
    }

    fn fitting(
        &mut self,
        kind: Kind,
        id: FlowId,
        book: &Book,
        program: &Program,
        state: &State,
    ) -> Option<Input> {
        Some(match kind {
            Kind::Task | Kind::TaskAgain => self.task(id, book, program, state)?,
            Kind::Event => {
                let event = self.one_of(&state.expected_events(program))?;
                let carries = book.events.get(event.index()).into_iter().flat_map(|e| &e.carries);
                Input::Event { event, data: self.values(carries.map(|f| &f.ty)) }
            }
            Kind::NextTimer | Kind::NextTimerAgain => {
                let next = state.timers().into_iter().min_by_key(|t| (t.due, t.timer))?;
                Input::TimerFired { timer: next.timer }
            }
            Kind::AnyTimer => Input::TimerFired { timer: self.one_of(&state.timers())?.timer },
            Kind::Done => {
                let call = self.one_of(&state.calls(program))?;
                let gives = book.actions.get(call.action.index()).into_iter().flat_map(|a| &a.gives);
                Input::ActionDone { call: call.call, output: self.values(gives.map(|f| &f.ty)) }
            }
            Kind::Failed => {
                let call = self.one_of(&state.calls(program))?.call;
                Input::ActionFailed { call, error: self.any::<&str>().into() }
            }
            Kind::Retry => Input::RetryAction { call: self.one_of(&state.calls(program))?.call },
            Kind::Child | Kind::ChildCancelled => {
                let children: Vec<(ChildId, NodeIx)> = state.children().map(|c| (c.child, c.node)).collect();
                let (child, start) = self.one_of(&children)?;
                let flow = book.flows.get(id.index())?;
                let of = match flow.graph.node_weight(NodeIndex::new(usize::from(start.0)))?.kind {
                    NodeKind::Start { flow, .. } | NodeKind::Call { flow, .. } => flow,
                    _ => id,
                };
                let end = match kind {
                    Kind::Child => self.end(book, of),
                    _ => ChildEnd::Cancelled,
                };
                Input::ChildEnded { child, end }
            }
            Kind::Unfit => self.unfit(),
            // Seldom: nothing can happen afterwards.
            Kind::Cancel if self.below(8) == 7 => Input::Cancel { reason: self.any::<&str>().into() },
            Kind::Cancel => return None,
        })
    }

    fn task(&mut self, id: FlowId, book: &Book, program: &Program, state: &State) -> Option<Input> {
        let OpenTask { task, node, .. } = self.one_of(&state.tasks(program))?;
        let flow = book.flows.get(id.index())?;
        Some(match &flow.graph.node_weight(NodeIndex::new(usize::from(node.0)))?.kind {
            NodeKind::Step { fills, .. } => {
                let mut filled = Vec::new();
                for fact in fills {
                    let ty = &flow.facts.get(fact.index())?.field.ty;
                    filled.push((*fact, self.value(ty)));
                }
                Input::Complete { task, filled }
            }
            _ => {
                let beyond = usize::from(self.below(16) == 15);
                let answer = self.below(program.answers(id, node) + beyond);
                Input::Answer { task, answer: u16::try_from(answer).unwrap_or(u16::MAX) }
            }
        })
    }

    fn end(&mut self, book: &Book, of: FlowId) -> ChildEnd {
        let Some(flow) = book.flows.get(of.index()) else { return ChildEnd::Cancelled };
        let is_end = |n: &NodeIndex| flow.graph.node_weight(*n).is_some_and(|n| n.kind == NodeKind::End);
        let ends: Vec<NodeIndex> = flow.graph.node_indices().filter(is_end).collect();
        let Some(end) = self.one_of(&ends) else { return ChildEnd::Cancelled };
        let mut gives = Vec::new();
        for fact in &flow.gives {
            let value = flow.facts.get(fact.index()).map(|f| self.value(&f.field.ty));
            gives.push(if self.below(4) == 3 { None } else { value });
        }
        ChildEnd::Ended { outcome: NodeIx(u16::try_from(end.index()).unwrap_or(u16::MAX)), gives }
    }

    fn unfit(&mut self) -> Input {
        let (small, any) = (u32::from(self.any::<u8>() % 16), self.any::<u16>());
        match self.below(10) {
            0 => Input::Start { flow: FlowId(any), args: vec![] },
            1 => Input::Complete { task: TaskId(small), filled: vec![(FactId(any), Value::Number(1))] },
            2 => Input::Answer { task: TaskId(small), answer: any },
            3 => Input::Event { event: EventId(any % 64), data: vec![] },
            4 => Input::TimerFired { timer: TimerId(small) },
            5 => Input::ActionDone { call: CallId(small), output: vec![] },
            6 => Input::ActionFailed { call: CallId(small), error: "".into() },
            7 => Input::RetryAction { call: CallId(small) },
            8 => Input::ChildEnded { child: ChildId(small), end: ChildEnd::Cancelled },
            _ => Input::ChildEnded {
                child: ChildId(small),
                end: ChildEnd::Ended { outcome: NodeIx(any), gives: vec![None] },
            },
        }
    }
}

/// A value of that type that is fine everywhere.
pub fn usual(ty: &Type) -> Value {
    match ty {
        Type::YesNo => Value::YesNo(true),
        Type::Text => Value::from("-"),
        Type::Number => Value::Number(1),
        Type::Date => Value::Date(19_632),
        Type::Time => Value::Time(28_800_000),
        Type::Moment => Value::Moment(Moment(1_767_578_400_000)),
        Type::Duration => Value::Duration(3_600_000),
        Type::OneOf(_) => Value::Choice(0),
        Type::Weekday => Value::Weekday(0),
        Type::DayKind => Value::DayKind(DayKind::ALL[0]),
        Type::List(_) => Value::List([].into()),
    }
}
