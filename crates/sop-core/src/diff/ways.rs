//! Ways out of a node or stage, and rows of a table: which of the old is which of the new.

use super::WayKind;
use super::describe::Way;

/// For each old way the new one that it is now.
pub(super) fn pairs(old: &[Way], new: &[Way]) -> Vec<Option<usize>> {
    let mut pairing = Pairing { old, new, to: vec![None; old.len()], taken: vec![false; new.len()] };
    pairing.pass(|a, b| a.key.source == b.key.source && a.to.source == b.to.source);
    pairing.pass(|a, b| a.key.source == b.key.source);
    // What is taken by time or by a condition is the same if it leads to the same place.
    pairing.pass(|a, b| is_free(a.kind) && a.to.source == b.to.source);
    pairing.pass(|a, _| is_timed(a.kind));
    pairing.to
}

/// By time alone.
pub(super) const fn is_timed(kind: WayKind) -> bool {
    matches!(kind, WayKind::After | WayKind::At | WayKind::Deadline | WayKind::Silent)
}

/// What it is taken by can change without making another way of it.
pub(super) const fn is_free(kind: WayKind) -> bool {
    is_timed(kind) || matches!(kind, WayKind::When | WayKind::Row | WayKind::Tell)
}

struct Pairing<'a> {
    old: &'a [Way],
    new: &'a [Way],
    to: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairing<'_> {
    fn pass(&mut self, same: impl Fn(&Way, &Way) -> bool) {
        for (i, a) in self.old.iter().enumerate() {
            if self.to[i].is_some() {
                continue;
            }
            let found =
                self.new.iter().enumerate().find(|(j, b)| !self.taken[*j] && a.kind == b.kind && same(a, b));
            if let Some((j, _)) = found {
                self.taken[j] = true;
                self.to[i] = Some(j);
            }
        }
    }
}
