//! Laws: of a book and itself nothing is told; seen from the other side, what was added is removed; nothing changes in silence.

use super::edits::EDITS;
use super::{BASE, book_of, diff, tag, told};
use crate::diff::{Aspect, Diff, Kind};
use crate::model::Book;
use crate::source::Sources;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The base with some of the edits, as far as they can still be made and give a book.
fn some_book(which: &[usize]) -> Option<Book> {
    let mut text = BASE.to_owned();
    for edit in which {
        let (_, changes) = EDITS[edit % EDITS.len()];
        for (from, to) in changes {
            text = text.replace(from, to);
        }
    }
    let mut sources = Sources::new();
    sources.add("book.sop", text);
    crate::compile(&sources).book
}

/// How many changes there are of each aspect and kind; from the other side, added is removed.
fn counted(diff: &Diff, turned: bool) -> BTreeMap<(String, Kind), usize> {
    let mut counts = BTreeMap::new();
    for change in diff.changes() {
        let kind = match (change.kind(), turned) {
            (Kind::Added, true) => Kind::Removed,
            (Kind::Removed, true) => Kind::Added,
            (kind, _) => kind,
        };
        *counts.entry((tag(change), kind)).or_insert(0) += 1;
    }
    counts
}

/// The model without places, and without what only matters to cases that move.
fn without_places(value: &mut Value) {
    match value {
        Value::Object(map) => {
            // An arrow's moment is called `at` as well.
            let place = |v: &Value| v.as_object().is_some_and(|at| at.contains_key("file") && at.len() == 3);
            map.retain(|key, value| !(key == "at" && place(value)) && key != "becomes" && key != "files");
            map.values_mut().for_each(without_places);
        }
        Value::Array(list) => list.iter_mut().for_each(without_places),
        _ => {}
    }
}

fn model(book: &Book) -> Value {
    let mut value = serde_json::to_value(book).unwrap();
    without_places(&mut value);
    value
}

/// One change of a text: a quoted text gets longer, a number larger, a word is another, a line is gone.
fn changed(text: &str, kind: u8, which: usize) -> String {
    let pick = |found: Vec<(usize, usize)>| found.get(which % found.len().max(1)).copied();
    let spans = |is: fn(char) -> bool| {
        let mut found = Vec::new();
        let mut start = None;
        for (i, c) in text.char_indices() {
            match (is(c), start) {
                (true, None) => start = Some(i),
                (false, Some(from)) => {
                    found.push((from, i));
                    start = None;
                }
                _ => {}
            }
        }
        found
    };
    let mut out = text.to_owned();
    match kind % 4 {
        0 => {
            let quotes: Vec<usize> = text.match_indices('"').map(|(i, _)| i).collect();
            if let Some((from, _)) = pick(quotes.chunks_exact(2).map(|q| (q[0], q[1])).collect()) {
                out.insert_str(from + 1, "Dan ");
            }
        }
        1 => {
            if let Some((from, to)) = pick(spans(|c| c.is_ascii_digit())) {
                let number: u64 = text[from..to].parse().unwrap_or(0);
                out.replace_range(from..to, &format!("{:0w$}", number + 1, w = to - from));
            }
        }
        2 => {
            let words = spans(|c| c.is_ascii_alphanumeric() || c == '_');
            let other = words.get(which.wrapping_mul(7) % words.len().max(1)).copied();
            if let (Some((from, to)), Some((a, b))) = (pick(words), other) {
                out.replace_range(from..to, &text[a..b]);
            }
        }
        _ => {
            let lines: Vec<&str> = text.lines().collect();
            let gone = which % lines.len().max(1);
            out =
                lines.iter().enumerate().filter(|(i, _)| *i != gone).map(|(_, l)| format!("{l}\n")).collect();
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn of_a_book_and_itself_nothing_is_told(which in prop::collection::vec(any::<usize>(), 0..5)) {
        let Some(book) = some_book(&which) else { return Ok(()) };
        prop_assert_eq!(told(&diff(&book, &book)), "");
    }

    #[test]
    fn from_the_other_side_what_was_added_is_removed(
        a in prop::collection::vec(any::<usize>(), 0..3),
        b in prop::collection::vec(any::<usize>(), 0..3),
    ) {
        let (Some(mut a), Some(mut b)) = (some_book(&a), some_book(&b)) else { return Ok(()) };
        // What old names become goes one way only.
        for book in [&mut a, &mut b] {
            book.flows.iter_mut().for_each(|f| f.becomes.clear());
        }
        let (there, back) = (diff(&a, &b), diff(&b, &a));
        prop_assert_eq!(counted(&there, false), counted(&back, true), "{}\n{}", told(&there), told(&back));
        let merged = |d: &Diff| d.changes().any(|c| matches!(c.aspect, Aspect::Itself { into: Some(_) }));
        prop_assert!(!merged(&there) && !merged(&back));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn nothing_changes_in_silence(kind in any::<u8>(), which in any::<usize>()) {
        let mut sources = Sources::new();
        sources.add("book.sop", changed(BASE, kind, which));
        let Some(new) = crate::compile(&sources).book else { return Ok(()) };
        let old = book_of(BASE);
        let silent = diff(&old, &new).is_empty();
        prop_assert_eq!(silent, model(&old) == model(&new), "{}", changed(BASE, kind, which));
    }
}

#[test]
fn the_real_book_and_itself() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sop/customer-handling");
    let mut sources = Sources::new();
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "sop")) {
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap();
        sources.add(name, std::fs::read_to_string(file).unwrap());
    }
    let book = crate::compile(&sources).book.unwrap();
    assert!(book.flows.len() > 6);
    assert_eq!(told(&diff(&book, &book)), "");
}
