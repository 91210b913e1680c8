//! Which clause of the document is which of the register.

use super::differ::lane;
use crate::read::{ReadClause, ReadDocument};
use sop_core::model::{Book, Clause, Document};
use std::collections::{BTreeMap, BTreeSet};

/// Indices of clauses that are the same: in the register, in the document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    /// By the register's index.
    pub(crate) of_register: BTreeMap<usize, usize>,
    /// By the document's index.
    pub(crate) of_document: BTreeMap<usize, usize>,
}

impl Pairs {
    fn tie(&mut self, r: usize, d: usize) {
        self.of_register.insert(r, d);
        self.of_document.insert(d, r);
    }
}

/// The section of a clause of the register: the longest id of a section that its id begins with.
pub(super) fn section_of<'d>(register: &'d Document, clause: &Clause) -> Option<&'d str> {
    let ids = register.sections.iter().map(|s| s.id.as_str());
    ids.filter(|s| {
        clause.id.strip_prefix(s).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/']))
    })
    .max_by_key(|s| s.len())
}

/// Its number, as far as it has one: `p12.3` is a place.
fn is_numbered(id: &str) -> bool {
    let last = id.rsplit('/').next().unwrap_or_default();
    !(id.contains('/') && last.starts_with('p') && last.contains('.'))
}

/// The document with its clauses in the sections where the register looks for them: where a heading is lost, what stood
/// under it seems to belong to the section before. And without titles that stand for a section whose clauses are lost.
pub(crate) fn at_home(register: &Document, document: &ReadDocument) -> ReadDocument {
    let mut document = document.clone();
    let read: BTreeSet<&str> = document.sections.iter().map(|s| s.id.as_str()).collect();
    let lost: Vec<_> = register.sections.iter().filter(|s| !read.contains(s.id.as_str())).collect();
    let leaf = |id: &str| {
        !register.sections.iter().any(|o| o.id.strip_prefix(id).is_some_and(|rest| rest.starts_with('.')))
    };
    for clause in &mut document.clauses {
        let stays = register
            .sections
            .iter()
            .any(|s| s.id == clause.section && leaf(&s.id) && (s.pages.0..=s.pages.1).contains(&clause.page));
        if stays {
            continue;
        }
        if let Some(home) =
            lost.iter().find(|s| leaf(&s.id) && (s.pages.0..=s.pages.1).contains(&clause.page))
        {
            if let Some(rest) = clause.id.strip_prefix(clause.section.as_str()).filter(|r| r.starts_with('/'))
            {
                // A number that the section before has too had made way for a place.
                let rest = clause.number.as_ref().map_or(rest.to_owned(), |n| format!("/{n}"));
                clause.id = format!("{}{rest}", home.id);
            }
            clause.section.clone_from(&home.id);
        }
    }
    let empty = |c: &ReadClause| {
        let title = document.sections.iter().any(|s| s.id == c.section && s.fingerprint == c.fingerprint);
        title
            && register.clauses.iter().any(|r| section_of(register, r) == Some(c.section.as_str()))
            && !register
                .clauses
                .iter()
                .any(|r| r.fingerprint.as_ref() == Some(&c.fingerprint) || r.id == c.id)
    };
    let kept = document.clauses.iter().filter(|c| !empty(c)).cloned().collect();
    document.clauses = kept;
    document
}

/// Finds the register's clauses in the document.
pub(crate) fn align(book: &Book, register: &Document, document: &ReadDocument) -> Pairs {
    let sections: Vec<Option<&str>> = register.clauses.iter().map(|c| section_of(register, c)).collect();
    let mut work = Work {
        book,
        register: &register.clauses,
        document: &document.clauses,
        sections,
        pairs: Pairs::default(),
    };
    // The same words under the same number.
    work.each(|r, d| same_words(r, d) && r.id == d.id && is_numbered(&r.id));
    // The same words in the same order, the same lane before another.
    for like in [Like::KindAndLane, Like::Kind, Like::Any] {
        work.in_order(like);
    }
    // The same words anywhere in the section: swapped, or under another number.
    work.unordered(same_words);
    // The same number with other words.
    work.each(|r, d| r.id == d.id && is_numbered(&r.id));
    // The same place between the same neighbours.
    work.gaps();
    // The same words in another section.
    work.anywhere();
    work.pairs
}

/// In what else clauses with the same words are alike.
#[derive(Clone, Copy, Debug)]
enum Like {
    KindAndLane,
    Kind,
    Any,
}

fn same_words(r: &Clause, d: &ReadClause) -> bool {
    r.fingerprint.as_ref() == Some(&d.fingerprint)
}

struct Work<'a> {
    book: &'a Book,
    register: &'a [Clause],
    document: &'a [ReadClause],
    sections: Vec<Option<&'a str>>,
    pairs: Pairs,
}

impl Work<'_> {
    fn free_r(&self, r: usize) -> bool {
        !self.pairs.of_register.contains_key(&r)
    }

    fn free_d(&self, d: usize) -> bool {
        !self.pairs.of_document.contains_key(&d)
    }

    fn of_section(&self, r: usize) -> impl Iterator<Item = usize> + '_ {
        let section = self.sections.get(r).copied().flatten();
        (0..self.document.len())
            .filter(move |d| self.free_d(*d) && Some(self.document[*d].section.as_str()) == section)
    }

    /// Ties each clause to the first of its section that fits.
    fn each(&mut self, fits: impl Fn(&Clause, &ReadClause) -> bool) {
        for r in 0..self.register.len() {
            let found = self.of_section(r).find(|d| fits(&self.register[r], &self.document[*d]));
            if let Some(d) = found.filter(|_| self.free_r(r)) {
                self.pairs.tie(r, d);
            }
        }
    }

    /// As [`Self::each`], only where words leave no doubt: those of other lanes come last.
    fn unordered(&mut self, fits: impl Fn(&Clause, &ReadClause) -> bool) {
        for like in [Like::KindAndLane, Like::Kind, Like::Any] {
            for r in 0..self.register.len() {
                if !self.free_r(r) {
                    continue;
                }
                let found = self
                    .of_section(r)
                    .find(|d| fits(&self.register[r], &self.document[*d]) && self.is_like(r, *d, like));
                if let Some(d) = found {
                    self.pairs.tie(r, d);
                }
            }
        }
    }

    fn is_like(&self, r: usize, d: usize, like: Like) -> bool {
        let kind = || self.register[r].kind == self.document[d].kind;
        match like {
            Like::KindAndLane => kind() && self.same_lane(r, d),
            Like::Kind => kind(),
            Like::Any => true,
        }
    }

    fn same_lane(&self, r: usize, d: usize) -> bool {
        self.register[r].lane == lane(self.book, self.document[d].lane.as_deref())
    }

    /// The longest run of clauses with the same words in the same order, section by section.
    fn in_order(&mut self, strict: Like) {
        let ids: BTreeSet<&str> = self.sections.iter().flatten().copied().collect();
        let mut ties = Vec::new();
        for id in ids {
            // What is tied holds its place: runs are looked for between.
            let rs: Vec<usize> = (0..self.register.len()).filter(|r| self.sections[*r] == Some(id)).collect();
            let ds: Vec<usize> =
                (0..self.document.len()).filter(|d| self.document[*d].section == id).collect();
            let fits = |r: usize, d: usize| match self.pairs.of_register.get(&r) {
                Some(tied) => *tied == d,
                None => {
                    let (clause, read) = (&self.register[r], &self.document[d]);
                    self.free_d(d) && same_words(clause, read) && self.is_like(r, d, strict)
                }
            };
            // As many as can be; of those that are as many, the ones at their old places: of two `Ya` each its own.
            let worth = |r: usize, d: usize| {
                if fits(r, d) { 4096 + u32::from(self.register[r].id == self.document[d].id) } else { 0 }
            };
            ties.extend(longest(&rs, &ds, worth));
        }
        for (r, d) in ties {
            if self.free_r(r) && self.free_d(d) {
                self.pairs.tie(r, d);
            }
        }
    }

    /// Clauses that nothing was found for, between neighbours that were: by kind and lane, in order.
    fn gaps(&mut self) {
        let mut gaps: BTreeMap<(Option<usize>, &str), Vec<usize>> = BTreeMap::new();
        let mut before = None;
        let sections = self.sections.clone();
        for (r, section) in sections.into_iter().enumerate() {
            let Some(section) = section else { continue };
            match self.pairs.of_register.get(&r) {
                Some(d) => before = Some(*d),
                None => gaps
                    .entry((before.filter(|d| self.document[*d].section == section), section))
                    .or_default()
                    .push(r),
            }
        }
        for ((from, section), rs) in gaps {
            // The gap in the document: behind the same neighbour, up to the next that is tied.
            let start = from.map_or_else(
                || (0..self.document.len()).find(|d| self.document[*d].section == section),
                |d| Some(d + 1),
            );
            let Some(start) = start else { continue };
            let ds: Vec<usize> = (start..self.document.len())
                .take_while(|d| self.document[*d].section == section && self.free_d(*d))
                .collect();
            for strict in [3, 2, 1] {
                for r in rs.iter().copied() {
                    let clause = &self.register[r];
                    let fits = |d: usize| {
                        let read = &self.document[d];
                        let kind = clause.kind == read.kind;
                        let numbers = is_numbered(&clause.id) == is_numbered(&read.id);
                        let even = rs.len() == ds.len();
                        match strict {
                            3 => kind && numbers && self.same_lane(r, d),
                            2 => kind && numbers && even,
                            _ => numbers && even,
                        }
                    };
                    if self.free_r(r)
                        && let Some(d) = ds.iter().copied().find(|d| self.free_d(*d) && fits(*d))
                    {
                        self.pairs.tie(r, d);
                    }
                }
            }
        }
    }

    fn anywhere(&mut self) {
        for r in 0..self.register.len() {
            let clause = &self.register[r];
            if self.free_r(r)
                && let Some(d) = (0..self.document.len()).find(|d| {
                    let read = &self.document[*d];
                    self.free_d(*d)
                        && same_words(clause, read)
                        && clause.kind == read.kind
                        && clause.page == read.page
                })
            {
                self.pairs.tie(r, d);
            }
        }
    }
}

/// The common subsequence that is worth most; 0 is no match.
fn longest(rs: &[usize], ds: &[usize], worth: impl Fn(usize, usize) -> u32) -> Vec<(usize, usize)> {
    // A section of thousands of clauses is no procedure; then only the order of what is tied counts.
    if rs.len().saturating_mul(ds.len()) > 4_000_000 {
        return Vec::new();
    }
    let width = ds.len() + 1;
    let mut best = vec![0_u32; (rs.len() + 1) * width];
    for (i, r) in rs.iter().enumerate().rev() {
        for (j, d) in ds.iter().enumerate().rev() {
            let at = i * width + j;
            let skip = best[at + width].max(best[at + 1]);
            best[at] = skip.max(best[at + width + 1] + worth(*r, *d));
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < rs.len() && j < ds.len() {
        let at = i * width + j;
        let own = worth(rs[i], ds[j]);
        if own > 0 && best[at] == best[at + width + 1] + own {
            out.push((rs[i], ds[j]));
            i += 1;
            j += 1;
        } else if best[at + width] >= best[at + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}
