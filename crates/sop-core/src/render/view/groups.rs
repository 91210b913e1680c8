//! Items of a column in groups, for outputs whose boxes may not overlap.

use super::Picture;

/// Items that share a box.
#[derive(Debug)]
pub(in crate::render) struct Group {
    /// The frame that is their box; none for items straight in the lane.
    pub(in crate::render) frame: Option<usize>,
    /// In order.
    pub(in crate::render) items: Vec<usize>,
}

impl Picture {
    /// The items of a column: an outermost frame is a group if this column holds all of it; what is left is the first group.
    pub(in crate::render) fn groups(&self, column: usize) -> Vec<Group> {
        let outermost = |item: usize| {
            let mut frame = self.items[item].frame?;
            while let Some(outer) = self.frames[frame].outer {
                frame = outer;
            }
            Some(frame)
        };
        let mut whole = vec![true; self.frames.len()];
        for i in 0..self.items.len() {
            if let Some(frame) = outermost(i).filter(|_| self.items[i].column != column) {
                whole[frame] = false;
            }
        }
        let mut groups = vec![Group { frame: None, items: Vec::new() }];
        let mut of = vec![0; self.frames.len()];
        for i in (0..self.items.len()).filter(|i| self.items[*i].column == column) {
            let group = match outermost(i).filter(|f| whole[*f]) {
                Some(frame) => {
                    if of[frame] == 0 {
                        of[frame] = groups.len();
                        groups.push(Group { frame: Some(frame), items: Vec::new() });
                    }
                    of[frame]
                }
                None => 0,
            };
            groups[group].items.push(i);
        }
        groups
    }
}
