//! What tokens do, told on request; and conditions asked from outside.

use super::books;
use crate::kernel::testing::*;
use crate::kernel::{Input, Program, Rejected, Settings, State, TaskId, advance, advance_traced};
use crate::value::{Moment, Value};
use insta::assert_snapshot;
use sop_core::model::{CompareOp, Expr, FactId, FlowId, Literal};

/// What is put in, as the case stands.
type Act<'a> = &'a dyn Fn(&State) -> Input;

#[test]
fn a_trace_changes_nothing() {
    let book = books::chat();
    let program = Program::build(&book, &Settings::new()).unwrap();
    let (mut plain, mut traced) = (State::new(&program), State::new(&program));
    let (mut effects, mut same, mut trace) = (Vec::new(), Vec::new(), Vec::new());
    let mut log = String::new();
    let fill = |task| Input::Complete { task, filled: vec![(FactId(1), Value::from("a card"))] };
    let acts: [(i64, Act<'_>); 6] = [
        (0, &|_| Input::Start { flow: FlowId(0), args: vec!["Ani".into()] }),
        (0, &|_| fill(TaskId(99))),
        (0, &|s| Input::Complete { task: s.tasks(&program)[0].task, filled: vec![] }),
        (1, &|s| fill(s.tasks(&program)[0].task)),
        (2, &|s| Input::Answer { task: s.tasks(&program)[0].task, answer: 0 }),
        (MINUTE + 2, &|s| Input::TimerFired { timer: s.timers()[0].timer }),
    ];
    for (at, act) in acts {
        let input = act(&plain);
        let before = trace.len();
        let a = advance(&program, &mut plain, Moment(at), &input, &mut effects);
        let b = advance_traced(&program, &mut traced, Moment(at), &input, &mut same, &mut trace);
        assert_eq!((a.clone(), &plain, &effects), (b, &traced, &same));
        log.push_str(&format!("{input:?}: {a:?}\n"));
        for t in &trace[before..] {
            log.push_str(&format!("  after {} effects: {:?}\n", t.effects, t.what));
        }
        if a.is_err() {
            assert_eq!(trace.len(), before, "nothing happened");
        }
    }
    assert_snapshot!(log);
}

#[test]
fn a_condition_is_asked_of_a_case() {
    let book = books::chat();
    let program = Program::build(&book, &Settings::new()).unwrap();
    let mut state = State::new(&program);
    let start = Input::Start { flow: FlowId(0), args: vec!["Ani".into()] };
    advance(&program, &mut state, Moment(0), &start, &mut Vec::new()).unwrap();
    let ask = |expr: &Expr| {
        let condition = program.condition(&book, FlowId(0), expr).unwrap();
        condition.holds(&program, &state, Moment(0))
    };
    let is = |fact, text: &str| {
        let text = Expr::Literal(Literal::Text(s(text)));
        Expr::Compare(CompareOp::Is, Box::new(Expr::Fact(FactId(fact))), Box::new(text))
    };
    assert_eq!(ask(&is(0, "Ani")), Ok(true));
    assert_eq!(ask(&is(0, "Budi")), Ok(false));
    assert_eq!(ask(&is(1, "a card")), Err(Rejected::FactUnknown(FactId(1))));
    assert!(program.condition(&book, FlowId(0), &Expr::Fact(FactId(99))).is_err(), "there is no such fact");
}
