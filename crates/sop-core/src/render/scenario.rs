//! Scenarios as the language writes them: to paste a found run into a file, and to name the lines of a running one.

use super::source::{duration, expr, literal, moment, quoted};
use crate::model::{
    Act, ActKind, Book, Expectation, FactId, Field, Flow, FlowId, Ground, Literal, MessageId, NodeKind,
    Scenario, TableResult,
};
use petgraph::graph::NodeIndex;

/// Spaces of one level.
const INDENT: usize = 4;

/// Acts inside acts, so deep; the source's own limit is the same.
const DEPTH_MAX: usize = 64;

/// Words with which an expectation begins that is no condition.
const EXPECTATIONS: [&str; 10] =
    ["no", "say", "tell", "publish", "not", "at", "ended", "broken", "open", "cancelled"];

/// A scenario as text of a `.sop` file: read again, it is the same but for the places. Names that the book lacks are
/// left empty, and what is finer than the language can say is cut: see [`super::source`].
pub fn scenario(book: &Book, scenario: &Scenario) -> String {
    let Some(flow) = book.flows.get(scenario.flow.index()) else { return String::new() };
    let mut out = format!(
        "scenario {} {} for {} at {} {{\n",
        scenario.name,
        quoted(&scenario.label),
        flow.name,
        moment(scenario.start)
    );
    let takes = scenario.takes.iter().map(|(fact, value)| given_fact(book, flow, *fact, value));
    let settings = scenario.settings.iter().filter_map(|(id, value)| {
        let setting = book.settings.get(id.index())?;
        Some(format!("{} {}", setting.name, literal(book, value, Some(&setting.ty))))
    });
    let with: Vec<String> = takes.chain(settings).collect();
    if !with.is_empty() {
        line(&mut out, 1, &format!("with {}", with.join(", ")));
    }
    for note in &scenario.notes {
        line(&mut out, 1, &format!("note {}", quoted(note)));
    }
    for ground in &scenario.grounds {
        line(&mut out, 1, &grounds(ground));
    }
    acts(&mut out, book, scenario.flow, &scenario.acts, 1);
    out.push_str("}\n");
    out
}

/// One act, without its place; of an `in NODE { … }` only the head.
pub fn act(book: &Book, flow: FlowId, act: &ActKind) -> String {
    let Some(flow) = book.flows.get(flow.index()) else { return String::new() };
    let name = |node: NodeIndex| flow.graph.node_weight(node).map_or("", |n| n.name.as_str());
    let event_name = |id: usize| book.events.get(id).map_or("", |e| e.name.as_str());
    match act {
        ActKind::Do { node, fills } => {
            let fills = fills.iter().map(|(fact, value)| given_fact(book, flow, *fact, value));
            with(format!("do {}", name(*node)), &fills.collect::<Vec<_>>())
        }
        ActKind::Answer { node, answer } => format!("answer {} {answer}", name(*node)),
        ActKind::Event { event, data } => {
            let fields = book.events.get(event.index()).map_or(&[][..], |e| &e.carries);
            with(format!("on {}", event_name(event.index())), &given(book, fields, data))
        }
        ActKind::Done { node, gives } => {
            let fields = match flow.graph.node_weight(*node).map(|n| &n.kind) {
                Some(NodeKind::Do { action, .. }) => {
                    book.actions.get(action.index()).map_or(&[][..], |a| &a.gives)
                }
                _ => &[],
            };
            with(format!("done {}", name(*node)), &given(book, fields, gives))
        }
        ActKind::Failed { node, why } => because(format!("failed {}", name(*node)), why),
        ActKind::Advance(ms) => format!("advance {}", duration(*ms)),
        ActKind::Until(to) => format!("advance to {}", moment(*to)),
        ActKind::Cancel(why) => because("cancel".to_owned(), why),
        ActKind::Inside { node, .. } => format!("in {}", name(*node)),
        ActKind::Expect(expectation) => format!("expect {}", expected(book, flow, expectation)),
    }
}

fn acts(out: &mut String, book: &Book, flow: FlowId, all: &[Act], depth: usize) {
    for one in all {
        let head = act(book, flow, &one.kind);
        if let ActKind::Inside { flow: inner, acts: inside, .. } = &one.kind
            && depth < DEPTH_MAX
        {
            line(out, depth, &format!("{head} {{"));
            acts(out, book, *inner, inside, depth + 1);
            line(out, depth, "}");
        } else {
            line(out, depth, &head);
        }
    }
}

fn expected(book: &Book, flow: &Flow, expectation: &Expectation) -> String {
    let name = |node: NodeIndex| flow.graph.node_weight(node).map_or("", |n| n.name.as_str());
    let message = |id: MessageId| book.messages.get(id.index()).map_or("", |m| m.name.as_str());
    match expectation {
        Expectation::Say { messages, no } => {
            let what = match messages.as_slice() {
                [one] => message(*one).to_owned(),
                all => table_of(book, all),
            };
            format!("{}say {what}", if *no { "no " } else { "" })
        }
        Expectation::Tell { lane, message: what } => {
            let lane = book.lanes.get(lane.index()).map_or("", |l| l.name.as_str());
            format!("tell {lane} {}", message(*what))
        }
        Expectation::Publish(event) => {
            format!("publish {}", book.events.get(event.index()).map_or("", |e| e.name.as_str()))
        }
        Expectation::At { node, not } => format!("{}at {}", if *not { "not " } else { "" }, name(*node)),
        Expectation::Holds(condition) => {
            let text = expr(book, flow, condition);
            let first = text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
            // It would be read as another kind of expectation.
            if EXPECTATIONS.contains(&first) { format!("({text})") } else { text }
        }
        Expectation::Ended(node) => format!("ended {}", name(*node)),
        Expectation::Open => "open".to_owned(),
        Expectation::Cancelled => "cancelled".to_owned(),
        Expectation::Broken(rule) => {
            format!("broken {}", book.rules.get(*rule).map_or("", |r| r.name.as_str()))
        }
    }
}

/// The table that gives just these messages.
fn table_of(book: &Book, messages: &[MessageId]) -> String {
    let gives = |t: &&crate::model::Table| {
        let mut found: Vec<MessageId> = t
            .rows
            .iter()
            .filter_map(|r| match r.gives {
                TableResult::Message(m) => Some(m),
                TableResult::Value(_) => None,
            })
            .collect();
        let mut wanted = messages.to_vec();
        for list in [&mut found, &mut wanted] {
            list.sort_unstable();
            list.dedup();
        }
        found == wanted
    };
    book.tables.iter().find(gives).map(|t| t.name.clone()).unwrap_or_default()
}

fn given_fact(book: &Book, flow: &Flow, fact: FactId, value: &Literal) -> String {
    let field = flow.facts.get(fact.index()).map(|f| &f.field);
    format!("{} {}", field.map_or("", |f| f.name.as_str()), literal(book, value, field.map(|f| &f.ty)))
}

fn given(book: &Book, fields: &[Field], values: &[Literal]) -> Vec<String> {
    let pairs = fields.iter().zip(values);
    pairs.map(|(f, v)| format!("{} {}", f.name, literal(book, v, Some(&f.ty)))).collect()
}

fn with(head: String, given: &[String]) -> String {
    if given.is_empty() { head } else { format!("{head} with {}", given.join(", ")) }
}

fn because(head: String, why: &str) -> String {
    if why.is_empty() { head } else { format!("{head} {}", quoted(why)) }
}

fn grounds(ground: &Ground) -> String {
    match ground {
        Ground::Cited { clause, words, .. } => because(format!("cites {clause}"), words),
        Ground::Derived { clause, why, .. } => because(format!("derived from {clause}"), why),
        Ground::Assumed { why, .. } => format!("assumed {}", quoted(why)),
    }
}

fn line(out: &mut String, depth: usize, text: &str) {
    out.push_str(&" ".repeat(depth * INDENT));
    out.push_str(text);
    out.push('\n');
}

#[cfg(test)]
mod tests;
