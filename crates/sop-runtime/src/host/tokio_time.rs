//! Timers on tokio's clock, by the machine's time.
//!
//! One task sleeps until the first moment; never longer than half a minute, so that a clock that was set, or a machine that
//! slept, is noticed.

use super::clock::{Clock, SystemClock};
use super::timers::{FireHandle, TimerKey, Timers};
use super::wheel::Wheel;
use crate::value::Moment;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::Notify;

/// Longest sleep without a look at the clock.
const NAP: Duration = Duration::from_secs(30);

/// Timers on tokio's clock. Made inside or outside a runtime; works in the one in which it is connected.
#[derive(Debug)]
pub struct TokioTimers {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    clock: Arc<dyn Clock>,
    armed: Mutex<Armed>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Armed {
    wheel: Wheel,
    /// When the task will look again; `None`: it looks now.
    looks: Option<Moment>,
    task: Option<tokio::task::AbortHandle>,
}

impl Default for TokioTimers {
    fn default() -> Self {
        Self::by(Arc::new(SystemClock))
    }
}

impl TokioTimers {
    /// By the machine's clock.
    pub fn new() -> Self {
        Self::default()
    }

    /// By another clock, whose seconds last as long as tokio's.
    pub fn by(clock: Arc<dyn Clock>) -> Self {
        let shared = Shared { clock, armed: Mutex::default(), changed: Notify::new() };
        Self { shared: Arc::new(shared) }
    }

    fn with<T>(&self, f: impl FnOnce(&mut Armed) -> T) -> T {
        f(&mut self.shared.armed.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Shared {
    /// What is due now, in order, and how long until the next look.
    fn due(&self) -> (Vec<TimerKey>, Duration) {
        let now = self.clock.now();
        let mut armed = self.armed.lock().unwrap_or_else(PoisonError::into_inner);
        let due = std::iter::from_fn(|| armed.wheel.take(now)).map(|(_, key)| key).collect();
        let next = armed.wheel.not_before();
        armed.looks = Some(next.unwrap_or(Moment(i64::MAX)));
        let ms = next.and_then(|next| u64::try_from(next.0.saturating_sub(now.0)).ok());
        (due, ms.map_or(NAP, |ms| Duration::from_millis(ms.max(1)).min(NAP)))
    }
}

async fn run(shared: Weak<Shared>, fire: FireHandle) {
    loop {
        let Some(alive) = shared.upgrade() else { return };
        let (due, nap) = alive.due();
        for key in due {
            if !fire.fire(key) {
                return;
            }
        }
        // A permit that was given since `due` looked is kept, so no change is missed.
        let _ = tokio::time::timeout(nap, alive.changed.notified()).await;
    }
}

impl Timers for TokioTimers {
    fn connect(&self, fire: FireHandle) {
        // Before the new task looks: what its first look notes must not be forgotten.
        if let Some(old) = self.with(std::mem::take).task {
            old.abort();
        }
        let task = tokio::spawn(run(Arc::downgrade(&self.shared), fire)).abort_handle();
        self.with(|armed| armed.task = Some(task));
    }

    fn arm(&self, key: TimerKey, due: Moment) {
        let first = self.with(|armed| {
            armed.wheel.arm(key, due);
            let first = armed.looks.is_some_and(|looks| due < looks);
            if first {
                armed.looks = None;
            }
            first
        });
        if first {
            self.shared.changed.notify_one();
        }
    }

    fn disarm(&self, key: TimerKey) {
        self.with(|armed| armed.wheel.disarm(key));
    }
}

impl Drop for TokioTimers {
    fn drop(&mut self) {
        if let Some(task) = self.with(|armed| armed.task.take()) {
            task.abort();
        }
    }
}

#[cfg(test)]
mod tests;
