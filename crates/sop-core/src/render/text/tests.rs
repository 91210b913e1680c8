//! Widths, wrapping and escaping.

use super::{escape, width, wrap};
use proptest::prelude::*;

#[test]
fn wide_letters_are_wider() {
    assert!(width("mmmm", 130) > 2 * width("iiii", 130));
    assert!(width("Ucapan", 260) > width("Ucapan", 130));
    assert_eq!(width("e\u{301}", 130), width("e", 130));
}

#[test]
fn lines_break_at_spaces_and_long_words_inside() {
    assert_eq!(
        wrap("Konfirmasi apakah nasabah masih terhubung", 130, 130, 9),
        ["Konfirmasi apakah", "nasabah masih", "terhubung"]
    );
    assert_eq!(wrap("mempertanggungjawabkan", 130, 90, 9), ["mempertang-", "gungjawabka-", "n"]);
    assert_eq!(wrap("satu dua tiga empat", 130, 60, 2), ["satu dua", "tiga…"]);
    assert_eq!(wrap("  ", 130, 60, 2), Vec::<String>::new());
}

#[test]
fn markup_is_escaped_and_forbidden_characters_are_left_out() {
    assert_eq!(escape("<a b=\"c\">&\u{1}'\n\u{ffff}"), "&lt;a b=&quot;c&quot;&gt;&amp;&#39; ");
}

proptest! {
    #[test]
    fn no_line_is_too_long_and_no_letter_is_lost(text in "([a-zA-Z]{1,30} ?){0,12}", max in 40i32..200) {
        let lines = wrap(&text, 130, max, 1000);
        for line in &lines {
            prop_assert!(width(line, 130) <= max, "{line:?}");
        }
        let letters = |t: &str| t.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        prop_assert_eq!(letters(&lines.concat()), letters(&text));
    }

    #[test]
    fn nothing_panics(text in "\\PC*", max in -5i32..200, lines in 0usize..4) {
        prop_assert!(wrap(&text, 130, max, lines).len() <= lines.max(1));
        let _ = escape(&text);
    }
}
