//! Delivering effects to the subscriber: one case's in order, different cases' beside each other, each until it is taken.

use super::activity::Busy;
use super::error::EngineError;
use super::inner::{Inner, lock};
use super::invoke::panic_words;
use crate::host::store::{CaseId, Change, EffectId};
use crate::host::subscriber::{Delivery, Subscriber};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Deliveries at the same time.
const AT_ONCE: usize = 64;

const PAUSE: Duration = Duration::from_millis(200);
const PAUSE_MAX: Duration = Duration::from_mins(1);

/// The subscriber, and what waits for it.
pub(crate) struct Deliveries {
    subscriber: Arc<dyn Subscriber>,
    /// A case is here while a task works on its deliveries.
    queues: Mutex<BTreeMap<CaseId, VecDeque<(Delivery, Busy)>>>,
    slots: Arc<Semaphore>,
}

impl Deliveries {
    pub(crate) fn new(subscriber: Arc<dyn Subscriber>) -> Self {
        Self { subscriber, queues: Mutex::default(), slots: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The next delivery of a case; without one, the case leaves.
    fn next(&self, case: CaseId) -> Option<(Delivery, Busy)> {
        let mut queues = lock(&self.queues);
        let next = queues.get_mut(&case)?.pop_front();
        if next.is_none() {
            queues.remove(&case);
        }
        next
    }

    /// The engine ends: what waits stays in the outbox.
    pub(crate) fn clear(&self) {
        lock(&self.queues).clear();
    }
}

impl Inner {
    /// Queues a delivery that is in the outbox. Does not wait.
    pub(crate) fn deliver(&self, delivery: Delivery) {
        let (Some(deliveries), Some(me)) = (&self.deliveries, self.me.upgrade()) else { return };
        let case = delivery.id.case;
        let busy = self.activity.begin();
        let mut queues = lock(&deliveries.queues);
        if let Some(queue) = queues.get_mut(&case) {
            queue.push_back((delivery, busy));
            return;
        }
        queues.insert(case, VecDeque::from([(delivery, busy)]));
        self.runtime.spawn(async move {
            let mut closed = me.closed.subscribe();
            let work = async {
                let Some(deliveries) = &me.deliveries else { return };
                while let Some((delivery, busy)) = deliveries.next(case) {
                    let id = delivery.id;
                    me.until_taken(deliveries, delivery).await;
                    me.note_delivered(id).await;
                    drop(busy);
                }
            };
            // In a fixed order: which of the two comes first must not be left to chance.
            tokio::select! {
                biased;
                () = work => {}
                _ = closed.wait_for(|closed| *closed) => {}
            }
        });
    }

    async fn until_taken(&self, deliveries: &Deliveries, delivery: Delivery) {
        let mut pause = PAUSE;
        loop {
            let error = {
                // The semaphore is never closed.
                let _slot = deliveries.slots.acquire().await;
                let (subscriber, delivery) = (Arc::clone(&deliveries.subscriber), delivery.clone());
                let mut task = JoinSet::new();
                task.spawn(async move { subscriber.deliver(delivery).await });
                match task.join_next().await {
                    Some(Ok(Ok(()))) => return,
                    Some(Ok(Err(error))) => error.to_string(),
                    Some(Err(panic)) => panic_words(panic),
                    None => String::new(),
                }
            };
            tracing::warn!(case = delivery.id.case.0, error, "a delivery failed; trying again");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(PAUSE_MAX);
        }
    }

    /// Takes an effect out of the outbox, however often the store refuses.
    async fn note_delivered(&self, id: EffectId) {
        let mut pause = PAUSE;
        while let Err(error) = self.writer.commit(vec![Change::Delivered(id)]).await {
            if matches!(error, EngineError::Closed) {
                return;
            }
            tracing::warn!(case = id.case.0, %error, "a delivery can't be noted; trying again");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(PAUSE_MAX);
        }
    }
}
