//! Random walks: a flow is run again and again, and at each moment something that fits happens. What fails is made short.
//!
//! The same book, number and seed give the same walks on every machine. A walk fails as a scenario would: see
//! [`crate::run`]. And every walk is replayed from its journals, which must give the same cases, byte for byte.

mod dice;
mod shrink;
mod values;
mod walk;

use crate::coverage::Coverage;
use crate::family::{CaseNo, Family};
use crate::run::{Bench, Failure, Fault};
use dice::Dice;
use shrink::Shrinker;
use sop_core::model::{Book, FlowId, Literal, Scenario, SettingId};
use sop_runtime::journal::replay;
use std::collections::BTreeMap;
use values::Values;
use walk::Walker;

/// Choices of settings that are tried.
const SETTINGS: usize = 3;

/// How a book is explored.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Walks for each flow.
    pub walks: u64,
    /// Where chance begins.
    pub seed: u64,
}

/// What the walks found in one flow.
#[derive(Debug)]
pub struct Explored<'b> {
    /// The flow.
    pub flow: FlowId,
    /// How many walks were made.
    pub walks: u64,
    /// How many acts they had in all.
    pub acts: u64,
    /// What they reached, of this flow and of those that it starts and calls.
    pub coverage: Coverage<'b>,
    /// What failed, each way of failing once, in the order in which it was found.
    pub found: Vec<Found>,
}

/// A way of failing.
#[derive(Debug)]
pub struct Found {
    /// The shortest scenario that fails so; its name is free in the book.
    pub scenario: Scenario,
    /// How it fails.
    pub failure: Failure,
    /// The first walk that found it, from 0.
    pub walk: u64,
    /// How many acts that walk had.
    pub acts: usize,
    /// How many walks failed so.
    pub times: u64,
}

/// Walks at random over one flow, and over those that it starts and calls.
pub fn explore<'b>(book: &'b Book, flow: FlowId, options: Options) -> Explored<'b> {
    let values = Values::of(book);
    let settings = settings(book, &values);
    let mut bench = Bench::new(book);
    for given in &settings {
        bench.prepare(given);
    }
    let walker = Walker { book, values: &values, flow, settings: &settings };
    let mut explored =
        Explored { flow, walks: options.walks, acts: 0, coverage: Coverage::new(book), found: Vec::new() };
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for walk in 0..options.walks {
        let mut dice = Dice::new(&[options.seed, u64::from(flow.0), walk]);
        let (scenario, mut failure, family) = walker.walk(&bench, &mut dice);
        explored.acts += scenario.acts.len() as u64;
        if let Some(family) = &family {
            explored.coverage.add(family);
            failure = failure.or_else(|| not_replayed(family));
        }
        let Some(failure) = failure else { continue };
        let signature = failure.signature(book, family.as_ref());
        if let Some(found) = known.get(&signature).and_then(|i| explored.found.get_mut(*i)) {
            found.times += 1;
            continue;
        }
        known.insert(signature.clone(), explored.found.len());
        let acts = scenario.acts.len();
        let found = short(&bench, &values, signature, scenario, failure, explored.found.len());
        explored.found.push(Found { scenario: found.0, failure: found.1, walk, acts, times: 1 });
    }
    explored
}

fn short(
    bench: &Bench<'_>,
    values: &Values,
    signature: String,
    scenario: Scenario,
    failure: Failure,
    number: usize,
) -> (Scenario, Failure) {
    let shrinker = Shrinker { bench, values, signature };
    let mut scenario = shrinker.shrink(scenario);
    let book = bench.book();
    let flow = book.flows.get(scenario.flow.index()).map_or("", |f| f.name.as_str());
    scenario.name = free_name(book, &format!("found_{flow}"), number + 1);
    scenario.label = "Ditemukan oleh penjelajahan acak".to_owned();
    // Unless it is of a kind that scenarios don't fail by, it fails as before.
    let failure = bench.run(&scenario).failure.unwrap_or(failure);
    (scenario, failure)
}

/// A name that no scenario of the book has.
fn free_name(book: &Book, stem: &str, number: usize) -> String {
    let taken = |name: &str| book.scenarios.iter().any(|s| s.name == name);
    let mut names = (number..).map(|n| format!("{stem}_{n}"));
    names.find(|n| !taken(n)).unwrap_or_default()
}

/// Choices of the settings that have no default.
fn settings(book: &Book, values: &Values) -> Vec<Vec<(SettingId, Literal)>> {
    let start = Values::plain_start();
    let needed: Vec<_> =
        (0u16..).map(SettingId).zip(&book.settings).filter(|(_, s)| s.default.is_none()).collect();
    let choice = |n| needed.iter().map(|(id, s)| (*id, values.first(&s.ty, start, n))).collect();
    let mut all: Vec<Vec<_>> = (0..SETTINGS).map(choice).collect();
    all.dedup();
    all
}

/// Each case again, from its journal.
fn not_replayed(family: &Family<'_>) -> Option<Failure> {
    family.cases().find_map(|(no, case)| {
        let fault = match replay(family.program(), &case.journal) {
            Ok((state, _)) if state.encode() == case.state.encode() => return None,
            Ok(_) => "a replay leads elsewhere".to_owned(),
            Err(why) => why.to_string(),
        };
        Some(unsteady(no, case.flow, fault))
    })
}

fn unsteady(case: CaseNo, flow: FlowId, what: String) -> Failure {
    Failure { at: sop_core::source::Span::default(), flow, case, fault: Fault::Unsteady(what), log: 0 }
}

#[cfg(test)]
mod tests;
