//! Typed text to values, and back to words.

use super::command;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use sop::diagnostic::Words;
use sop::model::{DayKind, Type, types::WEEKDAYS};
use sop::{Moment, Value, words};

/// Why a text is no value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotAValue {
    text: String,
    wanted: Words,
}

impl NotAValue {
    /// Why, in words.
    pub(crate) fn told(&self) -> Words {
        words!("not-a-value", text = &self.text, wanted = self.wanted.clone())
    }
}

/// Reads a value of the type. Moments are in a zone so many minutes east of UTC.
pub(crate) fn read(text: &str, ty: &Type, offset_minutes: i32) -> Result<Value, NotAValue> {
    let wrong = || NotAValue { text: text.to_owned(), wanted: describe(ty) };
    let trimmed = text.trim();
    Ok(match ty {
        Type::Text => Value::Text(text.into()),
        Type::YesNo => match trimmed.to_lowercase().as_str() {
            "yes" | "ya" | "y" => Value::YesNo(true),
            "no" | "tidak" | "t" | "n" => Value::YesNo(false),
            _ => return Err(wrong()),
        },
        Type::Number => Value::Number(trimmed.parse().map_err(|_| wrong())?),
        Type::Date => Value::Date(day(trimmed).ok_or_else(wrong)?),
        Type::Time => Value::Time(time(trimmed).ok_or_else(wrong)?),
        Type::Moment => Value::Moment(moment(trimmed, offset_minutes).ok_or_else(wrong)?),
        Type::Duration => Value::Duration(command::length(trimmed).map_err(|_| wrong())?),
        Type::OneOf(choices) => {
            let found = choices.iter().position(|c| {
                c.name == trimmed || (!c.label.is_empty() && c.label.eq_ignore_ascii_case(trimmed))
            });
            Value::Choice(found.and_then(|i| u16::try_from(i).ok()).ok_or_else(wrong)?)
        }
        Type::Weekday => {
            let found = WEEKDAYS.iter().position(|d| *d == trimmed);
            Value::Weekday(found.and_then(|i| u8::try_from(i).ok()).ok_or_else(wrong)?)
        }
        Type::DayKind => {
            Value::DayKind(*DayKind::ALL.iter().find(|k| k.name() == trimmed).ok_or_else(wrong)?)
        }
        Type::List(of) => {
            let parts = trimmed.split(';').map(str::trim).filter(|p| !p.is_empty());
            Value::List(parts.map(|p| read(p, of, offset_minutes)).collect::<Result<_, _>>()?)
        }
    })
}

/// A moment as the desk takes it: `YYYY-MM-DD HH:MM`, in a zone so many minutes east of UTC.
pub(crate) fn moment(text: &str, offset_minutes: i32) -> Option<Moment> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S"))
        .ok()?;
    Some(Moment(local.and_utc().timestamp_millis() - i64::from(offset_minutes) * 60_000))
}

fn day(text: &str) -> Option<i32> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    i32::try_from(date.signed_duration_since(NaiveDate::default()).num_days()).ok()
}

fn time(text: &str) -> Option<u32> {
    let time = NaiveTime::parse_from_str(text, "%H:%M").ok()?;
    Some(time.num_seconds_from_midnight() * 1_000)
}

/// What is to be typed for a type.
pub(crate) fn describe(ty: &Type) -> Words {
    match ty {
        Type::Text => words!("typed-text"),
        Type::YesNo => words!("typed-yes-no"),
        Type::Number => words!("typed-number"),
        Type::Date => words!("typed-date"),
        Type::Time => words!("typed-time"),
        Type::Moment => words!("typed-moment"),
        Type::Duration => words!("typed-duration"),
        Type::OneOf(choices) => {
            let listed: Vec<&str> = choices.iter().map(|c| c.name.as_str()).collect();
            words!("typed-one-of", names = listed.join(", "))
        }
        Type::Weekday => words!("typed-weekday"),
        Type::DayKind => words!("typed-day-kind"),
        Type::List(of) => words!("typed-list", of = describe(of)),
    }
}
