//! One random walk: at each moment something that fits, until all cases are over or it has gone far enough.

use super::dice::Dice;
use super::values::Values;
use crate::family::{CaseNo, Family};
use crate::offers::{Offer, index, next_due, offers};
use crate::run::{Bench, Failure, answers};
use chrono::{DateTime, NaiveDateTime};
use petgraph::graph::NodeIndex;
use sop_core::model::{
    Act, ActKind, Book, EdgeKind, FactRole, Flow, FlowId, Literal, NodeKind, Scenario, SettingId,
};
use sop_core::source::Span;

/// Acts of one walk at most.
pub(super) const ACTS_MAX: usize = 80;

/// What a walk needs to know.
#[derive(Debug)]
pub(super) struct Walker<'b> {
    pub(super) book: &'b Book,
    pub(super) values: &'b Values,
    pub(super) flow: FlowId,
    pub(super) settings: &'b [Vec<(SettingId, Literal)>],
}

/// What people do most on a walk.
#[derive(Clone, Copy)]
struct Temper {
    work: usize,
    events: usize,
    time: usize,
}

const TEMPERS: [Temper; 4] = [
    Temper { work: 60, events: 5, time: 5 },
    Temper { work: 30, events: 15, time: 15 },
    Temper { work: 20, events: 10, time: 40 },
    Temper { work: 20, events: 40, time: 10 },
];

impl<'b> Walker<'b> {
    /// Walks: what was done, and what went wrong, if something did.
    pub(super) fn walk<'p>(
        &self,
        bench: &'p Bench<'_>,
        dice: &mut Dice,
    ) -> (Scenario, Option<Failure>, Option<Family<'p>>) {
        let mut scenario = self.begin(dice);
        let temper = dice.one(&TEMPERS).copied().unwrap_or(TEMPERS[0]);
        let mut runner = match bench.begin(&scenario) {
            Ok(runner) => runner,
            Err(failure) => return (scenario, Some(*failure), None),
        };
        let mut failed = None;
        for _ in 0..ACTS_MAX {
            let Some(act) = self.next(runner.family(), temper, dice) else { break };
            failed = runner.acts(CaseNo(0), self.flow, std::slice::from_ref(&act)).err();
            scenario.acts.push(act);
            if failed.is_some() {
                break;
            }
        }
        (scenario, failed, Some(runner.into_family()))
    }

    fn begin(&self, dice: &mut Dice) -> Scenario {
        let start = self.values.start(dice);
        let takes = self.flow().map(taken).unwrap_or_default();
        let takes = takes.into_iter().map(|(fact, ty)| (fact, self.values.any(&ty, start, dice)));
        let takes = takes.collect();
        Scenario {
            name: String::new(),
            label: String::new(),
            flow: self.flow,
            start,
            takes,
            settings: dice.one(self.settings).cloned().unwrap_or_default(),
            acts: Vec::new(),
            grounds: Vec::new(),
            notes: Vec::new(),
            at: Span::default(),
        }
    }

    fn flow(&self) -> Option<&'b Flow> {
        self.book.flows.get(self.flow.index())
    }

    /// Something that fits; `None` when nothing is left to be done.
    fn next(&self, family: &Family<'_>, temper: Temper, dice: &mut Dice) -> Option<Act> {
        let mut choices: Vec<(usize, Act)> = Vec::new();
        for (no, case) in family.cases().filter(|(_, c)| c.is_open()) {
            let Some(path) = address(family, no) else { continue };
            for offer in offers(self.book, family, no) {
                let weight = match offer {
                    Offer::Step(_) | Offer::Decision(_) | Offer::Action { .. } => temper.work,
                    Offer::Event(_) => temper.events,
                    Offer::Timer(_) | Offer::Case(_) => continue,
                };
                if let Some(kind) = self.take(family, case.flow, offer, dice) {
                    choices.push((weight, within(&path, kind)));
                }
            }
            if can_be_cancelled(self.book, family, no) {
                choices.push((1, within(&path, ActKind::Cancel(String::new()))));
            }
        }
        if let Some(due) = next_due(family) {
            let gap = due.0 - family.now().0;
            let half = gap / 2000 * 1000;
            choices.push((temper.time, act(ActKind::Advance(gap.max(0)))));
            if half > 0 {
                choices.push((temper.time / 3, act(ActKind::Advance(half))));
            }
            choices.push((1, act(ActKind::Advance(gap.max(0) + 86_400_000))));
        }
        dice.by_weight(&choices).cloned()
    }

    /// An act that takes an offer, with values by chance.
    fn take(&self, family: &Family<'_>, flow: FlowId, offer: Offer, dice: &mut Dice) -> Option<ActKind> {
        let now = local(self.book, family);
        let mut value = |ty: &sop_core::model::Type| self.values.any(ty, now, dice);
        let all = acts_for(self.book, flow, offer, &mut value);
        match all.as_slice() {
            [] => None,
            // Done or failed: most actions succeed.
            [done, failed] if matches!(offer, Offer::Action { .. }) => {
                Some(if dice.percent(75) { done } else { failed }.clone())
            }
            all => dice.one(all).cloned(),
        }
    }
}

/// Acts that take an offer: each answer of a decision, done and failed of an action; with values by `value`.
pub(super) fn acts_for(
    book: &Book,
    flow: FlowId,
    offer: Offer,
    value: &mut dyn FnMut(&sop_core::model::Type) -> Literal,
) -> Vec<ActKind> {
    let Some(flow) = book.flows.get(flow.index()) else { return Vec::new() };
    match offer {
        Offer::Step(node) => {
            let Some(NodeKind::Step { fills, .. }) = flow.graph.node_weight(node).map(|n| &n.kind) else {
                return Vec::new();
            };
            let fills = fills.iter().filter_map(|f| Some((*f, value(&flow.facts.get(f.index())?.field.ty))));
            vec![ActKind::Do { node, fills: fills.collect() }]
        }
        Offer::Decision(node) => {
            answers(flow, node).into_iter().map(|a| ActKind::Answer { node, answer: a.to_owned() }).collect()
        }
        Offer::Action { node, failed } => {
            let Some(NodeKind::Do { action, .. }) = flow.graph.node_weight(node).map(|n| &n.kind) else {
                return Vec::new();
            };
            let gives = book.actions.get(action.index()).map_or(&[][..], |a| &a.gives);
            let gives = gives.iter().map(|f| value(&f.ty)).collect();
            let done = ActKind::Done { node, gives };
            if failed { vec![done] } else { vec![done, ActKind::Failed { node, why: String::new() }] }
        }
        Offer::Event(event) => {
            let carries = book.events.get(event.index()).map_or(&[][..], |e| &e.carries);
            vec![ActKind::Event { event, data: carries.iter().map(|f| value(&f.ty)).collect() }]
        }
        Offer::Timer(_) | Offer::Case(_) => Vec::new(),
    }
}

/// What a flow takes.
pub(super) fn taken(flow: &Flow) -> Vec<(sop_core::model::FactId, sop_core::model::Type)> {
    let facts = (0u16..).map(sop_core::model::FactId).zip(&flow.facts);
    facts.filter(|(_, f)| f.role == FactRole::Taken).map(|(id, f)| (id, f.field.ty.clone())).collect()
}

/// What the clock shows in the book's zone.
pub(super) fn local(book: &Book, family: &Family<'_>) -> NaiveDateTime {
    let ms = family.now().0.saturating_add(i64::from(book.zone.offset_minutes) * 60_000);
    DateTime::from_timestamp_millis(ms).unwrap_or_default().naive_utc()
}

/// By which nodes a scenario comes to a case, from the first case on; `None` if a later case stands in its way.
pub(super) fn address(family: &Family<'_>, no: CaseNo) -> Option<Vec<(NodeIndex, FlowId)>> {
    let mut path = Vec::new();
    let mut at = no;
    while let Some((parent, _, node)) = family.case(at)?.parent {
        if family.latest(parent, node) != Some(at) {
            return None;
        }
        path.push((index(node), family.case(at)?.flow));
        at = parent;
    }
    path.reverse();
    Some(path)
}

pub(super) fn act(kind: ActKind) -> Act {
    Act { kind, at: Span::default() }
}

/// An act in the case to which these nodes lead.
pub(super) fn within(path: &[(NodeIndex, FlowId)], kind: ActKind) -> Act {
    path.iter().rev().fold(act(kind), |inner, (node, flow)| {
        act(ActKind::Inside { node: *node, flow: *flow, acts: vec![inner] })
    })
}

/// Whether giving a case up is taken by everybody who may ask for its end: else the caller could not go on.
fn can_be_cancelled(book: &Book, family: &Family<'_>, no: CaseNo) -> bool {
    let Some((parent, child, node)) = family.case(no).and_then(|c| c.parent) else { return true };
    let Some(case) = family.case(parent).filter(|c| c.is_open()) else { return true };
    if !case.state.children().any(|c| c.child == child && c.wanted) {
        return true;
    }
    let Some(flow) = book.flows.get(case.flow.index()) else { return false };
    let start = index(node);
    let asks = flow.graph.node_indices().filter(|n| match flow.graph[*n].kind {
        NodeKind::Call { .. } => *n == start,
        NodeKind::Await { start: of, .. } => of == start,
        _ => false,
    });
    let mut asks = asks;
    asks.all(|n| {
        flow.graph.edges(n).any(|e| match &e.weight().kind {
            EdgeKind::Otherwise => true,
            EdgeKind::Outcome { name, .. } => name == "cancelled",
            _ => false,
        })
    })
}
