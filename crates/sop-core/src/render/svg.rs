//! The swimlane page: a flow as one SVG file that needs nothing else.
//!
//! It has the head of a controlled document, the lanes as columns, the flow downwards, and a legend. Colours follow the
//! reader's light or dark scheme, paper is always light. Each node is a group with the id `node-NAME`, its grounds and notes
//! are its tooltip. All text from the book is escaped.

mod legend;
mod measure;
mod page;
mod shapes;
mod style;

use super::layout::{Layout, Rect, layout};
use super::text::{escape, escape_into, width};
use super::view::{Item, Link, LinkKind, Mark, Picture, Shape};
use super::words::{Words, shown};
use super::{Language, SvgOptions};
use crate::model::{Book, Flow, FlowId};
pub(super) use measure::Measured;
use measure::SMALL_TENTHS;
use std::fmt::Write;

/// Draws a flow as an SVG page. A flow that is not in the book gives an empty page.
pub fn svg(book: &Book, flow: FlowId, options: &SvgOptions<'_>) -> String {
    let Some(flow) = book.flows.get(flow.index()) else {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>\n".to_owned();
    };
    let picture = Picture::new(book, flow, options.language);
    page(book, flow, &picture, options, None)
}

/// Draws a flow of two revisions; the picture holds both. The book has the lanes of both.
pub(super) fn compared(
    book: &Book,
    flow: &Flow,
    picture: &Picture,
    old_revision: &str,
    language: Language,
) -> String {
    page(book, flow, picture, &SvgOptions { language, at: &[] }, Some(old_revision))
}

fn page(
    book: &Book,
    flow: &Flow,
    picture: &Picture,
    options: &SvgOptions<'_>,
    old_revision: Option<&str>,
) -> String {
    let measured = Measured::new(book, picture);
    let layout = layout(picture, &measured.sizes);
    let words = Words { book, flow, language: options.language };
    let mut drawing = Drawing {
        book,
        flow,
        words,
        picture,
        measured: &measured,
        layout: &layout,
        options,
        old_revision,
        out: String::new(),
    };
    drawing.page();
    drawing.out
}

/// What is being drawn, and the text so far.
struct Drawing<'a> {
    book: &'a Book,
    flow: &'a Flow,
    words: Words<'a>,
    picture: &'a Picture,
    measured: &'a Measured,
    layout: &'a Layout,
    options: &'a SvgOptions<'a>,
    /// The document's revision with which this one is compared, if it is.
    old_revision: Option<&'a str>,
    out: String,
}

impl Drawing<'_> {
    /// Appends markup.
    fn put(&mut self, markup: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(markup);
    }

    /// A tooltip for the group that is open.
    fn tooltip(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.push_str("<title>");
            for (n, line) in text.lines().enumerate() {
                if n > 0 {
                    self.out.push_str("&#10;");
                }
                escape_into(&mut self.out, line);
            }
            self.out.push_str("</title>");
        }
    }

    /// Lines of text, each in the middle of `x`; `y` is the top of the first line.
    fn lines(&mut self, class: &str, lines: &[String], x: i32, y: i32, line_h: i32) {
        if lines.is_empty() {
            return;
        }
        let first = y + line_h * 3 / 4;
        self.put(format_args!("<text class=\"{class}\" text-anchor=\"middle\">"));
        for (n, line) in (0i32..).zip(lines) {
            self.put(format_args!("<tspan x=\"{x}\" y=\"{}\">{}</tspan>", first + n * line_h, escape(line)));
        }
        self.out.push_str("</text>");
    }

    fn frames(&mut self) {
        for (f, frame) in self.picture.frames.iter().enumerate() {
            let r = self.layout.frames[f];
            self.put(format_args!(
                "<g id=\"stage-{}\" class=\"stage g-{}{}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"10\"/>",
                escape(&frame.id),
                frame.grounds.strength.word(),
                frame.mark.class(),
                r.left,
                r.top,
                r.right - r.left,
                r.bottom - r.top
            ));
            self.tooltip(&frame.tooltip);
            self.out.push_str("</g>\n");
        }
    }

    /// Headings come after the arrows, so that they are never struck through.
    fn headings(&mut self) {
        for f in 0..self.picture.frames.len() {
            let (x, y) = self.layout.headings[f];
            let lines = &self.measured.headings[f];
            let mark = self.picture.frames[f].mark;
            self.put(format_args!("<text class=\"heading{}\">", mark.class()));
            let mut at = y + 12;
            for (n, line) in lines.label.iter().enumerate() {
                let sign =
                    if n == 0 && mark != Mark::Same { format!("{} ", mark.sign()) } else { String::new() };
                self.put(format_args!("<tspan x=\"{x}\" y=\"{at}\">{sign}{}</tspan>", escape(line)));
                at += measure::HEADING_H;
            }
            self.out.push_str("</text>");
            if !lines.small.is_empty() {
                self.out.push_str("<text class=\"small\">");
                for line in &lines.small {
                    self.put(format_args!("<tspan x=\"{x}\" y=\"{at}\">{}</tspan>", escape(line)));
                    at += measure::SMALL_H;
                }
                self.out.push_str("</text>");
            }
            self.out.push('\n');
        }
    }

    fn links(&mut self) {
        let name = escape(&self.flow.name);
        for (l, link) in self.picture.links.iter().enumerate() {
            let class = format!("{}{}", link_class(link), link.mark.class());
            let marker = match link.mark {
                Mark::Added => "head-added",
                Mark::Removed => "head-removed",
                Mark::Changed => "head-changed",
                Mark::Same if link.kind == LinkKind::Failed => "head-failed",
                Mark::Same => "head",
            };
            let from = &self.picture.items[link.from];
            let route = &self.layout.links[l];
            let mut points = route.points.clone();
            // An arrow begins on the shape's own edge.
            if let Some(first) = points.first_mut() {
                first.1 -= shapes::rise(from.shape, self.layout.items[link.from], first.0);
            }
            // And ends on it, also where that slants.
            if let [.., before, last] = &mut points[..]
                && before.1 == last.1
            {
                let way_in =
                    shapes::slant(self.picture.items[link.to].shape, self.layout.items[link.to], last.1);
                last.0 += if before.0 < last.0 { way_in } else { -way_in };
            }
            let d = path(&points);
            let to = &self.picture.items[link.to].id;
            self.put(format_args!(
                "<g class=\"link {class}\" data-from=\"{}\" data-to=\"{}\">",
                escape(&from.id),
                escape(to)
            ));
            self.tooltip(&link.tooltip);
            self.put(format_args!("<path d=\"{d}\" marker-end=\"url(#{marker}-{name})\"/></g>\n"));
        }
    }

    fn labels(&mut self) {
        for (l, link) in self.picture.links.iter().enumerate() {
            let lines = &self.measured.labels[l];
            if lines.is_empty() {
                continue;
            }
            let (x, y) = self.layout.links[l].label;
            let size = self.measured.sizes.labels[l];
            let (ground, mark) = (link.grounds.strength.word(), link.mark.class());
            self.put(format_args!("<g class=\"label g-{ground}{mark}\">"));
            self.tooltip(&link.tooltip);
            self.put(format_args!(
                "<rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"4\"/>",
                x - size.w / 2,
                size.w,
                size.h
            ));
            self.lines("on-link", lines, x, y + 2, measure::LINK_H);
            self.out.push_str("</g>\n");
        }
    }

    fn items(&mut self) {
        for i in 0..self.picture.items.len() {
            self.item(i);
        }
    }

    fn item(&mut self, i: usize) {
        let item = &self.picture.items[i];
        let at = item.node.is_some_and(|n| self.options.at.contains(&n));
        let href = match item.other_flow.and_then(|f| self.book.flows.get(f.index())) {
            Some(other) => format!("flow-{}", other.name),
            None => item.id.clone(),
        };
        self.put(format_args!(
            "<a href=\"#{}\"><g id=\"{}\" class=\"node {} g-{}{}{}\" role=\"graphics-symbol\"",
            escape(&href),
            escape(&item.id),
            item.shape.word(),
            item.grounds.strength.word(),
            item.mark.class(),
            if at { " at" } else { "" }
        ));
        let label = if item.label.is_empty() { &item.tooltip } else { &item.label };
        let current = if at { " aria-current=\"step\"" } else { "" };
        self.put(format_args!(" aria-label=\"{}\"{current}>", escape(label)));
        self.tooltip(&item.tooltip);
        self.body(i);
        self.badge(item, i);
        // On a border there is no room; the arrow says it.
        if !item.shape.on_border() {
            self.mark(item.mark, self.layout.items[i], shapes::badge_inset(item.shape));
        }
        self.out.push_str("</g></a>\n");
    }

    /// What became of it, on the upper left of a box.
    fn mark(&mut self, mark: Mark, r: Rect, inset: i32) {
        if mark == Mark::Same {
            return;
        }
        let x = r.left + inset.min((r.right - r.left) / 2) + 2;
        self.put(format_args!(
            "<g class=\"sign\"><circle cx=\"{x}\" cy=\"{}\" r=\"8\"/><text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text></g>",
            r.top,
            r.top + 4,
            mark.sign()
        ));
    }

    /// The clause on the upper right of a box.
    fn badge(&mut self, item: &Item, i: usize) {
        let text = item.grounds.badge();
        if text.is_empty() || item.shape.on_border() {
            return;
        }
        let r = self.layout.items[i];
        let inset = shapes::badge_inset(item.shape);
        let w = (width(&text, measure::BADGE_TENTHS) + 10).max(18);
        let right = r.right - inset;
        self.put(format_args!(
            "<g class=\"badge\"><rect x=\"{}\" y=\"{}\" width=\"{w}\" height=\"14\" rx=\"7\"/><text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text></g>",
            right - w,
            r.top - 7,
            right - w / 2,
            r.top + 3,
            escape(&text)
        ));
    }
}

fn link_class(link: &Link) -> &'static str {
    match link.kind {
        LinkKind::Failed => "failed",
        kind if kind.by_time() => "time",
        _ => "plain",
    }
}

/// Points as a path with rounded corners; points on one line are left out.
fn path(points: &[(i32, i32)]) -> String {
    const RADIUS: i32 = 5;
    let mut kept: Vec<(i32, i32)> = Vec::new();
    for &p in points {
        if kept.last() == Some(&p) {
            continue;
        }
        if let [.., a, b] = kept[..]
            && ((a.0 == b.0 && b.0 == p.0) || (a.1 == b.1 && b.1 == p.1))
        {
            kept.pop();
        }
        kept.push(p);
    }
    let toward = |a: (i32, i32), b: (i32, i32), by: i32| {
        (a.0 + (b.0 - a.0).signum() * by, a.1 + (b.1 - a.1).signum() * by)
    };
    let length = |a: (i32, i32), b: (i32, i32)| (a.0 - b.0).abs() + (a.1 - b.1).abs();
    let mut d = String::new();
    for (n, &(x, y)) in kept.iter().enumerate() {
        let before = n.checked_sub(1).and_then(|n| kept.get(n));
        let after = kept.get(n + 1);
        // Writing to a string cannot fail.
        let _ = match (before, after) {
            (None, _) => write!(d, "M{x} {y}"),
            (Some(_), None) => write!(d, "L{x} {y}"),
            (Some(before), Some(after)) => {
                let radius = RADIUS.min(length(*before, (x, y)) / 2).min(length((x, y), *after) / 2);
                let (enter, leave) = (toward((x, y), *before, radius), toward((x, y), *after, radius));
                write!(d, "L{} {}Q{x} {y} {} {}", enter.0, enter.1, leave.0, leave.1)
            }
        };
    }
    d
}
