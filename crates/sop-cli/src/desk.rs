//! The desk: a family of cases - one that was started by hand, and all that it started - as one person works it.

pub(crate) mod command;
pub(crate) mod host;
pub(crate) mod opening;
pub(crate) mod phrases;
pub(crate) mod plain;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod screen;
pub(crate) mod script;
pub(crate) mod session;
pub(crate) mod trouble;
pub(crate) mod value;
pub(crate) mod view;
pub(crate) mod wrap;

use crate::args::Language;
use crate::speech::say;
use command::{Command, Expect, Place};
use sop::diagnostic::Words;
use sop::engine::views::FieldView;
use sop::words;
use sop::{
    Applied, CallId, CaseId, CaseStatus, CaseView, EffectView, Engine, EngineError, Meta, Moment, Record,
    TaskId, TaskKind, VirtualTime,
};
use std::time::Duration;

/// What the desk works on.
pub(crate) struct Desk {
    pub(crate) engine: Engine,
    /// The clock, if it is wound by hand.
    pub(crate) time: Option<VirtualTime>,
    pub(crate) root: CaseId,
    pub(crate) language: Language,
}

/// Something that can be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    Complete { case: CaseId, task: TaskId, fill: Vec<FieldView> },
    Answer { case: CaseId, task: TaskId, answer: String },
    Event { case: CaseId, event: String, carries: Vec<FieldView> },
    Retry { case: CaseId, call: CallId },
}

/// A choice with its words.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    pub(crate) choice: Choice,
    pub(crate) label: String,
    /// Label of the lane that does it; empty for events.
    pub(crate) lane: String,
}

/// Why a command could not be carried out; [`trouble::desk`] says it.
#[derive(Debug)]
pub(crate) enum DeskError {
    NoTask(Place),
    /// It was to be done, and asks for an answer.
    WantsAnswer(Place),
    /// It was answered, and is to be done.
    WantsDone(Place),
    Unknown(String),
    Value(value::NotAValue),
    RealClock,
    /// An expectation that did not hold, in words.
    Expected(Words),
    NotHere,
    Engine(EngineError),
}

impl From<value::NotAValue> for DeskError {
    fn from(error: value::NotAValue) -> Self {
        Self::Value(error)
    }
}

impl From<EngineError> for DeskError {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl Desk {
    /// The case and all that it started, directly or through others, by number.
    pub(crate) async fn family(&self) -> Result<Vec<CaseView>, EngineError> {
        let mut family = Vec::new();
        let mut todo = vec![self.root];
        while let Some(id) = todo.pop() {
            let view = self.engine.case(id).await?;
            todo.extend(view.children.iter().map(|c| c.case));
            family.push(view);
        }
        family.sort_by_key(|c| c.id);
        Ok(family)
    }

    /// What can be done in a family: tasks first, in order of cases, then events.
    pub(crate) fn offers(&self, family: &[CaseView]) -> Vec<Offer> {
        let book = self.engine.book();
        let lane = |name: &Option<String>| {
            let found = book.lanes.iter().find(|l| Some(&l.name) == name.as_ref());
            found.map(|l| l.label.clone()).unwrap_or_default()
        };
        let mut offers = Vec::new();
        for task in family.iter().flat_map(|c| &c.tasks) {
            let (case, id, lane) = (task.case, task.task, lane(&task.lane));
            match &task.kind {
                TaskKind::Step { fill } => {
                    let choice = Choice::Complete { case, task: id, fill: fill.clone() };
                    offers.push(Offer { choice, label: say(words!("offer-done", task = &task.label)), lane });
                }
                TaskKind::Decide { answers } => offers.extend(answers.iter().map(|a| Offer {
                    choice: Choice::Answer { case, task: id, answer: a.name.clone() },
                    label: format!("{} - {}", task.label, a.label),
                    lane: lane.clone(),
                })),
            }
        }
        for case in family {
            for call in case.calls.iter().filter(|c| c.incident.is_some()) {
                let choice = Choice::Retry { case: case.id, call: call.call };
                offers.push(Offer {
                    choice,
                    label: say(words!("offer-retry", node = &call.node)),
                    lane: String::new(),
                });
            }
            for event in &case.expects {
                let declared = book.events.iter().find(|e| e.name == *event);
                let carries = declared.map(phrases::fields).unwrap_or_default();
                let label = declared.map_or_else(|| event.clone(), |e| e.label.clone());
                let choice = Choice::Event { case: case.id, event: event.clone(), carries };
                let label = say(words!("offer-event", event = label));
                offers.push(Offer { choice, label, lane: String::new() });
            }
        }
        offers
    }

    /// Does what was chosen.
    pub(crate) async fn take(
        &self,
        choice: &Choice,
        with: Record,
        meta: Meta,
    ) -> Result<Applied, EngineError> {
        match choice {
            Choice::Complete { case, task, .. } => self.engine.complete(*case, *task, with, meta).await,
            Choice::Answer { case, task, answer } => self.engine.answer(*case, *task, answer, meta).await,
            Choice::Event { case, event, .. } => self.engine.send(*case, event, with, meta).await,
            Choice::Retry { case, call } => self.engine.retry(*case, *call, meta).await,
        }
    }

    /// Winds the clock on.
    pub(crate) async fn advance(&self, ms: i64) -> Result<(), DeskError> {
        let time = self.time.as_ref().ok_or(DeskError::RealClock)?;
        time.advance(Duration::from_millis(u64::try_from(ms).unwrap_or_default())).await;
        Ok(())
    }

    /// Carries out a command that names what it is about.
    pub(crate) async fn carry_out(&self, command: &Command, meta: Meta) -> Result<(), DeskError> {
        let family = self.family().await?;
        match command {
            Command::Do { step, with } => {
                let task = find(&family, step)?;
                let TaskKind::Step { fill } = &task.kind else {
                    return Err(DeskError::WantsAnswer(step.clone()));
                };
                let record = self.record(with, fill)?;
                self.engine.complete(task.case, task.task, record, meta).await?;
            }
            Command::Answer { decision, answer } => {
                let task = find(&family, decision)?;
                if matches!(task.kind, TaskKind::Step { .. }) {
                    return Err(DeskError::WantsDone(decision.clone()));
                }
                self.engine.answer(task.case, task.task, answer, meta).await?;
            }
            Command::Event { event, with } => {
                let declared = self.engine.book().events.iter().find(|e| e.name == *event);
                let fields =
                    declared.map(phrases::fields).ok_or_else(|| DeskError::Unknown(event.clone()))?;
                let record = self.record(with, &fields)?;
                let case = family.iter().find(|c| c.expects.contains(event)).map_or(self.root, |c| c.id);
                self.engine.send(case, event, record, meta).await?;
            }
            Command::Advance(ms) => self.advance(*ms).await?,
            Command::Retry { step } => {
                let mut calls = family.iter().flat_map(|c| c.calls.iter().map(move |call| (c, call)));
                let found =
                    calls.find(|(c, call)| call.incident.is_some() && fits(step, &c.flow, &call.node));
                let (case, call) = found.ok_or_else(|| DeskError::NoTask(step.clone()))?;
                self.engine.retry(case.id, call.call, meta).await?;
            }
            Command::Cancel(reason) => {
                self.engine.cancel(self.root, reason, meta).await?;
            }
            Command::Expect(expect) => self.expect(expect, &family)?,
            _ => return Err(DeskError::NotHere),
        }
        Ok(())
    }

    /// Values for fields, from text. What isn't given is left to the engine, which says what is missing.
    fn record(&self, with: &[(String, String)], fields: &[FieldView]) -> Result<Record, DeskError> {
        let offset = self.engine.book().zone.offset_minutes;
        let mut record = Record::new();
        for (name, text) in with {
            let field =
                fields.iter().find(|f| f.name == *name).ok_or_else(|| DeskError::Unknown(name.clone()))?;
            record.set(name.clone(), value::read(text, &field.ty, offset)?);
        }
        Ok(record)
    }

    fn expect(&self, expect: &Expect, family: &[CaseView]) -> Result<(), DeskError> {
        let shown = |found: Vec<String>| if found.is_empty() { "-".to_owned() } else { found.join(", ") };
        match expect {
            Expect::At(place) => {
                let at = family.iter().flat_map(|c| c.tokens.iter().map(move |t| (c, t)));
                if at.clone().any(|(c, t)| fits(place, &c.flow, &t.name)) {
                    return Ok(());
                }
                let found = shown(at.map(|(c, t)| format!("{}:{}", c.flow, t.name)).collect());
                Err(DeskError::Expected(words!(
                    "desk-expected-at",
                    expected = place.to_string(),
                    found = found
                )))
            }
            Expect::Say(message) => {
                let said: Vec<String> = family.iter().filter_map(last_said).collect();
                if said.contains(message) {
                    return Ok(());
                }
                Err(DeskError::Expected(words!("desk-expected-say", expected = message, found = shown(said))))
            }
            Expect::Ended(place) => {
                let concerned = |c: &&CaseView| match &place.flow {
                    Some(flow) => c.flow == *flow,
                    None => c.id == self.root,
                };
                let mut found = Vec::new();
                for case in family.iter().filter(concerned) {
                    match &case.status {
                        CaseStatus::Ended(outcome) if *outcome == place.node => return Ok(()),
                        CaseStatus::Ended(outcome) => found.push(outcome.clone()),
                        CaseStatus::Cancelled => found.push(say(words!("desk-cancelled"))),
                        CaseStatus::Open => found.push(say(words!("desk-under-way"))),
                    }
                }
                let (expected, found) = (place.to_string(), shown(found));
                Err(DeskError::Expected(words!("desk-expected-ended", expected = expected, found = found)))
            }
        }
    }

    /// The moment that the desk's clock shows.
    pub(crate) fn now(&self) -> Moment {
        use sop::Clock;
        match &self.time {
            Some(time) => time.now(),
            None => sop::SystemClock.now(),
        }
    }

    /// Is any case of the family still under way?
    pub(crate) fn under_way(family: &[CaseView]) -> bool {
        family.iter().any(|c| c.status == CaseStatus::Open)
    }
}

fn last_said(case: &CaseView) -> Option<String> {
    case.said.iter().rev().find_map(|s| match &s.say {
        EffectView::Say { message, .. } => Some(message.clone()),
        _ => None,
    })
}

/// Is the place this node of this flow?
fn fits(place: &Place, flow: &str, node: &str) -> bool {
    place.node == node && place.flow.as_deref().is_none_or(|f| f == flow)
}

fn find<'f>(family: &'f [CaseView], place: &Place) -> Result<&'f sop::Task, DeskError> {
    let mut tasks = family.iter().flat_map(|c| &c.tasks);
    tasks.find(|t| fits(place, &t.flow, &t.node)).ok_or_else(|| DeskError::NoTask(place.clone()))
}
