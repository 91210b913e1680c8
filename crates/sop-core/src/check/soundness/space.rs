//! All situations that a case can come to, by breadth first: so the way to each is a shortest one.

use super::facts::Val;
use super::oracle::Oracle;
use super::plan::{N, Plan, deadlines, ix, tells};
use super::run::apply;
use super::situation::{Input, Nodes, Situation};
use crate::model::{EdgeKind, FactId, NodeKind, Trigger};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use smallvec::SmallVec;
use std::hash::BuildHasher;

/// Steps from each situation that are looked at, taken together: facts of few values, filled in many at a time, make many.
pub(super) const STEPS_EACH: usize = 30;

/// A step from one situation to another.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) to: u32,
    pub(super) input: Input,
    /// Points that rules look for, in order.
    pub(super) points: SmallVec<[u16; 4]>,
    /// What was filled in, for tracked facts.
    pub(super) filled: Box<[(FactId, Val)]>,
    /// A condition was not followed on the way.
    pub(super) guessed: bool,
    /// Nodes that were come to, but for those that a resume brought back.
    pub(super) visited: Nodes,
}

/// The situations of a flow. Number 0 is before the case begins.
#[derive(Debug)]
pub(super) struct Space {
    pub(super) situations: Vec<Situation>,
    pub(super) steps: Vec<Vec<Step>>,
    /// The step by which each was first come to.
    pub(super) came: Vec<(u32, u32)>,
    /// There are more than were looked at.
    pub(super) cut: bool,
    /// Nodes that were come to.
    pub(super) visited: Vec<bool>,
    /// Inputs that were taken somewhere.
    pub(super) taken: std::collections::BTreeSet<Input>,
    /// Arrows that were passed without an input of their own.
    pub(super) passed: std::collections::BTreeSet<(N, usize)>,
    /// Inputs that fit by their look, but can't be worked through.
    pub(super) refused: Vec<(u32, Input)>,
    /// Where an input would be worked on without end: in which situation, and a step of the circle.
    pub(super) endless: Option<(u32, N)>,
}

impl Space {
    pub(super) fn explore(plan: &Plan<'_>, most: usize) -> Self {
        let start = Situation { facts: vec![Val::Unset; plan.tracked.facts.len()], ..Situation::default() };
        let mut space = Self {
            situations: Vec::new(),
            steps: vec![Vec::new()],
            came: vec![(0, 0)],
            cut: false,
            visited: vec![false; plan.nodes.len()],
            taken: std::collections::BTreeSet::new(),
            passed: std::collections::BTreeSet::new(),
            refused: Vec::new(),
            endless: None,
        };
        let mut numbers = Numbers::default();
        numbers.of(start, &mut space.situations);
        let (mut here, mut steps) = (0, 0usize);
        while here < space.situations.len() {
            let from = space.situations[here].clone();
            let inputs = inputs(plan, &from, here == 0);
            space.steps[here].reserve_exact(inputs.len());
            for input in inputs {
                let mut oracle = Oracle::default();
                let mut any = false;
                loop {
                    if let Some(done) = apply(plan, &from, &input, &mut oracle) {
                        any = true;
                        for n in &done.visited {
                            space.visited[usize::from(*n)] = true;
                        }
                        space.passed.extend(done.passed);
                        let (to, is_new) = numbers.of(done.to, &mut space.situations);
                        if is_new {
                            space.steps.push(Vec::new());
                            space.came.push((ix32(here), ix32(space.steps[here].len())));
                        }
                        space.steps[here].push(Step {
                            to,
                            input: input.clone(),
                            points: done.points,
                            filled: done.filled.into(),
                            guessed: done.guessed,
                            visited: done.visited,
                        });
                    }
                    if let Some(n) = oracle.endless {
                        space.endless.get_or_insert((ix32(here), n));
                        break;
                    }
                    steps += 1;
                    if space.situations.len() > most || steps > most.saturating_mul(STEPS_EACH) {
                        space.cut = true;
                        return space;
                    }
                    if !oracle.advance() {
                        break;
                    }
                }
                if any {
                    space.taken.insert(input);
                } else {
                    space.refused.push((ix32(here), input));
                }
            }
            here += 1;
        }
        space
    }

    /// The shortest way to a situation: where from, and which of its steps.
    pub(super) fn way(&self, mut to: u32) -> Vec<(u32, u32)> {
        let mut way = Vec::new();
        while to != 0 {
            let (from, step) = self.came[to as usize];
            way.push((from, step));
            to = from;
        }
        way.reverse();
        way
    }

    pub(super) fn step(&self, (from, step): (u32, u32)) -> &Step {
        &self.steps[from as usize][step as usize]
    }
}

/// The numbers of the situations that were found, by what they are: each with its hash, so that others are seldom looked at.
#[derive(Default)]
struct Numbers {
    known: HashTable<(u64, u32)>,
    hasher: FixedState,
}

impl Numbers {
    /// The number of a situation, and whether it is new; then it is put behind the others.
    fn of(&mut self, situation: Situation, all: &mut Vec<Situation>) -> (u32, bool) {
        let hash = self.hasher.hash_one(&situation);
        let same = |(h, i): &(u64, u32)| *h == hash && all[*i as usize] == situation;
        match self.known.entry(hash, same, |(h, _)| *h) {
            Entry::Occupied(known) => (known.get().1, false),
            Entry::Vacant(room) => {
                let number = ix32(all.len());
                room.insert((hash, number));
                all.push(situation);
                (number, true)
            }
        }
    }
}

/// Never more than `most`, which is far below four thousand million.
pub(super) fn ix32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Everything that can happen to a case in a situation.
fn inputs(plan: &Plan<'_>, at: &Situation, first: bool) -> Vec<Input> {
    if first {
        return vec![Input::Start];
    }
    if at.ended.is_some() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut stages = Vec::new();
    let mut tokens = at.tokens.clone();
    tokens.dedup();
    for n in &tokens {
        let n = *n;
        for stage in &plan.node(n).stages {
            if !stages.contains(stage) {
                stages.push(*stage);
            }
        }
        let node = &plan.flow.graph[petgraph::graph::NodeIndex::new(usize::from(n))];
        match &node.kind {
            NodeKind::Step { .. } => out.push(Input::Complete(n)),
            NodeKind::Do { .. } => {
                out.push(Input::Done(n));
                if plan.out(n, |e| matches!(e, EdgeKind::Failed)).is_some() {
                    out.push(Input::Failed(n));
                }
            }
            NodeKind::Call { flow, .. } => {
                out.extend(ends(plan, *flow).map(|end| Input::Child(n, Some(end))));
                if takes_cancelled(plan, n) {
                    out.push(Input::Child(n, None));
                }
            }
            _ => {}
        }
        let mut heard = Vec::new();
        for (position, (edge, _)) in plan.node(n).out.iter().enumerate() {
            match plan.edge(*edge) {
                EdgeKind::Answer { .. } if matches!(node.kind, NodeKind::Decide { .. }) => {
                    out.push(Input::Answer(n, position));
                }
                EdgeKind::Event(event, _) if !heard.contains(event) => {
                    heard.push(*event);
                    out.push(Input::Event(n, position));
                }
                EdgeKind::After(_) | EdgeKind::At(_) => out.push(Input::Arrow(n, position)),
                _ => {}
            }
        }
        out.extend(deadlines(&node.deadlines).map(|(i, _)| Input::Deadline(n, i)));
        for (i, say) in tells(&node.deadlines) {
            if plan.heeds(say.what) && !at.told.contains(&(false, n, ix(i))) {
                out.push(Input::Tell(n, i));
            }
        }
    }
    for stage in stages.iter().copied() {
        let s = &plan.flow.stages[usize::from(stage)];
        for (i, interrupt) in s.interrupts.iter().enumerate() {
            match &interrupt.trigger {
                Trigger::Silent(_) => out.push(Input::Silence(stage, i)),
                Trigger::Event(event, _) => {
                    // A token that waits for it takes it; then the innermost stage, and of its arrows the first.
                    let waited = tokens.iter().any(|n| plan.listens(*n, *event).is_some());
                    let depth = |s: u16| plan.stages[usize::from(s)].chain.len();
                    let inner = stages.iter().any(|other| {
                        let before =
                            depth(*other) > depth(stage) || (depth(*other) == depth(stage) && *other < stage);
                        before && plan.interrupted(*other, *event).is_some()
                    });
                    if !waited && !inner && plan.interrupted(stage, *event) == Some(i) {
                        out.push(Input::Interrupt(stage, i));
                    }
                }
            }
        }
        out.extend(deadlines(&s.deadlines).map(|(i, _)| Input::StageDeadline(stage, i)));
        for (i, say) in tells(&s.deadlines) {
            if plan.heeds(say.what) && !at.told.contains(&(true, stage, ix(i))) {
                out.push(Input::StageTell(stage, i));
            }
        }
    }
    for (start, child) in &at.children {
        if let (super::situation::Child::Running, NodeKind::Start { flow, .. }) = (child, plan.kind(*start)) {
            out.extend(ends(plan, *flow).map(|end| Input::Child(*start, Some(end))));
            let mut awaits = (0..ix(plan.nodes.len())).filter(|n| {
                matches!(plan.kind(*n), NodeKind::Await { start: s, .. } if s.index() == usize::from(*start))
            });
            if awaits.all(|n| takes_cancelled(plan, n)) {
                out.push(Input::Child(*start, None));
            }
        }
    }
    out
}

/// The ends of another flow.
fn ends<'p>(plan: &'p Plan<'_>, flow: crate::model::FlowId) -> impl Iterator<Item = N> + 'p {
    let flow = plan.book.flows.get(flow.index());
    flow.into_iter().flat_map(|f| {
        let ends = f.graph.node_indices().filter(|n| matches!(f.graph[*n].kind, NodeKind::End));
        ends.map(|n| ix(n.index()))
    })
}

fn takes_cancelled(plan: &Plan<'_>, n: N) -> bool {
    plan.out(n, |e| match e {
        EdgeKind::Outcome { name, .. } => name == "cancelled",
        EdgeKind::Otherwise => true,
        _ => false,
    })
    .is_some()
}
