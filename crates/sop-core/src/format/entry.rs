//! What stands on a line of its own: items, statements, clauses - with their blocks and grounds.

use super::tokens::{self, Token};
use crate::syntax::parse::{Pair, Rule};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A file, as far as its layout needs it.
pub(super) struct File<'t> {
    pub(super) entries: Vec<Entry<'t>>,
    pub(super) comments: Vec<Token<'t>>,
    /// Brackets that follow a name directly.
    pub(super) calls: BTreeSet<usize>,
}

/// Something that begins a line.
#[derive(Debug)]
pub(super) struct Entry<'t> {
    pub(super) rule: Rule,
    /// Its own tokens: up to its block, if it has one.
    pub(super) head: Vec<Token<'t>>,
    /// The grounds behind an arrow or a row.
    pub(super) grounds: Vec<Vec<Token<'t>>>,
    pub(super) block: Option<Block<'t>>,
    pub(super) start: usize,
    /// Behind its last token.
    pub(super) end: usize,
}

/// A block in braces.
#[derive(Debug)]
pub(super) struct Block<'t> {
    pub(super) open: usize,
    pub(super) close: usize,
    pub(super) entries: Vec<Entry<'t>>,
}

impl<'t> File<'t> {
    pub(super) fn of(text: &'t str, pairs: Vec<Pair<'t>>) -> Self {
        let (mut whole, mut lists, mut calls) = (Vec::new(), Vec::new(), BTreeSet::new());
        for pair in &pairs {
            for p in pair.clone().into_inner().flatten().chain([pair.clone()]) {
                let span = (p.as_span().start(), p.as_span().start() + p.as_str().trim_end().len());
                match p.as_rule() {
                    Rule::clause_id
                    | Rule::code
                    | Rule::date
                    | Rule::time
                    | Rule::duration
                    | Rule::number
                    | Rule::offset => whole.push(span),
                    Rule::one_of => lists.push(span),
                    Rule::args => _ = calls.insert(span.0),
                    _ => {}
                }
            }
        }
        whole.sort_unstable();
        lists.sort_unstable();
        let (comments, tokens): (Vec<Token<'t>>, Vec<Token<'t>>) =
            tokens::tokens(text, &whole).into_iter().partition(Token::is_comment);
        let build = Build { tokens, lists };
        let entries = build.entries(pairs);
        Self { entries, comments, calls }
    }
}

struct Build<'t> {
    tokens: Vec<Token<'t>>,
    /// Stretches of `one of { … }`: their braces open no block.
    lists: Vec<(usize, usize)>,
}

impl<'t> Build<'t> {
    fn entries(&self, pairs: Vec<Pair<'t>>) -> Vec<Entry<'t>> {
        let mut out: Vec<Entry<'t>> = Vec::new();
        for pair in pairs {
            if pair.as_rule() == Rule::EOI {
                continue;
            }
            if is_ground(pair.as_rule())
                && let Some(last) = out.last_mut().filter(|e| is_arrow(e.rule) || e.rule == Rule::row)
            {
                let tokens = self.within(pair.as_span().start(), pair.as_span().end()).to_vec();
                last.end = tokens.last().map_or(last.end, Token::end);
                last.grounds.push(tokens);
                continue;
            }
            out.push(self.entry(pair));
        }
        out
    }

    fn entry(&self, pair: Pair<'t>) -> Entry<'t> {
        let (rule, start, end) = (pair.as_rule(), pair.as_span().start(), pair.as_span().end());
        let tokens = self.within(start, end);
        let end = tokens.last().map_or(start, Token::end);
        let open = tokens.iter().position(|t| t.text == "{" && !self.in_list(t.start));
        let Some(open) = open else {
            return Entry { rule, head: tokens.to_vec(), grounds: Vec::new(), block: None, start, end };
        };
        let (open_at, close_at) = (tokens[open].start, tokens.last().map_or(end, |t| t.start));
        let inner = clauses(pair).into_iter().filter(|p| p.as_span().start() > open_at).collect();
        let block = Block { open: open_at, close: close_at, entries: self.entries(inner) };
        let head = tokens[..open].to_vec();
        Entry { rule, head, grounds: Vec::new(), block: Some(block), start, end }
    }

    fn within(&self, start: usize, end: usize) -> &[Token<'t>] {
        let from = self.tokens.partition_point(|t| t.start < start);
        let to = self.tokens.partition_point(|t| t.start < end);
        &self.tokens[from..to]
    }

    fn in_list(&self, at: usize) -> bool {
        let next = self.lists.partition_point(|(start, _)| *start <= at);
        next > 0 && self.lists[..next].iter().rev().take(64).any(|(_, end)| at < *end)
    }
}

/// Is it a word of the language?
fn is_word(rule: Rule) -> bool {
    static WORDS: LazyLock<BTreeSet<Rule>> = LazyLock::new(|| {
        let all = Rule::all_rules().iter().copied();
        all.filter(|rule| format!("{rule:?}").starts_with("kw_")).collect()
    });
    WORDS.contains(&rule)
}

/// The pairs in a pair's block that stand on lines of their own.
fn clauses(pair: Pair<'_>) -> Vec<Pair<'_>> {
    let mut out = Vec::new();
    for p in pair.into_inner() {
        match p.as_rule() {
            Rule::block | Rule::clause_block | Rule::declared_block | Rule::setting_block | Rule::acts => {
                out.extend(clauses(p));
            }
            Rule::name
            | Rule::names
            | Rule::label
            | Rule::by
            | Rule::using
            | Rule::as_name
            | Rule::args
            | Rule::code
            | Rule::field
            | Rule::for_flows
            | Rule::for_flow
            | Rule::start_at
            | Rule::head_end => {}
            Rule::string => {}
            rule if is_word(rule) => {}
            _ => out.push(p),
        }
    }
    out
}

pub(super) const fn is_ground(rule: Rule) -> bool {
    matches!(rule, Rule::cites | Rule::derived | Rule::assumed)
}

pub(super) const fn is_arrow(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::then
            | Rule::silent
            | Rule::when
            | Rule::otherwise
            | Rule::on
            | Rule::after
            | Rule::at
            | Rule::within
            | Rule::failed
            | Rule::answer
    )
}

/// Blocks in which work stands are never put on one line.
pub(super) const fn holds_work(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::flow
            | Rule::stage
            | Rule::parallel
            | Rule::branch
            | Rule::document
            | Rule::calendar
            | Rule::table
            | Rule::scenario_item
    )
}
