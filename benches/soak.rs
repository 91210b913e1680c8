//! A stated load for a long time, with faults on: clients in one process, the engine in another that is killed and started again.
//!
//! `cargo bench --bench soak -- --minutes 30`; without a time, one minute. `--clients`, `--rate` (inputs a second, of all clients
//! together) and `--seed` are the other arguments. The clients' side outlives every engine and keeps a ledger of all that was
//! acknowledged and delivered; at the end it is held against the journals. Ends with 1 if anything was lost or done twice.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a soak that can't run is none; it tells there what came of it"
)]

#[path = "soak/child.rs"]
mod child;
#[path = "soak/client.rs"]
mod client;
#[path = "soak/clock.rs"]
mod clock;
#[path = "common/dice.rs"]
mod dice;
#[path = "common/host.rs"]
mod host;
#[path = "soak/ledger.rs"]
mod ledger;
#[path = "soak/life.rs"]
mod life;
#[path = "soak/verdict.rs"]
mod verdict;

use dice::Dice;
use ledger::Ledger;
use life::{Link, rss};
use sop::Clock;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    time: Duration,
    clients: u32,
    /// Inputs a second, of all clients together.
    rate: u32,
    seed: u64,
    /// Between two ends of the engine, on average.
    kill: Duration,
}

impl Plan {
    fn from_args(mut args: impl Iterator<Item = String>) -> Self {
        let seconds = std::env::var("SOP_SOAK_SECONDS").ok().map_or(60, |s| s.parse().unwrap());
        let mut plan = Self {
            time: Duration::from_secs(seconds),
            clients: 64,
            rate: 500,
            seed: 1,
            kill: Duration::ZERO,
        };
        while let Some(arg) = args.next() {
            let mut number = || args.next().and_then(|n| n.parse::<u32>().ok()).expect("a number after it");
            match arg.as_str() {
                "--test" => plan = Self { time: Duration::from_secs(3), clients: 8, rate: 200, ..plan },
                "--minutes" => plan.time = Duration::from_mins(number().into()),
                "--seconds" => plan.time = Duration::from_secs(number().into()),
                "--clients" => plan.clients = number(),
                "--rate" => plan.rate = number(),
                "--seed" => plan.seed = number().into(),
                // What cargo adds, and filters for other benches.
                _ => {}
            }
        }
        plan.kill = (plan.time / 20).clamp(Duration::from_millis(800), Duration::from_secs(45));
        plan
    }
}

/// What was seen of the engine's process while it ran.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    killed: u32,
    left: u32,
    stopped: u32,
    /// From the end of one engine until the next took inputs.
    longest_restart: Duration,
    backups: u32,
    backups_failed: u32,
    /// Of the last engine, which lives for the last quarter: a while after its start, and at its end.
    rss_start: Option<u64>,
    rss_end: Option<u64>,
    rss_most: Option<u64>,
    /// Of the last engine, at each tenth of its time: requests that were answered in its life, and its memory.
    levels: Vec<(usize, u64)>,
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    if args.next().as_deref() == Some(child::WORD) {
        child::run(&args.collect::<Vec<_>>());
        return ExitCode::SUCCESS;
    }
    let plan = Plan::from_args(std::env::args().skip(1));
    // Beyond the target folder, which is on the disk that builds are on: a temporary folder may be in memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let sound = runtime.block_on(soak(&plan, folder.path()));
    ExitCode::from(u8::from(!sound))
}

async fn soak(plan: &Plan, folder: &Path) -> bool {
    let Plan { time, clients, rate, seed, kill } = plan;
    println!(
        "soak: {clients} clients, {rate} inputs/s, {time:?}, seed {seed}; the engine ends every {kill:?} or so, \
         time goes {} times as fast",
        clock::SPEED
    );
    let ledger = Arc::new(Ledger::new(*clients));
    let link = Arc::new(Link::new(folder.join("cases.db"), *seed, Arc::clone(&ledger)));
    link.begin(true).await;
    let over = Arc::new(AtomicBool::new(false));
    let began = Instant::now();
    let working: Vec<_> = (0..*clients)
        .map(|number| {
            let pace = Duration::from_secs(1) * *clients / *rate;
            let client = client::Client::new(number, pace, Arc::clone(&link), Arc::clone(&ledger), *seed);
            tokio::spawn(client.work(Arc::clone(&over)))
        })
        .collect();
    let mut seen = Seen::default();
    meddle(plan, &link, &ledger, folder, &mut seen, began).await;
    over.store(true, Ordering::Relaxed);
    for client in working {
        client.await.unwrap();
    }
    let worked = began.elapsed();
    // A last start, without faults: what was left is begun again and comes to its end.
    link.end_by_kill();
    link.begin(false).await;
    let all = link.settle().await;
    // Two seconds of the machine's are time enough for what was due.
    let at = sop::Moment(clock::FastTime::since(link.from).now().0 - 2000 * clock::SPEED);
    let settled = verdict::Settled { all, at };
    link.stop().await;
    verdict::tell(&ledger, &seen, worked, settled, folder).await
}

/// Ends the engine again and again, each time in another way, and copies the store in between; the last quarter of the time
/// only copies.
async fn meddle(plan: &Plan, link: &Link, ledger: &Ledger, folder: &Path, seen: &mut Seen, began: Instant) {
    let mut dice = Dice::new(plan.seed ^ 0xFA17);
    let quiet = plan.time.mul_f64(0.75);
    let wait = |dice: &mut Dice| plan.kill.mul_f64(0.5 + dice.share());
    let mut next_end = wait(&mut dice);
    let mut next_copy = plan.kill.mul_f64(0.7);
    let mut life_began = Instant::now();
    let warm = (plan.time / 20).min(Duration::from_secs(5));
    let mut answered_before = 0;
    while began.elapsed() < plan.time {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let now = began.elapsed();
        let rss = link.pid().and_then(rss);
        seen.rss_most = seen.rss_most.max(rss);
        if life_began.elapsed() > warm && seen.rss_start.is_none() {
            seen.rss_start = rss;
        }
        seen.rss_end = rss.or(seen.rss_end);
        let tenth = quiet + plan.time / 40 * u32::try_from(seen.levels.len()).unwrap_or(u32::MAX);
        if let (Some(rss), true) = (rss, now >= tenth && life_began.elapsed() > warm) {
            seen.levels.push((ledger.answers() - answered_before, rss));
        }
        if now > next_copy {
            next_copy = now + plan.kill.mul_f64(0.7);
            let copied = link.backup(&folder.join("copy.db")).await;
            *(if copied { &mut seen.backups } else { &mut seen.backups_failed }) += 1;
        }
        if now > next_end && now < quiet {
            next_end = now + wait(&mut dice);
            let end = Instant::now();
            match dice.below(5) {
                0 => {
                    link.stop().await;
                    seen.stopped += 1;
                }
                1 => {
                    link.leave();
                    seen.left += 1;
                }
                _ => {
                    link.end_by_kill();
                    seen.killed += 1;
                }
            }
            link.begin(true).await;
            seen.longest_restart = seen.longest_restart.max(end.elapsed());
            (life_began, seen.rss_start, answered_before) = (Instant::now(), None, ledger.answers());
        }
    }
}
