//! Random flows: graphs that no author would write keep the laws too.

use super::laws;
use crate::model::{
    Book, Edge, EdgeKind, EventId, Flow, FlowId, Ground, Interrupt, Lane, LaneId, Literal, Node, NodeKind,
    Region, Stage, StageId, Trigger,
};
use crate::render::{SvgOptions, svg};
use crate::source::Span;
use petgraph::graph::{DiGraph, NodeIndex};
use proptest::prelude::*;

/// What a random flow is made of: for each node its lane, stage and kind; arrows; stages with what they lie in.
#[derive(Clone, Debug)]
struct Plan {
    nodes: Vec<(u16, usize, u8)>,
    edges: Vec<(usize, usize, String)>,
    stages: Vec<usize>,
    interrupts: Vec<(usize, usize)>,
}

fn plans() -> impl Strategy<Value = Plan> {
    (2usize..24, 0usize..4).prop_flat_map(|(nodes, stages)| {
        (
            prop::collection::vec((0u16..5, 0..=stages, 0u8..8), nodes),
            prop::collection::vec(
                (0..nodes, 0..nodes, "|Ya|Tidak|[a-z]{3,9}( [a-z]{3,9}){0,4}"),
                0..nodes * 2,
            ),
            (0..stages).map(|s| 0..=s).collect::<Vec<_>>(),
            prop::collection::vec((0..stages.max(1), 0..nodes), 0..if stages == 0 { 1 } else { 5 }),
        )
            .prop_map(|(nodes, edges, stages, interrupts)| Plan { nodes, edges, stages, interrupts })
    })
}

fn book(plan: &Plan) -> Book {
    let at = Span::default();
    let region =
        |s: usize| if s == 0 { Region::Flow } else { Region::Stage(StageId(u16::try_from(s - 1).unwrap())) };
    let mut graph = DiGraph::new();
    for (i, (lane, stage, kind)) in plan.nodes.iter().enumerate() {
        let kind = match kind {
            0 | 1 => NodeKind::Step { fills: Vec::new(), changes: Vec::new() },
            2 => NodeKind::Decide { fact: None },
            3 => NodeKind::Choose,
            4 => NodeKind::Wait { without_limit: true },
            5 => NodeKind::Call { flow: FlowId(0), args: Vec::new() },
            6 if !plan.stages.is_empty() => NodeKind::Resume(StageId(0)),
            _ => NodeKind::End,
        };
        graph.add_node(Node {
            name: format!("n{i}"),
            label: ["Langkah", "Mengonfirmasi kebutuhan nasabah secara bertahap", ""][i % 3].to_owned(),
            lane: (*lane < 4).then_some(LaneId(*lane)),
            systems: Vec::new(),
            kind,
            says: Vec::new(),
            deadlines: Vec::new(),
            region: region(*stage),
            grounds: vec![Ground::Cited { clause: "8.4/p12.3".to_owned(), words: String::new(), at }],
            notes: Vec::new(),
            at,
        });
    }
    for (a, b, label) in &plan.edges {
        if matches!(graph[NodeIndex::new(*a)].kind, NodeKind::End | NodeKind::Resume(_)) {
            continue;
        }
        let kind = EdgeKind::Answer { name: "x".to_owned(), value: Literal::YesNo(true) };
        let kind = if label.is_empty() { EdgeKind::Next } else { kind };
        let edge = Edge { kind, label: label.clone(), grounds: Vec::new(), at };
        graph.add_edge(NodeIndex::new(*a), NodeIndex::new(*b), edge);
    }
    let stage = |(s, outer): (usize, &usize)| Stage {
        name: format!("s{s}"),
        label: "Percakapan dengan nasabah".to_owned(),
        region: region(*outer),
        first: NodeIndex::new(0),
        interrupts: plan
            .interrupts
            .iter()
            .filter(|(of, _)| *of == s)
            .map(|(_, to)| Interrupt {
                trigger: Trigger::Event(EventId(0), Vec::new()),
                target: NodeIndex::new(*to),
                grounds: Vec::new(),
                at,
            })
            .collect(),
        deadlines: Vec::new(),
        grounds: Vec::new(),
        notes: Vec::new(),
        at,
    };
    let flow = Flow {
        name: "random".to_owned(),
        label: "Acak".to_owned(),
        follows: Vec::new(),
        facts: Vec::new(),
        gives: Vec::new(),
        stages: plan.stages.iter().enumerate().map(stage).collect(),
        parallels: Vec::new(),
        becomes: Vec::new(),
        first: NodeIndex::new(0),
        graph,
        grounds: Vec::new(),
        notes: Vec::new(),
        at,
    };
    let lane =
        |n: u16| Lane { name: format!("lane{n}"), label: format!("Lajur {n}"), grounds: Vec::new(), at };
    Book { lanes: (0..4).map(lane).collect(), flows: vec![flow], ..Book::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn random_flows_keep_the_laws(plan in plans()) {
        laws::check(&book(&plan), FlowId(0));
    }
}

#[test]
fn a_malformed_nesting_of_stages_ends() {
    let plan = Plan {
        nodes: vec![(0, 1, 0), (0, 2, 0), (0, 0, 7)],
        edges: vec![(0, 1, String::new()), (1, 2, String::new())],
        // Each stage says that it lies in itself.
        stages: vec![1, 2],
        interrupts: vec![(0, 2), (1, 99)],
    };
    laws::check(&book(&plan), FlowId(0));
}

#[test]
fn big_flows_are_drawn_near_linearly() {
    // Chains with jumps ahead and loops back, a stage for every ten nodes; and one node with a thousand ways out.
    let plan = |n: usize| Plan {
        nodes: (0..n).map(|i| (u16::try_from(i % 4).unwrap(), i / 10 % 100 + 1, 0)).collect(),
        edges: (1..n)
            .flat_map(|i| {
                [(i - 1, i, String::new()), (i / 2, i, "ya".to_owned()), (i, i - i % 7, "lagi".to_owned())]
            })
            .collect(),
        stages: vec![0; 100],
        interrupts: (0..100).map(|s| (s, n - 1)).collect(),
    };
    let time = |plan: &Plan| {
        let book = book(plan);
        let start = std::time::Instant::now();
        assert!(svg(&book, FlowId(0), &SvgOptions::default()).len() > 100 * plan.nodes.len());
        start.elapsed()
    };
    // Unoptimised and on a busy machine: only a blow-up is caught.
    assert!(time(&plan(1000)).as_secs() < 20);
    let star = Plan {
        nodes: vec![(0, 0, 0); 1000],
        edges: (1..1000).map(|i| (0, i, "ya".to_owned())).collect(),
        stages: Vec::new(),
        interrupts: Vec::new(),
    };
    assert!(time(&star).as_secs() < 20);
}
