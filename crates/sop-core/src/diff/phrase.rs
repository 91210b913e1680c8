//! A value in the language of the book, and in words for people.

use crate::diagnostic::{Lang, Words};
use serde::{Deserialize, Serialize};

/// What something is. Two are the same if their sources are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Phrase {
    /// By names, as a book writes it.
    pub source: String,
    /// In Indonesian.
    pub id: String,
    /// In English.
    pub en: String,
}

impl Phrase {
    /// The same in every language.
    pub(super) fn plain(source: impl Into<String>) -> Self {
        let source = source.into();
        Self { id: source.clone(), en: source.clone(), source }
    }

    /// Said by the speakers.
    pub(super) fn said(source: impl Into<String>, words: &Words) -> Self {
        Self { source: source.into(), id: words.say(Lang::Id), en: words.say(Lang::En) }
    }

    /// Said by a function of the language.
    pub(super) fn spoken(source: impl Into<String>, say: impl Fn(Lang) -> String) -> Self {
        Self { source: source.into(), id: say(Lang::Id), en: say(Lang::En) }
    }

    /// A thing by its label and its name.
    pub(super) fn named(name: &str, label: &str) -> Self {
        let shown = shown(name, label);
        Self { source: name.to_owned(), id: shown.clone(), en: shown }
    }

    /// Several, with commas between them.
    pub(super) fn list(all: impl IntoIterator<Item = Self>) -> Self {
        let all: Vec<Self> = all.into_iter().collect();
        let join = |part: fn(&Self) -> &str| all.iter().map(part).collect::<Vec<_>>().join(", ");
        Self { source: join(|p| &p.source), id: join(|p| &p.id), en: join(|p| &p.en) }
    }

    /// In a language.
    pub fn say(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }
}

/// What people read, and the name by which it is found in the book.
pub(super) fn shown(name: &str, label: &str) -> String {
    if label.trim().is_empty() { format!("`{name}`") } else { format!("“{label}” (`{name}`)") }
}
