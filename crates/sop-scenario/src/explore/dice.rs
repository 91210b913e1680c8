//! Chance that is the same on every machine and in every release: `SplitMix64` (Steele, Lea, Flood: *Fast Splittable
//! Pseudorandom Number Generators*, OOPSLA 2014).

/// A source of numbers that look like chance.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The same seeds give the same numbers; different ones have nothing to do with each other.
    pub(crate) fn new(seeds: &[u64]) -> Self {
        let mut dice = Self(0x9e37_79b9_7f4a_7c15);
        for seed in seeds {
            dice.0 = dice.next() ^ *seed;
        }
        dice
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `bound`; 0 if that is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        // A little bias towards small numbers is no harm here.
        let bound = bound.max(1) as u64;
        usize::try_from(self.next() % bound).unwrap_or(0)
    }

    /// In so many of a hundred cases.
    pub(crate) fn percent(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    /// One of them; `None` of none.
    pub(crate) fn one<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        of.get(self.below(of.len()))
    }

    /// One of them by weight; `None` if nothing weighs anything.
    pub(crate) fn by_weight<'t, T>(&mut self, of: &'t [(usize, T)]) -> Option<&'t T> {
        let total: usize = of.iter().map(|(w, _)| w).sum();
        let mut left = self.below(total);
        of.iter().find_map(|(w, t)| {
            let hit = left < *w;
            left = left.saturating_sub(*w);
            hit.then_some(t)
        })
    }
}
