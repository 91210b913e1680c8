//! What can be compared in a clause's text: times, days, phrases, names.

use super::names::Names;
use super::normal::{is_dash, is_quote, repaired, tidy};
use super::vocabulary::{count, month, unit};
use chrono::NaiveDate;
use regex::Regex;
use sop_core::model::{ClauseKind, Held};
use std::sync::LazyLock;

/// Names that a document knows.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) parties: Names,
    pub(super) applications: Names,
}

/// A fact, and where it stands.
struct Found {
    start: usize,
    end: usize,
    held: Held,
}

/// The facts in a text, in its order.
pub(super) fn facts(text: &str, kind: ClauseKind, known: &Known) -> Vec<Held> {
    if kind == ClauseKind::Label
        && let Some(answer) = super::vocabulary::answer(text)
    {
        return vec![Held::Answer(answer.to_owned())];
    }
    let text = &tidy(&repaired(text));
    let mut found = Vec::new();
    for look in [dates, times, durations] {
        let new = look(text, &found);
        found.extend(new);
    }
    found.extend(phrases(text));
    if kind == ClauseKind::Words && !found.iter().any(|f| matches!(f.held, Held::Phrase(_))) {
        found.extend(greetings(text));
    }
    let mut named: Vec<(bool, usize)> = Vec::new();
    for (is_application, names) in [(true, &known.applications), (false, &known.parties)] {
        for m in names.mentions(text) {
            if named.contains(&(is_application, m.name)) {
                continue;
            }
            named.push((is_application, m.name));
            let shown = names.shown(m.name).to_owned();
            let held = if is_application { Held::Application(shown) } else { Held::Party(shown) };
            found.push(Found { start: m.at, end: m.at, held });
        }
    }
    found.sort_by_key(|f| f.start);
    found.into_iter().map(|f| f.held).collect()
}

macro_rules! pattern {
    ($name:ident, $text:expr) => {
        #[allow(clippy::expect_used, reason = "a pattern of our own, tried by every test")]
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($text).expect("a pattern"));
    };
}

pattern!(DAY_MONTH, r"(?i)\b(\d{1,2})(?:st|nd|rd|th)?[ .-](?:of )?(\p{L}+)\.?,?[ -](\d{4})\b");
pattern!(MONTH_DAY, r"(?i)\b(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b");
pattern!(ISO, r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b");
pattern!(SLASHED, r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b");

/// The first day in a text.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    dates(&tidy(text), &[]).into_iter().find_map(|f| if let Held::Date(d) = f.held { Some(d) } else { None })
}

fn dates(text: &str, _: &[Found]) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    // Behind every pattern: which group is the year, the month, the day.
    for (pattern, [year, month_at, day]) in
        [(&*ISO, [1, 2, 3]), (&*DAY_MONTH, [3, 2, 1]), (&*MONTH_DAY, [3, 1, 2]), (&*SLASHED, [3, 2, 1])]
    {
        for c in pattern.captures_iter(text) {
            let number = |at: usize| c.get(at).and_then(|m| m.as_str().parse::<u32>().ok());
            let named = c.get(month_at).and_then(|m| month(m.as_str()));
            let (Some(whole), Some(y), Some(d)) = (c.get(0), number(year), number(day)) else { continue };
            let date = named
                .or_else(|| number(month_at))
                .and_then(|m| NaiveDate::from_ymd_opt(i32::try_from(y).ok()?, m, d));
            if let Some(date) =
                date.filter(|_| out.iter().all(|f| whole.end() <= f.start || f.end <= whole.start()))
            {
                out.push(Found { start: whole.start(), end: whole.end(), held: Held::Date(date) });
            }
        }
    }
    out.sort_by_key(|f| f.start);
    out
}

pattern!(CLOCK, r"(?i)(\d{1,2})([.:])([0-5]\d)(?:[.:]([0-5]\d))?(?: ?([ap])\.?m\b\.?)?");
pattern!(
    FULL_HOUR,
    r"(?i)\b(?:(?:jam|pukul) (\d{1,2})|(\d{1,2}) ?([ap])\.?m\b\.?|(noon|midnight|tengah malam|tengah hari))"
);

fn times(text: &str, taken: &[Found]) -> Vec<Found> {
    let mut out = Vec::new();
    for c in CLOCK.captures_iter(text) {
        let Some(whole) = c.get(0) else { continue };
        if is_taken(whole.start(), whole.end(), taken) || is_in_number(text, whole.start(), whole.end()) {
            continue;
        }
        let number = |at: usize| c.get(at).and_then(|m| m.as_str().parse::<u32>().ok());
        let (Some(hour), Some(minute)) = (number(1), number(3)) else { continue };
        let half = c.get(5).map(|m| m.as_str().eq_ignore_ascii_case("p"));
        // `6.10` may be a section's number; `06.10`, `6:10` and `jam 6.10` are not.
        let dotted = c.get(2).is_some_and(|m| m.as_str() == ".");
        let before = last_word(text, whole.start());
        let surely = matches!(
            before.as_str(),
            "jam" | "pukul" | "at" | "until" | "till" | "from" | "sampai" | "between" | "after" | "before"
        );
        if dotted && c.get(1).is_some_and(|m| m.as_str().len() < 2) && !surely && half.is_none() {
            continue;
        }
        if let Some(time) = clock(hour, minute, number(4).unwrap_or(0), half) {
            out.push(Found { start: whole.start(), end: whole.end(), held: Held::Time(time) });
        }
    }
    for c in FULL_HOUR.captures_iter(text) {
        let Some(whole) = c.get(0) else { continue };
        if is_taken(whole.start(), whole.end(), taken) || is_taken(whole.start(), whole.end(), &out) {
            continue;
        }
        let number = |at: usize| c.get(at).and_then(|m| m.as_str().parse::<u32>().ok());
        let time = if let Some(hour) = number(1) {
            // `1 jam 15 menit` is a length.
            let rest = text.get(whole.end()..).unwrap_or_default();
            let goes_on = rest.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ':')
                && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
            let length = unit(&first_word(rest)).is_some();
            if goes_on || length { None } else { clock(hour, 0, 0, None) }
        } else if let Some(hour) = number(2) {
            clock(hour, 0, 0, c.get(3).map(|m| m.as_str().eq_ignore_ascii_case("p")))
        } else {
            let noon = c
                .get(4)
                .is_some_and(|m| matches!(m.as_str().to_lowercase().as_str(), "noon" | "tengah hari"));
            clock(if noon { 12 } else { 0 }, 0, 0, None)
        };
        if let Some(time) = time {
            out.push(Found { start: whole.start(), end: whole.end(), held: Held::Time(time) });
        }
    }
    out
}

/// Milliseconds since midnight.
fn clock(hour: u32, minute: u32, second: u32, afternoon: Option<bool>) -> Option<u32> {
    let hour = match afternoon {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(false) => hour % 12,
        Some(true) => hour % 12 + 12,
        None => hour,
    };
    let seconds = hour * 3600 + minute * 60 + second;
    (seconds <= 24 * 3600).then_some(seconds * 1000)
}

fn is_taken(start: usize, end: usize, taken: &[Found]) -> bool {
    taken.iter().any(|f| start < f.end && f.start < end)
}

/// Part of a longer number, a code or a date: `8.2.1`, `OCC.01.01`, `9001`?
fn is_in_number(text: &str, start: usize, end: usize) -> bool {
    let mut before = text.get(..start).unwrap_or_default().chars().rev();
    let mut after = text.get(end..).unwrap_or_default().chars();
    let joins = |c: Option<char>| c.is_some_and(|c| matches!(c, '.' | ':' | '/' | '-' | ','));
    let (b1, a1) = (before.next(), after.next());
    b1.is_some_and(char::is_alphanumeric)
        || joins(b1) && before.next().is_some_and(char::is_alphanumeric) && b1 != Some('-')
        || a1.is_some_and(|c| c.is_ascii_digit())
        || matches!(a1, Some('.' | ':' | '/')) && after.next().is_some_and(|c| c.is_ascii_digit())
}

fn last_word(text: &str, end: usize) -> String {
    text.get(..end).unwrap_or_default().split_whitespace().next_back().unwrap_or_default().to_lowercase()
}

fn first_word(text: &str) -> String {
    let word: String = text.trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
    word.to_lowercase()
}

pattern!(WORD, r"\p{L}+|\d+(?:[.,]\d+)?");

fn durations(text: &str, taken: &[Found]) -> Vec<Found> {
    let tokens: Vec<(usize, usize, String)> =
        WORD.find_iter(text).map(|m| (m.start(), m.end(), m.as_str().to_lowercase())).collect();
    let mut out: Vec<Found> = Vec::new();
    let mut smallest = 0;
    for (i, (start, end, word)) in tokens.iter().enumerate() {
        let whole = match word.as_str() {
            "semenit" => Some(60_000),
            "sejam" => Some(3_600_000),
            "sehari" => Some(86_400_000),
            "seminggu" | "sepekan" => Some(7 * 86_400_000),
            _ => None,
        };
        let (from, ms, unit_ms) = if let Some(ms) = whole {
            (*start, ms, ms)
        } else {
            let (Some(unit_ms), Some(before)) = (unit(word), i.checked_sub(1).and_then(|i| tokens.get(i)))
            else {
                continue;
            };
            let between = text.get(before.1..*start).unwrap_or_default();
            if !between.chars().all(|c| c.is_whitespace() || is_dash(c))
                || is_taken(before.0, before.1, taken)
            {
                continue;
            }
            let two_before = i.checked_sub(2).and_then(|i| tokens.get(i));
            // `Tier 2 jam` names a tier.
            if two_before.is_some_and(|t| matches!(t.2.as_str(), "tier" | "level" | "tingkat")) {
                continue;
            }
            let Some(mut ms) = length(&before.2, unit_ms) else { continue };
            let mut from = before.0;
            // `3 x 24 jam`
            if let Some(x) = two_before.filter(|t| t.2 == "x" || t.2 == "kali")
                && let Some(times) = i
                    .checked_sub(3)
                    .and_then(|i| tokens.get(i))
                    .and_then(|t| Some((t.0, t.2.parse::<i64>().ok()?)))
                && text.get(x.1..before.0).is_some_and(|t| t.trim().is_empty())
            {
                ms = ms.saturating_mul(times.1);
                from = times.0;
            }
            (from, ms, unit_ms)
        };
        // `1 jam 30 menit`, `1 hour and 30 minutes`
        if let Some(Found { end: last_end, held: Held::Duration(sum), .. }) = out.last_mut()
            && unit_ms < smallest
            && matches!(text.get(*last_end..from).map(str::trim), Some("" | "dan" | "and" | ","))
        {
            *sum = sum.saturating_add(ms);
            *last_end = *end;
        } else {
            out.push(Found { start: from, end: *end, held: Held::Duration(ms) });
        }
        smallest = unit_ms;
    }
    out
}

/// A number, in digits or a word, of a unit.
fn length(number: &str, unit: i64) -> Option<i64> {
    if number == "setengah" || number == "half" {
        return Some(unit / 2);
    }
    if let Some(n) = count(number) {
        return n.checked_mul(unit);
    }
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let whole = whole.parse::<i64>().ok()?.checked_mul(unit)?;
    let scale = 10_i64.checked_pow(u32::try_from(part.len()).ok()?)?;
    let part = if part.is_empty() { 0 } else { part.parse::<i64>().ok()?.checked_mul(unit)? / scale };
    whole.checked_add(part)
}

/// What stands between quotation marks and is more than a word.
fn phrases(text: &str) -> Vec<Found> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut out = Vec::new();
    let mut i = 0;
    while let Some((start, c)) = chars.get(i).copied() {
        let opens = is_quote(c) && (i == 0 || chars.get(i - 1).is_none_or(|(_, b)| !b.is_alphanumeric()));
        if !opens {
            i += 1;
            continue;
        }
        let mut from = i;
        while chars.get(from).is_some_and(|(_, c)| is_quote(*c) || c.is_whitespace()) {
            from += 1;
        }
        // It closes before what is no letter: an apostrophe doesn't.
        let closes = |at: &usize| {
            chars.get(*at).is_some_and(|(_, c)| is_quote(*c))
                && chars.get(at + 1).is_none_or(|(_, c)| !c.is_alphanumeric())
        };
        let Some(to) = (from..chars.len()).find(closes) else { break };
        let end = chars.get(to).map_or(text.len(), |(at, _)| *at);
        let inner = chars.get(from).and_then(|(at, _)| text.get(*at..end)).unwrap_or_default().trim();
        if inner.contains(' ') {
            out.push(Found { start, end, held: Held::Phrase(inner.to_owned()) });
        }
        i = to + 1;
        while chars.get(i).is_some_and(|(_, c)| is_quote(*c)) {
            i += 1;
        }
    }
    out
}

pattern!(
    GREETING,
    r"(?i)\b(?:selamat|terima kasih|good|have an?|thank you|thanks|goodbye|welcome)\b[^,;:.!?()\d–—-]*"
);

/// Words to be said that stand without quotation marks: a greeting, up to the hours in which it holds.
fn greetings(text: &str) -> Vec<Found> {
    let mut out = Vec::new();
    for m in GREETING.find_iter(text) {
        let words = m.as_str().split(' ').take_while(|w| {
            !matches!(
                w.to_lowercase().as_str(),
                "dari"
                    | "pada"
                    | "hari"
                    | "jam"
                    | "pukul"
                    | "dan"
                    | "from"
                    | "on"
                    | "at"
                    | "between"
                    | "until"
                    | "untuk"
                    | "bila"
                    | "jika"
                    | "if"
            )
        });
        let phrase = words.collect::<Vec<_>>().join(" ").trim().to_owned();
        if phrase.contains(' ') {
            out.push(Found { start: m.start(), end: m.end(), held: Held::Phrase(phrase) });
        }
    }
    out
}

#[cfg(test)]
mod tests;
