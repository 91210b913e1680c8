//! The house's rules that no tool knows: what begins each file, how long it may be, which crate may know which, whose words stand in it.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Lines of one file; more are more than one idea.
const LINES_MAX: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of the house with one of these endings, by path. What git ignores, or begins with a dot, is not of the house.
fn files(endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if name.starts_with('.') || name == "target" {
                continue;
            }
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if entry.file_type().unwrap().is_file() && endings.iter().any(|e| name.ends_with(e)) {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "files ending in {endings:?}");
    found
}

#[test]
fn every_source_file_says_first_what_it_is() {
    let silent: Vec<_> = files(&[".rs"])
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "these begin without `//!`: {silent:#?}");
}

#[test]
fn no_source_file_is_too_long() {
    let long: Vec<_> = files(&[".rs"])
        .into_iter()
        .map(|(path, text)| (text.lines().count(), path))
        .filter(|(lines, _)| *lines > LINES_MAX)
        .collect();
    assert!(long.is_empty(), "longer than {LINES_MAX} lines: {long:#?}");
}

#[test]
fn no_module_lies_in_a_mod_rs() {
    let old: Vec<_> =
        files(&[".rs"]).into_iter().map(|(path, _)| path).filter(|p| p.ends_with("/mod.rs")).collect();
    assert!(old.is_empty(), "`foo.rs` beside `foo/`, please: {old:#?}");
}

/// Who may know whom: `sop-core` nobody, the program everybody.
const LAYERS: [&str; 7] =
    ["sop-core", "sop-conform", "sop-runtime", "sop-sqlite", "sop-scenario", "sop", "sop-cli"];

#[test]
fn crates_know_only_those_below_them() {
    let height: BTreeMap<_, _> = LAYERS.iter().enumerate().map(|(height, name)| (*name, height)).collect();
    let manifests = files(&["/Cargo.toml", "Cargo.toml"]);
    let mut seen = BTreeSet::new();
    for (path, text) in manifests.iter().filter(|(path, _)| path.starts_with("crates/")) {
        let name = path.split('/').nth(1).unwrap();
        let own = *height.get(name).unwrap_or_else(|| panic!("`{name}` has no place among the layers"));
        seen.insert(name);
        // Tests may look up; what is built may not.
        let mut section = "";
        for line in text.lines() {
            if let Some(head) = line.strip_prefix('[') {
                section = head.trim_end_matches(']');
            }
            let dependency = line.split(['.', ' ', '=']).next().unwrap_or("");
            if section.ends_with("dependencies")
                && section != "dev-dependencies"
                && let Some(other) = height.get(dependency)
            {
                assert!(*other < own, "`{name}` must not know `{dependency}`");
            }
        }
    }
    assert_eq!(seen, LAYERS.into_iter().collect(), "the crates there are");
}

/// The language is pure: no clock, no disk, no threads, no randomness, and no engine.
#[test]
fn the_language_and_the_kernel_touch_nothing_outside() {
    let outside = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "SystemTime",
        "Instant::now",
        "tokio::",
        "rand::",
    ];
    let pure = [
        "crates/sop-core/src/",
        "crates/sop-runtime/src/kernel",
        "crates/sop-runtime/src/journal",
        "crates/sop-runtime/src/value",
        "crates/sop-scenario/src/",
    ];
    let mut touching = Vec::new();
    for (path, text) in files(&[".rs"]) {
        if !pure.iter().any(|p| path.starts_with(p))
            || path.contains("/tests")
            || path.ends_with("testing.rs")
        {
            continue;
        }
        for line in text.lines().filter(|l| !l.trim_start().starts_with("//")) {
            touching.extend(outside.iter().filter(|o| line.contains(**o)).map(|o| format!("{path}: {o}")));
        }
    }
    assert!(touching.is_empty(), "{touching:#?}");
}

/// The house speaks of itself alone: nothing of the machine on which it was written.
#[test]
fn nothing_tells_where_it_was_written() {
    // In two halves, so that this file does not find itself.
    let words = [("/wo", "rk/"), ("/ho", "me/"), ("/ro", "ot/"), ("/Use", "rs/"), ("C:\\Us", "ers")];
    let mut told = Vec::new();
    for (path, text) in files(&[".rs", ".toml", ".sop", ".md", ".yml", ".snap", ".script", ".pest"]) {
        for (a, b) in words {
            let word = format!("{a}{b}");
            told.extend(
                text.lines().filter(|line| line.contains(&word)).map(|line| format!("{path}: {line}")),
            );
        }
    }
    assert!(told.is_empty(), "{told:#?}");
}

/// What `sop fmt` would change is not of the house. The corpus is written as people write; seeds are put together by a program.
#[test]
fn every_procedure_is_laid_out() {
    let other: Vec<_> = files(&[".sop"])
        .into_iter()
        .filter(|(path, _)| !path.contains("/corpus/") && !path.starts_with("fuzz/"))
        .filter(|(_, text)| sop::format::format(text).ok().as_ref() != Some(text))
        .map(|(path, _)| path)
        .collect();
    assert!(other.is_empty(), "run `sop fmt`: {other:#?}");
}
