//! The page: the document's sections beside the flows' pictures, in both languages, in one file that needs nothing else.
//!
//! Each clause links to what stands on it, each step back to its clause. What something rests on is told by a sign and a
//! word as well as by a colour. There is no script: the language is switched by a style sheet.

mod clauses;
mod lists;
mod markup;
mod picture;
mod style;

use super::Report;
use crate::judge::ClauseState;
use markup::{Out, both, escape, ident};
use sop_core::diagnostic::{Lang, Severity};
use sop_core::model::Flow;
use sop_core::words;

/// The report as a page.
pub fn html(report: &Report<'_>) -> String {
    let mut page = Page { report, out: Out::default() };
    page.all();
    page.out.text
}

struct Page<'r> {
    report: &'r Report<'r>,
    out: Out,
}

impl<'r> Page<'r> {
    fn put(&mut self, markup: &str) {
        self.out.text.push_str(markup);
    }

    fn all(&mut self) {
        let document = self.report.document();
        let title = document.map_or("sop conform", |d| d.code.as_str());
        let checked = |lang| if self.report.lang == lang { " checked" } else { "" };
        let (id, en) = (checked(Lang::Id), checked(Lang::En));
        self.put(&format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>{} · sop conform</title>\n<style>{}</style>\n</head>\n<body>\n\
             <div class=\"languages\" role=\"radiogroup\" aria-label=\"Bahasa / Language\">\
             <label><input type=\"radio\" name=\"lang\" id=\"lang-id\"{id}> Indonesia</label> \
             <label><input type=\"radio\" name=\"lang\" id=\"lang-en\"{en}> English</label></div>\n",
            self.report.lang.code(),
            escape(title),
            style::STYLE
        ));
        self.head();
        self.findings();
        self.sections();
        self.shared_flows();
        self.assumptions();
        self.known();
        self.put("</body>\n</html>\n");
    }

    fn head(&mut self) {
        let report = self.report;
        let (code, title) = report.document().map_or(("", ""), |d| (d.code.as_str(), d.title.as_str()));
        let revision = report.document().map_or("", |d| d.revision.as_str());
        let verdict = match (report.fails(), report.against) {
            (true, _) => words!("conform-deviates", document = code),
            (false, Some(file)) => words!("conform-conforms-document", document = code, file = file),
            (false, None) => words!("conform-conforms-register", document = code),
        };
        let (class, sign) = if report.fails() { ("bad", "✗") } else { ("good", "✓") };
        self.put(&format!(
            "<header>\n<p class=\"code\">{} · {}</p>\n<h1>{}</h1>\n<p class=\"verdict {class}\"><b>{sign}</b> {}</p>\n",
            escape(code),
            both(&words!("page-revision", revision = revision)),
            escape(title),
            both(&verdict)
        ));
        let count = |severity| report.open().filter(|(_, j)| j.severity() == severity).count();
        let mut tiles = vec![
            (count(Severity::Error), words!("page-errors"), "bad"),
            (count(Severity::Warning), words!("page-warnings"), "warn"),
        ];
        let sections = || report.judgement.sections.iter().filter(|s| report.wanted(Some(&s.section)));
        for (state, name, class) in [
            (ClauseState::Cited, words!("page-cited"), "cited"),
            (ClauseState::Derived, words!("page-derived"), "derived"),
            (ClauseState::Missing, words!("page-missing"), "missing"),
        ] {
            tiles.push((sections().map(|s| s.count(state)).sum(), name, class));
        }
        tiles.push((report.judgement.assumptions.len(), words!("page-to-confirm"), "assumed"));
        self.put("<ul class=\"tiles\">\n");
        for (n, name, class) in tiles {
            self.put(&format!("<li class=\"{class}\"><b>{n}</b> {}</li>\n", both(&name)));
        }
        self.put("</ul>\n<ul class=\"legend\">\n");
        for (class, sign, name) in [
            ("cited", "✓", words!("page-legend-cited")),
            ("derived", "↪", words!("page-legend-derived")),
            ("assumed", "?", words!("page-legend-assumed")),
            ("missing", "✗", words!("page-legend-missing")),
            ("told", "·", words!("page-legend-told")),
        ] {
            self.put(&format!("<li class=\"{class}\"><i class=\"sign\">{sign}</i> {}</li>\n", both(&name)));
        }
        self.put("</ul>\n");
        self.navigation();
        self.put("</header>\n");
    }

    fn navigation(&mut self) {
        self.put("<nav>\n");
        for figures in &self.report.judgement.sections {
            if !self.shown(&figures.section) {
                continue;
            }
            let missing = figures.count(ClauseState::Missing) + figures.count(ClauseState::Derived);
            let class = if missing > 0 { " class=\"missing\"" } else { "" };
            let id = ident(&figures.section);
            let name = escape(&figures.section);
            self.put(&format!("<a href=\"#section-{id}\"{class}>{name}</a>\n"));
        }
        for flow in self.others() {
            self.put(&format!("<a href=\"#flow-{}\">{}</a>\n", ident(&flow.name), escape(&flow.name)));
        }
        self.put(&format!("<a href=\"#assumptions\">{}</a>\n</nav>\n", both(&words!("page-to-confirm"))));
    }

    /// Is the section shown: asked for, and with clauses in it?
    fn shown(&self, section: &str) -> bool {
        let figures = self.report.judgement.sections.iter().find(|s| s.section == section);
        self.report.wanted(Some(section)) && figures.is_some_and(|f| !f.clauses.is_empty())
    }

    fn sections(&mut self) {
        let Some(document) = self.report.document() else { return };
        for section in &document.sections {
            if !self.shown(&section.id) {
                continue;
            }
            let (from, to) = section.pages;
            let pages = if from == to {
                words!("page-page", page = from)
            } else {
                words!("page-pages", from = from, to = to)
            };
            self.put(&format!(
                "<section id=\"section-{}\">\n<h2>{} {} <small>{}</small></h2>\n",
                ident(&section.id),
                escape(&section.id),
                escape(&section.title),
                both(&pages)
            ));
            let own: Vec<&Flow> = self.own_flows(&section.id).collect();
            self.put(if own.is_empty() { "<div class=\"flat\">\n" } else { "<div class=\"pair\">\n" });
            self.clauses(&section.id);
            if !own.is_empty() {
                self.put("<div class=\"flows\">\n");
                own.into_iter().for_each(|flow| self.flow(flow));
                self.put("</div>\n");
            }
            self.put("</div>\n</section>\n");
        }
    }

    /// The flows that follow this section alone: their pictures stand beside it.
    fn own_flows(&self, section: &str) -> impl Iterator<Item = &'r Flow> + use<'r> {
        let section = section.to_owned();
        self.report.book.flows.iter().filter(move |f| f.follows == [section.as_str()])
    }

    /// The others: those that many sections share, and those that follow none.
    fn others(&self) -> Vec<&'r Flow> {
        let report = self.report;
        let all = report.book.flows.iter().filter(|f| f.follows.len() != 1);
        all.filter(|f| report.section.is_none() || f.follows.iter().any(|s| report.wanted(Some(s)))).collect()
    }

    fn shared_flows(&mut self) {
        for flow in self.others() {
            self.put("<section>\n");
            self.flow(flow);
            self.put("</section>\n");
        }
    }
}
