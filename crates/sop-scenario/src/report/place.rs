//! Places in the sources, and what stands there.

use crate::coverage::{Item, Reached};
use petgraph::graph::NodeIndex;
use sop_core::model::{Book, Flow, FlowId};
use sop_core::source::{Sources, Span};

/// Characters of a line that are shown at most.
const LINE_MAX: usize = 120;

/// `path:line:column`, and the numbers for machines.
#[derive(Clone, Debug, serde::Serialize)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

/// Where it is written; `None` for what stands in no file.
pub(super) fn place(sources: &Sources, at: Span) -> Option<Place> {
    let path = sources.get(at.file)?.path.clone();
    let (line, column) = sources.line_column(at.file, at.start);
    Some(Place { path, line, column })
}

/// What is written there, on its first line.
pub(super) fn written(sources: &Sources, at: Span) -> &str {
    let text = sources.get(at.file).map_or("", |f| f.text.as_str());
    let text = text.get(at.start as usize..at.end as usize).unwrap_or_default();
    text.lines().next().unwrap_or_default().trim_end()
}

/// The line with its number, and below it what is meant is underlined.
pub(super) fn excerpt(sources: &Sources, at: Span) -> Vec<String> {
    let Some(source) = sources.get(at.file) else { return Vec::new() };
    let (line, column) = sources.line_column(at.file, at.start);
    let text = source.text.lines().nth(line as usize - 1).unwrap_or_default();
    let shown: String = text.chars().take(LINE_MAX).collect();
    let number = line.to_string();
    let before: String =
        shown.chars().take(column as usize - 1).map(|c| if c == '\t' { c } else { ' ' }).collect();
    let length = written(sources, at).chars().count().max(1);
    let length = length.min(shown.chars().count().saturating_sub(column as usize - 1).max(1));
    vec![
        format!("{number} | {shown}"),
        format!("{} | {before}{}", " ".repeat(number.len()), "^".repeat(length)),
    ]
}

/// What an item is, as a process owner finds it in the flow.
pub(super) fn item(book: &Book, sources: &Sources, flow: FlowId, reached: &Reached) -> String {
    let Some(flow) = book.flows.get(flow.index()) else { return String::new() };
    let node = |n: NodeIndex| flow.graph.node_weight(n).map_or("", |n| n.name.as_str());
    let stage = |s: usize| flow.stages.get(s).map_or("", |s| s.name.as_str());
    let text = written(sources, reached.at).split_whitespace().collect::<Vec<_>>().join(" ");
    match reached.item {
        Item::Node(n) => node(n).to_owned(),
        Item::Edge(e) => match flow.graph.edge_endpoints(e) {
            Some((from, to)) if flow.graph.node_weight(from).is_some_and(|n| n.at == reached.at) => {
                format!("{} -> {}", node(from), node(to))
            }
            Some((from, _)) => format!("{}: {text}", node(from)),
            None => text,
        },
        Item::Deadline(n, _) => format!("{}: {text}", node(n)),
        Item::StageDeadline(s, _) | Item::Interrupt(s, _) => format!("{}: {text}", stage(s.index())),
    }
}

/// A flow's name.
pub(super) fn name(book: &Book, flow: FlowId) -> &str {
    book.flows.get(flow.index()).map_or("", |f: &Flow| f.name.as_str())
}
