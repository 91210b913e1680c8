//! What process owners read.

use super::{failure, timeline};
use crate::run::Bench;
use crate::testing::{book, sources};
use sop_core::diagnostic::Lang;

/// The first scenario's timeline and failure.
fn told(scenario: &str, lang: Lang) -> String {
    let sources = sources(scenario);
    let book = book(&sources);
    let bench = Bench::new(&book);
    let scenario = &book.scenarios[0];
    let run = bench.run(scenario);
    let mut out = String::new();
    if let Some(family) = &run.family {
        for row in timeline(&book, family) {
            let mark = if row.cause { "" } else { "  " };
            out.push_str(&format!("{} {:10} {mark}{}\n", row.at, row.who, row.what.say(lang)));
        }
    }
    if let Some(f) = &run.failure {
        let told = failure(&book, scenario, &run, f);
        out.push_str(&format!("{}: {}\n", told.kind, told.title.say(lang)));
        out.push_str(&format!("expected: {}\n", told.expected.map(|e| e.say(lang)).unwrap_or_default()));
        for what in told.happened {
            out.push_str(&format!("happened: {}\n", what.say(lang)));
        }
        for what in told.fits {
            out.push_str(&format!("fits: {}\n", what.say(lang)));
        }
    }
    out
}

const FULL: &str = r#"
    rule quick "Nasabah segera dijawab" for chat { watched "orang"  greet is followed by identify within 30s }
    scenario one "Satu" for chat at 2023-10-02 17:58 {
        with customer "Sri", sla 4h
        do greet
        advance 30s
        expect broken quick
        in check { do ask  answer matches yes }
        do identify with need "Cetak ulang"
        answer solvable no
        in escalate {
            failed raise "tidak menjawab"
            do by_hand with number "T-1"
            advance 4h
            do work with result "Beres"
        }
        do close
        expect say bye_day
    }"#;

#[test]
fn a_timeline_is_told_in_indonesian() {
    insta::assert_snapshot!(told(FULL, Lang::Id));
}

#[test]
fn a_timeline_is_told_in_english() {
    insta::assert_snapshot!(told(FULL, Lang::En));
}

#[test]
fn each_failure_is_told_with_what_would_have_fitted() {
    let chat = |acts: &str| {
        format!(
            "scenario one \"Satu\" for chat at 2023-10-02 17:58 {{ with customer \"Sri\", sla 4h {acts} }}"
        )
    };
    let ticket = |acts: &str| {
        format!("scenario one \"Satu\" for ticket at 2023-10-02 17:58 {{ with need \"x\", sla 4h {acts} }}")
    };
    let rules = "rule no_hello \"Tanpa salam\" for chat { never say hello }";
    let all = [
        chat("do identify with need \"x\""),
        chat("on left on left"),
        chat("on ticket_closed with number \"T\""),
        chat("in check { do ask }"),
        chat("cancel do greet"),
        chat("advance 1m advance to 2023-10-02 17:00"),
        chat("do greet expect say hello"),
        chat("do greet in check { do ask } expect at identify"),
        chat("expect need is \"x\" or customer is \"Budi\""),
        chat("expect time of now is 18:00"),
        chat("expect no say hello"),
        chat("expect ended handled"),
        ticket("failed raise expect at work"),
        ticket(
            "done raise with number \"T-1\" advance 5h expect tell leader late expect publish ticket_closed",
        ),
        format!("{rules} {}", chat("do greet")),
        chat("on left do record expect open"),
    ];
    let told: Vec<String> = all
        .iter()
        .map(|s| {
            let text = told(s, Lang::Id);
            let failure: Vec<&str> = text.lines().filter(|l| !l.starts_with("2023")).collect();
            format!("{}\n{}\n", s.split("4h").last().unwrap_or_default().trim(), failure.join("\n"))
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}
