//! One case over to another revision: where everything of its state has gone.

use super::rest;
use super::{FlowPassage, Named, Passage, Reason, Stranded, known};
use crate::kernel::effect::{Effect, TimerFor};
use crate::kernel::input::{CallId, ChildId, NodeIx, TaskId, TimerId};
use crate::kernel::program::{FlowCode, Kind, LawKind, NodeCode, Program};
use crate::kernel::run::Run;
use crate::kernel::state::{Core, Facts, Marks, State, Status, Timer, Token};
use crate::value::Moment;
use smallvec::{SmallVec, smallvec};
use sop_core::model::{FlowId, StageId};
use std::collections::BTreeSet;

/// What a move has to do with.
pub(super) struct Carry<'a> {
    pub(super) passage: &'a Passage,
    pub(super) way: &'a FlowPassage,
    pub(super) old: &'a Program,
    pub(super) new: &'a Program,
    pub(super) was: &'a FlowCode,
    pub(super) is: &'a FlowCode,
    pub(super) state: &'a Core,
    pub(super) reasons: BTreeSet<Reason>,
    /// What lay ahead of the case in the old revision.
    pub(super) ahead: known::Found,
    /// Visits of what was interrupted, could never have been resumed, and has no place any more.
    pub(super) dropped: Vec<Token>,
    /// The state is a whole one, and what comes out must be.
    whole: bool,
}

pub(super) fn carry(
    passage: &Passage,
    old: &Program,
    new: &Program,
    state: &State,
    at: Moment,
) -> Result<(State, Vec<Effect>), Stranded> {
    carried(passage, old, new, state, at, true)
}

/// The same for a state of which only a part is there: one token, to ask whether a case could stand where it stands.
pub(super) fn probe(passage: &Passage, old: &Program, new: &Program, state: &State) -> Result<(), Stranded> {
    carried(passage, old, new, state, state.core.last, false).map(|_| ())
}

fn carried(
    passage: &Passage,
    old: &Program,
    new: &Program,
    state: &State,
    at: Moment,
    whole: bool,
) -> Result<(State, Vec<Effect>), Stranded> {
    let no = |reason| Err(Stranded { reasons: vec![reason] });
    if state.core.status != Status::Open || state.core.tag != old.tag() {
        return no(Reason::NotOpen);
    }
    let id = state.core.flow;
    let (Some(was), Some(way)) = (old.flows.get(id.index()), passage.flows.get(id.index())) else {
        return no(Reason::NotOpen);
    };
    let Some((to, is)) = way.to.and_then(|to| Some((to, new.flows.get(to.index())?))) else {
        return no(Reason::FlowGone { flow: way.name.clone() });
    };
    let mut carry = Carry {
        passage,
        way,
        old,
        new,
        was,
        is,
        state: &state.core,
        reasons: BTreeSet::new(),
        ahead: known::ahead(was, &way.old, &state.core),
        dropped: Vec::new(),
        whole,
    };
    let moved = carry.all(to, at.max(state.core.last));
    match moved {
        Some(moved) if carry.reasons.is_empty() => Ok(moved),
        _ => Err(Stranded { reasons: carry.reasons.into_iter().collect() }),
    }
}

impl Carry<'_> {
    /// The whole case; `None` only with a reason.
    fn all(&mut self, to: FlowId, at: Moment) -> Option<(State, Vec<Effect>)> {
        let facts = self.facts();
        let mut core = Core {
            last: at,
            tag: self.new.tag(),
            status: Status::Open,
            flow: to,
            counter: self.state.counter,
            facts,
            tokens: SmallVec::new(),
            timers: SmallVec::new(),
            stages: SmallVec::new(),
            rare: None,
            marks: Marks::default(),
        };
        for token in &self.state.tokens {
            if let Some(node) = self.place(token.node) {
                core.tokens.push(Token { visit: token.visit, node: NodeIx(node) });
            }
        }
        self.rare(&mut core);
        if !self.reasons.is_empty() {
            return None;
        }
        let mut effects = self.abandon();
        let again = self.withdraw(&mut core, &mut effects);
        self.stages(&mut core);
        self.timers(&mut core, &again, &mut effects);
        self.marks(&mut core);
        for (_, visit) in &again {
            let token = core.token(*visit)?;
            let lane = self.is.nodes[usize::from(token.node.0)].lane;
            effects.push(Effect::Assign { task: TaskId(*visit), node: token.node, lane });
        }
        self.new_clocks(&mut core, at, &mut effects);
        core.trim();
        self.missing(&core);
        let state = State { core };
        if self.whole
            && let Err(what) = state.check(self.new)
        {
            self.reasons.insert(Reason::NoPlace { what: what.to_owned() });
        }
        Some((state, effects))
    }

    /// What is known; the new facts are not.
    fn facts(&mut self) -> Facts {
        let mut facts: Facts = smallvec![None; self.is.facts.len()];
        for (value, (name, to)) in self.state.facts.iter().zip(&self.way.facts) {
            let (Some(value), Some((fact, convert))) = (value, to) else { continue };
            match convert.value(value) {
                Some(value) => facts[fact.index()] = Some(value),
                None => {
                    self.reasons.insert(Reason::FactChanged { fact: name.clone() });
                }
            }
        }
        for (value, fact) in facts.iter().zip(0..self.is.takes) {
            if value.is_none() {
                let fact = self.way.new.fact(fact);
                if !self.reasons.contains(&Reason::FactChanged { fact: fact.clone() }) {
                    self.reasons.insert(Reason::FactNotTaken { fact });
                }
            }
        }
        facts
    }

    pub(super) fn was_at(&self, node: NodeIx) -> &NodeCode {
        &self.was.nodes[usize::from(node.0)]
    }

    fn name(&self, node: NodeIx) -> Named {
        self.way.old.node(node.0)
    }

    /// Whether a flow of the old revision is that flow of the new one.
    pub(super) fn same_flow(&self, old: FlowId, new: FlowId) -> bool {
        self.passage.flows.get(old.index()).is_some_and(|f| f.to == Some(new))
    }

    /// Where a node has gone at which the case stands, or stood when it was interrupted; a reason if it can't stand there.
    pub(super) fn place(&mut self, node: NodeIx) -> Option<u16> {
        let reason = match self.try_place(node) {
            Ok(to) => return Some(to),
            Err(reason) => reason,
        };
        self.reasons.insert(reason);
        None
    }

    fn try_place(&self, node: NodeIx) -> Result<u16, Reason> {
        let place = self.way.nodes.get(usize::from(node.0));
        let to = place.and_then(|p| p.to);
        let (Some(place), Some(to)) = (place, to) else {
            return Err(Reason::NodeGone { node: self.name(node) });
        };
        let changed = || Reason::NodeChanged { node: self.name(node), now: self.way.new.node(to) };
        let is = self.is.nodes.get(usize::from(to)).ok_or_else(changed)?;
        match (&self.was_at(node).kind, &is.kind) {
            (Kind::Step { .. } | Kind::Decide { .. }, Kind::Step { .. } | Kind::Decide { .. })
            | (Kind::Wait, Kind::Wait) => {}
            (Kind::Do { .. }, Kind::Do { .. }) => {
                if !place.same_action {
                    return Err(Reason::ActionChanged { node: self.name(node) });
                }
            }
            (Kind::Call { flow: was, .. }, Kind::Call { flow: is, .. }) => {
                if !self.same_flow(*was, *is) {
                    return Err(Reason::ChildChanged { node: self.name(node) });
                }
            }
            (Kind::Await { start: was, .. }, Kind::Await { start: is, .. }) => {
                let flow = |flow: &FlowCode, node: u16| match flow.nodes[usize::from(node)].kind {
                    Kind::Start { flow, .. } => Some(flow),
                    _ => None,
                };
                let flows = flow(self.was, *was).zip(flow(self.is, *is));
                let same = self.way.node(*was) == Some(*is);
                if !same || !flows.is_some_and(|(was, is)| self.same_flow(was, is)) {
                    return Err(Reason::ChildChanged { node: self.name(node) });
                }
            }
            _ => return Err(changed()),
        }
        let around = self.way.old.branches(node.0).iter();
        let now: Option<Vec<_>> = around
            .map(|(p, branch)| Some((self.way.parallels.get(usize::from(*p)).copied()??, *branch)))
            .collect();
        if now.as_deref() != Some(self.way.new.branches(to)) {
            return Err(Reason::BranchesChanged { node: self.name(node) });
        }
        Ok(to)
    }

    /// Tasks that are another's now, or of another kind: withdrawn, and given new numbers. The old number and the new.
    fn withdraw(&self, core: &mut Core, effects: &mut Vec<Effect>) -> Vec<(u32, u32)> {
        let mut again = Vec::new();
        for i in 0..core.tokens.len() {
            // As many as there were: all of them have found their places.
            let (Some(was), is) = (self.state.tokens.get(i), core.tokens[i]) else { continue };
            let (old, new) = (self.was_at(was.node), &self.is.nodes[usize::from(is.node.0)]);
            let same_kind = matches!(old.kind, Kind::Step { .. }) == matches!(new.kind, Kind::Step { .. });
            let place = self.way.nodes.get(usize::from(was.node.0));
            if old.is_task() && !(same_kind && place.is_some_and(|p| p.same_lane)) {
                effects.push(Effect::Withdraw { task: TaskId(was.visit), done: false });
                let visit = core.draw();
                core.tokens[i].visit = visit;
                again.push((was.visit, visit));
            }
        }
        again
    }

    /// Nobody waits any more for the actions of what was dropped; its called cases are given up.
    fn abandon(&self) -> Vec<Effect> {
        let effect = |t: &Token| match self.was_at(t.node).kind {
            Kind::Do { .. } => Some(Effect::Abandon { call: CallId(t.visit) }),
            Kind::Call { .. } => {
                let mut children = self.state.rare().children.iter();
                let open = children.any(|c| c.id == t.visit && c.wanted && c.end.is_none());
                open.then_some(Effect::CancelChild { child: ChildId(t.visit) })
            }
            _ => None,
        };
        self.dropped.iter().filter_map(effect).collect()
    }

    pub(super) fn stage(&self, stage: StageId) -> Option<StageId> {
        self.way.stages.get(stage.index())?.1
    }

    /// The stages around the tokens, in the old order as far as they were active.
    fn stages(&self, core: &mut Core) {
        let around = |t: &Token| self.is.nodes[usize::from(t.node.0)].stages.iter().copied();
        let needed: BTreeSet<StageId> = core.tokens.iter().flat_map(around).collect();
        for stage in self.state.stages.iter().filter_map(|s| self.stage(*s)) {
            if needed.contains(&stage) && !core.stages.contains(&stage) {
                core.stages.push(stage);
            }
        }
        for stage in needed {
            if !core.stages.contains(&stage) {
                let inner = |s: &StageId| self.is.stages[s.index()].chain.contains(&stage);
                let place = core.stages.iter().position(inner).unwrap_or(core.stages.len());
                core.stages.insert(place, stage);
            }
        }
    }

    /// Clocks that run on; the others are disarmed.
    fn timers(&self, core: &mut Core, again: &[(u32, u32)], effects: &mut Vec<Effect>) {
        for timer in &self.state.timers {
            let owner = again.iter().find(|(was, _)| *was == timer.owner).map_or(timer.owner, |(_, is)| *is);
            let of = self.timer_of(timer).filter(|of| match of {
                TimerFor::Silence { stage, .. } | TimerFor::StageDeadline { stage, .. } => {
                    core.stages.contains(stage)
                }
                _ => true,
            });
            // Two stages may have become one: then the first one's clocks run on.
            let of = of.filter(|of| !core.timers.iter().any(|t| t.of == *of && t.owner == owner));
            match of {
                Some(of) => core.timers.push(Timer { id: timer.id, due: timer.due, owner, of }),
                None => effects.push(Effect::Disarm { timer: TimerId(timer.id) }),
            }
        }
    }

    /// What a timer is for in the new revision; `None` if that is gone.
    pub(super) fn timer_of(&self, timer: &Timer) -> Option<TimerFor> {
        let place = |node: NodeIx| {
            let place = self.way.nodes.get(usize::from(node.0))?;
            Some((place, NodeIx(place.to?)))
        };
        let clocks = |stage: StageId| Some((self.way.clocks.get(stage.index())?, self.stage(stage)?));
        Some(match timer.of {
            TimerFor::Deadline { node, index } => {
                let (place, node) = place(node)?;
                TimerFor::Deadline { node, index: place.deadlines.get(index)? }
            }
            TimerFor::Arrow { node, index } => {
                let (place, node) = place(node)?;
                TimerFor::Arrow { node, index: place.arrows.get(index)? }
            }
            TimerFor::Silence { stage, index } => {
                let (clocks, stage) = clocks(stage)?;
                TimerFor::Silence { stage, index: clocks.silences.get(index)? }
            }
            TimerFor::StageDeadline { stage, index } => {
                let (clocks, stage) = clocks(stage)?;
                TimerFor::StageDeadline { stage, index: clocks.deadlines.get(index)? }
            }
            TimerFor::Rule { rule, part } => {
                let (law, _) = self.was.watch.as_ref()?.law(rule, part)?;
                let law = self.law(law)?;
                let law = self.is.watch.as_ref()?.laws.get(usize::from(law))?;
                TimerFor::Rule { rule: law.rule, part: law.part }
            }
        })
    }

    fn law(&self, law: u16) -> Option<u16> {
        self.way.laws.get(usize::from(law)).copied().flatten()
    }

    /// What is remembered of rules. Of those that are new nobody can know what came before.
    fn marks(&self, core: &mut Core) {
        for mark in self.state.marks.iter() {
            if let Some(law) = self.law(mark.law) {
                core.marks.set(law, mark.count);
            }
        }
        let laws = self.is.watch.as_ref().map_or(&[][..], |w| &w.laws);
        for law in &self.way.new_laws {
            let kind = laws.get(usize::from(*law)).map(|l| &l.kind);
            if matches!(kind, Some(LawKind::Precedence | LawKind::Existence)) {
                core.marks.set(*law, 1);
            }
        }
    }

    /// Clocks that the new revision has and the old had not: they count from now.
    fn new_clocks(&mut self, core: &mut Core, at: Moment, effects: &mut Vec<Effect>) {
        let mut failed = BTreeSet::new();
        let (program, flow) = (self.new, self.is);
        let mut run = Run { program, flow, core, at, effects, trace: None, moves: SmallVec::new() };
        for i in 0..run.core.stages.len() {
            let stage = run.core.stages[i];
            if rest::new_stage(self, &mut run, stage).is_err() {
                failed.insert(self.way.new.stage(stage));
            }
        }
        for i in 0..run.core.tokens.len() {
            let (Some(was), is) = (self.state.tokens.get(i), run.core.tokens[i]) else { continue };
            match rest::new_of_node(self, &run, was.node, is.node) {
                Ok(new) => new.into_iter().for_each(|(of, due)| run.arm(is.visit, of, due)),
                Err(_) => {
                    failed.insert(self.way.new.node(is.node.0));
                }
            }
        }
        if let Err(node) = rest::new_of_points(self, &mut run) {
            failed.insert(node);
        }
        self.reasons.extend(failed.into_iter().map(|node| Reason::NoTime { node }));
    }

    /// Facts that could be read without being known, and could not have been before.
    fn missing(&mut self, core: &Core) {
        let before = std::mem::take(&mut self.ahead.missing);
        let before: BTreeSet<(u16, u16)> = before
            .into_iter()
            .filter_map(|(fact, node)| {
                let (_, to) = self.way.facts.get(usize::from(fact))?;
                Some((to.as_ref()?.0.0, self.way.node(node)?))
            })
            .collect();
        let mut told = BTreeSet::new();
        for (fact, node) in known::ahead(self.is, &self.way.new, core).missing {
            if !before.contains(&(fact, node)) && told.insert(fact) {
                let (fact, node) = (self.way.new.fact(fact), self.way.new.node(node));
                self.reasons.insert(Reason::FactMissing { fact, node });
            }
        }
    }

    /// The old stage that is this one now and was active, if any was.
    pub(super) fn was_active(&self, stage: StageId) -> Option<StageId> {
        self.state.stages.iter().copied().find(|s| self.stage(*s) == Some(stage))
    }
}
