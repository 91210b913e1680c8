//! Stages: silence, events, deadlines, and the way back.

use super::books;
use crate::kernel::testing::*;
use crate::value::Value;
use insta::assert_snapshot;
use sop_core::model::FactId;

#[test]
fn silence_interrupts_and_a_reply_brings_back() {
    let mut case = Case::start(books::chat(), vec!["Ani".into()]);
    case.done("greet").pass(30 * SECOND).event("replied", vec!["yes?".into()]);
    case.pass(MINUTE + 20 * SECOND).event("replied", vec!["here".into()]);
    case.fill("identify", vec![(FactId(1), "a card".into())]);
    assert_snapshot!(case.log);
}

#[test]
fn two_minutes_of_silence_end_the_chat() {
    let mut case = Case::start(books::chat(), vec!["Ani".into()]);
    case.pass(2 * MINUTE);
    assert_snapshot!(case.log);
}

#[test]
fn an_event_interrupts_for_good_where_nothing_resumes() {
    let mut case = Case::start(books::chat(), vec!["Ani".into()]);
    case.event("left", vec![]);
    assert_snapshot!(case.log);
}

#[test]
fn a_deadline_of_the_stage_keeps_its_moment_over_an_interruption() {
    let mut case = Case::start(books::chat(), vec!["Ani".into()]);
    for _ in 0..59 {
        // Two minutes each time: one of silence, one of waiting less a second.
        case.pass(2 * MINUTE - SECOND).event("replied", vec!["here".into()]);
    }
    case.log.clear();
    // 7021 seconds have passed; it is due at 7200.
    for _ in 0..3 {
        case.pass(50 * SECOND).event("replied", vec!["and".into()]);
    }
    case.pass(MINUTE - SECOND);
    assert_snapshot!(case.log);
}

#[test]
fn an_action_goes_on_while_its_stage_is_interrupted() {
    let mut done = Case::start(books::calls(), vec![Value::Number(7)]);
    done.event("hold", vec![]).action_done("risky", vec![Value::Number(1)]).event("go_on", vec![]);
    let mut failed = Case::start(books::calls(), vec![Value::Number(7)]);
    failed.event("hold", vec![]).action_failed("risky").event("go_on", vec![]);
    let mut later = Case::start(books::calls(), vec![Value::Number(7)]);
    later.event("hold", vec![]).event("go_on", vec![]).action_done("risky", vec![Value::Number(1)]);
    assert_snapshot!(format!("{}---\n{}---\n{}", done.log, failed.log, later.log));
}

#[test]
fn an_action_is_abandoned_when_its_stage_is_entered_anew() {
    let mut case = Case::start(books::calls(), vec![Value::Number(7)]);
    case.action_done("risky", vec![Value::Number(1)]).pass(30 * MINUTE).event("hold", vec![]);
    case.event("restart", vec![]);
    assert_snapshot!(case.log);
    assert!(case.state.interrupted().is_empty());
}

#[test]
fn a_failure_without_an_arrow_waits_until_the_stage_goes_on() {
    let mut case = Case::start(books::calls(), vec![Value::Number(7)]);
    case.action_done("risky", vec![Value::Number(1)]).pass(30 * MINUTE).event("hold", vec![]);
    case.action_failed("sure").pass(45 * MINUTE).event("go_on", vec![]).pass(0);
    assert_snapshot!(case.log);
}
