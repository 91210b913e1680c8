//! Reading values back from bytes. Lists inside lists are counted, so that hostile bytes can't exhaust the stack.

use super::{Moment, VALUE_DEPTH_MAX, Value};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, SeqAccess, VariantAccess, Visitor};
use std::fmt;

const VARIANTS: &[&str] = &[
    "yes_no", "text", "number", "date", "time", "moment", "duration", "choice", "weekday", "day_kind", "list",
];

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ValueAt { depth: 0 }.deserialize(deserializer)
    }
}

/// A value inside so many lists.
#[derive(Clone, Copy)]
struct ValueAt {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for ValueAt {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_enum("Value", VARIANTS, self)
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(variant_identifier, rename_all = "snake_case")]
enum Tag {
    YesNo,
    Text,
    Number,
    Date,
    Time,
    Moment,
    Duration,
    Choice,
    Weekday,
    DayKind,
    List,
}

impl<'de> Visitor<'de> for ValueAt {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (tag, content) = data.variant()?;
        Ok(match tag {
            Tag::YesNo => Value::YesNo(content.newtype_variant()?),
            Tag::Text => Value::Text(content.newtype_variant()?),
            Tag::Number => Value::Number(content.newtype_variant()?),
            Tag::Date => Value::Date(content.newtype_variant()?),
            Tag::Time => Value::Time(content.newtype_variant()?),
            Tag::Moment => Value::Moment(content.newtype_variant::<Moment>()?),
            Tag::Duration => Value::Duration(content.newtype_variant()?),
            Tag::Choice => Value::Choice(content.newtype_variant()?),
            Tag::Weekday => Value::Weekday(content.newtype_variant()?),
            Tag::DayKind => Value::DayKind(content.newtype_variant()?),
            Tag::List if self.depth >= VALUE_DEPTH_MAX => {
                return Err(A::Error::custom("lists inside each other too deep"));
            }
            Tag::List => Value::List(content.newtype_variant_seed(ListAt { depth: self.depth + 1 })?),
        })
    }
}

/// A list inside `depth - 1` lists.
struct ListAt {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for ListAt {
    type Value = Box<[Value]>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ListAt {
    type Value = Box<[Value]>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of values")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(ValueAt { depth: self.depth })? {
            items.push(item);
        }
        Ok(items.into_boxed_slice())
    }
}
