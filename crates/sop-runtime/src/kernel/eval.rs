//! Expressions. Total: what can't be worked out is a rejection, never a panic.

use super::program::{CellCode, Code, Program, SayCode, SayWhatCode, TableGives};
use super::reject::Rejected;
use crate::value::{DAY_MS, Moment, Value, weekday};
use smallvec::SmallVec;
use sop_core::model::{BinaryOp, CompareOp, DayKind, FactId, MessageId, TableId};
use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Ordering;

/// Tables asked within one expression. The checker knows no table that asks itself; this bound holds for all others.
const TABLE_CALLS_MAX: u32 = 1_000;
/// Tables that ask tables, so deep.
const TABLE_DEPTH_MAX: u32 = 16;

/// What an expression is worked out against.
pub(super) struct Eval<'a> {
    pub(super) program: &'a Program,
    pub(super) now: Moment,
    facts: Names<'a>,
    calls: &'a Cell<u32>,
    depth: u32,
}

/// What `Fact` means: facts of the case, or inside a table its parameters.
#[derive(Clone, Copy)]
enum Names<'a> {
    Facts(&'a [Option<Value>]),
    Parameters(&'a [Cow<'a, Value>]),
}

/// What stands in a column: the common ones without a value around.
enum Column<'a> {
    Time(u32),
    Day(DayKind),
    Other(Cow<'a, Value>),
}

type Worked<'a> = Result<Cow<'a, Value>, Rejected>;

/// Works out one expression over the facts of a case.
pub(super) fn value(
    program: &Program,
    facts: &[Option<Value>],
    now: Moment,
    code: &Code,
) -> Result<Value, Rejected> {
    let calls = Cell::new(0);
    let eval = Eval { program, now, facts: Names::Facts(facts), calls: &calls, depth: 0 };
    eval.value(code).map(Cow::into_owned)
}

/// Whether a condition holds.
pub(super) fn holds(
    program: &Program,
    facts: &[Option<Value>],
    now: Moment,
    code: &Code,
) -> Result<bool, Rejected> {
    let calls = Cell::new(0);
    let eval = Eval { program, now, facts: Names::Facts(facts), calls: &calls, depth: 0 };
    eval.truth(code)
}

/// Which message is said; its arguments are put behind those in `args`.
pub(super) fn words(
    program: &Program,
    facts: &[Option<Value>],
    now: Moment,
    say: &SayCode,
    args: &mut Vec<Value>,
) -> Result<MessageId, Rejected> {
    match say.what {
        SayWhatCode::Message(message) => {
            args.reserve_exact(say.args.len());
            for arg in &say.args {
                args.push(match arg {
                    // Most are facts, as they are.
                    Code::Fact(fact) => {
                        let known = facts.get(fact.index()).and_then(Option::as_ref);
                        known.ok_or(Rejected::FactUnknown(*fact))?.clone()
                    }
                    other => value(program, facts, now, other)?,
                });
            }
            Ok(message)
        }
        SayWhatCode::Table(table) => {
            let calls = Cell::new(0);
            let eval = Eval { program, now, facts: Names::Facts(facts), calls: &calls, depth: 0 };
            let given = eval.all(&say.args)?;
            match eval.row(table, &given)? {
                TableGives::Message(message, parameters) => {
                    args.reserve_exact(parameters.len());
                    for parameter in parameters {
                        let value = given.get(usize::from(*parameter)).ok_or(Rejected::IllTyped)?;
                        args.push(Value::clone(value));
                    }
                    Ok(*message)
                }
                TableGives::Value(_) => Err(Rejected::IllTyped),
            }
        }
    }
}

impl<'a> Eval<'a> {
    /// As deep as the code, which is bounded when a program is built, times the bound on tables.
    fn value(&self, code: &'a Code) -> Worked<'a> {
        let own = |value: Value| Ok(Cow::Owned(value));
        match code {
            Code::Value(value) => Ok(Cow::Borrowed(value)),
            Code::Now => own(Value::Moment(self.now)),
            Code::Fact(fact) => self.fact(*fact).map(Cow::Borrowed),
            Code::Not(of) => own(Value::YesNo(!self.truth(of)?)),
            Code::And(all) => {
                for one in all {
                    if !self.truth(one)? {
                        return own(Value::YesNo(false));
                    }
                }
                own(Value::YesNo(true))
            }
            Code::Or(all) => {
                for one in all {
                    if self.truth(one)? {
                        return own(Value::YesNo(true));
                    }
                }
                own(Value::YesNo(false))
            }
            Code::Compare(op, sides) => {
                let order = compare(&*self.value(&sides.0)?, &*self.value(&sides.1)?)?;
                own(Value::YesNo(match op {
                    CompareOp::Is => order == Ordering::Equal,
                    CompareOp::IsNot => order != Ordering::Equal,
                    CompareOp::LessThan => order == Ordering::Less,
                    CompareOp::MoreThan => order == Ordering::Greater,
                    CompareOp::AtLeast => order != Ordering::Less,
                    CompareOp::AtMost => order != Ordering::Greater,
                }))
            }
            Code::Known(fact) => own(Value::YesNo(match self.facts {
                Names::Facts(facts) => facts.get(fact.index()).is_some_and(Option::is_some),
                Names::Parameters(_) => true,
            })),
            Code::Within(of, hours) => {
                let moment = self.moment(of)?;
                own(Value::YesNo(super::working_hours::open(self.program, *hours, moment)))
            }
            Code::On(of, calendar) => {
                let day = self.day(of)?;
                own(Value::YesNo(self.program.calendars[calendar.index()].has(day)))
            }
            Code::Contains(sides) => match (&*self.value(&sides.0)?, &*self.value(&sides.1)?) {
                (Value::List(items), item) => own(Value::YesNo(items.contains(item))),
                _ => Err(Rejected::IllTyped),
            },
            Code::Binary(op, sides) => own(binary(*op, &*self.value(&sides.0)?, &*self.value(&sides.1)?)?),
            Code::TimeOf(of) => own(Value::Time(self.local(of)?.1)),
            Code::DateOf(of) => own(Value::Date(self.local(of)?.0)),
            Code::WeekdayOf(of) => own(Value::Weekday(weekday(self.day(of)?))),
            Code::DayOf(of, calendar) => {
                let day = self.day(of)?;
                own(Value::DayKind(self.program.calendars[calendar.index()].kind(day)))
            }
            Code::Table(table, args) => match self.row(*table, &self.all(args)?)? {
                TableGives::Value(value) => Ok(Cow::Borrowed(value)),
                TableGives::Message(..) => Err(Rejected::IllTyped),
            },
        }
    }

    fn fact(&self, fact: FactId) -> Result<&'a Value, Rejected> {
        let known = match self.facts {
            Names::Facts(facts) => facts.get(fact.index()).and_then(Option::as_ref),
            Names::Parameters(values) => values.get(fact.index()).map(|value| &**value),
        };
        known.ok_or(Rejected::FactUnknown(fact))
    }

    fn all(&self, codes: &'a [Code]) -> Result<SmallVec<[Cow<'a, Value>; 4]>, Rejected> {
        let mut values = SmallVec::new();
        for code in codes {
            values.push(self.value(code)?);
        }
        Ok(values)
    }

    fn truth(&self, code: &'a Code) -> Result<bool, Rejected> {
        match &*self.value(code)? {
            Value::YesNo(b) => Ok(*b),
            _ => Err(Rejected::IllTyped),
        }
    }

    fn moment(&self, code: &'a Code) -> Result<Moment, Rejected> {
        let moment = |value: &Value| match value {
            Value::Moment(m) => Ok(*m),
            _ => Err(Rejected::IllTyped),
        };
        match code {
            Code::Now => Ok(self.now),
            Code::Fact(fact) => moment(self.fact(*fact)?),
            other => moment(&*self.value(other)?),
        }
    }

    /// Day and time of day in the procedure's zone.
    fn local(&self, code: &'a Code) -> Result<(i32, u32), Rejected> {
        local(self.program, self.moment(code)?)
    }

    fn day(&self, code: &'a Code) -> Result<i32, Rejected> {
        let day = |value: &Value| match value {
            Value::Moment(m) => Ok(local(self.program, *m)?.0),
            Value::Date(day) => Ok(*day),
            _ => Err(Rejected::IllTyped),
        };
        match code {
            Code::Fact(fact) => day(self.fact(*fact)?),
            other => day(&*self.value(other)?),
        }
    }

    fn column(&self, code: &'a Code) -> Result<Column<'a>, Rejected> {
        Ok(match code {
            Code::TimeOf(of) => Column::Time(self.local(of)?.1),
            Code::DayOf(of, calendar) => {
                let day = self.day(of)?;
                Column::Day(self.program.calendars[calendar.index()].kind(day))
            }
            other => Column::Other(self.value(other)?),
        })
    }

    /// The first row of a table that holds.
    fn row(&self, table: TableId, args: &[Cow<'a, Value>]) -> Result<&'a TableGives, Rejected> {
        self.calls.set(self.calls.get() + 1);
        if self.calls.get() > TABLE_CALLS_MAX || self.depth >= TABLE_DEPTH_MAX {
            return Err(Rejected::TooManySteps(TABLE_CALLS_MAX));
        }
        let program: &'a Program = self.program;
        let table = &program.tables[table.index()];
        let inside = Eval {
            program,
            now: self.now,
            facts: Names::Parameters(args),
            calls: self.calls,
            depth: self.depth + 1,
        };
        let mut columns = SmallVec::<[Column<'_>; 4]>::new();
        for column in &table.columns {
            columns.push(inside.column(column)?);
        }
        for row in &table.rows {
            let mut fits = true;
            for (cell, column) in row.cells.iter().zip(&columns) {
                fits = fits && column.fits(cell)?;
            }
            if fits {
                return Ok(&row.gives);
            }
        }
        Err(Rejected::NoRowHolds)
    }
}

impl Column<'_> {
    fn fits(&self, cell: &CellCode) -> Result<bool, Rejected> {
        match (self, cell) {
            (_, CellCode::Any) => Ok(true),
            (Self::Day(kind), CellCode::Values(values)) => {
                Ok(values.iter().any(|value| matches!(value, Value::DayKind(k) if k == kind)))
            }
            (Self::Time(time), CellCode::Times(start, end)) => Ok(within(*start, *end, *time)),
            (Self::Time(time), cell) => accepts(cell, &Value::Time(*time)),
            (Self::Day(kind), cell) => accepts(cell, &Value::DayKind(*kind)),
            (Self::Other(value), cell) => accepts(cell, value),
        }
    }
}

/// Day and time of day in the procedure's zone.
pub(super) fn local(program: &Program, moment: Moment) -> Result<(i32, u32), Rejected> {
    let ms = moment.0.checked_add(program.zone_ms).ok_or(Rejected::OutOfRange)?;
    let day = i32::try_from(ms.div_euclid(i64::from(DAY_MS))).map_err(|_| Rejected::OutOfRange)?;
    // Below a day's milliseconds.
    let time = u32::try_from(ms.rem_euclid(i64::from(DAY_MS))).map_err(|_| Rejected::OutOfRange)?;
    Ok((day, time))
}

/// Whether a time lies between two others, perhaps over midnight.
fn within(start: u32, end: u32, time: u32) -> bool {
    if start < end { (start..end).contains(&time) } else { time >= start || time < end }
}

/// Whether a cell of a table takes a value.
pub(super) fn accepts(cell: &CellCode, value: &Value) -> Result<bool, Rejected> {
    Ok(match (cell, value) {
        (CellCode::Any, _) => true,
        (CellCode::Values(values), value) => values.contains(value),
        (CellCode::Times(start, end), Value::Time(time)) => within(*start, *end, *time),
        (CellCode::Numbers(start, end), Value::Number(n)) => {
            start.is_none_or(|s| *n >= s) && end.is_none_or(|e| *n < e)
        }
        _ => return Err(Rejected::IllTyped),
    })
}

/// The order of two values of one type. Lists and texts are compared for equality by the language only.
fn compare(a: &Value, b: &Value) -> Result<Ordering, Rejected> {
    Ok(match (a, b) {
        (Value::YesNo(a), Value::YesNo(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) | (Value::Duration(a), Value::Duration(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        (Value::Moment(a), Value::Moment(b)) => a.cmp(b),
        (Value::Choice(a), Value::Choice(b)) => a.cmp(b),
        (Value::Weekday(a), Value::Weekday(b)) => a.cmp(b),
        (Value::DayKind(a), Value::DayKind(b)) => a.cmp(b),
        (Value::List(a), Value::List(b)) if a == b => Ordering::Equal,
        (Value::List(_), Value::List(_)) => Ordering::Less,
        _ => return Err(Rejected::IllTyped),
    })
}

fn binary(op: BinaryOp, a: &Value, b: &Value) -> Result<Value, Rejected> {
    let moment = |at: &Moment, ms: Option<i64>| ms.and_then(|ms| at.plus(ms)).map(Value::Moment);
    let result = match (op, a, b) {
        (BinaryOp::Plus, Value::Number(a), Value::Number(b)) => a.checked_add(*b).map(Value::Number),
        (BinaryOp::Minus, Value::Number(a), Value::Number(b)) => a.checked_sub(*b).map(Value::Number),
        (BinaryOp::Plus, Value::Duration(a), Value::Duration(b)) => a.checked_add(*b).map(Value::Duration),
        (BinaryOp::Minus, Value::Duration(a), Value::Duration(b)) => a.checked_sub(*b).map(Value::Duration),
        (BinaryOp::Plus, Value::Moment(at), Value::Duration(ms))
        | (BinaryOp::Plus, Value::Duration(ms), Value::Moment(at)) => moment(at, Some(*ms)),
        (BinaryOp::Minus, Value::Moment(at), Value::Duration(ms)) => moment(at, ms.checked_neg()),
        (BinaryOp::Minus, Value::Moment(a), Value::Moment(b)) => a.0.checked_sub(b.0).map(Value::Duration),
        _ => return Err(Rejected::IllTyped),
    };
    result.ok_or(Rejected::OutOfRange)
}

#[cfg(test)]
mod tests;
