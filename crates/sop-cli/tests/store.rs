//! Looking after a store, from outside: verified, backed up, damaged, restored; in both languages.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/program.rs"]
mod program;

use program::{begin, folder, run, store};
use std::fmt::Write as _;
use std::path::Path;

const BOOK: &str = r#"
lane agent "Agen" { assumed "contoh" }
flow desk "Meja bantuan" {
    keeps need: text
    assumed "contoh"
    step greet by agent "Menyapa" { assumed "contoh" }
    step identify by agent "Mencatat kebutuhan" { fill need  assumed "contoh" }
    end handled "Selesai" { assumed "contoh" }
}
"#;

/// A store with cases that were left at different places.
fn cases(folder: &Path, store: &str) -> String {
    let book = folder.join("book.sop");
    std::fs::write(&book, BOOK).expect("it can be written");
    let book = book.to_str().expect("UTF-8").to_owned();
    for lines in ["", "do greet\n", "do greet\ndo identify need=kartu\n"] {
        begin(folder, &book, store, lines);
    }
    book
}

/// What was run and what came of it, without the folder's name.
struct Told(String, String);

impl Told {
    fn run(&mut self, args: &[&str]) {
        let ran = run(args);
        let code = ran.code.unwrap_or(-1);
        let text = format!("$ sop {}\n[{code}]\n{}{}\n", args.join(" "), ran.out, ran.err);
        self.0.push_str(&text.replace(&self.1, "FOLDER"));
    }

    fn note(&mut self, text: &str) {
        writeln!(self.0, "# {text}\n").expect("text can be written to text");
    }
}

fn damage(store: &str, sql: &[&str]) {
    let conn = rusqlite::Connection::open(store).expect("it is a database");
    for sql in sql {
        assert!(conn.execute(sql, ()).expect("it can be changed") > 0, "{sql}");
    }
}

#[test]
fn a_store_is_verified_backed_up_and_restored() {
    let folder = folder();
    let store = store(&folder);
    cases(folder.path(), &store);
    let place = folder.path().to_str().expect("UTF-8").to_owned();
    let copy = format!("{place}/copy.db");
    for (lang, at) in [("en", "first"), ("id", "second")] {
        let mut told = Told(String::new(), place.clone());
        told.run(&["store", "verify", "--store", &store, "--lang", lang]);
        told.run(&["store", "backup", &store, &copy, "--lang", lang]);
        told.run(&["store", "backup", &store, &copy, "--lang", lang]);
        told.run(&["store", "backup", "--force", &store, &copy, "--lang", lang]);
        damage(
            &store,
            &[
                "UPDATE cases SET snapshot = x'00' WHERE id = 1",
                "UPDATE journal SET entry = x'00' WHERE owner = 2 AND position = 1",
                "DELETE FROM tasks WHERE owner = 1",
            ],
        );
        told.note("three rows are damaged");
        told.run(&["store", "verify", "--store", &store, "--lang", lang]);
        if lang == "en" {
            told.run(&["store", "verify", "--store", &store, "--json", "--lang", lang]);
        }
        told.run(&["store", "backup", "--force", &store, &copy, "--lang", lang]);
        told.run(&["store", "repair", &store, &format!("{place}/mended-{lang}.db"), "--lang", lang]);
        told.run(&["store", "verify", "--store", &format!("{place}/mended-{lang}.db"), "--lang", lang]);
        told.run(&["store", "restore", &copy, "--store", &store, "--lang", lang]);
        told.run(&["store", "verify", "--store", &store, "--lang", lang]);
        told.run(&["store", "verify", "--store", &format!("{place}/none.db"), "--lang", lang]);
        told.run(&["store", "verify", "--store", &format!("{place}/book.sop"), "--lang", lang]);
        std::fs::remove_file(&copy).expect("the copy is there");
        std::fs::rename(format!("{store}.replaced-1"), format!("{place}/{at}.db"))
            .expect("the old one is kept");
        insta::assert_snapshot!(format!("store_{lang}"), told.0);
    }
}
