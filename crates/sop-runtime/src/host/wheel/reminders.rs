//! Reminders to look at a case: a wheel that nobody looks anything up in.
//!
//! Whoever works the kernel itself has the states at hand, and they know their timers. So it is enough to be reminded of a timer
//! at the moment at which it was armed: if it was wound back meanwhile, the state says until when, and if it is gone, that is
//! all. Winding back and disarming then touch no memory but the state's.

use super::{GONE, GONE_MIN, Wheel};
use crate::host::timers::TimerKey;
use crate::value::Moment;
use std::cmp::Reverse;

/// Reminders of timers, by moment.
///
/// What a host does with the effects of an input: [`Arm`](crate::kernel::Effect::Arm) is put here,
/// [`Wind`](crate::kernel::Effect::Wind) is passed over, [`Disarm`](crate::kernel::Effect::Disarm) is told by
/// [`Reminders::forget`]. At most 4,294,967,295 reminders.
#[derive(Clone, Debug, Default)]
pub struct Reminders {
    wheel: Wheel,
    put: usize,
    forgotten: usize,
}

impl Reminders {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many lie here, with those of timers that are gone.
    pub fn len(&self) -> usize {
        self.put
    }

    /// Whether none lies here.
    pub fn is_empty(&self) -> bool {
        self.put == 0
    }

    /// Reminds of a timer at its moment.
    pub fn put(&mut self, key: TimerKey, due: Moment) {
        let due = due.min(Moment(GONE.0 - 1));
        let cell = self.wheel.cell(key, due);
        self.wheel.lay(cell, due);
        self.put += 1;
    }

    /// A timer is disarmed. Its reminder stays where it is. `true`: three of four reminders are of timers that are gone, and
    /// it is time for [`Reminders::tidy`].
    pub fn forget(&mut self) -> bool {
        self.forgotten += 1;
        self.forgotten > (self.put / 4 * 3).max(GONE_MIN)
    }

    /// Throws away the reminders of timers that are gone: `due` tells when a timer that is armed falls due.
    pub fn tidy(&mut self, mut due: impl FnMut(TimerKey) -> Option<Moment>) {
        let old = std::mem::take(self);
        self.wheel.at = old.wheel.at;
        for cell in old.wheel.cells.iter().filter(|cell| cell.due != GONE) {
            if let Some(due) = due(cell.key()) {
                self.put(cell.key(), due);
            }
        }
    }

    /// The first timer that falls due by a moment, with that moment; its reminder is gone. `due` tells when a timer that is armed
    /// falls due. One that was armed again for an earlier moment has two reminders: if it is not fired at the first, it comes
    /// again.
    pub fn take(
        &mut self,
        by: Moment,
        mut due: impl FnMut(TimerKey) -> Option<Moment>,
    ) -> Option<(Moment, TimerKey)> {
        loop {
            while let Some(Reverse((noted, key, cell))) = self.wheel.passed.peek().copied() {
                if noted > by {
                    return None;
                }
                self.wheel.passed.pop();
                match due(key) {
                    Some(due) if due > noted => {
                        let due = due.min(Moment(GONE.0 - 1));
                        self.wheel.cells[cell as usize].due = due;
                        self.wheel.lay(cell, due);
                    }
                    found => {
                        self.wheel.set_free(cell);
                        self.put -= 1;
                        if let Some(due) = found {
                            return Some((due, key));
                        }
                        self.forgotten = self.forgotten.saturating_sub(1);
                    }
                }
            }
            if !self.wheel.turn(super::ticks(by)) {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests;
