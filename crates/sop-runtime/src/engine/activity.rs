//! Counts what is under way, so that others can wait until nothing is.

use tokio::sync::watch;

/// The count. Clones count together.
#[derive(Clone, Debug)]
pub(crate) struct Activity(watch::Sender<usize>);

/// Something is under way as long as this lives.
#[derive(Debug)]
pub(crate) struct Busy(Activity);

impl Activity {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    pub(crate) fn begin(&self) -> Busy {
        self.0.send_modify(|n| *n += 1);
        Busy(self.clone())
    }

    /// Waits until nothing is under way.
    pub(crate) fn settled(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut count = self.0.subscribe();
        async move {
            // The only error is that all counters are gone; then nothing is under way.
            let _ = count.wait_for(|n| *n == 0).await;
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.0.send_modify(|n| *n -= 1);
    }
}
