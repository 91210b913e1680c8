//! A flow as the exploration needs it: ways out in the source's order, what lies around each node, what is tracked.

use super::ahead::Ahead;
use super::facts::Tracked;
use crate::model::{
    Book, EdgeKind, EventId, Flow, FlowId, JoinMode, Late, NodeKind, Point, Region, SayWhat, TableResult,
    Trigger,
};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet};

/// Index of a node.
pub(super) type N = u16;
/// Index of a stage.
pub(super) type S = u16;
/// Index of a parallel.
pub(super) type P = u16;

/// A flow, prepared.
#[derive(Debug)]
pub(super) struct Plan<'b> {
    pub(super) book: &'b Book,
    pub(super) flow: &'b Flow,
    pub(super) nodes: Vec<NodePlan>,
    pub(super) stages: Vec<StagePlan>,
    pub(super) parallels: Vec<ParallelPlan>,
    pub(super) tracked: Tracked,
    /// What may still matter; `None` if all of it may.
    pub(super) ahead: Option<Ahead>,
    /// Points that some rule of this flow looks for, numbered.
    pub(super) points: BTreeMap<Point, u16>,
}

#[derive(Debug)]
pub(super) struct NodePlan {
    /// Arrows in the source's order.
    pub(super) out: Vec<(EdgeIndex, N)>,
    /// Stages around it, outer before inner.
    pub(super) stages: Vec<S>,
    /// Parallels around it, outer before inner.
    pub(super) parallels: Vec<P>,
    /// Points of the messages that are said on arrival.
    pub(super) says: Vec<Vec<u16>>,
    pub(super) begun: Option<u16>,
    pub(super) done: Option<u16>,
    /// Some `await` asks for the end of what is started here.
    pub(super) awaited: bool,
}

#[derive(Debug)]
pub(super) struct StagePlan {
    /// Stages around it and itself, outer before inner.
    pub(super) chain: Vec<S>,
    pub(super) parallels: Vec<P>,
    pub(super) first: N,
    pub(super) resumed: bool,
}

#[derive(Debug)]
pub(super) struct ParallelPlan {
    pub(super) stages: Vec<S>,
    /// Parallels around it and itself.
    pub(super) chain: Vec<P>,
    pub(super) branches: Vec<N>,
    pub(super) mode: JoinMode,
}

/// A dense index. The resolver has refused books with more.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a flow has fewer than 65,535 of each kind: limits::INDEX_MAX"
)]
pub(super) const fn ix(n: usize) -> u16 {
    n as u16
}

impl<'b> Plan<'b> {
    pub(super) fn of(book: &'b Book, id: FlowId) -> Option<Self> {
        let flow = book.flows.get(id.index())?;
        let mut points = BTreeMap::new();
        for law in book.rules.iter().flat_map(|r| &r.laws).filter(|(f, _)| *f == id).map(|(_, law)| law) {
            for point in law.points() {
                let next = ix(points.len());
                points.entry(point.clone()).or_insert(next);
            }
        }
        // Once for all nodes: to look through them for each would take long in a flow of thousands.
        let mut awaited = BTreeSet::new();
        let mut resumed = BTreeSet::new();
        for weight in flow.graph.node_weights() {
            match weight.kind {
                NodeKind::Await { start, .. } => _ = awaited.insert(start),
                NodeKind::Resume(stage) => _ = resumed.insert(stage.index()),
                _ => {}
            }
        }
        let nodes = flow.graph.node_indices();
        let nodes: Vec<NodePlan> =
            nodes.map(|n| node(book, flow, n, &points, awaited.contains(&n))).collect();
        let stages = flow.stages.iter().enumerate();
        let stages = stages.map(|(i, stage)| {
            let (chain, parallels) = around(flow, Region::Stage(crate::model::StageId(ix(i))));
            StagePlan { chain, parallels, first: ix(stage.first.index()), resumed: resumed.contains(&i) }
        });
        let parallels = flow.parallels.iter().enumerate();
        let parallels = parallels.map(|(i, parallel)| {
            let (stages, mut chain) = around(flow, parallel.region);
            chain.push(ix(i));
            let branches = parallel.branches.iter().map(|b| ix(b.first.index())).collect();
            ParallelPlan { stages, chain, branches, mode: parallel.mode }
        });
        let parallels: Vec<ParallelPlan> = parallels.collect();
        let tracked = Tracked::of(flow);
        Some(Self {
            ahead: Ahead::of(flow, &nodes, &parallels, &tracked),
            book,
            flow,
            nodes,
            stages: stages.collect(),
            parallels,
            tracked,
            points,
        })
    }

    pub(super) fn kind(&self, n: N) -> &'b NodeKind {
        &self.flow.graph[NodeIndex::new(usize::from(n))].kind
    }

    pub(super) fn node(&self, n: N) -> &NodePlan {
        &self.nodes[usize::from(n)]
    }

    pub(super) fn edge(&self, e: EdgeIndex) -> &'b EdgeKind {
        &self.flow.graph[e].kind
    }

    /// The first arrow of a kind, and where it leads.
    pub(super) fn out(&self, n: N, which: impl Fn(&EdgeKind) -> bool) -> Option<(EdgeIndex, N)> {
        self.node(n).out.iter().copied().find(|(e, _)| which(self.edge(*e)))
    }

    pub(super) fn is_inside(&self, n: N, stage: S) -> bool {
        self.node(n).stages.contains(&stage)
    }

    pub(super) fn point(&self, point: &Point) -> Option<u16> {
        self.points.get(point).copied()
    }

    /// Does some rule listen to what a deadline tells?
    pub(super) fn heeds(&self, what: SayWhat) -> bool {
        matches!(what, SayWhat::Message(m) if self.point(&Point::Said(m)).is_some())
    }

    /// Where a token can rest: waits for a person, a host, an event, a time.
    pub(super) fn rests(&self, n: N) -> bool {
        matches!(
            self.kind(n),
            NodeKind::Step { .. }
                | NodeKind::Decide { .. }
                | NodeKind::Wait { .. }
                | NodeKind::Do { .. }
                | NodeKind::Await { .. }
                | NodeKind::Call { .. }
        )
    }

    /// The arrow that a wait takes for an event; the first counts.
    pub(super) fn listens(&self, n: N, event: EventId) -> Option<(EdgeIndex, N)> {
        self.out(n, |e| matches!(e, EdgeKind::Event(id, _) if *id == event))
    }

    /// The interruption by which an event leads out of a stage; the first counts.
    pub(super) fn interrupted(&self, stage: S, event: EventId) -> Option<usize> {
        let by = |t: &Trigger| matches!(t, Trigger::Event(e, _) if *e == event);
        self.flow.stages[usize::from(stage)].interrupts.iter().position(|i| by(&i.trigger))
    }
}

fn node(book: &Book, flow: &Flow, n: NodeIndex, points: &BTreeMap<Point, u16>, awaited: bool) -> NodePlan {
    let mut out: Vec<(EdgeIndex, N)> =
        flow.graph.edges(n).map(|e| (e.id(), ix(e.target().index()))).collect();
    out.sort_unstable();
    let (stages, parallels) = around(flow, flow.graph[n].region);
    let said = |what: &SayWhat| match what {
        SayWhat::Message(m) => points.get(&Point::Said(*m)).copied().into_iter().collect(),
        SayWhat::Table(t) => {
            let rows = book.tables.get(t.index()).into_iter().flat_map(|t| &t.rows);
            let messages = rows.filter_map(|r| match r.gives {
                TableResult::Message(m) => Some(m),
                TableResult::Value(_) => None,
            });
            let mut said: Vec<Option<u16>> = messages.map(|m| points.get(&Point::Said(m)).copied()).collect();
            said.sort_unstable();
            said.dedup();
            // One of them is said: which, the moment decides. A message that no rule asks for is 65,535.
            said.into_iter().map(|p| p.unwrap_or(u16::MAX)).collect::<Vec<u16>>()
        }
    };
    let says = flow.graph[n].says.iter().map(|s| said(&s.what)).collect::<Vec<Vec<u16>>>();
    let says = says.into_iter().filter(|s| s.iter().any(|p| *p != u16::MAX)).collect();
    NodePlan {
        out,
        stages,
        parallels,
        says,
        begun: points.get(&Point::Begun(n)).copied(),
        done: points.get(&Point::Done(n)).copied(),
        awaited,
    }
}

/// The deadlines that lead away, with their positions.
pub(super) fn deadlines(all: &[crate::model::Deadline]) -> impl Iterator<Item = (usize, N)> + '_ {
    all.iter().enumerate().filter_map(|(i, d)| match d.late {
        Late::GoTo(to) => Some((i, ix(to.index()))),
        Late::Tell(..) => None,
    })
}

/// The deadlines that tell somebody something, with their positions.
pub(super) fn tells(
    all: &[crate::model::Deadline],
) -> impl Iterator<Item = (usize, &crate::model::Say)> + '_ {
    all.iter().enumerate().filter_map(|(i, d)| match &d.late {
        Late::Tell(_, say) => Some((i, say)),
        Late::GoTo(_) => None,
    })
}

/// Stages and parallels around a region, outer before inner.
fn around(flow: &Flow, region: Region) -> (Vec<S>, Vec<P>) {
    let (mut stages, mut parallels) = (Vec::new(), Vec::new());
    for region in flow.around(region) {
        match region {
            Region::Flow => {}
            Region::Stage(s) => stages.push(s.0),
            Region::Branch(p, _) => parallels.push(p.0),
        }
    }
    stages.reverse();
    parallels.reverse();
    (stages, parallels)
}
