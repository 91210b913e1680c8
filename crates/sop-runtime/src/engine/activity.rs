//! Counts what is under way, so that others can wait until nothing is.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Notify;

/// The count. Clones count together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Activity(Arc<Count>);

#[derive(Debug, Default)]
struct Count {
    under_way: AtomicUsize,
    none: Notify,
}

/// Something is under way as long as this lives.
#[derive(Debug)]
pub(crate) struct Busy(Activity);

impl Activity {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn begin(&self) -> Busy {
        self.0.under_way.fetch_add(1, Ordering::SeqCst);
        Busy(self.clone())
    }

    /// Waits until nothing is under way.
    pub(crate) fn settled(&self) -> impl Future<Output = ()> + Send + use<> {
        let count = Arc::clone(&self.0);
        async move {
            loop {
                let mut none = std::pin::pin!(count.none.notified());
                // From here on no notice is missed; so whoever ends after the look tells of it.
                none.as_mut().enable();
                if count.under_way.load(Ordering::SeqCst) == 0 {
                    return;
                }
                none.await;
            }
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let count = &self.0.0;
        if count.under_way.fetch_sub(1, Ordering::SeqCst) == 1 {
            count.none.notify_waiters();
        }
    }
}
