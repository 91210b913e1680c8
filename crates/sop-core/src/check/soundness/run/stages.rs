//! Stages at work on a situation: entered, left, interrupted, resumed; and what a parallel takes with it as it ends.

use super::super::plan::{N, P, S};
use super::super::situation::{Child, Interrupted};
use super::{Run, Token};
use crate::model::NodeKind;

impl Run<'_, '_> {
    pub(super) fn leave_stages(&mut self, id: u32, from: &[S], to: &[S]) {
        for stage in from.iter().rev().filter(|s| !to.contains(s)) {
            if !self.tokens.iter().any(|t| t.0 != id && self.plan.is_inside(t.1, *stage)) {
                self.leave_stage(*stage);
            }
        }
    }

    pub(super) fn leave_stage(&mut self, stage: S) {
        self.stages.retain(|s| *s != stage);
        self.told.retain(|t| !(t.0 && t.1 == stage));
    }

    pub(super) fn enter_stages(&mut self, chain: &[S]) {
        for stage in chain {
            if !self.stages.contains(stage) {
                let plan = self.plan;
                self.points.retain(|p| !plan.stages[usize::from(p.stage)].chain.contains(stage));
                self.stages.push(*stage);
                self.told.retain(|t| !(t.0 && t.1 == *stage));
            }
        }
    }

    pub(super) fn end_parallel(&mut self, id: u32, p: P) {
        let plan = self.plan;
        let waiting = |n: N| matches!(plan.kind(n), NodeKind::Fork(q) if q.0 == p);
        self.tokens.retain(|t| t.0 == id || !(plan.node(t.1).parallels.contains(&p) || waiting(t.1)));
        self.stages.retain(|s| !plan.stages[usize::from(*s)].parallels.contains(&p));
        self.points.retain(|point| !plan.stages[usize::from(point.stage)].parallels.contains(&p));
        self.parallels.retain(|r| !plan.parallels[usize::from(r.0)].chain.contains(&p));
    }

    pub(super) fn interrupt_stage(&mut self, stage: S, target: N) {
        let plan = self.plan;
        let inside: Vec<Token> = self.tokens.iter().filter(|t| plan.is_inside(t.1, stage)).copied().collect();
        self.interrupt(stage, &inside, target, true);
    }

    pub(super) fn interrupt(&mut self, stage: S, inside: &[Token], target: N, whole: bool) {
        let plan = self.plan;
        let Some(first) = inside.first().copied() else { return };
        self.points.retain(|p| p.stage != stage);
        let stays = plan.is_inside(target, stage)
            || self.tokens.iter().any(|t| !inside.contains(t) && plan.is_inside(t.1, stage));
        let resumed = plan.stages[usize::from(stage)].resumed;
        let ends = |s: S| {
            let inner = s != stage && plan.stages[usize::from(s)].chain.contains(&stage);
            (inner && whole) || (s == stage && !stays)
        };
        let mut ended: Vec<S> = self.stages.iter().copied().filter(|s| ends(*s)).collect();
        for s in &ended {
            self.leave_stage(*s);
        }
        ended.sort_unstable();
        let mut running = Vec::new();
        if whole {
            self.parallels.retain(|r| {
                let goes = plan.parallels[usize::from(r.0)].stages.contains(&stage);
                if goes {
                    running.push(*r);
                }
                !goes
            });
            running.sort_unstable();
        }
        self.tokens.retain(|t| !inside.contains(t));
        if resumed {
            let mut tokens: Vec<N> = inside.iter().map(|t| t.1).collect();
            tokens.sort_unstable();
            self.points.push(Interrupted { stage, whole, tokens, stages: ended, parallels: running });
        }
        let id = self.draw();
        self.tokens.push((id, first.1));
        self.moves.push((id, target));
    }

    pub(super) fn resume(&mut self, here: Token, stage: S) {
        let plan = self.plan;
        let Some(found) = self.points.iter().position(|p| p.stage == stage) else {
            self.moves.push((here.0, plan.stages[usize::from(stage)].first));
            return;
        };
        let point = self.points.remove(found);
        if point.whole {
            self.tokens.retain(|t| t.0 == here.0 || !plan.is_inside(t.1, stage));
            self.stages.retain(|s| *s == stage || !plan.stages[usize::from(*s)].chain.contains(&stage));
            self.parallels.retain(|r| !plan.parallels[usize::from(r.0)].stages.contains(&stage));
        }
        let chain = &plan.stages[usize::from(stage)].chain;
        self.leave_stages(here.0, &plan.node(here.1).stages, chain);
        self.tokens.retain(|t| t.0 != here.0);
        let outer = chain.split_last().map_or(&[][..], |(_, outer)| outer);
        self.enter_stages(outer);
        if !self.stages.contains(&stage) {
            if point.stages.contains(&stage) {
                self.stages.push(stage);
            } else {
                self.enter_stages(chain);
            }
        }
        for inner in &point.stages {
            if !self.stages.contains(inner) {
                self.stages.push(*inner);
            }
        }
        self.parallels.extend(&point.parallels);
        let before = self.moves.len();
        for n in &point.tokens {
            self.enter_stages(&plan.node(*n).stages);
            let here = (self.draw(), *n);
            self.tokens.push(here);
            if let NodeKind::Await { start, .. } = plan.kind(*n) {
                let known = self.children.iter().find(|(s, _)| usize::from(*s) == start.index()).copied();
                if let Some((_, child)) = known.filter(|(_, c)| *c != Child::Running) {
                    // Its end came while the stage was interrupted.
                    let _ = self.take_end(here, child);
                }
            }
        }
        self.moves[before..].reverse();
    }
}
