//! Expressions.

use super::{Builder, Pair};
use crate::diagnostic::{Code, Finding};
use crate::model::{BinaryOp, CompareOp};
use crate::source::{Span, limits};
use crate::syntax::parse::Rule;
use crate::syntax::tree::{Expr, ExprKind, Name};
use crate::words;

impl Builder<'_> {
    /// Any rule that stands for an expression.
    pub(super) fn expr(&mut self, pair: Pair<'_>) -> Expr {
        let at = self.at(&pair);
        let kind = match pair.as_rule() {
            Rule::expr => return self.joined(pair, ExprKind::Or),
            Rule::conjunction => return self.joined(pair, ExprKind::And),
            Rule::negation => return self.negation(pair),
            Rule::comparison => return self.comparison(pair),
            Rule::sum => return self.sum(pair),
            Rule::atom | Rule::operand => match pair.into_inner().next() {
                Some(inner) => return self.expr(inner),
                None => ExprKind::Now,
            },
            Rule::paren => match pair.into_inner().next() {
                Some(inner) => return Expr { at, ..self.expr(inner) },
                None => ExprKind::Now,
            },
            Rule::moment => {
                let mut inner = pair.into_inner();
                match (inner.next(), inner.next()) {
                    (Some(d), Some(t)) => ExprKind::Moment(self.date(&d).value, self.time(&t).value),
                    _ => ExprKind::Now,
                }
            }
            Rule::date => ExprKind::Date(self.date(&pair).value),
            Rule::time => ExprKind::Time(self.time(&pair).value),
            Rule::duration => ExprKind::Duration(self.duration(&pair).value),
            Rule::number => ExprKind::Number(self.number(&pair).value),
            Rule::string => ExprKind::Text(self.text(&pair).value),
            Rule::list => ExprKind::List(pair.into_inner().map(|p| self.expr(p)).collect()),
            Rule::time_of => ExprKind::TimeOf(Box::new(self.operand(pair))),
            Rule::date_of => ExprKind::DateOf(Box::new(self.operand(pair))),
            Rule::weekday_of => ExprKind::WeekdayOf(Box::new(self.operand(pair))),
            Rule::day_of => {
                let calendar = pair.into_inner().filter(|p| p.as_rule() == Rule::name).last();
                let calendar = calendar.map_or_else(|| Name::missing(at), |p| self.name(&p));
                ExprKind::DayOf(Box::new(self.operand(pair)), calendar)
            }
            Rule::table_call => {
                let mut name = Name::missing(at);
                let mut args = Vec::new();
                for p in pair.into_inner() {
                    match p.as_rule() {
                        Rule::name => name = self.name(&p),
                        _ => args = self.args(p),
                    }
                }
                ExprKind::Call(name, args)
            }
            _ if pair.as_str() == "now" => ExprKind::Now,
            _ => ExprKind::Name(pair.as_str().into()),
        };
        Expr { kind, at }
    }

    /// `( a, b )`
    pub(super) fn args(&mut self, pair: Pair<'_>) -> Vec<Expr> {
        pair.into_inner().filter(|p| p.as_rule() == Rule::expr).map(|p| self.expr(p)).collect()
    }

    fn operand(&mut self, pair: Pair<'_>) -> Expr {
        let at = self.at(&pair);
        let atom = pair.into_inner().find(|p| p.as_rule() == Rule::operand);
        atom.map_or(Expr { kind: ExprKind::Now, at }, |p| self.expr(p))
    }

    fn joined(&mut self, pair: Pair<'_>, join: fn(Vec<Expr>) -> ExprKind) -> Expr {
        let at = self.at(&pair);
        let mut parts = pair.into_inner().filter(|p| !matches!(p.as_rule(), Rule::kw_or | Rule::kw_and));
        let Some(first) = parts.next().map(|p| self.expr(p)) else { return Expr { kind: ExprKind::Now, at } };
        // Nearly all are alone.
        let Some(second) = parts.next().map(|p| self.expr(p)) else { return first };
        let mut all = vec![first, second];
        all.extend(parts.map(|p| self.expr(p)));
        Expr { kind: join(all), at }
    }

    fn negation(&mut self, pair: Pair<'_>) -> Expr {
        let at = self.at(&pair);
        let mut nots = 0usize;
        let mut inner = Expr { kind: ExprKind::Now, at };
        for p in pair.into_inner() {
            if p.as_rule() == Rule::kw_not {
                nots += 1;
            } else {
                inner = self.expr(p);
            }
        }
        // Two take each other away; so a thousand don't nest.
        if nots % 2 == 1 { Expr { kind: ExprKind::Not(Box::new(inner)), at } } else { inner }
    }

    fn comparison(&mut self, pair: Pair<'_>) -> Expr {
        let at = self.at(&pair);
        let mut inner = pair.into_inner();
        let left = match inner.next() {
            Some(p) => self.expr(p),
            None => return Expr { kind: ExprKind::Now, at },
        };
        match inner.next() {
            Some(tail) => Expr { kind: self.tail(Box::new(left), tail, at), at },
            None => left,
        }
    }

    fn tail(&mut self, left: Box<Expr>, tail: Pair<'_>, at: Span) -> ExprKind {
        let rule = tail.as_rule();
        let negated = tail.into_inner().any(|p| p.as_rule() == Rule::kw_not);
        let name = tail.into_inner().find(|p| p.as_rule() == Rule::name).map(|p| self.name(&p));
        let name = || name.unwrap_or_else(|| Name::missing(at));
        let compare = match rule {
            Rule::is_known => return ExprKind::Known(left, !negated),
            Rule::is_within => return ExprKind::Within(left, name()),
            Rule::is_on => return ExprKind::On(left, name()),
            Rule::less_than => Some(CompareOp::LessThan),
            Rule::more_than => Some(CompareOp::MoreThan),
            Rule::at_least => Some(CompareOp::AtLeast),
            Rule::at_most => Some(CompareOp::AtMost),
            Rule::is_not => Some(CompareOp::IsNot),
            Rule::is => Some(CompareOp::Is),
            _ => None,
        };
        let right = tail.into_inner().find(|p| p.as_rule() == Rule::sum);
        let right = Box::new(right.map_or(Expr { kind: ExprKind::Now, at }, |p| self.expr(p)));
        match compare {
            Some(op) => ExprKind::Compare(op, left, right),
            None => ExprKind::Contains(left, right),
        }
    }

    fn sum(&mut self, pair: Pair<'_>) -> Expr {
        let at = self.at(&pair);
        // Sums nest to the left; a bound keeps everything that walks over them from running out of stack.
        if pair.into_inner().count() > 2 * limits::NESTING_MAX {
            self.say(
                Finding::new(Code::NestingTooDeep, at, words!("sum-too-long", most = limits::NESTING_MAX))
                    .here(words!("sum-too-long.here"))
                    .mend(words!("sum-too-long.mend")),
            );
            return Expr { kind: ExprKind::Number(0), at };
        }
        let mut out: Option<Expr> = None;
        let mut op = BinaryOp::Plus;
        for p in pair.into_inner() {
            if p.as_rule() == Rule::operator {
                op = if p.as_str().starts_with('-') { BinaryOp::Minus } else { BinaryOp::Plus };
                continue;
            }
            let right = self.expr(p);
            out = Some(match out {
                None => right,
                Some(left) => {
                    let at = left.at.to(right.at);
                    Expr { kind: ExprKind::Binary(op, Box::new(left), Box::new(right)), at }
                }
            });
        }
        out.unwrap_or(Expr { kind: ExprKind::Now, at })
    }
}
