//! Findings that are known and accepted, each with a reason and a day on which it is looked at again.
//!
//! ```toml
//! [[known]]
//! key = "C803 8.1"
//! reason = "the drawing is lost; asked for on 2 November"
//! until = 2027-01-31
//! ```

use crate::judge::{Judged, Judgement};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use sop_core::diagnostic::Severity;
use std::collections::BTreeMap;

/// A list of known findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// By key, each once.
    pub known: Vec<Known>,
}

/// A known finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// [`Judged::key`].
    pub key: String,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is.
    pub until: NaiveDate,
}

/// A list that can't be used.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum BaselineError {
    /// It can't be read.
    #[error("{0}")]
    Toml(String),
    /// An entry says no reason.
    #[error("`{0}` has no reason")]
    NoReason(String),
    /// An entry's day doesn't exist, or is more than a day.
    #[error("`{0}`: `until` is no day")]
    NoDay(String),
    /// A key stands twice.
    #[error("`{0}` stands twice")]
    Twice(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    known: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    key: String,
    reason: String,
    until: toml::value::Datetime,
}

impl Baseline {
    /// Reads a list.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let file: File = toml::from_str(text).map_err(|e| BaselineError::Toml(e.to_string()))?;
        let mut known: Vec<Known> = Vec::new();
        for entry in file.known {
            if entry.reason.trim().is_empty() {
                return Err(BaselineError::NoReason(entry.key));
            }
            let day = entry.until.date.filter(|_| entry.until.time.is_none() && entry.until.offset.is_none());
            let day = day.and_then(|d| {
                NaiveDate::from_ymd_opt(i32::from(d.year), u32::from(d.month), u32::from(d.day))
            });
            let Some(until) = day else { return Err(BaselineError::NoDay(entry.key)) };
            if known.iter().any(|k| k.key == entry.key) {
                return Err(BaselineError::Twice(entry.key));
            }
            known.push(Known { key: entry.key, reason: entry.reason, until });
        }
        Ok(Self { known })
    }

    /// The list that accepts these findings: what was accepted already keeps its reason and its day.
    #[must_use]
    pub fn of(findings: &[&Judged], old: &Self, reason: &str, until: NaiveDate) -> Self {
        let known = findings.iter().map(|j| match old.known.iter().find(|k| k.key == j.key) {
            Some(known) => known.clone(),
            None => Known { key: j.key.clone(), reason: reason.to_owned(), until },
        });
        Self { known: known.collect() }
    }

    /// As a file.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for known in &self.known {
            // What JSON quotes, TOML reads.
            let quoted = |text: &str| serde_json::Value::from(text).to_string();
            let day = known.until;
            out.push_str(&format!(
                "{}[[known]]\nkey = {}\nreason = {}\nuntil = {:04}-{:02}-{:02}\n",
                if out.is_empty() { "" } else { "\n" },
                quoted(&known.key),
                quoted(&known.reason),
                day.year(),
                day.month(),
                day.day()
            ));
        }
        out
    }
}

/// Findings, weighed: what is open, what is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weighed {
    /// For each finding of the judgement what is known of it.
    pub known: Vec<Option<Known>>,
    /// Known findings whose day has passed: open again.
    pub expired: Vec<Option<Known>>,
    /// Entries that nothing was found for.
    pub unneeded: Vec<Known>,
}

/// Which findings make the whole fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailOn(pub Severity);

impl Weighed {
    /// Weighs a judgement's findings on a day.
    pub fn of(judgement: &Judgement, baseline: &Baseline, today: NaiveDate) -> Self {
        let by_key: BTreeMap<&str, &Known> = baseline.known.iter().map(|k| (k.key.as_str(), k)).collect();
        let entry = |j: &Judged| by_key.get(j.key.as_str()).copied();
        let holds = |k: &&Known| today <= k.until;
        let found = &judgement.findings;
        Self {
            known: found.iter().map(|j| entry(j).filter(holds).cloned()).collect(),
            expired: found.iter().map(|j| entry(j).filter(|k| !holds(k)).cloned()).collect(),
            unneeded: baseline
                .known
                .iter()
                .filter(|k| found.iter().all(|j| j.key != k.key))
                .cloned()
                .collect(),
        }
    }

    /// The findings that are open, with their positions.
    pub fn open<'j>(&self, judgement: &'j Judgement) -> impl Iterator<Item = (usize, &'j Judged)> {
        let known = self.known.clone();
        judgement.findings.iter().enumerate().filter(move |(i, _)| known.get(*i).is_none_or(Option::is_none))
    }

    /// Does something open make the whole fail?
    pub fn fails(&self, judgement: &Judgement, fail_on: FailOn) -> bool {
        self.open(judgement).any(|(_, j)| j.severity() >= fail_on.0)
    }
}

#[cfg(test)]
mod tests;
