//! Two revisions compared, from outside: the report in both languages, the picture, the cases of a store, and what goes wrong.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/program.rs"]
mod program;

use program::{folder, root, run, store, well};
use std::path::Path;

const BOOK: &str = "sop/customer-handling";

/// A copy of the real book in which some texts of some files are replaced.
fn edited(folder: &Path, name: &str, edits: &[(&str, &str, &str)]) -> String {
    let copy = folder.join(name);
    copied(&root().join(BOOK), &copy);
    for (file, from, to) in edits {
        let path = copy.join(file);
        let text = std::fs::read_to_string(&path).expect("the file is there");
        assert!(text.contains(from), "{file}: nothing to change: {from}");
        std::fs::write(&path, text.replace(from, to)).expect("it can be written");
    }
    copy.to_str().expect("UTF-8").to_owned()
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("it can be read");
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copied(&path, &to);
        } else {
            std::fs::copy(&path, &to).expect("it can be copied");
        }
    }
}

/// A step with another name, without a line that says so; and where it is spoken of.
const RENAMED: [(&str, &str, &str); 8] = [
    ("live_chat.sop", "step identify by", "step ask_need by"),
    ("live_chat.sop", "-> identify ", "-> ask_need "),
    ("rules.sop", "identify or solve or close", "identify or ask_need or solve or close"),
    ("rules.sop", "identify or solve before", "identify or ask_need or solve before"),
    (
        "rules.sop",
        "identify or solve or raise after close",
        "identify or ask_need or solve or raise after close",
    ),
    ("rules.sop", "before identify", "before identify or ask_need"),
    ("rules.sop", "never identify before", "never identify or ask_need before"),
    ("rules.sop", "followed by identify or", "followed by identify or ask_need or"),
];
const SAID: (&str, &str, &str) = (
    "live_chat.sop",
    "    stage conversation",
    "    step identify becomes ask_need\n\n    stage conversation",
);

/// The live chat's scenarios go by the names of its steps.
const SCENARIOS: [(&str, &str, &str); 2] = [
    ("scenarios/live_chat.sop", "do identify", "do ask_need"),
    ("scenarios/live_chat.sop", "at identify", "at ask_need"),
];

fn renamed() -> Vec<(&'static str, &'static str, &'static str)> {
    RENAMED.into_iter().chain(SCENARIOS).collect()
}

const CHANGES: [(&str, &str, &str); 9] = [
    ("live_chat.sop", "when silent for 1m -> ask_once", "when silent for 2m -> ask_once"),
    ("live_chat.sop", "step close by agent using omni", "step close by team_leader using omni"),
    ("live_chat.sop", "\"Memberikan solusi\"", "\"Memberikan solusi sesuai panduan\""),
    (
        "live_chat.sop",
        "assumed \"nasabah perlu tahu bahwa pengaduannya diteruskan\"",
        "derived from 5.3 \"eskalasi\"",
    ),
    ("shared/messages.sop", "siap membantu.\"", "siap membantu Anda.\""),
    ("shared/vocabulary.sop", "default 5d", "default 4d"),
    ("shared/vocabulary.sop", "retries 2 times every 2s", "retries 4 times every 2s"),
    (
        "shared/ticket.sop",
        "            fill result\n            then document\n        }\n    }",
        "            fill result\n            then check_result\n        }\n        step check_result by tier2 using omni \"Memeriksa hasil tim terkait\" {\n            assumed \"hasil diperiksa sebelum tiket ditutup\"\n            then document\n        }\n    }",
    ),
    (
        "rules.sop",
        "rule greeted_outlet \"Salam pembuka mendahului reservasi\"",
        "rule greeted_outlet \"Salam mendahului reservasi\"",
    ),
];

/// One run, as it is shown: what the machine calls the folder is nobody's business.
fn shown(folder: &Path, args: &[&str]) -> String {
    let ran = run(args);
    let hidden = |text: &str| text.replace(folder.to_str().expect("UTF-8"), "FOLDER");
    format!(
        "$ sop {}\n[{}]\n{}{}\n",
        hidden(&args.join(" ")),
        ran.code.unwrap_or(-1),
        hidden(&ran.out),
        hidden(&ran.err)
    )
}

#[test]
fn the_real_book_with_changes_in_both_languages() {
    let folder = folder();
    let new = edited(folder.path(), "new", &[&CHANGES[..], &renamed()[..]].concat());
    let mut told = String::new();
    for lang in ["en", "id"] {
        told.push_str(&shown(folder.path(), &["diff", BOOK, &new, "--lang", lang]));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn nothing_changed_one_flow_and_exit_codes() {
    let folder = folder();
    let new = edited(folder.path(), "new", &CHANGES);
    let mut told = String::new();
    let mut tell = |args: &[&str]| {
        told.push_str(&shown(folder.path(), &[&["diff"], args].concat()));
    };
    tell(&[BOOK, BOOK, "--exit-code", "--lang", "en"]);
    tell(&[BOOK, BOOK, "--lang", "id"]);
    tell(&[BOOK, &new, "--flow", "email", "--exit-code", "--lang", "id"]);
    tell(&[BOOK, &new, "--flow", "ticket", "--exit-code", "--lang", "en"]);
    // What can't be compared.
    tell(&[BOOK, &new, "--flow", "emial", "--lang", "en"]);
    tell(&["no-such-book", BOOK, "--lang", "en"]);
    tell(&[BOOK, &new, "--picture", "x.svg", "--lang", "en"]);
    tell(&[BOOK, &new, "--store", "no-such.db", "--with", "ticket_sla=4h", "--lang", "en"]);
    insta::assert_snapshot!(told);
}

#[test]
fn a_book_with_mistakes_is_named() {
    let folder = folder();
    let new = edited(folder.path(), "new", &[("live_chat.sop", "-> solve ", "-> slove ")]);
    let ran = run(&["diff", BOOK, &new, "--lang", "en"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert!(
        ran.err.contains("new:\n") && ran.err.contains("error[S101]") && ran.err.contains("has mistakes"),
        "{}",
        ran.err
    );
    let ran = run(&["diff", &new, BOOK, "--lang", "id"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("masih mempunyai kesalahan"), "{}", ran.err);
}

#[test]
fn the_picture_has_both() {
    let folder = folder();
    let edits = [
        (
            "live_chat.sop",
            "step cross_sell by agent using omni \"Menyampaikan cross selling\" {\n            derived from 3 \"sebelum salam penutup\"",
            "step rate by agent using omni \"Meminta penilaian\" {\n            assumed \"sebelum salam penutup\"",
        ),
        ("live_chat.sop", "-> cross_sell ", "-> rate "),
        ("rules.sop", "never close before cross_sell", "never close before cross_sell or rate"),
        ("scenarios/live_chat.sop", "cross_sell\n", "rate\n"),
    ];
    let new = edited(folder.path(), "new", &edits);
    for (lang, words) in
        [("id", ["Perbandingan dua revisi", "Dihapus: "]), ("en", ["Two revisions compared", "Gone: "])]
    {
        let picture = folder.path().join(format!("{lang}.svg"));
        let path = picture.to_str().expect("UTF-8");
        well(&["diff", BOOK, &new, "--flow", "live_chat", "--picture", path, "--lang", lang]);
        let svg = std::fs::read_to_string(&picture).expect("it was drawn");
        for part in ["id=\"node-rate\"", "id=\"gone-node-cross_sell\""].into_iter().chain(words) {
            assert!(svg.contains(part), "{lang}: {part}");
        }
    }
}

#[test]
fn as_json() {
    let folder = folder();
    let new = edited(folder.path(), "new", &[&CHANGES[..], &renamed()[..]].concat());
    let told: serde_json::Value =
        serde_json::from_str(&well(&["diff", BOOK, &new, "--json"])).expect("it is JSON");
    let groups = told["changes"]["groups"].as_array().expect("there are groups");
    let changes: Vec<_> =
        groups.iter().flat_map(|g| g["changes"].as_array().expect("each has changes")).collect();
    let of = |aspect: &str| changes.iter().filter(|c| c["aspect"]["aspect"] == aspect).count();
    assert_eq!((of("name"), of("time"), of("lane"), of("text")), (1, 1, 1, 1));
    let name = changes.iter().find(|c| c["aspect"]["aspect"] == "name").expect("a name changed");
    assert_eq!(name["reach"], "stranding");
    let file = name["new_at"]["file"].as_u64().and_then(|f| usize::try_from(f).ok()).expect("it has a place");
    assert_eq!(told["files"]["new"][file], "live_chat.sop");
    let places = told["places"].as_array().expect("there are flows");
    let stays: Vec<_> = places
        .iter()
        .flat_map(|f| f["places"].as_array().expect("each has places"))
        .filter(|p| p["verdict"] == "stays")
        .map(|p| p["place"]["name"].as_str().expect("it has a name"))
        .collect();
    assert_eq!(stays, ["identify"]);
    assert!(told["cases"].is_null());
}

/// The whole story of a revision: a case in the middle, a step with another name, what that would do, what mends it.
#[test]
fn a_case_that_would_be_stranded_and_what_mends_it() {
    let folder = folder();
    let store = store(&folder);
    let begin = |lines: &str| {
        let script = folder.path().join("desk.script");
        let head = "at 2023-10-02 09:00\nwith customer=Budi agent_name=Sari ticket_sla=4h\n";
        std::fs::write(&script, format!("{head}{lines}")).expect("it can be written");
        let script = script.to_str().expect("UTF-8").to_owned();
        well(&["run", "live_chat", "--book", BOOK, "--store", &store, "--new", "--script", &script]);
    };
    begin("do greet\ndo verify\n");
    begin("do greet\n");
    let sla = ["--with", "ticket_sla=4h"];
    let without = edited(folder.path(), "without", &renamed());
    let with = edited(folder.path(), "with", &[&renamed()[..], &[SAID]].concat());
    let mut told = String::new();
    for (new, lang) in [(&without, "en"), (&without, "id"), (&with, "en")] {
        let args = ["diff", BOOK, new, "--store", &store, "--lang", lang];
        told.push_str(&shown(folder.path(), &[&args[..], &sla[..]].concat()));
        if lang == "en" {
            let args = ["cases", "move", new, "--store", &store, "--case", "1", "--apply", "--lang", lang];
            told.push_str(&shown(folder.path(), &[&args[..], &sla[..]].concat()));
        }
    }
    insta::assert_snapshot!(told);
    // The one that was moved goes on under the new name, the other as it began.
    // A script is given from its beginning; what was done before is passed over.
    let go_on = |case: &str, lines: &str| {
        let script = folder.path().join("desk.script");
        let head = "at 2023-10-02 09:10\nwith customer=Budi agent_name=Sari ticket_sla=4h\n";
        std::fs::write(&script, format!("{head}{lines}\nexpect at solvable\n")).expect("it can be written");
        let script = script.to_str().expect("UTF-8").to_owned();
        run(&["run", "live_chat", "--book", &with, "--store", &store, "--case", case, "--script", &script])
    };
    let ran = go_on("1", "do greet\ndo verify\ndo ask_need need=kartu");
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let ran = go_on("2", "do greet\ndo verify\ndo identify need=kartu");
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}
