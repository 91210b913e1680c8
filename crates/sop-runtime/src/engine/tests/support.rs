//! Books, engines and helpers of the tests.

use crate::engine::{Engine, EngineBuilder, EngineError, Task};
use crate::host::store::{
    CaseFilter, CaseId, CaseRow, Change, EditionId, EffectId, Store, StoreError, StoredTask,
};
use crate::host::{ActionCall, ActionError, MemoryStore, Output, VirtualTime};
use crate::kernel::TimerId;
use crate::value::Moment;
use chrono::{DateTime, Utc};
use sop_core::model::Book;
use sop_core::source::Sources;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc;

/// A desk: one step, one action, one decision.
pub(super) const DESK: &str = r#"
time zone +07:00 "WIB"
lane agent "Agent"
lane team_leader "Team leader"
event replied "Nasabah membalas" { carries words: text  breaks silence }
event told "Tim diberi tahu" { carries number: text }
action create_ticket "Membuat tiket" {
    takes customer: text, kind: one of {complaint "Keluhan", question "Pertanyaan"}
    gives number: text
    limit 10s
    retries 2 times every 2s doubling
}
message opening "Salam" {
    takes customer: text
    id "Selamat datang, {customer}."
    en "Welcome, {customer}."
}
message overdue "Terlambat" { id "Terlambat." en "Overdue." }
setting sla: duration "SLA"

flow desk "Meja bantuan" {
    takes customer: text
    keeps kind: one of {complaint "Keluhan", question "Pertanyaan"}, number: text, more: yes_no
    gives number
    step ask by agent "Menanyakan kebutuhan" {
        say opening
        fill kind
        within sla else tell team_leader overdue
    }
    do create_ticket(customer, kind) as make "Membuat tiket" { keep number }
    decide more by agent "Ada lagi?" { within 1h else -> gone  yes -> ask  no -> inform }
    step inform by agent "Memberi tahu" { publish told(number)  then done }
    end done "Selesai"
    end gone "Pergi"
}
"#;

/// A chat with an idle clock.
pub(super) const CHAT: &str = r#"
lane agent "Agent"
event replied "Membalas" { breaks silence }
message still_there "Masih di sana?" { id "Halo?" en "Hello?" }
flow chat "Chat" {
    stage talk "Percakapan" {
        when silent for 1m -> nudge
        step help by agent "Membantu" {}
        end handled "Selesai"
    }
    wait nudge by agent "Menyapa" {
        say still_there
        on replied -> resume talk
        after 1m -> abandoned
    }
    end abandoned "Ditinggalkan"
}
"#;

/// Parents and children, of all sorts.
pub(super) const FAMILY: &str = r#"
lane agent "Agent"
lane officer "Petugas"

flow parent "Induk" {
    keeps note: text
    step begin by agent "Mulai" {}
    start ticket() as raise "Membuat tiket"
    step beside by agent "Sambil menunggu" {}
    await answer of raise "Menunggu" { solved keep note as note -> finish  dropped -> finish  cancelled -> finish  without limit }
    step finish by agent "Menutup" {}
    end done "Selesai"
}
flow ticket "Tiket" {
    keeps note: text
    gives note
    decide found by officer "Ketemu?" { yes -> write  no -> dropped }
    step write by officer "Mencatat" { fill note  then solved }
    end solved "Beres"
    end dropped "Batal"
}
flow caller "Pemanggil" {
    step begin by agent "Mulai" {}
    call at_once() as check "Periksa" { fine -> last }
    step last by agent "Akhir" {}
    end done "Selesai"
}
flow at_once "Langsung" {
    decide computed "Hitung" { when 1 is 1 -> fine  otherwise -> fine }
    end fine "Baik"
}
"#;

pub(super) fn book(text: &str) -> Book {
    let mut sources = Sources::new();
    sources.add("book.sop", text);
    let compiled = sop_core::compile(&sources);
    assert!(compiled.is_sound(), "{:#?}", compiled.findings);
    compiled.book.unwrap()
}

pub(super) fn nine() -> Moment {
    let at: DateTime<Utc> = "2023-10-02T02:00:00Z".parse().unwrap();
    at.into()
}

pub(super) async fn ticket(call: ActionCall) -> Result<Output, ActionError> {
    Ok(Output::new().with("number", format!("T-{}", call.case.0)))
}

/// A desk's builder; without an action.
pub(super) fn desk(store: &MemoryStore, time: &VirtualTime) -> EngineBuilder {
    Engine::builder(book(DESK))
        .setting("sla", Duration::from_mins(10))
        .store(store.clone())
        .time(time.clone())
}

pub(super) async fn family_engine(store: &MemoryStore) -> Engine {
    Engine::builder(book(FAMILY)).store(store.clone()).time(VirtualTime::at(nine())).build().await.unwrap()
}

/// The only open task at that node of the case.
pub(super) async fn task(engine: &Engine, case: CaseId, node: &str) -> Task {
    let mut tasks = engine.tasks(None).await.unwrap();
    tasks.retain(|t| t.case == case && t.node == node);
    assert_eq!(tasks.len(), 1, "one task `{node}`");
    tasks.remove(0)
}

/// Does that step, filling nothing in.
pub(super) async fn done(engine: &Engine, case: CaseId, node: &str) -> Result<(), EngineError> {
    let task = task(engine, case, node).await.task;
    engine.complete(case, task, (), ()).await.map(drop)
}

/// A desk's case up to the running action.
pub(super) async fn asked(engine: &Engine, customer: &str) -> CaseId {
    let case = engine.start("desk", [("customer", customer)], ()).await.unwrap().case;
    let ask = task(engine, case, "ask").await.task;
    engine.complete(case, ask, [("kind", "complaint")], ()).await.unwrap();
    case
}

/// What happened, to be looked at later.
#[derive(Clone, Debug, Default)]
pub(super) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(super) fn add(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    pub(super) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// What a store is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// To commit so many changes.
    Commit(usize),
    Timers,
    Outbox,
}

/// A store in memory that asks before some of its calls whether they may go on.
pub(super) struct Asking<A> {
    pub(super) store: MemoryStore,
    pub(super) ask: A,
}

/// A store whose commits wait for a gate once it is closed. `begins` is told of each that begins: how many changes it has.
pub(super) fn gated(
    store: &MemoryStore,
    gate: &Arc<Mutex<()>>,
    begins: mpsc::UnboundedSender<usize>,
) -> impl Store {
    let gate = Arc::clone(gate);
    let ask = move |call| {
        if let Call::Commit(changes) = call {
            let _ = begins.send(changes);
            drop(gate.lock().unwrap());
        }
        Ok(())
    };
    Asking { store: store.clone(), ask }
}

/// A gate that is closed.
#[derive(Debug)]
pub(super) struct Closed {
    open: std::sync::mpsc::Sender<()>,
    holder: std::thread::JoinHandle<()>,
}

impl Closed {
    /// Closes a gate: commits wait from now on.
    pub(super) async fn close(gate: Arc<Mutex<()>>) -> Self {
        let (open, opened) = std::sync::mpsc::channel::<()>();
        let (held, is_held) = tokio::sync::oneshot::channel();
        let holder = std::thread::spawn(move || {
            let _closed = gate.lock().unwrap();
            held.send(()).unwrap();
            opened.recv().unwrap();
        });
        is_held.await.unwrap();
        Self { open, holder }
    }

    /// Lets what waits through.
    pub(super) fn open(self) {
        self.open.send(()).unwrap();
        self.holder.join().unwrap();
    }
}

impl<A> std::fmt::Debug for Asking<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.store.fmt(f)
    }
}

impl<A: FnMut(Call) -> Result<(), StoreError> + Send + 'static> Store for Asking<A> {
    fn commit(&mut self, batch: &[Change]) -> Result<(), StoreError> {
        (self.ask)(Call::Commit(batch.len()))?;
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
    fn timers(&mut self) -> Result<Vec<(CaseId, TimerId, Moment)>, StoreError> {
        (self.ask)(Call::Timers)?;
        self.store.timers()
    }
    fn tasks(&mut self) -> Result<Vec<StoredTask>, StoreError> {
        self.store.tasks()
    }
    fn outbox(&mut self) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError> {
        (self.ask)(Call::Outbox)?;
        self.store.outbox()
    }
    fn edition(&mut self, id: EditionId) -> Result<Option<Vec<u8>>, StoreError> {
        self.store.edition(id)
    }
}
