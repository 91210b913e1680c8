//! Interrupting a stage or a node, and going back to where it was.
//!
//! What an interruption remembers - the *resume point* - is the tokens, the moments at which their timers fall due, the
//! stages and parallels inside. It is used up by a resume, replaced by the stage's next interruption, and dropped when the
//! stage is entered anew. A stage that no arrow resumes remembers nothing.

use super::effect::{Effect, TimerFor};
use super::input::{CallId, TaskId};
use super::program::Kind;
use super::reject::Rejected;
use super::run::{NEW, Run};
use super::state::{CallResult, Point, Timer, Token};
use super::timers::is_of_stage;
use super::trace::Way;
use smallvec::SmallVec;
use sop_core::model::StageId;

impl Run<'_> {
    /// Interrupts a whole stage: everything in it stops, and one token goes to the target.
    pub(super) fn interrupt_stage(&mut self, stage: StageId, target: u16) {
        let inside: SmallVec<[Token; 4]> =
            self.core.tokens.iter().filter(|t| self.is_inside(**t, stage)).copied().collect();
        self.interrupt(stage, &inside, target, true);
    }

    /// Interrupts one node, for a deadline of its own.
    pub(super) fn interrupt_node(&mut self, token: Token, target: u16) {
        if let Some(stage) = self.at_node(token).stages.last() {
            self.interrupt(*stage, &[token], target, false);
        } else {
            self.interrupt_for_good(token);
            self.moves.push((token.visit, target));
        }
    }

    /// `inside`, tokens of the stage, are stopped; one new token goes to the target.
    fn interrupt(&mut self, stage: StageId, inside: &[Token], target: u16, whole: bool) {
        // An active stage has a token in it.
        let Some(first) = inside.first().copied() else { return };
        let flow = self.flow;
        self.drop_points(|point| point.stage == stage);
        let stays = self.node(target).stages.contains(&stage)
            || self.core.tokens.iter().any(|t| !inside.contains(t) && self.is_inside(*t, stage));
        let mut point = Point {
            stage,
            whole,
            tokens: inside.to_vec(),
            timers: Vec::new(),
            stages: Vec::new(),
            parallels: Vec::new(),
            results: Vec::new(),
        };
        let resumed = flow.stages[stage.index()].resumed;
        for token in inside {
            if resumed {
                if self.at_node(*token).is_task() {
                    self.effects.push(Effect::Withdraw { task: TaskId(token.visit), done: false });
                }
                self.disarm(|t| t.owner == token.visit, |t| point.timers.push(t));
            } else {
                self.interrupt_for_good(*token);
            }
        }
        let ends = |s: &StageId| {
            let inner = *s != stage && flow.stages[s.index()].chain.contains(&stage);
            (inner && whole) || (*s == stage && !stays)
        };
        point.stages = self.core.stages.iter().copied().filter(ends).collect();
        self.core.stages.retain(|s| !ends(s));
        for ended in point.stages.iter().rev() {
            let keep = |t: Timer| {
                if matches!(t.of, TimerFor::StageDeadline { .. }) {
                    point.timers.push(t);
                }
            };
            self.disarm(|t| is_of_stage(t, *ended), keep);
        }
        if let (true, Some(rare)) = (whole, &mut self.core.rare) {
            rare.parallels.retain(|running| {
                let goes = flow.parallels[usize::from(running.parallel)].stages.contains(&stage);
                if goes {
                    point.parallels.push(*running);
                }
                !goes
            });
        }
        self.core.tokens.retain(|t| !inside.contains(t));
        if resumed {
            // Exactly as much memory as needed: many cases are parked like this.
            point.timers.shrink_to_fit();
            let points = &mut self.core.rare_mut().points;
            points.reserve_exact(1);
            points.push(point);
        }
        // The new token starts from where the first was: it leaves what nobody else is in.
        self.core.tokens.push(Token { visit: NEW, node: first.node });
        self.moves.push((NEW, target));
    }

    /// A token takes an arrow that resumes a stage.
    pub(super) fn resume(&mut self, here: Token, stage: StageId) -> Result<(), Rejected> {
        let flow = self.flow;
        let found = self.core.rare().points.iter().position(|p| p.stage == stage);
        let Some(found) = found else {
            self.moves.push((here.visit, flow.stages[stage.index()].first));
            return Ok(());
        };
        let point = self.core.rare_mut().points.remove(found);
        if point.whole {
            self.clear_stage(here, stage);
        }
        let chain = &flow.stages[stage.index()].chain;
        self.leave_stages(here.visit, &self.at_node(here).stages, chain);
        self.core.tokens.retain(|t| t.visit != here.visit);
        // The last of the chain is the stage itself.
        let outer = chain.split_last().map_or(&[][..], |(_, outer)| outer);
        self.enter_stages(outer)?;
        if self.core.stages.contains(&stage) {
            self.wind(stage)?;
        } else if point.stages.contains(&stage) {
            self.restore_stage(stage, &point)?;
        } else {
            self.enter_stages(chain)?;
        }
        for inner in point.stages.iter().filter(|s| **s != stage) {
            if !self.core.stages.contains(inner) {
                self.restore_stage(*inner, &point)?;
            }
        }
        if !point.parallels.is_empty() {
            self.core.rare_mut().parallels.extend(&point.parallels);
        }
        let before = self.moves.len();
        for token in &point.tokens {
            self.restore_token(*token, &point)?;
        }
        self.moves[before..].reverse();
        Ok(())
    }

    /// What runs in a stage makes room for what is brought back.
    fn clear_stage(&mut self, here: Token, stage: StageId) {
        let flow = self.flow;
        let mut i = 0;
        while let Some(token) = self.core.tokens.get(i).copied() {
            if token.visit != here.visit && self.is_inside(token, stage) {
                self.interrupt_for_good(token);
                self.core.tokens.remove(i);
            } else {
                i += 1;
            }
        }
        for i in (0..self.core.stages.len()).rev() {
            let inner = self.core.stages[i];
            if inner != stage && flow.stages[inner.index()].chain.contains(&stage) {
                self.leave_stage(inner);
            }
        }
        if let Some(rare) = &mut self.core.rare {
            rare.parallels.retain(|r| !flow.parallels[usize::from(r.parallel)].stages.contains(&stage));
        }
    }

    /// A stage is active again: its idle clocks start now, its deadlines fall due when they would have.
    fn restore_stage(&mut self, stage: StageId, point: &Point) -> Result<(), Rejected> {
        self.core.stages.push(stage);
        self.wind(stage)?;
        for timer in point.timers.iter().filter(|t| is_of_stage(t, stage)) {
            self.arm(0, timer.of, timer.due);
        }
        Ok(())
    }

    fn restore_token(&mut self, token: Token, point: &Point) -> Result<(), Rejected> {
        let code = self.at_node(token);
        // A task is a new one; an invocation and a called case go on under their numbers.
        let visit = if code.is_task() { self.core.draw() } else { token.visit };
        let here = Token { visit, node: token.node };
        self.enter_stages(&code.stages)?;
        self.core.tokens.push(here);
        if code.is_task() {
            self.effects.push(Effect::Assign { task: TaskId(visit), node: here.node, lane: code.lane });
        }
        if matches!(code.kind, Kind::Await { .. } | Kind::Call { .. }) && self.take_known_end(here)? {
            return Ok(());
        }
        let result = point.results.iter().find(|(v, _)| *v == token.visit).map(|(_, result)| result);
        if let (Some(CallResult::Done(output)), Kind::Do { keeps, next, .. }) = (result, &code.kind) {
            self.keep(keeps, output);
            self.left(here.node, Way::Next);
            self.moves.push((visit, *next));
            return Ok(());
        }
        if let (Some(CallResult::Failed(_)), Kind::Do { failed: Some(failed), .. }) = (result, &code.kind) {
            self.left(here.node, Way::Failed);
            self.moves.push((visit, *failed));
            return Ok(());
        }
        for timer in point.timers.iter().filter(|t| t.owner == token.visit) {
            self.arm(visit, timer.of, timer.due);
        }
        if let Some(CallResult::Failed(error)) = result {
            self.core.rare_mut().incidents.push(visit);
            self.effects.push(Effect::Incident {
                call: CallId(visit),
                node: here.node,
                error: error.clone(),
            });
        }
        Ok(())
    }
}
