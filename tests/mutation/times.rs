//! Faults of times: longer, shorter, none at all, in other hours.

use super::text::{Mutant, Written, cut, replace};
use sop_core::syntax::tree::{ArrowKind, ExprKind};

pub(crate) fn mutants(written: &Written, out: &mut Vec<Mutant>) {
    for place in written.places() {
        for arrow in place.arrows() {
            let (ArrowKind::Silent(length) | ArrowKind::After(length) | ArrowKind::Within(length)) =
                &arrow.when
            else {
                continue;
            };
            let text = written.at(length.of.at).to_owned();
            let mut push = |kind, what: &str, edit| {
                out.push(place.mutant(written, kind, &format!("`{text}`: {what}"), vec![edit]));
            };
            if let ExprKind::Duration(_) = length.of.kind {
                let longer = longer(&text);
                push("a duration is twice as long", &longer, replace(length.of.at, &*longer));
                push("a duration is a year", "365d", replace(length.of.at, "365d"));
            }
            push("a duration of nothing", "0s", replace(length.of.at, "0s"));
            push("a number for a duration", "5", replace(length.of.at, "5"));
            push("a misspelt unit", "5mnt", replace(length.of.at, "5mnt"));
            if let Some(hours) = &length.hours {
                let start = length.of.at.end as usize;
                let edit = cut(length.at.file, start..hours.at.end as usize);
                push("working hours are left out", &hours.value, edit);
            }
        }
    }
}

/// `1m` to `2m`.
fn longer(text: &str) -> String {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let rest = &text[digits.len()..];
    format!("{}{rest}", digits.parse::<u32>().unwrap_or(1) * 2)
}
