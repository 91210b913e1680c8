//! What becomes of a mutant: found by the check, by a scenario, or by nobody; and whether the engine itself can come to grief.
//!
//! The engine is the judge of the checker: where the checker says nothing, random walks over the flows must find nothing either.

use super::text::{Mutant, Written};
use sop::diagnostic::{Finding, Lang};
use sop::kernel::Rejected;
use sop::model::{Book, FlowId};
use sop::scenario::explore::{Options, explore};
use sop::scenario::run::{Bench, Fault};
use sop::{Sources, Workspace};

/// What becomes of a mutant, the best first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// The text is the same as before, or says the same.
    Same,
    /// Found: the finding stands at the place that was changed, or names it.
    Here(&'static str),
    /// Found, but told of another place.
    Elsewhere(&'static str, String),
    /// The check is content, and a scenario of the book fails.
    Scenario(String),
    /// Nobody finds anything, the engine neither.
    Nobody,
    /// The check is content, and the engine comes to grief.
    Missed(String),
}

/// Judges mutants of one book.
pub(crate) struct Judge<'w> {
    written: &'w Written,
    workspace: Workspace,
    walks: u64,
}

impl<'w> Judge<'w> {
    pub(crate) fn new(written: &'w Written, walks: u64) -> Self {
        Self { written, workspace: Workspace::new(), walks }
    }

    pub(crate) fn judge(&mut self, mutant: &Mutant) -> Verdict {
        let sources = self.written.after(&mutant.edits);
        if sources == self.written.sources {
            return Verdict::Same;
        }
        let compiled = self.workspace.compile(&sources);
        if let Some(first) = compiled.findings.first() {
            if compiled.findings.iter().any(|f| self.near(mutant, f)) {
                return Verdict::Here(first.code.as_str());
            }
            return Verdict::Elsewhere(first.code.as_str(), told(&sources, first));
        }
        compiled.book.map_or(Verdict::Missed("no book and no finding".to_owned()), |b| self.run(&b))
    }

    /// Does it stand where something was changed, or name what was changed?
    fn near(&self, mutant: &Mutant, finding: &Finding) -> bool {
        let (file, range) = &mutant.around;
        let before = |e: &&super::text::Edit| e.file == *file && e.range.end <= range.start;
        let moved = |edits: &mut dyn Iterator<Item = &super::text::Edit>| -> isize {
            edits.map(|e| e.with.len().cast_signed() - e.range.len().cast_signed()).sum()
        };
        let start = range.start.strict_add_signed(moved(&mut mutant.edits.iter().filter(before)));
        let end = range.end.strict_add_signed(moved(
            &mut mutant
                .edits
                .iter()
                .filter(|e| e.file == *file && e.range.end <= range.end.max(e.range.start)),
        ));
        let touches = |at: sop::source::Span| {
            at.file == *file && (at.start as usize) <= end.max(start) && start <= at.end as usize
        };
        let named = |text: &str| {
            let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.into_iter().any(|w| mutant.names.iter().any(|n| n == w))
        };
        let labels = finding.labels.iter();
        touches(finding.at)
            || labels.clone().any(|l| touches(l.at))
            || named(&finding.message.to_string())
            || named(&finding.reason.to_string())
            || named(&finding.here.to_string())
            || labels.clone().any(|l| named(self.at(l.at)))
            || named(self.at(finding.at))
    }

    fn at(&self, at: sop::source::Span) -> &str {
        self.written.text(at.file).get(super::text::span(at)).unwrap_or("")
    }

    fn run(&self, book: &Book) -> Verdict {
        let mut scenario = None;
        {
            let bench = Bench::new(book);
            for s in &book.scenarios {
                if let Some(failure) = bench.run(s).failure {
                    if grief(book, &failure.fault) {
                        return Verdict::Missed(format!("scenario {}: {:?}", s.name, failure.fault));
                    }
                    scenario.get_or_insert_with(|| s.name.clone());
                }
            }
        }
        for flow in (0u16..).map(FlowId).take(book.flows.len()) {
            let explored = explore(book, flow, Options { walks: self.walks, seed: 7, lang: Lang::En });
            if let Some(found) = explored.found.first() {
                return Verdict::Missed(format!(
                    "{:?}\n{}",
                    found.failure.fault,
                    sop::render::scenario(book, &found.scenario)
                ));
            }
        }
        scenario.map_or(Verdict::Nobody, Verdict::Scenario)
    }
}

/// Is it more than an expectation that isn't met? A rule that is only watched may break, and a case that is waited for can
/// only be given up where its `cancelled` is taken: both are so by the language, and told to whoever runs the scenario.
fn grief(book: &Book, fault: &Fault) -> bool {
    match fault {
        Fault::Broken(broken) => book.rules.get(broken.rule).is_none_or(|r| r.watched.is_none()),
        Fault::EndNotTaken(why) => !matches!(why, Rejected::EndNotTaken(_)),
        Fault::Unbuilt(_) | Fault::Begin(_) | Fault::Timer(_) | Fault::Stuck | Fault::Unsteady(_) => true,
        Fault::Misfit(_) | Fault::Unmet(_) | Fault::Unknown(..) => false,
    }
}

fn told(sources: &Sources, finding: &Finding) -> String {
    let (line, _) = sources.line_column(finding.at.file, finding.at.start);
    let path = sources.get(finding.at.file).map_or("", |f| f.path.as_str());
    format!("{} {path}:{line} {}", finding.code, finding.message)
}
