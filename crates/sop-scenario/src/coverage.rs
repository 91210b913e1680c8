//! What of each flow was reached: steps, arrows, timers, interruptions, ends.
//!
//! A timer is anything that a clock sets off: `after`, `at`, `within`, `when silent`. An arrow is any other way from one
//! node to the next; arrows that nobody wrote - into branches, and from where a stage is resumed - do not count.

use crate::family::Family;
use crate::offers::index;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use sop_core::model::{Book, EdgeKind, Flow, FlowId, NodeKind, StageId, Trigger};
use sop_core::source::Span;
use sop_runtime::kernel::{Move, NodeIx, TimerFor, Way};
use std::collections::BTreeMap;

/// What kind of thing can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A node at which something is done or decided.
    Step,
    /// A way from one node to the next.
    Arrow,
    /// What a clock sets off.
    Timer,
    /// A stage interrupted by an event.
    Interruption,
    /// An `end`.
    End,
}

impl Kind {
    /// All kinds, in the order in which they are reported.
    pub const ALL: [Self; 5] = [Self::Step, Self::Arrow, Self::Timer, Self::Interruption, Self::End];
}

/// Something that can be reached in a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A node; an end if it is one.
    Node(NodeIndex),
    /// An arrow of the graph; a timer if it is an `after` or `at`.
    Edge(EdgeIndex),
    /// The deadline of that position, of a node.
    Deadline(NodeIndex, u16),
    /// The deadline of that position, of a stage.
    StageDeadline(StageId, u16),
    /// The interrupt of that position, of a stage; a timer if it is an idle clock.
    Interrupt(StageId, u16),
}

/// An item with its kind and place, and how often it was reached.
#[derive(Clone, Copy, Debug)]
pub struct Reached {
    /// What.
    pub item: Item,
    /// What kind.
    pub kind: Kind,
    /// Where it is written.
    pub at: Span,
    /// How often.
    pub times: u64,
}

/// Coverage of all flows of a book.
#[derive(Clone, Debug)]
pub struct Coverage<'b> {
    book: &'b Book,
    flows: Vec<BTreeMap<Item, Reached>>,
}

impl<'b> Coverage<'b> {
    /// Nothing is reached yet.
    pub fn new(book: &'b Book) -> Self {
        Self { book, flows: book.flows.iter().map(items).collect() }
    }

    /// Counts what a family of cases reached.
    pub fn add(&mut self, family: &Family<'_>) {
        for happened in family.log() {
            let Some(flow) = family.case(happened.case).map(|c| c.flow) else { continue };
            for trace in &happened.trace {
                if let Some(item) = self.item(flow, trace.what) {
                    self.count(flow, item);
                }
            }
        }
    }

    /// Adds the counts of another run of the same book.
    pub fn merge(&mut self, other: &Self) {
        for (own, others) in self.flows.iter_mut().zip(&other.flows) {
            for (item, reached) in others {
                if let Some(own) = own.get_mut(item) {
                    own.times += reached.times;
                }
            }
        }
    }

    /// All items of a flow, in the order of their places.
    pub fn items(&self, flow: FlowId) -> Vec<Reached> {
        let mut all: Vec<Reached> =
            self.flows.get(flow.index()).into_iter().flat_map(BTreeMap::values).copied().collect();
        all.sort_by_key(|r| (r.at, r.item));
        all
    }

    /// How many items of a kind were reached, and how many there are.
    pub fn of_kind(&self, flow: FlowId, kind: Kind) -> (usize, usize) {
        let of_kind =
            self.flows.get(flow.index()).into_iter().flat_map(BTreeMap::values).filter(|r| r.kind == kind);
        of_kind.fold((0, 0), |(reached, all), r| (reached + usize::from(r.times > 0), all + 1))
    }

    /// How many items of a flow were reached, of 100, rounded down: 100 means all.
    pub fn percent(&self, flow: FlowId) -> u32 {
        let (mut reached, mut all) = (0, 0);
        for kind in Kind::ALL {
            let (r, a) = self.of_kind(flow, kind);
            (reached, all) = (reached + r, all + a);
        }
        (reached * 100).checked_div(all).and_then(|p| u32::try_from(p).ok()).unwrap_or(100)
    }

    /// The book.
    pub fn book(&self) -> &'b Book {
        self.book
    }

    fn count(&mut self, flow: FlowId, item: Item) {
        if let Some(reached) = self.flows.get_mut(flow.index()).and_then(|f| f.get_mut(&item)) {
            reached.times += 1;
        }
    }

    fn item(&self, flow: FlowId, what: Move) -> Option<Item> {
        Some(match what {
            Move::Begun(node) => Item::Node(index(node)),
            Move::Left(node, way) => Item::Edge(self.edge(flow, node, way)?),
            Move::Fired(TimerFor::Deadline { node, index: i }) => Item::Deadline(index(node), i),
            Move::Fired(TimerFor::StageDeadline { stage, index }) => Item::StageDeadline(stage, index),
            Move::Fired(TimerFor::Silence { stage, index }) | Move::Interrupted { stage, index } => {
                Item::Interrupt(stage, index)
            }
            // The arrow that is left by is counted; and a rule only watches.
            Move::Fired(TimerFor::Arrow { .. } | TimerFor::Rule { .. }) => return None,
        })
    }

    /// The arrow of the model that the kernel speaks of.
    fn edge(&self, flow: FlowId, node: NodeIx, way: Way) -> Option<EdgeIndex> {
        let graph = &self.book.flows.get(flow.index())?.graph;
        let edges = out_edges(graph_flow(self.book, flow)?, index(node));
        let kinds = || edges.iter().filter_map(|e| Some((*e, &graph.edge_weight(*e)?.kind)));
        let find = |wanted: &dyn Fn(&EdgeKind) -> bool| kinds().find(|(_, k)| wanted(k)).map(|(e, _)| e);
        let nth = |n: u16, wanted: fn(&EdgeKind) -> bool| {
            kinds().filter(|(_, k)| wanted(k)).nth(usize::from(n)).map(|(e, _)| e)
        };
        let otherwise = || find(&|k| *k == EdgeKind::Otherwise);
        let outcome = |wanted: &str| {
            find(&|k| matches!(k, EdgeKind::Outcome { name, .. } if name == wanted)).or_else(otherwise)
        };
        match way {
            Way::Next => find(&|k| *k == EdgeKind::Next),
            Way::Answer(i) => nth(i, |k| matches!(k, EdgeKind::Answer { .. })),
            Way::When(i) => nth(i, |k| matches!(k, EdgeKind::When(_))),
            Way::Otherwise => otherwise(),
            Way::Event(event) => find(&|k| matches!(k, EdgeKind::Event(e, _) if *e == event)),
            Way::Timer(i) => edges.get(usize::from(i)).copied(),
            Way::Failed => find(&|k| *k == EdgeKind::Failed),
            Way::Cancelled => outcome("cancelled"),
            Way::Ended(end) => {
                let child = match graph.node_weight(index(node)).map(|n| &n.kind) {
                    Some(NodeKind::Await { flow, .. } | NodeKind::Call { flow, .. }) => *flow,
                    _ => return None,
                };
                let end = graph_flow(self.book, child)?.graph.node_weight(index(end))?;
                outcome(&end.name)
            }
            Way::Branch(i) => nth(i, |k| matches!(k, EdgeKind::Branch(_))),
        }
    }
}

fn graph_flow(book: &Book, flow: FlowId) -> Option<&Flow> {
    book.flows.get(flow.index())
}

/// A node's arrows, in the source's order.
fn out_edges(flow: &Flow, node: NodeIndex) -> Vec<EdgeIndex> {
    let mut edges: Vec<EdgeIndex> = flow.graph.edges(node).map(|e| e.id()).collect();
    edges.sort_unstable();
    edges
}

/// Everything of a flow that can be reached.
fn items(flow: &Flow) -> BTreeMap<Item, Reached> {
    let mut all = BTreeMap::new();
    let mut add = |item, kind, at| {
        all.insert(item, Reached { item, kind, at, times: 0 });
    };
    for node in flow.graph.node_indices() {
        let n = &flow.graph[node];
        match n.kind {
            // Nobody wrote them.
            NodeKind::Join(_) | NodeKind::Resume(_) => {}
            NodeKind::End => add(Item::Node(node), Kind::End, n.at),
            _ => add(Item::Node(node), Kind::Step, n.at),
        }
        for (i, deadline) in (0u16..).zip(&n.deadlines) {
            add(Item::Deadline(node, i), Kind::Timer, deadline.at);
        }
    }
    for edge in flow.graph.edge_references() {
        let written = !matches!(flow.graph[edge.source()].kind, NodeKind::Resume(_) | NodeKind::Fork(_));
        let kind = match edge.weight().kind {
            EdgeKind::After(_) | EdgeKind::At(_) => Kind::Timer,
            _ => Kind::Arrow,
        };
        if written {
            add(Item::Edge(edge.id()), kind, edge.weight().at);
        }
    }
    for (s, stage) in (0u16..).map(StageId).zip(&flow.stages) {
        for (i, interrupt) in (0u16..).zip(&stage.interrupts) {
            let kind = match interrupt.trigger {
                Trigger::Silent(_) => Kind::Timer,
                Trigger::Event(..) => Kind::Interruption,
            };
            add(Item::Interrupt(s, i), kind, interrupt.at);
        }
        for (i, deadline) in (0u16..).zip(&stage.deadlines) {
            add(Item::StageDeadline(s, i), Kind::Timer, deadline.at);
        }
    }
    all
}

#[cfg(test)]
mod tests;
