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

/// All pieces of a text.
#[derive(Debug)]
pub(super) struct Pieces<'t> {
    text: &'t str,
    all: Vec<Piece>,
}

impl<'t> Pieces<'t> {
    /// Those that pest found in a text.
    pub(super) fn new(text: &'t str, pairs: Pairs<'t, Rule>) -> Self {
        // No text is longer than four bytes can count.
        let of = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let tokens = pairs.tokens();
        let mut all: Vec<Piece> = Vec::with_capacity(tokens.len() / 2);
        let mut open: Vec<usize> = Vec::new();
        for token in tokens {
            match token {
                Token::Start { rule, pos } => {
                    open.push(all.len());
                    all.push(Piece { rule, start: of(pos.pos()), end: 0, count: 0 });
                }
                Token::End { pos, .. } => {
                    let Some(first) = open.pop() else { continue };
                    let count = of(all.len() - first);
                    let piece = &mut all[first];
                    (piece.end, piece.count) = (of(pos.pos()), count);
                }
            }
        }
        Self { text, all }
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
