//! One input at work on a situation: the same moves as the kernel's, without effects, timers and data that don't matter.
//!
//! `tests/soundness.rs` holds it against the kernel: whatever the kernel does on random runs is found here.

mod stages;

use super::facts::{Truth, Val};
use super::oracle::Oracle;
use super::plan::{N, P, Plan, S, ix};
use super::situation::{Child, Input, Interrupted, Nodes, Situation};
use crate::model::{Change, EdgeKind, EventId, FactId, JoinMode, Keep, NodeKind, Point, Trigger};
use smallvec::SmallVec;

/// Moves of one input: more is a circle of automatic steps.
const MOVES_MAX: usize = 1_000;
/// A step that was passed so often by one input will be passed for ever.
const AGAIN_MAX: usize = 20;

/// A token: a number of its own while the input is worked on, and its node.
type Token = (u32, N);

/// What one input did.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) to: Situation,
    /// Points that rules look for, in order.
    pub(super) points: SmallVec<[u16; 4]>,
    /// Values that were filled in, for tracked facts.
    pub(super) filled: Vec<(FactId, Val)>,
    /// Some condition was not followed: both ways were gone.
    pub(super) guessed: bool,
    /// All nodes that were come to.
    pub(super) visited: Nodes,
    /// Arrows that were taken without an input of their own, by node and position.
    pub(super) passed: Vec<(N, usize)>,
}

pub(super) struct Run<'p, 'b> {
    plan: &'p Plan<'b>,
    oracle: &'p mut Oracle,
    tokens: SmallVec<[Token; 8]>,
    stages: SmallVec<[S; 4]>,
    points: Vec<Interrupted>,
    parallels: Vec<(P, u16)>,
    children: Vec<(N, Child)>,
    facts: Vec<Val>,
    told: Vec<(bool, u16, u16)>,
    ended: Option<N>,
    left: Vec<N>,
    moves: SmallVec<[(u32, N); 8]>,
    counter: u32,
    seen: SmallVec<[u16; 4]>,
    filled: Vec<(FactId, Val)>,
    visited: Nodes,
    passed: Vec<(N, usize)>,
}

/// The result of one input on a situation, by one way through the oracle; `None` if the kernel would turn the input away.
pub(super) fn apply(
    plan: &Plan<'_>,
    from: &Situation,
    input: &Input,
    oracle: &mut Oracle,
) -> Option<Outcome> {
    let mut run = Run {
        plan,
        oracle,
        tokens: from.tokens.iter().zip(1..).map(|(n, id)| (id, *n)).collect(),
        stages: SmallVec::new(),
        points: from.points.clone(),
        parallels: from.parallels.clone(),
        children: from.children.clone(),
        facts: from.facts.clone(),
        told: from.told.clone(),
        ended: None,
        left: Vec::new(),
        moves: SmallVec::new(),
        counter: u32::from(ix(from.tokens.len())) + 1,
        seen: SmallVec::new(),
        filled: Vec::new(),
        visited: Nodes::new(),
        passed: Vec::new(),
    };
    for token in &from.tokens {
        for stage in &plan.node(*token).stages {
            if !run.stages.contains(stage) {
                run.stages.push(*stage);
            }
        }
    }
    run.input(input)?;
    run.settle()?;
    Some(run.finish())
}

impl Run<'_, '_> {
    fn finish(mut self) -> Outcome {
        let mut tokens: Nodes = self.tokens.iter().map(|t| t.1).collect();
        tokens.sort_unstable();
        self.points.sort();
        self.parallels.sort_unstable();
        self.children.sort_unstable();
        let here = |(stage, which, _): &(bool, u16, u16)| {
            if *stage { self.stages.contains(which) } else { tokens.contains(which) }
        };
        self.told.retain(here);
        self.told.sort_unstable();
        let guessed = self.oracle.guessed;
        let mut to = Situation {
            tokens,
            points: self.points,
            parallels: self.parallels,
            children: self.children,
            facts: self.facts,
            told: self.told,
            ended: self.ended,
            left: self.left,
        };
        if let Some(ahead) = &self.plan.ahead {
            ahead.forget(&mut to);
        }
        Outcome {
            to,
            points: self.seen,
            filled: self.filled,
            guessed,
            visited: self.visited,
            passed: self.passed,
        }
    }

    fn see(&mut self, point: Option<u16>) {
        self.seen.extend(point.filter(|p| *p != u16::MAX));
    }

    fn token_at(&self, n: N) -> Option<Token> {
        self.tokens.iter().find(|t| t.1 == n).copied()
    }

    fn draw(&mut self) -> u32 {
        self.counter += 1;
        self.counter
    }

    /// The token is done with its node and goes on by an arrow of its own.
    fn leave(&mut self, token: Token, to: N) {
        self.see(self.plan.node(token.1).done);
        self.moves.push((token.0, to));
    }

    fn input(&mut self, input: &Input) -> Option<()> {
        let plan = self.plan;
        match *input {
            Input::Start => {
                let takes = plan.flow.facts.iter().zip(0..);
                for (fact, i) in takes.filter(|(f, _)| f.role == crate::model::FactRole::Taken) {
                    self.fill(FactId(i), &fact.field.ty, false);
                }
                let first = ix(plan.flow.first.index());
                self.tokens.push((1, first));
                self.counter = 1;
                self.moves.push((1, first));
            }
            Input::Complete(n) => {
                let token = self.token_at(n)?;
                let NodeKind::Step { fills, changes } = plan.kind(n) else { return None };
                for fact in fills {
                    let ty = &plan.flow.facts.get(fact.index())?.field.ty;
                    self.fill(*fact, ty, false);
                }
                for change in changes {
                    self.change(change);
                }
                let (_, to) = plan.out(n, |e| matches!(e, EdgeKind::Next))?;
                self.leave(token, to);
            }
            Input::Answer(n, position) => {
                let token = self.token_at(n)?;
                let (edge, to) = *plan.node(n).out.get(position)?;
                let EdgeKind::Answer { name, value } = plan.edge(edge) else { return None };
                if let NodeKind::Decide { fact: Some(fact) } = plan.kind(n) {
                    self.set(*fact, plan.tracked.literal(value));
                }
                let node = petgraph::graph::NodeIndex::new(usize::from(n));
                self.see(plan.point(&Point::Answered(node, name.clone())));
                self.leave(token, to);
            }
            Input::Event(n, position) => {
                let token = self.token_at(n)?;
                let (edge, to) = *plan.node(n).out.get(position)?;
                let EdgeKind::Event(event, keeps) = plan.edge(edge) else { return None };
                self.event(*event, keeps);
                self.leave(token, to);
            }
            Input::Interrupt(stage, i) => {
                let interrupt = plan.flow.stages.get(usize::from(stage))?.interrupts.get(i)?;
                if let Trigger::Event(event, keeps) = &interrupt.trigger {
                    self.event(*event, keeps);
                }
                self.interrupt_stage(stage, ix(interrupt.target.index()));
            }
            Input::Silence(stage, i) => {
                let interrupt = plan.flow.stages.get(usize::from(stage))?.interrupts.get(i)?;
                self.interrupt_stage(stage, ix(interrupt.target.index()));
            }
            Input::StageDeadline(stage, i) => {
                let deadlines = &plan.flow.stages.get(usize::from(stage))?.deadlines;
                let (_, to) = super::plan::deadlines(deadlines).find(|(d, _)| *d == i)?;
                self.interrupt_stage(stage, to);
            }
            Input::Deadline(n, i) => {
                let token = self.token_at(n)?;
                let node = &plan.flow.graph[petgraph::graph::NodeIndex::new(usize::from(n))];
                let (_, to) = super::plan::deadlines(&node.deadlines).find(|(d, _)| *d == i)?;
                match plan.node(n).stages.last() {
                    Some(stage) => self.interrupt(*stage, &[token], to, false),
                    None => self.moves.push((token.0, to)),
                }
            }
            Input::Arrow(n, position) => {
                let token = self.token_at(n)?;
                let (_, to) = *plan.node(n).out.get(position)?;
                self.leave(token, to);
            }
            Input::Tell(n, i) => {
                let node = &plan.flow.graph[petgraph::graph::NodeIndex::new(usize::from(n))];
                self.tell(&node.deadlines, i);
                self.told.push((false, n, ix(i)));
            }
            Input::StageTell(stage, i) => {
                self.tell(&plan.flow.stages.get(usize::from(stage))?.deadlines, i);
                self.told.push((true, stage, ix(i)));
            }
            Input::Done(n) => {
                let token = self.token_at(n)?;
                let NodeKind::Do { action, keeps, .. } = plan.kind(n) else { return None };
                let gives = &plan.book.actions.get(action.index())?.gives;
                for keep in keeps {
                    self.fill(keep.fact, &gives.get(usize::from(keep.field))?.ty, false);
                }
                let (_, to) = plan.out(n, |e| matches!(e, EdgeKind::Next))?;
                self.leave(token, to);
            }
            Input::Failed(n) => {
                let token = self.token_at(n)?;
                let (_, to) = plan.out(n, |e| matches!(e, EdgeKind::Failed))?;
                self.moves.push((token.0, to));
            }
            Input::Child(n, end) => {
                let child = end.map_or(Child::Cancelled, Child::Ended);
                if matches!(plan.kind(n), NodeKind::Call { .. }) {
                    let token = self.token_at(n)?;
                    self.take_end(token, child)?;
                } else {
                    let known = self.children.iter_mut().find(|(start, _)| *start == n)?;
                    known.1 = child;
                    let waits = |t: &&Token| matches!(plan.kind(t.1), NodeKind::Await { start, .. } if start.index() == usize::from(n));
                    let waiting: Vec<Token> = self.tokens.iter().filter(waits).copied().collect();
                    for token in waiting {
                        self.take_end(token, child)?;
                    }
                    self.moves.reverse();
                }
            }
        }
        Some(())
    }

    fn event(&mut self, event: EventId, keeps: &[Keep]) {
        self.see(self.plan.point(&Point::Event(event)));
        for keep in keeps {
            if let Some(fact) = self.plan.flow.facts.get(keep.fact.index()) {
                self.fill(keep.fact, &fact.field.ty, false);
            }
        }
    }

    /// A value comes from outside.
    fn fill(&mut self, fact: FactId, ty: &crate::model::Type, may_be_unset: bool) {
        let Some(slot) = self.plan.tracked.slot(fact) else { return };
        // Each value would be a step of its own, and all of them lead to the same situation.
        let moved = self.moves.iter().map(|m| m.1);
        let tokens = self.tokens.iter().map(|t| t.1).chain(moved);
        if self.plan.ahead.as_ref().is_some_and(|ahead| !ahead.reads(tokens, slot)) {
            if let Some(known) = self.facts.get_mut(slot) {
                *known = Val::Some;
            }
            return;
        }
        let mut values = self.plan.tracked.values(ty);
        if may_be_unset {
            values.push(Val::Unset);
        }
        let choice = self.oracle.choose(values.len());
        if let (Some(value), Some(known)) = (values.get(choice), self.facts.get_mut(slot)) {
            *known = *value;
            self.filled.push((fact, *value));
        }
    }

    fn set(&mut self, fact: FactId, value: Val) {
        if let Some(known) = self.plan.tracked.slot(fact).and_then(|s| self.facts.get_mut(s)) {
            *known = value;
        }
    }

    fn change(&mut self, change: &Change) {
        match change {
            Change::Set(fact, expr) => self.set(*fact, self.plan.tracked.value(expr, &self.facts)),
            Change::Add(fact, _) => self.set(*fact, Val::Some),
            Change::Publish(event, _) => self.see(self.plan.point(&Point::Published(*event))),
        }
    }

    fn tell(&mut self, deadlines: &[crate::model::Deadline], i: usize) {
        let said = super::plan::tells(deadlines).find(|(d, _)| *d == i).map(|(_, say)| say.what);
        if let Some(crate::model::SayWhat::Message(m)) = said {
            self.see(self.plan.point(&Point::Said(m)));
        }
    }

    fn settle(&mut self) -> Option<()> {
        let mut made = 0;
        while let Some((id, to)) = self.moves.pop() {
            let Some(token) = self.tokens.iter().find(|t| t.0 == id).copied() else { continue };
            made += 1;
            if made > MOVES_MAX {
                let again = self.visited.iter().filter(|n| **n == to).count();
                self.oracle.endless = (again > AGAIN_MAX && !self.oracle.guessed).then_some(to);
                return None;
            }
            self.arrive(token, to)?;
        }
        Some(())
    }

    fn arrive(&mut self, token: Token, to: N) -> Option<()> {
        let plan = self.plan;
        self.visited.push(to);
        if let NodeKind::Resume(stage) = plan.kind(to) {
            self.resume(token, stage.0);
            return Some(());
        }
        let chain = &plan.node(to).stages;
        let from = &plan.node(token.1).stages;
        if from != chain {
            self.leave_stages(token.0, from, chain);
        }
        self.enter_stages(chain);
        let id = if plan.rests(to) { self.draw() } else { token.0 };
        self.tokens.retain(|t| t.0 != token.0);
        self.tokens.push((id, to));
        self.told.retain(|t| t.0 || t.1 != to);
        self.see(plan.node(to).begun);
        for said in &plan.node(to).says {
            let which = self.oracle.choose(said.len());
            self.see(said.get(which).copied());
        }
        self.begin((id, to))
    }

    fn begin(&mut self, here: Token) -> Option<()> {
        let plan = self.plan;
        match plan.kind(here.1) {
            NodeKind::Start { .. } => {
                if plan.node(here.1).awaited {
                    self.children.retain(|(n, _)| *n != here.1);
                    self.children.push((here.1, Child::Running));
                }
                let (_, to) = plan.out(here.1, |e| matches!(e, EdgeKind::Next))?;
                self.leave(here, to);
            }
            NodeKind::Await { start, .. } => {
                let known = self.children.iter().find(|(n, _)| usize::from(*n) == start.index());
                if let Some((_, child)) = known.copied()
                    && child != Child::Running
                {
                    self.take_end(here, child)?;
                }
            }
            NodeKind::Choose => self.choose(here)?,
            NodeKind::Fork(p) => {
                self.see(plan.node(here.1).done);
                self.fork(here, p.0)?;
            }
            NodeKind::Join(p) => self.join(here, p.0)?,
            NodeKind::End => self.end(here),
            _ => {}
        }
        Some(())
    }

    fn choose(&mut self, here: Token) -> Option<()> {
        let plan = self.plan;
        for (position, (edge, to)) in plan.node(here.1).out.iter().enumerate() {
            let holds = match plan.edge(*edge) {
                EdgeKind::When(expr) => plan.tracked.holds(expr, &self.facts),
                EdgeKind::Otherwise => Truth::Yes,
                _ => continue,
            };
            let taken = match holds {
                Truth::Yes => true,
                Truth::No => false,
                Truth::Maybe => {
                    self.oracle.guessed = true;
                    self.oracle.choose(2) == 0
                }
            };
            if taken {
                self.passed.push((here.1, position));
                self.leave(here, *to);
                return Some(());
            }
        }
        None
    }

    /// The end of a started or called case is taken by who waits for it.
    fn take_end(&mut self, token: Token, child: Child) -> Option<()> {
        let plan = self.plan;
        let flow = match plan.kind(token.1) {
            NodeKind::Await { flow, .. } | NodeKind::Call { flow, .. } => *flow,
            _ => return None,
        };
        let called = plan.book.flows.get(flow.index())?;
        let name = match child {
            Child::Running => return None,
            Child::Cancelled => "cancelled",
            Child::Ended(n) => &called.graph[petgraph::graph::NodeIndex::new(usize::from(n))].name,
        };
        let out = &plan.node(token.1).out;
        let named = |e: &EdgeKind| matches!(e, EdgeKind::Outcome { name: n, .. } if n == name);
        let found = out.iter().position(|(e, _)| named(plan.edge(*e)));
        let found =
            found.or_else(|| out.iter().position(|(e, _)| matches!(plan.edge(*e), EdgeKind::Otherwise)))?;
        let (edge, to) = out[found];
        if let EdgeKind::Outcome { keeps, .. } = plan.edge(edge) {
            for keep in keeps {
                let gives = called.gives.get(usize::from(keep.field))?;
                let ty = &called.facts.get(gives.index())?.field.ty;
                self.fill(keep.fact, ty, child == Child::Cancelled);
            }
        }
        self.passed.push((token.1, found));
        self.leave(token, to);
        Some(())
    }

    fn fork(&mut self, here: Token, p: P) -> Option<()> {
        let plan = self.plan;
        self.end_parallel(here.0, p);
        self.parallels.push((p, 0));
        self.tokens.retain(|t| t.0 != here.0);
        let first = self.moves.len();
        for to in &plan.parallels.get(usize::from(p))?.branches {
            let id = self.draw();
            self.tokens.push((id, here.1));
            self.moves.push((id, *to));
        }
        self.moves[first..].reverse();
        Some(())
    }

    fn join(&mut self, here: Token, p: P) -> Option<()> {
        let plan = self.plan;
        let parallel = plan.parallels.get(usize::from(p))?;
        if parallel.mode == JoinMode::All
            && let Some(running) = self.parallels.iter_mut().find(|r| r.0 == p)
        {
            running.1 += 1;
            if usize::from(running.1) < parallel.branches.len() {
                self.tokens.retain(|t| t.0 != here.0);
                return Some(());
            }
        }
        self.end_parallel(here.0, p);
        let (_, to) = plan.out(here.1, |e| matches!(e, EdgeKind::Next))?;
        self.leave(here, to);
        Some(())
    }

    fn end(&mut self, here: Token) {
        self.see(self.plan.node(here.1).done);
        let node = petgraph::graph::NodeIndex::new(usize::from(here.1));
        self.see(self.plan.point(&Point::Ended(Some(node))));
        self.see(self.plan.point(&Point::Ended(None)));
        self.left = self.tokens.iter().filter(|t| t.0 != here.0).map(|t| t.1).collect();
        self.left.sort_unstable();
        self.ended = Some(here.1);
        self.tokens.clear();
        self.stages.clear();
        self.points.clear();
        self.parallels.clear();
        self.children.clear();
        self.moves.clear();
        self.told.clear();
        self.facts.fill(Val::Unset);
    }
}
