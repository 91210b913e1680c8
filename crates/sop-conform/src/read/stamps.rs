//! Stamps that lie across a page, and what a scanner makes of them and of a drawing's signs.

use super::sheet::{Content, Page};
use super::vocabulary::{STAMPS, plain};
use std::collections::BTreeSet;

/// Words of stamps, in capitals.
#[derive(Clone, Debug, Default)]
pub(super) struct Stamps {
    words: BTreeSet<String>,
}

impl Stamps {
    /// The words that are known everywhere, those declared, and those that stand alone beside them on a document's first pages.
    pub(super) fn of(pages: &[Page], declared: &[String]) -> Self {
        let mut words: BTreeSet<String> = STAMPS.iter().map(|w| (*w).to_owned()).collect();
        words.extend(declared.iter().flat_map(|d| d.split_whitespace()).map(str::to_uppercase));
        // Short lines without a sentence, next to a line that is a stamp: the issuer's name, its seat.
        for page in pages.iter().take(2) {
            let shorts: Vec<Option<&str>> = page
                .lines
                .iter()
                .map(|l| match &l.content {
                    Content::Text(t)
                        if t.split(' ').count() <= 2 && t.chars().all(|c| c.is_alphabetic() || c == ' ') =>
                    {
                        Some(t.as_str())
                    }
                    _ => None,
                })
                .collect();
            for run in shorts.split(Option::is_none) {
                let run: Vec<&str> = run.iter().flatten().copied().collect();
                if run.iter().any(|t| t.split(' ').any(|w| STAMPS.contains(&w))) {
                    words.extend(
                        run.iter().flat_map(|t| t.split(' ')).filter(|w| w.len() > 3).map(str::to_uppercase),
                    );
                }
            }
        }
        Self { words }
    }

    /// Is it nothing but stamps?
    pub(super) fn is_stamp(&self, text: &str) -> bool {
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        !words.is_empty() && words.iter().all(|w| self.is_word(w))
    }

    /// Is a line of the text nothing but a stamp? Within a paragraph only capitals are.
    pub(super) fn is_stamp_line(&self, text: &str, apart: bool) -> bool {
        let words: Vec<&str> = text.split_whitespace().collect();
        let shouted = !text.chars().any(char::is_lowercase);
        words.len() <= 4 && (apart || shouted) && words.iter().all(|w| self.words.contains(&w.to_uppercase()))
    }

    fn is_word(&self, word: &str) -> bool {
        let word = word.to_uppercase();
        self.words.contains(&word)
            || word.len() >= 5
                && self.words.iter().any(|w| {
                    w.starts_with(&word) || cut_off(w, &word) || strsim::damerau_levenshtein(w, &word) <= 1
                })
    }

    /// A lane's cell that holds no box: a stamp, a scrap of one, a smudge.
    pub(super) fn is_smudge(&self, cell: &str) -> bool {
        let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
        if letters == 0 {
            return !cell.chars().any(char::is_numeric);
        }
        let words: Vec<&str> = cell.split_whitespace().collect();
        let real = |w: &&&str| w.chars().filter(|c| c.is_alphabetic()).count() > 3;
        // `is.masang.`: a sign between the letters of the only word.
        let torn = words.len() == 1
            && plain(cell).contains(' ')
            && !cell.contains(['/', '-', '&', '\'', '’', '?'])
            && cell.chars().all(|c| c.is_lowercase() || !c.is_alphanumeric());
        let marked = cell.contains(['®', '©', '™', '¤', '¬', '¦']) && words.iter().filter(real).count() < 2;
        let shouted = cell.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && letters > 4;
        let stamped = words.iter().any(|w| self.is_word(w)) && shouted;
        // Capitals with a word cut off at its end: a scrap of a stamp that ran out of the cell.
        let cut = shouted
            && words.len() > 1
            && words.iter().any(|w| w.len() < 3)
            && !cell.ends_with(['?', '.', ':']);
        torn || marked || self.is_stamp(cell) || stamped || cut
    }

    /// A text without the tail of a stamp that ran into one of its words: `MicroSIPCUMENT`.
    pub(super) fn peeled(&self, text: &str) -> String {
        let mut out = Vec::new();
        for word in text.split(' ') {
            out.push(self.peeled_word(word).unwrap_or(word));
        }
        out.join(" ")
    }

    fn peeled_word<'w>(&self, word: &'w str) -> Option<&'w str> {
        // A word that is all capitals, or none, tells nothing.
        if !word.chars().any(char::is_lowercase) || !word.is_ascii() {
            return None;
        }
        (3..word.len().saturating_sub(4)).find_map(|at| {
            let (own, tail) = word.split_at(at);
            let capitals = tail.bytes().all(|b| b.is_ascii_uppercase());
            (capitals && self.words.iter().any(|w| w.ends_with(tail))).then_some(own)
        })
    }
}

/// Is a word the beginning of another, but for its last letter, which the cell's edge cut through?
fn cut_off(whole: &str, scrap: &str) -> bool {
    let mut letters = scrap.chars();
    letters.next_back();
    scrap.len() >= 6 && whole.starts_with(letters.as_str())
}
