//! The report for programs.
//!
//! One document. `schema` is [`SCHEMA`]; fields may be added to it, none is taken away or given another meaning.
//!
//! - `passed`, `failed`: numbers of scenarios; `found`: ways of failing that random walks found.
//! - `scenarios[]`: `name`, `label`, `flow`, `at` (`path`, `line`, `column`, from 1), `passed`, `timeline[]` and, if it
//!   failed, `failure`.
//! - `failure`: `kind` (`unmet`, `misfit`, `broken`, `stuck`, `timer`, `end`, `begin`, `unbuilt`, `unsteady`), `at`,
//!   `title`, `expected` (or null), `happened[]`, `fits[]`.
//! - `timeline[]`: `at` (local, `2023-10-02T09:00:00`), `case` (0 is the scenario's own), `flow`, `cause` (from outside or
//!   a clock), `id` (of the text, for machines), `text`.
//! - `coverage[]`: `flow`, `percent`, for each of `step`, `arrow`, `timer`, `interruption`, `end` a pair `reached`, `all`;
//!   and `items[]`: `kind`, `what`, `at`, `times`.
//! - `exploration`: null, or `seed` and `flows[]`: `flow`, `walks`, `acts`, `percent`, `found[]` with `walk`, `times`,
//!   `failure`, `timeline[]`, `scenario`: text of a `.sop` file that fails so, and `line`: at which of its lines.

use super::Report;
use super::place::{item, name, place};
use crate::coverage::Kind;
use crate::suite::Suite;
use crate::tell::{Row, Told};
use serde_json::{Value, json};
use sop_core::render;
use sop_core::source::Span;

/// Name and version of the shape.
pub const SCHEMA: &str = "sop-test/1";

/// The suite as data.
pub fn json(suite: &Suite<'_>, report: &Report<'_>) -> Value {
    let page = Page { suite, report };
    let scenarios = suite.outcomes.iter().map(|o| {
        json!({
            "name": o.scenario.name,
            "label": o.scenario.label,
            "flow": name(suite.book, o.scenario.flow),
            "at": place(report.sources, o.scenario.at),
            "passed": o.failure.is_none(),
            "failure": o.failure.as_ref().map(|(f, told)| page.failure(told, f.at)),
            "timeline": page.timeline(&o.timeline),
        })
    });
    let exploration = (!suite.explored.is_empty()).then(|| page.exploration());
    json!({
        "schema": SCHEMA,
        "passed": suite.outcomes.len() - suite.failures(),
        "failed": suite.failures(),
        "found": suite.found(),
        "min_coverage": report.min_coverage,
        "scenarios": scenarios.collect::<Vec<_>>(),
        "coverage": page.coverage(),
        "exploration": exploration,
    })
}

struct Page<'a> {
    suite: &'a Suite<'a>,
    report: &'a Report<'a>,
}

impl Page<'_> {
    fn failure(&self, told: &Told, at: Span) -> Value {
        let all = |words: &[sop_core::diagnostic::Words]| {
            words.iter().map(|w| w.say(self.report.lang)).collect::<Vec<_>>()
        };
        json!({
            "kind": told.kind,
            "at": place(self.report.sources, at),
            "title": told.title.say(self.report.lang),
            "expected": told.expected.as_ref().map(|w| w.say(self.report.lang)),
            "happened": all(&told.happened),
            "fits": all(&told.fits),
        })
    }

    fn timeline(&self, rows: &[Row]) -> Vec<Value> {
        let row = |r: &Row| {
            json!({
                "at": r.at.format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
                "case": r.case.0,
                "flow": r.who,
                "cause": r.cause,
                "id": r.what.id(),
                "text": r.what.say(self.report.lang),
            })
        };
        rows.iter().map(row).collect()
    }

    fn coverage(&self) -> Vec<Value> {
        let of = |flow: &sop_core::model::FlowId| {
            let coverage = &self.suite.coverage;
            let mut out = json!({ "flow": name(self.suite.book, *flow), "percent": coverage.percent(*flow) });
            for kind in Kind::ALL {
                let (reached, all) = coverage.of_kind(*flow, kind);
                let key = serde_json::to_value(kind).unwrap_or_default();
                if let Some(key) = key.as_str() {
                    out[key] = json!({ "reached": reached, "all": all });
                }
            }
            let items = coverage.items(*flow);
            let items = items.iter().map(|r| {
                json!({
                    "kind": r.kind,
                    "what": item(self.suite.book, self.report.sources, *flow, r),
                    "at": place(self.report.sources, r.at),
                    "times": r.times,
                })
            });
            out["items"] = items.collect();
            out
        };
        self.suite.flows.iter().map(of).collect()
    }

    fn exploration(&self) -> Value {
        let flows = self.suite.explored.iter().map(|e| {
            let found = e.found.iter().map(|f| {
                json!({
                    "walk": f.walk,
                    "line": f.failure.at.start,
                    "times": f.times,
                    "failure": self.failure(&f.told, f.failure.at),
                    "timeline": self.timeline(&f.timeline),
                    "scenario": render::scenario(self.suite.book, &f.scenario),
                })
            });
            json!({
                "flow": name(self.suite.book, e.flow),
                "walks": e.walks,
                "acts": e.acts,
                "percent": e.coverage.percent(e.flow),
                "found": found.collect::<Vec<_>>(),
            })
        });
        json!({ "seed": self.suite.seed, "flows": flows.collect::<Vec<_>>() })
    }
}
