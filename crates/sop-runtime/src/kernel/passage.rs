//! From one revision of a book to another: where each node, stage, fact and rule of the one is in the other, and how a case
//! that is under way goes over.
//!
//! Names decide. What has the same name is the same; what the new revision says that an old name `becomes` is that; what is
//! gone strands the cases that need it - and [`Stranded`] says so, by those names. A case moves as a whole or not at all.
//!
//! - *Tokens* stay at their nodes, under their numbers: tasks, invocations and called cases go on. A task whose lane
//!   changed, or that is now answered instead of done, is withdrawn and assigned anew. Where another kind of work is done
//!   now, the case is stranded. An action under way is never given up by a move: if the new revision does another there,
//!   the case is stranded.
//! - *Clocks* that run go on as they were wound, whatever their new length is: a limit is the same if it leads to the same
//!   place (or tells the same) or else is of the same length. Limits that are new count from the move; those that are gone
//!   are disarmed; those that have run out stay so.
//! - *Stages* follow from the nodes. One that was interrupted must be resumed by the new revision, too.
//! - *Branches* must be arranged as they were while a case is inside them.
//! - *Facts* keep their values if they fit the new type; choices go by name. New ones are unknown. Where the case could
//!   come to read one that it does not know, and could not have come to before, it is stranded.
//! - *Rules* whose law is the same are watched on. A law that is new or changed is watched from the move on; what it says
//!   must have come before, or must come in every run, is taken to have come: nobody is blamed for a rule that was not there.
//!
//! A move is an input of its own in the journal ([`super::Input::Moved`]), made by [`Passage::carry`] and not by
//! [`super::advance`].

mod carry;
mod convert;
mod keys;
mod known;
mod reason;
mod rest;
mod standing;

pub use reason::{Named, Reason, Stranded};
pub use standing::{FlowStandings, PlaceKind, Standing, Verdict};

use super::effect::Effect;
use super::program::Program;
use super::state::State;
use crate::value::Moment;
use keys::Pairs;
use petgraph::graph::NodeIndex;
use sop_core::model::{BecomesKind, Book, FactId, Flow, FlowId, NodeKind, Region, StageId};
use std::collections::BTreeSet;

/// The way from one revision to another. Made once, it carries any number of cases.
#[derive(Clone, Debug)]
pub struct Passage {
    /// By the flow's number in the old revision.
    flows: Box<[FlowPassage]>,
}

/// The way of one flow.
#[derive(Clone, Debug)]
pub(super) struct FlowPassage {
    name: Named,
    to: Option<FlowId>,
    /// By the node's number in the old revision.
    nodes: Box<[Place]>,
    /// By number in the old revision.
    stages: Box<[(Named, Option<StageId>)]>,
    /// By number in the old revision.
    parallels: Box<[Option<u16>]>,
    /// By number in the old revision: where the fact is now, and how its values go over.
    facts: Box<[(Named, Option<FactWay>)]>,
    /// By the law's number in the old revision.
    laws: Box<[Option<u16>]>,
    /// Laws of the new revision that nothing of the old one is.
    new_laws: Box<[u16]>,
    /// Silences and deadlines of stages, by the stage's number in the old revision.
    clocks: Box<[Clocks]>,
    old: Names,
    new: Names,
}

/// The fact in the new revision, and how values become its values.
type FactWay = (FactId, convert::Convert);

/// The branches around a node, outer before inner: parallel and branch.
type Branches = Box<[(u16, u16)]>;

/// Where a node has gone.
#[derive(Clone, Debug)]
struct Place {
    /// The node in the new revision.
    to: Option<u16>,
    /// Its lane is the same.
    same_lane: bool,
    /// The action there is the same, and gives the same.
    same_action: bool,
    deadlines: Pairs,
    /// By position among the out-edges.
    arrows: Pairs,
}

/// Clocks of a stage.
#[derive(Clone, Debug, Default)]
struct Clocks {
    silences: Pairs,
    deadlines: Pairs,
}

/// Names and places of one flow, for reasons and for what a program does not know.
#[derive(Clone, Debug, Default)]
struct Names {
    nodes: Box<[Named]>,
    stages: Box<[Named]>,
    facts: Box<[Named]>,
    /// By node.
    branches: Box<[Branches]>,
}

impl Passage {
    /// The way from one revision to another. Each program must be that of its book.
    pub fn between(old: (&Book, &Program), new: (&Book, &Program)) -> Self {
        let flows = old.0.flows.iter().zip(0u16..).map(|(flow, id)| {
            let mut to = new.0.flows.iter().zip(0u16..);
            let to = to.find(|(f, _)| f.name == flow.name).map(|(f, id)| (FlowId(id), f));
            FlowPassage::of(old, (FlowId(id), flow), new, to)
        });
        Self { flows: flows.collect() }
    }

    /// Moves a case: its state in the new revision, and what that brings about.
    ///
    /// # Errors
    ///
    /// [`Stranded`] tells everything that can't be carried over.
    pub fn carry(
        &self,
        old: &Program,
        new: &Program,
        state: &State,
        at: Moment,
    ) -> Result<(State, Vec<Effect>), Stranded> {
        carry::carry(self, old, new, state, at)
    }
}

fn named(name: &str, label: &str) -> Named {
    Named { name: name.to_owned(), label: label.to_owned() }
}

fn number<T: TryInto<u16>>(index: T) -> u16 {
    // Programs have indices of 16 bits; what is beyond them is in no program.
    index.try_into().unwrap_or(u16::MAX)
}

impl Names {
    fn of(flow: &Flow) -> Self {
        Self {
            nodes: flow.graph.node_weights().map(|n| named(&n.name, &n.label)).collect(),
            stages: flow.stages.iter().map(|s| named(&s.name, &s.label)).collect(),
            facts: flow.facts.iter().map(|f| named(&f.field.name, "")).collect(),
            branches: flow.graph.node_weights().map(|n| branches(flow, n.region)).collect(),
        }
    }

    fn node(&self, node: u16) -> Named {
        self.nodes.get(usize::from(node)).cloned().unwrap_or_else(|| named(&node.to_string(), ""))
    }

    fn stage(&self, stage: StageId) -> Named {
        self.stages.get(stage.index()).cloned().unwrap_or_else(|| named(&stage.0.to_string(), ""))
    }

    fn fact(&self, fact: u16) -> Named {
        self.facts.get(usize::from(fact)).cloned().unwrap_or_else(|| named(&fact.to_string(), ""))
    }

    fn branches(&self, node: u16) -> &[(u16, u16)] {
        self.branches.get(usize::from(node)).map_or(&[], |b| b)
    }
}

/// Branches around a region, outer before inner.
fn branches(flow: &Flow, mut region: Region) -> Branches {
    let mut all = Vec::new();
    // Each step leads outwards; in a program no region lies in itself.
    for _ in 0..=flow.stages.len() + flow.parallels.len() {
        region = match region {
            Region::Flow => break,
            Region::Stage(stage) => flow.stages.get(stage.index()).map_or(Region::Flow, |s| s.region),
            Region::Branch(parallel, branch) => {
                all.push((parallel.0, branch.0));
                flow.parallels.get(parallel.index()).map_or(Region::Flow, |p| p.region)
            }
        };
    }
    all.reverse();
    all.into()
}

/// What an old name is called now: itself if it is still there, or what it has become.
fn now_called<'n>(
    flow: &'n Flow,
    kinds: &[BecomesKind],
    old: &'n str,
    is_there: impl Fn(&str) -> bool,
) -> &'n str {
    if is_there(old) {
        return old;
    }
    let becomes = flow.becomes.iter().find(|b| b.old == old && kinds.contains(&b.kind));
    becomes.map_or(old, |b| b.new.as_str())
}

/// Whether its author gave it its name.
fn is_nameable(kind: &NodeKind) -> bool {
    !matches!(kind, NodeKind::Join(_) | NodeKind::Resume(_))
}

/// A node of the new flow for one of the old.
fn node_now(old: &Flow, node: NodeIndex, new: &Flow) -> Option<NodeIndex> {
    let was = &old.graph[node];
    let find = |name: &str| {
        new.graph.node_indices().find(|n| new.graph[*n].name == name && is_nameable(&new.graph[*n].kind))
    };
    match was.kind {
        // Named after their parallel and their stage.
        NodeKind::Join(parallel) => {
            let fork = old.parallels.get(parallel.index())?.fork;
            let NodeKind::Fork(now) = new.graph.node_weight(node_now(old, fork, new)?)?.kind else {
                return None;
            };
            Some(new.parallels.get(now.index())?.join)
        }
        NodeKind::Resume(stage) => {
            let now = stage_now(old, stage, new)?;
            new.graph.node_indices().find(|n| new.graph[*n].kind == NodeKind::Resume(now))
        }
        _ => {
            let kinds = [BecomesKind::Node, BecomesKind::End];
            find(now_called(new, &kinds, &was.name, |name| find(name).is_some()))
        }
    }
}

fn stage_now(old: &Flow, stage: StageId, new: &Flow) -> Option<StageId> {
    let find = |name: &str| new.stages.iter().position(|s| s.name == name);
    let name = &old.stages.get(stage.index())?.name;
    let found = find(now_called(new, &[BecomesKind::Stage], name, |n| find(n).is_some()))?;
    Some(StageId(number(found)))
}

fn fact_now(old: &Flow, fact: usize, new: &Flow) -> Option<usize> {
    let find = |name: &str| new.facts.iter().position(|f| f.field.name == name);
    let name = &old.facts.get(fact)?.field.name;
    let now = now_called(new, &[BecomesKind::Fact], name, |n| find(n).is_some());
    // A name that is still there goes first: what only becomes it gives way.
    let taken = now != name && old.facts.iter().any(|f| f.field.name == now);
    find(now).filter(|_| !taken)
}

impl FlowPassage {
    fn of(
        old: (&Book, &Program),
        (id, flow): (FlowId, &Flow),
        new: (&Book, &Program),
        to: Option<(FlowId, &Flow)>,
    ) -> Self {
        let (old_names, name) = (Names::of(flow), named(&flow.name, &flow.label));
        let Some((to, now)) = to else { return Self::nowhere(name, flow, old_names) };
        let nodes: Vec<_> = flow.graph.node_indices().map(|n| node_now(flow, n, now)).collect();
        let keys = keys::Keys::between((old.0, flow), (new.0, now), &nodes);
        let places = flow.graph.node_indices().zip(&nodes).map(|(n, to)| keys.place(n, *to));
        let stages: Box<[_]> = (0u16..)
            .zip(&flow.stages)
            .map(|(i, s)| (named(&s.name, &s.label), stage_now(flow, StageId(i), now)))
            .collect();
        let clocks = flow.stages.iter().zip(&stages).map(|(stage, (_, to))| keys.clocks(stage, *to));
        let parallel = |p: &sop_core::model::Parallel| {
            let fork = nodes.get(p.fork.index()).copied().flatten()?;
            let NodeKind::Fork(to) = now.graph.node_weight(fork)?.kind else { return None };
            let to_parallel = now.parallels.get(to.index())?;
            let names =
                |p: &sop_core::model::Parallel| p.branches.iter().map(|b| b.name.clone()).collect::<Vec<_>>();
            (p.mode == to_parallel.mode && names(p) == names(to_parallel)).then_some(to.0)
        };
        let facts = flow.facts.iter().enumerate().map(|(i, fact)| {
            let found = fact_now(flow, i, now).and_then(|to| {
                let convert = convert::Convert::between(&fact.field.ty, &now.facts.get(to)?.field.ty);
                Some((FactId(number(to)), convert))
            });
            (named(&fact.field.name, ""), found)
        });
        let laws = keys.laws((old.1, id), (new.1, to));
        let kept: BTreeSet<u16> = laws.iter().flatten().copied().collect();
        let count = new.1.flows.get(to.index()).and_then(|f| f.watch.as_ref()).map_or(0, |w| w.laws.len());
        Self {
            name,
            to: Some(to),
            nodes: places.collect(),
            clocks: clocks.collect(),
            parallels: flow.parallels.iter().map(parallel).collect(),
            facts: facts.collect(),
            new_laws: (0..number(count)).filter(|l| !kept.contains(l)).collect(),
            laws,
            stages,
            old: old_names,
            new: Names::of(now),
        }
    }

    /// The new revision has no such flow.
    fn nowhere(name: Named, flow: &Flow, old: Names) -> Self {
        Self {
            name,
            to: None,
            nodes: Box::default(),
            stages: flow.stages.iter().map(|s| (named(&s.name, &s.label), None)).collect(),
            parallels: Box::default(),
            facts: Box::default(),
            laws: Box::default(),
            new_laws: Box::default(),
            clocks: Box::default(),
            old,
            new: Names::default(),
        }
    }

    /// Where a node of the old revision has gone.
    fn node(&self, node: u16) -> Option<u16> {
        self.nodes.get(usize::from(node))?.to
    }
}

#[cfg(test)]
mod tests;
