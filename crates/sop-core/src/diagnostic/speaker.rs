//! Says words in a language. Never fails: what can't be said shows its id.

use super::words::{Value, Words};
use super::{Lang, locales};
use crate::words;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::borrow::Cow;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// How deep words stand within words at most; no text goes beyond three.
const DEPTH_MAX: u32 = 8;

/// Bytes of a value that are said at most: a file's one name of a million letters must not become a page of a million.
const VALUE_MAX: usize = 2000;

/// One language's texts.
pub struct Speaker {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

static ID: LazyLock<Speaker> = LazyLock::new(|| Speaker::with(Lang::Id, &[]));
static EN: LazyLock<Speaker> = LazyLock::new(|| Speaker::with(Lang::En, &[]));

impl Speaker {
    /// The language's own texts; read once, when the first is said.
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Id => &ID,
            Lang::En => &EN,
        }
    }

    /// The language's texts and further ones, in Fluent; the first of two with one id counts. For programs with texts
    /// of their own.
    pub fn with(lang: Lang, more: &[&str]) -> Self {
        let language: LanguageIdentifier = lang.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Marks for mixed directions of writing would stand in the way of whoever copies a name.
        bundle.set_use_isolating(false);
        let own: Vec<&str> = locales::texts(lang).collect();
        for text in own.iter().chain(more) {
            // What can't be read is left out; the tests find it.
            let resource =
                FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(readable, _)| readable);
            let _ = bundle.add_resource(resource);
        }
        Self { lang, bundle }
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Says words. An id that is not there is said itself; a value that is missing shows as `{$name}`, after the id.
    pub fn say(&self, words: &Words) -> String {
        self.within(words, DEPTH_MAX)
    }

    fn within(&self, words: &Words, depth: u32) -> String {
        if let Some(text) = words.as_it_stands() {
            return text.to_owned();
        }
        if let (Some(rows), Some(depth)) = (words.in_rows(), depth.checked_sub(1)) {
            return rows.iter().map(|w| self.within(w, depth)).collect::<Vec<_>>().join("; ");
        }
        let id = words.id();
        if id.is_empty() {
            return String::new();
        }
        let (name, part) = id.split_once('.').map_or((id, None), |(name, part)| (name, Some(part)));
        let message = self.bundle.get_message(name);
        let pattern = message.and_then(|m| match part {
            Some(part) => m.get_attribute(part).map(|a| a.value()),
            None => m.value(),
        });
        let (Some(pattern), Some(depth)) = (pattern, depth.checked_sub(1)) else {
            return id.to_owned();
        };
        let mut args = FluentArgs::with_capacity(words.args().len());
        for (name, value) in words.args() {
            args.set(*name, self.value(value, depth));
        }
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&args), &mut errors);
        if errors.is_empty() { said.into_owned() } else { format!("{id}: {said}") }
    }

    /// `a, b and c`.
    fn listed(&self, mut texts: Vec<String>) -> String {
        let Some(last) = texts.pop() else { return String::new() };
        if texts.is_empty() {
            return last;
        }
        let count = texts.len();
        self.say(&words!("list-and", count = count, first = texts.join(", "), last = last))
    }

    fn value<'a>(&self, value: &'a Value, depth: u32) -> FluentValue<'a> {
        let owned = |text: String| FluentValue::String(Cow::Owned(text));
        match value {
            Value::Text(text) => FluentValue::String(short(text)),
            // Fluent's numbers are floats; what they would round is shown digit by digit.
            Value::Number(n) if n.unsigned_abs() >= 1 << 53 => owned(n.to_string()),
            Value::Number(n) => FluentValue::from(*n),
            Value::Names(names) => owned(names.iter().map(|n| named(n)).collect::<Vec<_>>().join(", ")),
            Value::Words(words) => owned(self.within(words, depth)),
            Value::Sequence(list) => {
                owned(list.iter().map(|w| self.within(w, depth)).collect::<Vec<_>>().join(" → "))
            }
            Value::List(list) => owned(self.listed(list.iter().map(|w| self.within(w, depth)).collect())),
        }
    }
}

/// A name in backticks; `…` stands for further ones.
fn named(name: &str) -> String {
    if name == "…" { name.to_owned() } else { format!("`{}`", short(name)) }
}

fn short(text: &str) -> Cow<'_, str> {
    if text.len() <= VALUE_MAX {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{}…", &text[..text.floor_char_boundary(VALUE_MAX)]))
}

impl std::fmt::Debug for Speaker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Speaker").field("lang", &self.lang).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
