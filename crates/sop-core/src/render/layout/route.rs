//! Streets: which channels and gutters each arrow runs through, and where it leaves its item.
//!
//! Channel `k` lies below row `k`, gutter `g` left of slot `g` (the last one right of the last slot).

use super::Sizes;
use super::rank::Ranks;
use super::slots::Slots;
use crate::render::view::Picture;
use std::collections::BTreeMap;

/// Least distance of two arrows that leave one item.
const PITCH_MIN: i32 = 28;
/// Room between two labels side by side.
const LABEL_GAP: i32 = 10;
/// How far an arrow that turns away stands beside the arrow that comes in below it.
const ASIDE: i32 = 12;

/// A strip of a gutter. Deeper frames are nearer to the slots that they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Zone {
    /// At the slot on the left, inside frames of that depth that end there; 0 is outside.
    Left(usize),
    /// At the slot on the right.
    Right(usize),
}

/// A place in a gutter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lane {
    pub(super) gutter: usize,
    pub(super) zone: Zone,
}

/// The way of one arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Straight down.
    Straight,
    /// Down to a mark that hangs there.
    Dock,
    /// Down, aside in one channel, down.
    Turn {
        /// Which channel.
        channel: usize,
    },
    /// Down, aside into a gutter, down, aside, down.
    Gutter {
        /// Where.
        lane: Lane,
        /// Channels above and below.
        channels: (usize, usize),
    },
    /// Down, aside into a gutter beside the target, up, into its side.
    Back {
        /// Where.
        lane: Lane,
        /// The channel below the source.
        channel: usize,
        /// Enters the target from the left.
        from_left: bool,
    },
}

/// All ways.
#[derive(Debug)]
pub(super) struct Ways {
    /// Of each link.
    pub(super) way: Vec<Way>,
    /// Where each link leaves its item, from the item's middle.
    pub(super) port: Vec<i32>,
    /// Width that the item needs for its arrows' labels.
    pub(super) needs: Vec<i32>,
}

/// Finds the ways.
pub(super) fn route(
    picture: &Picture,
    ranks: &Ranks,
    slots: &Slots,
    sizes: &Sizes,
    docks: &[Option<usize>],
) -> Ways {
    let mut router = Router {
        picture,
        ranks,
        slots,
        used: vec![BTreeMap::new(); slots.column.len()],
        straight: vec![None; picture.items.len()],
    };
    for (i, row) in ranks.row.iter().enumerate().filter(|(i, _)| docks[*i].is_none()) {
        router.used[slots.slot[i]].insert(*row, *row);
    }
    let mut order: Vec<usize> = (0..picture.links.len()).collect();
    // Those within a slot first, then the short ones: they have the better claim to a straight way.
    order.sort_by_key(|l| {
        let link = &picture.links[*l];
        let aside = slots.slot[link.from] != slots.slot[link.to];
        (aside, ranks.row[link.from].abs_diff(ranks.row[link.to]), *l)
    });
    let mut way = vec![Way::Straight; picture.links.len()];
    for l in order {
        way[l] = if docks[picture.links[l].to] == Some(l) { Way::Dock } else { router.way(l) };
    }
    let (port, needs) = router.ports(&way, sizes);
    Ways { way, port, needs }
}

struct Router<'a> {
    picture: &'a Picture,
    ranks: &'a Ranks,
    slots: &'a Slots,
    /// Rows taken in each slot, as first and last row.
    used: Vec<BTreeMap<usize, usize>>,
    /// Where each item's straight arrow leads.
    straight: Vec<Option<usize>>,
}

impl Router<'_> {
    fn free(&self, slot: usize, first: usize, last: usize) -> bool {
        first > last || self.used[slot].range(..=last).next_back().is_none_or(|(_, end)| *end < first)
    }

    fn way(&mut self, l: usize) -> Way {
        let link = &self.picture.links[l];
        let (from, to) = (link.from, link.to);
        let (a, b) = (self.slots.slot[from], self.slots.slot[to]);
        let (r1, r2) = (self.ranks.row[from], self.ranks.row[to]);
        let foreign = self.foreign(from, to);
        if r2 <= r1 {
            return self.back(from, to, &foreign);
        }
        let open = |s: usize| !foreign.iter().any(|(lo, hi)| (*lo..=*hi).contains(&s));
        let (first, last) = (r1 + 1, r2 - 1);
        if self.straight[from] == Some(to) {
            // A second arrow to the same item joins the first.
            return Way::Turn { channel: r1 };
        }
        if a == b && self.free(a, first, last) && (first > last || open(a)) {
            self.occupy(a, first, last);
            self.straight[from] = Some(to);
            return Way::Straight;
        }
        if first > last {
            return Way::Turn { channel: r1 };
        }
        if open(b) && self.free(b, first, last) {
            self.occupy(b, first, last);
            return Way::Turn { channel: r1 };
        }
        if open(a) && self.free(a, first, last) && !self.under_heading(a, first, last) {
            self.occupy(a, first, last);
            return Way::Turn { channel: last };
        }
        let mut tries = match a.cmp(&b) {
            std::cmp::Ordering::Less => vec![b, a + 1, b + 1, a],
            std::cmp::Ordering::Greater => vec![b + 1, a, b, a + 1],
            std::cmp::Ordering::Equal => vec![a + 1, a],
        };
        let mut around: Vec<usize> = foreign.iter().flat_map(|(lo, hi)| [*lo, *hi + 1]).collect();
        around.sort_by_key(|g| (g.abs_diff(b), *g));
        tries.extend(around);
        let gutter = tries.iter().copied().find(|g| !inside(*g, &foreign)).unwrap_or(tries[0]);
        let lane = Lane { gutter, zone: self.zone(gutter, from, to, gutter == b) };
        Way::Gutter { lane, channels: (r1, last) }
    }

    fn back(&self, from: usize, to: usize, foreign: &[(usize, usize)]) -> Way {
        let (a, b) = (self.slots.slot[from], self.slots.slot[to]);
        let mut from_left = a <= b;
        let gutter = |left: bool| if left { b } else { b + 1 };
        if inside(gutter(from_left), foreign) && !inside(gutter(!from_left), foreign) {
            from_left = !from_left;
        }
        let gutter = gutter(from_left);
        let lane = Lane { gutter, zone: self.zone(gutter, from, to, from_left) };
        Way::Back { lane, channel: self.ranks.row[from], from_left }
    }

    /// A frame's heading stands in this slot: a way that is not in the slot's middle would run into it.
    fn under_heading(&self, slot: usize, first: usize, last: usize) -> bool {
        let mut frames = self.ranks.frame.iter().zip(&self.slots.frame);
        frames.any(|(rows, slots)| slots.0 == slot && (first..=last).contains(&rows.0))
    }

    fn occupy(&mut self, slot: usize, first: usize, last: usize) {
        if first <= last {
            self.used[slot].insert(first, last);
        }
    }

    /// Slots of the frames that lie between both ends but hold neither.
    fn foreign(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let (r1, r2) = (self.ranks.row[from], self.ranks.row[to]);
        let (top, bottom) = (r1.min(r2), r1.max(r2));
        let frames = self.ranks.frame.iter().zip(&self.slots.frame);
        // A frame that holds an end has that end's row in its band, and no other frame has.
        frames.filter(|(rows, _)| rows.0 > top && rows.1 < bottom).map(|(_, slots)| *slots).collect()
    }

    /// The strip of a gutter where a link between these items runs: inside the frames around both.
    fn zone(&self, gutter: usize, from: usize, to: usize, at_right: bool) -> Zone {
        let mut frame = self.common(from, to);
        while let Some(f) = frame {
            let (lo, hi) = self.slots.frame[f];
            if hi + 1 == gutter {
                return Zone::Left(self.picture.frames[f].depth);
            }
            if lo == gutter {
                return Zone::Right(self.picture.frames[f].depth);
            }
            frame = self.picture.frames[f].outer;
        }
        let count = self.slots.column.len();
        if gutter == 0 {
            return Zone::Right(0);
        }
        if gutter == count {
            return Zone::Left(0);
        }
        let (left, right) = (self.slots.column[gutter - 1], self.slots.column[gutter]);
        let columns = (self.picture.items[from].column, self.picture.items[to].column);
        let at_right = if left == right { at_right } else { columns.0.max(columns.1) > left };
        if at_right { Zone::Right(0) } else { Zone::Left(0) }
    }

    /// The innermost frame around both items.
    fn common(&self, from: usize, to: usize) -> Option<usize> {
        let mut a = self.picture.items[from].frame;
        let mut b = self.picture.items[to].frame;
        let depth = |f: Option<usize>| f.map_or(0, |f| self.picture.frames[f].depth);
        while a != b {
            if depth(a) >= depth(b) {
                a = a.and_then(|f| self.picture.frames[f].outer);
            } else {
                b = b.and_then(|f| self.picture.frames[f].outer);
            }
        }
        a
    }

    fn ports(&self, way: &[Way], sizes: &Sizes) -> (Vec<i32>, Vec<i32>) {
        let mut out: Vec<Vec<usize>> = vec![Vec::new(); self.picture.items.len()];
        for (l, link) in self.picture.links.iter().enumerate() {
            out[link.from].push(l);
        }
        let mut port = vec![0; way.len()];
        let mut needs = vec![0; out.len()];
        for (item, links) in out.iter_mut().enumerate() {
            let right = links.iter().filter(|l| self.heading(way[**l], **l) > 0).count();
            let left = links.iter().filter(|l| self.heading(way[**l], **l) < 0).count();
            // What hangs below the item stands on the emptier side of the straight way.
            let side = if right > left { -1 } else { 1 };
            links.sort_by_key(|l| {
                let heading = if way[*l] == Way::Dock { side } else { self.heading(way[*l], *l) };
                // What hangs there is next to the straight way.
                (heading.signum(), if way[*l] == Way::Dock { 0 } else { heading }, *l)
            });
            self.spread(links, way, sizes, &mut port, &mut needs[item]);
            let middle = links.iter().find(|l| port[**l] == 0 && self.meets(way[**l], item));
            if let Some(l) = middle {
                // All ports together: then they keep their distances.
                let aside = if self.heading(way[*l], *l) < 0 { -ASIDE } else { ASIDE };
                for l in links.iter() {
                    port[*l] += aside;
                }
                needs[item] += 2 * ASIDE;
            }
        }
        (port, needs)
    }

    /// Ports from left to right, so far apart that their labels and what hangs below them have room.
    fn spread(&self, links: &[usize], way: &[Way], sizes: &Sizes, port: &mut [i32], needs: &mut i32) {
        let width = |l: usize| {
            let hung = if way[l] == Way::Dock { sizes.items[self.picture.links[l].to].w } else { 0 };
            sizes.labels[l].w.max(hung)
        };
        let mut x = 0;
        for pair in links.windows(2) {
            x += (i32::midpoint(width(pair[0]), width(pair[1])) + LABEL_GAP).max(PITCH_MIN);
            port[pair[1]] = x;
        }
        let middle = links.iter().find(|l| way[**l] == Way::Straight).map_or(x / 2, |l| port[*l]);
        for l in links {
            port[*l] -= middle;
            *needs = (*needs).max(2 * port[*l].abs() + width(*l));
        }
    }

    /// Where a link goes: negative to the left, positive to the right, the farther the greater.
    fn heading(&self, way: Way, l: usize) -> isize {
        let link = &self.picture.links[l];
        let a = self.slots.slot[link.from];
        let b = match way {
            Way::Straight | Way::Dock => return 0,
            Way::Turn { .. } => 2 * self.slots.slot[link.to] + 1,
            Way::Gutter { lane, .. } | Way::Back { lane, .. } => 2 * lane.gutter,
        };
        let far = isize::try_from(b).unwrap_or(isize::MAX) - isize::try_from(2 * a + 1).unwrap_or(isize::MAX);
        if far == 0 { 1 } else { far }
    }

    /// Below the place where this link turns away, something comes in at the middle of the slot.
    fn meets(&self, way: Way, item: usize) -> bool {
        let channel = match way {
            Way::Straight | Way::Dock => return false,
            Way::Turn { channel } | Way::Back { channel, .. } => channel,
            Way::Gutter { channels, .. } => channels.0,
        };
        !self.free(self.slots.slot[item], channel + 1, channel + 1)
    }
}

/// The gutter runs inside one of the frames.
fn inside(gutter: usize, frames: &[(usize, usize)]) -> bool {
    frames.iter().any(|(lo, hi)| *lo < gutter && gutter <= *hi)
}
