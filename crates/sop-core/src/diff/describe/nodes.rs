//! Nodes and parallels of a flow, with their ways.

use super::{Class, Described, Speech, Way, code, flow, grounds_of};
use crate::diff::phrase::Phrase;
use crate::diff::{Aspect, ThingKind, WayKind};
use crate::model::{
    Change, Edge, EdgeKind, EventId, FactId, FlowId, JoinMode, Keep, Node, NodeKind, Parallel, Trigger,
};
use crate::words;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

/// All nodes that have a name of their own; splits and joins as their parallels.
pub(super) fn things(say: Speech<'_>) -> Vec<Described> {
    let mut things: Vec<Described> = say.flow.parallels.iter().map(|p| parallel(say, p)).collect();
    things.extend(say.flow.graph.node_indices().filter_map(|n| node(say, n)));
    things
}

fn parallel(say: Speech<'_>, parallel: &Parallel) -> Described {
    let mut thing = Described::new(ThingKind::Parallel, &parallel.name, &parallel.label, parallel.at);
    thing.class = Class::Node;
    thing.some(Aspect::Place, flow::place(say, parallel.region));
    let join = match parallel.mode {
        JoinMode::All => Phrase::said("all", &words!("diff-join-all")),
        JoinMode::Any => Phrase::said("any", &words!("diff-join-any")),
    };
    thing.set(Aspect::Join, join);
    let branches = Phrase::list(parallel.branches.iter().map(|b| Phrase::named(&b.name, &b.label)));
    // By names alone: what people read of a branch stands on its arrow.
    let names: Vec<&str> = parallel.branches.iter().map(|b| b.name.as_str()).collect();
    thing.set(Aspect::Branches, Phrase { source: names.join(", "), ..branches.clone() });
    thing.summary = branches;
    thing.ways = ways(say, parallel.fork);
    thing.ways.extend(ways(say, parallel.join));
    thing.grounded(&parallel.grounds)
}

const fn kind_of(kind: &NodeKind) -> Option<ThingKind> {
    Some(match kind {
        NodeKind::Step { .. } => ThingKind::Step,
        NodeKind::Do { .. } => ThingKind::Do,
        NodeKind::Decide { .. } => ThingKind::Decide,
        NodeKind::Choose => ThingKind::Choose,
        NodeKind::Wait { .. } => ThingKind::Wait,
        NodeKind::Start { .. } => ThingKind::Start,
        NodeKind::Await { .. } => ThingKind::Await,
        NodeKind::Call { .. } => ThingKind::Call,
        NodeKind::End => ThingKind::End,
        NodeKind::Fork(_) | NodeKind::Join(_) | NodeKind::Resume(_) => return None,
    })
}

fn node(say: Speech<'_>, index: NodeIndex) -> Option<Described> {
    let node = &say.flow.graph[index];
    let kind = kind_of(&node.kind)?;
    let mut thing = Described::new(kind, &node.name, &node.label, node.at);
    thing.class = Class::Node;
    thing.set(Aspect::Kind, super::super::sentence::kind_phrase(kind));
    let lane = node.lane.and_then(|l| say.book.lanes.get(l.index()));
    let lane = lane.map(|l| Phrase::named(&l.name, &l.label));
    let systems = node.systems.iter().filter_map(|s| say.book.systems.get(s.index()));
    thing.some(Aspect::Systems, Some(Phrase::list(systems.map(|s| Phrase::named(&s.name, &s.label)))));
    thing.some(Aspect::Place, flow::place(say, node.region));
    thing.some(Aspect::Says, Some(Phrase::list(node.says.iter().map(|s| say.say(s)))));
    of_kind(say, node, &mut thing);
    thing.ways = ways(say, index);
    thing.ways.extend(node.deadlines.iter().map(|d| flow::deadline(say, d)));
    thing.summary = summary(lane.as_ref(), &thing.ways);
    thing.some(Aspect::Lane, lane);
    Some(thing.grounded(&node.grounds).noted(&node.notes))
}

/// By whom, and where it goes on.
pub(super) fn summary(lane: Option<&Phrase>, ways: &[Way]) -> Phrase {
    Phrase::spoken("", |l| {
        let mut parts: Vec<String> = Vec::new();
        if let Some(lane) = lane {
            parts.push(words!("diff-by", lane = lane.say(l)).say(l));
        }
        for way in ways.iter().filter(|w| w.kind != WayKind::Tell) {
            let (when, to) = (way.when.say(l), way.to.say(l));
            parts.push(if when.is_empty() {
                words!("diff-then", to = to).say(l)
            } else {
                words!("diff-when-then", when = when, to = to).say(l)
            });
        }
        parts.join("; ")
    })
}

fn of_kind(say: Speech<'_>, node: &Node, thing: &mut Described) {
    let fact = |f: &FactId| code(say.flow.facts.get(f.index()).map_or("?", |f| f.field.name.as_str()));
    let other = |flow: &FlowId, args: String| {
        let flow = say.book.flows.get(flow.index());
        let (name, label) = flow.map_or(("?", ""), |f| (f.name.as_str(), f.label.as_str()));
        Phrase::named(&format!("{name}{args}"), label)
    };
    match &node.kind {
        NodeKind::Step { fills, changes } => {
            thing.some(Aspect::Fills, Some(Phrase::list(fills.iter().map(fact))));
            thing.some(Aspect::Does, Some(Phrase::list(changes.iter().map(|c| change(say, c)))));
        }
        NodeKind::Do { action, args, keeps } => {
            let action = say.book.actions.get(action.index());
            let (name, label) = action.map_or(("?", ""), |a| (a.name.as_str(), a.label.as_str()));
            thing.set(Aspect::Calls, Phrase::named(&format!("{name}{}", say.args(args)), label));
            let names: Vec<&str> = action.map_or_else(Vec::new, |a| names(&a.gives));
            thing.some(Aspect::Keeps, Some(kept(say, &names, keeps)));
        }
        NodeKind::Decide { fact: holder } => thing.some(Aspect::AnswerFact, holder.as_ref().map(fact)),
        NodeKind::Start { flow, args } | NodeKind::Call { flow, args } => {
            thing.set(Aspect::Calls, other(flow, say.args(args)));
        }
        NodeKind::Await { start, flow, without_limit } => {
            let mut phrase = other(flow, String::new());
            phrase.source = format!("{} of {}", phrase.source, say.node(*start).source);
            thing.set(Aspect::Calls, phrase);
            thing.some(Aspect::WithoutLimit, without_limit.then(|| code("without limit")));
        }
        NodeKind::Wait { without_limit } => {
            thing.some(Aspect::WithoutLimit, without_limit.then(|| code("without limit")));
        }
        NodeKind::Choose | NodeKind::Fork(_) | NodeKind::Join(_) | NodeKind::Resume(_) | NodeKind::End => {}
    }
}

fn change(say: Speech<'_>, change: &Change) -> Phrase {
    use crate::render::source::expr;
    let fact = |f: &FactId| say.flow.facts.get(f.index()).map_or("?", |f| f.field.name.as_str());
    code(match change {
        Change::Set(f, e) => format!("set {} to {}", fact(f), expr(say.book, say.flow, e)),
        Change::Add(f, e) => format!("add {} to {}", expr(say.book, say.flow, e), fact(f)),
        Change::Publish(e, args) => {
            let name = say.book.events.get(e.index()).map_or("?", |e| e.name.as_str());
            format!("publish {name}{}", say.args(args))
        }
    })
}

fn names(fields: &[crate::model::Field]) -> Vec<&str> {
    fields.iter().map(|f| f.name.as_str()).collect()
}

/// `keep FIELD as FACT`, by name.
fn kept(say: Speech<'_>, fields: &[&str], keeps: &[Keep]) -> Phrase {
    Phrase::list(keeps.iter().map(|k| {
        let field = fields.get(usize::from(k.field)).copied().unwrap_or("?");
        let fact = say.flow.facts.get(k.fact.index()).map_or("?", |f| f.field.name.as_str());
        code(if field == fact { fact.to_owned() } else { format!("{field} as {fact}") })
    }))
}

/// An event as it stands on an arrow.
pub(super) fn event(say: Speech<'_>, event: EventId) -> Phrase {
    let event = say.book.events.get(event.index());
    event.map_or_else(|| Phrase::plain("?"), |e| on_arrow(&e.name, &e.label))
}

/// What people read; the name where there is nothing to read.
fn on_arrow(name: &str, label: &str) -> Phrase {
    Phrase::spoken(name, |_| if label.trim().is_empty() { name.to_owned() } else { label.to_owned() })
}

pub(super) fn kept_of_event(say: Speech<'_>, trigger: &Trigger, keeps: &[Keep]) -> Phrase {
    let carries = match trigger {
        Trigger::Event(event, _) => say.book.events.get(event.index()).map(|e| names(&e.carries)),
        Trigger::Silent(_) => None,
    };
    kept(say, &carries.unwrap_or_default(), keeps)
}

/// The arrows of a node, in the order of the source.
fn ways(say: Speech<'_>, node: NodeIndex) -> Vec<Way> {
    let mut edges: Vec<_> = say.flow.graph.edges(node).collect();
    edges.sort_unstable_by_key(EdgeRef::id);
    edges.into_iter().map(|e| way(say, node, e.weight(), e.target())).collect()
}

fn way(say: Speech<'_>, from: NodeIndex, edge: &Edge, to: NodeIndex) -> Way {
    let node = &say.flow.graph[from];
    let read = |l| say.spoken(l).edge(node, edge);
    let plain = || Phrase::plain("");
    let (kind, key, keeps) = match &edge.kind {
        EdgeKind::Next => (WayKind::Next, plain(), plain()),
        EdgeKind::Answer { name, .. } => (WayKind::Answer, code(name), plain()),
        EdgeKind::When(expr) => (WayKind::When, say.expr(expr), plain()),
        EdgeKind::Otherwise => (WayKind::Otherwise, plain(), plain()),
        EdgeKind::Event(id, keeps) => {
            let fields = say.book.events.get(id.index()).map_or_else(Vec::new, |e| names(&e.carries));
            (WayKind::Event, event(say, *id), kept(say, &fields, keeps))
        }
        EdgeKind::After(length) => (WayKind::After, say.length(length), plain()),
        EdgeKind::At(expr) => (WayKind::At, say.expr(expr), plain()),
        EdgeKind::Failed => (WayKind::Failed, plain(), plain()),
        EdgeKind::Outcome { name, keeps } => (WayKind::Outcome, code(name), kept_of_flow(say, node, keeps)),
        EdgeKind::Branch(b) => {
            let NodeKind::Fork(p) = node.kind else { return next(say, to) };
            let branch = say.flow.parallels.get(p.index()).and_then(|p| p.branches.get(b.index()));
            let (name, label) = branch.map_or(("?", ""), |b| (b.name.as_str(), b.label.as_str()));
            let mut way = next(say, to);
            way.kind = WayKind::Branch;
            way.key = code(name);
            way.when = on_arrow(name, label);
            way.label = Phrase::spoken(label, |_| format!("“{label}”"));
            return way;
        }
    };
    let when = match kind {
        WayKind::Event | WayKind::Interrupt => key.clone(),
        WayKind::After => Phrase::spoken(&key.source, |l| words!("diff-overdue", length = key.say(l)).say(l)),
        _ => Phrase::spoken(key.source.clone(), read),
    };
    let label = edge.label.trim();
    let label =
        Phrase::spoken(label, |_| if label.is_empty() { String::new() } else { format!("“{label}”") });
    Way { kind, key, when, to: say.node(to), label, keeps, grounds: grounds_of(&edge.grounds) }
}

fn next(say: Speech<'_>, to: NodeIndex) -> Way {
    let plain = || Phrase::plain("");
    let (when, key, label, keeps) = (plain(), plain(), plain(), plain());
    Way { kind: WayKind::Next, key, when, to: say.node(to), label, keeps, grounds: Vec::new() }
}

fn kept_of_flow(say: Speech<'_>, node: &Node, keeps: &[Keep]) -> Phrase {
    let (NodeKind::Call { flow, .. } | NodeKind::Await { flow, .. }) = &node.kind else {
        return Phrase::plain("");
    };
    let flow = say.book.flows.get(flow.index());
    let given = flow.map_or_else(Vec::new, |f| {
        f.gives.iter().filter_map(|g| f.facts.get(g.index())).map(|f| f.field.name.as_str()).collect()
    });
    kept(say, &given, keeps)
}
