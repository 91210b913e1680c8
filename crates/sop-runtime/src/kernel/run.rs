//! One input at work: the state that it changes, the effects that it brings about, the moves that are still to be made.

use super::effect::Effect;
use super::eval;
use super::program::{Code, FlowCode, KeepCode, NodeCode, Program, SayCode};
use super::reject::Rejected;
use super::state::{Core, Token};
use super::trace::Trace;
use crate::value::{Moment, Value};
use smallvec::SmallVec;
use sop_core::model::{LaneId, StageId};

/// Moves of one input: bounds loops of automatic nodes, which the checker refuses.
pub const MOVES_MAX: u32 = 10_000;

/// The number of a token that has yet to come to rest for the first time.
pub(super) const NEW: u32 = 0;

/// One input at work.
pub(super) struct Run<'a> {
    pub(super) program: &'a Program,
    pub(super) flow: &'a FlowCode,
    pub(super) core: &'a mut Core,
    pub(super) at: Moment,
    pub(super) effects: &'a mut Vec<Effect>,
    /// Who wants to know what the tokens do.
    pub(super) trace: Option<&'a mut Vec<Trace>>,
    /// Tokens that are on the move, and where to; the last is moved first.
    pub(super) moves: SmallVec<[(u32, u16); 4]>,
}

/// Puts an effect behind the others. It is made in its place: one that is made elsewhere, in small pieces, and then moved in
/// large ones makes the processor wait for itself.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call would make it elsewhere")]
pub(super) fn put(effects: &mut Vec<Effect>, effect: impl FnOnce() -> Effect) {
    effects.extend(std::iter::once_with(effect));
}

impl<'a> Run<'a> {
    /// Indices of nodes are checked when a program is built and when a state is read.
    pub(super) fn node(&self, node: u16) -> &'a NodeCode {
        &self.flow.nodes[usize::from(node)]
    }

    pub(super) fn at_node(&self, token: Token) -> &'a NodeCode {
        self.node(token.node.0)
    }

    /// Makes all moves.
    pub(super) fn settle(&mut self) -> Result<(), Rejected> {
        let mut made = 0;
        while let Some((visit, to)) = self.moves.pop() {
            // A join may have withdrawn it in the meantime.
            let Some(token) = self.core.token(visit) else { continue };
            made += 1;
            if made > MOVES_MAX {
                return Err(Rejected::TooManySteps(MOVES_MAX));
            }
            self.arrive(token, to)?;
        }
        self.core.trim();
        Ok(())
    }

    pub(super) fn value(&self, code: &Code) -> Result<Value, Rejected> {
        eval::value(self.program, &self.core.facts, self.at, code)
    }

    pub(super) fn values(&self, codes: &[Code]) -> Result<Vec<Value>, Rejected> {
        codes.iter().map(|c| self.value(c)).collect()
    }

    /// Says words to the customer (`to` is `None`) or to a lane.
    pub(super) fn say(
        &mut self,
        node: Option<u16>,
        to: Option<LaneId>,
        say: &SayCode,
    ) -> Result<(), Rejected> {
        let mut args = Vec::new();
        let message = eval::words(self.program, &self.core.facts, self.at, say, &mut args)?;
        let node = node.map(super::input::NodeIx);
        put(self.effects, || Effect::Say { node, to, message, args });
        self.see_said(message, node);
        Ok(())
    }

    /// Writes what came into facts.
    pub(super) fn keep(&mut self, keeps: &[KeepCode], data: &[Value]) {
        for keep in keeps {
            self.core.facts[keep.fact.index()] = data.get(usize::from(keep.field)).cloned();
        }
    }

    pub(super) fn is_inside(&self, token: Token, stage: StageId) -> bool {
        self.at_node(token).stages.contains(&stage)
    }
}

/// Values for these types, by position.
pub(super) fn typed<'t>(
    values: &[Value],
    types: impl ExactSizeIterator<Item = &'t sop_core::model::Type>,
) -> Result<(), Rejected> {
    if values.len() != types.len() {
        return Err(Rejected::WrongCount { expected: types.len(), found: values.len() });
    }
    match values.iter().zip(types).position(|(value, ty)| !value.fits(ty)) {
        Some(position) => Err(Rejected::WrongType { position }),
        None => Ok(()),
    }
}
