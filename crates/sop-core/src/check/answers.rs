//! S204, S205, S208, S215: each answer and each outcome is taken, once.

use crate::diagnostic::{Code, Finding, Gathered, names};
use crate::model::{Book, Edge, EdgeKind, Flow, Node, NodeKind, Type};
use crate::words;
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(book: &Book, flow: &Flow, findings: &mut Gathered) {
    for n in flow.graph.node_indices() {
        let node = &flow.graph[n];
        // petgraph gives the newest edge first.
        let mut edges: Vec<_> = flow.graph.edges(n).collect();
        edges.sort_by_key(EdgeRef::id);
        let edges: Vec<&Edge> = edges.into_iter().map(|e| e.weight()).collect();
        if edges.is_empty() {
            continue;
        }
        match &node.kind {
            NodeKind::Decide { fact } => {
                let ty = fact.and_then(|f| flow.facts.get(f.index())).map(|f| &f.field.ty);
                decision(node, ty, &edges, findings);
            }
            NodeKind::Choose => choice(node, &edges, findings),
            NodeKind::Call { flow: called, .. } | NodeKind::Await { flow: called, .. } => {
                if let Some(called) = book.flows.get(called.index()) {
                    outcomes(node, called, &edges, findings);
                }
            }
            _ => {}
        }
        twice(node, &edges, findings);
    }
}

fn name(edge: &Edge) -> Option<&str> {
    match &edge.kind {
        EdgeKind::Answer { name, .. } | EdgeKind::Outcome { name, .. } => Some(name),
        _ => None,
    }
}

fn twice(node: &Node, edges: &[&Edge], findings: &mut Gathered) {
    let mut seen: BTreeMap<&str, &Edge> = BTreeMap::new();
    for edge in edges {
        let Some(name) = name(edge) else { continue };
        if let Some(first) = seen.insert(name, edge) {
            findings.push(
                Finding::new(
                    Code::AnswerTwice,
                    edge.at,
                    words!("answer-twice", answer = name, node = &node.name),
                )
                .here(words!("answer-twice.here"))
                .label(first.at, words!("answer-twice.first"))
                .mend(words!("answer-twice.mend")),
            );
        }
    }
}

fn decision(node: &Node, ty: Option<&Type>, edges: &[&Edge], findings: &mut Gathered) {
    let given: Vec<&str> = edges.iter().filter_map(|e| name(e)).collect();
    let wanted: Vec<&str> = match ty {
        Some(Type::OneOf(choices)) => choices.iter().map(|c| c.name.as_str()).collect(),
        Some(_) => vec!["yes", "no"],
        None if given.iter().all(|g| matches!(*g, "yes" | "no")) => vec!["yes", "no"],
        // Answers of its own making are what they are; one alone is no decision.
        None if given.len() == 1 => {
            findings.push(
                Finding::new(Code::MissingAnswer, node.at, words!("lonely-answer", node = &node.name))
                    .here(words!("lonely-answer.here"))
                    .mend(words!("lonely-answer.mend")),
            );
            return;
        }
        // Who can say yes can say no.
        None if given.contains(&"yes") || given.contains(&"no") => vec!["yes", "no"],
        None => Vec::new(),
    };
    let given: BTreeSet<&str> = given.into_iter().collect();
    let missing: Vec<&str> = wanted.into_iter().filter(|w| !given.contains(w)).collect();
    if let Some(first) = missing.first().copied() {
        findings.push(
            Finding::new(
                Code::MissingAnswer,
                node.at,
                words!("missing-answer", node = &node.name, answers = names(missing)),
            )
            .here(words!("missing-answer.here"))
            .mend(words!("missing-answer.mend", first = first)),
        );
    }
}

fn choice(node: &Node, edges: &[&Edge], findings: &mut Gathered) {
    if !edges.iter().any(|e| matches!(e.kind, EdgeKind::Otherwise)) {
        findings.push(
            Finding::new(Code::NoOtherwise, node.at, words!("no-otherwise", node = &node.name))
                .here(words!("no-otherwise.here"))
                .mend(words!("no-otherwise.mend")),
        );
    }
}

fn outcomes(node: &Node, called: &Flow, edges: &[&Edge], findings: &mut Gathered) {
    if edges.iter().any(|e| matches!(e.kind, EdgeKind::Otherwise)) {
        return;
    }
    let given: BTreeSet<&str> = edges.iter().filter_map(|e| name(e)).collect();
    let ends = called.graph.node_weights().filter(|n| matches!(n.kind, NodeKind::End));
    let missing: Vec<&str> = ends.map(|n| n.name.as_str()).filter(|e| !given.contains(e)).collect();
    if let Some(first) = missing.first().copied() {
        findings.push(
            Finding::new(
                Code::MissingOutcome,
                node.at,
                words!("missing-outcome", node = &node.name, ends = names(missing), flow = &called.name,),
            )
            .here(words!("missing-outcome.here"))
            .label(called.at, words!("missing-outcome.called"))
            .mend(words!("missing-outcome.mend", first = first)),
        );
    }
}
