//! Delivering effects to the subscriber: one case's in order, different cases' beside each other, each until it is taken.
//!
//! What waits is in the outbox; memory holds only so much of it. A case whose queue is full, or for which there is no room, reads
//! the rest from the outbox when its turn comes. So a subscriber that stalls costs a bounded amount of memory, and the cases that
//! it takes from go on.
//!
//! Invariant: a queue whose `missed` is not set holds every effect of its case that was not taken yet; a case without a queue has
//! none waiting, unless `behind` is set.

use super::activity::Busy;
use super::error::EngineError;
use super::inner::{Inner, lock};
use super::invoke::panic_words;
use super::limits::{CASES_DELIVERED_MAX, DELIVERIES_AT_ONCE, DELIVERIES_OF_A_CASE, DELIVERY_LIMIT, cut};
use super::outgoing::Outgoing;
use super::pauses::Pauses;
use crate::host::store::{CaseId, Change, EffectId};
use crate::host::subscriber::{Delivery, Subscriber};
use crate::kernel::Effect;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tracing::Instrument;

/// Effects read from the outbox at once.
const PAGE: usize = 256;

/// The subscriber, and what waits for it.
pub(crate) struct Deliveries {
    subscriber: Arc<dyn Subscriber>,
    waiting: Mutex<Waiting>,
    slots: Arc<Semaphore>,
}

#[derive(Default)]
struct Waiting {
    /// A case is here while a task works on its deliveries.
    queues: BTreeMap<CaseId, Queue>,
    /// There may be cases in the outbox that have no queue: there was no room for them.
    behind: Option<Busy>,
    /// Such a case came since the last walk through the outbox began.
    came: bool,
    /// Somebody walks through the outbox.
    walking: bool,
}

struct Queue {
    waiting: VecDeque<Delivery>,
    /// More of the case is in the outbox: behind the last that was here.
    missed: bool,
    /// Some of that came while it was being read.
    came: bool,
    _busy: Busy,
}

/// What a case's task does next.
enum Next {
    Deliver(Box<Delivery>),
    Read,
    Done,
}

impl Deliveries {
    pub(crate) fn new(subscriber: Arc<dyn Subscriber>) -> Self {
        Self { subscriber, waiting: Mutex::default(), slots: Arc::new(Semaphore::new(DELIVERIES_AT_ONCE)) }
    }

    /// What is to be done for a case; without anything, the case leaves.
    fn next(&self, case: CaseId) -> Next {
        let mut waiting = lock(&self.waiting);
        let Some(queue) = waiting.queues.get_mut(&case) else { return Next::Done };
        if let Some(delivery) = queue.waiting.pop_front() {
            return Next::Deliver(Box::new(delivery));
        }
        if queue.missed {
            queue.came = false;
            return Next::Read;
        }
        waiting.queues.remove(&case);
        Next::Done
    }

    /// Puts what was read of a case into its queue; `all`: there was no more.
    fn refill(&self, case: CaseId, read: Vec<Delivery>, all: bool) {
        if let Some(queue) = lock(&self.waiting).queues.get_mut(&case) {
            queue.missed = !all || queue.came;
            queue.waiting.extend(read);
        }
    }

    /// A walk through the whole outbox begins: until it is over, a case without a queue may have something waiting there.
    pub(crate) fn walk(&self, busy: Busy) {
        let mut waiting = lock(&self.waiting);
        waiting.behind = Some(busy);
        (waiting.walking, waiting.came) = (true, false);
    }

    /// The engine ends: what waits stays in the outbox.
    pub(crate) fn clear(&self) {
        let mut waiting = lock(&self.waiting);
        waiting.queues.clear();
        waiting.behind = None;
    }

    /// How many deliveries are in memory, and how many cases they are of.
    #[cfg(test)]
    pub(crate) fn held(&self) -> (usize, usize) {
        let waiting = lock(&self.waiting);
        (waiting.queues.values().map(|q| q.waiting.len()).sum(), waiting.queues.len())
    }
}

impl Inner {
    /// Queues a delivery that is in the outbox. Does not wait.
    pub(crate) fn deliver(&self, delivery: Delivery) {
        let (Some(deliveries), false) = (&self.deliveries, self.is_closed()) else { return };
        let case = delivery.id.case;
        self.metrics.waits(1);
        let mut waiting = lock(&deliveries.waiting);
        if let Some(queue) = waiting.queues.get_mut(&case) {
            // While something of the case is in the outbox only, all that is newer is read from there too, in its order.
            if queue.missed || queue.waiting.len() >= DELIVERIES_OF_A_CASE {
                (queue.missed, queue.came) = (true, true);
            } else {
                queue.waiting.push_back(delivery);
            }
            return;
        }
        if waiting.queues.len() >= CASES_DELIVERED_MAX {
            waiting.came = true;
            waiting.behind.get_or_insert_with(|| self.activity.begin());
            return;
        }
        // An older effect of this case may be in the outbox only.
        let missed = waiting.behind.is_some();
        let first = if missed { VecDeque::new() } else { VecDeque::from([delivery]) };
        self.work_on(&mut waiting, case, first, missed);
    }

    /// The walk through the outbox has found something of a case.
    pub(crate) fn deliver_stored(&self, case: CaseId) {
        let (Some(deliveries), false) = (&self.deliveries, self.is_closed()) else { return };
        let mut waiting = lock(&deliveries.waiting);
        if waiting.queues.contains_key(&case) {
            return;
        }
        if waiting.queues.len() >= CASES_DELIVERED_MAX {
            waiting.came = true;
            return;
        }
        self.work_on(&mut waiting, case, VecDeque::new(), true);
    }

    /// That walk is over.
    pub(crate) async fn walked(&self, deliveries: &Deliveries) {
        {
            let mut waiting = lock(&deliveries.waiting);
            waiting.walking = false;
            if !waiting.came {
                waiting.behind = None;
            }
        }
        self.let_in(deliveries).await;
    }

    fn work_on(&self, waiting: &mut Waiting, case: CaseId, first: VecDeque<Delivery>, missed: bool) {
        let Some(me) = self.me.upgrade() else { return };
        let queue = Queue { waiting: first, missed, came: false, _busy: self.activity.begin() };
        waiting.queues.insert(case, queue);
        self.runtime.spawn(async move {
            let mut closed = me.closed.subscribe();
            // In a fixed order: which of the two comes first must not be left to chance.
            tokio::select! {
                biased;
                () = me.deliver_all(case) => {}
                _ = closed.wait_for(|closed| *closed) => {}
            }
        });
    }

    /// Works on a case's deliveries until there are none; then lets others in.
    async fn deliver_all(&self, case: CaseId) {
        let Some(deliveries) = &self.deliveries else { return };
        let mut last = EffectId { case, input: 0, index: 0 };
        let mut from_start = true;
        loop {
            match deliveries.next(case) {
                Next::Deliver(delivery) => {
                    (last, from_start) = (delivery.id, false);
                    self.until_taken(deliveries, *delivery).await;
                    self.note_delivered(last).await;
                    self.metrics.waits(-1);
                }
                Next::Read => {
                    // What was delivered is no longer in the outbox; what stands before `last` there is an invocation.
                    let after = if from_start { before(case) } else { last };
                    let (read, to, all) = self.outbox_of(case, after).await;
                    if let Some(to) = to.filter(|_| read.is_empty()) {
                        (last, from_start) = (to, false);
                    }
                    deliveries.refill(case, read, all);
                }
                Next::Done => break,
            }
        }
        self.let_in(deliveries).await;
    }

    /// What waits of a case in the outbox, behind an effect: at most so many; the last that was looked at; whether that is all.
    async fn outbox_of(&self, case: CaseId, after: EffectId) -> (Vec<Delivery>, Option<EffectId>, bool) {
        let read = || async {
            // Under its lock, all that is committed was also published: what is read here is not handed over once more.
            let _family = self.family(case).await?;
            self.writer.read(move |store| store.outbox_after(Some(after), DELIVERIES_OF_A_CASE)).await
        };
        let found = self.despite_the_store(case, read).await;
        let Some(found) = found else { return (Vec::new(), None, true) };
        let all = found.len() < DELIVERIES_OF_A_CASE || found.last().is_some_and(|(id, _)| id.case != case);
        let mut read = Vec::new();
        let mut to = None;
        for (id, bytes) in found.into_iter().filter(|(id, _)| id.case == case) {
            to = Some(id);
            let resolved = self.despite_the_store(case, || self.delivery(id, &bytes)).await;
            read.extend(resolved.flatten());
        }
        (read, to, all)
    }

    /// An effect of the outbox as a delivery; `None` if it is an invocation.
    async fn delivery(&self, id: EffectId, bytes: &[u8]) -> Result<Option<Delivery>, EngineError> {
        let damaged = |what| EngineError::Damaged { case: id.case, what };
        let Outgoing { edition, at, effect } = Outgoing::decode(bytes).map_err(damaged)?;
        if let Effect::Invoke { .. } = effect {
            return Ok(None);
        }
        let case = id.case;
        let row = self.writer.read(move |store| store.case(case)).await?;
        let (row, _) = row.ok_or(EngineError::UnknownCase(case))?;
        let edition = self.edition(case, edition.unwrap_or(row.edition)).await?;
        let effect = edition.effect_view(edition.flow_id(&row.flow), &effect);
        Ok(Some(Delivery { id, flow: row.flow, at, effect }))
    }

    /// Gives cases of the outbox a queue for which there was no room, if there is room now.
    async fn let_in(&self, deliveries: &Deliveries) {
        {
            let mut waiting = lock(&deliveries.waiting);
            if waiting.behind.is_none() || waiting.walking || waiting.queues.len() > CASES_DELIVERED_MAX / 2 {
                return;
            }
            (waiting.walking, waiting.came) = (true, false);
        }
        let mut after = None;
        loop {
            let page = self.despite_the_store(CaseId(0), || {
                self.writer.read(move |store| store.outbox_after(after, PAGE))
            });
            let page = page.await.unwrap_or_default();
            let mut waiting = lock(&deliveries.waiting);
            for (id, _) in &page {
                if waiting.queues.len() >= CASES_DELIVERED_MAX {
                    // Whoever leaves next goes on.
                    waiting.walking = false;
                    return;
                }
                if !waiting.queues.contains_key(&id.case) {
                    self.work_on(&mut waiting, id.case, VecDeque::new(), true);
                }
            }
            if page.len() < PAGE {
                waiting.walking = false;
                if !waiting.came {
                    waiting.behind = None;
                }
                return;
            }
            // The rest of this case is its own queue's.
            after = page.last().map(|(id, _)| EffectId { input: u64::MAX, index: u16::MAX, ..*id });
        }
    }

    async fn until_taken(&self, deliveries: &Deliveries, delivery: Delivery) {
        let mut pauses = Pauses::new();
        loop {
            let error = {
                // The semaphore is never closed.
                let _slot = deliveries.slots.acquire().await;
                let (subscriber, delivery) = (Arc::clone(&deliveries.subscriber), delivery.clone());
                let mut task = JoinSet::new();
                let EffectId { case, input, index } = delivery.id;
                let span = tracing::info_span!("delivery", case = case.0, input, index);
                let began = self.metrics.began();
                task.spawn(async move { subscriber.deliver(delivery).await }.instrument(span));
                let taken = tokio::time::timeout(DELIVERY_LIMIT, task.join_next()).await;
                self.metrics.delivered(began, taken.as_ref().unwrap_or(&None));
                match taken {
                    Ok(Some(Ok(Ok(())))) => return,
                    Ok(Some(Ok(Err(error)))) => cut(error.to_string()),
                    Ok(Some(Err(panic))) => panic_words(panic),
                    Ok(None) => String::new(),
                    Err(_) => format!("not taken within {} s", DELIVERY_LIMIT.as_secs()),
                }
            };
            tracing::warn!(case = delivery.id.case.0, error, "a delivery failed; trying again");
            pauses.wait().await;
        }
    }

    /// Takes an effect out of the outbox, however often the store refuses.
    async fn note_delivered(&self, id: EffectId) {
        self.despite_the_store(id.case, || self.writer.commit(vec![Change::Delivered(id)])).await;
    }

    /// Asks the store again and again. `None` if the engine ends, or if what is stored can't be understood.
    async fn despite_the_store<T, F, Fut>(&self, case: CaseId, ask: F) -> Option<T>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<T, EngineError>>,
    {
        let mut pauses = Pauses::new();
        loop {
            match ask().await {
                Ok(found) => return Some(found),
                Err(EngineError::Closed) => return None,
                Err(EngineError::Store(error)) => {
                    tracing::warn!(case = case.0, %error, "the store fails a delivery; trying again");
                    pauses.wait().await;
                }
                Err(error) => {
                    tracing::error!(case = case.0, %error, "an effect can't be delivered; it stays in the outbox");
                    return None;
                }
            }
        }
    }
}

/// Stands before all effects of a case.
fn before(case: CaseId) -> EffectId {
    EffectId { case: CaseId(case.0.saturating_sub(1)), input: u64::MAX, index: u16::MAX }
}
