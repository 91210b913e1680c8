//! The end of a started or called case: taken at once by who waits for it, or kept until somebody asks.

use super::input::{ChildEnd, ChildId, NodeIx};
use super::program::{FlowCode, Kind, Outcomes};
use super::reject::Rejected;
use super::run::Run;
use super::state::{Child, Token};
use super::trace::Way;
use crate::value::Value;
use smallvec::SmallVec;

impl Run<'_> {
    pub(super) fn on_child(&mut self, id: ChildId, end: &ChildEnd) -> Result<(), Rejected> {
        let children = &self.core.rare().children;
        let found = children.iter().position(|c| c.id == id.0 && c.end.is_none());
        let found = found.ok_or(Rejected::ChildNotAwaited(id))?;
        let (node, wanted) = (children[found].node, children[found].wanted);
        if !wanted {
            self.core.rare_mut().children.remove(found);
            return Ok(());
        }
        self.check_end(id, node, end)?;
        if let Some(child) = self.core.rare_mut().children.get_mut(found) {
            child.end = Some(end.clone());
        }
        let flow = self.flow;
        let waits = |t: &&Token| match &flow.nodes[usize::from(t.node.0)].kind {
            Kind::Await { start, .. } => *start == node.0,
            Kind::Call { .. } => t.visit == id.0,
            _ => false,
        };
        let waiting: SmallVec<[Token; 2]> = self.core.tokens.iter().filter(waits).copied().collect();
        for token in waiting {
            self.take_known_end(token)?;
        }
        // The last is moved first; and the one that came first goes first.
        self.moves.reverse();
        Ok(())
    }

    /// Whether it could be an end of the child, and whoever may ask for it has an arrow for it.
    fn check_end(&self, id: ChildId, node: NodeIx, end: &ChildEnd) -> Result<(), Rejected> {
        let code = self.node(node.0);
        let of = match &code.kind {
            Kind::Start { flow, .. } | Kind::Call { flow, .. } => *flow,
            _ => return Err(Rejected::ChildNotAwaited(id)),
        };
        if let ChildEnd::Ended { outcome, gives } = end {
            check_gives(id, &self.program.flows[of.index()], *outcome, gives)?;
        }
        let taken = |outcomes: &Outcomes| match end {
            ChildEnd::Ended { outcome, .. } => outcomes.of_end(outcome.0).is_some(),
            ChildEnd::Cancelled => outcomes.of_cancel().is_some(),
        };
        let all = match &code.kind {
            Kind::Call { outcomes, .. } => taken(outcomes),
            Kind::Start { awaits, .. } => awaits.iter().all(|a| match &self.node(*a).kind {
                Kind::Await { outcomes, .. } => taken(outcomes),
                _ => true,
            }),
            _ => true,
        };
        if all { Ok(()) } else { Err(Rejected::EndNotTaken(id)) }
    }

    /// If the end that a token waits for is known, the token takes it. Tells whether it did.
    ///
    /// What the child never knew makes the fact that keeps it unknown.
    pub(super) fn take_known_end(&mut self, token: Token) -> Result<bool, Rejected> {
        let code = self.at_node(token);
        let (child, outcomes) = match &code.kind {
            Kind::Await { start, outcomes } => (self.latest(|c| c.node.0 == *start && c.wanted), outcomes),
            Kind::Call { outcomes, .. } => (self.latest(|c| c.id == token.visit), outcomes),
            _ => return Ok(false),
        };
        let Some(Child { id, end: Some(end), .. }) = child else { return Ok(false) };
        let id = *id;
        let (way, target) = match end {
            ChildEnd::Ended { outcome, gives } => {
                let outcome = *outcome;
                let (keeps, target) = outcomes.of_end(outcome.0).ok_or(Rejected::EndNotTaken(ChildId(id)))?;
                let kept: Vec<_> = keeps
                    .iter()
                    .map(|k| (k.fact, gives.get(usize::from(k.field)).cloned().flatten()))
                    .collect();
                for (fact, value) in kept {
                    self.core.facts[fact.index()] = value;
                }
                (Way::Ended(outcome), target)
            }
            ChildEnd::Cancelled => {
                (Way::Cancelled, outcomes.of_cancel().ok_or(Rejected::EndNotTaken(ChildId(id)))?)
            }
        };
        if matches!(code.kind, Kind::Call { .. }) {
            // Nobody else can ask for it; the end of a started case stays known, for an `await` in a loop.
            self.core.rare_mut().children.retain(|c| c.id != id);
        }
        self.done(token, way);
        self.moves.push((token.visit, target));
        Ok(true)
    }

    fn latest(&self, which: impl Fn(&Child) -> bool) -> Option<&Child> {
        self.core.rare().children.iter().rev().find(|c| which(c))
    }

    /// A start is made again: `await` waits for the new child only.
    pub(super) fn supersede(&mut self, start: NodeIx) {
        let Some(rare) = &mut self.core.rare else { return };
        rare.children.retain_mut(|child| {
            if child.node == start {
                child.wanted = false;
            }
            child.wanted || child.end.is_none()
        });
    }

    /// Nobody waits for this child any more.
    pub(super) fn unwanted(&mut self, id: u32) {
        let Some(rare) = &mut self.core.rare else { return };
        rare.children.retain_mut(|child| {
            if child.id == id {
                child.wanted = false;
            }
            child.wanted || child.end.is_none()
        });
    }
}

fn check_gives(
    id: ChildId,
    flow: &FlowCode,
    outcome: NodeIx,
    gives: &[Option<Value>],
) -> Result<(), Rejected> {
    let node = flow.nodes.get(usize::from(outcome.0));
    if !node.is_some_and(|n| matches!(n.kind, Kind::End)) {
        return Err(Rejected::UnknownOutcome { child: id, outcome });
    }
    if gives.len() != flow.gives.len() {
        return Err(Rejected::WrongCount { expected: flow.gives.len(), found: gives.len() });
    }
    let wrong = gives
        .iter()
        .zip(&flow.gives)
        .position(|(value, fact)| value.as_ref().is_some_and(|v| !v.fits(&flow.facts[fact.index()])));
    match wrong {
        Some(position) => Err(Rejected::WrongType { position }),
        None => Ok(()),
    }
}
