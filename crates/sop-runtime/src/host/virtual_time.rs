//! Time that stands still until it is told to go on: for tests, examples and rehearsals.
//!
//! Invariant: timers fire in the order of (moment, case, timer), each while the clock shows its own moment, and the
//! next only when everything that the one before set off is done.

use super::clock::Clock;
use super::timers::{FireHandle, TimerKey, Timers};
use super::wheel::Wheel;
use crate::value::Moment;
use chrono::{DateTime, FixedOffset};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A clock that is moved by hand, with its timers. Clones are the same clock.
#[derive(Clone, Debug)]
pub struct VirtualTime {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug)]
struct Inner {
    now: Moment,
    armed: Wheel,
    fire: Option<FireHandle>,
}

impl VirtualTime {
    /// A clock that shows this moment.
    pub fn at(now: impl Into<Moment>) -> Self {
        let inner = Inner { now: now.into(), armed: Wheel::new(), fire: None };
        Self { inner: Arc::new(Mutex::new(inner)) }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Nothing in here can panic half-way through a change.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on by so much. See [`VirtualTime::advance_to`].
    pub async fn advance(&self, by: Duration) {
        let ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let to = Moment(self.now().0.saturating_add(ms).min(Moment::MAX.0));
        self.advance_to(to).await;
    }

    /// Goes on to a moment, and fires on the way what falls due: in order of (moment, case, timer), each at its own moment,
    /// waiting in between until the engine is at rest. A moment in the past only fires what is overdue.
    ///
    /// An action that never returns, or a subscriber that never says `Ok`, holds it up for ever.
    pub async fn advance_to(&self, to: impl Into<Moment>) {
        let to = to.into();
        loop {
            let fire = self.inner().fire.clone();
            if let Some(fire) = &fire {
                fire.settled().await;
            }
            let next = {
                let mut inner = self.inner();
                let until = to.max(inner.now);
                let next = inner.armed.take(until);
                inner.now = next.map_or(until, |(due, _)| inner.now.max(due));
                next
            };
            let Some((_, key)) = next else { return };
            if let Some(fire) = &fire {
                fire.fire(key);
            }
        }
    }

    /// Turns the clock to a moment, also backwards, without firing anything: as when somebody sets a machine's clock.
    pub fn set(&self, now: impl Into<Moment>) {
        self.inner().now = now.into();
    }

    /// The next moment at which something falls due.
    pub fn next_due(&self) -> Option<Moment> {
        self.inner().armed.first().map(|(due, _)| due)
    }
}

impl Clock for VirtualTime {
    fn now(&self) -> Moment {
        self.inner().now
    }
}

impl Timers for VirtualTime {
    fn connect(&self, fire: FireHandle) {
        let mut inner = self.inner();
        inner.armed = Wheel::new();
        inner.fire = Some(fire);
    }

    fn arm(&self, key: TimerKey, due: Moment) {
        self.inner().armed.arm(key, due);
    }

    fn disarm(&self, key: TimerKey) {
        self.inner().armed.disarm(key);
    }
}

impl From<DateTime<FixedOffset>> for Moment {
    fn from(at: DateTime<FixedOffset>) -> Self {
        Self(at.timestamp_millis())
    }
}
