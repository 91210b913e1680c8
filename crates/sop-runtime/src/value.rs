//! Values of facts, and points in time.

mod decode;
pub(crate) mod packed;

pub use compact_str::CompactString as Text;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Timelike, Utc};
use serde::{Deserialize, Serialize};
use sop_core::model::{DayKind, Literal, Type};
use std::str::FromStr;

/// Milliseconds of a day.
pub const DAY_MS: u32 = 86_400_000;

/// A list may hold lists, so deep and no deeper.
pub const VALUE_DEPTH_MAX: usize = 16;

/// A point in time: milliseconds since 1970-01-01 00:00 UTC, without leap seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// The value of a fact, a field, a parameter or a setting.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Yes or no.
    YesNo(bool),
    /// A text. Up to 24 bytes lie in the value itself.
    Text(Text),
    /// A whole number.
    Number(i64),
    /// Days since 1970-01-01.
    Date(i32),
    /// Milliseconds since midnight, below 86,400,000.
    Time(u32),
    /// A point in time.
    Moment(Moment),
    /// Milliseconds.
    Duration(i64),
    /// Position of a value in its `one of`.
    Choice(u16),
    /// Monday is 0.
    Weekday(u8),
    /// A kind of day.
    DayKind(DayKind),
    /// Values of one type.
    List(Box<[Value]>),
}

impl Moment {
    /// The latest moment that a case takes in, and the earliest with its sign turned: about 142,000 years from 1970. Inside,
    /// a moment and a length never overflow 64 bits.
    pub const MAX: Self = Self(1 << 52);

    /// Whether it lies within [`Moment::MAX`] of 1970.
    pub const fn in_range(self) -> bool {
        self.0 <= Self::MAX.0 && self.0 >= -Self::MAX.0
    }

    /// This moment and so many milliseconds; `None` out of range.
    pub fn plus(self, ms: i64) -> Option<Self> {
        self.0.checked_add(ms).map(Self).filter(|m| m.in_range())
    }

    /// As a date and time; `None` beyond the years that `chrono` knows (about 262,000).
    pub fn to_utc(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.0)
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_millis())
    }
}

impl FromStr for Moment {
    type Err = chrono::ParseError;

    /// Reads a date, a time and the distance from UTC: `2023-10-02T09:00:00+07:00`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<DateTime<FixedOffset>>().map(Self::from)
    }
}

/// Monday is 0.
pub fn weekday(day: i32) -> u8 {
    // 1970-01-01 was a Thursday; the remainder is 0 to 6.
    u8::try_from((i64::from(day) + 3).rem_euclid(7)).unwrap_or(0)
}

/// Days since 1970-01-01.
pub fn day_of(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - NaiveDate::default().num_days_from_ce()
}

/// The date of a day's number; `None` beyond the years that `chrono` knows.
pub fn date_of(day: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day.checked_add(NaiveDate::default().num_days_from_ce())?)
}

impl Value {
    /// Whether the value is of that type: also within its range, for times, choices and weekdays.
    pub fn fits(&self, ty: &Type) -> bool {
        match (self, ty) {
            (Self::YesNo(_), Type::YesNo)
            | (Self::Text(_), Type::Text)
            | (Self::Number(_), Type::Number)
            | (Self::Date(_), Type::Date)
            | (Self::Duration(_), Type::Duration)
            | (Self::DayKind(_), Type::DayKind) => true,
            (Self::Moment(m), Type::Moment) => m.in_range(),
            (Self::Time(t), Type::Time) => *t < DAY_MS,
            (Self::Choice(c), Type::OneOf(choices)) => usize::from(*c) < choices.len(),
            (Self::Weekday(d), Type::Weekday) => *d < 7,
            // As deep as the type, and types are bounded when a program is built.
            (Self::List(items), Type::List(of)) => items.iter().all(|v| v.fits(of)),
            _ => false,
        }
    }
}

impl From<&Literal> for Value {
    /// Lists of literals are as deep as the source's nesting allows.
    fn from(literal: &Literal) -> Self {
        match literal {
            Literal::YesNo(b) => Self::YesNo(*b),
            Literal::Text(s) => Self::Text(s.as_str().into()),
            Literal::Number(n) => Self::Number(*n),
            Literal::Date(d) => Self::Date(*d),
            Literal::Time(t) => Self::Time(*t),
            Literal::Moment(m) => Self::Moment(Moment(*m)),
            Literal::Duration(d) => Self::Duration(*d),
            Literal::Choice(c) => Self::Choice(*c),
            Literal::Weekday(d) => Self::Weekday(*d),
            Literal::DayKind(k) => Self::DayKind(*k),
            Literal::List(items) => Self::List(items.iter().map(Self::from).collect()),
        }
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Self::YesNo(b)
    }
}

impl From<&str> for Value {
    fn from(s: &str) -> Self {
        Self::Text(s.into())
    }
}

impl From<String> for Value {
    fn from(s: String) -> Self {
        Self::Text(s.into())
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}

impl From<Moment> for Value {
    fn from(m: Moment) -> Self {
        Self::Moment(m)
    }
}

impl From<NaiveDate> for Value {
    fn from(d: NaiveDate) -> Self {
        Self::Date(day_of(d))
    }
}

impl From<NaiveTime> for Value {
    /// To the millisecond; a leap second counts as the last millisecond before it.
    fn from(t: NaiveTime) -> Self {
        let ms = t.num_seconds_from_midnight() * 1000 + (t.nanosecond() / 1_000_000).min(999);
        Self::Time(ms)
    }
}

#[cfg(test)]
mod tests;
