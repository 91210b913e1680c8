//! What the checks find, and what they let pass.

use crate::compile;
use crate::source::Sources;

const WORDS: &str = r#"
    lane agent "Agent"
    event replied "Membalas" { carries text: text breaks silence }
    message day "Siang" { id "Siang" } message night "Malam" { id "Malam" } message weekend "Pekan" { id "Pekan" }
    message hello "Halo" { takes name: text id "Halo {name}" }
"#;

/// `CODE "underlined": message` of each finding but those on unused words.
fn told(text: &str) -> Vec<String> {
    let mut sources = Sources::new();
    sources.add("a.sop", format!("{WORDS}\n{text}"));
    compile(&sources)
        .findings
        .iter()
        .filter(|f| f.code.as_str() != "S106")
        .map(|f| {
            let text = &sources.get(f.at.file).unwrap().text[f.at.start as usize..f.at.end as usize];
            format!("{} {text:?}: {}", f.code, f.message)
        })
        .collect()
}

fn flow(body: &str) -> Vec<String> {
    told(&format!("flow a \"A\" {{ keeps name: text, tries: number, ok: yes_no {body} end e \"E\" }}"))
}

#[test]
fn facts_are_known_before_they_are_read() {
    let read = "step greet by agent \"Salam\" { say hello(name) }";
    let fill = "step ask by agent \"Tanya\" { fill name }";
    assert_eq!(flow(&format!("{fill} {read}")), Vec::<String>::new());
    assert_eq!(flow(read), ["S303 \"hello(name)\": `name` may not be known here"]);
    // On one of two ways only.
    let half = format!("decide ok by agent \"?\" {{ yes -> ask no -> greet }} {fill} {read}");
    assert_eq!(flow(&half), ["S303 \"hello(name)\": `name` may not be known here"]);
    // Asked first.
    let asked = format!(
        "decide ok by agent \"?\" {{ yes -> ask no -> which }} {fill} decide which \"?\" {{ when name is known -> greet otherwise -> e }} {read}"
    );
    assert_eq!(flow(&asked), Vec::<String>::new());
    let both = format!(
        "decide ok by agent \"?\" {{ yes -> ask no -> which }} {fill} decide which \"?\" {{ when name is known and name is \"x\" -> greet otherwise -> e }} {read}"
    );
    assert_eq!(flow(&both), Vec::<String>::new());
    let neither = "decide which \"?\" { when name is \"x\" -> e otherwise -> other } end other \"O\"";
    assert_eq!(flow(neither), ["S303 \"when name is \\\"x\\\" -> e\": `name` may not be known here"]);
}

#[test]
fn interruptions_know_what_was_known_everywhere_in_the_stage() {
    let stage = |before: &str| {
        format!(
            "{before} stage s \"S\" {{ when silent for 1m -> late  step one by agent \"1\" step ask by agent \"T\" {{ fill name }} step two by agent \"2\" {{ then e }} }} \
             wait late \"L\" {{ say hello(name) on replied -> resume s after 1m -> e }}"
        )
    };
    assert_eq!(flow(&stage("")), ["S303 \"hello(name)\": `name` may not be known here"]);
    assert_eq!(flow(&stage("step first by agent \"0\" { fill name }")), Vec::<String>::new());
}

#[test]
fn a_join_of_all_branches_knows_what_each_of_them_knows() {
    let parallel = |join: &str| {
        format!(
            "parallel p \"P\" {{ branch x \"X\" {{ step x1 by agent \"X\" {{ fill name }} }} branch y \"Y\" {{ step y1 by agent \"Y\" {{ fill tries }} }} join {join} }} \
             step greet by agent \"G\" {{ say hello(name) set tries to tries + 1 }}"
        )
    };
    assert_eq!(flow(&parallel("all")), Vec::<String>::new());
    assert_eq!(flow(&parallel("any")).len(), 2);
}

#[test]
fn what_a_called_flow_hands_back_may_be_unknown() {
    let caller = |end: &str| {
        told(&format!(
            "flow inner \"I\" {{ keeps found: text gives found decide known by agent \"?\" {{ yes -> look no -> lost }} \
             step look by agent \"L\" {{ fill found then good }} end good \"G\" end lost \"H\" }} \
             flow outer \"O\" {{ keeps name: text call inner as c \"C\" {{ good keep found as name -> greet lost keep found as name -> {end} }} \
             step greet by agent \"S\" {{ say hello(name) }} end e \"E\" }}"
        ))
    };
    assert_eq!(caller("e"), Vec::<String>::new());
    assert_eq!(caller("greet"), ["S303 \"hello(name)\": `name` may not be known here"]);
}

/// What is told of facts, with the reason and the mend.
fn facts(text: &str) -> Vec<String> {
    let mut sources = Sources::new();
    sources.add("a.sop", format!("{WORDS}\n{text}"));
    let compiled = compile(&sources);
    assert!(compiled.book.is_some(), "{:#?}", compiled.findings);
    let findings = compiled.findings;
    let facts = findings.iter().filter(|f| f.code == crate::diagnostic::Code::FactMayBeUnknown);
    facts.map(|f| format!("{} | {} | {}", f.message, f.reason, f.mend)).collect()
}

const INNER: &str = "flow inner \"I\" { keeps found: text gives found decide known by agent \"?\" { yes -> look no -> lost } \
    step look by agent \"L\" { fill found then good } end good \"G\" end lost \"H\" }";

#[test]
fn what_comes_back_unknown_takes_away_what_was_known() {
    let outer = |arrows: &str| {
        facts(&format!(
            "{INNER} flow outer \"O\" {{ keeps name: text step ask by agent \"A\" {{ fill name }} call inner as c \"C\" {{ {arrows} }} \
             step greet by agent \"S\" {{ say hello(name) }} end e \"E\" }}"
        ))
    };
    assert_eq!(outer("good keep found as name -> greet lost -> greet"), Vec::<String>::new());
    insta::assert_debug_snapshot!(
        "comes_back_unknown",
        outer("good keep found as name -> greet lost keep found as name -> greet")
    );
    // Who is cancelled hands nothing back, and takes nothing away.
    assert_eq!(outer("good -> greet lost -> e cancelled keep found as name -> greet"), Vec::<String>::new());
    let unfilled = facts(&format!(
        "{INNER} flow outer \"O\" {{ keeps name: text call inner as c \"C\" {{ good -> e lost -> e cancelled keep found as name -> greet }} \
         step greet by agent \"S\" {{ say hello(name) }} end e \"E\" }}"
    ));
    assert_eq!(unfilled.len(), 1, "{unfilled:#?}");
}

#[test]
fn what_a_branch_loses_may_be_missed_in_the_branch_beside() {
    let parallel = |keep: &str, after: &str| {
        facts(&format!(
            "{INNER} flow outer \"O\" {{ keeps name: text step ask by agent \"A\" {{ fill name }} \
             parallel p \"P\" {{ branch x \"X\" {{ call inner as c \"C\" {{ good -> x1 lost {keep} -> x1 }} step x1 by agent \"X\" {{ {after} }} }} \
             branch y \"Y\" {{ step y1 by agent \"Y\" step y2 by agent \"Y\" {{ say hello(name) }} }} join all }} \
             step greet by agent \"G\" {{ say hello(name) }} end e \"E\" }}"
        ))
        .len()
    };
    assert_eq!(parallel("", ""), 0);
    // Lost beside, and after the join.
    assert_eq!(parallel("keep found as name", ""), 1);
    // Filled in again before the join: still missed beside.
    assert_eq!(parallel("keep found as name", "fill name"), 1);
}

#[test]
fn a_stage_that_was_not_interrupted_begins_anew_with_what_is_known_then() {
    let back = |arrow: &str| {
        facts(&format!(
            "flow a \"A\" {{ keeps name: text, ok: yes_no decide ok by agent \"?\" {{ yes -> {arrow} no -> ask }} \
             step ask by agent \"T\" {{ fill name }} \
             stage s \"S\" {{ when silent for 1m -> back step greet by agent \"S\" {{ say hello(name) }} }} end e \"E\" \
             step back by agent \"B\" {{ -> resume s }} }}"
        ))
    };
    assert_eq!(back("ask"), Vec::<String>::new());
    insta::assert_debug_snapshot!("begins_anew", back("back"));
}

#[test]
fn a_stage_reads_wherever_in_it_a_case_is() {
    let entered = |at: &str| {
        facts(&format!(
            "flow a \"A\" {{ keeps name: text, pause: duration, ok: yes_no decide ok by agent \"?\" {{ yes -> ask no -> {at} }} \
             step ask by agent \"T\" {{ fill name, pause }} \
             stage s \"S\" {{ within pause else tell agent hello(name) when silent for pause -> e \
             step one by agent \"1\" step two by agent \"2\" }} end e \"E\" }}"
        ))
    };
    assert_eq!(entered("ask"), Vec::<String>::new());
    insta::assert_debug_snapshot!("read_by_a_stage", entered("two"));
}

#[test]
fn of_places_in_a_row_the_first_is_told() {
    let three = "decide ok by agent \"?\" { yes -> ask no -> one } step ask by agent \"T\" { fill name } \
        step one by agent \"1\" { say hello(name) } step two by agent \"2\" { say hello(name) } \
        step three by agent \"3\" { say hello(name) }";
    assert_eq!(flow(three).len(), 1);
}

fn table(rows: &str) -> Vec<String> {
    told(&format!(
        "calendar days \"Hari\" {{ covers 2023 to 2023 2023-12-25 \"Natal\" }}
         table closing \"Penutup\" {{ takes at: moment gives message columns day of at by days | time of at {rows} }}
         flow a \"A\" {{ step bye by agent \"B\" {{ say closing(now) }} end e \"E\" }}"
    ))
}

#[test]
fn a_table_has_neither_gap_nor_overlap() {
    let good = "row weekend, long_weekend | any -> weekend
                row workday, holiday | 06:00 to 18:00 -> day
                row workday, holiday | 18:00 to 06:00 -> night";
    assert_eq!(table(good), Vec::<String>::new());
}

#[test]
fn the_documents_own_times_have_their_faults() {
    // As written, with both ends meant; the first two without a word about weekends, which have a row without times.
    let written = "row workday, weekend, long_weekend | 06:00 through 18:00 -> day
                   row workday, weekend, long_weekend | 18:01 through 06:00 -> night
                   row holiday | 06:00 through 18:00 -> day
                   row holiday | 18:00 through 05:59 -> night
                   row weekend, long_weekend | any -> weekend";
    insta::assert_debug_snapshot!("the_documents_own_times", table(written));
}

#[test]
fn numbers_and_choices_in_tables() {
    let table = |rows: &str| {
        told(&format!(
            "table level \"L\" {{ takes amount: number, urgent: yes_no gives number columns amount | urgent {rows} }}
             flow a \"A\" {{ takes amount: number keeps tries: number, ok: yes_no
               decide ok by agent \"?\" {{ yes -> x no -> x }}
               step x by agent \"X\" {{ set tries to level(amount, ok) }} end e \"E\" }}"
        ))
    };
    assert_eq!(
        table("row any | yes -> 1 row below 10 | no -> 2 row 10 to 20 | no -> 3 row 20 or more | no -> 4"),
        Vec::<String>::new()
    );
    let gap = table("row any | yes -> 1 row below 10 | no -> 2 row 11 or more | no -> 3");
    assert_eq!(
        gap,
        ["S401 \"table level \\\"L\\\"\": no row of `level` holds for `amount 10` and `urgent no`"]
    );
    let overlap = table("row any | yes -> 1 row below 10 | no -> 2 row 9 or more | any -> 3");
    assert_eq!(overlap.len(), 2, "{overlap:#?}");
}

#[test]
fn ways_and_loops() {
    let told = [
        flow("step a1 by agent \"A\" { then e } step b1 by agent \"B\""),
        flow("decide ok by agent \"?\" { yes -> ok no -> x } step x by agent \"X\" { then x }"),
        flow(
            "decide w1 \"?\" { when now is more than 2023-01-01 00:00 -> w2 otherwise -> e } decide w2 \"?\" { when now is less than 2023-01-01 00:00 -> e otherwise -> w1 }",
        ),
        flow("wait w \"W\" { on replied -> e }"),
        flow("decide ok by agent \"?\" { yes -> e }"),
        flow("stage s \"S\" { step x by agent \"X\" { then y } } step y by agent \"Y\" { -> resume s }"),
    ];
    insta::assert_debug_snapshot!("ways_and_loops", told);
}

#[test]
fn time_leads_out_of_waiting() {
    let round = |limit: &str, last: &str| {
        flow(&format!(
            "wait one by agent \"1\" {{ on replied -> e  after 1m -> two {limit} }} wait two by agent \"2\" {{ on replied -> e  after 1m -> {last} }} step three by agent \"3\""
        ))
    };
    assert_eq!(round("", "three"), Vec::<String>::new());
    let told = round("", "one");
    assert!(told.iter().any(|t| t == "S207 \"wait one by agent \\\"1\\\"\": in time, this leads nowhere but to waiting: `one`, `two`"), "{told:#?}");
    assert!(!round("without limit", "one").iter().any(|t| t.starts_with("S207")));
}

#[test]
fn what_always_comes_first() {
    let deadline = |inner: &str| {
        flow(&format!(
            "stage s \"S\" {{ within 1h else -> late  stage t \"T\" {{ step one by agent \"1\" {{ within {inner} else -> late }} }} }} step late by agent \"L\""
        ))
    };
    assert_eq!(deadline("1h"), Vec::<String>::new());
    assert_eq!(deadline("2h"), ["S231 \"within 2h else -> late\": this timer never fires"]);
    let twice = flow("wait w \"W\" { at 2024-01-01 09:00 -> e  at 2024-01-01 09:00 -> e }");
    assert_eq!(twice, ["S231 \"at 2024-01-01 09:00 -> e\": this timer never fires"]);
}

#[test]
fn what_is_done_leads_on() {
    let step = |to: &str| {
        flow(&format!("stage s \"S\" {{ when replied -> e  step one by agent \"1\" {{ then {to} }} }}"))
    };
    assert_eq!(step("e"), Vec::<String>::new());
    assert!(step("one").iter().any(|t| t.starts_with("S232")), "{:#?}", step("one"));
}
