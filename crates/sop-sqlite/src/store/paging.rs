//! Reading a table that has a sum page by page, beside changes of it, and knowing at its end whether a row vanished.
//!
//! Invariant: the sum is that of the rows up to the last that was read, as they are now.

use super::fault::Fault;
use super::totals::Sum;

/// A walk through a table whose rows have keys in order.
#[derive(Debug)]
pub(super) struct Paging<K> {
    at: Option<(K, Sum)>,
}

impl<K> Default for Paging<K> {
    fn default() -> Self {
        Self { at: None }
    }
}

impl<K: Ord + Copy> Paging<K> {
    /// A page was read: behind `after` these rows' keys and checksums; `end`: there are no more. A walk begins with the first page and
    /// goes on with the next; other pages are none of it. At its end the sum of all must be what is `written`.
    pub(super) fn page(
        &mut self,
        after: Option<K>,
        rows: impl IntoIterator<Item = (K, i64)>,
        end: bool,
        written: impl FnOnce() -> Result<Sum, Fault>,
        table: &str,
    ) -> Result<(), Fault> {
        let mut at = match (after, self.at) {
            (None, _) => None,
            (Some(after), Some((at, sum))) if after == at => Some((at, sum)),
            _ => return Ok(()),
        };
        for (key, crc) in rows {
            let mut sum = at.map_or_else(Sum::default, |(_, sum)| sum);
            sum.add(crc);
            at = Some((key, sum));
        }
        self.at = at.filter(|_| !end);
        if end { written()?.same(at.map_or_else(Sum::default, |(_, sum)| sum), table) } else { Ok(()) }
    }

    /// A row was replaced, removed or added: its checksums before and after.
    pub(super) fn changed(&mut self, key: K, before: Option<i64>, after: Option<i64>) {
        let Some((_, sum)) = self.at.as_mut().filter(|(at, _)| key <= *at) else { return };
        before.into_iter().for_each(|crc| sum.remove(crc));
        after.into_iter().for_each(|crc| sum.add(crc));
    }

    /// The walk ends unfinished.
    pub(super) fn stop(&mut self) {
        self.at = None;
    }
}
