//! The boxes of a lane's column: a scanner breaks them over rows and runs them into each other.

use super::names::Names;
use super::normal::without_bullet;
use super::stamps::Stamps;
use super::vocabulary::{answer, is_plain_answer, is_terminal, opens, plain, unit, wants_more};
use sop_core::model::ClauseKind;
use std::collections::BTreeSet;

/// Words that a document explains.
#[derive(Debug)]
pub(super) struct Words<'d> {
    /// A cell that is only an application's name goes on what stands before it.
    pub(super) applications: &'d Names,
    /// A term may be a box by itself.
    pub(super) terms: &'d BTreeSet<String>,
}

/// A piece of a lane's column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) number: Option<String>,
    pub(super) text: String,
    pub(super) kind: ClauseKind,
    pub(super) line: u32,
}

/// What a column gives.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub(super) pieces: Vec<Piece>,
    /// What was left out, with its line.
    pub(super) left_out: Vec<(String, u32)>,
}

/// The pieces of a lane's column.
pub(super) fn pieces(lane: &str, cells: &[(&str, u32)], stamps: &Stamps, known: &Words<'_>) -> Pieces {
    let mut cut = Cut::default();
    for (cell, line) in cells {
        let cell = without_bullet(cell.trim());
        if cell.is_empty() {
            continue;
        }
        if plain(cell) == plain(lane) || stamps.is_smudge(cell) {
            cut.out.left_out.push((cell.to_owned(), *line));
            continue;
        }
        cut.cell(&stamps.peeled(cell), *line, known);
    }
    cut.close();
    cut.out
}

#[derive(Debug, Default)]
struct Cut {
    out: Pieces,
    words: Vec<String>,
    line: u32,
    /// Of the piece that is being written, or of the next.
    number: Option<String>,
    /// Labels that a scanner put into the question before them.
    labels: Vec<(&'static str, u32)>,
}

impl Cut {
    fn cell(&mut self, cell: &str, line: u32, known: &Words<'_>) {
        let words: Vec<&str> = cell.split_whitespace().collect();
        let capital = |w: &str| w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let goes_on = self.words.last().is_some_and(|w| wants_more(w)) || known.applications.is_only(cell);
        let mut at_start = !goes_on || self.words.is_empty();
        for (i, word) in words.iter().copied().enumerate() {
            let next = words.get(i + 1).copied();
            if !word.chars().any(char::is_alphanumeric) && !word.contains('?') {
                continue;
            }
            if is_connector(word, next) {
                self.out.left_out.push((word.to_owned(), line));
                continue;
            }
            let free = at_start || self.words.is_empty();
            if let Some(number) = number(word)
                && self.takes_number(&number, word, next, free)
            {
                self.close();
                self.number = Some(number);
                at_start = false;
                continue;
            }
            if let Some(label) = answer(word)
                && is_label(word, next, !free)
            {
                // `Butuh bantuan Ya lain?`: a label within the question.
                let inside = !self.words.is_empty()
                    && next.is_some_and(|n| !capital(n))
                    && words[i + 1..].iter().any(|w| w.ends_with('?'));
                if inside {
                    self.labels.push((label, line));
                } else {
                    self.close();
                    self.piece(label.to_owned(), ClauseKind::Label, None, line);
                }
                at_start = false;
                continue;
            }
            let begins = at_start && capital(word)
                || opens(word) && !self.words.is_empty() && !at_start
                || is_terminal(word) && next.is_none()
                || capital(word) && known.terms.contains(&plain(&self.words.join(" ")));
            if begins && !self.words.is_empty() {
                self.close();
            }
            at_start = false;
            if self.words.is_empty() {
                self.line = line;
            }
            self.words.push(word.to_owned());
            if word.ends_with('?') {
                self.close();
            }
        }
    }

    /// Is it the number of a box, not a number in its text?
    fn takes_number(&self, number: &str, word: &str, next: Option<&str>, free: bool) -> bool {
        let lettered = number.ends_with(|c: char| c.is_alphabetic());
        let Some(next) = next else {
            // The last word of a cell: the next cell's number, unless the text wants it.
            return free || self.words.is_empty() || self.words.last().is_some_and(|w| w.ends_with('?'));
        };
        let measured = unit(&plain(next)).is_some() || matches!(next, "x" | "%");
        let before_text =
            next.starts_with(|c: char| c.is_uppercase()) || next.chars().count() == 1 || word.ends_with('.');
        !measured && before_text && (free || lettered)
    }

    fn close(&mut self) {
        let words = std::mem::take(&mut self.words);
        if !words.is_empty() {
            let text = words.join(" ");
            let kind = if text.trim_end().ends_with('?') { ClauseKind::Decision } else { ClauseKind::Step };
            let number = self.number.take();
            self.piece(text, kind, number, self.line);
        }
        for (label, line) in std::mem::take(&mut self.labels) {
            self.piece(label.to_owned(), ClauseKind::Label, None, line);
        }
    }

    fn piece(&mut self, text: String, kind: ClauseKind, number: Option<String>, line: u32) {
        self.out.pieces.push(Piece { number, text, kind, line });
    }
}

/// `2`, `2a`, `2.`, and `Za`, which a scanner sees in `2a`.
fn number(word: &str) -> Option<String> {
    let word = word.trim_end_matches(['.', ')']);
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, letter) = word.split_at(digits);
    let number = match (number, letter) {
        ("", l) if l.len() == 2 && l.starts_with('Z') => "2",
        (n, _) if (1..=2).contains(&n.len()) => n,
        _ => return None,
    };
    let letter = letter.strip_prefix('Z').unwrap_or(letter);
    let one = letter.is_empty() || letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase());
    one.then(|| format!("{number}{letter}"))
}

/// Is it a branch's label? In capitals within a text it can be nothing else, but for a number's `No`.
fn is_label(word: &str, next: Option<&str>, within: bool) -> bool {
    let digit = next.is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()));
    let capital = next.is_none_or(|n| n.starts_with(char::is_uppercase) || n.chars().count() == 1);
    let numero = word == "No" && digit && within;
    is_plain_answer(word) || !numero && (capital || digit || within)
}

/// A single capital letter ties a drawing's parts together. `A customer` is none.
fn is_connector(word: &str, next: Option<&str>) -> bool {
    let own = word.trim_matches(|c: char| !c.is_alphanumeric());
    let mut chars = own.chars();
    let single = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    let article = matches!(own, "A" | "I") && next.is_some_and(|n| n.starts_with(char::is_lowercase));
    single && !article
}

#[cfg(test)]
mod tests;
