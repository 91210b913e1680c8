//! What few cases have: interrupted stages, branches, other cases. And clocks that are new.

use super::carry::Carry;
use super::{Named, Reason, named};
use crate::kernel::effect::TimerFor;
use crate::kernel::input::{ChildEnd, NodeIx};
use crate::kernel::program::{ArrowWhen, FlowCode, Kind, Outcomes, TriggerCode};
use crate::kernel::reject::Rejected;
use crate::kernel::run::Run;
use crate::kernel::state::{Child, Core, Point, Running, Timer, Token};
use crate::value::{Moment, Value};
use sop_core::model::{FlowId, StageId};

impl Carry<'_> {
    pub(super) fn rare(&mut self, core: &mut Core) {
        let was = self.state.rare();
        let parallel = |r: &Running| {
            let to = self.way.parallels.get(usize::from(r.parallel)).copied().flatten();
            to.map(|parallel| Running { parallel, arrived: r.arrived })
        };
        let parallels: Vec<_> = was.parallels.iter().filter_map(parallel).collect();
        let points: Vec<_> = was.points.iter().filter_map(|p| self.point_or_drop(p)).collect();
        let children: Vec<_> = was.children.iter().filter_map(|c| self.child(c)).collect();
        if self.state.rare.is_some() {
            let rare = core.rare_mut();
            let dropped = |visit: &u32| self.dropped.iter().any(|t| t.visit == *visit);
            rare.incidents = was.incidents.iter().copied().filter(|v| !dropped(v)).collect();
            (rare.parallels, rare.points, rare.children) = (parallels, points, children);
        }
    }

    /// A stage that was interrupted. If the case could never have come back to it, it is no reason to strand the case.
    fn point_or_drop(&mut self, point: &Point) -> Option<Point> {
        let before = self.reasons.clone();
        let carried = self.point(point);
        if self.reasons == before || self.ahead.resumed.contains(&point.stage) {
            return carried;
        }
        self.reasons = before;
        let open = point.tokens.iter().filter(|t| point.results.iter().all(|(v, _)| *v != t.visit));
        self.dropped.extend(open.copied());
        None
    }

    /// A stage that was interrupted, and what it remembers. Its new clocks come later.
    fn point(&mut self, point: &Point) -> Option<Point> {
        let stage = self.stage(point.stage).filter(|s| self.is.stages[s.index()].resumed);
        let Some(stage) = stage else {
            let stage = self.way.old.stage(point.stage);
            self.reasons.insert(Reason::StageNotResumed { stage });
            return None;
        };
        let mut tokens = Vec::with_capacity(point.tokens.len());
        for token in &point.tokens {
            let Some(to) = self.place(token.node) else { continue };
            if !self.is.nodes[usize::from(to)].stages.contains(&stage) {
                let (node, now) = (self.way.old.node(token.node.0), self.way.new.node(to));
                self.reasons.insert(Reason::NodeChanged { node, now });
            }
            tokens.push(Token { visit: token.visit, node: NodeIx(to) });
        }
        let inside = |s: &StageId| self.is.stages[s.index()].chain.contains(&stage);
        let mut stages: Vec<StageId> = Vec::with_capacity(point.stages.len());
        for inner in point.stages.iter().filter_map(|s| self.stage(*s)).filter(inside) {
            if !stages.contains(&inner) {
                stages.push(inner);
            }
        }
        let mut timers: Vec<Timer> = Vec::with_capacity(point.timers.len());
        for timer in &point.timers {
            let of = self.timer_of(timer).filter(|of| match of {
                TimerFor::StageDeadline { stage, .. } => stages.contains(stage),
                _ => true,
            });
            if let Some(of) = of.filter(|of| !timers.iter().any(|t| t.of == *of && t.owner == timer.owner)) {
                timers.push(Timer { of, ..*timer });
            }
        }
        let parallel = |r: &Running| {
            let to = self.way.parallels.get(usize::from(r.parallel)).copied().flatten();
            to.map(|parallel| Running { parallel, arrived: r.arrived })
        };
        let parallels = point.parallels.iter().filter_map(parallel).collect();
        let results = point.results.clone();
        Some(Point { stage, whole: point.whole, tokens, timers, stages, parallels, results })
    }

    /// Another case; `None` if nobody can ask for its end any more.
    fn child(&mut self, child: &Child) -> Option<Child> {
        let was = match &self.was_at(child.node).kind {
            Kind::Start { flow, .. } | Kind::Call { flow, .. } => *flow,
            _ => return None,
        };
        let to = self.way.node(child.node.0)?;
        let (is, wanted) = match &self.is.nodes[usize::from(to)].kind {
            Kind::Start { flow, awaits, .. } => (*flow, child.wanted && !awaits.is_empty()),
            Kind::Call { flow, .. } => {
                (*flow, child.wanted && self.dropped.iter().all(|t| t.visit != child.id))
            }
            _ => return None,
        };
        if !self.same_flow(was, is) {
            return None;
        }
        let end = match &child.end {
            Some(_) if !wanted => return None,
            Some(end) => Some(self.end(child.node, to, (was, is), end)?),
            None => None,
        };
        Some(Child { id: child.id, node: NodeIx(to), wanted, end })
    }

    /// How another case has ended, in the words of the new revision; a reason if they are gone.
    fn end(
        &mut self,
        node: NodeIx,
        to: u16,
        (was, is): (FlowId, FlowId),
        end: &ChildEnd,
    ) -> Option<ChildEnd> {
        let (end, name) = match end {
            ChildEnd::Cancelled => (Some(ChildEnd::Cancelled), named("cancelled", "")),
            ChildEnd::Ended { outcome, gives } => {
                let name = self.passage.flows.get(was.index()).map(|f| f.old.node(outcome.0));
                (self.ended(was, is, *outcome, gives), name.unwrap_or_else(|| named("", "")))
            }
        };
        let found = end.filter(|end| self.is_taken(to, end));
        if found.is_none() {
            self.reasons.insert(Reason::EndGone { node: self.way.old.node(node.0), end: name });
        }
        found
    }

    fn ended(
        &mut self,
        was: FlowId,
        is: FlowId,
        outcome: NodeIx,
        gives: &[Option<Value>],
    ) -> Option<ChildEnd> {
        let way = self.passage.flows.get(was.index())?;
        let (old, new): (&FlowCode, &FlowCode) =
            (self.old.flows.get(was.index())?, self.new.flows.get(is.index())?);
        let to = way.node(outcome.0)?;
        if !matches!(new.nodes.get(usize::from(to))?.kind, Kind::End) {
            return None;
        }
        let mut given = Vec::with_capacity(new.gives.len());
        for fact in &new.gives {
            let from = old.gives.iter().zip(gives).find_map(|(old, value)| {
                let (name, to) = way.facts.get(old.index())?;
                let (to, convert) = to.as_ref()?;
                (to == fact).then_some((name, convert, value.as_ref()?))
            });
            let value = from.map(|(name, convert, value)| (name, convert.value(value)));
            if let Some((name, None)) = value {
                self.reasons.insert(Reason::FactChanged { fact: name.clone() });
            }
            given.push(value.and_then(|(_, value)| value));
        }
        Some(ChildEnd::Ended { outcome: NodeIx(to), gives: given })
    }

    /// Whether whoever may ask for the end has an arrow for it.
    fn is_taken(&self, node: u16, end: &ChildEnd) -> bool {
        let taken = |outcomes: &Outcomes| match end {
            ChildEnd::Ended { outcome, .. } => outcomes.of_end(outcome.0).is_some(),
            ChildEnd::Cancelled => outcomes.of_cancel().is_some(),
        };
        match &self.is.nodes[usize::from(node)].kind {
            Kind::Call { outcomes, .. } => taken(outcomes),
            Kind::Start { awaits, .. } => awaits.iter().all(|a| match &self.is.nodes[usize::from(*a)].kind {
                Kind::Await { outcomes, .. } => taken(outcomes),
                _ => true,
            }),
            _ => true,
        }
    }
}

/// Clocks of an active stage that are new, or all of them if it was not active before.
pub(super) fn new_stage(carry: &Carry<'_>, run: &mut Run<'_>, stage: StageId) -> Result<(), Rejected> {
    let Some(was) = carry.was_active(stage) else {
        run.wind(stage)?;
        return run.arm_stage_deadlines(stage);
    };
    let Some(clocks) = carry.way.clocks.get(was.index()) else { return Ok(()) };
    let code = &carry.is.stages[stage.index()];
    for index in &clocks.silences.new {
        let interrupt = code.interrupts.get(usize::from(*index));
        if let Some(TriggerCode::Silent(length)) = interrupt.map(|i| &i.trigger) {
            let due = run.due(length)?;
            run.arm(0, TimerFor::Silence { stage, index: *index }, due);
        }
    }
    for index in &clocks.deadlines.new {
        if let Some(deadline) = code.deadlines.get(usize::from(*index)) {
            let due = run.due(&deadline.length)?;
            run.arm(0, TimerFor::StageDeadline { stage, index: *index }, due);
        }
    }
    Ok(())
}

/// Clocks of a node that are new, with the moments at which they fall due.
pub(super) fn new_of_node(
    carry: &Carry<'_>,
    run: &Run<'_>,
    was: NodeIx,
    node: NodeIx,
) -> Result<Vec<(TimerFor, Moment)>, Rejected> {
    let mut new = Vec::new();
    let Some(place) = carry.way.nodes.get(usize::from(was.0)) else { return Ok(new) };
    let code = &carry.is.nodes[usize::from(node.0)];
    for index in &place.deadlines.new {
        if let Some(deadline) = code.deadlines.get(usize::from(*index)) {
            new.push((TimerFor::Deadline { node, index: *index }, run.due(&deadline.length)?));
        }
    }
    for arrow in code.arrows.iter().filter(|a| place.arrows.new.contains(&a.index)) {
        let due = match &arrow.when {
            ArrowWhen::After(length) => run.due(length)?,
            ArrowWhen::At(code) => match run.value(code)? {
                Value::Moment(due) => due,
                _ => return Err(Rejected::IllTyped),
            },
        };
        new.push((TimerFor::Arrow { node, index: arrow.index }, due));
    }
    Ok(new)
}

/// New clocks of what is interrupted: they are armed when it is resumed, and count from now all the same. The error names
/// the node or stage whose time can't be worked out.
pub(super) fn new_of_points(carry: &Carry<'_>, run: &mut Run<'_>) -> Result<(), Named> {
    let before = &carry.state.rare().points;
    for i in 0..run.core.rare().points.len() {
        let Some(mut point) = run.core.rare().points.get(i).cloned() else { return Ok(()) };
        let Some(was) = before.iter().find(|p| carry.stage(p.stage) == Some(point.stage)) else { continue };
        let mut new: Vec<(u32, TimerFor, Moment)> = Vec::new();
        for (old, token) in was.tokens.iter().zip(&point.tokens) {
            let clocks = new_of_node(carry, run, old.node, token.node)
                .map_err(|_| carry.way.new.node(token.node.0))?;
            new.extend(clocks.into_iter().map(|(of, due)| (token.visit, of, due)));
        }
        for stage in &point.stages {
            let old = was.stages.iter().find(|s| carry.stage(**s) == Some(*stage));
            let clocks = old.and_then(|s| carry.way.clocks.get(s.index()));
            let code = &carry.is.stages[stage.index()];
            for index in clocks.map_or(&[][..], |c| &c.deadlines.new) {
                let Some(deadline) = code.deadlines.get(usize::from(*index)) else { continue };
                let due = run.due(&deadline.length).map_err(|_| carry.way.new.stage(*stage))?;
                new.push((0, TimerFor::StageDeadline { stage: *stage, index: *index }, due));
            }
        }
        if new.is_empty() {
            continue;
        }
        for (owner, of, due) in new {
            let id = run.core.draw();
            point.timers.push(Timer { id, due, owner, of });
        }
        if let Some(slot) = run.core.rare_mut().points.get_mut(i) {
            *slot = point;
        }
    }
    Ok(())
}
