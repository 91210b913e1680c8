//! Laws of rules over random runs: the kernel agrees with the oracle, and tells nothing that isn't so.

use super::super::laws::{BOOKS, Draws, moment, some_input};
use super::super::small;
use super::oracle::{Item, items, judge};
use crate::journal::{Entry, replay};
use crate::kernel::testing::*;
use crate::kernel::*;
use crate::value::Moment;
use proptest::prelude::*;
use sop_core::model::*;

/// What a law is made of: kind, points, a number.
type LawDraws = (u8, [u16; 4], u8);

/// All points of a flow that a rule can name.
fn points(book: &Book, flow: &Flow) -> Vec<Point> {
    let mut all = vec![Point::Ended(None)];
    for node in flow.graph.node_indices() {
        if matches!(flow.graph[node].kind, NodeKind::Resume(_)) {
            continue;
        }
        all.extend([Point::Begun(node), Point::Done(node)]);
        if flow.graph[node].kind == NodeKind::End {
            all.push(Point::Ended(Some(node)));
        }
        for edge in flow.graph.edges(node) {
            if let EdgeKind::Answer { name, .. } = &edge.weight().kind {
                all.push(Point::Answered(node, name.clone()));
            }
        }
    }
    all.extend((0u16..).zip(&book.messages).map(|(i, _)| Point::Said(MessageId(i))));
    for (i, _) in (0u16..).zip(&book.events) {
        all.extend([Point::Event(EventId(i)), Point::Published(EventId(i))]);
    }
    all
}

fn law(points: &[Point], (kind, which, number): LawDraws) -> (Law, Option<i64>) {
    let point = |i: usize| points[usize::from(which[i]) % points.len()].clone();
    // One or two points; now and then the same on both sides.
    let one = || if number.is_multiple_of(3) { vec![point(0), point(1)] } else { vec![point(0)] };
    let two = || match number % 5 {
        0 => vec![point(2), point(3)],
        1 => vec![point(0)],
        _ => vec![point(2)],
    };
    let ms = [0, 1_400, 60_000, 300_000, 7_200_000][usize::from(number) % 5];
    match kind % 7 {
        0 => (Law::Precedence { first: one(), then: two() }, None),
        1 => (Law::NotSuccession { first: one(), then: two() }, None),
        2 => (Law::Absence { of: two() }, None),
        3 => (Law::AtMost { times: 1 + u32::from(number % 3), of: two() }, None),
        4 => (Law::Existence { of: one() }, None),
        5 => (Law::Response { trigger: one(), then: two(), within: None }, None),
        _ => (Law::Response { trigger: one(), then: two(), within: Some(length(ms)) }, Some(ms)),
    }
}

/// The book with these rules, each over some flows; and the lengths of their times.
fn with_rules(book: &Book, draws: &[LawDraws]) -> (Book, Vec<Vec<Option<i64>>>) {
    let mut book = book.clone();
    book.rules.clear();
    let mut lengths = Vec::new();
    for (i, draw) in draws.iter().enumerate() {
        let made = book.flows.iter().zip(0u16..).map(|(flow, id)| {
            let (law, ms) = law(&points(&book, flow), *draw);
            ((FlowId(id), law), ms)
        });
        let (laws, ms) = made.unzip();
        lengths.push(ms);
        book.rules.push(Rule {
            name: format!("r{i}"),
            label: format!("R{i}"),
            laws,
            watched: None,
            grounds: vec![],
            notes: vec![],
            at: AT,
        });
    }
    (book, lengths)
}

/// Runs the draws; gives back how many breaks there were.
fn agree(book: &Book, settings: &Settings, rules: &[LawDraws], draws: &[Draws]) -> usize {
    let (ruled, lengths) = with_rules(book, rules);
    let program = Program::build(&ruled, settings).unwrap();
    let mut state = State::new(&program);
    let (mut all, mut told): (Vec<Item>, Vec<Vec<(usize, Breach)>>) = (vec![], vec![vec![]; rules.len()]);
    let (mut entries, mut every) = (Vec::new(), Vec::new());
    for (step, draw) in draws.iter().enumerate() {
        let input = some_input(&ruled, &program, &state, *draw);
        let at = moment(state.last().unwrap_or(Moment(1_696_212_000_000)), &state.timers(), draw.0, draw.3);
        let (mut effects, mut trace) = (Vec::new(), Vec::new());
        if advance_traced(&program, &mut state, at, &input, &mut effects, &mut trace).is_err() {
            continue;
        }
        let flow = &ruled.flows[state.flow().unwrap().index()];
        all.extend(items(flow, step, at.0, &input, &effects, &trace));
        for effect in &effects {
            if let Effect::Broken { rule, how, .. } = effect {
                told[usize::from(rule.0)].push((step, *how));
            }
        }
        assert_eq!(State::decode(&state.encode(), &program).as_ref(), Ok(&state));
        entries.push(Entry { at, input, request: None, actor: None });
        every.push(effects);
    }
    let Some(flow) = state.flow() else { return 0 };
    for (rule, told) in told.iter().enumerate() {
        let (_, law) = &ruled.rules[rule].laws[flow.index()];
        let ms = lengths[rule][flow.index()];
        let mut judged = judge(law, ms, (u16::try_from(rule).unwrap(), flow.0), &all);
        judged.sort_unstable_by_key(|(step, _)| *step);
        assert_eq!(told, &judged, "{law:?}\n{all:#?}");
    }
    let (again, effects) = replay(&program, &entries).unwrap();
    assert_eq!(again.encode(), state.encode());
    assert_eq!(postcard::to_stdvec(&effects).unwrap(), postcard::to_stdvec(&every).unwrap());
    told.iter().map(Vec::len).sum()
}

/// Of each kind, over points that every run comes past: the first node, the ends, any words.
pub(in super::super) fn with_ten_rules(book: &Book) -> Book {
    let mut book = book.clone();
    book.rules.clear();
    for i in 0..10u32 {
        let law = |flow: &Flow| {
            let (begun, done) = (vec![Point::Begun(flow.first)], vec![Point::Done(flow.first)]);
            let end = vec![Point::Ended(None)];
            match i % 5 {
                0 => Law::Precedence { first: done, then: end },
                1 => Law::NotSuccession { first: begun, then: end },
                2 => Law::AtMost { times: 3, of: begun },
                3 => Law::Existence { of: done },
                _ => Law::Response { trigger: begun, then: end, within: Some(length(i64::from(i) * HOUR)) },
            }
        };
        let laws = book.flows.iter().zip(0u16..).map(|(flow, id)| (FlowId(id), law(flow))).collect();
        let (name, label) = (format!("r{i}"), format!("R{i}"));
        let (grounds, notes) = (vec![], vec![]);
        book.rules.push(Rule { name, label, laws, watched: None, grounds, notes, at: AT });
    }
    book
}

fn laws() -> impl Strategy<Value = Vec<LawDraws>> {
    prop::collection::vec(any::<LawDraws>(), 1..10)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn small_flows_agree_with_the_oracle(
        flow in prop::collection::vec(any::<u8>(), 1..60),
        rules in laws(),
        draws in prop::collection::vec(any::<Draws>(), 1..60),
    ) {
        agree(&small::book_of(&flow), &Settings::new(), &rules, &draws);
    }

    #[test]
    fn all_books_agree_with_the_oracle(
        which in 0usize..720,
        rules in laws(),
        draws in prop::collection::vec(any::<Draws>(), 1..60),
    ) {
        let (book, settings) = &BOOKS[which % BOOKS.len()];
        agree(book, settings, &rules, &draws);
    }
}

/// The law is worth something only if runs break rules in every way, and keep them.
#[test]
fn random_runs_break_rules_in_every_way() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy =
        (prop::collection::vec(any::<u8>(), 1..60), laws(), prop::collection::vec(any::<Draws>(), 20..60));
    let mut ways = std::collections::BTreeSet::new();
    let mut without = 0;
    for _ in 0..300 {
        let (flow, rules, draws) = strategy.new_tree(&mut runner).unwrap().current();
        let (ruled, _) = with_rules(&small::book_of(&flow), &rules);
        let program = Program::build(&ruled, &Settings::new()).unwrap();
        let mut state = State::new(&program);
        let mut broken = 0;
        for draw in &draws {
            let input = some_input(&ruled, &program, &state, *draw);
            let last = state.last().unwrap_or(Moment(1_696_212_000_000));
            let at = moment(last, &state.timers(), draw.0, draw.3);
            let mut effects = Vec::new();
            let _ = advance(&program, &mut state, at, &input, &mut effects);
            for effect in effects {
                if let Effect::Broken { how, .. } = effect {
                    ways.insert(how);
                    broken += 1;
                }
            }
        }
        without += usize::from(broken == 0);
    }
    assert_eq!(ways.len(), 6, "{ways:?}");
    assert!(without > 20, "{without} runs without a break");
}
