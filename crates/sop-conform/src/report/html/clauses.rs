//! A section's clauses: what each asks for, what stands on it, what is wrong with it.

use super::markup::{both, escape, ident};
use super::{Page, picture};
use crate::judge::{Cite, ClauseState, How, Judged, Place};
use crate::report::section;
use sop_core::diagnostic::Severity;
use sop_core::model::{Clause, Held};
use sop_core::render::source;
use sop_core::words;

impl Page<'_> {
    pub(super) fn clauses(&mut self, of: &str) {
        let report = self.report;
        let Some(document) = report.document() else { return };
        let figures = report.judgement.sections.iter().find(|s| s.section == of);
        let states = figures.map_or(&[][..], |f| &f.clauses);
        self.put("<ol class=\"clauses\">\n");
        for clause in document.clauses.iter().filter(|c| section(&c.id) == of) {
            let state = states.iter().find(|(id, _)| *id == clause.id).map_or(ClauseState::Told, |(_, s)| *s);
            self.clause(clause, state);
        }
        self.put("</ol>\n");
    }

    fn clause(&mut self, clause: &Clause, state: ClauseState) {
        let report = self.report;
        let (class, sign, name) = match state {
            ClauseState::Cited => ("cited", "✓", words!("page-cited")),
            ClauseState::Derived => ("derived", "↪", words!("page-derived")),
            ClauseState::Missing => ("missing", "✗", words!("page-missing")),
            ClauseState::Told => ("told", "·", words!("page-told")),
        };
        let short = clause.id.split_once('/').map_or(clause.id.as_str(), |(_, tail)| tail);
        let lane = clause.lane.and_then(|l| report.book.lanes.get(l.index())).map(|l| escape(&l.label));
        self.put(&format!(
            "<li id=\"{}\" class=\"{class}\"><i class=\"sign\" aria-hidden=\"true\">{sign}</i><div>\
             <p class=\"meta\"><b>{}</b> <span>{}</span> <span class=\"state\">{}</span>{}</p>\n<p>{}</p>\n",
            clause_id(&clause.id),
            escape(short),
            both(&words!("page-page", page = clause.page)),
            both(&name),
            lane.map(|l| format!(" <span class=\"lane\">{l}</span>")).unwrap_or_default(),
            escape(&clause.gist)
        ));
        if !clause.holds.is_empty() {
            let facts: String = clause.holds.iter().map(|h| format!("<span>{}</span>", fact(h))).collect();
            self.put(&format!("<p class=\"facts\">{facts}</p>\n"));
        }
        let cites = report.judgement.places.all(&clause.id);
        if !cites.is_empty() {
            self.put("<p class=\"by\">");
            let mut links: Vec<String> = cites.iter().map(|c| self.link(&clause.id, c)).collect();
            links.dedup();
            self.put(&links.join(" "));
            self.put("</p>\n");
        }
        let own: Vec<(usize, &Judged)> =
            report.open().filter(|(_, j)| j.clause.as_ref() == Some(&clause.id)).collect();
        for (_, judged) in own {
            self.told(judged);
        }
        self.put("</div></li>\n");
    }

    /// A link to what stands on a clause.
    fn link(&self, clause: &str, cite: &Cite) -> String {
        let report = self.report;
        let sign = match cite.how {
            How::Cited => "✓",
            How::Derived => "↪",
        };
        let flow = cite.place.flow().and_then(|f| report.book.flows.get(f.index()));
        let class = match cite.how {
            How::Cited => "cited",
            How::Derived => "derived",
        };
        match flow {
            Some(flow) => {
                let target = picture::target(flow, cite.place);
                // What stands in a flow of another section says which.
                let own = flow.follows.iter().any(|s| *s == section(clause));
                let other = if own { String::new() } else { format!("{}·", escape(&flow.name)) };
                let name = other + &escape(cite.place.name(report.book));
                let arrow = if matches!(cite.place, Place::Edge(..)) { " →" } else { "" };
                let timer = if matches!(cite.place, Place::Interrupt(..)) { " ⚡" } else { "" };
                format!(
                    "<a class=\"{class}\" href=\"#{target}\" title=\"{}\">{sign} {name}{arrow}{timer}</a>",
                    escape(&flow.label)
                )
            }
            None => format!("<span class=\"{class}\">{sign} {}</span>", escape(cite.place.name(report.book))),
        }
    }

    /// A finding in a box.
    pub(super) fn told(&mut self, judged: &Judged) {
        let finding = &judged.finding;
        let (class, sign) = match finding.severity() {
            Severity::Error => ("bad", "✗"),
            Severity::Warning => ("warn", "!"),
            Severity::Note => ("note", "·"),
        };
        let place = self.report.place(finding.at).map(|(path, line, _)| format!("{path}:{line}"));
        self.put(&format!(
            "<div class=\"finding {class}\"><p><b>{sign} {}</b> {}</p><p class=\"mend\">{}</p><p class=\"place\">{}</p></div>\n",
            finding.code,
            both(&finding.message),
            both(&finding.mend),
            escape(&place.unwrap_or_default())
        ));
    }
}

/// A clause's id on the page.
pub(super) fn clause_id(id: &str) -> String {
    format!("clause-{}", ident(id))
}

fn fact(held: &Held) -> String {
    match held {
        Held::Phrase(text) => format!("“{}”", escape(text)),
        Held::Answer(text) => format!("→ {}", escape(text)),
        Held::Duration(ms) => source::duration(*ms),
        Held::Time(ms) => source::exact_time(*ms),
        Held::Date(date) => date.to_string(),
        Held::Party(text) | Held::Application(text) => escape(text),
    }
}
