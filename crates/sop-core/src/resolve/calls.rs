//! Flows that call each other in a circle.

use super::Resolver;
use crate::diagnostic::{Code, Finding};
use crate::model::NodeKind;
use crate::source::Span;
use crate::words;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeMap;

impl Resolver<'_> {
    /// A flow that waits for itself, directly or through others, never ends. Starting is no waiting.
    pub(super) fn calls_in_a_circle(&mut self) {
        let mut calls: BTreeMap<usize, Vec<(usize, Span)>> = BTreeMap::new();
        for (i, flow) in self.book.flows.iter().enumerate() {
            for node in flow.graph.node_weights() {
                if let NodeKind::Call { flow, .. } = &node.kind {
                    calls.entry(i).or_default().push((flow.index(), node.at));
                }
            }
        }
        for start in in_circles(self.book.flows.len(), &calls) {
            if self.is_full() {
                break;
            }
            let mut seen = vec![false; self.book.flows.len()];
            let mut todo: Vec<(usize, Option<Span>)> = vec![(start, None)];
            let mut circle = None;
            while let Some((here, first)) = todo.pop() {
                for (next, at) in calls.get(&here).into_iter().flatten() {
                    let first = first.or(Some(*at));
                    if *next == start {
                        circle = first;
                    } else if seen.get(*next) == Some(&false) {
                        seen[*next] = true;
                        todo.push((*next, first));
                    }
                }
            }
            if let Some(at) = circle {
                let name = self.book.flows[start].name.clone();
                self.say(
                    Finding::new(Code::CallsItself, at, words!("calls-itself", flow = name))
                        .here(words!("calls-itself.here"))
                        .mend(words!("calls-itself.mend")),
                );
            }
        }
    }
}

/// Flows that come back to themselves, in order: most don't, and to go through all calls from each would take long.
fn in_circles(flows: usize, calls: &BTreeMap<usize, Vec<(usize, Span)>>) -> Vec<usize> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(flows, calls.len());
    (0..flows).for_each(|_| _ = graph.add_node(()));
    for (from, called) in calls {
        for (to, _) in called {
            if *to < flows {
                graph.add_edge(NodeIndex::new(*from), NodeIndex::new(*to), ());
            }
        }
    }
    let groups = kosaraju_scc(&graph).into_iter();
    let circles = groups.filter(|g| g.len() > 1 || g.iter().any(|n| graph.contains_edge(*n, *n)));
    let mut out: Vec<usize> = circles.flatten().map(NodeIndex::index).collect();
    out.sort_unstable();
    out
}
