//! Whole contact-centre days under one seed: the engine, the book, and a world in which everything goes wrong.
//!
//! Agents who work tasks and forget them; customers who write, leave and fall silent; a network that loses, doubles and delays
//! requests and answers; actions that fail, panic, never answer, answer late or give the wrong thing; a subscriber that fails,
//! panics and stalls; a store whose commits and reads fail; power that goes off before or after a commit; kills at any moment; a
//! clock that jumps by an hour; timers that fire early and twice; settings that change, and cases that move to them. After every
//! engine's end, and at last when all is quiet, `judge` holds what is stored against what the journals alone tell.
//!
//! Deterministic: one seed is one run. A failing seed is told, and replays exactly:
//!
//! ```text
//! SOP_SEED=17 cargo test --test simulation          the one seed; its last steps are printed if it fails
//! SOP_SEEDS=2000 cargo test --release --test simulation -- --nocapture
//!                                                   so many seeds, and how many days an hour that were
//! ```
//!
//! Why no simulator library: [`turmoil`](https://docs.rs/turmoil) runs hosts of a *network* on tokio's paused time, and fakes
//! sockets and files; this engine is a library in one process, its clock, timers, store and hosts are traits, and SQLite reads its
//! file by itself - what would be left of it is the paused runtime, which is tokio's. [`madsim`](https://docs.rs/madsim) replaces
//! tokio in every crate by `--cfg madsim`: another build of everything, and another runtime than the one that is shipped. So: the
//! real engine on a single-threaded tokio runtime with paused time, the store in a task of it, `select!` in fixed order, no hash
//! order anywhere; a crash is the drop of the runtime, with every task wherever it was.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and tells what it did"
)]

#[path = "simulation/clock.rs"]
mod clock;
#[path = "simulation/dice.rs"]
mod dice;
#[path = "simulation/disk.rs"]
mod disk;
#[path = "simulation/hosts.rs"]
mod hosts;
#[path = "simulation/judge.rs"]
mod judge;
#[path = "simulation/life.rs"]
mod life;
#[path = "simulation/people.rs"]
mod people;
#[path = "simulation/world.rs"]
mod world;

use disk::Plant;
use life::{Plan, Shelf, run};
use sop::model::Book;
use std::collections::BTreeMap;
use std::sync::{Arc, Once};
use world::World;

/// Seeds of a plain `cargo test`.
const SEEDS: u64 = 6;

fn book() -> Arc<Book> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sop/customer-handling");
    Arc::new(sop::compile(&sop::folder::read(folder).unwrap()).book.unwrap())
}

/// Simulated panics are not printed.
fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let simulated = info.payload().downcast_ref::<String>().is_some_and(|s| s == hosts::PANIC);
            if !simulated {
                usual(info);
            }
        }));
    });
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|n| n.parse().ok())
}

/// Fails, with all that is needed to see it again.
fn must_be_right(world: &World) {
    let (wrong, lines) = world.ledger(|l| (l.wrong.clone(), l.lines.join("\n")));
    let seed = world.seed;
    assert!(
        wrong.is_empty(),
        "seed {seed}: {wrong:#?}\n{lines}\nagain with: SOP_SEED={seed} cargo test --test simulation"
    );
}

#[test]
fn every_day_ends_well() {
    quiet();
    let book = book();
    if let Some(seed) = number("SOP_SEED") {
        let world = run(&book, &Plan { keep_lines: 400, ..Plan::of(seed) });
        println!("{:#?}", world.ledger(|l| l.stats.clone()));
        must_be_right(&world);
        return;
    }
    let seeds = number("SOP_SEEDS").unwrap_or(SEEDS);
    let began = std::time::Instant::now();
    let mut stats: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in 0..seeds {
        let world = run(&book, &Plan::of(seed));
        must_be_right(&world);
        world.ledger(|l| l.stats.iter().for_each(|(what, n)| *stats.entry(what).or_default() += n));
    }
    let seconds = began.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = seeds as f64 / seconds * 3600.0;
    println!("{seeds} days in {seconds:.1} s: {rate:.0} days an hour; {stats:#?}");
}

#[test]
fn days_on_sqlite_end_well() {
    quiet();
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::Sqlite(folder.path().join("cases.db"));
    let plan = Plan { shelf, customers: 20, ..Plan::of(number("SOP_SEED").unwrap_or(1001)) };
    must_be_right(&run(&book(), &plan));
}

#[test]
fn one_seed_is_one_run() {
    quiet();
    let book = book();
    let of = |seed| {
        let world = run(&book, &Plan::of(seed));
        must_be_right(&world);
        world.ledger(|l| (l.trace, l.stats.clone()))
    };
    let first = of(7);
    assert_eq!(first, of(7));
    assert_ne!(first.0, of(8).0);
}

/// The judge finds what must never be.
#[test]
fn planted_faults_are_found() {
    quiet();
    let book = book();
    let plants = [
        Plant::Commit,
        Plant::Timer,
        Plant::Task,
        Plant::Effect,
        Plant::Request,
        Plant::Snapshot,
        Plant::Order,
        Plant::Deaf,
    ];
    for plant in plants {
        let found = (0..4).any(|seed| {
            let world = run(&book, &Plan { plant: Some(plant), ..Plan::of(seed) });
            let wrong = world.ledger(|l| l.wrong.first().cloned());
            println!("{plant:?}: {wrong:?}");
            wrong.is_some()
        });
        assert!(found, "{plant:?} was not found");
    }
}
