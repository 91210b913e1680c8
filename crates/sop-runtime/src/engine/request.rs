//! What clients ask of cases. Names become numbers under the case's lock, after the request's own name was looked up.

use super::Engine;
use super::activity::Busy;
use super::apply::kind_of;
use super::edition::Edition;
use super::error::EngineError;
use super::families::FamilyGuard;
use super::fields;
use super::inner::{Inner, Loaded};
use super::limits::{Limit, REASON_BYTES_MAX};
use super::meta::{Applied, Meta};
use crate::host::record::Record;
use crate::host::store::{CaseId, StoreError};
use crate::kernel::{CallId, Input, OpenTask, Rejected, TaskId};
use sop_core::model::{EventId, FactId, NodeKind};
use std::panic::resume_unwind;
use std::sync::Arc;
use tokio::sync::{AcquireError, OwnedSemaphorePermit};
use tracing::Instrument;

/// What a request holds while it is under way.
pub(super) struct Held {
    _busy: Busy,
    _room: Result<OwnedSemaphorePermit, AcquireError>,
}

impl Engine {
    /// Begins a case of a flow of the engine's book; [`Applied::case`] is its number.
    pub async fn start(
        &self,
        flow: &str,
        args: impl Into<Record>,
        meta: impl Into<Meta>,
    ) -> Result<Applied, EngineError> {
        let (flow, args, meta) = (flow.to_owned(), args.into(), meta.into());
        meta.fits()?;
        self.spawned(move |inner, held| async move {
            let _held = held;
            if let Some(request) = meta.request.clone()
                && let Some(case) = inner.writer.read(move |store| store.started(&request)).await?
            {
                return Box::pin(inner.earlier(case, 0)).await;
            }
            let edition = Arc::clone(&inner.current);
            let found = edition.flow_named(&flow).ok_or(EngineError::UnknownFlow(flow));
            let (id, found) = inner.metrics.refusing(None, "start", found)?;
            let args = fields::positional(Edition::takes(found), &args).map_err(EngineError::from);
            let args = inner.metrics.refusing(Some(&found.name), "start", args)?;
            match inner.begin(Arc::clone(&edition), id, args, meta).await {
                // The same request, at the same time.
                Err(EngineError::Store(StoreError::RequestTwice { case, .. })) => {
                    Box::pin(inner.earlier(case, 0)).await
                }
                result => result,
            }
        })
        .await
    }

    /// A person has done a step. `filled` has exactly the values that the task asks for.
    pub async fn complete(
        &self,
        case: CaseId,
        task: TaskId,
        filled: impl Into<Record>,
        meta: impl Into<Meta>,
    ) -> Result<Applied, EngineError> {
        let filled = filled.into();
        self.change("complete", case, meta.into(), move |loaded| complete(loaded, task, &filled)).await
    }

    /// A person has answered a decision.
    pub async fn answer(
        &self,
        case: CaseId,
        task: TaskId,
        answer: &str,
        meta: impl Into<Meta>,
    ) -> Result<Applied, EngineError> {
        let answer = answer.to_owned();
        self.change("answer", case, meta.into(), move |loaded| self::answer(loaded, task, &answer)).await
    }

    /// An event has come.
    pub async fn send(
        &self,
        case: CaseId,
        event: &str,
        data: impl Into<Record>,
        meta: impl Into<Meta>,
    ) -> Result<Applied, EngineError> {
        let (event, data) = (event.to_owned(), data.into());
        self.change("event", case, meta.into(), move |loaded| self::event(loaded, &event, &data)).await
    }

    /// Gives a case up, and the cases that it called. Cases that it started go on.
    pub async fn cancel(
        &self,
        case: CaseId,
        reason: &str,
        meta: impl Into<Meta>,
    ) -> Result<Applied, EngineError> {
        if reason.len() > REASON_BYTES_MAX {
            return Err(Limit::Reason { found: reason.len() }.into());
        }
        let reason = reason.into();
        self.change("cancel", case, meta.into(), move |_| Ok(Input::Cancel { reason })).await
    }

    /// Tries an action again that failed for good: an incident.
    pub async fn retry(
        &self,
        case: CaseId,
        call: CallId,
        meta: impl Into<Meta>,
    ) -> Result<Applied, EngineError> {
        self.change("retry", case, meta.into(), move |_| Ok(Input::RetryAction { call })).await
    }

    async fn change<F>(
        &self,
        kind: &'static str,
        case: CaseId,
        meta: Meta,
        resolve: F,
    ) -> Result<Applied, EngineError>
    where
        F: FnOnce(&Loaded) -> Result<Input, EngineError> + Send + 'static,
    {
        meta.fits()?;
        self.spawned(move |inner, held| async move {
            let _held = held;
            let mut family: FamilyGuard = inner.metrics.refusing(None, kind, inner.family(case).await)?;
            if let Some(request) = meta.request.clone() {
                let earlier = inner.writer.read(move |store| store.request(case, &request)).await?;
                if let Some(position) = earlier {
                    return Box::pin(inner.earlier(case, position)).await;
                }
            }
            let loaded = inner.metrics.refusing(None, kind, family.get(&inner, case).await)?;
            let input = inner.metrics.refusing(Some(&loaded.row.flow), kind, resolve(loaded))?;
            inner.apply(&mut family, case, input, meta, None).await
        })
        .await
    }

    async fn spawned<F, Fut>(&self, work: F) -> Result<Applied, EngineError>
    where
        F: FnOnce(Arc<Inner>, Held) -> Fut,
        Fut: Future<Output = Result<Applied, EngineError>> + Send + 'static,
    {
        self.inner().check_open()?;
        self.in_task(work).await
    }

    /// Works in a task of its own, so that a caller who stops waiting can't leave a commit without its consequences. What it is given
    /// is to be held to the end.
    pub(super) async fn in_task<F, Fut, T>(&self, work: F) -> Result<T, EngineError>
    where
        F: FnOnce(Arc<Inner>, Held) -> Fut,
        Fut: Future<Output = Result<T, EngineError>> + Send + 'static,
        T: Send + 'static,
    {
        let inner = self.inner();
        // Who asks waits here while there are too many; what was given up until then never began.
        let room = Arc::clone(&inner.room).acquire_owned().await;
        let held = Held { _busy: inner.activity.begin(), _room: room };
        let work = work(Arc::clone(inner), held);
        let task = inner.runtime.spawn(work.in_current_span());
        match task.await {
            Ok(result) => result,
            Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
            // The runtime is shutting down.
            Err(_) => Err(EngineError::Closed),
        }
    }
}

impl Inner {
    /// The result that an earlier request of the same name had.
    async fn earlier(&self, case: CaseId, input: u64) -> Result<Applied, EngineError> {
        let damaged = |what: String| EngineError::Damaged { case, what };
        let entries = self.writer.read(move |store| store.journal(case, input, 1)).await?;
        let bytes = entries.first().ok_or_else(|| damaged(format!("input number {input} is not there")))?;
        let entry = crate::journal::decode(bytes).map_err(|e| damaged(e.to_string()))?;
        self.metrics.repeated(kind_of(&entry.input));
        Ok(Applied { case, input, at: entry.at, already: true })
    }
}

fn rejected(loaded: &Loaded, source: Rejected) -> EngineError {
    EngineError::Rejected { case: loaded.row.id, source }
}

fn open_task(loaded: &Loaded, task: TaskId) -> Result<OpenTask, EngineError> {
    let tasks = loaded.state.tasks(&loaded.edition.program);
    tasks.into_iter().find(|t| t.task == task).ok_or_else(|| rejected(loaded, Rejected::TaskNotOpen(task)))
}

fn complete(loaded: &Loaded, task: TaskId, filled: &Record) -> Result<Input, EngineError> {
    let open = open_task(loaded, task)?;
    let flow = loaded.state.flow().and_then(|f| loaded.edition.flow(f));
    let node = flow.and_then(|f| f.graph.node_weight(super::edition::index(open.node)));
    let (Some(flow), Some(NodeKind::Step { fills, .. })) = (flow, node.map(|n| &n.kind)) else {
        return Err(rejected(loaded, Rejected::WrongTaskKind(task)));
    };
    let asked = fills.iter().filter_map(|f| Some((*f, &flow.facts.get(f.index())?.field)));
    let values = fields::positional(asked.clone().map(|(_, field)| field), filled)?;
    let filled: Vec<(FactId, _)> = asked.map(|(fact, _)| fact).zip(values).collect();
    Ok(Input::Complete { task, filled })
}

fn answer(loaded: &Loaded, task: TaskId, answer: &str) -> Result<Input, EngineError> {
    let open = open_task(loaded, task)?;
    let flow = loaded.state.flow().and_then(|f| loaded.edition.flow(f));
    let node = flow.and_then(|f| f.graph.node_weight(super::edition::index(open.node)));
    let (Some(flow), Some(node)) = (flow, node) else {
        return Err(rejected(loaded, Rejected::WrongTaskKind(task)));
    };
    if !matches!(node.kind, NodeKind::Decide { .. }) {
        return Err(rejected(loaded, Rejected::WrongTaskKind(task)));
    }
    let known: Vec<String> = Edition::answers(flow, open.node).into_iter().map(|(name, _)| name).collect();
    let position = known.iter().position(|name| name == answer).and_then(|p| u16::try_from(p).ok());
    match position {
        Some(answer) => Ok(Input::Answer { task, answer }),
        None => Err(EngineError::UnknownAnswer { node: node.name.clone(), answer: answer.to_owned(), known }),
    }
}

fn event(loaded: &Loaded, event: &str, data: &Record) -> Result<Input, EngineError> {
    let events = (0u16..).zip(&loaded.edition.book.events);
    let found = events.map(|(i, e)| (EventId(i), e)).find(|(_, e)| e.name == event);
    let (id, found) = found.ok_or_else(|| EngineError::UnknownEvent(event.to_owned()))?;
    let data = fields::positional(&found.carries, data)?;
    Ok(Input::Event { event: id, data })
}
