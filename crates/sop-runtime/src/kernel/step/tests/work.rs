//! Steps, decisions, actions, facts, deadlines, ends.

use super::books;
use crate::kernel::Rejected;
use crate::kernel::run::MOVES_MAX;
use crate::kernel::testing::*;
use crate::kernel::{Input, TaskId};
use crate::value::Value;
use insta::assert_snapshot;
use sop_core::model::FactId;

#[test]
fn a_chat_goes_its_way() {
    let mut case = Case::start(books::chat(), vec!["Ani".into()]);
    case.done("greet").fill("identify", vec![(FactId(1), "a card".into())]).answer("solvable", 0);
    case.done("solve").done("record");
    assert_snapshot!(case.log);
}

#[test]
fn a_deadline_that_tells_leaves_the_step_open() {
    let mut case = Case::start(books::chat(), vec!["Ani".into()]);
    case.done("greet");
    for _ in 0..6 {
        case.pass(59 * SECOND).event("replied", vec!["hm".into()]);
    }
    case.fill("identify", vec![(FactId(1), "a card".into())]);
    assert_snapshot!(case.log);
}

#[test]
fn what_does_not_fit_is_told_and_changes_nothing() {
    let mut case = Case::start(books::chat(), vec!["Ani".into()]);
    case.raw(&Input::Start { flow: sop_core::model::FlowId(0), args: vec![] });
    case.raw(&Input::Complete { task: TaskId(99), filled: vec![] });
    case.raw(&Input::Answer { task: TaskId(case.visit("greet")), answer: 0 });
    case.fill("greet", vec![(FactId(1), "x".into())]);
    case.done("greet").done("identify");
    case.fill("identify", vec![(FactId(1), Value::Number(1))]);
    case.fill("identify", vec![(FactId(1), "a".into()), (FactId(1), "b".into())]);
    case.fill("identify", vec![(FactId(1), "a".into())]).answer("solvable", 2);
    case.event("replied", vec![]).event("replied", vec![Value::YesNo(true)]);
    case.raw(&Input::TimerFired { timer: case.state.timers()[0].timer });
    case.raw(&Input::TimerFired { timer: crate::kernel::TimerId(999) });
    case.now -= 1;
    case.answer("solvable", 1);
    case.now += 1;
    case.answer("solvable", 1).event("left", vec![]);
    case.raw(&Input::Cancel { reason: "enough".into() }).raw(&Input::Cancel { reason: "more".into() });
    assert_snapshot!(case.log);
}

#[test]
fn facts_are_counted_listed_and_published_in_order() {
    let mut case = Case::start(books::sums(), vec![]);
    case.fill("begin", vec![(FactId(1), Value::Number(1))]).done("work").done("work");
    assert_snapshot!(case.log);
}

#[test]
fn a_sum_that_overflows_is_refused_whole() {
    let mut case = Case::start(books::sums(), vec![]);
    case.fill("begin", vec![(FactId(1), Value::Number(i64::MIN))]).done("work").done("work");
    assert_snapshot!(case.log);
    assert_eq!(case.state.fact(FactId(0)), Some(&Value::Number(i64::MIN)));
}

#[test]
fn a_ring_of_automatic_nodes_is_stopped() {
    let mut case = Case::start(books::ring(), vec![]);
    let task = TaskId(case.visit("first"));
    let result = case.try_input(&Input::Complete { task, filled: vec![] });
    assert_eq!(result, Err(Rejected::TooManySteps(MOVES_MAX)));
}

#[test]
fn an_action_fails_is_looked_at_and_tried_again() {
    let mut case = Case::start(books::calls(), vec![Value::Number(7)]);
    case.retry("risky").action_done("risky", vec![Value::Number(1)]);
    case.action_failed("sure").action_failed("sure").retry("sure").retry("sure");
    case.action_failed("sure").action_done("sure", vec![]).action_done("sure", vec![Value::Number(2)]);
    assert_snapshot!(case.log);
}

#[test]
fn a_failed_arrow_and_a_deadline_of_an_action() {
    let mut case = Case::start(books::calls(), vec![Value::Number(7)]);
    case.action_failed("risky").done("check");
    let mut late = Case::start(books::calls(), vec![Value::Number(7)]);
    late.action_done("risky", vec![Value::Number(1)]).pass(HOUR).done("check");
    assert_snapshot!(format!("{}---\n{}", case.log, late.log));
}
