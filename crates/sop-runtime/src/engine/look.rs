//! From the kernel's numbers to views: the one place where names are looked up.

use super::edition::{Edition, out_edges};
use super::fields::{named, record};
use super::views::{
    AnswerView, CallInfo, ChildCase, FactView, FieldView, InputView, InterruptedView, PlaceView, Task,
    TaskKind,
};
use super::words;
use crate::host::effect_view::{EffectView, TimerKind, TimerView};
use crate::host::record::Record;
use crate::host::store::{CaseId, CaseRow, EditionId};
use crate::kernel::{ArmedTimer, Effect, NodeIx, OpenTask, State, TimerFor, TimerId};
use crate::kernel::{CallId, ChildEnd, ChildId, Input, TaskId};
use crate::value::{Moment, Value};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use sop_core::model::{Deadline, FactId, Field, Flow, FlowId, Late, NodeKind};
use std::collections::BTreeMap;

/// How many of the last words a view of a case holds.
pub const SAID_MAX: usize = 10;

impl Edition {
    /// Facts that a flow gives, as fields.
    fn gives(flow: &Flow) -> Vec<&Field> {
        flow.gives.iter().filter_map(|f| flow.facts.get(f.index())).map(|f| &f.field).collect()
    }

    fn given(flow: Option<&Flow>, values: &[Option<Value>]) -> Record {
        let Some(flow) = flow else { return Record::new() };
        let known = Self::gives(flow).into_iter().zip(values);
        known.filter_map(|(f, v)| Some((f.name.clone(), named(v.as_ref()?, &f.ty)))).collect()
    }

    /// An effect of a case of that flow.
    pub(crate) fn effect_view(&self, flow: FlowId, effect: &Effect) -> EffectView {
        let name = |node: NodeIx| self.node_name(flow, node);
        match effect {
            Effect::Say { node, to, message, args } => {
                let found = self.book.messages.get(message.index());
                EffectView::Say {
                    node: node.map(name),
                    to: to.map(|lane| self.lane_name(lane)),
                    message: found.map_or_else(|| message.0.to_string(), |m| m.name.clone()),
                    texts: found.map_or_else(BTreeMap::new, |m| {
                        words::texts(&self.book, m, args).map(|(l, t)| (l.to_owned(), t)).collect()
                    }),
                    args: found.map_or_else(Record::new, |m| record(&m.takes, args)),
                }
            }
            Effect::Assign { task, node, lane } => EffectView::Assign {
                task: *task,
                node: name(*node),
                label: self.node(flow, *node).map_or_else(String::new, |n| n.label.clone()),
                lane: lane.map(|lane| self.lane_name(lane)),
            },
            Effect::Withdraw { task, done } => EffectView::Withdraw { task: *task, done: *done },
            Effect::Invoke { call, node, action, args } => EffectView::Invoke {
                call: *call,
                node: name(*node),
                action: self.action_name(*action),
                input: self
                    .book
                    .actions
                    .get(action.index())
                    .map_or_else(Record::new, |a| record(&a.takes, args)),
            },
            Effect::Abandon { call } => EffectView::Abandon { call: *call },
            Effect::Incident { call, node, error } => {
                EffectView::Incident { call: *call, node: name(*node), error: error.to_string() }
            }
            Effect::Arm { timer, due, of } | Effect::Wind { timer, due, of } => {
                let armed = ArmedTimer { timer: *timer, due: *due, of: *of };
                EffectView::Arm { timer: self.timer_view(flow, &armed) }
            }
            Effect::Disarm { timer } => EffectView::Disarm { timer: *timer },
            Effect::Publish { event, data } => {
                let found = self.book.events.get(event.index());
                EffectView::Publish {
                    event: found.map_or_else(|| event.0.to_string(), |e| e.name.clone()),
                    data: found.map_or_else(Record::new, |e| record(&e.carries, data)),
                }
            }
            Effect::StartChild { child, flow, args } => {
                let found = self.flow(*flow);
                EffectView::StartChild {
                    child: *child,
                    flow: found.map_or_else(|| flow.0.to_string(), |f| f.name.clone()),
                    args: found.map_or_else(Record::new, |f| record(Self::takes(f), args)),
                }
            }
            Effect::Ended { outcome, gives } => EffectView::Ended {
                outcome: name(*outcome),
                label: self.node(flow, *outcome).map_or_else(String::new, |n| n.label.clone()),
                gives: Self::given(self.flow(flow), gives),
            },
            Effect::Cancelled { reason } => EffectView::Cancelled { reason: reason.to_string() },
            Effect::CancelChild { child } => EffectView::CancelChild { child: *child },
            Effect::Broken { rule, how, node } => {
                let (rule, label) = self.rule(*rule);
                EffectView::Broken { rule, label, how: *how, node: node.map(name) }
            }
        }
    }

    /// What a timer is for.
    pub(crate) fn timer_view(&self, flow: FlowId, armed: &ArmedTimer) -> TimerView {
        let mut view = TimerView {
            timer: armed.timer,
            due: armed.due,
            kind: TimerKind::Deadline,
            of: String::new(),
            label: String::new(),
            to: None,
            tells: None,
        };
        let Some(flow) = self.flow(flow) else { return view };
        let at = |node: NodeIndex| flow.graph.node_weight(node).map(|n| n.name.clone());
        let late = |view: &mut TimerView, deadline: Option<&Deadline>| match deadline.map(|d| &d.late) {
            Some(Late::GoTo(node)) => view.to = at(*node),
            Some(Late::Tell(lane, _)) => view.tells = Some(self.lane_name(*lane)),
            None => {}
        };
        let (node, stage) = match armed.of {
            TimerFor::Deadline { node, .. } | TimerFor::Arrow { node, .. } => (Some(node), None),
            TimerFor::Silence { stage, .. } | TimerFor::StageDeadline { stage, .. } => (None, Some(stage)),
            TimerFor::Rule { .. } => (None, None),
        };
        let node = node.and_then(|n| Some((n, flow.graph.node_weight(super::edition::index(n))?)));
        let stage = stage.and_then(|s| flow.stages.get(s.index()));
        if let Some((_, node)) = node {
            (view.of, view.label) = (node.name.clone(), node.label.clone());
        }
        if let Some(stage) = stage {
            (view.of, view.label) = (stage.name.clone(), stage.label.clone());
        }
        match armed.of {
            TimerFor::Deadline { index, .. } => {
                late(&mut view, node.and_then(|(_, n)| n.deadlines.get(usize::from(index))));
            }
            TimerFor::Arrow { node, index } => {
                view.kind = TimerKind::After;
                view.to = out_edges(flow, node).get(usize::from(index)).and_then(|e| at(e.target()));
            }
            TimerFor::Silence { index, .. } => {
                view.kind = TimerKind::Silence;
                view.to = stage.and_then(|s| s.interrupts.get(usize::from(index))).and_then(|i| at(i.target));
            }
            TimerFor::Rule { rule, .. } => {
                view.kind = TimerKind::Rule;
                (view.of, view.label) = self.rule(rule);
            }
            TimerFor::StageDeadline { index, .. } => {
                view.kind = TimerKind::StageDeadline;
                late(&mut view, stage.and_then(|s| s.deadlines.get(usize::from(index))));
            }
        }
        view
    }

    /// Armed timers, the next first.
    pub(crate) fn timer_views(&self, flow: FlowId, state: &State) -> Vec<TimerView> {
        let mut timers = state.timers();
        timers.sort_unstable_by_key(|t| (t.due, t.timer));
        timers.iter().map(|t| self.timer_view(flow, t)).collect()
    }

    /// A task; `None` if the state isn't of this edition.
    pub(crate) fn task(&self, case: CaseId, state: &State, open: &OpenTask) -> Option<Task> {
        let id = state.flow()?;
        let flow = self.flow(id)?;
        let node = self.node(id, open.node)?;
        let kind = match &node.kind {
            NodeKind::Step { fills, .. } => {
                TaskKind::Step { fill: fills.iter().filter_map(|f| Self::field_view(flow, *f)).collect() }
            }
            NodeKind::Decide { .. } => {
                let answers = Self::answers(flow, open.node).into_iter();
                TaskKind::Decide {
                    answers: answers.map(|(name, label)| AnswerView { name, label }).collect(),
                }
            }
            _ => return None,
        };
        let mut timers = state.timers();
        timers.retain(|t| matches!(t.of, TimerFor::Deadline { node, .. } if node == open.node));
        timers.sort_unstable_by_key(|t| (t.due, t.timer));
        Some(Task {
            case,
            task: open.task,
            flow: flow.name.clone(),
            node: node.name.clone(),
            label: node.label.clone(),
            lane: open.lane.map(|l| self.lane_name(l)),
            kind,
            deadlines: timers.iter().map(|t| self.timer_view(id, t)).collect(),
        })
    }

    fn field_view(flow: &Flow, fact: FactId) -> Option<FieldView> {
        let field = &flow.facts.get(fact.index())?.field;
        Some(FieldView { name: field.name.clone(), words: field.ty.source(), ty: field.ty.clone() })
    }

    pub(crate) fn tasks(&self, case: CaseId, state: &State) -> Vec<Task> {
        state.tasks(&self.program).iter().filter_map(|t| self.task(case, state, t)).collect()
    }

    pub(crate) fn place(&self, flow: FlowId, node: NodeIx) -> PlaceView {
        let label = self.node(flow, node).map_or_else(String::new, |n| n.label.clone());
        PlaceView { name: self.node_name(flow, node), label }
    }

    fn stage_place(flow: &Flow, stage: usize) -> PlaceView {
        let found = flow.stages.get(stage);
        PlaceView {
            name: found.map_or_else(|| stage.to_string(), |s| s.name.clone()),
            label: found.map_or_else(String::new, |s| s.label.clone()),
        }
    }

    pub(crate) fn stages(flow: &Flow, state: &State) -> Vec<PlaceView> {
        state.active_stages().iter().map(|s| Self::stage_place(flow, s.index())).collect()
    }

    pub(crate) fn interrupted(&self, id: FlowId, flow: &Flow, state: &State) -> Vec<InterruptedView> {
        let view = |p: crate::kernel::Interrupted| InterruptedView {
            stage: Self::stage_place(flow, p.stage.index()),
            nodes: p.nodes.iter().map(|n| self.node_name(id, *n)).collect(),
        };
        state.interrupted().into_iter().map(view).collect()
    }

    pub(crate) fn facts(&self, flow: &Flow, state: &State) -> Vec<FactView> {
        let fact = |(fact, value): (&sop_core::model::Fact, &Option<Value>)| {
            let ty = &fact.field.ty;
            FactView {
                name: fact.field.name.clone(),
                words: ty.source(),
                value: value.as_ref().map(|v| named(v, ty)),
                shown: value
                    .as_ref()
                    .map_or_else(String::new, |v| words::value(v, ty, &self.book.zone, "id")),
            }
        };
        flow.facts.iter().zip(state.facts()).map(fact).collect()
    }

    /// Children that the store knows, with what the state says of them.
    pub(crate) fn children(state: &State, rows: Vec<CaseRow>) -> Vec<ChildCase> {
        let wanted: BTreeMap<ChildId, bool> = state.children().map(|c| (c.child, c.wanted)).collect();
        let view = |row: CaseRow| {
            let (_, child) = row.parent?;
            let wanted = wanted.get(&child).copied().unwrap_or(false);
            Some(ChildCase { child, case: row.id, flow: row.flow, status: row.status, wanted })
        };
        rows.into_iter().filter_map(view).collect()
    }

    /// Invocations under way; `errors` are what the journal says of the failed ones.
    pub(crate) fn calls(
        &self,
        id: FlowId,
        state: &State,
        errors: &BTreeMap<CallId, String>,
    ) -> Vec<CallInfo> {
        let view = |c: crate::kernel::CallView| CallInfo {
            call: c.call,
            node: self.node_name(id, c.node),
            action: self.action_name(c.action),
            incident: c.failed.then(|| errors.get(&c.call).cloned().unwrap_or_default()),
            suspended: c.suspended,
        };
        state.calls(&self.program).into_iter().map(view).collect()
    }

    pub(crate) fn expects(&self, state: &State) -> Vec<String> {
        let events = state.expected_events(&self.program).into_iter();
        events.filter_map(|e| self.book.events.get(e.index())).map(|e| e.name.clone()).collect()
    }
}

/// An edition's fingerprint, for people and programs.
pub(crate) fn hexadecimal(edition: EditionId) -> String {
    let digits = edition.0.iter().flat_map(|b| [b >> 4, b & 15]);
    digits.filter_map(|d| char::from_digit(u32::from(d), 16)).collect()
}

/// What a journal's earlier effects say about the numbers in its later inputs.
#[derive(Default)]
pub(crate) struct Memory {
    tasks: BTreeMap<TaskId, NodeIx>,
    timers: BTreeMap<TimerId, (Moment, TimerFor)>,
    calls: BTreeMap<CallId, sop_core::model::ActionId>,
    children: BTreeMap<ChildId, FlowId>,
}

impl Memory {
    /// After a move: the numbers of nodes, actions and flows are those of another edition.
    pub(crate) fn of(edition: &Edition, state: &State) -> Self {
        let program = &edition.program;
        let started = |node: NodeIx| match edition.node(state.flow()?, node).map(|n| &n.kind) {
            Some(NodeKind::Start { flow, .. } | NodeKind::Call { flow, .. }) => Some(*flow),
            _ => None,
        };
        Self {
            tasks: state.tasks(program).iter().map(|t| (t.task, t.node)).collect(),
            timers: state.timers().iter().map(|t| (t.timer, (t.due, t.of))).collect(),
            calls: state.calls(program).iter().map(|c| (c.call, c.action)).collect(),
            children: state.children().filter_map(|c| Some((c.child, started(c.node)?))).collect(),
        }
    }

    pub(crate) fn learn(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Assign { task, node, .. } => {
                    self.tasks.insert(*task, *node);
                }
                Effect::Arm { timer, due, of } | Effect::Wind { timer, due, of } => {
                    self.timers.insert(*timer, (*due, *of));
                }
                Effect::Invoke { call, action, .. } => {
                    self.calls.insert(*call, *action);
                }
                Effect::StartChild { child, flow, .. } => {
                    self.children.insert(*child, *flow);
                }
                _ => {}
            }
        }
    }

    /// An input of a case of that flow, after all earlier effects were learnt.
    pub(crate) fn input_view(&self, edition: &Edition, id: FlowId, input: &Input) -> InputView {
        let node_of = |task: &TaskId| self.tasks.get(task).copied();
        let node = |task: &TaskId| node_of(task).map_or_else(String::new, |n| edition.node_name(id, n));
        let action = |call: &CallId| self.calls.get(call).and_then(|a| edition.book.actions.get(a.index()));
        let action_name = |call: &CallId| action(call).map_or_else(String::new, |a| a.name.clone());
        let flow = edition.flow(id);
        match input {
            Input::Start { flow, args } => {
                let found = edition.flow(*flow);
                InputView::Start {
                    flow: found.map_or_else(String::new, |f| f.name.clone()),
                    args: found.map_or_else(Record::new, |f| record(Edition::takes(f), args)),
                }
            }
            Input::Complete { task, filled } => {
                let fact = |(fact, value): &(FactId, Value)| {
                    let field = &flow?.facts.get(fact.index())?.field;
                    Some((field.name.clone(), named(value, &field.ty)))
                };
                InputView::Complete {
                    task: *task,
                    node: node(task),
                    filled: filled.iter().filter_map(fact).collect(),
                }
            }
            Input::Answer { task, answer } => {
                let answers =
                    flow.zip(node_of(task)).map(|(f, n)| Edition::answers(f, n)).unwrap_or_default();
                let name = answers.into_iter().nth(usize::from(*answer)).map(|(name, _)| name);
                InputView::Answer {
                    task: *task,
                    node: node(task),
                    answer: name.unwrap_or_else(|| answer.to_string()),
                }
            }
            Input::Event { event, data } => {
                let found = edition.book.events.get(event.index());
                InputView::Event {
                    event: found.map_or_else(String::new, |e| e.name.clone()),
                    data: found.map_or_else(Record::new, |e| record(&e.carries, data)),
                }
            }
            Input::TimerFired { timer } => InputView::TimerFired {
                timer: *timer,
                meaning: self.timers.get(timer).map(|(due, of)| {
                    edition.timer_view(id, &ArmedTimer { timer: *timer, due: *due, of: *of })
                }),
            },
            Input::ActionDone { call, output } => InputView::ActionDone {
                call: *call,
                action: action_name(call),
                output: action(call).map_or_else(Record::new, |a| record(&a.gives, output)),
            },
            Input::ActionFailed { call, error } => {
                InputView::ActionFailed { call: *call, action: action_name(call), error: error.to_string() }
            }
            Input::RetryAction { call } => InputView::RetryAction { call: *call },
            Input::ChildEnded { child, end } => {
                let child_flow = self.children.get(child).copied();
                let found = child_flow.and_then(|f| edition.flow(f));
                let (outcome, gives) = match end {
                    ChildEnd::Ended { outcome, gives } => {
                        let name = child_flow.map(|f| edition.node_name(f, *outcome));
                        (Some(name.unwrap_or_default()), Edition::given(found, gives))
                    }
                    ChildEnd::Cancelled => (None, Record::new()),
                };
                InputView::ChildEnded {
                    child: *child,
                    flow: found.map_or_else(String::new, |f| f.name.clone()),
                    outcome,
                    gives,
                }
            }
            Input::Cancel { reason } => InputView::Cancel { reason: reason.to_string() },
            Input::Moved { from, to } => InputView::Moved { from: hexadecimal(*from), to: hexadecimal(*to) },
        }
    }
}
