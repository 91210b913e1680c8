//! The real book against the controlled document, which lies beside the repository, or doesn't.

use crate::pair::{Pair, noisy, word_by_word};
use std::path::Path;

fn pair() -> Option<Pair> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = root.join("../shared/documents/OCC.PGDN.01.01.txt");
    let pair = Pair::load(&root.join("sop/customer-handling"), &document);
    if pair.is_none() {
        eprintln!("left out: the controlled document is not here (it is kept outside of the repository)");
    }
    pair
}

#[test]
fn untouched_it_conforms() {
    if let Some(pair) = pair() {
        pair.expect_nothing();
    }
}

#[test]
fn what_the_scanner_does_is_not_told() {
    let Some(pair) = pair() else { return };
    for (what, document) in noisy(&pair.document) {
        let told = pair.with_document(document).told();
        assert!(told.is_empty(), "{what}: {told:?}");
    }
}

#[test]
fn every_word_of_every_clause_counts() {
    let Some(pair) = pair() else { return };
    let all = word_by_word(&pair);
    assert!(all.len() > 90, "{}", all.len());
    let mut missed = Vec::new();
    for (clause, document) in all {
        let told = pair.with_document(document).told();
        if !told.iter().any(|(_, at)| *at == clause) {
            missed.push(format!("{clause}: {told:?}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
