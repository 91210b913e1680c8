//! `sop test` from outside: exit codes, reports, files, walks.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/program.rs"]
mod program;

use program::{folder, run};

/// A book with one scenario that passes and one that does not.
const BOOK: &str = r#"
lane agent "Agent"
flow desk "Meja" {
    keeps need: text
    step ask by agent "Bertanya" { fill need }
    decide solved by agent "Selesai?" { yes -> done  no -> again }
    step again by agent "Mencoba lagi" { then solved }
    end done "Selesai"
}
scenario good "Langsung selesai" for desk at 2023-10-02 09:00 {
    do ask with need "Cetak ulang"
    answer solved yes
    expect ended done
}
"#;

const BAD: &str = r#"
scenario bad "Belum selesai" for desk at 2023-10-02 09:00 {
    do ask with need "Cetak ulang"
    answer solved no
    expect ended done
}
"#;

/// A folder with one book, and its path.
fn book(text: &str) -> (tempfile::TempDir, String) {
    let folder = folder();
    let path = folder.path().join("desk.sop");
    std::fs::write(&path, text).expect("the book can be written");
    let path = path.to_str().expect("the path is UTF-8").to_owned();
    (folder, path)
}

#[test]
fn scenarios_that_pass_are_told_in_a_few_lines() {
    let (_folder, path) = book(BOOK);
    let ran = run(&["test", &path, "--lang", "id"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    insta::assert_snapshot!(ran.out);
    assert_eq!(run(&["test", &path, "--min-coverage", "50"]).code, Some(0));
    assert_eq!(run(&["test", &path, "--min-coverage", "100"]).code, Some(1), "not all is reached");
}

#[test]
fn a_scenario_that_fails_fails_the_program() {
    let (folder, path) = book(&format!("{BOOK}{BAD}"));
    let ran = run(&["test", &path, "--lang", "en"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    insta::assert_snapshot!(ran.out);
    let only = run(&["test", &path, "--scenario", "good"]);
    assert_eq!(only.code, Some(0), "{}", only.out);
    let file = folder.path().join("out.xml");
    let file = file.to_str().expect("the path is UTF-8");
    let ran = run(&["test", &path, "--report", "junit", "--output", file]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    let xml = std::fs::read_to_string(file).expect("the report was written");
    assert!(xml.contains("tests=\"2\"") && xml.contains("failures=\"1\""), "{xml}");
    let ran = run(&["test", &path, "--report", "json"]);
    let data: serde_json::Value = serde_json::from_str(&ran.out).expect("the report is JSON");
    assert_eq!((&data["schema"], &data["failed"]), (&"sop-test/1".into(), &1.into()));
}

#[test]
fn walks_are_the_same_with_the_same_seed() {
    let (_folder, path) = book(BOOK);
    let walks = |seed| run(&["test", &path, "--explore", "50", "--seed", seed]);
    assert_eq!(walks("7").code, Some(0));
    assert_eq!(walks("7").out, walks("7").out);
    assert_ne!(walks("7").out, walks("8").out);
}

#[test]
fn a_book_with_mistakes_and_what_is_not_there_are_refused() {
    let (_folder, path) = book(&BOOK.replace("then solved", "then nowhere"));
    let ran = run(&["test", &path]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert!(ran.err.contains("nowhere"), "{}", ran.err);
    let (_folder, path) = book(BOOK);
    assert_eq!(run(&["test", &path, "--flow", "nothing"]).code, Some(2));
    assert_eq!(run(&["test", &path, "--scenario", "nothing"]).code, Some(2));
    assert_eq!(run(&["test", "/nowhere/at/all"]).code, Some(2));
    assert_eq!(run(&["test", &path, "--seed", "1"]).code, Some(2), "a seed is for walks");
}
