//! C3: what stands in a lane's column is done in that lane.

use super::places::Place;
use super::{Case, Judged};
use sop_core::diagnostic::{Code, Finding};
use sop_core::model::{Clause, LaneId};
use sop_core::source::Span;
use sop_core::words;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Judged>) {
    for clause in &case.document.clauses {
        let Some(wanted) = clause.lane.filter(|_| case.procedural(clause)) else { continue };
        for cite in case.places.citing(&clause.id) {
            if let Some((lane, at, node)) = acting(case, cite.place)
                && lane != wanted
            {
                findings.push(other(case, clause, (wanted, lane), at, (node, cite.place)));
            }
        }
    }
}

/// Who acts at a place, where it is declared, and the step's name. Tables, messages, stages, ends and timers have nobody.
fn acting<'a>(case: &Case<'a>, place: Place) -> Option<(LaneId, Span, &'a str)> {
    let (Place::Node(flow, _) | Place::Edge(flow, _)) = place else { return None };
    let flow = case.book.flows.get(flow.index())?;
    let node = flow.graph.node_weight(place.node(case.book)?)?;
    let at = match place {
        Place::Edge(_, e) => flow.graph.edge_weight(e)?.at,
        _ => node.at,
    };
    // On an end a lane says nothing.
    let acts = !matches!(node.kind, sop_core::model::NodeKind::End);
    node.lane.filter(|_| acts).map(|lane| (lane, at, node.name.as_str()))
}

fn other(
    case: &Case<'_>,
    clause: &Clause,
    (wanted, lane): (LaneId, LaneId),
    at: Span,
    (node, place): (&str, Place),
) -> Judged {
    let name = |lane: LaneId| case.book.lanes.get(lane.index()).map_or("", |l| l.name.as_str());
    let finding = Finding::new(
        Code::OtherLane,
        at,
        words!("other-lane", node = node, lane = name(lane), clause = &clause.id, wanted = name(wanted)),
    )
    .here(words!("other-lane.here", lane = name(lane)))
    .mend(words!("other-lane.mend", wanted = name(wanted)));
    let flow = place.flow().and_then(|f| case.book.flows.get(f.index())).map_or("", |f| f.name.as_str());
    Judged::of_clause(finding, clause, &format!(" {flow}.{node}"))
}
