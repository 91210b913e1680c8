//! What is wrong with a model that could be built: one file a finding, or a close family of them.
//!
//! Every check sees one flow (or the vocabulary) as a whole, is linear in its size but where it says otherwise, and
//! reports in the source's order.

mod answers;
mod doubles;
mod facts;
mod grounds;
mod loops;
mod reach;
pub mod soundness;
mod stages;
mod tables;
mod unused;
mod visit;
mod waits;
mod ways;

use crate::diagnostic::{Finding, Gathered};
use crate::model::Book;

/// All that is wrong with a model.
pub fn check(book: &Book) -> Vec<Finding> {
    check_observed(book, &mut |_| {}).listed()
}

/// As [`check`]; tells the name of each check as it begins, so that somebody with a clock can see where the time goes.
pub(crate) fn check_observed(book: &Book, begins: &mut dyn FnMut(&'static str)) -> Gathered {
    let mut findings = Gathered::default();
    for flow in &book.flows {
        begins("ways");
        let ways = ways::Ways::of(flow);
        begins("reach");
        reach::check(flow, &ways, &mut findings);
        begins("answers");
        answers::check(book, flow, &mut findings);
        doubles::check(book, flow, &mut findings);
        begins("loops");
        loops::check(flow, &mut findings);
        begins("waits");
        waits::check(book, flow, &mut findings);
        begins("stages");
        stages::check(flow, &mut findings);
        begins("grounds");
        grounds::check(flow, &mut findings);
    }
    begins("facts");
    facts::check(book, &mut findings);
    begins("tables");
    tables::check(book, &mut findings);
    begins("unused");
    unused::check(book, &mut findings);
    begins("soundness");
    soundness::check(book, &mut findings);
    findings
}

#[cfg(test)]
mod tests;
