//! A flow for Graphviz: lanes as clusters, stages as clusters where a single lane holds them all.

use super::Language;
use super::view::{Item, Picture, Shape, Strength};
use super::words::shown;
use crate::model::{Book, FlowId};
use std::fmt::Write;

/// Writes a flow as a directed graph for Graphviz. A flow that is not in the book gives an empty graph.
pub fn dot(book: &Book, flow: FlowId) -> String {
    let Some(flow) = book.flows.get(flow.index()) else { return "digraph {}\n".to_owned() };
    let picture = Picture::new(book, flow, Language::Id);
    let mut out = String::new();
    let _ = writeln!(out, "digraph {} {{", quoted(&flow.name));
    let _ = writeln!(out, "  label={}; labelloc=t;", quoted(shown(&flow.label, &flow.name)));
    out.push_str("  rankdir=TB; fontname=\"Arial\";\n");
    out.push_str("  node [fontname=\"Arial\", fontsize=11];\n  edge [fontname=\"Arial\", fontsize=9];\n");
    for (c, column) in picture.columns.iter().enumerate() {
        let lane = column.and_then(|l| book.lanes.get(l.index()));
        if let Some(lane) = lane {
            let _ = writeln!(out, "  subgraph cluster_lane{c} {{");
            let _ = writeln!(
                out,
                "    label={}; style=filled; color=\"#eef2f6\";",
                quoted(shown(&lane.label, &lane.name))
            );
        }
        for group in picture.groups(c) {
            if let Some(f) = group.frame {
                let _ = writeln!(out, "    subgraph cluster_stage{f} {{");
                let _ = writeln!(
                    out,
                    "      label={}; style=dashed; color=\"#7d9cc7\";",
                    quoted(&picture.frames[f].label)
                );
            }
            for i in group.items {
                node(&mut out, &picture, &picture.items[i]);
            }
            if group.frame.is_some() {
                out.push_str("    }\n");
            }
        }
        if lane.is_some() {
            out.push_str("  }\n");
        }
    }
    for link in &picture.links {
        let (from, to) = (&picture.items[link.from].id, &picture.items[link.to].id);
        let style = if link.kind.by_time() { ", style=dashed" } else { "" };
        let _ = writeln!(out, "  {} -> {} [label={}{style}];", quoted(from), quoted(to), quoted(&link.label));
    }
    out.push_str("}\n");
    out
}

fn node(out: &mut String, picture: &Picture, item: &Item) {
    let shape = match item.shape {
        Shape::Entry | Shape::End => "box, style=\"rounded,bold\"",
        Shape::Step => "box, style=rounded",
        Shape::Decide => "diamond",
        Shape::Choose => "hexagon",
        Shape::Wait | Shape::Await => "octagon",
        Shape::Do => "component",
        Shape::Start | Shape::Call => "box, peripheries=2",
        Shape::Fork | Shape::Join => "box, height=0.1, style=filled",
        Shape::Resume => "cds",
        Shape::BorderTime | Shape::BorderEvent => "circle",
    };
    let colour = match item.grounds.strength {
        Strength::Cited => "#1a7f45",
        Strength::Derived => "#2166b8",
        Strength::Assumed => "#b45309",
        Strength::Unsaid => "#8a94a1",
    };
    let mut label = match item.frame.filter(|_| item.shape.on_border()) {
        Some(frame) => picture.frames[frame].label.clone(),
        None => item.label.clone(),
    };
    let badge = item.grounds.badge();
    if !badge.is_empty() && !item.shape.on_border() {
        let _ = write!(label, "\n[{badge}]");
    }
    let _ = writeln!(
        out,
        "    {} [label={}, shape={shape}, color=\"{colour}\", tooltip={}];",
        quoted(&item.id),
        quoted(&label),
        quoted(&item.tooltip)
    );
}

/// A text between Graphviz's quotes.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
