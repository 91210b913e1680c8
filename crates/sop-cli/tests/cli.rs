//! The program from outside: every script of the repository, what it prints, how it fails.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/program.rs"]
mod program;

use program::{folder, in_indonesian, root, run, sop, store, well};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

const LIVE_CHAT: &str = "tests/scripts/live_chat.script";

/// All scripts: path and flow. `live_chat-left.script` is of the flow `live_chat`.
fn scripts() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = std::fs::read_dir(root().join("tests/scripts"))
        .expect("there are scripts")
        .map(|entry| entry.expect("the folder can be read").file_name().into_string().expect("UTF-8"))
        .filter_map(|name| {
            let stem = name.strip_suffix(".script")?;
            let flow = stem.split_once('-').map_or(stem, |(flow, _)| flow);
            Some((format!("tests/scripts/{name}"), flow.to_owned()))
        })
        .collect();
    found.sort();
    found
}

#[test]
fn every_script_comes_to_its_end() {
    let scripts = scripts();
    assert!(scripts.len() > 25, "scripts are missing");
    let mut failed = String::new();
    for (script, flow) in scripts {
        let folder = folder();
        let ran = run(&["run", &flow, "--script", &script, "--store", &store(&folder)]);
        if ran.code != Some(0) {
            writeln!(failed, "{script}: {:?}\n{}", ran.code, ran.err).expect("a string takes all");
        }
    }
    assert_eq!(failed, "");
}

#[test]
fn scripts_reach_every_end_of_every_flow() {
    let mut ends = std::collections::BTreeSet::new();
    for flow in [
        "email",
        "inbound_call",
        "live_chat",
        "outlet_reservation",
        "social_media",
        "ticket",
        "verify",
        "whatsapp",
    ] {
        let graph: serde_json::Value =
            serde_json::from_str(&well(&["graph", flow, "--format", "json"])).expect("the graph is JSON");
        let nodes = graph["nodes"].as_array().expect("the graph has nodes");
        for node in nodes.iter().filter(|n| n["kind"] == "end") {
            ends.insert(format!("{flow}:{}", node["name"].as_str().expect("nodes have names")));
        }
    }
    assert!(ends.len() > 12, "the graph names its ends: {ends:?}");
    for (script, flow) in scripts() {
        let text = std::fs::read_to_string(root().join(&script)).expect("the script can be read");
        for outcome in text.lines().filter_map(|l| l.strip_prefix("expect ended ")) {
            ends.remove(&if outcome.contains(':') {
                outcome.to_owned()
            } else {
                format!("{flow}:{outcome}")
            });
        }
    }
    // Verification succeeds on the way of many scripts: none of them has a reason to say so.
    ends.remove("verify:verified");
    assert!(ends.is_empty(), "no script ends in {ends:?}");
}

#[test]
fn a_script_tells_what_happens() {
    let folder = folder();
    let store = store(&folder);
    insta::assert_snapshot!(
        "live_chat",
        in_indonesian(&["run", "live_chat", "--script", LIVE_CHAT, "--store", &store])
    );
    insta::assert_snapshot!("show_live_chat", in_indonesian(&["show", "1", "--store", &store]));
    insta::assert_snapshot!("show_live_chat_in_english", well(&["show", "1", "--store", &store]));
    insta::assert_snapshot!("show_ticket", in_indonesian(&["show", "2", "--store", &store]));
    insta::assert_snapshot!("cases", well(&["cases", "--store", &store]));
    insta::assert_snapshot!("cases_in_indonesian", in_indonesian(&["cases", "--store", &store]));
    assert_eq!(well(&["cases", "--open", "--store", &store]), "no cases\n");
    let rows = well(&["cases", "--json", "--flow", "ticket", "--store", &store]);
    insta::assert_snapshot!("cases_json", rows);
}

#[test]
fn a_script_that_has_run_can_run_again() {
    let folder = folder();
    let store = store(&folder);
    well(&["run", "live_chat", "--script", LIVE_CHAT, "--store", &store]);
    let before = well(&["show", "1", "--json", "--store", &store]);
    well(&["run", "live_chat", "--case", "1", "--script", LIVE_CHAT, "--store", &store]);
    assert_eq!(well(&["show", "1", "--json", "--store", &store]), before, "nothing happened twice");
    well(&["run", "live_chat", "--new", "--script", LIVE_CHAT, "--store", &store]);
    assert_eq!(well(&["show", "1", "--json", "--store", &store]), before, "another case is another");
    assert!(well(&["cases", "--store", &store]).contains("handled"));
}

#[test]
fn a_case_that_goes_on_shows_where_it_stands() {
    let folder = folder();
    let store = store(&folder);
    let at_once = ["--clock", "virtual", "--at", "2023-10-02 17:57", "--with", "customer=Budi", "--with"];
    let mut args = vec!["run", "live_chat", "--plain", "--store", &store];
    args.extend(at_once);
    args.extend(["agent_name=Sari", "--with", "ticket_sla=4h"]);
    well(&args);
    insta::assert_snapshot!("show_open", in_indonesian(&["show", "1", "--store", &store]));
    insta::assert_snapshot!("show_open_in_english", well(&["show", "1", "--store", &store]));
}

#[test]
fn the_plain_desk_is_worked_by_numbers() {
    insta::assert_snapshot!("plain_desk", worked_by_numbers("id"));
    insta::assert_snapshot!("plain_desk_in_english", worked_by_numbers("en"));
}

/// What the plain desk prints, in a language.
fn worked_by_numbers(lang: &str) -> String {
    let folder = folder();
    let store = store(&folder);
    let mut child = sop(&[
        "run",
        "live_chat",
        "--plain",
        "--clock",
        "virtual",
        "--at",
        "2023-10-02 17:57",
        "--with",
        "customer=Budi",
        "--with",
        "agent_name=Sari",
        "--with",
        "ticket_sla=4h",
        "--store",
        &store,
    ])
    .env("SOP_LANG", lang)
    .stdin(Stdio::piped())
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .expect("the program starts");
    // Opening words, verification, a need with an empty and a right entry; solved; silence, an answer; no more help;
    // and words that make no sense on the way.
    let typed = "1\n1\n1\n\n1\nGadai emas\n99\nhalo\n1\nw 1m\n1\nMasih\n1\n2\n1\n1\n1\n";
    child.stdin.take().expect("a pipe").write_all(typed.as_bytes()).expect("it is read");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    assert!(well(&["cases", "--store", &store]).contains("handled"));
    String::from_utf8(output.stdout).expect("the program writes UTF-8")
}

/// A small book with mistakes.
fn faulty(folder: &tempfile::TempDir) -> String {
    std::fs::write(
        folder.path().join("kopi.sop"),
        "lane barista \"Barista\" { assumed \"contoh\" }\n\
         flow kopi \"Membuat kopi\" {\n    assumed \"contoh\"\n    takes rasa: text\n    \
         step giling by barista \"Menggiling\" { assumed \"contoh\"  then seduhh }\n    \
         step seduh by baris \"Menyeduh\" { assumed \"contoh\" }\n    end jadi \"Jadi\" { assumed \"contoh\" }\n}\n",
    )
    .expect("a file can be written");
    folder.path().to_str().expect("UTF-8").to_owned()
}

#[test]
fn a_faulty_book_is_told_its_mistakes() {
    let folder = folder();
    let book = faulty(&folder);
    let text = run(&["check", &book]);
    assert_eq!(text.code, Some(1));
    assert!(!text.out.contains('\u{1b}'), "no colours in a pipe");
    insta::assert_snapshot!("check_faulty", text.out.replace(&book, "BOOK"));
    let text = run(&["check", &book, "--lang", "id"]);
    insta::assert_snapshot!("check_faulty_in_indonesian", text.out.replace(&book, "BOOK"));
    let json = run(&["check", "--json", &book]);
    assert_eq!(json.code, Some(1));
    insta::assert_snapshot!("check_faulty_json", json.out.replace(&book, "BOOK"));
    let refused = run(&["run", "kopi", "--book", &book, "--store", &store(&folder)]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("the book has mistakes"), "{}", refused.err);
    assert!(!folder.path().join("cases.db").exists(), "a book that is not sound makes no store");
}

#[test]
fn the_book_is_sound() {
    let json: serde_json::Value = serde_json::from_str(&well(&["check", "--json"])).expect("it is JSON");
    assert!(json.is_object() || json.is_array());
    assert!(well(&["check"]).contains("sound"));
}

#[test]
fn a_flow_is_drawn() {
    insta::assert_snapshot!("graph_verify", well(&["graph", "verify", "--format", "mermaid"]));
    assert!(
        well(&["graph", "verify"]).starts_with("<svg") || well(&["graph", "verify"]).starts_with("<?xml")
    );
    assert!(well(&["graph", "verify", "--format", "dot"]).contains("digraph"));
    let folder = folder();
    let file = folder.path().join("verify.svg");
    well(&["graph", "verify", "--output", file.to_str().expect("UTF-8")]);
    assert_eq!(std::fs::read_to_string(file).expect("it was written"), well(&["graph", "verify"]));
}

#[test]
fn every_command_explains_itself() {
    let help = |lang: &[&str]| {
        let mut all = String::new();
        for command in [
            "",
            "check",
            "document",
            "document read",
            "document adopt",
            "explain",
            "fmt",
            "graph",
            "diff",
            "test",
            "run",
            "cases",
            "cases move",
            "show",
            "completions",
        ] {
            let args: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
            let told = well(&[&args[..], lang].concat());
            writeln!(all, "$ sop {}\n{told}", args.join(" ")).expect("a string takes all");
        }
        all
    };
    insta::assert_snapshot!("help", help(&[]));
    insta::assert_snapshot!("help_in_indonesian", help(&["--lang", "id"]));
}

#[test]
fn shells_get_completions() {
    for shell in ["bash", "fish", "zsh"] {
        assert!(
            well(&["completions", shell]).contains("live_chat") || well(&["completions", shell]).len() > 1000
        );
    }
}

#[test]
fn failures_say_why() {
    let folder = folder();
    let path = store(&folder);
    let done = folder.path().join("done.db").to_str().expect("UTF-8").to_owned();
    well(&[
        "run",
        "verify",
        "--with",
        "customer=Budi",
        "--with",
        "ticket_sla=4h",
        "--plain",
        "--store",
        &done,
    ]);
    let cases: &[&[&str]] = &[
        &["run", "nix", "--store", &path],
        &["graph", "nix"],
        &["run", "live_chat", "--book", "no/such/book", "--store", &path],
        &["check", "no/such/book"],
        &["cases", "--store", "no/such/store.db"],
        &["show", "1", "--store", "no/such/store.db"],
        &["show", "99", "--store", &done],
        &["run", "live_chat", "--case", "99", "--store", &done],
        &["run", "live_chat", "--case", "1", "--store", &done],
        &["run", "live_chat", "--at", "2023-10-02 17:57", "--store", &path],
        &["run", "live_chat", "--clock", "virtual", "--at", "kemarin", "--store", &path],
        &["run", "live_chat", "--with", "wrong=1", "--store", &path],
        &["run", "live_chat", "--with", "wrong", "--store", &path],
        &["run", "live_chat", "--with", "ticket_sla=besok", "--store", &path],
        &["run", "live_chat", "--with", "ticket_sla=4h", "--store", &path],
        &["run", "live_chat", "--script", "no/such.script", "--store", &path],
        &["run", "live_chat", "--new", "--case", "1", "--store", &path],
    ];
    let told = |lang: &str| {
        let mut told = String::new();
        for args in cases {
            let ran = run(&[args, &["--lang", lang][..]].concat());
            assert_eq!(ran.out, "", "failures are told on standard error");
            let line = format!("$ sop {}\n[{}]\n{}\n", args.join(" "), ran.code.unwrap_or(-1), ran.err);
            told.push_str(&line.replace(folder.path().to_str().expect("UTF-8"), "TMP"));
        }
        told
    };
    insta::assert_snapshot!("failures", told("en"));
    insta::assert_snapshot!("failures_in_indonesian", told("id"));
}

#[test]
fn scripts_fail_at_the_line_that_is_wrong() {
    let begins = "at 2023-10-02 17:57\nwith customer=Budi agent_name=Sari ticket_sla=4h\n";
    let lines = [
        "jump 1m",
        "do",
        "do greet need=",
        "do identify",
        "do nix",
        "do greet nix=1",
        "answer greet yes",
        "event nix",
        "event customer_replied",
        "event call_dropped",
        "advance soon",
        "do \"greet",
        "retry greet",
        "expect at verify",
        "expect say closing_rest",
        "expect ended handled",
        "expect ended ticket:closed",
        "expect nothing",
        "do greet\nat 2023-10-02 18:00",
        "1",
        "do greet\ndo verify\ndo identify",
        "do greet\ndo verify\ndo identify need=x\nanswer solvable mungkin",
    ];
    let told = |lang: &str| {
        let mut told = String::new();
        for line in lines {
            let folder = folder();
            let script = folder.path().join("wrong.script");
            std::fs::write(&script, format!("{begins}{line}\n")).expect("a file can be written");
            let script = script.to_str().expect("UTF-8");
            let ran =
                run(&["run", "live_chat", "--script", script, "--store", &store(&folder), "--lang", lang]);
            writeln!(told, "{line}\n[{}] {}", ran.code.unwrap_or(-1), ran.err).expect("a string takes all");
        }
        told
    };
    insta::assert_snapshot!("script_failures", told("en"));
    insta::assert_snapshot!("script_failures_in_indonesian", told("id"));
}

#[test]
fn a_store_is_used_by_one_at_a_time() {
    let folder = folder();
    let store = store(&folder);
    let args = |new| {
        let mut args =
            vec!["run", "live_chat", "--plain", "--with", "customer=Budi", "--with", "agent_name=Sari"];
        args.extend(["--with", "ticket_sla=4h", "--store", &store]);
        args.extend(if new { Some("--new") } else { None });
        args
    };
    let mut first =
        sop(&args(false)).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut out = BufReader::new(first.stdout.take().expect("a pipe"));
    // The desk has been drawn: the store is open.
    let mut line = String::new();
    while !line.contains("Case 1") {
        line.clear();
        assert_ne!(out.read_line(&mut line).expect("it writes"), 0, "the first desk ended");
    }
    let second = run(&args(true));
    assert_eq!(second.code, Some(2), "{}", second.out);
    insta::assert_snapshot!(
        "store_in_use",
        second.err.replace(folder.path().to_str().expect("UTF-8"), "TMP")
    );
    drop(first.stdin.take());
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("it writes");
    assert_eq!(first.wait().expect("it ends").code(), Some(0));
    assert_eq!(run(&args(true)).code, Some(0), "the store is free again");
}

#[test]
fn a_prompt_is_seen_before_it_is_answered() {
    let folder = folder();
    let mut desk = sop(&[
        "run",
        "verify",
        "--plain",
        "--with",
        "customer=Budi",
        "--with",
        "ticket_sla=4h",
        "--store",
        &store(&folder),
    ])
    .stdin(Stdio::piped())
    .stdout(Stdio::piped())
    .spawn()
    .expect("the program starts");
    let mut out = desk.stdout.take().expect("a pipe");
    let (mut seen, mut byte) = (Vec::new(), [0]);
    while !seen.ends_with(b"\n> ") {
        assert_eq!(out.read(&mut byte).expect("it writes"), 1, "the desk ended without asking");
        seen.extend(byte);
    }
    drop(desk.stdin.take());
    assert_eq!(desk.wait().expect("it ends").code(), Some(0));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = folder();
    let mut child = sop(&["run", "live_chat", "--script", LIVE_CHAT, "--store", &store(&folder)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    assert!(well(&["cases", "--store", &store(&folder)]).contains("closed"), "the script ran on to its end");
}

#[test]
fn a_script_can_come_from_a_pipe() {
    let folder = folder();
    let mut child = sop(&["run", "live_chat", "--script", "-", "--store", &store(&folder)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let script = std::fs::read(root().join(LIVE_CHAT)).expect("the script can be read");
    child.stdin.take().expect("a pipe").write_all(&script).expect("it is read");
    assert_eq!(child.wait_with_output().expect("it ends").status.code(), Some(0));
}

#[test]
fn the_command_to_go_on_with_goes_on_with_this_case() {
    let folder = folder();
    let store = store(&folder);
    let case = ["run", "live_chat", "--plain", "--store", &store, "--with", "customer=Budi"];
    let began = run(&[&case[..], &["--with", "agent_name=Sari"]].concat());
    let (_, command) = began.err.rsplit_once("go on with: sop ").expect("it says how to go on");
    let command: Vec<&str> = command.split_whitespace().map(|word| word.trim_matches('\'')).collect();
    let went_on = run(&[&command[..], &["--plain"]].concat());
    assert!(went_on.out.contains("Case 1 "), "{}\n{}", went_on.out, went_on.err);
    assert!(went_on.out.contains("Budi"), "{}", went_on.out);
}
