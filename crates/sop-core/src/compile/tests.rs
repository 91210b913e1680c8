//! Limits of a book: what just fits, and one more. And what is not listed any more still counts.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::diagnostic::{Code, Finding, Lang, Severity};
use crate::source::{Sources, limits};
use crate::{Compiled, compile};

fn sources(texts: impl IntoIterator<Item = String>) -> Sources {
    let mut sources = Sources::new();
    for (i, text) in texts.into_iter().enumerate() {
        sources.add(format!("{i:05}.sop"), text);
    }
    sources
}

/// What is said of limits, in English, with the file's number.
fn told(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let of_limits = |f: &Finding| matches!(f.code, Code::FileTooBig | Code::NestingTooDeep);
    let found = compile(&sources(texts)).findings;
    found.iter().filter(|f| of_limits(f)).map(|f| format!("{}: {}", f.at.file.0, f.message)).collect()
}

fn one(text: String) -> Vec<String> {
    told([text])
}

const NONE: [&str; 0] = [];

#[test]
fn names_and_texts_have_a_length() {
    let (name, text) = (limits::NAME_BYTES_MAX, limits::TEXT_BYTES_MAX);
    let lane = |name: usize, text: usize| one(format!("lane {} \"{}\"", "n".repeat(name), "t".repeat(text)));
    assert_eq!(lane(name, text), NONE);
    assert_eq!(lane(name + 1, text), ["0: this name is longer than 200 bytes"]);
    assert_eq!(lane(name, text + 1), ["0: this text is longer than 64 KiB"]);
    // A clause's id, too.
    let clause = |id: usize| {
        one(format!(
            "document D \"D\" {{ section 1 \"S\" page 1 clause {} note page 1 \"x\" }}",
            "1".repeat(id)
        ))
    };
    assert_eq!(clause(name), NONE);
    assert_eq!(clause(name + 1).len(), 1);
}

#[test]
fn a_book_has_a_length() {
    let remark = |bytes: usize| format!("//{}", " ".repeat(bytes - 2));
    let whole: Vec<String> = (0..limits::BOOK_BYTES_MAX / limits::FILE_BYTES_MAX)
        .map(|_| remark(limits::FILE_BYTES_MAX))
        .collect();
    assert_eq!(told(whole.clone()), NONE);
    // From where it is too long on, nothing is read.
    let mut more = whole;
    more.extend(["x".to_owned(), "lane".to_owned()]);
    let found = compile(&sources(more)).findings;
    assert_eq!(found.iter().map(|f| f.at.file.0).collect::<Vec<_>>(), [4]);
    assert_eq!(found[0].message.to_string(), "the book is longer than 32 MiB");
    assert_eq!(one(remark(limits::FILE_BYTES_MAX + 1)), ["0: the file is longer than 8 MiB"]);
}

#[test]
fn a_book_has_a_number_of_files() {
    let files = |count: usize| told((0..count).map(|i| format!("lane l{i} \"L\"")));
    assert_eq!(files(limits::FILES_MAX), NONE);
    assert_eq!(files(limits::FILES_MAX + 1), ["4096: the book has more than 4096 files"]);
}

#[test]
fn brackets_have_a_depth() {
    let flow = |stages: usize| {
        let open: String = (0..stages).map(|i| format!("stage s{i} \"S\" {{ ")).collect();
        one(format!(
            "lane l \"L\" flow f \"F\" {{ {open} step s by l \"S\" {} end e \"E\" }}",
            "}".repeat(stages)
        ))
    };
    assert_eq!(flow(limits::NESTING_MAX - 1), NONE);
    assert_eq!(flow(limits::NESTING_MAX).len(), 1);
}

#[test]
fn there_are_only_so_many_of_a_kind() {
    let lanes = |count: usize| one((0..count).map(|i| format!("lane l{i} \"L\"\n")).collect());
    assert_eq!(lanes(limits::INDEX_MAX), NONE);
    assert_eq!(lanes(limits::INDEX_MAX + 1), ["0: the book has more than 65534 of a kind: lane"]);
    let choices = |count: usize| {
        let choices: Vec<String> = (0..count).map(|i| format!("c{i}")).collect();
        one(format!("event e \"E\" {{ carries x: one of {{ {} }} }}", choices.join(", ")))
    };
    assert_eq!(choices(limits::INDEX_MAX), NONE);
    assert_eq!(choices(limits::INDEX_MAX + 1), ["0: a type has more than 65534 choices"]);
}

#[test]
fn a_flow_has_only_so_many_facts_and_steps() {
    let facts = |count: usize| {
        let facts: Vec<String> = (0..count).map(|i| format!("f{i}: text")).collect();
        one(format!(
            "lane l \"L\" flow f \"F\" {{ keeps {} step s by l \"S\" end e \"E\" }}",
            facts.join(", ")
        ))
    };
    assert_eq!(facts(limits::INDEX_MAX), NONE);
    assert_eq!(facts(limits::INDEX_MAX + 1), ["0: the flow has more than 65534 facts"]);
    let steps = |count: usize| {
        let steps: String = (1..count).map(|i| format!("step s{i} by l \"S\"\n")).collect();
        one(format!("lane l \"L\" flow f \"F\" {{ {steps} end e \"E\" }}"))
    };
    assert_eq!(steps(limits::INDEX_MAX), NONE);
    assert_eq!(steps(limits::INDEX_MAX + 1), ["0: the flow has more than 65534 steps or arrows"]);
}

/// However many warnings come first: an error behind them keeps the book from running.
#[test]
fn an_error_behind_a_thousand_warnings_counts() {
    let open: String = (0..3000).map(|i| format!("clause {i} note page 1 \"?\"\n")).collect();
    let book = |lane: &str| {
        format!(
            "document D \"D\" {{ revision 1 section 1 \"S\" page 1\n{open} }} lane l \"L\" \
             flow f \"F\" {{ step s by {lane} \"L\" end e \"E\" }}"
        )
    };
    let good = compile(&sources([book("l")]));
    assert!(good.is_sound(), "{:?}", good.findings.last());
    assert!(good.findings.len() > limits::FINDINGS_PER_FILE_MAX);
    let more = |of: &Compiled| {
        let of: Vec<&Finding> = of.findings.iter().filter(|f| f.code == Code::TooManyFindings).collect();
        let said = |f: &Finding, lang| f.message.say(lang);
        of.iter().map(|f| (f.severity(), said(f, Lang::En), said(f, Lang::Id))).collect::<Vec<_>>()
    };
    let (en, id) =
        ("2800 more warnings follow in this file", "masih ada 2800 peringatan lain dalam berkas ini");
    assert_eq!(more(&good), [(Severity::Warning, en.to_owned(), id.to_owned())]);
    let bad = compile(&sources([book("nobody")]));
    assert!(bad.book.is_none() && !bad.is_sound());
    let (en, id) =
        ("2801 more mistakes follow in this file", "masih ada 2801 kesalahan lain dalam berkas ini");
    assert_eq!(more(&bad), [(Severity::Error, en.to_owned(), id.to_owned())]);
}

/// The same of what only the checks find, when there is a model already.
#[test]
fn an_error_of_a_check_behind_a_thousand_warnings_counts() {
    let steps: String = (0..1000).map(|i| format!("step s{i} by l \"S\"\n")).collect();
    let book = |end: &str| {
        format!(
            "document D \"D\" {{ revision 1 section 1 \"S\" page 1 }} lane l \"L\" flow f \"F\" {{ follows D section 1 {steps} {end} }}"
        )
    };
    let good = compile(&sources([book("end e \"E\"")]));
    assert!(good.is_sound() && good.findings.len() == limits::FINDINGS_PER_FILE_MAX + 1);
    let bad = compile(&sources([book("decide d by l \"D\" { yes -> e } end e \"E\"")]));
    assert!(bad.book.is_some() && !bad.is_sound());
}

#[test]
fn findings_of_each_file_are_counted() {
    let file = |wrong: usize| (0..wrong).map(|i| format!("lane l \"{i}\"\n")).collect::<String>();
    let found = compile(&sources([file(1), file(5000), "lane l \"x\" lane other \"O\"".to_owned()])).findings;
    let of = |file: u32| found.iter().filter(move |f| f.at.file.0 == file).collect::<Vec<_>>();
    assert_eq!(of(1).len(), limits::FINDINGS_PER_FILE_MAX + 1);
    let last = of(1).pop().unwrap().clone();
    assert_eq!(
        (last.code, last.message.to_string()),
        (Code::TooManyFindings, "4800 more mistakes follow in this file".to_owned())
    );
    assert_eq!(of(2).len(), 1);
}
