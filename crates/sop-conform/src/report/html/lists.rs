//! The lists of the page: what is wrong, what has to be confirmed, what is known.

use super::Page;
use super::clauses::clause_id;
use super::markup::{both, escape};
use super::picture;
use crate::judge::Judged;
use sop_core::diagnostic::Severity;
use sop_core::words;

impl Page<'_> {
    /// What is wrong, each with a link to its clause.
    pub(super) fn findings(&mut self) {
        let report = self.report;
        let open: Vec<&Judged> =
            report.open().map(|(_, j)| j).filter(|j| j.severity() > Severity::Note).collect();
        if open.is_empty() {
            return;
        }
        self.put(&format!(
            "<section id=\"findings\">\n<h2>{}</h2>\n<ul class=\"findings\">\n",
            both(&words!("page-findings"))
        ));
        for judged in open {
            let (class, sign) =
                if judged.severity() == Severity::Error { ("bad", "✗") } else { ("warn", "!") };
            let known =
                |id: &String| report.document().is_some_and(|d| d.clauses.iter().any(|c| c.id == *id));
            let clause = match &judged.clause {
                Some(id) if known(id) => format!("<a href=\"#{}\">{}</a>", clause_id(id), escape(id)),
                Some(id) => escape(id),
                None => judged.section.as_ref().map_or(String::new(), |s| escape(s)),
            };
            self.put(&format!(
                "<li class=\"{class}\"><b>{sign} {}</b> <span class=\"clause\">{clause}</span> {}</li>\n",
                judged.finding.code,
                both(&judged.finding.message)
            ));
        }
        self.put("</ul>\n</section>\n");
    }

    /// What nobody says: a list to go through with the process owner, on paper too.
    pub(super) fn assumptions(&mut self) {
        let report = self.report;
        self.put(&format!(
            "<section id=\"assumptions\">\n<h2>{}</h2>\n<p>{}</p>\n",
            both(&words!("page-assumptions")),
            both(&words!("page-assumptions-why"))
        ));
        let mut under = None;
        for assumption in &report.judgement.assumptions {
            if under != Some(assumption.flow) {
                let flow = assumption.flow.and_then(|f| report.book.flows.get(f.index()));
                let head = match flow {
                    Some(flow) => format!("{} <code>{}</code>", escape(&flow.label), escape(&flow.name)),
                    None => both(&words!("page-shared")),
                };
                if under.is_some() {
                    self.put("</ul>\n");
                }
                self.put(&format!("<h3>{head}</h3>\n<ul class=\"confirm\">\n"));
                under = Some(assumption.flow);
            }
            let links = assumption.places.iter().map(|(place, _)| {
                let flow = place.flow().and_then(|f| report.book.flows.get(f.index()));
                let name = escape(place.name(report.book));
                match flow {
                    Some(flow) => format!("<a href=\"#{}\">{name}</a>", picture::target(flow, *place)),
                    None => format!("<span>{name}</span>"),
                }
            });
            let mut shown: Vec<String> = Vec::new();
            // Several arrows of one step lead to one place of the page.
            for link in links {
                if !shown.contains(&link) {
                    shown.push(link);
                }
            }
            let links = shown.join(" ");
            self.put(&format!(
                "<li><span class=\"box\" aria-hidden=\"true\">☐</span> <span>{} <small>{links}</small></span></li>\n",
                escape(&assumption.why)
            ));
        }
        self.put(if under.is_some() { "</ul>\n</section>\n" } else { "</section>\n" });
    }

    /// Known findings, with the reason and the day until which they are accepted.
    pub(super) fn known(&mut self) {
        let report = self.report;
        let known: Vec<_> = report
            .findings()
            .filter_map(|(i, j)| report.weighed.known.get(i).and_then(Option::as_ref).map(|k| (j, k)))
            .collect();
        if known.is_empty() {
            return;
        }
        self.put(&format!(
            "<section id=\"known\">\n<h2>{}</h2>\n<ul class=\"findings\">\n",
            both(&words!("page-known"))
        ));
        for (judged, entry) in known {
            self.put(&format!(
                "<li class=\"note\"><b>{}</b> {}<br><small>{} · {}</small></li>\n",
                judged.finding.code,
                both(&judged.finding.message),
                escape(&entry.reason),
                both(&words!("page-until", until = entry.until.to_string()))
            ));
        }
        self.put("</ul>\n</section>\n");
    }
}
