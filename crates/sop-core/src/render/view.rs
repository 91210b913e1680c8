//! A flow made ready to be drawn: items, links, frames and columns, all with their words. Every output starts from here.
//!
//! Invariants: item 0 is the entry mark; each link's ends are items of the list; each item has a column; frames stand outer
//! before inner. Interruptions and leading-away deadlines of a stage are items of their own, on the border of its frame.
//! A resume node that many arrows reach is drawn once an arrow, so that no arrow crosses the page only to say "back".

mod grounds;
mod groups;
mod kinds;
mod lanes;
mod mark;
pub(super) mod overlay;
mod wording;

use super::Language;
use super::words::{Words, shown, spaced};
use crate::model::{Book, Flow, FlowId, JoinMode, LaneId, Late, NodeKind, Region, StageId};
pub(super) use grounds::{Grounds, Strength};
pub(super) use kinds::{LinkKind, Shape};
use kinds::{kind_of, shape_of};
pub(super) use mark::Mark;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// Something drawn as a node.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Unique in the picture; letters, digits, `_`, `-`, `.`.
    pub(super) id: String,
    pub(super) shape: Shape,
    /// The node; none for the entry mark and interruptions.
    pub(super) node: Option<NodeIndex>,
    /// Position in [`Picture::columns`].
    pub(super) column: usize,
    /// Position in [`Picture::frames`]: the innermost.
    pub(super) frame: Option<usize>,
    pub(super) label: String,
    /// Small print: systems, words said, reminders; of a resume mark the stage alone.
    pub(super) small: Vec<String>,
    pub(super) grounds: Grounds,
    /// The whole story, for a tooltip.
    pub(super) tooltip: String,
    /// The flow that it starts or calls.
    pub(super) other_flow: Option<FlowId>,
    pub(super) mark: Mark,
}

/// Something drawn as an arrow.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) kind: LinkKind,
    pub(super) label: String,
    pub(super) grounds: Grounds,
    pub(super) tooltip: String,
    pub(super) mark: Mark,
}

/// A stage.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) outer: Option<usize>,
    /// Nested in so many frames, itself included: from 1.
    pub(super) depth: usize,
    pub(super) small: Vec<String>,
    pub(super) grounds: Grounds,
    pub(super) tooltip: String,
    pub(super) mark: Mark,
}

/// All that is drawn.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    pub(super) items: Vec<Item>,
    pub(super) links: Vec<Link>,
    pub(super) frames: Vec<Frame>,
    /// The lanes that the flow uses, in the book's order; one `None` if it uses none.
    pub(super) columns: Vec<Option<LaneId>>,
}

impl Picture {
    /// Makes the flow ready.
    pub(super) fn new(book: &Book, flow: &Flow, language: Language) -> Self {
        Self::build(book, flow, language, true)
    }

    /// Makes the flow ready as data: each node once.
    pub(super) fn as_data(book: &Book, flow: &Flow, language: Language) -> Self {
        Self::build(book, flow, language, false)
    }

    fn build(book: &Book, flow: &Flow, language: Language, copies: bool) -> Self {
        let words = Words { book, flow, language };
        let mut builder = Builder {
            words,
            picture: Self::empty(),
            lanes: Vec::new(),
            item_of: Vec::new(),
            resumes: BTreeMap::new(),
            copies,
        };
        builder.frames();
        builder.items();
        builder.links();
        builder.borders();
        lanes::assign(book, &mut builder.picture, &builder.lanes);
        builder.picture
    }

    /// For each item the link that it hangs on: a resume mark hangs under the item whose arrow leads to it.
    pub(super) fn docks(&self) -> Vec<Option<usize>> {
        let mut docks = vec![None; self.items.len()];
        for (l, link) in self.links.iter().enumerate() {
            if self.items[link.to].shape == Shape::Resume {
                docks[link.to] = Some(l);
            }
        }
        for link in &self.links {
            docks[link.from] = None;
        }
        docks
    }

    fn empty() -> Self {
        Self { items: Vec::new(), links: Vec::new(), frames: Vec::new(), columns: Vec::new() }
    }
}

struct Builder<'a> {
    words: Words<'a>,
    picture: Picture,
    /// Lane of each item, where it has one of its own.
    lanes: Vec<Option<LaneId>>,
    /// Item of each node.
    item_of: Vec<usize>,
    /// How many arrows have reached each resume item.
    resumes: BTreeMap<usize, usize>,
    /// Draw a resume once an arrow.
    copies: bool,
}

impl Builder<'_> {
    fn frames(&mut self) {
        let flow = self.words.flow;
        for (own, stage) in flow.stages.iter().enumerate() {
            // Outer before inner: what a malformed flow says otherwise is not believed, or the way out would never end.
            let outer = stage_of(flow, stage.region).filter(|o| *o < own);
            let depth = outer.and_then(|o| self.picture.frames.get(o)).map_or(1, |f| f.depth + 1);
            let small = stage.deadlines.iter().filter_map(|d| self.words.reminder(d)).collect();
            let grounds = Grounds::new(&stage.grounds, &flow.follows);
            let tooltip = self.words.tooltip(&stage.label, &stage.grounds, &stage.notes);
            let label = shown(&stage.label, &stage.name).to_owned();
            let id = ident(&stage.name);
            self.picture.frames.push(Frame {
                id,
                label,
                outer,
                depth,
                small,
                grounds,
                tooltip,
                mark: Mark::Same,
            });
        }
    }

    fn push(&mut self, item: Item, lane: Option<LaneId>) -> usize {
        self.picture.items.push(item);
        self.lanes.push(lane);
        self.picture.items.len() - 1
    }

    fn items(&mut self) {
        let flow = self.words.flow;
        let entry = Item {
            id: "start-of-flow".to_owned(),
            shape: Shape::Entry,
            node: None,
            column: 0,
            frame: None,
            label: self.words.pick("Mulai", "Start").to_owned(),
            small: Vec::new(),
            grounds: Grounds::default(),
            tooltip: String::new(),
            other_flow: None,
            mark: Mark::Same,
        };
        self.push(entry, None);
        for index in flow.graph.node_indices() {
            let node = &flow.graph[index];
            let (shape, other_flow) = shape_of(&node.kind);
            let label = match &node.kind {
                NodeKind::Join(p) => match flow.parallels.get(p.index()).map(|p| p.mode) {
                    Some(JoinMode::Any) => self.words.pick("Tunggu yang pertama", "Wait for the first"),
                    _ => self.words.pick("Tunggu semua", "Wait for all"),
                }
                .to_owned(),
                NodeKind::Resume(s) => {
                    let stage = flow.stages.get(s.index()).map_or("?", |s| shown(&s.label, &s.name));
                    format!("{} {stage}", self.words.pick("Kembali ke", "Back to"))
                }
                _ => shown(&node.label, &node.name).to_owned(),
            };
            let tooltip = self.words.tooltip(&label, &node.grounds, &node.notes);
            let item = Item {
                id: format!("node-{}", ident(&node.name)),
                shape,
                node: Some(index),
                column: 0,
                frame: stage_of(flow, node.region),
                label,
                small: self.words.small_print(node),
                grounds: Grounds::new(&node.grounds, &flow.follows),
                tooltip,
                other_flow,
                mark: Mark::Same,
            };
            let position = self.push(item, node.lane);
            self.item_of.push(position);
        }
    }

    fn item_of(&self, node: NodeIndex) -> Option<usize> {
        self.item_of.get(node.index()).copied()
    }

    fn link(
        &mut self,
        from: usize,
        to: NodeIndex,
        kind: LinkKind,
        label: String,
        grounds: &[crate::model::Ground],
    ) {
        let Some(mut to) = self.item_of(to) else { return };
        if self.copies && self.picture.items[to].shape == Shape::Resume {
            to = self.own_copy(from, to);
        }
        let tooltip = self.words.tooltip(&label, grounds, &[]);
        self.picture.links.push(Link {
            from,
            to,
            kind,
            label,
            grounds: Grounds::new(grounds, &self.words.flow.follows),
            tooltip,
            mark: Mark::Same,
        });
    }

    /// The resume mark for one more arrow: itself for the first, then a copy each.
    fn own_copy(&mut self, from: usize, to: usize) -> usize {
        let source = &self.picture.items[from];
        let frame = match source.frame {
            Some(f) if source.shape.on_border() => self.picture.frames[f].outer,
            frame => frame,
        };
        let used = self.resumes.entry(to).or_insert(0);
        *used += 1;
        if *used == 1 {
            self.picture.items[to].frame = frame;
            return to;
        }
        let mut copy = self.picture.items[to].clone();
        copy.id = format!("{}-{used}", copy.id);
        copy.frame = frame;
        let lane = self.lanes[to];
        self.push(copy, lane)
    }

    fn links(&mut self) {
        let flow = self.words.flow;
        self.link(0, flow.first, LinkKind::Entry, String::new(), &[]);
        for index in flow.graph.node_indices() {
            let Some(from) = self.item_of(index) else { continue };
            let mut edges: Vec<_> = flow.graph.edges(index).map(|e| (e.id(), e.target())).collect();
            edges.sort_unstable();
            for (edge, target) in edges {
                let edge = &flow.graph[edge];
                let label = self.words.edge(&flow.graph[index], edge);
                self.link(from, target, kind_of(&edge.kind), label, &edge.grounds);
            }
            for deadline in &flow.graph[index].deadlines {
                if let Late::GoTo(target) = deadline.late {
                    let label = self.words.overdue(&deadline.length);
                    self.link(from, target, LinkKind::Deadline, label, &deadline.grounds);
                }
            }
        }
    }

    fn borders(&mut self) {
        let flow = self.words.flow;
        for (frame, stage) in flow.stages.iter().enumerate() {
            let mut exits = Vec::new();
            for interrupt in &stage.interrupts {
                let (kind, label) = self.words.trigger(&interrupt.trigger);
                exits.push((kind, label, interrupt.target, &interrupt.grounds));
            }
            for deadline in &stage.deadlines {
                if let Late::GoTo(target) = deadline.late {
                    exits.push((
                        LinkKind::Deadline,
                        self.words.overdue(&deadline.length),
                        target,
                        &deadline.grounds,
                    ));
                }
            }
            for (n, (kind, label, target, grounds)) in exits.into_iter().enumerate() {
                let shape = if kind.by_time() { Shape::BorderTime } else { Shape::BorderEvent };
                let item = Item {
                    id: format!("stage-{}-{}", ident(&stage.name), n + 1),
                    shape,
                    node: None,
                    column: 0,
                    frame: Some(frame),
                    label: String::new(),
                    small: Vec::new(),
                    grounds: Grounds::new(grounds, &flow.follows),
                    tooltip: self.words.tooltip(&label, grounds, &[]),
                    other_flow: None,
                    mark: Mark::Same,
                };
                let from = self.push(item, None);
                self.link(from, target, kind, label, grounds);
            }
        }
    }
}

/// The innermost stage around a region; its index is that of the frame too.
fn stage_of(flow: &Flow, region: Region) -> Option<usize> {
    let mut region = region;
    // A well-formed flow ends this by itself; the bound keeps a malformed one from turning for ever.
    for _ in 0..=flow.parallels.len() {
        match region {
            Region::Flow => return None,
            Region::Stage(StageId(s)) => return Some(usize::from(s)).filter(|s| *s < flow.stages.len()),
            Region::Branch(p, _) => region = flow.parallels.get(p.index())?.region,
        }
    }
    None
}

/// A name as an XML id: what is no letter, digit, `_`, `-` or `.` becomes `-`.
fn ident(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '-' }).collect()
}

/// The name of a thing for sentences: its label, or its name as words.
fn speak(label: &str, name: &str) -> String {
    if label.trim().is_empty() { spaced(name) } else { label.to_owned() }
}
