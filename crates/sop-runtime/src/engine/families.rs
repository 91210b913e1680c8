//! Which cases are in memory, by family.
//!
//! A *family* is a case that nobody started, with all its children and their children. It has one lock: whoever holds
//! it may change any case of the family, and so a cascade never needs a second lock.
//!
//! Families are shared out among shards, each under a lock of its own that is held for a look-up and never while anybody waits.
//! So threads that work on different cases meet only where they commit.

use super::error::EngineError;
use super::inner::{Inner, Loaded, lock};
use super::limits::{FAMILIES_MAX, FAMILY_BYTES_MAX, size};
use crate::host::store::{CaseId, CaseStatus};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::sync::OwnedMutexGuard;

/// Case numbers follow each other, and so do the shards of new cases.
const SHARDS: usize = 16;

/// Cases of a shard whose family is remembered.
const ROOTS_MAX: usize = 65_536 / SHARDS;

/// The cases of a family that are in memory.
#[derive(Debug, Default)]
pub(crate) struct Family {
    pub(crate) cases: Cases,
}

/// Cases in memory. In boxes: a tree has room for eleven at once, and most families are one case.
pub(crate) type Cases = BTreeMap<CaseId, Box<Loaded>>;

/// The right to change a family.
pub(crate) type FamilyGuard = OwnedMutexGuard<Family>;

/// All families that are in memory.
#[derive(Debug, Default)]
pub(crate) struct Families([Mutex<Shard>; SHARDS]);

/// Of the cases whose numbers leave one remainder.
#[derive(Debug, Default)]
struct Shard {
    /// By their heads.
    families: BTreeMap<CaseId, Arc<tokio::sync::Mutex<Family>>>,
    /// The heads of their families.
    roots: BTreeMap<CaseId, CaseId>,
}

impl Families {
    fn shard(&self, case: CaseId) -> &Mutex<Shard> {
        &self.0[usize::try_from(case.0).unwrap_or(0) % SHARDS]
    }

    /// The lock of the family that this case heads.
    pub(super) async fn lock(&self, root: CaseId) -> FamilyGuard {
        let family = {
            let families = &mut lock(self.shard(root)).families;
            if families.len() >= FAMILIES_MAX / SHARDS {
                // What nobody holds can't be locked, and nobody waits for it; its cases are as stored.
                families.retain(|_, f| Arc::strong_count(f) > 1);
            }
            Arc::clone(families.entry(root).or_default())
        };
        family.lock_owned().await
    }

    /// Remembers to which family a case belongs.
    pub(super) fn belongs(&self, case: CaseId, root: CaseId) {
        let roots = &mut lock(self.shard(case)).roots;
        if roots.len() >= ROOTS_MAX {
            roots.clear();
        }
        roots.insert(case, root);
    }

    /// The head of a case's family, if that is remembered.
    pub(super) fn root(&self, case: CaseId) -> Option<CaseId> {
        lock(self.shard(case)).roots.get(&case).copied()
    }

    /// How many families and how many cases of them are in memory, while nobody works on any.
    #[cfg(test)]
    pub(super) fn held(&self) -> (usize, usize) {
        let (mut families, mut cases) = (0, 0);
        for shard in &self.0 {
            for family in lock(shard).families.values() {
                families += 1;
                cases += family.try_lock().map_or(0, |family| family.cases.len());
            }
        }
        (families, cases)
    }
}

impl Family {
    /// A case of this family; loaded if it isn't in memory.
    pub(crate) async fn get(&mut self, inner: &Inner, id: CaseId) -> Result<&Loaded, EngineError> {
        use std::collections::btree_map::Entry;
        match self.cases.entry(id) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => {
                // In a box, as all that is seldom waited for: each task of an input has room for all that it may wait for.
                let load = Box::pin(async {
                    let loaded = Box::new(inner.load(id).await?);
                    inner.begin_calls(&loaded).await?;
                    Ok::<_, EngineError>(loaded)
                });
                Ok(entry.insert(load.await?))
            }
        }
    }

    /// Forgets cases that are over: little will be asked of them. Of a family that knows a great deal it forgets all: thousands
    /// like it would fill the memory.
    pub(crate) fn trim(&mut self) {
        self.cases.retain(|_, case| case.row.status == CaseStatus::Open);
        let facts = self.cases.values().flat_map(|case| case.state.facts()).flatten();
        let mut bytes = 0usize;
        if facts.map(|fact| size(fact).0).any(|more| {
            bytes = bytes.saturating_add(more);
            bytes > FAMILY_BYTES_MAX
        }) {
            self.cases.clear();
        }
    }
}
