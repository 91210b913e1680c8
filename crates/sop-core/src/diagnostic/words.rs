//! What is said to people, before it is said in a language: the id of a text and the values that it shows.
//!
//! The texts stand in `locales/LANGUAGE/AREA.ftl`, written in [Fluent](https://projectfluent.org). [`words!`] names
//! one; a [`Speaker`](super::Speaker) says it. `tests/words.rs` makes sure that each id is there in every language, with the same values.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// A value that a text shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Words of the user, such as a name; the text itself puts backticks around them.
    Text(String),
    /// A number; texts may say one thing for one and another for more.
    Number(i64),
    /// Names in backticks, with commas between them.
    Names(Vec<String>),
    /// A text within the text.
    Words(Words),
    /// Texts in a row: `a, b and c`.
    List(Vec<Words>),
    /// Texts that come one after the other, with arrows between them.
    Sequence(Vec<Words>),
}

/// The id of a text, with the values that it shows.
///
/// An id is `NAME` or `NAME.PART`, where a part is an attribute of the Fluent message `NAME`. So all that a finding
/// says stands together:
///
/// ```text
/// missing-answer = `{ $node }` has no arrow for the answer { $answers }
///     .here = an answer is missing
///     .mend = add `{ $first } -> STEP`
/// ```
///
/// Small, because findings are made in functions that call themselves: nothing, or a pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Words(Option<Box<Said>>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Said {
    id: &'static str,
    args: Vec<(&'static str, Value)>,
}

/// The id of words that are said as they stand, whatever the language.
const AS_IT_STANDS: &str = "*";
/// The id of several words in a row.
const ROWS: &str = "**";

impl Words {
    /// Nothing at all.
    pub const NONE: Self = Self(None);

    /// The text of this id. Use [`words!`](crate::words!), which the tests find in the sources.
    pub fn new(id: &'static str) -> Self {
        Self(Some(Box::new(Said { id, args: Vec::new() })))
    }

    /// With a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        if let Some(said) = &mut self.0 {
            said.args.push((name, value.into()));
        }
        self
    }

    /// What stands in the source already, or comes from outside: said as it is in every language.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self::new(AS_IT_STANDS).with("text", text.into())
    }

    /// Several of them, with `; ` between.
    pub fn rows(rows: impl IntoIterator<Item = Self>) -> Self {
        let mut rows: Vec<Self> = rows.into_iter().collect();
        match rows.len() {
            0 | 1 => rows.pop().unwrap_or_default(),
            _ => Self::new(ROWS).with("rows", rows),
        }
    }

    /// The rows, where there are several.
    pub(super) fn in_rows(&self) -> Option<&[Self]> {
        match self.args() {
            [(_, Value::List(rows))] if self.id() == ROWS => Some(rows),
            _ => None,
        }
    }

    /// The text, where it is said as it stands.
    pub(super) fn as_it_stands(&self) -> Option<&str> {
        match self.args() {
            [(_, Value::Text(text))] if self.id() == AS_IT_STANDS => Some(text),
            _ => None,
        }
    }

    /// Is nothing to be said?
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The id, the same for ever: for machines that read findings. Empty for nothing, `*` for [`Words::verbatim`], `**` for
    /// [`Words::rows`].
    pub fn id(&self) -> &'static str {
        self.0.as_ref().map_or("", |said| said.id)
    }

    /// The values, each with its name, in the order in which they were given.
    pub fn args(&self) -> &[(&'static str, Value)] {
        self.0.as_ref().map_or(&[], |said| &said.args)
    }

    /// Said in a language.
    pub fn say(&self, lang: super::Lang) -> String {
        super::Speaker::of(lang).say(self)
    }
}

/// In English.
impl std::fmt::Display for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.say(super::Lang::En))
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", self.id())?;
        if !self.args().is_empty() {
            let args: BTreeMap<&str, &Value> =
                self.args().iter().map(|(name, value)| (*name, value)).collect();
            map.serialize_entry("args", &args)?;
        }
        map.end()
    }
}

/// The text of an id, with its values: `words!("missing-answer.mend", first = name)`.
///
/// Values may be text, numbers, other words, and [`names`](crate::diagnostic::names).
#[macro_export]
macro_rules! words {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::diagnostic::Words::new($id)$(.with(stringify!($name), $value))*
    };
}

/// Names to be shown in backticks, with commas between them.
///
/// Of more than anybody reads the first are shown: a finding must not be as long as the text that it is about.
pub fn names<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Value {
    let mut names = names.into_iter().map(Into::into);
    let mut shown: Vec<String> = names.by_ref().take(NAMES_MAX).collect();
    shown.extend(names.next().map(|_| "…".to_owned()));
    Value::Names(shown)
}

/// Names that are shown in a row.
const NAMES_MAX: usize = 40;

macro_rules! value_from {
    ($($from:ty => |$x:ident| $to:expr;)+) => {
        $(impl From<$from> for Value {
            fn from($x: $from) -> Self { $to }
        })+
    };
}

value_from! {
    &str => |x| Self::Text(x.to_owned());
    String => |x| Self::Text(x);
    &String => |x| Self::Text(x.clone());
    &compact_str::CompactString => |x| Self::Text(x.as_str().to_owned());
    char => |x| Self::Text(x.to_string());
    i64 => |x| Self::Number(x);
    i32 => |x| Self::Number(x.into());
    u32 => |x| Self::Number(x.into());
    u16 => |x| Self::Number(x.into());
    u64 => |x| Self::Number(i64::try_from(x).unwrap_or(i64::MAX));
    usize => |x| Self::Number(i64::try_from(x).unwrap_or(i64::MAX));
    Words => |x| Self::Words(x);
    Vec<Words> => |x| Self::List(x);
}
