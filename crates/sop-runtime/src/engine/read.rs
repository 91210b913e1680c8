//! Looking at cases. Reads take no lock: they show what is stored.

use super::Engine;
use super::edition::Edition;
use super::error::EngineError;
use super::fields;
use super::history::HistoryStep;
use super::inner::{Inner, Loaded, entries, whole_journal};
use super::look::{Memory, SAID_MAX, hexadecimal};
use super::views::{BrokenView, CaseView, JournalView, SaidView, Task};
use super::words;
use crate::host::record::Record;
use crate::host::store::{CaseFilter, CaseId, CaseRow, Store};
use crate::journal::Entry;
use crate::kernel::{CallId, Effect};
use std::collections::BTreeMap;

/// Cases read at once when tasks are listed.
const TASK_CHUNK: usize = 64;

impl Engine {
    /// What people can do now, of one lane or of all: by case, then task.
    pub async fn tasks(&self, lane: Option<&str>) -> Result<Vec<Task>, EngineError> {
        let inner = self.inner();
        let stored = inner.writer.read(Store::tasks).await?;
        let mut cases: Vec<CaseId> = stored.iter().map(|t| t.case).collect();
        cases.dedup();
        let mut tasks = Vec::new();
        for chunk in cases.chunks(TASK_CHUNK) {
            let chunk = chunk.to_vec();
            let found = inner.writer.read(move |store| {
                chunk.into_iter().filter_map(|id| store.case(id).transpose()).collect::<Result<Vec<_>, _>>()
            });
            for (row, snapshot) in found.await? {
                let loaded = inner.open(row, &snapshot).await?;
                tasks.extend(loaded.edition.tasks(loaded.row.id, &loaded.state));
            }
        }
        if let Some(lane) = lane {
            tasks.retain(|t| t.lane.as_deref() == Some(lane));
            // A lane of an older edition counts as known while it has tasks.
            if tasks.is_empty() && self.book().lanes.iter().all(|l| l.name != lane) {
                return Err(EngineError::UnknownLane(lane.to_owned()));
            }
        }
        Ok(tasks)
    }

    /// A case, as a whole.
    pub async fn case(&self, id: CaseId) -> Result<CaseView, EngineError> {
        let inner = self.inner();
        // In one read, so that all of it is of the same moment.
        let stored = inner.writer.read(move |store| match store.case(id)? {
            Some(case) => Ok(Some((case, store.children(id)?, whole_journal(store, id)?))),
            None => Ok(None),
        });
        let ((row, snapshot), children, bytes) = stored.await?.ok_or(EngineError::UnknownCase(id))?;
        let Loaded { row, state, edition } = inner.open(row, &snapshot).await?;
        let entries = entries(id, &bytes)?;
        let damaged = |what: String| EngineError::Damaged { case: id, what };
        let steps = inner.history(id, row.edition, &entries).await?.steps;
        let flow_id = state.flow().ok_or_else(|| damaged("it has not begun".to_owned()))?;
        let flow = edition.flow(flow_id).ok_or_else(|| damaged("its book has no such flow".to_owned()))?;
        let tokens = state.tokens(&edition.program);
        Ok(CaseView {
            id,
            flow: flow.name.clone(),
            label: flow.label.clone(),
            current: edition.id == inner.current.id,
            parent: row.parent.map(|(parent, _)| parent),
            tokens: tokens.iter().map(|t| edition.place(flow_id, t.node)).collect(),
            stages: Edition::stages(flow, &state),
            facts: edition.facts(flow, &state),
            timers: edition.timer_views(flow_id, &state),
            tasks: edition.tasks(id, &state),
            said: said(&row.flow, &entries, &steps),
            expects: edition.expects(&state),
            interrupted: edition.interrupted(flow_id, flow, &state),
            children: Edition::children(&state, children),
            broken: broken(&entries, &steps),
            calls: edition.calls(flow_id, &state, &errors(&steps)),
            status: row.status,
            edition: hexadecimal(row.edition),
            began: row.began,
            last: row.last,
            inputs: row.inputs,
        })
    }

    /// Rows of cases, by number.
    pub async fn cases(&self, filter: CaseFilter) -> Result<Vec<CaseRow>, EngineError> {
        self.inner().writer.read(move |store| store.cases(&filter)).await
    }

    /// A case's inputs with what came of them, from the beginning: worked out anew from the journal.
    pub async fn journal(&self, id: CaseId) -> Result<Vec<JournalView>, EngineError> {
        let inner = self.inner();
        let row = inner.row(id).await?;
        let entries = inner.journal(id).await?;
        let steps = inner.history(id, row.edition, &entries).await?.steps;
        let mut memory = Memory::default();
        let mut views = Vec::with_capacity(entries.len());
        for ((position, entry), step) in (0u64..).zip(entries).zip(&steps) {
            let input = memory.input_view(&step.before, step.before.flow_id(&row.flow), &entry.input);
            if let Some(state) = &step.moved {
                memory = Memory::of(&step.after, state);
            }
            memory.learn(&step.effects);
            let flow = step.after.flow_id(&row.flow);
            views.push(JournalView {
                position,
                at: entry.at,
                input,
                request: entry.request,
                actor: entry.actor,
                effects: step.effects.iter().map(|e| step.after.effect_view(flow, e)).collect(),
            });
        }
        Ok(views)
    }

    /// The words of a message of the engine's book, in a language; in the message's first language if it has not that one.
    pub fn words(
        &self,
        message: &str,
        args: impl Into<Record>,
        language: &str,
    ) -> Result<String, EngineError> {
        let book = self.book();
        let found = book.messages.iter().find(|m| m.name == message);
        let found = found.ok_or_else(|| EngineError::UnknownMessage(message.to_owned()))?;
        let args = fields::positional(&found.takes, &args.into())?;
        Ok(words::text(book, found, &args, language))
    }
}

impl Inner {
    async fn row(&self, id: CaseId) -> Result<CaseRow, EngineError> {
        let stored = self.writer.read(move |store| store.case(id)).await?;
        stored.map(|(row, _)| row).ok_or(EngineError::UnknownCase(id))
    }
}

/// The last words said.
fn said(flow: &str, entries: &[Entry], steps: &[HistoryStep]) -> Vec<SaidView> {
    let all = entries.iter().zip(steps).rev();
    let says = all.flat_map(|(entry, step)| {
        let says = step.effects.iter().rev().filter(|e| matches!(e, Effect::Say { .. }));
        let view = |say| step.after.effect_view(step.after.flow_id(flow), say);
        says.map(move |say| SaidView { at: entry.at, say: view(say) })
    });
    let mut last: Vec<_> = says.take(SAID_MAX).collect();
    last.reverse();
    last
}

/// The rules that were broken, in order.
fn broken(entries: &[Entry], steps: &[HistoryStep]) -> Vec<BrokenView> {
    let all =
        entries.iter().zip(steps).flat_map(|(entry, s)| s.effects.iter().map(move |e| (entry.at, s, e)));
    let broken = all.filter_map(|(at, step, effect)| {
        let Effect::Broken { rule, how, .. } = effect else { return None };
        let (rule, label) = step.after.rule(*rule);
        Some(BrokenView { at, rule, label, how: *how })
    });
    broken.collect()
}

/// What was last said of each failed call.
fn errors(steps: &[HistoryStep]) -> BTreeMap<CallId, String> {
    let incidents = steps.iter().flat_map(|s| &s.effects).filter_map(|e| match e {
        Effect::Incident { call, error, .. } => Some((*call, error.to_string())),
        _ => None,
    });
    incidents.collect()
}
