//! A second opinion on rules: a plain function over the whole trace of points. It shares nothing with the kernel's own
//! watching: the points are read off the effects and the moves that a run is asked to tell.

use crate::kernel::{Breach, Effect, Input, Move, NodeIx, TimerFor, Trace, Way};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use sop_core::model::*;

/// Something that happened, in which step of the run, and when.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) step: usize,
    pub(super) at: i64,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Point(Point),
    /// The timer of that part of that rule fired.
    Fired(u16, u16),
}

fn index(node: NodeIx) -> NodeIndex {
    NodeIndex::new(usize::from(node.0))
}

/// What one step adds to the trace.
pub(super) fn items(
    flow: &Flow,
    step: usize,
    at: i64,
    input: &Input,
    effects: &[Effect],
    trace: &[Trace],
) -> Vec<Item> {
    let mut all = Vec::new();
    let mut add = |what: What| all.push(Item { step, at, what });
    let mut moves = trace.iter().peekable();
    let end = |node: NodeIx| flow.graph[index(node)].kind == NodeKind::End;
    for position in 0..=effects.len() {
        while let Some(told) = moves.next_if(|t| t.effects <= position) {
            match told.what {
                Move::Begun(node) => add(What::Point(Point::Begun(index(node)))),
                Move::Left(_, Way::Failed) => {}
                Move::Left(_, Way::Branch(i)) if i > 0 => {}
                Move::Left(node, way) => {
                    if let Way::Event(event) = way {
                        add(What::Point(Point::Event(event)));
                    }
                    if let Way::Answer(answer) = way {
                        let mut edges: Vec<_> = flow.graph.edges(index(node)).collect();
                        edges.sort_by_key(EdgeRef::id);
                        let names: Vec<_> = edges
                            .iter()
                            .filter_map(|e| match &e.weight().kind {
                                EdgeKind::Answer { name, .. } => Some(name.clone()),
                                _ => None,
                            })
                            .collect();
                        add(What::Point(Point::Answered(index(node), names[usize::from(answer)].clone())));
                    }
                    add(What::Point(Point::Done(index(node))));
                }
                Move::Interrupted { .. } => {
                    let Input::Event { event, .. } = input else { panic!("interrupted by no event") };
                    add(What::Point(Point::Event(*event)));
                }
                Move::Fired(TimerFor::Rule { rule, part }) => add(What::Fired(rule.0, part)),
                Move::Fired(_) => {}
            }
        }
        match effects.get(position) {
            Some(Effect::Say { message, .. }) => add(What::Point(Point::Said(*message))),
            Some(Effect::Publish { event, .. }) => add(What::Point(Point::Published(*event))),
            Some(Effect::Ended { outcome, .. }) => {
                assert!(end(*outcome));
                add(What::Point(Point::Done(index(*outcome))));
                add(What::Point(Point::Ended(Some(index(*outcome)))));
            }
            _ => {}
        }
    }
    all
}

/// Of a list of points any one will do.
fn is(list: &[Point], what: &What) -> bool {
    list.iter().any(|wanted| match (wanted, what) {
        (Point::Ended(None), What::Point(Point::Ended(_))) => true,
        (wanted, What::Point(point)) => wanted == point,
        _ => false,
    })
}

/// The breaks of one law over a whole trace: in which steps, and how. `rule` and `part` tell its timer.
pub(super) fn judge(
    law: &Law,
    within_ms: Option<i64>,
    (rule, part): (u16, u16),
    all: &[Item],
) -> Vec<(usize, Breach)> {
    let ended = all.iter().rposition(|i| matches!(i.what, What::Point(Point::Ended(_))));
    let at = |list: &[Point]| -> Vec<usize> { (0..all.len()).filter(|i| is(list, &all[*i].what)).collect() };
    let told = |positions: Vec<usize>, how| positions.into_iter().map(|i| (all[i].step, how)).collect();
    match law {
        Law::Precedence { first, then } => {
            let firsts = at(first);
            told(at(then).into_iter().filter(|t| firsts.iter().all(|f| f >= t)).collect(), Breach::Early)
        }
        Law::NotSuccession { first, then } => {
            let firsts = at(first);
            told(at(then).into_iter().filter(|t| firsts.iter().any(|f| f < t)).collect(), Breach::After)
        }
        Law::Absence { of } => told(at(of), Breach::Came),
        Law::AtMost { times, of } => told(at(of).into_iter().skip(*times as usize).collect(), Breach::Often),
        Law::Existence { of } => match ended {
            Some(end) if at(of).is_empty() => vec![(all[end].step, Breach::Missing)],
            _ => vec![],
        },
        Law::Response { trigger, then, within: None } => {
            let thens = at(then);
            let open = at(trigger).into_iter().any(|t| thens.iter().all(|then| *then <= t));
            match ended {
                Some(end) if open => vec![(all[end].step, Breach::Missing)],
                _ => vec![],
            }
        }
        Law::Response { trigger, then, within: Some(_) } => {
            let ms = within_ms.expect("a plain length");
            let mut breaks = Vec::new();
            let mut from = 0;
            // One debt after the other: from its first trigger to what settles it.
            while let Some(first) = at(trigger).into_iter().find(|t| *t >= from) {
                let due = all[first].at + ms;
                let settles = |i: &usize| {
                    let item = &all[*i];
                    is(then, &item.what)
                        || item.what == What::Fired(rule, part)
                        || (item.at > due && is(trigger, &item.what))
                };
                match (first + 1..all.len()).find(settles) {
                    Some(i) if is(then, &all[i].what) && all[i].at <= due => {
                        // It may also be a trigger: of the next debt.
                        from = i;
                        if !is(trigger, &all[i].what) {
                            from += 1;
                        }
                    }
                    Some(i) => {
                        assert!(all[i].at >= due, "fired too early");
                        breaks.push((all[i].step, Breach::Late));
                        from = i;
                        if !is(trigger, &all[i].what) {
                            from += 1;
                        }
                    }
                    None => {
                        if let Some(end) = ended {
                            let how = if all[end].at > due { Breach::Late } else { Breach::Missing };
                            breaks.push((all[end].step, how));
                        }
                        break;
                    }
                }
            }
            breaks
        }
    }
}
