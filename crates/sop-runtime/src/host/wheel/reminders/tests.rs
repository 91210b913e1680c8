//! Laws of reminders: beside states that know their timers, they give what a sorted map gives.

use super::*;
use crate::host::store::CaseId;
use crate::kernel::TimerId;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug)]
enum Op {
    Arm(u8, i64),
    /// As every message does: so much later.
    Wind(u8, i64),
    Disarm(u8),
    Go(i64),
}

fn op() -> impl Strategy<Value = Op> {
    let far = || prop_oneof![4 => 0..200i64, 2 => 0..100_000i64, 1 => any::<i64>()];
    prop_oneof![
        4 => (0..40u8, far()).prop_map(|(n, due)| Op::Arm(n, due)),
        4 => (0..40u8, 1..100_000i64).prop_map(|(n, later)| Op::Wind(n, later)),
        2 => (0..40u8).prop_map(Op::Disarm),
        3 => (0..10_000i64).prop_map(Op::Go),
    ]
}

fn key(n: u8) -> TimerKey {
    TimerKey { case: CaseId(u64::from(n / 4)), timer: TimerId(u32::from(n % 4)) }
}

proptest! {
    #[test]
    fn what_falls_due_is_what_the_states_say(ops in prop::collection::vec(op(), 0..300)) {
        let mut states: BTreeMap<TimerKey, Moment> = BTreeMap::new();
        let mut reminders = Reminders::new();
        let mut now = 0;
        for op in ops {
            match op {
                Op::Arm(n, due) => {
                    states.insert(key(n), Moment(due));
                    reminders.put(key(n), Moment(due));
                }
                Op::Wind(n, later) => {
                    if let Some(due) = states.get_mut(&key(n)) {
                        due.0 = due.0.saturating_add(later);
                    }
                }
                Op::Disarm(n) => {
                    if states.remove(&key(n)).is_some() && reminders.forget() {
                        reminders.tidy(|key| states.get(&key).copied());
                    }
                }
                Op::Go(ms) => now += ms,
            }
            let mut last = Moment(i64::MIN);
            while let Some((due, key)) = reminders.take(Moment(now), |key| states.get(&key).copied()) {
                // One that was armed again for an earlier moment, and for a later one, has two reminders.
                prop_assert_eq!(states.remove(&key), Some(due));
                prop_assert!(due >= last || ms_of(op).is_some());
                last = due;
            }
            prop_assert!(states.values().all(|due| due.0 > now));
        }
        prop_assert!(states.len() <= reminders.len());
    }
}

/// A timer that is armed for a moment that has passed may come behind others.
fn ms_of(op: Op) -> Option<i64> {
    match op {
        Op::Arm(_, ms) => Some(ms),
        _ => None,
    }
}

#[test]
fn what_is_gone_is_thrown_away() {
    let mut reminders = Reminders::new();
    let armed = |key: TimerKey| key.case.0.is_multiple_of(100).then_some(Moment(9_000_000));
    let mut tidied = 0;
    for n in 0..100_000 {
        reminders.put(TimerKey { case: CaseId(n), timer: TimerId(1) }, Moment(1_000_000));
        if !n.is_multiple_of(100) && reminders.forget() {
            reminders.tidy(armed);
            tidied += 1;
        }
    }
    assert!(reminders.len() < 4_000, "{} lie there", reminders.len());
    assert!(tidied < 100, "it was tidied {tidied} times");
    assert_eq!(reminders.take(Moment(8_999_999), armed), None);
    let found = std::iter::from_fn(|| reminders.take(Moment(9_000_000), armed)).count();
    assert_eq!((found, reminders.is_empty()), (1000, true));
}
