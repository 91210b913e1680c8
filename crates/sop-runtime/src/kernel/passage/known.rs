//! What lies ahead of a case: which facts it could come to read without knowing them, and which stages it could resume.
//!
//! What is known goes forward along every way that the case could take, as in the checker's analysis; where ways meet, only
//! what both know counts. It begins at the tokens, with all that the case knows now.

use super::Names;
use crate::kernel::program::{
    ArrowWhen, ChangeCode, Code, FlowCode, Kind, LateCode, LengthCode, NodeCode, SayCode, TriggerCode,
};
use crate::kernel::state::{Core, Token};
use sop_core::model::{FactId, JoinMode, StageId};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A set of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known(Box<[u64]>);

impl Known {
    fn of(core: &Core) -> Self {
        let mut known = Self(vec![0; core.facts.len().div_ceil(64)].into());
        for (value, fact) in core.facts.iter().zip(0u16..) {
            if value.is_some() {
                known.add(FactId(fact));
            }
        }
        known
    }

    fn has(&self, fact: FactId) -> bool {
        self.0.get(fact.index() / 64).is_some_and(|word| word & (1 << (fact.index() % 64)) != 0)
    }

    fn add(&mut self, fact: FactId) {
        if let Some(word) = self.0.get_mut(fact.index() / 64) {
            *word |= 1 << (fact.index() % 64);
        }
    }

    fn with(&self, facts: impl IntoIterator<Item = FactId>) -> Self {
        let mut known = self.clone();
        facts.into_iter().for_each(|f| known.add(f));
        known
    }

    /// Keeps what both know; tells whether that is less.
    fn meet(&mut self, other: &Self) -> bool {
        let mut less = false;
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            less |= *word & !other != 0;
            *word &= other;
        }
        less
    }

    /// Keeps what either knows; tells whether that is more.
    fn join(&mut self, other: &Self) -> bool {
        let mut more = false;
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            more |= !*word & other != 0;
            *word |= other;
        }
        more
    }
}

/// Where the work goes on: at the arrival at a node, or while a case rests there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum At {
    Arriving(u16),
    Resting(u16),
}

struct Flood<'a> {
    flow: &'a FlowCode,
    names: &'a Names,
    core: &'a Core,
    now: Known,
    /// Where ways meet: what either could know, not what both do.
    may: bool,
    known: BTreeMap<At, Known>,
    queue: VecDeque<At>,
    /// What each branch brings to a join.
    brought: BTreeMap<(u16, u16), Known>,
    found: Found,
}

/// What lies ahead of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Facts that could be read without being known, each with the node that reads it.
    pub(super) missing: BTreeSet<(u16, u16)>,
    /// Stages that could be resumed.
    pub(super) resumed: BTreeSet<StageId>,
}

/// Looks ahead from where a case stands.
pub(super) fn ahead(flow: &FlowCode, names: &Names, core: &Core) -> Found {
    let mut flood = Flood::new(flow, names, core, false);
    for token in &core.tokens {
        flood.come(At::Resting(token.node.0), flood.now.clone());
    }
    flood.run();
    flood.found
}

/// Which facts a case that stands at a node knows, for every node that a new case (its facts are those of `core`) could come
/// to: on every way there, or on some way if it `may`.
pub(super) fn at_rest(flow: &FlowCode, names: &Names, core: &Core, may: bool) -> BTreeMap<u16, Box<[bool]>> {
    let mut flood = Flood::new(flow, names, core, may);
    flood.come(At::Arriving(flow.first), flood.now.clone());
    flood.run();
    let facts = |known: &Known| (0u16..).map(FactId).take(core.facts.len()).map(|f| known.has(f)).collect();
    let rests = flood.known.iter().filter_map(|(at, known)| match at {
        At::Resting(node) => Some((*node, facts(known))),
        At::Arriving(_) => None,
    });
    rests.collect()
}

impl<'a> Flood<'a> {
    fn new(flow: &'a FlowCode, names: &'a Names, core: &'a Core, may: bool) -> Self {
        Self {
            flow,
            names,
            core,
            may,
            known: BTreeMap::new(),
            queue: VecDeque::new(),
            brought: BTreeMap::new(),
            found: Found::default(),
            now: Known::of(core),
        }
    }

    fn run(&mut self) {
        while let Some(at) = self.queue.pop_front() {
            let Some(known) = self.known.get(&at).cloned() else { continue };
            match at {
                At::Arriving(node) => self.arrive(node, &known),
                At::Resting(node) => self.rest(node, &known),
            }
        }
    }

    fn code(&self, node: u16) -> &'a NodeCode {
        &self.flow.nodes[usize::from(node)]
    }

    fn come(&mut self, at: At, known: Known) {
        let changed = match self.known.entry(at) {
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(known);
                true
            }
            std::collections::btree_map::Entry::Occupied(mut entry) if self.may => {
                entry.get_mut().join(&known)
            }
            std::collections::btree_map::Entry::Occupied(mut entry) => entry.get_mut().meet(&known),
        };
        if changed {
            self.queue.push_back(at);
        }
    }

    /// From a node to another.
    fn go(&mut self, from: u16, to: u16, known: Known) {
        let (mut from, mut to, mut known) = (from, to, known);
        // A join may lead to the join around it, and so outwards.
        for _ in 0..=self.flow.nodes.len() {
            match self.code(to).kind {
                Kind::Resume(stage) => {
                    self.found.resumed.insert(stage);
                    // What is interrupted later was interrupted where less was known than then.
                    if let Some(point) = self.core.rare().points.iter().find(|p| p.stage == stage) {
                        for token in &point.tokens {
                            self.come(At::Resting(token.node.0), known.clone());
                        }
                        return;
                    }
                    to = self.flow.stages[stage.index()].first;
                }
                Kind::Join { parallel, next } => {
                    if let Some(all) = self.joined(from, to, parallel, &known) {
                        (from, to, known) = (to, next, all);
                    } else {
                        return;
                    }
                }
                _ => break,
            }
        }
        let (was, is) = (&self.code(from).stages, &self.code(to).stages);
        for stage in is.iter().filter(|s| !was.contains(s)) {
            let stage = &self.flow.stages[stage.index()];
            for deadline in &stage.deadlines {
                self.length(&deadline.length, to, &known);
            }
        }
        self.come(At::Arriving(to), known);
    }

    /// What is known behind a join; `None` as long as a branch has not come.
    fn joined(&mut self, from: u16, join: u16, parallel: u16, known: &Known) -> Option<Known> {
        let code = &self.flow.parallels[usize::from(parallel)];
        if code.mode == JoinMode::Any {
            return Some(known.clone());
        }
        let branch = self.names.branches(from).iter().find(|(p, _)| *p == parallel).map(|(_, b)| *b)?;
        let slot = self.brought.entry((join, branch)).or_insert_with(|| known.clone());
        if self.may {
            slot.join(known);
        } else {
            slot.meet(known);
        }
        let running = self.core.rare().parallels.iter().any(|r| r.parallel == parallel);
        let suspended = self.core.rare().points.iter().flat_map(|p| &p.tokens);
        let tokens: Vec<Token> = self.core.tokens.iter().chain(suspended).copied().collect();
        let mut all = self.now.clone();
        for branch in 0..super::number(code.branches.len()) {
            let works = |t: &Token| self.names.branches(t.node.0).contains(&(parallel, branch));
            match self.brought.get(&(join, branch)) {
                Some(brought) => {
                    all.join(brought);
                }
                // It has come before, and brought no more than is known now.
                None if running && !tokens.iter().any(works) => {}
                None => return None,
            }
        }
        Some(all)
    }

    fn arrive(&mut self, node: u16, known: &Known) {
        let code = self.code(node);
        for say in &code.says {
            self.say(say, node, known);
        }
        for deadline in &code.deadlines {
            self.length(&deadline.length, node, known);
        }
        for arrow in &code.arrows {
            match &arrow.when {
                ArrowWhen::After(length) => self.length(length, node, known),
                ArrowWhen::At(code) => self.read(code, node, known),
            }
        }
        match &code.kind {
            Kind::Do { args, .. } | Kind::Call { args, .. } => self.reads(args, node, known),
            Kind::Start { args, next, .. } => {
                self.reads(args, node, known);
                self.go(node, *next, known.clone());
            }
            Kind::Choose { whens, otherwise } => {
                let mut known = known.clone();
                for (when, to) in whens {
                    self.read(when, node, &known);
                    let mut then = known.clone();
                    if_true(when, &mut then);
                    self.go(node, *to, then);
                    if_false(when, &mut known);
                }
                if let Some(to) = otherwise {
                    self.go(node, *to, known);
                }
            }
            Kind::Fork { parallel } => {
                for to in &self.flow.parallels[usize::from(*parallel)].branches {
                    self.go(node, *to, known.clone());
                }
            }
            _ => {}
        }
        if code.rests() {
            self.come(At::Resting(node), known.clone());
        }
    }

    fn rest(&mut self, node: u16, known: &Known) {
        let code = self.code(node);
        for deadline in &code.deadlines {
            self.late(&deadline.late, node, known);
        }
        for stage in &code.stages {
            let stage = &self.flow.stages[stage.index()];
            for interrupt in &stage.interrupts {
                let mut known = known.clone();
                match &interrupt.trigger {
                    // Wound back by what is said and by what comes.
                    TriggerCode::Silent(length) => self.length(length, node, &known),
                    TriggerCode::Event(_, keeps) => known = known.with(keeps.iter().map(|k| k.fact)),
                }
                self.go(node, interrupt.target, known);
            }
            for deadline in &stage.deadlines {
                self.late(&deadline.late, node, known);
            }
        }
        for on in &code.events {
            self.go(node, on.target, known.with(on.keeps.iter().map(|k| k.fact)));
        }
        for arrow in &code.arrows {
            self.go(node, arrow.target, known.clone());
        }
        match &code.kind {
            Kind::Step { fills, changes, next } => {
                let mut known = known.with(fills.iter().copied());
                for change in changes {
                    match change {
                        ChangeCode::Set(fact, code) | ChangeCode::Add(fact, code) => {
                            self.read(code, node, &known);
                            known.add(*fact);
                        }
                        ChangeCode::Publish(_, args) => self.reads(args, node, &known),
                    }
                }
                self.go(node, *next, known);
            }
            Kind::Do { args, keeps, next, failed, .. } => {
                // Tried again, its input is worked out anew.
                self.reads(args, node, known);
                self.go(node, *next, known.with(keeps.iter().map(|k| k.fact)));
                if let Some(failed) = failed {
                    self.go(node, *failed, known.clone());
                }
            }
            Kind::Decide { fact, answers } => {
                for (_, to) in answers {
                    self.go(node, *to, known.with(*fact));
                }
            }
            Kind::Await { outcomes, .. } | Kind::Call { outcomes, .. } => {
                for end in &outcomes.ends {
                    // That the child knows what is kept of it, its own book has been checked for.
                    self.go(node, end.target, known.with(end.keeps.iter().map(|k| k.fact)));
                }
                for to in outcomes.cancelled.into_iter().chain(outcomes.otherwise) {
                    self.go(node, to, known.clone());
                }
            }
            _ => {}
        }
    }

    fn late(&mut self, late: &LateCode, node: u16, known: &Known) {
        match late {
            LateCode::GoTo(to) => self.go(node, *to, known.clone()),
            LateCode::Tell(_, say) => self.say(say, node, known),
        }
    }

    fn say(&mut self, say: &SayCode, node: u16, known: &Known) {
        self.reads(&say.args, node, known);
    }

    fn length(&mut self, length: &LengthCode, node: u16, known: &Known) {
        if let LengthCode::Of(code, _) = length {
            self.read(code, node, known);
        }
    }

    fn reads(&mut self, codes: &[Code], node: u16, known: &Known) {
        for code in codes {
            self.read(code, node, known);
        }
    }

    /// Expressions are not deep: a program's builder sees to that.
    fn read(&mut self, code: &Code, node: u16, known: &Known) {
        match code {
            Code::Value(_) | Code::Now | Code::Known(_) => {}
            Code::Fact(fact) => {
                if !known.has(*fact) {
                    self.found.missing.insert((fact.0, node));
                }
            }
            Code::And(parts) | Code::Or(parts) => {
                let mut known = known.clone();
                for part in parts {
                    self.read(part, node, &known);
                    match code {
                        Code::And(_) => if_true(part, &mut known),
                        _ => if_false(part, &mut known),
                    }
                }
            }
            Code::Not(of)
            | Code::Within(of, _)
            | Code::On(of, _)
            | Code::TimeOf(of)
            | Code::DateOf(of)
            | Code::WeekdayOf(of)
            | Code::DayOf(of, _) => self.read(of, node, known),
            Code::Compare(_, sides) | Code::Contains(sides) | Code::Binary(_, sides) => {
                self.read(&sides.0, node, known);
                self.read(&sides.1, node, known);
            }
            Code::Table(_, args) => self.reads(args, node, known),
        }
    }
}

/// Adds what is known if the condition holds.
fn if_true(code: &Code, known: &mut Known) {
    match code {
        Code::Known(fact) => known.add(*fact),
        Code::And(parts) => parts.iter().for_each(|p| if_true(p, known)),
        Code::Not(of) => if_false(of, known),
        _ => {}
    }
}

/// Adds what is known if the condition does not hold.
fn if_false(code: &Code, known: &mut Known) {
    match code {
        Code::Or(parts) => parts.iter().for_each(|p| if_false(p, known)),
        Code::Not(of) => if_true(of, known),
        _ => {}
    }
}
