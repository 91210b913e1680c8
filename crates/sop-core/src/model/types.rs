//! Types of facts, fields, parameters and settings.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One value of a `one of`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Choice {
    /// The name in the source.
    pub name: String,
    /// What people read; empty if the name is enough.
    pub label: String,
}

/// What kind of value a fact holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// Yes or no.
    YesNo,
    /// Any text.
    Text,
    /// A whole number, 64 bits, signed.
    Number,
    /// A day of the proleptic Gregorian calendar.
    Date,
    /// A time of day, to the minute as written, to the millisecond as computed.
    Time,
    /// A point in time, to the millisecond.
    Moment,
    /// A length of time in milliseconds.
    Duration,
    /// One of the listed values.
    OneOf(Arc<[Choice]>),
    /// One of the days monday … sunday: the result of `weekday of`.
    Weekday,
    /// The kind of a day: the result of `day of … by …`.
    DayKind,
    /// Many values of one type.
    List(Box<Type>),
}

impl Type {
    /// The type as the language writes it, such as `list of text`.
    pub fn source(&self) -> String {
        let mut words = String::new();
        let mut ty = self;
        while let Self::List(of) = ty {
            words.push_str("list of ");
            ty = of;
        }
        words.push_str(match ty {
            Self::YesNo => "yes_no",
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Time => "time",
            Self::Moment => "moment",
            Self::Duration => "duration",
            Self::Weekday => "weekday",
            // Nobody can declare it.
            Self::DayKind => "day kind",
            Self::OneOf(_) => "one of {",
            Self::List(_) => "",
        });
        if let Self::OneOf(choices) = ty {
            let names: Vec<_> = choices.iter().map(|c| c.name.as_str()).collect();
            words.push_str(&names.join(", "));
            words.push('}');
        }
        words
    }
}

/// What kind of day it is by a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// None of the others.
    Workday,
    /// A calendar's day from Monday to Friday that touches no weekend.
    Holiday,
    /// Saturday or Sunday.
    Weekend,
    /// A calendar's day from Monday to Friday that touches a weekend, directly or through other holidays in a row.
    LongWeekend,
}

impl DayKind {
    /// All kinds, in the order of their discriminants.
    pub const ALL: [Self; 4] = [Self::Workday, Self::Holiday, Self::Weekend, Self::LongWeekend];

    /// The word in the language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Workday => "workday",
            Self::Holiday => "holiday",
            Self::Weekend => "weekend",
            Self::LongWeekend => "long_weekend",
        }
    }
}

/// The words of the language for the days, Monday first.
pub const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
