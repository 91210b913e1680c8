//! Effects in the outbox, as bytes.

use super::*;
use crate::kernel::CallId;

fn effect() -> Effect {
    Effect::Abandon { call: CallId(7) }
}

#[test]
fn what_is_written_is_read() {
    let out = Outgoing { edition: Some(EditionId([3; 16])), at: Moment(5), effect: effect() };
    let read = Outgoing::decode(&out.encode()).unwrap();
    assert_eq!((read.edition, read.at, read.effect), (Some(EditionId([3; 16])), Moment(5), effect()));
}

/// What an earlier release left in the outbox is delivered by this one.
#[test]
fn the_format_before_cases_could_move_is_still_read() {
    let bytes = postcard::to_extend(&(Moment(5), effect()), vec![1]).unwrap();
    let read = Outgoing::decode(&bytes).unwrap();
    assert_eq!((read.edition, read.at, read.effect), (None, Moment(5), effect()));
    assert!(Outgoing::decode(&[3, 0]).unwrap_err().contains("format 3"));
}
