//! `sop conform` from outside, on the sample book and its document: exit codes, levels, known findings, reports.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/program.rs"]
mod program;

use program::{folder, in_indonesian, root, run, well};
use std::path::Path;

const BOOK: &str = "tests/samples/workshop/book";
const DOCUMENT: &str = "tests/samples/workshop/procedure.md";

/// A copy of the sample, with a file changed; its folder and the book's path.
fn changed(file: &str, from: &str, to: &str) -> (tempfile::TempDir, String) {
    let folder = folder();
    for entry in std::fs::read_dir(root().join(BOOK)).expect("the sample is there") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_owned();
        let mut text = std::fs::read_to_string(&path).expect("a text");
        if name == file {
            assert!(text.contains(from), "{file} holds no `{from}`");
            text = text.replacen(from, to, 1);
        }
        std::fs::write(folder.path().join(name), text).expect("a copy");
    }
    let path = path(folder.path());
    (folder, path)
}

fn path(path: &Path) -> String {
    path.to_str().expect("the path is UTF-8").to_owned()
}

#[test]
fn a_book_that_follows_its_document_is_told_so() {
    insta::assert_snapshot!("conforms", well(&["conform", BOOK, "--document", DOCUMENT]));
    insta::assert_snapshot!("conforms_in_indonesian", in_indonesian(&["conform", BOOK]));
    // Assumptions fail it only where that is asked for.
    assert_eq!(run(&["conform", BOOK, "--fail-on", "warning"]).code, Some(0));
    assert_eq!(run(&["conform", BOOK, "--fail-on", "note"]).code, Some(1));
}

#[test]
fn a_book_that_deviates_fails_with_all_that_is_wrong() {
    let (_folder, book) = changed("taking_in.sop", "within 2h", "within 3h");
    let ran = run(&["conform", &book]);
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!("deviates", ran.out);
    assert_eq!(run(&["conform", &book, "--section", "7.2"]).code, Some(0));
    assert_eq!(run(&["conform", &book, "--section", "7"]).code, Some(1));
}

#[test]
fn a_mistake_of_the_book_is_told_with_what_follows_from_it() {
    let (_folder, book) = changed("handing_out.sop", "-> call_again  cites p4.3", "-> close  cites p4.3");
    let ran = run(&["conform", &book, "--document", DOCUMENT]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("error[S201]") && ran.out.contains("error[C502]"), "{}", ran.out);
}

#[test]
fn a_change_of_the_document_is_told_at_its_clause() {
    let text = std::fs::read_to_string(root().join(DOCUMENT)).expect("the sample is there");
    let other = folder();
    let document = other.path().join("procedure.md");
    std::fs::write(&document, text.replace("within 2 hours", "within 3 hours")).expect("a copy");
    let ran = run(&["conform", BOOK, "--document", &path(&document)]);
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!("document_changed", ran.out);
}

#[test]
fn known_findings_are_accepted_until_their_day() {
    let (folder, book) = changed("taking_in.sop", "within 2h", "within 3h");
    let known = path(&folder.path().join("known.toml"));
    let write = ["--write-baseline", &known, "--reason", "asked the owner", "--until", "2026-06-30"];
    assert_eq!(run(&[&["conform", &book][..], &write].concat()).code, Some(0));
    let text = std::fs::read_to_string(&known).expect("the list was written");
    insta::assert_snapshot!("known", text);
    let on = |day: &str| run(&["conform", &book, "--baseline", &known, "--today", day]);
    assert_eq!(on("2026-06-30").code, Some(0));
    let late = on("2026-07-01");
    assert_eq!(late.code, Some(1));
    assert!(late.out.contains("was accepted until 2026-06-30"), "{}", late.out);
    // Once mended it isn't needed any more.
    let mended = well(&["conform", BOOK, "--baseline", &known, "--today", "2026-01-01"]);
    assert!(mended.contains("take it off the list"), "{mended}");
}

#[test]
fn reports_go_into_files() {
    let folder = folder();
    for (report, begins) in [
        ("json", "{"),
        ("sarif", "{"),
        ("junit", "<?xml"),
        ("html", "<!doctype html>"),
        ("terminal", "section"),
    ] {
        let file = path(&folder.path().join(report));
        assert_eq!(well(&["conform", BOOK, "--report", report, "--output", &file]), "");
        let text = std::fs::read_to_string(&file).expect("the report was written");
        assert!(text.starts_with(begins), "{report}: {text:.60}");
    }
    let data = well(&["conform", BOOK, "--report", "json"]);
    assert!(
        data.contains("\"path\": \"tests/samples/workshop/book/taking_in.sop\""),
        "paths as the caller gave them"
    );
}

#[test]
fn what_cannot_be_carried_out_is_told_in_words() {
    let folder = folder();
    let file = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("a file");
        path(&file)
    };
    let bad = file("bad.toml", "[[known]]\nkey = \"k\"\nreason = \"\"\nuntil = 2026-01-01\n");
    let odd = file("odd.toml", "known = 1");
    let picture = file("scan.pdf", "%PDF-1.4\nnothing");
    let bare = file("bare.sop", "lane a \"A\"\nflow f \"F\" { step s by a \"S\" end e \"E\" }\n");
    let mut told = String::new();
    for args in [
        &["--baseline", &bad][..],
        &["--baseline", &odd],
        &["--baseline", "nowhere.toml"],
        &["--document", "nowhere.txt"],
        &["--document", &picture],
        &["--section", "99"],
        &["--today", "tomorrow"],
        &["--write-baseline", "x.toml"],
    ] {
        let ran = run(&[&["conform", BOOK][..], args].concat());
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.out);
        told.push_str(&ran.err.replace(&path(folder.path()), "FOLDER"));
    }
    let ran = run(&["conform", &bare, "--document", DOCUMENT]);
    assert_eq!(ran.code, Some(2));
    told.push_str(&ran.err);
    insta::assert_snapshot!("conform_failures", told);
}
