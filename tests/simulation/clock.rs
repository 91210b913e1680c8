//! The machine's clock, which is set now and then; and timers that fire at wrong times too.

use crate::world::World;
use sop::{Clock, FireHandle, Moment, TimerKey, Timers, TokioTimers};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The true time goes on with tokio's paused time; the clock shows it and what it is off by.
#[derive(Clone, Debug)]
pub(crate) struct SimClock {
    world: Arc<World>,
    /// The true time when this engine's life began.
    base: Moment,
    began: Instant,
}

impl SimClock {
    /// Inside a runtime.
    pub(crate) fn new(world: Arc<World>, base: Moment) -> Self {
        Self { world, base, began: Instant::now() }
    }

    pub(crate) fn true_time(&self) -> Moment {
        let since = i64::try_from(self.began.elapsed().as_millis()).unwrap_or(0);
        Moment(self.base.0 + since)
    }
}

impl Clock for SimClock {
    fn now(&self) -> Moment {
        Moment(self.true_time().0 + self.world.skew.load(Ordering::Relaxed))
    }
}

/// Timers as the engine has them otherwise, that fire also too early and twice; with `deaf`, some not at all: that is a
/// planted fault.
#[derive(Debug)]
pub(crate) struct SimTimers {
    world: Arc<World>,
    real: TokioTimers,
    fire: Mutex<Option<FireHandle>>,
    deaf: bool,
}

impl SimTimers {
    pub(crate) fn new(world: Arc<World>, clock: &SimClock, deaf: bool) -> Self {
        let real = TokioTimers::by(Arc::new(clock.clone()));
        Self { world, real, fire: Mutex::default(), deaf }
    }
}

impl Timers for SimTimers {
    fn connect(&self, fire: FireHandle) {
        *self.fire.lock().unwrap_or_else(PoisonError::into_inner) = Some(fire.clone());
        self.real.connect(fire);
    }

    fn arm(&self, key: TimerKey, due: Moment) {
        if self.deaf && key.timer.0.is_multiple_of(3) {
            return;
        }
        self.real.arm(key, due);
        if self.world.goes_wrong(|o| o.timer) {
            let fire = self.fire.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let after = self.world.about(Duration::from_secs(40));
            tokio::spawn(async move {
                tokio::time::sleep(after).await;
                if let Some(fire) = fire {
                    fire.fire(key);
                    fire.fire(key);
                }
            });
        }
    }

    fn disarm(&self, key: TimerKey) {
        self.real.disarm(key);
    }
}
