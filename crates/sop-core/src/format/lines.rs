//! Entries to lines.

use super::WIDTH;
use super::entry::{Block, Entry, File, holds_work, is_arrow};
use super::tokens::{Token, joined};
use crate::syntax::parse::Rule;
use std::collections::BTreeSet;

/// Lays a file out.
pub(super) fn lay_out(text: &str, file: &File<'_>) -> String {
    let mut writer = Writer {
        text,
        calls: &file.calls,
        comments: &file.comments,
        out: String::new(),
        before: 0,
        fresh: true,
        parent: None,
    };
    writer.entries(&file.entries, 0);
    writer.comments_before(text.len(), 0);
    if !writer.out.is_empty() {
        writer.out.push('\n');
    }
    writer.out
}

struct Writer<'f, 't> {
    text: &'t str,
    calls: &'f BTreeSet<usize>,
    /// Comments that are still to be written.
    comments: &'f [Token<'t>],
    out: String,
    /// Where in the source the last thing that was written ends.
    before: usize,
    /// Nothing stands in this block yet.
    fresh: bool,
    /// Whose block it is.
    parent: Option<Rule>,
}

/// An entry on one line, in parts that stand in columns.
struct Line {
    parts: Vec<String>,
    grounds: Vec<String>,
}

impl<'t> Writer<'_, 't> {
    fn entries(&mut self, entries: &[Entry<'t>], depth: usize) {
        let mut i = 0;
        while i < entries.len() {
            let run = self.run(&entries[i..], depth);
            if run > 1 || entries.get(i).is_some_and(|e| is_arrow(e.rule) || e.rule == Rule::row) {
                self.columns(&entries[i..i + run], depth);
            } else if let Some(entry) = entries.get(i) {
                self.entry(entry, depth);
            }
            i += run;
        }
    }

    /// How many entries from here on stand in columns: of one kind, without an empty line or a comment between them.
    fn run(&self, entries: &[Entry<'t>], depth: usize) -> usize {
        let Some(first) = entries.first() else { return 0 };
        let Some(kind) = self.column_kind(first, depth) else { return 1 };
        let mut count = 1;
        for pair in entries.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            let between = &self.text[a.end..b.start];
            let comment_line =
                between.contains("//") && between.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']);
            let commented = self.comments.iter().take_while(|c| c.start < b.end).any(|c| c.start >= b.start);
            if self.column_kind(b, depth) != Some(kind)
                || blank(between)
                || comment_line
                || commented
                || between.matches("//").count() > 1
            {
                break;
            }
            count += 1;
        }
        count
    }

    /// What stands in columns with its like.
    fn column_kind(&self, entry: &Entry<'t>, depth: usize) -> Option<u8> {
        if self.comments.iter().take_while(|c| c.start < entry.end).any(|c| c.start >= entry.start) {
            return None;
        }
        Some(match entry.rule {
            Rule::then => return None,
            rule if is_arrow(rule) => 0,
            Rule::row => 1,
            Rule::section => 2,
            Rule::clause if entry.block.is_none() => 8,
            Rule::revision | Rule::effective | Rule::approval => 3,
            Rule::lane if self.on_one_line(entry, depth) => 4,
            Rule::system if self.on_one_line(entry, depth) => 5,
            Rule::event if self.on_one_line(entry, depth) => 6,
            Rule::end if self.on_one_line(entry, depth) => 7,
            _ => return None,
        })
    }

    /// Stands its block on one line, or has it none?
    fn on_one_line(&self, entry: &Entry<'t>, depth: usize) -> bool {
        let head = 4 * depth + width(&joined(&entry.head, self.calls));
        entry.block.as_ref().is_none_or(|b| {
            let inner = self.inline(b).map(|i| head + 1 + width(&i));
            !self.text[b.open..b.close].contains('\n') && inner.is_some_and(|w| w <= WIDTH)
        })
    }

    fn columns(&mut self, entries: &[Entry<'t>], depth: usize) {
        let lines: Vec<Line> = entries.iter().map(|e| self.line(e)).collect();
        let count = lines.iter().map(|l| l.parts.len()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..count)
            .map(|i| {
                let cells = lines.iter().filter(|l| l.parts.len() > i + 1 || !l.grounds.is_empty());
                // One that is wider than a line stands out: all others would move beyond the line for it.
                cells
                    .filter_map(|l| l.parts.get(i))
                    .map(|p| width(p))
                    .filter(|w| *w <= WIDTH)
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        for (entry, line) in entries.iter().zip(&lines) {
            self.begin(entry.start, entry.end, depth);
            let text = padded(line, &widths);
            if line.grounds.is_empty() {
                self.out.push_str(text.trim_end());
            } else if 4 * depth + width(&text) + grounds_width(line) <= WIDTH {
                self.out.push_str(&text);
                for ground in &line.grounds {
                    self.out.push_str("  ");
                    self.out.push_str(ground);
                }
            } else {
                self.out.push_str(text.trim_end());
                for ground in &line.grounds {
                    self.new_line(depth + 1);
                    self.out.push_str(ground);
                }
            }
            self.finish(entry.end);
        }
    }

    /// The parts of an entry that stand in columns.
    fn line(&self, entry: &Entry<'t>) -> Line {
        let all = |tokens: &[Token<'t>]| joined(tokens, self.calls);
        let grounds = entry.grounds.iter().map(|g| all(g)).collect();
        let split = |at: Option<usize>| match at {
            Some(at) if at > 0 => vec![all(&entry.head[..at]), all(&entry.head[at..])],
            _ => vec![all(&entry.head)],
        };
        let parts = match entry.rule {
            Rule::row => {
                let mut parts = Vec::new();
                let mut from = 0;
                for (i, token) in entry.head.iter().enumerate() {
                    if matches!(token.text, "|" | "->") {
                        parts.push(all(&entry.head[from..i]));
                        from = i;
                    }
                }
                parts.push(all(&entry.head[from..]));
                parts
            }
            Rule::section => {
                let print = entry.head.iter().position(|t| t.text == "fingerprint");
                let end = print.unwrap_or(entry.head.len());
                let mut parts = vec![all(&entry.head[..2.min(end)]), all(&entry.head[2.min(end)..end])];
                parts.extend(print.map(|at| all(&entry.head[at..])));
                parts
            }
            Rule::clause if entry.head.len() > 3 => {
                vec![all(&entry.head[..2]), all(&entry.head[2..3]), all(&entry.head[3..])]
            }
            Rule::revision | Rule::effective | Rule::approval => split(Some(1)),
            Rule::lane | Rule::system | Rule::event | Rule::end => {
                let label = entry.head.iter().position(|t| t.text.starts_with('"'));
                let mut parts = split(label);
                parts.extend(entry.block.as_ref().and_then(|b| self.inline(b)));
                parts
            }
            Rule::within => split(entry.head.iter().position(|t| t.text == "else")),
            _ => split(entry.head.iter().position(|t| t.text == "->")),
        };
        Line { parts, grounds }
    }

    fn entry(&mut self, entry: &Entry<'t>, depth: usize) {
        let head_end = entry.block.as_ref().map_or(entry.end, |b| b.open);
        self.begin(entry.start, head_end, depth);
        let head = joined(&entry.head, self.calls);
        let Some(block) = &entry.block else {
            self.clause(entry, &head, depth);
            self.finish(entry.end);
            return;
        };
        self.out.push_str(&head);
        let commented = self.comments.first().is_some_and(|c| c.start < block.close);
        let one_line =
            !holds_work(entry.rule) && !commented && !self.text[block.open..block.close].contains('\n');
        if let Some(inner) = self.inline(block).filter(|_| one_line || block.entries.is_empty() && !commented)
            && 4 * depth + width(&head) + 1 + width(&inner) <= WIDTH
        {
            self.out.push(' ');
            self.out.push_str(&inner);
            self.finish(entry.end);
            return;
        }
        self.out.push_str(" {");
        self.finish(block.open + 1);
        self.fresh = true;
        let parent = self.parent.replace(entry.rule);
        self.entries(&block.entries, depth + 1);
        self.parent = parent;
        self.comments_before(block.close, depth + 1);
        self.new_line(depth);
        self.out.push('}');
        self.fresh = false;
        self.finish(entry.end);
    }

    /// A clause on a line of its own; a long list of names is broken behind a comma.
    fn clause(&mut self, entry: &Entry<'t>, head: &str, depth: usize) {
        // The first words of a flow stand in a column.
        let first_words = matches!(entry.rule, Rule::follows | Rule::takes | Rule::keeps | Rule::gives_names);
        let text = match head.split_once(' ') {
            Some((word, rest)) if first_words && self.parent == Some(Rule::flow) => {
                format!("{word:<7} {rest}")
            }
            _ => head.to_owned(),
        };
        if 4 * depth + width(&text) <= WIDTH || !text.contains(", ") || text.contains('"') {
            self.out.push_str(&text);
            return;
        }
        let indent = text.find(' ').map_or(4, |n| n + 1 + text[n..].len() - text[n..].trim_start().len() - 1);
        let mut column = 4 * depth;
        for (i, part) in text.split(", ").enumerate() {
            if i > 0 {
                self.out.push(',');
                if column + 2 + width(part) > WIDTH {
                    self.new_line(depth);
                    self.out.extend(std::iter::repeat_n(' ', indent));
                    column = 4 * depth + indent;
                } else {
                    self.out.push(' ');
                    column += 2;
                }
            }
            self.out.push_str(part);
            column += width(part);
        }
    }

    /// A block on one line; `None` if something in it has a block itself that can't.
    fn inline(&self, block: &Block<'t>) -> Option<String> {
        if block.entries.is_empty() {
            return Some("{}".to_owned());
        }
        let mut parts = Vec::new();
        for entry in &block.entries {
            let mut part = joined(&entry.head, self.calls);
            for ground in &entry.grounds {
                part.push_str("  ");
                part.push_str(&joined(ground, self.calls));
            }
            if let Some(inner) = &entry.block {
                if holds_work(entry.rule) {
                    return None;
                }
                part.push(' ');
                part.push_str(&self.inline(inner)?);
            }
            parts.push(part);
        }
        Some(format!("{{ {} }}", parts.join("  ")))
    }

    /// Before an entry: the comments up to the end of its head, an empty line if there was one, and its indent.
    fn begin(&mut self, start: usize, head_end: usize, depth: usize) {
        self.comments_before(head_end, depth);
        let gap = self.text.get(self.before..start).unwrap_or_default();
        self.space(blank(gap));
        self.new_line(depth);
        self.fresh = false;
    }

    /// After an entry: a comment on the same line stays there.
    fn finish(&mut self, end: usize) {
        self.before = self.before.max(end);
        if let Some(comment) = self.comments.first()
            && comment.start >= end
            && !self.text[end..comment.start].contains('\n')
            && self.text[end..comment.start].trim().is_empty()
        {
            self.out.push_str("  ");
            self.out.push_str(comment.text);
            self.before = comment.end();
            self.comments = &self.comments[1..];
        }
    }

    fn comments_before(&mut self, end: usize, depth: usize) {
        while let Some(comment) = self.comments.first().filter(|c| c.start < end) {
            let gap = self.text.get(self.before..comment.start).unwrap_or_default();
            self.space(blank(gap));
            self.new_line(depth);
            self.out.push_str(comment.text);
            self.before = comment.end();
            self.comments = &self.comments[1..];
            self.fresh = false;
        }
    }

    fn space(&mut self, blank: bool) {
        if blank && !self.fresh {
            self.out.push('\n');
        }
    }

    fn new_line(&mut self, depth: usize) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.extend(std::iter::repeat_n(' ', 4 * depth));
    }
}

/// A line with its parts in columns.
fn padded(line: &Line, widths: &[usize]) -> String {
    let mut out = String::new();
    for (i, part) in line.parts.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(part);
        let last = i + 1 == line.parts.len();
        let missing = widths.get(i).copied().unwrap_or(0).saturating_sub(width(part));
        if !last || !line.grounds.is_empty() {
            out.extend(std::iter::repeat_n(' ', missing));
        }
    }
    // Grounds stand in one column, also behind lines that have fewer parts.
    if !line.grounds.is_empty() {
        for w in widths.iter().skip(line.parts.len()).filter(|w| **w > 0) {
            out.extend(std::iter::repeat_n(' ', w + 1));
        }
    }
    out
}

fn grounds_width(line: &Line) -> usize {
    line.grounds.iter().map(|g| 2 + width(g)).sum()
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// Is there an empty line in it?
fn blank(gap: &str) -> bool {
    gap.matches('\n').count() > 1
}
