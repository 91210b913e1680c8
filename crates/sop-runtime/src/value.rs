//! Values of facts, and points in time.

use serde::{Deserialize, Serialize};
use sop_core::model::DayKind;

/// A point in time: milliseconds since 1970-01-01 00:00 UTC, without leap seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// The value of a fact, a field, a parameter or a setting.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Yes or no.
    YesNo(bool),
    /// A text.
    Text(Box<str>),
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
