//! The model as a picture or as data: one file an output.
//!
//! All outputs are pure and deterministic: the same book gives the same bytes. [`svg()`] draws the swimlane page of a
//! controlled procedure, [`mermaid()`] and [`dot()`] speak to other tools, [`json()`] is the graph as data with a stable
//! schema. All of them draw the same picture: the graph's nodes and arrows, and as arrows too what the model keeps
//! elsewhere (interruptions of stages, deadlines that lead away).
//!
//! A flow that is not in the book gives an empty picture.

mod dot;
mod json;
mod layout;
mod mermaid;
mod overlay;
pub mod scenario;
pub mod source;
mod svg;
mod text;
mod view;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use petgraph::graph::NodeIndex;

pub use dot::dot;
pub use json::{GraphEdge, GraphFlow, GraphGround, GraphLane, GraphNode, GraphStage, SCHEMA, json};
pub use mermaid::mermaid;
pub use overlay::overlay;
pub use scenario::scenario;
pub use svg::svg;
pub use text::escape_into;

/// The language of what a picture says of its own accord: legend, `Ya` and `Tidak`, lengths of time.
pub use crate::diagnostic::Lang as Language;

/// How a flow is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct SvgOptions<'a> {
    /// Language of the legend and of all words that the book does not give.
    pub language: Language,
    /// Nodes to mark: where a case stands. Nodes that the flow lacks are passed over.
    pub at: &'a [NodeIndex],
}
