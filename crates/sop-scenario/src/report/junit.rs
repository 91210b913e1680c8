//! The report for test servers: `JUnit` XML, a suite a flow, a case a scenario.
//!
//! Random walks are a case `explore` of their flow, `--min-coverage` a case `coverage`. There are no times and no
//! fingerprints in it: the same book gives the same bytes.

use super::Report;
use super::place::{excerpt, name, place};
use crate::suite::{Outcome, Suite};
use crate::tell::Told;
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};
use sop_core::model::FlowId;
use sop_core::render;
use sop_core::words;

/// The report could not be written down.
#[derive(Debug, thiserror::Error)]
#[error("the report can't be written as XML: {0}")]
pub struct JunitError(String);

/// The suite as XML.
///
/// # Errors
///
/// [`JunitError`] if the writer of XML fails; of texts, characters that XML forbids are left out.
pub fn junit(suite: &Suite<'_>, report: &Report<'_>) -> Result<String, JunitError> {
    let mut out = quick_junit::Report::new("sop");
    for flow in &suite.flows {
        let mut of_flow = TestSuite::new(name(suite.book, *flow));
        for outcome in suite.outcomes.iter().filter(|o| o.scenario.flow == *flow) {
            of_flow.add_test_case(case(suite, report, *flow, outcome));
        }
        for explored in suite.explored.iter().filter(|e| e.flow == *flow) {
            let mut text = String::new();
            for found in &explored.found {
                text.push_str(&told(report, &found.told));
                text.push_str(&render::scenario(suite.book, &found.scenario));
            }
            let first = explored.found.first().map(|f| f.told.title.say(report.lang));
            of_flow.add_test_case(named(suite, *flow, "explore", first.map(|m| (m, "explore", text))));
        }
        if let Some(min) = report.min_coverage {
            let percent = suite.coverage.percent(*flow);
            let low = words!(
                "test-too-low",
                flow = name(suite.book, *flow).to_owned(),
                percent = i64::from(percent),
                min = i64::from(min)
            );
            let low = (percent < min).then(|| (low.say(report.lang), "coverage", String::new()));
            of_flow.add_test_case(named(suite, *flow, "coverage", low));
        }
        out.add_test_suite(of_flow);
    }
    out.to_string().map_err(|e| JunitError(e.to_string()))
}

fn named(suite: &Suite<'_>, flow: FlowId, called: &str, wrong: Option<(String, &str, String)>) -> TestCase {
    let status = match wrong {
        None => TestCaseStatus::success(),
        Some((message, kind, text)) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(message).set_type(kind);
            if !text.is_empty() {
                status.set_description(text);
            }
            status
        }
    };
    let mut case = TestCase::new(called, status);
    case.set_classname(name(suite.book, flow));
    case
}

fn case(suite: &Suite<'_>, report: &Report<'_>, flow: FlowId, outcome: &Outcome<'_>) -> TestCase {
    let wrong = outcome.failure.as_ref().map(|(failure, words)| {
        let mut text = String::new();
        if let Some(place) = place(report.sources, failure.at) {
            text.push_str(&format!("{place}\n"));
        }
        for line in excerpt(report.sources, failure.at) {
            text.push_str(&format!("{line}\n"));
        }
        text.push_str(&told(report, words));
        for row in &outcome.timeline {
            let indent = if row.cause { "" } else { "  " };
            text.push_str(&format!("{} {} {indent}{}\n", row.at, row.who, row.what.say(report.lang)));
        }
        (words.title.say(report.lang), words.kind, text)
    });
    named(suite, flow, &outcome.scenario.name, wrong)
}

fn told(report: &Report<'_>, told: &Told) -> String {
    let mut out = format!("{}\n", told.title.say(report.lang));
    let heads = [words!("test-expected"), words!("test-happened"), words!("test-fits")];
    for (head, all) in heads.iter().zip([told.expected.as_slice(), &told.happened, &told.fits]) {
        for one in all {
            out.push_str(&format!("{} {}\n", head.say(report.lang), one.say(report.lang)));
        }
    }
    out
}
