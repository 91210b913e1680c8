//! What differs between clauses that are the same, and which have come, gone or moved.

use super::align::Pairs;
use super::{Change, Difference};
use crate::read::names::same_party;
use crate::read::normal::normal;
use crate::read::{ReadClause, ReadDocument};
use sop_core::model::{Book, Clause, ClauseKind, Document, Held, LaneId};
use sop_core::render::source::held;
use std::collections::{BTreeMap, BTreeSet};

/// The lane of the book that a document's heading means.
pub(crate) fn lane(book: &Book, heading: Option<&str>) -> Option<LaneId> {
    let heading = heading?;
    let at = book
        .lanes
        .iter()
        .position(|l| l.label.eq_ignore_ascii_case(heading))
        .or_else(|| book.lanes.iter().position(|l| same_party(&l.label, heading)))?;
    u16::try_from(at).ok().map(LaneId)
}

/// All changes of clauses.
pub(super) fn changes(
    book: &Book,
    register: &Document,
    document: &ReadDocument,
    pairs: &Pairs,
) -> Vec<Change> {
    let lost = lost_pages(register, document, pairs);
    let moved = moved(register, pairs);
    let mut out: Vec<Change> = lost.iter().map(|page| Change::PageLost { page: *page }).collect();
    let mut added = added(register, document, pairs);
    out.extend(added.remove(&None).into_iter().flatten());
    for (r, clause) in register.clauses.iter().enumerate() {
        match pairs.of_register.get(&r).and_then(|d| document.clauses.get(*d)) {
            None => out.push(Change::Removed { id: clause.id.clone() }),
            Some(read) => {
                let what = differences(book, clause, read, told(document));
                let elsewhere =
                    what.iter().any(|w| matches!(w, Difference::Lane { .. } | Difference::Id { .. }));
                if moved.contains(&r) && !elsewhere {
                    out.push(Change::Moved {
                        id: clause.id.clone(),
                        after: before(register, document, pairs, read),
                    });
                }
                if !what.is_empty() {
                    out.push(Change::Changed { id: clause.id.clone(), clause: Box::new(read.clone()), what });
                }
            }
        }
        out.extend(added.remove(&Some(r)).into_iter().flatten());
    }
    out
}

/// Do the document's pages say their numbers?
fn told(document: &ReadDocument) -> bool {
    document.pages.iter().any(|p| p.told)
}

/// Pages of the register that the document lacks, or of which every clause is gone.
fn lost_pages(register: &Document, document: &ReadDocument, pairs: &Pairs) -> BTreeSet<u32> {
    let there: BTreeSet<u32> = document.pages.iter().map(|p| p.number).collect();
    let spoken: BTreeSet<u32> = register
        .sections
        .iter()
        .flat_map(|s| s.pages.0..=s.pages.1.min(s.pages.0.saturating_add(2000)))
        .chain(register.clauses.iter().map(|c| c.page))
        .collect();
    if told(document) {
        return spoken.into_iter().filter(|p| !there.contains(p)).collect();
    }
    // Without numbers a lost page shows in there being fewer, and in all its clauses being gone.
    let missing = spoken.len().saturating_sub(there.len());
    let mut gone: BTreeMap<u32, bool> = BTreeMap::new();
    for (r, c) in register.clauses.iter().enumerate() {
        *gone.entry(c.page).or_insert(true) &= !pairs.of_register.contains_key(&r);
    }
    gone.into_iter().filter(|(_, gone)| *gone).map(|(page, _)| page).take(missing).collect()
}

/// The clause of the register that a clause of the document follows.
fn before(register: &Document, document: &ReadDocument, pairs: &Pairs, read: &ReadClause) -> Option<String> {
    let at = document.clauses.iter().position(|c| c.id == read.id)?;
    let r = (0..at).rev().find_map(|d| pairs.of_document.get(&d))?;
    register.clauses.get(*r).map(|c| c.id.clone())
}

/// New clauses, by the clause of the register that they stand behind.
fn added(
    register: &Document,
    document: &ReadDocument,
    pairs: &Pairs,
) -> BTreeMap<Option<usize>, Vec<Change>> {
    let mut out: BTreeMap<Option<usize>, Vec<Change>> = BTreeMap::new();
    let mut after: Option<usize> = None;
    for (d, clause) in document.clauses.iter().enumerate() {
        if let Some(r) = pairs.of_document.get(&d) {
            after = Some(*r);
            continue;
        }
        let id = after.and_then(|r| register.clauses.get(r)).map(|c| c.id.clone());
        out.entry(after).or_default().push(Change::Added { clause: Box::new(clause.clone()), after: id });
    }
    out
}

fn order(pairs: &Pairs) -> Vec<(usize, usize)> {
    pairs.of_register.iter().map(|(r, d)| (*r, *d)).collect()
}

/// Clauses of the register that were found and stand where they stood among the others, as many as can be.
pub(crate) fn stay(pairs: &Pairs) -> BTreeSet<usize> {
    rising(&order(pairs)).into_iter().collect()
}

/// Clauses of the register that stand elsewhere among the others now: the fewest that explain it, and of two that
/// have changed places both.
fn moved(register: &Document, pairs: &Pairs) -> BTreeSet<usize> {
    let order = order(pairs);
    let stay = stay(pairs);
    let mut moved: BTreeSet<usize> = order.iter().map(|(r, _)| *r).filter(|r| !stay.contains(r)).collect();
    let alone: Vec<usize> = moved.iter().copied().collect();
    for r in alone {
        let Some(d) = pairs.of_register.get(&r) else { continue };
        let crossed: Vec<usize> =
            order.iter().filter(|(o, e)| (*o < r) != (e < d) && *o != r).map(|(o, _)| *o).collect();
        if let [one] = crossed.as_slice() {
            moved.insert(*one);
        }
    }
    // Two with the same words haven't changed places for anybody.
    moved.retain(|r| {
        let twin = |o: &usize| {
            o != r
                && register.clauses.get(*o).map(|c| &c.fingerprint)
                    == register.clauses.get(*r).map(|c| &c.fingerprint)
        };
        !order
            .iter()
            .map(|(o, _)| *o)
            .any(|o| twin(&o) && crossing(&order, *r, o) && crossings(&order, *r) == 1)
    });
    moved
}

fn crossing(order: &[(usize, usize)], a: usize, b: usize) -> bool {
    let at = |r: usize| order.iter().find(|(o, _)| *o == r).map(|(_, d)| *d);
    match (at(a), at(b)) {
        (Some(da), Some(db)) => (a < b) != (da < db),
        _ => false,
    }
}

fn crossings(order: &[(usize, usize)], a: usize) -> usize {
    order.iter().filter(|(o, _)| *o != a && crossing(order, a, *o)).count()
}

/// The longest run whose places in the document rise.
fn rising(order: &[(usize, usize)]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(order.len());
    for (i, (_, d)) in order.iter().enumerate() {
        let before = (0..i).filter(|j| order[*j].1 < *d).max_by_key(|j| best[*j].0);
        best.push((before.map_or(1, |j| best[j].0 + 1), before));
    }
    let mut at = (0..order.len()).max_by_key(|i| (best[*i].0, usize::MAX - i));
    let mut out = Vec::new();
    while let Some(i) = at {
        out.push(order[i].0);
        at = best[i].1;
    }
    out
}

/// In what a clause differs, in a fixed order.
fn differences(book: &Book, clause: &Clause, read: &ReadClause, pages: bool) -> Vec<Difference> {
    let mut out = Vec::new();
    let same = clause.fingerprint.as_ref() == Some(&read.fingerprint);
    if !same {
        out.push(Difference::Words);
    }
    // A place such as `p12.3` counts what stands before it: it shifts without anything being changed here.
    let place = |id: &str| id.contains("/p") && id.rsplit("/p").next().is_some_and(|r| r.contains('.'));
    if clause.id != read.id && !(place(&clause.id) && place(&read.id)) {
        out.push(Difference::Id { new: read.id.clone() });
    }
    if pages && clause.page != read.page {
        out.push(Difference::Page { old: clause.page, new: read.page });
    }
    // A lane that was inferred follows from words, perhaps of other clauses.
    let new = lane(book, read.lane.as_deref());
    if read.in_column && clause.lane != new {
        let label =
            |l: Option<LaneId>| l.and_then(|l| book.lanes.get(usize::from(l.0))).map(|l| l.label.clone());
        out.push(Difference::Lane { old: label(clause.lane), new: read.lane.clone() });
    }
    // Whether a note asks or tells shows in its words.
    let told = |k: ClauseKind| matches!(k, ClauseKind::Note | ClauseKind::Decision);
    if clause.kind != read.kind && !(same && told(clause.kind) && told(read.kind)) {
        out.push(Difference::Kind { old: clause.kind, new: read.kind });
    }
    let (gone, new) = facts(clause, read, same);
    if !gone.is_empty() || !new.is_empty() {
        out.push(Difference::Held { gone, new });
    }
    out
}

/// The facts that only one of them has. Where the words are the same, names and quotation marks are left alone: which
/// names are known depends on other clauses, and marks are noise.
fn facts(clause: &Clause, read: &ReadClause, same: bool) -> (Vec<Held>, Vec<Held>) {
    let counts = |h: &&Held| !same || !matches!(h, Held::Party(_) | Held::Application(_) | Held::Phrase(_));
    let mut new: Vec<Held> = read.holds.iter().filter(counts).cloned().collect();
    let mut gone = Vec::new();
    for held in clause.holds.iter().filter(counts) {
        match new.iter().position(|n| alike(n, held)) {
            Some(at) => _ = new.remove(at),
            None => gone.push(held.clone()),
        }
    }
    // Words that are the same hold every phrase that was read from them.
    if same {
        let phrases =
            clause.holds.iter().filter(|h| matches!(h, Held::Phrase(p) if !read.normal.contains(&normal(p))));
        gone.extend(phrases.cloned());
    }
    (gone, new)
}

/// A register holds a fact as it can be written there: times to the minute, lengths to the second.
fn alike(a: &Held, b: &Held) -> bool {
    match (a, b) {
        (Held::Phrase(a), Held::Phrase(b)) => normal(a) == normal(b),
        _ => held(a) == held(b),
    }
}
