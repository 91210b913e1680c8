//! Looking at cases. Reads take no lock: they show what is stored.

use super::Engine;
use super::edition::Edition;
use super::error::EngineError;
use super::fields;
use super::inner::{Inner, Loaded};
use super::look::{Memory, hexadecimal};
use super::recall::Recalled;
use super::views::{CaseView, JournalView, Task};
use super::words;
use crate::host::record::Record;
use crate::host::store::{CaseFilter, CaseId, CaseRow, Store};

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

    /// A case, as a whole. The first view of a case with a long journal reads all of it; the next goes on from there.
    pub async fn case(&self, id: CaseId) -> Result<CaseView, EngineError> {
        let inner = self.inner();
        let Recalled { row, snapshot, children, past } = inner.recall(id).await?;
        let Loaded { row, state, edition } = inner.open(row, &snapshot).await?;
        let damaged = |what: String| EngineError::Damaged { case: id, what };
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
            said: past.said(&row.flow),
            expects: edition.expects(&state),
            interrupted: edition.interrupted(flow_id, flow, &state),
            children: Edition::children(&state, children),
            broken: past.broken(),
            calls: edition.calls(flow_id, &state, past.errors()),
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
        let mut entries = inner.journal(id).await?;
        // What came since the row was read is left to the next look.
        entries.truncate(usize::try_from(row.inputs).unwrap_or(usize::MAX));
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
