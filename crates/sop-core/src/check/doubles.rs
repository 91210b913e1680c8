//! S230, S231, S232, S233: arrows of which one takes everything from the other, and people who are asked for nothing.
//!
//! All of it is seen at one node or stage; what needs the runs of a flow is found by [`super::soundness`].

use crate::diagnostic::{Code, Finding, Gathered};
use crate::model::{
    Book, Change, Deadline, Edge, EdgeKind, EventId, Expr, Flow, HoursId, LaneId, Late, Length, Literal,
    NodeKind, Region, SayWhat, Trigger,
};
use crate::source::Span;
use crate::words;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;
use std::hash::Hash;

pub(super) fn check(book: &Book, flow: &Flow, findings: &mut Gathered) {
    for n in flow.graph.node_indices() {
        let mut edges: Vec<_> = flow.graph.edges(n).collect();
        edges.sort_by_key(EdgeRef::id);
        let targets: Vec<NodeIndex> = edges.iter().map(EdgeRef::target).collect();
        let edges: Vec<&Edge> = edges.into_iter().map(|e| e.weight()).collect();
        let events = edges.iter().filter_map(|e| match e.kind {
            EdgeKind::Event(id, _) => Some((id, e.at)),
            _ => None,
        });
        events_twice(book, events, findings);
        conditions_twice(&edges, findings);
        let node = &flow.graph[n];
        let arrows = edges.iter().filter_map(|e| match &e.kind {
            EdgeKind::After(length) => Some((length, e.at, None)),
            _ => None,
        });
        let own: Vec<Timer<'_>> = arrows.chain(deadlines(&node.deadlines)).collect();
        timers(&own, findings);
        around(flow, node.region, &own, findings);
        moments_twice(&edges, findings);
        done_again(flow, n, &edges, &targets, findings);
        nothing_decided(flow, n, &edges, &targets, findings);
    }
    for (i, stage) in (0u16..).zip(&flow.stages) {
        let events = stage.interrupts.iter().filter_map(|i| match i.trigger {
            Trigger::Event(id, _) => Some((id, i.at)),
            Trigger::Silent(_) => None,
        });
        events_twice(book, events, findings);
        let clocks = stage.interrupts.iter().filter_map(|i| match &i.trigger {
            Trigger::Silent(length) => Some((length, i.at, None)),
            Trigger::Event(..) => None,
        });
        timers(&clocks.collect::<Vec<_>>(), findings);
        let own: Vec<Timer<'_>> = deadlines(&stage.deadlines).collect();
        timers(&own, findings);
        around(flow, stage.region, &own, findings);
        for interrupt in &stage.interrupts {
            let around = flow.stages_around(flow.graph[interrupt.target].region);
            if matches!(interrupt.trigger, Trigger::Silent(_)) && around.iter().any(|s| s.0 == i) {
                let target = &flow.graph[interrupt.target].name;
                findings.push(
                    Finding::new(
                        Code::SilenceWithin,
                        interrupt.at,
                        words!("silence-within", target = target, stage = &stage.name),
                    )
                    .here(words!("silence-within.here"))
                    .label(flow.graph[interrupt.target].at, words!("silence-within.target"))
                    .mend(words!(
                        "silence-within.mend",
                        target = target,
                        stage = &stage.name
                    )),
                );
            }
        }
    }
}

/// Of two arrows for one event the first is taken, always.
fn events_twice(book: &Book, events: impl Iterator<Item = (EventId, Span)>, findings: &mut Gathered) {
    let mut seen: BTreeMap<EventId, Span> = BTreeMap::new();
    for (event, at) in events {
        let Some(first) = seen.get(&event) else {
            seen.insert(event, at);
            continue;
        };
        let name = book.events.get(event.index()).map_or("", |e| e.name.as_str());
        findings.push(
            Finding::new(Code::TakenBefore, at, words!("event-twice", event = name))
                .here(words!("event-twice.here"))
                .label(*first, words!("event-twice.first"))
                .mend(words!("event-twice.mend")),
        );
    }
}

/// Of two rows with one condition the first is taken, always.
fn conditions_twice(edges: &[&Edge], findings: &mut Gathered) {
    let mut seen: Seen<&Expr> = Seen::default();
    for (i, edge) in edges.iter().enumerate() {
        let EdgeKind::When(expr) = &edge.kind else { continue };
        if let Some(first) = seen.first(expr, i) {
            findings.push(
                Finding::new(Code::TakenBefore, edge.at, words!("condition-twice"))
                    .here(words!("condition-twice.here"))
                    .label(edges[first].at, words!("condition-twice.first"))
                    .mend(words!("condition-twice.mend")),
            );
        }
    }
}

/// A timer: its length, its place, and what it tells if it leads nowhere.
type Timer<'b> = (&'b Length, Span, Option<&'b Late>);

fn deadlines(all: &[Deadline]) -> impl Iterator<Item = Timer<'_>> {
    all.iter().map(|d| (&d.length, d.at, matches!(d.late, Late::Tell(..)).then_some(&d.late)))
}

/// A timer that leads away leaves none of the longer ones; two alike tell the same thing twice.
fn timers(all: &[Timer<'_>], findings: &mut Gathered) {
    for ((_, at, _), by) in all.iter().zip(beaten(all)) {
        if let Some((_, first, _)) = by.and_then(|j| all.get(j)) {
            findings.push(never_fires(*at, *first));
        }
    }
}

/// For each timer the first one that leaves nothing of it.
fn beaten(all: &[Timer<'_>]) -> Vec<Option<usize>> {
    if all.len() < 2 {
        return Vec::new();
    }
    let away = Shortest::of(all.iter().map(|(length, _, tells)| (*length, tells.is_none())));
    let mut leads: Seen<&Length> = Seen::default();
    let mut told: Seen<(&Length, LaneId, SayWhat, &[Expr])> = Seen::default();
    let by = all.iter().enumerate().map(|(i, (length, _, tells))| {
        // Of two alike the first.
        let alike = match tells {
            None => leads.first(length, i),
            Some(Late::Tell(lane, say)) => told.first((length, *lane, say.what, &say.args), i),
            Some(Late::GoTo(_)) => None,
        };
        // What leads away earlier leaves nothing of this one, whatever this one does.
        away.first_shorter(length).into_iter().chain(alike).min()
    });
    by.collect()
}

/// What was seen already, with its place among all. Only looked up.
struct Seen<K>(HashMap<K, usize, FixedState>);

impl<K> Default for Seen<K> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<K: Eq + Hash> Seen<K> {
    /// The first one like this, if this is not it.
    fn first(&mut self, one: K, i: usize) -> Option<usize> {
        match self.0.entry(one) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(none) => {
                none.insert(i);
                None
            }
        }
    }
}

/// By hours, the timers of known length that lead away and are shorter than all before them.
struct Shortest(BTreeMap<Option<HoursId>, Vec<(usize, i64)>>);

impl Shortest {
    /// Of these lengths in their order, those that are marked.
    fn of<'b>(all: impl Iterator<Item = (&'b Length, bool)>) -> Self {
        let mut by_hours: BTreeMap<Option<HoursId>, Vec<(usize, i64)>> = BTreeMap::new();
        for (i, (length, _)) in all.enumerate().filter(|(_, (_, counts))| *counts) {
            let Some(ms) = milliseconds(length) else { continue };
            let shortest = by_hours.entry(length.hours).or_default();
            if shortest.last().is_none_or(|(_, last)| ms < *last) {
                shortest.push((i, ms));
            }
        }
        Self(by_hours)
    }

    /// The first that is surely over before this length.
    fn first_shorter(&self, length: &Length) -> Option<usize> {
        let ms = milliseconds(length)?;
        // Working time passes no faster than time.
        let comparable = [None, length.hours].into_iter().filter_map(|hours| self.0.get(&hours));
        let first =
            |all: &Vec<(usize, i64)>| all.get(all.partition_point(|(_, of)| *of >= ms)).map(|(i, _)| *i);
        comparable.filter_map(first).min()
    }
}

/// A timer is over later than one of a stage around it, which began no later and leads away.
fn around(flow: &Flow, region: Region, own: &[Timer<'_>], findings: &mut Gathered) {
    let stages = flow.stages_around(region).into_iter().filter_map(|s| flow.stages.get(s.index()));
    let outer: Vec<Timer<'_>> =
        stages.flat_map(|s| deadlines(&s.deadlines)).filter(|(_, _, tells)| tells.is_none()).collect();
    let shortest = Shortest::of(outer.iter().map(|(length, ..)| (*length, true)));
    for (length, at, _) in own {
        if let Some((_, first, _)) = shortest.first_shorter(length).and_then(|i| outer.get(i)) {
            findings.push(never_fires(*at, *first));
        }
    }
}

/// Of two arrows for one moment the first is taken, always.
fn moments_twice(edges: &[&Edge], findings: &mut Gathered) {
    let mut seen: Seen<&Expr> = Seen::default();
    for (i, edge) in edges.iter().enumerate() {
        let EdgeKind::At(moment) = &edge.kind else { continue };
        if let Some(first) = seen.first(moment, i) {
            findings.push(never_fires(edge.at, edges[first].at));
        }
    }
}

fn never_fires(at: Span, first: Span) -> Finding {
    Finding::new(Code::TimerNeverFires, at, words!("timer-never-fires"))
        .here(words!("timer-never-fires.here"))
        .label(first, words!("timer-never-fires.first"))
        .mend(words!("timer-never-fires.mend"))
}

/// Whoever is done with a step has the very step to do again: only something from outside ends that.
fn done_again(flow: &Flow, n: NodeIndex, edges: &[&Edge], targets: &[NodeIndex], findings: &mut Gathered) {
    let node = &flow.graph[n];
    let works = matches!(node.kind, NodeKind::Step { .. } | NodeKind::Do { .. });
    let on = edges.iter().zip(targets).filter(|(e, _)| matches!(e.kind, EdgeKind::Next));
    let mut on = on.map(|(_, to)| *to);
    let no_end = |f: &Finding| {
        (f.code == Code::NoWayToEnd && f.at == node.at) || (f.code == Code::NoEnd && f.at == flow.at)
    };
    if works && on.next() == Some(n) && !findings.of(node.at.file).iter().any(no_end) {
        findings.push(
            Finding::new(Code::NothingDecided, node.at, words!("done-again", node = &node.name))
                .here(words!("done-again.here"))
                .mend(words!("done-again.mend")),
        );
    }
}

/// A length that is written down; lengths in different hours can't be compared.
const fn milliseconds(length: &Length) -> Option<i64> {
    match length.of {
        Expr::Literal(Literal::Duration(ms)) => Some(ms),
        _ => None,
    }
}

/// A person is asked, and whatever the answer, the same follows.
fn nothing_decided(
    flow: &Flow,
    n: NodeIndex,
    edges: &[&Edge],
    targets: &[NodeIndex],
    findings: &mut Gathered,
) {
    let node = &flow.graph[n];
    let remembered = match node.kind {
        NodeKind::Decide { fact: Some(fact) } => reads(flow, fact),
        NodeKind::Decide { fact: None } | NodeKind::Choose => false,
        _ => return,
    };
    let same = targets.len() > 1 && targets.iter().all(|t| *t == targets[0]);
    if same && !remembered && edges.len() == targets.len() {
        findings.push(
            Finding::new(Code::NothingDecided, node.at, words!("nothing-decided", node = &node.name))
                .here(words!("nothing-decided.here", target = &flow.graph[targets[0]].name))
                .mend(words!("nothing-decided.mend")),
        );
    }
}

/// Is the fact read anywhere, or handed back?
fn reads(flow: &Flow, fact: crate::model::FactId) -> bool {
    let mut read = flow.gives.contains(&fact);
    for expr in super::visit::exprs(flow) {
        super::visit::within(expr, &mut |e| {
            read |= matches!(e, Expr::Fact(f) | Expr::Known(f) if *f == fact);
        });
    }
    let adds = flow.graph.node_weights().any(|n| match &n.kind {
        NodeKind::Step { changes, .. } => {
            changes.iter().any(|c| matches!(c, Change::Add(f, _) if *f == fact))
        }
        _ => false,
    });
    read || adds
}

#[cfg(test)]
mod tests;
