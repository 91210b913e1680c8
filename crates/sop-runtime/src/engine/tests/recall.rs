//! Views of cases whose journals are read in pieces: of every length, after an opening and on what was kept; and with a piece lost.
//! Here a piece is short: five entries.

use super::support::*;
use crate::engine::{Engine, EngineError};
use crate::host::store::{
    CaseFilter, CaseId, CaseRow, Change, EditionId, EffectId, Store, StoreError, StoredTask,
};
use crate::host::{MemoryStore, VirtualTime};
use crate::kernel::TimerId;
use crate::value::Moment;

/// A store that holds back what comes behind so many journal entries.
#[derive(Debug)]
struct Short(MemoryStore, u64);

impl Store for Short {
    fn journal(&mut self, id: CaseId, from: u64, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        let left = usize::try_from(self.1.saturating_sub(from)).unwrap();
        self.0.journal(id, from, limit.min(left))
    }
    fn commit(&mut self, batch: &[Change]) -> Result<(), StoreError> {
        self.0.commit(batch)
    }
    fn last_case(&mut self) -> Result<Option<CaseId>, StoreError> {
        self.0.last_case()
    }
    fn case(&mut self, id: CaseId) -> Result<Option<(CaseRow, Vec<u8>)>, StoreError> {
        self.0.case(id)
    }
    fn cases(&mut self, filter: &CaseFilter) -> Result<Vec<CaseRow>, StoreError> {
        self.0.cases(filter)
    }
    fn children(&mut self, of: CaseId) -> Result<Vec<CaseRow>, StoreError> {
        self.0.children(of)
    }
    fn request(&mut self, id: CaseId, request: &str) -> Result<Option<u64>, StoreError> {
        self.0.request(id, request)
    }
    fn started(&mut self, request: &str) -> Result<Option<CaseId>, StoreError> {
        self.0.started(request)
    }
    fn timers(&mut self) -> Result<Vec<(CaseId, TimerId, Moment)>, StoreError> {
        self.0.timers()
    }
    fn tasks(&mut self) -> Result<Vec<StoredTask>, StoreError> {
        self.0.tasks()
    }
    fn outbox(&mut self) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError> {
        self.0.outbox()
    }
    fn edition(&mut self, id: EditionId) -> Result<Option<Vec<u8>>, StoreError> {
        self.0.edition(id)
    }
}

async fn open(store: impl Store) -> Engine {
    Engine::builder(book(CHAT)).store(store).time(VirtualTime::at(nine())).build().await.unwrap()
}

#[tokio::test]
async fn a_view_is_the_same_whatever_was_read_before() {
    let store = MemoryStore::new();
    let engine = open(store.clone()).await;
    let case = engine.start("chat", (), ()).await.unwrap().case;
    for inputs in 2..=26 {
        engine.send(case, "replied", (), ()).await.unwrap();
        let goes_on = engine.case(case).await.unwrap();
        assert_eq!(goes_on.inputs, inputs);
        let fresh = open(store.clone()).await.case(case).await.unwrap();
        assert_eq!(goes_on, fresh);
    }
}

#[tokio::test]
async fn a_journal_that_is_not_whole_is_told() {
    let store = MemoryStore::new();
    let engine = open(store.clone()).await;
    let case = engine.start("chat", (), ()).await.unwrap().case;
    for _ in 0..14 {
        engine.send(case, "replied", (), ()).await.unwrap();
    }
    for entries in 0..15 {
        let engine = open(Short(store.clone(), entries)).await;
        let error = engine.case(case).await.unwrap_err();
        assert!(matches!(error, EngineError::Damaged { .. }), "{entries}: {error}");
    }
    open(Short(store.clone(), 15)).await.case(case).await.unwrap();
}
