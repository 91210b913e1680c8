//! Can a run be timed? The exploration lets timers fire in any order; a run that is to be shown must have moments at which
//! each timer fires when it is due, and none that was due before is passed over.
//!
//! The moments of a run's inputs are the unknowns of difference constraints (`t_j - t_i <= c`), solved by the longest ways of
//! Bellman and Ford: the earliest moments, or none at all.

use super::plan::{N, Plan, S};
use super::situation::{Input, Situation};
use super::space::{Space, Step};
use crate::model::{EdgeKind, Expr, Length, Literal, Trigger};
use petgraph::graph::NodeIndex;

/// What a setting without a default is taken for in an example.
pub(super) const UNSET_MS: i64 = 3_600_000;

/// A timer: what it is on, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Timer {
    Arrow(N, usize),
    Deadline(N, usize),
    Silence(S, usize),
    StageDeadline(S, usize),
    Tell(N, usize),
    StageTell(S, usize),
}

/// A timer that was set by an input of the run.
#[derive(Clone, Copy, Debug)]
struct Armed {
    timer: Timer,
    /// The input that set it.
    by: usize,
    /// Brought back by a resume: it fires when it is due, or at once.
    restored: bool,
}

/// The moments of a run's inputs, in milliseconds after its beginning; `None` if it can't be timed. The idle clocks are left
/// to be wound back by whoever writes the run down.
pub(super) fn moments(plan: &Plan<'_>, space: &Space, way: &[(u32, u32)]) -> Option<Vec<i64>> {
    let mut armed: Vec<Armed> = Vec::new();
    // t[j] >= t[i] + c
    let mut after: Vec<(usize, usize, i64)> = (1..way.len()).map(|j| (j, j - 1, 0)).collect();
    // t[j] <= t[i] + c
    let mut before: Vec<(usize, usize, i64)> = Vec::new();
    for (j, place) in way.iter().enumerate() {
        let step = space.step(*place);
        let (from, to) = (&space.situations[place.0 as usize], &space.situations[step.to as usize]);
        if let Some(timer) = fired(&step.input) {
            let found = armed.iter().position(|a| a.timer == timer)?;
            let set = armed.remove(found);
            // When it falls due can't always be told: then it is left open.
            if let Some(ms) = length(plan, timer) {
                after.push((j, set.by, ms));
                if !set.restored && !matches!(timer, Timer::Silence(..)) {
                    before.push((j, set.by, ms));
                }
            }
        }
        armed.retain(|a| {
            let stays = goes_on(plan, a.timer, from, to, step);
            if !stays && !a.restored && !matches!(a.timer, Timer::Silence(..)) {
                before.extend(length(plan, a.timer).map(|ms| (j, a.by, ms)));
            }
            stays
        });
        set(plan, from, to, step, j, &mut armed);
    }
    let last = way.len().checked_sub(1)?;
    for a in armed.iter().filter(|a| !a.restored && !matches!(a.timer, Timer::Silence(..))) {
        before.extend(length(plan, a.timer).map(|ms| (last, a.by, ms)));
    }
    solve(way.len(), &after, &before)
}

/// The earliest moments for which all constraints hold.
fn solve(n: usize, after: &[(usize, usize, i64)], before: &[(usize, usize, i64)]) -> Option<Vec<i64>> {
    let mut t = vec![0_i64; n];
    for round in 0..=n {
        let mut changed = false;
        for (j, i, c) in after {
            let least = t[*i].saturating_add(*c);
            if t[*j] < least {
                t[*j] = least;
                changed = true;
            }
        }
        // t[j] <= t[i] + c  is  t[i] >= t[j] - c
        for (j, i, c) in before {
            let least = t[*j].saturating_sub(*c);
            if t[*i] < least {
                t[*i] = least;
                changed = true;
            }
        }
        if !changed {
            return Some(t);
        }
        if round == n {
            return None;
        }
    }
    None
}

const fn fired(input: &Input) -> Option<Timer> {
    Some(match input {
        Input::Arrow(n, i) => Timer::Arrow(*n, *i),
        Input::Deadline(n, i) => Timer::Deadline(*n, *i),
        Input::Silence(s, i) => Timer::Silence(*s, *i),
        Input::StageDeadline(s, i) => Timer::StageDeadline(*s, *i),
        Input::Tell(n, i) => Timer::Tell(*n, *i),
        Input::StageTell(s, i) => Timer::StageTell(*s, *i),
        _ => return None,
    })
}

fn active(plan: &Plan<'_>, at: &Situation, s: S) -> bool {
    at.tokens.iter().any(|n| plan.is_inside(*n, s))
}

/// Does the timer run on over this step?
fn goes_on(plan: &Plan<'_>, timer: Timer, from: &Situation, to: &Situation, step: &Step) -> bool {
    match timer {
        Timer::Arrow(n, _) | Timer::Deadline(n, _) | Timer::Tell(n, _) => {
            from.tokens.contains(&n) && to.tokens.contains(&n) && !step.visited.contains(&n)
        }
        Timer::Silence(s, _) | Timer::StageDeadline(s, _) | Timer::StageTell(s, _) => active(plan, to, s),
    }
}

fn set(plan: &Plan<'_>, from: &Situation, to: &Situation, step: &Step, by: usize, armed: &mut Vec<Armed>) {
    let active = |at: &Situation, s: S| active(plan, at, s);
    for n in &to.tokens {
        let visited = step.visited.contains(n);
        if !visited && from.tokens.contains(n) {
            continue;
        }
        let node = &plan.flow.graph[NodeIndex::new(usize::from(*n))];
        let arrows = plan.node(*n).out.iter().enumerate();
        let arrows =
            arrows.filter(|(_, (e, _))| matches!(plan.edge(*e), EdgeKind::After(_) | EdgeKind::At(_)));
        let timers = arrows.map(|(i, _)| Timer::Arrow(*n, i));
        let timers =
            timers.chain(super::plan::deadlines(&node.deadlines).map(|(i, _)| Timer::Deadline(*n, i)));
        let told = super::plan::tells(&node.deadlines).filter(|(_, say)| plan.heeds(say.what));
        let timers = timers.chain(told.map(|(i, _)| Timer::Tell(*n, i)));
        armed.extend(timers.map(|timer| Armed { timer, by, restored: !visited }));
    }
    for (s, stage) in (0u16..).zip(&plan.flow.stages) {
        if !active(to, s) || active(from, s) {
            continue;
        }
        let restored = from.points.iter().any(|p| p.stages.contains(&s));
        let deadlines = super::plan::deadlines(&stage.deadlines).map(|(i, _)| Timer::StageDeadline(s, i));
        armed.extend(deadlines.map(|timer| Armed { timer, by, restored }));
        let told = super::plan::tells(&stage.deadlines).filter(|(_, say)| plan.heeds(say.what));
        armed.extend(told.map(|(i, _)| Armed { timer: Timer::StageTell(s, i), by, restored }));
        let silent = stage.interrupts.iter().enumerate();
        let silent = silent.filter(|(_, i)| matches!(i.trigger, Trigger::Silent(_)));
        armed.extend(silent.map(|(i, _)| Armed { timer: Timer::Silence(s, i), by, restored: false }));
    }
    if let Input::Silence(s, i) = step.input
        && active(to, s)
        && active(from, s)
    {
        armed.push(Armed { timer: Timer::Silence(s, i), by, restored: false });
    }
}

/// How long a timer runs, if that can be told.
fn length(plan: &Plan<'_>, timer: Timer) -> Option<i64> {
    match timer {
        Timer::Arrow(n, i) => match plan.edge(plan.node(n).out.get(i)?.0) {
            EdgeKind::After(length) => length_ms(plan, length),
            _ => None,
        },
        Timer::Deadline(n, i) | Timer::Tell(n, i) => {
            let node = &plan.flow.graph[NodeIndex::new(usize::from(n))];
            length_ms(plan, &node.deadlines.get(i)?.length)
        }
        Timer::Silence(s, i) => match &plan.flow.stages.get(usize::from(s))?.interrupts.get(i)?.trigger {
            Trigger::Silent(length) => length_ms(plan, length),
            Trigger::Event(..) => None,
        },
        Timer::StageDeadline(s, i) | Timer::StageTell(s, i) => {
            length_ms(plan, &plan.flow.stages.get(usize::from(s))?.deadlines.get(i)?.length)
        }
    }
}

/// A length in plain time, if it is written, or a setting's default, or stands in an example for a setting without one.
pub(super) fn length_ms(plan: &Plan<'_>, length: &Length) -> Option<i64> {
    if length.hours.is_some() {
        return None;
    }
    match &length.of {
        Expr::Literal(Literal::Duration(ms)) => Some(*ms),
        Expr::Setting(s) => match &plan.book.settings.get(s.index())?.default {
            Some(Literal::Duration(ms)) => Some(*ms),
            _ => Some(UNSET_MS),
        },
        _ => None,
    }
}
