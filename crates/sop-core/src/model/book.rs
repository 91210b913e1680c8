//! The book: everything that its flows speak of.

use super::document::{Document, Ground};
use super::expr::Literal;
use super::flow::Flow;
use super::ids::CalendarId;
use super::rule::Rule;
use super::scenario::Scenario;
use super::table::Table;
use super::types::Type;
use crate::source::Span;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A whole book: a folder of `.sop` files, resolved.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Book {
    /// Paths of the files, by [`crate::source::FileId`].
    pub files: Vec<String>,
    /// The controlled document, if the book has one.
    pub document: Option<Document>,
    /// Time zone of the procedure.
    pub zone: Zone,
    /// Who acts.
    pub lanes: Vec<Lane>,
    /// With what.
    pub systems: Vec<System>,
    /// What may happen.
    pub events: Vec<Event>,
    /// What the host does.
    pub actions: Vec<Action>,
    /// What is said.
    pub messages: Vec<Message>,
    /// What the operator supplies.
    pub settings: Vec<Setting>,
    /// Lists of days.
    pub calendars: Vec<Calendar>,
    /// Opening hours.
    pub hours: Vec<Hours>,
    /// Decision tables.
    pub tables: Vec<Table>,
    /// The flows.
    pub flows: Vec<Flow>,
    /// What must hold on every run.
    pub rules: Vec<Rule>,
    /// Examples of runs.
    pub scenarios: Vec<Scenario>,
}

/// A fixed offset from UTC. Indonesia knows no summer time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Minutes east of UTC, -1439 to 1439.
    pub offset_minutes: i32,
    /// Such as `WIB`.
    pub name: String,
}

impl Default for Zone {
    fn default() -> Self {
        Self { offset_minutes: 0, name: "UTC".to_owned() }
    }
}

/// A named and typed field or parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Name.
    pub name: String,
    /// Type.
    pub ty: Type,
    /// Where it is declared.
    pub at: Span,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lane {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Where it is declared.
    pub at: Span,
}

/// A tool that people work with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct System {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// The revision since which it is no longer used.
    pub retired_in: Option<String>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Where it is declared.
    pub at: Span,
}

/// Something that may happen to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Data that comes with it.
    pub carries: Vec<Field>,
    /// Winds idle clocks back.
    pub breaks_silence: bool,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Where it is declared.
    pub at: Span,
}

/// Something that the host does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Input.
    pub takes: Vec<Field>,
    /// Output.
    pub gives: Vec<Field>,
    /// Time limit of one try, in milliseconds.
    pub limit_ms: Option<i64>,
    /// Further tries after a failed one.
    pub retries: Option<Retries>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Where it is declared.
    pub at: Span,
}

/// How a failed action is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retries {
    /// Tries after the first.
    pub times: u32,
    /// Pause before the next try, in milliseconds.
    pub every_ms: i64,
    /// Each pause twice as long as the one before.
    pub doubling: bool,
}

/// Words that are said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Parameters, for the placeholders.
    pub takes: Vec<Field>,
    /// Texts by language (`id`, `en`), in the source's order. A placeholder is `{name}`; `{{` and `}}` are braces.
    pub texts: Vec<(String, String)>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Where it is declared.
    pub at: Span,
}

/// A value that the operator supplies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Type.
    pub ty: Type,
    /// Used if the operator supplies none.
    pub default: Option<Literal>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Where it is declared.
    pub at: Span,
}

/// A list of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Where the days come from.
    pub source: String,
    /// First and last year covered.
    pub covers: (i32, i32),
    /// The days, in order of date.
    pub days: Vec<Day>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Where it is declared.
    pub at: Span,
}

/// A day of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// Its name.
    pub label: String,
}

/// Opening hours: when working time passes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Open times.
    pub rows: Vec<HoursRow>,
    /// Closed on the days of this calendar.
    pub closed_on: Option<CalendarId>,
    /// Grounds.
    pub grounds: Vec<Ground>,
    /// Where they are declared.
    pub at: Span,
}

/// Open on these weekdays, between these times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursRow {
    /// First and last weekday, Monday is 0, both included; the first is never after the last.
    pub days: (u8, u8),
    /// Milliseconds since midnight, half-open; the first is before the second.
    pub times: (u32, u32),
}
