//! What is wrong with a model that could be built: one file a finding, or a close family of them.
//!
//! Every check sees one flow (or the vocabulary) as a whole, is linear in its size but where it says otherwise, and
//! reports in the source's order.

mod answers;
mod facts;
mod grounds;
mod loops;
mod reach;
mod stages;
mod tables;
mod unused;
mod visit;
mod waits;
mod ways;

use crate::diagnostic::Finding;
use crate::model::Book;

/// All that is wrong with a model.
pub fn check(book: &Book) -> Vec<Finding> {
    let mut findings = Vec::new();
    for flow in &book.flows {
        let ways = ways::Ways::of(flow);
        reach::check(flow, &ways, &mut findings);
        answers::check(book, flow, &mut findings);
        loops::check(flow, &mut findings);
        waits::check(book, flow, &mut findings);
        stages::check(flow, &mut findings);
        grounds::check(flow, &mut findings);
    }
    facts::check(book, &mut findings);
    tables::check(book, &mut findings);
    unused::check(book, &mut findings);
    findings
}

#[cfg(test)]
mod tests;
