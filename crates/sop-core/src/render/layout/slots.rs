//! Columns: each lane is divided into slots; two items of one row never share a slot.
//!
//! Rows are filled from above. An item wants the slot of the item whose arrow leads straight on to it, or the slot beside
//! it for the other arrows; the nearest free one is taken. So the main way of a procedure is a straight line.

use super::rank::Ranks;
use crate::render::view::{LinkKind, Picture};

/// The slots of a picture, numbered from left to right over all lanes.
#[derive(Debug)]
pub(super) struct Slots {
    /// Slot of each item.
    pub(super) slot: Vec<usize>,
    /// Column of each slot.
    pub(super) column: Vec<usize>,
    /// First and last slot of each frame.
    pub(super) frame: Vec<(usize, usize)>,
}

/// Gives each item a slot.
pub(super) fn assign(picture: &Picture, ranks: &Ranks, docks: &[Option<usize>]) -> Slots {
    let n = picture.items.len();
    let wishes = wishes(picture, ranks);
    let crossed = crossed(picture, ranks);
    let mut rows = vec![Vec::new(); ranks.rows];
    for (i, row) in ranks.row.iter().enumerate().filter(|(i, _)| docks[*i].is_none()) {
        rows[*row].push(i);
    }
    let mut local = vec![0usize; n];
    let mut width = vec![1usize; picture.columns.len()];
    for items in &rows {
        let mut wanted: Vec<(usize, usize, usize)> = items
            .iter()
            .map(|&i| {
                let want = wishes[i].iter().map(|(from, beside)| local[*from] + beside).min().unwrap_or(0);
                (picture.items[i].column, want, i)
            })
            .collect();
        wanted.sort_unstable();
        let mut taken: Vec<Vec<bool>> = vec![Vec::new(); picture.columns.len()];
        for &i in items {
            // The ways out of a frame keep their slots on its border row.
            if let Some(f) = picture.items[i].frame.filter(|_| picture.items[i].shape.on_border()) {
                for &from in &crossed[f] {
                    take(&mut taken[picture.items[from].column], local[from]);
                }
            }
        }
        for (column, want, i) in wanted {
            let slot = nearest_free(&taken[column], want);
            take(&mut taken[column], slot);
            local[i] = slot;
            width[column] = width[column].max(slot + 1);
        }
    }
    let mut first = vec![0; picture.columns.len()];
    let mut column = Vec::new();
    for (c, w) in width.iter().enumerate() {
        first[c] = column.len();
        column.extend(std::iter::repeat_n(c, *w));
    }
    let mut slot: Vec<usize> = (0..n).map(|i| first[picture.items[i].column] + local[i]).collect();
    for (i, link) in docks.iter().enumerate() {
        if let Some(link) = link {
            slot[i] = slot[picture.links[*link].from];
        }
    }
    let frame = hulls(picture, &slot);
    Slots { slot, column, frame }
}

/// For each item the items whose arrows come down to it in its own column, and how far beside them it wants to stand.
fn wishes(picture: &Picture, ranks: &Ranks) -> Vec<Vec<(usize, usize)>> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); picture.items.len()];
    for (l, link) in picture.links.iter().enumerate() {
        let same = picture.items[link.from].column == picture.items[link.to].column;
        if same && ranks.row[link.to] > ranks.row[link.from] {
            out[link.from].push(l);
        }
    }
    let mut wishes = vec![Vec::new(); picture.items.len()];
    let below = below(picture, ranks);
    for links in &mut out {
        let longest = links.iter().map(|l| below[picture.links[*l].to]).max().unwrap_or(0);
        links.sort_by_key(|l| {
            let link = &picture.links[*l];
            let (from, to) = (&picture.items[link.from], &picture.items[link.to]);
            let aside = matches!(link.kind, LinkKind::Failed | LinkKind::Deadline);
            let leaves = !holds(picture, from.frame, to.frame);
            let short = 2 * below[link.to] < longest;
            // Answers keep the author's order; what a wait waits for may come in any.
            let far = match link.kind {
                LinkKind::Event | LinkKind::After | LinkKind::At => ranks.row[link.to] - ranks.row[link.from],
                _ => 0,
            };
            (leaves, aside, short, far, *l)
        });
        for (beside, l) in links.iter().enumerate() {
            let link = &picture.links[*l];
            wishes[link.to].push((link.from, beside));
        }
    }
    wishes
}

/// How long the way down from each item is, in items.
fn below(picture: &Picture, ranks: &Ranks) -> Vec<usize> {
    let mut down: Vec<(usize, usize)> =
        picture.links.iter().map(|l| (l.from, l.to)).filter(|(a, b)| ranks.row[*b] > ranks.row[*a]).collect();
    down.sort_by_key(|(a, _)| std::cmp::Reverse(ranks.row[*a]));
    let mut below = vec![1; picture.items.len()];
    for (a, b) in down {
        below[a] = below[a].max(below[b] + 1);
    }
    below
}

/// The frame lies in the other or is the same.
fn holds(picture: &Picture, outer: Option<usize>, inner: Option<usize>) -> bool {
    let mut around = inner;
    while around != outer {
        match around {
            Some(f) => around = picture.frames[f].outer,
            None => return false,
        }
    }
    true
}

/// For each frame the items in it from which an arrow leads down out of it.
fn crossed(picture: &Picture, ranks: &Ranks) -> Vec<Vec<usize>> {
    let mut crossed = vec![Vec::new(); picture.frames.len()];
    for link in &picture.links {
        let mut frame = picture.items[link.from].frame;
        while let Some(f) = frame {
            if ranks.row[link.to] <= ranks.frame[f].1 || picture.items[link.from].shape.on_border() {
                break;
            }
            crossed[f].push(link.from);
            frame = picture.frames[f].outer;
        }
    }
    crossed
}

fn take(taken: &mut Vec<bool>, slot: usize) {
    if taken.len() <= slot {
        taken.resize(slot + 1, false);
    }
    taken[slot] = true;
}

/// The free slot nearest to the wanted one; the right one of two.
fn nearest_free(taken: &[bool], want: usize) -> usize {
    let free = |s: usize| taken.get(s).is_none_or(|t| !t);
    // One beyond the last taken slot is always free.
    let right = (want..=taken.len().max(want)).find(|s| free(*s)).unwrap_or(want);
    let left = (0..want).rev().take(right - want).find(|s| free(*s));
    match left {
        Some(left) if want - left < right - want => left,
        _ => right,
    }
}

fn hulls(picture: &Picture, slot: &[usize]) -> Vec<(usize, usize)> {
    let mut frame = vec![(usize::MAX, 0); picture.frames.len()];
    for (item, slot) in picture.items.iter().zip(slot) {
        let mut around = item.frame;
        while let Some(f) = around {
            frame[f] = (frame[f].0.min(*slot), frame[f].1.max(*slot));
            around = picture.frames[f].outer;
        }
    }
    // A frame without items stands at the left.
    frame.into_iter().map(|(a, b)| if a == usize::MAX { (0, 0) } else { (a, b) }).collect()
}
