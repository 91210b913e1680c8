//! Expressions: what computed decisions, changes of facts, tables and arguments are made of.

use super::ids::{CalendarId, FactId, HoursId, SettingId, TableId};
use super::types::DayKind;
use serde::{Deserialize, Serialize};

/// A value written in the source.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Literal {
    /// `yes`, `no`.
    YesNo(bool),
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Days since 1970-01-01.
    Date(i32),
    /// Milliseconds since midnight; 86,400,000 only as the end of a range.
    Time(u32),
    /// Milliseconds since 1970-01-01 00:00 UTC (the book's time zone has been taken off).
    Moment(i64),
    /// Milliseconds.
    Duration(i64),
    /// Position of a value in its `one of`.
    Choice(u16),
    /// Monday is 0.
    Weekday(u8),
    /// A kind of day.
    DayKind(DayKind),
    /// A list.
    List(Vec<Literal>),
}

/// Two sides, one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BinaryOp {
    /// `+`
    Plus,
    /// `-`
    Minus,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompareOp {
    /// `is`
    Is,
    /// `is not`
    IsNot,
    /// `is less than`
    LessThan,
    /// `is more than`
    MoreThan,
    /// `is at least`
    AtLeast,
    /// `is at most`
    AtMost,
}

/// An expression with all names resolved and all types checked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expr {
    /// A written value.
    Literal(Literal),
    /// The moment of the input that is being worked on.
    Now,
    /// A fact of the flow; inside a table, a parameter (by position).
    Fact(FactId),
    /// A setting.
    Setting(SettingId),
    /// `not X`
    Not(Box<Expr>),
    /// `X and Y and …`
    And(Vec<Expr>),
    /// `X or Y or …`
    Or(Vec<Expr>),
    /// `X is Y` and the like.
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// `X is known`
    Known(FactId),
    /// `X is within HOURS`
    Within(Box<Expr>, HoursId),
    /// `X is on CALENDAR`
    On(Box<Expr>, CalendarId),
    /// `LIST contains X`
    Contains(Box<Expr>, Box<Expr>),
    /// `X + Y`, `X - Y`
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `time of M`
    TimeOf(Box<Expr>),
    /// `date of M`
    DateOf(Box<Expr>),
    /// `weekday of M`
    WeekdayOf(Box<Expr>),
    /// `day of M by CAL`
    DayOf(Box<Expr>, CalendarId),
    /// `TABLE(args)`
    Table(TableId, Vec<Expr>),
}

impl Expr {
    /// The expressions that this one is made of, from left to right.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Not(a)
            | Self::Within(a, _)
            | Self::On(a, _)
            | Self::TimeOf(a)
            | Self::DateOf(a)
            | Self::WeekdayOf(a)
            | Self::DayOf(a, _) => vec![a],
            Self::And(all) | Self::Or(all) | Self::Table(_, all) => all.iter().collect(),
            Self::Compare(_, a, b) | Self::Contains(a, b) | Self::Binary(_, a, b) => vec![a, b],
            Self::Literal(_) | Self::Now | Self::Fact(_) | Self::Setting(_) | Self::Known(_) => Vec::new(),
        }
    }
}
