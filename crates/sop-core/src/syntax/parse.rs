//! From text to tree: scan, read by the grammar, build.

use super::build::Builder;
use super::pieces::Pieces;
use super::{scan, tree};
use crate::diagnostic::{Code, Finding, Gathered};
use crate::source::{FileId, SourceFile, Span, limits};
use crate::words;
use pest::Parser;
use std::collections::BTreeSet;

mod grammar {
    #[derive(pest_derive::Parser, Debug)]
    #[grammar = "syntax/grammar.pest"]
    pub(super) struct Grammar;
}

pub(crate) use grammar::Rule;

/// A piece of a text, as the grammar sees it.
pub(crate) type Pair<'t> = pest::iterators::Pair<'t, Rule>;

/// The items of a text that has no mistakes; `None` if the grammar can't read it.
pub(crate) fn pairs(text: &str) -> Option<Vec<Pair<'_>>> {
    let file = grammar::Grammar::parse(Rule::file, text).ok()?.next()?;
    Some(file.into_inner().collect())
}

/// How many pieces pest makes of a text by the grammar alone: what reading is measured against. `None` if there is a mistake in it.
#[doc(hidden)]
pub fn bare(text: &str) -> Option<usize> {
    grammar::Grammar::parse(Rule::file, text).ok().map(|pairs| pairs.flatten().count())
}

/// A file as far as it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The tree.
    pub file: tree::File,
    /// What is wrong with the text.
    pub findings: Vec<Finding>,
    /// Words of the stretches that could not be read. A name that is missing elsewhere may have been defined there.
    pub lost: BTreeSet<String>,
}

/// Reads a file. Takes any bytes; takes time in proportion to their number.
pub fn parse(id: FileId, source: &SourceFile) -> Parsed {
    parse_observed(id, source, &mut |_| {})
}

/// As [`parse`]; tells the name of each phase as it begins.
pub(crate) fn parse_observed(
    id: FileId,
    source: &SourceFile,
    begins: &mut dyn FnMut(&'static str),
) -> Parsed {
    begins("scan");
    let mut findings = Gathered::default();
    if let Some(at) = source.invalid_utf8 {
        let at = place(id, at as usize, &source.text);
        findings.push(
            Finding::new(Code::InvalidUtf8, at, words!("invalid-utf8"))
                .here(words!("invalid-utf8.here"))
                .mend(words!("invalid-utf8.mend")),
        );
    }
    if source.text.len() > limits::FILE_BYTES_MAX {
        findings.push(
            Finding::new(
                Code::FileTooBig,
                place(id, 0, &source.text),
                words!("file-too-long", mebibytes = limits::FILE_BYTES_MAX / (1024 * 1024)),
            )
            .here(words!("file-too-long.here"))
            .mend(words!("file-too-long.mend")),
        );
        return Parsed {
            file: tree::File { id, items: Vec::new() },
            findings: findings.first().flat_map(|(of, _)| of).collect(),
            lost: BTreeSet::new(),
        };
    }
    let scanned = scan::scan(id, &source.text);
    findings.append(scanned.findings);
    let mut builder = Builder::new(id, &source.text);
    begins("grammar");
    let items = items(&mut builder, &scanned.text, id, &source.text);
    // A stretch that could not be read for a sign in it has been told by the sign.
    let signs: Vec<Span> = findings.iter().filter(|f| f.message.id() == "wrong-sign").map(|f| f.at).collect();
    let about_a_sign = |f: &Finding| {
        matches!(f.code, Code::UnexpectedText | Code::MissingPart)
            && signs.iter().any(|s| f.at.start <= s.start && s.end <= f.at.end)
    };
    builder.findings.retain(|f| !about_a_sign(f));
    findings.append(builder.findings);
    for finding in findings.iter_mut() {
        snap(&mut finding.at, &source.text);
        finding.labels.iter_mut().for_each(|label| snap(&mut label.at, &source.text));
    }
    Parsed { file: tree::File { id, items }, findings: cut(findings), lost: builder.lost }
}

/// Reads a text that was scanned, some items at a time.
fn items(builder: &mut Builder<'_>, text: &str, id: FileId, source: &str) -> Vec<tree::Item> {
    let (mut items, mut pieces, mut from) = (Vec::new(), Pieces::of(text), 0);
    loop {
        let unread = match grammar::Grammar::parse(Rule::some, &text[from..]) {
            Ok(pairs) => {
                pieces.read(from, &pairs);
                drop(pairs);
                let Some(some) = pieces.iter().next() else { break };
                if builder.some(some, &mut items) {
                    break;
                }
                let on = some.end();
                if on > from {
                    from = on;
                    continue;
                }
                on
            }
            Err(e) => match e.location {
                pest::error::InputLocation::Pos(p) | pest::error::InputLocation::Span((p, _)) => from + p,
            },
        };
        // The scanner leaves nothing that the grammar can't pass over; should it do so all the same, say where.
        builder.say(
            Finding::new(Code::UnexpectedText, place(id, unread, source), words!("unreadable-file"))
                .here(words!("unreadable-file.here"))
                .mend(words!("unreadable-file.mend")),
        );
        break;
    }
    builder.end();
    items
}

/// Keeps the first findings of a file; the rest is counted.
fn cut(findings: Gathered) -> Vec<Finding> {
    let (mut findings, rest) = findings.first().next().unwrap_or_default();
    let more = findings.last().and_then(|last| rest.told(last));
    findings.extend(more);
    findings
}

/// Lets a place begin and end at letters of the source: the text that was read may have shorter ones.
fn snap(at: &mut Span, text: &str) {
    let of = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    at.start = of(text.floor_char_boundary(at.start as usize));
    at.end = of(text.ceil_char_boundary((at.end as usize).min(text.len())));
}

/// One character at an offset.
fn place(id: FileId, offset: usize, text: &str) -> Span {
    let mut start = offset.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
    Span::new(id, u32::try_from(start).unwrap_or(u32::MAX), u32::try_from(end).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
