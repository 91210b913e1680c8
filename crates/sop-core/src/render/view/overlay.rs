//! Two pictures as one: what both have once, what is gone and what is new beside it.

use super::{Frame, Item, Link, LinkKind, Mark, Picture, Shape, lanes};
use crate::model::{Book, LaneId, StageId};
use crate::render::Language;
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

/// One side: a picture as data, its own book's lanes as those of the merged book.
pub(in crate::render) struct Side<'a> {
    pub(in crate::render) picture: &'a Picture,
    /// Lane of each item that has one of its own.
    pub(in crate::render) lanes: Vec<Option<LaneId>>,
}

/// What of the old flow is what of the new one.
pub(in crate::render) struct Matches<'a> {
    pub(in crate::render) node: &'a dyn Fn(NodeIndex) -> Option<NodeIndex>,
    pub(in crate::render) stage: &'a dyn Fn(StageId) -> Option<StageId>,
}

/// Lays the old picture under the new one. The book holds the lanes of both.
pub(in crate::render) fn merge(
    book: &Book,
    old: &Side<'_>,
    new: &Side<'_>,
    matches: &Matches<'_>,
    language: Language,
) -> Picture {
    let mut merge = Merge {
        old,
        new,
        matches,
        language,
        picture: new.picture.clone(),
        lanes: new.lanes.clone(),
        frames: Vec::new(),
        items: vec![None; old.picture.items.len()],
    };
    merge.frames();
    merge.items();
    merge.links();
    merge.resumes();
    lanes::assign(book, &mut merge.picture, &merge.lanes);
    merge.picture
}

struct Merge<'a> {
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    matches: &'a Matches<'a>,
    language: Language,
    picture: Picture,
    lanes: Vec<Option<LaneId>>,
    /// Of the old frames: where they are; `None` for those that are not drawn.
    frames: Vec<Option<usize>>,
    /// Of the old items, likewise.
    items: Vec<Option<usize>>,
}

/// Whether two links are taken for one.
type Same<'s> = dyn Fn(&Link, &Link) -> bool + 's;

/// Where a link begins: at an item, or on the border of a frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Item(usize),
    Border(Option<usize>),
}

impl Merge<'_> {
    /// Stages that are new, and those that are gone with all that stood in them.
    fn frames(&mut self) {
        let mut found = vec![false; self.picture.frames.len()];
        let stages = (0u16..).map(StageId).take(self.old.picture.frames.len());
        let to: Vec<Option<usize>> = stages.map(|s| (self.matches.stage)(s).map(StageId::index)).collect();
        for new in to.iter().flatten() {
            if let Some(found) = found.get_mut(*new) {
                *found = true;
            }
        }
        for (frame, found) in self.picture.frames.iter_mut().zip(found) {
            frame.mark = if found { Mark::Same } else { Mark::Added };
        }
        // A frame that nothing stands in is not drawn: the text tells of it.
        let mut holds = vec![false; to.len()];
        for item in
            self.old.picture.items.iter().filter(|i| !i.shape.on_border() && self.partner(i).is_none())
        {
            let mut frame = item.frame.filter(|_| item.shape != Shape::Resume);
            while let Some(f) = frame {
                holds[f] = true;
                frame = self.old.picture.frames[f].outer;
            }
        }
        for (f, to) in to.into_iter().enumerate() {
            let frame: &Frame = &self.old.picture.frames[f];
            let place = match to {
                Some(new) => Some(new),
                None if holds[f] => {
                    let outer = frame.outer.and_then(|o| self.frames.get(o).copied().flatten());
                    let depth = outer.map_or(1, |o| self.picture.frames[o].depth + 1);
                    let id = format!("gone-{}", frame.id);
                    self.picture.frames.push(Frame {
                        id,
                        outer,
                        depth,
                        mark: Mark::Removed,
                        ..frame.clone()
                    });
                    Some(self.picture.frames.len() - 1)
                }
                None => None,
            };
            self.frames.push(place);
        }
    }

    /// The new item of an old one.
    fn partner(&self, item: &Item) -> Option<usize> {
        if item.shape == Shape::Entry {
            return Some(0);
        }
        let node = (self.matches.node)(item.node?)?;
        self.new.picture.items.iter().position(|i| i.node == Some(node))
    }

    fn items(&mut self) {
        let mut found = vec![false; self.picture.items.len()];
        for i in 0..self.old.picture.items.len() {
            let item = &self.old.picture.items[i];
            if item.shape.on_border() {
                continue;
            }
            if let Some(new) = self.partner(item) {
                found[new] = true;
                self.items[i] = Some(new);
            } else if item.shape != Shape::Resume {
                self.items[i] = Some(self.gone(i));
            }
        }
        for (item, found) in self.picture.items.iter_mut().zip(found) {
            if !found && !item.shape.on_border() {
                item.mark = Mark::Added;
            }
        }
    }

    /// Draws an old item as gone.
    fn gone(&mut self, i: usize) -> usize {
        let item = &self.old.picture.items[i];
        // The nearest frame around it that is drawn.
        let mut frame = item.frame;
        while let Some(f) = frame
            && self.frames[f].is_none()
        {
            frame = self.old.picture.frames[f].outer;
        }
        let frame = frame.and_then(|f| self.frames[f]);
        let id = format!("gone-{}", item.id);
        self.push(Item { id, frame, mark: Mark::Removed, ..item.clone() }, self.old.lanes[i])
    }

    fn push(&mut self, item: Item, lane: Option<LaneId>) -> usize {
        self.picture.items.push(item);
        self.lanes.push(lane);
        self.picture.items.len() - 1
    }

    fn begin_of_old(&self, link: &Link) -> From {
        let item = &self.old.picture.items[link.from];
        if item.shape.on_border() {
            From::Border(item.frame.and_then(|f| self.frames[f]))
        } else {
            From::Item(self.items[link.from].unwrap_or(usize::MAX))
        }
    }

    fn begin_of_new(&self, link: &Link) -> From {
        let item = &self.new.picture.items[link.from];
        if item.shape.on_border() { From::Border(item.frame) } else { From::Item(link.from) }
    }

    /// For each old link the new one that begins at the same place and is taken by the same.
    fn pairs(&self) -> Vec<Option<usize>> {
        let (olds, news) = (&self.old.picture.links, &self.new.picture.links);
        let mut to = vec![None; olds.len()];
        let mut taken = vec![false; news.len()];
        let same_end = |a: &Link, b: &Link| self.items[a.to] == Some(b.to);
        let same_label = |a: &Link, b: &Link| a.label == b.label;
        let passes: [&Same<'_>; 4] =
            [&|a, b| same_label(a, b) && same_end(a, b), &same_label, &same_end, &|a, _| {
                matches!(a.kind, LinkKind::Next | LinkKind::Entry)
            }];
        for pass in passes {
            for (i, a) in olds.iter().enumerate() {
                if to[i].is_some() {
                    continue;
                }
                let found = news.iter().enumerate().find(|(j, b)| {
                    !taken[*j]
                        && a.kind == b.kind
                        && self.begin_of_old(a) == self.begin_of_new(b)
                        && pass(a, b)
                });
                if let Some((j, _)) = found {
                    taken[j] = true;
                    to[i] = Some(j);
                }
            }
        }
        to
    }

    fn links(&mut self) {
        let to = self.pairs();
        let mut from: BTreeMap<usize, usize> = BTreeMap::new();
        for (old, new) in to.iter().enumerate() {
            if let Some(new) = new {
                from.insert(*new, old);
            }
        }
        let mut gone: Vec<usize> = (0..to.len()).filter(|i| to[*i].is_none()).collect();
        for new in 0..self.new.picture.links.len() {
            let is = &self.new.picture.links[new];
            let mark = match from.get(&new).map(|old| (*old, &self.old.picture.links[*old])) {
                None => Mark::Added,
                Some((old, was)) if self.items[was.to] != Some(is.to) => {
                    gone.push(old);
                    Mark::Added
                }
                Some((_, was)) if was.label != is.label => {
                    let before = match self.language {
                        Language::Id => "dulu",
                        Language::En => "before",
                    };
                    let label = format!("{} ({before}: {})", is.label, was.label);
                    self.picture.links[new].label = label;
                    Mark::Changed
                }
                Some(_) => Mark::Same,
            };
            self.mark_link(new, mark);
            let border = self.picture.links[new].from;
            if self.picture.items[border].shape.on_border() {
                self.picture.items[border].mark = mark;
            }
        }
        gone.sort_unstable();
        for old in gone {
            self.gone_link(old);
        }
    }

    fn gone_link(&mut self, old: usize) {
        let link = self.old.picture.links[old].clone();
        let border = &self.old.picture.items[link.from];
        let from = if border.shape.on_border() {
            // With its stage gone, so is the border.
            if border.frame.is_none_or(|f| self.frames[f].is_none()) {
                return;
            }
            self.gone(link.from)
        } else {
            match self.items[link.from] {
                Some(from) => from,
                None => return,
            }
        };
        let to = match self.items[link.to] {
            Some(to) => to,
            None => {
                let to = self.gone(link.to);
                self.items[link.to] = Some(to);
                to
            }
        };
        self.picture.links.push(Link { from, to, ..link });
        self.mark_link(self.picture.links.len() - 1, Mark::Removed);
    }

    /// Marks a link, and says so in its label: an arrow without words would be told by its colour alone.
    fn mark_link(&mut self, link: usize, mark: Mark) {
        let link = &mut self.picture.links[link];
        link.mark = mark;
        let bare = match (mark, self.language) {
            (Mark::Added, Language::Id) => "baru",
            (Mark::Added, Language::En) => "new",
            (Mark::Removed, Language::Id) => "dihapus",
            (Mark::Removed, Language::En) => "gone",
            (Mark::Same | Mark::Changed, _) => "",
        };
        if mark != Mark::Same {
            let words = if link.label.trim().is_empty() { bare } else { link.label.as_str() };
            link.label = format!("{} {words}", mark.sign());
        }
    }

    /// A mark that only says "back to the stage" for each arrow that leads to it.
    fn resumes(&mut self) {
        let mut used: BTreeMap<usize, usize> = BTreeMap::new();
        for l in 0..self.picture.links.len() {
            let (from, to, mark) = {
                let link = &self.picture.links[l];
                (link.from, link.to, link.mark)
            };
            if self.picture.items[to].shape != Shape::Resume {
                continue;
            }
            let source = &self.picture.items[from];
            let frame = match source.frame {
                Some(f) if source.shape.on_border() => self.picture.frames[f].outer,
                frame => frame,
            };
            let count = used.entry(to).or_insert(0);
            *count += 1;
            let count = *count;
            let own = if count == 1 {
                to
            } else {
                let mut copy = self.picture.items[to].clone();
                copy.id = format!("{}-{count}", copy.id);
                self.push(copy, self.lanes[to])
            };
            self.picture.items[own].frame = frame;
            self.picture.items[own].mark = if mark == Mark::Changed { Mark::Same } else { mark };
            self.picture.links[l].to = own;
        }
    }
}
