//! Laws over random runs: inputs drawn from what a state offers, and inputs that don't fit.

use super::books;
use crate::journal::{self, Entry, replay};
use crate::kernel::*;
use crate::value::{Moment, Value};
use proptest::prelude::*;
use sop_core::model::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

type Words = BTreeSet<String>;

/// One drawn input: what kind, which one, what value, how much later.
pub(crate) type Draws = (u8, u16, u32, u8);

pub(crate) static BOOKS: LazyLock<Vec<(Book, Settings)>> = LazyLock::new(all_books);

fn all_books() -> Vec<(Book, Settings)> {
    let mut all = vec![
        books::chat(),
        books::branches(JoinMode::All),
        books::branches(JoinMode::Any),
        books::calls(),
        books::children(),
        books::sums(),
        books::nested(),
    ];
    all.push(books::ring());
    all.push(super::texts::book_of(super::texts::EVERYTHING));
    let mut all: Vec<_> = all.into_iter().map(|b| (b, Settings::new())).collect();
    // Several times, for its many flows.
    if let Some(real) = super::texts::real_book() {
        all.extend(std::iter::repeat_n(real, 8));
    }
    all
}

/// A value of that type; one in eight is of another.
pub(crate) fn some_value(ty: &Type, draw: u32) -> Value {
    let pick = i64::from(draw / 8);
    if draw % 8 == 7 {
        return if *ty == Type::Number { Value::from("x") } else { Value::Number(pick) };
    }
    let small = u32::try_from(pick % 1000).unwrap();
    match ty {
        Type::YesNo => Value::YesNo(pick % 2 == 0),
        Type::Text => Value::from(["", "a", "a card is lost"][small as usize % 3]),
        Type::Number => Value::Number([0, 1, -3, 40, i64::MAX, i64::MIN][small as usize % 6]),
        Type::Date => Value::Date([0, 19_632, i32::MAX, -1][small as usize % 4]),
        Type::Time => Value::Time(small * 86_399),
        // Among them two Monday mornings after the runs begin.
        Type::Moment => Value::Moment(Moment(
            [1_701_655_200_000, 0, 1_767_578_400_000, Moment::MAX.0, -Moment::MAX.0][small as usize % 5],
        )),
        Type::Duration => Value::Duration([0, 1_000, 60_000, -5, i64::MAX, i64::MIN][small as usize % 6]),
        Type::OneOf(choices) => Value::Choice(u16::try_from(small as usize % choices.len().max(1)).unwrap()),
        Type::Weekday => Value::Weekday(u8::try_from(small % 7).unwrap()),
        Type::DayKind => Value::DayKind(DayKind::ALL[small as usize % 4]),
        Type::List(of) => Value::List((0..small % 3).map(|i| some_value(of, draw - draw % 8 + i)).collect()),
    }
}

fn values<'t>(types: impl Iterator<Item = &'t Type>, draw: u32) -> Vec<Value> {
    (0u32..).zip(types).map(|(i, ty)| some_value(ty, draw.rotate_left(i * 3))).collect()
}

fn pick<T: Clone>(of: &[T], draw: u16) -> Option<T> {
    if of.is_empty() { None } else { of.get(usize::from(draw) % of.len()).cloned() }
}

/// An input that may fit.
pub(crate) fn some_input(book: &Book, program: &Program, state: &State, draws: Draws) -> Input {
    let (kind, which, value, _) = draws;
    let Some(id) = state.flow() else {
        let flow = FlowId(which % u16::try_from(book.flows.len()).unwrap());
        let facts = book.flows[flow.index()].facts.iter().filter(|f| f.role == FactRole::Taken);
        return Input::Start { flow, args: values(facts.map(|f| &f.field.ty), value) };
    };
    let flow = &book.flows[id.index()];
    let node = |n: NodeIx| &flow.graph[petgraph::graph::NodeIndex::new(usize::from(n.0))];
    let complete = |task: OpenTask| match &node(task.node).kind {
        NodeKind::Step { fills, .. } => {
            let given = values(fills.iter().map(|f| &flow.facts[f.index()].field.ty), value);
            Input::Complete { task: task.task, filled: fills.iter().copied().zip(given).collect() }
        }
        _ => Input::Answer { task: task.task, answer: which % 3 },
    };
    let anything = u32::from(which % 64);
    let found = match kind % 16 {
        0..=4 => pick(&state.tasks(program), which).map(complete),
        5..=7 => {
            let event = pick(&state.expected_events(program), which);
            event.map(|event| {
                let carries = book.events[event.index()].carries.iter().map(|f| &f.ty);
                Input::Event { event, data: values(carries, value) }
            })
        }
        8..=9 => {
            let mut timers = state.timers();
            timers.sort_unstable_by_key(|t| (t.due, t.timer));
            timers.first().map(|t| Input::TimerFired { timer: t.timer })
        }
        10 => pick(&state.timers(), which).map(|t| Input::TimerFired { timer: t.timer }),
        11..=12 => pick(&state.calls(program), which).map(|call| match (call.failed, value % 3) {
            (true, 0 | 1) => Input::RetryAction { call: call.call },
            (_, 0) => Input::ActionFailed { call: call.call, error: "law".into() },
            _ => {
                let gives = book.actions[call.action.index()].gives.iter().map(|f| &f.ty);
                Input::ActionDone { call: call.call, output: values(gives, value) }
            }
        }),
        13 => {
            let children: Vec<_> = state.children().map(|c| (c.child, c.node)).collect();
            pick(&children, which).map(|(child, start)| {
                let of = match &node(start).kind {
                    NodeKind::Start { flow, .. } | NodeKind::Call { flow, .. } => &book.flows[flow.index()],
                    _ => flow,
                };
                let ends: Vec<_> =
                    of.graph.node_indices().filter(|n| of.graph[*n].kind == NodeKind::End).collect();
                let end = match pick(&ends, which) {
                    Some(end) if value % 5 != 0 => {
                        let outcome = NodeIx(u16::try_from(end.index()).unwrap());
                        let gives = values(of.gives.iter().map(|f| &of.facts[f.index()].field.ty), value);
                        ChildEnd::Ended { outcome, gives: gives.into_iter().map(Some).collect() }
                    }
                    _ => ChildEnd::Cancelled,
                };
                Input::ChildEnded { child, end }
            })
        }
        14 => Some(match which % 10 {
            0 => Input::Start { flow: FlowId(which / 10), args: vec![] },
            1 => Input::Complete { task: TaskId(anything), filled: vec![(FactId(which), Value::Number(1))] },
            2 => Input::Answer { task: TaskId(anything), answer: which },
            3 => Input::Event { event: EventId(which / 10), data: vec![] },
            4 => Input::TimerFired { timer: TimerId(anything) },
            5 => Input::ActionDone { call: CallId(anything), output: vec![] },
            6 => Input::ActionFailed { call: CallId(anything), error: "".into() },
            7 => Input::RetryAction { call: CallId(anything) },
            8 => Input::ChildEnded { child: ChildId(anything), end: ChildEnd::Cancelled },
            _ if value % 8 == 0 => Input::Cancel { reason: "law".into() },
            _ => Input::TimerFired { timer: TimerId(0) },
        }),
        _ => None,
    };
    let nothing = Input::TimerFired { timer: TimerId(0) };
    found.unwrap_or_else(|| pick(&state.tasks(program), which).map_or(nothing, complete))
}

pub(crate) fn moment(last: Moment, timers: &[ArmedTimer], kind: u8, jump: u8) -> Moment {
    let due = timers.iter().map(|t| t.due).min();
    let later = match jump % 8 {
        0..=2 => 0,
        3..=5 => i64::from(jump) * 700,
        6 => i64::from(jump) * 3_600_000,
        _ => -1,
    };
    match due {
        // Mostly in time for the timer that is to fire.
        Some(due) if (8..=9).contains(&(kind % 16)) && !jump.is_multiple_of(16) => due.max(last),
        _ => Moment(last.0.saturating_add(later)),
    }
}

/// What the effects so far say is open.
#[derive(Debug, Default)]
struct Open {
    tasks: BTreeSet<u32>,
    timers: BTreeMap<u32, Moment>,
    calls: BTreeSet<u32>,
}

impl Open {
    fn follow(&mut self, input: &Input, effects: &[Effect]) {
        match input {
            Input::TimerFired { timer } => assert!(self.timers.remove(&timer.0).is_some()),
            Input::ActionDone { call, .. } => assert!(self.calls.remove(&call.0)),
            _ => {}
        }
        for effect in effects {
            match effect {
                Effect::Assign { task, .. } => assert!(self.tasks.insert(task.0), "assigned twice"),
                Effect::Withdraw { task, .. } => assert!(self.tasks.remove(&task.0), "withdrawn unassigned"),
                Effect::Arm { timer, due, .. } => {
                    assert_ne!(self.timers.insert(timer.0, *due), Some(*due), "armed in vain");
                }
                Effect::Wind { timer, due, .. } => {
                    assert!(self.timers.insert(timer.0, *due).is_some_and(|d| d < *due), "wound in vain");
                }
                Effect::Disarm { timer } => {
                    assert!(self.timers.remove(&timer.0).is_some(), "disarmed unarmed");
                }
                Effect::Invoke { call, .. } => {
                    self.calls.insert(call.0);
                }
                Effect::Abandon { call } => assert!(self.calls.remove(&call.0), "abandoned uninvoked"),
                _ => {}
            }
        }
    }

    fn agree(&self, state: &State, program: &Program, failed: &BTreeSet<u32>) {
        let tasks: BTreeSet<_> = state.tasks(program).iter().map(|t| t.task.0).collect();
        assert_eq!(self.tasks, tasks);
        let timers: BTreeMap<_, _> = state.timers().iter().map(|t| (t.timer.0, t.due)).collect();
        assert_eq!(self.timers, timers);
        let calls: BTreeSet<_> = state.calls(program).iter().map(|c| c.call.0).collect();
        let open: BTreeSet<_> = self.calls.difference(failed).copied().collect();
        assert!(open.is_subset(&calls), "{open:?} {calls:?}");
        if !matches!(state.status(), Status::Open | Status::NotStarted) {
            assert!(tasks.is_empty() && timers.is_empty() && calls.is_empty());
            assert!(state.interrupted().is_empty() && state.active_stages().is_empty());
        }
    }
}

/// Runs the draws on one book and checks every law on the way. Gives back how many inputs were taken.
fn run(book: &Book, program: &Program, draws: &[Draws]) -> usize {
    let mut state = State::new(program);
    let (mut entries, mut all) = (Vec::new(), Vec::new());
    let (mut open, mut failed) = (Open::default(), BTreeSet::new());
    for draw in draws {
        let input = some_input(book, program, &state, *draw);
        let last = state.last().unwrap_or(Moment(1_696_212_000_000));
        let at = moment(last, &state.timers(), draw.0, draw.3);
        let before = state.encode();
        let expected = state.expected_events(program);
        let pure = step(program, &state, at, &input);
        let (mut long_way, mut long_effects) = (state.clone(), Vec::new());
        let long = advance_traced(program, &mut long_way, at, &input, &mut long_effects, &mut Vec::new());
        let mut effects = vec![Effect::Disarm { timer: TimerId(0) }];
        let result = advance(program, &mut state, at, &input, &mut effects);
        let marker = effects.remove(0);
        assert_eq!(marker, Effect::Disarm { timer: TimerId(0) });
        // Who is traced takes no straight way.
        assert_eq!((&long, &long_way, &long_effects), (&result, &state, &effects), "the ways differ");
        if let Err(rejected) = result {
            assert_eq!(pure.unwrap_err(), rejected);
            assert_eq!(state.encode(), before, "a rejected input changed the state");
            assert!(effects.is_empty());
            if let (Input::Event { event, .. }, Rejected::EventNotExpected(_)) = (&input, &rejected) {
                assert!(!expected.contains(event), "{event:?} was expected");
            }
        } else {
            assert_eq!(pure.unwrap(), (state.clone(), effects.clone()));
            if let Input::Event { event, .. } = &input {
                assert!(expected.contains(event), "{event:?} was not expected");
            }
            open.follow(&input, &effects);
            match &input {
                Input::ActionFailed { call, .. } => {
                    failed.insert(call.0);
                }
                Input::RetryAction { call } => {
                    failed.remove(&call.0);
                }
                _ => {}
            }
            open.agree(&state, program, &failed);
            let bytes = state.encode();
            assert_eq!(State::decode(&bytes, program).as_ref(), Ok(&state));
            let entry = Entry { at, input, request: None, actor: Some("law".to_owned()) };
            let read = journal::decode(&journal::encode(&entry)).unwrap();
            assert_eq!(read, entry);
            entries.push(read);
            all.push(effects);
        }
    }
    let (again, effects) = replay(program, &entries).unwrap();
    assert_eq!(again.encode(), state.encode());
    assert_eq!(postcard::to_stdvec(&effects).unwrap(), postcard::to_stdvec(&all).unwrap());
    entries.len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_run_obeys(which in 0usize..720, draws in prop::collection::vec(any::<Draws>(), 1..80)) {
        let (book, settings) = &BOOKS[which % BOOKS.len()];
        let program = Program::build(book, settings).unwrap();
        run(book, &program, &draws);
    }

    #[test]
    fn no_bytes_break_the_reader(
        which in 0usize..720,
        draws in prop::collection::vec(any::<Draws>(), 1..30),
        changes in prop::collection::vec((any::<u16>(), any::<u8>()), 1..6),
        noise in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let (book, settings) = &BOOKS[which % BOOKS.len()];
        let program = Program::build(book, settings).unwrap();
        let mut state = State::new(&program);
        for draw in &draws {
            let input = some_input(book, &program, &state, *draw);
            let last = state.last().unwrap_or(Moment(0));
            let at = moment(last, &state.timers(), draw.0, draw.3);
            let _ = advance(&program, &mut state, at, &input, &mut vec![]);
        }
        let whole = state.encode();
        for cut in 0..whole.len() {
            prop_assert!(State::decode(&whole[..cut], &program).is_err());
        }
        let mut bytes = whole.clone();
        for (at, byte) in changes {
            // The tag stays, so that the rest is read.
            let at = 5 + usize::from(at) % (bytes.len() - 5);
            bytes[at] = byte;
        }
        let mut noisy = whole[..5].to_vec();
        noisy.extend(&noise);
        for bytes in [bytes, noisy] {
            // What is accepted can be run without a panic.
            if let Ok(mut state) = State::decode(&bytes, &program) {
                for draw in &draws {
                    let input = some_input(book, &program, &state, *draw);
                    let at = moment(state.last().unwrap_or(Moment(0)), &state.timers(), draw.0, draw.3);
                    let _ = advance(&program, &mut state, at, &input, &mut vec![]);
                }
            }
        }
        prop_assert!(journal::decode(&noise).is_err());
    }
}

/// The laws are worth something only if the runs come everywhere: every node, every effect, every timer, many ways to fail.
#[test]
fn random_runs_come_everywhere() {
    let mut draw = draws();
    let mut shown = String::new();
    for book in [books::nested(), super::texts::book_of(super::texts::EVERYTHING)] {
        let (stood, effects, rejected) = come_to(&book, &mut draw);
        let _ = writeln!(shown, "{stood:?}\n{effects:?}\n{rejected:?}");
    }
    insta::assert_snapshot!(shown);
}

/// Where random runs stood, which effects they had, and why inputs were rejected.
fn come_to(book: &Book, draw: &mut impl FnMut() -> Draws) -> (Words, Words, Words) {
    let program = Program::build(book, &Settings::new()).unwrap();
    let (mut stood, mut effects, mut rejected) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let word = |text: String| text.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
    for _ in 0..500 {
        let mut state = State::new(&program);
        for _ in 0..60 {
            let draws = draw();
            let input = some_input(book, &program, &state, draws);
            let last = state.last().unwrap_or(Moment(1_696_212_000_000));
            let at = moment(last, &state.timers(), draws.0, draws.3);
            let mut out = Vec::new();
            if let Err(e) = advance(&program, &mut state, at, &input, &mut out) {
                rejected.insert(word(format!("{e:?}")));
            }
            for effect in &out {
                effects.insert(word(format!("{effect:?}")));
                if let Effect::Arm { of, .. } | Effect::Wind { of, .. } = effect {
                    effects.insert(word(format!("{of:?}")));
                }
            }
            if state.flow() == Some(FlowId(0)) {
                let nodes = &book.flows[0].graph;
                let name = |n: NodeIx| nodes[petgraph::graph::NodeIndex::new(usize::from(n.0))].name.clone();
                stood.extend(state.tokens(&program).iter().map(|t| name(t.node)));
                for interrupted in state.interrupted() {
                    stood.extend(interrupted.nodes.iter().map(|n| format!("{} interrupted", name(*n))));
                }
            }
        }
    }
    (stood, effects, rejected)
}

/// Shows every state of so many random runs of a flow.
fn watch(book: &Book, program: &Program, flow: FlowId, runs: u32, mut see: impl FnMut(&State)) {
    let mut draw = draws();
    for _ in 0..runs {
        let mut state = State::new(program);
        let facts = book.flows[flow.index()].facts.iter().filter(|f| f.role == FactRole::Taken);
        let args = values(facts.map(|f| &f.field.ty), 16);
        let began = Moment(1_696_212_000_000);
        advance(program, &mut state, began, &Input::Start { flow, args }, &mut vec![]).unwrap();
        for _ in 0..60 {
            see(&state);
            let draws = draw();
            let input = some_input(book, program, &state, draws);
            let at = moment(state.last().unwrap_or(began), &state.timers(), draws.0, draws.3);
            let _ = advance(program, &mut state, at, &input, &mut vec![]);
        }
    }
}

/// Nodes at which work can rest, and never did.
pub(super) fn never_stood_on(book: &Book, program: &Program, flow: FlowId, runs: u32) -> Vec<String> {
    let mut stood = BTreeSet::new();
    watch(book, program, flow, runs, |state| stood.extend(state.tokens(program).iter().map(|t| t.node)));
    let nodes = (0u16..).map(NodeIx).zip(book.flows[flow.index()].graph.node_weights());
    let rests = |n: &NodeIx| program.node(flow, *n).is_some_and(crate::kernel::program::NodeCode::rests);
    nodes.filter(|(ix, _)| rests(ix) && !stood.contains(ix)).map(|(_, n)| n.name.clone()).collect()
}

/// The most bytes that an open case of a flow took, encoded and in memory.
pub(super) fn largest(
    book: &Book,
    program: &Program,
    flow: FlowId,
    resident: impl Fn(&State) -> usize,
) -> (usize, usize) {
    let mut most = (0, 0);
    watch(book, program, flow, 300, |state| {
        if state.status() == Status::Open {
            most = (most.0.max(state.encode().len()), most.1.max(resident(state)));
        }
    });
    most
}

/// Draws that are the same each time.
fn draws() -> impl FnMut() -> Draws {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let byte = |i: u32| u8::try_from((seed >> (8 * i)) & 0xff).unwrap();
        (byte(0), (u16::from(byte(1)) << 8) | u16::from(byte(2)), u32::try_from(seed >> 32).unwrap(), byte(3))
    }
}
