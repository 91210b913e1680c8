//! Inputs of cases until they are on disk, of 1, 32 and 256 clients that each wait for their own. References in the same run: SQLite
//! itself, one row of 200 bytes a commit, as safe as the store's (1 client); a log written by hand, whose one thread writes what
//! waits and syncs it once for all (32 and 256).
#![expect(clippy::unwrap_used, reason = "a bench whose store does not open is none")]
#![expect(clippy::print_stdout, reason = "what a bench measured is printed")]

#[path = "common/group_log.rs"]
mod group_log;
#[path = "common/host.rs"]
mod host;

use sop::{CaseId, Engine, SqliteStore, VirtualTime};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Beyond the target folder, which is on the disk that builds are on: a temporary folder may be in memory.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// How long each is measured, and how often; of the rates the middle one counts.
struct Plan {
    time: Duration,
    times: usize,
}

impl Plan {
    fn middle(&self, mut once: impl FnMut(Duration) -> f64) -> f64 {
        let mut rates: Vec<f64> = (0..self.times).map(|_| once(self.time)).collect();
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    }
}

async fn open(folder: &Path, cases: usize) -> (Engine, Vec<CaseId>) {
    let time = VirtualTime::at("2023-10-02T09:00:00+07:00".parse::<sop::Moment>().unwrap());
    let store = SqliteStore::open(folder.join("cases.db")).unwrap();
    let engine = host::builder(&time).store(store).build().await.unwrap();
    let mut all = Vec::new();
    for _ in 0..cases {
        let args = [("customer", "Rina"), ("agent_name", "Dewi")];
        all.push(engine.start("live_chat", args, ()).await.unwrap().case);
    }
    (engine, all)
}

/// Inputs a second that were acknowledged; each client has a case of its own.
fn inputs(clients: usize, time: Duration) -> f64 {
    let place = folder();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let (engine, cases) = open(place.path(), clients).await;
        let (stop, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let begun = Instant::now();
        let mut all = tokio::task::JoinSet::new();
        for case in cases {
            let (engine, stop, count) = (engine.clone(), Arc::clone(&stop), Arc::clone(&count));
            all.spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let text = [("text", "Ya, saya masih di sini.")];
                    engine.send(case, "customer_replied", text, ()).await.unwrap();
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        tokio::time::sleep(time).await;
        let rate = rate(count.load(Ordering::Relaxed), begun.elapsed());
        stop.store(true, Ordering::Relaxed);
        all.join_all().await;
        engine.shutdown().await;
        rate
    })
}

/// Commits a second of SQLite itself.
fn raw(time: Duration) -> f64 {
    let place = folder();
    let raw = rusqlite::Connection::open(place.path().join("raw.db")).unwrap();
    raw.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB)")
        .unwrap();
    let row = [7_u8; 200];
    let mut insert = raw.prepare("INSERT INTO t (b) VALUES (?1)").unwrap();
    let begun = Instant::now();
    let mut count = 0;
    while begun.elapsed() < time {
        insert.execute([&row[..]]).unwrap();
        count += 1;
    }
    rate(count, begun.elapsed())
}

#[expect(clippy::cast_precision_loss, reason = "a rate needs no 52 bits")]
fn rate(count: u64, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

fn main() {
    let test = std::env::args().any(|a| a == "--test");
    let plan = if test {
        Plan { time: Duration::from_millis(50), times: 1 }
    } else {
        Plan { time: Duration::from_secs(3), times: 3 }
    };
    println!("acknowledged inputs a second");
    println!("{:>8} {:>12} {:>12} {:>7}  reference", "clients", "engine", "reference", "ratio");
    let wanted: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    for clients in [1, 32, 256].into_iter().filter(|c| wanted.is_empty() || wanted.contains(c)) {
        let (what, reference) = match clients {
            1 => ("SQLite, a row of 200 bytes a commit", plan.middle(raw)),
            _ => {
                let log = |time| group_log::records(&folder().path().join("log"), clients, time);
                ("a log by hand, one sync for all that wait", plan.middle(log))
            }
        };
        let engine = plan.middle(|time| inputs(clients, time));
        println!("{clients:>8} {engine:>12.0} {reference:>12.0} {:>7.2}  {what}", engine / reference);
    }
}
