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
    /// Where this is so at an end, nothing is owed.
    pub(crate) owed: Option<Quiet>,
    /// By node.
    pub(crate) begun: Box<[PointCode]>,
    /// By node.
    pub(crate) done: Box<[PointCode]>,
    /// By node; those of any end stand with every end.
    pub(crate) ended: Box<[PointCode]>,
    /// By node and position of the answer, in order.
    pub(crate) answered: Box<[((u16, u16), PointCode)]>,
    /// By message.
    pub(crate) said: Box<[PointCode]>,
    /// By event.
    pub(crate) taken: Box<[PointCode]>,
    /// By event.
    pub(crate) published: Box<[PointCode]>,
}

/// What a point does to the laws.
#[derive(Clone, Debug)]
pub(crate) struct PointCode {
    /// The laws that it concerns, in order; of one law, first as what is watched for, then as what goes before it.
    pub(crate) hits: Box<[Hit]>,
    /// The same in one go, where it breaks nothing; `None`: some law needs more than a bit.
    pub(crate) quiet: Option<Quiet>,
}

/// A point that breaks no law, over the laws whose marks are a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quiet {
    /// These must be set: else a law is broken, or more is to be done.
    pub(crate) must: u64,
    /// These must not be set.
    pub(crate) must_not: u64,
    /// Is cleared first.
    pub(crate) clear: u64,
    /// Is set then.
    pub(crate) set: u64,
}

impl PointCode {
    /// Hits in order, of these laws.
    pub(crate) fn new(hits: Box<[Hit]>, laws: &[LawCode]) -> Self {
        let mut quiet = Some(Quiet::default());
        for hit in &hits {
            let law = laws.get(usize::from(hit.law));
            quiet = quiet.zip(law).and_then(|(quiet, law)| quiet.and(*hit, &law.kind));
        }
        Self { hits, quiet }
    }
}

impl Quiet {
    /// This, and what another hit does; a law's hits come as [`PointCode::hits`] has them, so what one asks is asked before what
    /// the other sets.
    fn and(mut self, hit: Hit, kind: &LawKind) -> Option<Self> {
        let bit = 1u64.checked_shl(u32::from(hit.law))?;
        match (kind, hit.side) {
            (LawKind::Precedence, Side::Then) => self.must |= bit,
            (LawKind::NotSuccession | LawKind::Response(Some(_)), Side::Then) => {
                self.must_not |= bit;
            }
            (LawKind::Precedence | LawKind::NotSuccession | LawKind::Response(None), Side::First)
            | (LawKind::Existence, _) => self.set |= bit,
            (LawKind::AtMost(1), _) => {
                self.must_not |= bit;
                self.set |= bit;
            }
            (LawKind::Response(None), Side::Then) => self.clear |= bit,
            (LawKind::Absence | LawKind::AtMost(_), _) | (LawKind::Response(Some(_)), Side::First) => {
                return None;
            }
        }
        Some(self)
    }
}

impl Quiet {
    /// What must be so at an end: what must come has come, and no answer is owed; `None`: more laws than there are bits.
    pub(crate) fn at_end(laws: &[LawCode]) -> Option<Self> {
        let mut all = Self::default();
        for (law, index) in laws.iter().zip(0u32..) {
            match law.kind {
                LawKind::Existence => all.must |= 1u64.checked_shl(index)?,
                LawKind::Response(_) => all.must_not |= 1u64.checked_shl(index)?,
                _ => {}
            }
        }
        Some(all)
    }

    /// This, then the next; `None`: the next breaks what this did.
    pub(crate) fn then(self, next: Self) -> Option<Self> {
        let (set, cleared) = (self.set, self.clear & !self.set);
        let possible = next.must & cleared == 0 && next.must_not & set == 0;
        possible.then_some(Self {
            must: self.must | (next.must & !set),
            must_not: self.must_not | (next.must_not & !cleared),
            clear: self.clear | next.clear,
            set: (set & !next.clear) | next.set,
        })
    }
}

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
    pub(crate) fn begun(&self, node: u16) -> Option<&PointCode> {
        self.begun.get(usize::from(node))
    }

    pub(crate) fn done(&self, node: u16) -> Option<&PointCode> {
        self.done.get(usize::from(node))
    }

    pub(crate) fn ended(&self, node: u16) -> Option<&PointCode> {
        self.ended.get(usize::from(node))
    }

    pub(crate) fn answered(&self, node: u16, answer: u16) -> Option<&PointCode> {
        match self.answered.binary_search_by_key(&(node, answer), |(key, _)| *key) {
            Ok(found) => self.answered.get(found).map(|(_, point)| point),
            Err(_) => None,
        }
    }

    pub(crate) fn said(&self, message: MessageId) -> Option<&PointCode> {
        self.said.get(message.index())
    }

    pub(crate) fn taken(&self, event: EventId) -> Option<&PointCode> {
        self.taken.get(event.index())
    }

    pub(crate) fn published(&self, event: EventId) -> Option<&PointCode> {
        self.published.get(event.index())
    }

    /// The law that a part of a rule is here.
    pub(crate) fn law(&self, rule: RuleIx, part: u16) -> Option<(u16, &LawCode)> {
        let mut laws = (0u16..).zip(&self.laws);
        laws.find(|(_, law)| law.rule == rule && law.part == part)
    }
}
