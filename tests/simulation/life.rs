//! A run: one engine after the other over one store, each ended by a crash, by a loss of power or in peace; at the end one that
//! has peace, and the judge.

use crate::clock::{SimClock, SimTimers};
use crate::disk::{Disk, Plant};
use crate::hosts;
use crate::judge;
use crate::people::Life;
use crate::world::{Odds, World};
use sop::model::Book;
use sop::{CaseFilter, CaseStatus, Delivery, Engine, MemoryStore, Moment, SqliteStore, Store};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;

/// When every run begins: Monday, 2023-10-02, seven o'clock in Jakarta.
pub(crate) const BEGIN: Moment = Moment(1_696_204_800_000);

const DAY_MS: i64 = 86_400_000;

/// Where the cases of a run are kept.
#[derive(Clone, Debug)]
pub(crate) enum Shelf {
    Memory(MemoryStore),
    Sqlite(PathBuf),
}

impl Shelf {
    pub(crate) fn open(&self) -> Box<dyn Store> {
        match self {
            Self::Memory(store) => Box::new(store.clone()),
            Self::Sqlite(path) => Box::new(SqliteStore::open(path).unwrap()),
        }
    }
}

/// What is to be simulated.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) days: u32,
    /// Customers of a day.
    pub(crate) customers: u32,
    pub(crate) shelf: Shelf,
    pub(crate) plant: Option<Plant>,
    /// Lines of the trace that are kept to be shown.
    pub(crate) keep_lines: usize,
}

impl Plan {
    pub(crate) fn of(seed: u64) -> Self {
        let shelf = Shelf::Memory(MemoryStore::new());
        Self { seed, days: 1, customers: 60, shelf, plant: None, keep_lines: 0 }
    }
}

/// How one life ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The machine stopped, at some step of the work.
    Power,
    /// The process was killed, at some moment.
    Killed,
    /// It was shut down.
    Shutdown,
}

/// The book, its two kinds of settings, and what a case may run on.
pub(crate) fn settings(second: bool) -> sop::kernel::Settings {
    let sla = if second { 24 * 3_600_000 } else { 30 * 3_600_000 };
    [("ticket_sla".to_owned(), sop::Value::Duration(sla))].into()
}

/// Runs it.
pub(crate) fn run(book: &Arc<Book>, plan: &Plan) -> Arc<World> {
    let world = Arc::new(World::new(plan.seed, plan.keep_lines));
    let seen = Arc::new(AtomicU64::new(0));
    let programs = judge::programs(book);
    let end = BEGIN.0 + i64::from(plan.days) * DAY_MS;
    let mut now = BEGIN;
    while now.0 < end && world.ledger(|l| l.wrong.is_empty()) {
        now = one_life(book, plan, &world, &seen, now, false);
        judge::judge((book, &programs), &world, &mut *plan.shelf.open(), None);
        // Somebody starts it again.
        now = Moment(now.0 + ms(world.about(Duration::from_mins(10))));
    }
    if world.ledger(|l| l.wrong.is_empty()) {
        world.set_odds(Odds::CALM);
        let now = one_life(book, plan, &world, &seen, now, true);
        let shows = Moment(now.0 + world.skew.load(Ordering::Relaxed));
        judge::judge((book, &programs), &world, &mut *plan.shelf.open(), Some(shows));
    }
    world
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(0)
}

/// From the opening of an engine to its end; the true time then.
fn one_life(
    book: &Arc<Book>,
    plan: &Plan,
    world: &Arc<World>,
    seen: &Arc<AtomicU64>,
    now: Moment,
    last: bool,
) -> Moment {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let number = world.switch_on();
    let (ended, now) = runtime.block_on(async {
        let clock = SimClock::new(Arc::clone(world), now);
        let life = alive(book, plan, world, seen, &clock, number, last);
        let ended = tokio::select! {
            biased;
            () = world.went_off() => End::Power,
            ended = life => ended,
        };
        (ended, clock.true_time())
    });
    // All tasks go with it, each wherever it was.
    drop(runtime);
    world.count(match ended {
        End::Power => "lives ended by power",
        End::Killed => "lives ended by a kill",
        End::Shutdown => "lives shut down",
    });
    world.trace(|t| {
        let _ = write!(t, "life {number} {ended:?} at {}", now.0);
    });
    now
}

async fn alive(
    book: &Arc<Book>,
    plan: &Plan,
    world: &Arc<World>,
    seen: &Arc<AtomicU64>,
    clock: &SimClock,
    number: u32,
    last: bool,
) -> End {
    let (assigned, hears) = mpsc::unbounded_channel();
    let life = Arc::new(Life { world: Arc::clone(world), number, book: Arc::clone(book), assigned });
    let second = world.dice(|d| d.permille(300));
    let engine = loop {
        let disk = Disk::new(Arc::clone(world), plan.shelf.open(), plan.plant, Arc::clone(seen));
        let timers = SimTimers::new(Arc::clone(world), clock, plan.plant == Some(Plant::Deaf));
        let (subscribing, pacing) = (Arc::clone(&life), Arc::clone(world));
        let builder = Engine::builder(Book::clone(book)).settings(settings(second)).store(disk);
        let builder = hosts::actions(builder, world, book).clock(clock.clone()).timers(timers);
        let builder = builder.subscriber(move |delivery: Delivery| {
            let life = Arc::clone(&subscribing);
            async move { hosts::take(&life, delivery).await }
        });
        let builder = builder.store_in_task(move || {
            let mean = if pacing.goes_wrong(|o| o.slow) { 400 } else { 3 };
            pacing.about(Duration::from_millis(mean))
        });
        if let Ok(engine) = builder.build().await {
            break engine;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    };
    // What was asked before the end of the last engine, and not answered, is asked again.
    let open = world.ledger(|l| {
        let open = l.requests.iter().filter(|(_, r)| r.answer.is_none());
        open.map(|(name, r)| (name.clone(), r.deed.clone())).collect::<Vec<_>>()
    });
    let mut asking: Vec<_> = open
        .into_iter()
        .map(|(name, deed)| tokio::spawn(Arc::clone(&life).ask_as(engine.clone(), deed, name)))
        .collect();
    if last {
        for asked in asking.drain(..) {
            let _ = asked.await;
        }
        // Time for all that was armed late, and for the pauses between tries.
        tokio::time::sleep(Duration::from_mins(90)).await;
        engine.settled().await;
        judge::views(&engine, world).await;
        return End::Killed;
    }
    if world.dice(|d| d.permille(300)) {
        world.count("moves to the other settings");
        let _ = engine.move_cases(&[], ()).await;
    }
    let day = Duration::from_hours(24) / plan.customers;
    tokio::spawn(Arc::clone(&life).door(engine.clone(), day));
    tokio::spawn(Arc::clone(&life).agents(engine.clone(), hears));
    tokio::spawn(Arc::clone(&life).supervisor(engine.clone()));
    tokio::spawn(Arc::clone(&life).clock_setter());
    let cases =
        engine.cases(CaseFilter { open_only: true, ..CaseFilter::default() }).await.unwrap_or_default();
    for row in cases.into_iter().filter(|r| r.status == CaseStatus::Open && r.parent.is_none()) {
        tokio::spawn(Arc::clone(&life).customer(engine.clone(), row.id));
    }
    let length = world.about(Duration::from_hours(3));
    tokio::time::sleep(length).await;
    if world.dice(|d| d.permille(300)) {
        engine.shutdown().await;
        return End::Shutdown;
    }
    // Not only when all is quiet: a little into whatever is going on.
    for _ in 0..world.dice(|d| d.below(20)) {
        tokio::task::yield_now().await;
    }
    world.switch_off();
    End::Killed
}
