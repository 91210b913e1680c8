//! Inputs and runs in words: with the names that the author gave.

use super::plan::{Plan, ix};
use super::situation::Input;
use super::space::Space;
use crate::diagnostic::{Value, Words};
use crate::model::{EdgeKind, EventId, NodeKind, Trigger};
use crate::source::Span;
use crate::words;
use petgraph::graph::NodeIndex;

/// What happens on a way, after its start.
pub(super) fn told_run(plan: &Plan<'_>, space: &Space, way: &[(u32, u32)]) -> Value {
    let run: Vec<Words> = way.iter().skip(1).map(|w| told(plan, &space.step(*w).input)).collect();
    Value::Sequence(if run.is_empty() { vec![words!("run-at-once")] } else { run })
}

/// Where an input is written, and what it is in words.
pub(super) fn place(plan: &Plan<'_>, input: &Input) -> (Span, Words) {
    let flow = plan.flow;
    let node = |n: u16| &flow.graph[NodeIndex::new(usize::from(n))];
    let edge = |n: u16, i: usize| plan.node(n).out.get(i).map_or(node(n).at, |(e, _)| flow.graph[*e].at);
    let stage = |s: u16| flow.stages.get(usize::from(s));
    let at = match input {
        Input::Start => node(ix(flow.first.index())).at,
        Input::Complete(n) | Input::Done(n) | Input::Child(n, _) => {
            let next = plan.out(*n, |e| matches!(e, EdgeKind::Next));
            let next = next.map(|(e, _)| flow.graph[e].at).filter(|at| at.start < at.end);
            next.unwrap_or(node(*n).at)
        }
        Input::Failed(n) => {
            let failed = plan.out(*n, |e| matches!(e, EdgeKind::Failed));
            failed.map_or(node(*n).at, |(e, _)| flow.graph[e].at)
        }
        Input::Answer(n, i) | Input::Event(n, i) | Input::Arrow(n, i) => edge(*n, *i),
        Input::Deadline(n, i) | Input::Tell(n, i) => node(*n).deadlines.get(*i).map_or(node(*n).at, |d| d.at),
        Input::Interrupt(s, i) | Input::Silence(s, i) => {
            stage(*s).and_then(|s| s.interrupts.get(*i)).map_or(flow.at, |i| i.at)
        }
        Input::StageDeadline(s, i) | Input::StageTell(s, i) => {
            stage(*s).and_then(|s| s.deadlines.get(*i)).map_or(flow.at, |d| d.at)
        }
    };
    (at, told(plan, input))
}

/// An input in a few words.
fn told(plan: &Plan<'_>, input: &Input) -> Words {
    let flow = plan.flow;
    let node = |n: u16| flow.graph[NodeIndex::new(usize::from(n))].name.as_str();
    let stage = |s: u16| flow.stages.get(usize::from(s)).map_or("", |s| s.name.as_str());
    let event = |e: EventId| plan.book.events.get(e.index()).map_or("", |e| e.name.as_str());
    let edge = |n: u16, i: usize| plan.node(n).out.get(i).map(|(e, _)| plan.edge(*e));
    match *input {
        Input::Start => words!("input-start"),
        Input::Complete(n) => words!("input-do", node = node(n)),
        Input::Answer(n, i) => {
            let answer = if let Some(EdgeKind::Answer { name, .. }) = edge(n, i) { name } else { "" };
            words!("input-answer", node = node(n), answer = answer)
        }
        Input::Event(n, i) => {
            let event = if let Some(EdgeKind::Event(e, _)) = edge(n, i) { event(*e) } else { "" };
            words!("input-event", event = event)
        }
        Input::Interrupt(s, i) => {
            let interrupt = flow.stages.get(usize::from(s)).and_then(|s| s.interrupts.get(i));
            let event = match interrupt.map(|i| &i.trigger) {
                Some(Trigger::Event(e, _)) => event(*e),
                _ => "",
            };
            words!("input-event-in", event = event, stage = stage(s))
        }
        Input::Arrow(n, _) => words!("input-timer", node = node(n)),
        Input::Deadline(n, _) | Input::Tell(n, _) => words!("input-deadline", node = node(n)),
        Input::Silence(s, _) => words!("input-silence", stage = stage(s)),
        Input::StageDeadline(s, _) | Input::StageTell(s, _) => words!("input-deadline", node = stage(s)),
        Input::Done(n) => words!("input-done", node = node(n)),
        Input::Failed(n) => words!("input-failed", node = node(n)),
        Input::Child(n, end) => {
            let of = match plan.kind(n) {
                NodeKind::Start { flow, .. } | NodeKind::Call { flow, .. } => {
                    plan.book.flows.get(flow.index())
                }
                _ => None,
            };
            let end = end.and_then(|e| of?.graph.node_weight(NodeIndex::new(usize::from(e))));
            words!("input-child", node = node(n), end = end.map_or("cancelled", |e| e.name.as_str()))
        }
    }
}
