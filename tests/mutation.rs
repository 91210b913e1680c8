//! Books with one fault each, hundreds of them: every harmful one is found by the check, at its place.
//!
//! Faults are made on the text, as somebody would make them who edits a file. What the checker lets pass goes to a judge that
//! knows nothing of it: the book's scenarios and random walks on the engine. If they come to grief, the checker has missed
//! something, and the test fails. `cargo test` tries a sample; all of them: `cargo test --release --test mutation -- --ignored`,
//! which writes the table and what was let pass to `target/mutation.txt`.
//!
//! What the check rightly lets pass: a change of what is meant by a flow that is sound as before - another lane, system, word, or fact of the
//! same type; a longer time; an arrow to another step that leads to an end as well. Rules, scenarios and the conformance
//! to the document are there for these.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

#[path = "mutation/arrows.rs"]
mod arrows;
#[path = "mutation/facts.rs"]
mod facts;
#[path = "mutation/judge.rs"]
mod judge;
#[path = "mutation/names.rs"]
mod names;
#[path = "mutation/rules.rs"]
mod rules;
#[path = "mutation/steps.rs"]
mod steps;
#[path = "mutation/tables.rs"]
mod tables;
#[path = "mutation/tally.rs"]
mod tally;
#[path = "mutation/text.rs"]
mod text;
#[path = "mutation/times.rs"]
mod times;

use judge::Judge;
use std::collections::BTreeMap;
use std::path::Path;
use tally::Tally;
use text::{Mutant, Written};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn books() -> Vec<Written> {
    let mut all = vec![Written::new(
        "customer-handling",
        sop::folder::read(root().join("sop/customer-handling")).unwrap(),
    )];
    for name in ["repairs", "library", "clinic"] {
        let mut sources = sop::Sources::new();
        let text = std::fs::read_to_string(root().join(format!("tests/mutation/books/{name}.sop"))).unwrap();
        sources.add(format!("{name}.sop"), text);
        all.push(Written::new(name, sources));
    }
    all
}

fn mutants(written: &Written) -> Vec<Mutant> {
    let mut all = Vec::new();
    arrows::mutants(written, &mut all);
    steps::mutants(written, &mut all);
    facts::mutants(written, &mut all);
    names::mutants(written, &mut all);
    times::mutants(written, &mut all);
    tables::mutants(written, &mut all);
    rules::mutants(written, &mut all);
    all
}

/// Every so-manieth of each kind, a number of each at most.
fn sample(all: Vec<Mutant>, most: usize) -> Vec<Mutant> {
    let mut kinds: BTreeMap<&str, Vec<Mutant>> = BTreeMap::new();
    for mutant in all {
        kinds.entry(mutant.kind).or_default().push(mutant);
    }
    let every = |all: Vec<Mutant>| {
        let step = all.len().div_ceil(most).max(1);
        all.into_iter().step_by(step)
    };
    kinds.into_values().flat_map(every).collect()
}

fn tried(most: usize, walks: u64) -> Tally {
    let mut tally = Tally::default();
    for written in books() {
        let mut judge = Judge::new(&written, walks);
        for mutant in sample(mutants(&written), most) {
            let verdict = judge.judge(&mutant);
            tally.add(&written.name, &mutant, verdict);
        }
    }
    tally
}

#[test]
fn the_books_are_sound_as_they_are() {
    for written in books() {
        let compiled = sop::compile(&written.sources);
        assert!(compiled.findings.is_empty(), "{}: {:#?}", written.name, compiled.findings);
        let book = compiled.book.unwrap();
        let suite = sop::scenario::suite::test(&book, sop::scenario::suite::Selection::default());
        assert_eq!(suite.failures(), 0, "{}", written.name);
    }
}

#[test]
fn a_sample_of_mutants_is_found() {
    let tally = tried(2, 4);
    insta::assert_snapshot!("sample", tally.table());
    assert!(tally.missed.is_empty(), "{}", tally.missed.join("\n"));
}

#[test]
#[ignore = "takes minutes; the sample runs each time"]
fn every_mutant_is_found() {
    let tally = tried(usize::MAX, 10);
    // To be read: what the check lets pass has to be argued, kind by kind.
    let told = format!("{}\n{}", tally.table(), tally.by_nobody());
    std::fs::write(root().join("target/mutation.txt"), told).unwrap();
    assert!(tally.missed.is_empty(), "{}", tally.missed.join("\n"));
}
