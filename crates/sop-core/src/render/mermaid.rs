//! A flow for Mermaid: a flowchart from top to bottom, lanes as subgraphs.
//!
//! A node may lie in one subgraph only, so a stage is drawn as one when a single lane holds it all; otherwise its
//! interruptions alone tell of it.

use super::Language;
use super::view::{Item, Picture, Shape, Strength};
use super::words::shown;
use crate::model::{Book, FlowId};
use std::fmt::Write;

/// Writes a flow as a Mermaid flowchart. A flow that is not in the book gives an empty chart.
pub fn mermaid(book: &Book, flow: FlowId) -> String {
    let Some(flow) = book.flows.get(flow.index()) else { return "flowchart TB\n".to_owned() };
    let picture = Picture::new(book, flow, Language::Id);
    let mut out = String::new();
    let title = serde_json::to_string(shown(&flow.label, &flow.name)).unwrap_or_default();
    let _ = writeln!(out, "---\ntitle: {title}\n---\nflowchart TB");
    for (c, column) in picture.columns.iter().enumerate() {
        let lane = column.and_then(|l| book.lanes.get(l.index()));
        let indent = if lane.is_some() { "    " } else { "  " };
        if let Some(lane) = lane {
            let _ = writeln!(out, "  subgraph lane{c} [\"{}\"]", quoted(shown(&lane.label, &lane.name)));
            let _ = writeln!(out, "    direction TB");
        }
        for group in picture.groups(c) {
            let inner = if let Some(f) = group.frame {
                let _ = writeln!(out, "{indent}subgraph stage{f} [\"{}\"]", quoted(&picture.frames[f].label));
                format!("{indent}  ")
            } else {
                indent.to_owned()
            };
            for i in group.items {
                let _ = writeln!(out, "{inner}n{i}{}", node(&picture, &picture.items[i]));
            }
            if group.frame.is_some() {
                let _ = writeln!(out, "{indent}end");
            }
        }
        if lane.is_some() {
            let _ = writeln!(out, "  end");
        }
    }
    for link in &picture.links {
        let arrow = if link.kind.by_time() { "-.->" } else { "-->" };
        let label =
            if link.label.is_empty() { String::new() } else { format!("|\"{}\"|", quoted(&link.label)) };
        let _ = writeln!(out, "  n{} {arrow}{label} n{}", link.from, link.to);
    }
    for (strength, colour) in
        [(Strength::Cited, "#1a7f45"), (Strength::Derived, "#2166b8"), (Strength::Assumed, "#b45309")]
    {
        let of: Vec<String> = (0..picture.items.len())
            .filter(|i| picture.items[*i].grounds.strength == strength)
            .map(|i| format!("n{i}"))
            .collect();
        if !of.is_empty() {
            let _ = writeln!(out, "  classDef {} stroke:{colour},stroke-width:2px", strength.word());
            let _ = writeln!(out, "  class {} {}", of.join(","), strength.word());
        }
    }
    out
}

fn node(picture: &Picture, item: &Item) -> String {
    let mut text = quoted(&item.label);
    if let Some(frame) = item.frame.filter(|_| item.shape.on_border()) {
        text = quoted(&picture.frames[frame].label);
    }
    let badge = item.grounds.badge();
    if !badge.is_empty() && !item.shape.on_border() {
        let _ = write!(text, "<br/>[{}]", quoted(&badge));
    }
    let (open, close) = match item.shape {
        Shape::Entry | Shape::End => ("([", "])"),
        Shape::Step => ("[", "]"),
        Shape::Decide => ("{", "}"),
        Shape::Choose => ("{{", "}}"),
        Shape::Wait | Shape::Await => ("(", ")"),
        Shape::Do => ("[/", "/]"),
        Shape::Start | Shape::Call | Shape::Fork | Shape::Join => ("[[", "]]"),
        Shape::Resume => (">", "]"),
        Shape::BorderTime | Shape::BorderEvent => ("((", "))"),
    };
    format!("{open}\"{text}\"{close}")
}

/// A text between Mermaid's quotes: what it could take for markup is written as an entity.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // At the begin `1.`, `-` and `+` would make a list.
    let mut begin = true;
    for c in text.chars() {
        let list = begin && matches!(c, '.' | ')' | '-' | '+');
        begin &= c.is_ascii_digit() || c == ' ';
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' | ';' | '*' | '_' | '{' | '}' | '[' | ']' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c if list => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
