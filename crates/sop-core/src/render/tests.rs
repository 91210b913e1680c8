//! The pictures of a small flow as snapshots; laws for all flows of the book and for random ones.

mod laws;
mod random;
mod sample;
pub(super) mod xml;

use super::{Language, SvgOptions, dot, json, mermaid, svg};
use crate::model::FlowId;
use petgraph::graph::NodeIndex;
pub(super) use sample::{real_book, small_book, small_book_with};
use std::path::Path;

const SMALL: FlowId = FlowId(0);

#[test]
fn small_flow_as_svg() {
    let at = [NodeIndex::new(1)];
    insta::assert_snapshot!(svg(&small_book(), SMALL, &SvgOptions { language: Language::Id, at: &at }));
}

#[test]
fn small_flow_as_mermaid() {
    insta::assert_snapshot!(mermaid(&small_book(), SMALL));
}

#[test]
fn small_flow_as_dot() {
    insta::assert_snapshot!(dot(&small_book(), SMALL));
}

#[test]
fn small_flow_as_json() {
    insta::assert_snapshot!(json(&small_book(), SMALL));
}

#[test]
fn english_words() {
    let text = svg(&small_book(), SMALL, &SvgOptions { language: Language::En, at: &[] });
    for words in
        [">Start<", ">Yes<", ">No<", ">Silent for 2<", ">1 hour<", ">Revision 03 · effective 2024-05-06<"]
    {
        assert!(text.contains(words), "no {words} in {text}");
    }
    assert!(!text.contains(">Tidak<"));
}

#[test]
fn a_case_is_marked_where_it_stands() {
    let book = small_book();
    let unmarked = svg(&book, SMALL, &SvgOptions::default());
    assert!(!unmarked.contains("aria-current"));
    let node = book.flows[0].graph.node_indices().find(|n| book.flows[0].graph[*n].name == "ask").unwrap();
    let marked = svg(&book, SMALL, &SvgOptions { at: &[node], ..SvgOptions::default() });
    assert_eq!(marked.matches("aria-current").count(), 1);
    assert!(marked.contains("id=\"node-ask\" class=\"node wait g-unsaid at\""));
    // A node that the flow lacks is passed over.
    let beyond = svg(&book, SMALL, &SvgOptions { at: &[NodeIndex::new(9999)], ..SvgOptions::default() });
    assert_eq!(beyond.matches("aria-current").count(), 0);
}

#[test]
fn a_flow_that_is_not_there_is_an_empty_picture() {
    let book = small_book();
    let none = FlowId(99);
    xml::check(&svg(&book, none, &SvgOptions::default())).unwrap();
    assert_eq!(mermaid(&book, none), "flowchart TB\n");
    assert_eq!(dot(&book, none), "digraph {}\n");
    assert_eq!(json(&book, none), "null\n");
}

#[test]
fn json_is_read_back() {
    let book = real_book();
    for (id, flow) in (0u16..).map(FlowId).zip(&book.flows) {
        let graph: super::GraphFlow = serde_json::from_str(&json(&book, id)).unwrap();
        assert_eq!(graph.flow, flow.name);
        // Each node once, the entry mark, and the interruptions of stages.
        assert!(graph.nodes.len() > flow.graph.node_count());
        for edge in &graph.edges {
            assert!(graph.nodes.iter().any(|n| n.id == edge.from), "{}", edge.from);
            assert!(graph.nodes.iter().any(|n| n.id == edge.to), "{}", edge.to);
        }
    }
}

/// Not a test of its own: writes the pictures where `SOP_PICTURES` says, to be looked at.
#[test]
fn pictures_to_look_at() {
    let Ok(folder) = std::env::var("SOP_PICTURES") else { return };
    for book in [real_book(), small_book()] {
        for (id, flow) in (0u16..).map(FlowId).zip(&book.flows) {
            let file = |end: &str| Path::new(&folder).join(format!("{}.{end}", flow.name));
            let at: Vec<_> = flow.graph.node_indices().skip(2).take(1).collect();
            std::fs::write(file("svg"), svg(&book, id, &SvgOptions::default())).unwrap();
            std::fs::write(file("at.svg"), svg(&book, id, &SvgOptions { language: Language::En, at: &at }))
                .unwrap();
            std::fs::write(file("mmd"), mermaid(&book, id)).unwrap();
            std::fs::write(file("dot"), dot(&book, id)).unwrap();
            std::fs::write(file("json"), json(&book, id)).unwrap();
        }
    }
}
