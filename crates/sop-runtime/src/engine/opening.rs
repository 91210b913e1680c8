//! What waits in the store when an engine opens: read page by page while the engine works already, first the timers that are overdue.
//!
//! Each case's inputs need to know its invocations, and a timer's newest moment counts. So
//!
//! - a case that is loaded before the walk through the outbox has come to it begins its own invocations again, and the walk
//!   then passes it by;
//! - a timer that was armed or disarmed since the opening is left as it is: what a page says of it may be older. All others have
//!   not changed since. The walk goes by case and number, which no change of a timer moves.

use super::activity::Busy;
use super::error::EngineError;
use super::inner::{Inner, Loaded, lock};
use super::limits::{EFFECTS_READ, TIMERS_READ};
use super::outgoing::Outgoing;
use super::pauses::Pauses;
use crate::host::store::{CaseId, EffectId, StoreError};
use crate::host::timers::TimerKey;
use crate::kernel::{Effect, TimerId};
use crate::value::Moment;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// A page of timers as stored.
type Armed = Vec<(CaseId, TimerId, Moment)>;

/// How far the opening has come.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    /// Timers that were armed or disarmed since it began; `None`: all that the store holds are armed.
    touched: Mutex<Option<BTreeSet<TimerKey>>>,
    /// `None`: all invocations have begun again.
    calls: Mutex<Option<Calls>>,
}

#[derive(Debug)]
struct Calls {
    /// The walk has passed all cases up to this one.
    passed: CaseId,
    /// Later ones are newer than the opening.
    last: CaseId,
    /// Those in between whose invocations have begun again.
    begun: BTreeSet<CaseId>,
}

impl Opening {
    /// Of a store whose last case is this.
    pub(crate) fn of(last: CaseId) -> Self {
        let calls = Calls { passed: CaseId(0), last, begun: BTreeSet::new() };
        Self { touched: Mutex::new(Some(BTreeSet::new())), calls: Mutex::new(Some(calls)) }
    }

    /// Whether a case's invocations may not have begun again.
    fn awaits(&self, case: CaseId) -> bool {
        let awaits = |c: &Calls| case > c.passed && case <= c.last && !c.begun.contains(&case);
        lock(&self.calls).as_ref().is_some_and(awaits)
    }

    fn begun(&self, case: CaseId) {
        if let Some(calls) = &mut *lock(&self.calls) {
            calls.begun.insert(case);
        }
    }

    /// The walk has come to this case.
    fn came_to(&self, case: CaseId) {
        if let Some(calls) = &mut *lock(&self.calls) {
            calls.begun = calls.begun.split_off(&case);
            calls.passed = CaseId(case.0.saturating_sub(1));
        }
    }
}

impl Inner {
    /// Arms a timer, or gives it another moment.
    pub(crate) fn arm(&self, key: TimerKey, due: Moment) {
        let mut touched = lock(&self.opening.touched);
        touched.as_mut().map(|t| t.insert(key));
        self.timers.arm(key, due);
    }

    /// Disarms a timer.
    pub(crate) fn disarm(&self, key: TimerKey) {
        let mut touched = lock(&self.opening.touched);
        touched.as_mut().map(|t| t.insert(key));
        self.timers.disarm(key);
    }

    /// Begins what waits in the store: its first page before this returns, which is all of it in a small store, and the rest
    /// beside the engine's work.
    pub(crate) async fn begin_again(self: &Arc<Self>) -> Result<(), EngineError> {
        // Whoever waits until nothing is under way waits for the rest, too.
        let busy = self.activity.begin();
        if let Some(deliveries) = &self.deliveries {
            deliveries.walk(self.activity.begin());
        }
        // Invocations before timers: one that fires at once may abandon one.
        let first = self.writer.read(|store| store.outbox_after(None, EFFECTS_READ)).await?;
        for (id, bytes) in &first {
            self.begin_effect(*id, bytes).await?;
        }
        let effects = self.effects_after(&first).await;
        let (now, mut armed) = (self.clock.now(), self.timers_after(None).await?);
        let timers =
            armed.last().filter(|_| armed.len() == TIMERS_READ).map(|(case, timer, _)| (*case, *timer));
        if timers.is_some() {
            armed = self.writer.read(move |store| store.timers_due(now, TIMERS_READ)).await?;
        }
        self.arm_stored(armed);
        if timers.is_none() {
            self.all_timers_armed();
        }
        if effects.is_some() || timers.is_some() {
            let me = Arc::clone(self);
            // The first page is read once more: it may hold timers that are not overdue.
            self.runtime.spawn(async move { me.go_on_opening(effects, timers.is_some(), busy).await });
        }
        Ok(())
    }

    async fn go_on_opening(self: Arc<Self>, effects: Option<EffectId>, timers: bool, busy: Busy) {
        let mut closed = self.closed.subscribe();
        let effects = async {
            match effects {
                Some(effects) => self.walk_outbox(effects).await,
                None => Ok(()),
            }
        };
        let timers = async { if timers { self.walk_timers().await } else { Ok(()) } };
        let walked = tokio::select! {
            biased;
            walked = async { tokio::try_join!(effects, timers) } => walked,
            _ = closed.wait_for(|closed| *closed) => return,
        };
        match walked {
            Ok(_) | Err(EngineError::Closed) => {}
            Err(error) => {
                // Going on without some of the timers or actions would lose them silently.
                tracing::error!(%error, "the store can't be read to its end; the engine takes no more inputs");
                self.close();
            }
        }
        drop(busy);
    }

    async fn walk_timers(&self) -> Result<(), EngineError> {
        let mut after = None;
        loop {
            let page = self.despite_pauses(|| self.timers_after(after)).await?;
            let (last, more) = (page.last().copied(), page.len() == TIMERS_READ);
            let now = self.clock.now();
            let overdue = page.iter().any(|(.., due)| *due <= now);
            self.arm_stored(page);
            if !more {
                self.all_timers_armed();
                return Ok(());
            }
            after = last.map(|(case, timer, _)| (case, timer));
            if overdue {
                // Each that fires is a task: of a million that are overdue only so many are in memory.
                self.firing.settled().await;
            }
        }
    }

    async fn timers_after(&self, after: Option<(CaseId, TimerId)>) -> Result<Armed, EngineError> {
        self.writer.read(move |store| store.timers_after(after, TIMERS_READ)).await
    }

    /// Arms timers as stored, the first to fall due first; not those of which something newer is known.
    fn arm_stored(&self, mut armed: Armed) {
        armed.sort_unstable_by_key(|(case, timer, due)| (*due, *case, *timer));
        let mut touched = lock(&self.opening.touched);
        let Some(touched) = &mut *touched else { return };
        let now = self.clock.now();
        for (case, timer, due) in armed {
            let key = TimerKey { case, timer };
            if touched.contains(&key) {
                continue;
            }
            if due <= now {
                // It may come once more with its page, and has fired then.
                touched.insert(key);
            }
            self.timers.arm(key, due);
        }
    }

    fn all_timers_armed(&self) {
        *lock(&self.opening.touched) = None;
    }

    async fn walk_outbox(&self, after: EffectId) -> Result<(), EngineError> {
        let mut after = Some(after);
        while let Some(from) = after {
            let page = self
                .despite_pauses(|| {
                    self.writer.read(move |store| store.outbox_after(Some(from), EFFECTS_READ))
                })
                .await?;
            for (id, bytes) in &page {
                match self.despite_pauses(|| self.begin_effect(*id, bytes)).await {
                    Ok(()) => {}
                    Err(error @ (EngineError::Closed | EngineError::Store(_))) => return Err(error),
                    Err(error) => {
                        tracing::error!(case = id.case.0, %error, "an effect can't be begun again; it stays in the outbox");
                    }
                }
            }
            after = self.effects_after(&page).await;
        }
        Ok(())
    }

    /// Where the walk through the outbox goes on behind a page; `None`: that was the last.
    async fn effects_after(&self, page: &[(EffectId, Vec<u8>)]) -> Option<EffectId> {
        match page.last() {
            Some((last, _)) if page.len() == EFFECTS_READ => {
                self.opening.came_to(last.case);
                Some(*last)
            }
            _ => {
                *lock(&self.opening.calls) = None;
                if let Some(deliveries) = &self.deliveries {
                    self.walked(deliveries).await;
                }
                None
            }
        }
    }

    /// Begins an effect of the outbox again: an invocation with all others of its case, a delivery in its case's queue.
    async fn begin_effect(&self, id: EffectId, bytes: &[u8]) -> Result<(), EngineError> {
        let damaged = |what| EngineError::Damaged { case: id.case, what };
        let outgoing = Outgoing::decode(bytes).map_err(damaged)?;
        if !matches!(outgoing.effect, Effect::Invoke { .. }) {
            self.deliver_stored(id.case);
            return Ok(());
        }
        if self.opening.awaits(id.case) {
            let lost = |error| match error {
                EngineError::UnknownCase(_) => {
                    damaged("an effect of it waits, but it is not there".to_owned())
                }
                error => error,
            };
            let mut family = self.family(id.case).await.map_err(lost)?;
            // Loading it begins them.
            family.get(self, id.case).await?;
        }
        Ok(())
    }

    /// Begins the invocations of a case again that wait in the outbox, unless they have begun. Under the lock of its family.
    pub(crate) async fn begin_calls(&self, loaded: &Loaded) -> Result<(), EngineError> {
        let case = loaded.row.id;
        if !self.opening.awaits(case) {
            return Ok(());
        }
        let damaged = |what| EngineError::Damaged { case, what };
        let mut invokes = Vec::new();
        let mut after = EffectId { case: CaseId(case.0.saturating_sub(1)), input: u64::MAX, index: u16::MAX };
        loop {
            let page = self.writer.read(move |store| store.outbox_after(Some(after), EFFECTS_READ)).await?;
            let more = page.len() == EFFECTS_READ && page.last().is_some_and(|(id, _)| id.case == case);
            for (id, bytes) in page.into_iter().filter(|(id, _)| id.case == case) {
                after = id;
                let Outgoing { edition, effect, .. } = Outgoing::decode(&bytes).map_err(damaged)?;
                let Effect::Invoke { call, action, args, .. } = effect else { continue };
                let edition = self.edition(case, edition.unwrap_or(loaded.row.edition)).await?;
                let flow = edition.flow_named(&loaded.row.flow);
                let no_flow = || damaged(format!("its book has no flow `{}`", loaded.row.flow));
                let (flow, _) = flow.ok_or_else(no_flow)?;
                invokes.push((id, call, edition, flow, action, args));
            }
            if !more {
                break;
            }
        }
        for (id, call, edition, flow, action, args) in invokes {
            self.invoke(id, call, &edition, flow, action, &args);
        }
        self.opening.begun(case);
        Ok(())
    }

    /// Notes the invocations in the outbox without beginning them, so that they can be abandoned.
    pub(crate) async fn note_calls(&self) -> Result<(), EngineError> {
        let mut after = None;
        loop {
            let page = self.writer.read(move |store| store.outbox_after(after, EFFECTS_READ)).await?;
            for (id, bytes) in &page {
                let damaged = |what| EngineError::Damaged { case: id.case, what };
                if let Effect::Invoke { call, .. } = Outgoing::decode(bytes).map_err(damaged)?.effect {
                    self.calls.note(*id, call);
                }
            }
            if page.len() < EFFECTS_READ {
                return Ok(());
            }
            after = page.last().map(|(id, _)| *id);
        }
    }

    /// How many effects wait for the subscriber: asked only where somebody measures.
    #[cfg(feature = "metrics")]
    pub(crate) async fn count_waiting(&self) -> Result<(), EngineError> {
        let mut after = None;
        loop {
            let page = self.writer.read(move |store| store.outbox_after(after, EFFECTS_READ)).await?;
            for (id, bytes) in &page {
                let damaged = |what| EngineError::Damaged { case: id.case, what };
                if !matches!(Outgoing::decode(bytes).map_err(damaged)?.effect, Effect::Invoke { .. }) {
                    self.metrics.waits(1);
                }
            }
            if page.len() < EFFECTS_READ {
                return Ok(());
            }
            after = page.last().map(|(id, _)| *id);
        }
    }

    /// Asks the store again and again, unless it is damaged.
    async fn despite_pauses<T, F, Fut>(&self, ask: F) -> Result<T, EngineError>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<T, EngineError>>,
    {
        let mut pauses = Pauses::new();
        loop {
            match ask().await {
                Err(EngineError::Store(error)) if !matches!(error, StoreError::Damaged { .. }) => {
                    tracing::warn!(%error, "the store can't be read yet; trying again");
                    pauses.wait().await;
                }
                other => return other,
            }
        }
    }
}
