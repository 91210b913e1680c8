//! Trees to model: names resolved across the files of a book, types checked.
//!
//! First all names are declared, then all bodies resolved; so the order of items and files doesn't matter. A name that
//! may have been defined in a stretch that could not be read is not reported as missing.

mod calls;
mod document;
mod edges;
mod expr;
mod flow;
mod index;
mod names;
mod nodes;
mod rules;
mod scenarios;
mod table;
mod types;
mod uses;
mod vocabulary;

use crate::diagnostic::{Finding, Gathered};
use crate::model::{Book, Choice};
use crate::source::Sources;
use crate::syntax::tree::{File, Item, Statement};
use names::Names;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Ids that are only looked up, tens of thousands of times.
type Ids = hashbrown::HashSet<String, foldhash::fast::FixedState>;

/// Lists of choices and where each name stands in them, by the lists' addresses. Only looked up.
type Choices = hashbrown::HashMap<usize, (Arc<[Choice]>, index::Index), foldhash::fast::FixedState>;

/// What resolving needs and gathers.
struct Resolver<'a> {
    book: Book,
    names: Names<'a>,
    flows: Vec<flow::Signature>,
    /// Choices of the larger types by name; each list lives as long as its address is a key.
    choices: Choices,
    /// Ids of the document's clauses.
    clauses: Ids,
    /// Ids of its sections.
    sections: Ids,
    findings: Gathered,
    /// All that rules and scenarios speak of could be read and resolved: what they don't find is not there.
    whole: bool,
}

/// What resolving gives.
pub(crate) struct Resolved {
    pub(crate) book: Book,
    pub(crate) findings: Gathered,
    /// All but rules and scenarios is without errors: the flows can be checked.
    pub(crate) flows_sound: bool,
}

/// Findings of one book after which no more are looked for: they would only be counted, and suggestions cost time.
const FINDINGS_MAX: usize = 10 * crate::source::limits::FINDINGS_PER_FILE_MAX;

impl Resolver<'_> {
    fn say(&mut self, finding: Finding) {
        if !self.is_full() {
            self.findings.push(finding);
        }
    }

    /// Has enough been found? Not before an error is among it: the book must not pass for whole.
    const fn is_full(&self) -> bool {
        self.findings.has_errors() && self.findings.len() >= FINDINGS_MAX
    }
}

/// The statements of each flow of a book, in order. They are most of its trees: whose trees nobody needs afterwards gives
/// them away, and the model of one flow is made of the memory of the one before.
pub(crate) type Bodies<'a> = Vec<Cow<'a, [Statement]>>;

/// Resolves the files of a book. The book is whole only if no finding is an error.
pub(crate) fn resolve(
    files: &[&File],
    bodies: Bodies<'_>,
    sources: &Sources,
    lost: &BTreeSet<&str>,
) -> Resolved {
    let mut findings = Gathered::default();
    let visible = uses::visible(files, sources, &mut findings);
    let names = Names::declare(files, visible, lost, &mut findings);
    let book = Book { files: sources.iter().map(|(_, f)| f.path.clone()).collect(), ..Book::default() };
    let mut r = Resolver {
        book,
        names,
        flows: Vec::new(),
        choices: Choices::default(),
        clauses: Ids::default(),
        sections: Ids::default(),
        findings,
        whole: true,
    };
    let items = || files.iter().copied().flat_map(|f| &f.items);

    // What others refer to comes first; each list is in the order in which its names were declared.
    r.document_and_zone(items());
    for item in items() {
        match item {
            Item::Lane(d) => r.lane(d),
            Item::System(d) => r.system(d),
            Item::Event(d) => r.event(d),
            Item::Action(d) => r.action(d),
            Item::Message(d) => r.message(d),
            Item::Setting(s) => r.setting(s),
            Item::Calendar(c) => r.calendar(c),
            _ => {}
        }
    }
    for item in items() {
        if let Item::Hours(h) = item {
            r.hours(h);
        }
    }
    r.declare_tables(items());
    let tables = items().filter_map(|item| if let Item::Table(t) = item { Some(t) } else { None });
    for (index, table) in tables.enumerate() {
        r.table(index, table);
    }
    let flows = || items().filter_map(|item| if let Item::Flow(f) = item { Some(f) } else { None });
    for (flow, body) in flows().zip(&bodies) {
        r.declare_flow(flow, body);
    }
    for (flow, body) in flows().zip(bodies) {
        r.flow(flow, &body);
    }
    r.calls_in_a_circle();
    let flows_sound = !r.findings.has_errors();
    r.whole = flows_sound && lost.is_empty();
    for item in items() {
        if let Item::Rule(rule) = item {
            r.rule(rule);
        }
    }
    for item in items() {
        if let Item::Scenario(s) = item {
            r.scenario(s);
        }
    }
    Resolved { book: r.book, findings: r.findings, flows_sound }
}

#[cfg(test)]
mod tests;
