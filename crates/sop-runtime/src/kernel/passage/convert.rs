//! Values that go from one type to another: choices by their names, all else as it is.

use crate::value::{VALUE_DEPTH_MAX, Value};
use sop_core::model::Type;

/// How values of one type become values of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Convert {
    /// As they are.
    Same,
    /// Choices by number, where they have gone; `None` for a choice that is gone.
    Choices(Box<[Option<u16>]>),
    /// Each of a list.
    Each(Box<Convert>),
    /// Not at all.
    Never,
}

impl Convert {
    pub(super) fn between(old: &Type, new: &Type) -> Self {
        Self::at(old, new, 0)
    }

    fn at(old: &Type, new: &Type, depth: usize) -> Self {
        match (old, new) {
            _ if depth > VALUE_DEPTH_MAX => Self::Never,
            (Type::OneOf(old), Type::OneOf(new)) => {
                let find = |name: &str| new.iter().position(|c| c.name == name);
                let found: Box<[_]> =
                    old.iter().map(|c| find(&c.name).and_then(|i| u16::try_from(i).ok())).collect();
                let same = found.iter().zip(0u16..).all(|(to, i)| *to == Some(i));
                if same { Self::Same } else { Self::Choices(found) }
            }
            (Type::List(old), Type::List(new)) => match Self::at(old, new, depth + 1) {
                Self::Same => Self::Same,
                Self::Never => Self::Never,
                each => Self::Each(Box::new(each)),
            },
            _ if old == new => Self::Same,
            _ => Self::Never,
        }
    }

    /// The value in the new type; `None` if there is none.
    pub(super) fn value(&self, value: &Value) -> Option<Value> {
        match (self, value) {
            (Self::Same, value) => Some(value.clone()),
            (Self::Choices(to), Value::Choice(choice)) => {
                to.get(usize::from(*choice)).copied().flatten().map(Value::Choice)
            }
            (Self::Each(each), Value::List(items)) => {
                items.iter().map(|i| each.value(i)).collect::<Option<Box<[_]>>>().map(Value::List)
            }
            _ => None,
        }
    }
}
