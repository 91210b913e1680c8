//! Word files to lines: paragraphs with the numbers that Word counts for them, headings by their styles, tables by their grids.

mod numbering;
mod package;
mod styles;

use super::ReadError;
use super::normal::tidy;
use super::sheet::{Content, Line};
use super::vocabulary::{Column, column, is_notes};
use numbering::Numbering;
use package::{Package, attribute, local};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use styles::Styles;

/// Columns of a table that are looked at.
const COLUMNS_MAX: usize = 64;

/// Reads a Word file.
pub(super) fn lines(bytes: &[u8]) -> Result<Vec<Line>, ReadError> {
    let mut package = Package::open(bytes)?;
    let styles = package.part("word/styles.xml")?.map(|x| Styles::of(&x)).unwrap_or_default();
    let numbering = package.part("word/numbering.xml")?.map(|x| Numbering::of(&x)).unwrap_or_default();
    let body =
        package.part("word/document.xml")?.ok_or_else(|| ReadError::Docx("word/document.xml".to_owned()))?;
    let mut out = Vec::new();
    // Heads of pages stand in parts of their own, once.
    for name in package.headers() {
        if let Some(xml) = package.part(&name)? {
            let lines = Walk::new(&styles, numbering.clone()).read(&xml)?;
            out.extend(lines.into_iter().filter(|l| l.content != Content::Break));
        }
    }
    out.extend(Walk::new(&styles, numbering).read(&body)?);
    let mut seen = Vec::with_capacity(out.len());
    for (number, line) in (1u32..).zip(out) {
        seen.push(Line { number, ..line });
    }
    Ok(seen)
}

/// A paragraph under way.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    outline: Option<usize>,
    list: Option<(String, usize)>,
    breaks: bool,
}

/// A table under way.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<Vec<Vec<String>>>,
    span: usize,
    /// Does a cell only carry on the one above it?
    merged: bool,
}

struct Walk<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    out: Vec<Line>,
    /// Elements whose content is not read.
    skipped: usize,
    in_text: bool,
}

impl<'s> Walk<'s> {
    const fn new(styles: &'s Styles, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            paragraphs: Vec::new(),
            tables: Vec::new(),
            out: Vec::new(),
            skipped: 0,
            in_text: false,
        }
    }

    fn read(mut self, xml: &str) -> Result<Vec<Line>, ReadError> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event().map_err(|e| ReadError::Docx(e.to_string()))? {
                Event::Start(e) => self.open(&e, true),
                Event::Empty(e) => self.open(&e, false),
                Event::End(e) => self.close(local(e.name().as_ref())),
                Event::Text(t) if self.in_text && self.skipped == 0 => {
                    self.say(&t);
                }
                Event::GeneralRef(r) if self.in_text && self.skipped == 0 => self.say(&package::entity(&r)),
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(self.out)
    }

    fn say(&mut self, text: &str) {
        if let Some(p) = self.paragraphs.last_mut() {
            p.text.push_str(text);
        }
    }

    fn open(&mut self, e: &BytesStart<'_>, has_content: bool) {
        let name = e.name();
        let name = local(name.as_ref());
        // What was deleted, and what stands there a second time for older programs.
        if matches!(name, "del" | "Fallback" | "instrText" | "delText" | "moveFrom") || self.skipped > 0 {
            self.skipped += usize::from(has_content);
            return;
        }
        match name {
            "p" if has_content => self.paragraphs.push(Paragraph::default()),
            "t" => self.in_text = has_content,
            "tab" if self.paragraphs.last().is_some_and(|p| !p.text.is_empty()) => self.say(" "),
            "noBreakHyphen" => self.say("-"),
            "br" | "cr" => match attribute(e, "type").as_deref() {
                Some("page") => self.page(),
                _ => self.say(" "),
            },
            "lastRenderedPageBreak" => self.page(),
            "pageBreakBefore" if attribute(e, "val").is_none_or(|v| v != "0" && v != "false") => self.page(),
            "tbl" if has_content => self.tables.push(Table::default()),
            "tr" => self.table(|t| t.rows.push(Vec::new())),
            "tc" => self.table(|t| {
                (t.span, t.merged) = (1, false);
                if let Some(row) = t.rows.last_mut().filter(|r| r.len() < COLUMNS_MAX) {
                    row.push(Vec::new());
                }
            }),
            "gridSpan" => {
                let span = attribute(e, "val").and_then(|v| v.parse().ok()).unwrap_or(1);
                self.table(|t| t.span = usize::clamp(span, 1, COLUMNS_MAX));
            }
            "vMerge" => {
                let begins = attribute(e, "val").is_some_and(|v| v == "restart");
                self.table(|t| t.merged = !begins);
            }
            "pStyle" => {
                let style = attribute(e, "val");
                self.paragraph(|p| p.style = style);
            }
            "outlineLvl" => {
                let level = attribute(e, "val").and_then(|v| v.parse::<usize>().ok()).filter(|l| *l < 9);
                self.paragraph(|p| p.outline = level.map(|l| l + 1));
            }
            "numId" => {
                let id = attribute(e, "val").unwrap_or_default();
                self.paragraph(|p| p.list = Some((id, p.list.as_ref().map_or(0, |l| l.1))));
            }
            "ilvl" => {
                let level = attribute(e, "val").and_then(|v| v.parse().ok()).unwrap_or(0);
                self.paragraph(|p| p.list = Some((p.list.take().map_or_else(String::new, |l| l.0), level)));
            }
            _ => {}
        }
    }

    fn table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    fn paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }

    /// A page ends: here, or, within a paragraph of which something stands already, behind it.
    fn page(&mut self) {
        match self.paragraphs.last_mut() {
            Some(p) if !p.text.trim().is_empty() => p.breaks = true,
            _ if self.tables.is_empty() => self.push(Content::Break),
            _ => {}
        }
    }

    fn push(&mut self, content: Content) {
        self.out.push(Line { content, number: 0, apart: true, indented: false });
    }

    fn close(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "t" => self.in_text = false,
            "p" => {
                if let Some(p) = self.paragraphs.pop() {
                    self.end(&p);
                }
            }
            "tc" => self.table(|t| {
                let (span, merged) = (t.span, t.merged);
                if let Some(row) = t.rows.last_mut() {
                    if merged && let Some(cell) = row.last_mut() {
                        cell.clear();
                    }
                    // A cell over several columns stands in the first.
                    for _ in 1..span.min(COLUMNS_MAX.saturating_sub(row.len())) {
                        row.push(Vec::new());
                    }
                }
            }),
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    self.rows(&table);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, p: &Paragraph) {
        let style = p.style.as_deref().and_then(|s| self.styles.get(s));
        let list = p.list.clone().filter(|l| !l.0.is_empty()).or_else(|| style.and_then(|s| s.list.clone()));
        let text = tidy(&p.text);
        if text.is_empty() {
            return;
        }
        let label = list.map(|(id, level)| self.numbering.next(&id, level)).unwrap_or_default();
        let text = if label.is_empty() { text } else { format!("{label} {text}") };
        if let Some(table) = self.tables.last_mut() {
            if let Some(cell) = table.rows.last_mut().and_then(|r| r.last_mut()) {
                cell.push(text);
            }
            return;
        }
        let level = p.outline.or_else(|| style.and_then(|s| s.heading));
        self.push(match level {
            _ if style.is_some_and(|s| s.title) => Content::Text(format!("Title: {text}")),
            Some(level) => Content::Heading(level, text),
            None => Content::Text(text),
        });
        if p.breaks {
            self.push(Content::Break);
        }
    }

    fn rows(&mut self, table: &Table) {
        let joined = |cell: &Vec<String>| cell.join(" ");
        // A table within a cell is text of that cell.
        if let Some(outer) = self.tables.last_mut() {
            if let Some(cell) = outer.rows.last_mut().and_then(|r| r.last_mut()) {
                cell.extend(table.rows.iter().flatten().map(joined).filter(|t| !t.is_empty()));
            }
            return;
        }
        // In a column of notes each paragraph is a note, on a row of its own.
        let head: Vec<String> =
            table.rows.first().map(|r| r.iter().map(joined).collect()).unwrap_or_default();
        let notes =
            head.last().is_some_and(|c| is_notes(c)) && head.iter().all(|c| column(c) == Column::Other);
        for row in &table.rows {
            let mut cells: Vec<String> = row.iter().map(joined).collect();
            let last = row.last().filter(|c| notes && c.len() > 1);
            if let (Some(paragraphs), Some(cell)) = (last, cells.last_mut()) {
                cell.clone_from(&paragraphs[0]);
            }
            let width = cells.len();
            self.push(Content::Row(cells));
            for paragraph in last.into_iter().flatten().skip(1) {
                let mut cells = vec![String::new(); width];
                if let Some(cell) = cells.last_mut() {
                    cell.clone_from(paragraph);
                }
                self.push(Content::Row(cells));
            }
        }
    }
}
