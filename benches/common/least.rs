//! The least time of several runs: what the work itself takes, without what else the machine did meanwhile.
#![allow(dead_code, reason = "not every bench uses all of it")]

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Each of these in turn, so many times; the least time of each.
pub(crate) fn least<const N: usize>(
    rounds: usize,
    mut what: [&mut dyn FnMut() -> usize; N],
) -> [Duration; N] {
    let mut out = [Duration::MAX; N];
    for _ in 0..rounds.max(1) {
        for (slot, run) in out.iter_mut().zip(&mut what) {
            let begun = Instant::now();
            black_box(run());
            *slot = begun.elapsed().min(*slot);
        }
    }
    out
}

/// Is this only to see that the bench runs?
pub(crate) fn only_a_test() -> bool {
    std::env::args().any(|arg| arg == "--test")
}
