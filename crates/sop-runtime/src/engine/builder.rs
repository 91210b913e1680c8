//! Building an engine: everything that doesn't fit is told at once; then the store is read, and what was left begins again.

use super::Engine;
use super::deliver::Deliveries;
use super::edition::Edition;
use super::error::{BuildError, EngineError};
use super::inner::{Inner, Mode, Parts};
use super::metrics::Metrics;
use super::writer::{Pace, Writer};
use crate::host::actions::Action;
use crate::host::clock::{Clock, SystemClock, Time};
use crate::host::memory::MemoryStore;
use crate::host::store::{Change, Store};
use crate::host::subscriber::Subscriber;
use crate::host::timers::{FireHandle, FireSink, Timers};
use crate::host::tokio_time::TokioTimers;
use crate::kernel::Settings;
use crate::value::{Moment, Value};
use chrono::Datelike;
use sop_core::model::Book;
use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

/// An engine to be.
pub struct EngineBuilder {
    book: Book,
    settings: Settings,
    actions: BTreeMap<String, Arc<dyn Action>>,
    store: Option<Box<dyn Store>>,
    clock: Option<Arc<dyn Clock>>,
    timers: Option<Arc<dyn Timers>>,
    subscriber: Option<Arc<dyn Subscriber>>,
    metrics: Metrics,
    pace: Option<Pace>,
}

impl EngineBuilder {
    pub(super) fn new(book: Book) -> Self {
        Self {
            book,
            settings: Settings::new(),
            actions: BTreeMap::new(),
            store: None,
            clock: None,
            timers: None,
            subscriber: None,
            metrics: Metrics::default(),
            pace: None,
        }
    }

    /// The value of a setting. Values of `one of` go by name.
    #[must_use]
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.settings.insert(name.into(), value.into());
        self
    }

    /// The values of many settings.
    #[must_use]
    pub fn settings(mut self, settings: impl IntoIterator<Item = (String, Value)>) -> Self {
        self.settings.extend(settings);
        self
    }

    /// What carries out an action of the book: a closure from [`ActionCall`](crate::host::ActionCall) to a future, or your own
    /// [`Action`].
    #[must_use]
    pub fn action(mut self, name: impl Into<String>, action: impl Action) -> Self {
        self.actions.insert(name.into(), Arc::new(action));
        self
    }

    /// Where cases are kept. Without one they are kept in memory, and lost with the process.
    #[must_use]
    pub fn store(self, store: impl Store) -> Self {
        self.boxed_store(Box::new(store))
    }

    /// Where cases are kept, chosen at run time.
    #[must_use]
    pub fn boxed_store(mut self, store: Box<dyn Store>) -> Self {
        self.store = Some(store);
        self
    }

    /// For simulations: the store works in a task of this runtime instead of a thread of its own, and each round of requests
    /// takes as long as `pace` says, by tokio's clock. On a single-threaded runtime whose time is paused, the same engine
    /// then does the same in every run. A store that waits for a disk would hold up everything else.
    #[must_use]
    #[doc(hidden)]
    pub fn store_in_task(mut self, pace: impl FnMut() -> std::time::Duration + Send + 'static) -> Self {
        self.pace = Some(Box::new(pace));
        self
    }

    /// A clock with its timers, such as [`VirtualTime`](crate::host::VirtualTime). Without one: the machine's, and tokio's timers.
    #[must_use]
    pub fn time(mut self, time: impl Time) -> Self {
        let time = Arc::new(time);
        self.clock = Some(Arc::clone(&time) as Arc<dyn Clock>);
        self.timers = Some(time);
        self
    }

    /// Only another clock; tokio's timers go by it, unless others are given.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Only other timers.
    #[must_use]
    pub fn timers(mut self, timers: impl Timers) -> Self {
        self.timers = Some(Arc::new(timers));
        self
    }

    /// Who hears of effects, durably. Effects that came about without a subscriber are not kept for a later one.
    #[must_use]
    pub fn subscriber(mut self, subscriber: impl Subscriber) -> Self {
        self.subscriber = Some(Arc::new(subscriber));
        self
    }

    /// Who is told what the engine measures of itself ([`metrics`](super::metrics)).
    #[cfg(feature = "metrics")]
    #[must_use]
    pub fn meter_provider(mut self, provider: &dyn opentelemetry::metrics::MeterProvider) -> Self {
        self.metrics = Metrics::of(provider);
        self
    }

    /// Opens the engine. Must be called inside a tokio runtime, which runs it from then on.
    ///
    /// # Errors
    ///
    /// [`BuildError::Unfit`] tells all missing and unknown actions and settings at once; nothing has been stored then.
    pub async fn build(self) -> Result<Engine, BuildError> {
        self.open(Mode::Work).await
    }

    /// Opens the engine to move cases only ([`Engine::move_cases`]): every input is refused with [`EngineError::Closed`], no timer
    /// is armed, and what waits to be done or delivered is left to the engine that does the work. For programs that
    /// maintain a store; the actions given here are never run.
    ///
    /// # Errors
    ///
    /// As [`EngineBuilder::build`].
    pub async fn build_to_move(self) -> Result<Engine, BuildError> {
        self.open(Mode::Move).await
    }

    /// Opens the engine to look at cases only: nothing is stored, armed, invoked or delivered, and every input is refused with
    /// [`EngineError::Closed`]. For programs that show what a store holds.
    ///
    /// # Errors
    ///
    /// As [`EngineBuilder::build`].
    pub async fn build_to_look(self) -> Result<Engine, BuildError> {
        self.open(Mode::Look).await
    }

    async fn open(self, mode: Mode) -> Result<Engine, BuildError> {
        let Self { book, settings, actions, store, clock, timers, subscriber, pace, metrics } = self;
        let names = actions.keys().cloned().collect();
        let current = Arc::new(Edition::build(book, settings, &names)?);
        let store = store.unwrap_or_else(|| Box::new(MemoryStore::new()));
        let clock = clock.unwrap_or_else(|| Arc::new(SystemClock));
        let timers = timers.unwrap_or_else(|| Arc::new(TokioTimers::by(Arc::clone(&clock))));
        warn_of_calendars(&current.book, clock.now());

        let writer = match pace {
            Some(pace) => Writer::start_here(store, pace, metrics.clone()),
            None => Writer::start(store, metrics.clone()).map_err(BuildError::Thread)?,
        };
        if mode != Mode::Look {
            writer.commit(vec![Change::Edition(current.id, current.encode())]).await.map_err(opening)?;
        }
        #[cfg(feature = "metrics")]
        if metrics.are_wanted() {
            metrics.found(writer.read(Store::census).await.map_err(opening)?);
        }
        let last_case = writer.read(Store::last_case).await.map_err(opening)?;

        let inner = Inner::new(Parts {
            mode,
            current,
            actions,
            clock,
            timers,
            writer,
            deliveries: subscriber.map(Deliveries::new),
            metrics,
            last_case: last_case.map_or(0, |c| c.0),
        });
        let engine = Engine { handle: Arc::new(super::Handle(Arc::clone(&inner))) };
        if mode != Mode::Work {
            if mode == Mode::Move {
                inner.note_calls().await.map_err(opening)?;
            }
            inner.close();
            return Ok(engine);
        }
        #[cfg(feature = "metrics")]
        if inner.metrics.are_wanted() && inner.deliveries.is_some() {
            inner.count_waiting().await.map_err(opening)?;
        }
        let sink: Weak<dyn FireSink> = inner.me.clone();
        inner.timers.connect(FireHandle::new(sink));
        inner.begin_again().await.map_err(opening)?;
        Ok(engine)
    }
}

fn opening(error: EngineError) -> BuildError {
    match error {
        EngineError::Store(error) => BuildError::Store(error),
        error => BuildError::Damaged { what: error.to_string() },
    }
}

/// Days beyond a calendar count as working days; somebody must know.
fn warn_of_calendars(book: &Book, now: Moment) {
    let local = now.plus(i64::from(book.zone.offset_minutes) * 60_000).and_then(Moment::to_utc);
    let Some(year) = local.map(|l| l.year()) else { return };
    for calendar in &book.calendars {
        let (from, to) = calendar.covers;
        if year < from || year > to {
            tracing::warn!(
                calendar = calendar.name,
                year,
                from,
                to,
                "the calendar doesn't cover the present year"
            );
        }
    }
}

impl std::fmt::Debug for EngineBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let actions: Vec<_> = self.actions.keys().collect();
        f.debug_struct("EngineBuilder")
            .field("settings", &self.settings)
            .field("actions", &actions)
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}
