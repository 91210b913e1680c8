//! Branches beside each other.

use super::books;
use crate::kernel::testing::*;
use insta::assert_snapshot;
use sop_core::model::JoinMode;

#[test]
fn all_branches_arrive_and_the_loop_goes_round() {
    let mut case = Case::start(books::branches(JoinMode::All), vec![]);
    case.done("second").done("third").done("first").answer("again", 0).done("first");
    assert_snapshot!(case.log);
}

#[test]
fn the_first_branch_withdraws_the_others() {
    let mut case = Case::start(books::branches(JoinMode::Any), vec![]);
    case.done("first").answer("again", 1);
    assert_snapshot!(case.log);
}

#[test]
fn a_stage_around_branches_is_interrupted_and_comes_back_as_it_was() {
    let mut case = Case::start(books::branches(JoinMode::All), vec![]);
    case.done("first").event("stop", vec![]).done("paused").done("second").done("third");
    assert_snapshot!(case.log);
}

#[test]
fn silence_in_one_branch_leaves_the_other_alone() {
    let mut case = Case::start(books::branches(JoinMode::All), vec![]);
    case.pass(MINUTE).done("first").done("third");
    assert_snapshot!(case.log);
}
