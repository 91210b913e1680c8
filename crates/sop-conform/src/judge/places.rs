//! Everything in a book that has grounds, and what speaks of each clause.

use petgraph::graph::{EdgeIndex, NodeIndex};
use serde::Serialize;
use sop_core::diagnostic::Words;
use sop_core::model::{Book, FlowId, Ground, LaneId, MessageId, SettingId, StageId, SystemId, TableId};
use sop_core::source::Span;
use sop_core::words;
use std::collections::BTreeMap;

/// Something that has grounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the model's own")]
pub enum Place {
    Flow(FlowId),
    Node(FlowId, NodeIndex),
    Edge(FlowId, EdgeIndex),
    /// The node's deadline of that position.
    Deadline(FlowId, NodeIndex, usize),
    Stage(FlowId, StageId),
    /// The stage's interruption of that position.
    Interrupt(FlowId, StageId, usize),
    /// The stage's deadline of that position.
    StageDeadline(FlowId, StageId, usize),
    /// The parallel of that position.
    Parallel(FlowId, usize),
    Lane(LaneId),
    System(SystemId),
    /// The event of that position.
    Event(usize),
    /// The action of that position.
    Action(usize),
    Message(MessageId),
    Setting(SettingId),
    /// The calendar of that position.
    Calendar(usize),
    /// The opening hours of that position.
    Hours(usize),
    Table(TableId),
    /// The table's row of that position.
    Row(TableId, usize),
    /// The rule of that position.
    Rule(usize),
}

impl Place {
    /// The flow that it stands in.
    pub const fn flow(self) -> Option<FlowId> {
        match self {
            Self::Flow(f)
            | Self::Node(f, _)
            | Self::Edge(f, _)
            | Self::Deadline(f, ..)
            | Self::Stage(f, _)
            | Self::Interrupt(f, ..)
            | Self::StageDeadline(f, ..)
            | Self::Parallel(f, _) => Some(f),
            _ => None,
        }
    }

    /// The node of the flow's picture at which it is seen.
    pub fn node(self, book: &Book) -> Option<NodeIndex> {
        match self {
            Self::Node(_, n) | Self::Deadline(_, n, _) => Some(n),
            Self::Edge(f, e) => book.flows.get(f.index())?.graph.edge_endpoints(e).map(|(from, _)| from),
            _ => None,
        }
    }

    /// Its name, and that of its flow: for people.
    pub fn words(self, book: &Book) -> Words {
        let flow = |f: FlowId| book.flows.get(f.index()).map_or("", |f| f.name.as_str());
        let node = |f: FlowId, n: NodeIndex| {
            let flow = book.flows.get(f.index());
            flow.and_then(|f| f.graph.node_weight(n)).map_or("", |n| n.name.as_str())
        };
        let stage = |f: FlowId, s: StageId| {
            book.flows.get(f.index()).and_then(|f| f.stages.get(s.index())).map_or("", |s| s.name.as_str())
        };
        match self {
            Self::Flow(f) => words!("place-flow", flow = flow(f)),
            Self::Node(f, n) => words!("place-node", node = node(f, n), flow = flow(f)),
            Self::Edge(f, e) => {
                let graph = book.flows.get(f.index()).map(|f| &f.graph);
                let from = graph.and_then(|g| g.edge_endpoints(e)).map_or("", |(from, _)| node(f, from));
                words!("place-arrow", node = from, flow = flow(f))
            }
            Self::Deadline(f, n, _) => words!("place-deadline", node = node(f, n), flow = flow(f)),
            Self::Stage(f, s) => words!("place-stage", stage = stage(f, s), flow = flow(f)),
            Self::Interrupt(f, s, _) => words!("place-interruption", stage = stage(f, s), flow = flow(f)),
            Self::StageDeadline(f, s, _) => words!("place-deadline", node = stage(f, s), flow = flow(f)),
            Self::Parallel(f, p) => {
                let found = book.flows.get(f.index()).and_then(|f| f.parallels.get(p));
                words!("place-node", node = found.map_or("", |p| p.name.as_str()), flow = flow(f))
            }
            other => words!("place-shared", name = other.name(book)),
        }
    }

    /// The name that it has in the book; empty for what has none.
    pub fn name(self, book: &Book) -> &str {
        let flow = |f: FlowId| book.flows.get(f.index());
        let name = match self {
            Self::Flow(f) => flow(f).map(|f| f.name.as_str()),
            Self::Node(f, n) | Self::Deadline(f, n, _) => {
                flow(f).and_then(|f| f.graph.node_weight(n)).map(|n| n.name.as_str())
            }
            Self::Edge(f, e) => flow(f)
                .and_then(|f| f.graph.edge_endpoints(e).and_then(|(from, _)| f.graph.node_weight(from)))
                .map(|n| n.name.as_str()),
            Self::Stage(f, s) | Self::Interrupt(f, s, _) | Self::StageDeadline(f, s, _) => {
                flow(f).and_then(|f| f.stages.get(s.index())).map(|s| s.name.as_str())
            }
            Self::Parallel(f, p) => flow(f).and_then(|f| f.parallels.get(p)).map(|p| p.name.as_str()),
            Self::Lane(i) => book.lanes.get(i.index()).map(|x| x.name.as_str()),
            Self::System(i) => book.systems.get(i.index()).map(|x| x.name.as_str()),
            Self::Event(i) => book.events.get(i).map(|x| x.name.as_str()),
            Self::Action(i) => book.actions.get(i).map(|x| x.name.as_str()),
            Self::Message(i) => book.messages.get(i.index()).map(|x| x.name.as_str()),
            Self::Setting(i) => book.settings.get(i.index()).map(|x| x.name.as_str()),
            Self::Calendar(i) => book.calendars.get(i).map(|x| x.name.as_str()),
            Self::Hours(i) => book.hours.get(i).map(|x| x.name.as_str()),
            Self::Table(i) | Self::Row(i, _) => book.tables.get(i.index()).map(|x| x.name.as_str()),
            Self::Rule(i) => book.rules.get(i).map(|x| x.name.as_str()),
        };
        name.unwrap_or_default()
    }
}

/// How something speaks of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// `cites`
    Cited,
    /// `derived from`
    Derived,
}

/// One mention of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cite {
    /// What mentions it.
    pub place: Place,
    /// How.
    pub how: How,
    /// Where the ground is written.
    pub at: Span,
}

/// What speaks of each clause.
#[derive(Clone, Debug, Default)]
pub struct Places {
    of: BTreeMap<String, Vec<Cite>>,
}

impl Places {
    /// Looks through a book.
    pub fn of(book: &Book) -> Self {
        let mut of: BTreeMap<String, Vec<Cite>> = BTreeMap::new();
        for (place, _, grounds) in grounded(book) {
            for ground in grounds {
                let (clause, how, at) = match ground {
                    Ground::Cited { clause, at, .. } => (clause, How::Cited, *at),
                    Ground::Derived { clause, at, .. } => (clause, How::Derived, *at),
                    Ground::Assumed { .. } => continue,
                };
                of.entry(clause.clone()).or_default().push(Cite { place, how, at });
            }
        }
        Self { of }
    }

    /// All that speak of a clause, in the book's order.
    pub fn all(&self, clause: &str) -> &[Cite] {
        self.of.get(clause).map_or(&[], Vec::as_slice)
    }

    /// Those that cite it.
    pub fn citing(&self, clause: &str) -> impl Iterator<Item = &Cite> {
        self.all(clause).iter().filter(|c| c.how == How::Cited)
    }
}

/// Everything that has grounds, with its place in the text and the grounds.
pub(crate) fn grounded(book: &Book) -> Vec<(Place, Span, &[Ground])> {
    let mut out: Vec<(Place, Span, &[Ground])> = Vec::new();
    for (id, flow) in (0u16..).map(FlowId).zip(&book.flows) {
        out.push((Place::Flow(id), flow.at, &flow.grounds));
        for (s, stage) in (0u16..).map(StageId).zip(&flow.stages) {
            out.push((Place::Stage(id, s), stage.at, &stage.grounds));
            for (n, i) in stage.interrupts.iter().enumerate() {
                out.push((Place::Interrupt(id, s, n), i.at, &i.grounds));
            }
            for (n, d) in stage.deadlines.iter().enumerate() {
                out.push((Place::StageDeadline(id, s, n), d.at, &d.grounds));
            }
        }
        for (p, parallel) in flow.parallels.iter().enumerate() {
            out.push((Place::Parallel(id, p), parallel.at, &parallel.grounds));
        }
        for n in flow.graph.node_indices() {
            let node = &flow.graph[n];
            out.push((Place::Node(id, n), node.at, &node.grounds));
            for (i, d) in node.deadlines.iter().enumerate() {
                out.push((Place::Deadline(id, n, i), d.at, &d.grounds));
            }
        }
        for e in flow.graph.edge_indices() {
            out.push((Place::Edge(id, e), flow.graph[e].at, &flow.graph[e].grounds));
        }
    }
    macro_rules! shared {
        ($($list:ident as $place:expr;)+) => {$(
            for (i, x) in book.$list.iter().enumerate() {
                out.push(($place(i), x.at, &x.grounds));
            }
        )+};
    }
    let id = |i: usize| u16::try_from(i).unwrap_or(u16::MAX);
    shared! {
        lanes as |i| Place::Lane(LaneId(id(i)));
        systems as |i| Place::System(SystemId(id(i)));
        events as Place::Event;
        actions as Place::Action;
        messages as |i| Place::Message(MessageId(id(i)));
        settings as |i| Place::Setting(SettingId(id(i)));
        calendars as Place::Calendar;
        hours as Place::Hours;
    }
    for (i, table) in book.tables.iter().enumerate() {
        out.push((Place::Table(TableId(id(i))), table.at, &table.grounds));
        for (r, row) in table.rows.iter().enumerate() {
            out.push((Place::Row(TableId(id(i)), r), row.at, &row.grounds));
        }
    }
    for (i, rule) in book.rules.iter().enumerate() {
        out.push((Place::Rule(i), rule.at, &rule.grounds));
    }
    out
}
