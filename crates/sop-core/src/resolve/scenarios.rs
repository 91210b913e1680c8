//! Scenarios: names, types, and that nothing is left out. Whether its acts fit is found by running it.

use super::Resolver;
use super::expr::{Scope, ScopeOf};
use super::names::Kind;
use super::rules::{answers, node, renamed};
use crate::diagnostic::{Code, Finding, Words, names};
use crate::model::{
    Act, ActKind, EventId, Expectation, FactId, Field, FlowId, LaneId, Literal, MessageId, NodeKind,
    Scenario, SettingId, TableId, Type,
};
use crate::source::Span;
use crate::syntax::recover::nearest;
use crate::syntax::tree::{ActItem, ActItemKind, DayTime, Given, Name, ScenarioItem};
use crate::words;
use chrono::{NaiveDateTime, NaiveTime};
use petgraph::graph::NodeIndex;

/// What a case is started with, and what the operator has set.
type Beginning = (Vec<(FactId, Literal)>, Vec<(SettingId, Literal)>);

impl Resolver<'_> {
    pub(super) fn scenario(&mut self, s: &ScenarioItem) {
        let flow = s.flow.as_ref().and_then(|f| self.look_up(Kind::Flow, f)).map(FlowId);
        let grounds = self.grounds(&s.grounds, None);
        // What is missing was reported when the text was read.
        let (Some(flow), Some(start)) = (flow, &s.start) else { return };
        if self.book.flows.get(flow.index()).is_none() {
            return;
        }
        let (takes, settings) = self.beginning(s, flow);
        let acts = self.acts(&s.acts, flow, true);
        self.book.scenarios.push(Scenario {
            name: s.name.owned(),
            label: s.label.as_ref().map(|l| l.value.clone()).unwrap_or_default(),
            flow,
            start: moment(start.value),
            takes,
            settings,
            acts,
            grounds,
            notes: s.notes.iter().map(|n| n.value.clone()).collect(),
            at: s.at,
        });
    }

    /// What the case is started with, and what the operator has set.
    fn beginning(&mut self, s: &ScenarioItem, flow: FlowId) -> Beginning {
        let Some(signature) = self.flows.get(flow.index()) else { return Default::default() };
        let fields = signature.takes().to_vec();
        let (mut takes, mut settings) = Beginning::default();
        let given =
            s.acts.iter().filter_map(|a| if let ActItemKind::With(g) = &a.kind { Some(g) } else { None });
        for given in given.flatten() {
            if let Some(i) = fields.iter().position(|f| f.name == given.name.value) {
                let value = self.literal(&given.value, &fields[i].ty);
                let (Some(value), Ok(i)) = (value, u16::try_from(i)) else { continue };
                if takes.iter().any(|(f, _)| f.0 == i) {
                    self.given_twice(&given.name);
                } else {
                    takes.push((FactId(i), value));
                }
            } else if self.peek(Kind::Setting, &given.name.value, given.name.at.file).is_some() {
                let Some(id) = self.look_up(Kind::Setting, &given.name).map(SettingId) else { continue };
                let Some(ty) = self.book.settings.get(id.index()).map(|s| s.ty.clone()) else { continue };
                let Some(value) = self.literal(&given.value, &ty) else { continue };
                if settings.iter().any(|(s, _)| *s == id) {
                    self.given_twice(&given.name);
                } else {
                    settings.push((id, value));
                }
            } else {
                let known = fields.iter().map(|f| f.name.clone());
                let known: Vec<String> =
                    known.chain(self.book.settings.iter().map(|s| s.name.clone())).collect();
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let message = words!("given-not-taken", name = &given.name.value);
                self.not_given(&given.name, message, &known);
            }
        }
        let missing = fields.iter().enumerate().filter(|(i, _)| takes.iter().all(|(f, _)| f.index() != *i));
        let missing: Vec<&str> = missing.map(|(_, f)| f.name.as_str()).collect();
        let flow = self.book.flows.get(flow.index()).map(|f| f.name.clone()).unwrap_or_default();
        self.want_all(s.at, &flow, &missing);
        takes.sort_by_key(|(f, _)| *f);
        settings.sort_by_key(|(s, _)| *s);
        (takes, settings)
    }

    fn given_twice(&mut self, name: &Name) {
        self.say(
            Finding::new(Code::GivenTwice, name.at, words!("given-twice", what = &name.value))
                .here(words!("given-twice.here"))
                .mend(words!("given-twice.mend")),
        );
    }

    fn not_given(&mut self, name: &Name, message: Words, known: &[&str]) {
        if self.names.is_lost(&name.value) || self.is_full() {
            return;
        }
        let mend = match (nearest(&name.value, known.iter().copied()), known.is_empty()) {
            (Some(near), _) => words!("did-you-mean", near = near),
            (None, true) => words!("given-not-taken.mend"),
            (None, false) => words!("use-one-of", names = names(known.iter().copied())),
        };
        self.say(Finding::new(Code::UnknownName, name.at, message).here(words!("not-known-here")).mend(mend));
    }

    fn want_all(&mut self, at: Span, of: &str, missing: &[&str]) {
        if !missing.is_empty() {
            self.say(
                Finding::new(
                    Code::WrongArguments,
                    at,
                    words!("values-missing", of = of, names = names(missing.iter().copied())),
                )
                .here(words!("values-missing.here"))
                .mend(words!("values-missing.mend", example = format!("{} …", missing.join(" …, ")))),
            );
        }
    }

    /// Values for all of these fields, in their order.
    fn values(&mut self, given: &[Given], fields: &[Field], at: Span, what: &str) -> Option<Vec<Literal>> {
        let mut values: Vec<Option<Literal>> = vec![None; fields.len()];
        let mut good = true;
        for given in given {
            let Some(i) = fields.iter().position(|f| f.name == given.name.value) else {
                let known: Vec<&str> = fields.iter().map(|f| f.name.as_str()).collect();
                let message = words!("given-not-carried", name = &given.name.value, by = what);
                self.not_given(&given.name, message, &known);
                good = false;
                continue;
            };
            if values[i].is_some() {
                self.given_twice(&given.name);
            }
            values[i] = self.literal(&given.value, &fields[i].ty);
            good &= values[i].is_some();
        }
        if good {
            let missing = fields.iter().zip(&values).filter(|(_, v)| v.is_none());
            let missing: Vec<&str> = missing.map(|(f, _)| f.name.as_str()).collect();
            self.want_all(at, what, &missing);
        }
        values.into_iter().collect()
    }

    fn acts(&mut self, items: &[ActItem], flow: FlowId, top: bool) -> Vec<Act> {
        let mut out = Vec::new();
        let mut begun = false;
        for item in items {
            if let ActItemKind::With(_) = item.kind {
                if begun || !top {
                    self.say(
                        Finding::new(Code::MisplacedClause, item.at, words!("with-too-late"))
                            .here(words!("with-too-late.here"))
                            .mend(words!("with-too-late.mend")),
                    );
                }
                continue;
            }
            begun = true;
            out.extend(self.act(item, flow).map(|kind| Act { kind, at: item.at }));
        }
        out
    }

    fn act(&mut self, item: &ActItem, flow: FlowId) -> Option<ActKind> {
        Some(match &item.kind {
            ActItemKind::With(_) => return None,
            ActItemKind::Do(name, given) => {
                let node = self.place(name, flow)?;
                let f = self.book.flows.get(flow.index())?;
                let NodeKind::Step { fills, .. } = &f.graph[node].kind else {
                    self.misfit(name, node, flow);
                    return None;
                };
                let fills = fills.clone();
                let fields: Vec<Field> =
                    fills.iter().filter_map(|i| Some(f.facts.get(i.index())?.field.clone())).collect();
                let values = self.values(given, &fields, item.at, &name.value)?;
                ActKind::Do { node, fills: fills.into_iter().zip(values).collect() }
            }
            ActItemKind::Answer(name, answer) => {
                let node = self.place(name, flow)?;
                let f = self.book.flows.get(flow.index())?;
                if !matches!(f.graph[node].kind, NodeKind::Decide { .. }) {
                    self.misfit(name, node, flow);
                    return None;
                }
                if !answers(f, node).any(|a| a == answer.value) {
                    let known: Vec<String> = answers(f, node).map(str::to_owned).collect();
                    let message = words!("scenario-answer", answer = &answer.value, node = &name.value);
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    self.not_given(answer, message, &known);
                    return None;
                }
                ActKind::Answer { node, answer: answer.owned() }
            }
            ActItemKind::On(name, given) => {
                let event = EventId(self.look_up(Kind::Event, name)?);
                let fields = self.book.events.get(event.index())?.carries.clone();
                ActKind::Event { event, data: self.values(given, &fields, item.at, &name.value)? }
            }
            ActItemKind::Done(name, given) => {
                let (node, action) = self.action_at(name, flow)?;
                let fields = self.book.actions.get(action)?.gives.clone();
                ActKind::Done { node, gives: self.values(given, &fields, item.at, &name.value)? }
            }
            ActItemKind::Failed(name, why) => {
                let (node, _) = self.action_at(name, flow)?;
                ActKind::Failed { node, why: why.as_ref().map(|w| w.value.clone()).unwrap_or_default() }
            }
            ActItemKind::Advance(ms) => ActKind::Advance(ms.value),
            ActItemKind::AdvanceTo(to) => ActKind::Until(moment(to.value)),
            ActItemKind::Cancel(why) => {
                ActKind::Cancel(why.as_ref().map(|w| w.value.clone()).unwrap_or_default())
            }
            ActItemKind::In(name, items) => {
                let node = self.place(name, flow)?;
                let inner = match &self.book.flows.get(flow.index())?.graph[node].kind {
                    NodeKind::Start { flow, .. } | NodeKind::Call { flow, .. } => *flow,
                    _ => {
                        self.misfit(name, node, flow);
                        return None;
                    }
                };
                ActKind::Inside { node, flow: inner, acts: self.acts(items, inner, false) }
            }
            _ => ActKind::Expect(self.expectation(item, flow)?),
        })
    }

    fn expectation(&mut self, item: &ActItem, flow: FlowId) -> Option<Expectation> {
        Some(match &item.kind {
            ActItemKind::ExpectSay(name, no) => {
                let table = self.peek(Kind::Message, &name.value, name.at.file).is_none();
                let table = table.then(|| self.peek(Kind::Table, &name.value, name.at.file)).flatten();
                let messages = match table {
                    Some(table) => self.messages_of(TableId(table)),
                    None => vec![MessageId(self.look_up(Kind::Message, name)?)],
                };
                Expectation::Say { messages, no: *no }
            }
            ActItemKind::ExpectTell(lane, message) => {
                let lane = self.look_up(Kind::Lane, lane).map(LaneId);
                let message = self.look_up(Kind::Message, message).map(MessageId);
                Expectation::Tell { lane: lane?, message: message? }
            }
            ActItemKind::ExpectPublish(name) => {
                Expectation::Publish(EventId(self.look_up(Kind::Event, name)?))
            }
            ActItemKind::ExpectAt(name, not) => Expectation::At { node: self.place(name, flow)?, not: *not },
            ActItemKind::ExpectHolds(expr) => {
                let facts = self.flows.get(flow.index())?.facts.clone();
                let scope = Scope { facts: &facts, file: expr.at.file, of: ScopeOf::Flow };
                Expectation::Holds(self.expr(expr, scope, &Type::YesNo)?)
            }
            ActItemKind::ExpectEnded(name) => {
                let node = self.place(name, flow)?;
                if !matches!(self.book.flows.get(flow.index())?.graph[node].kind, NodeKind::End) {
                    self.misfit(name, node, flow);
                    return None;
                }
                Expectation::Ended(node)
            }
            ActItemKind::ExpectOpen => Expectation::Open,
            ActItemKind::ExpectCancelled => Expectation::Cancelled,
            ActItemKind::ExpectBroken(name) => {
                Expectation::Broken(usize::from(self.look_up(Kind::Rule, name)?))
            }
            _ => return None,
        })
    }

    /// A node of the flow by its name.
    fn place(&mut self, name: &Name, flow: FlowId) -> Option<NodeIndex> {
        let f = self.book.flows.get(flow.index())?;
        if let Some(found) = node(f, &name.value) {
            return Some(found);
        }
        if self.is_full() {
            return None;
        }
        let known = f.graph.node_weights().map(|n| n.name.as_str());
        let near = renamed(f, &name.value).or_else(|| nearest(&name.value, known)).map(str::to_owned);
        let message = words!("scenario-step", name = &name.value, flow = &f.name);
        if let Some(near) = near {
            if !self.names.is_lost(&name.value) {
                self.say(
                    Finding::new(Code::UnknownName, name.at, message)
                        .here(words!("not-known-here"))
                        .mend(words!("did-you-mean", near = near)),
                );
            }
        } else if !self.names.is_lost(&name.value) {
            self.say(
                Finding::new(Code::UnknownName, name.at, message)
                    .here(words!("scenario-step.here"))
                    .mend(words!("scenario-step.mend")),
            );
        }
        None
    }

    fn action_at(&mut self, name: &Name, flow: FlowId) -> Option<(NodeIndex, usize)> {
        let node = self.place(name, flow)?;
        match &self.book.flows.get(flow.index())?.graph[node].kind {
            NodeKind::Do { action, .. } => Some((node, action.index())),
            _ => {
                self.misfit(name, node, flow);
                None
            }
        }
    }

    /// The node is there, but of another kind than the act needs.
    fn misfit(&mut self, name: &Name, node: NodeIndex, flow: FlowId) {
        let Some(f) = self.book.flows.get(flow.index()) else { return };
        let n = &f.graph[node];
        let node = &n.name;
        let (what, mend) = match n.kind {
            NodeKind::Step { .. } => (words!("misfit-step"), words!("misfit-step.mend", node = node)),
            NodeKind::Decide { .. } => (words!("misfit-decide"), words!("misfit-decide.mend", node = node)),
            NodeKind::Do { .. } => (words!("misfit-do"), words!("misfit-do.mend", node = node)),
            NodeKind::Wait { .. } => (words!("misfit-wait"), words!("misfit-wait.mend")),
            NodeKind::Start { .. } | NodeKind::Call { .. } => {
                (words!("misfit-case"), words!("misfit-case.mend", node = node))
            }
            NodeKind::Await { .. } => (words!("misfit-await"), words!("misfit-await.mend")),
            NodeKind::End => (words!("misfit-end"), words!("misfit-end.mend", node = node)),
            NodeKind::Choose | NodeKind::Fork(_) | NodeKind::Join(_) | NodeKind::Resume(_) => {
                (words!("misfit-passed"), words!("misfit-passed.mend"))
            }
        };
        let message = words!("misfit", node = &name.value, what = what);
        let finding = Finding::new(Code::MisfitAct, name.at, message)
            .here(words!("misfit.here"))
            .label(n.at, words!("misfit.declared"))
            .mend(mend);
        self.say(finding);
    }
}

/// A day and a time of day; 24:00 is the next day's midnight.
fn moment((date, ms): DayTime) -> NaiveDateTime {
    let day = super::document::date(date);
    let ms = i64::from(ms.min(86_400_000));
    day.and_time(NaiveTime::MIN) + chrono::TimeDelta::milliseconds(ms)
}
