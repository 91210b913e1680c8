//! Time that goes faster than the machine's, so that a customer's minute of silence is a second; it goes on over restarts.

use sop::{Clock, FireHandle, Moment, SystemClock, TimerKey, Timers, TokioTimers};

/// How many times as fast.
pub(crate) const SPEED: i64 = 60;

/// The clock and its timers.
#[derive(Debug)]
pub(crate) struct FastTime {
    /// The machine's moment from which it goes faster.
    from: i64,
    timers: TokioTimers,
}

impl FastTime {
    pub(crate) fn since(from: i64) -> Self {
        Self { from, timers: TokioTimers::new() }
    }
}

impl Clock for FastTime {
    fn now(&self) -> Moment {
        Moment(self.from + (SystemClock.now().0 - self.from) * SPEED)
    }
}

impl Timers for FastTime {
    fn connect(&self, fire: FireHandle) {
        self.timers.connect(fire);
    }

    fn arm(&self, key: TimerKey, due: Moment) {
        // Rather a millisecond late than early.
        self.timers.arm(key, Moment(self.from + (due.0 - self.from).div_euclid(SPEED) + 1));
    }

    fn disarm(&self, key: TimerKey) {
        self.timers.disarm(key);
    }
}
