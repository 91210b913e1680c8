//! Findings while they are gathered: a text of nothing but mistakes must not cost a hundred times its own length.

use super::{Code, Finding, Severity};
use crate::source::{FileId, limits};
use crate::words;
use std::collections::BTreeMap;

/// Findings of one file that are gathered before those that nobody will see are let go.
const GATHERED_MAX: usize = 16 * limits::FINDINGS_PER_FILE_MAX;

/// The first findings of each file, by place; the rest is only counted.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    files: BTreeMap<FileId, OfFile>,
    pushed: usize,
    errors: bool,
}

#[derive(Debug, Default)]
struct OfFile {
    findings: Vec<Finding>,
    /// Those that were let go.
    rest: Rest,
}

/// Findings that are not listed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rest {
    count: usize,
    worst: Option<Severity>,
}

impl Rest {
    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.worst = self.worst.max(other.worst);
    }

    /// What is said in their place, behind the last one that is listed: no worse than the worst of them.
    pub(crate) fn told(self, last: &Finding) -> Option<Finding> {
        let worst = self.worst?;
        let message = match worst {
            Severity::Error => words!("more-findings", count = self.count),
            Severity::Warning | Severity::Note => words!("more-warnings", count = self.count),
        };
        let finding = Finding::new(Code::TooManyFindings, last.at, message)
            .here(words!("more-findings.here"))
            .mend(words!("more-findings.mend"));
        Some(finding.standing_for(worst))
    }
}

impl OfFile {
    fn push(&mut self, finding: Finding) {
        if self.findings.len() >= GATHERED_MAX {
            self.let_go();
        }
        self.findings.push(finding);
    }

    fn let_go(&mut self) {
        self.findings.sort_by(|a, b| (a.at, a.code, &a.message).cmp(&(b.at, b.code, &b.message)));
        self.findings.dedup();
        let mut kept = 0;
        let rest = &mut self.rest;
        // How many there are beyond those has been said by who counted them.
        self.findings.retain(|f| {
            let stays = kept < limits::FINDINGS_PER_FILE_MAX || f.code == Code::TooManyFindings;
            kept += usize::from(stays);
            if !stays {
                rest.add(Rest { count: 1, worst: Some(f.severity()) });
            }
            stays
        });
    }
}

impl Gathered {
    pub(crate) fn push(&mut self, finding: Finding) {
        self.pushed += 1;
        self.errors |= finding.severity() == Severity::Error;
        self.files.entry(finding.at.file).or_default().push(finding);
    }

    /// How many were pushed, listed or not.
    pub(crate) const fn len(&self) -> usize {
        self.pushed
    }

    /// Was there one that is an error, listed or not?
    pub(crate) const fn has_errors(&self) -> bool {
        self.errors
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.files.values().flat_map(|of| &of.findings)
    }

    /// Those of a file that are listed so far.
    pub(crate) fn of(&self, file: FileId) -> &[Finding] {
        self.files.get(&file).map_or(&[], |of| &of.findings)
    }

    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&Finding) -> bool) {
        self.files.values_mut().for_each(|of| of.findings.retain(&mut keep));
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Finding> {
        self.files.values_mut().flat_map(|of| &mut of.findings)
    }

    /// Those of another look at the same files as well.
    pub(crate) fn append(&mut self, other: Self) {
        self.pushed += other.pushed;
        self.errors |= other.errors;
        for (file, of) in other.files {
            let own = self.files.entry(file).or_default();
            own.rest.add(of.rest);
            of.findings.into_iter().for_each(|f| own.push(f));
        }
    }

    /// The first ones of each file in order, and what more there is in it.
    pub(crate) fn first(self) -> impl Iterator<Item = (Vec<Finding>, Rest)> {
        self.files.into_values().map(|mut of| {
            of.let_go();
            (of.findings, of.rest)
        })
    }

    /// All that are listed, by file, in the order in which they were found.
    pub(crate) fn listed(self) -> Vec<Finding> {
        self.files.into_values().flat_map(|of| of.findings).collect()
    }
}

impl Extend<Finding> for Gathered {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        findings.into_iter().for_each(|f| self.push(f));
    }
}
