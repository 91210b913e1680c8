//! A flow as data: nodes, arrows, lanes, stages and grounds as JSON.
//!
//! The schema is stable: fields are added, never renamed or dropped, within one [`SCHEMA`]. Each node stands once, and what
//! the pictures draw as an arrow is an edge here too. Ids are unique in a flow and the same as in the SVG.

use super::Language;
use super::view::{Item, Picture};
use super::words::shown;
use crate::model::{Book, Flow, FlowId, Ground, SayWhat};
use serde::{Deserialize, Serialize};

/// Name and version of the schema.
pub const SCHEMA: &str = "sop-graph/1";

/// A flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphFlow {
    /// [`SCHEMA`].
    pub schema: String,
    /// Name.
    pub flow: String,
    /// What people read.
    pub label: String,
    /// Code of the controlled document, if there is one.
    pub document: Option<String>,
    /// Its revision.
    pub revision: Option<String>,
    /// Sections that the flow follows.
    pub sections: Vec<String>,
    /// Lanes in use, from left to right.
    pub lanes: Vec<GraphLane>,
    /// Stages, outer before inner.
    pub stages: Vec<GraphStage>,
    /// Nodes: the entry mark, the flow's own in the source's order, then the interruptions of stages.
    pub nodes: Vec<GraphNode>,
    /// Arrows.
    pub edges: Vec<GraphEdge>,
    /// Grounds of the flow.
    pub grounds: Vec<GraphGround>,
}

/// A lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphLane {
    /// Name.
    pub id: String,
    /// What people read.
    pub label: String,
}

/// A stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphStage {
    /// Name.
    pub id: String,
    /// What people read.
    pub label: String,
    /// The stage that it lies in.
    pub outer: Option<String>,
    /// Grounds.
    pub grounds: Vec<GraphGround>,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphNode {
    /// Id: `node-NAME`, `start-of-flow`, or `stage-NAME-N` for an interruption.
    pub id: String,
    /// Name in the source; none for what has none there.
    pub name: Option<String>,
    /// `entry`, `step`, `decide`, `choose`, `wait`, `do`, `start`, `await`, `call`, `fork`, `join`, `resume`, `end`,
    /// `border-time` or `border-event`.
    pub kind: String,
    /// What people read.
    pub label: String,
    /// Lane where it is drawn.
    pub lane: Option<String>,
    /// The innermost stage around it.
    pub stage: Option<String>,
    /// Systems in use.
    pub systems: Vec<String>,
    /// Messages and tables that are said.
    pub says: Vec<String>,
    /// The flow that it starts, calls or awaits.
    pub other_flow: Option<String>,
    /// Grounds.
    pub grounds: Vec<GraphGround>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// An arrow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphEdge {
    /// Id of a node.
    pub from: String,
    /// Id of a node.
    pub to: String,
    /// `entry`, `next`, `answer`, `when`, `otherwise`, `event`, `after`, `at`, `failed`, `outcome`, `branch`, `deadline`,
    /// `silent` or `interrupt`.
    pub kind: String,
    /// What people read on it; may be empty.
    pub label: String,
    /// Grounds.
    pub grounds: Vec<GraphGround>,
}

/// A ground.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphGround {
    /// `cited`, `derived` or `assumed`.
    pub kind: String,
    /// Id of the clause or section; none if assumed.
    pub clause: Option<String>,
    /// Our words; may be empty.
    pub words: String,
}

/// Writes a flow as JSON. A flow that is not in the book gives `null`.
pub fn json(book: &Book, flow: FlowId) -> String {
    let graph = book.flows.get(flow.index()).map(|f| graph(book, f));
    // Strings and lists alone: nothing in them can fail to be written.
    serde_json::to_string_pretty(&graph).unwrap_or_default() + "\n"
}

fn graph(book: &Book, flow: &Flow) -> GraphFlow {
    let picture = Picture::as_data(book, flow, Language::Id);
    let lane = |column: usize| {
        let lane = picture.columns.get(column).copied().flatten()?;
        book.lanes.get(lane.index())
    };
    let stage = |frame: Option<usize>| frame.and_then(|f| flow.stages.get(f)).map(|s| s.name.clone());
    let node = |item: &Item| {
        let node = item.node.and_then(|n| flow.graph.node_weight(n));
        let systems = node.map_or(&[][..], |n| &n.systems);
        let says = node.map_or(&[][..], |n| &n.says);
        GraphNode {
            id: item.id.clone(),
            name: node.map(|n| n.name.clone()),
            kind: item.shape.word().to_owned(),
            label: item.label.clone(),
            lane: lane(item.column).map(|l| l.name.clone()),
            stage: stage(item.frame),
            systems: systems
                .iter()
                .filter_map(|s| book.systems.get(s.index()))
                .map(|s| s.name.clone())
                .collect(),
            says: says.iter().filter_map(|s| said(book, s.what)).collect(),
            other_flow: item.other_flow.and_then(|f| book.flows.get(f.index())).map(|f| f.name.clone()),
            grounds: grounds(&item.grounds.all),
            notes: node.map(|n| n.notes.clone()).unwrap_or_default(),
        }
    };
    GraphFlow {
        schema: SCHEMA.to_owned(),
        flow: flow.name.clone(),
        label: shown(&flow.label, &flow.name).to_owned(),
        document: book.document.as_ref().map(|d| d.code.clone()),
        revision: book.document.as_ref().map(|d| d.revision.clone()),
        sections: flow.follows.clone(),
        lanes: (0..picture.columns.len())
            .filter_map(lane)
            .map(|l| GraphLane { id: l.name.clone(), label: shown(&l.label, &l.name).to_owned() })
            .collect(),
        stages: flow
            .stages
            .iter()
            .zip(&picture.frames)
            .map(|(s, f)| GraphStage {
                id: s.name.clone(),
                label: f.label.clone(),
                outer: stage(f.outer),
                grounds: grounds(&s.grounds),
            })
            .collect(),
        nodes: picture.items.iter().map(node).collect(),
        edges: picture
            .links
            .iter()
            .map(|l| GraphEdge {
                from: picture.items[l.from].id.clone(),
                to: picture.items[l.to].id.clone(),
                kind: l.kind.word().to_owned(),
                label: l.label.clone(),
                grounds: grounds(&l.grounds.all),
            })
            .collect(),
        grounds: grounds(&flow.grounds),
    }
}

fn said(book: &Book, what: SayWhat) -> Option<String> {
    match what {
        SayWhat::Message(m) => book.messages.get(m.index()).map(|m| m.name.clone()),
        SayWhat::Table(t) => book.tables.get(t.index()).map(|t| t.name.clone()),
    }
}

fn grounds(grounds: &[Ground]) -> Vec<GraphGround> {
    let one = |g: &Ground| {
        let (kind, clause, words) = match g {
            Ground::Cited { clause, words, .. } => ("cited", Some(clause.clone()), words),
            Ground::Derived { clause, why, .. } => ("derived", Some(clause.clone()), why),
            Ground::Assumed { why, .. } => ("assumed", None, why),
        };
        GraphGround { kind: kind.to_owned(), clause, words: words.clone() }
    };
    grounds.iter().map(one).collect()
}
