//! A family does what the engine does, and a refused input leaves no trace.

use super::{CaseNo, Family, Refused};
use crate::testing::{book, sources};
use sop_core::model::FlowId;
use sop_runtime::journal::replay;
use sop_runtime::kernel::{Input, Program, Rejected, Settings, TaskId};
use sop_runtime::{Moment, Value};

fn program() -> Program {
    let book = book(&sources(""));
    Program::build(&book, &Settings::from([("sla".to_owned(), Value::Duration(3_600_000))])).unwrap()
}

#[test]
fn a_child_begins_at_once_and_its_end_is_told_at_once() {
    let program = program();
    let mut family = Family::begin(&program, FlowId(2), vec!["Sri".into()], Moment(0)).unwrap();
    let task = |f: &Family<'_>, c: usize| f.case(CaseNo(c)).unwrap().state.tasks(&program)[0].task;
    let greet = task(&family, 0);
    family.apply(CaseNo(0), Input::Complete { task: greet, filled: vec![] }).unwrap();
    assert_eq!(family.cases().count(), 2, "the verification has begun");
    let ask = task(&family, 1);
    family.apply(CaseNo(1), Input::Complete { task: ask, filled: vec![] }).unwrap();
    let matches = task(&family, 1);
    family.apply(CaseNo(1), Input::Answer { task: matches, answer: 0 }).unwrap();
    assert!(!family.case(CaseNo(1)).unwrap().is_open());
    let inputs: Vec<_> = family.log().iter().rev().take(2).map(|h| (h.case.0, &h.input)).collect();
    assert!(matches!(inputs[..], [(0, Input::ChildEnded { .. }), (1, Input::Answer { .. })]), "{inputs:?}");
    for (_, case) in family.cases() {
        assert_eq!(replay(&program, &case.journal).unwrap().0, case.state, "the journal tells all");
    }
}

#[test]
fn what_is_refused_changes_nothing() {
    let program = program();
    let mut family = Family::begin(&program, FlowId(2), vec!["Sri".into()], Moment(0)).unwrap();
    let before = (family.case(CaseNo(0)).unwrap().state.clone(), family.log().len());
    let refused = family.apply(CaseNo(0), Input::Complete { task: TaskId(99), filled: vec![] });
    let why = Rejected::TaskNotOpen(TaskId(99));
    assert_eq!(refused, Err(Refused::Input { flow: FlowId(2), set_off: false, why }));
    assert_eq!((family.case(CaseNo(0)).unwrap().state.clone(), family.log().len()), before);
}

#[test]
fn what_a_child_can_not_begin_with_undoes_the_whole() {
    let mut sources = sop_core::source::Sources::new();
    // A number that overflows in the child's first steps; the parent's step would have been done.
    sources.add(
        "a.sop",
        r#"lane agent "Agent"
        table bigger "Lebih besar" { takes n: number gives number columns n row any -> 9223372036854775807 }
        flow child "Anak" {
            takes n: number
            decide sum "Jumlah?" { when bigger(n) + n is more than 0 -> fine  otherwise -> fine }
            end fine "Selesai"
        }
        flow parent "Induk" {
            takes n: number
            step begin by agent "Mulai" {}
            start child(n) as young "Anak" {}
            step go_on by agent "Lanjut" {}
            end done "Selesai"
        }"#,
    );
    let book = book(&sources);
    let program = Program::build(&book, &Settings::new()).unwrap();
    let mut family = Family::begin(&program, FlowId(1), vec![Value::Number(1)], Moment(0)).unwrap();
    let before = family.case(CaseNo(0)).unwrap().state.clone();
    let task = before.tasks(&program)[0].task;
    let refused = family.apply(CaseNo(0), Input::Complete { task, filled: vec![] });
    assert_eq!(refused, Err(Refused::Input { flow: FlowId(0), set_off: true, why: Rejected::OutOfRange }));
    assert_eq!(family.case(CaseNo(0)).unwrap().state, before);
    assert_eq!((family.cases().count(), family.log().len()), (1, 1));
}

#[test]
fn timers_fire_each_at_its_own_moment() {
    let program = program();
    let mut family = Family::begin(&program, FlowId(2), vec!["Sri".into()], Moment(0)).unwrap();
    family.advance_to(Moment(600_000)).unwrap();
    let fired: Vec<_> =
        family.log().iter().filter(|h| matches!(h.input, Input::TimerFired { .. })).map(|h| h.at.0).collect();
    assert_eq!(fired, [60_000, 120_000], "the silence, then the second minute");
    assert_eq!(family.now(), Moment(600_000));
}

#[test]
fn a_clock_that_never_rests_is_stopped() {
    let mut sources = sop_core::source::Sources::new();
    // The checker refuses a written length of nothing; an operator may still set one.
    sources.add(
        "a.sop",
        r#"lane agent "Agent"
        event came "Datang"
        setting pause: duration "Jeda" { default 1m }
        flow ring "Berputar" {
            wait one by agent "Menunggu" { after pause -> two  on came -> done }
            wait two by agent "Menunggu lagi" { after pause -> one  on came -> done }
            end done "Selesai"
        }"#,
    );
    let book = book(&sources);
    let settings = Settings::from([("pause".to_owned(), Value::Duration(0))]);
    let program = Program::build(&book, &settings).unwrap();
    let mut family = Family::begin(&program, FlowId(0), vec![], Moment(0)).unwrap();
    assert_eq!(family.advance_to(Moment(1)), Err(Refused::TooManyTimers));
}
