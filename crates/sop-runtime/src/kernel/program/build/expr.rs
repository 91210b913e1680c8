//! Expressions, tables, and what is made of expressions.

use super::super::code::{
    CellCode, Code, DeadlineCode, LateCode, LengthCode, RowCode, SayCode, SayWhatCode, TableCode, TableGives,
};
use super::{Broken, Builder, within};
use crate::value::Value;
use sop_core::model::{
    Cell, Deadline, Expr, FactId, Late, Length, Literal, MessageId, Say, SayWhat, Table, TableResult,
};

/// Expressions inside each other; the source's own limit is lower.
const DEPTH_MAX: usize = 128;

/// A plain length up to this, 71,000 years, never leads out of 64 bits.
const PLAIN_MS_MAX: u64 = 1 << 51;

impl Builder<'_> {
    /// An expression over so many facts (in a table: parameters).
    pub(in super::super) fn code(&self, facts: usize, expr: &Expr) -> Result<Code, Broken> {
        self.code_at(facts, expr, 0)
    }

    pub(super) fn codes(&self, facts: usize, exprs: &[Expr]) -> Result<Box<[Code]>, Broken> {
        exprs.iter().map(|e| self.code(facts, e)).collect()
    }

    fn code_at(&self, facts: usize, expr: &Expr, depth: usize) -> Result<Code, Broken> {
        if depth > DEPTH_MAX {
            return Err(format!("an expression is more than {DEPTH_MAX} deep"));
        }
        let one = |e: &Expr| self.code_at(facts, e, depth + 1).map(Box::new);
        let all = |es: &[Expr]| -> Result<Box<[Code]>, Broken> {
            es.iter().map(|e| self.code_at(facts, e, depth + 1)).collect()
        };
        let two = |a: &Expr, b: &Expr| -> Result<_, Broken> {
            Ok(Box::new((self.code_at(facts, a, depth + 1)?, self.code_at(facts, b, depth + 1)?)))
        };
        let fact = |f: FactId| within(f.index(), facts, "fact").map(|()| f);
        let calendar = |c: &sop_core::model::CalendarId| {
            within(c.index(), self.book.calendars.len(), "calendar").map(|()| *c)
        };
        Ok(match expr {
            Expr::Literal(literal) => Code::Value(value(literal)?),
            Expr::Now => Code::Now,
            Expr::Fact(f) => Code::Fact(fact(*f)?),
            Expr::Setting(s) => {
                Code::Value(self.settings.get(s.index()).ok_or("there is no such setting")?.clone())
            }
            Expr::Not(e) => Code::Not(one(e)?),
            Expr::And(es) => Code::And(all(es)?),
            Expr::Or(es) => Code::Or(all(es)?),
            Expr::Compare(op, a, b) => Code::Compare(*op, two(a, b)?),
            Expr::Known(f) => Code::Known(fact(*f)?),
            Expr::Within(e, hours) => {
                within(hours.index(), self.book.hours.len(), "hours")?;
                Code::Within(one(e)?, *hours)
            }
            Expr::On(e, c) => Code::On(one(e)?, calendar(c)?),
            Expr::Contains(a, b) => Code::Contains(two(a, b)?),
            Expr::Binary(op, a, b) => Code::Binary(*op, two(a, b)?),
            Expr::TimeOf(e) => Code::TimeOf(one(e)?),
            Expr::DateOf(e) => Code::DateOf(one(e)?),
            Expr::WeekdayOf(e) => Code::WeekdayOf(one(e)?),
            Expr::DayOf(e, c) => Code::DayOf(one(e)?, calendar(c)?),
            Expr::Table(table, args) => {
                let code = self.book.tables.get(table.index()).ok_or("there is no such table")?;
                count(args.len(), code.takes.len(), &code.name)?;
                Code::Table(*table, all(args)?)
            }
        })
    }

    pub(super) fn table(&self, table: &Table) -> Result<TableCode, Broken> {
        let columns = table.columns.iter().map(|(e, _)| self.code(table.takes.len(), e));
        let rows = table.rows.iter().map(|row| {
            count(row.cells.len(), table.columns.len(), &table.name)?;
            let gives = match &row.gives {
                TableResult::Message(m) => TableGives::Message(*m, self.parameters(table, *m)?),
                TableResult::Value(literal) => TableGives::Value(value(literal)?),
            };
            Ok(RowCode { cells: row.cells.iter().map(cell).collect::<Result<_, Broken>>()?, gives })
        });
        Ok(TableCode {
            columns: columns.collect::<Result<_, _>>()?,
            rows: rows.collect::<Result<_, Broken>>()?,
        })
    }

    /// For each parameter of the message, the table's parameter of that name.
    fn parameters(&self, table: &Table, message: MessageId) -> Result<Box<[u16]>, Broken> {
        let message = self.book.messages.get(message.index()).ok_or("there is no such message")?;
        let position = |name: &str| table.takes.iter().position(|f| f.name == name);
        let named = message.takes.iter().map(|field| {
            position(&field.name).and_then(|i| u16::try_from(i).ok()).ok_or_else(|| {
                format!(
                    "the message `{}` takes `{}`, the table `{}` doesn't",
                    message.name, field.name, table.name
                )
            })
        });
        named.collect()
    }

    pub(super) fn say(&self, facts: usize, say: &Say) -> Result<SayCode, Broken> {
        let (what, takes, name) = match say.what {
            SayWhat::Message(m) => {
                let message = self.book.messages.get(m.index()).ok_or("there is no such message")?;
                (SayWhatCode::Message(m), message.takes.len(), &message.name)
            }
            SayWhat::Table(t) => {
                let table = self.book.tables.get(t.index()).ok_or("there is no such table")?;
                (SayWhatCode::Table(t), table.takes.len(), &table.name)
            }
        };
        count(say.args.len(), takes, name)?;
        Ok(SayCode { what, args: self.codes(facts, &say.args)? })
    }

    pub(super) fn length(&self, facts: usize, length: &Length) -> Result<LengthCode, Broken> {
        if let Some(hours) = length.hours {
            within(hours.index(), self.book.hours.len(), "hours")?;
        }
        Ok(match (self.code(facts, &length.of)?, length.hours) {
            (Code::Value(Value::Duration(ms)), None) if ms.unsigned_abs() <= PLAIN_MS_MAX => {
                LengthCode::Plain(ms)
            }
            (code, hours) => LengthCode::Of(code, hours),
        })
    }

    pub(super) fn deadline(
        &self,
        facts: usize,
        nodes: usize,
        deadline: &Deadline,
    ) -> Result<DeadlineCode, Broken> {
        let late = match &deadline.late {
            Late::GoTo(node) => LateCode::GoTo(super::flow::node_ix(*node, nodes)?),
            Late::Tell(lane, say) => {
                within(lane.index(), self.book.lanes.len(), "lane")?;
                LateCode::Tell(*lane, self.say(facts, say)?)
            }
        };
        Ok(DeadlineCode { length: self.length(facts, &deadline.length)?, late })
    }
}

pub(super) fn count(found: usize, wanted: usize, of: &str) -> Result<(), Broken> {
    if found == wanted { Ok(()) } else { Err(format!("`{of}` wants {wanted} values, {found} are given")) }
}

/// A literal within the range that values have.
fn value(literal: &Literal) -> Result<Value, Broken> {
    match Value::from(literal) {
        Value::Moment(m) if !m.in_range() => Err("a moment is out of range".to_owned()),
        value => Ok(value),
    }
}

fn cell(cell: &Cell) -> Result<CellCode, Broken> {
    Ok(match cell {
        Cell::Any => CellCode::Any,
        Cell::Values(values) => CellCode::Values(values.iter().map(value).collect::<Result<_, _>>()?),
        Cell::Times(start, end) => CellCode::Times(*start, *end),
        Cell::Numbers(start, end) => CellCode::Numbers(*start, *end),
    })
}
