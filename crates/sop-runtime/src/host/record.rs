//! Values by name: what callers, actions and subscribers deal in.
//!
//! A record knows no types: those of the book's declarations are checked where it is handed in. Values of `one of`,
//! weekdays and kinds of days are texts here - their names.

use crate::value::{Moment, Value};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::time::Duration;

/// Values by name, in the order in which they were put in.
///
/// ```
/// use sop_runtime::host::Record;
///
/// let record = Record::new().with("customer", "Rina").with("tries", 2);
/// assert_eq!(record.text("customer"), Some("Rina"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    fields: Vec<(String, Value)>,
}

impl Record {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self { fields: Vec::new() }
    }

    /// With one more value; one of the same name is replaced.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.set(name, value);
        self
    }

    /// Sets a value; one of the same name is replaced.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        let (name, value) = (name.into(), value.into());
        match self.fields.iter_mut().find(|(n, _)| *n == name) {
            Some((_, old)) => *old = value,
            None => self.fields.push((name, value)),
        }
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v)
    }

    /// The text of that name; `None` if there is none, or it is no text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The number of that name; `None` if there is none, or it is no number.
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Value::Number(n)) => Some(*n),
            _ => None,
        }
    }

    /// The yes or no of that name; `None` if there is none, or it is neither.
    pub fn yes_no(&self, name: &str) -> Option<bool> {
        match self.get(name) {
            Some(Value::YesNo(b)) => Some(*b),
            _ => None,
        }
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields.iter().map(|(n, v)| (n.as_str(), v))
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

impl From<()> for Record {
    fn from((): ()) -> Self {
        Self::new()
    }
}

impl<K: Into<String>, V: Into<Value>, const N: usize> From<[(K, V); N]> for Record {
    fn from(fields: [(K, V); N]) -> Self {
        fields.into_iter().collect()
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Record {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(fields: I) -> Self {
        fields.into_iter().fold(Self::new(), |record, (name, value)| record.with(name, value))
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for (name, value) in &self.fields {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Record;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("values by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut record = Record::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    record.set(name, value);
                }
                Ok(record)
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

impl From<i32> for Value {
    fn from(n: i32) -> Self {
        Self::Number(n.into())
    }
}

impl From<u32> for Value {
    fn from(n: u32) -> Self {
        Self::Number(n.into())
    }
}

impl From<Duration> for Value {
    /// To the millisecond, downwards; longer than 64 bits hold becomes the longest.
    fn from(d: Duration) -> Self {
        Self::Duration(i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
    }
}

impl From<TimeDelta> for Value {
    fn from(d: TimeDelta) -> Self {
        Self::Duration(d.num_milliseconds())
    }
}

impl From<DateTime<Utc>> for Value {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Moment(at.into())
    }
}

impl From<DateTime<FixedOffset>> for Value {
    fn from(at: DateTime<FixedOffset>) -> Self {
        Self::Moment(Moment(at.timestamp_millis()))
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}
