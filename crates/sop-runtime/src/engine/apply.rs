//! One input and all that it sets off in children and parents: worked out on drafts, committed as one batch, and only
//! then known to memory, timers, actions and subscribers.
//!
//! Invariant: whatever fails before or in the commit, the cases in memory are as before.

use super::edition::Edition;
use super::error::EngineError;
use super::families::{Cases, Family, FamilyGuard};
use super::inner::{Inner, Loaded, Mode};
use super::limits::{self, CASCADE_MAX};
use super::meta::{Applied, Meta};
use super::outgoing::{Outgoing, is_for_subscribers};
use crate::host::store::{
    self, CaseId, CaseRow, CaseStatus, Change, EditionId, EffectId, TaskChange, TimerChange,
};
use crate::host::subscriber::Delivery;
use crate::host::timers::TimerKey;
use crate::journal::{self, Entry, Origin};
use crate::kernel::{CallId, ChildEnd, ChildId, Effect, Input, Rejected, State, Status, advance};
use crate::value::Moment;
use sop_core::model::FlowId;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use tracing::Instrument;

/// The word for a kind of input, for logs and metrics.
pub(crate) fn kind_of(input: &Input) -> &'static str {
    match input {
        Input::Start { .. } => "start",
        Input::Complete { .. } => "complete",
        Input::Answer { .. } => "answer",
        Input::Event { .. } => "event",
        Input::TimerFired { .. } => "timer",
        Input::ActionDone { .. } => "action_done",
        Input::ActionFailed { .. } => "action_failed",
        Input::RetryAction { .. } => "retry",
        Input::ChildEnded { .. } => "child_ended",
        Input::Cancel { .. } => "cancel",
        Input::Moved { .. } => "moved",
    }
}

/// Where a case stands.
pub(crate) fn status(edition: &Edition, state: &State) -> CaseStatus {
    match (state.status(), state.flow()) {
        (Status::Ended { outcome }, Some(flow)) => CaseStatus::Ended(edition.node_name(flow, outcome)),
        (Status::Cancelled, _) => CaseStatus::Cancelled,
        _ => CaseStatus::Open,
    }
}

/// The tasks that are open after a move: those that stay have other numbers for their nodes and lanes now.
pub(crate) fn open_tasks(edition: &Edition, state: &State) -> Vec<TaskChange> {
    let open = state.tasks(&edition.program).into_iter();
    open.map(|t| TaskChange::Open(t.task, t.node.0, t.lane.map(|l| l.0))).collect()
}

/// What an input with its effects changes of the armed timers and the open tasks, on top of tasks that `moved`.
///
/// A timer that is wound back is not written: as stored it falls due too early, and whoever fires it then looks at the case. So
/// a customer's message, which winds the idle clock back, writes no timer.
pub(crate) fn changes(
    input: &Input,
    moved: Vec<TaskChange>,
    effects: &[Effect],
) -> (Vec<TimerChange>, Vec<TaskChange>) {
    let mut timers = Vec::new();
    let mut tasks = moved;
    if let Input::TimerFired { timer } = input {
        timers.push(TimerChange::Disarm(*timer));
    }
    for effect in effects {
        match effect {
            Effect::Arm { timer, due, .. } => timers.push(TimerChange::Arm(*timer, *due)),
            Effect::Disarm { timer } => timers.push(TimerChange::Disarm(*timer)),
            Effect::Assign { task, node, lane } => {
                tasks.push(TaskChange::Open(*task, node.0, lane.map(|l| l.0)));
            }
            Effect::Withdraw { task, .. } => tasks.push(TaskChange::Close(*task)),
            _ => {}
        }
    }
    (timers, tasks)
}

/// A case that is to begin.
#[derive(Debug)]
pub(crate) struct Birth {
    pub(crate) edition: Arc<Edition>,
    pub(crate) flow: FlowId,
    pub(crate) parent: Option<(CaseId, ChildId)>,
}

/// Why a called case is given up; it stands in its journal.
const CALLER_GONE: &str = "kasus yang memanggilnya tidak menunggu lagi";

/// An input that is to be worked on.
#[derive(Debug)]
struct Pending {
    /// The case; with a child's number, that child of it.
    case: CaseId,
    child: Option<ChildId>,
    input: Input,
    meta: Meta,
    birth: Option<Birth>,
    /// Set off by another input; if the case doesn't take it, that one stands all the same.
    optional: bool,
}

/// An input that was worked on.
#[derive(Debug)]
struct Happened {
    case: CaseId,
    flow: FlowId,
    edition: Arc<Edition>,
    kind: &'static str,
    at: Moment,
    position: u64,
    /// The call whose result this input was.
    answered: Option<CallId>,
    effects: Vec<Effect>,
}

/// Work on one input and what it sets off.
struct Transaction<'a> {
    inner: &'a Inner,
    now: Moment,
    drafts: Cases,
    queue: VecDeque<Pending>,
    changes: Vec<Change>,
    happened: Vec<Happened>,
    /// Calls that began in this transaction.
    invoked: BTreeMap<(CaseId, CallId), EffectId>,
}

impl Inner {
    /// Begins a case that nobody started.
    pub(crate) async fn begin(
        &self,
        edition: Arc<Edition>,
        flow: FlowId,
        args: Vec<crate::value::Value>,
        meta: Meta,
    ) -> Result<Applied, EngineError> {
        let case = self.draw_case();
        let mut family = self.families.lock(case).await;
        self.families.belongs(case, case);
        let birth = Birth { edition, flow, parent: None };
        self.apply(&mut family, case, Input::Start { flow, args }, meta, Some(birth)).await
    }

    /// Works on an input and commits it, with all that it sets off.
    pub(crate) async fn apply(
        &self,
        family: &mut FamilyGuard,
        case: CaseId,
        input: Input,
        meta: Meta,
        birth: Option<Birth>,
    ) -> Result<Applied, EngineError> {
        self.check_open()?;
        let flow = match (&birth, family.cases.get(&case)) {
            (Some(birth), _) => birth.edition.flow(birth.flow).map(|f| f.name.clone()),
            (None, loaded) => loaded.map(|l| l.row.flow.clone()),
        };
        let (kind, began) = (kind_of(&input), self.metrics.began());
        let span = tracing::info_span!(
            "input",
            case = case.0,
            flow = flow.as_deref().unwrap_or_default(),
            kind,
            request = meta.request.as_deref(),
        );
        let work = async {
            let first = Pending { case, child: None, input, meta, birth, optional: false };
            let mut transaction = Transaction::new(self, VecDeque::from([first]));
            transaction.work(family, case).await?;
            let first = transaction.happened.first().map(|h| (h.position, h.at));
            self.commit(family, transaction).await?;
            let (input, at) = first.unwrap_or_default();
            Ok(Applied { case, input, at, already: false })
        };
        let result = work.instrument(span).await;
        self.metrics.input(began, flow.as_deref(), kind, &result);
        result
    }

    /// Commits what was worked out, and lets the world know.
    async fn commit(
        &self,
        family: &mut FamilyGuard,
        transaction: Transaction<'_>,
    ) -> Result<(), EngineError> {
        let Transaction { drafts, changes, happened, .. } = transaction;
        if let Err(error) = self.writer.commit(changes).await {
            // As stored they are what they were; should memory have fallen behind, it catches up.
            family.cases.retain(|id, _| !drafts.contains_key(id));
            return Err(error);
        }
        self.metrics.stand(&family.cases, &drafts);
        self.metrics.accepted(happened.iter().map(|h| (&*h.edition, h.flow, h.kind)));
        family.cases.extend(drafts);
        self.publish(happened);
        family.trim();
        Ok(())
    }

    /// Moves cases of one family to the engine's edition, in one commit.
    pub(crate) async fn move_family(
        &self,
        family: &mut FamilyGuard,
        moving: Vec<Moving>,
        meta: &Meta,
    ) -> Result<(), EngineError> {
        let mut transaction = Transaction::new(self, VecDeque::new());
        let mut first = None;
        for Moving { mut row, state, at, from, effects } in moving {
            tracing::info!(case = row.id.0, flow = row.flow, "moved to another revision");
            let position = row.inputs;
            row.inputs += 1;
            row.last = at;
            let (case, input) = (row.id, Input::Moved { from, to: row.edition });
            let draft = Box::new(Loaded { row, state, edition: Arc::clone(&self.current) });
            let Meta { request, actor } = meta.clone();
            transaction.happen(&draft, position, &Entry { at, input, request, actor }, effects);
            transaction.drafts.insert(case, draft);
            first.get_or_insert(case);
        }
        if let Some(first) = first {
            transaction.work(family, first).await?;
        }
        self.commit(family, transaction).await
    }

    /// Tells timers, actions, subscribers and listeners what happened. The commit is behind us.
    fn publish(&self, happened: Vec<Happened>) {
        if self.mode != Mode::Work {
            return;
        }
        // What is abandoned in the same batch must not begin first.
        let mut abandoned: Vec<(CaseId, CallId)> = Vec::new();
        for h in &happened {
            abandoned.extend(h.effects.iter().filter_map(|e| match e {
                Effect::Abandon { call } => Some((h.case, *call)),
                _ => None,
            }));
        }
        for h in happened {
            if let Some(call) = h.answered {
                self.calls.forget(h.case, call);
            }
            for (index, effect) in (0u16..).zip(h.effects) {
                let id = EffectId { case: h.case, input: h.position, index };
                tracing::debug!(case = h.case.0, effect = ?effect, "effect");
                self.tell(id, &h.edition, h.flow, h.at, &effect);
                match effect {
                    Effect::Arm { timer, due, .. } | Effect::Wind { timer, due, .. } => {
                        self.arm(TimerKey { case: h.case, timer }, due);
                    }
                    Effect::Disarm { timer } => self.disarm(TimerKey { case: h.case, timer }),
                    Effect::Invoke { call, action, args, .. } if !abandoned.contains(&(h.case, call)) => {
                        self.invoke(id, call, &h.edition, h.flow, action, &args);
                    }
                    Effect::Abandon { call } => self.calls.abandon(h.case, call),
                    Effect::Incident { call, node, error } => {
                        self.metrics.incident(&h.edition, h.flow, node);
                        let node = h.edition.node_name(h.flow, node);
                        tracing::warn!(case = h.case.0, call = call.0, node, %error, "an action failed for good");
                    }
                    Effect::Broken { rule, how, .. } => {
                        self.metrics.broken(&h.edition, h.flow, rule);
                        let (rule, _) = h.edition.rule(rule);
                        tracing::warn!(case = h.case.0, rule, ?how, "a rule is broken");
                    }
                    _ => {}
                }
            }
        }
    }

    /// Hands an effect to the subscriber and to those who listen.
    fn tell(&self, id: EffectId, edition: &Edition, flow: FlowId, at: Moment, effect: &Effect) {
        let deliver = self.deliveries.is_some() && is_for_subscribers(effect);
        if !deliver && self.live.receiver_count() == 0 {
            return;
        }
        let flow_name = edition.flow(flow).map_or_else(String::new, |f| f.name.clone());
        let delivery = Delivery { id, flow: flow_name, at, effect: edition.effect_view(flow, effect) };
        if deliver {
            self.deliver(delivery.clone());
        }
        // Nobody listening is no fault.
        let _ = self.live.send(delivery);
    }
}

/// A case that is to move: all of it as it will be, and what that brings about.
#[derive(Debug)]
pub(crate) struct Moving {
    /// Its row, of the new edition already; its inputs are still those before the move.
    pub(crate) row: CaseRow,
    pub(crate) state: State,
    pub(crate) at: Moment,
    pub(crate) from: EditionId,
    pub(crate) effects: Vec<Effect>,
}

impl<'a> Transaction<'a> {
    fn new(inner: &'a Inner, queue: VecDeque<Pending>) -> Self {
        Self {
            inner,
            now: inner.clock.now(),
            drafts: Cases::new(),
            queue,
            changes: Vec::new(),
            happened: Vec::new(),
            invoked: BTreeMap::new(),
        }
    }
}

impl Transaction<'_> {
    async fn work(&mut self, family: &mut Family, first: CaseId) -> Result<(), EngineError> {
        while let Some(pending) = self.queue.pop_front() {
            if self.happened.len() > CASCADE_MAX {
                return Err(EngineError::TooManyInputs { case: first, limit: CASCADE_MAX });
            }
            let mut pending = pending;
            if let Some(child) = pending.child.take() {
                match Box::pin(self.child_case(pending.case, child)).await? {
                    Some(case) => pending.case = case,
                    None => continue,
                }
            }
            let (case, optional) = (pending.case, pending.optional);
            match self.one(family, pending).await {
                Err(EngineError::Rejected { source, .. }) if optional => {
                    // A child that nobody waits for, or whose end no arrow takes. The child has ended all the same.
                    let expected = matches!(source, Rejected::ChildNotAwaited(_) | Rejected::CaseOver);
                    if expected {
                        tracing::debug!(case = case.0, %source, "a child's end is not wanted");
                    } else {
                        tracing::warn!(case = case.0, %source, "a child's end can't be taken");
                    }
                }
                Err(EngineError::UnknownCase(gone)) if optional => {
                    tracing::warn!(
                        case = gone.0,
                        "a child's end can't be told: its parent is not in the store"
                    );
                }
                result => result?,
            }
        }
        Ok(())
    }

    async fn one(&mut self, family: &mut Family, pending: Pending) -> Result<(), EngineError> {
        let Pending { case, input, meta, birth, .. } = pending;
        let mut draft = self.draft(family, case, birth).await?;
        if !draft.edition.missing.is_empty() {
            return Err(EngineError::MissingActions { case, missing: draft.edition.missing.clone() });
        }
        limits::before(case, draft.row.inputs, &input)?;
        let at = draft.state.last().map_or(self.now, |last| last.max(self.now));
        let mut effects = Vec::new();
        let advanced = advance(&draft.edition.program, &mut draft.state, at, &input, &mut effects);
        if let Err(source) = advanced {
            // A child's first input that fails leaves no draft behind.
            if draft.row.inputs > 0 {
                self.drafts.insert(case, draft);
            }
            return Err(EngineError::Rejected { case, source });
        }
        limits::after(case, &input, &draft.state, &effects)?;
        let position = draft.row.inputs;
        draft.row.inputs += 1;
        draft.row.last = at;
        if position == 0 {
            draft.row.began = at;
        }
        draft.row.status = status(&draft.edition, &draft.state);
        let entry = Entry { at, input, request: meta.request, actor: meta.actor };
        self.happen(&draft, position, &entry, effects);
        self.drafts.insert(case, draft);
        Ok(())
    }

    /// The case, to be worked on.
    async fn draft(
        &mut self,
        family: &mut Family,
        case: CaseId,
        birth: Option<Birth>,
    ) -> Result<Box<Loaded>, EngineError> {
        if let Some(draft) = self.drafts.remove(&case) {
            return Ok(draft);
        }
        let Some(Birth { edition, flow, parent }) = birth else {
            return family.get(self.inner, case).await.map(|loaded| Box::new(loaded.clone()));
        };
        let row = CaseRow {
            id: case,
            flow: edition.flow(flow).map_or_else(String::new, |f| f.name.clone()),
            edition: edition.id,
            parent,
            status: CaseStatus::Open,
            began: self.now,
            last: self.now,
            inputs: 0,
        };
        Ok(Box::new(Loaded { row, state: State::new(&edition.program), edition }))
    }

    /// Notes what an accepted input changes, and what it sets off.
    fn happen(&mut self, draft: &Loaded, position: u64, entry: &Entry, effects: Vec<Effect>) {
        let Entry { at, input, request, .. } = entry;
        let (case, at, kind, request) = (draft.row.id, *at, kind_of(input), request.clone());
        let moved = match input {
            Input::Moved { .. } => open_tasks(&draft.edition, &draft.state),
            _ => Vec::new(),
        };
        let (timers, tasks) = changes(input, moved, &effects);
        let mut outbox = Vec::new();
        let mut delivered = Vec::new();
        let mut answered = None;
        if let Input::ActionDone { call, .. } | Input::ActionFailed { call, .. } = input {
            delivered.extend(self.invocation(case, *call));
            answered = Some(*call);
        }
        for (index, effect) in (0u16..).zip(&effects) {
            let id = EffectId { case, input: position, index };
            let mut keep = is_for_subscribers(effect)
                && (self.inner.deliveries.is_some() || self.inner.mode == Mode::Move);
            match effect {
                Effect::Invoke { call, .. } => {
                    keep = true;
                    self.invoked.insert((case, *call), id);
                }
                Effect::Abandon { call } => delivered.extend(self.invocation(case, *call)),
                Effect::StartChild { child, flow, args } => {
                    self.start_child(draft, *child, *flow, args.clone());
                }
                Effect::Ended { outcome, gives } => {
                    self.tell_parent(draft, ChildEnd::Ended { outcome: *outcome, gives: gives.clone() });
                }
                Effect::Cancelled { .. } => self.tell_parent(draft, ChildEnd::Cancelled),
                Effect::CancelChild { child } => self.cancel_child(draft, *child),
                Effect::Arm { .. }
                | Effect::Wind { .. }
                | Effect::Disarm { .. }
                | Effect::Assign { .. }
                | Effect::Withdraw { .. }
                | Effect::Say { .. }
                | Effect::Publish { .. }
                | Effect::Incident { .. }
                | Effect::Broken { .. } => {}
            }
            if keep {
                let edition = Some(draft.row.edition);
                outbox.push((index, Outgoing { edition, at, effect: effect.clone() }.encode()));
            }
        }
        let entry = if position == 0 {
            let CaseRow { edition, parent, .. } = draft.row;
            journal::encode_first(entry, &Origin { edition, parent })
        } else {
            journal::encode(entry)
        };
        let snapshot = draft.state.encode();
        let row = draft.row.clone();
        let applied = store::Applied { row, entry, snapshot, request, timers, tasks, outbox };
        self.changes.push(Change::Applied(Box::new(applied)));
        self.changes.extend(delivered.into_iter().map(Change::Delivered));
        let flow = draft.state.flow().unwrap_or(FlowId(0));
        let edition = Arc::clone(&draft.edition);
        self.happened.push(Happened { case, flow, edition, kind, at, position, answered, effects });
    }

    /// The effect in the outbox that began a call.
    fn invocation(&mut self, case: CaseId, call: CallId) -> Option<EffectId> {
        self.invoked.remove(&(case, call)).or_else(|| self.inner.calls.effect(case, call))
    }

    fn start_child(&mut self, parent: &Loaded, child: ChildId, flow: FlowId, args: Vec<crate::value::Value>) {
        let birth =
            Birth { edition: Arc::clone(&parent.edition), flow, parent: Some((parent.row.id, child)) };
        self.queue.push_back(Pending {
            case: self.inner.draw_case(),
            child: None,
            input: Input::Start { flow, args },
            meta: Meta::new(),
            birth: Some(birth),
            optional: false,
        });
    }

    /// Gives a called case up, once what is waiting before has been worked on: it may only be about to begin.
    fn cancel_child(&mut self, parent: &Loaded, child: ChildId) {
        self.queue.push_back(Pending {
            case: parent.row.id,
            child: Some(child),
            input: Input::Cancel { reason: CALLER_GONE.into() },
            meta: Meta::new(),
            birth: None,
            optional: true,
        });
    }

    /// The case that a case knows as this child.
    async fn child_case(&self, parent: CaseId, child: ChildId) -> Result<Option<CaseId>, EngineError> {
        let is_it = |row: &CaseRow| row.parent == Some((parent, child));
        if let Some(draft) = self.drafts.values().find(|d| is_it(&d.row)) {
            return Ok(Some(draft.row.id));
        }
        let children = self.inner.writer.read(move |store| store.children(parent)).await?;
        Ok(children.iter().find(|row| is_it(row)).map(|row| row.id))
    }

    fn tell_parent(&mut self, draft: &Loaded, end: ChildEnd) {
        let Some((parent, child)) = draft.row.parent else { return };
        self.queue.push_back(Pending {
            case: parent,
            child: None,
            input: Input::ChildEnded { child, end },
            meta: Meta::new(),
            birth: None,
            optional: true,
        });
    }
}
