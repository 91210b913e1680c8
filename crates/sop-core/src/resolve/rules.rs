//! Rules: their sentence, for each flow that it holds for.

use super::Resolver;
use super::expr::nothing;
use super::names::Kind;
use crate::diagnostic::{Code, Finding, names};
use crate::model::{
    Becomes, BecomesKind, EdgeKind, EventId, Flow, FlowId, Late, Law, Length, MessageId, NodeKind, Point,
    Rule, SayWhat, TableId, TableResult, Trigger, Type,
};
use crate::syntax::recover::nearest;
use crate::syntax::tree::{LengthClause, Name, PointItem, PointKind, RuleItem, SentenceKind};
use crate::words;
use petgraph::graph::NodeIndex;

/// Which end of a piece of work a bare name means.
#[derive(Clone, Copy)]
enum Side {
    /// What is demanded: the work is done.
    Done,
    /// What is forbidden: the work is begun.
    Begun,
}

impl Resolver<'_> {
    pub(super) fn rule(&mut self, r: &RuleItem) {
        let before = self.findings.len();
        self.vocabulary_of(r);
        let within = match r.sentence.as_ref().map(|s| &s.kind) {
            Some(SentenceKind::Followed(_, _, Some(length))) => self.rule_length(length),
            _ => None,
        };
        let laws = self.laws(r, within.as_ref());
        let grounds = self.grounds(&r.grounds, None);
        if laws.is_empty() && r.sentence.is_some() && self.findings.len() == before && self.whole {
            self.rule_without_flow(r);
        }
        self.book.rules.push(Rule {
            name: r.name.owned(),
            label: r.label.as_ref().map(|l| l.value.clone()).unwrap_or_default(),
            laws,
            watched: r.watched.as_ref().map(|w| w.value.clone()),
            grounds,
            notes: r.notes.iter().map(|n| n.value.clone()).collect(),
            at: r.at,
        });
    }

    /// Names of flows, messages and events are looked up once, whichever flows the rule holds for.
    fn vocabulary_of(&mut self, r: &RuleItem) {
        for flow in &r.flows {
            self.look_up(Kind::Flow, flow);
        }
        for point in r.sentence.iter().flat_map(|s| lists(&s.kind)).flatten() {
            match &point.kind {
                PointKind::Say(name)
                    if self.peek(Kind::Message, &name.value, name.at.file).is_none()
                        && self.peek(Kind::Table, &name.value, name.at.file).is_some() => {}
                PointKind::Say(name) => {
                    self.look_up(Kind::Message, name);
                }
                PointKind::On(name) | PointKind::Publish(name) => {
                    self.look_up(Kind::Event, name);
                }
                _ => {}
            }
        }
        if let Some(SentenceKind::AtMost(times, _)) = r.sentence.as_ref().map(|s| &s.kind)
            && !(1..=i64::from(u32::MAX) - 1).contains(&times.value)
        {
            self.say(
                Finding::new(Code::BadLiteral, times.at, words!("no-limit", times = times.value))
                    .here(words!("no-limit.here"))
                    .mend(words!("no-limit.mend")),
            );
        }
    }

    fn rule_length(&mut self, length: &LengthClause) -> Option<Length> {
        let of = self.expr(&length.of, nothing(length.at.file), &Type::Duration)?;
        if let crate::model::Expr::Literal(crate::model::Literal::Duration(ms)) = of {
            self.not_zero(ms, length.at);
        }
        let hours = match &length.hours {
            Some(name) => Some(crate::model::HoursId(self.look_up(Kind::Hours, name)?)),
            None => None,
        };
        Some(Length { of, hours })
    }

    fn laws(&mut self, r: &RuleItem, within: Option<&Length>) -> Vec<(FlowId, Law)> {
        let Some(sentence) = &r.sentence else { return Vec::new() };
        let mut flows: Vec<usize> = if r.flows.is_empty() {
            (0..self.book.flows.len()).collect()
        } else {
            let found = r.flows.iter().filter_map(|f| self.peek(Kind::Flow, &f.value, f.at.file));
            found.map(usize::from).collect()
        };
        flows.sort_unstable();
        flows.dedup();
        let mut laws = Vec::new();
        let before = self.findings.len();
        for index in &flows {
            let (Some(flow), Ok(id)) = (self.book.flows.get(*index), u16::try_from(*index)) else { continue };
            if let Some(law) = self.law(&sentence.kind, flow, within) {
                laws.push((FlowId(id), law));
            }
        }
        // A name that none of these flows has is a slip; so is a flow, named by the rule, that has none of a list.
        let all_known = r.flows.iter().all(|f| self.peek(Kind::Flow, &f.value, f.at.file).is_some());
        for list in lists(&sentence.kind).filter(|_| all_known) {
            for point in list {
                if let Some(name) = node_name(point)
                    && !flows.iter().any(|f| self.book.flows.get(*f).is_some_and(|f| has_name(f, point)))
                {
                    self.unknown_point(point, name, &flows);
                }
            }
        }
        if laws.len() < flows.len() && !r.flows.is_empty() && self.whole && self.findings.len() == before {
            for name in &r.flows {
                let Some(id) = self.peek(Kind::Flow, &name.value, name.at.file) else { continue };
                if laws.iter().all(|(f, _)| f.0 != id) {
                    self.say(
                        Finding::new(
                            Code::RuleWithoutFlow,
                            name.at,
                            words!("rule-flow-without-steps", flow = &name.value),
                        )
                        .here(words!("rule-flow-without-steps.here"))
                        .label(sentence.at, words!("rule-flow-without-steps.sentence"))
                        .mend(words!("rule-flow-without-steps.mend")),
                    );
                }
            }
        }
        laws
    }

    /// The law for one flow; `None` if the flow has none of the points of a list.
    fn law(&self, kind: &SentenceKind, flow: &Flow, within: Option<&Length>) -> Option<Law> {
        let of = |list: &[PointItem], side: Side| {
            let points: Vec<Point> = list.iter().flat_map(|p| self.points(p, flow, side)).collect();
            (!points.is_empty()).then_some(points)
        };
        Some(match kind {
            SentenceKind::NeverBefore(then, first) => {
                Law::Precedence { first: of(first, Side::Done)?, then: of(then, Side::Begun)? }
            }
            SentenceKind::NeverAfter(then, first) => {
                Law::NotSuccession { first: of(first, Side::Done)?, then: of(then, Side::Begun)? }
            }
            SentenceKind::Never(list) => Law::Absence { of: of(list, Side::Begun)? },
            SentenceKind::AtMost(times, list) => {
                Law::AtMost { times: u32::try_from(times.value).ok()?, of: of(list, Side::Begun)? }
            }
            SentenceKind::Always(list) => Law::Existence { of: of(list, Side::Done)? },
            SentenceKind::Followed(trigger, then, _) => Law::Response {
                trigger: of(trigger, Side::Done)?,
                then: of(then, Side::Done)?,
                within: within.cloned(),
            },
        })
    }

    /// What a point is in a flow; nothing if it can't come in it.
    fn points(&self, point: &PointItem, flow: &Flow, side: Side) -> Vec<Point> {
        match &point.kind {
            PointKind::Node(name) => {
                node(flow, &name.value).map(|n| node_point(flow, n, side)).into_iter().collect()
            }
            PointKind::Answer(name, answer) => match node(flow, &name.value) {
                Some(n) if answers(flow, n).any(|a| a == answer.value) => {
                    vec![Point::Answered(n, answer.owned())]
                }
                _ => Vec::new(),
            },
            PointKind::Say(name) => {
                let messages: Vec<MessageId> = match self.peek(Kind::Message, &name.value, name.at.file) {
                    Some(id) => vec![MessageId(id)],
                    None => {
                        let table = self.peek(Kind::Table, &name.value, name.at.file);
                        table.map(|t| self.messages_of(TableId(t))).unwrap_or_default()
                    }
                };
                let said = said(flow);
                let can = |m: &MessageId| {
                    said.iter().any(|what| match what {
                        SayWhat::Message(id) => id == m,
                        SayWhat::Table(t) => self.messages_of(*t).contains(m),
                    })
                };
                messages.into_iter().filter(can).map(Point::Said).collect()
            }
            PointKind::On(name) => {
                let event = self.peek(Kind::Event, &name.value, name.at.file).map(EventId);
                event.filter(|e| takes_event(flow, *e)).map(Point::Event).into_iter().collect()
            }
            PointKind::Publish(name) => {
                let event = self.peek(Kind::Event, &name.value, name.at.file).map(EventId);
                event.filter(|e| publishes(flow, *e)).map(Point::Published).into_iter().collect()
            }
            PointKind::End(None) => vec![Point::Ended(None)],
            PointKind::End(Some(name)) => {
                let end = node(flow, &name.value).filter(|n| matches!(flow.graph[*n].kind, NodeKind::End));
                end.map(|n| Point::Ended(Some(n))).into_iter().collect()
            }
        }
    }

    /// The messages that a table can give, each once.
    pub(super) fn messages_of(&self, table: TableId) -> Vec<MessageId> {
        let mut out = Vec::new();
        for row in self.book.tables.get(table.index()).into_iter().flat_map(|t| &t.rows) {
            if let TableResult::Message(m) = row.gives
                && !out.contains(&m)
            {
                out.push(m);
            }
        }
        out
    }

    fn unknown_point(&mut self, point: &PointItem, name: &Name, flows: &[usize]) {
        if self.names.is_lost(&name.value) || name.value.is_empty() || self.is_full() {
            return;
        }
        let flows: Vec<&Flow> = flows.iter().filter_map(|f| self.book.flows.get(*f)).collect();
        if let PointKind::Answer(_, answer) = &point.kind
            && let Some((flow, n)) = flows.iter().find_map(|f| Some((f, node(f, &name.value)?)))
        {
            let known: Vec<&str> = answers(flow, n).collect();
            let mend = match known.as_slice() {
                [] => words!("unknown-answer.mend-none"),
                known => words!("unknown-answer.mend", names = names(known.iter().copied())),
            };
            self.say(
                Finding::new(
                    Code::UnknownName,
                    answer.at,
                    words!("unknown-answer", node = &name.value, answer = &answer.value),
                )
                .here(words!("unknown-answer.here"))
                .mend(mend),
            );
            return;
        }
        if let Some(stage) = flows.iter().find_map(|f| f.stages.iter().find(|s| s.name == name.value)) {
            let finding =
                Finding::new(Code::WrongKind, name.at, words!("rule-names-stage", stage = &name.value))
                    .here(words!("rule-names-stage.here"))
                    .label(stage.at, words!("rule-names-stage.stage"))
                    .mend(words!("rule-names-stage.mend"));
            self.say(finding);
            return;
        }
        let ends_only = matches!(point.kind, PointKind::End(_));
        let known = flows.iter().flat_map(|f| f.graph.node_weights()).filter(|n| nameable(&n.kind));
        let known = known.filter(|n| !ends_only || matches!(n.kind, NodeKind::End)).map(|n| n.name.as_str());
        let known: Vec<&str> = known.collect();
        let renamed = flows.iter().find_map(|f| renamed(f, &name.value));
        let mend = match renamed.or_else(|| nearest(&name.value, known.iter().copied())) {
            Some(near) => words!("did-you-mean", near = near),
            None => words!("unknown-step.mend"),
        };
        let message = if ends_only {
            words!("unknown-end", name = &name.value)
        } else {
            words!("unknown-step", name = &name.value)
        };
        self.say(
            Finding::new(Code::UnknownName, name.at, message).here(words!("unknown-step.here")).mend(mend),
        );
    }

    fn rule_without_flow(&mut self, r: &RuleItem) {
        let at = r.sentence.as_ref().map_or(r.at, |s| s.at);
        self.say(
            Finding::new(Code::RuleWithoutFlow, at, words!("rule-without-flow", rule = &r.name.value))
                .here(words!("rule-without-flow.here"))
                .mend(words!("rule-without-flow.mend")),
        );
    }
}

/// The lists of points of a sentence.
fn lists(kind: &SentenceKind) -> impl Iterator<Item = &[PointItem]> {
    let (a, b): (&[PointItem], Option<&[PointItem]>) = match kind {
        SentenceKind::NeverBefore(a, b)
        | SentenceKind::NeverAfter(a, b)
        | SentenceKind::Followed(a, b, _) => (a, Some(b)),
        SentenceKind::Never(a) | SentenceKind::AtMost(_, a) | SentenceKind::Always(a) => (a, None),
    };
    std::iter::once(a).chain(b)
}

/// The name of a place in a flow, if the point has one.
const fn node_name(point: &PointItem) -> Option<&Name> {
    match &point.kind {
        PointKind::Node(name) | PointKind::Answer(name, _) | PointKind::End(Some(name)) => Some(name),
        _ => None,
    }
}

fn has_name(flow: &Flow, point: &PointItem) -> bool {
    match &point.kind {
        PointKind::Node(name) => node(flow, &name.value).is_some(),
        PointKind::Answer(name, answer) => {
            node(flow, &name.value).is_some_and(|n| answers(flow, n).any(|a| a == answer.value))
        }
        PointKind::End(Some(name)) => {
            node(flow, &name.value).is_some_and(|n| matches!(flow.graph[n].kind, NodeKind::End))
        }
        _ => true,
    }
}

/// What a step or an end is called now that had this name in an earlier revision.
pub(super) fn renamed<'f>(flow: &'f Flow, name: &str) -> Option<&'f str> {
    let of_node = |b: &&Becomes| matches!(b.kind, BecomesKind::Node | BecomesKind::End) && b.old == name;
    flow.becomes.iter().find(of_node).map(|b| b.new.as_str()).filter(|new| node(flow, new).is_some())
}

/// Has the node a name that its author gave it?
const fn nameable(kind: &NodeKind) -> bool {
    !matches!(kind, NodeKind::Join(_) | NodeKind::Resume(_))
}

/// A node by the name that its author gave it.
pub(super) fn node(flow: &Flow, name: &str) -> Option<NodeIndex> {
    flow.graph.node_indices().find(|n| flow.graph[*n].name == name && nameable(&flow.graph[*n].kind))
}

/// A parallel is begun at its fork and done at its join.
fn node_point(flow: &Flow, n: NodeIndex, side: Side) -> Point {
    match (&flow.graph[n].kind, side) {
        (_, Side::Begun) => Point::Begun(n),
        (NodeKind::Fork(p), Side::Done) => Point::Done(flow.parallels.get(p.index()).map_or(n, |p| p.join)),
        (_, Side::Done) => Point::Done(n),
    }
}

/// The answers that a person can give at a node.
pub(super) fn answers(flow: &Flow, n: NodeIndex) -> impl Iterator<Item = &str> {
    let edges: Vec<_> = flow.graph.edges(n).collect();
    edges.into_iter().rev().filter_map(|e| match &e.weight().kind {
        EdgeKind::Answer { name, .. } => Some(name.as_str()),
        _ => None,
    })
}

/// All that a flow says or tells.
fn said(flow: &Flow) -> Vec<SayWhat> {
    let late = |late: &Late| if let Late::Tell(_, say) = late { Some(say.what) } else { None };
    let nodes = flow.graph.node_weights();
    let by_nodes = nodes.flat_map(|n| {
        n.says.iter().map(|s| s.what).chain(n.deadlines.iter().filter_map(move |d| late(&d.late)))
    });
    let by_stages = flow.stages.iter().flat_map(|s| s.deadlines.iter().filter_map(move |d| late(&d.late)));
    by_nodes.chain(by_stages).collect()
}

fn takes_event(flow: &Flow, event: EventId) -> bool {
    let waits = flow.graph.edge_weights().any(|e| matches!(e.kind, EdgeKind::Event(id, _) if id == event));
    let mut interrupts = flow.stages.iter().flat_map(|s| &s.interrupts);
    waits || interrupts.any(|i| matches!(i.trigger, Trigger::Event(id, _) if id == event))
}

fn publishes(flow: &Flow, event: EventId) -> bool {
    flow.graph.node_weights().any(|n| match &n.kind {
        NodeKind::Step { changes, .. } => {
            changes.iter().any(|c| matches!(c, crate::model::Change::Publish(id, _) if *id == event))
        }
        _ => false,
    })
}
