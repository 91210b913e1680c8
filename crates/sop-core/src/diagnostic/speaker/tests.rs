//! What is said, and what is said where something is missing.

use super::Speaker;
use crate::diagnostic::{Lang, Words, names};
use crate::words;

fn speaker(lang: Lang, text: &str) -> Speaker {
    Speaker::with(lang, &[text])
}

#[test]
fn values_stand_where_the_text_wants_them() {
    let en = speaker(
        Lang::En,
        "greet = `{ $name }` greets { $whom }\n    .count = { $n ->\n        [one] { $n } step\n       *[other] { $n } steps\n    }\n",
    );
    assert_eq!(en.say(&words!("greet", name = "budi", whom = names(["a", "b"]))), "`budi` greets `a`, `b`");
    assert_eq!(en.say(&words!("greet.count", n = 1)), "1 step");
    assert_eq!(en.say(&words!("greet.count", n = 12_000)), "12000 steps");
    assert_eq!(en.say(&words!("greet.count", n = i64::MAX)), "9223372036854775807 steps");
    let within = words!("greet", name = "x", whom = words!("greet.count", n = 2));
    assert_eq!(en.say(&within), "`x` greets 2 steps");
    let listed =
        words!("greet", name = "x", whom = vec![words!("greet.count", n = 1), Words::verbatim("{}")]);
    assert_eq!(en.say(&listed), "`x` greets 1 step and {}");
}

#[test]
fn what_is_missing_shows_its_id() {
    let id = speaker(Lang::Id, "greet = Halo, { $name }\n");
    assert_eq!(id.say(&words!("nowhere")), "nowhere");
    assert_eq!(id.say(&words!("greet.nowhere", name = "x")), "greet.nowhere");
    assert_eq!(id.say(&words!("greet")), "greet: Halo, {$name}");
    assert_eq!(id.say(&Words::NONE), "");
    let mut deep = words!("greet", name = "x");
    for _ in 0..100 {
        deep = words!("greet", name = deep);
    }
    assert!(id.say(&deep).ends_with("greet"));
}

#[test]
fn no_invisible_marks() {
    let en = speaker(Lang::En, "greet = Hello, { $name }\n");
    assert!(en.say(&words!("greet", name = "أحمد")).chars().all(|c| !('\u{2066}'..='\u{2069}').contains(&c)));
}

#[test]
fn a_value_without_end_is_cut() {
    let said = Speaker::of(Lang::En).say(&words!("bad-number", value = "9".repeat(1_000_000)));
    assert!(said.len() < 3000 && said.contains("99…"), "{}", said.len());
}
