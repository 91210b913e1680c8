//! A second judge of rules, for tests: slow and plain, over the whole run at once; it must agree with the kernel's watch.

use super::dice::Dice;
use super::values::Values;
use super::walk::Walker;
use crate::family::{CaseNo, Family};
use crate::offers::index;
use crate::run::{Bench, answers};
use crate::testing::{BOOK, book};
use petgraph::graph::NodeIndex;
use proptest::prelude::*;
use sop_core::model::{
    Book, EventId, Flow, FlowId, Law, Literal, MessageId, NodeKind, Point, Rule, SettingId,
};
use sop_core::source::{Sources, Span};
use sop_runtime::kernel::{Breach, Effect, Move, Way};

/// The points of a case, in order, each with the input at which it came; an end is followed by `None`.
fn points(flow: &Flow, family: &Family<'_>, case: CaseNo) -> Vec<(usize, Option<Point>)> {
    let mut out = Vec::new();
    for (i, h) in family.log().iter().enumerate().filter(|(_, h)| h.case == case && h.refused.is_none()) {
        let mut moves = h.trace.iter().peekable();
        for n in 0..=h.effects.len() {
            while let Some(t) = moves.next_if(|t| t.effects <= n) {
                out.extend(moved(flow, t.what).into_iter().map(|p| (i, Some(p))));
            }
            let Some(effect) = h.effects.get(n) else { break };
            match effect {
                Effect::Say { message, .. } => out.push((i, Some(Point::Said(*message)))),
                Effect::Publish { event, .. } => out.push((i, Some(Point::Published(*event)))),
                Effect::Ended { outcome, .. } => {
                    let end = index(*outcome);
                    out.push((i, Some(Point::Done(end))));
                    out.push((i, Some(Point::Ended(Some(end)))));
                    out.push((i, None));
                }
                _ => {}
            }
        }
    }
    out
}

fn moved(flow: &Flow, what: Move) -> Vec<Point> {
    match what {
        Move::Begun(node) => vec![Point::Begun(index(node))],
        Move::Left(_, Way::Failed) => vec![],
        Move::Left(_, Way::Branch(i)) if i > 0 => vec![],
        Move::Left(node, Way::Answer(i)) => {
            let node = index(node);
            let name = answers(flow, node)[usize::from(i)].to_owned();
            vec![Point::Answered(node, name), Point::Done(node)]
        }
        Move::Left(node, Way::Event(event)) => vec![Point::Event(event), Point::Done(index(node))],
        Move::Left(node, _) => vec![Point::Done(index(node))],
        Move::Interrupted { stage, index } => {
            match &flow.stages[stage.index()].interrupts[usize::from(index)].trigger {
                sop_core::model::Trigger::Event(event, _) => vec![Point::Event(*event)],
                sop_core::model::Trigger::Silent(_) => vec![],
            }
        }
        Move::Fired(_) => vec![],
    }
}

fn fits(list: &[Point], point: &Point) -> bool {
    list.iter().any(|p| match (p, point) {
        (Point::Ended(None), Point::Ended(_)) => true,
        (p, point) => p == point,
    })
}

/// How a law without a time limit is broken, and at which inputs.
fn broken(law: &Law, points: &[(usize, Option<Point>)]) -> Vec<(usize, Breach)> {
    let mut out = Vec::new();
    for (n, (at, point)) in points.iter().enumerate() {
        let before = &points[..n];
        let earlier =
            |list: &[Point]| before.iter().filter_map(|(_, p)| p.as_ref()).filter(|p| fits(list, p)).count();
        let breach = match (law, point) {
            (Law::Precedence { first, then }, Some(p)) if fits(then, p) && earlier(first) == 0 => {
                Breach::Early
            }
            (Law::NotSuccession { first, then }, Some(p)) if fits(then, p) && earlier(first) > 0 => {
                Breach::After
            }
            (Law::Absence { of }, Some(p)) if fits(of, p) => Breach::Came,
            (Law::AtMost { times, of }, Some(p)) if fits(of, p) && earlier(of) >= *times as usize => {
                Breach::Often
            }
            (Law::Existence { of }, None) if earlier(of) == 0 => Breach::Missing,
            (Law::Response { trigger, then, .. }, None) => {
                // Since the last answer nothing may have asked for one; what does both asks anew.
                let last = before.iter().rposition(|(_, p)| p.as_ref().is_some_and(|p| fits(then, p)));
                let since = &before[last.unwrap_or(0)..];
                if since.iter().any(|(_, p)| p.as_ref().is_some_and(|p| fits(trigger, p))) {
                    Breach::Missing
                } else {
                    continue;
                }
            }
            _ => continue,
        };
        out.push((*at, breach));
    }
    out
}

fn point() -> impl Strategy<Value = Point> {
    let node = || (0usize..11).prop_map(NodeIndex::new);
    prop_oneof![
        4 => node().prop_map(Point::Begun),
        4 => node().prop_map(Point::Done),
        1 => any::<bool>().prop_map(|yes| Point::Answered(NodeIndex::new(3), if yes { "yes" } else { "no" }.to_owned())),
        2 => (0u16..5).prop_map(|m| Point::Said(MessageId(m))),
        1 => (0u16..3).prop_map(|e| Point::Event(EventId(e))),
        1 => (0u16..3).prop_map(|e| Point::Published(EventId(e))),
        1 => Just(Point::Ended(None)),
        1 => node().prop_map(|n| Point::Ended(Some(n))),
    ]
}

fn law() -> impl Strategy<Value = Law> {
    let some = || prop::collection::vec(point(), 1..3);
    prop_oneof![
        (some(), some()).prop_map(|(first, then)| Law::Precedence { first, then }),
        (some(), some()).prop_map(|(first, then)| Law::NotSuccession { first, then }),
        some().prop_map(|of| Law::Absence { of }),
        (1u32..3, some()).prop_map(|(times, of)| Law::AtMost { times, of }),
        some().prop_map(|of| Law::Existence { of }),
        (some(), some()).prop_map(|(trigger, then)| Law::Response { trigger, then, within: None }),
    ]
}

/// The same law with points that this flow has.
fn fitted(law: Law, graph: &petgraph::graph::DiGraph<sop_core::model::Node, sop_core::model::Edge>) -> Law {
    let decides = |n: &NodeIndex| matches!(graph[*n].kind, NodeKind::Decide { .. });
    // A rule names no joins and no resumes.
    let named = |n: &NodeIndex| !matches!(graph[*n].kind, NodeKind::Join(_) | NodeKind::Resume(_));
    let nodes: Vec<NodeIndex> = graph.node_indices().filter(named).collect();
    let point = |p: Point| {
        let node = |n: NodeIndex| nodes[n.index() % nodes.len()];
        match p {
            Point::Begun(n) => Point::Begun(node(n)),
            Point::Done(n) => Point::Done(node(n)),
            Point::Ended(Some(n)) => Point::Ended(Some(node(n))),
            Point::Answered(n, answer) => match graph.node_indices().find(decides) {
                Some(decision) => Point::Answered(decision, answer),
                None => Point::Begun(node(n)),
            },
            other => other,
        }
    };
    let all = |list: Vec<Point>| list.into_iter().map(point).collect();
    match law {
        Law::Precedence { first, then } => Law::Precedence { first: all(first), then: all(then) },
        Law::NotSuccession { first, then } => Law::NotSuccession { first: all(first), then: all(then) },
        Law::Absence { of } => Law::Absence { of: all(of) },
        Law::AtMost { times, of } => Law::AtMost { times, of: all(of) },
        Law::Existence { of } => Law::Existence { of: all(of) },
        Law::Response { trigger, then, within } => {
            Law::Response { trigger: all(trigger), then: all(then), within }
        }
    }
}

/// The small book with laws for one flow, all of them only watched.
fn with_laws(flow: u16, laws: Vec<Law>) -> Book {
    let mut sources = Sources::new();
    sources.add("desk.sop", BOOK);
    let mut book = book(&sources);
    let graph = &book.flows[usize::from(flow)].graph;
    let laws: Vec<Law> = laws.into_iter().map(|l| fitted(l, graph)).collect();
    let rule = |(i, law): (usize, Law)| Rule {
        name: format!("rule_{i}"),
        label: "Aturan".to_owned(),
        laws: vec![(FlowId(flow), law)],
        watched: Some("contoh".to_owned()),
        grounds: vec![],
        notes: vec![],
        at: Span::default(),
    };
    book.rules = laws.into_iter().enumerate().map(rule).collect();
    book
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn two_judges_agree(flow in 0u16..3, laws in prop::collection::vec(law(), 1..8), seed in any::<u64>()) {
        let book = with_laws(flow, laws);
        let settings = vec![vec![(SettingId(0), Literal::Duration(3_600_000))]];
        let values = Values::of(&book);
        let mut bench = Bench::new(&book);
        bench.let_watched_break();
        bench.prepare(&settings[0]);
        let walker = Walker { book: &book, values: &values, flow: FlowId(flow), settings: &settings };
        for walk in 0..10 {
            let (_, failure, family) = walker.walk(&bench, &mut Dice::new(&[seed, walk]));
            prop_assert!(failure.is_none(), "{:?}", failure);
            let family = family.unwrap();
            let cases = family.cases().filter(|(_, c)| c.flow == FlowId(flow));
            for (no, case) in cases {
                let points = points(&book.flows[case.flow.index()], &family, no);
                for (rule, law) in book.rules.iter().enumerate().map(|(i, r)| (i, &r.laws[0].1)) {
                    let told: Vec<(usize, Breach)> = family
                        .log()
                        .iter()
                        .enumerate()
                        .filter(|(_, h)| h.case == no)
                        .flat_map(|(i, h)| crate::run::broken(h).map(move |b| (i, b)))
                        .filter(|(_, b)| b.rule == rule)
                        .map(|(i, b)| (i, b.how))
                        .collect();
                    prop_assert_eq!(told, broken(law, &points), "{:?}\n{:#?}", law, points);
                }
            }
        }
    }
}
