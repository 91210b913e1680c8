//! Types: from the tree, by name, and whether one fits another.

use super::Resolver;
use super::index::{Index, SHORT};
use super::names::twice;
use crate::diagnostic::{Code, Finding, Words, names};
use crate::model::{Choice, Field, Type};
use crate::source::{Span, limits};
use crate::syntax::tree;
use crate::words;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A type in words for the user.
pub(crate) fn describe(ty: &Type) -> Words {
    match ty {
        Type::YesNo => words!("type-yes-no"),
        Type::Text => words!("type-text"),
        Type::Number => words!("type-number"),
        Type::Date => words!("type-date"),
        Type::Time => words!("type-time"),
        Type::Moment => words!("type-moment"),
        Type::Duration => words!("type-duration"),
        Type::OneOf(choices) => {
            words!("type-one-of", choices = names(choices.iter().map(|c| c.name.as_str())))
        }
        Type::Weekday => words!("type-weekday"),
        Type::DayKind => words!("type-day-kind"),
        Type::List(of) => words!("type-list", of = parts(of)),
    }
}

/// What a list is made of.
fn parts(of: &Type) -> Words {
    match of {
        Type::Text => words!("type-text.bare"),
        Type::Number => words!("type-number.bare"),
        Type::Date => words!("type-date.bare"),
        Type::Time => words!("type-time.bare"),
        Type::Moment => words!("type-moment.bare"),
        Type::Duration => words!("type-duration.bare"),
        other => describe(other),
    }
}

/// How a value of a type is written.
pub(super) fn mend(wanted: &Type) -> Words {
    match wanted {
        Type::YesNo => words!("type-yes-no.mend"),
        Type::Text => words!("type-text.mend"),
        Type::Number => words!("type-number.mend"),
        Type::Date => words!("type-date.mend"),
        Type::Time => words!("type-time.mend"),
        Type::Moment => words!("type-moment.mend"),
        Type::Duration => words!("type-duration.mend"),
        Type::OneOf(_) => words!("type-one-of.mend"),
        Type::Weekday => words!("type-weekday.mend"),
        Type::DayKind => words!("type-day-kind.mend"),
        Type::List(_) => words!("type-list.mend"),
    }
}

/// Can a value of one type stand where the other is wanted? Choices fit by their names.
pub(super) fn fits(found: &Type, wanted: &Type) -> bool {
    match (found, wanted) {
        (Type::OneOf(a), Type::OneOf(b)) => {
            Arc::ptr_eq(a, b) || a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.name == b.name)
        }
        (Type::List(a), Type::List(b)) => fits(a, b),
        _ => found == wanted,
    }
}

impl Resolver<'_> {
    /// A type of the tree.
    pub(super) fn ty(&mut self, ty: &tree::Type) -> Type {
        match ty {
            tree::Type::YesNo => Type::YesNo,
            tree::Type::Text => Type::Text,
            tree::Type::Number => Type::Number,
            tree::Type::Date => Type::Date,
            tree::Type::Time => Type::Time,
            tree::Type::Moment => Type::Moment,
            tree::Type::Duration => Type::Duration,
            tree::Type::List(of) => Type::List(Box::new(self.ty(&of.value))),
            tree::Type::OneOf(choices) => {
                if let Some((name, _)) = choices.get(limits::INDEX_MAX) {
                    self.say(
                        Finding::new(
                            Code::FileTooBig,
                            name.at,
                            words!("too-many-choices", most = limits::INDEX_MAX),
                        )
                        .here(words!("too-many-choices.here"))
                        .mend(words!("too-many-choices.mend")),
                    );
                }
                let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
                for (name, _) in choices {
                    if let Some(first) = seen.insert(&name.value, name.at) {
                        self.say(twice(words!("kind-choice"), name, first));
                    }
                }
                Type::OneOf(
                    choices
                        .iter()
                        .map(|(name, label)| Choice {
                            name: name.owned(),
                            label: label.as_ref().map(|l| l.value.clone()).unwrap_or_default(),
                        })
                        .collect(),
                )
            }
        }
    }

    /// Where a name stands among choices.
    pub(super) fn choice(&mut self, choices: &Arc<[Choice]>, name: &str) -> Option<usize> {
        let of = |i: usize| choices[i].name.as_str();
        if choices.len() <= SHORT {
            return (0..choices.len()).find(|i| of(*i) == name);
        }
        let make = || (Arc::clone(choices), Index::new(choices.len(), of));
        let (_, index) = self.choices.entry(choices.as_ptr().addr()).or_insert_with(make);
        index.find(name, choices.len(), of)
    }

    /// Fields, each name once.
    pub(super) fn fields<'t>(
        &mut self,
        fields: impl IntoIterator<Item = &'t tree::Field>,
        what: fn() -> Words,
    ) -> Vec<Field> {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut out = Vec::new();
        for f in fields {
            if let Some(first) = seen.get(f.name.value.as_str()) {
                self.say(twice(what(), &f.name, *first));
                continue;
            }
            seen.insert(&f.name.value, f.name.at);
            out.push(Field { name: f.name.owned(), ty: self.ty(&f.ty.value), at: f.name.at });
        }
        out
    }

    /// Reports a value of the wrong type.
    pub(super) fn wrong_type(&mut self, at: Span, wanted: Words, found: Words, mend: Words) {
        let here = words!("wrong-type.here", found = found.clone());
        self.say(
            Finding::new(Code::WrongType, at, words!("wrong-type", wanted = wanted, found = found))
                .here(here)
                .mend(mend),
        );
    }
}
