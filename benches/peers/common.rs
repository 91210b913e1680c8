//! What both sides need: a watch, the memory in use, and a line for each number.
#![allow(
    dead_code,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program that measures needs not all"
)]

use std::time::Instant;

/// The inputs of one chat.
pub(crate) const INPUTS: usize = 12;

pub(crate) fn seconds<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let began = Instant::now();
    let result = work();
    (began.elapsed().as_secs_f64(), result)
}

pub(crate) fn tell(key: &str, value: f64) {
    println!("{key} {value}");
}

/// Memory of this process in bytes, as Linux tells it.
pub(crate) fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<f64>().unwrap() * 1024.0
}

pub(crate) fn argument(position: usize, otherwise: usize) -> usize {
    std::env::args().nth(position).map_or(otherwise, |n| n.parse().unwrap())
}
