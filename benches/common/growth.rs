//! How a cost grows: one line a measure, for whoever draws it.
#![expect(clippy::print_stdout, reason = "what a bench measured is printed")]

/// `growth,WHAT,N,NANOSECONDS PER ONE`
pub(crate) fn row(what: &str, n: u64, ns_per_one: f64) {
    println!("growth,{what},{n},{ns_per_one:.1}");
}
