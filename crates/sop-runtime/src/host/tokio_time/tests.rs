//! Timers on tokio's clock, on several threads.

use super::*;
use crate::host::store::CaseId;
use crate::host::timers::FireSink;
use crate::kernel::TimerId;
use std::pin::Pin;
use tokio::sync::mpsc;

/// Says what fired.
#[derive(Debug)]
struct Told(mpsc::UnboundedSender<TimerKey>);

impl FireSink for Told {
    fn fire(&self, key: TimerKey) {
        let _ = self.0.send(key);
    }

    fn settled(&self) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::ready(()))
    }
}

/// The task may look for the first time before `connect` is done, or after the first timer is armed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timer_that_is_armed_at_once_is_not_overslept() {
    let (fired, mut told) = mpsc::unbounded_channel();
    let sink: Arc<dyn FireSink> = Arc::new(Told(fired));
    for case in 0..20_000 {
        let timers = TokioTimers::new();
        timers.connect(FireHandle::new(Arc::downgrade(&sink)));
        let key = TimerKey { case: CaseId(case), timer: TimerId(1) };
        timers.arm(key, Moment(0));
        let found = tokio::time::timeout(NAP / 3, told.recv()).await;
        assert_eq!(found, Ok(Some(key)), "round {case}");
    }
}
