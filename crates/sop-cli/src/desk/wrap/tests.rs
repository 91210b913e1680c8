//! Nothing is wider than its room, nothing gets lost without being counted.

use super::*;

#[test]
fn words_stay_whole_where_they_can() {
    assert_eq!(
        wrap("Apakah saat ini Bapak/Ibu masih terhubung dengan kami?", 24),
        ["Apakah saat ini", "    Bapak/Ibu masih", "    terhubung dengan", "    kami?"]
    );
    assert_eq!(wrap("", 10), [""]);
    assert_eq!(wrap("abcdefghijkl", 5), ["abcde", "fghij", "kl"]);
    assert_eq!(wrap(" 1  selesai", 40), [" 1  selesai"]);
}

#[test]
fn no_line_is_wider_than_its_room() {
    for width in 1..40 {
        for line in wrap("満ちる Nasabah membalas; panjang_sekali_tanpa_spasi_sama_sekali dan → lagi", width)
        {
            assert!(line.width() <= width.max(2), "{width}: {line}");
        }
    }
}

#[test]
fn what_does_not_fit_is_counted() {
    let items: Vec<String> = (1..=5).map(|n| format!("pilihan {n}")).collect();
    assert_eq!(fit(&items, 20, 5).len(), 5);
    assert_eq!(fit(&items, 20, 4), ["pilihan 1", "pilihan 2", "pilihan 3", "… 2 more"]);
    assert_eq!(fit(&items, 20, 1), ["… 5 more"]);
    assert_eq!(fit(&items, 20, 0), [""; 0]);
    assert_eq!(fit(&[], 20, 0), [""; 0]);
}

#[test]
fn of_a_single_item_the_beginning_is_seen() {
    let items = ["satu".to_owned(), "Konfirmasi apakah nasabah masih terhubung".to_owned()];
    assert_eq!(fit(&items[1..], 20, 1), ["Konfirmasi apakah…"]);
    assert_eq!(fit(&items, 20, 3), ["satu", "Konfirmasi apakah", "    nasabah masih…"]);
    assert_eq!(fit(&items, 20, 1), ["… 2 more"]);
}

#[test]
fn of_what_is_typed_the_end_is_seen() {
    assert_eq!(end_of("Gadai emas", 4), "emas");
    assert_eq!(end_of("満ちる", 3), "る");
    assert_eq!(end_of("ya", 10), "ya");
    assert_eq!(end_of("ya", 0), "");
}
