//! A store in memory: for tests and for trying things out. Nothing survives the process.
//!
//! Clones share their content; so a test can hand a clone to one engine, end it, and hand another to the next.

use super::store::{
    Applied, CaseFilter, CaseId, CaseRow, CaseStatus, Change, EditionId, EffectId, Store, StoreError,
    StoredTask, TaskChange, TimerChange,
};
use crate::kernel::{TaskId, TimerId};
use crate::value::Moment;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The path that a memory store's errors name.
const PATH: &str = "memory";

/// A store in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    inner: Arc<Mutex<Content>>,
}

#[derive(Debug, Default)]
struct Content {
    cases: BTreeMap<CaseId, Case>,
    started: BTreeMap<String, CaseId>,
    editions: BTreeMap<EditionId, Vec<u8>>,
    outbox: BTreeMap<EffectId, Vec<u8>>,
    commits: u64,
    /// Numbers of commits, counted with those that failed, that are to fail.
    faults: BTreeSet<u64>,
    attempts: u64,
}

#[derive(Debug)]
struct Case {
    row: CaseRow,
    snapshot: Vec<u8>,
    journal: Vec<Vec<u8>>,
    requests: BTreeMap<String, u64>,
    timers: BTreeMap<TimerId, Moment>,
    tasks: BTreeMap<TaskId, (u16, Option<u16>)>,
}

impl MemoryStore {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        // A panic in another thread can't leave it half-changed: a batch is checked before the first change.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many commits went well.
    pub fn commits(&self) -> u64 {
        self.content().commits
    }

    /// Lets the `nth` commit from now fail; 1 is the next.
    pub fn fail_commit(&self, nth: u64) {
        let mut content = self.content();
        let number = content.attempts.saturating_add(nth);
        content.faults.insert(number);
    }
}

impl Content {
    /// Whether the whole batch can be applied.
    fn check(&self, batch: &[Change]) -> Result<(), StoreError> {
        let mut inputs: BTreeMap<CaseId, u64> = BTreeMap::new();
        let mut requests: BTreeSet<(CaseId, &str)> = BTreeSet::new();
        let mut started: BTreeMap<&str, CaseId> = BTreeMap::new();
        for change in batch {
            let Change::Applied(applied) = change else { continue };
            let id = applied.row.id;
            let stored = self.cases.get(&id);
            let found = inputs.entry(id).or_insert_with(|| stored.map_or(0, |c| c.row.inputs));
            if found.checked_add(1) != Some(applied.row.inputs) {
                let expected = applied.row.inputs.saturating_sub(1);
                return Err(StoreError::Conflict { case: id, expected, found: *found });
            }
            let Some(request) = &applied.request else {
                *found += 1;
                continue;
            };
            let twice = |case| StoreError::RequestTwice { case, request: request.clone() };
            let used = stored.is_some_and(|c| c.requests.contains_key(request));
            if used || !requests.insert((id, request)) {
                return Err(twice(id));
            }
            if *found == 0 {
                let other = self.started.get(request).copied().or_else(|| started.insert(request, id));
                if let Some(other) = other {
                    return Err(twice(other));
                }
            }
            *found += 1;
        }
        Ok(())
    }

    /// Applies an input that was checked.
    fn apply(&mut self, applied: &Applied) {
        let Applied { row, entry, snapshot, request, timers, tasks, outbox } = applied;
        let position = row.inputs.saturating_sub(1);
        let case = self.cases.entry(row.id).or_insert_with(|| Case {
            row: row.clone(),
            snapshot: Vec::new(),
            journal: Vec::new(),
            requests: BTreeMap::new(),
            timers: BTreeMap::new(),
            tasks: BTreeMap::new(),
        });
        case.row.clone_from(row);
        case.snapshot.clone_from(snapshot);
        case.journal.push(entry.clone());
        if let Some(request) = request {
            case.requests.insert(request.clone(), position);
            if position == 0 {
                self.started.insert(request.clone(), row.id);
            }
        }
        for change in timers {
            match change {
                TimerChange::Arm(timer, due) => case.timers.insert(*timer, *due),
                TimerChange::Disarm(timer) => case.timers.remove(timer),
            };
        }
        for change in tasks {
            match change {
                TaskChange::Open(task, node, lane) => case.tasks.insert(*task, (*node, *lane)),
                TaskChange::Close(task) => case.tasks.remove(task),
            };
        }
        for (index, effect) in outbox {
            let id = EffectId { case: row.id, input: position, index: *index };
            self.outbox.insert(id, effect.clone());
        }
    }
}

impl Store for MemoryStore {
    fn commit(&mut self, batch: &[Change]) -> Result<(), StoreError> {
        let mut content = self.content();
        content.attempts += 1;
        let attempt = content.attempts;
        if content.faults.remove(&attempt) {
            let message = format!("commit number {attempt} was asked to fail");
            return Err(StoreError::Failed { path: PATH.to_owned(), message, source: None });
        }
        content.check(batch)?;
        for change in batch {
            match change {
                Change::Edition(id, bytes) => {
                    content.editions.entry(*id).or_insert_with(|| bytes.clone());
                }
                Change::Applied(applied) => content.apply(applied),
                Change::Delivered(id) => {
                    content.outbox.remove(id);
                }
            }
        }
        content.commits += 1;
        Ok(())
    }

    fn last_case(&mut self) -> Result<Option<CaseId>, StoreError> {
        Ok(self.content().cases.last_key_value().map(|(id, _)| *id))
    }

    fn case(&mut self, id: CaseId) -> Result<Option<(CaseRow, Vec<u8>)>, StoreError> {
        Ok(self.content().cases.get(&id).map(|c| (c.row.clone(), c.snapshot.clone())))
    }

    fn cases(&mut self, filter: &CaseFilter) -> Result<Vec<CaseRow>, StoreError> {
        let content = self.content();
        let fits = |row: &&CaseRow| {
            filter.after.is_none_or(|after| row.id > after)
                && (!filter.open_only || row.status == CaseStatus::Open)
                && filter.flow.as_ref().is_none_or(|flow| row.flow == *flow)
        };
        let limit = filter.limit.unwrap_or(usize::MAX);
        Ok(content.cases.values().map(|c| &c.row).filter(fits).take(limit).cloned().collect())
    }

    fn children(&mut self, of: CaseId) -> Result<Vec<CaseRow>, StoreError> {
        let content = self.content();
        let rows = content.cases.values().map(|c| &c.row);
        Ok(rows.filter(|row| row.parent.is_some_and(|(parent, _)| parent == of)).cloned().collect())
    }

    fn journal(&mut self, id: CaseId, from: u64, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        let content = self.content();
        let Some(case) = content.cases.get(&id) else { return Ok(Vec::new()) };
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        Ok(case.journal.iter().skip(from).take(limit).cloned().collect())
    }

    fn request(&mut self, id: CaseId, request: &str) -> Result<Option<u64>, StoreError> {
        Ok(self.content().cases.get(&id).and_then(|c| c.requests.get(request).copied()))
    }

    fn started(&mut self, request: &str) -> Result<Option<CaseId>, StoreError> {
        Ok(self.content().started.get(request).copied())
    }

    fn timers(&mut self) -> Result<Vec<(CaseId, TimerId, Moment)>, StoreError> {
        let content = self.content();
        let all = content.cases.iter().flat_map(|(id, c)| c.timers.iter().map(|(t, due)| (*id, *t, *due)));
        let mut timers: Vec<_> = all.collect();
        timers.sort_unstable_by_key(|(case, timer, due)| (*due, *case, *timer));
        Ok(timers)
    }

    fn timers_after(
        &mut self,
        after: Option<(CaseId, TimerId)>,
        limit: usize,
    ) -> Result<Vec<(CaseId, TimerId, Moment)>, StoreError> {
        let content = self.content();
        let from = after.map_or(CaseId(0), |(case, _)| case);
        let all =
            content.cases.range(from..).flat_map(|(id, c)| c.timers.iter().map(|(t, due)| (*id, *t, *due)));
        let behind = all.filter(|(case, timer, _)| after.is_none_or(|after| (*case, *timer) > after));
        Ok(behind.take(limit).collect())
    }

    fn tasks(&mut self) -> Result<Vec<StoredTask>, StoreError> {
        let content = self.content();
        let of = |(id, c): (&CaseId, &Case)| {
            let case = *id;
            let tasks = c.tasks.iter();
            tasks
                .map(|(task, (node, lane))| StoredTask { case, task: *task, node: *node, lane: *lane })
                .collect()
        };
        Ok(content.cases.iter().flat_map(|c| -> Vec<_> { of(c) }).collect())
    }

    fn outbox(&mut self) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError> {
        Ok(self.content().outbox.iter().map(|(id, effect)| (*id, effect.clone())).collect())
    }

    fn outbox_after(
        &mut self,
        after: Option<EffectId>,
        limit: usize,
    ) -> Result<Vec<(EffectId, Vec<u8>)>, StoreError> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let content = self.content();
        let found = content.outbox.range((from, Bound::Unbounded)).take(limit);
        Ok(found.map(|(id, effect)| (*id, effect.clone())).collect())
    }

    fn edition(&mut self, id: EditionId) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.content().editions.get(&id).cloned())
    }
}

#[cfg(test)]
mod tests;
