//! Running actions: tries, time limits, pauses, and the result as an input of the case.

use super::edition::Edition;
use super::error::EngineError;
use super::fields;
use super::inner::{Inner, lock};
use super::limits::cut;
use super::meta::Meta;
use super::metrics::Metrics;
use super::pauses::Pauses;
use crate::host::actions::{Action, ActionCall, ActionError, Output};
use crate::host::store::{CaseId, EffectId};
use crate::kernel::{CallId, Input, Rejected};
use crate::value::Value;
use sop_core::model::{self, ActionId, FlowId, Retries};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::{AbortHandle, JoinSet};
use tracing::Instrument;

/// Time limit of one try where the book declares none.
const LIMIT: Duration = Duration::from_secs(30);

/// Longest pause between two tries.
const PAUSE_MAX: Duration = Duration::from_hours(1);

/// Invocations under way.
#[derive(Debug, Default)]
pub(crate) struct Calls(Mutex<BTreeMap<(CaseId, CallId), Running>>);

#[derive(Debug)]
struct Running {
    /// Where the invocation stands in the outbox.
    effect: EffectId,
    /// Stops the tries; not the input that carries their result.
    tries: Option<AbortHandle>,
}

impl Calls {
    /// Where an invocation stands in the outbox.
    pub(crate) fn effect(&self, case: CaseId, call: CallId) -> Option<EffectId> {
        lock(&self.0).get(&(case, call)).map(|r| r.effect)
    }

    /// Its result is in the journal.
    pub(crate) fn forget(&self, case: CaseId, call: CallId) {
        lock(&self.0).remove(&(case, call));
    }

    /// Nobody waits for it any more.
    pub(crate) fn abandon(&self, case: CaseId, call: CallId) {
        if let Some(Running { tries: Some(tries), .. }) = lock(&self.0).remove(&(case, call)) {
            tries.abort();
        }
    }

    /// The engine ends.
    pub(crate) fn abandon_all(&self) {
        for running in std::mem::take(&mut *lock(&self.0)).into_values() {
            if let Some(tries) = running.tries {
                tries.abort();
            }
        }
    }

    /// Notes an invocation that can't be run here, so that it can be abandoned.
    pub(crate) fn note(&self, effect: EffectId, call: CallId) {
        lock(&self.0).insert((effect.case, call), Running { effect, tries: None });
    }
}

/// All that the tries of one invocation need.
struct Tries {
    action: Arc<dyn Action>,
    declared: model::Action,
    call: ActionCall,
    metrics: Metrics,
}

impl Inner {
    /// Begins an invocation. Its effect is in the outbox until the result is in the journal.
    pub(crate) fn invoke(
        &self,
        effect: EffectId,
        call: CallId,
        edition: &Edition,
        flow: FlowId,
        action: ActionId,
        args: &[Value],
    ) {
        let case = effect.case;
        let declared = edition.book.actions.get(action.index());
        let found = declared.and_then(|d| Some((d, self.actions.get(&d.name)?)));
        let (Some((declared, action)), Some(me)) = (found, self.me.upgrade()) else {
            tracing::error!(case = case.0, call = call.0, "an action of an older edition is missing");
            self.calls.note(effect, call);
            return;
        };
        let tries = Tries {
            action: Arc::clone(action),
            declared: declared.clone(),
            metrics: self.metrics.clone(),
            call: ActionCall {
                case,
                flow: edition.flow(flow).map_or_else(String::new, |f| f.name.clone()),
                call,
                action: declared.name.clone(),
                key: format!("case-{}-call-{}", case.0, call.0),
                attempt: 1,
                input: fields::record(&declared.takes, args),
            },
        };
        let ActionCall { flow, action, key, .. } = &tries.call;
        let span = tracing::info_span!(parent: None, "action", case = case.0, flow, action, key);
        span.follows_from(tracing::Span::current());
        let busy = self.activity.begin();
        // Held until the entry is there; a quick result looks for it.
        let mut calls = lock(&self.calls.0);
        let task = self.runtime.spawn(async move {
            let result = tries.run().instrument(span).await;
            let runtime = me.runtime.clone();
            // A task of its own: abandoning stops the tries, never the input.
            runtime.spawn(async move {
                me.finish(case, call, result).await;
                drop(busy);
            });
        });
        calls.insert((case, call), Running { effect, tries: Some(task.abort_handle()) });
    }

    /// Gives a result to its case, as long as it takes.
    pub(super) async fn finish(&self, case: CaseId, call: CallId, result: Result<Vec<Value>, String>) {
        let mut input = match result {
            Ok(output) => Input::ActionDone { call, output },
            Err(error) => Input::ActionFailed { call, error: cut(error).into() },
        };
        let mut pauses = Pauses::new();
        loop {
            let done = self.give(case, input.clone()).await;
            match done {
                Ok(()) | Err(EngineError::Closed) => return,
                // It came after the case had gone on. The outbox has been told already.
                Err(EngineError::Rejected {
                    source: Rejected::CallNotAwaited(_) | Rejected::CaseOver,
                    ..
                }) => {
                    tracing::debug!(case = case.0, call = call.0, "a result came late");
                    self.calls.forget(case, call);
                    return;
                }
                Err(EngineError::Store(error)) => {
                    tracing::warn!(case = case.0, call = call.0, %error, "a result can't be stored; trying again");
                    pauses.wait().await;
                }
                // The case can't go on from here; a person must see it.
                Err(error) if matches!(input, Input::ActionDone { .. }) => {
                    let error = cut(format!("the result can't be taken: {error}")).into();
                    input = Input::ActionFailed { call, error };
                }
                Err(error) => {
                    tracing::error!(case = case.0, call = call.0, %error, "a failure can't be taken");
                    return;
                }
            }
        }
    }

    async fn give(&self, case: CaseId, input: Input) -> Result<(), EngineError> {
        let mut family = self.family(case).await?;
        family.get(self, case).await?;
        self.apply(&mut family, case, input, Meta::new(), None).await.map(drop)
    }
}

impl Tries {
    async fn run(mut self) -> Result<Vec<Value>, String> {
        let retries = self.declared.retries.unwrap_or(Retries { times: 0, every_ms: 0, doubling: false });
        let mut pause = millis(retries.every_ms).min(PAUSE_MAX);
        loop {
            let error = match self.once().await {
                Ok(output) => {
                    let output = fields::positional(&self.declared.gives, &output);
                    return output.map_err(|e| {
                        format!("the action `{}` gave something else: {e}", self.declared.name)
                    });
                }
                Err(ActionError::Terminal(error)) => return Err(error),
                Err(ActionError::Retry(error)) => cut(error),
            };
            if self.call.attempt > retries.times {
                return Err(error);
            }
            tracing::warn!(
                case = self.call.case.0,
                action = self.call.action,
                attempt = self.call.attempt,
                error,
                "a try failed; trying again"
            );
            tokio::time::sleep(pause).await;
            if retries.doubling {
                pause = pause.saturating_mul(2).min(PAUSE_MAX);
            }
            self.call.attempt += 1;
        }
    }

    /// One try. Dropped at its time limit; a panic is a failure like another.
    async fn once(&self) -> Result<Output, ActionError> {
        let limit = self.declared.limit_ms.map_or(LIMIT, millis);
        let (action, call) = (Arc::clone(&self.action), self.call.clone());
        let mut task = JoinSet::new();
        let span = tracing::info_span!("try", attempt = call.attempt);
        let began = self.metrics.began();
        task.spawn(async move { action.run(call).await }.instrument(span));
        let answer = tokio::time::timeout(limit, task.join_next()).await;
        self.metrics.tried(began, &self.declared.name, &answer);
        match answer {
            Ok(Some(Ok(result))) => result,
            Ok(Some(Err(panic))) => Err(ActionError::Retry(panic_words(panic))),
            Ok(None) => Err(ActionError::Retry("the try was lost".to_owned())),
            Err(_) => Err(ActionError::Retry(format!(
                "no answer within {}",
                super::words::duration(i64::try_from(limit.as_millis()).unwrap_or(i64::MAX), "en")
            ))),
        }
    }
}

fn millis(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0))
}

/// What a task that didn't come to its end says.
pub(crate) fn panic_words(error: tokio::task::JoinError) -> String {
    let Ok(panic) = error.try_into_panic() else { return "it was stopped".to_owned() };
    let words = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned());
    cut(words.map_or_else(|| "it panicked".to_owned(), |w| format!("it panicked: {w}")))
}
