//! Started and called cases.

use super::books;
use crate::kernel::testing::*;
use crate::kernel::{ChildEnd, NodeIx};
use insta::assert_snapshot;
use sop_core::model::{Deadline, Late};

/// `resolved` is node 1 of the child's flow, `closed` node 2.
fn ended(outcome: u16, note: Option<&str>) -> ChildEnd {
    ChildEnd::Ended { outcome: NodeIx(outcome), gives: vec![note.map(Into::into)] }
}

#[test]
fn the_end_of_a_child_may_come_before_it_is_awaited() {
    let mut case = Case::start(books::children(), vec!["Budi".into()]);
    case.child(1, ended(1, Some("fixed"))).done("chat");
    assert_snapshot!(case.log);
    assert_eq!(case.state.facts()[1], Some("fixed".into()));
}

#[test]
fn the_end_of_a_child_may_come_later_and_other_ends_go_another_way() {
    let mut case = Case::start(books::children(), vec!["Budi".into()]);
    case.done("chat").pass(HOUR).child(1, ended(2, None)).done("chat").pass(2 * HOUR);
    // It outlives the case: its end is taken in once, and changes nothing.
    case.child(5, ended(1, None)).child(5, ended(1, None));
    assert_snapshot!(case.log);
}

#[test]
fn an_end_that_nobody_takes_is_refused() {
    let mut case = Case::start(books::children(), vec!["Budi".into()]);
    case.child(9, ended(1, None)).child(1, ended(0, None)).child(1, ended(1, None)).done("chat");
    // A called case that is given up: the call has no arrow for it.
    let called = case.visit("verify");
    case.child(called, ChildEnd::Cancelled).child(called, ended(2, None)).done("inform");
    assert_snapshot!(case.log);
}

#[test]
fn a_cancelled_child_goes_the_other_way() {
    let mut case = Case::start(books::children(), vec!["Budi".into()]);
    case.done("chat").child(1, ChildEnd::Cancelled);
    assert_snapshot!(case.log);
}

/// The called case must not live on when nobody waits for it; a started one may.
#[test]
fn a_call_that_is_left_for_good_gives_its_case_up() {
    let mut book = books::children();
    let verify =
        book.flows[0].graph.node_indices().find(|n| book.flows[0].graph[*n].name == "verify").unwrap();
    let inform =
        book.flows[0].graph.node_indices().find(|n| book.flows[0].graph[*n].name == "inform").unwrap();
    let deadline = Deadline { length: length(HOUR), late: Late::GoTo(inform), grounds: vec![], at: AT };
    book.flows[0].graph[verify].deadlines.push(deadline);
    let at_call = || {
        let mut case = Case::start(book.clone(), vec!["Budi".into()]);
        case.child(1, ended(1, Some("fixed"))).done("chat");
        case.log.clear();
        case
    };
    let mut late = at_call();
    late.pass(HOUR);
    let mut cancelled = at_call();
    cancelled.raw(&crate::kernel::Input::Cancel { reason: "no".into() });
    // Its end, should it come all the same, is taken in and changes nothing.
    let mut too_late = at_call();
    let called = too_late.visit("verify");
    too_late.pass(HOUR).child(called, ended(1, None)).done("inform");
    // An await is left: the started case goes on.
    let mut started = Case::start(book.clone(), vec!["Budi".into()]);
    started.done("chat").pass(2 * HOUR);
    assert!(!started.log.contains("cancel child"), "{}", started.log);
    assert_snapshot!([late.log, cancelled.log, too_late.log].join("\n"));
}
