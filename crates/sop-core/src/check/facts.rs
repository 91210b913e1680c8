//! S303: facts are known before they are read, on every way.
//!
//! A forward analysis of facts that are *surely* known (meet: intersection), over arrows, deadlines, interruptions and
//! resumes. What a called flow hands back is known only if that flow surely knows it at the end in question - and unknown
//! again otherwise; so the flows are worked out together, until nothing changes. Cost: rounds x (nodes + arrows) x
//! facts/64; rounds are few in practice and bounded by the number of facts. Of the places that read one fact in a row
//! only the first is told, with the shortest way on which nobody fills it in.

mod analysis;
mod known;
mod lost;
mod reads;
mod tell;
mod witness;

use super::ways::Ways;
use crate::diagnostic::Gathered;
use crate::model::{Book, NodeKind};
use analysis::Analysis;
use known::Known;
use std::collections::{BTreeMap, BTreeSet};

/// What each `end` of each flow surely knows, by flow and the end's name.
type Ends = Vec<BTreeMap<String, Known>>;

pub(super) fn check(book: &Book, findings: &mut Gathered) {
    let ways: Vec<Ways> = book.flows.iter().map(Ways::of).collect();
    // Begin with the best that can be hoped for; what is found out later can only be less. Called flows come first, so that
    // most flows are looked at once; again only those whose called flows turned out to know less.
    let (order, callers) = called_first(book);
    let mut rank = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, flow)| rank[*flow] = at);
    let mut ends: Ends = vec![BTreeMap::new(); book.flows.len()];
    let mut todo: BTreeSet<usize> = (0..order.len()).collect();
    while let Some(i) = todo.pop_first().map(|at| order[at]) {
        let (flow, ways) = (&book.flows[i], &ways[i]);
        let known = Analysis { book, flow, ways, ends: &ends }.run();
        let now: BTreeMap<String, Known> = flow
            .graph
            .node_indices()
            .filter(|n| matches!(flow.graph[*n].kind, NodeKind::End))
            .filter_map(|n| Some((flow.graph[n].name.clone(), known[n.index()].clone()?)))
            .collect();
        if now != ends[i] {
            ends[i] = now;
            todo.extend(callers[i].iter().map(|caller| rank[*caller]));
        }
    }
    for (flow, ways) in book.flows.iter().zip(&ways) {
        let analysis = Analysis { book, flow, ways, ends: &ends };
        tell::check(&analysis, &analysis.run(), findings);
    }
}

/// All flows, those that others call or start before these, as far as they don't go round in circles; and by whom each is called.
fn called_first(book: &Book) -> (Vec<usize>, Vec<BTreeSet<usize>>) {
    let called = |i: usize| {
        book.flows[i].graph.node_weights().filter_map(|n| match &n.kind {
            NodeKind::Call { flow, .. } | NodeKind::Start { flow, .. } => Some(flow.index()),
            NodeKind::Await { flow, .. } => Some(flow.index()),
            _ => None,
        })
    };
    let count = book.flows.len();
    let calls: Vec<Vec<usize>> = (0..count).map(|i| called(i).filter(|c| *c < count).collect()).collect();
    let mut callers = vec![BTreeSet::new(); count];
    for (caller, called) in calls.iter().enumerate() {
        called.iter().for_each(|c| _ = callers[*c].insert(caller));
    }
    let (mut order, mut seen) = (Vec::with_capacity(count), vec![false; count]);
    for first in 0..count {
        // In depth without recursion: where the walk stands, each with the next call to look at.
        let mut way = if std::mem::replace(&mut seen[first], true) { Vec::new() } else { vec![(first, 0)] };
        while let Some((here, next)) = way.last_mut() {
            match calls[*here].get(*next) {
                Some(called) => {
                    *next += 1;
                    if !std::mem::replace(&mut seen[*called], true) {
                        way.push((*called, 0));
                    }
                }
                None => {
                    order.push(*here);
                    way.pop();
                }
            }
        }
    }
    (order, callers)
}
