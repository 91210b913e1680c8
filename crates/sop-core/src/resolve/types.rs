//! Types: from the tree, by name, and whether one fits another.

use super::Resolver;
use super::names::twice;
use crate::diagnostic::{Code, Finding};
use crate::model::{Choice, Field, Type};
use crate::source::Span;
use crate::syntax::tree;
use std::collections::BTreeMap;

/// A type in words for the user.
pub(crate) fn describe(ty: &Type) -> String {
    match ty {
        Type::YesNo => "yes or no".to_owned(),
        Type::Text => "a text".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::Date => "a date".to_owned(),
        Type::Time => "a time of day".to_owned(),
        Type::Moment => "a moment".to_owned(),
        Type::Duration => "a length of time".to_owned(),
        Type::OneOf(choices) => {
            format!("one of {{{}}}", choices.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", "))
        }
        Type::Weekday => "a day of the week".to_owned(),
        Type::DayKind => "a kind of day".to_owned(),
        Type::List(of) => format!("a list of {}", describe(of).trim_start_matches("a ")),
    }
}

/// Can a value of one type stand where the other is wanted? Choices fit by their names.
pub(super) fn fits(found: &Type, wanted: &Type) -> bool {
    match (found, wanted) {
        (Type::OneOf(a), Type::OneOf(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.name == b.name)
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
                let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
                for (name, _) in choices {
                    if let Some(first) = seen.insert(&name.value, name.at) {
                        self.say(twice("choice", name, first));
                    }
                }
                Type::OneOf(
                    choices
                        .iter()
                        .map(|(name, label)| Choice {
                            name: name.value.clone(),
                            label: label.as_ref().map(|l| l.value.clone()).unwrap_or_default(),
                        })
                        .collect(),
                )
            }
        }
    }

    /// Fields, each name once.
    pub(super) fn fields<'t>(
        &mut self,
        fields: impl IntoIterator<Item = &'t tree::Field>,
        what: &str,
    ) -> Vec<Field> {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut out = Vec::new();
        for f in fields {
            if let Some(first) = seen.get(f.name.value.as_str()) {
                self.say(twice(what, &f.name, *first));
                continue;
            }
            seen.insert(&f.name.value, f.name.at);
            out.push(Field { name: f.name.value.clone(), ty: self.ty(&f.ty.value), at: f.name.at });
        }
        out
    }

    /// Reports a value of the wrong type.
    pub(super) fn wrong_type(
        &mut self,
        at: Span,
        wanted: &str,
        found: &str,
        mend: impl Into<crate::diagnostic::Words>,
    ) {
        self.say(
            Finding::new(Code::WrongType, at, format!("{wanted} is needed here, this is {found}"))
                .here(format!("this is {found}"))
                .mend(mend),
        );
    }
}
