//! What is cited, derived, assumed: in figures, and the list of assumptions for the process owner.

use super::coverage::{Cover, cover};
use super::kinds::of_section;
use super::places::{Place, Places, grounded};
use super::{Case, Judged};
use serde::Serialize;
use sop_core::diagnostic::{Code, Finding};
use sop_core::model::{Book, EdgeKind, FlowId, Ground, NodeKind};
use sop_core::source::Span;
use sop_core::words;

/// On what things rest: each is counted by its strongest ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The section itself says so.
    pub cited: usize,
    /// Another clause says so.
    pub derived: usize,
    /// Nobody says so.
    pub assumed: usize,
    /// Nothing is claimed.
    pub unsaid: usize,
}

impl Counts {
    /// All of them.
    pub const fn total(&self) -> usize {
        self.cited + self.derived + self.assumed + self.unsaid
    }
}

/// One flow, or what all flows share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowFigures {
    /// The flow; `None` for what all share.
    pub flow: Option<FlowId>,
    /// On what it rests: steps, answers, timers, interruptions; of what all share, each declaration.
    pub counts: Counts,
}

/// How a clause is worked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClauseState {
    /// Something cites it.
    Cited,
    /// It is only derived from.
    Derived,
    /// Nothing speaks of it.
    Missing,
    /// It asks for nothing to be done.
    Told,
}

/// One section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionFigures {
    /// Such as `8.5`.
    pub section: String,
    /// Each clause with how it is worked in, in the register's order.
    pub clauses: Vec<(String, ClauseState)>,
}

impl SectionFigures {
    /// Clauses in that state.
    pub fn count(&self, state: ClauseState) -> usize {
        self.clauses.iter().filter(|(_, s)| *s == state).count()
    }
}

/// What nobody says, and the process owner has to confirm. The same reason at several places of a flow is one assumption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// The flow; `None` for what all share.
    pub flow: Option<FlowId>,
    /// Why it was assumed.
    pub why: String,
    /// Where, in the book's order.
    pub places: Vec<(Place, Span)>,
    /// For people and for keys: the flow's name, or empty.
    pub flow_name: String,
}

pub(super) fn sections(case: &Case<'_>) -> Vec<SectionFigures> {
    let state = |c| match (case.procedural(c), cover(case, c)) {
        (true, Cover::Cited) => ClauseState::Cited,
        (true, Cover::Derived) => ClauseState::Derived,
        (true, Cover::Missing) => ClauseState::Missing,
        (false, _) => ClauseState::Told,
    };
    let of =
        |section: &str| of_section(case, section).into_iter().map(|c| (c.id.clone(), state(c))).collect();
    case.document
        .sections
        .iter()
        .map(|s| SectionFigures { section: s.id.clone(), clauses: of(&s.id) })
        .collect()
}

pub(super) fn flows(book: &Book, _places: &Places) -> Vec<FlowFigures> {
    let mut out: Vec<FlowFigures> = (0u16..)
        .map(FlowId)
        .zip(&book.flows)
        .map(|(f, _)| FlowFigures { flow: Some(f), counts: Counts::default() })
        .collect();
    let mut shared = Counts::default();
    for (place, _, grounds) in grounded(book) {
        let counts = match place.flow() {
            Some(f) => match out.get_mut(f.index()) {
                Some(own) => &mut own.counts,
                None => continue,
            },
            None => &mut shared,
        };
        if counted(book, place) {
            add(counts, grounds);
        }
    }
    out.push(FlowFigures { flow: None, counts: shared });
    out
}

/// Stages, whole flows and the plain way to the next step need no ground of their own: they count where they have one.
fn counted(book: &Book, place: Place) -> bool {
    let flow = place.flow().and_then(|f| book.flows.get(f.index()));
    match place {
        Place::Flow(_) | Place::Stage(..) | Place::Parallel(..) => false,
        Place::Node(_, n) => flow
            .and_then(|f| f.graph.node_weight(n))
            .is_some_and(|n| !matches!(n.kind, NodeKind::Join(_) | NodeKind::Resume(_))),
        Place::Edge(_, e) => flow
            .and_then(|f| f.graph.edge_weight(e))
            .is_some_and(|e| !matches!(e.kind, EdgeKind::Next | EdgeKind::Branch(_))),
        _ => true,
    }
}

fn add(counts: &mut Counts, grounds: &[Ground]) {
    let any = |f: fn(&Ground) -> bool| grounds.iter().any(f);
    if any(|g| matches!(g, Ground::Cited { .. })) {
        counts.cited += 1;
    } else if any(|g| matches!(g, Ground::Derived { .. })) {
        counts.derived += 1;
    } else if any(|g| matches!(g, Ground::Assumed { .. })) {
        counts.assumed += 1;
    } else {
        counts.unsaid += 1;
    }
}

pub(super) fn assumptions(book: &Book) -> Vec<Assumption> {
    let mut out: Vec<Assumption> = Vec::new();
    for (place, _, grounds) in grounded(book) {
        for ground in grounds {
            let Ground::Assumed { why, at } = ground else { continue };
            let flow = place.flow();
            match out.iter_mut().find(|a| a.flow == flow && a.why == *why) {
                Some(known) => known.places.push((place, *at)),
                None => {
                    let name = flow.and_then(|f| book.flows.get(f.index())).map(|f| f.name.clone());
                    out.push(Assumption {
                        flow,
                        why: why.clone(),
                        places: vec![(place, *at)],
                        flow_name: name.unwrap_or_default(),
                    });
                }
            }
        }
    }
    out.sort_by_key(|a| a.flow.map_or(u16::MAX, |f| f.0));
    out
}

/// An assumption as a note.
pub(super) fn to_confirm(assumption: &Assumption) -> Judged {
    let at = assumption.places.first().map_or_else(Span::default, |(_, at)| *at);
    let message = match assumption.flow {
        Some(_) => words!("to-confirm", flow = &assumption.flow_name, why = &assumption.why),
        None => words!("to-confirm-shared", why = &assumption.why),
    };
    let finding = Finding::new(Code::ToConfirm, at, message)
        .here(words!("to-confirm.here", count = assumption.places.len()))
        .mend(words!("to-confirm.mend"));
    Judged::whole(finding, &format!("{} {}", assumption.flow_name, assumption.why))
}
