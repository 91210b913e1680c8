//! Agents who work tasks, customers who write or fall silent, a supervisor; and the network between them and the engine.

use crate::dice::Dice;
use crate::world::{Answer, World};
use sop::model::{Book, FactRole, Type};
use sop::{
    Applied, CallId, CaseFilter, CaseId, CaseStatus, Engine, EngineError, Meta, Moment, Record, TaskId,
    TaskKind, Value,
};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::mpsc;

/// What a person wants of the engine.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Start(String, Record),
    Complete(CaseId, TaskId, Record),
    Answer(CaseId, TaskId, String),
    Send(CaseId, String, Record),
    Cancel(CaseId),
    Retry(CaseId, CallId),
}

impl Deed {
    /// The case that it is for.
    pub(crate) fn case(&self) -> Option<CaseId> {
        match self {
            Self::Start(..) => None,
            Self::Complete(case, ..) | Self::Answer(case, ..) | Self::Send(case, ..) => Some(*case),
            Self::Cancel(case) | Self::Retry(case, _) => Some(*case),
        }
    }

    async fn ask(self, engine: Engine, name: String) -> Result<Applied, EngineError> {
        let meta = Meta::new().request(name).actor("simulated");
        match self {
            Self::Start(flow, args) => engine.start(&flow, args, meta).await,
            Self::Complete(case, task, filled) => engine.complete(case, task, filled, meta).await,
            Self::Answer(case, task, answer) => engine.answer(case, task, &answer, meta).await,
            Self::Send(case, event, data) => engine.send(case, &event, data, meta).await,
            Self::Cancel(case) => engine.cancel(case, "given up", meta).await,
            Self::Retry(case, call) => engine.retry(case, call, meta).await,
        }
    }
}

/// One engine, from its building to its end, and who is around it.
#[derive(Debug)]
pub(crate) struct Life {
    pub(crate) world: Arc<World>,
    pub(crate) number: u32,
    pub(crate) book: Arc<Book>,
    pub(crate) assigned: mpsc::UnboundedSender<(CaseId, TaskId)>,
}

/// Some value of that type.
pub(crate) fn some(ty: &Type, dice: &mut Dice) -> Value {
    let n = i64::try_from(dice.below(200)).unwrap_or(0);
    match ty {
        Type::YesNo => Value::YesNo(n % 2 == 0),
        Type::Text => Value::from(format!("text {n}")),
        Type::Number => Value::Number(n),
        Type::Date => Value::Date(19_632 + i32::try_from(n).unwrap_or(0)),
        Type::Time => Value::Time(u32::try_from(n).unwrap_or(0) * 300_000),
        Type::Moment => Value::Moment(Moment(crate::life::BEGIN.0 + n * 3_600_000)),
        Type::Duration => Value::Duration(n * 60_000),
        Type::OneOf(choices) => {
            dice.one(choices).map_or_else(|| Value::from(""), |c| Value::from(c.name.as_str()))
        }
        Type::Weekday => Value::Weekday(u8::try_from(n % 7).unwrap_or(0)),
        Type::DayKind => Value::from("workday"),
        Type::List(of) => Value::List([some(of, dice)].into()),
    }
}

impl Life {
    /// Asks the engine, over a network that loses requests and answers, delays and doubles them, until an answer comes.
    async fn ask(self: Arc<Self>, engine: Engine, deed: Deed) {
        let name = self.world.intend(deed.clone());
        self.ask_as(engine, deed, name).await;
    }

    /// The same of a request that may have been made before.
    pub(crate) async fn ask_as(self: Arc<Self>, engine: Engine, deed: Deed, name: String) {
        loop {
            let world = &self.world;
            tokio::time::sleep(world.about(Duration::from_millis(300))).await;
            if world.goes_wrong(|o| o.request_lost) {
                world.count("requests lost");
                continue;
            }
            let mut tries = vec![tokio::spawn(deed.clone().ask(engine.clone(), name.clone()))];
            if world.goes_wrong(|o| o.twice) {
                world.count("requests that came twice");
                let (later, deed) = (world.about(Duration::from_millis(200)), deed.clone());
                let (engine, name) = (engine.clone(), name.clone());
                tries.push(tokio::spawn(async move {
                    tokio::time::sleep(later).await;
                    deed.ask(engine, name).await
                }));
            }
            if world.goes_wrong(|o| o.gives_up) {
                world.count("clients that stopped waiting");
                tokio::time::sleep(world.about(Duration::from_millis(30))).await;
                tries.iter().for_each(tokio::task::JoinHandle::abort);
            }
            let mut again = false;
            for result in tries {
                let answer = result.await;
                if world.is_off() {
                    return;
                }
                match answer {
                    Ok(_) | Err(_) if world.goes_wrong(|o| o.answer_lost) => {
                        world.count("answers lost");
                        again = true;
                    }
                    Ok(Ok(applied)) => world.answered(&name, Answer::Done(applied)),
                    Ok(Err(EngineError::Closed)) => return,
                    Ok(Err(EngineError::Store(_))) | Err(_) => again = true,
                    Ok(Err(error)) => world.answered(&name, Answer::Refused(error.to_string())),
                }
            }
            if !again {
                return;
            }
        }
    }

    /// Customers come, so many in this time.
    pub(crate) async fn door(self: Arc<Self>, engine: Engine, every: Duration) {
        loop {
            tokio::time::sleep(self.world.about(every)).await;
            let Some(flow) = self.world.dice(|d| d.one(&self.book.flows).cloned()) else { return };
            let takes = flow.facts.iter().filter(|f| f.role == FactRole::Taken);
            let args =
                self.world.dice(|d| takes.map(|f| (f.field.name.clone(), some(&f.field.ty, d))).collect());
            self.world.count("customers");
            tokio::spawn(Arc::clone(&self).comes(engine.clone(), Deed::Start(flow.name.clone(), args)));
        }
    }

    async fn comes(self: Arc<Self>, engine: Engine, deed: Deed) {
        let name = self.world.intend(deed.clone());
        Arc::clone(&self).ask_as(engine.clone(), deed, name.clone()).await;
        let answer = self.world.ledger(|l| l.requests.get(&name).and_then(|r| r.answer.clone()));
        if let Some(Answer::Done(applied)) = answer {
            self.customer(engine, applied.case).await;
        }
    }

    /// The customer of a case, as long as it is open: writes, leaves, falls silent.
    pub(crate) async fn customer(self: Arc<Self>, engine: Engine, case: CaseId) {
        let mut patience = Duration::from_secs(25);
        loop {
            tokio::time::sleep(self.world.about(patience)).await;
            let Ok(view) = engine.case(case).await else { continue };
            if view.status != CaseStatus::Open {
                return;
            }
            let event = self.world.dice(|d| {
                let event = d.one(&view.expects).cloned()?;
                // Most write most of the time; leaving is rarer.
                let speaks = if event.contains("left") || event.contains("cancelled") { 40 } else { 350 };
                d.permille(speaks).then_some(event)
            });
            let Some(event) = event else {
                patience = (patience * 2).min(Duration::from_hours(3));
                continue;
            };
            let Some(declared) = self.book.events.iter().find(|e| e.name == event) else { continue };
            let carries = &declared.carries;
            let data =
                self.world.dice(|d| carries.iter().map(|f| (f.name.clone(), some(&f.ty, d))).collect());
            Arc::clone(&self).ask(engine.clone(), Deed::Send(case, event, data)).await;
            if self.world.dice(|d| d.permille(4)) {
                Arc::clone(&self).ask(engine.clone(), Deed::Cancel(case)).await;
            }
        }
    }

    /// Agents hear of tasks and work them, each in its own time; a few are forgotten.
    pub(crate) async fn agents(
        self: Arc<Self>,
        engine: Engine,
        mut assigned: mpsc::UnboundedReceiver<(CaseId, TaskId)>,
    ) {
        while let Some((case, task)) = assigned.recv().await {
            if self.world.dice(|d| d.permille(60)) {
                continue;
            }
            let (me, engine) = (Arc::clone(&self), engine.clone());
            tokio::spawn(async move {
                tokio::time::sleep(me.world.about(Duration::from_secs(30))).await;
                me.work(engine, case, task).await;
            });
        }
    }

    async fn work(self: Arc<Self>, engine: Engine, case: CaseId, task: TaskId) {
        let Ok(view) = engine.case(case).await else { return };
        let Some(task) = view.tasks.into_iter().find(|t| t.task == task) else { return };
        let deed = self.world.dice(|d| match &task.kind {
            TaskKind::Step { fill } => {
                let filled = fill.iter().map(|f| (f.name.clone(), some(&f.ty, d))).collect();
                Some(Deed::Complete(case, task.task, filled))
            }
            TaskKind::Decide { answers } => {
                d.one(answers).map(|a| Deed::Answer(case, task.task, a.name.clone()))
            }
        });
        if let Some(deed) = deed {
            self.ask(engine, deed).await;
        }
    }

    /// Once in a while somebody looks through what lies about: forgotten tasks, incidents.
    pub(crate) async fn supervisor(self: Arc<Self>, engine: Engine) {
        loop {
            tokio::time::sleep(Duration::from_mins(20) + self.world.about(Duration::from_mins(20))).await;
            for task in engine.tasks(None).await.unwrap_or_default() {
                if self.world.dice(|d| d.permille(300)) {
                    Arc::clone(&self).work(engine.clone(), task.case, task.task).await;
                }
            }
            let open = CaseFilter { open_only: true, ..CaseFilter::default() };
            for row in engine.cases(open).await.unwrap_or_default() {
                if self.world.dice(|d| d.permille(700)) {
                    continue;
                }
                let Ok(view) = engine.case(row.id).await else { continue };
                for call in view.calls.iter().filter(|c| c.incident.is_some()) {
                    Arc::clone(&self).ask(engine.clone(), Deed::Retry(row.id, call.call)).await;
                }
            }
        }
    }

    /// Somebody sets the machine's clock: an hour ahead, an hour back, a little.
    pub(crate) async fn clock_setter(self: Arc<Self>) {
        loop {
            tokio::time::sleep(self.world.about(Duration::from_hours(3))).await;
            let skew = self.world.dice(|d| match d.below(5) {
                0 => 3_600_000,
                1 => -3_600_000,
                2 => i64::try_from(d.below(20_000)).unwrap_or(0) - 10_000,
                _ => 0,
            });
            self.world.count("clocks set");
            self.world.trace(|t| {
                let _ = write!(t, "clock {skew}");
            });
            self.world.skew.store(skew, Ordering::Relaxed);
        }
    }
}
