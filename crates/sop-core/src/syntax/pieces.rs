//! What the grammar made of a text, as one flat list: each piece is followed by those inside of it. Trees are built from it
//! without counting who holds what, as pest's own pairs must.

use super::parse::Rule;
use pest::Token;
use pest::iterators::Pairs;

#[derive(Clone, Copy, Debug)]
struct Piece {
    rule: Rule,
    start: u32,
    end: u32,
    /// How many pieces it is, with those inside.
    count: u32,
}

/// The pieces of a stretch of a text.
#[derive(Debug)]
pub(super) struct Pieces<'t> {
    text: &'t str,
    all: Vec<Piece>,
    /// Of those that have not ended.
    open: Vec<usize>,
}

impl<'t> Pieces<'t> {
    /// None yet.
    pub(super) const fn of(text: &'t str) -> Self {
        Self { text, all: Vec::new(), open: Vec::new() }
    }

    /// Those that pest found in the text from a place on, instead of those before.
    pub(super) fn read(&mut self, from: usize, pairs: &Pairs<'_, Rule>) {
        // No text is longer than four bytes can count.
        let of = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.all.clear();
        for token in pairs.clone().tokens() {
            match token {
                Token::Start { rule, pos } => {
                    self.open.push(self.all.len());
                    self.all.push(Piece { rule, start: of(from + pos.pos()), end: 0, count: 0 });
                }
                Token::End { pos, .. } => {
                    let Some(first) = self.open.pop() else { continue };
                    let count = of(self.all.len() - first);
                    let piece = &mut self.all[first];
                    (piece.end, piece.count) = (of(from + pos.pos()), count);
                }
            }
        }
    }

    /// The outermost ones.
    pub(super) fn iter(&self) -> Inner<'_> {
        Inner { text: self.text, rest: &self.all }
    }
}

/// A piece of a text and what is inside of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'t> {
    text: &'t str,
    piece: Piece,
    inner: &'t [Piece],
}

impl<'t> Pair<'t> {
    pub(super) const fn as_rule(&self) -> Rule {
        self.piece.rule
    }

    pub(super) fn as_str(&self) -> &'t str {
        &self.text[self.start()..self.piece.end as usize]
    }

    /// Where it ends.
    pub(super) const fn end(&self) -> usize {
        self.piece.end as usize
    }

    /// Where it begins.
    pub(super) const fn start(&self) -> usize {
        self.piece.start as usize
    }

    /// The pieces directly in it.
    pub(super) const fn into_inner(self) -> Inner<'t> {
        Inner { text: self.text, rest: self.inner }
    }
}

/// Pieces beside each other.
#[derive(Clone, Debug)]
pub(super) struct Inner<'t> {
    text: &'t str,
    rest: &'t [Piece],
}

impl<'t> Iterator for Inner<'t> {
    type Item = Pair<'t>;

    fn next(&mut self) -> Option<Pair<'t>> {
        let piece = *self.rest.first()?;
        let (own, rest) = self.rest.split_at_checked(piece.count as usize)?;
        self.rest = rest;
        Some(Pair { text: self.text, piece, inner: own.get(1..).unwrap_or_default() })
    }
}
