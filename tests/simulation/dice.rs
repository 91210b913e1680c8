//! All chance of a simulation: `SplitMix64`, one row of numbers a seed, the same on every machine.

use std::time::Duration;

/// A source of numbers that look like chance.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xd134_2543_de82_ef95) ^ 0x9e37_79b9_7f4a_7c15)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `bound`, which is not 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// In so many of a thousand cases.
    pub(crate) fn permille(&mut self, of_thousand: u32) -> bool {
        self.below(1000) < u64::from(of_thousand)
    }

    /// One of them.
    pub(crate) fn one<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        if of.is_empty() {
            return None;
        }
        let position = usize::try_from(self.below(of.len() as u64)).unwrap_or(0);
        of.get(position)
    }

    /// A length of time, mostly short, seldom up to six times the mean: made of whole numbers, so that it is the same everywhere.
    pub(crate) fn about(&mut self, mean: Duration) -> Duration {
        let ms = u64::try_from(mean.as_millis()).unwrap_or(u64::MAX / 16);
        // Four halvings at most: each with an even chance goes on to a longer time.
        let mut most = ms.max(1);
        while most < ms.saturating_mul(6) && self.below(3) == 0 {
            most = most.saturating_mul(2);
        }
        Duration::from_millis(self.below(most.saturating_add(1)))
    }
}
