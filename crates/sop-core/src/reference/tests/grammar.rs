//! The grammar, asked for what it has and for what a text shows of it.

use pest::Parser;
use std::collections::BTreeSet;

#[derive(pest_derive::Parser)]
#[grammar = "syntax/grammar.pest"]
struct Grammar;

/// The rules that a text shows.
pub(super) fn rules(text: &str) -> BTreeSet<String> {
    let pairs = Grammar::parse(Rule::file, text).unwrap().flatten();
    pairs.map(|p| format!("{:?}", p.as_rule()).trim_end_matches('_').to_owned()).collect()
}

/// The rules that a writer can use: not those that read mistakes, look ahead, or stand for some items of a file.
pub(super) fn constructs() -> BTreeSet<String> {
    let looking =
        ["WHITESPACE", "COMMENT", "some", "reserved", "head_end", "sentence_end", "lump", "junk", "balanced"];
    let grammar = include_str!("../../syntax/grammar.pest");
    let mut out = BTreeSet::new();
    for line in grammar.lines() {
        let Some((name, body)) = line.split_once(" = ") else { continue };
        let name = name.trim_end();
        let named = !name.starts_with(|c: char| c.is_whitespace() || c == '/') && !body.starts_with("_{");
        let mistake = name.starts_with("bad_") || name.ends_with("_start");
        if named && !mistake && !looking.contains(&name) {
            out.insert(name.trim_end_matches('_').to_owned());
        }
    }
    assert!(out.len() > 150, "{}", out.len());
    out
}
