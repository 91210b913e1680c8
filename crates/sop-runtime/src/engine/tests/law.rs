//! Laws over random runs: what is stored is what a replay gives, whatever was done, whatever commit failed, whenever
//! the engine was restarted.

use super::support::*;
use crate::engine::look::SAID_MAX;
use crate::engine::outgoing::is_for_subscribers;
use crate::engine::views::SaidView;
use crate::engine::{Engine, EngineBuilder, EngineError, TaskKind};
use crate::host::store::{CaseFilter, CaseId, CaseStatus, EffectId, Store};
use crate::host::{
    ActionCall, ActionError, Delivery, DeliveryError, EffectView, MemoryStore, Output, Record, VirtualTime,
};
use crate::journal;
use crate::kernel::{Effect, Program, Settings, State};
use crate::value::{Moment, Value};
use proptest::prelude::*;
use sop_core::model::{Book, Type};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// One thing that the world does. Numbers choose among what is possible then.
#[derive(Clone, Debug)]
enum Deed {
    Start(u8),
    Task(u8, u8),
    Event(u8, u8),
    Cancel(u8),
    Retry(u8),
    Wait(u16),
    FailCommit,
    Restart,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        2 => any::<u8>().prop_map(Deed::Start),
        10 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Deed::Task(a, b)),
        4 => (any::<u8>(), any::<u8>()).prop_map(|(a, b)| Deed::Event(a, b)),
        1 => any::<u8>().prop_map(Deed::Cancel),
        1 => any::<u8>().prop_map(Deed::Retry),
        4 => (0..400u16).prop_map(Deed::Wait),
        1 => Just(Deed::FailCommit),
        1 => Just(Deed::Restart),
    ];
    prop::collection::vec(deed, 1..40)
}

/// Some value of that type.
fn some(ty: &Type, seed: u8) -> Value {
    let n = i64::from(seed);
    match ty {
        Type::YesNo => Value::YesNo(seed.is_multiple_of(2)),
        Type::Text => Value::from(format!("text {seed}")),
        Type::Number => Value::Number(n),
        Type::Date => Value::Date(19_632 + i32::from(seed)),
        Type::Time => Value::Time(u32::from(seed) * 300_000),
        Type::Moment => Value::Moment(Moment(nine().0 + n * 600_000)),
        Type::Duration => Value::Duration(n * 60_000),
        Type::OneOf(choices) => Value::from(choices[usize::from(seed) % choices.len()].name.as_str()),
        Type::Weekday => Value::Weekday(seed % 7),
        Type::DayKind => Value::from("workday"),
        Type::List(of) => Value::List([some(of, seed)].into()),
    }
}

fn pick<T: Clone>(all: &[T], seed: u8) -> Option<T> {
    if all.is_empty() { None } else { all.get(usize::from(seed) % all.len()).cloned() }
}

/// A world around one book.
struct World {
    book: Book,
    settings: Settings,
    store: MemoryStore,
    time: VirtualTime,
    heard: Heard,
    engine: Engine,
}

/// What the subscriber took.
type Heard = Arc<Mutex<Vec<EffectId>>>;

impl World {
    async fn new(book: Book) -> Self {
        let mut settings = Settings::new();
        for setting in book.settings.iter().filter(|s| s.default.is_none()) {
            settings.insert(setting.name.clone(), some(&setting.ty, 7));
        }
        let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
        let heard = Heard::default();
        let engine = Self::builder(&book, &settings, &store, &time, &heard).build().await.unwrap();
        Self { book, settings, store, time, heard, engine }
    }

    /// Actions give something; every third call of them fails.
    fn builder(
        book: &Book,
        settings: &Settings,
        store: &MemoryStore,
        time: &VirtualTime,
        heard: &Heard,
    ) -> EngineBuilder {
        let (heard, times) = (Arc::clone(heard), AtomicU8::new(1));
        // Every fifth delivery fails.
        let subscriber = move |delivery: Delivery| {
            let fails = times.fetch_add(1, Ordering::Relaxed).is_multiple_of(5);
            if !fails {
                heard.lock().unwrap().push(delivery.id);
            }
            std::future::ready(if fails { Err(DeliveryError::new("the fifth fails")) } else { Ok(()) })
        };
        let builder = Engine::builder(book.clone()).settings(settings.clone()).subscriber(subscriber);
        let mut builder = builder.store(store.clone()).time(time.clone());
        for action in book.actions.clone() {
            let name = action.name.clone();
            builder = builder.action(name, move |call: ActionCall| {
                let give = |f: &sop_core::model::Field| (f.name.clone(), some(&f.ty, 3));
                let output: Output = action.gives.iter().map(give).collect();
                std::future::ready(match call.call.0 % 3 {
                    0 => Err(ActionError::terminal("the third fails")),
                    _ => Ok(output),
                })
            });
        }
        builder
    }

    async fn open_cases(&self) -> Vec<CaseId> {
        let open = CaseFilter { open_only: true, ..CaseFilter::default() };
        self.engine.cases(open).await.unwrap().iter().map(|r| r.id).collect()
    }

    async fn deed(&mut self, deed: Deed) -> Result<(), EngineError> {
        match deed {
            Deed::Start(n) => {
                let flow = pick(&self.book.flows, n).unwrap();
                let taken = crate::engine::edition::Edition::takes(&flow);
                let args: Record = taken.map(|f| (f.name.clone(), some(&f.ty, n))).collect();
                self.engine.start(&flow.name, args, ()).await?;
            }
            Deed::Task(n, how) => {
                let Some(task) = pick(&self.engine.tasks(None).await?, n) else { return Ok(()) };
                match task.kind {
                    TaskKind::Step { fill } => {
                        let filled: Record =
                            fill.iter().map(|f| (f.name.clone(), some(&f.ty, how))).collect();
                        self.engine.complete(task.case, task.task, filled, ()).await?;
                    }
                    TaskKind::Decide { answers } => {
                        let answer = pick(&answers, how).unwrap().name;
                        self.engine.answer(task.case, task.task, &answer, ()).await?;
                    }
                }
            }
            Deed::Event(n, which) => {
                let Some(case) = pick(&self.open_cases().await, n) else { return Ok(()) };
                let Some(event) = pick(&self.engine.case(case).await?.expects, which) else { return Ok(()) };
                let declared = self.book.events.iter().find(|e| e.name == event).unwrap();
                let data: Record =
                    declared.carries.iter().map(|f| (f.name.clone(), some(&f.ty, n))).collect();
                self.engine.send(case, &event, data, ()).await?;
            }
            Deed::Cancel(n) => {
                let Some(case) = pick(&self.open_cases().await, n) else { return Ok(()) };
                self.engine.cancel(case, "no more", ()).await?;
            }
            Deed::Retry(n) => {
                let Some(case) = pick(&self.open_cases().await, n) else { return Ok(()) };
                let calls = self.engine.case(case).await?.calls;
                let Some(call) = calls.iter().find(|c| c.incident.is_some()) else { return Ok(()) };
                self.engine.retry(case, call.call, ()).await?;
            }
            Deed::Wait(minutes) => self.time.advance(Duration::from_secs(u64::from(minutes) * 60)).await,
            Deed::FailCommit => self.store.fail_commit(1),
            Deed::Restart => {
                self.engine.shutdown().await;
                // A commit of the opening that fails is told; then it is opened again.
                loop {
                    let builder =
                        Self::builder(&self.book, &self.settings, &self.store, &self.time, &self.heard);
                    if let Ok(engine) = builder.build().await {
                        self.engine = engine;
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// What is stored is what a replay of the journals gives.
    async fn check(&self) {
        self.engine.settled().await;
        let mut typed = self.settings.clone();
        for setting in &self.book.settings {
            if let Some(value) = typed.get_mut(&setting.name) {
                *value = crate::engine::fields::typed(value, &setting.ty).unwrap();
            }
        }
        let program = Program::build(&self.book, &typed).unwrap();
        let mut store = self.store.clone();
        let (mut timers, mut tasks) = (Vec::new(), Vec::new());
        for row in store.cases(&CaseFilter::default()).unwrap() {
            let bytes = store.journal(row.id, 0, usize::MAX).unwrap();
            let entries: Vec<_> = bytes.iter().map(|b| journal::decode(b).unwrap()).collect();
            let (state, effects) = journal::replay(&program, &entries).unwrap();
            self.check_deliveries(row.id, &effects);
            let (stored, snapshot) = store.case(row.id).unwrap().unwrap();
            assert_eq!(State::decode(&snapshot, &program).unwrap(), state);
            assert_eq!(stored.inputs, entries.len() as u64);
            assert_eq!(Some(stored.last), state.last());
            assert_eq!(stored.status == CaseStatus::Open, state.status() == crate::kernel::Status::Open);
            timers.extend(state.timers().iter().map(|t| (row.id, t.timer, t.due)));
            tasks.extend(
                state.tasks(&program).iter().map(|t| (row.id, t.task, t.node.0, t.lane.map(|l| l.0))),
            );
            self.check_family(&state, row.id).await;
            // And all of it can be shown.
            assert_eq!(self.engine.journal(row.id).await.unwrap().len(), entries.len());
        }
        timers.sort_unstable_by_key(|(case, timer, due)| (*due, *case, *timer));
        assert_eq!(store.timers().unwrap(), timers);
        let stored: Vec<_> =
            store.tasks().unwrap().iter().map(|t| (t.case, t.task, t.node, t.lane)).collect();
        assert_eq!(stored, tasks);
        assert_eq!(store.outbox().unwrap(), [], "at rest, nothing is left to be done");
        let timed = timers.first().map(|(_, _, due)| *due);
        assert_eq!(self.time.next_due(), timed, "what is stored is armed");
    }

    /// Everything was delivered, and the first time in order.
    fn check_deliveries(&self, case: CaseId, effects: &[Vec<Effect>]) {
        let all = (0u64..).zip(effects).flat_map(|(input, effects)| {
            let due = (0u16..).zip(effects).filter(|(_, e)| is_for_subscribers(e));
            due.map(move |(index, _)| EffectId { case, input, index })
        });
        let mut heard = Vec::new();
        for id in self.heard.lock().unwrap().iter().filter(|id| id.case == case) {
            if !heard.contains(id) {
                heard.push(*id);
            }
        }
        assert_eq!(heard, all.collect::<Vec<_>>());
    }

    /// Every child that a case started is there; and what the view tells of the past is what the whole journal tells.
    async fn check_family(&self, state: &State, id: CaseId) {
        let view = self.engine.case(id).await.unwrap();
        let journal = self.engine.journal(id).await.unwrap();
        let effects: Vec<_> = journal.iter().flat_map(|j| j.effects.iter().map(|e| (j.at, e))).collect();
        let says = effects.iter().filter(|(_, e)| matches!(e, EffectView::Say { .. }));
        let mut said: Vec<_> = says.map(|(at, say)| SaidView { at: *at, say: (*say).clone() }).collect();
        said.drain(..said.len().saturating_sub(SAID_MAX));
        assert_eq!(view.said, said);
        let broken = effects.iter().filter_map(|(at, e)| match e {
            EffectView::Broken { rule, how, .. } => Some((*at, rule.as_str(), *how)),
            _ => None,
        });
        assert!(view.broken.iter().map(|b| (b.at, b.rule.as_str(), b.how)).eq(broken));
        for call in view.calls.iter().filter(|c| c.incident.is_some()) {
            let last = effects.iter().rev().find_map(|(_, e)| match e {
                EffectView::Incident { call: c, error, .. } if *c == call.call => Some(error.as_str()),
                _ => None,
            });
            assert_eq!(call.incident.as_deref(), last);
        }
        for child in state.children() {
            assert!(view.children.iter().any(|c| c.child == child.child), "the child is there");
        }
    }
}

fn run(book: &Book, deeds: Vec<Deed>) {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let mut world = World::new(book.clone()).await;
        for deed in deeds {
            match world.deed(deed).await {
                // What comes late, what no arrow takes and what the store refuses changes nothing.
                Ok(()) | Err(EngineError::Rejected { .. } | EngineError::Store(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
        world.check().await;
    });
}

/// The book of this repository.
fn real_book() -> Book {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sop/customer-handling");
    let mut sources = sop_core::source::Sources::new();
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.retain(|f| f.extension().is_some_and(|e| e == "sop"));
    files.sort();
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        sources.add_bytes(name, &std::fs::read(&file).unwrap());
    }
    sop_core::compile(&sources).book.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn families_are_stored_as_they_are(deeds in deeds()) {
        run(&book(FAMILY), deeds);
    }

    #[test]
    fn desks_are_stored_as_they_are(deeds in deeds()) {
        run(&book(DESK), deeds);
    }

    #[test]
    fn the_real_book_is_stored_as_it_is(deeds in deeds()) {
        run(&real_book(), deeds);
    }
}
