//! The book's own scenarios: all pass, all is reached, and what they did can be replayed; random walks find nothing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sop::diagnostic::Lang;
use sop::kernel::State;
use sop::model::{Book, FlowId};
use sop::scenario::coverage::Kind;
use sop::scenario::explore::{Options, explore};
use sop::scenario::report::{Report, terminal};
use sop::scenario::run::Bench;
use sop::scenario::suite::{Selection, test};
use std::path::Path;

fn read() -> (sop::Sources, Book) {
    let sources =
        sop::folder::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("sop/customer-handling")).unwrap();
    let compiled = sop::compile(&sources);
    assert!(compiled.is_sound());
    (sources, compiled.book.unwrap())
}

fn flows(book: &Book) -> impl Iterator<Item = (FlowId, &str)> {
    (0u16..).map(FlowId).zip(book.flows.iter().map(|f| f.name.as_str()))
}

#[test]
fn every_scenario_passes_and_nothing_is_left_unreached() {
    let (sources, book) = read();
    let suite = test(&book, Selection::default());
    let report = Report { sources: &sources, lang: Lang::En, min_coverage: Some(100) };
    assert!(suite.failures() == 0 && suite.below(100).is_empty(), "{}", terminal(&suite, &report));
    for (flow, name) in flows(&book) {
        for kind in Kind::ALL {
            let (reached, all) = suite.coverage.of_kind(flow, kind);
            assert_eq!(reached, all, "{name}: {kind:?}");
        }
    }
}

#[test]
fn every_scenario_can_be_replayed() {
    let (_, book) = read();
    let bench = Bench::new(&book);
    for scenario in &book.scenarios {
        let run = bench.run(scenario);
        for (_, case) in run.family.unwrap().cases() {
            let program = bench.program(&scenario.settings).unwrap();
            let written: Vec<_> = case.journal.iter().map(sop_runtime::journal::encode).collect();
            let read: Vec<_> = written.iter().map(|b| sop_runtime::journal::decode(b).unwrap()).collect();
            let (state, _) = sop_runtime::journal::replay(program, &read).unwrap();
            assert_eq!(state.encode(), case.state.encode(), "{}", scenario.name);
            assert_eq!(State::decode(&state.encode(), program).unwrap(), case.state, "{}", scenario.name);
        }
    }
}

#[test]
fn random_walks_find_nothing_and_come_everywhere() {
    let (_, book) = read();
    for (flow, name) in flows(&book) {
        let explored = explore(&book, flow, Options { walks: 300, seed: 1, lang: Lang::En });
        let found: Vec<_> =
            explored.found.iter().map(|f| sop::render::scenario(&book, &f.scenario)).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
        assert_eq!(explored.coverage.percent(flow), 100, "{name}");
    }
}
