//! What scenarios reach, and what not.

use super::{Coverage, Item, Kind};
use crate::run::Bench;
use crate::testing::{book, sources};
use sop_core::model::FlowId;

/// Every item of every flow: how often it was reached, what kind it is, the line's text.
fn table(scenarios: &str) -> String {
    let sources = sources(scenarios);
    let book = book(&sources);
    let bench = Bench::new(&book);
    let mut coverage = Coverage::new(&book);
    for scenario in &book.scenarios {
        let run = bench.run(scenario);
        assert!(run.failure.is_none(), "{:?}", run.failure);
        coverage.add(run.family.as_ref().unwrap());
    }
    let text = &sources.get(sop_core::source::FileId(0)).unwrap().text;
    let mut out = String::new();
    for (id, flow) in (0u16..).map(FlowId).zip(&book.flows) {
        out.push_str(&format!("{}: {} %\n", flow.name, coverage.percent(id)));
        for kind in Kind::ALL {
            let (reached, all) = coverage.of_kind(id, kind);
            out.push_str(&format!("  {kind:?} {reached}/{all}\n"));
        }
        for r in coverage.items(id) {
            let (line, _) = sources.line_column(r.at.file, r.at.start);
            let text = &text[r.at.start as usize..r.at.end as usize];
            let what = match r.item {
                Item::Node(_) => "node",
                Item::Edge(_) => "edge",
                Item::Deadline(..) => "deadline",
                Item::StageDeadline(..) => "deadline of the stage",
                Item::Interrupt(..) => "interrupt",
            };
            out.push_str(&format!("  {:>2} x {:?} {what} {line}: {text}\n", r.times, r.kind));
        }
    }
    out
}

#[test]
fn nothing_is_reached_without_scenarios() {
    let none = table("");
    assert!(none.lines().all(|l| !l.contains(" x ") || l.trim_start().starts_with("0 x")), "{none}");
}

#[test]
fn each_arrow_timer_and_end_is_counted_where_it_is_written() {
    insta::assert_snapshot!(table(
        r#"scenario one "Satu" for chat at 2023-10-02 09:00 {
            with customer "Sri", sla 4h
            advance 1m  on replied with text "Ya"
            do greet
            in check { do ask  answer matches no  do again  answer matches yes }
            do identify with need "x"
            answer solvable no
            in escalate { failed raise  do by_hand with number "T-1"  advance 4h  do work with result "y" }
            do close
            do record
            expect ended handled
        }"#
    ));
}
