//! What all parts of an engine share; and how cases come into memory.

use super::activity::Activity;
use super::deliver::Deliveries;
use super::edition::Edition;
use super::error::EngineError;
use super::families::{Families, FamilyGuard};
use super::fire::Fired;
use super::invoke::Calls;
use super::metrics::Metrics;
use super::opening::Opening;
use super::recall::Pasts;
use super::writer::Writer;
use crate::host::actions::Action;
use crate::host::clock::Clock;
use crate::host::store::{CaseId, CaseRow, EditionId};
use crate::host::subscriber::Delivery;
use crate::host::timers::Timers;
use crate::journal::{self, Entry};
use crate::kernel::State;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use tokio::sync::{broadcast, watch};

/// Journal entries read at once.
pub(crate) const JOURNAL_CHUNK: usize = if cfg!(test) { 5 } else { 4096 };

/// What an engine is open for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Everything.
    Work,
    /// Moving cases, and nothing else: what waits to be done is left to the engine that does the work.
    Move,
    /// Looking.
    Look,
}

/// What all parts of an engine share.
pub(crate) struct Inner {
    pub(crate) mode: Mode,
    pub(crate) me: Weak<Inner>,
    pub(crate) runtime: tokio::runtime::Handle,
    pub(crate) current: Arc<Edition>,
    pub(crate) actions: BTreeMap<String, Arc<dyn Action>>,
    pub(crate) action_names: BTreeSet<String>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) timers: Arc<dyn Timers>,
    pub(crate) writer: Writer,
    pub(crate) deliveries: Option<Deliveries>,
    pub(crate) calls: Calls,
    pub(crate) pasts: Pasts,
    pub(crate) live: broadcast::Sender<Delivery>,
    pub(crate) activity: Activity,
    /// Timers that fired and whose inputs are being worked on; and those that wait for that.
    pub(crate) firing: Activity,
    pub(crate) fired: Fired,
    pub(crate) opening: Opening,
    pub(crate) metrics: Metrics,
    /// Inputs that may be worked on at once.
    pub(crate) room: Arc<tokio::sync::Semaphore>,
    pub(crate) closed: watch::Sender<bool>,
    next_case: AtomicU64,
    editions: Mutex<BTreeMap<EditionId, Arc<Edition>>>,
    pub(crate) families: Families,
}

/// What an [`Inner`] is made of.
pub(crate) struct Parts {
    pub(crate) mode: Mode,
    pub(crate) current: Arc<Edition>,
    pub(crate) actions: BTreeMap<String, Arc<dyn Action>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) timers: Arc<dyn Timers>,
    pub(crate) writer: Writer,
    pub(crate) deliveries: Option<Deliveries>,
    pub(crate) metrics: Metrics,
    pub(crate) last_case: u64,
}

/// A case in memory: as of its last commit.
#[derive(Clone, Debug)]
pub(crate) struct Loaded {
    pub(crate) row: CaseRow,
    pub(crate) state: State,
    pub(crate) edition: Arc<Edition>,
}

/// Locks a mutex whose content is never left half-changed by a panic.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inner {
    pub(crate) fn new(parts: Parts) -> Arc<Self> {
        let Parts { mode, current, actions, clock, timers, writer, deliveries, metrics, last_case } = parts;
        Arc::new_cyclic(|me| Self {
            mode,
            me: me.clone(),
            runtime: tokio::runtime::Handle::current(),
            action_names: actions.keys().cloned().collect(),
            editions: Mutex::new(BTreeMap::from([(current.id, Arc::clone(&current))])),
            current,
            actions,
            clock,
            timers,
            writer,
            deliveries,
            calls: Calls::default(),
            pasts: Pasts::default(),
            live: broadcast::Sender::new(super::limits::LISTENER_LAG_MAX),
            room: Arc::new(tokio::sync::Semaphore::new(super::limits::INPUTS_AT_ONCE)),
            activity: Activity::new(),
            firing: Activity::new(),
            fired: Fired::default(),
            opening: if mode == Mode::Work { Opening::of(CaseId(last_case)) } else { Opening::default() },
            metrics,
            closed: watch::Sender::new(false),
            next_case: AtomicU64::new(last_case.saturating_add(1)),
            families: Families::default(),
        })
    }

    /// Whether the engine was shut down.
    pub(crate) fn is_closed(&self) -> bool {
        *self.closed.borrow()
    }

    pub(crate) fn check_open(&self) -> Result<(), EngineError> {
        if self.is_closed() { Err(EngineError::Closed) } else { Ok(()) }
    }

    /// A number for a new case. One that is not used in the end leaves a gap.
    pub(crate) fn draw_case(&self) -> CaseId {
        CaseId(self.next_case.fetch_add(1, Ordering::Relaxed))
    }

    /// The lock of a case's family.
    pub(crate) async fn family(&self, case: CaseId) -> Result<FamilyGuard, EngineError> {
        let root = self.root(case).await?;
        Ok(self.families.lock(root).await)
    }

    /// The head of a case's family.
    pub(crate) async fn root(&self, case: CaseId) -> Result<CaseId, EngineError> {
        match self.families.root(case) {
            Some(root) => Ok(root),
            None => Box::pin(self.find_root(case)).await,
        }
    }

    async fn find_root(&self, case: CaseId) -> Result<CaseId, EngineError> {
        let root = self.writer.read(move |store| {
            let mut at = case;
            // In a store that was repaired a parent may be lost: then the eldest that is there is the head.
            let mut head = None;
            while let Some((row, _)) = store.case(at)? {
                head = Some(at);
                match row.parent {
                    // A parent is older than its children; so this ends, whatever the store says.
                    Some((parent, _)) if parent < at => at = parent,
                    _ => break,
                }
            }
            Ok(head)
        });
        let root = root.await?.ok_or(EngineError::UnknownCase(case))?;
        self.families.belongs(case, root);
        Ok(root)
    }

    /// A case as stored.
    pub(crate) async fn load(&self, id: CaseId) -> Result<Loaded, EngineError> {
        let stored = self.writer.read(move |store| store.case(id)).await?;
        let (row, snapshot) = stored.ok_or(EngineError::UnknownCase(id))?;
        self.open(row, &snapshot).await
    }

    /// A case from its row and snapshot. A snapshot that can't be read - of another release, perhaps - is made anew from
    /// the journal.
    pub(crate) async fn open(&self, row: CaseRow, snapshot: &[u8]) -> Result<Loaded, EngineError> {
        let edition = self.edition(row.id, row.edition).await?;
        let state = match State::decode(snapshot, &edition.program) {
            Ok(state) => state,
            Err(error) => {
                tracing::warn!(case = row.id.0, %error, "the snapshot can't be read; replaying the journal");
                let entries = self.journal(row.id).await?;
                let damaged = |what: String| EngineError::Damaged { case: row.id, what };
                if entries.len() as u64 != row.inputs {
                    return Err(damaged(format!("{error}; and the journal is not whole")));
                }
                let history = self.history(row.id, row.edition, &entries).await;
                history.map_err(|e| damaged(format!("{error}; {e}")))?.state
            }
        };
        Ok(Loaded { row, state, edition })
    }

    /// All of a case's journal.
    pub(crate) async fn journal(&self, id: CaseId) -> Result<Vec<Entry>, EngineError> {
        // In pieces: others who ask the store come in between.
        let mut all = Vec::new();
        loop {
            let from = all.len() as u64;
            let piece = self.writer.read(move |store| store.journal(id, from, JOURNAL_CHUNK)).await?;
            all.extend(entries(id, &piece)?);
            if piece.len() < JOURNAL_CHUNK {
                return Ok(all);
            }
        }
    }

    /// The edition that a case runs on.
    pub(crate) async fn edition(&self, case: CaseId, id: EditionId) -> Result<Arc<Edition>, EngineError> {
        if let Some(edition) = lock(&self.editions).get(&id) {
            return Ok(Arc::clone(edition));
        }
        let damaged = |what: String| EngineError::Damaged { case, what };
        let stored = self.writer.read(move |store| store.edition(id)).await?;
        let stored = stored.ok_or_else(|| damaged("the book that it runs on is not there".to_owned()))?;
        let edition = Arc::new(Edition::decode(id, &stored, &self.action_names).map_err(damaged)?);
        lock(&self.editions).insert(id, Arc::clone(&edition));
        Ok(edition)
    }
}

/// A journal's entries.
pub(crate) fn entries(case: CaseId, bytes: &[Vec<u8>]) -> Result<Vec<Entry>, EngineError> {
    let entries = bytes.iter().map(|b| journal::decode(b)).collect::<Result<_, _>>();
    entries.map_err(|e| EngineError::Damaged { case, what: e.to_string() })
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let actions: Vec<_> = self.actions.keys().collect();
        f.debug_struct("Engine")
            .field("edition", &self.current.id)
            .field("actions", &actions)
            .field("closed", &self.is_closed())
            .finish_non_exhaustive()
    }
}
