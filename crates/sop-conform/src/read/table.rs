//! Tables: those whose columns are lanes, and those of rows.

use super::names::{Names, alike, same_party};
use super::normal::tidy;
use super::outline::{Block, Outline, Rows};
use super::sheet::{Content, Page};
use super::vocabulary::{self, Column, is_notes, plain};

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Boxes of this lane.
    Lane(String),
    /// Notes.
    Notes,
}

/// A heading as it was meant: without the signs that a scanner saw, `2 [№] Tier` as `Tier 2`.
fn cleaned(heading: &str) -> String {
    let kept: String = heading
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '/' | '&' | '-' | '\'' | '’') { c } else { ' ' })
        .collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    match words.as_slice() {
        [number, name @ ..] if !name.is_empty() && number.chars().all(|c| c.is_ascii_digit()) => {
            format!("{} {number}", name.join(" "))
        }
        _ => tidy(&kept),
    }
}

/// The headings of a document's tables of lanes, each in its most frequent spelling.
#[derive(Clone, Debug, Default)]
pub(super) struct Lanes {
    spellings: Vec<(String, usize)>,
}

impl Lanes {
    /// From all tables.
    pub(super) fn of(outline: &Outline, parties: &Names) -> Self {
        let mut out = Self::default();
        let blocks = outline.sections.iter().flat_map(|s| &s.blocks);
        for block in blocks {
            if let Block::Table(rows) = block
                && let Some((head, _)) = rows.rows.first()
                && is_lanes(head, parties)
            {
                for cell in head.iter().filter(|c| !is_notes(c) && !c.is_empty()) {
                    let cell = cleaned(cell);
                    match out.spellings.iter_mut().find(|(s, _)| *s == cell) {
                        Some((_, count)) => *count += 1,
                        None => out.spellings.push((cell, 1)),
                    }
                }
            }
        }
        out
    }

    /// All of them, each once.
    pub(super) fn all(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for (spelling, _) in &self.spellings {
            let name = self.named(spelling);
            if !out.contains(&name) {
                out.push(name);
            }
        }
        out
    }

    /// A heading in its most frequent spelling.
    fn named(&self, heading: &str) -> String {
        let heading = cleaned(heading);
        let same = self.spellings.iter().filter(|(s, _)| same_party(s, &heading) || alike(s, &heading));
        same.rev().max_by_key(|(_, count)| *count).map_or(heading, |(s, _)| s.clone())
    }

    /// What the columns of a table of lanes hold, by its head.
    pub(super) fn columns(&self, head: &[String], parties: &Names) -> Option<Vec<Holds>> {
        is_lanes(head, parties).then(|| {
            let last = head.len().saturating_sub(1);
            let hold = |(i, c): (usize, &String)| {
                if is_notes(c) || c.is_empty() && i == last {
                    Holds::Notes
                } else {
                    Holds::Lane(self.named(c))
                }
            };
            head.iter().enumerate().map(hold).collect()
        })
    }
}

/// Is it the head of a table whose columns are lanes? The last column holds notes, or a heading is a party that is known.
fn is_lanes(head: &[String], parties: &Names) -> bool {
    if head.len() < 2 || head.iter().any(|c| vocabulary::column(c) != Column::Other) {
        return false;
    }
    let short = |c: &String| plain(c).split(' ').count() <= 4 && !c.is_empty();
    let (Some(last), lanes) = (head.last(), &head[..head.len() - 1]) else { return false };
    let known = head.iter().filter(|c| parties.find(&cleaned(c)).is_some()).count();
    lanes.iter().all(short)
        && (is_notes(last) && lanes.len() > 1 || known > 0 && head.iter().all(|c| short(c) || c.is_empty()))
        || is_notes(last) && known > 0 && lanes.iter().all(short)
}

/// Headings of columns on the pages, before there is an outline: parties that a table speaks of by itself.
pub(super) fn headings(pages: &[Page]) -> Vec<String> {
    let mut out = Vec::new();
    let none = Names::default();
    for line in pages.iter().flat_map(|p| &p.lines) {
        if let Content::Row(cells) = &line.content
            && is_lanes(cells, &none)
        {
            out.extend(cells.iter().filter(|c| !is_notes(c)).map(|c| cleaned(c)));
        }
    }
    out
}

/// Columns of a table that goes on without a head, from the table before it.
pub(super) fn goes_on(rows: &Rows, before: Option<&Vec<Holds>>) -> Option<Vec<Holds>> {
    let width = rows.rows.first().map(|(c, _)| c.len())?;
    before.filter(|b| b.len() == width).cloned()
}
