//! Measuring: the instruments, made once an engine is built, and what each is told.

use super::{Answer, Taken};
use crate::engine::edition::Edition;
use crate::engine::error::EngineError;
use crate::engine::families::Cases;
use crate::engine::inner::lock;
use crate::host::ActionError;
use crate::host::store::{CaseCount, CaseStatus, StoreError};
use crate::kernel::{NodeIx, RuleIx};
use crate::value::Moment;
use opentelemetry::metrics::{AsyncInstrument, Counter, Histogram, Meter, MeterProvider};
use opentelemetry::{InstrumentationScope, KeyValue};
use sop_core::model::FlowId;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

/// Bounds of what takes milliseconds where all is well, in seconds.
const SHORT: [f64; 16] =
    [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Bounds of what may take minutes, in seconds.
const LONG: [f64; 16] =
    [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0];

/// Bounds of a number of requests.
const REQUESTS: [f64; 12] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0, 2048.0];

/// What an engine measures; nothing without a provider.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metrics(Option<Arc<Instruments>>);

/// When something began; `None`: nobody wants to know.
pub(crate) type Began = Option<Instant>;

/// The flow that a measurement is of; `None`: nobody wants to know.
pub(crate) type OfFlow = Option<KeyValue>;

#[derive(Debug)]
struct Instruments {
    meter: Meter,
    stands: Stands,
    pending: AtomicI64,
    inputs: Counter<u64>,
    input: Histogram<f64>,
    commit: Histogram<f64>,
    size: Histogram<u64>,
    lateness: Histogram<f64>,
    action: Histogram<f64>,
    incidents: Counter<u64>,
    delivery: Histogram<f64>,
    breaks: Counter<u64>,
}

/// Cases by flow and status.
#[derive(Debug, Default)]
struct Stands(Mutex<BTreeMap<String, Vec<(CaseStatus, i64)>>>);

impl Stands {
    fn add(&self, flow: &str, status: &CaseStatus, cases: i64) {
        let mut flows = lock(&self.0);
        let Some(stands) = flows.get_mut(flow) else {
            flows.insert(flow.to_owned(), vec![(status.clone(), cases)]);
            return;
        };
        match stands.iter_mut().find(|(s, _)| s == status) {
            Some((_, count)) => *count = count.saturating_add(cases),
            None => stands.push((status.clone(), cases)),
        }
    }

    fn observe(&self, observer: &dyn AsyncInstrument<i64>) {
        for (flow, stands) in &*lock(&self.0) {
            for (status, cases) in stands {
                let flow = KeyValue::new("sop.flow", flow.clone());
                let stand = |word| KeyValue::new("sop.case.status", word);
                match status {
                    CaseStatus::Open => observer.observe(*cases, &[flow, stand("open")]),
                    CaseStatus::Cancelled => observer.observe(*cases, &[flow, stand("cancelled")]),
                    CaseStatus::Ended(outcome) => {
                        let outcome = KeyValue::new("sop.case.outcome", outcome.clone());
                        observer.observe(*cases, &[flow, stand("ended"), outcome]);
                    }
                }
            }
        }
    }
}

impl Metrics {
    /// Instruments of a provider. They observe as long as the engine is there.
    pub(crate) fn of(provider: &dyn MeterProvider) -> Self {
        let scope = InstrumentationScope::builder("sop").with_version(env!("CARGO_PKG_VERSION")).build();
        let meter = provider.meter_with_scope(scope);
        let counter =
            |name, unit, what| meter.u64_counter(name).with_unit(unit).with_description(what).build();
        let seconds = |name, bounds: &[f64], what| {
            let histogram = meter.f64_histogram(name).with_unit("s").with_description(what);
            histogram.with_boundaries(bounds.to_vec()).build()
        };
        let size = meter.u64_histogram("sop.commit.size").with_unit("{request}");
        let size = size.with_description("Requests that share a batch").with_boundaries(REQUESTS.to_vec());
        let instruments = Arc::new(Instruments {
            stands: Stands::default(),
            pending: AtomicI64::new(0),
            inputs: counter("sop.inputs", "{input}", "Inputs of cases, by how they were taken"),
            input: seconds(
                "sop.input.duration",
                &SHORT,
                "From an input's turn in its case until it was durable",
            ),
            commit: seconds("sop.commit.duration", &SHORT, "Duration of a batch in the store"),
            size: size.build(),
            lateness: seconds(
                "sop.timer.lateness",
                &LONG,
                "From a timer's due moment until its input was durable",
            ),
            action: seconds("sop.action.duration", &LONG, "Duration of one try of an action"),
            incidents: counter("sop.action.incidents", "{incident}", "Actions that failed for good"),
            delivery: seconds("sop.delivery.duration", &LONG, "Duration of one try of a delivery"),
            breaks: counter("sop.rule.breaks", "{break}", "Broken rules"),
            meter: meter.clone(),
        });
        let all = Arc::downgrade(&instruments);
        observed(&meter, "sop.case.count", "{case}", "Cases in the store", all.clone(), |i, observer| {
            i.stands.observe(observer);
        });
        let what = "Deliveries that the subscriber has not taken yet";
        observed(&meter, "sop.delivery.pending", "{delivery}", what, all, |i, observer| {
            observer.observe(i.pending.load(Ordering::Relaxed), &[]);
        });
        Self(Some(instruments))
    }

    /// Whether anything is measured.
    pub(crate) fn are_wanted(&self) -> bool {
        self.0.is_some()
    }

    /// How the cases of a store stand before the first input.
    pub(crate) fn found(&self, counts: Vec<CaseCount>) {
        let Some(i) = &self.0 else { return };
        for CaseCount { flow, status, cases } in counts {
            i.stands.add(&flow, &status, i64::try_from(cases).unwrap_or(i64::MAX));
        }
    }

    /// Tells how to find out how many requests wait for the store; `None` once nobody can ask it any more.
    pub(crate) fn queue(&self, waiting: impl Fn() -> Option<usize> + Send + Sync + 'static) {
        let Some(i) = &self.0 else { return };
        let what = "Requests that wait for the store";
        let all = Arc::downgrade(i);
        observed(&i.meter, "sop.store.pending_requests", "{request}", what, all, move |_, observer| {
            if let Some(waiting) = waiting() {
                observer.observe(i64::try_from(waiting).unwrap_or(i64::MAX), &[]);
            }
        });
    }

    /// Now, if anybody will ask how long it took.
    pub(crate) fn began(&self) -> Began {
        self.0.as_ref().map(|_| Instant::now())
    }

    /// A batch was committed, or was not.
    pub(crate) fn committed(&self, began: Began, requests: usize, result: &Result<(), StoreError>) {
        let Some(i) = &self.0 else { return };
        i.size.record(requests as u64, &[]);
        match result {
            Ok(()) => i.commit.record(seconds_since(began), &[]),
            Err(error) => i.commit.record(seconds_since(began), &[failure(word_of_store(error))]),
        }
    }

    /// Cases stand elsewhere than before.
    pub(crate) fn stand(&self, before: &Cases, after: &Cases) {
        let Some(i) = &self.0 else { return };
        for (id, loaded) in after {
            let row = &loaded.row;
            let old = before.get(id).map(|loaded| &loaded.row);
            if old.is_some_and(|old| old.status == row.status && old.flow == row.flow) {
                continue;
            }
            if let Some(old) = old {
                i.stands.add(&old.flow, &old.status, -1);
            }
            i.stands.add(&row.flow, &row.status, 1);
        }
    }

    /// Inputs are in their journals.
    pub(crate) fn accepted<'a>(&self, inputs: impl Iterator<Item = (&'a Edition, FlowId, &'static str)>) {
        let Some(i) = &self.0 else { return };
        for (edition, flow, kind) in inputs {
            let of = [flow_of(edition, flow), kind_of(kind), KeyValue::new("sop.input.outcome", "accepted")];
            i.inputs.add(1, &of);
        }
    }

    /// What somebody asked for was worked on. What was accepted is counted with all that it set off.
    pub(crate) fn input<T>(
        &self,
        began: Began,
        flow: Option<&str>,
        kind: &'static str,
        result: &Result<T, EngineError>,
    ) {
        let Some(i) = &self.0 else { return };
        match result {
            Ok(_) => i.input.record(seconds_since(began), &[flow_named(flow), kind_of(kind)]),
            Err(error) => self.refused(flow, kind, error),
        }
    }

    /// An input was there already.
    pub(crate) fn repeated(&self, kind: &'static str) {
        let Some(i) = &self.0 else { return };
        i.inputs.add(1, &[kind_of(kind), KeyValue::new("sop.input.outcome", "repeated")]);
    }

    /// What came of a part of the work; counts an input that ends by it.
    pub(crate) fn refusing<T>(
        &self,
        flow: Option<&str>,
        kind: &'static str,
        result: Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        result.inspect_err(|error| self.refused(flow, kind, error))
    }

    /// An input was not taken.
    fn refused(&self, flow: Option<&str>, kind: &'static str, error: &EngineError) {
        let Some(i) = &self.0 else { return };
        if matches!(error, EngineError::Store(StoreError::RequestTwice { .. })) {
            // It is looked up next, and counts as repeated.
            return;
        }
        let (outcome, word) = word_of(error);
        let outcome = KeyValue::new("sop.input.outcome", outcome);
        let of = [kind_of(kind), outcome, failure(word), flow_named(flow)];
        // Without its flow where none is known.
        i.inputs.add(1, of.get(..if flow.is_some() { 4 } else { 3 }).unwrap_or(&of));
    }

    /// A flow's name, kept for when its case is gone.
    pub(crate) fn of_flow(&self, flow: &str) -> OfFlow {
        self.0.as_ref().map(|_| flow_named(Some(flow)))
    }

    /// A timer's input is in the journal.
    pub(crate) fn fired(&self, of: OfFlow, due: Moment, now: Moment) {
        let (Some(i), Some(of)) = (&self.0, of) else { return };
        let late = u64::try_from(now.0.saturating_sub(due.0)).unwrap_or(0);
        i.lateness.record(Duration::from_millis(late).as_secs_f64(), &[of]);
    }

    /// A try of an action has ended.
    pub(crate) fn tried(&self, began: Began, action: &str, answer: &Answer) {
        let Some(i) = &self.0 else { return };
        let action = KeyValue::new("sop.action", action.to_owned());
        let word = match answer {
            Ok(Some(Ok(Ok(_)))) => return i.action.record(seconds_since(began), &[action]),
            Ok(Some(Ok(Err(ActionError::Terminal(_))))) => "terminal",
            Ok(Some(Ok(Err(ActionError::Retry(_))))) => "retry",
            Ok(Some(Err(_)) | None) => "panic",
            Err(_) => "timeout",
        };
        i.action.record(seconds_since(began), &[action, failure(word)]);
    }

    /// An action failed for good.
    pub(crate) fn incident(&self, edition: &Edition, flow: FlowId, node: NodeIx) {
        let Some(i) = &self.0 else { return };
        let node = KeyValue::new("sop.node", edition.node_name(flow, node));
        i.incidents.add(1, &[flow_of(edition, flow), node]);
    }

    /// So many deliveries more wait; below 0, fewer.
    pub(crate) fn waits(&self, more: i64) {
        let Some(i) = &self.0 else { return };
        i.pending.fetch_add(more, Ordering::Relaxed);
    }

    /// A try of a delivery has ended.
    pub(crate) fn delivered(&self, began: Began, taken: &Taken) {
        let Some(i) = &self.0 else { return };
        match taken {
            Some(Ok(Ok(()))) => i.delivery.record(seconds_since(began), &[]),
            Some(Ok(Err(_))) => i.delivery.record(seconds_since(began), &[failure("retry")]),
            Some(Err(_)) | None => i.delivery.record(seconds_since(began), &[failure("panic")]),
        }
    }

    /// A rule is broken.
    pub(crate) fn broken(&self, edition: &Edition, flow: FlowId, rule: RuleIx) {
        let Some(i) = &self.0 else { return };
        let (rule, _) = edition.rule(rule);
        i.breaks.add(1, &[flow_of(edition, flow), KeyValue::new("sop.rule", rule)]);
    }
}

/// An instrument that is read when somebody asks, as long as the engine is there.
fn observed(
    meter: &Meter,
    name: &'static str,
    unit: &'static str,
    what: &'static str,
    all: Weak<Instruments>,
    observe: impl Fn(&Instruments, &dyn AsyncInstrument<i64>) + Send + Sync + 'static,
) {
    let instrument = meter.i64_observable_up_down_counter(name).with_unit(unit).with_description(what);
    let instrument = instrument.with_callback(move |observer| {
        if let Some(all) = all.upgrade() {
            observe(&all, observer);
        }
    });
    // The provider keeps the callback.
    let _ = instrument.build();
}

fn seconds_since(began: Began) -> f64 {
    began.map_or(0.0, |began| began.elapsed().as_secs_f64())
}

fn flow_of(edition: &Edition, flow: FlowId) -> KeyValue {
    flow_named(edition.flow(flow).map(|f| f.name.as_str()))
}

fn flow_named(flow: Option<&str>) -> KeyValue {
    KeyValue::new("sop.flow", flow.unwrap_or_default().to_owned())
}

fn kind_of(kind: &'static str) -> KeyValue {
    KeyValue::new("sop.input.kind", kind)
}

fn failure(word: &'static str) -> KeyValue {
    KeyValue::new("error.type", word)
}

/// The outcome of an input that was not taken, and why.
fn word_of(error: &EngineError) -> (&'static str, &'static str) {
    match error {
        EngineError::UnknownCase(_) => ("refused", "unknown_case"),
        EngineError::UnknownFlow(_) => ("refused", "unknown_flow"),
        EngineError::UnknownEvent(_) => ("refused", "unknown_event"),
        EngineError::UnknownMessage(_) => ("refused", "unknown_message"),
        EngineError::UnknownLane(_) => ("refused", "unknown_lane"),
        EngineError::UnknownAnswer { .. } => ("refused", "unknown_answer"),
        EngineError::Fields(_) => ("refused", "fields"),
        EngineError::Rejected { .. } => ("refused", "rejected"),
        EngineError::TooManyInputs { .. } => ("refused", "too_many_inputs"),
        EngineError::MissingActions { .. } => ("refused", "missing_actions"),
        EngineError::Store(error) => ("failed", word_of_store(error)),
        EngineError::Damaged { .. } => ("failed", "damaged"),
        EngineError::Closed => ("failed", "closed"),
        // A new variant counts before it has a word of its own.
        _ => ("failed", "_OTHER"),
    }
}

fn word_of_store(error: &StoreError) -> &'static str {
    match error {
        StoreError::InUse { .. } => "store_in_use",
        StoreError::NewerFormat { .. } => "store_newer_format",
        StoreError::NotAStore { .. } => "store_not_a_store",
        StoreError::Damaged { .. } => "store_damaged",
        StoreError::Conflict { .. } => "store_conflict",
        StoreError::RequestTwice { .. } => "store_request_twice",
        StoreError::Full { .. } => "store_full",
        StoreError::ReadOnly { .. } => "store_read_only",
        StoreError::Exists { .. } => "store_exists",
        StoreError::Failed { .. } => "store_failed",
        #[expect(unreachable_patterns, reason = "a new variant counts before it has a word of its own")]
        _ => "_OTHER",
    }
}
