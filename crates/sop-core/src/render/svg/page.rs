//! The page around the flow: head of the document, lanes, legend.

use super::measure::LABEL_H;
use super::style::{MARKS, STYLE};
use super::{Drawing, escape, shown};
use crate::render::Language;
use crate::render::text::{width as text_width, wrap};
use std::fmt::Write;

/// Around everything.
const MARGIN: i32 = 24;
/// Type sizes in tenths of pixels, and heights of lines in pixels.
const TITLE_TENTHS: i32 = 195;
const TITLE_H: i32 = 24;
const META_TENTHS: i32 = 120;
const META_H: i32 = 17;
const CODE_TENTHS: i32 = 130;
/// Head of a lane.
const LANE_H: i32 = 34;

/// What the head of the page says.
#[derive(Default)]
struct Head {
    title: Vec<String>,
    meta: Vec<String>,
    right: Vec<String>,
}

impl Head {
    fn height(&self) -> i32 {
        let lines = |l: &[String]| i32::try_from(l.len()).unwrap_or(0);
        (lines(&self.title) * TITLE_H + lines(&self.meta) * META_H + 34).max(72)
    }
}

impl Drawing<'_> {
    /// The whole page.
    pub(super) fn page(&mut self) {
        let legend = self.legend_lines(self.layout.width);
        let lanes = if self.has_lanes() { LANE_H } else { 0 };
        let legend_h = 30 + i32::try_from(legend.len()).unwrap_or(0) * 26;
        let width = self.layout.width + 2 * MARGIN;
        let head = self.head_lines(self.layout.width);
        let top = MARGIN + head.height() + lanes;
        let bottom = top + self.layout.height;
        let height = bottom + legend_h + MARGIN;
        self.open(width, height);
        self.head(width, &head);
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
        let compared = self.old_revision.is_some();
        let marks = if compared { MARKS } else { "" };
        self.put(format_args!(
            "<desc id=\"flow-{name}-desc\">{}</desc>\n<style>\n{STYLE}{marks}</style>\n",
            escape(&desc)
        ));
        let all = ["head", "head-failed", "head-added", "head-removed", "head-changed"];
        for marker in &all[..if compared { 5 } else { 2 }] {
            self.put(format_args!(
                "<marker id=\"{marker}-{name}\" class=\"{marker}\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" \
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

    /// What the head says: lines of the title, lines of the small print, and the lines at the right.
    fn head_lines(&self, width: i32) -> Head {
        let words = self.words;
        let title = shown(&self.flow.label, &self.flow.name);
        let Some(document) = &self.book.document else {
            return Head { title: wrap(title, TITLE_TENTHS, width, 3), ..Head::default() };
        };
        let mut revision = format!("{} {}", words.pick("Revisi", "Revision"), document.revision);
        if let Some(old) = self.old_revision.filter(|old| *old != document.revision) {
            revision = format!("{} {old} → {}", words.pick("Revisi", "Revision"), document.revision);
        }
        if let Some(date) = document.effective {
            let _ = write!(revision, " · {} {date}", words.pick("berlaku", "effective"));
        }
        let sections: Vec<String> = self
            .flow
            .follows
            .iter()
            .map(|id| match document.sections.iter().find(|s| s.id == *id) {
                Some(s) if s.pages.0 == s.pages.1 => {
                    format!(
                        "{} {id} {} ({} {})",
                        words.pick("Bagian", "Section"),
                        s.title,
                        words.pick("hal.", "p."),
                        s.pages.0
                    )
                }
                Some(s) => {
                    let (first, last) = s.pages;
                    format!(
                        "{} {id} {} ({} {first}–{last})",
                        words.pick("Bagian", "Section"),
                        s.title,
                        words.pick("hal.", "pp.")
                    )
                }
                None => format!("{} {id}", words.pick("Bagian", "Section")),
            })
            .collect();
        let mut right = vec![document.code.clone(), revision];
        if self.old_revision.is_some() {
            right.push(words.pick("Perbandingan dua revisi", "Two revisions compared").to_owned());
        }
        let left = width - 30 - right.iter().map(|r| text_width(r, CODE_TENTHS)).max().unwrap_or(0);
        let mut meta = wrap(&document.title, META_TENTHS, left, 2);
        meta.extend(wrap(&sections.join("; "), META_TENTHS, left, 6));
        Head { title: wrap(title, TITLE_TENTHS, left, 3), meta, right }
    }

    fn head(&mut self, width: i32, head: &Head) {
        let (left, right) = (MARGIN, width - MARGIN);
        let mut y = MARGIN - 2;
        for line in &head.title {
            y += TITLE_H;
            self.put(format_args!("<text class=\"title\" x=\"{left}\" y=\"{y}\">{}</text>\n", escape(line)));
        }
        y += 4;
        for line in &head.meta {
            y += META_H;
            self.put(format_args!("<text class=\"meta\" x=\"{left}\" y=\"{y}\">{}</text>\n", escape(line)));
        }
        for ((n, class), line) in (0i32..).zip(["code", "meta", "meta"]).zip(&head.right) {
            let y = MARGIN + 18 + n * 20;
            self.put(format_args!(
                "<text class=\"{class}\" x=\"{right}\" y=\"{y}\" text-anchor=\"end\">{}</text>\n",
                escape(line)
            ));
        }
        self.put(format_args!(
            "<path class=\"rule\" d=\"M{left} {}H{right}\"/>\n",
            MARGIN + head.height() - 16
        ));
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
