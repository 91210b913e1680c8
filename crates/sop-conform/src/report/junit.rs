//! The report for test servers, in `JUnit`'s XML: each clause that wants something done is a test, the rest of the book one more.

use super::{Report, section};
use crate::judge::{ClauseState, Judged};
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

/// The XML could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the report could not be written: {0}")]
pub struct JunitError(String);

/// The report as XML.
///
/// # Errors
///
/// [`JunitError`] if the writer of XML fails; of texts, characters that XML forbids are left out.
pub fn junit(report: &Report<'_>) -> Result<String, JunitError> {
    let mut out = quick_junit::Report::new("sop-conform");
    let failing: Vec<&Judged> =
        report.open().map(|(_, j)| j).filter(|j| j.severity() >= report.fail_on.0).collect();
    let mut told = vec![false; failing.len()];
    for figures in &report.judgement.sections {
        if !report.wanted(Some(&figures.section)) {
            continue;
        }
        let mut suite = TestSuite::new(figures.section.as_str());
        for (clause, state) in &figures.clauses {
            let own: Vec<&Judged> = failing
                .iter()
                .zip(&mut told)
                .filter(|(j, _)| j.clause.as_ref() == Some(clause))
                .map(|(j, told)| {
                    *told = true;
                    *j
                })
                .collect();
            if *state != ClauseState::Told || !own.is_empty() {
                suite.add_test_case(case(report, clause, section(clause), &own));
            }
        }
        if !suite.test_cases.is_empty() {
            out.add_test_suite(suite);
        }
    }
    let rest: Vec<&Judged> = failing.iter().zip(&told).filter(|(_, told)| !**told).map(|(j, _)| *j).collect();
    let mut suite = TestSuite::new("book");
    suite.add_test_case(case(report, "book", "book", &rest));
    out.add_test_suite(suite);
    out.to_string().map_err(|e| JunitError(e.to_string()))
}

fn case(report: &Report<'_>, name: &str, class: &str, wrong: &[&Judged]) -> TestCase {
    let status = match wrong.first() {
        None => TestCaseStatus::success(),
        Some(first) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(first.finding.message.say(report.lang)).set_type(first.finding.code.as_str());
            status.set_description(wrong.iter().map(|j| told(report, j)).collect::<String>());
            status
        }
    };
    let mut case = TestCase::new(name, status);
    case.set_classname(class);
    case
}

fn told(report: &Report<'_>, judged: &Judged) -> String {
    let finding = &judged.finding;
    let place = report.place(finding.at).map(|(path, line, column)| format!("{path}:{line}:{column}: "));
    let lines =
        [finding.message.say(report.lang), finding.why().say(report.lang), finding.mend.say(report.lang)];
    format!("{}{}: {}\n", place.unwrap_or_default(), finding.code, lines.join("\n  "))
}
