//! Choices that the exploration can't decide: each run follows one way through them, the next run the next way.

/// A way through the choices of one step.
#[derive(Debug, Default)]
pub(super) struct Oracle {
    taken: Vec<(usize, usize)>,
    next: usize,
    /// A condition was answered without being followed.
    pub(super) guessed: bool,
    /// The step that would be passed again and again, without end.
    pub(super) endless: Option<super::plan::N>,
}

impl Oracle {
    /// One of so many; 0 where there is no choice.
    pub(super) fn choose(&mut self, of: usize) -> usize {
        if of < 2 {
            return 0;
        }
        let choice = match self.taken.get(self.next) {
            Some((choice, _)) => *choice,
            None => {
                self.taken.push((0, of));
                0
            }
        };
        self.next += 1;
        choice
    }

    /// Makes ready for the next way; false when all have been gone.
    pub(super) fn advance(&mut self) -> bool {
        self.next = 0;
        self.guessed = false;
        self.endless = None;
        while let Some((choice, of)) = self.taken.pop() {
            if choice + 1 < of {
                self.taken.push((choice + 1, of));
                return true;
            }
        }
        false
    }
}
