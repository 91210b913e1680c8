//! What fits and what doesn't, act by act.

use crate::run::{Fault, Misfit};
use crate::testing::run;
use sop_core::model::Expectation;

/// One scenario of the chat, which must pass.
fn passes(acts: &str) {
    let text = format!(
        "scenario one \"Satu\" for chat at 2023-10-02 17:58 {{ with customer \"Sri\", sla 4h {acts} }}"
    );
    for failure in run(&text) {
        assert!(failure.is_none(), "{failure:#?}");
    }
}

/// One scenario of the chat, which must fail: at which text, and how.
fn fails(acts: &str) -> (String, Fault) {
    let text = format!(
        "scenario one \"Satu\" for chat at 2023-10-02 17:58 {{ with customer \"Sri\", sla 4h {acts} }}"
    );
    let (at, failure) = run(&text).remove(0).expect("it fails");
    (at, failure.fault)
}

#[test]
fn a_chat_with_a_verification_inside_and_a_ticket_beside() {
    passes(
        "expect say hello  expect at greet  expect open
         do greet
         expect no say hello  expect at check
         in check { expect at ask  do ask  answer matches no  expect tries is 1  do again  answer matches yes  expect ended verified }
         expect at identify
         do identify with need \"Cetak ulang\"
         answer solvable no
         expect at outcome  expect need is \"Cetak ulang\"
         in escalate {
             done raise with number \"T-1\"
             expect number is \"T-1\"
             advance 4h
             expect tell leader late
             do work with result \"Beres\"
             expect publish ticket_closed
             expect ended closed
         }
         expect answer is \"Beres\"
         expect say bye_night  expect say bye
         do close
         do record
         expect ended handled",
    );
}

#[test]
fn silence_counts_from_what_was_said_and_timers_fire_at_their_own_moments() {
    passes(
        "advance 59s  expect at greet  on replied with text \"Halo\"  advance 59s  expect at greet
         advance 1s  expect at ask  expect say still_there  expect not at greet
         advance to 2023-10-02 18:02
         expect say bye_night  expect at close",
    );
}

#[test]
fn moments_are_of_the_books_zone() {
    passes(
        "advance to 2023-10-02 17:59  expect at ask  on replied with text \"Ya\"  expect at greet
         advance to 2023-10-02 18:00  expect at ask  expect time of now is 18:00
         advance 1m  expect say bye_night",
    );
}

#[test]
fn what_does_not_fit_is_told_at_its_line() {
    let (at, fault) = fails("do greet do greet");
    assert_eq!(at, "do greet");
    assert!(matches!(fault, Fault::Misfit(Misfit::NotOpen(_))), "{fault:?}");
    let (at, fault) = fails("in check { do ask }");
    assert_eq!(at, "in check");
    assert!(matches!(fault, Fault::Misfit(Misfit::NoCase(_))), "{fault:?}");
    let (at, fault) = fails("do greet on ticket_closed with number \"T\"");
    assert_eq!(at, "on ticket_closed with number \"T\"");
    assert!(matches!(fault, Fault::Misfit(Misfit::NotExpected(_))), "{fault:?}");
    let (_, fault) = fails("cancel cancel");
    assert!(matches!(fault, Fault::Misfit(Misfit::Over)), "{fault:?}");
    let (at, fault) = fails("advance 1m advance to 2023-10-02 17:58");
    assert_eq!(at, "advance to 2023-10-02 17:58");
    assert!(matches!(fault, Fault::Misfit(Misfit::TimeBack)), "{fault:?}");
}

#[test]
fn what_is_expected_and_did_not_happen_is_told_at_its_line() {
    for (acts, at) in [
        ("expect say bye", "expect say bye"),
        ("do greet expect say hello", "expect say hello"),
        ("expect no say hello", "expect no say hello"),
        ("expect tell leader late", "expect tell leader late"),
        ("expect publish ticket_closed", "expect publish ticket_closed"),
        ("expect at ask", "expect at ask"),
        ("expect not at greet", "expect not at greet"),
        ("expect customer is \"Budi\"", "expect customer is \"Budi\""),
        ("expect ended handled", "expect ended handled"),
        ("cancel expect open", "expect open"),
        ("expect cancelled", "expect cancelled"),
    ] {
        let (found, fault) = fails(acts);
        assert_eq!(found, at);
        assert!(matches!(fault, Fault::Unmet(_)), "{fault:?}");
    }
    let (_, fault) = fails("expect need is \"x\"");
    assert!(matches!(fault, Fault::Unknown(Expectation::Holds(_), _)), "{fault:?}");
}

#[test]
fn a_cancelled_ticket_is_an_answer_too() {
    passes(
        "do greet in check { do ask answer matches yes } do identify with need \"x\" answer solvable no
         in escalate { failed raise \"tidak menjawab\" expect at by_hand cancel \"salah\" expect cancelled }
         expect at close expect not answer is known",
    );
}

#[test]
fn a_broken_rule_fails_the_line_at_which_it_breaks_unless_it_is_expected() {
    let rules =
        "rule quick \"Cepat\" for chat { watched \"orang\" do greet is followed by record within 30s }
        rule no_night \"Tidak malam\" for chat { never say bye_night }"
            .replace("do greet", "greet");
    let with = |acts: &str| {
        let text = format!(
            "{rules} scenario one \"Satu\" for chat at 2023-10-02 18:00 {{ with customer \"Sri\", sla 4h {acts} }}"
        );
        run(&text).remove(0)
    };
    let (at, failure) = with("do greet advance 30s").expect("nobody has recorded in time");
    assert_eq!(at, "advance 30s");
    assert!(matches!(failure.fault, Fault::Broken(b) if b.rule == 0), "{failure:?}");
    assert!(with("do greet advance 29s").is_none());
    assert!(with("do greet advance 30s expect broken quick").is_none());
    let (at, failure) = with("expect broken quick").expect("it isn't broken");
    assert_eq!(at, "expect broken quick");
    assert!(matches!(failure.fault, Fault::Unmet(_)), "{failure:?}");
    let (at, failure) = with("advance 2m").expect("it is night");
    assert_eq!(at, "advance 2m");
    assert!(matches!(failure.fault, Fault::Broken(b) if b.rule == 1), "{failure:?}");
    let last = "in check { do ask answer matches yes } do identify with need \"x\" answer solvable yes expect broken no_night";
    assert!(with(&format!("do greet {last} expect broken quick")).is_some(), "in time");
    assert!(with(&format!("do greet {last}")).is_none());
}
