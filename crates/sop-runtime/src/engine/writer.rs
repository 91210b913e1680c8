//! The one thread that owns the store.
//!
//! Requests wait in a bounded channel; so a slow store slows its callers down, and nothing piles up. The thread takes
//! all that is waiting and commits it as one batch; each caller hears of its own. Reads of the same round come after
//! the commit.

use super::error::EngineError;
use super::metrics::Metrics;
use super::pulse::Pulse;
use crate::host::store::{Change, Store, StoreError};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{mpsc, oneshot};

/// Requests that may wait.
const QUEUE_MAX: usize = super::limits::STORE_QUEUE_MAX;

/// Requests of one round.
const ROUND_MAX: usize = 256;

/// How long the thread looks out for the next request before it sleeps.
const LINGER: Duration = Duration::from_micros(50);

type Reply<T> = oneshot::Sender<T>;
/// How a commit went, and its changes: whose thread took their memory shall give it back. Threads that give back each other's
/// wait for each other.
type Committed = (Result<(), StoreError>, Vec<Change>);
type Read = Box<dyn FnOnce(&mut dyn Store) + Send>;

/// How long a store that is simulated takes for its next round.
pub(crate) type Pace = Box<dyn FnMut() -> Duration + Send>;

enum Job {
    Commit(Vec<Change>, Reply<Committed>),
    Read(Read),
    Stop(Reply<()>),
}

/// The way to the thread. It ends when the last of these is gone, or by [`Writer::stop`].
#[derive(Clone, Debug)]
pub(crate) struct Writer {
    jobs: mpsc::Sender<Job>,
    /// `None`: nothing is looked out for, as no thread works beside this one.
    pulse: Option<Arc<Pulse>>,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(store: Box<dyn Store>, metrics: Metrics) -> std::io::Result<Self> {
        let (jobs, queue) = mpsc::channel(QUEUE_MAX);
        // A weak way: measuring keeps no thread.
        let weak = jobs.downgrade();
        metrics.queue(move || weak.upgrade().map(|jobs| jobs.max_capacity() - jobs.capacity()));
        let pulse = Arc::new(Pulse::default());
        let beats = Arc::clone(&pulse);
        std::thread::Builder::new()
            .name("sop-store".to_owned())
            .spawn(move || run(store, queue, &beats, metrics))?;
        Ok(Self { jobs, pulse: Some(pulse) })
    }

    /// Starts a task of this runtime instead of a thread; each round begins after the pause that `pace` gives. Then no thread
    /// has a say in what comes first: with one seed, everything comes in the same order. For simulations.
    pub(crate) fn start_here(store: Box<dyn Store>, pace: Pace, metrics: Metrics) -> Self {
        let (jobs, queue) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(run_here(store, queue, pace, metrics));
        Self { jobs, pulse: None }
    }

    /// Commits, together with what others commit at the same time. Once sent, it happens even if nobody waits for it.
    pub(crate) async fn commit(&self, changes: Vec<Change>) -> Result<(), EngineError> {
        let (reply, answer) = oneshot::channel();
        self.jobs.send(Job::Commit(changes, reply)).await.map_err(|_| EngineError::Closed)?;
        let answer = match &self.pulse {
            Some(pulse) => pulse.answer(answer).await,
            None => answer.await,
        };
        let (result, _changes) = answer.map_err(|_| EngineError::Closed)?;
        Ok(result?)
    }

    /// How many requests wait in the channel.
    #[cfg(test)]
    pub(crate) fn waiting(&self) -> usize {
        self.jobs.max_capacity() - self.jobs.capacity()
    }

    /// Reads.
    pub(crate) async fn read<T, F>(&self, f: F) -> Result<T, EngineError>
    where
        T: Send + 'static,
        F: FnOnce(&mut dyn Store) -> Result<T, StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let read: Read = Box::new(move |store| {
            // Who no longer waits doesn't want to know.
            let _ = reply.send(f(store));
        });
        self.jobs.send(Job::Read(read)).await.map_err(|_| EngineError::Closed)?;
        Ok(answer.await.map_err(|_| EngineError::Closed)??)
    }

    /// Lets the thread do what is waiting, then give the store up. Done when the store is closed.
    pub(crate) async fn stop(&self) {
        let (reply, answer) = oneshot::channel();
        if self.jobs.send(Job::Stop(reply)).await.is_ok() {
            let _ = answer.await;
        }
    }
}

fn run(mut store: Box<dyn Store>, mut queue: mpsc::Receiver<Job>, pulse: &Pulse, metrics: Metrics) {
    let mut round = Round::default();
    while let Some(first) = next(&mut queue) {
        let begun = Instant::now();
        round.work(&mut *store, first, &mut queue, &metrics);
        pulse.beat(begun.elapsed());
    }
    end(store, metrics, round.stops);
}

/// The next job. Whoever was just answered often comes back at once: sleeping and being woken would take longer than that.
fn next(queue: &mut mpsc::Receiver<Job>) -> Option<Job> {
    let begun = Instant::now();
    loop {
        match queue.try_recv() {
            Ok(job) => return Some(job),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) if begun.elapsed() < LINGER => std::thread::yield_now(),
            Err(TryRecvError::Empty) => return queue.blocking_recv(),
        }
    }
}

/// The same in a task.
async fn run_here(
    mut store: Box<dyn Store>,
    mut queue: mpsc::Receiver<Job>,
    mut pace: Pace,
    metrics: Metrics,
) {
    let mut round = Round::default();
    while let Some(first) = queue.recv().await {
        tokio::time::sleep(pace()).await;
        round.work(&mut *store, first, &mut queue, &metrics);
    }
    end(store, metrics, round.stops);
}

/// Gives the store up, and tells those who wait for that: nothing is measured of it any more by then.
fn end(store: Box<dyn Store>, metrics: Metrics, stops: Vec<Reply<()>>) {
    drop((store, metrics));
    for stop in stops {
        let _ = stop.send(());
    }
}

/// What is done at once; its lists are used again.
#[derive(Default)]
struct Round {
    count: usize,
    changes: Vec<Change>,
    commits: Vec<Commit>,
    reads: Vec<Read>,
    /// Those who wait for the end.
    stops: Vec<Reply<()>>,
}

/// A request for a commit.
struct Commit {
    /// How many of the round's changes are its own.
    count: usize,
    /// Where they came in, and go back.
    changes: Vec<Change>,
    reply: Reply<Committed>,
}

impl Round {
    /// Does this job, and what waits behind it.
    fn work(
        &mut self,
        store: &mut dyn Store,
        first: Job,
        queue: &mut mpsc::Receiver<Job>,
        metrics: &Metrics,
    ) {
        self.count = 0;
        self.take(first);
        while self.count < ROUND_MAX {
            let Ok(job) = queue.try_recv() else { break };
            self.take(job);
        }
        self.commit(store, metrics);
        for read in self.reads.drain(..) {
            read(store);
        }
        if !self.stops.is_empty() {
            // No further jobs are taken; those already waiting are done.
            queue.close();
        }
    }

    fn take(&mut self, job: Job) {
        self.count += 1;
        match job {
            Job::Commit(mut changes, reply) => {
                let count = changes.len();
                self.changes.append(&mut changes);
                self.commits.push(Commit { count, changes, reply });
            }
            Job::Read(read) => self.reads.push(read),
            Job::Stop(reply) => self.stops.push(reply),
        }
    }

    /// All in one batch; if that fails, each on its own, so that nobody fails for another's fault.
    fn commit(&mut self, store: &mut dyn Store, metrics: &Metrics) {
        if self.commits.is_empty() {
            return;
        }
        let span =
            tracing::debug_span!("commit", requests = self.commits.len(), changes = self.changes.len());
        let mut commit = |requests, changes: &[Change]| {
            let began = metrics.began();
            let result = store.commit(changes);
            metrics.committed(began, requests, &result);
            result
        };
        let _span = span.enter();
        let together = commit(self.commits.len(), &self.changes);
        tracing::trace!(ok = together.is_ok(), "committed");
        let one = self.commits.len() == 1;
        let mut together = Some(together);
        let mut all = self.changes.drain(..);
        for Commit { count, mut changes, reply } in self.commits.drain(..) {
            changes.extend(all.by_ref().take(count));
            let result = match &together {
                Some(Ok(())) => Ok(()),
                Some(Err(_)) if one => together.take().unwrap_or(Ok(())),
                _ => commit(1, &changes),
            };
            // Who no longer waits doesn't want to know.
            let _ = reply.send((result, changes));
        }
    }
}
