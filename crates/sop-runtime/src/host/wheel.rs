//! Armed timers, in the order of (moment, case, timer): what the ready timers of this crate are made of.
//!
//! A hierarchical wheel: level 0 has a slot for each of the next 64 milliseconds, level 1 for each of the next 64 times
//! that long, and so on over all of time. A timer lies in the slot of the highest digit in which its moment differs from
//! the wheel's own; as the wheel turns, a slot that is reached is dealt out to the levels below. What the wheel has gone
//! past waits in order to be taken.
//!
//! Most timers are idle clocks, wound back by every message and gone before they ring. So winding one back only writes its
//! new moment: it stays where it lies, and moves on when its old slot is reached. One that is disarmed lies there as well,
//! until the wheel comes by or too many of them lie about.
#![expect(
    clippy::cast_possible_truncation,
    reason = "levels and digits are small, and four thousand million cells fit in no memory"
)]

mod reminders;

pub use reminders::Reminders;

use super::timers::TimerKey;
use crate::host::store::CaseId;
use crate::kernel::TimerId;
use crate::value::Moment;
use hashbrown::HashTable;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hash::{BuildHasher, Hasher};

/// Bits of a digit: a level has a slot for each.
const DIGIT: u32 = 6;
/// So many digits has a moment.
const LEVELS: usize = u64::BITS.div_ceil(DIGIT) as usize;
/// No cell.
const NONE: u32 = u32::MAX;
/// The moment of a timer that is gone; no timer is armed for it.
const GONE: Moment = Moment(i64::MAX);
/// So many that are gone may lie about, whatever the rest.
const GONE_MIN: usize = 1024;

/// Armed timers, by key and by moment.
///
/// Arming, winding and disarming cost the same however many are armed. At most 4,294,967,295 timers.
#[derive(Clone, Debug)]
pub struct Wheel {
    /// Indices of cells that are armed, by key.
    keys: HashTable<u32>,
    /// Every cell lies in one place: a slot, `passed`, or among the free.
    cells: Vec<Cell>,
    free: u32,
    /// Cells that are gone and still lie somewhere.
    gone: usize,
    slots: [[u32; 1 << DIGIT]; LEVELS],
    /// Which slots of a level hold something.
    taken: [u64; LEVELS],
    /// How far it has turned; what lies in a slot is later.
    at: u64,
    /// What it has turned past, first the first; by their moments when they came here.
    passed: BinaryHeap<Reverse<(Moment, TimerKey, u32)>>,
}

/// A timer. 24 bytes.
#[derive(Clone, Copy, Debug)]
struct Cell {
    case: CaseId,
    due: Moment,
    timer: TimerId,
    /// The next in its slot, or the next free one.
    next: u32,
}

impl Cell {
    fn key(&self) -> TimerKey {
        TimerKey { case: self.case, timer: self.timer }
    }
}

impl Default for Wheel {
    fn default() -> Self {
        Self {
            keys: HashTable::new(),
            cells: Vec::new(),
            free: NONE,
            gone: 0,
            slots: [[NONE; 1 << DIGIT]; LEVELS],
            taken: [0; LEVELS],
            at: 0,
            passed: BinaryHeap::new(),
        }
    }
}

/// Cases are numbered by the engine, so nobody can choose keys that meet.
fn hash(key: TimerKey) -> u64 {
    let mut hasher = foldhash::fast::FixedState::default().build_hasher();
    hasher.write_u64(key.case.0);
    hasher.write_u32(key.timer.0);
    hasher.finish()
}

/// Moments in their order, from 0 on.
fn ticks(moment: Moment) -> u64 {
    moment.0.cast_unsigned() ^ (1 << 63)
}

impl Wheel {
    /// No timers.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many are armed.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether none is armed.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Bytes that it takes up, with all that is set aside for more.
    pub fn resident(&self) -> usize {
        size_of::<Self>()
            + self.keys.allocation_size()
            + self.cells.capacity() * size_of::<Cell>()
            + self.passed.capacity() * size_of::<Reverse<(Moment, TimerKey, u32)>>()
    }

    /// Arms a timer, or gives an armed one another moment.
    pub fn arm(&mut self, key: TimerKey, due: Moment) {
        let due = due.min(Moment(GONE.0 - 1));
        let cells = &mut self.cells;
        let found = self.keys.find_mut(hash(key), |cell| cells[*cell as usize].key() == key);
        let Some(found) = found else {
            let cell = self.cell(key, due);
            self.lay(cell, due);
            self.keys.insert_unique(hash(key), cell, |cell| hash(self.cells[*cell as usize].key()));
            return;
        };
        let cell = &mut cells[*found as usize];
        if due >= cell.due {
            // It lies where it is reached no later than at the moment that it had.
            cell.due = due;
            return;
        }
        cell.due = GONE;
        self.gone += 1;
        let earlier = new_cell(&mut self.free, cells, key, due);
        *found = earlier;
        self.lay(earlier, due);
        self.tidy();
    }

    /// Disarms a timer. Tells whether it was armed.
    pub fn disarm(&mut self, key: TimerKey) -> bool {
        let cells = &mut self.cells;
        let Ok(found) = self.keys.find_entry(hash(key), |cell| cells[*cell as usize].key() == key) else {
            return false;
        };
        let (cell, _) = found.remove();
        cells[cell as usize].due = GONE;
        self.gone += 1;
        self.tidy();
        true
    }

    /// The first timer that falls due by a moment, no longer armed.
    pub fn take(&mut self, by: Moment) -> Option<(Moment, TimerKey)> {
        loop {
            while let Some(Reverse((due, key, cell))) = self.passed.peek().copied() {
                if due > by {
                    return None;
                }
                self.passed.pop();
                if !self.is_there(cell, due) {
                    continue;
                }
                if let Ok(found) = self.keys.find_entry(hash(key), |c| *c == cell) {
                    found.remove();
                }
                self.set_free(cell);
                return Some((due, key));
            }
            if !self.turn(ticks(by)) {
                return None;
            }
        }
    }

    /// The first timer of all, if any is armed.
    pub fn first(&mut self) -> Option<(Moment, TimerKey)> {
        while let Some(Reverse((due, key, cell))) = self.passed.peek().copied() {
            if self.cells[cell as usize].due == due {
                return Some((due, key));
            }
            self.passed.pop();
            self.is_there(cell, due);
        }
        while let Some((level, digit)) = self.next_slot() {
            let mut first: Option<(Moment, TimerKey)> = None;
            let mut next = self.empty(level, digit);
            while next != NONE {
                let cell = next;
                next = self.cells[cell as usize].next;
                let Cell { due, .. } = self.cells[cell as usize];
                if due == GONE {
                    self.gone -= 1;
                    self.set_free(cell);
                    continue;
                }
                let here = (due, self.cells[cell as usize].key());
                let place = self.lay(cell, due);
                if place == Some((level, digit)) {
                    first = Some(first.map_or(here, |f| f.min(here)));
                }
            }
            // All other slots are later.
            if first.is_some() {
                return first;
            }
        }
        None
    }

    /// No sooner than at this moment does anything fall due. Costs next to nothing, and may be too early: then
    /// [`Wheel::take`] finds nothing yet.
    pub fn not_before(&self) -> Option<Moment> {
        if let Some(Reverse((due, ..))) = self.passed.peek() {
            return Some(*due);
        }
        let (level, digit) = self.next_slot()?;
        Some(Moment((self.start(level, digit) ^ (1 << 63)).cast_signed()))
    }

    /// Turns on to the next slot that holds something, unless that is later. Tells whether there was one.
    fn turn(&mut self, by: u64) -> bool {
        let next = self.next_slot().map(|(level, digit)| (level, digit, self.start(level, digit)));
        let Some((level, digit, start)) = next.filter(|(.., start)| *start <= by) else {
            // Nothing lies in between.
            self.at = self.at.max(by);
            return false;
        };
        self.at = start;
        let mut next = self.empty(level, digit);
        while next != NONE {
            let cell = next;
            next = self.cells[cell as usize].next;
            match self.cells[cell as usize].due {
                GONE => {
                    self.gone -= 1;
                    self.set_free(cell);
                }
                due => _ = self.lay(cell, due),
            }
        }
        true
    }

    /// The next slot that holds something: the first of the lowest level, for what agrees with the wheel in a higher digit
    /// comes before what does not.
    fn next_slot(&self) -> Option<(usize, u32)> {
        let level = self.taken.iter().position(|taken| *taken != 0)?;
        Some((level, self.taken[level].trailing_zeros()))
    }

    /// The first moment of a slot.
    fn start(&self, level: usize, digit: u32) -> u64 {
        let shift = DIGIT * level as u32;
        let above = self.at.checked_shr(shift + DIGIT).and_then(|at| at.checked_shl(shift + DIGIT));
        above.unwrap_or(0) | (u64::from(digit) << shift)
    }

    fn empty(&mut self, level: usize, digit: u32) -> u32 {
        self.taken[level] &= !(1 << digit);
        std::mem::replace(&mut self.slots[level][digit as usize], NONE)
    }

    /// Lays a cell into its slot; `None`: it is past already.
    fn lay(&mut self, cell: u32, due: Moment) -> Option<(usize, u32)> {
        let tick = ticks(due);
        if tick <= self.at {
            let key = self.cells[cell as usize].key();
            self.passed.push(Reverse((due, key, cell)));
            return None;
        }
        let level = (u64::BITS - 1 - (tick ^ self.at).leading_zeros()) / DIGIT;
        let digit = (tick >> (DIGIT * level)) as u32 & ((1 << DIGIT) - 1);
        let level = level as usize;
        self.cells[cell as usize].next = std::mem::replace(&mut self.slots[level][digit as usize], cell);
        self.taken[level] |= 1 << digit;
        Some((level, digit))
    }

    /// Whether a cell that was taken from `passed` is armed for that moment; one that was wound back is laid anew.
    fn is_there(&mut self, cell: u32, due: Moment) -> bool {
        match self.cells[cell as usize].due {
            GONE => {
                self.gone -= 1;
                self.set_free(cell);
                false
            }
            now if now == due => true,
            later => {
                self.lay(cell, later);
                false
            }
        }
    }

    fn cell(&mut self, key: TimerKey, due: Moment) -> u32 {
        new_cell(&mut self.free, &mut self.cells, key, due)
    }

    fn set_free(&mut self, cell: u32) {
        self.cells[cell as usize].due = GONE;
        self.cells[cell as usize].next = std::mem::replace(&mut self.free, cell);
    }

    /// Lays all that is armed anew once more lies about than is armed.
    fn tidy(&mut self) {
        if self.gone <= self.keys.len().max(GONE_MIN) {
            return;
        }
        let mut cells = Vec::with_capacity(self.keys.len() + self.keys.len() / 4);
        cells.extend(self.cells.iter().filter(|c| c.due != GONE));
        *self = Self { cells, at: self.at, ..Self::default() };
        for cell in 0..self.cells.len() as u32 {
            let Cell { due, .. } = self.cells[cell as usize];
            self.lay(cell, due);
            let key = self.cells[cell as usize].key();
            self.keys.insert_unique(hash(key), cell, |cell| hash(self.cells[*cell as usize].key()));
        }
    }
}

fn new_cell(free: &mut u32, cells: &mut Vec<Cell>, key: TimerKey, due: Moment) -> u32 {
    let cell = Cell { case: key.case, due, timer: key.timer, next: NONE };
    if *free == NONE {
        cells.push(cell);
        return cells.len() as u32 - 1;
    }
    let found = *free;
    *free = std::mem::replace(&mut cells[found as usize], cell).next;
    found
}

#[cfg(test)]
mod tests;
