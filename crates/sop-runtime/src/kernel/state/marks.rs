//! What is remembered of rules, by law. Most laws ask only whether something came: those take a bit each.

use crate::kernel::program::Quiet;
use serde::{Deserialize, Serialize};

/// Laws whose bits lie together; a flow that has more of them keeps the rest in a list.
const BITS: u16 = 64;

/// What is remembered of one law of the case's flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::kernel) struct Mark {
    /// Its position among the flow's laws.
    pub(in crate::kernel) law: u16,
    /// Never 0.
    pub(in crate::kernel) count: u32,
}

/// A mark for each law that something concerned. Each has one place, so that equal marks are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::kernel) struct Marks {
    /// Laws whose mark is 1.
    pub(super) ones: u64,
    /// The others, by law.
    #[expect(clippy::box_collection, reason = "hardly any case has one")]
    pub(in crate::kernel) others: Option<Box<Vec<Mark>>>,
}

impl Marks {
    /// What is remembered of a law; 0 for one that nothing concerned yet.
    pub(in crate::kernel) fn get(&self, law: u16) -> u32 {
        if law < BITS && self.ones & (1 << law) != 0 {
            return 1;
        }
        self.others().iter().find(|m| m.law == law).map_or(0, |m| m.count)
    }

    /// Remembers that of a law; 0: nothing any more.
    pub(in crate::kernel) fn set(&mut self, law: u16, count: u32) {
        let is_one = law < BITS && count == 1;
        if law < BITS {
            self.ones = (self.ones & !(1 << law)) | (u64::from(is_one) << law);
        }
        let kept = if is_one { 0 } else { count };
        let place = self.others().binary_search_by_key(&law, |m| m.law);
        match (place, kept, &mut self.others) {
            (Ok(found), 0, Some(others)) => {
                others.remove(found);
                if others.is_empty() {
                    self.others = None;
                }
            }
            (Ok(found), _, Some(others)) => others[found].count = kept,
            (Err(_), 0, _) | (Ok(_), _, None) => {}
            (Err(place), _, others) => others.get_or_insert_default().insert(place, Mark { law, count }),
        }
    }

    /// Whether those are set that must be, and those not that must not.
    pub(in crate::kernel) fn are(&self, point: &Quiet) -> bool {
        self.ones & point.must == point.must && self.ones & point.must_not == 0
    }

    /// Goes past a point, if that breaks no law; `false`: nothing was done.
    pub(in crate::kernel) fn pass(&mut self, point: &Quiet) -> bool {
        let passes = self.are(point);
        if passes {
            self.ones = (self.ones & !point.clear) | point.set;
        }
        passes
    }

    pub(in crate::kernel) fn is_empty(&self) -> bool {
        self.ones == 0 && self.others.is_none()
    }

    pub(in crate::kernel) fn clear(&mut self) {
        *self = Self::default();
    }

    /// All of them: those of one bit, then the others; each by law.
    pub(in crate::kernel) fn iter(&self) -> impl Iterator<Item = Mark> + '_ {
        let ones = (0..BITS).filter(|law| self.ones & (1 << law) != 0).map(|law| Mark { law, count: 1 });
        ones.chain(self.others().iter().copied())
    }

    pub(super) fn others(&self) -> &[Mark] {
        self.others.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Puts in what has no bit; `None` if that is not in order, or has one.
    pub(super) fn add_others(&mut self, others: Vec<Mark>) -> Option<()> {
        let has_bit = |m: &Mark| m.count == 0 || (m.law < BITS && (m.count == 1 || self.get(m.law) == 1));
        if others.is_empty() || !others.is_sorted_by(|a, b| a.law < b.law) || others.iter().any(has_bit) {
            return None;
        }
        self.others = Some(Box::new(others));
        Some(())
    }

    /// From a list by law, as formats 1 and 2 have it.
    pub(super) fn from_list(list: &[Mark]) -> Result<Self, &'static str> {
        if !list.is_sorted_by(|a, b| a.law < b.law) {
            return Err("marks of rules are out of order");
        }
        if list.iter().any(|m| m.count == 0) {
            return Err("a mark that no rule makes");
        }
        let mut marks = Self::default();
        list.iter().for_each(|m| marks.set(m.law, m.count));
        Ok(marks)
    }
}
