//! The page around the flow: head of the document, lanes, legend.

use super::measure::LABEL_H;
use super::style::STYLE;
use super::{Drawing, escape, shown};
use crate::render::Language;
use std::fmt::Write;

/// Around everything.
const MARGIN: i32 = 24;
/// Head of the page.
const HEAD_H: i32 = 92;
/// Head of a lane.
const LANE_H: i32 = 34;

impl Drawing<'_> {
    /// The whole page.
    pub(super) fn page(&mut self) {
        let legend = self.legend_lines(self.layout.width);
        let lanes = if self.has_lanes() { LANE_H } else { 0 };
        let legend_h = 30 + i32::try_from(legend.len()).unwrap_or(0) * 26;
        let width = self.layout.width + 2 * MARGIN;
        let top = MARGIN + HEAD_H + lanes;
        let bottom = top + self.layout.height;
        let height = bottom + legend_h + MARGIN;
        self.open(width, height);
        self.head(width);
        self.put(format_args!("<g transform=\"translate({MARGIN} {top})\">\n"));
        self.lanes(lanes);
        self.frames();
        self.links();
        self.labels();
        self.headings();
        self.items();
        self.out.push_str("</g>\n");
        self.put(format_args!("<g class=\"legend\" transform=\"translate({MARGIN} {})\">\n", bottom + 16));
        self.legend(&legend);
        self.out.push_str("</g>\n</svg>\n");
    }

    fn has_lanes(&self) -> bool {
        self.picture.columns.iter().any(Option::is_some)
    }

    fn open(&mut self, width: i32, height: i32) {
        let lang = match self.options.language {
            Language::Id => "id",
            Language::En => "en",
        };
        let name = escape(&self.flow.name);
        let label = escape(shown(&self.flow.label, &self.flow.name));
        self.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"flow-{name}\" class=\"sop-flow\" lang=\"{lang}\" \
             role=\"graphics-document document\" aria-labelledby=\"flow-{name}-title flow-{name}-desc\" \
             viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
             <title id=\"flow-{name}-title\">{label}</title>\n"
        ));
        let nodes = self.flow.graph.node_count();
        let words = self.words;
        let desc = format!(
            "{} {}; {} {}.",
            words.pick("Diagram alur dengan lajur", "Swimlane diagram"),
            self.source(),
            nodes,
            words.pick("simpul, dari atas ke bawah", "nodes, from top to bottom")
        );
        self.put(format_args!(
            "<desc id=\"flow-{name}-desc\">{}</desc>\n<style>\n{STYLE}</style>\n",
            escape(&desc)
        ));
        for marker in ["head", "head-failed"] {
            self.put(format_args!(
                "<marker id=\"{marker}\" class=\"{marker}\" viewBox=\"0 0 8 8\" refX=\"7.500\" refY=\"4\" \
                 markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8Z\"/></marker>\n"
            ));
        }
        self.put(format_args!("<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n"));
    }

    /// `OCC.PGDN.01.01, bagian 8.5 Live chat`
    fn source(&self) -> String {
        let Some(document) = &self.book.document else { return String::new() };
        let mut text = document.code.clone();
        for id in &self.flow.follows {
            let title = document.sections.iter().find(|s| s.id == *id).map_or("", |s| s.title.as_str());
            let _ = write!(text, ", {} {id} {title}", self.words.pick("bagian", "section"));
        }
        text.trim_end().to_owned()
    }

    fn head(&mut self, width: i32) {
        let words = self.words;
        let (left, right) = (MARGIN, width - MARGIN);
        let title = escape(shown(&self.flow.label, &self.flow.name));
        self.put(format_args!("<text class=\"title\" x=\"{left}\" y=\"{}\">{title}</text>\n", MARGIN + 20));
        if let Some(document) = &self.book.document {
            let name = escape(&document.title);
            let code = escape(&document.code);
            let mut revision = format!("{} {}", words.pick("Revisi", "Revision"), document.revision);
            if let Some(date) = document.effective {
                let _ = write!(revision, " · {} {date}", words.pick("berlaku", "effective"));
            }
            let y = MARGIN + 42;
            self.put(format_args!("<text class=\"meta\" x=\"{left}\" y=\"{y}\">{name}</text>\n"));
            self.put(format_args!(
                "<text class=\"code\" x=\"{right}\" y=\"{}\" text-anchor=\"end\">{code}</text>\n",
                MARGIN + 18
            ));
            self.put(format_args!(
                "<text class=\"meta\" x=\"{right}\" y=\"{y}\" text-anchor=\"end\">{}</text>\n",
                escape(&revision)
            ));
            let sections: Vec<String> = self
                .flow
                .follows
                .iter()
                .map(|id| match document.sections.iter().find(|s| s.id == *id) {
                    Some(s) => format!(
                        "{} {id} {} ({} {}–{})",
                        words.pick("Bagian", "Section"),
                        s.title,
                        words.pick("hal.", "pp."),
                        s.pages.0,
                        s.pages.1
                    ),
                    None => format!("{} {id}", words.pick("Bagian", "Section")),
                })
                .collect();
            self.put(format_args!(
                "<text class=\"meta\" x=\"{left}\" y=\"{}\">{}</text>\n",
                MARGIN + 60,
                escape(&sections.join("; "))
            ));
        }
        self.put(format_args!("<path class=\"rule\" d=\"M{left} {}H{right}\"/>\n", MARGIN + HEAD_H - 16));
    }

    fn lanes(&mut self, head_h: i32) {
        let height = self.layout.height;
        for (n, (left, right)) in self.layout.columns.iter().enumerate() {
            let odd = if n % 2 == 1 { " odd" } else { "" };
            let lane = self.picture.columns[n].and_then(|l| self.book.lanes.get(l.index()));
            self.put(format_args!(
                "<rect class=\"lane{odd}\" x=\"{left}\" y=\"0\" width=\"{}\" height=\"{height}\"/>\n",
                right - left
            ));
            if let Some(lane) = lane {
                self.put(format_args!(
                    "<rect class=\"lane-head\" x=\"{left}\" y=\"-{head_h}\" width=\"{}\" height=\"{head_h}\"/>\
                     <text class=\"lane-name\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
                    right - left,
                    i32::midpoint(*left, *right),
                    LABEL_H / 3 - head_h / 2,
                    escape(shown(&lane.label, &lane.name))
                ));
            }
        }
    }
}
