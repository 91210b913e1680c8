//! Pairs of the grammar to tree. Values are checked here (does that day exist?), shapes by the grammar, names later.

mod arrows;
mod expr;
mod flow;
mod items;
pub(crate) mod literal;
mod rules;
mod scenarios;
mod tables;

use super::parse::Rule;
use super::{recover, tree};
use crate::diagnostic::{Code, Finding, Gathered};
use crate::source::{FileId, Span, Spanned, limits};
use crate::words;
use std::cell::RefCell;
use std::collections::BTreeSet;

pub(super) use super::pieces::Pair;

/// What building needs and gathers.
pub(super) struct Builder<'s> {
    id: FileId,
    /// The text as it was written; the scanned one may have closing brackets after it.
    source: &'s str,
    pub(super) findings: Gathered,
    pub(super) lost: BTreeSet<String>,
    /// Names longer than a name may be.
    long: RefCell<Vec<Span>>,
    /// Clauses and statements of the blocks that are read just now, the outer ones' first: so that each block's list is made
    /// once, of the right length.
    clauses: Vec<tree::Clause>,
    body: Vec<tree::Statement>,
}

impl<'s> Builder<'s> {
    pub(super) fn new(id: FileId, source: &'s str) -> Self {
        Self {
            id,
            source,
            findings: Gathered::default(),
            lost: BTreeSet::new(),
            long: RefCell::default(),
            clauses: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Some items; whether the file ends behind them.
    pub(super) fn some(&mut self, some: Pair<'_>, items: &mut Vec<tree::Item>) -> bool {
        for pair in some.into_inner() {
            match pair.as_rule() {
                Rule::EOI => return true,
                Rule::bad_item => self.bad(&pair, recover::Within::File),
                _ => items.extend(self.item(pair)),
            }
        }
        false
    }

    /// The file has ended.
    pub(super) fn end(&mut self) {
        for at in self.long.take() {
            self.say(
                Finding::new(Code::FileTooBig, at, words!("name-too-long", most = limits::NAME_BYTES_MAX))
                    .here(words!("name-too-long.here"))
                    .mend(words!("name-too-long.mend")),
            );
        }
    }

    /// A place in the source. The scanned text can begin a token inside of a letter: where a curly quote was made straight.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let of = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span::new(
            self.id,
            of(self.source.floor_char_boundary(start)),
            of(self.source.ceil_char_boundary(end.min(self.source.len()))),
        )
    }

    /// The place of a pair, without white space at its end.
    pub(super) fn at(&self, pair: &Pair<'_>) -> Span {
        let text = pair.as_str();
        // Most end with a letter or a sign.
        let ends = text.as_bytes().last().is_some_and(u8::is_ascii_graphic);
        let text = if ends { text } else { text.trim_end() };
        self.span(pair.start(), pair.start() + text.len())
    }

    pub(super) fn say(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(super) fn name(&self, pair: &Pair<'_>) -> tree::Name {
        let (text, at) = (pair.as_str(), self.at(pair));
        if text.len() > limits::NAME_BYTES_MAX {
            self.long.borrow_mut().push(at);
        }
        Spanned::new(text.into(), at)
    }

    /// A stretch that could not be read.
    pub(super) fn bad(&mut self, pair: &Pair<'_>, within: recover::Within) {
        let at = self.at(pair);
        self.lose(pair.as_str());
        let finding = recover::explain(pair.as_str().trim_end(), at, within);
        self.say(finding);
    }

    pub(super) fn lose(&mut self, text: &str) {
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty());
        let words: Vec<&str> = words.collect();
        // A name may have been written as two words.
        self.lost.extend(words.windows(2).take(2).map(|pair| pair.join("_")));
        self.lost.extend(words.into_iter().map(str::to_owned));
    }

    /// Remembers a value that may be given once.
    pub(super) fn once<T>(&mut self, slot: &mut Option<T>, value: T, at: Span, what: &str) {
        if slot.is_some() {
            self.say(
                Finding::new(Code::GivenTwice, at, words!("given-twice", what = what))
                    .here(words!("given-twice.here"))
                    .mend(words!("given-twice.mend")),
            );
        } else {
            *slot = Some(value);
        }
    }

    /// A text between quotes, its escapes resolved.
    pub(super) fn text(&mut self, pair: &Pair<'_>) -> tree::Text {
        let at = self.at(pair);
        let raw = pair.as_str();
        let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
        if inner.len() > limits::TEXT_BYTES_MAX {
            self.say(
                Finding::new(
                    Code::FileTooBig,
                    at,
                    words!("text-too-long", kibibytes = limits::TEXT_BYTES_MAX / 1024),
                )
                .here(words!("text-too-long.here"))
                .mend(words!("text-too-long.mend")),
            );
        }
        if !inner.contains('\\') {
            return Spanned::new(inner.to_owned(), at);
        }
        let mut out = String::with_capacity(inner.len());
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            if c != '\\' {
                out.push(c);
                continue;
            }
            match chars.next() {
                Some('n') => out.push('\n'),
                Some(c @ ('"' | '\\')) => out.push(c),
                other => {
                    let shown = other.map(String::from).unwrap_or_default();
                    self.say(
                        Finding::new(Code::BadLiteral, at, words!("bad-escape", escape = shown))
                            .here(words!("bad-escape.here"))
                            .mend(words!("bad-escape.mend")),
                    );
                    out.extend(other);
                }
            }
        }
        Spanned::new(out, at)
    }
}
