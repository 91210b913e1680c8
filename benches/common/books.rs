//! Books of a wanted length, made of the real one: its vocabulary once, its flows as often as it takes.

use sop::Sources;
use std::collections::BTreeMap;

/// The real book.
pub(crate) fn real() -> Sources {
    sop::folder::read(concat!(env!("CARGO_MANIFEST_DIR"), "/sop/customer-handling")).unwrap()
}

/// Lines of a book.
pub(crate) fn lines(sources: &Sources) -> usize {
    sources.iter().map(|(_, file)| file.text.lines().count()).sum()
}

/// A book of so many lines or a few more: each copy of the flows has names of its own and lies in a folder of its own.
pub(crate) fn of_lines(wanted: usize) -> Sources {
    let real = real();
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    files.extend(real.iter().map(|(_, file)| (file.path.clone(), file.text.clone())));
    let flows: Vec<(&str, &str)> = real
        .iter()
        .filter(|(_, file)| file.text.lines().any(|line| line.starts_with("flow ")))
        .map(|(_, file)| (file.path.as_str(), file.text.as_str()))
        .collect();
    let of_copy: usize = flows.iter().map(|(_, text)| text.lines().count()).sum();
    for copy in 1..=wanted.saturating_sub(lines(&real)).div_ceil(of_copy) {
        for (path, text) in &flows {
            files.insert(format!("copy_{copy}/{path}"), renamed(text, copy, &flows));
        }
    }
    let mut sources = Sources::new();
    files.into_iter().for_each(|(path, text)| _ = sources.add(path, text));
    let compiled = sop::compile(&sources);
    assert!(compiled.is_sound(), "{:#?}", compiled.findings.first());
    sources
}

fn renamed(text: &str, copy: usize, flows: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (path, other) in flows {
        text = text.replace(&format!("use \"{path}\""), &format!("use \"copy_{copy}/{path}\""));
        for line in other.lines() {
            let mut words = line.split(' ');
            let (Some(kind @ ("flow" | "rule" | "scenario")), Some(name)) = (words.next(), words.next())
            else {
                continue;
            };
            let heads: &[&str] = if kind == "flow" { &["flow", "call", "start", "for"] } else { &[kind] };
            for head in heads {
                text = text.replace(&format!("{head} {name}"), &format!("{head} {name}_{copy}"));
            }
        }
    }
    text
}
