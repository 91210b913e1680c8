//! A store that can't be read in the middle of an opening: it is asked again, or, if it is damaged, the engine takes nothing more.

use super::support::*;
use crate::engine::{Engine, EngineError};
use crate::host::store::{Store, StoreError};
use crate::host::{MemoryStore, VirtualTime};
use std::future::ready;
use std::time::Duration;

/// A store that fails the read of that number of one kind, once.
fn stumbling(store: &MemoryStore, of: Call, read: usize, damaged: bool) -> impl Store {
    let mut reads = 0;
    let ask = move |call| {
        reads += usize::from(call == of);
        if call != of || reads != read {
            return Ok(());
        }
        let (path, what) = (String::new(), "a page is torn".to_owned());
        Err(if damaged {
            StoreError::Damaged { path, what }
        } else {
            StoreError::Failed { path, message: what, source: None }
        })
    };
    Asking { store: store.clone(), ask }
}

/// Chats, each with its clock; and how many.
async fn chats(store: &MemoryStore) -> usize {
    let time = VirtualTime::at(nine());
    let engine = Engine::builder(book(CHAT)).store(store.clone()).time(time).build().await.unwrap();
    for _ in 0..20 {
        engine.start("chat", (), ()).await.unwrap();
    }
    engine.shutdown().await;
    20
}

/// An engine whose store stumbles at that read of timers: the first two are needed to open it.
async fn open(store: &MemoryStore, time: &VirtualTime, timers: usize, damaged: bool) -> Engine {
    Engine::builder(book(CHAT))
        .store(stumbling(store, Call::Timers, timers, damaged))
        .time(time.clone())
        .build()
        .await
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_once_is_asked_again() {
    for read in [3, 5, 8] {
        let store = MemoryStore::new();
        let count = chats(&store).await;
        assert_eq!(store.clone().timers().unwrap().len(), count);
        let time = VirtualTime::at(nine());
        let engine = open(&store, &time, read, false).await;
        engine.settled().await;
        time.advance(Duration::from_hours(1)).await;
        assert_eq!(store.clone().timers().unwrap(), [], "all have fired; read {read} failed");
    }
}

#[tokio::test(start_paused = true)]
async fn an_engine_whose_store_is_damaged_takes_nothing_more() {
    for read in [3, 5, 8] {
        let store = MemoryStore::new();
        chats(&store).await;
        let time = VirtualTime::at(nine());
        let engine = open(&store, &time, read, true).await;
        engine.settled().await;
        let refused = engine.start("chat", (), ()).await;
        assert!(matches!(refused, Err(EngineError::Closed)), "read {read}: {refused:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn deliveries_that_cannot_be_read_at_first_come_all_the_same() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let stuck = desk(&store, &time).action("create_ticket", ticket);
    let engine = stuck.subscriber(|_: crate::host::Delivery| std::future::pending()).build().await.unwrap();
    for _ in 0..10 {
        asked(&engine, "Rina").await;
    }
    engine.shutdown().await;
    assert!(!store.clone().outbox().unwrap().is_empty());
    let engine = desk(&store, &time).store(stumbling(&store, Call::Outbox, 3, false));
    let engine = engine.action("create_ticket", ticket).subscriber(|_: crate::host::Delivery| ready(Ok(())));
    let engine = engine.build().await.unwrap();
    engine.settled().await;
    assert_eq!(store.clone().outbox().unwrap(), []);
}
