//! Names of lanes, parties and applications, and where a text mentions them.

use super::vocabulary::{acts, is_by, is_party_word, is_toward, plain};
use strsim::{damerau_levenshtein, normalized_damerau_levenshtein};

/// How alike two texts must be to be the same but for slips of a scanner.
pub(super) const ALIKE: f64 = 0.85;

/// Are they the same text but for slips?
pub(super) fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a).replace(' ', ""), plain(b).replace(' ', ""));
    let (la, lb) = (a.chars().count(), b.chars().count());
    // Long texts of different lengths need no measuring.
    la.max(lb) <= 400 && la.abs_diff(lb) * 5 <= la.max(lb) && normalized_damerau_levenshtein(&a, &b) >= ALIKE
}

/// A name's words without those that only say what kind of party it is; all if nothing would be left.
fn core(name: &str) -> Vec<String> {
    let plain = plain(name);
    let words: Vec<&str> = plain.split(' ').filter(|w| !w.is_empty()).collect();
    let own: Vec<&str> = words.iter().copied().filter(|w| !is_party_word(w)).collect();
    (if own.is_empty() { words } else { own }).into_iter().map(str::to_owned).collect()
}

/// Do two names speak of the same party? `Pihak Terkait` and `Tim terkait` do.
pub(crate) fn same_party(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (core(a), core(b));
    a.sort();
    b.sort();
    !a.is_empty() && a == b
}

/// A word of a text, in small letters.
#[derive(Debug)]
struct Word {
    text: String,
    /// In bytes of the text.
    start: usize,
}

fn words(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut open = false;
    for (start, c) in text.char_indices() {
        if c.is_alphanumeric() {
            if !open {
                out.push(Word { text: String::new(), start });
            }
            if let Some(word) = out.last_mut() {
                word.text.extend(c.to_lowercase());
            }
        }
        open = c.is_alphanumeric();
    }
    out
}

/// Is it this word, but for a slip?
fn is_word(found: &str, wanted: &str) -> bool {
    if found == wanted {
        return true;
    }
    let length = wanted.chars().count();
    length >= 5 && !wanted.chars().any(char::is_numeric) && damerau_levenshtein(found, wanted) <= length / 5
}

/// Names to look for.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    all: Vec<Name>,
}

#[derive(Clone, Debug)]
struct Name {
    shown: String,
    core: Vec<String>,
    /// Only behind a word for a kind of party: `terkait` alone is no party.
    led: bool,
    /// As it is written, with its capitals: `RIM`, `IT`.
    exact: bool,
}

/// Where a name stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// Which name.
    pub(super) name: usize,
    /// In bytes.
    pub(super) at: usize,
    /// First word and the one behind the last.
    words: (usize, usize),
}

impl Names {
    /// Adds a name, if none that means the same is there.
    pub(super) fn add(&mut self, name: &str) {
        let core = core(name);
        if core.is_empty() || self.all.iter().any(|n| same_party(&n.shown, name)) {
            return;
        }
        let leads = plain(name).split(' ').next().is_some_and(is_party_word);
        let led = leads && core.len() == 1 && core.iter().all(|w| !w.chars().any(char::is_numeric));
        let exact = name.chars().count() <= 4 && name.chars().all(|c| !c.is_lowercase());
        self.all.push(Name { shown: name.to_owned(), core, led, exact });
    }

    /// A name as it was given.
    pub(super) fn shown(&self, at: usize) -> &str {
        self.all.get(at).map_or("", |n| &n.shown)
    }

    /// The name that means the same.
    pub(super) fn find(&self, name: &str) -> Option<&str> {
        self.all.iter().find(|n| same_party(&n.shown, name)).map(|n| n.shown.as_str())
    }

    /// Every mention, in the text's order; of two that overlap the longer.
    pub(super) fn mentions(&self, text: &str) -> Vec<Mention> {
        let words = words(text);
        let mut out = Vec::new();
        let mut i = 0;
        while i < words.len() {
            let fits = |n: &Name| {
                let rest = words.get(i..i + n.core.len())?;
                let all = rest.iter().zip(&n.core).all(|(w, c)| is_word(&w.text, c));
                let led = || i > 0 && words.get(i - 1).is_some_and(|w| is_party_word(&w.text));
                let exact = || text.get(rest[0].start..).is_some_and(|t| t.starts_with(&n.shown));
                (all && (!n.led || led()) && (!n.exact || exact())).then_some(n.core.len())
            };
            let best = (0..self.all.len())
                .filter_map(|at| Some((fits(&self.all[at])?, at)))
                .max_by_key(|(len, at)| (*len, usize::MAX - at));
            if let Some((len, name)) = best {
                let mut first = i;
                while first > 0 && words.get(first - 1).is_some_and(|w| is_party_word(&w.text)) {
                    first -= 1;
                }
                out.push(Mention { name, at: words[first].start, words: (first, i + len) });
                i += len;
            } else {
                i += 1;
            }
        }
        out
    }

    /// Who acts in a text, as far as it says so: the first name that stands as a subject, or behind `by`.
    pub(super) fn actor(&self, text: &str) -> Option<&str> {
        let words = words(text);
        let mentions = self.mentions(text);
        let acting = |m: &&Mention| {
            let before = m.words.0.checked_sub(1).and_then(|i| words.get(i)).map_or("", |w| w.text.as_str());
            let after = words.get(m.words.1).map_or("", |w| w.text.as_str());
            let article = matches!(before, "the" | "a" | "an");
            let before = if article {
                m.words.0.checked_sub(2).and_then(|i| words.get(i)).map_or("", |w| w.text.as_str())
            } else {
                before
            };
            is_by(before) || !is_toward(before) && (m.words.0 <= usize::from(article) || acts(after))
        };
        mentions.iter().find(acting).map(|m| self.shown(m.name))
    }

    /// Is a text nothing but one of the names, and in which place?
    pub(super) fn is_only(&self, text: &str) -> bool {
        let words = words(text);
        self.mentions(text).iter().any(|m| m.words == (0, words.len()))
            || self.all.iter().any(|n| alike(&n.shown, text))
    }
}

#[cfg(test)]
mod tests;
