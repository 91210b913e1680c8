//! A store whose commits and reads fail, and under which the power goes off; and, for the judge's sake, one that cheats.

use crate::world::World;
use sop::host::store::{Change, EditionId, StoredTask, TaskChange, TimerChange};
use sop::kernel::TimerId;
use sop::{CaseFilter, CaseId, CaseRow, EffectId, Moment, Store, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A fault that a store must never have. One is planted to see the judge find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plant {
    /// A commit is said to be done and isn't.
    Commit,
    /// An armed timer is not kept.
    Timer,
    /// An open task is not kept.
    Task,
    /// An effect doesn't come into the outbox.
    Effect,
    /// The names of requests are not kept: what is asked twice is done twice.
    Request,
    /// A snapshot is that of the input before.
    Snapshot,
    /// What waits to be delivered comes in a wrong order after a restart.
    Order,
    /// Timers that are armed and never fire: the fault is the host's, not the store's.
    Deaf,
}

/// How often a planted fault shows: at every so manieth change that it concerns.
const EVERY: u64 = 23;

/// The store as the engine sees it.
#[derive(Debug)]
pub(crate) struct Disk {
    world: Arc<World>,
    store: Box<dyn Store>,
    plant: Option<Plant>,
    seen: Arc<AtomicU64>,
    last_snapshot: Vec<u8>,
}

impl Disk {
    /// `seen` counts over all lives what a planted fault concerns.
    pub(crate) fn new(
        world: Arc<World>,
        store: Box<dyn Store>,
        plant: Option<Plant>,
        seen: Arc<AtomicU64>,
    ) -> Self {
        Self { world, store, plant, seen, last_snapshot: Vec::new() }
    }

    fn fails(&self, what: &str) -> StoreError {
        self.world.trace(|t| t.push_str(what));
        StoreError::Failed { path: "simulated".to_owned(), message: what.to_owned(), source: None }
    }

    fn read<T>(
        &mut self,
        read: impl FnOnce(&mut dyn Store) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.world.is_off() {
            return Err(self.fails("the power is off"));
        }
        if self.world.goes_wrong(|o| o.read_fails) {
            self.world.count("reads failed");
            return Err(self.fails("a read failed"));
        }
        read(&mut *self.store)
    }

    /// Whether the planted fault shows now.
    fn shows(&self) -> bool {
        self.seen.fetch_add(1, Ordering::Relaxed) % EVERY == EVERY - 1
    }

    fn cheat(&mut self, batch: &[Change]) -> Vec<Change> {
        let mut batch = batch.to_vec();
        for change in &mut batch {
            let Change::Applied(applied) = change else { continue };
            match self.plant {
                Some(Plant::Timer) => {
                    applied.timers.retain(|t| !matches!(t, TimerChange::Arm(..)) || !self.shows());
                }
                Some(Plant::Task) => {
                    applied.tasks.retain(|t| !matches!(t, TaskChange::Open(..)) || !self.shows());
                }
                Some(Plant::Effect) => applied.outbox.retain(|_| !self.shows()),
                Some(Plant::Request) => applied.request = None,
                Some(Plant::Snapshot) => {
                    let old = std::mem::replace(&mut self.last_snapshot, applied.snapshot.clone());
                    if self.shows() {
                        applied.snapshot = old;
                    }
                }
                _ => {}
            }
        }
        batch
    }
}

impl Store for Disk {
    fn commit(&mut self, batch: &[Change]) -> Result<(), StoreError> {
        if self.world.is_off() {
            return Err(self.fails("the power is off"));
        }
        if self.world.goes_wrong(|o| o.commit_fails) {
            self.world.count("commits failed");
            return Err(self.fails("a commit failed"));
        }
        if self.world.goes_wrong(|o| o.stops_before) {
            self.world.count("stopped before a commit");
            self.world.switch_off();
            return Err(self.fails("the power went off before a commit"));
        }
        let inputs = batch.iter().any(|c| matches!(c, Change::Applied(_)));
        if self.plant == Some(Plant::Commit) && inputs && self.shows() {
            return Ok(());
        }
        let done = if self.plant.is_some() {
            let cheated = self.cheat(batch);
            self.store.commit(&cheated)
        } else {
            self.store.commit(batch)
        };
        self.world.count("commits");
        if self.world.goes_wrong(|o| o.stops_after) {
            self.world.count("stopped after a commit");
            self.world.switch_off();
            return Err(self.fails("the power went off after a commit"));
        }
        done
    }

    fn last_case(&mut self) -> Result<Option<CaseId>, StoreError> {
        self.read(sop::Store::last_case)
    }

    fn case(&mut self, id: CaseId) -> Result<Option<(CaseRow, Vec<u8>)>, StoreError> {
        self.read(|s| s.case(id))
    }

    fn cases(&mut self, filter: &CaseFilter) -> Result<Vec<CaseRow>, StoreError> {
        self.read(|s| s.cases(filter))
    }

    fn children(&mut self, of: CaseId) -> Result<Vec<CaseRow>, StoreError> {
        self.read(|s| s.children(of))
    }

    fn journal(&mut self, id: CaseId, from: u64, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        self.read(|s| s.journal(id, from, limit))
    }

    fn request(&mut self, id: CaseId, request: &str) -> Result<Option<u64>, StoreError> {
        self.read(|s| s.request(id, request))
    }

    fn started(&mut self, request: &str) -> Result<Option<CaseId>, StoreError> {
        self.read(|s| s.started(request))
    }

    fn timers(&mut self) -> Result<Vec<(CaseId, TimerId, Moment)>, StoreError> {
        self.read(sop::Store::timers)
    }

    fn tasks(&mut self) -> Result<Vec<StoredTask>, StoreError> {
        self.read(sop::Store::tasks)
    }

    fn outbox(&mut self) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError> {
        self.read(sop::Store::outbox)
    }

    fn outbox_after(
        &mut self,
        after: Option<EffectId>,
        limit: usize,
    ) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError> {
        let wrong_order = self.plant == Some(Plant::Order);
        let mut page = self.read(|s| s.outbox_after(after, limit))?;
        if wrong_order {
            page.reverse();
        }
        Ok(page)
    }

    fn edition(&mut self, id: EditionId) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|s| s.edition(id))
    }
}
