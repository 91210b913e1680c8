//! Flows: nodes with their ways out, stages, parallels.

use super::super::code::{
    Arrow, ArrowWhen, ChangeCode, Code, EndCode, FlowCode, InterruptCode, KeepCode, Kind, LengthCode,
    NodeCode, OnEvent, Outcomes, ParallelCode, StageCode, TriggerCode,
};
use super::expr::count;
use super::{Broken, Builder, same, within};
use crate::value::Value;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use sop_core::model::{
    Change, Edge, EdgeKind, FactId, FactRole, Field, Flow, FlowId, Keep, Node, NodeKind, Region, StageId,
    Trigger,
};

/// The index of a node that is there.
pub(super) fn node_ix(node: NodeIndex, nodes: usize) -> Result<u16, Broken> {
    within(node.index(), nodes, "node")?;
    u16::try_from(node.index()).map_err(|_| "a flow has too many nodes".to_owned())
}

fn clock((index, interrupt): (u16, &InterruptCode)) -> Option<(u16, LengthCode)> {
    match &interrupt.trigger {
        TriggerCode::Silent(length) => Some((index, length.clone())),
        TriggerCode::Event(..) => None,
    }
}

/// An arrow: its position among those of its node, itself, its target.
type Out<'f> = (u16, &'f Edge, u16);

impl Builder<'_> {
    pub(super) fn flow(&self, id: FlowId, flow: &Flow) -> Result<FlowCode, Broken> {
        self.flow_code(id, flow).map_err(|what| format!("flow `{}`: {what}", flow.name))
    }

    fn flow_code(&self, id: FlowId, flow: &Flow) -> Result<FlowCode, Broken> {
        let nodes = flow.graph.node_count();
        let takes = flow.facts.iter().take_while(|f| f.role == FactRole::Taken).count();
        for fact in &flow.gives {
            within(fact.index(), flow.facts.len(), "fact")?;
        }
        let mut code = Vec::with_capacity(nodes);
        for ix in flow.graph.node_indices() {
            let node = &flow.graph[ix];
            code.push(self.node(flow, ix, node).map_err(|what| format!("`{}`: {what}", node.name))?);
        }
        Ok(FlowCode {
            name: flow.name.as_str().into(),
            facts: flow.facts.iter().map(|f| f.field.ty.clone()).collect(),
            takes: u16::try_from(takes).map_err(|_| "too many facts")?,
            gives: flow.gives.as_slice().into(),
            nodes: code.into(),
            stages: (0u16..)
                .map(StageId)
                .take(flow.stages.len())
                .map(|s| self.stage(flow, s))
                .collect::<Result<_, _>>()?,
            parallels: (0u16..)
                .take(flow.parallels.len())
                .map(|p| parallel(flow, p))
                .collect::<Result<_, _>>()?,
            first: node_ix(flow.first, nodes)?,
            clocks_safe: false,
            interrupting: Box::default(),
            watch: self.watch(id, flow)?,
        })
    }

    fn stage(&self, flow: &Flow, id: StageId) -> Result<StageCode, Broken> {
        let (facts, nodes) = (flow.facts.len(), flow.graph.node_count());
        let stage = &flow.stages[id.index()];
        let (chain, parallels) = around(flow, Region::Stage(id))?;
        let mut interrupts = Vec::with_capacity(stage.interrupts.len());
        for interrupt in &stage.interrupts {
            let trigger = match &interrupt.trigger {
                Trigger::Silent(length) => TriggerCode::Silent(self.length(facts, length)?),
                Trigger::Event(event, keeps) => {
                    let event_code = self.book.events.get(event.index()).ok_or("there is no such event")?;
                    TriggerCode::Event(*event, self.keeps(flow, keeps, &event_code.carries)?)
                }
            };
            interrupts.push(InterruptCode { trigger, target: node_ix(interrupt.target, nodes)? });
        }
        let deadlines = stage.deadlines.iter().map(|d| self.deadline(facts, nodes, d));
        let resumed = flow.graph.node_weights().any(|n| n.kind == NodeKind::Resume(id));
        Ok(StageCode {
            chain,
            parallels,
            first: node_ix(stage.first, nodes)?,
            clocks: (0u16..).zip(&interrupts).filter_map(clock).collect(),
            interrupts: interrupts.into(),
            deadlines: deadlines.collect::<Result<_, _>>()?,
            resumed,
        })
    }

    /// What goes where, the types being the same.
    fn keeps(&self, flow: &Flow, keeps: &[Keep], fields: &[Field]) -> Result<Box<[KeepCode]>, Broken> {
        let one = |keep: &Keep| {
            let field = fields.get(usize::from(keep.field)).ok_or("there is no such field to keep")?;
            self.keep(flow, *keep, &field.ty)
        };
        keeps.iter().map(one).collect()
    }

    #[expect(clippy::unused_self, reason = "reads with its like")]
    fn keep(&self, flow: &Flow, keep: Keep, ty: &sop_core::model::Type) -> Result<KeepCode, Broken> {
        let fact = flow.facts.get(keep.fact.index()).ok_or("there is no such fact to keep")?;
        if !same(ty, &fact.field.ty) {
            return Err(format!("the fact `{}` keeps a value of another type", fact.field.name));
        }
        if fact.role == FactRole::Taken {
            return Err(format!("the fact `{}` is taken, and can't be kept", fact.field.name));
        }
        Ok(KeepCode { field: keep.field, fact: keep.fact })
    }

    fn node(&self, flow: &Flow, ix: NodeIndex, node: &Node) -> Result<NodeCode, Broken> {
        let (facts, nodes) = (flow.facts.len(), flow.graph.node_count());
        let mut edges: Vec<_> = flow.graph.edges(ix).collect();
        edges.sort_unstable_by_key(EdgeRef::id);
        let out = (0u16..).zip(&edges).map(|(i, e)| Ok((i, e.weight(), node_ix(e.target(), nodes)?)));
        let out: Vec<Out<'_>> = out.collect::<Result<_, Broken>>()?;
        let (stages, parallels) = around(flow, node.region)?;
        let mut events = Vec::new();
        let mut arrows = Vec::new();
        for (index, edge, target) in &out {
            let (index, target) = (*index, *target);
            match &edge.kind {
                EdgeKind::Event(event, keeps) => {
                    let code = self.book.events.get(event.index()).ok_or("there is no such event")?;
                    let keeps = self.keeps(flow, keeps, &code.carries)?;
                    events.push(OnEvent { event: *event, keeps, target });
                }
                EdgeKind::After(length) => {
                    let when = ArrowWhen::After(self.length(facts, length)?);
                    arrows.push(Arrow { index, when, target });
                }
                EdgeKind::At(expr) => {
                    arrows.push(Arrow { index, when: ArrowWhen::At(self.code(facts, expr)?), target });
                }
                _ => {}
            }
        }
        if let Some(lane) = node.lane {
            within(lane.index(), self.book.lanes.len(), "lane")?;
        }
        Ok(NodeCode {
            kind: self.kind(flow, ix, node, &out)?,
            lane: node.lane,
            stages,
            parallels,
            says: node.says.iter().map(|s| self.say(facts, s)).collect::<Result<_, _>>()?,
            deadlines: node
                .deadlines
                .iter()
                .map(|d| self.deadline(facts, nodes, d))
                .collect::<Result<_, _>>()?,
            events: events.into(),
            arrows: arrows.into(),
            safe: false,
            hops: Box::default(),
        })
    }

    fn kind(&self, flow: &Flow, ix: NodeIndex, node: &Node, out: &[Out<'_>]) -> Result<Kind, Broken> {
        let facts = flow.facts.len();
        let to = |kind: &EdgeKind| out.iter().find(|(_, e, _)| e.kind == *kind).map(|(.., to)| *to);
        let next = || to(&EdgeKind::Next).ok_or_else(|| "nothing comes next".to_owned());
        Ok(match &node.kind {
            NodeKind::Step { fills, changes } => {
                for fact in fills {
                    within(fact.index(), facts, "fact")?;
                }
                let changes = changes.iter().map(|c| self.change(flow, c));
                Kind::Step {
                    fills: fills.as_slice().into(),
                    changes: changes.collect::<Result<_, _>>()?,
                    next: next()?,
                }
            }
            NodeKind::Do { action, args, keeps } => {
                let code = self.book.actions.get(action.index()).ok_or("there is no such action")?;
                count(args.len(), code.takes.len(), &code.name)?;
                Kind::Do {
                    action: *action,
                    args: self.codes(facts, args)?,
                    keeps: self.keeps(flow, keeps, &code.gives)?,
                    next: next()?,
                    failed: to(&EdgeKind::Failed),
                }
            }
            NodeKind::Decide { fact } => Kind::Decide { fact: *fact, answers: answers(flow, *fact, out)? },
            NodeKind::Choose => {
                let when = |(_, e, to): &Out<'_>| match &e.kind {
                    EdgeKind::When(expr) => Some(self.code(facts, expr).map(|code| (code, *to))),
                    _ => None,
                };
                let whens = out.iter().filter_map(when).collect::<Result<Box<[(Code, u16)]>, _>>()?;
                Kind::Choose { whens, otherwise: to(&EdgeKind::Otherwise) }
            }
            NodeKind::Wait { .. } => Kind::Wait,
            NodeKind::Start { flow: of, args } => {
                self.takes(*of, args.len())?;
                let awaits = flow
                    .graph
                    .node_indices()
                    .filter(|n| matches!(flow.graph[*n].kind, NodeKind::Await { start, .. } if start == ix));
                let awaits = awaits.map(|n| node_ix(n, flow.graph.node_count())).collect::<Result<_, _>>()?;
                Kind::Start { flow: *of, args: self.codes(facts, args)?, next: next()?, awaits }
            }
            NodeKind::Await { start, flow: of, .. } => {
                let start_node = flow.graph.node_weight(*start).ok_or("there is no such start")?;
                if !matches!(start_node.kind, NodeKind::Start { flow: started, .. } if started == *of) {
                    return Err("it awaits what is not started".to_owned());
                }
                let start = node_ix(*start, flow.graph.node_count())?;
                Kind::Await { start, outcomes: Box::new(self.outcomes(flow, *of, out)?) }
            }
            NodeKind::Call { flow: of, args } => {
                self.takes(*of, args.len())?;
                let outcomes = Box::new(self.outcomes(flow, *of, out)?);
                Kind::Call { flow: *of, args: self.codes(facts, args)?, outcomes }
            }
            NodeKind::Fork(p) => {
                within(p.index(), flow.parallels.len(), "parallel")?;
                Kind::Fork { parallel: p.0 }
            }
            NodeKind::Join(p) => {
                within(p.index(), flow.parallels.len(), "parallel")?;
                Kind::Join { parallel: p.0, next: next()? }
            }
            NodeKind::Resume(stage) => {
                within(stage.index(), flow.stages.len(), "stage")?;
                Kind::Resume(*stage)
            }
            NodeKind::End => Kind::End,
        })
    }

    fn takes(&self, flow: FlowId, given: usize) -> Result<(), Broken> {
        let flow = self.book.flows.get(flow.index()).ok_or("there is no such flow")?;
        let takes = flow.facts.iter().take_while(|f| f.role == FactRole::Taken).count();
        count(given, takes, &flow.name)
    }

    fn change(&self, flow: &Flow, change: &Change) -> Result<ChangeCode, Broken> {
        let facts = flow.facts.len();
        let kept = |fact: &FactId| {
            let code = flow.facts.get(fact.index()).ok_or("there is no such fact")?;
            if code.role == FactRole::Taken {
                Err(format!("the fact `{}` is taken, and can't be set", code.field.name))
            } else {
                Ok(*fact)
            }
        };
        Ok(match change {
            Change::Set(fact, expr) => ChangeCode::Set(kept(fact)?, self.code(facts, expr)?),
            Change::Add(fact, expr) => ChangeCode::Add(kept(fact)?, self.code(facts, expr)?),
            Change::Publish(event, args) => {
                let code = self.book.events.get(event.index()).ok_or("there is no such event")?;
                count(args.len(), code.carries.len(), &code.name)?;
                ChangeCode::Publish(*event, self.codes(facts, args)?)
            }
        })
    }

    fn outcomes(&self, flow: &Flow, of: FlowId, out: &[Out<'_>]) -> Result<Outcomes, Broken> {
        let child = self.book.flows.get(of.index()).ok_or("there is no such flow")?;
        let named = |name: &str| {
            out.iter().find_map(|(_, e, to)| match &e.kind {
                EdgeKind::Outcome { name: n, keeps } if n == name => Some((keeps, *to)),
                _ => None,
            })
        };
        let mut ends = Vec::new();
        for ix in child.graph.node_indices() {
            let node = &child.graph[ix];
            if node.kind != NodeKind::End {
                continue;
            }
            if let Some((keeps, to)) = named(&node.name) {
                let keeps = keeps.iter().map(|keep| {
                    let gives =
                        child.gives.get(usize::from(keep.field)).ok_or("there is no such field to keep")?;
                    let fact = child.facts.get(gives.index()).ok_or("there is no such fact")?;
                    self.keep(flow, *keep, &fact.field.ty)
                });
                let keeps = keeps.collect::<Result<_, Broken>>()?;
                ends.push(EndCode { end: node_ix(ix, child.graph.node_count())?, keeps, target: to });
            }
        }
        let otherwise = out.iter().find(|(_, e, _)| e.kind == EdgeKind::Otherwise).map(|(.., to)| *to);
        Ok(Outcomes { ends: ends.into(), cancelled: named("cancelled").map(|(_, to)| to), otherwise })
    }
}

fn answers(flow: &Flow, fact: Option<FactId>, out: &[Out<'_>]) -> Result<Box<[(Value, u16)]>, Broken> {
    let ty = match fact {
        Some(fact) => Some(&flow.facts.get(fact.index()).ok_or("there is no such fact")?.field.ty),
        None => None,
    };
    let mut answers = Vec::new();
    for (_, edge, to) in out {
        if let EdgeKind::Answer { name, value } = &edge.kind {
            let value = Value::from(value);
            if ty.is_some_and(|ty| !value.fits(ty)) {
                return Err(format!("the answer `{name}` is no value of the fact"));
            }
            answers.push((value, *to));
        }
    }
    Ok(answers.into())
}

fn parallel(flow: &Flow, id: u16) -> Result<ParallelCode, Broken> {
    let nodes = flow.graph.node_count();
    let parallel = &flow.parallels[usize::from(id)];
    let (stages, mut chain) = around(flow, parallel.region)?;
    chain = chain.iter().copied().chain([id]).collect();
    let branches =
        parallel.branches.iter().map(|b| node_ix(b.first, nodes)).collect::<Result<Box<[u16]>, _>>()?;
    if branches.is_empty() {
        return Err(format!("the parallel `{}` has no branches", parallel.name));
    }
    Ok(ParallelCode { stages, chain, branches, mode: parallel.mode })
}

/// Stages and parallels around a region, outer before inner.
type Around = (Box<[StageId]>, Box<[u16]>);

fn around(flow: &Flow, region: Region) -> Result<Around, Broken> {
    let (mut stages, mut parallels) = (Vec::new(), Vec::new());
    let mut region = region;
    for _ in 0..=flow.stages.len() + flow.parallels.len() {
        match region {
            Region::Flow => {
                stages.reverse();
                parallels.reverse();
                return Ok((stages.into(), parallels.into()));
            }
            Region::Stage(stage) => {
                stages.push(stage);
                region = flow.stages.get(stage.index()).ok_or("there is no such stage")?.region;
            }
            Region::Branch(parallel, _) => {
                parallels.push(parallel.0);
                region = flow.parallels.get(parallel.index()).ok_or("there is no such parallel")?.region;
            }
        }
    }
    Err("a stage or parallel lies in itself".to_owned())
}
