//! The column of notes: a cell may hold several, and one may run on over several cells.

use super::names::Names;
use super::normal::{is_dash, without_bullet};
use super::vocabulary::{asks_to_say, is_party_word, plain, unit};
use sop_core::model::ClauseKind;

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) number: Option<String>,
    pub(super) text: String,
    pub(super) kind: ClauseKind,
    /// Does it belong to the list of the note before it?
    pub(super) listed: bool,
    pub(super) line: u32,
}

/// The notes of a column on one page.
pub(super) fn notes(cells: &[(&str, u32)], parties: &Names) -> Vec<Note> {
    let mut raw: Vec<Note> = Vec::new();
    for (cell, line) in cells {
        for (number, text) in parts(without_bullet(cell.trim()), parties) {
            if text.is_empty() {
                continue;
            }
            match raw.last_mut() {
                Some(before) if number.is_none() && goes_on(before, &text, parties) => {
                    before.text.push(' ');
                    before.text.push_str(&text);
                }
                _ => raw.push(Note { number, text, kind: ClauseKind::Note, listed: false, line: *line }),
            }
        }
    }
    raw.into_iter().flat_map(listed).map(told).collect()
}

/// A cell at the numbers in it.
fn parts(cell: &str, parties: &Names) -> Vec<(Option<String>, String)> {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let mut out: Vec<(Option<String>, Vec<&str>)> = vec![(None, Vec::new())];
    for (i, word) in words.iter().copied().enumerate() {
        let next = words.get(i + 1).copied();
        let before = i.checked_sub(1).and_then(|i| words.get(i)).copied();
        if let Some(number) = marker(word, before, next, parties) {
            out.push((Some(number), Vec::new()));
        } else if let Some((_, text)) = out.last_mut() {
            text.push(word);
        }
    }
    out.into_iter().filter(|(n, t)| n.is_some() || !t.is_empty()).map(|(n, t)| (n, t.join(" "))).collect()
}

/// `12.`, `14a.`, `3)`: with a text behind it, and no name of which it is a part before it.
fn marker(word: &str, before: Option<&str>, next: Option<&str>, parties: &Names) -> Option<String> {
    let number = word.strip_suffix(['.', ')'])?;
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let letter = number.get(digits..)?;
    let fits = (1..=2).contains(&digits)
        && (letter.is_empty() || letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase()));
    let next = next?;
    let text = before.is_none() || next.starts_with(|c: char| !c.is_lowercase() && !c.is_numeric());
    let named = before.is_some_and(|b| {
        let b = plain(b);
        matches!(
            b.as_str(),
            "tier"
                | "level"
                | "no"
                | "nomor"
                | "step"
                | "langkah"
                | "note"
                | "page"
                | "hal"
                | "halaman"
                | "poin"
                | "point"
                | "tahap"
                | "section"
        ) || letter.is_empty() && parties.find(&format!("{b} {number}")).is_some()
    });
    (fits && text && !named && unit(&plain(next)).is_none()).then(|| number.to_owned())
}

/// Is a text without a number part of the note before it?
fn goes_on(before: &Note, text: &str, parties: &Names) -> bool {
    if text.starts_with(char::is_lowercase) {
        return true;
    }
    if text.starts_with(|c: char| is_dash(c)) {
        return true;
    }
    // Below `2a.` stands what `2a` asks for; a sentence that begins with who acts is one of its own.
    let lettered = before.number.as_ref().is_some_and(|n| n.ends_with(|c: char| c.is_alphabetic()));
    let own = parties.mentions(text).first().is_some_and(|m| m.at == 0)
        || text.split(' ').next().is_some_and(|w| is_party_word(&plain(w)));
    lettered && !own && !is_question(text)
}

/// A note with a list in it: `Say goodbye - Good morning until 12:00 - Good evening after it`.
fn listed(note: Note) -> Vec<Note> {
    let words: Vec<&str> = note.text.split(' ').collect();
    let is_mark = |i: usize| {
        words.get(i).is_some_and(|w| !w.is_empty() && w.chars().all(|c| is_dash(c) || c == '•'))
            && words.get(i + 1).is_some_and(|w| w.starts_with(char::is_uppercase))
    };
    let marks: Vec<usize> = (0..words.len()).filter(|i| is_mark(*i)).collect();
    if marks.len() < 2 {
        return vec![note];
    }
    let head = words[..marks[0]].join(" ");
    let kind = if asks_to_say(&head) { ClauseKind::Words } else { ClauseKind::Note };
    let mut out = Vec::new();
    if !head.is_empty() {
        out.push(Note { text: head, ..note.clone() });
    }
    for (i, mark) in marks.iter().enumerate() {
        let to = marks.get(i + 1).copied().unwrap_or(words.len());
        out.push(Note {
            number: None,
            text: words[mark + 1..to].join(" "),
            kind,
            listed: true,
            line: note.line,
        });
    }
    out
}

/// A note that is a question decides.
fn told(note: Note) -> Note {
    let kind = if note.kind == ClauseKind::Note && is_question(&note.text) {
        ClauseKind::Decision
    } else {
        note.kind
    };
    Note { kind, ..note }
}

/// A short question, and nothing else.
pub(super) fn is_question(text: &str) -> bool {
    let text = text.trim();
    text.ends_with('?')
        && text.matches('?').count() == 1
        && text.split(' ').count() <= 15
        && !text.contains(['"', '“', '«'])
}

#[cfg(test)]
mod tests;
