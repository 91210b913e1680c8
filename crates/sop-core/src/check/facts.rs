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
use crate::diagnostic::Finding;
use crate::model::{Book, NodeKind};
use analysis::Analysis;
use known::Known;
use std::collections::BTreeMap;

/// What each `end` of each flow surely knows, by flow and the end's name.
type Ends = Vec<BTreeMap<String, Known>>;

pub(super) fn check(book: &Book, findings: &mut Vec<Finding>) {
    let ways: Vec<Ways> = book.flows.iter().map(Ways::of).collect();
    // Begin with the best that can be hoped for; each round can only know less.
    let mut ends: Ends = vec![BTreeMap::new(); book.flows.len()];
    loop {
        let before = ends.clone();
        for (i, (flow, ways)) in book.flows.iter().zip(&ways).enumerate() {
            let known = Analysis { book, flow, ways, ends: &before }.run();
            ends[i] = flow
                .graph
                .node_indices()
                .filter(|n| matches!(flow.graph[*n].kind, NodeKind::End))
                .filter_map(|n| Some((flow.graph[n].name.clone(), known[n.index()].clone()?)))
                .collect();
        }
        if ends == before {
            break;
        }
    }
    for (flow, ways) in book.flows.iter().zip(&ways) {
        let analysis = Analysis { book, flow, ways, ends: &ends };
        tell::check(&analysis, &analysis.run(), findings);
    }
}
