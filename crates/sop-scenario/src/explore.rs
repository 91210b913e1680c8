//! Random walks: a flow is run again and again, and at each moment something that fits happens. What fails is made short.
//!
//! The same book, number and seed give the same walks on every machine. A walk fails as a scenario would: see
//! [`crate::run`]; but rules that are only watched may break. And every walk is replayed from its journals, which must give the same cases, byte for byte.

mod dice;
#[cfg(test)]
mod judge;
mod shrink;
mod values;
mod walk;

use crate::coverage::Coverage;
use crate::family::{CaseNo, Family};
use crate::run::{Bench, Failure, Fault};
use crate::tell::{self, Row, Told};
use dice::Dice;
use shrink::Shrinker;
use sop_core::diagnostic::Lang;
use sop_core::model::{Act, ActKind, Book, Expectation, FlowId, Literal, Scenario, SettingId};
use sop_core::source::{FileId, Span};
use sop_core::words;
use sop_runtime::journal::replay;
use std::collections::BTreeMap;
use values::Values;
use walk::Walker;

/// Ways of failing of one flow that are made short; further ones are only walked by.
const FOUND_MAX: usize = 10;

/// Choices of settings that are tried.
const SETTINGS: usize = 3;

/// How a book is explored.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Walks for each flow.
    pub walks: u64,
    /// Where chance begins.
    pub seed: u64,
    /// In which language found scenarios are labelled.
    pub lang: Lang,
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
    /// What failed, each way of failing once, in the order in which it was found; ten at most.
    pub found: Vec<Found>,
}

/// A way of failing.
#[derive(Debug)]
pub struct Found {
    /// The shortest scenario that fails so; its name is free in the book.
    pub scenario: Scenario,
    /// How it fails. Its place is the line in the scenario's own text.
    pub failure: Failure,
    /// The same in words.
    pub told: Told,
    /// What happened.
    pub timeline: Vec<Row>,
    /// The line of each act in the scenario's own text, and how long the log was before it.
    pub steps: Vec<(Span, usize)>,
    /// How many acts the scenario has.
    pub lines: usize,
    /// The first walk that found it, from 0.
    pub walk: u64,
    /// How many acts that walk had.
    pub acts: usize,
    /// How many walks failed so.
    pub times: u64,
}

/// Walks at random over one flow, and over those that it starts and calls.
pub fn explore(book: &Book, flow: FlowId, options: Options) -> Explored<'_> {
    let values = Values::of(book);
    let settings = settings(book, &values);
    let mut bench = Bench::new(book);
    bench.let_watched_break();
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
        if explored.found.len() >= FOUND_MAX {
            continue;
        }
        known.insert(signature.clone(), explored.found.len());
        let acts = scenario.acts.len();
        let scenario = short(&bench, &values, signature, scenario, explored.found.len(), options.lang);
        explored.found.push(found(&bench, scenario, failure, walk, acts));
    }
    explored
}

/// The shortest scenario that fails so, with a name and its own lines as places.
fn short(
    bench: &Bench<'_>,
    values: &Values,
    signature: String,
    scenario: Scenario,
    number: usize,
    lang: Lang,
) -> Scenario {
    let shrinker = Shrinker { bench, values, signature };
    let mut scenario = shrinker.shrink(scenario);
    let book = bench.book();
    let flow = book.flows.get(scenario.flow.index()).map_or("", |f| f.name.as_str());
    scenario.name = free_name(book, &format!("found_{flow}"), number + 1);
    scenario.label = words!("found-label").say(lang);
    scenario.acts.extend(watched_breaks(bench, &scenario));
    let with = !(scenario.takes.is_empty() && scenario.settings.is_empty());
    number_lines(&mut scenario.acts, if with { 3 } else { 2 });
    scenario.at = line(1);
    scenario
}

/// What the walks don't mind fails a scenario; so it has to say that it expects that.
fn watched_breaks(bench: &Bench<'_>, scenario: &Scenario) -> Vec<Act> {
    let run = bench.run(scenario);
    let fault = run.failure.as_ref().map(|f| &f.fault);
    let happened = run.family.iter().flat_map(Family::log);
    let mut rules: Vec<usize> = happened.flat_map(crate::run::broken).map(|b| b.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let own = |rule: &usize| matches!(fault, Some(Fault::Broken(b)) if b.rule == *rule);
    let expect = |rule| Act { kind: ActKind::Expect(Expectation::Broken(rule)), at: Span::default() };
    rules.into_iter().filter(|r| !own(r)).map(expect).collect()
}

fn found(bench: &Bench<'_>, scenario: Scenario, first: Failure, walk: u64, acts: usize) -> Found {
    let book = bench.book();
    let run = bench.run(&scenario);
    // Unless it is of a kind that scenarios don't fail by, it fails as before.
    let failure = run.failure.clone().unwrap_or(first);
    let told = tell::failure(book, &scenario, &run, &failure);
    let timeline = run.family.as_ref().map(|f| tell::timeline(book, f)).unwrap_or_default();
    let steps: Vec<_> = run.acts.iter().map(|d| (d.at, d.log)).collect();
    let lines = count(&scenario.acts);
    Found { failure, told, timeline, steps, lines, walk, acts, times: 1, scenario }
}

/// A line of a scenario's own text, which stands in no file.
fn line(number: u32) -> Span {
    Span::new(FileId(u32::MAX), number, number)
}

/// Gives each act its line, as it will be printed; tells the line after the last one.
fn number_lines(acts: &mut [Act], first: u32) -> u32 {
    let mut next = first;
    for act in acts {
        act.at = line(next);
        next += 1;
        if let ActKind::Inside { acts, .. } = &mut act.kind {
            next = number_lines(acts, next) + 1;
        }
    }
    next
}

/// Acts that do something: `in NODE { … }` is none by itself.
fn count(acts: &[Act]) -> usize {
    let one = |act: &Act| match &act.kind {
        ActKind::Inside { acts, .. } => count(acts),
        _ => 1,
    };
    acts.iter().map(one).sum()
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
    Failure { at: Span::default(), flow, case, fault: Fault::Unsteady(what), log: 0 }
}

#[cfg(test)]
mod tests;
