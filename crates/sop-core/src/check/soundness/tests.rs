//! Soundness and rules, on small flows that were made for it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::compile;
use crate::diagnostic::{Code, Finding, Severity};
use crate::source::Sources;

const HEAD: &str = r#"
lane agent "Agent"
event left "Nasabah pergi"
event replied "Nasabah membalas" { breaks silence }
message hello "Salam" { id "Halo." }
message late "Terlambat" { id "Terlambat." }
"#;

fn findings(text: &str) -> Vec<Finding> {
    let mut sources = Sources::new();
    sources.add("a.sop", format!("{HEAD}{text}"));
    let found = compile(&sources).findings;
    // What isn't needed for the point is left out of these flows.
    found.into_iter().filter(|f| f.code != Code::NeverUsed).collect()
}

fn codes(text: &str) -> Vec<&'static str> {
    findings(text).iter().map(|f| f.code.as_str()).collect()
}

fn sound(text: &str) {
    let found = findings(text);
    assert!(found.is_empty(), "{text}\n{found:#?}");
}

/// The run that is shown for the only finding with a run.
fn run(text: &str) -> String {
    let found = findings(text);
    let mut runs = found.iter().map(|f| &f.run).filter(|r| !r.is_empty());
    let run = runs.next().unwrap_or_else(|| panic!("{found:#?}")).clone();
    assert!(runs.next().is_none(), "{found:#?}");
    run
}

#[test]
fn a_counted_loop_is_followed() {
    let flow = |rule: &str| {
        format!(
            r#"flow check "Memeriksa" {{
                keeps tries: number
                step ask by agent "Bertanya" {{ set tries to 1 }}
                decide right by agent "Benar?" {{ yes -> fine  no -> enough }}
                decide enough "Cukup?" {{ when tries is at least 3 -> refused  otherwise -> again }}
                step again by agent "Sekali lagi" {{ set tries to tries + 1  then right }}
                end fine "Benar"
                end refused "Ditolak"
            }}
            rule few "Paling banyak dua kali lagi" {{ {rule} }}"#
        )
    };
    sound(&flow("at most 2 times again"));
    sound(&flow("never end refused before again"));
    assert_eq!(codes(&flow("at most once again")), ["S601"]);
    // A third answer `no` without a way on can't happen: two times again is all there is.
    assert_eq!(codes(&flow("always again")), ["S601"]);
}

#[test]
fn a_fact_decides_the_same_way_each_time() {
    // What was answered once is known later on: no run goes one way first and the other way then.
    sound(
        r#"flow a "A" {
            keeps angry: yes_no
            decide angry by agent "Marah?" { yes -> calm  no -> help }
            step calm by agent "Menenangkan" { then help }
            step help by agent "Membantu"
            decide again "Pernah marah?" { when angry is yes -> sorry  otherwise -> bye }
            step sorry by agent "Meminta maaf" { then bye }
            end bye "Selesai"
        }
        rule calm_first "Meminta maaf hanya bila marah" { never sorry before calm }
        rule both "Yang ditenangkan dimintai maaf" { calm is followed by sorry }"#,
    );
}

#[test]
fn timers_that_can_t_be_in_that_order_break_no_rule() {
    let flow = |first: &str, second: &str| {
        format!(
            r#"flow a "A" {{
                parallel both "Dua" {{
                    branch one "Satu" {{
                        wait short by agent "Sebentar" {{ after {first} -> said }}
                        step said by agent "Menyapa" {{ say hello }}
                    }}
                    branch two "Dua" {{ wait long by agent "Lama" {{ after {second} -> noted }}  step noted by agent "Mencatat" }}
                    join all
                }}
                end done "Selesai"
            }}
            rule order "Menyapa sebelum mencatat" {{ never noted before short }}"#
        )
    };
    // Both begin at the same moment, and the first is over before the second.
    assert_eq!(codes(&flow("1m", "2m")), ["S602"]);
    assert_eq!(codes(&flow("2m", "1m")), ["S601"]);
}

#[test]
fn a_started_case_that_ends_early_is_known_to_who_asks_later() {
    let flow = |rule: &str| {
        format!(
            r#"flow helper "Pembantu" {{
                decide can by agent "Bisa?" {{ yes -> fine  no -> sorry }}
                end fine "Bisa"
                end sorry "Tidak bisa"
            }}
            flow a "A" {{
                start helper() as ask "Meminta"
                step talk by agent "Berbicara"
                await answer of ask "Menunggu" {{ fine -> good  sorry -> bad  without limit }}
                step good by agent "Baik" {{ then done }}
                step bad by agent "Buruk"
                end done "Selesai"
            }}
            rule r "Aturan" for a {{ {rule} }}"#
        )
    };
    sound(&flow("never good or bad before talk"));
    assert_eq!(codes(&flow("always good")), ["S601"]);
    assert!(
        run(&flow("always good")).contains("in ask {\n        answer can no\n    }"),
        "{}",
        run(&flow("always good"))
    );
}

#[test]
fn what_comes_within_its_time_is_proved() {
    let flow = |wait: &str, rule: &str| {
        format!(
            r#"flow a "A" {{
                step ask by agent "Bertanya"
                wait quiet by agent "Menunggu" {{ on replied -> done  after {wait} -> second }}
                wait second by agent "Menunggu lagi" {{ on replied -> done  after 1m -> done }}
                end done "Selesai"
            }}
            rule r "Tepat waktu" {{ {rule} }}"#
        )
    };
    sound(&flow("1m", "ask is followed by end done within 2m"));
    assert_eq!(codes(&flow("2m", "ask is followed by end done within 2m")), ["S602"]);
    assert_eq!(codes(&flow("1m", "ask is followed by end within 90s")), ["S602"]);
}

#[test]
fn people_take_their_time() {
    let text = r#"flow a "A" {
            step ask by agent "Bertanya"
            step write by agent "Mencatat"
            end done "Selesai"
        }
        rule r "Segera dicatat" { ask is followed by write within 5m }"#;
    assert_eq!(codes(text), ["S601"]);
    assert!(run(text).contains("do ask\n    advance 5m\n"), "{}", run(text));
    sound(&text.replace("{ ask is", "{ watched \"orang bisa lambat\" ask is"));
}

#[test]
fn every_run_that_is_shown_can_be_read() {
    for text in [
        r#"flow a "A" {
            takes who: text, when_due: moment, kind: one of {x, y}
            keeps found: yes_no, need: list of text
            stage talk "Bicara" {
                when silent for 1m -> done
                step ask by agent "Bertanya" { fill need }
                decide found by agent "Ada?" { yes -> give  no -> done }
            }
            step give by agent "Memberi" { within 2h else -> done }
            end done "Selesai"
        }
        rule r "Aturan" { always give }"#,
        r#"flow a "A" {
            wait first by agent "Menunggu" { on left -> done  on replied -> second  after 1d -> done }
            wait second by agent "Menunggu" { after 1h30m -> done  on left -> done }
            end done "Selesai"
        }
        rule r "Aturan" { on replied is followed by on left }"#,
    ] {
        let shown = run(text);
        let mut sources = Sources::new();
        sources.add("a.sop", format!("{HEAD}{text}\n{shown}"));
        let again = compile(&sources).findings;
        let errors: Vec<_> =
            again.iter().filter(|f| f.severity() == Severity::Error && f.code != Code::RuleBroken).collect();
        assert!(errors.is_empty(), "{shown}\n{errors:#?}");
    }
}

#[test]
fn where_a_stage_was_interrupted_matters_no_more_once_nothing_resumes_it() {
    // Four stages in a row, each with two branches and a way back: without forgetting, each would multiply the next.
    let mut stages = String::new();
    for s in 0..4 {
        stages.push_str(&format!(
            r#"stage s{s} "S" {{
                when silent for 1m -> ask{s}
                parallel p{s} "P" {{
                    branch a{s} "A" {{ step a{s}1 by agent "1" step a{s}2 by agent "2" step a{s}3 by agent "3" }}
                    branch b{s} "B" {{ step b{s}1 by agent "1" step b{s}2 by agent "2" step b{s}3 by agent "3" }}
                    join all
                    then on{s}
                }}
            }}
            wait ask{s} by agent "?" {{ say hello  on replied -> resume s{s}  after 1m -> on{s} }}
            step on{s} by agent "Lanjut"
            "#
        ));
    }
    let text = format!("flow row \"Deret\" {{ {stages} end done \"Selesai\" }}");
    let mut sources = Sources::new();
    sources.add("a.sop", format!("{HEAD}{text}"));
    let book = compile(&sources).book.unwrap();
    let plan = super::plan::Plan::of(&book, crate::model::FlowId(0)).unwrap();
    let space = super::space::Space::explore(&plan, super::SITUATIONS_MAX);
    assert!(!space.cut && space.situations.len() < 500, "{}", space.situations.len());
    sound(&text);
}

#[test]
fn many_facts_filled_in_at_once_take_no_time() {
    let names: Vec<String> = (0..14).map(|n| format!("f{n}")).collect();
    let facts = names.join(": yes_no, ");
    let rows: Vec<String> = names.iter().map(|n| format!("when {n} is yes -> ask")).collect();
    let flow = |last: &str| {
        format!(
            "flow many \"Banyak\" {{ keeps {facts}: yes_no step ask by agent \"A\" {{ fill {} }} \
             decide which \"?\" {{ {} otherwise -> {last} }} step again by agent \"L\" {{ fill {} then done }} end done \"Selesai\" }}",
            names.join(", "),
            rows.join(" "),
            names.join(", ")
        )
    };
    assert_eq!(codes(&flow("again")), ["S225"]);
}

#[test]
fn an_end_that_has_come_is_not_taken_again_and_again() {
    let flow = |cancelled: &str| {
        format!(
            r#"flow helper "Pembantu" {{ step work by agent "Bekerja"  end fine "Selesai" }}
            flow a "A" {{
                start helper() as ask "Meminta"
                await answer of ask "Menunggu" {{ fine -> done  cancelled -> {cancelled}  without limit }}
                step alone by agent "Sendiri"
                end done "Selesai"
            }}"#
        )
    };
    sound(&flow("alone"));
    assert_eq!(codes(&flow("answer")), ["S206", "S201"]);
}

#[test]
fn a_step_may_be_called_answer() {
    sound(
        r#"flow a "A" {
            decide done_yet by agent "Sudah?" { yes -> answer  no -> answer_later }
            step answer_later by agent "Menunda" { then answer }
            step answer by agent "Menjawab"
            end done "Selesai"
        }
        rule asked "Dijawab setelah ditanya" { never end or answer before answer done_yet yes or answer_later }"#,
    );
}

#[test]
fn a_hundred_branches_are_not_proved_and_take_no_time() {
    let mut branches = String::new();
    for b in 0..100 {
        branches.push_str(&format!(
            "branch b{b} \"B\" {{ step s{b} by agent \"S\" step t{b} by agent \"T\" }}\n"
        ));
    }
    let text = format!(
        "flow wide \"Lebar\" {{ parallel all_at_once \"Semua\" {{ {branches} join all }} end done \"Selesai\" }}"
    );
    assert_eq!(codes(&text), ["S225"]);
}
