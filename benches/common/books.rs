//! Books of a wanted length, made of the real one: its vocabulary once, its flows as often as it takes.
#![allow(dead_code, reason = "not every bench uses all of it")]

use sop::Sources;
use std::collections::BTreeMap;

/// The real book.
pub(crate) fn real() -> Sources {
    sop::folder::read(concat!(env!("CARGO_MANIFEST_DIR"), "/sop/customer-handling")).unwrap()
}

/// A small one of the tests: 275 lines.
pub(crate) fn small() -> Sources {
    sop::folder::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples/workshop/book")).unwrap()
}

/// Bytes of a book.
pub(crate) fn bytes(sources: &Sources) -> usize {
    sources.iter().map(|(_, file)| file.text.len()).sum()
}

/// Lines of a book.
pub(crate) fn lines(sources: &Sources) -> usize {
    sources.iter().map(|(_, file)| file.text.lines().count()).sum()
}

/// A book of so many lines or a few more: the real one, without its scenarios where it is shorter so; each copy of the flows has names of its own and lies in a folder of its own.
pub(crate) fn of_lines(wanted: usize) -> Sources {
    let real = without_scenarios(real(), wanted);
    let missing = wanted.saturating_sub(lines(&real));
    copied(&real, |flows| missing.div_ceil(flows.iter().map(|(_, text)| text.lines().count()).sum()))
}

/// A book of so many bytes or a few more; where the real one is much longer, a small one of the tests.
pub(crate) fn of_bytes(wanted: usize) -> Sources {
    let real = real();
    if wanted < bytes(&real) / 4 {
        return small();
    }
    let missing = wanted.saturating_sub(bytes(&real));
    copied(&real, |flows| missing.div_ceil(flows.iter().map(|(_, text)| text.len()).sum()))
}

/// The book of so many bytes in a single file.
pub(crate) fn in_one_file(wanted: usize) -> Sources {
    let text = of_bytes(wanted).iter().fold(String::new(), |mut all, (_, file)| {
        all.extend(file.text.split_inclusive('\n').filter(|line| !line.starts_with("use ")));
        all
    });
    let mut sources = Sources::new();
    sources.add("all.sop", text);
    sources
}

/// The real book and so many copies of its flows.
fn copied(real: &Sources, copies: impl Fn(&[(&str, &str)]) -> usize) -> Sources {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    files.extend(real.iter().map(|(_, file)| (file.path.clone(), file.text.clone())));
    let flows: Vec<(&str, &str)> = real
        .iter()
        .filter(|(_, file)| file.text.lines().any(|line| line.starts_with("flow ")))
        .map(|(_, file)| (file.path.as_str(), file.text.as_str()))
        .collect();
    for copy in 1..=copies(&flows) {
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

fn without_scenarios(real: Sources, wanted: usize) -> Sources {
    if lines(&real) <= wanted {
        return real;
    }
    let mut out = Sources::new();
    for (_, file) in real.iter().filter(|(_, f)| !f.path.starts_with("scenarios/")) {
        out.add(file.path.clone(), file.text.clone());
    }
    out
}

/// A flow whose branches can stand in as many ways beside each other as the checker looks at.
pub(crate) fn side_by_side(branches: usize, steps: usize) -> Sources {
    let mut text = String::from("lane agent \"Agent\"\nflow f \"F\" {\n    parallel p \"P\" {\n");
    for branch in 0..branches {
        text.push_str(&format!("        branch b{branch} \"B\" {{\n"));
        for step in 0..steps {
            text.push_str(&format!("            step s{branch}_{step} by agent \"S\"\n"));
        }
        text.push_str("        }\n");
    }
    text.push_str("        join all\n    }\n    end done \"Selesai\"\n}\n");
    let mut sources = Sources::new();
    sources.add("f.sop", text);
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
