//! The front door: texts in, a book and everything that is wrong with it out.

use crate::diagnostic::{Code, Finding, Severity};
use crate::model::Book;
use crate::source::{FileId, Sources, Span, limits};
use crate::syntax::{Parsed, tree::File};
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

/// As [`compile`]; calls `begins` with the name of each phase and each check as it begins, some of them once for each
/// file or flow. Somebody with a clock can so tell where the time goes.
pub fn compile_observed(sources: &Sources, begins: &mut dyn FnMut(&'static str)) -> Compiled {
    let parsed: Vec<Parsed> =
        sources.iter().map(|(id, source)| syntax::parse_observed(id, source, begins)).collect();
    let parsed: Vec<&Parsed> = parsed.iter().collect();
    assemble(sources, &parsed, begins)
}

/// From the trees of all files, in the files' order, to a book.
pub(crate) fn assemble(
    sources: &Sources,
    parsed: &[&Parsed],
    begins: &mut dyn FnMut(&'static str),
) -> Compiled {
    begins("resolve");
    let mut findings: Vec<Finding> = parsed.iter().flat_map(|p| &p.findings).cloned().collect();
    let lost: BTreeSet<String> = parsed.iter().flat_map(|p| &p.lost).cloned().collect();
    let files: Vec<&File> = parsed.iter().map(|p| &p.file).collect();
    let unread = findings.iter().any(|f| f.severity() == Severity::Error);
    let resolve::Resolved { mut book, findings: resolved, flows_sound } =
        resolve::resolve(&files, sources, &lost);
    findings.extend(resolved);
    if !unread && book.flows.is_empty() && findings.iter().all(|f| f.severity() != Severity::Error) {
        findings.push(
            Finding::new(Code::EmptyBook, Span::new(FileId(0), 0, 0), words!("book-without-flow"))
                .here(words!("book-without-flow.here"))
                .mend(words!("book-without-flow.mend")),
        );
    }
    let broken = findings.iter().any(|f| f.severity() == Severity::Error);
    if broken && !unread && flows_sound {
        // Rules and scenarios speak of what the flows don't have. Often the flows are what is wrong.
        book.rules.clear();
        book.scenarios.clear();
        let errors = check::check_observed(&book, begins).into_iter();
        findings.extend(errors.filter(|f| f.severity() == Severity::Error));
    }
    let book = (!broken).then_some(book);
    if let Some(book) = &book {
        findings.extend(check::check_observed(book, begins));
    }
    begins("order of findings");
    findings.sort_by(|a, b| (a.at, a.code, &a.message).cmp(&(b.at, b.code, &b.message)));
    findings.dedup();
    Compiled { book, findings: cut(findings) }
}

/// Keeps the first findings of each file; the rest is counted. Nobody reads a thousand, and each costs time to show.
fn cut(findings: Vec<Finding>) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::new();
    let mut rest: Option<(Finding, usize)> = None;
    let mut kept = 0;
    for finding in findings {
        if out.last().is_none_or(|last| last.at.file != finding.at.file) && rest.is_none() {
            kept = 0;
        }
        if let Some((first, _)) = &rest
            && first.at.file != finding.at.file
        {
            out.extend(rest.take().map(too_many));
            kept = 0;
        }
        // What the parser has counted already is not counted again.
        if kept < limits::FINDINGS_PER_FILE_MAX || finding.code == Code::TooManyFindings {
            kept += 1;
            out.push(finding);
        } else {
            rest = Some(rest.map_or((finding, 1), |(first, n)| (first, n + 1)));
        }
    }
    out.extend(rest.map(too_many));
    out
}

fn too_many((first, count): (Finding, usize)) -> Finding {
    Finding::new(Code::TooManyFindings, first.at, words!("more-findings", count = count))
        .here(words!("more-findings.here"))
        .mend(words!("more-findings.mend"))
}
