//! Pauses between tries of what must succeed some time: each twice as long as the last.

use std::time::Duration;

/// The pauses that are still to come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pauses(Duration);

const FIRST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_mins(1);

impl Pauses {
    /// None yet.
    pub(super) fn new() -> Self {
        Self(FIRST)
    }

    /// Waits for the next.
    pub(super) async fn wait(&mut self) {
        let now = self.0;
        self.0 = (now * 2).min(LONGEST);
        tokio::time::sleep(now).await;
    }
}
