//! Notes that share a cell, and notes that run on.

use super::notes;
use crate::read::names::Names;

fn of(cells: &[&str]) -> Vec<String> {
    let mut parties = Names::default();
    ["Tier 2", "Pihak Terkait"].into_iter().for_each(|n| parties.add(n));
    let cells: Vec<(&str, u32)> = cells.iter().copied().zip(1..).collect();
    notes(&cells, &parties).iter().map(|n| format!("{:?} {:?} {}", n.number, n.kind, n.text)).collect()
}

#[test]
fn several_in_a_cell_and_one_over_two() {
    insta::assert_debug_snapshot!(
        of(&["13. Tiket diterima 14. Apakah perlu tier 2? 14a. Diperiksa dari hasil", "pemeriksaan 3. Masih ada? 3a. Tanyakan", "Tunggu 1 menit", "Tim terkait mencatat"]),
        @r#"
    [
        "Some(\"13\") Note Tiket diterima",
        "Some(\"14\") Decision Apakah perlu tier 2?",
        "Some(\"14a\") Note Diperiksa dari hasil pemeriksaan",
        "Some(\"3\") Decision Masih ada?",
        "Some(\"3a\") Note Tanyakan Tunggu 1 menit",
        "None Note Tim terkait mencatat",
    ]
    "#
    );
}

#[test]
fn a_number_in_a_sentence_begins_no_note() {
    insta::assert_debug_snapshot!(
        of(&["Dikirim ke Tier 2. Selanjutnya jam 06.00 selama 2. menit", "1) Ask. 2) Wait."]),
        @r#"
    [
        "None Note Dikirim ke Tier 2. Selanjutnya jam 06.00 selama 2. menit",
        "Some(\"1\") Note Ask.",
        "Some(\"2\") Note Wait.",
    ]
    "#
    );
}

#[test]
fn a_list_of_words_to_be_said() {
    insta::assert_debug_snapshot!(
        of(&["Mengucapkan salam - Selamat pagi 06.00 – 10.00 - Selamat siang 10.01 - 15.00"]),
        @r#"
    [
        "None Note Mengucapkan salam",
        "None Words Selamat pagi 06.00 – 10.00",
        "None Words Selamat siang 10.01 - 15.00",
    ]
    "#
    );
}
