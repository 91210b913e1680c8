//! What pictures say of their own accord, in two languages: answers, lengths of time, conditions, the legend.

use super::Language;
use crate::model::types::WEEKDAYS;
use crate::model::{Book, CompareOp, Expr, Flow, Length, Literal, Type};
use chrono::{DateTime, Duration, NaiveDate};

/// How deep a condition is spelled out; deeper parts are `…`. Keeps the recursion bounded.
const DEPTH_MAX: u32 = 12;

/// Words in one language, with the book and flow that names are looked up in.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) book: &'a Book,
    pub(crate) flow: &'a Flow,
    pub(crate) language: Language,
}

impl Words<'_> {
    /// One of two: Indonesian or English.
    pub(crate) fn pick(&self, id: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Id => id,
            Language::En => en,
        }
    }

    /// `1 menit 30 detik`. Zero is `0 detik`.
    pub(crate) fn duration(&self, ms: i64) -> String {
        let mut rest = ms.unsigned_abs();
        let mut parts = Vec::new();
        let units = [
            (86_400_000, self.pick("hari", "day")),
            (3_600_000, self.pick("jam", "hour")),
            (60_000, self.pick("menit", "minute")),
            (1000, self.pick("detik", "second")),
            (1, "ms"),
        ];
        for (unit, name) in units {
            let n = rest / unit;
            rest %= unit;
            if n > 0 {
                let plural = if self.language == Language::En && n > 1 && unit > 1 { "s" } else { "" };
                parts.push(format!("{n} {name}{plural}"));
            }
        }
        if parts.is_empty() {
            parts.push(format!("0 {}", self.pick("detik", "seconds")));
        }
        let sign = if ms < 0 { "-" } else { "" };
        format!("{sign}{}", parts.join(" "))
    }

    /// A length of time, with its opening hours.
    pub(crate) fn length(&self, length: &Length) -> String {
        let of = self.expr(&length.of);
        match length.hours.and_then(|h| self.book.hours.get(h.index())) {
            Some(hours) => format!("{of} ({})", lower_first(shown(&hours.label, &hours.name))),
            None => of,
        }
    }

    /// A condition or value as people say it.
    pub(crate) fn expr(&self, expr: &Expr) -> String {
        self.expr_at(expr, 0)
    }

    fn expr_at(&self, expr: &Expr, depth: u32) -> String {
        if depth > DEPTH_MAX {
            return "…".to_owned();
        }
        let sub = |e: &Expr| self.expr_at(e, depth + 1);
        let part = |e: &Expr| match e {
            Expr::And(_) | Expr::Or(_) => format!("({})", self.expr_at(e, depth + 1)),
            _ => self.expr_at(e, depth + 1),
        };
        let list =
            |es: &[Expr], word: &str| es.iter().map(part).collect::<Vec<_>>().join(&format!(" {word} "));
        match expr {
            Expr::Literal(l) => self.literal(l, None),
            Expr::Now => self.pick("sekarang", "now").to_owned(),
            Expr::Fact(f) => {
                self.flow.facts.get(f.index()).map_or_else(|| "?".to_owned(), |f| spaced(&f.field.name))
            }
            Expr::Setting(s) => self
                .book
                .settings
                .get(s.index())
                .map_or_else(|| "?".to_owned(), |s| shown(&s.label, &s.name).to_owned()),
            Expr::Not(e) => format!("{} {}", self.pick("tidak", "not"), part(e)),
            Expr::And(es) => list(es, self.pick("dan", "and")),
            Expr::Or(es) => list(es, self.pick("atau", "or")),
            Expr::Compare(op, a, b) => {
                let right = match &**b {
                    Expr::Literal(l) => self.literal(l, self.type_of(a)),
                    e => sub(e),
                };
                format!("{} {} {right}", part(a), self.compare(*op))
            }
            Expr::Known(f) => {
                format!("{} {}", sub(&Expr::Fact(*f)), self.pick("diketahui", "is known"))
            }
            Expr::Within(e, h) => {
                let hours = self.book.hours.get(h.index()).map_or("?", |h| shown(&h.label, &h.name));
                format!("{} {} {}", part(e), self.pick("dalam", "within"), lower_first(hours))
            }
            Expr::On(e, c) => {
                let days = self.book.calendars.get(c.index()).map_or("?", |c| shown(&c.label, &c.name));
                format!("{} {} {}", part(e), self.pick("pada", "on"), lower_first(days))
            }
            Expr::Contains(a, b) => format!("{} {} {}", part(a), self.pick("memuat", "contains"), part(b)),
            Expr::Binary(op, a, b) => {
                let sign = match op {
                    crate::model::BinaryOp::Plus => "+",
                    crate::model::BinaryOp::Minus => "−",
                };
                format!("{} {sign} {}", part(a), part(b))
            }
            Expr::TimeOf(e) => format!("{} {}", self.pick("waktu", "time of"), part(e)),
            Expr::DateOf(e) => format!("{} {}", self.pick("tanggal", "date of"), part(e)),
            Expr::WeekdayOf(e) => format!("{} {}", self.pick("hari", "weekday of"), part(e)),
            Expr::DayOf(e, _) => format!("{} {}", self.pick("jenis hari", "kind of day of"), part(e)),
            Expr::Table(t, _) => self
                .book
                .tables
                .get(t.index())
                .map_or_else(|| "?".to_owned(), |t| shown(&t.label, &t.name).to_owned()),
        }
    }

    fn compare(&self, op: CompareOp) -> &'static str {
        match op {
            CompareOp::Is => self.pick("=", "is"),
            CompareOp::IsNot => self.pick("≠", "is not"),
            CompareOp::LessThan => self.pick("kurang dari", "less than"),
            CompareOp::MoreThan => self.pick("lebih dari", "more than"),
            CompareOp::AtLeast => self.pick("paling sedikit", "at least"),
            CompareOp::AtMost => self.pick("paling banyak", "at most"),
        }
    }

    fn type_of(&self, expr: &Expr) -> Option<&Type> {
        match expr {
            Expr::Fact(f) => self.flow.facts.get(f.index()).map(|f| &f.field.ty),
            Expr::Setting(s) => self.book.settings.get(s.index()).map(|s| &s.ty),
            Expr::Table(t, _) => self.book.tables.get(t.index()).and_then(|t| t.gives.as_ref()),
            _ => None,
        }
    }

    /// A value; a choice needs its type to be read by name.
    pub(crate) fn literal(&self, literal: &Literal, ty: Option<&Type>) -> String {
        match literal {
            Literal::YesNo(true) => self.pick("ya", "yes").to_owned(),
            Literal::YesNo(false) => self.pick("tidak", "no").to_owned(),
            Literal::Text(t) => format!("“{t}”"),
            Literal::Number(n) => n.to_string(),
            Literal::Date(d) => NaiveDate::default()
                .checked_add_signed(Duration::days(i64::from(*d)))
                .map_or_else(|| "?".to_owned(), |d| d.to_string()),
            Literal::Time(ms) => clock(*ms),
            Literal::Moment(ms) => {
                let local = ms.saturating_add(i64::from(self.book.zone.offset_minutes) * 60_000);
                DateTime::from_timestamp_millis(local)
                    .map_or_else(|| "?".to_owned(), |m| m.format("%Y-%m-%d %H:%M").to_string())
            }
            Literal::Duration(ms) => self.duration(*ms),
            Literal::Choice(c) => match ty {
                Some(Type::OneOf(choices)) => choices
                    .get(usize::from(*c))
                    .map_or_else(|| c.to_string(), |c| shown(&c.label, &c.name).to_owned()),
                _ => c.to_string(),
            },
            Literal::Weekday(d) => {
                let id = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];
                let names = match self.language {
                    Language::Id => id,
                    Language::En => WEEKDAYS,
                };
                names.get(usize::from(*d)).copied().unwrap_or("?").to_owned()
            }
            Literal::DayKind(k) => {
                use crate::model::DayKind::{Holiday, LongWeekend, Weekend, Workday};
                match k {
                    Workday => self.pick("hari kerja", "workday"),
                    Holiday => self.pick("hari libur", "holiday"),
                    Weekend => self.pick("akhir pekan", "weekend"),
                    LongWeekend => self.pick("libur panjang", "long weekend"),
                }
                .to_owned()
            }
            Literal::List(ls) => ls.iter().map(|l| self.scalar(l)).collect::<Vec<_>>().join(", "),
        }
    }

    /// Lists of lists are not written out: no recursion on them.
    fn scalar(&self, literal: &Literal) -> String {
        match literal {
            Literal::List(_) => "[…]".to_owned(),
            l => self.literal(l, None),
        }
    }
}

/// `06.00`, as times are written in Indonesia.
pub(crate) fn clock(ms: u32) -> String {
    format!("{:02}.{:02}", ms / 3_600_000, ms / 60_000 % 60)
}

/// The label, or the name where there is none.
pub(crate) fn shown<'t>(label: &'t str, name: &'t str) -> &'t str {
    if label.trim().is_empty() { name } else { label }
}

/// A name as words.
pub(crate) fn spaced(name: &str) -> String {
    name.replace('_', " ")
}

/// A label in the middle of a sentence: small first letter, unless it is an abbreviation.
pub(crate) fn lower_first(label: &str) -> String {
    let mut chars = label.chars();
    let Some(first) = chars.next() else { return String::new() };
    let rest = chars.as_str();
    if rest.chars().next().is_some_and(char::is_uppercase) {
        return label.to_owned();
    }
    first.to_lowercase().chain(rest.chars()).collect()
}
