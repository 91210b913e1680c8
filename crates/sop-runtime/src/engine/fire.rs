//! Timers that fire: late, twice or too early, the case is asked what still fits.
//!
//! So many are worked on at once; what fires beyond waits as no more than its name. So a clock that jumps ahead over a million
//! timers costs no memory for a million inputs.

use super::error::EngineError;
use super::inner::{Inner, lock};
use super::limits::TIMERS_AT_ONCE;
use super::meta::Meta;
use crate::host::timers::{FireSink, TimerKey};
use crate::kernel::{ArmedTimer, Input, Rejected};
use crate::value::Moment;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use tracing::Instrument;

/// After so many milliseconds a timer fires again whose input could not be stored.
const AGAIN_MS: i64 = 1000;

/// Timers that fired and are not worked on yet. If there are any, somebody works.
#[derive(Debug, Default)]
pub(crate) struct Fired(Mutex<Queue>);

#[derive(Debug, Default)]
struct Queue {
    waiting: VecDeque<TimerKey>,
    workers: usize,
}

impl Fired {
    /// One more; whether somebody more is to work.
    fn came(&self, key: TimerKey) -> bool {
        let mut queue = lock(&self.0);
        queue.waiting.push_back(key);
        let more = queue.workers < TIMERS_AT_ONCE;
        queue.workers += usize::from(more);
        more
    }

    /// The next for somebody who works; without one, they stop.
    fn next(&self) -> Option<TimerKey> {
        let mut queue = lock(&self.0);
        let next = queue.waiting.pop_front();
        queue.workers -= usize::from(next.is_none());
        next
    }
}

impl FireSink for Inner {
    fn fire(&self, key: TimerKey) {
        let Some(me) = self.me.upgrade() else { return };
        if self.fired.came(key) {
            let busy = (self.activity.begin(), self.firing.begin());
            self.runtime.spawn(async move {
                while let Some(key) = me.fired.next() {
                    let inner = Arc::clone(&me);
                    // In a task of its own: a host's panic ends no more than that.
                    let one = me.runtime.spawn(async move {
                        let span = tracing::info_span!("timer", case = key.case.0, timer = key.timer.0);
                        inner.on_fired(key).instrument(span).await;
                    });
                    let _ = one.await;
                }
                drop(busy);
            });
        }
    }

    fn settled(&self) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(self.activity.settled())
    }
}

impl Inner {
    async fn on_fired(&self, key: TimerKey) {
        match self.fire_due(key).await {
            Ok(()) | Err(EngineError::Closed) => {}
            Err(EngineError::Store(error)) => {
                tracing::warn!(case = key.case.0, %error, "a timer can't be stored; trying again");
                let again = Moment(self.clock.now().0.saturating_add(AGAIN_MS));
                self.arm(key, again);
            }
            Err(error) => {
                tracing::error!(case = key.case.0, timer = key.timer.0, %error, "a timer can't be taken");
            }
        }
    }

    /// Fires this timer, and before it those of the case that fell due earlier: after a stop, many come at once, and in
    /// any order.
    async fn fire_due(&self, key: TimerKey) -> Result<(), EngineError> {
        self.check_open()?;
        let mut family = self.family(key.case).await?;
        let mut last = None;
        loop {
            let now = self.clock.now();
            let loaded = family.get(self, key.case).await?;
            let (timers, of) = (loaded.state.timers(), self.metrics.of_flow(&loaded.row.flow));
            let Some(own) = timers.iter().find(|t| t.timer == key.timer) else {
                tracing::debug!(case = key.case.0, timer = key.timer.0, "a timer fired that is not armed");
                return Ok(());
            };
            if own.due > now {
                self.arm(key, own.due);
                return Ok(());
            }
            let next = timers.iter().map(ArmedTimer::turn).filter(|turn| *turn <= own.turn()).min();
            // Each must be gone after it fired; one that isn't would fire for ever.
            let Some((due, _, timer)) = next.filter(|n| last.replace(*n) != Some(*n)) else { return Ok(()) };
            let input = Input::TimerFired { timer };
            match self.apply(&mut family, key.case, input, Meta::new(), None).await {
                Ok(_) => self.metrics.fired(of, due, self.clock.now()),
                Err(EngineError::Rejected {
                    source: Rejected::TimerNotArmed(_) | Rejected::CaseOver,
                    ..
                }) => return Ok(()),
                Err(error) => return Err(error),
            }
            if timer == key.timer {
                return Ok(());
            }
        }
    }
}
