//! Moves: what is carried, what strands a case and in which words, and laws over random runs and mutations.

mod laws;

use crate::kernel::testing::*;
use crate::kernel::{ChildEnd, Effect, NodeIx, Passage, Program, Settings};
use crate::value::{Moment, Value};
use insta::assert_snapshot;
use sop_core::model::{Book, FactId};
use std::fmt::Write as _;

/// The first revision.
pub(super) const ONE: &str = r#"
lane agent "Agen" { assumed "contoh" }
lane leader "Ketua" { assumed "contoh" }
event replied "Nasabah membalas" { carries text: text  breaks silence  assumed "contoh" }
event left "Nasabah pergi" { assumed "contoh" }
message still_there "Masih terhubung?" { id "Apakah masih terhubung?"  assumed "contoh" }
message slow "Lambat" { id "Terlalu lama."  assumed "contoh" }
action look_up "Mencari" { takes need: text  gives found: text  assumed "contoh" }

flow chat "Percakapan" {
    takes customer: text
    keeps need: text, found: text, kind: one of {complaint "Keluhan", question "Pertanyaan"}, last: text
    assumed "contoh"
    stage talk "Percakapan" {
        assumed "contoh"
        when silent for 1m -> ask assumed "contoh"
        within 2h else tell leader slow assumed "contoh"
        step greet by agent "Menyapa" { assumed "contoh" }
        step identify by agent "Mencatat" {
            assumed "contoh" fill need, kind
            within 5m else tell leader slow assumed "contoh"
            within 30m else -> record assumed "contoh"
        }
        do look_up(need) "Mencari" { assumed "contoh" keep found failed -> record assumed "contoh" }
        decide enough by agent "Cukup?" { assumed "contoh" yes -> record assumed "contoh" no -> raise assumed "contoh" }
    }
    start help() as raise "Minta bantuan" { assumed "contoh" }
    await answer of raise "Menunggu bantuan" { assumed "contoh" helped keep note as found -> record refused -> record cancelled -> record without limit }
    wait ask by agent "Bertanya" {
        assumed "contoh"
        say still_there
        on replied keep text as last -> resume talk assumed "contoh"
        after 1m -> record assumed "contoh"
    }
    step record by agent "Dokumentasi" { assumed "contoh" }
    end handled "Selesai" { assumed "contoh" }
}
flow help "Bantuan" {
    keeps note: text
    gives note
    assumed "contoh"
    decide can by leader "Bisa?" { assumed "contoh" yes -> write assumed "contoh" no -> refused assumed "contoh" }
    step write by leader "Menulis" { assumed "contoh" fill note }
    end helped "Terbantu" { assumed "contoh" }
    end refused "Ditolak" { assumed "contoh" }
}
rule quick "Cepat dicatat" { greet is followed by record within 1h  assumed "contoh" }
rule recorded "Selalu dicatat" { never end before record  assumed "contoh" }
"#;

pub(super) fn book_of(text: &str) -> Book {
    let mut sources = sop_core::source::Sources::new();
    sources.add("book.sop", text);
    let compiled = sop_core::compile(&sources);
    compiled.book.unwrap_or_else(|| panic!("{:?}", compiled.findings))
}

fn started() -> Case {
    Case::start(book_of(ONE), vec!["Ani".into()])
}

fn need() -> Vec<(FactId, Value)> {
    vec![(FactId(1), "a card".into()), (FactId(3), Value::Choice(1))]
}

/// Moves the case to the book that the changes make of the first revision; what came of it in words.
fn moved(case: &mut Case, changes: &[(&str, &str)]) -> String {
    let mut text = ONE.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "nothing to change: {from}");
        text = text.replace(from, to);
    }
    moved_to(case, book_of(&text))
}

fn moved_to(case: &mut Case, book: Book) -> String {
    let program = Program::build(&book, &Settings::new()).unwrap();
    let passage = Passage::between((&case.book, &case.program), (&book, &program));
    let mut out = String::new();
    match passage.carry(&case.program, &program, &case.state, Moment(case.now)) {
        Ok((state, effects)) => {
            (case.book, case.program, case.state) = (book, program, state);
            case.log.clear();
            for effect in &effects {
                let _ = writeln!(out, "  {}", case.line(effect));
            }
        }
        Err(stranded) => {
            for reason in stranded.reasons {
                let _ = writeln!(out, "  STRANDED: {reason}");
            }
        }
    }
    out
}

#[test]
fn to_the_same_book_nothing_changes() {
    let mut case = started();
    case.done("greet").pass(30 * SECOND);
    let mut before = case.state.clone();
    assert_eq!(moved(&mut case, &[]), "");
    before.core.last = Moment(case.now);
    assert_eq!(case.state, before, "but for the moment of the last input");
}

#[test]
fn a_renamed_step_keeps_its_task_and_its_clocks() {
    let mut case = started();
    case.done("greet").pass(30 * SECOND);
    let rename = [
        ("step identify by", "step note_down by"),
        (
            "assumed \"contoh\"\n    stage",
            "assumed \"contoh\"\n    step identify becomes note_down\n    stage",
        ),
    ];
    let mut log = moved(&mut case, &rename);
    case.fill("note_down", need());
    log.push_str(&case.log);
    assert_snapshot!(log);
}

#[test]
fn a_step_that_is_gone_strands_who_stands_there_and_nobody_else() {
    let gone = [("step identify by", "step note_down by")];
    let mut there = started();
    there.done("greet");
    let mut elsewhere = started();
    assert_snapshot!(format!(
        "there:\n{}elsewhere:\n{}",
        moved(&mut there, &gone),
        moved(&mut elsewhere, &gone)
    ));
}

#[test]
fn clocks_run_on_new_ones_begin_and_those_that_are_gone_stop() {
    let mut case = started();
    case.done("greet").pass(30 * SECOND);
    let changes = [
        ("within 5m else tell leader slow", "within 10m else tell leader slow"),
        (
            "within 30m else -> record assumed \"contoh\"",
            "within 20s else tell agent slow assumed \"contoh\"",
        ),
        ("within 2h else tell leader slow assumed \"contoh\"", "within 3h else -> record assumed \"contoh\""),
    ];
    let mut log = moved(&mut case, &changes);
    case.pass(25 * SECOND).pass(5 * MINUTE);
    log.push_str(&case.log);
    assert_snapshot!(log);
}

#[test]
fn a_task_of_another_lane_is_assigned_anew() {
    let mut case = started();
    case.done("greet");
    let mut log = moved(&mut case, &[("step identify by agent", "step identify by leader")]);
    case.fill("identify", need());
    log.push_str(&case.log);
    assert_snapshot!(log);
}

#[test]
fn an_action_under_way_goes_on_or_strands_the_case() {
    let mut case = started();
    case.done("greet").fill("identify", need());
    let call = case.visit("look_up");
    assert_eq!(moved(&mut case, &[("\"Dokumentasi\"", "\"Mencatat semuanya\"")]), "");
    assert_eq!(case.visit("look_up"), call);
    case.action_done("look_up", vec!["found".into()]);
    assert!(case.log.contains("assign"), "{}", case.log);
    let mut other = started();
    other.done("greet").fill("identify", need());
    let log = moved(&mut other, &[("gives found: text", "gives found: text, sure: yes_no")]);
    assert_snapshot!(log);
}

#[test]
fn an_interrupted_stage_is_resumed_in_the_new_revision() {
    let mut case = started();
    case.done("greet").pass(MINUTE + 10 * SECOND);
    let changes = [
        ("stage talk", "stage conversation"),
        ("resume talk", "resume conversation"),
        (
            "assumed \"contoh\"\n    stage",
            "assumed \"contoh\"\n    stage talk becomes conversation\n    stage",
        ),
        ("within 30m else -> record", "within 40m else -> record"),
    ];
    let mut log = moved(&mut case, &changes);
    case.event("replied", vec!["here".into()]).fill("identify", need());
    log.push_str(&case.log);
    let mut lost = started();
    lost.done("greet").pass(MINUTE);
    let never = [("resume talk", "record")];
    let _ = writeln!(log, "never resumed:\n{}", moved(&mut lost, &never));
    // Where nothing would have led back to it, it holds nobody up; nobody waits for its action any more.
    let mut past = started();
    past.done("greet").fill("identify", need()).pass(2 * MINUTE);
    let _ = writeln!(log, "past it:\n{}", moved(&mut past, &never));
    assert_snapshot!(log);
}

#[test]
fn facts_go_by_name_and_choices_too() {
    let mut case = started();
    case.done("greet").fill("identify", need());
    let changes = [
        ("{complaint \"Keluhan\", question \"Pertanyaan\"}", "{praise \"Pujian\", question \"Pertanyaan\"}"),
        ("last: text", "note: number"),
        ("keep text as last ", ""),
    ];
    assert_eq!(moved(&mut case, &changes), "");
    assert_eq!(case.state.fact(FactId(3)), Some(&Value::Choice(1)));
    let mut other = started();
    other.done("greet").fill("identify", vec![(FactId(1), "a card".into()), (FactId(3), Value::Choice(0))]);
    let mut log = moved(&mut other, &changes);
    log.push_str(&moved(
        &mut other,
        &[("need: text, found", "need: number, found"), ("takes need: text", "takes need: number")],
    ));
    log.push_str(&moved(&mut other, &[("takes customer: text", "takes customer: text, account: text")]));
    assert_snapshot!(log);
}

/// A fact that the new revision reads, and that was asked for before the case came to where it stands.
#[test]
fn what_the_new_revision_must_know_strands_who_was_never_asked() {
    let changes = [
        ("found: text, kind", "found: text, account: text, kind"),
        (
            "step greet by agent \"Menyapa\" { assumed \"contoh\" }",
            "step greet by agent \"Menyapa\" { assumed \"contoh\" fill account }",
        ),
        ("do look_up(need)", "do look_up(account)"),
    ];
    let mut before = started();
    let mut behind = started();
    behind.done("greet");
    let mut far_behind = started();
    far_behind.done("greet").event("replied", vec!["hm".into()]).pass(2 * MINUTE);
    let mut log = format!("before:\n{}", moved(&mut before, &changes));
    let _ = writeln!(log, "behind:\n{}", moved(&mut behind, &changes));
    let _ = writeln!(log, "where nobody reads it any more:\n{}", moved(&mut far_behind, &changes));
    // It asks first.
    let asks = [
        changes[0],
        changes[1],
        (
            "do look_up(need)",
            "decide knows \"Tahu?\" { assumed \"contoh\" when account is known -> look_up assumed \"contoh\" otherwise -> enough assumed \"contoh\" }\n do look_up(account)",
        ),
    ];
    let _ = writeln!(log, "asked first:\n{}", moved(&mut behind, &asks));
    assert_snapshot!(log);
}

#[test]
fn another_case_is_awaited_on_and_its_known_end_goes_over() {
    let at_await = || {
        let mut case = started();
        case.done("greet")
            .fill("identify", need())
            .action_done("look_up", vec!["x".into()])
            .answer("enough", 1);
        case
    };
    let helped = |case: &Case| ChildEnd::Ended {
        outcome: NodeIx(case.node_of("help", "helped")),
        gives: vec![Some("by hand".into())],
    };
    let child = |case: &Case| case.state.children().next().unwrap().child.0;
    let mut case = at_await();
    let rename = [
        ("end helped \"Terbantu\"", "end solved \"Beres\""),
        ("helped keep note", "solved keep note"),
        (
            "gives note\n    assumed \"contoh\"",
            "gives note\n    assumed \"contoh\"\n    end helped becomes solved",
        ),
    ];
    let mut log = moved(&mut case, &rename);
    let solved = ChildEnd::Ended {
        outcome: NodeIx(case.node_of("help", "solved")),
        gives: vec![Some("by hand".into())],
    };
    let id = child(&case);
    case.child(id, solved);
    log.push_str(&case.log);
    assert_eq!(case.state.fact(FactId(2)), Some(&Value::from("by hand")));
    // Its end is known, and stays so until the start is passed again.
    let mut known = at_await();
    let (id, end) = (child(&known), helped(&known));
    known.child(id, end);
    let _ = writeln!(log, "known:\n{}", moved(&mut known, &rename));
    let gone =
        [("end helped \"Terbantu\"", "end solved \"Beres\""), ("helped keep note", "solved keep note")];
    let mut lost = at_await();
    let (id, end) = (child(&lost), helped(&lost));
    lost.child(id, end);
    let _ = writeln!(log, "gone:\n{}", moved(&mut lost, &gone));
    let mut waits = at_await();
    let other = [
        ("start help() as raise", "start other() as raise"),
        ("flow help \"Bantuan\"", "flow other \"Lain\""),
    ];
    let _ = writeln!(log, "another flow:\n{}", moved(&mut waits, &other));
    assert_snapshot!(log);
}

/// The same law is watched on, with its clock; a new one blames nobody for what came before.
#[test]
fn rules_are_watched_on_and_new_ones_begin() {
    let rules = |text: &str| ("rule recorded", text.to_owned() + "\nrule recorded");
    let mut same = started();
    same.done("greet").event("left", vec![]);
    assert!(!same.log.contains("BROKEN"));
    let mut case = started();
    case.done("greet").fill("identify", need()).pass(2 * MINUTE);
    let new = rules(
        "rule looked \"Dicari dahulu\" { never end before look_up  assumed \"contoh\" }
         rule greeted \"Disapa\" { always greet  assumed \"contoh\" }
         rule once \"Sekali\" { at most once record  assumed \"contoh\" }",
    );
    let changes = [
        (new.0, new.1.as_str()),
        (
            "rule recorded \"Selalu dicatat\" { never end before record",
            "rule recorded \"Selalu dicatat\" { never end before record or look_up",
        ),
    ];
    let mut log = moved(&mut case, &changes);
    case.done("record");
    log.push_str(&case.log);
    // The law has changed: its clock is disarmed.
    let mut changed = started();
    changed.done("greet");
    let _ =
        writeln!(log, "changed:\n{}", moved(&mut changed, &[("within 1h  assumed", "within 2h  assumed")]));
    assert_snapshot!(log);
}

#[test]
fn only_a_case_under_way_is_moved() {
    let mut case = started();
    case.raw(&crate::kernel::Input::Cancel { reason: "no".into() });
    assert_eq!(moved(&mut case, &[]), "  STRANDED: the case is not under way\n");
    let mut other = started();
    let log = moved(&mut other, &[("flow chat", "flow talk_to")]);
    assert_eq!(log, "  STRANDED: the flow `chat` is gone\n");
}

/// Every effect of a move can be followed: nothing is withdrawn or disarmed that was not there.
fn fits(before: &crate::kernel::State, program: &Program, effects: &[Effect]) {
    let tasks: Vec<_> = before.tasks(program).iter().map(|t| t.task).collect();
    let timers: Vec<_> = before.timers().iter().map(|t| t.timer).collect();
    for effect in effects {
        match effect {
            Effect::Withdraw { task, done } => assert!(tasks.contains(task) && !done),
            Effect::Disarm { timer } => assert!(timers.contains(timer)),
            Effect::Assign { task, .. } => assert!(!tasks.contains(task)),
            Effect::Arm { timer, .. } => assert!(!timers.contains(timer)),
            Effect::Abandon { call } => assert!(before.calls(program).iter().any(|c| c.call == *call)),
            Effect::CancelChild { child } => assert!(before.children().any(|c| c.child == *child)),
            other => panic!("a move brings about {other:?}"),
        }
    }
}
