//! The rules of one flow, compiled for watching: for each point of a run, which laws it concerns.
//!
//! Points are looked up by index, so that a node, message or event that no rule speaks of costs one look into an empty
//! list, and a flow without rules not even that.

use super::LengthCode;
use crate::kernel::effect::RuleIx;
use sop_core::model::{EventId, MessageId};

/// What watches the rules of one flow.
#[derive(Clone, Debug)]
pub(crate) struct WatchCode {
    pub(crate) laws: Box<[LawCode]>,
    /// By node.
    pub(crate) begun: Box<[Hits]>,
    /// By node.
    pub(crate) done: Box<[Hits]>,
    /// By node; those of any end stand with every end.
    pub(crate) ended: Box<[Hits]>,
    /// By node and position of the answer, in order.
    pub(crate) answered: Box<[((u16, u16), Hits)]>,
    /// By message.
    pub(crate) said: Box<[Hits]>,
    /// By event.
    pub(crate) taken: Box<[Hits]>,
    /// By event.
    pub(crate) published: Box<[Hits]>,
}

/// The laws that a point concerns, in order; of one law, first as what is watched for, then as what goes before it.
pub(crate) type Hits = Box<[Hit]>;

/// A law that a point concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// Position in [`WatchCode::laws`].
    pub(crate) law: u16,
    pub(crate) side: Side,
}

/// As what a point concerns a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    /// What must or must not come.
    Then,
    /// What must have come, or sets it off.
    First,
}

/// One law.
#[derive(Clone, Debug)]
pub(crate) struct LawCode {
    pub(crate) rule: RuleIx,
    /// Position in [`sop_core::model::Rule::laws`].
    pub(crate) part: u16,
    pub(crate) kind: LawKind,
}

/// What a law demands of its points.
#[derive(Clone, Debug)]
pub(crate) enum LawKind {
    Precedence,
    NotSuccession,
    Absence,
    AtMost(u32),
    Existence,
    Response(Option<LengthCode>),
}

impl LawKind {
    /// The highest mark that can be kept for it.
    pub(crate) fn mark_max(&self) -> u32 {
        match self {
            Self::Absence => 0,
            Self::AtMost(times) => *times,
            Self::Precedence | Self::NotSuccession | Self::Existence | Self::Response(_) => 1,
        }
    }

    /// Has a time limit.
    pub(crate) fn is_timed(&self) -> bool {
        matches!(self, Self::Response(Some(_)))
    }
}

impl WatchCode {
    pub(crate) fn begun(&self, node: u16) -> &[Hit] {
        at(&self.begun, usize::from(node))
    }

    pub(crate) fn done(&self, node: u16) -> &[Hit] {
        at(&self.done, usize::from(node))
    }

    pub(crate) fn ended(&self, node: u16) -> &[Hit] {
        at(&self.ended, usize::from(node))
    }

    pub(crate) fn answered(&self, node: u16, answer: u16) -> &[Hit] {
        match self.answered.binary_search_by_key(&(node, answer), |(key, _)| *key) {
            Ok(found) => self.answered.get(found).map_or(&[], |(_, hits)| hits),
            Err(_) => &[],
        }
    }

    pub(crate) fn said(&self, message: MessageId) -> &[Hit] {
        at(&self.said, message.index())
    }

    pub(crate) fn taken(&self, event: EventId) -> &[Hit] {
        at(&self.taken, event.index())
    }

    pub(crate) fn published(&self, event: EventId) -> &[Hit] {
        at(&self.published, event.index())
    }

    /// The law that a part of a rule is here.
    pub(crate) fn law(&self, rule: RuleIx, part: u16) -> Option<(u16, &LawCode)> {
        let mut laws = (0u16..).zip(&self.laws);
        laws.find(|(_, law)| law.rule == rule && law.part == part)
    }
}

fn at(all: &[Hits], index: usize) -> &[Hit] {
    all.get(index).map_or(&[], |hits| hits)
}
