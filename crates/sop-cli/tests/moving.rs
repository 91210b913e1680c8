//! Moving cases to another revision, from outside: the plan, the move, and a program that is killed in the middle of it.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/program.rs"]
mod program;

use program::{begin, folder, run, sop, store, well};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

const BOOK: &str = r#"
time zone +07:00 "WIB"
lane agent "Agen" { assumed "contoh" }
lane leader "Ketua" { assumed "contoh" }
flow desk "Meja bantuan" {
    keeps need: text, note: text
    assumed "contoh"
    step greet by agent "Menyapa" { assumed "contoh" }
    step identify by agent "Mencatat kebutuhan" { fill need  assumed "contoh" }
    start help(need) as raise "Minta bantuan" { assumed "contoh" }
    await answer of raise "Menunggu bantuan" { assumed "contoh" helped keep note as note -> record cancelled -> record without limit }
    step record by agent "Dokumentasi" { assumed "contoh" }
    end handled "Selesai" { assumed "contoh" }
}
flow help "Bantuan" {
    takes need: text
    keeps note: text
    gives note
    assumed "contoh"
    step find by leader "Mencari" { fill note  assumed "contoh" }
    end helped "Terbantu" { assumed "contoh" }
}
"#;

fn write(folder: &Path, text: &str) -> String {
    let path = folder.join("book.sop");
    std::fs::write(&path, text).expect("it can be written");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn the_plan_is_shown_then_made_and_nobody_is_stranded() {
    let folder = folder();
    let (book, store) = (write(folder.path(), BOOK), store(&folder));
    begin(folder.path(), &book, &store, "do greet\n");
    begin(folder.path(), &book, &store, "");
    begin(folder.path(), &book, &store, "do greet\ndo identify need=kartu\n");
    let text = BOOK.replace("step identify by", "step ask by").replace(
        "keeps need: text, note: text\n    assumed",
        "keeps need: text, note: text, via: text\n    assumed",
    );
    write(folder.path(), &text);
    let mut told = String::new();
    let mut tell = |args: &[&str]| {
        let mut all = vec!["cases", "move", book.as_str(), "--store", store.as_str()];
        all.extend(args);
        if !args.contains(&"--lang") {
            all.extend(["--lang", "id"]);
        }
        let ran = run(&all);
        told.push_str(&format!(
            "$ sop cases move {}\n[{}]\n{}{}\n",
            args.join(" "),
            ran.code.unwrap_or(-1),
            ran.out,
            ran.err
        ));
    };
    tell(&[]);
    tell(&["--lang", "en"]);
    tell(&["--case", "2", "--apply"]);
    tell(&["--apply"]);
    tell(&["--json"]);
    // Which numbers an edition has is nobody's business here.
    let numbers = |line: &str| line.contains("\"from\"") || line.contains("\"to\"");
    let told: String = told.lines().filter(|l| !numbers(l)).map(|l| format!("{l}\n")).collect();
    insta::assert_snapshot!(told);
    assert!(well(&["show", "2", "--book", &book, "--store", &store]).contains("moved to a new revision"));
    // Both go on, each on its own revision.
    let script = folder.path().join("on.script");
    std::fs::write(&script, "at 2023-10-03 09:00\ndo greet\ndo ask need=kartu\n").expect("it can be written");
    let script = script.to_str().expect("UTF-8");
    well(&["run", "desk", "--book", &book, "--store", &store, "--case", "2", "--script", script]);
    std::fs::write(script, "at 2023-10-03 09:00\ndo identify need=kartu\n").expect("it can be written");
    well(&["run", "desk", "--book", &book, "--store", &store, "--case", "1", "--script", script]);
}

/// Wherever it is killed, every case can be shown - its journal run again gives what is stored - and every family is on one
/// revision; the next try moves the rest.
#[test]
fn killed_in_the_middle_of_a_move_every_family_is_here_or_there() {
    let folder = folder();
    let (book, store) = (write(folder.path(), BOOK), store(&folder));
    for _ in 0..5 {
        begin(folder.path(), &book, &store, "do greet\ndo identify need=kartu\n");
    }
    let editions = |book: &str| -> Vec<(u64, bool)> {
        let shown = (1..=10u64).map(|case| {
            let shown = well(&["show", &case.to_string(), "--json", "--book", book, "--store", &store]);
            let shown: serde_json::Value = serde_json::from_str(&shown).expect("it is JSON");
            (case, shown["case"]["current"].as_bool().expect("it says so"))
        });
        shown.collect()
    };
    for life in 0..4u64 {
        write(folder.path(), &BOOK.replace("\"Dokumentasi\"", &format!("\"Dokumentasi {life}\"")));
        let args = ["cases", "move", &book, "--store", &store, "--apply"];
        let mut child =
            sop(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(4 + 8 * life));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        for pair in editions(&book).chunks(2) {
            assert_eq!(pair[0].1, pair[1].1, "a parent and its child: {pair:?}");
        }
    }
    assert_eq!(run(&["cases", "move", &book, "--store", &store, "--apply"]).code, Some(0));
    assert!(editions(&book).iter().all(|(_, current)| *current));
}
