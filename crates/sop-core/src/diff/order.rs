//! Two lists as one: in the order of the new, and what is gone behind what came before it.

/// A place of the merged list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// Of the new list, with its partner of the old.
    New(usize, Option<usize>),
    /// Of the old list alone.
    Gone(usize),
}

/// Merges; `to` tells for each of the old list its partner in the new, which has `count`.
pub(crate) fn merge(to: &[Option<usize>], count: usize) -> Vec<Slot> {
    let mut first = Vec::new();
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut from = vec![None; count];
    let mut last: Option<usize> = None;
    for (old, to) in to.iter().enumerate() {
        match to.filter(|t| *t < count) {
            Some(to) => {
                from[to] = Some(old);
                last = Some(to);
            }
            None => last.map_or(&mut first, |l| &mut behind[l]).push(old),
        }
    }
    let mut slots: Vec<Slot> = first.into_iter().map(Slot::Gone).collect();
    for (new, (from, gone)) in from.into_iter().zip(behind).enumerate() {
        slots.push(Slot::New(new, from));
        slots.extend(gone.into_iter().map(Slot::Gone));
    }
    slots
}
