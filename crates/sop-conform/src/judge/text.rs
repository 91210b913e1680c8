//! Prescribed words compared as a reader would: letters and figures count, white space, quotation marks and case don't.

use sop_core::model::Message;

/// The words of a text, comparable. `I`, `l` and `|` are one letter: scanners can't tell them apart. So are `f` and `v`:
/// Indonesian is spelled with either (*aktifitas*, *aktivitas*), and a book may spell rightly what a document doesn't.
fn bare(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '|'))
        .filter(|w| !w.is_empty())
        .map(|word| {
            word.chars()
                .flat_map(char::to_lowercase)
                .map(|c| match c {
                    'i' | '|' => 'l',
                    // A figure in a word was a letter.
                    '1' if !word.chars().all(|c| c.is_ascii_digit()) => 'l',
                    'v' => 'f',
                    c => c,
                })
                .collect()
        })
        .collect()
}

/// Are the two the same words?
pub(super) fn same(a: &str, b: &str) -> bool {
    bare(a) == bare(b)
}

/// Do all words of one stand in the other, one after the other?
pub(super) fn holds(whole: &str, part: &str) -> bool {
    let (whole, part) = (bare(whole), bare(part));
    !part.is_empty() && whole.windows(part.len()).any(|w| w == part)
}

/// Does the message say the words, in any of its languages? What stands in braces is filled in later: it fits a blank
/// (`…`, `___`) of the prescribed words and ends what must be whole.
pub(super) fn says(message: &Message, phrase: &str) -> bool {
    message.texts.iter().any(|(_, text)| {
        let gaps = blanks(phrase);
        match gaps.as_slice() {
            [] => false,
            [whole] => pieces(text).iter().any(|piece| holds(piece, whole)),
            parts => {
                // Each part in its turn, in the order in which they stand.
                let pieces = pieces(text);
                let mut from = 0;
                parts.iter().all(|part| {
                    let found = pieces.iter().skip(from).position(|piece| holds(piece, part));
                    from += found.map_or(0, |n| n + 1);
                    found.is_some()
                })
            }
        }
    })
}

/// The parts of prescribed words between blanks.
fn blanks(phrase: &str) -> Vec<&str> {
    let split: Vec<&str> = phrase.split(['…', '_', '[', ']', '<', '>', '{', '}']).collect();
    // What stands within brackets names the blank.
    let named = phrase.contains(['[', '<', '{']);
    split
        .into_iter()
        .enumerate()
        .filter(|(n, part)| !(named && n % 2 == 1) && part.chars().any(char::is_alphanumeric))
        .map(|(_, part)| part)
        .collect()
}

/// A message's text, cut at its placeholders.
fn pieces(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' if chars.peek() == Some(&c) => {
                chars.next();
            }
            '{' => {
                for c in chars.by_ref() {
                    if c == '}' {
                        break;
                    }
                }
                out.push(String::new());
            }
            c => {
                if let Some(last) = out.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    out
}

/// Do a name of the document and a name of the book mean the same thing? One may say more than the other.
pub(super) fn names(a: &str, b: &str) -> bool {
    let (a_words, b_words) = (bare(a), bare(b));
    !a_words.is_empty()
        && !b_words.is_empty()
        && (holds(a, b) || holds(b, a) || a_words.concat() == b_words.concat())
}
