//! C4: what comes first in a column or a list of notes is reached first.
//!
//! Two clauses are compared only where the document itself puts them in a row: in one section, in one lane, in one column of
//! the drawing or one list of notes, up to a jump of the numbers or an end. For A before B it is wrong if
//!
//! - B leads to A and A never leads to B; or
//! - both lead to each other (a loop), but every way to A goes through B first.
//!
//! Ways that exclude each other (14a or 14b) are in no order, and so never wrong.

use super::kinds::{Column, column, number};
use super::places::Place;
use super::walk::Walk;
use super::{Case, Judged, kinds};
use petgraph::graph::NodeIndex;
use sop_core::diagnostic::{Code, Finding};
use sop_core::model::{Clause, ClauseKind, FlowId, NodeKind};
use sop_core::source::Span;
use sop_core::words;
use std::collections::BTreeSet;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Judged>) {
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    for section in &case.document.sections {
        let clauses = kinds::of_section(case, &section.id);
        let runs = runs(case, &clauses);
        for flow in case.following(&section.id) {
            let Ok(id) = u16::try_from(flow) else { continue };
            let walk = Walk::of(case.book, FlowId(id));
            for run in &runs {
                for (first, later) in reversed(case, &walk, run) {
                    if told.insert((&first.clause.id, &later.clause.id)) {
                        findings.push(wrong(case, &walk, &first, &later));
                    }
                }
            }
        }
    }
}

/// A clause and where a case meets it.
struct Met<'a> {
    clause: &'a Clause,
    spots: BTreeSet<NodeIndex>,
}

/// Clauses in a row, in the document's order.
fn runs<'a>(case: &Case<'_>, clauses: &[&'a Clause]) -> Vec<Vec<&'a Clause>> {
    let mut lanes: Vec<_> = clauses.iter().map(|c| c.lane).collect();
    lanes.sort_unstable();
    lanes.dedup();
    let mut runs = Vec::new();
    for lane in lanes {
        let mut run: Vec<&Clause> = Vec::new();
        let (mut before, mut last) = (None::<Column>, None::<u32>);
        for clause in clauses.iter().filter(|c| c.lane == lane && case.procedural(c)) {
            let here = column(clause, before);
            let own = number(&clause.id).map(|(n, _)| n);
            let jumps = matches!((last, own), (Some(last), Some(own)) if own < last || own > last + 1);
            let ended = run.last().is_some_and(|c| ends(case, c));
            if before.is_some_and(|b| b != here) || jumps || ended {
                runs.push(std::mem::take(&mut run));
                last = None;
            }
            run.push(clause);
            before = Some(here);
            last = own.or(last);
        }
        runs.push(run);
    }
    runs.retain(|run| run.len() > 1);
    runs
}

/// Is the clause an end of the drawing? What follows it in the column begins anew.
fn ends(case: &Case<'_>, clause: &Clause) -> bool {
    case.places.citing(&clause.id).any(|c| match c.place {
        Place::Node(f, n) => {
            let node = case.book.flows.get(f.index()).and_then(|f| f.graph.node_weight(n));
            clause.kind == ClauseKind::Step && node.is_some_and(|n| matches!(n.kind, NodeKind::End))
        }
        _ => false,
    })
}

/// Of each clause the first that comes too early.
fn reversed<'a>(case: &Case<'_>, walk: &Walk, run: &[&'a Clause]) -> Vec<(Met<'a>, Met<'a>)> {
    let met = |clause: &'a Clause| {
        let places = case.places.citing(&clause.id).map(|c| c.place);
        // A stage is in all of its steps at once; labels of one decision are in no order.
        let spots = walk.spots(places.filter(|p| {
            matches!(p, Place::Node(..) | Place::Edge(..) | Place::Interrupt(..) | Place::Deadline(..))
        }));
        Met { clause, spots }
    };
    let met: Vec<Met<'_>> = run
        .iter()
        .filter(|c| c.kind != ClauseKind::Label)
        .map(|c| met(c))
        .filter(|m| !m.spots.is_empty())
        .collect();
    let after: Vec<BTreeSet<NodeIndex>> = met.iter().map(|m| walk.after(&m.spots)).collect();
    let mut out = Vec::new();
    for (a, first) in met.iter().enumerate() {
        for (b, later) in met.iter().enumerate().skip(a + 1) {
            if !first.spots.is_disjoint(&later.spots) {
                continue;
            }
            let forward = !after[a].is_disjoint(&later.spots);
            let backward = !after[b].is_disjoint(&first.spots);
            if backward && (!forward || walk.guarded(&first.spots, &later.spots)) {
                let copy = |m: &Met<'a>| Met { clause: m.clause, spots: m.spots.clone() };
                out.push((copy(first), copy(later)));
                break;
            }
        }
    }
    out
}

fn wrong(case: &Case<'_>, walk: &Walk, first: &Met<'_>, later: &Met<'_>) -> Judged {
    let at = |met: &Met<'_>| {
        let place = met.spots.iter().next().map(|s| walk.place(*s));
        let cite =
            place.and_then(|p| case.places.citing(&met.clause.id).find(|c| c.place == p).map(|c| (p, c.at)));
        cite.unwrap_or((Place::Rule(usize::MAX), Span::default()))
    };
    let ((a, a_at), (b, b_at)) = (at(first), at(later));
    let finding = Finding::new(
        Code::OutOfOrder,
        a_at,
        words!(
            "out-of-order",
            first = a.words(case.book),
            later = b.words(case.book),
            clause = &first.clause.id,
            other = &later.clause.id
        ),
    )
    .here(words!("out-of-order.here", clause = &first.clause.id))
    .label(b_at, words!("out-of-order.there", clause = &later.clause.id))
    .mend(words!("out-of-order.mend"));
    Judged::of_clause(finding, first.clause, &format!(" {}", later.clause.id))
}
