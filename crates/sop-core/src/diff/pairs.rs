//! What of the old book is what of the new one: by name, by `becomes`, by likeness.

mod likeness;
mod vocabulary;

use super::ThingKind;
use crate::model::{Becomes, BecomesKind, Book, FactId, Flow, FlowId, NodeKind, StageId};
use petgraph::graph::NodeIndex;
use std::collections::{BTreeMap, BTreeSet};

/// How two things were found to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Both have the same name.
    Name,
    /// The new revision says so, or cases don't go by the name.
    Becomes,
    /// They are much alike, and nobody says so.
    Likeness,
}

/// All pairs of two books.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// By the flow's number in the old book.
    pub(crate) flows: Vec<Option<FlowPair>>,
    /// Things of the vocabulary, rules and scenarios that only have another name: old and new number.
    pub(super) renamed: Vec<(ThingKind, usize, usize)>,
}

/// For each of the old list what it is in the new.
type Found = Vec<Option<(usize, By)>>;

/// Old nodes, each with the name of another that it has become.
type Merged = Vec<(NodeIndex, String)>;

/// The pairs of one flow, by number in the old one.
#[derive(Clone, Debug)]
pub(crate) struct FlowPair {
    pub(crate) new: FlowId,
    pub(crate) by: By,
    pub(crate) nodes: Vec<Option<(NodeIndex, By)>>,
    pub(crate) stages: Vec<Option<(StageId, By)>>,
    pub(super) facts: Vec<Option<(FactId, By)>>,
    /// Nodes that are gone because they have become others that were there before: the others' names.
    pub(super) merged: Merged,
}

impl Pairs {
    /// Finds all pairs.
    pub fn between(old: &Book, new: &Book) -> Self {
        let mut to: Found = by_name(
            old.flows.iter().map(|f| f.name.as_str()),
            &places(new.flows.iter().map(|f| f.name.as_str())),
        );
        likeness::fill(&mut to, new.flows.len(), |a, b| likeness::flows(&old.flows[a], &new.flows[b]));
        let flows = old
            .flows
            .iter()
            .zip(to)
            .map(|(flow, to)| {
                let (to, by) = to?;
                Some(FlowPair::between(flow, &new.flows[to], FlowId(number(to)), by))
            })
            .collect();
        Self { flows, renamed: vocabulary::renamed(old, new) }
    }

    /// The old book with the names of the new one for all that has a pair: what is left to compare differs in more than names.
    pub(super) fn in_new_names(&self, old: &Book, new: &Book) -> Book {
        let mut book = old.clone();
        for (flow, pair) in book.flows.iter_mut().zip(&self.flows) {
            let Some(pair) = pair else { continue };
            let Some(now) = new.flows.get(pair.new.index()) else { continue };
            pair.rename(flow, now);
        }
        vocabulary::rename(&mut book, new, &self.renamed);
        book
    }
}

fn number(index: usize) -> u16 {
    // Indices of a book have 16 bits.
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// Where each name stands first.
fn places<'n>(
    names: impl DoubleEndedIterator<Item = &'n str> + ExactSizeIterator,
) -> BTreeMap<&'n str, usize> {
    names.enumerate().rev().map(|(i, name)| (name, i)).collect()
}

fn by_name<'n>(old: impl Iterator<Item = &'n str>, new: &BTreeMap<&str, usize>) -> Found {
    old.map(|name| new.get(name).map(|i| (*i, By::Name))).collect()
}

/// Whether its author gave it its name.
const fn is_nameable(kind: &NodeKind) -> bool {
    !matches!(kind, NodeKind::Join(_) | NodeKind::Resume(_))
}

/// Adds what the new revision says that old names become; tells what has become something that was there before.
fn by_becomes<'n>(
    to: &mut [Option<(usize, By)>],
    old: &[&str],
    kinds: &[BecomesKind],
    now: &'n Flow,
    find: impl Fn(&str) -> Option<usize>,
) -> Vec<(usize, &'n str)> {
    let mut merged = Vec::new();
    let said = now.becomes.iter().rev().filter(|b| kinds.contains(&b.kind));
    let said: BTreeMap<&str, &Becomes> = said.map(|b| (b.old.as_str(), b)).collect();
    let mut taken: BTreeSet<usize> = to.iter().flatten().map(|(t, _)| *t).collect();
    for (i, name) in old.iter().enumerate() {
        if to[i].is_some() {
            continue;
        }
        let becomes = said.get(name);
        let Some((becomes, found)) = becomes.and_then(|b| Some((b, find(&b.new)?))) else { continue };
        if taken.insert(found) {
            to[i] = Some((found, By::Becomes));
        } else {
            merged.push((i, becomes.new.as_str()));
        }
    }
    merged
}

impl FlowPair {
    fn between(old: &Flow, new: &Flow, id: FlowId, by: By) -> Self {
        let (nodes, merged) = Self::nodes(old, new);
        let stages = Self::stages(old, new, &nodes);
        let facts = Self::facts(old, new, &nodes);
        let mut this = Self {
            new: id,
            by,
            nodes: nodes.into_iter().map(|n| n.map(|(i, by)| (NodeIndex::new(i), by))).collect(),
            stages: stages.into_iter().map(|s| s.map(|(i, by)| (StageId(number(i)), by))).collect(),
            facts: facts.into_iter().map(|f| f.map(|(i, by)| (FactId(number(i)), by))).collect(),
            merged,
        };
        this.made_up(old, new);
        this
    }

    fn nodes(old: &Flow, new: &Flow) -> (Found, Merged) {
        let named = |flow: &Flow, n: NodeIndex| {
            let node = &flow.graph[n];
            if is_nameable(&node.kind) { node.name.clone() } else { String::new() }
        };
        let olds: Vec<String> = old.graph.node_indices().map(|n| named(old, n)).collect();
        let news: Vec<String> = new.graph.node_indices().map(|n| named(new, n)).collect();
        let there = places(news.iter().map(String::as_str));
        let find = |name: &str| there.get(name).copied().filter(|_| !name.is_empty());
        let mut to: Found = olds.iter().map(|n| find(n).map(|i| (i, By::Name))).collect();
        let names: Vec<&str> = olds.iter().map(String::as_str).collect();
        let merged = by_becomes(&mut to, &names, &[BecomesKind::Node, BecomesKind::End], new, find);
        let merged: Vec<_> =
            merged.into_iter().map(|(i, into)| (NodeIndex::new(i), into.to_owned())).collect();
        let gone: BTreeSet<usize> = merged.iter().map(|(n, _)| n.index()).collect();
        let known = to.clone();
        let paired: BTreeSet<usize> = known.iter().flatten().map(|(t, _)| *t).collect();
        likeness::fill(&mut to, news.len(), |a, b| {
            if gone.contains(&a) {
                0
            } else {
                likeness::nodes((old, NodeIndex::new(a)), (new, NodeIndex::new(b)), &known, &paired)
            }
        });
        (to, merged)
    }

    fn stages(old: &Flow, new: &Flow, nodes: &[Option<(usize, By)>]) -> Found {
        let there = places(new.stages.iter().map(|s| s.name.as_str()));
        let olds: Vec<&str> = old.stages.iter().map(|s| s.name.as_str()).collect();
        let mut to = by_name(olds.iter().copied(), &there);
        let find = |name: &str| there.get(name).copied();
        by_becomes(&mut to, &olds, &[BecomesKind::Stage], new, find);
        likeness::fill(&mut to, new.stages.len(), |a, b| likeness::stages((old, a), (new, b), nodes));
        to
    }

    fn facts(old: &Flow, new: &Flow, nodes: &[Option<(usize, By)>]) -> Found {
        let there = places(new.facts.iter().map(|f| f.field.name.as_str()));
        let olds: Vec<&str> = old.facts.iter().map(|f| f.field.name.as_str()).collect();
        let mut to = by_name(olds.iter().copied(), &there);
        let find = |name: &str| there.get(name).copied();
        by_becomes(&mut to, &olds, &[BecomesKind::Fact], new, find);
        likeness::fill(&mut to, new.facts.len(), |a, b| likeness::facts((old, a), (new, b), nodes));
        to
    }

    /// Joins and resumes, which have no names of their own: by their parallels and stages.
    fn made_up(&mut self, old: &Flow, new: &Flow) {
        let resumes = new.graph.node_indices().rev().filter_map(|n| match new.graph[n].kind {
            NodeKind::Resume(stage) => Some((stage, n)),
            _ => None,
        });
        let resumes: BTreeMap<StageId, NodeIndex> = resumes.collect();
        for index in old.graph.node_indices() {
            let to = match old.graph[index].kind {
                NodeKind::Join(parallel) => old.parallels.get(parallel.index()).and_then(|p| {
                    let (fork, by) = (*self.nodes.get(p.fork.index())?)?;
                    let NodeKind::Fork(now) = new.graph.node_weight(fork)?.kind else { return None };
                    Some((new.parallels.get(now.index())?.join, by))
                }),
                NodeKind::Resume(stage) => {
                    let now = self.stages.get(stage.index()).copied().flatten();
                    now.and_then(|(now, by)| Some((*resumes.get(&now)?, by)))
                }
                _ => continue,
            };
            if let Some(slot) = self.nodes.get_mut(index.index()) {
                *slot = to;
            }
        }
    }

    /// Gives the old flow the new names.
    fn rename(&self, old: &mut Flow, new: &Flow) {
        old.name.clone_from(&new.name);
        for (stage, to) in old.stages.iter_mut().zip(&self.stages) {
            if let Some(now) = to.and_then(|(s, _)| new.stages.get(s.index())) {
                stage.name.clone_from(&now.name);
            }
        }
        for (fact, to) in old.facts.iter_mut().zip(&self.facts) {
            if let Some(now) = to.and_then(|(f, _)| new.facts.get(f.index())) {
                fact.field.name.clone_from(&now.field.name);
            }
        }
        for index in 0..self.nodes.len() {
            let Some((to, _)) = self.nodes[index] else { continue };
            let Some(now) = new.graph.node_weight(to) else { continue };
            let node = &mut old.graph[NodeIndex::new(index)];
            node.name.clone_from(&now.name);
            if let NodeKind::Fork(parallel) = node.kind
                && let Some(parallel) = old.parallels.get_mut(parallel.index())
            {
                parallel.name.clone_from(&now.name);
            }
        }
    }
}
