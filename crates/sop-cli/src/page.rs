//! A page to be read in a terminal: headings, wrapped paragraphs, examples with marked places. Written with colours;
//! whoever prints it takes them out where there are none.

use crate::desk::wrap::hang;
use crate::output;
use anstyle::{AnsiColor, Style};
use std::ops::Range;

/// Lines of prose that are longer are hard to read, however wide the terminal.
const PROSE_MAX: usize = 92;
/// How far what stands under a heading is set in; less in a narrow terminal.
const INDENT: usize = 2;

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default();
const WORD: Style = AnsiColor::Cyan.on_default();

/// A page under way.
#[derive(Debug)]
pub(crate) struct Page {
    width: usize,
    text: String,
}

impl Page {
    /// An empty page, as wide as the terminal.
    pub(crate) fn new() -> Self {
        Self::wide(output::width())
    }

    /// An empty page of that many columns.
    pub(crate) fn wide(width: usize) -> Self {
        Self { width: width.clamp(1, PROSE_MAX), text: String::new() }
    }

    /// The page.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A line in one style, wrapped.
    pub(crate) fn headline(&mut self, text: &str, style: Style) {
        for line in hang(text, self.width, "") {
            self.text.push_str(&format!("{style}{line}{style:#}\n"));
        }
    }

    /// A name and what is to be said of it, in two columns; under each other where there is no room.
    pub(crate) fn entry(&mut self, name: &str, style: Style, text: &str) {
        let indent = self.indent() + name.len() + 2;
        let lines = hang(&format!("{:indent$}{text}", ""), self.width, &" ".repeat(indent));
        for (number, line) in lines.iter().enumerate() {
            let (first, rest) = line.split_at_checked(indent).filter(|_| number == 0).unwrap_or(("", line));
            if !first.is_empty() {
                self.text.push_str(&format!("{:1$}{style}{name}{style:#}  ", "", self.indent()));
            }
            self.words(rest, &mut false);
        }
    }

    /// Paragraphs with empty lines between them; lines that begin with `- ` are items of a list.
    pub(crate) fn prose(&mut self, text: &str) {
        let margin = " ".repeat(self.indent());
        for (number, paragraph) in text.split("\n\n").enumerate() {
            if number > 0 {
                self.gap();
            }
            let mut within = false;
            for line in paragraph.lines() {
                let item = if line.starts_with("- ") { "  " } else { "" };
                for line in hang(&format!("{margin}{line}"), self.width, &format!("{margin}{item}")) {
                    self.words(&line, &mut within);
                }
            }
        }
    }

    /// An example as it stands; the lines in which something is marked have a `>` before them.
    pub(crate) fn example(&mut self, text: &str, marked: &[Range<usize>], style: Style) {
        let margin = " ".repeat(self.indent());
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let (from, to) = (start, start + line.trim_end().len());
            start += line.len();
            let here = marked.iter().find(|m| m.start < to.max(from + 1) && m.end.max(m.start + 1) > from);
            let gutter = if here.is_some() { format!("{style}>{style:#}") } else { " ".to_owned() };
            let place = here.map_or(from..from, |m| m.start.clamp(from, to)..m.end.clamp(from, to));
            let part = |range: Range<usize>| text.get(range).unwrap_or_default();
            let (before, at, behind) = (part(from..place.start), part(place.clone()), part(place.end..to));
            let styled = |style: Style, part: &str| {
                if part.is_empty() { String::new() } else { format!("{style}{part}{style:#}") }
            };
            let before = if before.starts_with("//") { styled(DIM, before) } else { before.to_owned() };
            let shown = format!("{before}{}{behind}", styled(style, at));
            if !shown.is_empty() || here.is_some() {
                self.text.push_str(&format!("{margin}{gutter} {shown}"));
            }
            self.gap();
        }
    }

    fn indent(&self) -> usize {
        if self.width > 30 { INDENT } else { 0 }
    }

    /// A line, its words between backticks in colour. `within` tells whether the line begins between two.
    fn words(&mut self, line: &str, within: &mut bool) {
        for (number, part) in line.split('`').enumerate() {
            if number > 0 {
                self.text.push('`');
                *within = !*within;
            }
            if *within && !part.is_empty() {
                self.text.push_str(&format!("{WORD}{part}{WORD:#}"));
            } else {
                self.text.push_str(part);
            }
        }
        self.gap();
    }
}

#[cfg(test)]
mod tests;
