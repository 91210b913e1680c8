//! What is told of facts that are read while they may be unknown.

use super::analysis::{Analysis, AtNodes, called};
use super::reads::{Site, unknown};
use super::witness::{Way, Witness};
use crate::diagnostic::{Code, Finding, Gathered};
use crate::model::{FactId, NodeKind};
use crate::source::limits;
use crate::words;
use petgraph::graph::NodeIndex;
use std::collections::BTreeSet;

/// Nodes of a way that are named; of a longer one the middle is left out.
const NAMED_MAX: usize = 8;

pub(super) fn check(analysis: &Analysis<'_>, known: &AtNodes, findings: &mut Gathered) {
    for (count, (fact, sites)) in unknown(analysis, known).iter().enumerate() {
        let readers: BTreeSet<NodeIndex> = sites.iter().filter(|s| !s.by_stage).map(|s| s.node).collect();
        // Past as many as are shown, ways need not be looked for.
        let witness =
            (count < limits::FINDINGS_PER_FILE_MAX).then(|| Witness::of(analysis, known, *fact, &readers));
        let ways = sites.iter().filter_map(|s| Some((s, Some(witness.as_ref()?.way(s.node)?))));
        let mut told: Vec<(&Site, Option<Way>)> = ways.collect();
        if told.is_empty() {
            told.extend(sites.first().map(|s| (s, None)));
        }
        findings.extend(told.iter().filter_map(|(s, way)| finding(analysis, *fact, **s, way.as_ref())));
    }
}

fn finding(analysis: &Analysis<'_>, fact: FactId, site: Site, way: Option<&Way>) -> Option<Finding> {
    let flow = analysis.flow;
    let field = &flow.facts.get(fact.index())?.field;
    let name = &field.name;
    let mut out = Finding::new(Code::FactMayBeUnknown, site.at, words!("fact-may-be-unknown", fact = name))
        .here(words!("fact-may-be-unknown.here", fact = name))
        .label(field.at, words!("fact-may-be-unknown.kept"));
    let mut filler = None;
    if let Some(way) = way {
        let named = named(analysis, &way.nodes);
        if let Some(edge) = way.lost {
            let from = flow.graph.edge_endpoints(edge)?.0;
            let inner = called(&flow.graph[from].kind).and_then(|f| analysis.book.flows.get(f.index()))?;
            out = out
                .label(flow.graph[edge].at, words!("fact-may-be-unknown.ends", flow = &inner.name))
                .because(words!("fact-may-be-unknown.lost", flow = &inner.name, way = named));
        } else if way.nodes.len() == 1 {
            out = out.because(words!("fact-may-be-unknown.begins", way = named));
        } else {
            out = out.because(words!("fact-may-be-unknown.way", way = named));
        }
        // The step itself is done too late for what it says when it begins.
        let before = way.nodes.iter().rev().skip(1);
        filler = before.copied().find(|n| matches!(flow.graph[*n].kind, NodeKind::Step { .. }));
    }
    Some(match filler {
        _ if site.by_stage => out.mend(words!("fact-may-be-unknown.before-stage", fact = name)),
        Some(step) => {
            let step = &flow.graph[step].name;
            out.mend(words!("fact-may-be-unknown.in-step", fact = name, step = step))
        }
        None => out.mend(words!("fact-may-be-unknown.mend", fact = name)),
    })
}

fn named(analysis: &Analysis<'_>, way: &[NodeIndex]) -> String {
    let nodes = way.iter().map(|n| &analysis.flow.graph[*n]);
    let names: Vec<String> =
        nodes.filter(|n| !matches!(n.kind, NodeKind::Join(_))).map(|n| format!("`{}`", n.name)).collect();
    if names.len() <= NAMED_MAX {
        return names.join(" -> ");
    }
    let (head, tail) = (&names[..NAMED_MAX / 2], &names[names.len() - NAMED_MAX / 2..]);
    format!("{} -> … -> {}", head.join(" -> "), tail.join(" -> "))
}
