//! What can still matter, seen from a node: stages that may be resumed, started cases that may be awaited, facts that may be read.
//!
//! What a situation remembers beyond that makes no difference to anything that can happen, so it is forgotten: two
//! situations that differ in nothing else are one. Without it every stage that was ever interrupted would multiply all
//! that comes after it. Cost: arrows x (what is remembered)/64 words, a few times over.

use super::facts::{Tracked, Val};
use super::plan::{N, NodePlan, ParallelPlan, S, deadlines, ix};
use super::situation::Situation;
use crate::model::{Change, EdgeKind, Expr, Flow, NodeKind};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

/// With more to remember, nothing is forgotten: such a flow is beyond what can be explored anyhow.
const ITEMS_MAX: usize = 1024;

/// Something that a situation remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    /// Where this stage was interrupted.
    Point(S),
    /// How the case stands that was started here.
    Child(N),
    /// The value in this slot.
    Fact(usize),
}

/// For each node, what may still be asked for by whatever comes from there on.
#[derive(Debug)]
pub(super) struct Ahead {
    items: BTreeMap<Item, usize>,
    words: usize,
    asked: Vec<u64>,
}

impl Ahead {
    pub(super) fn of(
        flow: &Flow,
        nodes: &[NodePlan],
        parallels: &[ParallelPlan],
        tracked: &Tracked,
    ) -> Option<Self> {
        let asks: Vec<Vec<Item>> = flow.graph.node_indices().map(|n| asks(flow, n, tracked)).collect();
        let mut items = BTreeMap::new();
        for item in asks.iter().flatten() {
            let next = items.len();
            items.entry(*item).or_insert(next);
        }
        if items.len() > ITEMS_MAX {
            return None;
        }
        let words = items.len().div_ceil(64);
        let mut ahead = Self { asked: vec![0; words * nodes.len()], items, words };
        for (n, asks) in asks.iter().enumerate() {
            for item in asks {
                let bit = ahead.items.get(item).copied().unwrap_or(0);
                ahead.asked[n * words + bit / 64] |= 1 << (bit % 64);
            }
        }
        ahead.spread(&before(flow, nodes, parallels));
        Some(ahead)
    }

    /// What is asked for at a node is asked for at all from which it can be come to.
    fn spread(&mut self, before: &[Vec<N>]) {
        let mut todo: Vec<usize> = (0..before.len()).collect();
        while let Some(n) = todo.pop() {
            for b in &before[n] {
                let mut more = false;
                for w in 0..self.words {
                    let (here, there) = (n * self.words + w, usize::from(*b) * self.words + w);
                    let with = self.asked[there] | self.asked[here];
                    more |= with != self.asked[there];
                    self.asked[there] = with;
                }
                if more {
                    todo.push(usize::from(*b));
                }
            }
        }
    }

    fn is_asked(&self, tokens: &[N], item: Item) -> bool {
        let Some(bit) = self.items.get(&item) else { return false };
        let asks = |n: &N| self.asked[usize::from(*n) * self.words + bit / 64] & (1 << (bit % 64)) != 0;
        tokens.iter().any(asks)
    }

    /// Can this fact still be read from where the tokens stand?
    pub(super) fn reads(&self, mut tokens: impl Iterator<Item = N>, slot: usize) -> bool {
        tokens.any(|n| self.is_asked(&[n], Item::Fact(slot)))
    }

    /// Forgets what nothing can ask for any more.
    pub(super) fn forget(&self, at: &mut Situation) {
        let tokens = std::mem::take(&mut at.tokens);
        at.points.retain(|p| self.is_asked(&tokens, Item::Point(p.stage)));
        at.children.retain(|(start, _)| self.is_asked(&tokens, Item::Child(*start)));
        for (slot, value) in at.facts.iter_mut().enumerate() {
            if !self.is_asked(&tokens, Item::Fact(slot)) {
                *value = Val::Unset;
            }
        }
        at.tokens = tokens;
    }
}

/// What a node itself asks for.
fn asks(flow: &Flow, n: NodeIndex, tracked: &Tracked) -> Vec<Item> {
    let mut out = Vec::new();
    let mut read = |expr: &Expr| {
        super::super::visit::within(expr, &mut |e| {
            if let Expr::Fact(f) | Expr::Known(f) = e {
                out.extend(tracked.slot(*f).map(Item::Fact));
            }
        });
    };
    for edge in flow.graph.edges(n) {
        if let EdgeKind::When(expr) = &edge.weight().kind {
            read(expr);
        }
    }
    match &flow.graph[n].kind {
        NodeKind::Step { changes, .. } => {
            for change in changes {
                if let Change::Set(_, expr) = change {
                    read(expr);
                }
            }
        }
        NodeKind::Resume(stage) => out.push(Item::Point(stage.0)),
        NodeKind::Await { start, .. } => out.push(Item::Child(ix(start.index()))),
        _ => {}
    }
    out
}

/// For each node, from where it can be come to: by arrows, deadlines, interruptions, forks; and by a resume, from which
/// the case goes on anywhere in the stage.
fn before(flow: &Flow, nodes: &[NodePlan], parallels: &[ParallelPlan]) -> Vec<Vec<N>> {
    let mut before: Vec<Vec<N>> = vec![Vec::new(); nodes.len()];
    for n in flow.graph.node_indices() {
        let (node, from) = (&flow.graph[n], ix(n.index()));
        let Some(plan) = nodes.get(n.index()) else { continue };
        let mut to: Vec<N> = plan.out.iter().map(|(_, to)| *to).collect();
        to.extend(deadlines(&node.deadlines).map(|(_, to)| to));
        for stage in plan.stages.iter().filter_map(|s| flow.stages.get(usize::from(*s))) {
            to.extend(stage.interrupts.iter().map(|i| ix(i.target.index())));
            to.extend(deadlines(&stage.deadlines).map(|(_, to)| to));
        }
        match node.kind {
            NodeKind::Fork(p) => to.extend(parallels.get(p.index()).into_iter().flat_map(|p| &p.branches)),
            NodeKind::Resume(stage) => {
                let inside = nodes.iter().enumerate().filter(|(_, node)| node.stages.contains(&stage.0));
                to.extend(inside.map(|(n, _)| ix(n)));
                to.extend(flow.stages.get(stage.index()).map(|s| ix(s.first.index())));
            }
            _ => {}
        }
        for to in to {
            if let Some(before) = before.get_mut(usize::from(to)) {
                before.push(from);
            }
        }
    }
    before
}
