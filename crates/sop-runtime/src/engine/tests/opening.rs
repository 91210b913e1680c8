//! Opening a store of which a page holds only a part. In these tests a page is of three.

use super::support::*;
use crate::engine::{Engine, InputView};
use crate::host::store::{CaseId, Store};
use crate::host::{ActionCall, Delivery, MemoryStore, TimerKey, VirtualTime};
use crate::value::Moment;
use std::collections::BTreeMap;
use std::future::{pending, ready};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Far more than a page.
const CASES: usize = 20;

/// How often each was seen.
#[derive(Clone, Default)]
struct Tally(Arc<Mutex<BTreeMap<CaseId, usize>>>);

impl Tally {
    fn one(&self, case: CaseId) {
        *self.0.lock().unwrap().entry(case).or_default() += 1;
    }

    fn seen(&self) -> Vec<(CaseId, usize)> {
        self.0.lock().unwrap().iter().map(|(case, n)| (*case, *n)).collect()
    }
}

/// So many cases that wait for an action which was running when the process ended.
async fn with_actions(store: &MemoryStore) -> Vec<CaseId> {
    let engine = desk(store, &VirtualTime::at(nine())).action("create_ticket", |_| pending()).build().await;
    let engine = engine.unwrap();
    let mut cases = Vec::new();
    for _ in 0..CASES {
        cases.push(asked(&engine, "Rina").await);
    }
    engine.shutdown().await;
    cases
}

/// So many chats that began a second after each other, each with its idle clock.
async fn with_clocks(store: &MemoryStore, time: &VirtualTime) -> Vec<CaseId> {
    let engine = Engine::builder(book(CHAT)).store(store.clone()).time(time.clone()).build().await.unwrap();
    let mut cases = Vec::new();
    for n in 0..CASES {
        time.set(nine().plus(i64::try_from(n).unwrap() * 1000).unwrap());
        cases.push(engine.start("chat", (), ()).await.unwrap().case);
    }
    engine.shutdown().await;
    cases
}

async fn rung(engine: &Engine, case: CaseId) -> usize {
    let journal = engine.journal(case).await.unwrap();
    journal.iter().filter(|e| matches!(e.input, InputView::TimerFired { .. })).count()
}

#[tokio::test]
async fn each_action_begins_once_more_and_no_more() {
    let store = MemoryStore::new();
    let cases = with_actions(&store).await;
    let (tally, time) = (Tally::default(), VirtualTime::at(nine()));
    let begun = tally.clone();
    let works = move |call: ActionCall| {
        begun.one(call.case);
        ticket(call)
    };
    let engine = desk(&store, &time).action("create_ticket", works).build().await.unwrap();
    engine.settled().await;
    assert_eq!(tally.seen(), cases.iter().map(|case| (*case, 1)).collect::<Vec<_>>());
    assert_eq!(store.clone().outbox().unwrap(), []);
    for case in cases {
        task(&engine, case, "more").await;
    }
}

/// The walk has not come to the case yet: its invocation is known all the same, and taken out of the outbox.
#[tokio::test]
async fn a_case_that_is_worked_on_before_the_walk_comes_to_it() {
    let store = MemoryStore::new();
    let cases = with_actions(&store).await;
    let (last, others) = cases.split_last().unwrap();
    let (tally, time) = (Tally::default(), VirtualTime::at(nine()));
    let begun = tally.clone();
    let hangs = move |call: ActionCall| {
        begun.one(call.case);
        pending()
    };
    let engine = desk(&store, &time).action("create_ticket", hangs).build().await.unwrap();
    engine.cancel(*last, "no longer wanted", ()).await.unwrap();
    while tally.seen().len() < others.len() {
        tokio::task::yield_now().await;
    }
    let left: Vec<_> = store.clone().outbox().unwrap().iter().map(|(id, _)| id.case).collect();
    assert_eq!(left, others);
    assert!(tally.seen().iter().all(|(_, times)| *times == 1), "{:?}", tally.seen());
    engine.shutdown().await;

    // Nobody is called for it the next time either.
    let again = Tally::default();
    let begun = again.clone();
    let works = move |call: ActionCall| {
        begun.one(call.case);
        ticket(call)
    };
    let engine = desk(&store, &time).action("create_ticket", works).build().await.unwrap();
    engine.settled().await;
    assert_eq!(again.seen(), others.iter().map(|case| (*case, 1)).collect::<Vec<_>>());
}

#[tokio::test]
async fn every_clock_rings_once_overdue_or_not() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let cases = with_clocks(&store, &time).await;
    // Half of them ran out meanwhile; and the process ends once more before it has read all.
    let half = nine().plus(60_000 + 500 * i64::try_from(CASES).unwrap()).unwrap();
    let time = VirtualTime::at(half);
    let build = || Engine::builder(book(CHAT)).store(store.clone()).time(time.clone()).build();
    build().await.unwrap().shutdown().await;
    let engine = build().await.unwrap();
    time.advance(Duration::ZERO).await;
    for (n, case) in cases.iter().enumerate() {
        assert_eq!(rung(&engine, *case).await, usize::from(n <= CASES / 2), "chat {n}");
    }
    time.advance(Duration::from_secs(30)).await;
    for case in cases {
        assert_eq!(rung(&engine, case).await, 1);
    }
}

/// The last case's clock ran out, whose page is read last.
#[tokio::test]
async fn what_is_overdue_comes_before_the_rest_is_read() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let engine = Engine::builder(book(CHAT)).store(store.clone()).time(time.clone()).build().await.unwrap();
    for n in (1..=CASES).rev() {
        time.set(nine().plus(i64::try_from(n).unwrap() * 1000).unwrap());
        engine.start("chat", (), ()).await.unwrap();
    }
    engine.shutdown().await;
    let timers = store.clone().timers().unwrap();
    let (next, first) = (timers[1], timers[0]);
    assert!(timers.iter().all(|(case, ..)| *case <= first.0));
    let time = VirtualTime::at(first.2);
    let engine = Engine::builder(book(CHAT)).store(store.clone()).time(time.clone()).build().await.unwrap();
    // This thread is the only one, and has read nothing since.
    assert_eq!(time.next_due(), Some(first.2));
    engine.settled().await;
    time.advance(Duration::ZERO).await;
    assert_eq!(rung(&engine, first.0).await, 1);
    assert_eq!(rung(&engine, next.0).await, 0);
}

#[tokio::test]
async fn what_was_armed_since_the_opening_is_not_put_off() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let cases = with_clocks(&store, &time).await;
    time.set(nine());
    let engine = Engine::builder(book(CHAT)).store(store.clone()).time(time.clone()).build().await.unwrap();
    // The last page has not been read yet, and this thread is the only one that could go on.
    let (case, timer, due) = store.clone().timers().unwrap().pop().unwrap();
    assert_eq!(case, *cases.last().unwrap());
    let earlier = Moment(nine().0 + 1);
    assert!(earlier < due);
    engine.inner().arm(TimerKey { case, timer }, earlier);
    engine.settled().await;
    assert_eq!(time.next_due(), Some(earlier));
}

#[tokio::test]
async fn each_delivery_comes_once_and_in_order() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let stuck = desk(&store, &time).action("create_ticket", ticket).subscriber(|_: Delivery| pending());
    let engine = stuck.build().await.unwrap();
    let mut cases = Vec::new();
    for _ in 0..CASES {
        cases.push(asked(&engine, "Rina").await);
    }
    while store.clone().tasks().unwrap().len() < CASES {
        tokio::task::yield_now().await;
    }
    engine.shutdown().await;
    let waiting: Vec<_> = store.clone().outbox().unwrap().into_iter().map(|(id, _)| id).collect();
    assert!(waiting.len() > CASES);

    let taken = Arc::new(Mutex::new(Vec::new()));
    let takes = Arc::clone(&taken);
    let listener = move |delivery: Delivery| {
        takes.lock().unwrap().push(delivery.id);
        ready(Ok(()))
    };
    let engine =
        desk(&store, &time).action("create_ticket", ticket).subscriber(listener).build().await.unwrap();
    engine.settled().await;
    let mut taken = taken.lock().unwrap().clone();
    for case in cases {
        let of = |all: &[crate::host::store::EffectId]| -> Vec<_> {
            all.iter().filter(|id| id.case == case).copied().collect()
        };
        assert_eq!(of(&taken), of(&waiting), "in order");
    }
    taken.sort_unstable();
    assert_eq!(taken, waiting);
    assert_eq!(store.clone().outbox().unwrap(), []);
}
