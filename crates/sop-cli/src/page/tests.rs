//! Pages fit their terminal, mark what they should, and read the same without colours.

use super::*;

fn plain(page: Page) -> String {
    anstream::adapter::strip_str(&page.finish()).to_string()
}

#[test]
fn prose_is_wrapped_and_lists_hang() {
    let mut page = Page::wide(40);
    page.prose("Langkah ini dapat menunggu selamanya, `without limit`.\n\n- satu hal yang cukup panjang untuk dua baris\n- dua");
    insta::assert_snapshot!(plain(page), @r"
      Langkah ini dapat menunggu selamanya,
      `without limit`.

      - satu hal yang cukup panjang untuk
        dua baris
      - dua
    ");
}

#[test]
fn words_of_the_language_are_coloured_across_lines() {
    let mut page = Page::wide(20);
    page.prose("Tulis `without limit` di sini.");
    assert_eq!(page.finish(), format!("Tulis `{WORD}without{WORD:#}\n{WORD}limit{WORD:#}` di sini.\n"));
}

#[test]
fn marked_lines_are_seen_without_colours() {
    let mut page = Page::wide(40);
    let text = "satu\n\n  dua tiga\nempat\n";
    page.example(text, &[8..11, 0..0], RED);
    assert_eq!(plain(page), "  > satu\n\n  >   dua tiga\n    empat\n");
}

#[test]
fn nothing_is_wider_than_the_terminal() {
    for width in 1..60 {
        let mut page = Page::wide(width);
        page.headline("S201 - Tidak ada jalan menuju langkah ini", BOLD);
        page.entry("S201", YELLOW, "Tidak ada jalan menuju langkah ini");
        page.prose("Panjang_sekali_tanpa_spasi_sama_sekali, lalu kata `pendek`.\n- satu butir daftar");
        for line in plain(page).lines() {
            assert!(line.chars().count() <= width, "{width}: {line:?}");
        }
    }
}

#[test]
fn entries_stand_in_two_columns() {
    let mut page = Page::wide(34);
    page.entry("S201", YELLOW, "Tidak ada jalan menuju langkah ini");
    assert_eq!(plain(page), "  S201  Tidak ada jalan menuju\n        langkah ini\n");
}
