//! Rules: what is done and what is begun, what breaks which law, and that nothing else changes.

pub(super) mod law;
mod oracle;

use super::texts::book_of;
use crate::kernel::state::Mark;
use crate::kernel::state::bytes::tests::encode_old;
use crate::kernel::testing::*;
use crate::kernel::{Effect, Input, Program, Settings, State, TimerFor};
use crate::value::{Moment, Value};
use insta::assert_snapshot;
use sop_core::model::FactId;

/// A desk with everything that a rule can speak of; rules are put behind it.
const DESK: &str = r#"
time zone +07:00 "WIB"
lane agent "Agen" { assumed "contoh" }
event replied "Nasabah membalas" { carries text: text  breaks silence  assumed "contoh" }
event left "Nasabah pergi" { assumed "contoh" }
event noted "Kontak dicatat" { carries need: text  assumed "contoh" }
message opening "Salam" { id "Selamat datang."  assumed "contoh" }
message still_there "Masih terhubung?" { id "Apakah masih terhubung?"  assumed "contoh" }
message slow "Lambat" { id "Percakapan terlalu lama."  assumed "contoh" }
action look_up "Mencari" { takes need: text  gives found: yes_no  assumed "contoh" }
setting patience: duration "Batas sabar" { default 10m  assumed "contoh" }
hours office "Jam kerja" { monday to friday 08:00 to 17:00  assumed "contoh" }
hours never "Tidak pernah" { closed on none  monday to monday 08:00 to 09:00  assumed "contoh" }
calendar none "Kosong" { source "contoh"  covers 2023 to 2027 }

flow chat "Percakapan" {
    takes customer: text
    keeps need: text, found: yes_no, last: text
    assumed "contoh"
    stage talk "Percakapan" {
        assumed "contoh"
        when silent for 1m -> ask assumed "contoh"
        when left -> record assumed "contoh"
        step greet by agent "Menyapa" { assumed "contoh"  say opening }
        step identify by agent "Mencatat" {
            assumed "contoh" fill need publish noted(need)
            within 30m else tell agent slow assumed "contoh"
            within 40m else -> record assumed "contoh"
        }
        do look_up(need) "Mencari" { assumed "contoh" keep found failed -> record assumed "contoh" }
        decide enough by agent "Cukup?" { assumed "contoh" yes -> record assumed "contoh" no -> identify assumed "contoh" }
    }
    wait ask by agent "Bertanya" {
        assumed "contoh"
        say still_there
        on replied keep text as last -> resume talk assumed "contoh"
        after 1m -> record assumed "contoh"
    }
    step record by agent "Dokumentasi" { assumed "contoh" }
    end handled "Selesai" { assumed "contoh" }
}
"#;

fn with(rules: &str) -> Case {
    Case::start(book_of(&format!("{DESK}\n{rules}")), vec!["Ani".into()])
}

fn need() -> Vec<(FactId, Value)> {
    vec![(FactId(1), "a card".into())]
}

/// What broke, in order, with the moments' inputs.
fn broken(case: &Case) -> String {
    let lines = case.log.lines().filter(|l| l.starts_with('>') || l.contains("BROKEN"));
    lines.map(|l| format!("{l}\n")).collect()
}

/// All the way to the end, without a fault.
fn whole(case: &mut Case) -> &mut Case {
    case.done("greet").fill("identify", need()).action_done("look_up", vec![true.into()]);
    case.answer("enough", 0).done("record")
}

#[test]
fn a_run_that_keeps_all_rules_breaks_none() {
    let mut case = with(
        r#"
        rule greeted "Salam dahulu" { never identify or look_up before greet  assumed "contoh" }
        rule recorded "Dicatat" { never end before record  assumed "contoh" }
        rule ended "Selesai setelah salam penutup" { never end before say opening  assumed "contoh" }
        rule no_return "Tidak kembali" { never greet after record  assumed "contoh" }
        rule not_slow "Tidak lambat" { never say slow  assumed "contoh" }
        rule once "Sekali" { at most once greet  assumed "contoh" }
        rule always_recorded "Selalu" { always record  assumed "contoh" }
        rule answered "Dijawab" { answer enough yes is followed by record within patience  assumed "contoh" }
        rule published "Diumumkan" { identify is followed by record  assumed "contoh" }
        rule noted_first "Dicatat dahulu" { never look_up before publish noted  assumed "contoh" }
        "#,
    );
    whole(&mut case);
    assert!(!case.log.contains("BROKEN"), "{}", case.log);
    assert!(case.log.contains("ended handled"), "{}", case.log);
}

#[test]
fn what_comes_too_early_or_too_often_is_told_each_time() {
    let mut case = with(
        r#"
        rule looked "Dicari dahulu" { never record before look_up  assumed "contoh" }
        rule once "Sekali" { at most once identify  assumed "contoh" }
        rule said_twice "Ditanya sekali" { at most once say still_there  assumed "contoh" }
        rule silent "Tidak menanyakan" { never say still_there  assumed "contoh" }
        rule no_again "Tidak mencatat lagi" { never identify after answer enough no  assumed "contoh" }
        "#,
    );
    case.done("greet").fill("identify", need()).action_done("look_up", vec![true.into()]);
    case.answer("enough", 1).fill("identify", need()).action_done("look_up", vec![true.into()]);
    case.answer("enough", 1).pass(MINUTE).event("replied", vec!["here".into()]);
    case.event("left", vec![]).done("record");
    assert_snapshot!(broken(&case));
}

#[test]
fn an_interruption_or_a_deadline_does_nothing_but_a_timer_and_an_event_do() {
    let rules = r#"
        rule a "Dicatat" { never ask before identify  assumed "contoh" }
        rule b "Bertanya" { never record before ask  assumed "contoh" }
        rule c "Kebutuhan" { never end before identify  assumed "contoh" }
    "#;
    // The silence interrupts `identify`; the time of `ask` runs out: `ask` is done, `identify` is not.
    let mut silent = with(rules);
    silent.done("greet").pass(2 * MINUTE).done("record");
    // The deadline of `identify` leads away from it.
    let mut late = with(rules);
    late.done("greet");
    for _ in 0..41 {
        late.pass(MINUTE - SECOND).event("replied", vec!["hm".into()]);
    }
    late.done("record");
    // A reply leads back: to resume is not to begin anew.
    let mut resumed = with(r#"rule once "Sekali" { at most once identify  assumed "contoh" }"#);
    resumed.done("greet").pass(MINUTE).event("replied", vec!["here".into()]).fill("identify", need());
    assert_snapshot!(format!("{}\n{}\n{}", broken(&silent), broken(&late), broken(&resumed)));
}

#[test]
fn an_action_that_failed_is_not_done() {
    let rule = r#"rule looked "Dicari dahulu" { never record before look_up  assumed "contoh" }"#;
    let mut failed = with(rule);
    failed.done("greet").fill("identify", need()).action_failed("look_up");
    let mut done = with(rule);
    done.done("greet").fill("identify", need()).action_done("look_up", vec![true.into()]).answer("enough", 0);
    // Its result comes while the stage is interrupted, and counts when the case comes back.
    let mut later = with(rule);
    later.done("greet").fill("identify", need()).pass(MINUTE);
    later.action_done("look_up", vec![true.into()]).event("replied", vec!["here".into()]).answer("enough", 0);
    assert_eq!(failed.log.matches("BROKEN").count(), 1, "{}", failed.log);
    assert_eq!(done.log.matches("BROKEN").count(), 0, "{}", done.log);
    assert_eq!(later.log.matches("BROKEN").count(), 0, "{}", later.log);
}

#[test]
fn what_is_owed_at_the_end_is_told_there_and_a_cancelled_case_owes_nothing() {
    let rules = r#"
        rule asked "Ditanyakan" { always ask  assumed "contoh" }
        rule closed "Ditutup" { record is followed by identify  assumed "contoh" }
    "#;
    let mut ended = with(rules);
    whole(&mut ended);
    let mut cancelled = with(rules);
    cancelled.done("greet").event("left", vec![]).done("record");
    let mut given_up = with(rules);
    given_up.done("greet").event("left", vec![]);
    given_up.raw(&Input::Cancel { reason: "no".into() });
    assert!(!given_up.log.contains("BROKEN"));
    assert!(given_up.state.core.marks.is_empty());
    assert_snapshot!(format!("{}\n{}", broken(&ended), broken(&cancelled)));
}

#[test]
fn an_answer_in_time_has_a_timer_of_its_own() {
    let rule = r#"rule quick "Cepat" { greet is followed by record within patience  assumed "contoh" }"#;
    let mut in_time = with(rule);
    in_time.done("greet").event("left", vec![]).pass(5 * MINUTE).done("record");
    let mut late = with(rule);
    late.done("greet").event("left", vec![]).pass(20 * MINUTE).done("record");
    let mut never = with(rule);
    never.done("greet");
    never.raw(&Input::Cancel { reason: "no".into() });
    assert_snapshot!(format!("{}\n{}\n{}", in_time.log, late.log, never.log));
}

/// Nobody fired the timer, perhaps for a stop: what comes after the time is late all the same, and counts for the next.
#[test]
fn an_answer_after_its_time_is_late_even_if_the_timer_never_fired() {
    let mut case =
        with(r#"rule quick "Cepat" { answer enough no is followed by look_up within 5m  assumed "contoh" }"#);
    case.done("greet").fill("identify", need()).action_done("look_up", vec![true.into()]);
    case.answer("enough", 1).fill("identify", need());
    case.now += 6 * MINUTE;
    case.action_done("look_up", vec![true.into()]).answer("enough", 1);
    assert_snapshot!(case.log);
}

#[test]
fn the_time_of_a_rule_counts_working_hours() {
    let rule = |hours: &str| {
        format!(
            r#"rule quick "Cepat" {{ greet is followed by record within 2h of {hours}  assumed "contoh" }}"#
        )
    };
    let friday = 1_696_179_600_000 + 4 * 24 * HOUR + 16 * HOUR;
    let due = |hours: &str| {
        let book = book_of(&format!("{DESK}\n{}", rule(hours)));
        let mut case = Case::start_at(book, friday, vec!["Ani".into()]);
        case.done("greet");
        let timers = case.state.timers().into_iter().filter(|t| matches!(t.of, TimerFor::Rule { .. }));
        timers.map(|t| (t.due.0 - friday) / HOUR).collect::<Vec<_>>()
    };
    // An hour on Friday, and one on Monday from eight.
    assert_eq!(due("office"), [2 * 24 + 17]);
}

/// Hours that never open, on paper: a plain `hours` always opens, so the calendar of all days is made by hand.
#[test]
fn a_time_that_never_passes_is_never_over() {
    let mut book = book_of(&format!(
        "{DESK}\nrule quick \"Cepat\" {{ greet is followed by record within 2h of never  assumed \"contoh\" }}"
    ));
    book.hours[1].rows.clear();
    let mut case = Case::start(book, vec!["Ani".into()]);
    case.done("greet").event("left", vec![]).pass(48 * HOUR);
    assert!(case.state.timers().is_empty());
    assert!(!case.log.contains("BROKEN"));
    case.done("record");
    assert!(!case.log.contains("BROKEN") && case.log.contains("ended"), "{}", case.log);
}

/// The way of a case with rules is the way of a case without: the same effects, but for breaks and the rules' own timers.
#[test]
fn rules_change_nothing_else() {
    let rules = r#"
        rule once "Sekali" { at most once identify  assumed "contoh" }
        rule looked "Dicari dahulu" { never record before look_up  assumed "contoh" }
        rule asked "Ditanyakan" { always ask  assumed "contoh" }
    "#;
    let go = |rules: &str| {
        let mut case = with(rules);
        case.done("greet").fill("identify", need()).action_done("look_up", vec![true.into()]);
        case.answer("enough", 1).pass(MINUTE).event("replied", vec!["here".into()]);
        case.event("left", vec![]).done("record");
        case.log.lines().filter(|l| !l.contains("BROKEN")).map(|l| format!("{l}\n")).collect::<String>()
    };
    assert_eq!(go(rules), go(""));
}

#[test]
fn what_no_rule_was_concerned_by_costs_no_bytes() {
    let plain = with("");
    let rules = r#"
        rule once "Sekali" { at most once record  assumed "contoh" }
        rule looked "Dicari dahulu" { never record before look_up  assumed "contoh" }
        rule quick "Cepat" { greet is followed by record within patience  assumed "contoh" }
    "#;
    let mut ruled = with(rules);
    assert_eq!(plain.state.encode().len(), ruled.state.encode().len());
    ruled.done("greet");
    assert_eq!(ruled.state.core.marks.iter().count(), 1);
}

#[test]
fn marks_that_no_rule_makes_are_refused() {
    let (program, state) = two_rules();
    let read = |marks: &[(u16, u32)]| {
        let marks: Vec<_> = marks.iter().map(|(law, count)| Mark { law: *law, count: *count }).collect();
        State::decode(&encode_old(&state, &marks), &program).map_err(|e| e.to_string())
    };
    let good = read(&[(0, 3)]).unwrap();
    assert_eq!(State::decode(&good.encode(), &program), Ok(good));
    let refused: Vec<_> = [&[(0, 4)][..], &[(0, 0)], &[(1, 1)], &[(7, 1)], &[(0, 1), (0, 2)]]
        .into_iter()
        .map(|marks| format!("{marks:?}: {}", read(marks).unwrap_err()))
        .collect();
    assert_snapshot!(refused.join("\n"));
    // The same in today's format: more than it may be, of a law that says nothing, of none.
    for (law, count) in [(0, 4), (1, 1), (7, 1)] {
        let mut state = state.clone();
        state.core.marks.set(law, count);
        assert!(State::decode(&state.encode(), &program).is_err(), "{law} {count}");
    }
}

/// A case under two rules, of which nothing is remembered yet.
fn two_rules() -> (Program, State) {
    let book = book_of(&format!(
        "{DESK}\nrule once \"Sekali\" {{ at most 3 times identify  assumed \"contoh\" }}
         rule silent \"Diam\" {{ never say still_there  assumed \"contoh\" }}"
    ));
    let program = Program::build(&book, &Settings::new()).unwrap();
    let start = Input::Start { flow: sop_core::model::FlowId(0), args: vec!["Ani".into()] };
    let (state, effects) = crate::kernel::step(&program, &State::new(&program), Moment(0), &start).unwrap();
    assert!(effects.iter().all(|e| !matches!(e, Effect::Broken { .. })));
    (program, state)
}

/// Bytes as formats 1 and 2 have them, without the program's tag.
#[test]
fn bytes_of_earlier_formats_are_read() {
    let (program, state) = two_rules();
    let with_tag = |bytes: &[u8]| [&bytes[..1], &program.tag().to_le_bytes(), &bytes[1..]].concat();
    let written = |bytes: Vec<u8>| [&bytes[..1], &bytes[5..]].concat();
    assert_snapshot!(format!("{:?}", written(encode_old(&state, &[]))), @"[1, 0, 1, 0, 2, 4, 1, 1, 3, 65, 110, 105, 0, 0, 0, 1, 2, 0, 1, 1, 192, 169, 7, 0, 2, 0, 0, 1, 0, 0]");
    let marks = [Mark { law: 0, count: 2 }];
    assert_snapshot!(format!("{:?}", written(encode_old(&state, &marks))), @"[2, 0, 1, 0, 2, 4, 1, 1, 3, 65, 110, 105, 0, 0, 0, 1, 2, 0, 1, 1, 192, 169, 7, 0, 2, 0, 0, 1, 0, 0, 1, 0, 2]");
    let old = with_tag(&written(encode_old(&state, &[])));
    assert_eq!(State::decode(&old, &program).as_ref(), Ok(&state));
}
