//! Which places of the old revision a case can move from: asked without any case, by moving the part of one that matters.
//!
//! For each node at which a case can stand, two cases are tried: one that knows what is known there on every way, and one
//! that knows what could be known, in the values that fit the new revision least. If something strands both, every case that
//! stands there stays; if something strands one of them, it depends on what the case knows.

use super::{FlowPassage, Named, Passage, Reason, carry, convert::Convert, known};
use crate::kernel::input::NodeIx;
use crate::kernel::program::{FlowCode, Program};
use crate::kernel::state::{Core, Facts, Marks, Point, Rare, Running, State, Status, Token, Tokens};
use crate::value::{Moment, Text, Value};
use serde::{Deserialize, Serialize};
use smallvec::{SmallVec, smallvec};
use sop_core::model::{DayKind, FlowId, StageId, Type};
use std::collections::{BTreeMap, BTreeSet};

/// The places of one flow of the old revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowStandings {
    /// The flow, in the old revision.
    pub flow: Named,
    /// Nodes in the order of the source, then stages.
    pub places: Vec<Standing>,
}

/// Whether cases move from a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What kind of place it is.
    pub kind: PlaceKind,
    /// The node or stage, in the old revision.
    pub place: Named,
    /// Whether they move.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Kinds of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// Cases stand there.
    Node,
    /// A stage that was interrupted and could be resumed.
    Stage,
}

/// Whether cases move from a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Every case that stands there can.
    Moves,
    /// It depends on what the case knows.
    Depends {
        /// What may strand it.
        reasons: Vec<Reason>,
    },
    /// None can.
    Stays {
        /// What strands them.
        reasons: Vec<Reason>,
    },
}

impl Passage {
    /// Whether cases can move, for each place of the old revision at which one can stand.
    pub fn standings(&self, old: &Program, new: &Program) -> Vec<FlowStandings> {
        let flows = self.flows.iter().zip(&old.flows).zip(0u16..);
        let flows = flows.map(|((way, was), id)| Flow { passage: self, way, was, id: FlowId(id), old, new });
        flows.map(|flow| FlowStandings { flow: flow.way.name.clone(), places: flow.places() }).collect()
    }
}

struct Flow<'a> {
    passage: &'a Passage,
    way: &'a FlowPassage,
    was: &'a FlowCode,
    id: FlowId,
    old: &'a Program,
    new: &'a Program,
}

impl Flow<'_> {
    fn places(&self) -> Vec<Standing> {
        let start = self.core(SmallVec::new(), self.facts(|fact| fact < self.was.takes, false));
        let always = known::at_rest(self.was, &self.way.old, &start, false);
        let ever = known::at_rest(self.was, &self.way.old, &start, true);
        let mut places: Vec<Standing> = always
            .iter()
            .map(|(node, known)| self.node(*node, known, ever.get(node).unwrap_or(known)))
            .collect();
        let moving: BTreeSet<u16> = always
            .keys()
            .copied()
            .zip(&places)
            .filter(|(_, p)| p.verdict == Verdict::Moves)
            .map(|(n, _)| n)
            .collect();
        let stages = (0u16..).map(StageId).take(self.was.stages.len());
        places.extend(stages.filter_map(|stage| self.stage(stage, &always, &moving)));
        places
    }

    fn node(&self, node: u16, always: &[bool], ever: &[bool]) -> Standing {
        let least = self.facts(|f| always.get(usize::from(f)) == Some(&true), false);
        let most = self.facts(|f| ever.get(usize::from(f)) == Some(&true), true);
        let (a, b) =
            (self.reasons(&self.standing_at(node, least)), self.reasons(&self.standing_at(node, most)));
        let both: Vec<Reason> = a.intersection(&b).cloned().collect();
        let verdict = match (both.is_empty(), a.is_empty() && b.is_empty()) {
            (_, true) => Verdict::Moves,
            (true, _) => Verdict::Depends { reasons: a.union(&b).cloned().collect() },
            (false, _) => Verdict::Stays { reasons: both },
        };
        Standing { kind: PlaceKind::Node, place: self.way.old.node(node), verdict }
    }

    /// A stage that was interrupted, for a case that stands elsewhere, could move from there, and could come back to it.
    fn stage(
        &self,
        stage: StageId,
        always: &BTreeMap<u16, Box<[bool]>>,
        moving: &BTreeSet<u16>,
    ) -> Option<Standing> {
        let outside = |n: &u16| !self.was.nodes[usize::from(*n)].stages.contains(&stage);
        let mut found = None;
        for node in moving.iter().copied().filter(outside) {
            let known = always.get(&node)?;
            let facts = self.facts(|f| known.get(usize::from(f)) == Some(&true), false);
            let mut core = self.standing_at(node, facts);
            if !known::ahead(self.was, &self.way.old, &core).resumed.contains(&stage) {
                continue;
            }
            let (tokens, timers, stages) = (Vec::new(), Vec::new(), Vec::new());
            let (parallels, results) = (Vec::new(), Vec::new());
            core.rare_mut().points.push(Point {
                stage,
                whole: true,
                tokens,
                timers,
                stages,
                parallels,
                results,
            });
            let reasons = self.reasons(&core);
            let verdict = if reasons.is_empty() {
                Verdict::Moves
            } else {
                Verdict::Stays { reasons: reasons.into_iter().collect() }
            };
            if found.is_none() || verdict != Verdict::Moves {
                found = Some(Standing { kind: PlaceKind::Stage, place: self.way.old.stage(stage), verdict });
            }
        }
        found
    }

    /// The part of a case that stands at a node; in other branches around it nothing is left to do.
    fn standing_at(&self, node: u16, facts: Facts) -> Core {
        let mut core = self.core(smallvec![Token { visit: 1, node: NodeIx(node) }], facts);
        core.stages = self.was.nodes[usize::from(node)].stages.iter().copied().collect();
        let around = self.way.old.branches(node).iter();
        let running = around.filter_map(|(parallel, _)| {
            let code = self.was.parallels.get(usize::from(*parallel))?;
            let arrived = u16::try_from(code.branches.len().saturating_sub(1)).ok()?;
            Some(Running { parallel: *parallel, arrived })
        });
        let parallels: Vec<Running> = running.collect();
        if !parallels.is_empty() {
            core.rare = Some(Box::new(Rare { parallels, ..Rare::default() }));
        }
        core
    }

    fn core(&self, tokens: Tokens, facts: Facts) -> Core {
        Core {
            last: Moment(0),
            tag: self.old.tag(),
            status: Status::Open,
            flow: self.id,
            counter: 1,
            facts,
            tokens,
            timers: SmallVec::new(),
            stages: SmallVec::new(),
            rare: None,
            marks: Marks::default(),
        }
    }

    /// What is known: in values that fit the new revision, or that fit it `least`.
    fn facts(&self, is_known: impl Fn(u16) -> bool, least: bool) -> Facts {
        let value = |(ty, fact): (&Type, u16)| {
            let way = self.way.facts.get(usize::from(fact)).and_then(|(_, to)| to.as_ref());
            is_known(fact).then(|| example(ty, way.map(|(_, convert)| convert), least))
        };
        self.was.facts.iter().zip(0u16..).map(value).collect()
    }

    fn reasons(&self, core: &Core) -> BTreeSet<Reason> {
        let state = State { core: core.clone() };
        let moved = carry::probe(self.passage, self.old, self.new, &state);
        moved.err().map(|s| s.reasons.into_iter().collect()).unwrap_or_default()
    }
}

/// Some value of a type.
fn example(ty: &Type, way: Option<&Convert>, least: bool) -> Value {
    match ty {
        Type::YesNo => Value::YesNo(false),
        Type::Text => Value::Text(Text::default()),
        Type::Number => Value::Number(1),
        Type::Date => Value::Date(0),
        Type::Time => Value::Time(0),
        Type::Moment => Value::Moment(Moment(0)),
        Type::Duration => Value::Duration(3_600_000),
        Type::Weekday => Value::Weekday(0),
        Type::DayKind => Value::DayKind(DayKind::Workday),
        Type::OneOf(_) => {
            let choices = match way {
                Some(Convert::Choices(choices)) => &choices[..],
                _ => &[],
            };
            let found = choices.iter().position(|to| to.is_none() == least);
            Value::Choice(found.and_then(|i| u16::try_from(i).ok()).unwrap_or(0))
        }
        Type::List(of) => match way {
            Some(Convert::Each(each)) if least => Value::List(Box::new([example(of, Some(each), least)])),
            _ => Value::List(Box::default()),
        },
    }
}

#[cfg(test)]
mod tests;
