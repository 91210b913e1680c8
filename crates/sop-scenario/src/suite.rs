//! A book's scenarios, all of them: run, measured, told.

use crate::coverage::Coverage;
use crate::explore::{Explored, Options, explore};
use crate::run::{Bench, Failure};
use crate::tell::{Row, Told, failure, timeline};
use sop_core::model::{Book, FlowId, Scenario};
use sop_core::source::Span;

/// What is to be run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Selection<'s> {
    /// Only scenarios of this flow, and only its coverage.
    pub flow: Option<FlowId>,
    /// Only the scenario of this name.
    pub scenario: Option<&'s str>,
    /// Random walks beside the scenarios.
    pub explore: Option<Options>,
}

/// A scenario that was run.
#[derive(Debug)]
pub struct Outcome<'b> {
    /// The scenario.
    pub scenario: &'b Scenario,
    /// Why it failed.
    pub failure: Option<(Failure, Told)>,
    /// What happened.
    pub timeline: Vec<Row>,
    /// Where each act is written, and how long the log was before it.
    pub acts: Vec<(Span, usize)>,
}

/// A book's scenarios, run.
#[derive(Debug)]
pub struct Suite<'b> {
    /// The book.
    pub book: &'b Book,
    /// The flows concerned.
    pub flows: Vec<FlowId>,
    /// The scenarios, in the book's order.
    pub outcomes: Vec<Outcome<'b>>,
    /// What they reached.
    pub coverage: Coverage<'b>,
    /// What the walks found, a flow each.
    pub explored: Vec<Explored<'b>>,
    /// Where chance began.
    pub seed: u64,
    /// Not every scenario that speaks of these flows was asked for: what they reached tells little.
    pub partial: bool,
}

impl Suite<'_> {
    /// Scenarios that failed.
    pub fn failures(&self) -> usize {
        self.outcomes.iter().filter(|o| o.failure.is_some()).count()
    }

    /// Ways of failing that the walks found.
    pub fn found(&self) -> usize {
        self.explored.iter().map(|e| e.found.len()).sum()
    }

    /// Flows of which less is reached than so much of a hundred.
    pub fn below(&self, percent: u32) -> Vec<FlowId> {
        self.flows.iter().copied().filter(|f| self.coverage.percent(*f) < percent).collect()
    }
}

/// Runs a checked book's scenarios.
pub fn test<'b>(book: &'b Book, selection: Selection<'_>) -> Suite<'b> {
    let bench = Bench::new(book);
    let all = (0u16..).map(FlowId).take(book.flows.len());
    let flows: Vec<FlowId> = all.filter(|f| selection.flow.is_none_or(|only| only == *f)).collect();
    let mut coverage = Coverage::new(book);
    let mut outcomes = Vec::new();
    for scenario in &book.scenarios {
        let wanted = selection.flow.is_none_or(|only| only == scenario.flow)
            && selection.scenario.is_none_or(|only| only == scenario.name);
        if !wanted {
            continue;
        }
        let run = bench.run(scenario);
        let rows = run.family.as_ref().map(|f| timeline(book, f)).unwrap_or_default();
        if let Some(family) = &run.family {
            coverage.add(family);
        }
        let told = run.failure.as_ref().map(|f| (f.clone(), failure(book, scenario, &run, f)));
        let acts = run.acts.iter().map(|d| (d.at, d.log)).collect();
        outcomes.push(Outcome { scenario, failure: told, timeline: rows, acts });
    }
    let explored = selection.explore.iter().flat_map(|o| flows.iter().map(|f| explore(book, *f, *o)));
    let explored = explored.collect();
    let seed = selection.explore.map_or(0, |o| o.seed);
    Suite { book, flows, outcomes, coverage, explored, seed, partial: selection.scenario.is_some() }
}
