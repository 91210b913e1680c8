//! Findings of one file while it is read: a text of nothing but mistakes must not cost a hundred times its own length.

use super::Finding;
use crate::source::limits;

/// Findings that are gathered before those that nobody will see are let go.
const GATHERED_MAX: usize = 16 * limits::FINDINGS_PER_FILE_MAX;

/// The first findings of a file, by place; the rest is only counted.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    findings: Vec<Finding>,
    rest: usize,
}

impl Gathered {
    pub(crate) fn push(&mut self, finding: Finding) {
        if self.findings.len() >= GATHERED_MAX {
            self.let_go();
        }
        self.findings.push(finding);
    }

    fn let_go(&mut self) {
        self.findings.sort_by_key(|f| (f.at, f.code));
        self.rest += self.findings.len().saturating_sub(limits::FINDINGS_PER_FILE_MAX);
        self.findings.truncate(limits::FINDINGS_PER_FILE_MAX);
    }

    /// How many were pushed, listed or not.
    pub(crate) const fn len(&self) -> usize {
        self.findings.len() + self.rest
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter()
    }

    pub(crate) fn retain(&mut self, keep: impl FnMut(&Finding) -> bool) {
        self.findings.retain(keep);
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Finding> {
        self.findings.iter_mut()
    }

    /// Those of another look at the same file as well.
    pub(crate) fn append(&mut self, other: Self) {
        self.rest += other.rest;
        other.findings.into_iter().for_each(|f| self.push(f));
    }

    /// The first ones in order, and how many more there are.
    pub(crate) fn first(mut self) -> (Vec<Finding>, usize) {
        self.let_go();
        (self.findings, self.rest)
    }
}
