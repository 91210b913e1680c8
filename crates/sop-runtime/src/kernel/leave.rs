//! Leaving: a token done or withdrawn, a stage or a parallel that nobody is in any more, a case that is over.

use super::effect::Effect;
use super::input::{CallId, ChildId, TaskId};
use super::program::Kind;
use super::run::{Run, put};
use super::state::{Child, Point, Token};
use super::timers::is_of_stage;
use super::trace::Way;
use sop_core::model::StageId;

impl Run<'_> {
    /// A token's work is done: it may be moved.
    pub(super) fn done(&mut self, token: Token, way: Way) {
        if self.at_node(token).is_task() {
            put(self.effects, || Effect::Withdraw { task: TaskId(token.visit), done: true });
        }
        self.left(token.node, way);
        self.disarm_token(token.visit);
    }

    /// A token is interrupted for good: its task is withdrawn, nobody waits for its action any more, and its called case is given up.
    /// The token itself stays.
    pub(super) fn interrupt_for_good(&mut self, token: Token) {
        if self.at_node(token).is_task() {
            self.effects.push(Effect::Withdraw { task: TaskId(token.visit), done: false });
        }
        self.disarm_token(token.visit);
        self.abandon(token);
    }

    /// Nobody waits any more for what a token waited for.
    pub(super) fn abandon(&mut self, token: Token) {
        match self.at_node(token).kind {
            Kind::Do { .. } => {
                if let Some(rare) = &mut self.core.rare {
                    rare.incidents.retain(|v| *v != token.visit);
                }
                self.effects.push(Effect::Abandon { call: CallId(token.visit) });
            }
            Kind::Call { .. } => {
                let called = |c: &Child| c.id == token.visit && c.wanted && c.end.is_none();
                if self.core.rare().children.iter().any(called) {
                    self.effects.push(Effect::CancelChild { child: ChildId(token.visit) });
                }
                self.unwanted(token.visit);
            }
            _ => {}
        }
    }

    /// Leaves the stages that don't go on around the target, unless another token stands in them.
    pub(super) fn leave_stages(&mut self, visit: u32, from: &[StageId], to: &[StageId]) {
        for stage in from.iter().rev() {
            let left = !to.contains(stage) && self.core.stages.contains(stage);
            if left && !self.core.tokens.iter().any(|t| t.visit != visit && self.is_inside(*t, *stage)) {
                self.leave_stage(*stage);
            }
        }
    }

    pub(super) fn leave_stage(&mut self, stage: StageId) {
        self.core.stages.retain(|s| *s != stage);
        self.disarm(|t| is_of_stage(t, stage), |_| ());
    }

    /// All that still runs inside a parallel is withdrawn, but for the token that goes on.
    pub(super) fn end_parallel(&mut self, visit: u32, parallel: u16) {
        let flow = self.flow;
        let inside = |t: &Token| flow.nodes[usize::from(t.node.0)].parallels.contains(&parallel);
        // Tokens of branches that have not yet begun still stand at the fork, outside.
        let waiting = |t: &Token| matches!(flow.nodes[usize::from(t.node.0)].kind, Kind::Fork { parallel: p } if p == parallel);
        let mut i = 0;
        while let Some(token) = self.core.tokens.get(i).copied() {
            if token.visit != visit && (inside(&token) || waiting(&token)) {
                self.interrupt_for_good(token);
                self.core.tokens.remove(i);
            } else {
                i += 1;
            }
        }
        for i in (0..self.core.stages.len()).rev() {
            let stage = self.core.stages[i];
            if flow.stages[stage.index()].parallels.contains(&parallel) {
                self.leave_stage(stage);
            }
        }
        self.drop_points(|point| flow.stages[point.stage.index()].parallels.contains(&parallel));
        if let Some(rare) = &mut self.core.rare {
            rare.parallels.retain(|r| !flow.parallels[usize::from(r.parallel)].chain.contains(&parallel));
        }
    }

    /// Forgets where stages were interrupted, and abandons what still ran for them.
    pub(super) fn drop_points(&mut self, which: impl Fn(&Point) -> bool) {
        let Some(rare) = &mut self.core.rare else { return };
        let mut dropped = Vec::new();
        rare.points.retain_mut(|point| {
            let goes = which(point);
            if goes {
                let none = point.tokens.iter().filter(|t| point.results.iter().all(|(v, _)| *v != t.visit));
                dropped.extend(none.copied());
            }
            !goes
        });
        for token in dropped {
            self.abandon(token);
        }
    }

    /// Everything is withdrawn: the case is over. Children that still run are remembered, to take their ends in.
    pub(super) fn close(&mut self) {
        self.moves.clear();
        for i in 0..self.core.tokens.len() {
            let token = self.core.tokens[i];
            if self.at_node(token).is_task() {
                self.effects.push(Effect::Withdraw { task: TaskId(token.visit), done: false });
            }
        }
        self.disarm(|_| true, |_| ());
        for i in 0..self.core.tokens.len() {
            self.abandon(self.core.tokens[i]);
        }
        self.drop_points(|_| true);
        self.core.tokens.clear();
        self.core.stages.clear();
        self.core.marks.clear();
        if let Some(rare) = &mut self.core.rare {
            rare.parallels.clear();
            rare.incidents.clear();
            rare.children.retain(|c| c.end.is_none());
            for child in &mut rare.children {
                child.wanted = false;
            }
        }
    }
}
