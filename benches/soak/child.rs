//! The engine's process: an engine whose actions, subscriber and store misbehave, worked over its standard input and output.
//!
//! Each line is a request: its number, a verb, its arguments. Each answer begins with the same number. A delivery is told in a
//! line of its own before it is taken; so whatever the engine noted as delivered, the other side knows of.

use super::clock::FastTime;
use super::dice::Dice;
use sop::host::store::{Backup, CaseCount, Change, EditionId, StoredTask};
use sop::{
    ActionCall, ActionError, CaseFilter, CaseId, CaseRow, Delivery, DeliveryError, EffectId, Engine,
    EngineError, Meta, Moment, Output, Record, SqliteStore, Store, StoreError, TaskId, TaskKind,
};
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The argument by which the program is the engine's process.
pub(crate) const WORD: &str = "the-engine";

type Chance = Arc<Mutex<Dice>>;

fn once_in(chance: Option<&Chance>, n: usize) -> bool {
    chance.is_some_and(|chance| chance.lock().unwrap().once_in(n))
}

fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    // Who reads may be gone; then this process ends, too.
    let _ = out.write_all(format!("{text}\n").as_bytes()).and_then(|()| out.flush());
}

/// Arguments: the store, the moment from which time goes fast, a seed, whether there are faults.
pub(crate) fn run(args: &[String]) {
    let [path, from, seed, faults] = args else { panic!("four arguments") };
    let chance = (faults == "faults").then(|| Arc::new(Mutex::new(Dice::new(seed.parse().unwrap()))));
    // A panic on purpose needs no words.
    std::panic::set_hook(Box::new(|panic| {
        if panic.payload_as_str() != Some(ON_PURPOSE) {
            line(&format!("panic {}", panic.to_string().replace('\n', " ")));
        }
    }));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let engine = runtime.block_on(open(path.into(), from.parse().unwrap(), chance));
    line("ready");
    for request in std::io::stdin().lock().lines() {
        let Ok(request) = request else { break };
        if request.contains(" leave") {
            break;
        }
        let (engine, stops) = (engine.clone(), request.contains(" stop"));
        let work = async move {
            let (number, rest) = request.split_once(' ').unwrap();
            let answer = answer(&engine, &rest.split(' ').collect::<Vec<_>>()).await;
            line(&format!("{number} {answer}"));
        };
        if stops {
            runtime.block_on(work);
            return;
        }
        runtime.spawn(work);
    }
    // Nobody says goodbye: the engine is dropped as it is.
    drop(engine);
    runtime.shutdown_background();
}

const ON_PURPOSE: &str = "on purpose";

async fn open(path: PathBuf, from: i64, chance: Option<Chance>) -> Engine {
    let of_store = chance.clone();
    let store = Faulty { store: SqliteStore::open(path).unwrap(), chance: of_store };
    let action = |name: &'static str, value: &'static str| {
        let chance = chance.clone();
        move |call: ActionCall| {
            let chance = chance.clone();
            async move {
                let chance = chance.as_ref();
                match () {
                    () if once_in(chance, 10) => return Err(ActionError::retry("not now")),
                    () if once_in(chance, 40) => return Err(ActionError::terminal("never")),
                    () if once_in(chance, 40) => panic!("{ON_PURPOSE}"),
                    () if once_in(chance, 40) => std::future::pending::<()>().await,
                    () if once_in(chance, 20) => tokio::time::sleep(Duration::from_millis(500)).await,
                    () => {}
                }
                Ok(if name.is_empty() {
                    Output::new()
                } else {
                    Output::new().with(name, format!("{value}{}", call.key))
                })
            }
        }
    };
    let heard = chance.clone();
    let subscriber = move |delivery: Delivery| {
        let chance = heard.clone();
        async move {
            let chance = chance.as_ref();
            match () {
                () if once_in(chance, 50) => return Err(DeliveryError::new("not now")),
                () if once_in(chance, 500) => panic!("{ON_PURPOSE}"),
                () if once_in(chance, 200) => tokio::time::sleep(Duration::from_secs(1)).await,
                () => {}
            }
            let EffectId { case, input, index } = delivery.id;
            line(&format!("delivered {} {input} {index}", case.0));
            // Taken, but the engine hears of none of it: the same comes again.
            if once_in(chance, 100) { Err(DeliveryError::new("too late")) } else { Ok(()) }
        }
    };
    Engine::builder(super::host::book())
        .action("create_ticket", action("ticket_number", "T-"))
        .action("dispatch_ticket", action("", ""))
        .action("check_outlet", |_: ActionCall| async { Ok(Output::new().with("available", true)) })
        .action("book_outlet", |_: ActionCall| async { Ok(Output::new().with("booking_code", "R-1")) })
        .setting("ticket_sla", Duration::from_mins(10))
        .time(FastTime::since(from))
        .subscriber(subscriber)
        .store(store)
        .build()
        .await
        .unwrap()
}

async fn answer(engine: &Engine, request: &[&str]) -> String {
    let case = |n: &str| CaseId(n.parse().unwrap());
    let task = |n: &str| TaskId(n.parse().unwrap());
    let named = |name: &str| Meta::new().request(name);
    let applied = match *request {
        ["start", name] => {
            let args = [("customer", "Rina"), ("agent_name", "Dewi")];
            engine.start("live_chat", args, named(name)).await
        }
        ["complete", of, which, name, ref fills @ ..] => {
            let filled: Record = fills.iter().map(|fact| ((*fact).to_owned(), "saldo belum masuk")).collect();
            engine.complete(case(of), task(which), filled, named(name)).await
        }
        ["answer", of, which, name, answer] => {
            engine.answer(case(of), task(which), answer, named(name)).await
        }
        ["send", of, "customer_replied", name] => {
            engine.send(case(of), "customer_replied", [("text", "Ya.")], named(name)).await
        }
        ["send", of, event, name] => engine.send(case(of), event, (), named(name)).await,
        ["cancel", of, name] => engine.cancel(case(of), "soak", named(name)).await,
        ["look", of] => return engine.case(case(of)).await.map_or_else(|e| no(&e), |view| shown(&view)),
        ["backup", to] => {
            return engine.backup(to, true).await.map_or_else(|e| format!("no {e}"), |()| "ok".to_owned());
        }
        ["settle"] => {
            engine.settled().await;
            return "ok".to_owned();
        }
        ["stop"] => {
            engine.shutdown().await;
            return "ok".to_owned();
        }
        _ => panic!("{request:?}"),
    };
    match applied {
        Ok(applied) => format!("ok {} {} {}", applied.case.0, applied.input, applied.already),
        Err(error) => no(&error),
    }
}

fn no(error: &EngineError) -> String {
    match error {
        EngineError::Store(_) => "store".to_owned(),
        EngineError::Closed => "closed".to_owned(),
        EngineError::Damaged { .. } => format!("damaged {error}"),
        _ => format!("refused {error}"),
    }
}

/// What can be done: `T task node fact…` and `D task node answer…`, `E event`, `C child`, `end`; separated by `;`.
fn shown(view: &sop::CaseView) -> String {
    let mut parts = Vec::new();
    for task in &view.tasks {
        let (kind, words): (_, Vec<&str>) = match &task.kind {
            TaskKind::Step { fill } => ("T", fill.iter().map(|f| f.name.as_str()).collect()),
            TaskKind::Decide { answers } => ("D", answers.iter().map(|a| a.name.as_str()).collect()),
        };
        parts.push(format!("{kind} {} {} {}", task.task.0, task.node, words.join(" ")));
    }
    parts.extend(view.expects.iter().map(|event| format!("E {event}")));
    let open = view.children.iter().filter(|c| c.status == sop::CaseStatus::Open);
    parts.extend(open.map(|child| format!("C {}", child.case.0)));
    if view.status != sop::CaseStatus::Open {
        parts.push("end".to_owned());
    }
    format!("view {}", parts.join(";"))
}

/// A store that refuses a batch now and then.
#[derive(Debug)]
struct Faulty {
    store: SqliteStore,
    chance: Option<Chance>,
}

impl Store for Faulty {
    fn commit(&mut self, batch: &[Change]) -> Result<(), StoreError> {
        // What an engine stores to open is left alone: a host whose engine does not open begins it again, as here nobody does.
        let opens = matches!(batch, [Change::Edition(..)]);
        if !opens && once_in(self.chance.as_ref(), 500) {
            let path = self.store.path().display().to_string();
            return Err(StoreError::Failed { path, message: ON_PURPOSE.to_owned(), source: None });
        }
        self.store.commit(batch)
    }
    fn last_case(&mut self) -> Result<Option<CaseId>, StoreError> {
        self.store.last_case()
    }
    fn case(&mut self, id: CaseId) -> Result<Option<(CaseRow, Vec<u8>)>, StoreError> {
        self.store.case(id)
    }
    fn cases(&mut self, filter: &CaseFilter) -> Result<Vec<CaseRow>, StoreError> {
        self.store.cases(filter)
    }
    fn census(&mut self) -> Result<Vec<CaseCount>, StoreError> {
        self.store.census()
    }
    fn children(&mut self, of: CaseId) -> Result<Vec<CaseRow>, StoreError> {
        self.store.children(of)
    }
    fn journal(&mut self, id: CaseId, from: u64, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        self.store.journal(id, from, limit)
    }
    fn request(&mut self, id: CaseId, request: &str) -> Result<Option<u64>, StoreError> {
        self.store.request(id, request)
    }
    fn started(&mut self, request: &str) -> Result<Option<CaseId>, StoreError> {
        self.store.started(request)
    }
    fn timers(&mut self) -> Result<Vec<(CaseId, sop::kernel::TimerId, Moment)>, StoreError> {
        self.store.timers()
    }
    fn timers_due(
        &mut self,
        by: sop::Moment,
        limit: usize,
    ) -> Result<Vec<(CaseId, sop::kernel::TimerId, sop::Moment)>, StoreError> {
        self.store.timers_due(by, limit)
    }
    fn timers_after(
        &mut self,
        after: Option<(CaseId, sop::kernel::TimerId)>,
        limit: usize,
    ) -> Result<Vec<(CaseId, sop::kernel::TimerId, sop::Moment)>, StoreError> {
        self.store.timers_after(after, limit)
    }
    fn tasks(&mut self) -> Result<Vec<StoredTask>, StoreError> {
        self.store.tasks()
    }
    fn outbox(&mut self) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError> {
        self.store.outbox()
    }
    fn outbox_after(
        &mut self,
        after: Option<EffectId>,
        limit: usize,
    ) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError> {
        self.store.outbox_after(after, limit)
    }
    fn edition(&mut self, id: EditionId) -> Result<Option<Vec<u8>>, StoreError> {
        self.store.edition(id)
    }
    fn backup(&mut self) -> Result<Box<dyn Backup>, StoreError> {
        self.store.backup()
    }
}
