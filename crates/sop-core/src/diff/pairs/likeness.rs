//! How much alike two things are that have no name in common, in hundredths. The measure is the same from either side.

use super::By;
use crate::model::{Flow, NodeKind, Region, Trigger};
use petgraph::Direction;
use petgraph::graph::NodeIndex;
use std::collections::BTreeSet;

/// From here on two things are taken for one.
const ALIKE: u32 = 60;
/// Least likeness of labels or names, or the rest doesn't count.
const WORDS_MIN: u32 = 50;

/// Most pairs of which the likeness is looked at. Of more things that have come and gone at once it is not guessed which is
/// which: each is told by itself.
pub(super) const PAIRS_MAX: usize = 250_000;

/// Pairs what has none yet, the most alike first; of equals the earlier.
pub(super) fn fill(to: &mut [Option<(usize, By)>], count: usize, alike: impl Fn(usize, usize) -> u32) {
    let taken: BTreeSet<usize> = to.iter().flatten().map(|(t, _)| *t).collect();
    let free = (0..count).filter(|t| !taken.contains(t));
    let free: Vec<usize> = free.collect();
    let gone = to.iter().filter(|t| t.is_none()).count();
    if gone.saturating_mul(free.len()) > PAIRS_MAX {
        return;
    }
    let mut candidates = Vec::new();
    for old in (0..to.len()).filter(|i| to[*i].is_none()) {
        for new in &free {
            let score = alike(old, *new);
            if score >= ALIKE {
                candidates.push((score, old, *new));
            }
        }
    }
    candidates.sort_unstable_by_key(|(score, old, new)| (std::cmp::Reverse(*score), *old, *new));
    let mut used = BTreeSet::new();
    for (_, old, new) in candidates {
        if to[old].is_none() && used.insert(new) {
            to[old] = Some((new, By::Likeness));
        }
    }
}

/// Likeness of two texts.
fn text(a: &str, b: &str) -> u32 {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let most = a.chars().count().max(b.chars().count());
    let apart = strsim::levenshtein(&a, &b);
    u32::try_from((most - apart.min(most)) * 100 / most).unwrap_or(0)
}

/// Likeness of two sets; two empty ones have nothing in common.
fn sets<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> u32 {
    let all = a.union(b).count();
    let both = a.intersection(b).count();
    (both * 100).checked_div(all).and_then(|n| u32::try_from(n).ok()).unwrap_or(0)
}

/// By their labels and the names of their nodes.
pub(super) fn flows(old: &Flow, new: &Flow) -> u32 {
    let names = |f: &Flow| f.graph.node_weights().map(|n| n.name.clone()).collect::<BTreeSet<_>>();
    u32::midpoint(text(&old.label, &new.label), sets(&names(old), &names(new)))
}

/// By their words, their lane and their neighbours, as far as those have pairs.
pub(super) fn nodes(
    (old, a): (&Flow, NodeIndex),
    (new, b): (&Flow, NodeIndex),
    known: &[Option<(usize, By)>],
    paired: &BTreeSet<usize>,
) -> u32 {
    let (was, is) = (&old.graph[a], &new.graph[b]);
    if !same_kind(&was.kind, &is.kind) {
        return 0;
    }
    let words = text(&was.label, &is.label).max(text(&was.name, &is.name));
    if words < WORDS_MIN {
        return 0;
    }
    let around_old = |d| -> BTreeSet<usize> {
        let neighbours = old.graph.neighbors_directed(a, d);
        neighbours.filter_map(|n| known.get(n.index()).copied().flatten().map(|(t, _)| t)).collect()
    };
    let around_new = |d| -> BTreeSet<usize> {
        new.graph.neighbors_directed(b, d).map(NodeIndex::index).filter(|n| paired.contains(n)).collect()
    };
    let near = |d| sets(&around_old(d), &around_new(d));
    let lane = if was.lane.is_some() == is.lane.is_some() { 10 } else { 0 };
    words * 60 / 100 + near(Direction::Incoming) * 15 / 100 + near(Direction::Outgoing) * 15 / 100 + lane
}

fn same_kind(a: &NodeKind, b: &NodeKind) -> bool {
    !matches!(a, NodeKind::Join(_) | NodeKind::Resume(_))
        && std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// By their words and the nodes in them.
pub(super) fn stages(
    (old, a): (&Flow, usize),
    (new, b): (&Flow, usize),
    known: &[Option<(usize, By)>],
) -> u32 {
    let (was, is) = (&old.stages[a], &new.stages[b]);
    let inside = |flow: &Flow, stage: usize| -> Vec<usize> {
        let is_in = |r: Region| matches!(r, Region::Stage(s) if s.index() == stage);
        flow.graph.node_indices().filter(|n| is_in(flow.graph[*n].region)).map(NodeIndex::index).collect()
    };
    let was_in: BTreeSet<usize> =
        inside(old, a).into_iter().filter_map(|n| known.get(n).copied().flatten().map(|(t, _)| t)).collect();
    let is_in: BTreeSet<usize> = inside(new, b).into_iter().collect();
    let words = text(&was.label, &is.label).max(text(&was.name, &is.name));
    u32::midpoint(words, sets(&was_in, &is_in))
}

/// By their names, and by who fills them in. Only facts of one type can be one.
pub(super) fn facts(
    (old, a): (&Flow, usize),
    (new, b): (&Flow, usize),
    known: &[Option<(usize, By)>],
) -> u32 {
    let (was, is) = (&old.facts[a], &new.facts[b]);
    if was.field.ty != is.field.ty || was.role != is.role {
        return 0;
    }
    let writers = |flow: &Flow, fact: usize| -> Vec<usize> {
        flow.graph.node_indices().filter(|n| writes(flow, *n, fact)).map(NodeIndex::index).collect()
    };
    let was_by: BTreeSet<usize> =
        writers(old, a).into_iter().filter_map(|n| known.get(n).copied().flatten().map(|(t, _)| t)).collect();
    let is_by: BTreeSet<usize> = writers(new, b).into_iter().collect();
    text(&was.field.name, &is.field.name).max(sets(&was_by, &is_by) * 70 / 100)
}

/// Whether a node or one of its arrows writes the fact.
fn writes(flow: &Flow, node: NodeIndex, fact: usize) -> bool {
    use crate::model::{Change, EdgeKind};
    let own = match &flow.graph[node].kind {
        NodeKind::Step { fills, changes } => {
            fills.iter().any(|f| f.index() == fact)
                || changes
                    .iter()
                    .any(|c| matches!(c, Change::Set(f, _) | Change::Add(f, _) if f.index() == fact))
        }
        NodeKind::Do { keeps, .. } => keeps.iter().any(|k| k.fact.index() == fact),
        NodeKind::Decide { fact: Some(f) } => f.index() == fact,
        _ => false,
    };
    let arrow = |e: &crate::model::Edge| match &e.kind {
        EdgeKind::Event(_, keeps) | EdgeKind::Outcome { keeps, .. } => {
            keeps.iter().any(|k| k.fact.index() == fact)
        }
        _ => false,
    };
    let stage = flow.stages.iter().flat_map(|s| &s.interrupts).any(|i| {
        matches!(&i.trigger, Trigger::Event(_, keeps) if keeps.iter().any(|k| k.fact.index() == fact) && i.target == node)
    });
    own || stage || flow.graph.edges(node).any(|e| arrow(e.weight()))
}
