//! The fuzzers' targets without a fuzzer: every seed as it is, and seeds that were cut, joined, copied and flipped.
//! `fuzz/README.md` tells how to run the fuzzers themselves.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests; a target fails by panicking")]
#![allow(
    unreachable_pub,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "the fuzzers' module is a crate of its own elsewhere"
)]

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Bytes of a mutated text: more only take longer.
const TEXT_MAX: usize = 6 * 1024;

/// Bytes of a text that has too much of something.
const LONG_MAX: usize = 24 * 1024;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The contents of all files in folders and below, by path; with an ending, those that have it.
fn files(folders: &[&str], ending: &str) -> Vec<Vec<u8>> {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut todo: Vec<PathBuf> = folders.iter().map(|f| root().join(f)).collect();
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folders:?}");
    found.iter().map(|path| fs::read(path).unwrap()).collect()
}

static TEXTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    files(
        &["sop", "crates/sop-core/tests/corpus", "crates/sop-runtime/src/kernel", "fuzz/seeds/text_to_graph"],
        ".sop",
    )
});
static RUNS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| files(&["fuzz/seeds/kernel_inputs"], ""));
static STORED: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| files(&["fuzz/seeds/journal_decode"], ""));
static WORDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let words = fuzz::dictionary();
    words.lines().map(|line| line.trim_matches('"').replace("\\\"", "\"").into_bytes()).collect()
});

/// What befalls bytes; places and seeds are counted around.
#[derive(Clone, Debug)]
enum Harm {
    Cut(usize, usize),
    Copy(usize, usize, usize),
    Flip(usize, u8),
    Put(usize, Vec<u8>),
    Word(usize, usize),
    Join(usize, usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    let n = any::<usize>;
    prop_oneof![
        (n(), 1..200usize).prop_map(|(at, len)| Harm::Cut(at, len)),
        (n(), n(), 1..200usize).prop_map(|(from, to, len)| Harm::Copy(from, to, len)),
        (n(), 0..8u8).prop_map(|(at, bit)| Harm::Flip(at, bit)),
        (n(), prop::collection::vec(any::<u8>(), 1..6)).prop_map(|(at, bytes)| Harm::Put(at, bytes)),
        (n(), n()).prop_map(|(at, word)| Harm::Word(at, word)),
        (n(), n()).prop_map(|(at, seed)| Harm::Join(at, seed)),
    ]
}

fn harmed(seeds: &[Vec<u8>], first: usize, harms: &[Harm], max: usize) -> Vec<u8> {
    let mut bytes = seeds[first % seeds.len()].clone();
    for harm in harms {
        let len = bytes.len();
        let place = |at: usize| at % (len + 1);
        match harm {
            Harm::Cut(at, n) => _ = bytes.drain(place(*at)..(place(*at) + n).min(len)),
            Harm::Copy(from, to, n) => {
                let copied = bytes[place(*from)..(place(*from) + n).min(len)].to_vec();
                bytes.splice(place(*to)..place(*to), copied);
            }
            Harm::Flip(at, bit) if len > 0 => bytes[at % len] ^= 1 << bit,
            Harm::Flip(..) => {}
            Harm::Put(at, new) => _ = bytes.splice(place(*at)..place(*at), new.iter().copied()),
            Harm::Word(at, word) => {
                let word = WORDS[word % WORDS.len()].iter().copied();
                bytes.splice(place(*at)..place(*at), word);
            }
            Harm::Join(at, seed) => {
                let other = &seeds[seed % seeds.len()];
                bytes.truncate(place(*at));
                bytes.extend(&other[at % (other.len() + 1)..]);
            }
        }
    }
    bytes.truncate(max);
    bytes
}

fn harms() -> impl Strategy<Value = (usize, Vec<Harm>)> {
    (any::<usize>(), prop::collection::vec(harm(), 0..6))
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, ..ProptestConfig::default() }
}

#[test]
fn every_seed_does_as_it_is() {
    TEXTS.iter().for_each(|bytes| fuzz::text_to_graph(bytes));
    TEXTS.iter().for_each(|bytes| fuzz::format(bytes));
    RUNS.iter().for_each(|bytes| fuzz::kernel_inputs(bytes));
    STORED.iter().for_each(|bytes| fuzz::journal_decode(bytes));
    assert!(STORED.iter().all(|bytes| bytes.first().is_some_and(|kind| *kind < 6)));
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn any_text_is_a_book_or_has_findings((first, harms) in harms()) {
        fuzz::text_to_graph(&harmed(&TEXTS, first, &harms, TEXT_MAX));
    }

    #[test]
    fn any_bytes_are_a_book_or_have_findings(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        fuzz::text_to_graph(&bytes);
    }
}

/// What a text can hold far too much of.
const UNITS: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "“",
    "„",
    "\\",
    "/",
    "//",
    "->",
    "-> ",
    "|",
    ",",
    ":",
    "9",
    "a",
    " ",
    "\n",
    "\r\n",
    "\0",
    "\u{FEFF}",
    "\u{FFFD}",
    "é",
    "not ",
    "- ",
    "1 + ",
    "list of ",
    "yes ",
    "is ",
    "and ",
    "lane l \"L\"\n",
    "lane l\n",
    "lan x\n",
    "use \"a.sop\"\n",
    "flow f \"F\" { ",
    "stage s \"S\" { ",
    "parallel p \"P\" { branch b \"B\" { ",
    "decide d \"D\" { ",
    "step s by l \"S\" ",
    "end e \"E\" ",
    "yes -> s ",
    "cites 1 ",
    "when silent for 1m -> s ",
    "//// b.sop\n",
];

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn too_much_of_anything_is_a_book_or_has_findings(
        parts in prop::collection::vec((prop::sample::select(UNITS), 1..6000usize), 1..6)
    ) {
        let mut bytes: Vec<u8> = parts.iter().flat_map(|(unit, count)| unit.repeat(*count).into_bytes()).collect();
        bytes.truncate(LONG_MAX);
        fuzz::text_to_graph(&bytes);
        fuzz::format(&bytes);
    }
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn any_text_is_laid_out_or_left_alone((first, harms) in harms()) {
        fuzz::format(&harmed(&TEXTS, first, &harms, TEXT_MAX));
    }

    #[test]
    fn any_bytes_are_laid_out_or_left_alone(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        fuzz::format(&bytes);
    }
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn any_inputs_fit_or_change_nothing((first, harms) in harms()) {
        fuzz::kernel_inputs(&harmed(&RUNS, first, &harms, 4096));
    }

    #[test]
    fn any_drawn_inputs_fit_or_change_nothing(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        fuzz::kernel_inputs(&bytes);
    }
}

proptest! {
    #![proptest_config(config(4096))]

    #[test]
    fn any_stored_bytes_are_read_or_refused((first, harms) in harms()) {
        fuzz::journal_decode(&harmed(&STORED, first, &harms, 4096));
    }
}
