//! Reports of suites that pass and that fail, as people and programs get them.

use super::{Report, json, junit, terminal};
use crate::explore::Options;
use crate::suite::{Selection, Suite, test};
use crate::testing::{book, sources};
use sop_core::diagnostic::Lang;

const PASSING: &str = r#"
scenario answered "Langsung terjawab" for chat at 2023-10-02 09:00 {
    with customer "Sri", sla 4h
    do greet
    in check { do ask  answer matches yes }
    do identify with need "Cetak ulang"
    answer solvable yes
    expect say bye_day
    do close
    do record
    expect ended handled
}
"#;

const FAILING: &str = r#"
scenario silent "Nasabah diam" for chat at 2023-10-02 17:58 {
    with customer "Sri", sla 4h
    do greet
    advance 2m
    expect say bye_day
}
scenario hasty "Terburu-buru" for verify at 2023-10-02 09:00 {
    with customer "Sri", sla 4h
    answer matches yes
}
rule recorded "Setiap tiket dikerjakan dalam sehari" for ticket {
    watched "orang"
    work is followed by end within 1d
}
scenario slow "Tiket terlalu lama" for ticket at 2023-10-02 09:00 {
    with need "Cetak ulang", sla 4h
    failed raise "tidak menjawab"
    do by_hand with number "T-1"
    advance 30h
    do work with result "Beres"
}
rule never_night "Tidak ada salam malam" for chat { never say bye_night }
"#;

/// The suite of the small book with these scenarios, told by `how`.
fn told(more: &str, selection: Selection<'_>, how: impl Fn(&Suite<'_>, &Report<'_>) -> String) -> String {
    let sources = sources(more);
    let book = book(&sources);
    let suite = test(&book, selection);
    how(&suite, &Report { sources: &sources, lang: Lang::Id, min_coverage: Some(50) })
}

fn all() -> Selection<'static> {
    Selection::default()
}

#[test]
fn a_suite_that_passes_is_told_in_a_few_lines() {
    insta::assert_snapshot!(told(PASSING, all(), terminal));
}

#[test]
fn failures_are_told_in_full() {
    insta::assert_snapshot!(told(FAILING, all(), terminal));
}

#[test]
fn what_walks_find_is_told_with_a_scenario_to_paste() {
    let explore = Some(Options { walks: 200, seed: 1, lang: Lang::Id });
    insta::assert_snapshot!(told(
        FAILING,
        Selection { explore, scenario: Some("none"), flow: None },
        terminal
    ));
}

#[test]
fn test_servers_read_a_suite_a_flow() {
    insta::assert_snapshot!(told(&format!("{PASSING}{FAILING}"), all(), |s, r| junit(s, r).unwrap()));
}

#[test]
fn programs_read_everything() {
    let explore = Some(Options { walks: 20, seed: 1, lang: Lang::Id });
    let selection = Selection { explore, ..all() };
    let text = told(&format!("{PASSING}{FAILING}"), selection, |s, r| {
        let mut data = json(s, r);
        // Much of the same: one of each will do here.
        for scenario in data["scenarios"].as_array_mut().unwrap() {
            scenario["timeline"].as_array_mut().unwrap().truncate(2);
        }
        for flow in data["coverage"].as_array_mut().unwrap() {
            flow["items"].as_array_mut().unwrap().truncate(2);
        }
        for flow in data["exploration"]["flows"].as_array_mut().unwrap() {
            for found in flow["found"].as_array_mut().unwrap() {
                found["timeline"].as_array_mut().unwrap().truncate(2);
            }
        }
        serde_json::to_string_pretty(&data).unwrap()
    });
    insta::assert_snapshot!(text);
}

#[test]
fn reports_are_the_same_every_time() {
    type How = fn(&Suite<'_>, &Report<'_>) -> String;
    let all_of_them: [How; 3] =
        [terminal, |s, r| json(s, r).to_string(), |s: &Suite<'_>, r: &Report<'_>| junit(s, r).unwrap()];
    for how in all_of_them {
        assert_eq!(told(FAILING, all(), how), told(FAILING, all(), how));
    }
}
