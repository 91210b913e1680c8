//! Opening a store of many parked chats, each with its idle clock armed, some of them overdue: how long until the engine is there, until
//! the overdue ones have gone on, and until all that waits is loaded. Once after it was closed, once after its process was killed.
//! Reference: the same rows - cases with their states, and timers - read from the same file with plain SQL.
#![expect(clippy::unwrap_used, reason = "a bench whose store does not open is none")]
#![expect(clippy::print_stdout, reason = "what a bench measured is printed")]
#![expect(clippy::cast_possible_wrap, reason = "counts")]

#[path = "common/growth.rs"]
mod growth;
#[path = "common/host.rs"]
mod host;

use sop::{CaseId, Delivery, MemoryStore, Moment, SqliteStore, Store, VirtualTime};
use sop_runtime::host::store::{Applied, Change, StoredTask, TaskChange, TimerChange};
use sop_runtime::host::{Clock, TokioTimers};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// So many clocks ran out while nobody was there.
const OVERDUE: u64 = 16;
/// Inputs that are stored at once.
const BATCH: u64 = 4096;
const BEGIN: &str = "2023-10-02T09:00:00+07:00";
/// The parked chats begin so much later than those that are overdue, in milliseconds.
const LATER_MS: i64 = 3_600_000;

/// What is read of a case.
type CaseColumns = (i64, String, Vec<u8>, Option<i64>, Option<i64>, i64, Option<String>);

/// A clock that stands still.
#[derive(Clone, Debug)]
struct Still(Moment);

impl Clock for Still {
    fn now(&self) -> Moment {
        self.0
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// The changes by which a chat begins, of one that is overdue by now and of one that isn't; and what now is.
fn templates() -> (Vec<Change>, [Applied; 2], Moment) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let begin: Moment = BEGIN.parse().unwrap();
        let (time, mut store) = (VirtualTime::at(begin), MemoryStore::new());
        let engine = host::builder(&time).store(store.clone()).build().await.unwrap();
        let args = [("customer", "Rina"), ("agent_name", "Dewi")];
        let mut of = Vec::new();
        for at in [begin, Moment(begin.0 + LATER_MS)] {
            time.set(at);
            let case = engine.start("live_chat", args, ()).await.unwrap().case;
            let (row, snapshot) = store.case(case).unwrap().unwrap();
            let own = |t: &&StoredTask| t.case == case;
            let tasks = store.tasks().unwrap();
            let timers = store.timers().unwrap();
            let entry = store.journal(case, 0, 1).unwrap().remove(0);
            of.push(Applied {
                row,
                entry,
                snapshot,
                request: None,
                timers: timers
                    .iter()
                    .filter(|(c, ..)| *c == case)
                    .map(|(_, t, due)| TimerChange::Arm(*t, *due))
                    .collect(),
                tasks: tasks.iter().filter(own).map(|t| TaskChange::Open(t.task, t.node, t.lane)).collect(),
                outbox: Vec::new(),
            });
        }
        let edition = of[0].row.edition;
        let book = Change::Edition(edition, store.edition(edition).unwrap().unwrap());
        (vec![book], of.try_into().unwrap(), Moment(begin.0 + LATER_MS))
    })
}

/// A store of `count` parked chats; closed in one folder, and in the other as a killed process leaves it.
fn make(count: u64, closed: &Path, killed: &Path) -> Moment {
    let (book, [overdue, parked], now) = templates();
    let mut store = SqliteStore::open(closed.join("cases.db")).unwrap();
    store.commit(&book).unwrap();
    for from in (1..=count).step_by(usize::try_from(BATCH).unwrap()) {
        let case = |id: u64| {
            // The overdue ones are spread over all.
            let mut applied =
                if id.is_multiple_of(count / OVERDUE) { overdue.clone() } else { parked.clone() };
            applied.row.id = CaseId(id);
            for timer in &mut applied.timers {
                // Some are wound back, and stored with the moment that they had.
                if let TimerChange::Arm(_, due) = timer
                    && *due > now
                {
                    due.0 -= (id % 50_000) as i64;
                }
            }
            Change::Applied(Box::new(applied))
        };
        let batch: Vec<_> = (from..(from + BATCH).min(count + 1)).map(case).collect();
        store.commit(&batch).unwrap();
    }
    for file in std::fs::read_dir(closed).unwrap().map(Result::unwrap) {
        std::fs::copy(file.path(), killed.join(file.file_name())).unwrap();
    }
    store.close().unwrap();
    now
}

/// How long an opening took until each of these.
struct Opened {
    built: Duration,
    first: Duration,
    overdue: Duration,
    loaded: Duration,
}

fn open(folder: &Path, now: Moment) -> Opened {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let (went_on, mut seen) = tokio::sync::mpsc::unbounded_channel();
        // The book is read before: what is measured is what the store takes.
        let builder = host::builder(&VirtualTime::at(now));
        let begun = Instant::now();
        let store = SqliteStore::open(folder.join("cases.db")).unwrap();
        let clock: Arc<dyn Clock> = Arc::new(Still(now));
        let engine = builder
            .store(store)
            .clock(Still(now))
            .timers(TokioTimers::by(clock))
            .subscriber(move |delivery: Delivery| {
                let _ = went_on.send((delivery.id.case, begun.elapsed()));
                std::future::ready(Ok(()))
            })
            .build()
            .await
            .unwrap();
        let built = begun.elapsed();
        engine.settled().await;
        let loaded = begun.elapsed();
        let mut firsts = std::collections::BTreeMap::new();
        // In a small store all is loaded before the timers' own task has looked at the first.
        while (firsts.len() as u64) < OVERDUE {
            let (case, at) = seen.recv().await.unwrap();
            firsts.entry(case).or_insert(at);
        }
        engine.settled().await;
        while let Ok((case, at)) = seen.try_recv() {
            firsts.entry(case).or_insert(at);
        }
        assert_eq!(firsts.len() as u64, OVERDUE, "each that is overdue goes on, and no other");
        engine.shutdown().await;
        let (first, overdue) = (*firsts.values().min().unwrap(), *firsts.values().max().unwrap());
        Opened { built, first, overdue, loaded }
    })
}

/// The same rows with plain SQL, and how many.
fn plain(folder: &Path) -> (Duration, usize) {
    let begun = Instant::now();
    let conn = rusqlite::Connection::open(folder.join("cases.db")).unwrap();
    let mut cases = Vec::new();
    let mut all = conn
        .prepare("SELECT id, flow, edition, parent, parent_child, status, outcome, began, last, inputs, snapshot FROM cases")
        .unwrap();
    let mut rows = all.query(()).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let case: CaseColumns = (
            row.get(0).unwrap(),
            row.get(1).unwrap(),
            row.get(2).unwrap(),
            row.get(3).unwrap(),
            row.get(4).unwrap(),
            row.get(5).unwrap(),
            row.get(6).unwrap(),
        );
        let rest: (i64, i64, i64, Vec<u8>) =
            (row.get(7).unwrap(), row.get(8).unwrap(), row.get(9).unwrap(), row.get(10).unwrap());
        cases.push((case, rest));
    }
    let mut timers: Vec<(i64, i64, i64)> = Vec::new();
    let mut all = conn.prepare("SELECT owner, timer, due FROM timers").unwrap();
    let mut rows = all.query(()).unwrap();
    while let Some(row) = rows.next().unwrap() {
        timers.push((row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap()));
    }
    assert_eq!(cases.len(), timers.len());
    (begun.elapsed(), cases.len())
}

fn main() {
    let test = std::env::args().any(|a| a == "--test");
    let sizes: &[u64] = if test { &[64] } else { &[10_000, 100_000, 1_000_000] };
    let wanted: Vec<u64> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    println!("milliseconds from the opening of the store until");
    println!(
        "{:>9} {:>7} {:>9} {:>9} {:>9} {:>9} {:>9} {:>6}",
        "cases", "", "built", "first", "overdue", "loaded", "plain SQL", "ratio"
    );
    for &count in sizes.iter().filter(|count| wanted.is_empty() || wanted.contains(count)) {
        let (closed, killed) = (folder(), folder());
        let now = make(count, closed.path(), killed.path());
        // Once unmeasured: both find the file in the system's memory.
        plain(closed.path());
        let (reference, rows) = plain(closed.path());
        for (how, folder) in [("killed", killed.path()), ("closed", closed.path())] {
            let Opened { built, first, overdue, loaded } = open(folder, now);
            let ms = |d: Duration| d.as_secs_f64() * 1e3;
            println!(
                "{count:>9} {how:>7} {:>9.1} {:>9.1} {:>9.1} {:>9.1} {:>9.1} {:>6.2}",
                ms(built),
                ms(first),
                ms(overdue),
                ms(loaded),
                ms(reference),
                loaded.as_secs_f64() / reference.as_secs_f64()
            );
            if how == "closed" {
                growth::line("restart", rows, loaded, rows);
                growth::line("plain_sql", rows, reference, rows);
            }
        }
    }
}
