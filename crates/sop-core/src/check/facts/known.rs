//! A set of facts of one flow, by their positions.

use crate::model::FactId;

/// Facts that are surely known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known(Vec<u64>);

impl Known {
    /// No fact of so many.
    pub(super) fn none(facts: usize) -> Self {
        Self(vec![0; facts.div_ceil(64)])
    }

    pub(super) fn has(&self, fact: FactId) -> bool {
        self.0.get(fact.index() / 64).is_some_and(|w| w & (1 << (fact.index() % 64)) != 0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|w| *w == 0)
    }

    pub(super) fn add(&mut self, fact: FactId) {
        if let Some(word) = self.0.get_mut(fact.index() / 64) {
            *word |= 1 << (fact.index() % 64);
        }
    }

    pub(super) fn remove(&mut self, fact: FactId) {
        if let Some(word) = self.0.get_mut(fact.index() / 64) {
            *word &= !(1 << (fact.index() % 64));
        }
    }

    pub(super) fn with(&self, facts: impl IntoIterator<Item = FactId>) -> Self {
        let mut out = self.clone();
        facts.into_iter().for_each(|f| out.add(f));
        out
    }

    /// Keeps what both know; tells whether that is less than before.
    pub(super) fn meet(&mut self, other: &Self) -> bool {
        let mut less = false;
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            less |= *a & !b != 0;
            *a &= b;
        }
        less
    }

    /// Adds what the other knows.
    pub(super) fn join(&mut self, other: &Self) {
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a |= b;
        }
    }

    /// Takes away what the other knows.
    pub(super) fn less(&mut self, other: &Self) {
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            *a &= !b;
        }
    }
}
