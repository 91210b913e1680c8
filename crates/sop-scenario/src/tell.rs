//! A run in words for process owners: the timeline, and why it failed.

mod failure;
mod fits;

pub use failure::{Told, failure};

use crate::family::{CaseNo, Family, Happened};
use crate::offers::index;
use crate::run::{Broken, broken};
use chrono::{DateTime, NaiveDateTime};
use petgraph::graph::NodeIndex;
use sop_core::diagnostic::Words;
use sop_core::model::{Book, Field, Flow, FlowId, Literal, NodeKind};
use sop_core::render::source;
use sop_core::words;
use sop_runtime::kernel::{Breach, ChildEnd, Effect, Input, Move, Rejected, TimerFor};
use sop_runtime::{Moment, Value};

/// One line of a timeline.
#[derive(Clone, Debug)]
pub struct Row {
    /// When, in the book's zone.
    pub at: NaiveDateTime,
    /// Whose.
    pub case: CaseNo,
    /// The case by its flow's name; with a number if there are several of the flow.
    pub who: String,
    /// What happened.
    pub what: Words,
    /// It came from outside or from a clock; all other lines follow from the one of these before them.
    pub cause: bool,
    /// How many inputs had been worked on before.
    pub log: usize,
}

/// Speaks of one family's cases.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    pub(crate) book: &'a Book,
    pub(crate) family: &'a Family<'a>,
}

/// All that happened, in order.
pub fn timeline(book: &Book, family: &Family<'_>) -> Vec<Row> {
    let names = Names { book, family };
    let mut rows = Vec::new();
    for (log, happened) in family.log().iter().enumerate() {
        let row = |what: Words, cause: bool| Row {
            at: local(book, happened.at),
            case: happened.case,
            who: names.who(happened.case),
            what,
            cause,
            log,
        };
        rows.extend(names.input(happened).map(|what| row(what, true)));
        rows.extend(names.follows(happened).into_iter().map(|what| row(what, false)));
    }
    rows
}

/// What a clock in the book's zone shows.
pub(crate) fn local(book: &Book, at: Moment) -> NaiveDateTime {
    let ms = at.0.saturating_add(i64::from(book.zone.offset_minutes) * 60_000);
    DateTime::from_timestamp_millis(ms).unwrap_or_default().naive_utc()
}

/// A value as the language writes it.
pub(crate) fn value(book: &Book, value: &Value, field: Option<&Field>) -> String {
    source::literal(book, &literal(value), field.map(|f| &f.ty))
}

/// Values are as deep as their types, which are bounded when a program is built.
fn literal(value: &Value) -> Literal {
    match value {
        Value::YesNo(b) => Literal::YesNo(*b),
        Value::Text(t) => Literal::Text(t.to_string()),
        Value::Number(n) => Literal::Number(*n),
        Value::Date(d) => Literal::Date(*d),
        Value::Time(t) => Literal::Time(*t),
        Value::Moment(m) => Literal::Moment(m.0),
        Value::Duration(d) => Literal::Duration(*d),
        Value::Choice(c) => Literal::Choice(*c),
        Value::Weekday(d) => Literal::Weekday(*d),
        Value::DayKind(k) => Literal::DayKind(*k),
        Value::List(items) => Literal::List(items.iter().map(literal).collect()),
    }
}

impl<'a> Names<'a> {
    pub(crate) fn flow_of(&self, case: CaseNo) -> Option<&'a Flow> {
        self.book.flows.get(self.family.case(case)?.flow.index())
    }

    pub(crate) fn who(&self, case: CaseNo) -> String {
        let Some(flow) = self.family.case(case).map(|c| c.flow) else { return String::new() };
        let same: Vec<CaseNo> = self.family.cases().filter(|(_, c)| c.flow == flow).map(|(n, _)| n).collect();
        let name = self.book.flows.get(flow.index()).map_or("", |f| f.name.as_str());
        match same.iter().position(|n| *n == case) {
            Some(i) if same.len() > 1 => format!("{name} {}", i + 1),
            _ => name.to_owned(),
        }
    }

    pub(crate) fn node(&self, case: CaseNo, node: NodeIndex) -> String {
        let found = self.flow_of(case).and_then(|f| f.graph.node_weight(node));
        found.map_or_else(String::new, |n| n.name.clone())
    }

    pub(crate) fn event(&self, event: usize) -> String {
        self.book.events.get(event).map_or_else(String::new, |e| e.name.clone())
    }

    pub(crate) fn message(&self, message: usize) -> String {
        self.book.messages.get(message).map_or_else(String::new, |m| m.name.clone())
    }

    pub(crate) fn lane(&self, lane: usize) -> String {
        self.book.lanes.get(lane).map_or_else(String::new, |l| l.name.clone())
    }

    pub(crate) fn rule(&self, rule: usize) -> String {
        self.book.rules.get(rule).map_or_else(String::new, |r| r.name.clone())
    }

    fn fields(&self, fields: &[Field], values: &[Value]) -> String {
        let pairs = fields.iter().zip(values);
        pairs
            .map(|(f, v)| format!("{} {}", f.name, value(self.book, v, Some(f))))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// What came to the case; `None` for what its effects tell anyway.
    fn input(&self, happened: &Happened) -> Option<Words> {
        let case = happened.case;
        let left = happened.trace.iter().find_map(|t| match t.what {
            Move::Left(node, _) => Some(self.node(case, index(node))),
            _ => None,
        });
        // What is done in an interrupted stage leaves no node yet.
        let node = left.unwrap_or_default();
        Some(match &happened.input {
            Input::Start { flow, args } => {
                let flow = self.book.flows.get(flow.index());
                let facts = flow.map_or(&[][..], |f| &f.facts).iter().map(|f| f.field.clone());
                let given = self.fields(&facts.collect::<Vec<_>>(), args);
                let flow = flow.map_or_else(String::new, |f| f.name.clone());
                if given.is_empty() {
                    words!("run-began", flow = flow)
                } else {
                    words!("run-began-with", flow = flow, given = given)
                }
            }
            Input::Complete { filled, .. } if filled.is_empty() => words!("run-done", node = node),
            Input::Complete { filled, .. } => {
                let facts = self.flow_of(case).map_or(&[][..], |f| &f.facts);
                let given = filled.iter().filter_map(|(fact, v)| {
                    let field = &facts.get(fact.index())?.field;
                    Some(format!("{} {}", field.name, value(self.book, v, Some(field))))
                });
                let given = given.collect::<Vec<_>>().join(", ");
                words!("run-done-with", node = node, given = given)
            }
            Input::Answer { answer, .. } => {
                let node_ix = happened.trace.iter().find_map(|t| match t.what {
                    Move::Left(node, _) => Some(index(node)),
                    _ => None,
                });
                let answers = self.flow_of(case).zip(node_ix).map(|(f, n)| crate::run::answers(f, n));
                let answer = answers.and_then(|a| a.get(usize::from(*answer)).map(|a| (*a).to_owned()));
                words!("run-answered", node = node, answer = answer.unwrap_or_default())
            }
            Input::Event { event, data } => {
                let fields = self.book.events.get(event.index()).map_or(&[][..], |e| &e.carries);
                let given = self.fields(fields, data);
                let event = self.event(event.index());
                if given.is_empty() {
                    words!("run-came", event = event)
                } else {
                    words!("run-came-with", event = event, given = given)
                }
            }
            Input::TimerFired { .. } => {
                let of = happened.trace.iter().find_map(|t| match t.what {
                    Move::Fired(of) => Some(of),
                    _ => None,
                });
                self.timer(case, of?)
            }
            Input::ActionDone { .. } => words!("run-acted", node = node),
            Input::ActionFailed { error, .. } if error.is_empty() => words!("run-failed", node = node),
            Input::ActionFailed { error, .. } => {
                words!("run-failed-because", node = node, why = error.to_string())
            }
            // Scenarios neither try again nor go over to another revision.
            Input::RetryAction { .. } | Input::Moved { .. } => return None,
            Input::ChildEnded { child, end } => {
                let parent = self
                    .family
                    .cases()
                    .find(|(_, c)| c.parent.is_some_and(|(p, id, _)| p == case && id == *child));
                let (flow, node) = parent.and_then(|(_, c)| Some((c.flow, c.parent?.2)))?;
                let node = self.node(case, index(node));
                let told = match end {
                    ChildEnd::Ended { outcome, .. } => {
                        words!("run-child-ended", node = node, outcome = self.end_of(flow, index(*outcome)))
                    }
                    ChildEnd::Cancelled => words!("run-child-cancelled", node = node),
                };
                if happened.refused.is_some() { words!("run-child-refused", what = told) } else { told }
            }
            Input::Cancel { .. } => return None,
        })
    }

    fn end_of(&self, flow: FlowId, node: NodeIndex) -> String {
        let found = self.book.flows.get(flow.index()).and_then(|f| f.graph.node_weight(node));
        found.map_or_else(String::new, |n| n.name.clone())
    }

    /// A timer that fell due.
    pub(crate) fn timer(&self, case: CaseNo, of: TimerFor) -> Words {
        let stage = |stage: usize| {
            let found = self.flow_of(case).and_then(|f| f.stages.get(stage));
            found.map_or_else(String::new, |s| s.name.clone())
        };
        match of {
            TimerFor::Deadline { node, .. } => words!("run-late", node = self.node(case, index(node))),
            TimerFor::Arrow { node, .. } => words!("run-waited", node = self.node(case, index(node))),
            TimerFor::Silence { stage: s, .. } => words!("run-silent", stage = stage(s.index())),
            TimerFor::StageDeadline { stage: s, .. } => words!("run-late-stage", stage = stage(s.index())),
            TimerFor::Rule { rule, .. } => words!("run-late-rule", rule = self.rule(usize::from(rule.0))),
        }
    }

    /// What followed: effects, and places at which nobody works, in the order in which they came.
    fn follows(&self, happened: &Happened) -> Vec<Words> {
        let mut out = Vec::new();
        let mut moves = happened.trace.iter().peekable();
        for (i, effect) in happened.effects.iter().enumerate() {
            while let Some(t) = moves.next_if(|t| t.effects <= i) {
                out.extend(self.came_to(happened.case, t.what));
            }
            out.extend(self.effect(happened, effect));
        }
        out.extend(moves.filter_map(|t| self.came_to(happened.case, t.what)));
        out
    }

    fn came_to(&self, case: CaseNo, what: Move) -> Option<Words> {
        let Move::Begun(node) = what else { return None };
        let flow = self.flow_of(case)?;
        let found = flow.graph.node_weight(index(node))?;
        match found.kind {
            NodeKind::Wait { .. } | NodeKind::Await { .. } => {
                Some(words!("run-waits", node = found.name.clone()))
            }
            _ => None,
        }
    }

    fn effect(&self, happened: &Happened, effect: &Effect) -> Option<Words> {
        let case = happened.case;
        Some(match effect {
            Effect::Say { to: None, message, .. } => {
                words!("run-said", message = self.message(message.index()))
            }
            Effect::Say { to: Some(lane), message, .. } => {
                words!("run-told", lane = self.lane(lane.index()), message = self.message(message.index()))
            }
            Effect::Assign { node, lane: Some(lane), .. } => {
                words!("run-assigned", node = self.node(case, index(*node)), lane = self.lane(lane.index()))
            }
            Effect::Assign { node, lane: None, .. } => {
                words!("run-assigned-to-all", node = self.node(case, index(*node)))
            }
            Effect::Invoke { node, .. } => words!("run-invoked", node = self.node(case, index(*node))),
            Effect::Incident { node, .. } => words!("run-incident", node = self.node(case, index(*node))),
            Effect::Publish { event, .. } => words!("run-published", event = self.event(event.index())),
            Effect::StartChild { child, flow, .. } => {
                let mut young = self.family.cases();
                let node = young.find_map(|(_, c)| {
                    c.parent.filter(|(p, id, _)| *p == case && id == child).map(|(.., node)| node)
                });
                let flow = self.book.flows.get(flow.index()).map_or_else(String::new, |f| f.name.clone());
                let node = node.map_or_else(String::new, |n| self.node(case, index(n)));
                words!("run-started", flow = flow, node = node)
            }
            Effect::Ended { outcome, .. } => words!("run-ended", outcome = self.node(case, index(*outcome))),
            Effect::Cancelled { reason } if reason.is_empty() => words!("run-cancelled"),
            Effect::Cancelled { reason } => words!("run-cancelled-because", why = reason.to_string()),
            Effect::Broken { .. } => {
                // One effect, one rule.
                let one = Happened { effects: vec![effect.clone()], trace: Vec::new(), ..happened.clone() };
                let broken = broken(&one).next()?;
                words!("run-broken", rule = self.rule(broken.rule), how = breach(&broken))
            }
            // The called case tells itself that it was given up.
            Effect::CancelChild { .. } => return None,
            Effect::Withdraw { .. }
            | Effect::Abandon { .. }
            | Effect::Arm { .. }
            | Effect::Wind { .. }
            | Effect::Disarm { .. } => return None,
        })
    }
}

/// How a rule was broken.
pub(crate) fn breach(broken: &Broken) -> Words {
    match broken.how {
        Breach::Early => words!("breach-early"),
        Breach::After => words!("breach-after"),
        Breach::Came => words!("breach-came"),
        Breach::Often => words!("breach-often"),
        Breach::Missing => words!("breach-missing"),
        Breach::Late => words!("breach-late"),
    }
}

/// Why the kernel refused something, as far as a process owner can do something about it.
pub(crate) fn rejected(book: &Book, flow: FlowId, why: &Rejected) -> Words {
    match why {
        Rejected::FactUnknown(fact) => {
            let found = book.flows.get(flow.index()).and_then(|f| f.facts.get(fact.index()));
            words!("refused-unknown", fact = found.map_or_else(String::new, |f| f.field.name.clone()))
        }
        Rejected::NoRowHolds => words!("refused-no-row"),
        Rejected::OutOfRange => words!("refused-range"),
        Rejected::TooManySteps(_) => words!("refused-round"),
        Rejected::EndNotTaken(_) => words!("refused-end"),
        Rejected::CaseOver => words!("refused-over"),
        other => words!("refused-other", why = other.to_string()),
    }
}

#[cfg(test)]
mod tests;
