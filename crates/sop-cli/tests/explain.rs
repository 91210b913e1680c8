//! `sop explain` as a process owner uses it.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/program.rs"]
mod program;

use program::{run, sop, well};

#[test]
fn a_code_is_explained_in_indonesian() {
    insta::assert_snapshot!(well(&["explain", "S201", "--lang", "id"]));
}

#[test]
fn a_code_is_explained_in_english() {
    insta::assert_snapshot!(well(&["explain", "s503", "--lang", "en"]));
}

#[test]
fn a_code_is_found_by_its_pattern_and_by_its_number() {
    let page = well(&["explain", "S401", "--lang", "id"]);
    assert_eq!(well(&["explain", "table-gap", "--lang", "id"]), page);
    assert_eq!(well(&["explain", "401", "--lang", "id"]), page);
}

#[test]
fn without_a_code_all_are_listed() {
    let all = well(&["explain", "--lang", "id"]);
    assert!(all.lines().filter(|l| l.trim_start().starts_with('S')).count() > 60, "{all}");
    let some = well(&["explain", "s50", "--lang", "id"]);
    insta::assert_snapshot!(some);
    for line in some.lines().filter(|l| !l.starts_with("Penjelasan")) {
        assert!(all.contains(line), "{line}");
    }
}

#[test]
fn in_a_narrow_terminal_nothing_but_an_example_is_wider() {
    let output =
        sop(&["explain", "s010", "--lang", "id"]).env("COLUMNS", "34").output().expect("the program starts");
    let text = String::from_utf8(output.stdout).expect("the program writes UTF-8");
    let prose = text.split("Contoh yang salah").next().expect("there is prose");
    assert!(prose.lines().all(|l| l.chars().count() <= 34), "{prose}");
    insta::assert_snapshot!(prose);
}

#[test]
fn what_is_no_code_is_told_with_what_may_be_meant() {
    let mut told = String::new();
    for asked in [
        &["xyz"][..],
        &["s0o1"],
        &["celah"],
        &["unreachable-stpe", "--lang", "en"],
        &["nope", "--lang", "en"],
    ] {
        let mut args = vec!["explain"];
        if !asked.contains(&"en") {
            args.extend(["--lang", "id"]);
        }
        args.extend(asked);
        let ran = run(&args);
        assert_eq!(ran.code, Some(2), "{asked:?}");
        assert_eq!(ran.out, "");
        told.push_str(&format!("$ sop explain {}\n{}\n", asked.join(" "), ran.err));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn as_data_it_is_one_document() {
    let one: serde_json::Value =
        serde_json::from_str(&well(&["explain", "S204", "--lang", "en", "--json"])).expect("it is JSON");
    assert_eq!(one["pattern"], "missing-answer");
    assert_eq!(one["severity"], "error");
    assert!(one["wrong"].as_str().expect("there is an example").contains("decide"));
    let all: serde_json::Value =
        serde_json::from_str(&well(&["explain", "--json", "--lang", "id"])).expect("it is JSON");
    assert!(
        all.as_array().expect("a list").iter().all(|e| e["mend"].as_str().is_some_and(|m| !m.is_empty()))
    );
}

#[test]
fn a_check_says_where_to_read_more() {
    let folder = program::folder();
    std::fs::write(folder.path().join("a.sop"), "lane a \"A\"\nflow x \"X\" { step y by b \"Y\" }")
        .expect("it can be written");
    let ran = run(&["check", folder.path().to_str().expect("the path is UTF-8")]);
    assert_eq!(ran.out.matches("`sop explain S202`").count(), 1, "{}", ran.out);
    let sound = run(&["check", "sop/customer-handling"]);
    assert!(!sound.out.contains("sop explain"), "{}", sound.out);
}
