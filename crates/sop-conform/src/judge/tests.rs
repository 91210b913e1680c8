//! Judgements over small books: each code's examples, and what no example shows.

use super::*;
use sop_core::diagnostic::Lang;
use sop_core::explain::{explain, sources};
use sop_core::source::Sources;
use std::collections::BTreeSet;
use std::fmt::Write as _;

pub(crate) fn judged(text: &str) -> Judgement {
    let mut sources = Sources::new();
    sources.add("a.sop", text);
    let compiled = sop_core::compile(&sources);
    let told: String = compiled
        .findings
        .iter()
        .filter(|f| f.severity() == Severity::Error)
        .map(|f| format!("{} {}\n", f.code, f.message))
        .collect();
    assert!(compiled.is_sound(), "{told}");
    judge(&compiled.book.unwrap(), None)
}

/// Keys of what is worse than a note.
fn keys(text: &str) -> Vec<String> {
    let found = judged(text).findings.into_iter().filter(|j| j.severity() > Severity::Note);
    found.map(|j| j.key).collect()
}

#[test]
fn every_example_of_a_code_does_what_is_said_of_it() {
    let mut untrue = String::new();
    for code in Code::ALL.iter().filter(|c| c.as_str().starts_with('C')) {
        let text = explain(*code, Lang::En);
        if text.sketch {
            continue;
        }
        for (example, expected) in [(text.wrong, BTreeSet::from([*code])), (text.right, BTreeSet::new())] {
            let compiled = sop_core::compile(&sources(example));
            for finding in &compiled.findings {
                writeln!(untrue, "{code}: {} {}", finding.code, finding.message).unwrap();
            }
            let Some(book) = compiled.book else { continue };
            let found = judge(&book, None).findings;
            let note = code.severity() == Severity::Note;
            let codes: BTreeSet<Code> = found
                .iter()
                .filter(|j| note || j.severity() > Severity::Note)
                .map(|j| j.finding.code)
                .collect();
            if codes != expected {
                writeln!(untrue, "{code}: {expected:?}\n{example}").unwrap();
                for j in found {
                    writeln!(untrue, "=> {} {}", j.key, j.finding.message).unwrap();
                }
            }
        }
    }
    assert!(untrue.is_empty(), "{untrue}");
}

/// A document of one section, with these clauses; a flow with this body.
fn book(clauses: &str, flow: &str) -> String {
    format!(
        "document D.1 \"T\" {{\n section 8 \"P\" page 1\n {clauses}\n}}\n\
         lane agent \"A\"\nlane other \"O\"\nevent replied \"R\" {{ breaks silence }}\n\
         message hello \"H\" {{ takes name: text id \"Selamat {{name}}, siap?\" en \"Hello {{name}}, ready?\" }}\n\
         flow f \"F\" {{\n takes name: text\n follows D.1 section 8\n {flow}\n}}\n"
    )
}

const CLAUSES: &str = r#"
 clause 8/1 note page 1 by agent "one" { fingerprint "sha256:1" }
 clause 8/2 note page 1 by agent "two" { fingerprint "sha256:2" }
 clause 8/3 note page 1 by agent "three" { fingerprint "sha256:3" }"#;

const STEPS: [&str; 3] = [
    "step a by agent \"A\" { cites 8/1 }",
    "step b by agent \"B\" { cites 8/2 }",
    "step c by agent \"C\" { cites 8/3 }",
];

#[test]
fn order_is_that_of_the_document_whatever_interrupts_it() {
    let end = "end done \"E\" { assumed \"x\" }";
    let [a, b, c] = STEPS;
    assert!(keys(&book(CLAUSES, &format!("{a} {b} {c} {end}"))).is_empty());
    assert_eq!(keys(&book(CLAUSES, &format!("{b} {a} {c} {end}"))), ["C401 8/1 8/2"]);
    // In a stage that silence interrupts and an answer resumes.
    let stage = |steps: &str| {
        format!(
            "stage s \"S\" {{ when silent for 1m -> still assumed \"x\"  {steps} }} {end}\n\
             wait still \"W\" {{ assumed \"x\" on replied -> resume s assumed \"x\"  after 1m -> done assumed \"x\" }}"
        )
    };
    assert!(keys(&book(CLAUSES, &stage(&format!("{a} {b} {c}")))).is_empty());
    assert_eq!(keys(&book(CLAUSES, &stage(&format!("{a} {c} {b}")))), ["C401 8/2 8/3"]);
}

#[test]
fn loops_and_branches_are_allowed_for() {
    let end = "end done \"E\" { assumed \"x\" }";
    let looped = |first: &str, second: &str| {
        format!(
            "{first} {second} decide again by agent \"?\" {{ cites 8/3 yes -> a assumed \"x\" no -> done assumed \"x\" }} {end}"
        )
    };
    let [a, b, _] = STEPS;
    assert!(keys(&book(CLAUSES, &looped(a, b))).is_empty());
    let back = looped(b, a).replace("yes -> a", "yes -> b");
    assert_eq!(keys(&book(CLAUSES, &back)), ["C401 8/1 8/2"]);
    // Two branches exclude each other: no order among them.
    let either = "decide which by agent \"?\" { cites 8/1 yes -> c assumed \"x\" no -> b assumed \"x\" }\n\
                  step b by agent \"B\" { cites 8/2 then done } step c by agent \"C\" { cites 8/3 }";
    assert!(keys(&book(CLAUSES, &format!("{either} {end}"))).is_empty());
}

#[test]
fn a_stand_in_rule_is_no_step() {
    let [a, b, _] = STEPS;
    let end = "end done \"E\" { assumed \"x\" }";
    let text = book(CLAUSES, &format!("{a} {b} {end}")) + "rule r \"R\" for f { always a cites 8/3 }";
    assert_eq!(keys(&text), ["C102 8/3"]);
    // What stands in nobody's lane may be kept by a rule.
    let loose = CLAUSES.replace("8/3 note page 1 by agent", "8/3 note page 1");
    let text = book(&loose, &format!("{a} {b} {end}")) + "rule r \"R\" for f { always a cites 8/3 }";
    assert!(keys(&text).is_empty());
}

#[test]
fn a_phrase_is_said_by_what_cites_it_up_to_what_readers_overlook() {
    let clause = |phrase: &str| {
        format!("clause 8/1 note page 1 by agent \"one\" {{ fingerprint \"sha256:1\" phrase \"{phrase}\" }}")
    };
    let flow = "step a by agent \"A\" { cites 8/1 say hello } end done \"E\" { assumed \"x\" }";
    for same in
        ["Hello …, ready?", "HELLO ___ ,  ready", "\u{201c}Hello …, ready?\u{201d}", "Selamat [nama], siap"]
    {
        assert!(keys(&book(&clause(same), flow)).is_empty(), "{same}");
    }
    for other in ["Hello …, steady?", "Hello …, read?", "ready, hello", "Hello …, not ready?"] {
        assert_eq!(keys(&book(&clause(other), flow)), ["C604 8/1 hello"], "{other}");
    }
    let silent = flow.replace("say hello", "");
    let mute = book(&clause("Hello …, ready?"), &silent).replace("message hello", "message bye");
    assert_eq!(keys(&mute), ["C604 8/1"]);
}

#[test]
fn lanes_of_ends_tables_and_stages_say_nothing() {
    let clauses = "clause 8/1 step page 1 by other \"one\" { fingerprint \"sha256:1\" }";
    let flow = "step a by agent \"A\" { assumed \"x\" } end done \"E\" { cites 8/1 }";
    assert!(keys(&book(clauses, flow)).is_empty());
    let flow = "step a by agent \"A\" { cites 8/1 } end done \"E\" { assumed \"x\" }";
    assert_eq!(keys(&book(clauses, flow)), ["C301 8/1 f.a"]);
}

#[test]
fn what_a_branch_leads_to_may_be_preceded_by_steps_of_the_books_own() {
    let clauses = r#"
 clause 8/p1.1 decision page 1 by agent "more?" { fingerprint "sha256:1" }
 clause 8/p1.2 label page 1 by agent "no" { fingerprint "sha256:2" answer "Tidak" }
 clause 8/p1.3 step page 1 by agent "bye" { fingerprint "sha256:3" }"#;
    let flow = |yes: &str, no: &str, steps: &str| {
        format!(
            "step a by agent \"A\" {{ assumed \"x\" }}\n\
             decide more by agent \"?\" {{ cites 8/p1.1 yes -> {yes} no -> {no} }}\n\
             {steps} end done \"E\" {{ assumed \"x\" }}"
        )
    };
    let bye = "step bye by agent \"B\" { cites 8/p1.3 }";
    let own = "step own by agent \"O\" { assumed \"x\" }";
    let (again, cited) = ("a assumed \"x\"", "bye cites 8/p1.2");
    assert!(keys(&book(clauses, &flow(again, cited, bye))).is_empty());
    assert!(keys(&book(clauses, &flow(again, "own cites 8/p1.2", &format!("{own} {bye}")))).is_empty());
    let past = flow("bye assumed \"x\"", "own cites 8/p1.2", &format!("{bye} {own}"));
    assert_eq!(keys(&book(clauses, &past)), ["C502 8/p1.2 f.more.no"]);
    assert_eq!(keys(&book(clauses, &flow(cited, again, bye))), ["C501 8/p1.2 f.more.yes"]);
}

#[test]
fn a_book_without_a_register_is_told_so() {
    let found = judged("lane a \"A\"\nflow f \"F\" { step s by a \"S\" end e \"E\" }").findings;
    assert_eq!(found.iter().map(|j| j.key.as_str()).collect::<Vec<_>>(), ["C207 document"]);
}

#[test]
fn sections_are_known_by_the_id() {
    for (clause, section) in
        [("5.3", "5"), ("3", "3"), ("8.5/2a", "8.5"), ("8.4/p12.3", "8.4"), ("12/01", "12")]
    {
        assert_eq!(section_of(clause), section);
    }
}
