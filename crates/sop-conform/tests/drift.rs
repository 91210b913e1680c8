//! What is changed in a document is told at its clause, and nothing else; what only a scanner changes is not told.
//!
//! Every mutation is made at every clause where it can be made, in the texts that ship beside this test, and in the controlled
//! document where it is at hand: at `SOP_DOCUMENT`, or `../shared/documents` beside the repository.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

#[path = "drift/mutations.rs"]
mod mutations;
#[path = "drift/noise.rs"]
mod noise;
#[path = "drift/register.rs"]
mod register;

use std::path::{Path, PathBuf};

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt" || e == "md"))
        .collect();
    found.sort();
    assert!(found.len() >= 4, "{found:?}");
    found
}

/// The controlled document, where it is at hand.
fn controlled() -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/documents");
    let given = std::env::var_os("SOP_DOCUMENT").map(PathBuf::from);
    let found: Vec<PathBuf> = match given {
        Some(path) => vec![path],
        None => std::fs::read_dir(beside)
            .into_iter()
            .flatten()
            .filter_map(|e| e.ok().map(|e| e.path()))
            .filter(|p| p.extension().is_some_and(|e| e == "txt"))
            .collect(),
    };
    if found.is_empty() {
        println!("skipped: the controlled document is not at hand");
    }
    found
}

fn each(paths: &[PathBuf], law: impl Fn(&str) -> (usize, Vec<String>), least: usize) {
    let mut all = 0;
    for path in paths {
        let text = std::fs::read_to_string(path).unwrap();
        let (tried, faults) = law(&text);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        println!("{name}: {tried} tried, {} faults", faults.len());
        assert!(faults.is_empty(), "{name}: {} of {tried}:\n{}", faults.len(), faults.join("\n"));
        all += tried;
    }
    assert!(paths.is_empty() || all >= least, "only {all} could be tried");
}

macro_rules! laws {
    ($($name:ident: $area:ident::$law:ident, $least:literal;)+) => {
        mod sample { $(#[test] fn $name() { super::each(&super::samples(), super::$area::$law, $least); })+ }
        mod controlled { $(#[test] fn $name() { super::each(&super::controlled(), super::$area::$law, $least); })+ }
    };
}

laws! {
    untouched_it_is_the_same: mutations::nothing, 1;
    a_word_is_told: mutations::word, 20;
    a_digit_is_told: mutations::digit, 2;
    a_phrase_is_told: mutations::phrase, 2;
    a_label_is_told: mutations::label, 2;
    notes_that_changed_places_are_told: mutations::swapped, 3;
    a_lane_is_told: mutations::lane, 3;
    a_note_added_is_told: mutations::added, 2;
    a_note_removed_is_told: mutations::removed, 4;
    a_lost_page_is_told: mutations::page, 2;
    a_head_is_told: mutations::head, 4;
    a_lost_heading_is_told: mutations::heading, 1;
    noise_is_not_told: noise::noise, 10;
    line_breaks_are_not_told: noise::line_breaks, 20;
}
