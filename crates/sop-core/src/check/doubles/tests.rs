//! Which timers are beaten, held against looking at every pair.

use super::{Timer, beaten};
use crate::model::{Expr, HoursId, LaneId, Late, Length, Literal, MessageId, Say, SayWhat};
use crate::source::{FileId, Span};
use proptest::prelude::*;

fn ms(length: &Length) -> Option<i64> {
    if let Expr::Literal(Literal::Duration(ms)) = length.of { Some(ms) } else { None }
}

fn shorter(a: &Length, b: &Length) -> bool {
    (a.hours == b.hours || a.hours.is_none()) && matches!((ms(a), ms(b)), (Some(a), Some(b)) if a < b)
}

fn told(late: &Late) -> Option<(LaneId, SayWhat, &[Expr])> {
    if let Late::Tell(lane, say) = late { Some((*lane, say.what, &say.args)) } else { None }
}

fn by_pairs(all: &[Timer<'_>]) -> Vec<Option<usize>> {
    let beats = |j: usize, i: usize| match (&all[i], &all[j]) {
        ((length, _, None), (other, _, None)) => shorter(other, length) || (j < i && other == length),
        ((length, _, Some(_)), (other, _, None)) => shorter(other, length),
        ((length, _, Some(a)), (other, _, Some(b))) => j < i && other == length && told(a) == told(b),
        ((_, _, None), (_, _, Some(_))) => false,
    };
    (0..all.len()).map(|i| (0..all.len()).find(|j| beats(*j, i))).collect()
}

fn timer() -> impl Strategy<Value = (Length, Option<Late>)> {
    let of = prop_oneof![
        4 => (1..6i64).prop_map(|ms| Expr::Literal(Literal::Duration(ms))),
        1 => Just(Expr::Now),
    ];
    let hours = proptest::option::of((0..2u16).prop_map(HoursId));
    let at = Span::new(FileId(0), 0, 0);
    let tell = (0..2u16, 0..2u16).prop_map(move |(lane, m)| {
        Late::Tell(LaneId(lane), Say { what: SayWhat::Message(MessageId(m)), args: Vec::new(), at })
    });
    (of, hours, proptest::option::of(tell)).prop_map(|(of, hours, late)| (Length { of, hours }, late))
}

proptest! {
    #[test]
    fn as_by_looking_at_every_pair(drawn in proptest::collection::vec(timer(), 2..12)) {
        let at = Span::new(FileId(0), 0, 0);
        let all: Vec<Timer<'_>> = drawn.iter().map(|(length, late)| (length, at, late.as_ref())).collect();
        prop_assert_eq!(beaten(&all), by_pairs(&all));
    }
}
