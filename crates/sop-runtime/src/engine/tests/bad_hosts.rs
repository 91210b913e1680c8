//! Hosts that do what they shouldn't. The table in [`crate::host`] names these tests.

use super::support::*;
use crate::engine::limits::{CASES_DELIVERED_MAX, DELIVERIES_OF_A_CASE, INPUTS_AT_ONCE, TIMERS_AT_ONCE};
use crate::engine::{Engine, EngineError, InputView};
use crate::host::store::{CaseId, CaseStatus, EffectId, Store};
use crate::host::timers::FireSink;
use crate::host::{
    ActionCall, ActionError, Clock, Delivery, DeliveryError, FireHandle, MemoryStore, Output, TimerKey,
    Timers, VirtualTime,
};
use crate::kernel::{CallId, Rejected};
use crate::value::Moment;
use std::collections::BTreeMap;
use std::future::pending;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;

async fn failed(engine: &Engine, case: CaseId) -> String {
    match engine.journal(case).await.unwrap().pop().unwrap().input {
        InputView::ActionFailed { error, .. } => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn an_action_that_never_answers_fails_at_its_limit() {
    let builder = desk(&MemoryStore::new(), &VirtualTime::at(nine()));
    let engine = builder.action("create_ticket", |_| pending()).build().await.unwrap();
    let case = asked(&engine, "Rina").await;
    engine.settled().await;
    assert_eq!(failed(&engine, case).await, "no answer within 10 seconds");
    let call = engine.case(case).await.unwrap().calls.remove(0);
    assert!(call.incident.is_some(), "somebody must look");
}

/// Its thread is blocked; the limit is noticed on another one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_action_that_blocks_its_thread_fails_at_its_limit() {
    let text = DESK.replace("limit 10s", "limit 1s").replace("retries 2 times every 2s doubling", "");
    let (release, released) = std::sync::mpsc::channel::<()>();
    let released = Arc::new(Mutex::new(released));
    let blocks = move |_: ActionCall| {
        let released = Arc::clone(&released);
        async move {
            let _ = released.lock().unwrap().recv();
            Ok(Output::new().with("number", "too late"))
        }
    };
    let engine =
        Engine::builder(book(&text)).setting("sla", Duration::from_mins(10)).time(VirtualTime::at(nine()));
    let engine = engine.action("create_ticket", blocks).build().await.unwrap();
    let case = asked(&engine, "Rina").await;
    engine.settled().await;
    assert_eq!(failed(&engine, case).await, "no answer within 1 second");
    // The late answer has nobody to go to.
    release.send(()).unwrap();
    engine.settled().await;
    assert_eq!(failed(&engine, case).await, "no answer within 1 second");
}

#[tokio::test(start_paused = true)]
async fn an_answer_after_the_limit_is_not_heard() {
    let late = |call: ActionCall| async move {
        tokio::time::sleep(Duration::from_secs(11)).await;
        ticket(call).await
    };
    let builder = desk(&MemoryStore::new(), &VirtualTime::at(nine()));
    let engine = builder.action("create_ticket", late).build().await.unwrap();
    let case = asked(&engine, "Rina").await;
    engine.settled().await;
    assert_eq!(failed(&engine, case).await, "no answer within 10 seconds");
}

#[tokio::test(start_paused = true)]
async fn a_second_answer_changes_nothing() {
    let builder = desk(&MemoryStore::new(), &VirtualTime::at(nine()));
    let engine = builder.action("create_ticket", ticket).build().await.unwrap();
    let case = asked(&engine, "Rina").await;
    engine.settled().await;
    let before = engine.case(case).await.unwrap();
    let call = engine.journal(case).await.unwrap().into_iter().find_map(|j| match j.input {
        InputView::ActionDone { call, .. } => Some(call),
        _ => None,
    });
    engine.inner().finish(case, call.unwrap(), Ok(vec!["T-2".into()])).await;
    engine.inner().finish(case, call.unwrap(), Err("late".to_owned())).await;
    engine.inner().finish(case, CallId(99), Ok(vec!["T-3".into()])).await;
    assert_eq!(engine.case(case).await.unwrap(), before);
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_a_failed_try_and_nothing_else() {
    let panics = |_: ActionCall| async { panic!("{}", "x".repeat(1_000_000)) };
    let builder = desk(&MemoryStore::new(), &VirtualTime::at(nine()));
    let engine = builder.action("create_ticket", panics).build().await.unwrap();
    let case = asked(&engine, "Rina").await;
    engine.settled().await;
    let error = failed(&engine, case).await;
    assert!(error.starts_with("it panicked: xxx") && error.len() <= 4096, "{}", error.len());
    engine.start("desk", [("customer", "Budi")], ()).await.unwrap();
}

#[tokio::test]
async fn a_wrong_output_is_an_incident() {
    let wrong = |_: ActionCall| async { Ok(Output::new().with("number", 5)) };
    let builder = desk(&MemoryStore::new(), &VirtualTime::at(nine()));
    let engine = builder.action("create_ticket", wrong).build().await.unwrap();
    let case = asked(&engine, "Rina").await;
    engine.settled().await;
    assert_eq!(
        failed(&engine, case).await,
        "the action `create_ticket` gave something else: `number` wants a value of type text, not the number `5`"
    );
}

/// A clock that can be set to anything.
#[derive(Clone, Debug)]
struct Wild(Arc<AtomicI64>);

impl Clock for Wild {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::Relaxed))
    }
}

#[tokio::test]
async fn a_clock_that_goes_back_does_not_take_a_case_back() {
    let clock = Wild(Arc::new(AtomicI64::new(nine().0)));
    let builder = Engine::builder(book(CHAT)).clock(clock.clone()).timers(VirtualTime::at(nine()));
    let engine = builder.build().await.unwrap();
    let case = engine.start("chat", (), ()).await.unwrap().case;
    for by in [-3_600_000, 3_600_000, -7_200_000, i64::MIN / 2] {
        let before = engine.case(case).await.unwrap().last;
        clock.0.fetch_add(by, Ordering::Relaxed);
        let at = engine.send(case, "replied", (), ()).await.unwrap().at;
        assert_eq!(at, before.max(clock.now()));
    }
    let journal = engine.journal(case).await.unwrap();
    assert!(journal.is_sorted_by_key(|j| j.at));
    // Beyond all moments: refused, and the case is as it was.
    let before = engine.case(case).await.unwrap();
    clock.0.store(i64::MAX, Ordering::Relaxed);
    let error = engine.send(case, "replied", (), ()).await.unwrap_err();
    assert!(matches!(error, EngineError::Rejected { source: Rejected::OutOfRange, .. }), "{error}");
    assert_eq!(engine.case(case).await.unwrap(), before);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_ahead_fires_what_is_due_once() {
    let clock = Wild(Arc::new(AtomicI64::new(nine().0)));
    let engine = Engine::builder(book(CHAT)).clock(clock.clone()).build().await.unwrap();
    let case = engine.start("chat", (), ()).await.unwrap().case;
    clock.0.fetch_add(3_600_000, Ordering::Relaxed);
    // The ready timers look at the clock every half a minute.
    tokio::time::sleep(Duration::from_secs(31)).await;
    engine.settled().await;
    assert_eq!(engine.case(case).await.unwrap().tokens[0].name, "nudge");
    assert_eq!(engine.case(case).await.unwrap().inputs, 2, "the clock that it then starts is not yet due");
    // And back: what is armed waits until the clock has come there again.
    clock.0.fetch_sub(3_600_000, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_mins(10)).await;
    engine.settled().await;
    assert_eq!(engine.case(case).await.unwrap().inputs, 2);
    clock.0.fetch_add(3_661_000, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(31)).await;
    engine.settled().await;
    assert_eq!(engine.case(case).await.unwrap().status, CaseStatus::Ended("abandoned".to_owned()));
}

/// Timers that do nothing by themselves.
#[derive(Debug, Default)]
struct Dumb {
    fire: Mutex<Option<FireHandle>>,
    armed: Mutex<BTreeMap<TimerKey, Moment>>,
}

impl Timers for Arc<Dumb> {
    fn connect(&self, fire: FireHandle) {
        *self.fire.lock().unwrap() = Some(fire);
        self.armed.lock().unwrap().clear();
    }
    fn arm(&self, key: TimerKey, due: Moment) {
        self.armed.lock().unwrap().insert(key, due);
    }
    fn disarm(&self, key: TimerKey) {
        self.armed.lock().unwrap().remove(&key);
    }
}

#[tokio::test]
async fn timers_that_fire_early_twice_late_or_never() {
    let (timers, store) = (Arc::new(Dumb::default()), MemoryStore::new());
    let clock = Wild(Arc::new(AtomicI64::new(nine().0)));
    let open = || {
        let builder = Engine::builder(book(CHAT)).store(store.clone());
        builder.clock(clock.clone()).timers(Arc::clone(&timers)).build()
    };
    let engine = open().await.unwrap();
    let case = engine.start("chat", (), ()).await.unwrap().case;
    let fire = async |engine: &Engine, key: TimerKey| {
        let handle = timers.fire.lock().unwrap().clone().unwrap();
        timers.armed.lock().unwrap().remove(&key);
        assert!(handle.fire(key));
        engine.settled().await;
    };
    let (key, due) = timers.armed.lock().unwrap().pop_first().unwrap();
    // Early: it is armed again.
    fire(&engine, key).await;
    assert_eq!(timers.armed.lock().unwrap().get(&key), Some(&due));
    assert_eq!(engine.case(case).await.unwrap().inputs, 1);
    // Late, and twice: taken once.
    clock.0.store(due.0 + 5_000, Ordering::Relaxed);
    fire(&engine, key).await;
    fire(&engine, key).await;
    assert_eq!(engine.case(case).await.unwrap().inputs, 2);
    // One that is not there.
    fire(&engine, TimerKey { case: CaseId(77), ..key }).await;
    // Never: the store knows it; the next engine arms it again.
    let (key, due) = timers.armed.lock().unwrap().pop_first().unwrap();
    engine.shutdown().await;
    let engine = open().await.unwrap();
    assert_eq!(timers.armed.lock().unwrap().clone(), BTreeMap::from([(key, due)]));
    clock.0.store(due.0, Ordering::Relaxed);
    fire(&engine, key).await;
    assert_eq!(engine.case(case).await.unwrap().status, CaseStatus::Ended("abandoned".to_owned()));
}

/// What a subscriber took, by case.
type Taken = Arc<Mutex<BTreeMap<CaseId, Vec<EffectId>>>>;

/// Takes nothing until the gate opens: it stalls, each time until its limit.
fn stalls(
    taken: &Taken,
    gate: &watch::Sender<bool>,
    only: Option<CaseId>,
) -> impl Fn(Delivery) -> std::pin::Pin<Box<dyn Future<Output = Result<(), DeliveryError>> + Send>>
+ Send
+ Sync
+ 'static {
    let (taken, gate) = (Arc::clone(taken), gate.subscribe());
    move |delivery: Delivery| {
        let (taken, mut gate) = (Arc::clone(&taken), gate.clone());
        Box::pin(async move {
            if only.is_none_or(|only| only == delivery.id.case) {
                gate.wait_for(|open| *open).await.unwrap();
            }
            taken.lock().unwrap().entry(delivery.id.case).or_default().push(delivery.id);
            Ok(())
        })
    }
}

/// Each once, and in order.
fn in_order(taken: &Taken) -> usize {
    let taken = taken.lock().unwrap();
    for effects in taken.values() {
        assert!(effects.is_sorted_by(|a, b| a < b), "{effects:?}");
    }
    taken.values().map(Vec::len).sum()
}

#[tokio::test(start_paused = true)]
async fn a_subscriber_that_stalls_for_one_case_holds_up_no_other() {
    let (taken, gate) = (Taken::default(), watch::Sender::new(false));
    let store = MemoryStore::new();
    let builder = Engine::builder(book(FAMILY)).store(store.clone()).time(VirtualTime::at(nine()));
    let engine = builder.subscriber(stalls(&taken, &gate, Some(CaseId(1)))).build().await.unwrap();
    for _ in 0..3 {
        let case = engine.start("parent", (), ()).await.unwrap().case;
        done(&engine, case, "begin").await.unwrap();
        done(&engine, case, "beside").await.unwrap();
    }
    // The stalled try is dropped at its limit; others have gone on long before.
    tokio::time::sleep(Duration::from_mins(5)).await;
    let heard: Vec<_> = taken.lock().unwrap().keys().copied().collect();
    assert!(!heard.contains(&CaseId(1)) && heard.len() == 5, "{heard:?}");
    gate.send_replace(true);
    engine.settled().await;
    assert_eq!(in_order(&taken), 15);
    assert_eq!(store.clone().outbox().unwrap(), []);
}

#[tokio::test(start_paused = true)]
async fn what_a_stalled_subscriber_leaves_waits_in_the_outbox() {
    let (taken, gate) = (Taken::default(), watch::Sender::new(false));
    let store = MemoryStore::new();
    let builder = desk(&store, &VirtualTime::at(nine())).action("create_ticket", ticket);
    let engine = builder.subscriber(stalls(&taken, &gate, None)).build().await.unwrap();
    let deliveries = engine.inner().deliveries.as_ref().unwrap();
    // One case with very many effects, and very many cases.
    let long = asked(&engine, "Rina").await;
    let mut rounds = 0;
    while rounds < 3 * DELIVERIES_OF_A_CASE {
        while engine.case(long).await.unwrap().calls.len() == 1 {
            tokio::task::yield_now().await;
        }
        let more = task(&engine, long, "more").await.task;
        engine.answer(long, more, "yes", ()).await.unwrap();
        let ask = task(&engine, long, "ask").await.task;
        engine.complete(long, ask, [("kind", "question")], ()).await.unwrap();
        rounds += 1;
    }
    for _ in 0..3 * CASES_DELIVERED_MAX {
        engine.start("desk", [("customer", "Budi")], ()).await.unwrap();
    }
    let (held, cases) = deliveries.held();
    assert!(
        held <= CASES_DELIVERED_MAX * DELIVERIES_OF_A_CASE && cases == CASES_DELIVERED_MAX,
        "{held} {cases}"
    );
    let waiting = store.clone().outbox().unwrap().len();
    assert!(waiting > 3 * (DELIVERIES_OF_A_CASE + CASES_DELIVERED_MAX), "{waiting}");

    gate.send_replace(true);
    // While it catches up, cases go on.
    for _ in 0..CASES_DELIVERED_MAX {
        engine.start("desk", [("customer", "Sari")], ()).await.unwrap();
        tokio::task::yield_now().await;
    }
    engine.settled().await;
    assert!(in_order(&taken) > waiting);
    assert_eq!(store.clone().outbox().unwrap(), [], "all of it was delivered");
    assert_eq!(deliveries.held(), (0, 0));
    // And then it is as before.
    engine.start("desk", [("customer", "Dewi")], ()).await.unwrap();
    engine.settled().await;
    assert_eq!(store.clone().outbox().unwrap(), []);
}

#[tokio::test(start_paused = true)]
async fn a_subscriber_that_fails_for_ever_or_panics_stops_no_case() {
    for panics in [false, true] {
        let store = MemoryStore::new();
        let fails = move |_: Delivery| async move {
            assert!(!panics, "the subscriber panics");
            Err(DeliveryError::new("x".repeat(1_000_000)))
        };
        let builder = desk(&store, &VirtualTime::at(nine())).action("create_ticket", ticket);
        let engine = builder.subscriber(fails).build().await.unwrap();
        let case = asked(&engine, "Rina").await;
        tokio::time::sleep(Duration::from_hours(1)).await;
        task(&engine, case, "more").await;
        assert_eq!(store.clone().outbox().unwrap().first().map(|(id, _)| (id.input, id.index)), Some((0, 0)));
        engine.shutdown().await;
    }
}

#[tokio::test]
async fn a_client_that_floods_waits() {
    let (begins, _begun) = tokio::sync::mpsc::unbounded_channel();
    let gate = Arc::new(Mutex::new(()));
    let gated = gated(&MemoryStore::new(), &gate, begins);
    let engine =
        Engine::builder(book(CHAT)).store(gated).time(VirtualTime::at(nine())).build().await.unwrap();
    let closed = Closed::close(gate).await;
    // It asks, and stops waiting at once: what it asked for is worked on all the same, but no more than so much.
    for _ in 0..INPUTS_AT_ONCE + 100 {
        let mut asked = Box::pin(engine.start("chat", (), ()));
        let waited =
            std::future::poll_fn(|cx| std::task::Poll::Ready(asked.as_mut().poll(cx).is_pending())).await;
        assert!(waited);
        tokio::task::yield_now().await;
    }
    assert_eq!(engine.inner().room.available_permits(), 0);
    closed.open();
    engine.settled().await;
    let cases = engine.cases(crate::host::store::CaseFilter::default()).await.unwrap();
    assert_eq!(cases.len(), INPUTS_AT_ONCE, "the others never began");
    assert_eq!(engine.inner().room.available_permits(), INPUTS_AT_ONCE);
}

#[tokio::test]
async fn timers_that_fall_due_at_once_wait_for_their_turn() {
    const CASES: usize = 10 * TIMERS_AT_ONCE;
    let (begins, _begun) = tokio::sync::mpsc::unbounded_channel();
    let gate = Arc::new(Mutex::new(()));
    let gated = gated(&MemoryStore::new(), &gate, begins);
    let time = VirtualTime::at(nine());
    let engine = Engine::builder(book(CHAT)).store(gated).time(time.clone()).build().await.unwrap();
    let mut cases = Vec::new();
    for _ in 0..CASES {
        cases.push(engine.start("chat", (), ()).await.unwrap().case);
    }
    let timer = engine.case(cases[0]).await.unwrap().timers[0].timer;
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let before = tasks();
    let closed = Closed::close(gate).await;
    time.set(Moment(nine().0 + 61_000));
    for case in &cases {
        engine.inner().fire(TimerKey { case: *case, timer });
    }
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    let more = tasks() - before;
    assert!((TIMERS_AT_ONCE..=2 * TIMERS_AT_ONCE).contains(&more), "{more} tasks");
    closed.open();
    engine.settled().await;
    let cases = engine.cases(crate::host::store::CaseFilter::default()).await.unwrap();
    assert!(cases.len() == CASES && cases.iter().all(|case| case.inputs == 2), "each has fired once");
}

#[tokio::test]
async fn an_action_that_answers_at_once_for_ever_is_bounded_by_its_book() {
    let fails = |_: ActionCall| async { Err(ActionError::terminal("no")) };
    let builder = desk(&MemoryStore::new(), &VirtualTime::at(nine()));
    let engine = builder.action("create_ticket", fails).build().await.unwrap();
    let case = asked(&engine, "Rina").await;
    engine.settled().await;
    assert_eq!(engine.case(case).await.unwrap().inputs, 3, "it waits for a person, not for itself");
}
