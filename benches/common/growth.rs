//! How a cost grows: one line a size, for whoever draws it. A cost that grows linearly is the same on every line.

use std::time::Duration;

/// `growth,WHAT,N,NANOSECONDS PER ONE`
#[expect(clippy::print_stdout, reason = "what a bench measured is printed")]
#[allow(dead_code, reason = "not every bench uses all of it")]
pub(crate) fn row(what: &str, n: u64, ns_per_one: f64) {
    println!("growth,{what},{n},{ns_per_one:.1}");
}

/// The same: at a size of `n`, all of so many took that long.
#[expect(clippy::cast_precision_loss, reason = "a rate needs no 52 bits")]
#[allow(dead_code, reason = "not every bench uses all of it")]
pub(crate) fn line(what: &str, n: usize, spent: Duration, ones: usize) {
    row(what, n as u64, spent.as_secs_f64() * 1e9 / ones as f64);
}
