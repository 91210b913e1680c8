//! Which tables always give words: every combination of what their columns can be has a row.
//!
//! Only columns that ask a moment for its day or time count; whatever else a table asks may fail.

use super::super::code::{CellCode, Code, SayCode, TableCode, TableGives};
use crate::kernel::eval;
use crate::value::Value;
use sop_core::model::{DayKind, Type};

/// Combinations that are tried; a table with more is one that may fail.
const COMBINATIONS_MAX: usize = 4096;

/// Whether words from that table can't fail, in a flow that begins with facts of these types.
pub(super) fn says(say: &SayCode, table: &TableCode, taken: &[Type]) -> bool {
    let Some(columns) =
        table.columns.iter().map(|c| column(c, say, table, taken)).collect::<Option<Vec<_>>>()
    else {
        return false;
    };
    let combinations = columns.iter().try_fold(1usize, |all, column| all.checked_mul(column.len()));
    let gives = |gives: &TableGives| match gives {
        TableGives::Message(_, parameters) => parameters.iter().all(|p| usize::from(*p) < say.args.len()),
        TableGives::Value(_) => false,
    };
    combinations.is_some_and(|count| count <= COMBINATIONS_MAX)
        && table.rows.iter().all(|row| row.cells.len() == columns.len() && gives(&row.gives))
        && covered(table, &columns, &mut Vec::new())
}

/// Values that stand for all that a column can be: between two of them no row tells them apart.
fn column(code: &Code, say: &SayCode, table: &TableCode, taken: &[Type]) -> Option<Vec<Value>> {
    let is_moment = |of: &Code| match of {
        Code::Fact(parameter) => match say.args.get(parameter.index()) {
            Some(Code::Now) => true,
            Some(Code::Fact(fact)) => taken.get(fact.index()) == Some(&Type::Moment),
            _ => false,
        },
        Code::Now => true,
        _ => false,
    };
    match code {
        Code::DayOf(of, _) if is_moment(of) => {
            Some(DayKind::ALL.iter().map(|kind| Value::DayKind(*kind)).collect())
        }
        Code::WeekdayOf(of) if is_moment(of) => Some((0..7).map(Value::Weekday).collect()),
        Code::TimeOf(of) if is_moment(of) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            let mut times: Vec<u32> = cells
                .flat_map(|cell| match cell {
                    CellCode::Times(start, end) => vec![*start, *end],
                    CellCode::Values(values) => {
                        values.iter().filter_map(time).flat_map(|t| [t, t.saturating_add(1)]).collect()
                    }
                    CellCode::Any | CellCode::Numbers(..) => vec![],
                })
                .filter(|time| *time < crate::value::DAY_MS)
                .collect();
            times.push(0);
            times.sort_unstable();
            times.dedup();
            Some(times.into_iter().map(Value::Time).collect())
        }
        _ => None,
    }
}

fn time(value: &Value) -> Option<u32> {
    match value {
        Value::Time(time) => Some(*time),
        _ => None,
    }
}

/// Whether every combination that begins like this has a row.
fn covered<'v>(table: &TableCode, columns: &'v [Vec<Value>], begun: &mut Vec<&'v Value>) -> bool {
    let Some(column) = columns.get(begun.len()) else {
        for row in &table.rows {
            let fits = row.cells.iter().zip(&*begun).map(|(cell, value)| eval::accepts(cell, value));
            match fits.collect::<Result<Vec<_>, _>>() {
                Ok(fits) if fits.iter().all(|fits| *fits) => return true,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
        return false;
    };
    column.iter().all(|value| {
        begun.push(value);
        let all = covered(table, columns, begun);
        begun.pop();
        all
    })
}

#[cfg(test)]
mod tests;
