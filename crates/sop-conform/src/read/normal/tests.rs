//! What is a change of a text, and what is noise.

use super::{fingerprint, normal, tidy};

#[test]
fn noise_is_dropped() {
    let same = [
        "Tanyakan \"Apakah Bapak/Ibu masih terhubung?\"",
        "Tanyakan ““Apakah Bapak/Ibu  masih\nterhubung?””",
        "- Tanyakan «Apakah Bapak/lbu masih terhubung ?»",
        "• Tanyakan 'Apakah Bapak / Ibu masih ter-\nhubung?'",
        "Tanyakan |\"Apakah *Bapak/Ibu* masih terhubung?`\" ®",
    ];
    for text in same {
        // A hyphen at a line's end comes with the white space behind it.
        assert_eq!(normal(&text.replace("-\n", "-")), "TanyakanApakahBapak/Ibumasihterhubung?", "{text}");
    }
    assert_eq!(normal("06.00 – 18.00"), normal("06.00-18.00"));
    assert_eq!(normal("eﬃcient ﬁt…"), normal("efficient fit..."));
    assert_eq!(normal("It ends."), normal("It ends"));
}

#[test]
fn letters_digits_and_signs_that_mean_something_are_kept() {
    let other = [
        ("1 menit", "2 menit"),
        ("Ya", "ya"),
        ("06.00", "06:00"),
        ("boleh", "tidak boleh"),
        ("3-4", "34"),
        ("Ada?", "Ada"),
        ("it's", "its"),
        ("a, b", "a b"),
    ];
    for (a, b) in other {
        assert_ne!(normal(a), normal(b));
    }
}

#[test]
fn a_fingerprint_is_that_of_the_normal_text() {
    // `printf YA | sha256sum`
    assert_eq!(fingerprint(""), "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(tidy("  a\u{a0}b\u{200b}c \t d "), "a bc d");
}
