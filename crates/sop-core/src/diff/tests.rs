//! Every kind of change, each said in both languages; and laws.

mod edits;
mod laws;

use super::{Change, Diff, diff};
use crate::diagnostic::Lang;
use crate::model::Book;
use crate::source::Sources;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const BASE: &str = include_str!("tests/base.sop");

/// A text's book; its names are resolved, whatever else the checker says.
fn book_of(text: &str) -> Book {
    let mut sources = Sources::new();
    sources.add("book.sop", text);
    let compiled = crate::compile(&sources);
    compiled.book.unwrap_or_else(|| panic!("{:?}", compiled.findings))
}

/// The first revision with replacements.
fn edited(changes: &[(&str, &str)]) -> String {
    let mut text = BASE.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "nothing to change: {from}");
        text = text.replace(from, to);
    }
    text
}

/// The changes as a reader gets them, in both languages.
fn told(diff: &Diff) -> String {
    let mut out = String::new();
    for group in &diff.groups {
        let _ = writeln!(out, "# {} / {}", group.of.words().say(Lang::En), group.of.words().say(Lang::Id));
        for change in &group.changes {
            let _ = writeln!(out, "{} [{:?} {:?}]", change.thing.words(), change.kind(), change.reach);
            for lang in [Lang::En, Lang::Id] {
                let _ = writeln!(out, "    {}", change.sentence(lang).say(lang).replace('\n', "\n    "));
            }
        }
    }
    out
}

/// The name of a change's aspect.
fn tag(change: &Change) -> String {
    let value = serde_json::to_value(&change.aspect).unwrap();
    value["aspect"].as_str().unwrap().to_owned()
}

#[test]
fn every_edit_is_told_in_both_languages() {
    let old = book_of(BASE);
    let mut out = String::new();
    for (name, changes) in edits::EDITS {
        let found = diff(&old, &book_of(&edited(changes)));
        assert!(!found.is_empty(), "{name}: nothing is told");
        let _ = writeln!(out, "== {name}\n{}", told(&found));
    }
    insta::assert_snapshot!(out);
}

/// No aspect and no way is left without an edit that shows it.
#[test]
fn every_aspect_is_shown() {
    let old = book_of(BASE);
    let mut seen = BTreeSet::new();
    let mut ways = BTreeSet::new();
    for (_, changes) in edits::EDITS {
        let found = diff(&old, &book_of(&edited(changes)));
        for change in found.changes() {
            seen.insert(tag(change));
            let value = serde_json::to_value(&change.aspect).unwrap();
            if let Some(way) = value["way"].as_str() {
                ways.insert(format!("{} {way}", tag(change)));
            }
        }
    }
    let source = include_str!("../diff.rs");
    let body = source.split_once("pub enum Aspect {").unwrap().1.split_once("\n}").unwrap().0;
    let variants = body.lines().filter_map(|l| {
        let l = l.strip_prefix("    ")?;
        l.starts_with(char::is_uppercase).then(|| l.trim_end_matches([',', '{', ' ']).to_owned())
    });
    let snake = |name: &str| {
        let mut out = String::new();
        for c in name.chars() {
            if c.is_uppercase() && !out.is_empty() {
                out.push('_');
            }
            out.extend(c.to_lowercase());
        }
        out
    };
    let missing: Vec<String> = variants.map(|v| snake(&v)).filter(|v| !seen.contains(v)).collect();
    assert!(missing.is_empty(), "no edit shows {missing:?}");
    insta::assert_snapshot!(ways.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_change_is_read_back_from_json() {
    for (_, changes) in edits::EDITS {
        let found = diff(&book_of(BASE), &book_of(&edited(changes)));
        let json = serde_json::to_string(&found).unwrap();
        assert_eq!(serde_json::from_str::<Diff>(&json).unwrap(), found);
    }
}

/// Places and the order of files and of items make no difference.
#[test]
fn what_only_stands_elsewhere_has_not_changed() {
    let (head, flows) = BASE.split_once("flow chat").unwrap();
    let (chat, rest) = flows.split_once("flow help").unwrap();
    let moved = format!("// Moved.\n\nflow help{rest}\n{head}\nflow chat{chat}");
    assert_eq!(told(&diff(&book_of(BASE), &book_of(&moved))), "");
}

#[test]
fn of_very_many_it_is_not_guessed_which_is_which() {
    let of = |letter: char, count: usize| {
        let mut text = String::from("lane l \"L\"\nflow f \"F\" {\n");
        for i in 0..count {
            let _ = writeln!(text, "step {letter}_step_{i} by l \"S\"");
        }
        text + "end e \"E\"\n}\n"
    };
    let changes = |count| diff(&book_of(&of('a', count)), &book_of(&of('b', count))).changes().count();
    assert_eq!(changes(3), 3, "each has another name, and nothing else is told");
    assert!(changes(501) >= 2 * 501, "each is told as gone and as new");
}
