//! Headings to sections: what is numbered, what hangs together, and what only looks like a number.

use super::normal::{is_bullet, without_bullet};
use super::sheet::{Content, Page};
use super::stamps::Stamps;
use super::{LeftOut, ReadSection};

/// How far numbers may jump where a page begins: what stood between is lost.
const JUMP: u32 = 12;

/// A section and what stands in it.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) page: u32,
    pub(super) line: u32,
    pub(super) blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Paragraph(Paragraph),
    Table(Rows),
}

/// A paragraph, an entry of a list, a numbered clause.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    /// `5.3`, with the section's own number; `3`, `3a` of a list.
    pub(super) number: Option<String>,
    /// Is that number the whole id?
    pub(super) whole: bool,
    pub(super) bulleted: bool,
    pub(super) text: String,
    pub(super) page: u32,
    pub(super) line: u32,
}

/// Rows of a table on one page.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    pub(super) rows: Vec<(Vec<String>, u32)>,
    pub(super) page: u32,
}

/// What a document is made of.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// What stands before the first section.
    pub(super) front: Vec<Block>,
    pub(super) sections: Vec<Section>,
    pub(super) left_out: Vec<LeftOut>,
}

/// Does a document's numbering begin with this line?
pub(super) fn begins(text: &str) -> bool {
    numbered(text).is_some_and(|n| n.path == [1] && n.dotted || n.path == [1, 1])
}

/// A line that begins with a number.
#[derive(Debug)]
struct Numbered<'t> {
    path: Vec<u32>,
    /// `3a`
    letter: Option<char>,
    /// Ends the number with a stop or a bracket?
    dotted: bool,
    bulleted: bool,
    rest: &'t str,
}

fn numbered(text: &str) -> Option<Numbered<'_>> {
    let own = without_bullet(text);
    let bulleted = own.len() < text.len();
    let end = own.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(own.len());
    let mut number = own.get(..end)?;
    let mut rest = own.get(end..)?;
    let mut letter = None;
    let mut chars = rest.chars();
    if let Some(c) = chars.next().filter(char::is_ascii_lowercase)
        && !number.ends_with('.')
        && chars.next().is_none_or(|c| matches!(c, '.' | ')' | ' '))
    {
        letter = Some(c);
        rest = rest.get(1..)?;
    }
    let dotted = number.ends_with('.') || rest.starts_with(['.', ')']);
    number = number.trim_end_matches('.');
    rest = rest.trim_start_matches(['.', ')']);
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let path: Vec<u32> =
        number.split('.').map(|n| n.parse().ok().filter(|n| *n < 1000)).collect::<Option<_>>()?;
    (path.len() <= 6).then_some(Numbered { path, letter, dotted, bulleted, rest: rest.trim() })
}

/// What a numbered line is.
#[derive(Debug, PartialEq, Eq)]
enum Place {
    /// In the document's own numbering.
    Outline,
    /// In a list within a section.
    List,
    /// A number in running text.
    Text,
}

#[derive(Debug, Default)]
struct Walk {
    out: Outline,
    /// The number of the last line in the document's own numbering.
    path: Vec<u32>,
    /// The last number of the list in this section.
    listed: u32,
    /// Has a page begun without a numbered line yet?
    fresh_page: bool,
    /// How deep the headings are that a format marks as such, with their own count where they have no number.
    marked: Vec<u32>,
    indents: bool,
}

/// Pages to sections.
pub(super) fn outline(pages: &[Page], stamps: &Stamps) -> Outline {
    let mut walk = Walk::default();
    let lines = || pages.iter().flat_map(|p| &p.lines);
    // Does the document mark its headings? Then plain lines are none.
    let headings = lines().filter(|l| matches!(l.content, Content::Heading(..))).count();
    let marks = headings > 1;
    walk.indents = lines().any(|l| l.indented);
    for page in pages {
        walk.fresh_page = true;
        let mut in_table = false;
        for (at, line) in page.lines.iter().enumerate() {
            match &line.content {
                Content::Break => {}
                Content::Row(cells) => {
                    walk.row(cells, page.number, line.number, in_table);
                    in_table = true;
                }
                Content::Heading(level, text) => {
                    in_table = false;
                    walk.heading(*level, text, page.number, line.number);
                }
                Content::Text(text) => {
                    if stamps.is_stamp_line(text, line.apart) {
                        walk.leave_out(text, page.number, line.number);
                        continue;
                    }
                    let more_rows =
                        page.lines.get(at + 1).is_some_and(|l| matches!(l.content, Content::Row(_)));
                    if in_table
                        && (!line.apart || more_rows || text.starts_with(char::is_lowercase))
                        && walk.cell(text, line.apart, more_rows)
                    {
                        continue;
                    }
                    in_table = false;
                    walk.text(
                        &stamps.peeled(text),
                        line.apart,
                        line.indented,
                        marks,
                        (page.number, line.number),
                    );
                }
            }
        }
    }
    walk.settle();
    walk.out
}

impl Walk {
    fn blocks(&mut self) -> &mut Vec<Block> {
        match self.out.sections.last_mut() {
            Some(section) => &mut section.blocks,
            None => &mut self.out.front,
        }
    }

    fn leave_out(&mut self, text: &str, page: u32, line: u32) {
        self.out.left_out.push(LeftOut { page, lane: None, text: text.to_owned(), line });
    }

    fn row(&mut self, cells: &[String], page: u32, line: u32, goes_on: bool) {
        if cells.iter().all(String::is_empty) {
            return;
        }
        self.fresh_page = false;
        if let Some(Block::Table(table)) = self.blocks().last_mut().filter(|_| goes_on)
            && table.page == page
        {
            let width = table.rows.first().map_or(0, |(c, _)| c.len());
            // A row that was broken in a cell: its two halves have one cell more than a row.
            if let Some((last, _)) = table.rows.last_mut().filter(|_| cells.len() < width)
                && last.len() < width
                && last.len() + cells.len() == width + 1
            {
                let mut cells = cells.iter();
                if let (Some(cell), Some(first)) = (last.last_mut(), cells.next()) {
                    join(cell, first);
                }
                last.extend(cells.cloned());
                return;
            }
            table.rows.push((cells.to_vec(), line));
            return;
        }
        self.blocks().push(Block::Table(Rows { rows: vec![(cells.to_vec(), line)], page }));
    }

    /// Text below a row that belongs to its last cell: a line that was broken there.
    fn cell(&mut self, text: &str, apart: bool, more_rows: bool) -> bool {
        let outline = !apart || numbered(text).is_none_or(|n| self.place(&n, false, true) == Place::Text);
        let Some(Block::Table(table)) = self.blocks().last_mut() else { return false };
        // The first row of a table is its head; what follows it stands below the table, unless more rows come.
        let head = table.rows.len() < 2 && (apart || !more_rows);
        let Some((cells, _)) = table.rows.last_mut().filter(|_| outline && !head) else { return false };
        let Some(cell) = cells.iter_mut().rev().find(|c| !c.is_empty()) else { return false };
        join(cell, text);
        true
    }

    fn heading(&mut self, level: usize, text: &str, page: u32, line: u32) {
        self.fresh_page = false;
        self.listed = 0;
        let (id, title) = match numbered(text) {
            Some(n) if n.letter.is_none() && !n.rest.is_empty() => {
                self.path.clone_from(&n.path);
                (dotted(&n.path), n.rest.to_owned())
            }
            _ => {
                // Headings without a number are counted, level by level.
                self.marked.resize(level, 0);
                if let Some(last) = self.marked.last_mut() {
                    *last += 1;
                }
                let path: Vec<u32> = self.marked.iter().copied().filter(|n| *n > 0).collect();
                self.path.clone_from(&path);
                (dotted(&path), text.to_owned())
            }
        };
        self.out.sections.push(Section { id, title, page, line, blocks: Vec::new() });
    }

    fn text(&mut self, text: &str, apart: bool, indented: bool, marks: bool, (page, line): (u32, u32)) {
        let found = numbered(text);
        let place = found.as_ref().map_or(Place::Text, |n| self.place(n, indented, apart));
        self.fresh_page = false;
        match (found, place) {
            (Some(n), Place::Outline) => {
                self.path.clone_from(&n.path);
                self.listed = 0;
                let paragraph = Paragraph {
                    number: Some(dotted(&n.path)),
                    whole: true,
                    bulleted: n.bulleted,
                    text: n.rest.to_owned(),
                    page,
                    line,
                };
                // `6.2` after section 4: its own section's head is lost.
                let own = |s: &Section| s.id.split('.').next() == dotted(&n.path[..1]).split('.').next();
                let strange = !self.out.sections.last().is_some_and(own);
                if (n.path.len() == 1 || strange && !n.bulleted) && !marks {
                    self.out.sections.push(Section {
                        id: dotted(&n.path),
                        title: paragraph.text,
                        page,
                        line,
                        blocks: Vec::new(),
                    });
                } else {
                    self.blocks().push(Block::Paragraph(paragraph));
                }
            }
            (Some(n), Place::List) => {
                self.listed = n.path.first().copied().unwrap_or(0);
                let number =
                    n.path.first().map(|p| format!("{p}{}", n.letter.map(String::from).unwrap_or_default()));
                let text = n.rest.to_owned();
                self.blocks().push(Block::Paragraph(Paragraph {
                    number,
                    whole: false,
                    bulleted: n.bulleted,
                    text,
                    page,
                    line,
                }));
            }
            (_, _) => {
                let own = without_bullet(text);
                let bulleted = own.len() < text.len() && text.starts_with(is_bullet);
                // On a cover each line stands for itself.
                let cover = self.out.sections.is_empty();
                let goes_on = !bulleted && !cover && (!apart || text.starts_with(char::is_lowercase));
                match self.blocks().last_mut() {
                    Some(Block::Paragraph(p)) if goes_on => join(&mut p.text, text),
                    None if goes_on && !apart && text.starts_with(char::is_lowercase) => {
                        if let Some(section) = self.out.sections.last_mut() {
                            join(&mut section.title, text);
                        }
                    }
                    _ => {
                        let text = own.to_owned();
                        self.blocks().push(Block::Paragraph(Paragraph {
                            number: None,
                            whole: false,
                            bulleted,
                            text,
                            page,
                            line,
                        }));
                    }
                }
            }
        }
    }

    /// Where a number belongs.
    fn place(&self, n: &Numbered<'_>, indented: bool, apart: bool) -> Place {
        let text = n
            .rest
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase() || !c.is_alphanumeric());
        let Some(first) = n.path.first().copied().filter(|_| !n.rest.is_empty()) else { return Place::Text };
        let top = self.path.first().copied().unwrap_or(0);
        if n.path.len() == 1 {
            let in_section = !self.out.sections.is_empty();
            // Lists lose entries, and entries change places.
            let near = first <= self.listed.saturating_add(6);
            let next_listed = in_section && n.dotted && (near || n.letter.is_some() && first == 1);
            let set_in = indented || n.bulleted;
            if n.letter.is_none() && !set_in && (n.dotted || apart && n.rest.split(' ').count() <= 10 && text)
            {
                let jump = self.fresh_page && first > top && first <= top + JUMP;
                let next = first == top + 1 && (self.listed == 0 || first != self.listed + 1);
                if (next || jump) && (n.dotted || apart) {
                    return Place::Outline;
                }
            }
            return if next_listed && (text || n.dotted) { Place::List } else { Place::Text };
        }
        if n.letter.is_some() {
            return Place::Text;
        }
        let (parent, last) = (&n.path[..n.path.len() - 1], n.path.last().copied().unwrap_or(0));
        let known = self.path.len() >= parent.len() && self.path[..parent.len()] == *parent;
        let sibling = self.path.get(parent.len()).copied().unwrap_or(0);
        let follows = last > sibling && (last <= sibling + 6 || self.fresh_page);
        // `8.1` where `8.` itself is lost.
        let begun = n.path.len() == 2 && last == 1 && first == top + 1 && apart;
        let jump = self.fresh_page && n.path.len() == 2 && first > top && first <= top + JUMP;
        if known && follows || begun || jump { Place::Outline } else { Place::Text }
    }

    /// Numbered clauses that have a table, a list or paragraphs of their own are sections, and so are their siblings.
    fn settle(&mut self) {
        // From the top down: each round may bring sections whose own clauses are sections again.
        for _ in 0..4 {
            let mut changed = false;
            let mut out: Vec<Section> = Vec::new();
            for section in std::mem::take(&mut self.out.sections) {
                if holds_sections(&section.blocks, &section.id) {
                    changed = true;
                    out.extend(split(section));
                } else {
                    out.push(section);
                }
            }
            self.out.sections = out;
            if !changed {
                break;
            }
        }
    }
}

/// Is it the number of a child of this section, or of a section beside it?
fn is_child(number: &str, of: &str) -> bool {
    number.strip_prefix(of).is_some_and(|rest| rest.starts_with('.') && rest.matches('.').count() == 1)
}

fn outline_number(block: &Block) -> Option<&str> {
    match block {
        Block::Paragraph(p) if p.whole && !p.bulleted => p.number.as_deref(),
        _ => None,
    }
}

/// Has one of the section's numbered clauses a table of its own, or have most of them lists or paragraphs?
fn holds_sections(blocks: &[Block], id: &str) -> bool {
    // Of each numbered clause: could it be a title, and has it something of its own?
    let mut heads: Vec<(bool, bool)> = Vec::new();
    for block in blocks {
        let child =
            outline_number(block).is_some_and(|n| is_child(n, id) || !n.starts_with(&format!("{id}.")));
        match block {
            Block::Paragraph(p) if child => {
                let title = p.text.split(' ').count() <= 12 && !p.text.ends_with(['.', ';', ':', '?']);
                heads.push((title, false));
            }
            Block::Table(_) if !heads.is_empty() => return true,
            Block::Paragraph(p) if p.number.is_some() || p.bulleted || p.text.split(' ').count() > 3 => {
                if let Some(head) = heads.last_mut() {
                    head.1 = true;
                }
            }
            _ => {}
        }
    }
    let own = heads.iter().filter(|h| h.0 && h.1).count();
    own > 0 && own * 2 >= heads.len()
}

/// A section into itself and its children.
fn split(section: Section) -> Vec<Section> {
    let id = section.id.clone();
    let mut out = vec![Section { blocks: Vec::new(), ..section }];
    for block in section.blocks {
        match block {
            Block::Paragraph(p)
                if p.whole
                    && !p.bulleted
                    && p.number
                        .as_deref()
                        .is_some_and(|n| is_child(n, &id) || !n.starts_with(&format!("{id}."))) =>
            {
                let id = p.number.unwrap_or_default();
                out.push(Section { id, title: p.text, page: p.page, line: p.line, blocks: Vec::new() });
            }
            other => {
                if let Some(last) = out.last_mut() {
                    last.blocks.push(other);
                }
            }
        }
    }
    out
}

fn dotted(path: &[u32]) -> String {
    path.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

/// Joins a line to the text before it; a word that was parted by a hyphen is made whole again when it is fingerprinted.
fn join(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(line);
}

/// The pages of each section: up to where the next one begins.
pub(super) fn spans(
    sections: &[Section],
    last_page: u32,
    fingerprint: impl Fn(&str) -> String,
) -> Vec<ReadSection> {
    let mut out = Vec::with_capacity(sections.len());
    for (i, s) in sections.iter().enumerate() {
        // A section ends where the next begins that isn't inside it.
        let inside = |o: &&Section| o.id.strip_prefix(s.id.as_str()).is_some_and(|r| r.starts_with('.'));
        let next = sections[i + 1..].iter().find(|o| !inside(o));
        let end = next
            .map_or(last_page, |n| if n.page > s.page && at_top(sections, n) { n.page - 1 } else { n.page });
        out.push(ReadSection {
            id: s.id.clone(),
            title: s.title.clone(),
            pages: (s.page, end.max(s.page)),
            fingerprint: fingerprint(&s.title),
        });
    }
    out
}

/// Does nothing stand before it on its page?
fn at_top(sections: &[Section], of: &Section) -> bool {
    sections
        .iter()
        .take_while(|s| s.line < of.line)
        .all(|s| s.page < of.page || of.id.strip_prefix(s.id.as_str()).is_some_and(|r| r.starts_with('.')))
        && sections.iter().flat_map(|s| &s.blocks).all(|b| match b {
            Block::Paragraph(p) => p.page != of.page || p.line > of.line,
            Block::Table(t) => t.page != of.page || t.rows.first().is_none_or(|(_, line)| *line > of.line),
        })
}
