//! Arrows and what hangs on them: events, lengths of time, targets, words, grounds.

use super::flow::Block;
use super::{Builder, Pair};
use crate::diagnostic::{Code, Finding};
use crate::source::Spanned;
use crate::syntax::parse::Rule;
use crate::syntax::tree::{
    Arrow, ArrowKind, Expr, ExprKind, Ground, KeepClause, LengthClause, Name, SayClause, Target, Text,
};
use crate::words;

impl Builder<'_> {
    pub(super) fn arrow(&mut self, pair: Pair<'_>, within: &Block<'_>) -> Option<Arrow> {
        let at = self.at(&pair);
        let rule = pair.as_rule();
        let (mut name, mut label, mut keeps, mut expr, mut length, mut target) =
            (None, None, Vec::new(), None, None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => name = Some(self.name(&p)),
                Rule::string => label = Some(self.text(&p)),
                Rule::keep => keeps.extend(self.keep(p)),
                Rule::expr => expr = Some(self.expr(p)),
                Rule::length => length = self.length(p),
                Rule::target => target = self.target(p),
                Rule::tell => target = self.tell(p),
                _ => {}
            }
        }
        let when = match rule {
            Rule::then => ArrowKind::Then,
            Rule::silent => ArrowKind::Silent(Box::new(length?)),
            Rule::when if within.what == "stage" => {
                let expr = expr?;
                let event = self.event_of(expr)?;
                ArrowKind::Event { event, keeps }
            }
            Rule::when => ArrowKind::When(expr?),
            Rule::otherwise => ArrowKind::Otherwise,
            Rule::on => ArrowKind::Event { event: name?, keeps },
            Rule::after => ArrowKind::After(Box::new(length?)),
            Rule::at => ArrowKind::At(expr?),
            Rule::within => ArrowKind::Within(Box::new(length?)),
            Rule::failed => ArrowKind::Failed,
            _ => ArrowKind::Named { name: name?, label, keeps },
        };
        Some(Arrow { when, target: target?, grounds: Vec::new(), at })
    }

    /// In a stage, `when X` is about an event.
    pub(super) fn event_of(&mut self, expr: Expr) -> Option<Name> {
        if let ExprKind::Name(name) = expr.kind {
            return Some(Spanned::new(name, expr.at));
        }
        self.say(
            Finding::new(Code::UnexpectedText, expr.at, words!("stage-by-condition"))
                .here(words!("stage-by-condition.here"))
                .mend(words!("stage-by-condition.mend")),
        );
        None
    }

    pub(super) fn keep(&mut self, pair: Pair<'_>) -> Option<KeepClause> {
        let (mut field, mut fact) = (None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => field = Some(self.name(&p)),
                Rule::as_name => fact = self.named(p),
                _ => {}
            }
        }
        Some(KeepClause { field: field?, fact })
    }

    pub(super) fn length(&mut self, pair: Pair<'_>) -> Option<LengthClause> {
        let at = self.at(&pair);
        let (mut of, mut hours) = (None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::duration => of = Some(self.expr(p)),
                Rule::name if of.is_none() => of = Some(self.expr(p)),
                Rule::name => hours = Some(self.name(&p)),
                _ => {}
            }
        }
        Some(LengthClause { of: of?, hours, at })
    }

    pub(super) fn target(&mut self, pair: Pair<'_>) -> Option<Target> {
        let at = self.at(&pair);
        let inner = pair.into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::resume => Target::Resume(self.named(inner)?, at),
            _ => Target::Name(self.name(&inner)),
        })
    }

    pub(super) fn tell(&mut self, pair: Pair<'_>) -> Option<Target> {
        let (mut lane, mut said) = (None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => lane = Some(self.name(&p)),
                Rule::said => said = self.said(p),
                _ => {}
            }
        }
        Some(Target::Tell(lane?, Box::new(said?)))
    }

    pub(super) fn said(&mut self, pair: Pair<'_>) -> Option<SayClause> {
        let at = self.at(&pair);
        let (mut what, mut args) = (None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::name => what = Some(self.name(&p)),
                Rule::args => args = Some(self.args(p)),
                _ => {}
            }
        }
        Some(SayClause { what: what?, args, at })
    }

    /// A ground.
    pub(super) fn ground(&mut self, pair: Pair<'_>) -> Option<Ground> {
        let at = self.at(&pair);
        let rule = pair.as_rule();
        let (mut clause, mut text): (Option<Name>, Option<Text>) = (None, None);
        for p in pair.into_inner() {
            match p.as_rule() {
                Rule::clause_id => clause = Some(self.name(&p)),
                Rule::string => text = Some(self.text(&p)),
                _ => {}
            }
        }
        Some(match rule {
            Rule::cites => Ground::Cites(clause?, text),
            Rule::derived => Ground::Derived(clause?, text),
            Rule::assumed => Ground::Assumed(text?, at),
            _ => return None,
        })
    }
}
