//! Timers: what calls the engine when a moment has come.

use crate::host::store::CaseId;
use crate::kernel::TimerId;
use crate::value::Moment;
use serde::{Deserialize, Serialize};
use std::fmt::{self, Debug};
use std::pin::Pin;
use std::sync::Weak;

/// Name of a timer: unique in a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimerKey {
    /// The case.
    pub case: CaseId,
    /// Its timer.
    pub timer: TimerId,
}

/// Timers.
///
/// # Contract
///
/// - A timer that is armed and not disarmed fires at least once, at or after its moment, as long as the engine lives.
/// - It may fire late, twice, or after it was disarmed: the engine looks into the case and drops what no longer fits.
/// - Arming a key again replaces its moment. A moment that has passed fires as soon as possible.
/// - Timers need not survive a restart: the engine arms them anew from its store.
/// - None of the methods blocks, and none calls the engine before it returns; firing is done from elsewhere.
pub trait Timers: Debug + Send + Sync + 'static {
    /// Told once, before the first `arm`, whom to call. A later `connect` belongs to a new engine: what was armed for the
    /// old one is forgotten. Called inside a tokio runtime.
    fn connect(&self, fire: FireHandle);
    /// Fire at or after this moment.
    fn arm(&self, key: TimerKey, due: Moment);
    /// Need not fire any more; unknown keys are no error.
    fn disarm(&self, key: TimerKey);
}

/// What stands behind a [`FireHandle`].
pub trait FireSink: Send + Sync + 'static {
    /// A timer's moment has come. Returns at once; the work is done elsewhere.
    fn fire(&self, key: TimerKey);
    /// Done when nothing is under way: no input, no action, no delivery.
    fn settled(&self) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// Whom timers call. Cheap to clone; does not keep the engine alive.
#[derive(Clone)]
pub struct FireHandle {
    sink: Weak<dyn FireSink>,
}

impl FireHandle {
    /// A handle on a sink.
    pub fn new(sink: Weak<dyn FireSink>) -> Self {
        Self { sink }
    }

    /// A timer's moment has come. Returns at once; `false` if the engine is gone.
    pub fn fire(&self, key: TimerKey) -> bool {
        self.sink.upgrade().is_some_and(|sink| {
            sink.fire(key);
            true
        })
    }

    /// Waits until nothing is under way in the engine; at once if it is gone.
    pub async fn settled(&self) {
        let waiting = self.sink.upgrade().map(|sink| sink.settled());
        if let Some(waiting) = waiting {
            waiting.await;
        }
    }
}

impl Debug for FireHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FireHandle").field("alive", &(self.sink.strong_count() > 0)).finish()
    }
}
