//! Bytes as a book whose files are laid out as `sop fmt` does.
//!
//! Beside "no panic": what has no mistake in its text is laid out; a second time changes nothing; all comments are there in
//! their order; and the tree, and what the checker says of it, are the same as before. That is worked out here anew, apart
//! from what the formatter itself makes sure of: its [`FormatError::Unsafe`] is a mistake as well.

use super::text;
use sop_core::diagnostic::{Code, Severity};
use sop_core::format::{self, FormatError};
use sop_core::source::{FileId, Sources};
use sop_core::syntax;

/// Takes any bytes as the text of a book; a line `//// PATH` begins another file.
pub fn format(bytes: &[u8]) {
    for (_, file) in text::sources(bytes).iter() {
        one(&file.text);
    }
}

fn one(text: &str) {
    let checked = text.len() < CHECKED_MAX;
    let (before, readable) = meaning(text, checked);
    match format::format(text) {
        Ok(once) => {
            assert!(readable, "laid out in spite of a mistake: {text:?}");
            let twice = format::format(&once).unwrap_or_else(|e| panic!("{e}: {once:?}"));
            assert_eq!(twice, once, "a second time changes it again: {text:?}");
            assert_eq!(comments(&once), comments(text), "comments: {once:?}");
            let (after, _) = meaning(&once, checked);
            assert!(after == before, "the meaning: {text:?} {once:?}");
            let end = once.lines().next_back();
            assert!(
                once.is_empty() || once.ends_with('\n') && end.is_some_and(|l| !l.is_empty()),
                "{once:?}"
            );
            let windows = text.split_inclusive('\n').next().is_some_and(|line| line.ends_with("\r\n"));
            let (breaks, returns) = (once.matches('\n').count(), once.matches("\r\n").count());
            assert_eq!(returns, if windows { breaks } else { 0 }, "line ends: {once:?}");
        }
        Err(FormatError::Unreadable(findings)) => {
            assert!(!readable && !findings.is_empty(), "not laid out without a mistake: {text:?}");
            assert!(findings.iter().all(|f| text.get(f.at.start as usize..f.at.end as usize).is_some()));
        }
        Err(e @ FormatError::Unsafe) => panic!("{e}: {text:?}"),
    }
}

/// What a text means: its tree without places, and what the checker finds, by code; and whether it can be read at all.
fn meaning(text: &str, checked: bool) -> ((serde_json::Value, Vec<Code>), bool) {
    let mut sources = Sources::new();
    let id = sources.add("a.sop", text);
    let source = sources.get(FileId(0)).expect("a file was added");
    let parsed = syntax::parse(id, source);
    let readable = !parsed.findings.iter().any(|f| f.severity() == Severity::Error);
    let mut tree = serde_json::to_value(&parsed.file.items).expect("a tree can be written");
    without_places(&mut tree);
    // To check every text twice would be slow: the tree is all that the checker sees, but for places.
    let mut codes: Vec<Code> = if readable && checked {
        sop_core::compile(&sources).findings.iter().map(|f| f.code).collect()
    } else {
        Vec::new()
    };
    codes.sort_unstable();
    ((tree, codes), readable)
}

/// Bytes of a text that is checked as well.
const CHECKED_MAX: usize = 1024;

fn without_places(tree: &mut serde_json::Value) {
    match tree {
        serde_json::Value::Object(map) => {
            map.retain(|_, v| !["file", "start", "end"].iter().all(|key| v.get(*key).is_some()));
            map.values_mut().for_each(without_places);
        }
        serde_json::Value::Array(items) => {
            items.retain(|v| !["file", "start", "end"].iter().all(|key| v.get(*key).is_some()));
            items.iter_mut().for_each(without_places);
        }
        _ => {}
    }
}

/// The remarks of a text, in order: what follows `//` outside of quotes, up to the end of its line.
fn comments(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.split('\n') {
        let (mut quoted, mut escaped) = (false, false);
        for (i, c) in line.char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                '/' if !quoted && line[i..].starts_with("//") => {
                    out.push(line[i..].trim_end().to_owned());
                    break;
                }
                _ => {}
            }
        }
    }
    out
}
