//! Making a failing walk as short and plain as it can be while it still fails the same way.
//!
//! First acts are left out, many at once and then one by one (Zeller, Hildebrandt: *Simplifying and Isolating
//! Failure-Inducing Input*, IEEE TSE 2002), and what is left is made plain: values, lengths of time, the beginning. Then all
//! shorter runs are tried in the order of their length, as far as a budget goes; so what is small is the shortest.

use super::values::Values;
use super::walk::{act, acts_for, address, local, taken, within};
use crate::family::{CaseNo, Family};
use crate::offers::{Offer, next_due, offers};
use crate::run::{Bench, Runner};
use sop_core::model::{Act, ActKind, Book, Literal, Scenario, Type};
use std::collections::BTreeSet;

/// Runs that the search for a shorter one may make.
const SEARCH_MAX: usize = 20_000;

/// Rounds of making plain.
const ROUNDS_MAX: usize = 20;

/// Shrinks scenarios of one book.
#[derive(Debug)]
pub(super) struct Shrinker<'s> {
    pub(super) bench: &'s Bench<'s>,
    pub(super) values: &'s Values,
    /// What its failure is told by: see [`crate::run::Failure::signature`].
    pub(super) signature: String,
}

impl Shrinker<'_> {
    /// The shortest and plainest scenario that was found.
    pub(super) fn shrink(&self, mut found: Scenario) -> Scenario {
        for _ in 0..ROUNDS_MAX {
            let before = found.clone();
            self.leave_out(&mut found);
            self.make_plain(&mut found);
            if found == before {
                break;
            }
        }
        if let Some(shorter) = self.shorter(&found) {
            found = shorter;
            self.make_plain(&mut found);
        }
        found
    }

    fn fails(&self, scenario: &Scenario) -> bool {
        let run = self.bench.run(scenario);
        match (&run.failure, &run.family) {
            (Some(failure), family) => {
                failure.signature(self.bench.book(), family.as_ref()) == self.signature
            }
            (None, _) => false,
        }
    }

    /// Takes the change if it still fails.
    fn try_it(&self, found: &mut Scenario, change: impl FnOnce(&mut Scenario)) -> bool {
        let mut other = found.clone();
        change(&mut other);
        let better = other != *found && self.fails(&other);
        if better {
            *found = other;
        }
        better
    }

    fn leave_out(&self, found: &mut Scenario) {
        let mut size = found.acts.len();
        while size > 0 {
            let mut from = 0;
            while from < found.acts.len() {
                let to = (from + size).min(found.acts.len());
                let gone = self.try_it(found, |s| {
                    s.acts.drain(from..to);
                });
                if !gone {
                    from += size;
                }
            }
            size /= 2;
        }
    }

    fn make_plain(&self, found: &mut Scenario) {
        for start in self.values.plain_starts(found.start) {
            if found.start == start || self.try_it(found, |s| s.start = start) {
                break;
            }
        }
        let book = self.bench.book();
        for i in 0..found.takes.len() {
            let flow = book.flows.get(found.flow.index());
            let Some((_, ty)) = flow.map(taken).and_then(|t| t.into_iter().nth(i)) else { continue };
            let plain = self.values.simplest(&ty, found.start);
            self.try_it(found, |s| {
                if let Some((_, value)) = s.takes.get_mut(i) {
                    *value = plain;
                }
            });
        }
        for i in 0..found.acts.len() {
            self.plain_act(found, i);
        }
        for i in (1..found.acts.len()).rev() {
            self.try_it(found, |s| join(&mut s.acts, i));
        }
    }

    fn plain_act(&self, found: &mut Scenario, i: usize) {
        let Some(kind) = found.acts.get_mut(i).map(|a| leaf(a).clone()) else { return };
        let set = |kind: ActKind| {
            move |s: &mut Scenario| {
                if let Some(act) = s.acts.get_mut(i) {
                    *leaf(act) = kind;
                }
            }
        };
        match kind {
            ActKind::Advance(ms) => {
                for shorter in
                    [0, 1000, 60_000, ms / 2 / 60_000 * 60_000, ms / 60_000 * 60_000, ms / 2 / 1000 * 1000]
                {
                    if shorter < ms && self.try_it(found, set(ActKind::Advance(shorter))) {
                        break;
                    }
                }
            }
            ActKind::Do { fills, .. } => {
                for f in 0..fills.len() {
                    self.plain_value(found, i, |k| match k {
                        ActKind::Do { fills, .. } => fills.get_mut(f).map(|(_, v)| v),
                        _ => None,
                    });
                }
            }
            ActKind::Event { data, .. } => {
                for f in 0..data.len() {
                    self.plain_value(found, i, |k| match k {
                        ActKind::Event { data, .. } => data.get_mut(f),
                        _ => None,
                    });
                }
            }
            ActKind::Done { gives, .. } => {
                for f in 0..gives.len() {
                    self.plain_value(found, i, |k| match k {
                        ActKind::Done { gives, .. } => gives.get_mut(f),
                        _ => None,
                    });
                }
            }
            _ => {}
        }
    }

    /// A value of an act, made as plain as its kind allows.
    fn plain_value(
        &self,
        found: &mut Scenario,
        act: usize,
        value: impl Fn(&mut ActKind) -> Option<&mut Literal>,
    ) {
        let Some(old) = found.acts.get_mut(act).and_then(|a| value(leaf(a)).cloned()) else { return };
        let Some(ty) = type_of(&old) else { return };
        let plain = self.values.simplest(&ty, found.start);
        self.try_it(found, |s| {
            if let Some(v) = s.acts.get_mut(act).and_then(|a| value(leaf(a))) {
                *v = plain;
            }
        });
    }

    /// A run with fewer acts that fails the same way: all there are, the shortest first, with plain values.
    fn shorter(&self, found: &Scenario) -> Option<Scenario> {
        let mut level: Vec<Vec<Act>> = vec![Vec::new()];
        let mut seen: BTreeSet<Vec<u8>> = BTreeSet::new();
        let mut runs = 0;
        for _ in 1..found.acts.len() {
            let mut next = Vec::new();
            for acts in level {
                let base = Scenario { acts, ..found.clone() };
                for act in self.moves(&base) {
                    runs += 1;
                    if runs > SEARCH_MAX {
                        return None;
                    }
                    let mut longer = base.clone();
                    longer.acts.push(act);
                    let Ok(mut runner) = self.bench.begin(&longer) else { continue };
                    match runner.acts(CaseNo(0), longer.flow, &longer.acts) {
                        Err(failure) => {
                            let family = runner.into_family();
                            if failure.signature(self.bench.book(), Some(&family)) == self.signature {
                                return Some(longer);
                            }
                        }
                        Ok(()) => {
                            if seen.insert(whole(&runner)) {
                                next.push(longer.acts);
                            }
                        }
                    }
                }
            }
            level = next;
        }
        None
    }

    /// All that can be done next, each with plain values.
    fn moves(&self, scenario: &Scenario) -> Vec<Act> {
        let Ok(mut runner) = self.bench.begin(scenario) else { return Vec::new() };
        if runner.acts(CaseNo(0), scenario.flow, &scenario.acts).is_err() {
            return Vec::new();
        }
        let book = self.bench.book();
        let mut moves = plain_moves(book, runner.family(), self.values);
        if let Some(due) = next_due(runner.family()) {
            moves.push(act(ActKind::Advance((due.0 - runner.family().now().0).max(0))));
        }
        moves
    }
}

fn plain_moves(book: &Book, family: &Family<'_>, values: &Values) -> Vec<Act> {
    let now = local(book, family);
    let mut moves = Vec::new();
    for (no, case) in family.cases().filter(|(_, c)| c.is_open()) {
        let Some(path) = address(family, no) else { continue };
        for offer in offers(book, family, no) {
            // Two ways to fill in: what is decided by a yes or a no is tried both ways.
            for n in 0..2 {
                let all = acts_for(book, case.flow, offer, &mut |ty| values.first(ty, now, n));
                for kind in all {
                    let one = within(&path, kind);
                    if !moves.contains(&one) {
                        moves.push(one);
                    }
                }
                if matches!(offer, Offer::Decision(_)) {
                    break;
                }
            }
        }
    }
    moves
}

/// All cases as bytes: two runs that came to the same place need not both be followed.
fn whole(runner: &Runner<'_>) -> Vec<u8> {
    let mut bytes = runner.family().now().0.to_le_bytes().to_vec();
    for (_, case) in runner.family().cases() {
        bytes.extend(case.state.encode());
    }
    bytes
}

/// Two acts in the same case, one after the other, stand in one `in NODE { … }`.
fn join(acts: &mut Vec<Act>, second: usize) {
    let Some((before, after)) = acts.split_at_mut_checked(second) else { return };
    if let (Some(first), Some(second)) = (before.last_mut(), after.first())
        && let (ActKind::Inside { node, acts: a, .. }, ActKind::Inside { node: n, acts: b, .. }) =
            (&mut first.kind, &second.kind)
        && node == n
    {
        a.extend(b.iter().cloned());
    } else {
        return;
    }
    acts.remove(second);
}

/// The act inside of all `in NODE { … }` around it.
fn leaf(act: &mut Act) -> &mut ActKind {
    let mut act = act;
    while matches!(&act.kind, ActKind::Inside { acts, .. } if acts.len() == 1) {
        match &mut act.kind {
            // Just looked at: there is one.
            ActKind::Inside { acts, .. } => act = &mut acts[0],
            kind => return kind,
        }
    }
    &mut act.kind
}

/// The type of a value, where it can be told.
fn type_of(value: &Literal) -> Option<Type> {
    Some(match value {
        Literal::YesNo(_) => Type::YesNo,
        Literal::Text(_) => Type::Text,
        Literal::Number(_) => Type::Number,
        Literal::Date(_) => Type::Date,
        Literal::Time(_) => Type::Time,
        Literal::Moment(_) => Type::Moment,
        Literal::Duration(_) => Type::Duration,
        Literal::Weekday(_) => Type::Weekday,
        Literal::DayKind(_) => Type::DayKind,
        Literal::Choice(_) | Literal::List(_) => return None,
    })
}
