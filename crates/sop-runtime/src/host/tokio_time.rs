//! Timers on tokio's clock, by the machine's time.
//!
//! One task sleeps until the first moment; never longer than half a minute, so that a clock that was set, or a machine that
//! slept, is noticed.

use super::clock::{Clock, SystemClock};
use super::timers::{FireHandle, TimerKey, Timers};
use crate::value::Moment;
use std::collections::{BTreeMap, BTreeSet};
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
    due: BTreeMap<TimerKey, Moment>,
    order: BTreeSet<(Moment, TimerKey)>,
    task: Option<tokio::task::AbortHandle>,
}

impl Armed {
    fn take(&mut self, key: TimerKey) {
        if let Some(due) = self.due.remove(&key) {
            self.order.remove(&(due, key));
        }
    }
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
    /// What is due now, in order, and how long until the next.
    fn due(&self) -> (Vec<TimerKey>, Duration) {
        let now = self.clock.now();
        let mut armed = self.armed.lock().unwrap_or_else(PoisonError::into_inner);
        let mut due = Vec::new();
        while let Some((at, key)) = armed.order.first().copied() {
            if at > now {
                let ms = u64::try_from(at.0.saturating_sub(now.0)).unwrap_or(0);
                return (due, Duration::from_millis(ms).min(NAP));
            }
            armed.take(key);
            due.push(key);
        }
        (due, NAP)
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
        let task = tokio::spawn(run(Arc::downgrade(&self.shared), fire)).abort_handle();
        self.with(|armed| {
            if let Some(old) = std::mem::replace(armed, Armed { task: Some(task), ..Armed::default() }).task {
                old.abort();
            }
        });
    }

    fn arm(&self, key: TimerKey, due: Moment) {
        let first = self.with(|armed| {
            armed.take(key);
            armed.due.insert(key, due);
            armed.order.insert((due, key));
            armed.order.first() == Some(&(due, key))
        });
        if first {
            self.shared.changed.notify_one();
        }
    }

    fn disarm(&self, key: TimerKey) {
        self.with(|armed| armed.take(key));
    }
}

impl Drop for TokioTimers {
    fn drop(&mut self) {
        if let Some(task) = self.with(|armed| armed.task.take()) {
            task.abort();
        }
    }
}
