//! The data that decides where a case goes: facts of few values that a computed decision reads, exactly; the rest not at all.
//!
//! Numbers are exact between the smallest and the largest that they are compared with, and one step beyond: there they
//! stand for all that are smaller, or larger.

use crate::model::{BinaryOp, CompareOp, EdgeKind, Expr, FactId, Flow, Literal, Type};

/// Widest range of numbers that is followed.
const RANGE_MAX: i64 = 64;
/// Most values of a `one of` that are followed.
const CHOICES_MAX: usize = 32;

/// The value of a tracked fact, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Val {
    /// Not known to the case.
    Unset,
    /// Yes or no.
    YesNo(bool),
    /// Position in a `one of`.
    Choice(u16),
    /// A number; at the ends of the range it stands for all beyond.
    Number(i64),
    /// Known; which value doesn't matter, or is not followed.
    Some,
}

/// Truth, if it can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    Yes,
    No,
    Maybe,
}

impl From<bool> for Truth {
    fn from(b: bool) -> Self {
        if b { Self::Yes } else { Self::No }
    }
}

/// Which facts are tracked.
#[derive(Debug)]
pub(super) struct Tracked {
    /// By fact: its slot among the tracked ones.
    slots: Vec<Option<u16>>,
    /// By slot: the fact.
    pub(super) facts: Vec<FactId>,
    /// Numbers are followed from below the smallest to above the largest that they are compared with.
    range: Option<(i64, i64)>,
}

impl Tracked {
    pub(super) fn of(flow: &Flow) -> Self {
        let mut read = vec![false; flow.facts.len()];
        let mut range: Option<(i64, i64)> = None;
        for edge in flow.graph.edge_weights() {
            if let EdgeKind::When(expr) = &edge.kind {
                super::super::visit::within(expr, &mut |e| match e {
                    Expr::Fact(f) | Expr::Known(f) => {
                        if let Some(r) = read.get_mut(f.index()) {
                            *r = true;
                        }
                    }
                    Expr::Literal(Literal::Number(n)) => {
                        let (lo, hi) = range.unwrap_or((*n, *n));
                        range = Some((lo.min(*n), hi.max(*n)));
                    }
                    _ => {}
                });
            }
        }
        // What is written into facts counts as well: else a loop that counts up from one could not be followed.
        for node in flow.graph.node_weights() {
            let crate::model::NodeKind::Step { changes, .. } = &node.kind else { continue };
            for change in changes {
                let crate::model::Change::Set(fact, expr) = change else { continue };
                if read.get(fact.index()) != Some(&true) {
                    continue;
                }
                super::super::visit::within(expr, &mut |e| {
                    if let (Expr::Literal(Literal::Number(n)), Some((lo, hi))) = (e, range) {
                        range = Some((lo.min(*n), hi.max(*n)));
                    }
                });
            }
        }
        let range = range
            .filter(|(lo, hi)| hi.checked_sub(*lo).is_some_and(|w| w <= RANGE_MAX))
            .and_then(|(lo, hi)| Some((lo.checked_sub(1)?, hi.checked_add(1)?)));
        let mut slots = vec![None; flow.facts.len()];
        let mut facts = Vec::new();
        for (i, _) in read.iter().enumerate().filter(|(_, r)| **r) {
            slots[i] = Some(super::plan::ix(facts.len()));
            facts.push(FactId(super::plan::ix(i)));
        }
        Self { slots, facts, range }
    }

    pub(super) fn slot(&self, fact: FactId) -> Option<usize> {
        self.slots.get(fact.index()).copied().flatten().map(usize::from)
    }

    /// What a fact of this type can be when it is given from outside.
    pub(super) fn values(&self, ty: &Type) -> Vec<Val> {
        match ty {
            Type::YesNo => vec![Val::YesNo(true), Val::YesNo(false)],
            Type::OneOf(choices) if choices.len() <= CHOICES_MAX => {
                (0..choices.len()).map(|c| Val::Choice(super::plan::ix(c))).collect()
            }
            Type::Number => match self.range {
                Some((lo, hi)) => (lo..=hi).map(Val::Number).collect(),
                None => vec![Val::Some],
            },
            _ => vec![Val::Some],
        }
    }

    pub(super) fn literal(&self, literal: &Literal) -> Val {
        match literal {
            Literal::YesNo(b) => Val::YesNo(*b),
            Literal::Choice(c) => Val::Choice(*c),
            Literal::Number(n) => self.number(*n),
            _ => Val::Some,
        }
    }

    fn number(&self, n: i64) -> Val {
        self.range.map_or(Val::Some, |(lo, hi)| Val::Number(n.clamp(lo, hi)))
    }

    /// The value of an expression, as far as it can be told.
    pub(super) fn value(&self, expr: &Expr, facts: &[Val]) -> Val {
        match expr {
            Expr::Literal(literal) => self.literal(literal),
            Expr::Fact(f) => self.slot(*f).and_then(|s| facts.get(s)).copied().unwrap_or(Val::Some),
            Expr::Binary(op, a, b) => match (self.value(a, facts), self.value(b, facts), self.range) {
                (Val::Number(a), Val::Number(b), Some((lo, hi))) => {
                    // At an end of the range it may be any number beyond: only what leads further out stays told.
                    let change = if *op == BinaryOp::Plus { Some(b) } else { b.checked_neg() };
                    let Some(change) = change else { return Val::Some };
                    let vague = |n: i64| n <= lo || n >= hi;
                    if vague(b) || (a >= hi && change < 0) || (a <= lo && change > 0) {
                        return Val::Some;
                    }
                    a.checked_add(change).map_or(Val::Some, |n| self.number(n))
                }
                _ => Val::Some,
            },
            Expr::Not(_)
            | Expr::And(_)
            | Expr::Or(_)
            | Expr::Compare(..)
            | Expr::Known(_)
            | Expr::Within(..)
            | Expr::On(..)
            | Expr::Contains(..) => match self.holds(expr, facts) {
                Truth::Yes => Val::YesNo(true),
                Truth::No => Val::YesNo(false),
                Truth::Maybe => Val::Some,
            },
            _ => Val::Some,
        }
    }

    /// Whether a condition holds.
    pub(super) fn holds(&self, expr: &Expr, facts: &[Val]) -> Truth {
        match expr {
            Expr::Not(x) => match self.holds(x, facts) {
                Truth::Yes => Truth::No,
                Truth::No => Truth::Yes,
                Truth::Maybe => Truth::Maybe,
            },
            Expr::And(parts) => self.all(parts, facts, Truth::No, Truth::Yes),
            Expr::Or(parts) => self.all(parts, facts, Truth::Yes, Truth::No),
            Expr::Known(f) => match self.slot(*f).and_then(|s| facts.get(s)) {
                Some(v) => Truth::from(*v != Val::Unset),
                None => Truth::Maybe,
            },
            Expr::Compare(op, a, b) => self.compare(*op, self.value(a, facts), self.value(b, facts)),
            _ => match self.value_of_yes_no(expr, facts) {
                Val::YesNo(b) => Truth::from(b),
                _ => Truth::Maybe,
            },
        }
    }

    fn value_of_yes_no(&self, expr: &Expr, facts: &[Val]) -> Val {
        match expr {
            Expr::Literal(_) | Expr::Fact(_) => self.value(expr, facts),
            _ => Val::Some,
        }
    }

    fn all(&self, parts: &[Expr], facts: &[Val], decides: Truth, otherwise: Truth) -> Truth {
        let mut out = otherwise;
        for part in parts {
            match self.holds(part, facts) {
                t if t == decides => return decides,
                Truth::Maybe => out = Truth::Maybe,
                _ => {}
            }
        }
        out
    }

    fn compare(&self, op: CompareOp, a: Val, b: Val) -> Truth {
        let order = match (a, b) {
            (Val::YesNo(a), Val::YesNo(b)) => a.cmp(&b),
            (Val::Choice(a), Val::Choice(b)) => a.cmp(&b),
            (Val::Number(a), Val::Number(b)) => {
                // Two that both lie beyond the same end can't be told apart.
                let beyond = |n: i64| self.range.is_some_and(|(lo, hi)| n <= lo || n >= hi);
                if a == b && beyond(a) {
                    return Truth::Maybe;
                }
                a.cmp(&b)
            }
            _ => return Truth::Maybe,
        };
        Truth::from(match op {
            CompareOp::Is => order.is_eq(),
            CompareOp::IsNot => order.is_ne(),
            CompareOp::LessThan => order.is_lt(),
            CompareOp::MoreThan => order.is_gt(),
            CompareOp::AtLeast => order.is_ge(),
            CompareOp::AtMost => order.is_le(),
        })
    }
}
