//! Tracks: parallel lines in one street. Intervals of one key may lie on each other, those of two keys may not.

use std::collections::BTreeMap;

/// A stretch of a street, ends included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    /// Stretches of one key share a track: they lead to the same place.
    pub(super) key: (usize, bool),
    pub(super) low: i32,
    pub(super) high: i32,
    /// Smaller ones get their track first.
    pub(super) order: i32,
}

/// The tracks of one street.
#[derive(Debug, Default)]
pub(super) struct Tracks {
    /// Track of each key.
    pub(super) of: BTreeMap<(usize, bool), usize>,
    /// How many there are.
    pub(super) count: usize,
}

/// Gives out tracks, the first that is free for at least `gap`.
pub(super) fn assign(stretches: &[Stretch], gap: i32) -> Tracks {
    let mut merged: BTreeMap<(usize, bool), Stretch> = BTreeMap::new();
    for s in stretches {
        merged
            .entry(s.key)
            .and_modify(|m| {
                m.low = m.low.min(s.low);
                m.high = m.high.max(s.high);
                m.order = m.order.min(s.order);
            })
            .or_insert(*s);
    }
    let mut nets: Vec<Stretch> = merged.into_values().collect();
    nets.sort_by_key(|s| (s.order, s.low, s.key));
    let mut tracks: Vec<BTreeMap<i32, i32>> = Vec::new();
    let mut of = BTreeMap::new();
    for net in nets {
        let free = |t: &BTreeMap<i32, i32>| {
            t.range(..=net.high + gap).next_back().is_none_or(|(_, end)| end + gap < net.low)
        };
        let track = tracks.iter().position(free).unwrap_or(tracks.len());
        if track == tracks.len() {
            tracks.push(BTreeMap::new());
        }
        tracks[track].insert(net.low, net.high);
        of.insert(net.key, track);
    }
    Tracks { of, count: tracks.len() }
}
