//! After a restart: timers, actions and deliveries go on; older editions are kept.

use super::support::*;
use crate::engine::{Engine, EngineError};
use crate::host::store::{CaseStatus, Change, Store};
use crate::host::{ActionCall, Delivery, DeliveryError, EffectView, MemoryStore, VirtualTime};
use std::future::{pending, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;

#[tokio::test]
async fn timers_are_armed_again() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let engine = desk(&store, &time).action("create_ticket", ticket).build().await.unwrap();
    let case = asked(&engine, "Rina").await;
    engine.settled().await;
    let before = engine.case(case).await.unwrap();
    engine.shutdown().await;

    // A clock of its own, an hour and a half later: the deadline has passed in between.
    let time = VirtualTime::at(nine().plus(90 * 60_000).unwrap());
    let engine = desk(&store, &time).action("create_ticket", ticket).build().await.unwrap();
    assert_eq!(engine.case(case).await.unwrap(), before);
    time.advance(Duration::ZERO).await;
    assert_eq!(engine.case(case).await.unwrap().status, CaseStatus::Ended("gone".to_owned()));
}

#[tokio::test]
async fn an_action_is_begun_again_with_the_same_key() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let (began, mut keys) = mpsc::unbounded_channel();
    let hangs = move |call: ActionCall| {
        began.send(call.key).unwrap();
        pending()
    };
    let engine = desk(&store, &time).action("create_ticket", hangs).build().await.unwrap();
    let case = asked(&engine, "Rina").await;
    let first = keys.recv().await.unwrap();
    engine.shutdown().await;

    let (began, mut keys) = mpsc::unbounded_channel();
    let works = move |call: ActionCall| {
        began.send(call.key.clone()).unwrap();
        ticket(call)
    };
    let engine = desk(&store, &time).action("create_ticket", works).build().await.unwrap();
    engine.settled().await;
    assert_eq!(keys.recv().await.unwrap(), first);
    assert_eq!(engine.case(case).await.unwrap().facts[2].shown, "T-1");
    engine.shutdown().await;

    let never = |_: ActionCall| -> std::future::Ready<_> { panic!("its result is known") };
    let engine = desk(&store, &time).action("create_ticket", never).build().await.unwrap();
    engine.settled().await;
    task(&engine, case, "more").await;
}

/// A subscriber that tells what it was given, and takes it if it is told to.
fn listener(
    log: &Log,
    takes: &Arc<AtomicBool>,
) -> impl Fn(Delivery) -> std::future::Ready<Result<(), DeliveryError>> + Send + Sync + 'static {
    let (log, takes) = (log.clone(), Arc::clone(takes));
    move |delivery: Delivery| {
        let what = match &delivery.effect {
            EffectView::Say { texts, .. } => texts["id"].clone(),
            other => serde_json::to_value(other).unwrap()["effect"].as_str().unwrap().to_owned(),
        };
        log.add(format!("{}.{}.{} {what}", delivery.id.case.0, delivery.id.input, delivery.id.index));
        ready(if takes.load(Ordering::Relaxed) { Ok(()) } else { Err(DeliveryError::new("busy")) })
    }
}

#[tokio::test]
async fn deliveries_go_on_until_they_are_taken() {
    let (store, time, log) = (MemoryStore::new(), VirtualTime::at(nine()), Log::default());
    let takes = Arc::new(AtomicBool::new(false));
    let build = || desk(&store, &time).action("create_ticket", ticket).subscriber(listener(&log, &takes));
    let engine = build().build().await.unwrap();
    // The subscriber is stuck; the case goes on.
    let case = asked(&engine, "Rina").await;
    while engine.case(case).await.unwrap().calls.len() == 1 {
        tokio::task::yield_now().await;
    }
    let more = task(&engine, case, "more").await.task;
    engine.answer(case, more, "no", ()).await.unwrap();
    done(&engine, case, "inform").await.unwrap();
    engine.shutdown().await;
    assert!(
        log.lines().iter().all(|l| l == "1.0.0 Selamat datang, Rina."),
        "the first blocks those behind it"
    );

    takes.store(true, Ordering::Relaxed);
    let log = Log::default();
    let engine = desk(&store, &time).action("create_ticket", ticket).subscriber(listener(&log, &takes));
    let engine = engine.build().await.unwrap();
    engine.settled().await;
    insta::assert_snapshot!(log.lines().join("\n"));
    engine.shutdown().await;

    let count = log.lines().len();
    let engine = desk(&store, &time).action("create_ticket", ticket).subscriber(listener(&log, &takes));
    engine.build().await.unwrap().settled().await;
    assert_eq!(log.lines().len(), count, "what was taken doesn't come again");
}

#[tokio::test(start_paused = true)]
async fn a_delivery_that_fails_is_tried_again() {
    let log = Log::default();
    let tries = log.clone();
    let engine = desk(&MemoryStore::new(), &VirtualTime::at(nine()))
        .action("create_ticket", ticket)
        .subscriber(move |d: Delivery| {
            tries.add(format!("{}", d.id.index));
            let result = if tries.lines().len() < 3 { Err(DeliveryError::new("busy")) } else { Ok(()) };
            ready(result)
        })
        .build()
        .await
        .unwrap();
    engine.start("desk", [("customer", "Rina")], ()).await.unwrap();
    engine.settled().await;
    assert_eq!(log.lines(), ["0", "0", "0", "1"]);
}

#[tokio::test]
async fn a_case_stays_on_its_edition() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let engine = desk(&store, &time).action("create_ticket", ticket).build().await.unwrap();
    let old = engine.start("desk", [("customer", "Rina")], ()).await.unwrap().case;
    engine.shutdown().await;

    let newer = DESK.replace("Menanyakan kebutuhan", "Bertanya").replace("create_ticket", "open_ticket");
    let build = || {
        let builder = Engine::builder(book(&newer)).setting("sla", Duration::from_mins(1));
        builder.store(store.clone()).time(time.clone()).action("open_ticket", ticket)
    };
    let engine = build().build().await.unwrap();
    let new = engine.start("desk", [("customer", "Budi")], ()).await.unwrap().case;
    let ask = task(&engine, old, "ask").await;
    assert_eq!(ask.label, "Menanyakan kebutuhan");
    assert_eq!(task(&engine, new, "ask").await.label, "Bertanya");
    assert!(!engine.case(old).await.unwrap().current);
    let error = engine.complete(old, ask.task, [("kind", "question")], ()).await.unwrap_err();
    assert!(matches!(&error, EngineError::MissingActions { missing, .. } if missing == &["create_ticket"]));
    insta::assert_snapshot!(error);
    assert_eq!(engine.journal(old).await.unwrap().len(), 1, "it can still be read");
}

#[tokio::test]
async fn an_edition_that_another_release_wrote_is_read() {
    let (mut store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let engine = desk(&store, &time).action("create_ticket", ticket).build().await.unwrap();
    let id = engine.inner().current.id;
    let mut stored: serde_json::Value = serde_json::from_slice(&store.edition(id).unwrap().unwrap()).unwrap();
    engine.shutdown().await;

    // The same book, with something that this release doesn't know.
    stored["book"]["colour"] = "blue".into();
    let mut store = MemoryStore::new();
    store.commit(&[Change::Edition(id, serde_json::to_vec(&stored).unwrap())]).unwrap();
    let engine = desk(&store, &time).action("create_ticket", ticket).build().await.unwrap();
    let case = asked(&engine, "Rina").await;
    engine.settled().await;
    engine.shutdown().await;

    let builder = desk(&store, &time).setting("sla", Duration::from_secs(1));
    let engine = builder.action("create_ticket", ticket).build().await.unwrap();
    assert!(!engine.case(case).await.unwrap().current);
    let more = task(&engine, case, "more").await.task;
    engine.answer(case, more, "no", ()).await.unwrap();
}

#[tokio::test]
async fn dropping_the_last_engine_lets_the_store_go() {
    let store = MemoryStore::new();
    let time = VirtualTime::at(nine());
    let engine = desk(&store, &time).action("create_ticket", |_| pending()).build().await.unwrap();
    asked(&engine, "Rina").await;
    let weak = Arc::downgrade(engine.inner());
    drop(engine);
    while weak.upgrade().is_some() {
        tokio::task::yield_now().await;
    }
    time.advance(Duration::from_hours(1)).await;
}
