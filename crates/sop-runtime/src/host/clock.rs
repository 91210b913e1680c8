//! The clock: where the moments of inputs come from.

use super::timers::Timers;
use crate::value::Moment;
use std::fmt::Debug;
use std::time::{SystemTime, UNIX_EPOCH};

/// A clock.
///
/// # Contract
///
/// It may jump, and it may go back: the engine never gives a case a moment before that of its last input. It must not block.
pub trait Clock: Debug + Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Moment;
}

/// A clock and timers that belong together, such as [`VirtualTime`](super::VirtualTime).
pub trait Time: Clock + Timers {}

impl<T: Clock + Timers> Time for T {}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        // A clock before 1970 counts as 1970.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment(i64::try_from(since.as_millis()).unwrap_or(Moment::MAX.0))
    }
}
