//! The same without the feature: nothing, that takes no room and no time.
#![expect(clippy::unused_self, reason = "it has the face of the one that measures")]

use crate::engine::edition::Edition;
use crate::engine::error::EngineError;
use crate::engine::families::Cases;
use crate::engine::metrics::{Answer, Taken};
use crate::host::store::StoreError;
use crate::kernel::{NodeIx, RuleIx};
use crate::value::Moment;
use sop_core::model::FlowId;

/// Nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metrics(());

/// When something that is not measured began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Began;

/// The flow of something that is not measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OfFlow;

impl Metrics {
    pub(crate) fn queue(&self, _waiting: impl Fn() -> Option<usize> + Send + Sync + 'static) {}
    pub(crate) fn began(&self) -> Began {
        Began
    }
    pub(crate) fn committed(&self, _began: Began, _requests: usize, _result: &Result<(), StoreError>) {}
    pub(crate) fn stand(&self, _before: &Cases, _after: &Cases) {}
    pub(crate) fn accepted<'a>(&self, _inputs: impl Iterator<Item = (&'a Edition, FlowId, &'static str)>) {}
    pub(crate) fn input<T>(
        &self,
        _began: Began,
        _flow: Option<&str>,
        _kind: &'static str,
        _result: &Result<T, EngineError>,
    ) {
    }
    pub(crate) fn repeated(&self, _kind: &'static str) {}
    pub(crate) fn refusing<T>(
        &self,
        _flow: Option<&str>,
        _kind: &'static str,
        result: Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        result
    }
    pub(crate) fn of_flow(&self, _flow: &str) -> OfFlow {
        OfFlow
    }
    pub(crate) fn fired(&self, _of: OfFlow, _due: Moment, _now: Moment) {}
    pub(crate) fn tried(&self, _began: Began, _action: &str, _answer: &Answer) {}
    pub(crate) fn incident(&self, _edition: &Edition, _flow: FlowId, _node: NodeIx) {}
    pub(crate) fn waits(&self, _more: i64) {}
    pub(crate) fn delivered(&self, _began: Began, _taken: &Taken) {}
    pub(crate) fn broken(&self, _edition: &Edition, _flow: FlowId, _rule: RuleIx) {}
}
