//! `A is followed by B within …`, when it is known already that B follows: how long can it take?
//!
//! From a situation in which B is still owed the case goes on at the latest when the first of its timers fires that lead away.
//! The longest such way until B comes is the answer. Idle clocks don't count: customers wind them back as they like. Where
//! nothing limits how long a case stays, a person can take longer than the rule allows: that run is shown.

use super::monitor::Monitor;
use super::plan::{Plan, deadlines};
use super::rules::{Verdict, Why};
use super::situation::{Input, Situation};
use super::space::{Space, ix32};
use super::time;
use crate::model::{EdgeKind, Expr, Length, Trigger};
use petgraph::graph::NodeIndex;
use std::collections::{BTreeMap, VecDeque};

type Pair = (u32, u32);

pub(super) fn decide(plan: &Plan<'_>, space: &Space, monitor: &Monitor, within: &Length) -> Verdict {
    // All pairs of situation and memory, each with a shortest way.
    let mut came: BTreeMap<Pair, Option<(Pair, u32)>> = BTreeMap::from([((0, 0), None)]);
    let mut todo = VecDeque::from([(0, 0)]);
    let mut order: Vec<Pair> = Vec::new();
    while let Some(pair) = todo.pop_front() {
        order.push(pair);
        for (i, next) in nexts(space, monitor, pair) {
            if let std::collections::btree_map::Entry::Vacant(entry) = came.entry(next) {
                entry.insert(Some((pair, ix32(i))));
                todo.push_back(next);
            }
        }
    }
    let owing: Vec<Pair> = order.iter().copied().filter(|p| p.1 == 1).collect();
    let symbol = |length: &Length| match &length.of {
        Expr::Setting(s) if plan.book.settings.get(s.index()).is_some_and(|s| s.default.is_none()) => {
            Some(*s)
        }
        _ => None,
    };
    let mut bounds: BTreeMap<Pair, i64> = BTreeMap::new();
    let allowed = known_ms(plan, within);
    for pair in &owing {
        let at = &space.situations[pair.0 as usize];
        let timers = timers(plan, at);
        if timers.is_empty() && (!silent(plan, at) || super::witness::rewinding(plan, at).is_some()) {
            // Nothing limits it: whoever works there may take longer, or the customer may go on talking.
            let way = way(&came, *pair);
            let longer = allowed.or_else(|| time::length_ms(plan, within));
            let guessed = way.iter().any(|w| space.step(*w).guessed);
            return match longer {
                Some(ms) if !guessed && time::moments(plan, space, &way).is_some() => {
                    Verdict::Broken(way, ms)
                }
                _ => Verdict::Open(if guessed { Why::Condition } else { Why::Length }),
            };
        }
        // A timer of the very length that the rule allows, and of nothing else.
        let same =
            timers.iter().any(|l| **l == *within || (symbol(l).is_some() && symbol(l) == symbol(within)));
        let shortest = timers.iter().filter_map(|l| bound(plan, l, within)).min();
        match shortest {
            Some(ms) => _ = bounds.insert(*pair, ms),
            None if same && owing.len() == 1 => return Verdict::Holds,
            None => return Verdict::Open(Why::Length),
        }
    }
    let Some(allowed) = allowed else { return Verdict::Open(Why::Length) };
    match longest(space, monitor, &bounds) {
        Some(ms) if ms <= allowed => Verdict::Holds,
        _ => Verdict::Open(Why::Length),
    }
}

/// A length that is written, in whichever hours.
fn known_ms(plan: &Plan<'_>, length: &Length) -> Option<i64> {
    let plain = Length { of: length.of.clone(), hours: None };
    let set = matches!(&length.of, Expr::Setting(s) if plan.book.settings.get(s.index()).is_none_or(|s| s.default.is_none()));
    if set { None } else { time::length_ms(plan, &plain) }
}

/// How long a timer can take at most, counted as the rule counts: working time passes no faster than time.
fn bound(plan: &Plan<'_>, timer: &Length, within: &Length) -> Option<i64> {
    match (timer.hours, within.hours) {
        (None, _) => known_ms(plan, timer),
        (Some(a), Some(b)) if a == b => known_ms(plan, timer),
        _ => None,
    }
}

fn nexts(space: &Space, monitor: &Monitor, (situation, memory): Pair) -> Vec<(usize, Pair)> {
    let steps = space.steps[situation as usize].iter().enumerate();
    steps
        .filter_map(|(i, step)| {
            let over = space.situations[step.to as usize].ended.is_some();
            Some((i, (step.to, monitor.after(memory, &step.points, over)?)))
        })
        .collect()
}

fn way(came: &BTreeMap<Pair, Option<(Pair, u32)>>, mut to: Pair) -> Vec<(u32, u32)> {
    let mut way = Vec::new();
    while let Some(Some((from, step))) = came.get(&to) {
        way.push((from.0, *step));
        to = *from;
    }
    way.reverse();
    way
}

/// The lengths of all timers by which a case leaves this situation.
fn timers<'b>(plan: &Plan<'b>, at: &Situation) -> Vec<&'b Length> {
    let mut out = Vec::new();
    let flow = plan.flow;
    for n in &at.tokens {
        let arrows = plan.node(*n).out.iter().filter_map(|(e, _)| match plan.edge(*e) {
            EdgeKind::After(length) => Some(length),
            _ => None,
        });
        out.extend(arrows);
        let node = &flow.graph[NodeIndex::new(usize::from(*n))];
        out.extend(deadlines(&node.deadlines).map(|(i, _)| &node.deadlines[i].length));
        for s in &plan.node(*n).stages {
            let stage = &flow.stages[usize::from(*s)];
            out.extend(deadlines(&stage.deadlines).map(|(i, _)| &stage.deadlines[i].length));
        }
    }
    out
}

fn silent(plan: &Plan<'_>, at: &Situation) -> bool {
    at.tokens.iter().flat_map(|n| &plan.node(*n).stages).any(|s| {
        let interrupts = &plan.flow.stages[usize::from(*s)].interrupts;
        interrupts.iter().any(|i| matches!(i.trigger, Trigger::Silent(_)))
    })
}

/// The longest time that can pass while something is owed; `None` if it can go round in a circle.
///
/// A circle of nothing but the same situation - an event that changes nothing - takes no time of its own: the timers run on.
fn longest(space: &Space, monitor: &Monitor, bounds: &BTreeMap<Pair, i64>) -> Option<i64> {
    let mut incoming: BTreeMap<Pair, usize> = bounds.keys().map(|p| (*p, 0)).collect();
    let next = |pair: Pair| {
        let mut out: Vec<Pair> = nexts(space, monitor, pair)
            .into_iter()
            .filter(|(i, to)| {
                let tells =
                    matches!(space.steps[pair.0 as usize][*i].input, Input::Tell(..) | Input::StageTell(..));
                bounds.contains_key(to) && !(tells && to.0 == pair.0)
            })
            .map(|(_, to)| to)
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    };
    for pair in bounds.keys() {
        for to in next(*pair) {
            *incoming.entry(to).or_insert(0) += 1;
        }
    }
    let mut ready: Vec<Pair> = incoming.iter().filter(|(_, n)| **n == 0).map(|(p, _)| *p).collect();
    let mut until: BTreeMap<Pair, i64> = BTreeMap::new();
    let (mut done, mut most) = (0, 0);
    while let Some(pair) = ready.pop() {
        done += 1;
        let spent = until.get(&pair).copied().unwrap_or(0).saturating_add(bounds[&pair]);
        most = most.max(spent);
        for to in next(pair) {
            let known = until.entry(to).or_insert(0);
            *known = (*known).max(spent);
            if let Some(n) = incoming.get_mut(&to) {
                *n -= 1;
                if *n == 0 {
                    ready.push(to);
                }
            }
        }
    }
    (done == bounds.len()).then_some(most)
}
