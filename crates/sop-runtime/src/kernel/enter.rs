//! Coming to a node: the stages around it, the words, the task, the timers, the invocation.

use super::effect::Effect;
use super::eval;
use super::input::{CallId, ChildId, NodeIx, TaskId};
use super::program::{Kind, NodeCode};
use super::reject::Rejected;
use super::run::{Run, put};
use super::state::{Child, Running, Status, Token};
use super::trace::{Move, Way};
use sop_core::model::{FlowId, JoinMode, StageId};

impl<'a> Run<'a> {
    /// Moves a token, whose timers are gone, to a node.
    pub(super) fn arrive(&mut self, token: Token, to: u16) -> Result<(), Rejected> {
        let code = self.node(to);
        if let Kind::Resume(stage) = code.kind {
            self.trace(Move::Begun(NodeIx(to)));
            // It goes straight from where it is into the stage: which may be around it, and then is not left.
            return self.resume(token, stage);
        }
        let from: &[StageId] = &self.at_node(token).stages;
        if *from != *code.stages {
            self.leave_stages(token.visit, from, &code.stages);
            self.enter_stages(&code.stages)?;
        } else if !code.stages.is_empty() {
            // The first token of a case, or one that was interrupted, may stand where nothing is active yet.
            self.enter_stages(&code.stages)?;
        }
        let visit = if code.rests() { self.core.draw() } else { token.visit };
        let here = Token { visit, node: NodeIx(to) };
        match self.core.tokens.last_mut() {
            Some(last) if last.visit == token.visit => *last = here,
            _ => {
                self.core.tokens.retain(|t| t.visit != token.visit);
                self.core.tokens.push(here);
            }
        }
        self.trace(Move::Begun(here.node));
        self.see_begun(here.node);
        self.speak(to, code)?;
        self.begin(here, code)
    }

    /// Says a node's words; the customer's silence begins anew with each.
    pub(super) fn speak(&mut self, node: u16, code: &'a NodeCode) -> Result<(), Rejected> {
        for say in &code.says {
            self.say(Some(node), None, say)?;
            for stage in &code.stages {
                self.wind(*stage)?;
            }
        }
        Ok(())
    }

    /// A task for a person.
    pub(super) fn assign(&mut self, here: Token, code: &NodeCode) -> Result<(), Rejected> {
        put(self.effects, || Effect::Assign { task: TaskId(here.visit), node: here.node, lane: code.lane });
        if code.deadlines.is_empty() && code.arrows.is_empty() { Ok(()) } else { self.arm_node(here, code) }
    }

    pub(super) fn begin(&mut self, here: Token, code: &'a NodeCode) -> Result<(), Rejected> {
        let node = here.node;
        match &code.kind {
            Kind::Step { .. } | Kind::Decide { .. } => self.assign(here, code)?,
            Kind::Wait => self.arm_node(here, code)?,
            Kind::Do { action, args, .. } => {
                self.arm_node(here, code)?;
                let args = self.values(args)?;
                self.effects.push(Effect::Invoke { call: CallId(here.visit), node, action: *action, args });
            }
            Kind::Call { flow, args, .. } => {
                self.arm_node(here, code)?;
                self.start_child(here.visit, node, *flow, args, true)?;
            }
            Kind::Await { .. } => {
                if !self.take_known_end(here)? {
                    self.arm_node(here, code)?;
                }
            }
            Kind::Start { flow, args, next, awaits } => {
                self.supersede(node);
                let child = self.core.draw();
                self.start_child(child, node, *flow, args, !awaits.is_empty())?;
                self.left(node, Way::Next);
                self.moves.push((here.visit, *next));
            }
            Kind::Choose { whens, otherwise } => {
                let (way, to) = self.choose(whens, *otherwise)?;
                self.left(node, way);
                self.moves.push((here.visit, to));
            }
            Kind::Fork { parallel } => self.fork(here, *parallel),
            Kind::Join { parallel, next } => self.join(here, *parallel, *next),
            // Taken care of before it came here.
            Kind::Resume(_) => {}
            Kind::End => self.end(node),
        }
        Ok(())
    }

    fn choose(
        &self,
        whens: &[(super::program::Code, u16)],
        otherwise: Option<u16>,
    ) -> Result<(Way, u16), Rejected> {
        for ((when, to), index) in whens.iter().zip(0..) {
            if eval::holds(self.program, &self.core.facts, self.at, when)? {
                return Ok((Way::When(index), *to));
            }
        }
        otherwise.map(|to| (Way::Otherwise, to)).ok_or(Rejected::NoRowHolds)
    }

    fn start_child(
        &mut self,
        child: u32,
        node: NodeIx,
        flow: FlowId,
        args: &[super::program::Code],
        wanted: bool,
    ) -> Result<(), Rejected> {
        let args = self.values(args)?;
        let children = &mut self.core.rare_mut().children;
        children.reserve_exact(1);
        children.push(Child { id: child, node, wanted, end: None });
        self.effects.push(Effect::StartChild { child: ChildId(child), flow, args });
        Ok(())
    }

    /// Enters the stages that are not active yet.
    pub(super) fn enter_stages(&mut self, chain: &[StageId]) -> Result<(), Rejected> {
        for stage in chain {
            if !self.core.stages.contains(stage) {
                self.enter_stage(*stage)?;
            }
        }
        Ok(())
    }

    /// Enters a stage anew: what was remembered of it, and of stages inside, is forgotten.
    fn enter_stage(&mut self, stage: StageId) -> Result<(), Rejected> {
        let flow = self.flow;
        self.drop_points(|point| flow.stages[point.stage.index()].chain.contains(&stage));
        self.core.stages.push(stage);
        self.wind(stage)?;
        self.arm_stage_deadlines(stage)
    }

    fn fork(&mut self, here: Token, parallel: u16) {
        let code = &self.flow.parallels[usize::from(parallel)];
        // Nothing of an earlier turn goes on beside the new one.
        self.end_parallel(here.visit, parallel);
        self.core.rare_mut().parallels.push(Running { parallel, arrived: 0 });
        self.core.tokens.retain(|t| t.visit != here.visit);
        let first = self.moves.len();
        for (to, index) in code.branches.iter().zip(0..) {
            let visit = self.core.draw();
            self.left(here.node, Way::Branch(index));
            self.core.tokens.push(Token { visit, node: here.node });
            self.moves.push((visit, *to));
        }
        // The last is moved first; and the first branch comes first.
        self.moves[first..].reverse();
    }

    fn join(&mut self, here: Token, parallel: u16, next: u16) {
        let code = &self.flow.parallels[usize::from(parallel)];
        let branches = code.branches.len();
        let running = &mut self.core.rare_mut().parallels;
        if let (JoinMode::All, Some(running)) =
            (code.mode, running.iter_mut().find(|r| r.parallel == parallel))
        {
            running.arrived = running.arrived.saturating_add(1);
            if usize::from(running.arrived) < branches {
                self.core.tokens.retain(|t| t.visit != here.visit);
                return;
            }
        }
        self.end_parallel(here.visit, parallel);
        self.left(here.node, Way::Next);
        self.moves.push((here.visit, next));
    }

    fn end(&mut self, node: NodeIx) {
        self.see_end(node);
        let gives = self.flow.gives.iter().map(|f| self.core.facts[f.index()].clone()).collect();
        self.close();
        self.core.status = Status::Ended { outcome: node };
        put(self.effects, || Effect::Ended { outcome: node, gives });
    }
}
