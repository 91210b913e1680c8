//! Boxes that a scanner broke and ran together.

use super::{Words, pieces};
use crate::read::names::Names;
use crate::read::stamps::Stamps;
use std::collections::BTreeSet;

fn of(cells: &[&str]) -> Vec<String> {
    let mut applications = Names::default();
    applications.add("Omni Channel");
    let terms = BTreeSet::from(["cross selling".to_owned()]);
    let words = Words { applications: &applications, terms: &terms };
    let cells: Vec<(&str, u32)> = cells.iter().copied().zip(1..).collect();
    let found = pieces("Agent", &cells, &Stamps::of(&[], &[]), &words);
    let one = |p: &super::Piece| {
        format!("{}{:?} {}", p.number.as_ref().map(|n| format!("{n}: ")).unwrap_or_default(), p.kind, p.text)
    };
    let out = found.left_out.iter().map(|(t, _)| format!("left out {t}"));
    found.pieces.iter().map(one).chain(out).collect()
}

#[test]
fn a_column_comes_apart_into_questions_labels_and_steps() {
    insta::assert_debug_snapshot!(
        of(&["Need more? Yes", "No C", "Cross Selling If the customer", "is interested? Yes", "Say goodbye", "End"]),
        @r#"
    [
        "Decision Need more?",
        "Label Yes",
        "Label No",
        "Step Cross Selling",
        "Decision If the customer is interested?",
        "Label Yes",
        "Step Say goodbye",
        "Step End",
        "left out C",
    ]
    "#
    );
}

#[test]
fn numbers_labels_and_smudges_are_seen_through() {
    insta::assert_debug_snapshot!(
        of(&["Butuh bantuan Ya lain?", "Tidak 6", "Salam penutup", "7 F Catat pada aplikasi", "Omni Cahannel", "Za V Tanyakan kepada", "nasabah", "MASTER DOCUMENT", "a.kha.", "Agent", "Tunggu 2 menit"]),
        @r#"
    [
        "Decision Butuh bantuan lain?",
        "Label Ya",
        "Label Tidak",
        "6: Step Salam penutup",
        "7: Step Catat pada aplikasi Omni Cahannel",
        "2a: Step Tanyakan kepada nasabah",
        "Step Tunggu 2 menit",
        "left out F",
        "left out V",
        "left out MASTER DOCUMENT",
        "left out a.kha.",
        "left out Agent",
    ]
    "#
    );
}

#[test]
fn words_that_only_look_like_signs_stay() {
    insta::assert_debug_snapshot!(
        of(&["A customer waits", "No answer comes", "Wait 24 hours", "Tidak ada respons"]),
        @r#"
    [
        "Step A customer waits",
        "Step No answer comes",
        "Step Wait 24 hours",
        "Step Tidak ada respons",
    ]
    "#
    );
}
