//! Laws of moves: to the same book nothing changes; no mutation of a flow panics; what was moved is a state of the new
//! revision, and everything that it offers works.

use super::super::known;
use super::fits;
use crate::kernel::step::tests::laws::{BOOKS, Draws, moment, some_input, some_value};
use crate::kernel::step::tests::small;
use crate::kernel::testing::*;
use crate::kernel::*;
use crate::value::{Moment, Value};
use petgraph::graph::NodeIndex;
use proptest::prelude::*;
use sop_core::model::*;

/// A case after some random inputs.
fn run(book: &Book, program: &Program, draws: &[Draws]) -> State {
    let mut state = State::new(program);
    for draw in draws {
        let input = some_input(book, program, &state, *draw);
        let at = moment(state.last().unwrap_or(Moment(1_696_212_000_000)), &state.timers(), draw.0, draw.3);
        let before = state.clone();
        let _ = advance(program, &mut state, at, &input, &mut vec![]);
        // One that is over can't be moved.
        if state.status() != Status::Open && before.status() == Status::Open {
            return before;
        }
    }
    state
}

fn values<'t>(types: impl Iterator<Item = &'t Type>) -> Vec<Value> {
    types.map(|ty| some_value(ty, 16)).collect()
}

/// Tries everything that a state offers.
fn offered(book: &Book, program: &Program, state: &State) {
    let (Some(id), Some(last)) = (state.flow(), state.last()) else { return };
    let flow = &book.flows[id.index()];
    let mut inputs = Vec::new();
    for task in state.tasks(program) {
        match &flow.graph[NodeIndex::new(usize::from(task.node.0))].kind {
            NodeKind::Step { fills, .. } => {
                let given = values(fills.iter().map(|f| &flow.facts[f.index()].field.ty));
                let filled = fills.iter().copied().zip(given).collect();
                inputs.push((last, Input::Complete { task: task.task, filled }));
            }
            _ => {
                let answers = u16::try_from(program.answers(id, task.node)).unwrap();
                inputs.extend((0..answers).map(|answer| (last, Input::Answer { task: task.task, answer })));
            }
        }
    }
    for event in state.expected_events(program) {
        let data = values(book.events[event.index()].carries.iter().map(|f| &f.ty));
        inputs.push((last, Input::Event { event, data }));
    }
    for timer in state.timers() {
        inputs.push((timer.due.max(last), Input::TimerFired { timer: timer.timer }));
    }
    for call in state.calls(program) {
        let gives = book.actions[call.action.index()].gives.iter().map(|f| &f.ty);
        inputs.push((last, Input::ActionDone { call: call.call, output: values(gives) }));
    }
    for (at, input) in inputs {
        match step(program, state, at, &input) {
            // Of this book, whoever runs it: no row of a table, a number too big, a child's end that nobody takes, a type changed
            // in one place only.
            Ok(_)
            | Err(
                Rejected::NoRowHolds
                | Rejected::IllTyped
                | Rejected::OutOfRange
                | Rejected::TooManySteps(_)
                | Rejected::EndNotTaken(_),
            ) => {}
            Err(other) => panic!("{input:?}: {other}"),
        }
    }
}

/// What is said of the places without a case is true of this one: none moves from where none can, and none is stranded by
/// a place from which all can.
fn standings(passage: &Passage, (old, new): (&Program, &Program), state: &State, at: Moment) {
    let Some(flow) = state.flow() else { return };
    let all = passage.standings(old, new);
    let carried = passage.carry(old, new, state, at);
    for (node, place) in state.core.tokens.iter().filter_map(|t| {
        let named = passage.flows[flow.index()].old.node(t.node.0);
        let place =
            all[flow.index()].places.iter().find(|p| p.kind == PlaceKind::Node && p.place == named)?;
        Some((named, place))
    }) {
        match (&place.verdict, &carried) {
            (Verdict::Stays { reasons }, Ok(_)) => panic!("{node:?} stays, it is said: {reasons:?}"),
            (Verdict::Moves, Err(stranded)) => {
                let blames = |r: &Reason| {
                    matches!(r, Reason::NodeGone { node: n } | Reason::ActionChanged { node: n } if *n == node)
                        || matches!(
                            r,
                            Reason::FlowGone { .. }
                                | Reason::FactChanged { .. }
                                | Reason::FactNotTaken { .. }
                        )
                };
                let blamed = stranded.reasons.iter().find(|r| blames(r));
                assert!(blamed.is_none(), "all move from {node:?}, it is said: {blamed:?}");
            }
            _ => {}
        }
    }
}

/// Moves a case, and checks whatever comes of it. Tells whether it moved.
fn check(old: (&Book, &Program), new: (&Book, &Program), state: &State, draws: &[Draws]) -> bool {
    let at = state.last().unwrap_or(Moment(0));
    let passage = Passage::between(old, new);
    standings(&passage, (old.1, new.1), state, at);
    let (moved, effects) = match passage.carry(old.1, new.1, state, at) {
        Ok(moved) => moved,
        Err(stranded) => {
            assert!(!stranded.reasons.is_empty() && !stranded.to_string().is_empty());
            assert!(!stranded.reasons.iter().any(|r| matches!(r, Reason::NoPlace { .. })), "{stranded}");
            return false;
        }
    };
    fits(state, old.1, &effects);
    assert_eq!(State::decode(&moved.encode(), new.1).as_ref(), Ok(&moved));
    let mut tasks: Vec<_> = state.tasks(old.1).into_iter().map(|t| t.task).collect();
    let mut timers: Vec<_> = state.timers().into_iter().map(|t| (t.timer, t.due)).collect();
    for effect in &effects {
        match effect {
            Effect::Withdraw { task, .. } => tasks.retain(|t| t != task),
            Effect::Assign { task, .. } => tasks.push(*task),
            Effect::Arm { timer, due, .. } => timers.push((*timer, *due)),
            Effect::Disarm { timer } => timers.retain(|(t, _)| t != timer),
            _ => {}
        }
    }
    assert_eq!(moved.tasks(new.1).iter().map(|t| t.task).collect::<Vec<_>>(), tasks);
    assert_eq!(moved.timers().iter().map(|t| (t.timer, t.due)).collect::<Vec<_>>(), timers);
    let way = &passage.flows[state.flow().unwrap().index()];
    let flow = &new.1.flows[moved.flow().unwrap().index()];
    if known::ahead(flow, &way.new, &moved.core).missing.is_empty() {
        offered(new.0, new.1, &moved);
    }
    // It goes on without a panic.
    let mut state = moved;
    for draw in draws {
        let input = some_input(new.0, new.1, &state, *draw);
        let at = moment(state.last().unwrap_or(Moment(0)), &state.timers(), draw.0, draw.3);
        let _ = advance(new.1, &mut state, at, &input, &mut vec![]);
        assert_eq!(State::decode(&state.encode(), new.1).as_ref(), Ok(&state));
    }
    true
}

/// One change of a book.
fn mutate(book: &mut Book, (kind, which, value, _): Draws) {
    let flows = book.flows.len();
    let flow = &mut book.flows[usize::from(which) % flows];
    let nodes = flow.graph.node_count();
    let node = NodeIndex::new(usize::from(which / 7) % nodes);
    let becomes = |kind, old: &str, new: &str| Becomes { kind, old: s(old), new: s(new), at: AT };
    match kind % 14 {
        0 | 1 => {
            let old = std::mem::take(&mut flow.graph[node].name);
            let new = format!("{old}_now");
            if kind % 14 == 1 {
                let kind =
                    if flow.graph[node].kind == NodeKind::End { BecomesKind::End } else { BecomesKind::Node };
                flow.becomes.push(becomes(kind, &old, &new));
            }
            flow.graph[node].name = new;
        }
        2 | 3 if !flow.stages.is_empty() => {
            let stage = usize::from(which / 5) % flow.stages.len();
            let old = std::mem::take(&mut flow.stages[stage].name);
            let new = format!("{old}_now");
            if kind % 14 == 3 {
                flow.becomes.push(becomes(BecomesKind::Stage, &old, &new));
            }
            flow.stages[stage].name = new;
        }
        4 | 5 if !flow.facts.is_empty() => {
            let fact = usize::from(which / 5) % flow.facts.len();
            let old = std::mem::take(&mut flow.facts[fact].field.name);
            let new = format!("{old}_now");
            if kind % 14 == 5 {
                flow.becomes.push(becomes(BecomesKind::Fact, &old, &new));
            }
            flow.facts[fact].field.name = new;
        }
        6 => flow.graph[node].deadlines.clear(),
        // Where there are branches, no arrow may cross their borders.
        7 | 9 | 11 if !flow.parallels.is_empty() => flow.graph[node].deadlines.reverse(),
        7 => {
            let late = Late::GoTo(NodeIndex::new(value as usize % nodes));
            let deadline =
                Deadline { length: length(i64::from(value % 9) * MINUTE), late, grounds: vec![], at: AT };
            flow.graph[node].deadlines.insert(0, deadline);
        }
        8 => flow.graph[node].lane = Some(LaneId(0)),
        9 => {
            // An arrow leads elsewhere.
            let edges: Vec<_> = flow.graph.edge_indices().collect();
            let Some(edge) = edges.get(usize::from(which) % edges.len().max(1)).copied() else { return };
            let Some((from, _)) = flow.graph.edge_endpoints(edge) else { return };
            let Some(weight) = flow.graph.remove_edge(edge) else { return };
            flow.graph.add_edge(from, NodeIndex::new(value as usize % nodes), weight);
        }
        10 if !flow.stages.is_empty() => {
            let stage = usize::from(which / 5) % flow.stages.len();
            flow.stages[stage].interrupts.reverse();
            flow.stages[stage].deadlines.clear();
        }
        11 if !flow.stages.is_empty() => flow.graph[node].region = Region::Flow,
        12 if !flow.facts.is_empty() => {
            let fact = usize::from(which / 5) % flow.facts.len();
            flow.facts[fact].field.ty = [Type::Text, Type::Number, Type::YesNo][value as usize % 3].clone();
        }
        _ => {
            book.flows.remove(usize::from(which) % flows);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn to_the_same_book_nothing_changes(which in 0usize..720, draws in prop::collection::vec(any::<Draws>(), 1..60)) {
        let (book, settings) = &BOOKS[which % BOOKS.len()];
        let program = Program::build(book, settings).unwrap();
        let state = run(book, &program, &draws);
        prop_assume!(state.status() == Status::Open);
        let passage = Passage::between((book, &program), (book, &program));
        let moved = passage.carry(&program, &program, &state, state.last().unwrap());
        prop_assert_eq!(moved, Ok((state, vec![])));
    }

    #[test]
    fn one_small_flow_to_another(
        old in prop::collection::vec(any::<u8>(), 1..60),
        changes in prop::collection::vec((any::<u8>(), any::<u8>()), 0..4),
        draws in prop::collection::vec(any::<Draws>(), 1..40),
    ) {
        let mut new = old.clone();
        for (at, byte) in changes {
            let at = usize::from(at) % new.len();
            new[at] = byte;
        }
        let (old, new) = (small::book_of(&old), small::book_of(&new));
        let (a, b) = (Program::build(&old, &Settings::new()).unwrap(), Program::build(&new, &Settings::new()).unwrap());
        let state = run(&old, &a, &draws);
        check((&old, &a), (&new, &b), &state, &draws);
    }

    #[test]
    fn a_changed_book_panics_nowhere(
        which in 0usize..720,
        changes in prop::collection::vec(any::<Draws>(), 1..4),
        draws in prop::collection::vec(any::<Draws>(), 1..40),
    ) {
        let (book, settings) = &BOOKS[which % BOOKS.len()];
        let mut new = book.clone();
        for change in changes {
            if !new.flows.is_empty() {
                mutate(&mut new, change);
            }
        }
        let a = Program::build(book, settings).unwrap();
        let Ok(b) = Program::build(&new, settings) else { return Ok(()) };
        let state = run(book, &a, &draws);
        check((book, &a), (&new, &b), &state, &draws);
    }
}

/// The laws are worth something only if many cases move, and many are stranded.
#[test]
fn random_changes_move_some_and_strand_others() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = (
        prop::collection::vec(any::<u8>(), 1..60),
        (any::<u8>(), any::<u8>()),
        prop::collection::vec(any::<Draws>(), 1..30),
    );
    let (mut yes, mut no) = (0, 0);
    for _ in 0..200 {
        let (old, (at, byte), draws) = strategy.new_tree(&mut runner).unwrap().current();
        let mut new = old.clone();
        new[usize::from(at) % old.len()] = byte;
        let (old, new) = (small::book_of(&old), small::book_of(&new));
        let (a, b) = (
            Program::build(&old, &Settings::new()).unwrap(),
            Program::build(&new, &Settings::new()).unwrap(),
        );
        let state = run(&old, &a, &draws);
        if state.status() == Status::Open {
            if check((&old, &a), (&new, &b), &state, &[]) { yes += 1 } else { no += 1 }
        }
    }
    assert!(yes > 30 && no > 10, "{yes} moved, {no} stranded");
}
