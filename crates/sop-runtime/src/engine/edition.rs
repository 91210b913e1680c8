//! One edition: a book with its settings, compiled; and the names that its numbers stand for.
//!
//! A case runs on the edition on which it began, to its end. Editions are stored as JSON.

use super::error::Unfit;
use super::fields;
use crate::host::store::EditionId;
use crate::kernel::{NodeIx, Program, RuleIx, Settings};
use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef;
use serde::{Deserialize, Serialize};
use sop_core::model::{ActionId, Book, Edge, EdgeKind, Field, Flow, FlowId, LaneId, Node, NodeKind, Type};
use std::collections::BTreeSet;

/// A book with its settings.
#[derive(Debug)]
pub(crate) struct Edition {
    pub(crate) id: EditionId,
    pub(crate) book: Book,
    pub(crate) program: Program,
    pub(crate) settings: Settings,
    /// Actions that its flows need and that the engine doesn't have.
    pub(crate) missing: Vec<String>,
}

#[derive(Serialize)]
struct ToStore<'a> {
    book: &'a Book,
    settings: &'a Settings,
}

#[derive(Deserialize)]
struct Stored {
    book: Book,
    settings: Settings,
}

impl Edition {
    /// Compiles a book. `actions` are the names that the engine has.
    pub(crate) fn build(
        book: Book,
        mut settings: Settings,
        actions: &BTreeSet<String>,
    ) -> Result<Self, Unfit> {
        for setting in &book.settings {
            if let Some(value) = settings.get_mut(&setting.name)
                && let Some(typed) = fields::typed(value, &setting.ty)
            {
                *value = typed;
            }
        }
        let needed = needed(&book);
        let missing: Vec<_> = needed.iter().filter(|a| !actions.contains(*a)).cloned().collect();
        let unknown =
            actions.iter().filter(|a| book.actions.iter().all(|b| b.name != **a)).cloned().collect();
        let (program, faults) = match Program::build(&book, &settings) {
            Ok(program) => (Some(program), Vec::new()),
            Err(faults) => (None, faults.0),
        };
        let unfit = Unfit { missing_actions: missing, unknown_actions: unknown, faults };
        match program.filter(|_| unfit.is_empty()) {
            Some(program) => Ok(Self { id: program.edition(), book, program, settings, missing: Vec::new() }),
            None => Err(unfit),
        }
    }

    /// As bytes for the store.
    pub(crate) fn encode(&self) -> Vec<u8> {
        // Names, texts and numbers only, and maps have texts as keys: there is nothing that JSON can't hold.
        serde_json::to_vec(&ToStore { book: &self.book, settings: &self.settings }).unwrap_or_default()
    }

    /// From the store. What is missing is remembered, not refused: cases can still be read.
    pub(crate) fn decode(id: EditionId, bytes: &[u8], actions: &BTreeSet<String>) -> Result<Self, String> {
        let Stored { book, settings } = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
        let mut program = Program::build(&book, &settings).map_err(|e| e.to_string())?;
        // The name stays as it was stored: another release may write the same book in other bytes, and the fingerprint
        // would be another. That the bytes are whole is the store's to watch.
        program.edition = id;
        let missing = needed(&book).into_iter().filter(|a| !actions.contains(a)).collect();
        Ok(Self { id, book, program, settings, missing })
    }

    pub(crate) fn flow(&self, flow: FlowId) -> Option<&Flow> {
        self.book.flows.get(flow.index())
    }

    pub(crate) fn flow_named(&self, name: &str) -> Option<(FlowId, &Flow)> {
        let id = self.program.flow_named(name)?;
        Some((id, self.flow(id)?))
    }

    /// The flow of a case by its name; a number of no flow if there is none.
    pub(crate) fn flow_id(&self, name: &str) -> FlowId {
        self.program.flow_named(name).unwrap_or(FlowId(u16::MAX))
    }

    pub(crate) fn node(&self, flow: FlowId, node: NodeIx) -> Option<&Node> {
        self.flow(flow)?.graph.node_weight(index(node))
    }

    /// A rule's name and label; its number if there is no such rule.
    pub(crate) fn rule(&self, rule: RuleIx) -> (String, String) {
        let found = self.book.rules.get(usize::from(rule.0));
        found.map_or_else(|| (rule.0.to_string(), String::new()), |r| (r.name.clone(), r.label.clone()))
    }

    /// A node's name; its number if there is no such node.
    pub(crate) fn node_name(&self, flow: FlowId, node: NodeIx) -> String {
        self.node(flow, node).map_or_else(|| node.0.to_string(), |n| n.name.clone())
    }

    pub(crate) fn lane_name(&self, lane: LaneId) -> String {
        self.book.lanes.get(lane.index()).map_or_else(|| lane.0.to_string(), |l| l.name.clone())
    }

    pub(crate) fn action_name(&self, action: ActionId) -> String {
        self.book.actions.get(action.index()).map_or_else(|| action.0.to_string(), |a| a.name.clone())
    }

    /// What a flow takes.
    pub(crate) fn takes(flow: &Flow) -> impl Iterator<Item = &Field> + Clone {
        let taken = |f: &&sop_core::model::Fact| f.role == sop_core::model::FactRole::Taken;
        flow.facts.iter().filter(taken).map(|f| &f.field)
    }

    /// A decision's answers: names, and what people read.
    pub(crate) fn answers(flow: &Flow, node: NodeIx) -> Vec<(String, String)> {
        let fact = match flow.graph.node_weight(index(node)).map(|n| &n.kind) {
            Some(NodeKind::Decide { fact: Some(fact) }) => flow.facts.get(fact.index()),
            _ => None,
        };
        let choice_label = |name: &str| match fact.map(|f| &f.field.ty) {
            Some(Type::OneOf(choices)) => choices.iter().find(|c| c.name == name).map(|c| c.label.clone()),
            _ => None,
        };
        let answer = |edge: EdgeReference<'_, Edge>| match &edge.weight().kind {
            EdgeKind::Answer { name, .. } => {
                let own = Some(edge.weight().label.clone()).filter(|l| !l.is_empty());
                let label = own.or_else(|| choice_label(name).filter(|l| !l.is_empty()));
                Some((name.clone(), label.unwrap_or_else(|| name.clone())))
            }
            _ => None,
        };
        out_edges(flow, node).into_iter().filter_map(answer).collect()
    }
}

/// A node's index in the graph.
pub(crate) fn index(node: NodeIx) -> NodeIndex {
    NodeIndex::new(usize::from(node.0))
}

/// A node's arrows, in the source's order.
pub(crate) fn out_edges(flow: &Flow, node: NodeIx) -> Vec<EdgeReference<'_, Edge>> {
    let mut edges: Vec<_> = flow.graph.edges(index(node)).collect();
    edges.sort_unstable_by_key(EdgeRef::id);
    edges
}

/// Actions that flows invoke, each once, in order of their names.
fn needed(book: &Book) -> BTreeSet<String> {
    let nodes = book.flows.iter().flat_map(|f| f.graph.node_weights());
    let actions = nodes.filter_map(|n| match n.kind {
        NodeKind::Do { action, .. } => book.actions.get(action.index()),
        _ => None,
    });
    actions.map(|a| a.name.clone()).collect()
}
