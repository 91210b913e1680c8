//! Changes of a text, by places in it, made all at once.

use sop_core::source::Span;

/// Changes that don't overlap.
#[derive(Debug, Default)]
pub(super) struct Edits {
    all: Vec<(usize, usize, String)>,
}

/// Where what stands at a span ends, without the white space behind it.
pub(super) fn end(at: Span, text: &str) -> usize {
    let (start, end) = (at.start as usize, (at.end as usize).min(text.len()));
    text.get(start..end).map_or(end, |t| start + t.trim_end().len())
}

/// Behind the brace that opens the block of what is at a span.
pub(super) fn open(at: Span, text: &str) -> usize {
    let from = at.end as usize;
    text.get(from..).and_then(|t| t.find('{')).map_or(text.len(), |b| from + b + 1)
}

impl Edits {
    pub(super) fn replace(&mut self, at: Span, text: &str, new: String) {
        self.all.push((at.start as usize, end(at, text), new));
    }

    pub(super) fn replace_span(&mut self, at: Span, new: String) {
        self.all.push((at.start as usize, at.end as usize, new));
    }

    /// Takes out what is at a span, and its line if nothing else stands on it.
    pub(super) fn remove(&mut self, at: Span, text: &str) {
        let (start, end) = (at.start as usize, end(at, text));
        let before = text.get(..start).unwrap_or_default();
        let alone = before.trim_end_matches([' ', '\t']).ends_with('\n');
        let after = text.get(end..).unwrap_or_default();
        let rest = after.find('\n').map_or(after, |at| &after[..at]);
        if alone && rest.trim().is_empty() {
            let from = before.trim_end_matches([' ', '\t']).len() - 1;
            self.all.push((from, end + rest.len(), String::new()));
        } else {
            self.all.push((start, end, String::new()));
        }
    }

    pub(super) fn insert(&mut self, at: usize, new: String) {
        self.all.push((at, at, new));
    }

    /// The text with all of them made.
    pub(super) fn applied(mut self, text: &str) -> String {
        // What is put in where something is taken out or replaced stands behind it.
        self.all.sort_by_key(|(start, end, _)| (*start, *end));
        let mut out = String::with_capacity(text.len() * 2);
        let mut at = 0;
        for (start, end, new) in self.all {
            let (start, end) = (start.min(text.len()), end.min(text.len()));
            if start >= at {
                out.push_str(text.get(at..start).unwrap_or_default());
                at = start;
            }
            out.push_str(&new);
            at = at.max(end);
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}
