//! One case with a long journal: what its next input costs, its first view after an opening and the next, and its first input after
//! an opening, at journals of 1,000 to 1,000,000 inputs, in memory and on SQLite. Reference: a case of the same engine that has just
//! begun; its inputs and the long one's take turns.
#![expect(clippy::unwrap_used, reason = "a bench whose case does not run is none")]
#![expect(clippy::print_stdout, reason = "what a bench measured is printed")]

#[path = "common/growth.rs"]
mod growth;
#[path = "common/host.rs"]
mod host;
#[path = "common/least.rs"]
mod least;

use sop::{CaseId, Engine, MemoryStore, Moment, SqliteStore, Store, VirtualTime};
use sop_runtime::host::store::{Applied, Change};
use sop_runtime::journal::{Entry, encode};
use sop_runtime::kernel::{Input, Program, Settings, State, advance};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Inputs of one batch while a journal is filled.
const BATCH: u64 = 1000;

/// Inputs that are measured, each waited for.
const MEASURED: usize = 200;

#[derive(Clone)]
enum Shelf {
    Memory(MemoryStore),
    File(PathBuf),
}

impl Shelf {
    fn open(&self) -> Box<dyn Store> {
        match self {
            Self::Memory(store) => Box::new(store.clone()),
            Self::File(path) => Box::new(SqliteStore::open(path).unwrap()),
        }
    }
}

fn time() -> VirtualTime {
    VirtualTime::at("2023-10-02T09:00:00+07:00".parse::<Moment>().unwrap())
}

async fn engine(shelf: &Shelf) -> Engine {
    host::builder(&time()).boxed_store(shelf.open()).build().await.unwrap()
}

/// A live chat that goes on and on: the customer writes, until the journal has so many inputs. What an engine would have
/// committed one by one is committed many at a time.
async fn fill(shelf: &Shelf, inputs: u64) -> CaseId {
    let first = engine(shelf).await;
    let args = [("customer", "Rina"), ("agent_name", "Dewi")];
    let case = first.start("live_chat", args, ()).await.unwrap().case;
    first.send(case, "customer_replied", [("text", "Halo.")], ()).await.unwrap();
    first.shutdown().await;

    let settings = Settings::from([("ticket_sla".to_owned(), sop::Value::from(host::SLA))]);
    let program = Program::build(&host::book(), &settings).unwrap();
    let mut store = shelf.open();
    let (mut row, snapshot) = store.case(case).unwrap().unwrap();
    let mut state = State::decode(&snapshot, &program).unwrap();
    let last = store.journal(case, 1, 1).unwrap().remove(0);
    let Entry { at, input: Input::Event { event, .. }, .. } = sop_runtime::journal::decode(&last).unwrap()
    else {
        unreachable!("the second input is a message")
    };
    let mut batch = Vec::new();
    while row.inputs < inputs {
        let input = Input::Event { event, data: vec!["Ya, saya masih di sini.".into()] };
        let mut effects = Vec::new();
        advance(&program, &mut state, at, &input, &mut effects).unwrap();
        row.inputs += 1;
        let entry = encode(&Entry { at, input, request: None, actor: None });
        // The idle clock is only wound back: nothing to be written of it.
        let applied = Applied {
            row: row.clone(),
            entry,
            snapshot: state.encode(),
            request: None,
            timers: Vec::new(),
            tasks: Vec::new(),
            outbox: Vec::new(),
        };
        batch.push(Change::Applied(Box::new(applied)));
        if batch.len() as u64 == BATCH || row.inputs == inputs {
            store.commit(&batch).unwrap();
            batch.clear();
        }
    }
    case
}

/// What one took: an input in the middle, the first after an opening, a first view and a next.
struct Cost {
    input: Duration,
    /// One of a case that has just begun.
    reference: Duration,
    first_input: Duration,
    first_view: Duration,
    view: Duration,
}

async fn cost(shelf: &Shelf, case: CaseId, inputs: u64) -> Cost {
    let engine = engine(shelf).await;
    let send = async |case: CaseId| {
        let begun = Instant::now();
        engine.send(case, "customer_replied", [("text", "Ya, saya masih di sini.")], ()).await.unwrap();
        begun.elapsed()
    };
    let first_input = send(case).await;
    let args = [("customer", "Budi"), ("agent_name", "Dewi")];
    let short = engine.start("live_chat", args, ()).await.unwrap().case;
    let mut times = [Vec::with_capacity(MEASURED), Vec::with_capacity(MEASURED)];
    for _ in 0..MEASURED {
        times[0].push(send(case).await);
        times[1].push(send(short).await);
    }
    // The one in the middle: a disk that is busy for a moment does not count.
    let [input, reference] = times.map(|mut times| {
        times.sort_unstable();
        times[MEASURED / 2]
    });
    let begun = Instant::now();
    let view = engine.case(case).await.unwrap();
    let first_view = begun.elapsed();
    assert_eq!(view.inputs, inputs + MEASURED as u64 + 1);
    send(case).await;
    let begun = Instant::now();
    engine.case(case).await.unwrap();
    let next = begun.elapsed();
    engine.shutdown().await;
    Cost { input, reference, first_input, first_view, view: next }
}

fn measure(runtime: &tokio::runtime::Runtime, what: &str, shelf: impl Fn(u64) -> Shelf, sizes: &[u64]) {
    for inputs in sizes {
        let shelf = shelf(*inputs);
        let cost = runtime.block_on(async {
            let case = fill(&shelf, *inputs).await;
            cost(&shelf, case, *inputs).await
        });
        let n = usize::try_from(*inputs).unwrap();
        growth::line(&format!("long case {what}: an input"), n, cost.input, 1);
        growth::line(&format!("long case {what}: first input after opening"), n, cost.first_input, 1);
        growth::line(&format!("long case {what}: first view, an entry"), n, cost.first_view, n);
        growth::line(&format!("long case {what}: next view"), n, cost.view, 1);
        let ratio = cost.input.as_secs_f64() / cost.reference.as_secs_f64();
        println!(
            "long case {what}: {inputs} inputs: an input {:?} ({ratio:.2} of the reference's {:?}), first after opening {:?}, \
             first view {:?}, next view {:?}",
            cost.input, cost.reference, cost.first_input, cost.first_view, cost.view
        );
    }
}

fn main() {
    let sizes: &[u64] = if least::only_a_test() { &[50, 500] } else { &[1_000, 10_000, 100_000, 1_000_000] };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    measure(&runtime, "in memory", |_| Shelf::Memory(MemoryStore::new()), sizes);
    // Beyond the target folder, which is on the disk that builds are on: a temporary folder may be in memory.
    let place = tempfile::tempdir_in(Path::new(env!("CARGO_TARGET_TMPDIR"))).unwrap();
    let file = |inputs: u64| Shelf::File(place.path().join(format!("cases-{inputs}.db")));
    measure(&runtime, "on SQLite", file, sizes);
}
