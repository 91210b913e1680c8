//! S601, S602: each rule against all runs. A law's machine runs beside the situations; the first pair that breaks the law,
//! by breadth first, gives the shortest run.
//!
//! A run is shown only if it can be: no condition on it was left open, and moments can be found for its timers. Else the
//! search goes on along other ways; if it ends without a run to show, the rule is proved if nothing was given up, and
//! *not proved* otherwise.

use super::monitor::Monitor;
use super::plan::Plan;
use super::space::{Space, ix32};
use super::told::{place, told_run};
use super::{deadline, time, witness};
use crate::diagnostic::{Code, Finding, Gathered, Words};
use crate::model::{FlowId, Law, Rule, Scenario};
use crate::words;
use std::collections::HashMap;

/// How many ways to one situation are tried before it is given up.
const WAYS_MAX: usize = 8;
/// Most pairs of situation and memory that are looked at for one rule.
const PAIRS_MAX: usize = 200_000;

/// What became of a proof.
pub(super) enum Verdict {
    Holds,
    /// The way that breaks it, and how much time passes after it.
    Broken(Vec<(u32, u32)>, i64),
    /// Why it could not be decided.
    Open(Why),
}

/// Why a rule could not be decided.
#[derive(Clone, Copy)]
pub(super) enum Why {
    TooMany,
    Condition,
    Time,
    Length,
}

impl Why {
    fn words(self) -> Words {
        match self {
            Self::TooMany => words!("rule-open-too-many"),
            Self::Condition => words!("rule-open-condition"),
            Self::Time => words!("rule-open-time"),
            Self::Length => words!("rule-open-length"),
        }
    }
}

pub(super) fn check(plan: &Plan<'_>, id: FlowId, space: &Space, findings: &mut Gathered) {
    for rule in &plan.book.rules {
        for (flow, law) in &rule.laws {
            if *flow == id && rule.watched.is_none() {
                one(plan, id, space, rule, law, findings);
            }
        }
    }
}

fn one(plan: &Plan<'_>, id: FlowId, space: &Space, rule: &Rule, law: &Law, findings: &mut Gathered) {
    let monitor = Monitor::of(plan, law);
    let verdict = match decide(plan, space, &monitor) {
        Verdict::Holds => match law {
            Law::Response { within: Some(within), .. } => deadline::decide(plan, space, &monitor, within),
            _ => Verdict::Holds,
        },
        other => other,
    };
    match verdict {
        Verdict::Holds if space.cut => open(plan, rule, Why::TooMany, findings),
        Verdict::Holds => {}
        Verdict::Open(why) => open(plan, rule, why, findings),
        Verdict::Broken(way, after) => {
            let example = witness::scenario(plan, id, space, &way, after, rule.at);
            broken(plan, space, rule, &way, example, findings);
        }
    }
}

fn open(plan: &Plan<'_>, rule: &Rule, why: Why, findings: &mut Gathered) {
    findings.push(
        Finding::new(
            Code::RuleNotProved,
            rule.at,
            words!("rule-not-proved", rule = &rule.name, flow = &plan.flow.name),
        )
        .here(words!("rule-not-proved.here"))
        .because(why.words())
        .label(plan.flow.at, words!("rule-not-proved.flow"))
        .mend(words!("rule-not-proved.mend")),
    );
}

fn broken(
    plan: &Plan<'_>,
    space: &Space,
    rule: &Rule,
    way: &[(u32, u32)],
    example: Option<Scenario>,
    findings: &mut Gathered,
) {
    let last = way.last().map(|w| space.step(*w));
    let (at, input) = last.map_or((plan.flow.at, words!("run-at-once")), |s| place(plan, &s.input));
    let mut finding = Finding::new(
        Code::RuleBroken,
        rule.at,
        words!("rule-broken", rule = &rule.name, flow = &plan.flow.name),
    )
    .here(words!("rule-broken.here"))
    .label(at, words!("rule-broken.ends", input = input))
    .because(words!("rule-broken.because", run = told_run(plan, space, way)))
    .mend(words!("rule-broken.mend"));
    if let Some(mut example) = example {
        example.name = format!("breaks_{}", rule.name);
        example.label.clone_from(&rule.label);
        finding = finding.run(crate::render::scenario::scenario(plan.book, &example));
    }
    findings.push(finding);
}

/// A pair of situation and memory on the search, with the pair that it was come to from.
struct Pair {
    situation: u32,
    memory: u32,
    from: usize,
    step: u32,
    guessed: bool,
}

/// Looks for the shortest run that breaks a law and can be shown.
fn decide(plan: &Plan<'_>, space: &Space, monitor: &Monitor) -> Verdict {
    // First along one way to each pair: if no run breaks the law at all, that proves it.
    match search(plan, space, monitor, 1) {
        Verdict::Open(Why::Condition | Why::Time) => search(plan, space, monitor, WAYS_MAX),
        verdict => verdict,
    }
}

fn search(plan: &Plan<'_>, space: &Space, monitor: &Monitor, ways: usize) -> Verdict {
    let mut pairs = vec![Pair { situation: 0, memory: 0, from: 0, step: 0, guessed: false }];
    let mut known: HashMap<(u32, u32), usize> = HashMap::from([((0, 0), 1)]);
    let mut here = 0;
    let mut given_up: Option<Why> = None;
    while here < pairs.len() {
        let (situation, memory, guessed) = (pairs[here].situation, pairs[here].memory, pairs[here].guessed);
        for (i, step) in space.steps[situation as usize].iter().enumerate() {
            let over = space.situations[step.to as usize].ended.is_some();
            let guessed = guessed || step.guessed;
            let Some(next) = monitor.after(memory, &step.points, over) else {
                let way = way(&pairs, here, (situation, ix32(i)));
                if guessed {
                    given_up = given_up.or(Some(Why::Condition));
                } else if time::moments(plan, space, &way).is_none() {
                    given_up = Some(Why::Time);
                } else {
                    return Verdict::Broken(way, 0);
                }
                continue;
            };
            let visits = known.entry((step.to, next)).or_insert(0);
            if *visits < ways {
                *visits += 1;
                pairs.push(Pair { situation: step.to, memory: next, from: here, step: ix32(i), guessed });
                if pairs.len() > PAIRS_MAX {
                    return Verdict::Open(Why::TooMany);
                }
            }
        }
        here += 1;
    }
    given_up.map_or(Verdict::Holds, Verdict::Open)
}

fn way(pairs: &[Pair], mut at: usize, last: (u32, u32)) -> Vec<(u32, u32)> {
    let mut way = vec![last];
    while at != 0 {
        let pair = &pairs[at];
        way.push((pairs[pair.from].situation, pair.step));
        at = pair.from;
    }
    way.reverse();
    way
}
