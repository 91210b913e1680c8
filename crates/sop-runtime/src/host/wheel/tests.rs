//! Laws of the wheel: whatever is armed, wound and disarmed, it gives what two sorted maps give.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The same, kept sorted.
#[derive(Default)]
struct Sorted {
    due: BTreeMap<TimerKey, Moment>,
    order: BTreeSet<(Moment, TimerKey)>,
}

impl Sorted {
    fn disarm(&mut self, key: TimerKey) -> bool {
        let was = self.due.remove(&key);
        was.is_some_and(|due| self.order.remove(&(due, key)))
    }

    fn arm(&mut self, key: TimerKey, due: Moment) {
        self.disarm(key);
        self.due.insert(key, due);
        self.order.insert((due, key));
    }

    fn take(&mut self, by: Moment) -> Option<(Moment, TimerKey)> {
        let first = self.order.first().copied().filter(|(due, _)| *due <= by)?;
        self.disarm(first.1);
        Some(first)
    }
}

#[derive(Clone, Copy, Debug)]
enum Op {
    Arm(u8, i64),
    /// As every message does.
    Wind(u8, i64),
    Disarm(u8),
    Take(i64),
    First,
}

fn key(n: u8) -> TimerKey {
    TimerKey { case: CaseId(u64::from(n / 4)), timer: TimerId(u32::from(n % 4)) }
}

/// Near, far, very far, and in the past.
fn far() -> impl Strategy<Value = i64> {
    prop_oneof![
        6 => 0..200i64,
        4 => 0..100_000i64,
        2 => -500..500_000_000i64,
        1 => any::<i64>(),
        1 => Just(i64::MAX),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        4 => (any::<u8>(), far()).prop_map(|(n, d)| Op::Arm(n, d)),
        4 => (any::<u8>(), 0..70_000i64).prop_map(|(n, d)| Op::Wind(n, d)),
        2 => any::<u8>().prop_map(Op::Disarm),
        4 => far().prop_map(Op::Take),
        1 => Just(Op::First),
    ]
}

proptest! {
    #[test]
    fn a_wheel_is_a_sorted_map(start in any::<i32>(), ops in prop::collection::vec(op(), 0..400)) {
        let (mut wheel, mut sorted) = (Wheel::new(), Sorted::default());
        let mut now = i64::from(start);
        let clamp = |due: i64| Moment(due.min(i64::MAX - 1));
        for op in ops {
            match op {
                Op::Arm(n, d) => {
                    let due = clamp(now.saturating_add(d));
                    wheel.arm(key(n), due);
                    sorted.arm(key(n), due);
                }
                Op::Wind(n, d) => {
                    if let Some(due) = sorted.due.get(&key(n)).copied() {
                        let due = clamp(due.0.saturating_add(d));
                        wheel.arm(key(n), due);
                        sorted.arm(key(n), due);
                    }
                }
                Op::Disarm(n) => prop_assert_eq!(wheel.disarm(key(n)), sorted.disarm(key(n))),
                Op::Take(by) => {
                    // Mostly onwards; a clock may be set back.
                    let by = if by.unsigned_abs() < 1 << 40 { now + by } else { now };
                    loop {
                        let taken = wheel.take(Moment(by));
                        prop_assert_eq!(taken, sorted.take(Moment(by)));
                        if taken.is_none() {
                            break;
                        }
                    }
                    now = by;
                }
                Op::First => prop_assert_eq!(wheel.first(), sorted.order.first().copied()),
            }
            prop_assert_eq!(wheel.len(), sorted.due.len());
            let first = sorted.order.first().map(|(due, _)| *due);
            let bound = wheel.not_before();
            prop_assert!(first.is_none() || bound.is_some_and(|b| Some(b) <= first), "{bound:?} {first:?}");
        }
        let rest: Vec<_> = std::iter::from_fn(|| wheel.take(Moment(i64::MAX))).collect();
        prop_assert_eq!(rest, sorted.order.into_iter().collect::<Vec<_>>());
        prop_assert!(wheel.is_empty());
    }
}

#[test]
fn winding_back_and_disarming_keep_no_memory() {
    let mut wheel = Wheel::new();
    let timer = |case| TimerKey { case: CaseId(case), timer: TimerId(1) };
    for case in 0..1000 {
        wheel.arm(timer(case), Moment(60_000));
    }
    for now in 0..50_000i64 {
        wheel.arm(timer(now.cast_unsigned() % 1000), Moment(now + 60_000));
    }
    assert_eq!(wheel.cells.len(), 1000, "winding back is in place");
    // Others come and go, a minute ahead; and one timer is drawn nearer over and over.
    for round in 0..100_000u64 {
        wheel.arm(timer(1000 + round), Moment(120_000));
        wheel.disarm(timer(1000 + round));
        wheel.arm(timer(7), Moment(120_000 - i64::try_from(round).unwrap()));
    }
    assert_eq!(wheel.len(), 1000);
    assert!(wheel.cells.len() < 3 * GONE_MIN, "{} cells", wheel.cells.len());
    assert_eq!(std::iter::from_fn(|| wheel.take(Moment(200_000))).count(), 1000);
    wheel.tidy();
    assert_eq!((wheel.len(), wheel.first()), (0, None));
}

#[test]
fn those_of_one_moment_come_by_case_and_timer() {
    let mut wheel = Wheel::new();
    for n in (0..200).rev() {
        wheel.arm(key(n), Moment(5));
    }
    let taken: Vec<_> = std::iter::from_fn(|| wheel.take(Moment(5))).map(|(_, key)| key).collect();
    assert_eq!(taken, (0..200).map(key).collect::<Vec<_>>());
}
