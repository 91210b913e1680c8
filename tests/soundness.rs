//! The checker's situations against the engine: wherever a scenario of some book leads a case, the checker has been before.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sop::model::FlowId;
use sop::scenario::run::Bench;
use sop_core::check::soundness::markings;
use std::collections::BTreeSet;
use std::path::Path;

fn books() -> Vec<sop::Sources> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["sop/customer-handling", "tests/mutation/books"]
        .iter()
        .flat_map(|folder| {
            let read = sop::folder::read(root.join(folder)).unwrap();
            if *folder == "sop/customer-handling" {
                return vec![read];
            }
            // Each file is a book of its own.
            let alone = |(_, file): (_, &sop::source::SourceFile)| {
                let mut sources = sop::Sources::new();
                sources.add(file.path.clone(), file.text.clone());
                sources
            };
            read.iter().map(alone).collect()
        })
        .collect()
}

#[test]
fn the_engine_comes_nowhere_that_the_checker_has_not_seen() {
    let mut seen = 0;
    for sources in books() {
        let book = sop::compile(&sources).book.unwrap();
        let bench = Bench::new(&book);
        let flows = (0u16..).map(FlowId).take(book.flows.len());
        let known: Vec<BTreeSet<Vec<u16>>> = flows.map(|flow| markings(&book, flow)).collect();
        for scenario in &book.scenarios {
            // After each line once.
            for lines in 0..=scenario.acts.len() {
                let mut part = scenario.clone();
                part.acts.truncate(lines);
                let run = bench.run(&part);
                let family = run.family.unwrap();
                for (_, case) in family.cases().filter(|(_, c)| c.is_open()) {
                    let tokens = case.state.tokens(family.program());
                    let mut here: Vec<u16> = tokens.iter().map(|t| t.node.0).collect();
                    here.sort_unstable();
                    let flow = &book.flows[case.flow.index()];
                    assert!(
                        known[case.flow.index()].contains(&here),
                        "{} {}: {here:?}",
                        scenario.name,
                        flow.name
                    );
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 500, "{seen}");
}
