//! Values and messages in the words of a language: Indonesian (`id`) or, for every other code, English.

mod reasons;

pub use reasons::{place, reason};

use crate::value::{Moment, Value, date_of};
use chrono::{Datelike, NaiveDate};
use sop_core::model::types::WEEKDAYS;
use sop_core::model::{Book, DayKind, Message, Type, Zone};

const MONTHS_ID: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS_ID: [&str; 7] = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];

/// A value in words. `zone` is the book's: moments are shown in it.
pub fn value(value: &Value, ty: &Type, zone: &Zone, language: &str) -> String {
    let id = language == "id";
    match (value, ty) {
        (Value::YesNo(b), _) => match (id, b) {
            (true, true) => "ya",
            (true, false) => "tidak",
            (false, true) => "yes",
            (false, false) => "no",
        }
        .to_owned(),
        (Value::Text(text), _) => text.to_string(),
        (Value::Number(n), _) => number(*n, language),
        (Value::Date(d), _) => date_of(*d).map_or_else(|| d.to_string(), |d| date(d, language)),
        (Value::Time(ms), _) => time(*ms),
        (Value::Moment(m), _) => moment(*m, zone, language),
        (Value::Duration(ms), _) => duration(*ms, language),
        (Value::Choice(c), Type::OneOf(choices)) => match choices.get(usize::from(*c)) {
            Some(choice) if choice.label.is_empty() => choice.name.clone(),
            Some(choice) => choice.label.clone(),
            None => c.to_string(),
        },
        (Value::Choice(c), _) => c.to_string(),
        (Value::Weekday(d), _) => {
            let names = if id { &DAYS_ID } else { &WEEKDAYS };
            names.get(usize::from(*d)).map_or_else(|| d.to_string(), |d| (*d).to_owned())
        }
        (Value::DayKind(kind), _) => match (id, kind) {
            (true, DayKind::Workday) => "hari kerja",
            (true, DayKind::Holiday) => "hari libur",
            (true, DayKind::Weekend) => "akhir pekan",
            (true, DayKind::LongWeekend) => "libur panjang",
            (false, DayKind::Workday) => "workday",
            (false, DayKind::Holiday) => "holiday",
            (false, DayKind::Weekend) => "weekend",
            (false, DayKind::LongWeekend) => "long weekend",
        }
        .to_owned(),
        (Value::List(items), Type::List(of)) => {
            items.iter().map(|v| self::value(v, of, zone, language)).collect::<Vec<_>>().join(", ")
        }
        // A list where none is declared; its values have no declared type either.
        (Value::List(items), _) => format!("({})", items.len()),
    }
}

/// A number, its digits in threes: `12.500` in Indonesian, `12,500` in English.
pub fn number(n: i64, language: &str) -> String {
    let mark = if language == "id" { '.' } else { ',' };
    let digits = n.unsigned_abs().to_string();
    let mut words = String::from(if n < 0 { "-" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            words.push(mark);
        }
        words.push(digit);
    }
    words
}

/// A date: `2 Oktober 2023`.
pub fn date(date: NaiveDate, language: &str) -> String {
    let months = if language == "id" { &MONTHS_ID } else { &MONTHS_EN };
    let month = months.get(date.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// A time of day: `09:00`, with seconds only where there are some.
pub fn time(ms: u32) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if seconds == 0 {
        format!("{hours:02}:{minutes:02}")
    } else {
        format!("{hours:02}:{minutes:02}:{seconds:02}")
    }
}

/// A moment in a zone: `2 Oktober 2023 09:00 WIB`.
pub fn moment(at: Moment, zone: &Zone, language: &str) -> String {
    let local = at.plus(i64::from(zone.offset_minutes) * 60_000).and_then(Moment::to_utc);
    let Some(local) = local else { return format!("{} ms", at.0) };
    let ms = local.timestamp_millis().rem_euclid(86_400_000);
    let time = time(u32::try_from(ms).unwrap_or(0));
    format!("{} {time} {}", date(local.date_naive(), language), zone.name)
}

/// A length of time: `1 jam 30 menit`, `1 hour 30 minutes`.
pub fn duration(ms: i64, language: &str) -> String {
    const UNITS: [(u64, &str, &str); 5] = [
        (86_400_000, "hari", "day"),
        (3_600_000, "jam", "hour"),
        (60_000, "menit", "minute"),
        (1000, "detik", "second"),
        (1, "milidetik", "millisecond"),
    ];
    let id = language == "id";
    let mut rest = ms.unsigned_abs();
    let mut parts = Vec::new();
    for (size, indonesian, english) in UNITS {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            let plural = if !id && count != 1 { "s" } else { "" };
            parts.push(format!("{count} {}{plural}", if id { indonesian } else { english }));
        }
    }
    if parts.is_empty() {
        return if id { "0 detik" } else { "0 seconds" }.to_owned();
    }
    if ms < 0 {
        parts.insert(0, "minus".to_owned());
    }
    parts.join(" ")
}

/// The words of a message, by language, in the source's order of languages. `args` are by position.
pub(crate) fn texts<'b>(
    book: &'b Book,
    message: &'b Message,
    args: &'b [Value],
) -> impl Iterator<Item = (&'b str, String)> {
    message
        .texts
        .iter()
        .map(|(language, text)| (language.as_str(), fill(book, message, text, args, language)))
}

/// The words of a message in one language; if it has none in that language, in its first.
pub(crate) fn text(book: &Book, message: &Message, args: &[Value], language: &str) -> String {
    let found = message.texts.iter().find(|(l, _)| l == language).or(message.texts.first());
    found.map(|(language, text)| fill(book, message, text, args, language)).unwrap_or_default()
}

/// Fills the placeholders. What is no placeholder of the message stays as it stands.
fn fill(book: &Book, message: &Message, text: &str, args: &[Value], language: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        words.push_str(before);
        if let Some(after) = from.strip_prefix("{{") {
            words.push('{');
            rest = after;
        } else if let Some(after) = from.strip_prefix("}}") {
            words.push('}');
            rest = after;
        } else if let Some((filled, after)) = placeholder(book, message, from, args, language) {
            words.push_str(&filled);
            rest = after;
        } else {
            // One ASCII brace on its own.
            let (brace, after) = from.split_at(1);
            words.push_str(brace);
            rest = after;
        }
    }
    words.push_str(rest);
    words
}

fn placeholder<'t>(
    book: &Book,
    message: &Message,
    from: &'t str,
    args: &[Value],
    language: &str,
) -> Option<(String, &'t str)> {
    let (name, after) = from.strip_prefix('{')?.split_once('}')?;
    let position = message.takes.iter().position(|f| f.name == name.trim())?;
    let field = message.takes.get(position)?;
    Some((value(args.get(position)?, &field.ty, &book.zone, language), after))
}
