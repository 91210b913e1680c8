//! Values and expressions as the language writes them: what is printed here is read back as the same.
//!
//! The language knows times of day and moments to the minute and lengths of time to the second; what is finer is cut.

use crate::model::types::WEEKDAYS;
use crate::model::{BinaryOp, Book, CompareOp, Expr, Flow, Held, Literal, TableId, Type};
use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// How deep an expression is spelled out; deeper parts are `…`. The source's own limit is lower.
const DEPTH_MAX: u32 = 128;

/// A text in quotes.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A length of time, like `1h30m`. Not negative; below a second it is `0s`.
pub fn duration(ms: i64) -> String {
    let mut rest = ms.max(0) / 1000;
    let mut out = String::new();
    for (unit, letter) in [(86_400, 'd'), (3_600, 'h'), (60, 'm'), (1, 's')] {
        if rest / unit > 0 {
            out.push_str(&format!("{}{letter}", rest / unit));
        }
        rest %= unit;
    }
    if out.is_empty() {
        out.push_str("0s");
    }
    out
}

/// A time of day, like `18:00`.
pub fn time(ms: u32) -> String {
    format!("{:02}:{:02}", ms / 3_600_000, ms / 60_000 % 60)
}

/// A time of day as people are told it: `18:00`, and with seconds if it isn't a full minute, `18:00:01`. The language can't
/// read those.
pub fn exact_time(ms: u32) -> String {
    match ms % 60_000 {
        0 => time(ms),
        rest => format!("{}:{:02}", time(ms), rest / 1000),
    }
}

/// A fact of a clause, as its block in the register has it: `duration 1m`.
pub fn held(held: &Held) -> String {
    let value = match held {
        Held::Duration(ms) => duration(*ms),
        Held::Time(ms) => time(*ms),
        Held::Date(day) => day.to_string(),
        Held::Phrase(text) | Held::Answer(text) | Held::Party(text) | Held::Application(text) => quoted(text),
    };
    format!("{} {value}", held.word())
}

/// A day and a time of day, like `2023-10-02 09:00`.
pub fn moment(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// A moment of a book, in its time zone.
pub(super) fn local(book: &Book, ms: i64) -> NaiveDateTime {
    let shifted = ms.saturating_add(i64::from(book.zone.offset_minutes) * 60_000);
    DateTime::from_timestamp_millis(shifted).unwrap_or_default().naive_utc()
}

/// A written value of a type. Without the type, values of a `one of` are only numbers.
///
/// Lists are as deep as the source's nesting allows.
pub fn literal(book: &Book, value: &Literal, ty: Option<&Type>) -> String {
    match value {
        Literal::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Literal::Text(text) => quoted(text),
        Literal::Number(n) => n.to_string(),
        Literal::Date(day) => {
            let ce = day.saturating_add(719_163);
            NaiveDate::from_num_days_from_ce_opt(ce).unwrap_or_default().format("%Y-%m-%d").to_string()
        }
        Literal::Time(ms) => time(*ms),
        Literal::Moment(ms) => moment(local(book, *ms)),
        Literal::Duration(ms) => duration(*ms),
        Literal::Choice(i) => {
            let choice = match ty {
                Some(Type::OneOf(choices)) => choices.get(usize::from(*i)),
                _ => None,
            };
            choice.map_or_else(|| i.to_string(), |c| c.name.clone())
        }
        Literal::Weekday(day) => {
            WEEKDAYS.get(usize::from(*day)).map_or_else(|| day.to_string(), |d| (*d).to_owned())
        }
        Literal::DayKind(kind) => kind.name().to_owned(),
        Literal::List(items) => {
            let of = match ty {
                Some(Type::List(of)) => Some(of.as_ref()),
                _ => None,
            };
            let items: Vec<String> = items.iter().map(|i| literal(book, i, of)).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

/// An expression over the facts of a flow.
pub fn expr(book: &Book, flow: &Flow, expr: &Expr) -> String {
    Writer { book, flow }.expr(expr, None, 0)
}

struct Writer<'a> {
    book: &'a Book,
    flow: &'a Flow,
}

impl<'a> Writer<'a> {
    fn expr(&self, e: &Expr, ty: Option<&Type>, depth: u32) -> String {
        if depth > DEPTH_MAX {
            return "…".to_owned();
        }
        let part = |e: &Expr| self.part(e, None, depth + 1);
        // Between `and` and `or` a comparison needs no brackets.
        let one = |e: &Expr| match e {
            Expr::Compare(..)
            | Expr::Known(_)
            | Expr::Within(..)
            | Expr::On(..)
            | Expr::Contains(..)
            | Expr::Not(_) => self.expr(e, None, depth + 1),
            _ => part(e),
        };
        let list = |es: &[Expr], word: &str| es.iter().map(one).collect::<Vec<_>>().join(word);
        match e {
            Expr::Literal(value) => literal(self.book, value, ty),
            Expr::Now => "now".to_owned(),
            Expr::Fact(f) => {
                self.flow.facts.get(f.index()).map_or_else(|| f.0.to_string(), |f| f.field.name.clone())
            }
            Expr::Setting(s) => {
                self.book.settings.get(s.index()).map_or_else(|| s.0.to_string(), |s| s.name.clone())
            }
            Expr::Not(of) => match &**of {
                Expr::Known(f) => format!("{} is not known", part(&Expr::Fact(*f))),
                of => format!("not {}", part(of)),
            },
            Expr::And(es) => list(es, " and "),
            Expr::Or(es) => list(es, " or "),
            Expr::Compare(op, a, b) => {
                let ty = self.type_of(a).or_else(|| self.type_of(b));
                let word = match op {
                    CompareOp::Is => "is",
                    CompareOp::IsNot => "is not",
                    CompareOp::LessThan => "is less than",
                    CompareOp::MoreThan => "is more than",
                    CompareOp::AtLeast => "is at least",
                    CompareOp::AtMost => "is at most",
                };
                let side = |e: &Expr| match e {
                    Expr::TimeOf(_) | Expr::DateOf(_) | Expr::WeekdayOf(_) | Expr::DayOf(..) => {
                        self.expr(e, ty, depth + 1)
                    }
                    _ => self.part(e, ty, depth + 1),
                };
                format!("{} {word} {}", side(a), side(b))
            }
            Expr::Known(f) => format!("{} is known", part(&Expr::Fact(*f))),
            Expr::Within(of, hours) => {
                format!(
                    "{} is within {}",
                    part(of),
                    self.name(self.book.hours.get(hours.index()), |h| &h.name)
                )
            }
            Expr::On(of, calendar) => {
                let calendar = self.name(self.book.calendars.get(calendar.index()), |c| &c.name);
                format!("{} is on {calendar}", part(of))
            }
            Expr::Contains(all, one) => {
                let of = match self.type_of(all) {
                    Some(Type::List(of)) => Some(of.as_ref()),
                    _ => None,
                };
                format!("{} contains {}", part(all), self.part(one, of, depth + 1))
            }
            Expr::Binary(op, a, b) => {
                let sign = if *op == BinaryOp::Plus { '+' } else { '-' };
                format!("{} {sign} {}", part(a), part(b))
            }
            Expr::TimeOf(of) => format!("time of {}", self.operand(of, depth)),
            Expr::DateOf(of) => format!("date of {}", self.operand(of, depth)),
            Expr::WeekdayOf(of) => format!("weekday of {}", self.operand(of, depth)),
            Expr::DayOf(of, calendar) => {
                let calendar = self.name(self.book.calendars.get(calendar.index()), |c| &c.name);
                format!("day of {} by {calendar}", self.operand(of, depth))
            }
            Expr::Table(table, args) => {
                let takes = self.book.tables.get(table.index()).map_or(&[][..], |t| &t.takes);
                let args = args.iter().enumerate();
                let args: Vec<String> =
                    args.map(|(i, a)| self.expr(a, takes.get(i).map(|f| &f.ty), depth + 1)).collect();
                format!(
                    "{}({})",
                    self.name(self.book.tables.get(table.index()), |t| &t.name),
                    args.join(", ")
                )
            }
        }
    }

    /// A part of an expression: in brackets, unless it is one word anyway.
    fn part(&self, e: &Expr, ty: Option<&Type>, depth: u32) -> String {
        let text = self.expr(e, ty, depth);
        match e {
            Expr::Literal(_) | Expr::Now | Expr::Fact(_) | Expr::Setting(_) | Expr::Table(..) => text,
            _ => format!("({text})"),
        }
    }

    /// What stands behind `time of` and the like: the language wants a name, a moment or a table there.
    fn operand(&self, e: &Expr, depth: u32) -> String {
        self.part(e, None, depth + 1)
    }

    fn type_of(&self, e: &Expr) -> Option<&'a Type> {
        match e {
            Expr::Fact(f) => self.flow.facts.get(f.index()).map(|f| &f.field.ty),
            Expr::Setting(s) => self.book.settings.get(s.index()).map(|s| &s.ty),
            Expr::Table(TableId(t), _) => self.book.tables.get(usize::from(*t))?.gives.as_ref(),
            _ => None,
        }
    }

    #[expect(clippy::unused_self, reason = "reads with its like")]
    fn name<T>(&self, thing: Option<&T>, name: impl Fn(&T) -> &String) -> String {
        thing.map_or_else(String::new, |t| name(t).clone())
    }
}
