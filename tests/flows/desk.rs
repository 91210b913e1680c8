//! A contact center of one flow at a time: the real book, a store in a file, virtual time, and hands that do what a test says.
//!
//! Invariant: what a script does is done three times - straight through, with the engine closed and opened again after
//! every input, and the same without waiting for what is under way - and every case must come out the same.

use chrono::{DateTime, FixedOffset};
use sop::engine::InputView;
use sop::host::TimerKind;
use sop::model::Book;
use sop::{
    ActionCall, ActionError, CaseFilter, CaseId, CaseStatus, CaseView, EffectView, Engine, EngineError,
    JournalView, Moment, Output, Record, SqliteStore, Task, TimerView, VirtualTime,
};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use tempfile::TempDir;

/// A Monday, a working day.
pub(crate) const MONDAY_NINE: &str = "2023-10-02T09:00:00+07:00";

pub(crate) const SECOND: Duration = Duration::from_secs(1);
pub(crate) const MINUTE: Duration = Duration::from_mins(1);
pub(crate) const HOUR: Duration = Duration::from_hours(1);
pub(crate) const DAY: Duration = Duration::from_hours(24);

/// How a script is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Straight,
    /// Closed after every input, when all that it set off is done.
    Reopened,
    /// Closed right after every input: actions that it began are cut off and begin again.
    CutOff,
}

/// The center at work.
pub(crate) struct Desk {
    folder: TempDir,
    time: VirtualTime,
    /// Actions that fail.
    broken: Arc<Mutex<BTreeSet<String>>>,
    how: How,
    engine: Engine,
}

/// What became of a script.
#[derive(Debug, PartialEq)]
pub(crate) struct Run {
    cases: Vec<(CaseView, Vec<JournalView>)>,
}

/// Goes through a script from that moment on, three times; what became of it is the same each time.
pub(crate) async fn run(at: &str, script: impl AsyncFn(&mut Desk)) -> Run {
    let straight = once(at, How::Straight, &script).await;
    for how in [How::Reopened, How::CutOff] {
        let again = once(at, how, &script).await;
        assert_eq!(again.transcript(), straight.transcript(), "{how:?}");
        assert!(again == straight, "{how:?}: a case looks different");
    }
    straight
}

/// Goes through a script once, for what has nothing to do with restarts.
pub(crate) async fn run_straight(at: &str, script: impl AsyncFn(&mut Desk)) -> Run {
    once(at, How::Straight, &script).await
}

async fn once(at: &str, how: How, script: &impl AsyncFn(&mut Desk)) -> Run {
    let folder = TempDir::new().unwrap();
    let time = VirtualTime::at(at.parse::<Moment>().unwrap());
    let broken = Arc::default();
    let engine = open(&folder, &time, &broken).await;
    let mut desk = Desk { folder, time, broken, how, engine };
    script(&mut desk).await;
    desk.all().await
}

fn book() -> Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    let read = || {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sop/customer-handling");
        let compiled = sop::compile(&sop::folder::read(folder).unwrap());
        assert!(compiled.is_sound(), "{:#?}", compiled.findings);
        compiled.book.unwrap()
    };
    BOOK.get_or_init(read).clone()
}

async fn open(folder: &TempDir, time: &VirtualTime, broken: &Arc<Mutex<BTreeSet<String>>>) -> Engine {
    let action = |gives: fn(&ActionCall) -> Output| {
        let broken = Arc::clone(broken);
        move |call: ActionCall| {
            let fails = broken.lock().unwrap().contains(&call.action);
            async move {
                // Others come first, as with any real action.
                tokio::task::yield_now().await;
                if fails { Err(ActionError::terminal("out of order")) } else { Ok(gives(&call)) }
            }
        }
    };
    Engine::builder(book())
        .action(
            "create_ticket",
            action(|call| Output::new().with("ticket_number", format!("T-{}", call.case.0))),
        )
        .action("dispatch_ticket", action(|_| Output::new()))
        .action(
            "check_outlet",
            action(|call| Output::new().with("available", call.input.text("outlet") != Some("Penuh"))),
        )
        .action(
            "book_outlet",
            action(|call| Output::new().with("booking_code", format!("R-{}", call.case.0))),
        )
        .setting("ticket_sla", DAY)
        .store(SqliteStore::open(folder.path().join("cases.db")).unwrap())
        .time(time.clone())
        .build()
        .await
        .unwrap()
}

impl Desk {
    /// From now on this action fails for good.
    pub(crate) fn breaks(&self, action: &str) {
        self.broken.lock().unwrap().insert(action.to_owned());
    }

    /// Begins a case for Rina, served by Dewi.
    pub(crate) async fn starts(&mut self, flow: &str) -> CaseId {
        self.starts_with(flow, [("customer", "Rina"), ("agent_name", "Dewi")]).await
    }

    pub(crate) async fn starts_with(&mut self, flow: &str, args: impl Into<Record>) -> CaseId {
        let case = self.engine.start(flow, args, ()).await.unwrap().case;
        self.rest().await;
        case
    }

    /// Somebody of that lane does a step.
    pub(crate) async fn does(&mut self, lane: &str, case: CaseId, step: &str) {
        self.fills(lane, case, step, ()).await;
    }

    /// The same for many steps, one after the other.
    pub(crate) async fn does_all(&mut self, lane: &str, case: CaseId, steps: &[&str]) {
        for step in steps {
            self.does(lane, case, step).await;
        }
    }

    /// Somebody of that lane does a step and fills in what it asks for.
    pub(crate) async fn fills(&mut self, lane: &str, case: CaseId, step: &str, filled: impl Into<Record>) {
        let task = self.task(lane, case, step).await;
        self.engine.complete(case, task.task, filled, ()).await.unwrap();
        self.rest().await;
    }

    /// Somebody of that lane answers.
    pub(crate) async fn answers(&mut self, lane: &str, case: CaseId, question: &str, answer: &str) {
        let task = self.task(lane, case, question).await;
        self.engine.answer(case, task.task, answer, ()).await.unwrap();
        self.rest().await;
    }

    /// An event comes.
    pub(crate) async fn hears(&mut self, case: CaseId, event: &str, data: impl Into<Record>) {
        self.tries(case, event, data).await.unwrap();
    }

    /// An event comes, fitting or not.
    pub(crate) async fn tries(
        &mut self,
        case: CaseId,
        event: &str,
        data: impl Into<Record>,
    ) -> Result<(), EngineError> {
        let result = self.engine.send(case, event, data, ()).await;
        self.rest().await;
        result.map(drop)
    }

    pub(crate) async fn cancels(&mut self, case: CaseId) {
        self.engine.cancel(case, "salah ketik", ()).await.unwrap();
        self.rest().await;
    }

    /// So much time goes by.
    pub(crate) async fn passes(&mut self, by: Duration) {
        self.time.advance(by).await;
        self.rest().await;
    }

    /// The only open task of that name; it must be that lane's.
    pub(crate) async fn task(&self, lane: &str, case: CaseId, node: &str) -> Task {
        let mut tasks = self.engine.tasks(None).await.unwrap();
        tasks.retain(|t| t.case == case);
        let open: Vec<_> = tasks.iter().map(|t| t.node.clone()).collect();
        let task = tasks.into_iter().find(|t| t.node == node);
        let task = task.unwrap_or_else(|| panic!("`{node}` is not open; open is {open:?}"));
        assert_eq!(task.lane.as_deref(), Some(lane), "whose `{node}` is");
        task
    }

    /// What can be done in that case: `lane: node`, by task.
    pub(crate) async fn open(&self, case: CaseId) -> Vec<String> {
        let tasks = self.engine.tasks(None).await.unwrap();
        let of_case = tasks.iter().filter(|t| t.case == case);
        of_case.map(|t| format!("{}: {}", t.lane.as_deref().unwrap_or("-"), t.node)).collect()
    }

    /// What will happen in time in that case, the next first: what it belongs to, and when.
    pub(crate) async fn due(&self, case: CaseId) -> Vec<String> {
        let view = self.engine.case(case).await.unwrap();
        // The time that a rule allows moves no case.
        view.timers.iter().filter(|t| t.kind != TimerKind::Rule).map(timer_line).collect()
    }

    /// The case that this one started or called as its `nth`, from 0.
    pub(crate) async fn child(&self, case: CaseId, nth: usize) -> CaseId {
        self.engine.case(case).await.unwrap().children[nth].case
    }

    pub(crate) async fn status(&self, case: CaseId) -> CaseStatus {
        self.engine.case(case).await.unwrap().status
    }

    async fn rest(&mut self) {
        if self.how != How::CutOff {
            self.engine.settled().await;
        }
        if self.how != How::Straight {
            self.engine.shutdown().await;
            self.engine = open(&self.folder, &self.time, &self.broken).await;
        }
        self.engine.settled().await;
    }

    async fn all(&self) -> Run {
        let mut cases = Vec::new();
        for row in self.engine.cases(CaseFilter::default()).await.unwrap() {
            cases.push((self.engine.case(row.id).await.unwrap(), self.engine.journal(row.id).await.unwrap()));
        }
        Run { cases }
    }
}

impl Run {
    fn of(&self, number: usize) -> &(CaseView, Vec<JournalView>) {
        &self.cases[number - 1]
    }

    /// How a case ended; cases count from 1.
    pub(crate) fn outcome(&self, number: usize) -> &str {
        match &self.of(number).0.status {
            CaseStatus::Ended(outcome) => outcome,
            other => panic!("case {number} is not over: {other:?}"),
        }
    }

    /// Names of the messages said in a case, in order; `lane: message` where a lane is told.
    pub(crate) fn said(&self, number: usize) -> Vec<String> {
        let effects = self.of(number).1.iter().flat_map(|entry| &entry.effects);
        effects
            .filter_map(|effect| match effect {
                EffectView::Say { to: None, message, .. } => Some(message.clone()),
                EffectView::Say { to: Some(lane), message, .. } => Some(format!("{lane}: {message}")),
                _ => None,
            })
            .collect()
    }

    /// The Indonesian words said last in a case.
    pub(crate) fn last_words(&self, number: usize) -> &str {
        match &self.of(number).0.said.last().unwrap().say {
            EffectView::Say { texts, .. } => &texts["id"],
            other => panic!("no words: {other:?}"),
        }
    }

    /// A fact in words.
    pub(crate) fn fact(&self, number: usize, name: &str) -> &str {
        &self.of(number).0.facts.iter().find(|f| f.name == name).unwrap().shown
    }

    /// All that happened: inputs, and under each what came of it.
    pub(crate) fn transcript(&self) -> String {
        let mut text = String::new();
        for (view, journal) in &self.cases {
            writeln!(text, "case {} {}: {:?}", view.id.0, view.flow, view.status).unwrap();
            for entry in journal {
                writeln!(text, "  {} {}", clock(entry.at), input_line(&entry.input)).unwrap();
                for line in entry.effects.iter().filter_map(effect_line) {
                    writeln!(text, "      {line}").unwrap();
                }
            }
        }
        text
    }
}

fn clock(at: Moment) -> String {
    let zone = FixedOffset::east_opt(7 * 3600).unwrap();
    let local: DateTime<FixedOffset> = at.to_utc().unwrap().with_timezone(&zone);
    local.format("%a %d %H:%M:%S").to_string()
}

fn timer_line(timer: &TimerView) -> String {
    let kind = serde_json::to_value(timer.kind).unwrap();
    let then = match (&timer.to, &timer.tells) {
        (Some(to), _) => format!("-> {to}"),
        (None, Some(lane)) => format!("tells {lane}"),
        (None, None) => String::new(),
    };
    if timer.kind == TimerKind::Rule {
        return format!("{} rule {}", clock(timer.due), timer.of);
    }
    format!("{} {} of {} {then}", clock(timer.due), kind.as_str().unwrap(), timer.of)
}

fn input_line(input: &InputView) -> String {
    match input {
        InputView::Start { .. } => "begins".to_owned(),
        InputView::Complete { node, filled, .. } => format!("{node} done{}", record_line(filled)),
        InputView::Answer { node, answer, .. } => format!("{node}: {answer}"),
        InputView::Event { event, data } => format!("{event}{}", record_line(data)),
        InputView::TimerFired { meaning, .. } => {
            format!("time: {}", meaning.as_ref().map_or_else(String::new, timer_line))
        }
        InputView::ActionDone { action, output, .. } => format!("{action} gave{}", record_line(output)),
        InputView::ActionFailed { action, error, .. } => format!("{action} failed: {error}"),
        InputView::ChildEnded { flow, outcome, gives, .. } => {
            format!("{flow} ended: {}{}", outcome.as_deref().unwrap_or("cancelled"), record_line(gives))
        }
        other => format!("{other:?}"),
    }
}

fn record_line(record: &Record) -> String {
    record.iter().fold(String::new(), |line, (name, value)| format!("{line} {name}={value:?}"))
}

/// `None`: a task withdrawn, a timer disarmed.
fn effect_line(effect: &EffectView) -> Option<String> {
    Some(match effect {
        EffectView::Say { to: None, message, .. } => format!("say {message}"),
        EffectView::Say { to: Some(lane), message, .. } => format!("tell {lane} {message}"),
        EffectView::Assign { node, lane, .. } => format!("{}: {node}", lane.as_deref().unwrap_or("-")),
        EffectView::Withdraw { done: false, task } => format!("withdraw task {}", task.0),
        EffectView::Invoke { action, .. } => format!("invoke {action}"),
        EffectView::Arm { timer } if timer.kind == TimerKind::Rule => return None,
        EffectView::Arm { timer } => format!("due {}", timer_line(timer)),
        EffectView::Broken { label, .. } => format!("RULE BROKEN: {label}"),
        EffectView::Publish { event, data } => format!("publish {event}{}", record_line(data)),
        EffectView::StartChild { flow, .. } => format!("start {flow}"),
        EffectView::Ended { outcome, .. } => format!("end {outcome}"),
        EffectView::Withdraw { .. } | EffectView::Disarm { .. } => return None,
        other => format!("{other:?}"),
    })
}
