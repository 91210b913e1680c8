//! The corpus of mistakes: each file makes one, is named after the code that it must give, and has its text as a
//! snapshot. A file may hold several, each after a line `//// path`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sop_core::diagnostic::{Code, Lang, render};
use sop_core::source::Sources;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn sources(path: &Path) -> Sources {
    let text = std::fs::read_to_string(path).unwrap();
    let mut sources = Sources::new();
    if text.starts_with("//// ") {
        for part in text.split("//// ").filter(|p| !p.is_empty()) {
            let (name, text) = part.split_once('\n').unwrap();
            sources.add(name.trim(), text);
        }
    } else {
        sources.add(path.file_name().unwrap().to_str().unwrap(), text);
    }
    sources
}

fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn each_mistake_is_told() {
    insta::glob!("corpus/err/*.sop", |path| {
        let sources = sources(path);
        let compiled = sop_core::compile(&sources);
        let name = path.file_stem().unwrap().to_str().unwrap();
        let code = name.split('-').next().unwrap();
        assert!(
            compiled.findings.iter().any(|f| f.code.as_str() == code),
            "{name} gives {:#?}",
            compiled.findings
        );
        for f in &compiled.findings {
            assert!(!f.message.is_empty() && !f.mend.is_empty(), "{name}: {f:#?}");
            for lang in Lang::ALL {
                let message = f.message.say(*lang);
                assert!(message.chars().next().is_some_and(|c| !c.is_uppercase()), "{name}: {message}");
                assert!(!message.ends_with('.') && !message.contains('\n'), "{name}: {message}");
            }
        }
        let text = render::render(&compiled.findings, &sources, &render::RenderOptions::default());
        insta::assert_snapshot!(text);
    });
}

#[test]
fn each_mistake_is_told_in_indonesian() {
    insta::glob!("corpus/err/*.sop", |path| {
        let sources = sources(path);
        let compiled = sop_core::compile(&sources);
        let options = render::RenderOptions { lang: Lang::Id, ..Default::default() };
        insta::assert_snapshot!(render::render(&compiled.findings, &sources, &options));
    });
}

#[test]
fn every_code_has_a_mistake() {
    let shown: BTreeSet<String> = files("err")
        .iter()
        .map(|p| p.file_stem().unwrap().to_str().unwrap().split('-').next().unwrap().to_owned())
        .collect();
    // Not made of text that one would keep in a file: bytes that are no text, eight megabytes, two hundred mistakes.
    let elsewhere = ["S001", "S002", "S014"];
    // Conformance needs a document beside the book: its tests are those of `sop-conform`, over the examples of the explanations.
    let by_check = |c: &&str| !c.starts_with('C');
    let missing: Vec<&str> = Code::ALL
        .iter()
        .map(|c| c.as_str())
        .filter(by_check)
        .filter(|c| !shown.contains(*c) && !elsewhere.contains(c))
        .collect();
    assert!(missing.is_empty(), "no file in the corpus gives {missing:?}");
    assert!(shown.len() >= 60, "{}", shown.len());
}

#[test]
fn codes_are_in_order_and_alone() {
    let codes: Vec<&str> = Code::ALL.iter().map(|c| c.as_str()).collect();
    let (check, conform): (Vec<&str>, Vec<&str>) = codes.iter().partition(|c| c.starts_with('S'));
    assert_eq!([&check[..], &conform[..]].concat(), codes, "first those of the check");
    assert!([check, conform].iter().all(|codes| codes.is_sorted_by(|a, b| a < b)), "{codes:?}");
    for lang in Lang::ALL {
        assert!(Code::ALL.iter().all(|c| c.why().say(*lang).ends_with('.')), "a reason is a sentence");
    }
}

#[test]
fn what_is_right_is_let_pass() {
    let files = files("ok");
    assert!(!files.is_empty());
    for path in files {
        let compiled = sop_core::compile(&sources(&path));
        assert!(compiled.findings.is_empty(), "{}: {:#?}", path.display(), compiled.findings);
    }
}

#[test]
fn the_three_that_are_too_big_for_the_corpus() {
    let mut sources = Sources::new();
    sources.add_bytes("bytes.sop", b"lane a \"\xff\"");
    let code = |s: &Sources| sop_core::compile(s).findings[0].code;
    assert_eq!(code(&sources), Code::InvalidUtf8);
    let mut sources = Sources::new();
    sources.add("big.sop", "// ".repeat(4 * 1024 * 1024));
    assert_eq!(code(&sources), Code::FileTooBig);
    let mut sources = Sources::new();
    sources.add("many.sop", ";\n".repeat(1000));
    assert_eq!(sop_core::compile(&sources).findings.last().unwrap().code, Code::TooManyFindings);
}
