//! What hosts read of a state.

use super::{State, Status};
use crate::kernel::effect::TimerFor;
use crate::kernel::input::{CallId, ChildEnd, ChildId, NodeIx, TaskId, TimerId};
use crate::kernel::program::{Kind, NodeCode, Program, TriggerCode};
use crate::value::Moment;
use sop_core::model::{ActionId, EventId, LaneId, StageId};

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenView {
    /// Where it stands.
    pub node: NodeIx,
    /// The task that is open there, if a person works on it.
    pub task: Option<TaskId>,
}

/// A task that somebody can do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenTask {
    /// The task.
    pub task: TaskId,
    /// Where.
    pub node: NodeIx,
    /// Whose.
    pub lane: Option<LaneId>,
}

/// An armed timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArmedTimer {
    /// The timer.
    pub timer: TimerId,
    /// When it falls due.
    pub due: Moment,
    /// What for.
    pub of: TimerFor,
}

impl ArmedTimer {
    /// By what timers of one case are taken: by their moments, then those of the flow before the rules' clocks, then by which was
    /// set first. What comes in the very moment in which a rule's time is over is in time; so a deadline as long as the
    /// rule allows keeps the rule.
    pub const fn turn(&self) -> (Moment, bool, TimerId) {
        (self.due, matches!(self.of, TimerFor::Rule { .. }), self.timer)
    }
}

/// A stage that can be resumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interrupted {
    /// The stage.
    pub stage: StageId,
    /// Where it was at work.
    pub nodes: Vec<NodeIx>,
}

/// A started or called case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChildView<'a> {
    /// Its number.
    pub child: ChildId,
    /// The `start` or `call` node.
    pub node: NodeIx,
    /// Somebody waits for its end, or may do so later.
    pub wanted: bool,
    /// How it ended, if that is known and may still be asked for.
    pub end: Option<&'a ChildEnd>,
}

/// An invocation whose result is not yet known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallView {
    /// The invocation.
    pub call: CallId,
    /// Where.
    pub node: NodeIx,
    /// What.
    pub action: ActionId,
    /// It has failed and waits for [`RetryAction`](crate::kernel::Input::RetryAction).
    pub failed: bool,
    /// It belongs to an interrupted stage.
    pub suspended: bool,
}

impl State {
    fn code<'p>(&self, program: &'p Program, node: NodeIx) -> Option<&'p NodeCode> {
        program.node(self.core.flow, node)
    }

    /// Where the case is at work, oldest visit first but for what was brought back by a `resume`.
    pub fn tokens(&self, program: &Program) -> Vec<TokenView> {
        let view = |t: &super::Token| TokenView {
            node: t.node,
            task: self.code(program, t.node).is_some_and(NodeCode::is_task).then_some(TaskId(t.visit)),
        };
        self.core.tokens.iter().map(view).collect()
    }

    /// What somebody can do now, by number.
    pub fn tasks(&self, program: &Program) -> Vec<OpenTask> {
        let view = |t: &super::Token| {
            let code = self.code(program, t.node).filter(|c| c.is_task())?;
            Some(OpenTask { task: TaskId(t.visit), node: t.node, lane: code.lane })
        };
        let mut tasks: Vec<_> = self.core.tokens.iter().filter_map(view).collect();
        tasks.sort_unstable_by_key(|t| t.task);
        tasks
    }

    /// What will happen in time, by number.
    pub fn timers(&self) -> Vec<ArmedTimer> {
        let view = |t: &super::Timer| ArmedTimer { timer: TimerId(t.id), due: t.due, of: t.of };
        let mut timers: Vec<_> = self.core.timers.iter().map(view).collect();
        timers.sort_unstable_by_key(|t| t.timer);
        timers
    }

    /// When a timer falls due; `None`: it is not armed.
    pub fn due(&self, timer: TimerId) -> Option<Moment> {
        self.core.timers.iter().find(|t| t.id == timer.0).map(|t| t.due)
    }

    /// Stages that can be resumed.
    pub fn interrupted(&self) -> Vec<Interrupted> {
        let view = |p: &super::Point| Interrupted {
            stage: p.stage,
            nodes: p.tokens.iter().map(|t| t.node).collect(),
        };
        self.core.rare().points.iter().map(view).collect()
    }

    /// Started and called cases that matter still: those under way, and those whose end may yet be asked for.
    pub fn children(&self) -> impl Iterator<Item = ChildView<'_>> {
        self.core.rare().children.iter().map(|c| ChildView {
            child: ChildId(c.id),
            node: c.node,
            wanted: c.wanted,
            end: c.end.as_ref(),
        })
    }

    /// Invocations whose result is not yet known, by number.
    pub fn calls(&self, program: &Program) -> Vec<CallView> {
        let rare = self.core.rare();
        let view = |t: &super::Token, suspended| match self.code(program, t.node)?.kind {
            Kind::Do { action, .. } => Some(CallView {
                call: CallId(t.visit),
                node: t.node,
                action,
                failed: rare.incidents.contains(&t.visit),
                suspended,
            }),
            _ => None,
        };
        let mut calls: Vec<_> = self.core.tokens.iter().filter_map(|t| view(t, false)).collect();
        for point in &rare.points {
            let open = point.tokens.iter().filter(|t| point.results.iter().all(|(v, _)| *v != t.visit));
            calls.extend(open.filter_map(|t| view(t, true)));
        }
        calls.sort_unstable_by_key(|c| c.call);
        calls
    }

    /// Events that would be accepted now (with data of the right types), by number.
    pub fn expected_events(&self, program: &Program) -> Vec<EventId> {
        let mut events = Vec::new();
        if self.core.status != Status::Open {
            return events;
        }
        for token in &self.core.tokens {
            events.extend(program.listens(self.core.flow, token.node));
        }
        let Some(flow) = program.flows.get(self.core.flow.index()) else { return events };
        let stages = self.core.stages.iter().filter_map(|s| flow.stages.get(s.index()));
        let mut clocks = false;
        for stage in stages {
            clocks |= !stage.clocks.is_empty();
            for interrupt in &stage.interrupts {
                if let TriggerCode::Event(event, _) = interrupt.trigger {
                    events.push(event);
                }
            }
        }
        if clocks {
            let breaking = program.events.iter().zip(0u16..).filter(|(e, _)| e.breaks_silence);
            events.extend(breaking.map(|(_, i)| EventId(i)));
        }
        events.sort_unstable();
        events.dedup();
        events
    }
}

impl NodeCode {
    /// A token can stand here between two inputs.
    pub(crate) fn rests(&self) -> bool {
        matches!(
            self.kind,
            Kind::Step { .. }
                | Kind::Do { .. }
                | Kind::Decide { .. }
                | Kind::Wait
                | Kind::Await { .. }
                | Kind::Call { .. }
        )
    }

    /// A person works here.
    pub(crate) fn is_task(&self) -> bool {
        matches!(self.kind, Kind::Step { .. } | Kind::Decide { .. })
    }
}
