//! The front door: texts in, a book and everything that is wrong with it out.

use crate::diagnostic::{Code, Finding, Gathered, Severity};
use crate::model::Book;
use crate::resolve::Bodies;
use crate::source::{FileId, Sources, Span, limits};
use crate::syntax::Parsed;
use crate::syntax::tree::{File, Item};
use crate::{check, resolve, syntax, words};
use std::collections::BTreeSet;

/// A book as far as it could be understood.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The model; `None` when a text could not be read or a name not be resolved.
    pub book: Option<Book>,
    /// All that is wrong, in order of files and places.
    pub findings: Vec<Finding>,
}

impl Compiled {
    /// True if a case may be run: nothing worse than a warning was found.
    pub fn is_sound(&self) -> bool {
        self.book.is_some() && self.findings.iter().all(|f| f.severity() != Severity::Error)
    }
}

/// Reads, resolves and checks a book.
///
/// Never fails and never panics, whatever the texts hold. Names are resolved although some text could not be read,
/// but a model is only given, and checked, when all of it could.
///
/// ```
/// let mut sources = sop_core::source::Sources::new();
/// sources.add("a.sop", r#"lane agent "Agent"  flow hello "Halo" { step greet by agent "Salam"  end done "Selesai" }"#);
/// let compiled = sop_core::compile(&sources);
/// assert!(compiled.is_sound());
/// assert_eq!(compiled.book.unwrap().flows[0].graph.node_count(), 2);
/// ```
pub fn compile(sources: &Sources) -> Compiled {
    compile_observed(sources, &mut |_| {})
}

/// Reads and resolves a book, and checks nothing more: for who wants its model, and has it checked elsewhere.
pub fn read(sources: &Sources) -> Compiled {
    let mut parsed = parse(sources, &mut |_| {});
    let bodies = given_away(&mut parsed);
    let parsed: Vec<&Parsed> = parsed.iter().collect();
    let (resolved, findings, _) = resolved(sources, &parsed, bodies);
    let broken = findings.has_errors();
    Compiled { book: (!broken).then_some(resolved.book), findings: in_order(findings) }
}

/// As [`compile`]; calls `begins` with the name of each phase and each check as it begins, some of them once for each
/// file or flow. Somebody with a clock can so tell where the time goes.
pub fn compile_observed(sources: &Sources, begins: &mut dyn FnMut(&'static str)) -> Compiled {
    let mut parsed = parse(sources, begins);
    let bodies = given_away(&mut parsed);
    let parsed: Vec<&Parsed> = parsed.iter().collect();
    assemble(sources, &parsed, bodies, begins)
}

fn parse(sources: &Sources, begins: &mut dyn FnMut(&'static str)) -> Vec<Parsed> {
    let end = first_past_limits(sources);
    let read = |(id, source)| match &end {
        Some((first, finding)) if id >= *first => unread(id, (id == *first).then(|| finding.clone())),
        _ => syntax::parse_observed(id, source, begins),
    };
    sources.iter().map(read).collect()
}

/// A file that is not read.
pub(crate) fn unread(id: FileId, finding: Option<Finding>) -> Parsed {
    let file = File { id, items: Vec::new() };
    Parsed { file, findings: finding.into_iter().collect(), lost: BTreeSet::new() }
}

/// The first file that is one too many for a book, or makes it too long, with what is said of it; from there on none is read.
pub(crate) fn first_past_limits(sources: &Sources) -> Option<(FileId, Finding)> {
    let mut bytes = 0;
    for (count, (id, source)) in sources.iter().enumerate() {
        bytes += source.text.len();
        let finding = |message| Finding::new(Code::FileTooBig, Span::new(id, 0, 0), message);
        if count >= limits::FILES_MAX {
            let finding = finding(words!("too-many-files", most = limits::FILES_MAX))
                .here(words!("too-many-files.here"))
                .mend(words!("too-many-files.mend"));
            return Some((id, finding));
        }
        if bytes > limits::BOOK_BYTES_MAX {
            let mebibytes = limits::BOOK_BYTES_MAX / (1024 * 1024);
            let finding = finding(words!("book-too-long", mebibytes = mebibytes))
                .here(words!("book-too-long.here"))
                .mend(words!("book-too-long.mend"));
            return Some((id, finding));
        }
    }
    None
}

/// The statements of all flows, taken out of their trees.
fn given_away(parsed: &mut [Parsed]) -> Bodies<'static> {
    let items = parsed.iter_mut().flat_map(|p| &mut p.file.items);
    items
        .filter_map(
            |item| if let Item::Flow(f) = item { Some(std::mem::take(&mut f.body).into()) } else { None },
        )
        .collect()
}

/// The statements of all flows, left where they are.
pub(crate) fn lent<'a>(parsed: &[&'a Parsed]) -> Bodies<'a> {
    let items = parsed.iter().flat_map(|p| &p.file.items);
    items
        .filter_map(|item| if let Item::Flow(f) = item { Some((&f.body[..]).into()) } else { None })
        .collect()
}

/// From the trees of all files, in the files' order, to a book.
pub(crate) fn assemble(
    sources: &Sources,
    parsed: &[&Parsed],
    bodies: Bodies<'_>,
    begins: &mut dyn FnMut(&'static str),
) -> Compiled {
    begins("resolve");
    let (resolve::Resolved { mut book, flows_sound, .. }, mut findings, unread) =
        resolved(sources, parsed, bodies);
    if book.flows.is_empty() && !findings.has_errors() {
        findings.push(
            Finding::new(Code::EmptyBook, Span::new(FileId(0), 0, 0), words!("book-without-flow"))
                .here(words!("book-without-flow.here"))
                .mend(words!("book-without-flow.mend")),
        );
    }
    let broken = findings.has_errors();
    if broken && !unread && flows_sound {
        // Rules and scenarios speak of what the flows don't have. Often the flows are what is wrong.
        book.rules.clear();
        book.scenarios.clear();
        let mut errors = check::check_observed(&book, begins);
        errors.retain(|f| f.severity() == Severity::Error);
        findings.append(errors);
    }
    let book = (!broken).then_some(book);
    if let Some(book) = &book {
        findings.append(check::check_observed(book, begins));
    }
    begins("order of findings");
    Compiled { book, findings: in_order(findings) }
}

/// What the names of the trees mean, what is wrong up to there, and whether some text could not be read.
fn resolved(
    sources: &Sources,
    parsed: &[&Parsed],
    bodies: Bodies<'_>,
) -> (resolve::Resolved, Gathered, bool) {
    let mut findings = Gathered::default();
    findings.extend(parsed.iter().flat_map(|p| &p.findings).cloned());
    let lost: BTreeSet<&str> = parsed.iter().flat_map(|p| &p.lost).map(String::as_str).collect();
    let files: Vec<&File> = parsed.iter().map(|p| &p.file).collect();
    let unread = findings.has_errors();
    let mut resolved = resolve::resolve(&files, bodies, sources, &lost);
    findings.append(std::mem::take(&mut resolved.findings));
    (resolved, findings, unread)
}

/// The first findings of each file, in order; the rest is counted. Nobody reads a thousand, and each costs time to show.
fn in_order(findings: Gathered) -> Vec<Finding> {
    let mut out = Vec::new();
    for (findings, let_go) in findings.first() {
        // What the parser has counted already is not counted again.
        let more = findings.last().and_then(|last| let_go.told(last));
        out.extend(findings);
        out.extend(more);
    }
    out
}

#[cfg(test)]
mod tests;
