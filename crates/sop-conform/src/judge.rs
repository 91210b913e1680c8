//! The register held against the flows: one file a judgement, all of them pure.
//!
//! | file | codes | asks |
//! |---|---|---|
//! | `coverage` | C1 | is every clause worked in, by something that cites it? |
//! | `stale` | C2 | does the register still say what the document says? |
//! | `who` | C3 | does the step lie with whom the document says? |
//! | `order` | C4 | is what comes first in the document reached first? |
//! | `answers` | C5 | has each branch of the document its arrow, and does it lead where the next clause says? |
//! | `times`, `phrases` | C6 | are times and prescribed words kept? |
//! | `applications` | C7 | which applications are used, given up, not named? |
//! | `faults` | C8 | what does the document itself leave open? |
//! | `figures` | C9 | what is cited, derived, assumed? |

mod answers;
mod applications;
mod coverage;
mod faults;
mod figures;
mod kinds;
mod order;
mod phrases;
mod places;
mod stale;
mod text;
mod times;
mod walk;
mod who;

#[cfg(test)]
mod tests;

use crate::compare::Change;
use sop_core::diagnostic::{Code, Finding, Severity};
use sop_core::model::{Book, Clause, Document, Ground};
use sop_core::source::Span;
use sop_core::words;

pub use figures::{Assumption, ClauseState, Counts, FlowFigures, SectionFigures};
pub(crate) use places::grounded;
pub use places::{Cite, How, Place, Places};

/// Something that was found, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What is wrong, where in the book, why it matters, what mends it.
    pub finding: Finding,
    /// The clause that it is about.
    pub clause: Option<String>,
    /// The section that it is about.
    pub section: Option<String>,
    /// Page of the document, from 1.
    pub page: Option<u32>,
    /// The same for the same fault as long as names and clause numbers stay: for lists of known findings.
    pub key: String,
}

impl Judged {
    /// Of the book or the document as a whole.
    fn whole(finding: Finding, subject: &str) -> Self {
        let key = format!("{} {subject}", finding.code);
        Self { finding, clause: None, section: None, page: None, key }
    }

    /// Of a section.
    fn of_section(finding: Finding, section: &str, page: Option<u32>, more: &str) -> Self {
        let key = format!("{} {section}{more}", finding.code);
        Self { finding, clause: None, section: Some(section.to_owned()), page, key }
    }

    /// Of a clause; where the finding stands elsewhere, the clause is shown beside it.
    fn of_clause(mut finding: Finding, clause: &Clause, more: &str) -> Self {
        if finding.at != clause.at && finding.labels.iter().all(|l| l.at != clause.at) {
            finding = finding.label(clause.at, words!("conform-clause-here", page = clause.page));
        }
        let key = format!("{} {}{more}", finding.code, clause.id);
        Self {
            finding,
            clause: Some(clause.id.clone()),
            section: Some(section_of(&clause.id).to_owned()),
            page: Some(clause.page),
            key,
        }
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.finding.severity()
    }
}

/// All that was found out about a book.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// What is wrong or open: by section in the document's order, then by code.
    pub findings: Vec<Judged>,
    /// How each section is worked in.
    pub sections: Vec<SectionFigures>,
    /// On what each flow rests; last what all flows share.
    pub flows: Vec<FlowFigures>,
    /// What the process owner has to confirm.
    pub assumptions: Vec<Assumption>,
    /// What speaks of each clause.
    pub places: Places,
}

/// Judges a book against its register. `changes` are those of the register against the document, if that was read.
pub fn judge(book: &Book, changes: Option<&[Change]>) -> Judgement {
    let places = Places::of(book);
    let Some(document) = &book.document else { return without_document(book, places) };
    let case = Case { book, document, places: &places };
    let mut findings = Vec::new();
    if let Some(changes) = changes {
        stale::check(&case, changes, &mut findings);
    }
    stale::adopted(&case, &mut findings);
    coverage::check(&case, &mut findings);
    who::check(&case, &mut findings);
    order::check(&case, &mut findings);
    answers::check(&case, &mut findings);
    times::check(&case, &mut findings);
    phrases::check(&case, &mut findings);
    applications::check(&case, &mut findings);
    faults::check(&case, &mut findings);
    let assumptions = figures::assumptions(book);
    findings.extend(assumptions.iter().map(figures::to_confirm));
    let rank = |section: &Option<String>| {
        section.as_ref().and_then(|s| document.sections.iter().position(|d| d.id == *s)).unwrap_or(usize::MAX)
    };
    let line = |j: &Judged| {
        let clause = j.clause.as_ref().and_then(|id| document.clauses.iter().position(|c| c.id == *id));
        (j.finding.code.severity() == Severity::Note, rank(&j.section), clause)
    };
    findings.sort_by(|a, b| {
        line(a).cmp(&line(b)).then(a.finding.code.cmp(&b.finding.code)).then(a.finding.at.cmp(&b.finding.at))
    });
    findings.dedup_by(|b, a| a.key == b.key && a.finding.code == b.finding.code);
    Judgement {
        sections: figures::sections(&case),
        flows: figures::flows(book, &places),
        assumptions,
        findings,
        places,
    }
}

/// Judges a book that may have mistakes of its own: they come first, each with the clause on which its place rests.
pub fn judge_with(book: &Book, mistakes: &[Finding], changes: Option<&[Change]>) -> Judgement {
    let mut judgement = judge(book, changes);
    let errors = mistakes.iter().filter(|f| f.severity() == Severity::Error);
    let own: Vec<Judged> = errors.map(|f| mistake(book, f)).collect();
    judgement.findings.splice(0..0, own);
    judgement
}

/// A mistake of the book alone.
fn mistake(book: &Book, finding: &Finding) -> Judged {
    let mut judged = Judged::whole(finding.clone(), &finding.message.to_string());
    let touches =
        |at: &Span| at.file == finding.at.file && at.start <= finding.at.end && finding.at.start <= at.end;
    let grounds = places::grounded(book).into_iter().filter(|(_, at, _)| touches(at)).flat_map(|(_, _, g)| g);
    let clause = grounds.filter_map(|g| match g {
        Ground::Cited { clause, .. } => Some(clause),
        _ => None,
    });
    let known = |id: &&String| book.document.as_ref().and_then(|d| d.clauses.iter().find(|c| c.id == **id));
    if let Some(clause) = clause.into_iter().find_map(|id| known(&id)) {
        judged.clause = Some(clause.id.clone());
        judged.section = Some(section_of(&clause.id).to_owned());
        judged.page = Some(clause.page);
    }
    judged
}

/// A book without a register has nothing that it could be held against.
fn without_document(book: &Book, places: Places) -> Judgement {
    let at = book.flows.first().map_or_else(Span::default, |f| f.at);
    let finding = Finding::new(Code::NotAdopted, at, words!("conform-no-document"))
        .here(words!("conform-no-document.here"))
        .mend(words!("conform-no-document.mend"));
    let assumptions = figures::assumptions(book);
    let mut findings = vec![Judged::whole(finding, "document")];
    findings.extend(assumptions.iter().map(figures::to_confirm));
    Judgement { findings, sections: Vec::new(), flows: figures::flows(book, &places), assumptions, places }
}

/// What every judgement looks at.
struct Case<'a> {
    book: &'a Book,
    document: &'a Document,
    places: &'a Places,
}

impl<'a> Case<'a> {
    /// The flows that follow a section.
    fn following(&self, section: &str) -> impl Iterator<Item = usize> + use<'a, '_> {
        let section = section.to_owned();
        (0..self.book.flows.len()).filter(move |i| self.book.flows[*i].follows.contains(&section))
    }

    /// Does the document want this clause done?
    fn procedural(&self, clause: &Clause) -> bool {
        kinds::procedural(self, clause)
    }
}

/// The section in which a clause stands, by its id.
pub(crate) fn section_of(clause: &str) -> &str {
    match clause.split_once('/') {
        Some((section, _)) => section,
        // `5.3` stands in 5, `3` is a section itself.
        None => clause.rsplit_once('.').map_or(clause, |(section, _)| section),
    }
}
