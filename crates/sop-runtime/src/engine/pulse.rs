//! Looking out for a commit that nobody else waits for.
//!
//! A good disk has a commit in a tenth of a millisecond. A task that sleeps meanwhile lets its thread sleep, too, and to wake that takes
//! half as long again. So whoever waits alone looks again and again whether it is done, if the last rounds of the store were
//! quick; other threads come first each time, other tasks after a [`SLICE`]. Where others wait as well, one wakes all, and
//! a thread that looks out would only be in the way.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::oneshot::{self, error::RecvError};

#[cfg(test)]
mod tests;

/// How long a commit is looked out for at most; a store whose rounds take longer is not looked out for at all.
const LOOK_OUT: Duration = Duration::from_micros(500);

/// How long other tasks of the same thread wait for that at a time: each turn that they get makes the runtime wake another
/// thread, to share the work that there may be.
const SLICE: Duration = Duration::from_micros(50);

/// Rounds of the store, as those see them who wait.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    /// How long a round takes, in nanoseconds: half of it the last one, a quarter the one before, and so on.
    usual: AtomicU64,
    /// Commits that are waited for.
    waiting: AtomicUsize,
}

/// One who waits.
struct Waiting<'p>(&'p Pulse);

impl<'p> Waiting<'p> {
    fn begin(pulse: &'p Pulse) -> Self {
        pulse.waiting.fetch_add(1, Ordering::Relaxed);
        Self(pulse)
    }

    fn is_alone(&self) -> bool {
        self.0.waiting.load(Ordering::Relaxed) == 1
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Pulse {
    /// A round took so long. The writer alone says so.
    pub(super) fn beat(&self, took: Duration) {
        let took = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        let usual = self.usual.load(Ordering::Relaxed);
        self.usual.store(usual / 2 + took / 2, Ordering::Relaxed);
    }

    fn is_quick(&self) -> bool {
        Duration::from_nanos(self.usual.load(Ordering::Relaxed)) <= LOOK_OUT
    }

    /// The answer to a commit.
    pub(super) async fn answer<T>(&self, answer: oneshot::Receiver<T>) -> Result<T, RecvError> {
        let waiting = Waiting::begin(self);
        let begun = Instant::now();
        let mut looks_out = self.is_quick();
        while looks_out && waiting.is_alone() && answer.is_empty() {
            let slice = Instant::now();
            while waiting.is_alone() && answer.is_empty() && slice.elapsed() < SLICE {
                std::thread::yield_now();
            }
            if answer.is_empty() {
                tokio::task::yield_now().await;
            }
            looks_out = begun.elapsed() < LOOK_OUT;
        }
        answer.await
    }
}
