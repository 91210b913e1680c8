//! Rows: which item stands above which.
//!
//! The units of a container (the flow, or a stage) are its own items and the stages directly in it; an arrow orders the two
//! units of the innermost container around both ends. Loops are opened at the unit where they are entered.

use crate::render::view::Picture;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// Rounds of opening loops by their entries; loops nested deeper are opened by the source's order.
const LOOP_ROUNDS_MAX: usize = 12;

/// The rows of a picture.
#[derive(Debug)]
pub(super) struct Ranks {
    /// Row of each item.
    pub(super) row: Vec<usize>,
    /// First and last row of each frame: its header row and its border row.
    pub(super) frame: Vec<(usize, usize)>,
    /// Number of rows.
    pub(super) rows: usize,
}

/// Finds the rows.
pub(super) fn rank(picture: &Picture, docks: &[Option<usize>]) -> Ranks {
    let units = Units::new(picture);
    let edges = units.edges(picture);
    let level = levels(&units, &edges);
    spread(picture, &units, &level, docks)
}

/// Units are numbered: items first, then frames.
struct Units<'a> {
    picture: &'a Picture,
    count: usize,
}

impl<'a> Units<'a> {
    fn new(picture: &'a Picture) -> Self {
        Self { picture, count: picture.items.len() + picture.frames.len() }
    }

    fn of_frame(&self, frame: usize) -> usize {
        self.picture.items.len() + frame
    }

    /// The container that a unit lies in.
    fn container(&self, unit: usize) -> Option<usize> {
        match self.picture.items.get(unit) {
            Some(item) => item.frame,
            None => self.picture.frames[unit - self.picture.items.len()].outer,
        }
    }

    fn depth(&self, unit: usize) -> usize {
        self.container(unit).map_or(0, |f| self.picture.frames[f].depth)
    }

    /// The two units of one container that a link orders; none for a link inside one unit.
    fn lift(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let start = &self.picture.items[from];
        let mut a = match start.frame {
            Some(f) if start.shape.on_border() => self.of_frame(f),
            _ => from,
        };
        let mut b = to;
        while self.depth(a) > self.depth(b) {
            a = self.of_frame(self.container(a)?);
        }
        while self.depth(b) > self.depth(a) {
            b = self.of_frame(self.container(b)?);
        }
        while self.container(a) != self.container(b) {
            a = self.of_frame(self.container(a)?);
            b = self.of_frame(self.container(b)?);
        }
        (a != b).then_some((a, b))
    }

    /// The ordering arrows, without those that close loops.
    fn edges(&self, picture: &Picture) -> Vec<(usize, usize)> {
        let mut edges: Vec<_> = picture.links.iter().filter_map(|l| self.lift(l.from, l.to)).collect();
        let order = self.order();
        for _ in 0..LOOP_ROUNDS_MAX {
            let part = components(self.count, &edges);
            if edges.iter().all(|(a, b)| part[*a] != part[*b]) {
                return edges;
            }
            let head = heads(&part, &edges, &order, self.count);
            edges.retain(|(a, b)| part[*a] != part[*b] || head[part[*a]] != *b);
        }
        let part = components(self.count, &edges);
        edges.retain(|(a, b)| part[*a] != part[*b] || order[*a] < order[*b]);
        edges
    }

    /// The source's order: a frame counts like its first item.
    fn order(&self) -> Vec<(usize, usize)> {
        let mut order: Vec<_> = (0..self.count).map(|u| (u, 0)).collect();
        for (i, item) in self.picture.items.iter().enumerate().rev() {
            let mut frame = item.frame;
            while let Some(f) = frame {
                let unit = self.of_frame(f);
                // Outer frames before inner ones, both before the item.
                order[unit] = order[unit].min((i, 0));
                frame = self.picture.frames[f].outer;
            }
            order[i] = (i, 1);
        }
        order
    }
}

fn components(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(count, edges.len());
    for _ in 0..count {
        graph.add_node(());
    }
    for (a, b) in edges {
        graph.add_edge(NodeIndex::new(*a), NodeIndex::new(*b), ());
    }
    let mut part = vec![0; count];
    for (number, nodes) in kosaraju_scc(&graph).into_iter().enumerate() {
        for node in nodes {
            part[node.index()] = number;
        }
    }
    part
}

/// For each component the unit where it is entered: first in the source among those that arrows from outside reach.
fn heads(part: &[usize], edges: &[(usize, usize)], order: &[(usize, usize)], count: usize) -> Vec<usize> {
    let mut head = vec![usize::MAX; count];
    let mut entered = vec![false; count];
    for (a, b) in edges {
        if part[*a] != part[*b] {
            entered[*b] = true;
        }
    }
    for unit in 0..count {
        let now = &mut head[part[unit]];
        let better = *now == usize::MAX
            || (entered[unit] && !entered[*now])
            || (entered[unit] == entered[*now] && order[unit] < order[*now]);
        if better {
            *now = unit;
        }
    }
    head
}

/// Longest path to each unit, within its container.
fn levels(units: &Units<'_>, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut next = vec![Vec::new(); units.count];
    let mut open = vec![0usize; units.count];
    for (a, b) in edges {
        next[*a].push(*b);
        open[*b] += 1;
    }
    let mut level = vec![0; units.count];
    let mut ready: Vec<usize> = (0..units.count).filter(|u| open[*u] == 0).collect();
    while let Some(unit) = ready.pop() {
        for &to in &next[unit] {
            level[to] = level[to].max(level[unit] + 1);
            open[to] -= 1;
            if open[to] == 0 {
                ready.push(to);
            }
        }
    }
    level
}

/// Levels to rows: at each level first a row for the items, then a band for each stage.
fn spread(picture: &Picture, units: &Units<'_>, level: &[usize], docks: &[Option<usize>]) -> Ranks {
    let frames = picture.frames.len();
    // Container 0 is the flow, container f + 1 the frame f. The first number of a pair is the level.
    let mut items: Vec<Vec<(usize, usize)>> = vec![Vec::new(); frames + 1];
    let mut inner: Vec<Vec<(usize, usize)>> = vec![Vec::new(); frames + 1];
    for (i, item) in picture.items.iter().enumerate() {
        if !item.shape.on_border() && docks[i].is_none() {
            items[item.frame.map_or(0, |f| f + 1)].push((level[i], i));
        }
    }
    for (f, frame) in picture.frames.iter().enumerate() {
        inner[frame.outer.map_or(0, |o| o + 1)].push((level[units.of_frame(f)], f));
    }

    let mut offset_of_item = vec![0; picture.items.len()];
    let mut offset_of_frame = vec![0; frames];
    let mut height = vec![0; frames + 1];
    // Inner containers have higher numbers, so their heights are known first.
    for container in (0..=frames).rev() {
        items[container].sort_unstable();
        inner[container].sort_unstable();
        let (mut i, mut f) = (0, 0);
        let mut row = usize::from(container > 0);
        while i < items[container].len() || f < inner[container].len() {
            let at =
                [items[container].get(i), inner[container].get(f)].into_iter().flatten().map(|u| u.0).min();
            let Some(at) = at else { break };
            let first = i;
            while let Some((_, item)) = items[container].get(i).filter(|u| u.0 == at) {
                offset_of_item[*item] = row;
                i += 1;
            }
            row += usize::from(i > first);
            while let Some((_, frame)) = inner[container].get(f).filter(|u| u.0 == at) {
                offset_of_frame[*frame] = row;
                row += height[*frame + 1];
                f += 1;
            }
        }
        height[container] = row + usize::from(container > 0);
    }

    let mut frame = vec![(0, 0); frames];
    for f in 0..frames {
        let base = picture.frames[f].outer.map_or(0, |o| frame[o].0);
        let first: usize = base + offset_of_frame[f];
        frame[f] = (first, first + height[f + 1] - 1);
    }
    let mut row: Vec<usize> = picture
        .items
        .iter()
        .enumerate()
        .map(|(i, item)| match item.frame {
            Some(f) if item.shape.on_border() => frame[f].1,
            Some(f) => frame[f].0 + offset_of_item[i],
            None => offset_of_item[i],
        })
        .collect();
    for (i, link) in docks.iter().enumerate() {
        if let Some(link) = link {
            row[i] = row[picture.links[*link].from];
        }
    }
    Ranks { row, frame, rows: height[0] }
}
