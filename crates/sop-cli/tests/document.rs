//! `sop document` as a process owner uses it.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/program.rs"]
mod program;

use program::{in_indonesian, root, run, well};
use std::path::Path;

fn sample(name: &str) -> String {
    root().join("crates/sop-conform/tests/documents").join(name).display().to_string()
}

/// A book that has lanes and a flow, and no register yet.
fn book(folder: &Path) {
    let text = "lane counter \"Counter\"\nlane mechanic \"Mechanic\"\nflow mend \"Mending\" {\n    step look by mechanic \"Looking\"\n    \
                end done \"Done\"\n}\n";
    std::fs::write(folder.join("mend.sop"), text).expect("it is written");
}

#[test]
fn what_is_read_is_shown() {
    insta::assert_snapshot!(well(&["document", "read", &sample("bicycle.docx")]));
    insta::assert_snapshot!(
        "read_in_indonesian",
        in_indonesian(&["document", "read", &sample("library.pdf")])
    );
    let json = well(&["document", "read", "--json", &sample("library.txt")]);
    let data: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(data["code"], "CLT/PR/12");
}

#[test]
fn a_register_is_begun_checked_and_brought_up_to_date() {
    let folder = tempfile::tempdir().expect("a folder");
    book(folder.path());
    let path = folder.path().display().to_string();
    let adopt = |more: &[&str], document: &str| {
        let ran = run(&[&["document", "adopt", document, "--book", &path], more].concat());
        format!("exit {}\n{}{}", ran.code.unwrap_or(-1), ran.out, ran.err).replace(&path, "BOOK")
    };
    let text = std::fs::read_to_string(sample("bicycle.txt")).expect("it is there");
    let changed = text
        .replace("within 2 minutes", "within 3 minutes")
        .replace("5. Without an answer after 2 hours the Mechanic calls the Supplier.", "")
        .replace("Version 3", "Version 4")
        .replace("4.1 The Mechanic", "4.1 The good Mechanic");
    let now = folder.path().join("now.txt");
    std::fs::write(&now, changed).expect("it is written");
    let now = now.display().to_string();
    let told = [
        adopt(&["--check"], &sample("bicycle.txt")),
        adopt(&[], &sample("bicycle.txt")),
        adopt(&["--check"], &sample("bicycle.pdf")),
        adopt(&["--check"], &now),
        adopt(&["--lang", "id"], &now),
        adopt(&["--check"], &now),
    ];
    insta::assert_snapshot!(told.join("---\n"));
    // Until somebody writes the gists, the check warns.
    let checked = run(&["check", &path]);
    assert_eq!(checked.code, Some(0), "{}", checked.out);
    assert!(checked.out.contains("S507"), "{}", checked.out);
    let left = std::fs::read_dir(&path).expect("the folder is there").count();
    assert_eq!(left, 3, "nothing is left lying about");
}

#[test]
fn what_cannot_be_read_is_told_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("it is written");
        path.display().to_string()
    };
    let files = [
        folder.path().join("nowhere.pdf").display().to_string(),
        path("latin.txt", b"caf\xe9"),
        path("broken.docx", b"PK\x03\x04"),
        path("broken.pdf", b"%PDF-1.4\n"),
    ];
    let mut told = String::new();
    for file in files {
        for lang in ["en", "id"] {
            let ran = run(&["document", "read", &file, "--lang", lang]);
            assert_eq!(ran.code, Some(2), "{}", ran.out);
            told.push_str(&ran.err.replace(&folder.path().display().to_string(), "FOLDER"));
        }
    }
    let ran = run(&[
        "document",
        "adopt",
        &path("plain.txt", b"1. Purpose\n\nNothing.\n"),
        "--book",
        &folder.path().display().to_string(),
    ]);
    told.push_str(&ran.err);
    insta::assert_snapshot!(told);
}

/// The register that stands in the first book is that of the document, where it is at hand.
#[test]
fn the_first_book_has_adopted_its_document() {
    let beside = root().join("../shared/documents/OCC.PGDN.01.01.txt");
    let document = std::env::var_os("SOP_DOCUMENT").map_or(beside, Into::into);
    if !document.exists() {
        println!("skipped: the controlled document is not at hand");
        return;
    }
    let ran = run(&["document", "adopt", "--check", &document.display().to_string()]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}
