//! What the places of a flow say of changes, in words. `passage/tests/laws.rs` holds them against real cases.

use super::{PlaceKind, Verdict};
use crate::kernel::passage::tests::{ONE, book_of};
use crate::kernel::{Passage, Program, Settings};
use std::fmt::Write as _;

/// Places from which not every case moves, and how many others there are.
fn told(changes: &[(&str, &str)]) -> String {
    let mut text = ONE.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "nothing to change: {from}");
        text = text.replace(from, to);
    }
    let (old, new) = (book_of(ONE), book_of(&text));
    let (a, b) =
        (Program::build(&old, &Settings::new()).unwrap(), Program::build(&new, &Settings::new()).unwrap());
    let mut out = String::new();
    for flow in Passage::between((&old, &a), (&new, &b)).standings(&a, &b) {
        let moves = flow.places.iter().filter(|p| p.verdict == Verdict::Moves).count();
        let _ = writeln!(out, "{}: {moves} of {} move", flow.flow.name, flow.places.len());
        for place in flow.places {
            let (word, reasons) = match place.verdict {
                Verdict::Moves => continue,
                Verdict::Depends { reasons } => ("depends", reasons),
                Verdict::Stays { reasons } => ("stays", reasons),
            };
            let kind = if place.kind == PlaceKind::Stage { "stage " } else { "" };
            let _ = writeln!(out, "  {kind}{} {word}", place.place.name);
            for reason in reasons {
                let _ = writeln!(out, "    {reason}");
            }
        }
    }
    out
}

#[test]
fn what_is_the_same_moves_from_everywhere() {
    insta::assert_snapshot!(told(&[]));
}

#[test]
fn a_step_that_is_gone_strands_who_stands_there_unless_the_flow_says_what_it_is_now() {
    let renamed = ("step identify by", "step ask_need by");
    insta::assert_snapshot!(told(&[renamed]));
    let said = (
        "    assumed \"contoh\"\n    stage talk",
        "    step identify becomes ask_need\n    assumed \"contoh\"\n    stage talk",
    );
    insta::assert_snapshot!(told(&[renamed, said]));
}

#[test]
fn work_of_another_kind() {
    insta::assert_snapshot!(told(&[
        (
            "step record by agent \"Dokumentasi\" { assumed \"contoh\" }",
            "wait record \"Dokumentasi\" { assumed \"contoh\" without limit on left -> handled }"
        ),
        ("do look_up(need) \"Mencari\"", "call help() as look_up \"Mencari\""),
        (
            "keep found failed -> record assumed \"contoh\"",
            "helped -> record refused -> record cancelled -> record"
        ),
    ]));
}

#[test]
fn what_a_case_may_know_and_may_not() {
    // A choice is gone: only who chose it is stranded. As the stage can be begun anew, that may be so at any step of it.
    insta::assert_snapshot!(told(&[("complaint \"Keluhan\", ", "")]));
    // Read where it wasn't, and known only behind the search.
    insta::assert_snapshot!(told(&[(
        "step record by agent \"Dokumentasi\" { assumed \"contoh\" }",
        "step record by agent \"Dokumentasi\" { assumed \"contoh\" set need to found }"
    )]));
}

#[test]
fn what_is_taken_at_the_start_and_a_flow_that_is_gone() {
    insta::assert_snapshot!(told(&[
        ("takes customer: text", "takes customer: text, office: text"),
        ("flow help", "flow aid"),
        ("start help()", "start aid()"),
    ]));
}

#[test]
fn a_stage_to_which_nothing_goes_back() {
    insta::assert_snapshot!(told(&[("-> resume talk", "-> greet")]));
}
