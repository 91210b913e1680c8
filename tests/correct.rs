//! Flows that are sound by the way they are put together, thousands of kinds: the check says nothing about them, and the
//! engine runs them.

#[path = "correct/blocks.rs"]
mod blocks;
#[path = "correct/write.rs"]
mod write;

use proptest::prelude::*;
use sop::diagnostic::Lang;
use sop::model::FlowId;
use sop::scenario::explore::{Options, explore};

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_check_is_silent_about_correct_flows(block in blocks::blocks()) {
        let text = write::book(&block);
        let mut sources = sop::Sources::new();
        sources.add("a.sop", text.clone());
        let compiled = sop::compile(&sources);
        let told: Vec<String> = compiled.findings.iter().map(|f| format!("{} {}", f.code, f.message)).collect();
        prop_assert!(told.is_empty(), "{text}\n{told:#?}");
        let Some(book) = compiled.book else { return Err(TestCaseError::fail(text)) };
        for flow in (0u16..).map(FlowId).take(book.flows.len()) {
            let explored = explore(&book, flow, Options { walks: 3, seed: 1, lang: Lang::En });
            prop_assert!(explored.found.is_empty(), "{text}\n{:#?}", explored.found.first().map(|f| &f.failure));
        }
    }
}

/// The law above says little if the flows are all alike.
#[test]
fn the_flows_are_of_every_kind_and_some_are_long() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let texts: Vec<String> =
        (0..300).map(|_| write::book(&blocks::blocks().new_tree(&mut runner).unwrap().current())).collect();
    for word in [
        "stage ",
        "parallel ",
        "join any",
        "join all",
        "call ",
        "await ",
        "resume ",
        "silent",
        "after",
        "else ->",
        "else tell",
        "otherwise",
        "failed",
        "set ",
        "keep ",
    ] {
        assert!(texts.iter().filter(|t| t.contains(word)).count() > 20, "{word}");
    }
    let mut lines: Vec<usize> = texts.iter().map(|t| t.lines().count()).collect();
    lines.sort_unstable();
    assert!(lines[150] > 50 && lines[299] > 120, "{lines:?}");
}
