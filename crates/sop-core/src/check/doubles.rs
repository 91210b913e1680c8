//! S230, S231, S232, S233: arrows of which one takes everything from the other, and people who are asked for nothing.
//!
//! All of it is seen at one node or stage; what needs the runs of a flow is found by [`super::soundness`].

use crate::diagnostic::{Code, Finding, Gathered};
use crate::model::{
    Book, Change, Deadline, Edge, EdgeKind, EventId, Expr, Flow, Late, Length, Literal, NodeKind, Region,
    Trigger,
};
use crate::source::Span;
use crate::words;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

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
    let mut seen: Vec<(EventId, Span)> = Vec::new();
    for (event, at) in events {
        let Some((_, first)) = seen.iter().find(|(e, _)| *e == event) else {
            seen.push((event, at));
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
    let mut seen: Vec<(&Expr, Span)> = Vec::new();
    for edge in edges {
        let EdgeKind::When(expr) = &edge.kind else { continue };
        match seen.iter().find(|(e, _)| *e == expr) {
            None => seen.push((expr, edge.at)),
            Some((_, first)) => findings.push(
                Finding::new(Code::TakenBefore, edge.at, words!("condition-twice"))
                    .here(words!("condition-twice.here"))
                    .label(*first, words!("condition-twice.first"))
                    .mend(words!("condition-twice.mend")),
            ),
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
    for (i, (length, at, tells)) in all.iter().enumerate() {
        let beaten = all.iter().enumerate().find(|(j, (other, _, other_tells))| match (tells, other_tells) {
            // Both lead away: the shorter, or of two alike the first.
            (None, None) => *j != i && (shorter(other, length) || (*j < i && other == length)),
            // The other leads away before this one tells anything.
            (Some(_), None) => shorter(other, length),
            (Some(late), Some(other_late)) => *j < i && other == length && same_words(late, other_late),
            (None, Some(_)) => false,
        });
        if let Some((_, (_, first, _))) = beaten {
            findings.push(never_fires(*at, *first));
        }
    }
}

/// A timer is over later than one of a stage around it, which began no later and leads away.
fn around(flow: &Flow, region: Region, own: &[Timer<'_>], findings: &mut Gathered) {
    let stages = flow.stages_around(region).into_iter().filter_map(|s| flow.stages.get(s.index()));
    let outer: Vec<Timer<'_>> =
        stages.flat_map(|s| deadlines(&s.deadlines)).filter(|(_, _, tells)| tells.is_none()).collect();
    for (length, at, _) in own {
        if let Some((_, first, _)) = outer.iter().find(|(other, ..)| shorter(other, length)) {
            findings.push(never_fires(*at, *first));
        }
    }
}

/// Of two arrows for one moment the first is taken, always.
fn moments_twice(edges: &[&Edge], findings: &mut Gathered) {
    let mut seen: Vec<(&Expr, Span)> = Vec::new();
    for edge in edges {
        let EdgeKind::At(moment) = &edge.kind else { continue };
        match seen.iter().find(|(m, _)| *m == moment) {
            Some((_, first)) => findings.push(never_fires(edge.at, *first)),
            None => seen.push((moment, edge.at)),
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

fn same_words(a: &Late, b: &Late) -> bool {
    match (a, b) {
        (Late::Tell(x, say), Late::Tell(y, other)) => {
            x == y && say.what == other.what && say.args == other.args
        }
        _ => false,
    }
}

/// Is the first surely over before the second? Lengths in different hours can't be compared.
fn shorter(a: &Length, b: &Length) -> bool {
    let ms = |l: &Length| match l.of {
        Expr::Literal(Literal::Duration(ms)) => Some(ms),
        _ => None,
    };
    // Working time passes no faster than time.
    let comparable = a.hours == b.hours || a.hours.is_none();
    comparable && matches!((ms(a), ms(b)), (Some(a), Some(b)) if a < b)
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
