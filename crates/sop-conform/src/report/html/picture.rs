//! A flow's picture on the page, and below it each step with its grounds.
//!
//! The picture's own ids are made the flow's: several pictures stand on one page. A step that rests on a clause links to it.

use super::Page;
use super::clauses::clause_id;
use super::markup::{both, escape, ident};
use crate::judge::{Place, grounded};
use sop_core::model::{Flow, FlowId, Ground};
use sop_core::render::{SvgOptions, svg};
use sop_core::words;

/// The id of something in a flow's picture.
pub(super) fn target(flow: &Flow, place: Place) -> String {
    let name = |n: petgraph::graph::NodeIndex| flow.graph.node_weight(n).map_or("", |n| n.name.as_str());
    let own = match place {
        Place::Node(_, n) | Place::Deadline(_, n, _) => format!("node-{}", ident(name(n))),
        Place::Edge(_, e) => {
            let from = flow.graph.edge_endpoints(e).map_or("", |(from, _)| name(from));
            format!("node-{}", ident(from))
        }
        Place::Stage(_, s) | Place::Interrupt(_, s, _) | Place::StageDeadline(_, s, _) => {
            format!("stage-{}", ident(flow.stages.get(s.index()).map_or("", |s| s.name.as_str())))
        }
        _ => return format!("flow-{}", ident(&flow.name)),
    };
    format!("{}{own}", prefix(flow))
}

fn prefix(flow: &Flow) -> String {
    format!("in-{}-", ident(&flow.name))
}

impl Page<'_> {
    pub(super) fn flow(&mut self, flow: &Flow) {
        let report = self.report;
        let Some(id) = report.book.flows.iter().position(|f| f.name == flow.name) else { return };
        let Ok(id) = u16::try_from(id) else { return };
        let id = FlowId(id);
        self.put(&format!(
            "<article id=\"flow-{}\"><h3>{} <code>{}</code></h3>\n",
            ident(&flow.name),
            escape(&flow.label),
            escape(&flow.name)
        ));
        if let Some(counts) = report.judgement.flows.iter().find(|f| f.flow == Some(id)).map(|f| f.counts) {
            self.put(&format!(
                "<p class=\"counts\"><span class=\"cited\"><i class=\"sign\">✓</i> {} {}</span> \
                 <span class=\"derived\"><i class=\"sign\">↪</i> {} {}</span> \
                 <span class=\"assumed\"><i class=\"sign\">?</i> {} {}</span></p>\n",
                counts.cited,
                both(&words!("page-cited")),
                counts.derived,
                both(&words!("page-derived")),
                counts.assumed,
                both(&words!("page-assumed"))
            ));
        }
        let picture = svg(report.book, id, &SvgOptions { language: report.lang, at: &[] });
        let picture = self.linked(flow, &picture);
        self.put(&format!("<div class=\"picture\" tabindex=\"0\">{picture}</div>\n"));
        self.steps(flow, id);
        self.put("</article>\n");
    }

    /// The picture with the flow's own ids, and steps that link to their clauses. All text in it is escaped: no quote in it
    /// can be taken for the end of an attribute.
    fn linked(&self, flow: &Flow, picture: &str) -> String {
        let own = prefix(flow);
        let mut out = picture
            .replace(" id=\"", &format!(" id=\"{own}"))
            .replace("href=\"#flow-", "href=\"\u{1}")
            .replace("href=\"#", &format!("href=\"#{own}"))
            .replace("href=\"\u{1}", "href=\"#flow-")
            .replace("url(#", &format!("url(#{own}"));
        for node in flow.graph.node_weights() {
            let clause = node.grounds.iter().find_map(|g| match g {
                Ground::Cited { clause, .. } | Ground::Derived { clause, .. } => Some(clause),
                Ground::Assumed { .. } => None,
            });
            let known = |id: &String| {
                self.report.document().is_some_and(|d| d.clauses.iter().any(|c| c.id == *id))
                    && self.shown(crate::report::section(id))
            };
            if let Some(clause) = clause.filter(|id| known(id)) {
                let itself = format!("<a href=\"#{own}node-{}\">", ident(&node.name));
                out = out.replace(&itself, &format!("<a href=\"#{}\">", clause_id(clause)));
            }
        }
        // The xml declaration, if there is one, has no place inside a page.
        match out.find("<svg") {
            Some(at) => out.split_off(at),
            None => out,
        }
    }

    /// Each step, arrow and timer with its grounds.
    fn steps(&mut self, flow: &Flow, id: FlowId) {
        let report = self.report;
        self.put(&format!(
            "<details><summary>{}</summary>\n<table><thead><tr><th>{}</th><th>{}</th></tr></thead>\n<tbody>\n",
            both(&words!("page-steps")),
            both(&words!("page-what")),
            both(&words!("page-ground"))
        ));
        for (place, _, grounds) in grounded(report.book) {
            if place.flow() != Some(id) || grounds.is_empty() {
                continue;
            }
            let told: String = grounds.iter().map(|g| self.ground(g)).collect();
            self.put(&format!(
                "<tr><td><a href=\"#{}\">{}</a></td><td><ul>{told}</ul></td></tr>\n",
                target(flow, place),
                both(&place.words(report.book))
            ));
        }
        self.put("</tbody></table></details>\n");
    }

    fn ground(&self, ground: &Ground) -> String {
        let link = |id: &str| {
            let known = self.report.document().is_some_and(|d| d.clauses.iter().any(|c| c.id == id));
            if known && self.shown(crate::report::section(id)) {
                format!("<a href=\"#{}\">{}</a>", clause_id(id), escape(id))
            } else {
                escape(id)
            }
        };
        match ground {
            Ground::Cited { clause, words, .. } => {
                format!("<li class=\"cited\"><i class=\"sign\">✓</i> {} {}</li>", link(clause), escape(words))
            }
            Ground::Derived { clause, why, .. } => {
                format!("<li class=\"derived\"><i class=\"sign\">↪</i> {} {}</li>", link(clause), escape(why))
            }
            Ground::Assumed { why, .. } => {
                format!("<li class=\"assumed\"><i class=\"sign\">?</i> {}</li>", escape(why))
            }
        }
    }
}
