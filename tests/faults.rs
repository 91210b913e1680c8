//! The store and the engine on a disk that fails: killed at every write, power lost at every write, full, read-only, damaged.
//!
//! What the programs do with files goes through a small library of its own (`faults/disk.c`), loaded before libc: it sees
//! SQLite's writes and the store's own copies and renames alike, on real files, and changes nothing in what is shipped.
//! A sample of the points is tried by default, always the same; `SOP_FAULTS=all` tries all of them.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]
#![expect(clippy::print_stdout, reason = "they tell how much was tried")]
#![expect(unreachable_pub, reason = "modules of one test program")]

#[path = "faults/book.rs"]
mod book;
#[path = "faults/copied.rs"]
mod copied;
#[path = "faults/disk.rs"]
mod disk;
#[path = "faults/engine.rs"]
mod engine;
#[path = "faults/errors.rs"]
mod errors;
#[path = "faults/flips.rs"]
mod flips;
#[path = "faults/kill.rs"]
mod kill;
#[path = "faults/log.rs"]
mod log;
#[path = "faults/power.rs"]
mod power;
#[path = "faults/store.rs"]
mod store;
#[path = "faults/stored.rs"]
mod stored;
#[path = "faults/upgrade.rs"]
mod upgrade;
#[path = "faults/upkeep.rs"]
mod upkeep;

/// Whether all points are tried, not a sample.
fn all() -> bool {
    std::env::var_os("SOP_FAULTS").is_some_and(|value| value == "all")
}

/// All of these points, or about so many of them, spread evenly.
fn some(points: usize, sample: usize) -> impl Iterator<Item = usize> {
    (0..points).step_by(if all() { 1 } else { points.div_ceil(sample).max(1) })
}

/// Numbers that look random and are always the same.
#[derive(Clone, Debug)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
}
