//! Decision tables: columns of expressions, rows of cells, one result a row.

use super::book::Field;
use super::document::Ground;
use super::expr::{Expr, Literal};
use super::ids::MessageId;
use super::types::Type;
use crate::source::Span;
use serde::{Deserialize, Serialize};

/// A decision table; the checker proves that exactly one row holds for every value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Parameters, by position.
    pub takes: Vec<Field>,
    /// What it gives; `None` means a message.
    pub gives: Option<Type>,
    /// The columns: what is compared, and its type.
    pub columns: Vec<(Expr, Type)>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Grounds of the whole.
    pub grounds: Vec<Ground>,
    /// Where it is declared.
    pub at: Span,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// What the row gives.
    pub gives: TableResult,
    /// Grounds of the row.
    pub grounds: Vec<Ground>,
    /// Where it is written.
    pub at: Span,
}

/// What a row gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableResult {
    /// A message.
    Message(MessageId),
    /// A value of the table's type.
    Value(Literal),
}

/// What a cell accepts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// Everything.
    Any,
    /// Any of these values (yes/no, choice, weekday, day kind, number, text).
    Values(Vec<Literal>),
    /// A time of day in `start..end`, milliseconds since midnight; if `end <= start` it goes over midnight.
    Times(u32, u32),
    /// A number in `start..end`; `None` is without bound.
    Numbers(Option<i64>, Option<i64>),
}
