//! A store that can't be read in the middle of an opening: it is asked again, or, if it is damaged, the engine takes nothing more.

use super::support::*;
use crate::engine::{Engine, EngineError};
use crate::host::store::{
    CaseFilter, CaseId, CaseRow, Change, EditionId, EffectId, Store, StoreError, StoredTask,
};
use crate::host::{MemoryStore, VirtualTime};
use crate::kernel::TimerId;
use crate::value::Moment;
use std::future::ready;
use std::time::Duration;

/// A store whose timers or effects can't be read at one time.
#[derive(Debug)]
struct Stumbling {
    store: MemoryStore,
    /// Which read of them from now on.
    timers: usize,
    outbox: usize,
    damaged: bool,
}

/// Fails at the last of so many reads.
fn read(left: &mut usize, damaged: bool) -> Result<(), StoreError> {
    *left = left.saturating_sub(1);
    if *left > 0 {
        return Ok(());
    }
    *left = usize::MAX;
    let (path, what) = (String::new(), "a page is torn".to_owned());
    Err(if damaged {
        StoreError::Damaged { path, what }
    } else {
        StoreError::Failed { path, message: what, source: None }
    })
}

impl Store for Stumbling {
    fn timers(&mut self) -> Result<Vec<(CaseId, TimerId, Moment)>, StoreError> {
        read(&mut self.timers, self.damaged)?;
        self.store.timers()
    }
    fn outbox(&mut self) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError> {
        read(&mut self.outbox, self.damaged)?;
        self.store.outbox()
    }
    fn commit(&mut self, batch: &[Change]) -> Result<(), StoreError> {
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
    fn tasks(&mut self) -> Result<Vec<StoredTask>, StoreError> {
        self.store.tasks()
    }
    fn edition(&mut self, id: EditionId) -> Result<Option<Vec<u8>>, StoreError> {
        self.store.edition(id)
    }
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
    let store = Stumbling { store: store.clone(), timers, outbox: usize::MAX, damaged };
    Engine::builder(book(CHAT)).store(store).time(time.clone()).build().await.unwrap()
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
    let stumbling = Stumbling { store: store.clone(), timers: usize::MAX, outbox: 3, damaged: false };
    let engine = desk(&store, &time).store(stumbling);
    let engine = engine.action("create_ticket", ticket).subscriber(|_: crate::host::Delivery| ready(Ok(())));
    let engine = engine.build().await.unwrap();
    engine.settled().await;
    assert_eq!(store.clone().outbox().unwrap(), []);
}
