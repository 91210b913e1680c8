//! Walks find what is wrong, say it in few lines, and find nothing where nothing is wrong.

use super::{Options, explore};
use crate::testing::{BOOK, book};
use sop_core::diagnostic::Lang;
use sop_core::model::FlowId;
use sop_core::render;
use sop_core::source::Sources;

fn options(walks: u64) -> Options {
    Options { walks, seed: 7, lang: Lang::Id }
}

fn sources(text: &str) -> Sources {
    let mut sources = Sources::new();
    sources.add("desk.sop", text);
    sources
}

/// What is found in the flow of that name: its signature and its text.
fn found(text: &str, flow: &str, walks: u64) -> Vec<(String, String)> {
    let book = book(&sources(text));
    let flow = book.flows.iter().position(|f| f.name == flow).unwrap();
    let explored = explore(&book, FlowId(u16::try_from(flow).unwrap()), options(walks));
    let one = |f: &super::Found| (f.failure.signature(&book, None), render::scenario(&book, &f.scenario));
    explored.found.iter().map(one).collect()
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let book = book(&sources(BOOK));
    for (id, flow) in (0u16..).map(FlowId).zip(&book.flows) {
        let explored = explore(&book, id, options(500));
        let texts: Vec<_> = explored.found.iter().map(|f| render::scenario(&book, &f.scenario)).collect();
        assert!(texts.is_empty(), "{}: {texts:#?}", flow.name);
        assert_eq!(explored.coverage.percent(id), 100, "{}", flow.name);
    }
}

#[test]
fn the_same_seed_walks_the_same_ways() {
    let book = book(&sources(BOOK));
    let a = explore(&book, FlowId(2), options(50));
    let b = explore(&book, FlowId(2), options(50));
    let c = explore(&book, FlowId(2), Options { walks: 50, seed: 8, lang: Lang::Id });
    assert_eq!(a.acts, b.acts);
    assert_ne!(a.acts, c.acts);
    insta::assert_snapshot!(format!("{} acts in {} walks", a.acts, a.walks));
}

#[test]
fn a_place_without_a_way_on_is_found_in_the_fewest_lines() {
    // Nobody takes a cancelled ticket any more; and a ticket may end without anybody waiting for that.
    let text = BOOK.replace("after 1m   -> close\n", "after 1m   -> outcome\n");
    let all = found(&text, "chat", 300);
    insta::assert_snapshot!(all.iter().map(|(s, t)| format!("{s}\n{t}")).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_bypassed_rule_is_found_in_the_fewest_lines() {
    let rule = "rule recorded \"Selalu dicatat\" for chat { never end before record }";
    let text = format!("{BOOK}\n{rule}").replace(
        "step close by agent \"Menutup\" { say bye(now) }",
        "step close by agent \"Menutup\" { say bye(now)  then handled }",
    );
    let all = found(&text, "chat", 300);
    assert_eq!(all.len(), 1, "{all:#?}");
    insta::assert_snapshot!(all[0].1);
    assert!(
        found(&format!("{BOOK}\n{rule}"), "chat", 300).is_empty(),
        "the rule holds where nothing is bypassed"
    );
}

#[test]
fn what_is_found_fails_the_same_way_when_it_is_pasted_into_the_book() {
    let rule = "rule soon \"Segera\" for chat { watched \"orang\" greet is followed by end within 30s }
        rule calm \"Tidak ditutup\" for chat { never close after greet }
        rule known \"Selalu dicatat\" for ticket { never end closed before by_hand }";
    let text = format!("{BOOK}\n{rule}");
    for flow in ["chat", "ticket"] {
        let all = found(&text, flow, 300);
        assert!(!all.is_empty(), "{flow}");
        let watched = all.iter().any(|(_, s)| s.contains("expect broken soon"));
        assert_eq!(watched, flow == "chat", "what is only watched may break on the way: {all:?}");
        for (signature, scenario) in all {
            let text = format!("{text}\n{scenario}");
            let book = book(&sources(&text));
            let bench = crate::run::Bench::new(&book);
            let run = bench.run(&book.scenarios[0]);
            let failure = run.failure.expect("it fails again");
            assert_eq!(failure.signature(&book, run.family.as_ref()), signature);
            let line = &text[failure.at.start as usize..failure.at.end as usize];
            let mut last = scenario.lines().rev().map(str::trim);
            let last = last.find(|l| *l != "}" && !l.starts_with("expect broken")).unwrap();
            assert_eq!(line, last, "the last line is the one that fails");
        }
    }
}

/// Planted mistakes: what is replaced by what, in which flow it shows, how many lines it takes at least, what is found.
#[test]
fn planted_mistakes_are_found_and_made_as_short_as_they_can_be() {
    let planted = [
        // Nobody comes back from a second question.
        ("after 1m   -> close\n", "after 1m   -> outcome\n", "chat", 2, "stuck"),
        // The answer is read before anybody could have given it.
        (
            "{ when tries is at least 2 -> refused  otherwise -> again }",
            "{ when seconds is at least 2 -> refused  otherwise -> again }",
            "verify",
            2,
            "misfit",
        ),
        // A number that nobody has written.
        ("publish ticket_closed(number)", "publish ticket_closed(result2)", "ticket", 2, "misfit"),
        // No arrow for a verification that failed: the chat waits for ever.
        ("verified -> identify  otherwise -> close", "verified -> identify", "chat", 5, "end"),
    ];
    for (from, to, flow, lines, kind) in planted {
        assert!(BOOK.contains(from), "{from}");
        let text = BOOK
            .replace(from, to)
            .replace("keeps   tries: number", "keeps   tries: number, seconds: number")
            .replace(
                "keeps   number: text, result: text",
                "keeps   number: text, result: text, result2: text",
            );
        let book = book(&sources(&text));
        let id = book.flows.iter().position(|f| f.name == flow).unwrap();
        let explored = explore(&book, FlowId(u16::try_from(id).unwrap()), options(500));
        let found: Vec<_> = explored.found.iter().filter(|f| f.told.kind == kind).collect();
        let shown: Vec<_> =
            explored.found.iter().map(|f| (f.told.kind, render::scenario(&book, &f.scenario))).collect();
        assert!(found.iter().any(|f| f.lines == lines), "{to}: {shown:#?}");
    }
}
