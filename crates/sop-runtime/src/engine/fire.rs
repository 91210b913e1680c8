//! Timers that fire: late, twice or too early, the case is asked what still fits.

use super::error::EngineError;
use super::inner::Inner;
use super::meta::Meta;
use crate::host::timers::{FireSink, TimerKey};
use crate::kernel::{ArmedTimer, Input, Rejected};
use crate::value::Moment;
use std::pin::Pin;
use tracing::Instrument;

/// After so many milliseconds a timer fires again whose input could not be stored.
const AGAIN_MS: i64 = 1000;

impl FireSink for Inner {
    fn fire(&self, key: TimerKey) {
        let Some(me) = self.me.upgrade() else { return };
        let busy = (self.activity.begin(), self.firing.begin());
        self.runtime.spawn(async move {
            let span = tracing::info_span!("timer", case = key.case.0, timer = key.timer.0);
            me.fired(key).instrument(span).await;
            drop(busy);
        });
    }

    fn settled(&self) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(self.activity.settled())
    }
}

impl Inner {
    async fn fired(&self, key: TimerKey) {
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
