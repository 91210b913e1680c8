//! Expressions: names resolved, types checked.

use super::Resolver;
use super::document::date;
use super::index::{self, Fields};
use super::names::Kind;
use super::types::{self, describe, fits};
use crate::diagnostic::{Code, Finding, names};
use crate::model::{
    BinaryOp, CalendarId, CompareOp, DayKind, Expr, FactId, Field, HoursId, Literal, SettingId, TableId,
    Type, types::WEEKDAYS,
};
use crate::source::{FileId, Span, Spanned};
use crate::syntax::recover::nearest;
use crate::syntax::tree::{self, ExprKind};
use crate::words;
use chrono::NaiveDate;
use std::sync::Arc;

/// What names mean where an expression stands: facts of a flow, or parameters of a table, by position.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'s> {
    /// The facts.
    pub(super) facts: &'s Fields,
    /// The file in which the expression stands.
    pub(super) file: FileId,
    /// What the facts are.
    pub(super) of: ScopeOf,
}

/// What names mean facts of.
#[derive(Clone, Copy, Debug)]
pub(super) enum ScopeOf {
    /// A flow's facts.
    Flow,
    /// A table's parameters.
    Table,
}

/// A scope without facts.
pub(super) fn nothing(file: FileId) -> Scope<'static> {
    Scope { facts: &index::NONE, file, of: ScopeOf::Flow }
}

type Typed = Option<(Expr, Type)>;

impl Resolver<'_> {
    /// An expression of a wanted type.
    pub(super) fn expr(&mut self, e: &tree::Expr, scope: Scope<'_>, wanted: &Type) -> Option<Expr> {
        let (expr, found) = self.typed(e, scope, Some(wanted))?;
        if fits(&found, wanted) {
            return Some(expr);
        }
        self.wrong_type(e.at, describe(wanted), describe(&found), types::mend(wanted));
        None
    }

    /// A written value of a type: no facts, no settings, nothing computed.
    pub(super) fn literal(&mut self, e: &tree::Expr, wanted: &Type) -> Option<Literal> {
        match self.expr(e, nothing(e.at.file), wanted)? {
            Expr::Literal(literal) => Some(literal),
            _ => {
                self.wrong_type(
                    e.at,
                    words!("want-written"),
                    words!("want-written.found"),
                    words!("want-written.mend"),
                );
                None
            }
        }
    }

    /// An expression with its type; `hint` is what is wanted, to tell what a bare name means.
    pub(super) fn typed(&mut self, e: &tree::Expr, scope: Scope<'_>, hint: Option<&Type>) -> Typed {
        let literal = |l, ty| Some((Expr::Literal(l), ty));
        match &e.kind {
            ExprKind::Name(name) => self.name(name, e.at, scope, hint),
            ExprKind::Text(t) => literal(Literal::Text(t.clone()), Type::Text),
            ExprKind::Number(n) => literal(Literal::Number(*n), Type::Number),
            ExprKind::Date(d) => literal(Literal::Date(days(*d)), Type::Date),
            ExprKind::Time(t) => literal(Literal::Time(*t), Type::Time),
            ExprKind::Moment(d, t) => {
                let local = i64::from(days(*d)) * 86_400_000 + i64::from(*t);
                let utc = local - i64::from(self.book.zone.offset_minutes) * 60_000;
                literal(Literal::Moment(utc), Type::Moment)
            }
            ExprKind::Duration(d) => literal(Literal::Duration(*d), Type::Duration),
            ExprKind::List(items) => self.list(items, e.at, scope, hint),
            ExprKind::Now => Some((Expr::Now, Type::Moment)),
            ExprKind::Not(x) => {
                let x = self.expr(x, scope, &Type::YesNo)?;
                Some((Expr::Not(Box::new(x)), Type::YesNo))
            }
            ExprKind::And(parts) => Some((Expr::And(self.all(parts, scope)?), Type::YesNo)),
            ExprKind::Or(parts) => Some((Expr::Or(self.all(parts, scope)?), Type::YesNo)),
            ExprKind::Compare(op, a, b) => self.compare(*op, a, b, scope),
            ExprKind::Known(x, known) => self.known(x, *known, scope),
            ExprKind::Within(x, hours) => {
                let x = self.expr(x, scope, &Type::Moment);
                let hours = self.look_up(Kind::Hours, hours).map(HoursId);
                Some((Expr::Within(Box::new(x?), hours?), Type::YesNo))
            }
            ExprKind::On(x, calendar) => {
                let x = self.day(x, scope);
                let calendar = self.look_up(Kind::Calendar, calendar).map(CalendarId);
                Some((Expr::On(Box::new(x?), calendar?), Type::YesNo))
            }
            ExprKind::Contains(list, x) => self.contains(list, x, scope),
            ExprKind::Binary(op, a, b) => self.binary(*op, a, b, e.at, scope),
            ExprKind::TimeOf(x) => {
                Some((Expr::TimeOf(Box::new(self.expr(x, scope, &Type::Moment)?)), Type::Time))
            }
            ExprKind::DateOf(x) => {
                Some((Expr::DateOf(Box::new(self.expr(x, scope, &Type::Moment)?)), Type::Date))
            }
            ExprKind::WeekdayOf(x) => Some((Expr::WeekdayOf(Box::new(self.day(x, scope)?)), Type::Weekday)),
            ExprKind::DayOf(x, calendar) => {
                let x = self.day(x, scope);
                let calendar = self.look_up(Kind::Calendar, calendar).map(CalendarId);
                Some((Expr::DayOf(Box::new(x?), calendar?), Type::DayKind))
            }
            ExprKind::Call(table, args) => self.table_call(table, args, e.at, scope),
        }
    }

    fn all(&mut self, parts: &[tree::Expr], scope: Scope<'_>) -> Option<Vec<Expr>> {
        let parts: Vec<Option<Expr>> = parts.iter().map(|p| self.expr(p, scope, &Type::YesNo)).collect();
        parts.into_iter().collect()
    }

    /// A moment or a date: anything that has a day.
    fn day(&mut self, e: &tree::Expr, scope: Scope<'_>) -> Option<Expr> {
        let (expr, found) = self.typed(e, scope, Some(&Type::Moment))?;
        if matches!(found, Type::Moment | Type::Date) {
            return Some(expr);
        }
        self.wrong_type(e.at, words!("want-day"), describe(&found), words!("want-day.mend"));
        None
    }

    /// What a bare name means: a fact, a setting, or a value of the wanted type.
    fn name(&mut self, name: &str, at: Span, scope: Scope<'_>, hint: Option<&Type>) -> Typed {
        if let Some(i) = scope.facts.find(name) {
            return Some((Expr::Fact(FactId(u16::try_from(i).ok()?)), scope.facts[i].ty.clone()));
        }
        match (name, hint) {
            ("yes" | "no", _) => return Some((Expr::Literal(Literal::YesNo(name == "yes")), Type::YesNo)),
            (_, Some(Type::OneOf(choices))) => {
                if let Some(i) = self.choice(choices, name) {
                    let ty = Type::OneOf(Arc::clone(choices));
                    return Some((Expr::Literal(Literal::Choice(u16::try_from(i).ok()?)), ty));
                }
            }
            (_, Some(Type::DayKind)) => {
                if let Some(kind) = DayKind::ALL.into_iter().find(|k| k.name() == name) {
                    return Some((Expr::Literal(Literal::DayKind(kind)), Type::DayKind));
                }
            }
            (_, Some(Type::Weekday)) => {
                if let Some(day) = WEEKDAYS.iter().position(|d| *d == name) {
                    return Some((Expr::Literal(Literal::Weekday(u8::try_from(day).ok()?)), Type::Weekday));
                }
            }
            _ => {}
        }
        if self.peek(Kind::Setting, name, scope.file).is_some() {
            let id = self.look_up(Kind::Setting, &Spanned::new(name.into(), at))?;
            let ty = self.book.settings.get(usize::from(id))?.ty.clone();
            return Some((Expr::Setting(SettingId(id)), ty));
        }
        self.unknown_fact(name, at, scope, hint);
        None
    }

    fn unknown_fact(&mut self, name: &str, at: Span, scope: Scope<'_>, hint: Option<&Type>) {
        if self.names.is_lost(name) || self.is_full() {
            return;
        }
        let facts = scope.facts.iter().map(|f| f.name.as_str());
        let choices: Vec<&str> = match hint {
            Some(Type::OneOf(choices)) => choices.iter().map(|c| c.name.as_str()).collect(),
            Some(Type::DayKind) => DayKind::ALL.iter().map(|k| k.name()).collect(),
            Some(Type::Weekday) => WEEKDAYS.to_vec(),
            _ => Vec::new(),
        };
        let near = nearest(name, facts.chain(choices.iter().copied()));
        let mend = match (near, choices.is_empty()) {
            (Some(near), _) => words!("did-you-mean", near = near),
            (None, false) => words!("use-one-of", names = names(choices)),
            (None, true) => match scope.of {
                ScopeOf::Flow => words!("unknown-fact-or-setting.mend", name = name),
                ScopeOf::Table => words!("unknown-parameter-or-setting.mend"),
            },
        };
        let message = match scope.of {
            ScopeOf::Flow => words!("unknown-fact-or-setting", name = name),
            ScopeOf::Table => words!("unknown-parameter-or-setting", name = name),
        };
        self.say(Finding::new(Code::UnknownName, at, message).here(words!("not-known-here")).mend(mend));
    }

    fn list(&mut self, items: &[tree::Expr], at: Span, scope: Scope<'_>, hint: Option<&Type>) -> Typed {
        let hint = if let Some(Type::List(of)) = hint { Some(of.as_ref()) } else { None };
        let mut of = hint.cloned();
        let mut literals = Vec::new();
        for item in items {
            let (expr, ty) = self.typed(item, scope, of.as_ref())?;
            let wanted = of.get_or_insert_with(|| ty.clone());
            if !fits(&ty, wanted) {
                let wanted = describe(wanted);
                self.wrong_type(item.at, wanted, describe(&ty), words!("one-type-in-list"));
                return None;
            }
            let Expr::Literal(literal) = expr else {
                self.wrong_type(
                    item.at,
                    words!("want-written"),
                    words!("want-written.found"),
                    words!("want-written.mend-add"),
                );
                return None;
            };
            literals.push(literal);
        }
        let Some(of) = of else {
            self.wrong_type(
                at,
                words!("want-list-type"),
                words!("want-list-type.found"),
                words!("want-list-type.mend"),
            );
            return None;
        };
        Some((Expr::Literal(Literal::List(literals)), Type::List(Box::new(of))))
    }

    fn known(&mut self, x: &tree::Expr, known: bool, scope: Scope<'_>) -> Typed {
        let Some((Expr::Fact(fact), _)) = self.typed(x, scope, None) else {
            if !matches!(x.kind, ExprKind::Name(_)) {
                self.wrong_type(
                    x.at,
                    words!("want-fact-name"),
                    words!("something-else"),
                    words!("want-fact-name.mend"),
                );
            }
            return None;
        };
        let known_expr = Expr::Known(fact);
        Some((if known { known_expr } else { Expr::Not(Box::new(known_expr)) }, Type::YesNo))
    }

    /// Is this a bare name that only the other side can give a meaning?
    fn needs_hint(&self, e: &tree::Expr, scope: Scope<'_>) -> bool {
        let ExprKind::Name(name) = &e.kind else { return false };
        scope.facts.find(name).is_none() && self.peek(Kind::Setting, name, scope.file).is_none()
    }

    fn compare(&mut self, op: CompareOp, a: &tree::Expr, b: &tree::Expr, scope: Scope<'_>) -> Typed {
        let (left, right, ty, found, found_at);
        if self.needs_hint(a, scope) && !self.needs_hint(b, scope) {
            let (r, t) = self.typed(b, scope, None)?;
            let (l, f) = self.typed(a, scope, Some(&t))?;
            (left, right, ty, found, found_at) = (l, r, t, f, a.at);
        } else {
            let (l, t) = self.typed(a, scope, None)?;
            let (r, f) = self.typed(b, scope, Some(&t))?;
            (left, right, ty, found, found_at) = (l, r, t, f, b.at);
        }
        if !fits(&found, &ty) {
            self.wrong_type(found_at, describe(&ty), describe(&found), words!("compare-one-type"));
            return None;
        }
        let ordered = matches!(ty, Type::Number | Type::Date | Type::Time | Type::Moment | Type::Duration);
        if !ordered && !matches!(op, CompareOp::Is | CompareOp::IsNot) {
            self.wrong_type(a.at, words!("want-order"), describe(&ty), words!("want-order.mend"));
            return None;
        }
        Some((Expr::Compare(op, Box::new(left), Box::new(right)), Type::YesNo))
    }

    fn contains(&mut self, list: &tree::Expr, x: &tree::Expr, scope: Scope<'_>) -> Typed {
        let (l, ty) = self.typed(list, scope, None)?;
        let Type::List(of) = ty else {
            self.wrong_type(list.at, words!("want-list"), describe(&ty), words!("want-list.mend-compare"));
            return None;
        };
        let x = self.expr(x, scope, &of)?;
        Some((Expr::Contains(Box::new(l), Box::new(x)), Type::YesNo))
    }

    fn binary(&mut self, op: BinaryOp, a: &tree::Expr, b: &tree::Expr, at: Span, scope: Scope<'_>) -> Typed {
        let left = self.typed(a, scope, None);
        let right = self.typed(b, scope, None);
        let ((left, l), (right, r)) = (left?, right?);
        let ty = match (op, &l, &r) {
            (_, Type::Number, Type::Number) => Type::Number,
            (_, Type::Duration, Type::Duration) | (BinaryOp::Minus, Type::Moment, Type::Moment) => {
                Type::Duration
            }
            (_, Type::Moment, Type::Duration) => Type::Moment,
            _ => {
                self.wrong_type(
                    at,
                    words!("want-countable"),
                    words!("want-countable.found", left = describe(&l), right = describe(&r)),
                    words!("want-countable.mend"),
                );
                return None;
            }
        };
        Some((Expr::Binary(op, Box::new(left), Box::new(right)), ty))
    }

    fn table_call(&mut self, table: &tree::Name, args: &[tree::Expr], at: Span, scope: Scope<'_>) -> Typed {
        let id = self.look_up(Kind::Table, table)?;
        let t = self.book.tables.get(usize::from(id))?;
        let (takes, gives) = (t.takes.clone(), t.gives.clone());
        let args = self.args(Some(args), &takes, &table.value, at, scope);
        let Some(gives) = gives else {
            self.wrong_type(
                at,
                words!("want-value"),
                words!("want-message"),
                words!("want-value.mend", table = &table.value),
            );
            return None;
        };
        Some((Expr::Table(TableId(id), args?), gives))
    }

    /// Arguments for parameters: by position, or, where none are written, the facts of the parameters' names.
    pub(super) fn args(
        &mut self,
        args: Option<&[tree::Expr]>,
        takes: &[Field],
        callee: &str,
        at: Span,
        scope: Scope<'_>,
    ) -> Option<Vec<Expr>> {
        let Some(args) = args else { return self.implied_args(takes, callee, at, scope) };
        if args.len() != takes.len() {
            let call = written(callee, takes, scope);
            self.say(
                Finding::new(
                    Code::WrongArguments,
                    at,
                    words!("wrong-arguments", callee = callee, wanted = takes.len(), given = args.len()),
                )
                .here(words!("wrong-arguments.here"))
                .mend(words!("wrong-arguments.mend", call = call)),
            );
            return None;
        }
        let resolved: Vec<Option<Expr>> =
            args.iter().zip(takes).map(|(a, f)| self.expr(a, scope, &f.ty)).collect();
        resolved.into_iter().collect()
    }

    fn implied_args(
        &mut self,
        takes: &[Field],
        callee: &str,
        at: Span,
        scope: Scope<'_>,
    ) -> Option<Vec<Expr>> {
        let mut out = Vec::new();
        for f in takes {
            let found = scope.facts.find(&f.name);
            let Some(i) = found else {
                let kind = match scope.of {
                    ScopeOf::Flow => words!("kind-fact"),
                    ScopeOf::Table => words!("kind-parameter"),
                };
                self.say(
                    Finding::new(
                        Code::WrongArguments,
                        at,
                        words!("missing-argument", callee = callee, parameter = &f.name, kind = kind),
                    )
                    .here(words!("missing-argument.here"))
                    .mend(words!("missing-argument.mend", call = written(callee, takes, scope))),
                );
                return None;
            };
            if !fits(&scope.facts[i].ty, &f.ty) {
                let (wanted, is) = (describe(&f.ty), describe(&scope.facts[i].ty));
                self.wrong_type(
                    at,
                    words!("want-for-parameter", parameter = &f.name, type = wanted),
                    is,
                    words!("want-for-parameter.mend", callee = callee),
                );
                return None;
            }
            out.push(Expr::Fact(FactId(u16::try_from(i).ok()?)));
        }
        Some(out)
    }
}

fn days(d: tree::Date) -> i32 {
    i32::try_from(date(d).signed_duration_since(NaiveDate::default()).num_days()).unwrap_or_default()
}

/// A call with the names of its parameters: `closing(at)`.
fn written(callee: &str, takes: &[Field], scope: Scope<'_>) -> String {
    let known = |f: &Field| scope.facts.find(&f.name).is_some();
    // A moment that the flow doesn't know is nearly always the one at which it is asked.
    let value = |f: &Field| if f.ty == Type::Moment && !known(f) { "now" } else { &f.name }.to_owned();
    let list: Vec<String> = takes.iter().map(value).collect();
    format!("{callee}({})", list.join(", "))
}
