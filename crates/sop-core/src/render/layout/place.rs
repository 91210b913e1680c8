//! Pixels: widths of slots and gutters, heights of rows and channels, and the points of every arrow.

use super::rank::Ranks;
use super::route::{Lane, Way, Ways, Zone};
use super::slots::Slots;
use super::tracks::{Stretch, Tracks, assign};
use super::{Layout, Rect, Route, Sizes};
use crate::render::view::{Picture, Shape};
use std::collections::BTreeMap;

/// Between an item and the edge of its slot.
const SLOT_PAD: i32 = 14;
/// Between two tracks of a gutter or channel.
const TRACK: i32 = 10;
/// Between two lines at one height: nearer to each other they look like one.
const ABREAST: i32 = 20;
/// On each side of a frame's border in a gutter.
const FRAME_PAD: i32 = 7;
/// On each side of a lane's border.
const LANE_PAD: i32 = 6;
/// Between an item and the label below it.
const LABEL_TOP: i32 = 5;
/// Above the first track of a channel, for the arrows to leave.
const CHANNEL_TOP: i32 = 10;
/// Below the last track of a channel, for the arrow's head.
const CHANNEL_BOTTOM: i32 = 18;
/// Between a label and the mark that hangs below it.
const DOCK_DROP: i32 = 16;
/// A channel that no arrow ends in.
const CHANNEL_EMPTY: i32 = 10;
/// How far ways into the sides of a box keep from its middle: those from the left above, those from the right below.
const SIDE_SHIFT: i32 = 5;

/// Works out all places.
pub(super) fn place(
    picture: &Picture,
    sizes: &Sizes,
    ranks: &Ranks,
    slots: &Slots,
    ways: &Ways,
    docks: &[Option<usize>],
) -> Layout {
    let mut placer = Placer { picture, sizes, ranks, slots, ways, docks, layout: Layout::default() };
    let body = placer.bodies();
    let gutters = placer.gutter_tracks();
    let x = placer.horizontal(&body, &gutters);
    let channels = placer.channel_tracks(&x);
    let y = placer.vertical(&body, &channels);
    placer.boxes(&body, &x, &y);
    placer.links(&x, &y, &channels);
    placer.headings(&y);
    placer.layout
}

struct Placer<'a> {
    picture: &'a Picture,
    sizes: &'a Sizes,
    ranks: &'a Ranks,
    slots: &'a Slots,
    ways: &'a Ways,
    docks: &'a [Option<usize>],
    layout: Layout,
}

/// Tracks of the strips of all gutters.
type Gutters = BTreeMap<Lane, Tracks>;

struct Xs {
    /// Middle of each slot.
    middle: Vec<i32>,
    /// Left edge of each strip that has tracks.
    strip: BTreeMap<Lane, i32>,
    gutters: BTreeMap<(Lane, (usize, bool)), i32>,
}

struct Ys {
    /// Top and bottom of each row.
    row: Vec<(i32, i32)>,
    /// First track of each channel.
    track: Vec<i32>,
}

impl Placer<'_> {
    /// Width and height of each item.
    fn bodies(&self) -> Vec<(i32, i32)> {
        let grow = |i: usize, w: i32| match self.picture.items[i].shape {
            Shape::Entry | Shape::End | Shape::Resume | Shape::BorderTime | Shape::BorderEvent => w,
            _ => w.max(self.ways.needs[i]),
        };
        self.sizes.items.iter().enumerate().map(|(i, s)| (grow(i, s.w), s.h)).collect()
    }

    fn key(&self, l: usize) -> (usize, bool) {
        (self.picture.links[l].to, matches!(self.ways.way[l], Way::Back { .. }))
    }

    /// Rows count twice here, so that a channel (odd) lies between two rows (even).
    fn gutter_tracks(&self) -> Gutters {
        let mut stretches: BTreeMap<Lane, Vec<Stretch>> = BTreeMap::new();
        for (l, way) in self.ways.way.iter().enumerate() {
            let (lane, a, b) = match *way {
                Way::Gutter { lane, channels } => (lane, 2 * channels.0 + 1, 2 * channels.1 + 1),
                Way::Back { lane, channel, .. } => {
                    (lane, 2 * self.ranks.row[self.picture.links[l].to], 2 * channel + 1)
                }
                _ => continue,
            };
            let (low, high) = (int(a.min(b)), int(a.max(b)));
            stretches.entry(lane).or_default().push(Stretch {
                key: self.key(l),
                low,
                high,
                order: high - low,
            });
        }
        stretches.into_iter().map(|(lane, s)| (lane, assign(&s, 0))).collect()
    }

    fn horizontal(&mut self, body: &[(i32, i32)], gutters: &Gutters) -> Xs {
        let count = self.slots.column.len();
        let mut width = vec![0; count];
        for (i, slot) in self.slots.slot.iter().enumerate().filter(|(i, _)| self.docks[*i].is_none()) {
            width[*slot] = width[*slot].max(body[i].0.max(self.ways.needs[i]) + 2 * SLOT_PAD);
        }
        self.widen(&mut width);
        let deepest = self.picture.frames.iter().map(|f| f.depth).max().unwrap_or(0);
        let mut ends: Vec<Vec<usize>> = vec![Vec::new(); count + 1];
        let mut begins: Vec<Vec<usize>> = vec![Vec::new(); count + 1];
        for (f, (lo, hi)) in self.slots.frame.iter().enumerate() {
            ends[hi + 1].push(f);
            begins[*lo].push(f);
        }
        let mut xs = Xs { middle: Vec::new(), strip: BTreeMap::new(), gutters: BTreeMap::new() };
        self.layout.columns = vec![(0, 0); self.picture.columns.len()];
        self.layout.frames = vec![Rect::default(); self.picture.frames.len()];
        let mut x = 0;
        for gutter in 0..=count {
            let mut strip = |zone: Zone, x: &mut i32| {
                let lane = Lane { gutter, zone };
                if let Some(tracks) = gutters.get(&lane) {
                    xs.strip.insert(lane, *x);
                    for (key, track) in &tracks.of {
                        // Track 0 is next to the slot.
                        let n = if matches!(zone, Zone::Left(_)) { *track } else { tracks.count - 1 - track };
                        xs.gutters.insert((lane, *key), *x + TRACK / 2 + int(n) * TRACK);
                    }
                    *x += int(tracks.count) * TRACK;
                }
            };
            for depth in (1..=deepest).rev() {
                strip(Zone::Left(depth), &mut x);
                let mut here =
                    ends[gutter].iter().filter(|f| self.picture.frames[**f].depth == depth).peekable();
                if here.peek().is_some() {
                    x += FRAME_PAD;
                    here.for_each(|f| self.layout.frames[*f].right = x);
                    x += FRAME_PAD;
                }
            }
            strip(Zone::Left(0), &mut x);
            let left = gutter.checked_sub(1).map(|s| self.slots.column[s]);
            let right = self.slots.column.get(gutter).copied();
            if left != right {
                x += if left.is_some() { LANE_PAD } else { 0 };
                if let Some(column) = left {
                    self.layout.columns[column].1 = x;
                }
                if let Some(column) = right {
                    self.layout.columns[column].0 = x;
                    x += LANE_PAD;
                }
            }
            strip(Zone::Right(0), &mut x);
            for depth in 1..=deepest {
                let mut here =
                    begins[gutter].iter().filter(|f| self.picture.frames[**f].depth == depth).peekable();
                if here.peek().is_some() {
                    x += FRAME_PAD;
                    here.for_each(|f| self.layout.frames[*f].left = x);
                    x += FRAME_PAD;
                }
                strip(Zone::Right(depth), &mut x);
            }
            if let Some(w) = width.get(gutter) {
                xs.middle.push(x + w / 2);
                x += w;
            }
        }
        self.layout.width = x;
        xs
    }

    /// Makes slots wide enough for the lanes' names and the frames' headings.
    fn widen(&self, width: &mut [i32]) {
        for (column, least) in self.sizes.column_w.iter().enumerate() {
            let of: Vec<usize> = (0..width.len()).filter(|s| self.slots.column[*s] == column).collect();
            let sum: i32 = of.iter().map(|s| width[*s]).sum();
            if let Some(last) = of.last().filter(|_| sum < *least) {
                width[*last] += least - sum;
            }
        }
        for (size, (lo, _)) in self.sizes.frames.iter().zip(&self.slots.frame) {
            // Half of the first slot is enough: the arrow that comes in stands in its middle.
            width[*lo] = width[*lo].max(2 * (size.w + SLOT_PAD));
        }
    }

    fn port_x(&self, l: usize, x: &Xs) -> i32 {
        x.middle[self.slots.slot[self.picture.links[l].from]] + self.ways.port[l]
    }

    fn entry_x(&self, l: usize, x: &Xs) -> i32 {
        x.middle[self.slots.slot[self.picture.links[l].to]]
    }

    fn channel_tracks(&self, x: &Xs) -> Vec<Tracks> {
        let mut stretches: Vec<Vec<Stretch>> = vec![Vec::new(); self.ranks.rows];
        for (l, way) in self.ways.way.iter().enumerate() {
            let key = self.key(l);
            let mut add = |channel: usize, from: i32, to: i32| {
                // Going right, the rightmost begins on top; going left, the leftmost: then they do not cross.
                let order = if to > from { -from } else { from };
                stretches[channel].push(Stretch { key, low: from.min(to), high: from.max(to), order });
            };
            let (port, entry) = (self.port_x(l, x), self.entry_x(l, x));
            match *way {
                Way::Straight | Way::Dock => {}
                Way::Turn { channel } => add(channel, port, entry),
                Way::Gutter { lane, channels } => {
                    let middle = x.gutters[&(lane, key)];
                    add(channels.0, port, middle);
                    add(channels.1, middle, entry);
                }
                Way::Back { lane, channel, .. } => add(channel, port, x.gutters[&(lane, key)]),
            }
        }
        stretches.iter().map(|s| assign(s, ABREAST)).collect()
    }

    fn vertical(&mut self, body: &[(i32, i32)], channels: &[Tracks]) -> Ys {
        let rows = self.ranks.rows;
        let mut height = vec![0; rows];
        for (i, row) in self.ranks.row.iter().enumerate().filter(|(i, _)| self.docks[*i].is_none()) {
            height[*row] = height[*row].max(body[i].1);
        }
        for (size, (first, _)) in self.sizes.frames.iter().zip(&self.ranks.frame) {
            height[*first] = height[*first].max(size.h);
        }
        let mut label = vec![0; rows];
        let mut used = vec![false; rows];
        for (l, link) in self.picture.links.iter().enumerate() {
            let row = self.ranks.row[link.from];
            let h = self.sizes.labels[l].h;
            let hung =
                if self.ways.way[l] == Way::Dock { DOCK_DROP + self.sizes.items[link.to].h } else { 0 };
            label[row] = label[row].max(if h > 0 { h + LABEL_TOP } else { 0 } + hung);
            used[row] = true;
            if hung > 0 {
                continue;
            }
            if let Some(above) = self.ranks.row[link.to].checked_sub(1) {
                used[above] = true;
            }
        }
        let mut ys = Ys { row: Vec::new(), track: Vec::new() };
        let mut y = CHANNEL_EMPTY;
        for row in 0..rows {
            ys.row.push((y, y + height[row]));
            y += height[row] + label[row] + CHANNEL_TOP;
            ys.track.push(y);
            let tracks = channels[row].count;
            y += int(tracks.saturating_sub(1)) * TRACK;
            y += if used[row] { CHANNEL_BOTTOM } else { 0 };
        }
        self.layout.height = y;
        ys
    }

    fn boxes(&mut self, body: &[(i32, i32)], x: &Xs, y: &Ys) {
        for (i, (w, h)) in body.iter().enumerate() {
            let middle = x.middle[self.slots.slot[i]];
            let (top, bottom) = y.row[self.ranks.row[i]];
            let left = middle - w / 2;
            let top = top + (bottom - top - h) / 2;
            self.layout.items.push(Rect { left, top, right: left + w, bottom: top + h });
        }
        for (i, link) in self.docks.iter().enumerate() {
            let Some(link) = *link else { continue };
            let above = self.layout.items[self.picture.links[link].from].bottom;
            let label = self.sizes.labels[link].h;
            let (w, h) = body[i];
            let left = self.port_x(link, x) - w / 2;
            let top = above + if label > 0 { LABEL_TOP + label } else { 0 } + DOCK_DROP;
            self.layout.items[i] = Rect { left, top, right: left + w, bottom: top + h };
        }
        for (f, (first, last)) in self.ranks.frame.iter().enumerate() {
            let frame = &mut self.layout.frames[f];
            frame.top = y.row[*first].0 - 4;
            frame.bottom = i32::midpoint(y.row[*last].0, y.row[*last].1);
        }
    }

    fn links(&mut self, x: &Xs, y: &Ys, channels: &[Tracks]) {
        for (l, link) in self.picture.links.iter().enumerate() {
            let (from, to) = (self.layout.items[link.from], self.layout.items[link.to]);
            let key = self.key(l);
            let (port, entry) = (self.port_x(l, x), self.entry_x(l, x));
            let track = |channel: usize| {
                y.track[channel] + int(channels[channel].of.get(&key).copied().unwrap_or(0)) * TRACK
            };
            let mut points = vec![(port, from.bottom)];
            match self.ways.way[l] {
                Way::Straight => points.push((entry, to.top)),
                Way::Dock => points.push((port, to.top)),
                Way::Turn { channel } => {
                    let at = track(channel);
                    points.extend([(port, at), (entry, at), (entry, to.top)]);
                }
                Way::Gutter { lane, channels } => {
                    let middle = x.gutters[&(lane, key)];
                    let (a, b) = (track(channels.0), track(channels.1));
                    points.extend([(port, a), (middle, a), (middle, b), (entry, b), (entry, to.top)]);
                }
                Way::Back { lane, channel, from_left } => {
                    let middle = x.gutters[&(lane, key)];
                    let at = track(channel);
                    let shift = if from_left { -SIDE_SHIFT } else { SIDE_SHIFT };
                    let side = i32::midpoint(to.top, to.bottom) + shift;
                    let edge = if from_left { to.left } else { to.right };
                    points.extend([(port, at), (middle, at), (middle, side), (edge, side)]);
                }
            }
            let label = (port, from.bottom + LABEL_TOP);
            self.layout.links.push(Route { points, label });
        }
    }

    /// Headings stand at the left: an arrow from above comes down in the middle of the slot.
    fn headings(&mut self, y: &Ys) {
        for (f, (first, _)) in self.ranks.frame.iter().enumerate() {
            let top = y.row[*first].0;
            self.layout.headings.push((self.layout.frames[f].left + 10, top));
        }
    }
}

fn int(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX / 1024)
}
