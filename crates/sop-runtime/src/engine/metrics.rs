//! What an engine measures of itself, in [OpenTelemetry](https://opentelemetry.io)'s terms.
//!
//! With the feature `metrics`, `EngineBuilder::meter_provider` takes a meter provider of the embedding program; the engine
//! then measures under the scope `sop`. Without the feature nothing of it is compiled; with it, but without a provider,
//! nothing is measured. `examples/metrics.rs` lets Prometheus scrape them.
//!
//! | name | instrument | unit | attributes | what |
//! |---|---|---|---|---|
//! | `sop.case.count` | up-down counter | `{case}` | `sop.flow`, `sop.case.status`, `sop.case.outcome` | cases in the store, as committed; right from the start, also after a restart |
//! | `sop.inputs` | counter | `{input}` | `sop.flow`, `sop.input.kind`, `sop.input.outcome`, `error.type` | inputs, those too that others set off in children and parents |
//! | `sop.input.duration` | histogram | `s` | `sop.flow`, `sop.input.kind` | of an accepted input, from its turn in its case until it was durable |
//! | `sop.commit.duration` | histogram | `s` | `error.type` | of a batch in the store |
//! | `sop.commit.size` | histogram | `{request}` | | requests that share a batch |
//! | `sop.store.pending_requests` | up-down counter | `{request}` | | requests that wait for the store; at its limit, callers are slowed down |
//! | `sop.timer.lateness` | histogram | `s` | `sop.flow` | how long after its due moment a timer's input was durable, by the engine's clock |
//! | `sop.action.duration` | histogram | `s` | `sop.action`, `error.type` | of one try of an action; its count is the number of tries |
//! | `sop.action.incidents` | counter | `{incident}` | `sop.flow`, `sop.node` | actions that failed for good: a person must look |
//! | `sop.delivery.duration` | histogram | `s` | `error.type` | of one try of a delivery to the subscriber; its count is the number of tries |
//! | `sop.delivery.pending` | up-down counter | `{delivery}` | | deliveries that the subscriber has not taken yet |
//! | `sop.rule.breaks` | counter | `{break}` | `sop.flow`, `sop.rule` | broken rules |
//!
//! - `sop.flow` of an input is absent where the case was not looked at. `sop.flow`, `sop.node`, `sop.action`, `sop.rule`: the name in the book. What clients send never becomes an attribute, so
//!   the number of series has a limit.
//! - `sop.case.status`: `open`, `ended` or `cancelled`; `sop.case.outcome`: the end's name, of those that ended.
//! - `sop.input.kind`: `start`, `complete`, `answer`, `event`, `timer`, `action_done`, `action_failed`, `retry`, `child_ended`, `cancel`,
//!   `moved`.
//! - `sop.input.outcome`: `accepted`: it is in a journal; `repeated`: it was there already, under the same name; `refused`: it
//!   doesn't fit the case; `failed`: it could not be stored.
//! - `error.type`: absent where all went well. Of inputs `rejected`, `unknown_case`, `fields` and so on, after the
//!   variants of [`EngineError`](super::EngineError); of what the store refuses, `store_full`, `store_failed` and so on, after [`StoreError`](crate::host::store::StoreError); of
//!   tries `retry`, `terminal`, `timeout` or `panic`.
//!
//! Spans, by `tracing`, with or without the feature: `input` (case, flow, kind, request), `commit` (requests, changes), `action`
//! (case, flow, action, key) around `try` (attempt), `delivery` (case, input, index) and `timer` (case, timer).

#[cfg(not(feature = "metrics"))]
mod off;
#[cfg(feature = "metrics")]
mod on;

#[cfg(not(feature = "metrics"))]
pub(crate) use off::Metrics;
#[cfg(feature = "metrics")]
pub(crate) use on::Metrics;

use crate::host::{ActionError, DeliveryError, Output};
use tokio::task::JoinError;
use tokio::time::error::Elapsed;

/// How one try of an action ends: in time or not, with a result or a panic.
pub(crate) type Answer = Result<Option<Result<Result<Output, ActionError>, JoinError>>, Elapsed>;

/// How one try of a delivery ends.
pub(crate) type Taken = Option<Result<Result<(), DeliveryError>, JoinError>>;
