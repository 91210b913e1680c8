//! What doesn't fit: every input is refused with its reason and changes nothing; every text is answered with findings.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use sop::diagnostic::Severity;
use sop::kernel::{Rejected, TaskId};
use sop::model::Book;
use sop::{
    ActionCall, BuildError, CaseId, Clock, Engine, EngineBuilder, EngineError, FireHandle, MemoryStore,
    Moment, Output, Record, Sources, SqliteStore, Task, TimerKey, Timers, Value, VirtualTime,
};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const BEGIN: &str = "2023-10-02T09:00:00+07:00";

fn book() -> Book {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/sop/customer-handling");
    sop::compile(&sop::folder::read(folder).unwrap()).book.unwrap()
}

fn with_actions(builder: EngineBuilder) -> EngineBuilder {
    builder
        .action("create_ticket", |_: ActionCall| async { Ok(Output::new().with("ticket_number", "T-1")) })
        .action("dispatch_ticket", |_: ActionCall| async { Ok(Output::new()) })
        .action("check_outlet", |_: ActionCall| async { Ok(Output::new().with("available", true)) })
        .action("book_outlet", |_: ActionCall| async { Ok(Output::new().with("booking_code", "R-1")) })
        .setting("ticket_sla", Duration::from_hours(24))
}

async fn engine(time: &VirtualTime) -> Engine {
    with_actions(Engine::builder(book())).time(time.clone()).build().await.unwrap()
}

/// Everything that can be seen of the cases.
async fn picture(engine: &Engine) -> String {
    let mut picture = String::new();
    for row in engine.cases(sop::CaseFilter::default()).await.unwrap() {
        let (view, journal) = (engine.case(row.id).await.unwrap(), engine.journal(row.id).await.unwrap());
        picture.push_str(&serde_json::to_string(&(view, journal)).unwrap());
    }
    picture
}

async fn task(engine: &Engine, case: CaseId, node: &str) -> Task {
    let tasks = engine.tasks(None).await.unwrap();
    tasks
        .into_iter()
        .find(|t| t.case == case && t.node == node)
        .unwrap_or_else(|| panic!("`{node}` is not open"))
}

async fn chat(engine: &Engine) -> CaseId {
    engine.start("live_chat", [("customer", "Rina"), ("agent_name", "Dewi")], ()).await.unwrap().case
}

async fn done(engine: &Engine, case: CaseId, node: &str) -> TaskId {
    let task = task(engine, case, node).await.task;
    engine.complete(case, task, (), ()).await.unwrap();
    task
}

#[tokio::test]
async fn an_input_that_does_not_fit_is_refused_and_changes_nothing() {
    let engine = engine(&VirtualTime::at(BEGIN.parse::<Moment>().unwrap())).await;
    let case = chat(&engine).await;
    let greet = done(&engine, case, "greet").await;
    done(&engine, case, "verify").await;
    let identify = task(&engine, case, "identify").await.task;
    let before = picture(&engine).await;
    let said = |result: Result<sop::Applied, EngineError>| result.unwrap_err().to_string();

    // Tasks.
    let twice = engine.complete(case, greet, (), ()).await;
    assert!(
        matches!(&twice, Err(EngineError::Rejected { source: Rejected::TaskNotOpen(t), .. }) if *t == greet),
        "{twice:?}"
    );
    let unknown = engine.complete(case, TaskId(999), (), ()).await;
    assert!(matches!(unknown, Err(EngineError::Rejected { source: Rejected::TaskNotOpen(_), .. })));
    let answered = engine.answer(case, identify, "yes", ()).await;
    assert!(matches!(answered, Err(EngineError::Rejected { source: Rejected::WrongTaskKind(_), .. })));

    // What is filled in.
    let missing = said(engine.complete(case, identify, (), ()).await);
    assert_eq!(missing, "`need` is missing: a value of type text");
    let all = Record::new().with("need", 7).with("mood", "baik");
    let wrong = said(engine.complete(case, identify, all, ()).await);
    assert!(
        wrong.contains("`need` wants a value of type text") && wrong.contains("`mood` is not asked for"),
        "{wrong}"
    );

    // Events.
    let early = engine.send(case, "outlet_answered", [("available", true)], ()).await;
    assert!(
        matches!(early, Err(EngineError::Rejected { source: Rejected::EventNotExpected(_), .. })),
        "{early:?}"
    );
    assert!(
        matches!(engine.send(case, "rain", (), ()).await, Err(EngineError::UnknownEvent(e)) if e == "rain")
    );
    assert!(matches!(engine.send(case, "customer_replied", (), ()).await, Err(EngineError::Fields(_))));
    assert!(matches!(
        engine.send(case, "customer_replied", [("text", true)], ()).await,
        Err(EngineError::Fields(_))
    ));

    // Cases, flows, lanes, calls.
    assert!(matches!(
        engine.send(CaseId(99), "customer_left", (), ()).await,
        Err(EngineError::UnknownCase(_))
    ));
    assert!(
        matches!(engine.start("teleport", (), ()).await, Err(EngineError::UnknownFlow(f)) if f == "teleport")
    );
    assert!(matches!(engine.start("live_chat", (), ()).await, Err(EngineError::Fields(_))));
    assert!(matches!(engine.tasks(Some("pilot")).await, Err(EngineError::UnknownLane(_))));
    let retried = engine.retry(case, sop::CallId(3), ()).await;
    assert!(matches!(retried, Err(EngineError::Rejected { .. })), "{retried:?}");

    assert_eq!(picture(&engine).await, before);
    engine.complete(case, identify, [("need", "kartu")], ()).await.unwrap();
    let solvable = task(&engine, case, "solvable").await.task;
    let before = picture(&engine).await;
    let perhaps = said(engine.answer(case, solvable, "perhaps", ()).await);
    assert_eq!(perhaps, "the decision `solvable` has no answer `perhaps`; it has `yes`, `no`");
    let completed = engine.complete(case, solvable, (), ()).await;
    assert!(matches!(completed, Err(EngineError::Rejected { source: Rejected::WrongTaskKind(_), .. })));
    assert_eq!(picture(&engine).await, before);

    engine.cancel(case, "salah ketik", ()).await.unwrap();
    let before = picture(&engine).await;
    for over in [
        engine.cancel(case, "lagi", ()).await,
        engine.send(case, "customer_left", (), ()).await,
        engine.answer(case, solvable, "yes", ()).await,
    ] {
        assert!(matches!(over, Err(EngineError::Rejected { .. })), "{over:?}");
    }
    assert_eq!(picture(&engine).await, before);
}

#[tokio::test]
async fn a_value_out_of_its_range_is_refused() {
    let engine = engine(&VirtualTime::at(BEGIN.parse::<Moment>().unwrap())).await;
    let start = [("customer", "Rina"), ("agent_name", "Dewi")];
    let case = engine.start("outlet_reservation", start, ()).await.unwrap().case;
    done(&engine, case, "greet").await;
    let check = engine.case(case).await.unwrap().children[0].case;
    done(&engine, check, "ask").await;
    let matches = task(&engine, check, "matches").await.task;
    engine.answer(check, matches, "yes", ()).await.unwrap();
    let ask = task(&engine, case, "ask_visit").await.task;
    let before = picture(&engine).await;
    for moment in [i64::MAX, i64::MIN, Moment::MAX.0 + 1] {
        let filled = Record::new().with("outlet", "Senen").with("visit", Value::Moment(Moment(moment)));
        let refused = engine.complete(case, ask, filled, ()).await;
        assert!(refused.is_err(), "{moment}: {refused:?}");
    }
    assert_eq!(picture(&engine).await, before);
    // The last moment there is lies in range, and a visit then is in no calendar: looked at, not crashed on.
    let filled = Record::new().with("outlet", "Senen").with("visit", Value::Moment(Moment::MAX));
    let _ = engine.complete(case, ask, filled, ()).await;
    engine.settled().await;
    engine.case(case).await.unwrap();
}

/// Timers whose hand is the test's: they fire when told, due or not.
#[derive(Clone, Debug, Default)]
struct ByHand(Arc<Mutex<(Vec<TimerKey>, Option<FireHandle>)>>);

impl Timers for ByHand {
    fn connect(&self, fire: FireHandle) {
        self.0.lock().unwrap().1 = Some(fire);
    }
    fn arm(&self, key: TimerKey, _: Moment) {
        self.0.lock().unwrap().0.push(key);
    }
    fn disarm(&self, _: TimerKey) {}
}

#[tokio::test]
async fn a_timer_that_comes_late_changes_nothing() {
    let (time, timers) = (VirtualTime::at(BEGIN.parse::<Moment>().unwrap()), ByHand::default());
    let builder = with_actions(Engine::builder(book())).clock(time.clone()).timers(timers.clone());
    let engine = builder.build().await.unwrap();
    let case = chat(&engine).await;
    let silence = timers.0.lock().unwrap().0[0];
    // The customer leaves before the minute is over: nobody waits for the silence any more.
    engine.send(case, "customer_left", (), ()).await.unwrap();
    time.set(Moment(time.now().0 + 60_000));
    let before = picture(&engine).await;
    let fire = timers.0.lock().unwrap().1.clone().unwrap();
    for key in [silence, silence, TimerKey { case: CaseId(99), ..silence }] {
        assert!(fire.fire(key));
        fire.settled().await;
    }
    assert_eq!(picture(&engine).await, before);
}

#[tokio::test]
async fn a_builder_tells_everything_that_does_not_fit_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cases.db");
    let builder = Engine::builder(book())
        .action("create_ticket", |_: ActionCall| async { Ok(Output::new()) })
        .action("fly", |_: ActionCall| async { Ok(Output::new()) })
        .setting("email_reply_limit", "soon")
        .setting("colour", 7)
        .store(SqliteStore::open(&file).unwrap());
    let Err(BuildError::Unfit(unfit)) = builder.build().await else { panic!("it was built") };
    assert_eq!(unfit.missing_actions, ["book_outlet", "check_outlet", "dispatch_ticket"]);
    assert_eq!(unfit.unknown_actions, ["fly"]);
    insta::assert_snapshot!(unfit.to_string().replace("; ", "\n"));
    assert!(SqliteStore::open(&file).unwrap().verify().is_ok(), "and the store was let go");
}

#[tokio::test]
async fn a_store_without_disk_tells_so_and_the_case_stays() {
    let (time, store) = (VirtualTime::at(BEGIN.parse::<Moment>().unwrap()), MemoryStore::new());
    let builder = with_actions(Engine::builder(book())).time(time.clone()).store(store.clone());
    let engine = builder.build().await.unwrap();
    let case = chat(&engine).await;
    let greet = task(&engine, case, "greet").await.task;
    let before = picture(&engine).await;
    store.fail_commit(1);
    assert!(matches!(engine.complete(case, greet, (), ()).await, Err(EngineError::Store(_))));
    assert_eq!(picture(&engine).await, before);
    engine.complete(case, greet, (), ()).await.unwrap();
}

/// Findings, an error among them, no book to run, and not after minutes.
fn refused(sources: &Sources, what: &str) {
    let began = Instant::now();
    let compiled = sop::compile(sources);
    let took = began.elapsed();
    assert!(!compiled.is_sound(), "{what} passed");
    assert!(compiled.findings.iter().any(|f| f.severity() == Severity::Error), "{what}: no error");
    assert!(compiled.findings.len() < 1000, "{what}: {} findings", compiled.findings.len());
    assert!(took < Duration::from_secs(20), "{what} took {took:?}");
}

fn one(bytes: &[u8]) -> Sources {
    let mut sources = Sources::new();
    sources.add_bytes("book.sop", bytes);
    sources
}

#[test]
fn hostile_texts_are_answered_with_findings() {
    let mib = 1 << 20;
    let flow = |body: &str| format!("lane a \"A\"\nflow f \"F\" {{ keeps x: number {body} }}");
    let texts: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", Vec::new()),
        ("no UTF-8", vec![0xff, 0xfe, 0x00, 0x80]),
        ("a broken letter", b"lane a \"\xc3\"".to_vec()),
        ("only zeros", vec![0; 4096]),
        ("a mark of byte order in the middle", "lane a \"A\"\u{feff}\u{feff} flow".into()),
        ("ten megabytes of letters", vec![b'a'; 10 * mib]),
        ("ten megabytes of lanes", "lane a \"A\"\n".repeat(10 * mib / 11).into()),
        ("a megabyte of open braces", vec![b'{'; mib]),
        ("a megabyte of closed braces", vec![b'}'; mib]),
        ("many quotes", vec![b'"'; mib / 4]),
        ("a megabyte of slashes", vec![b'/'; mib]),
        ("lanes without end", "lane ".repeat(mib / 5).into()),
        (
            "deep brackets",
            flow(&format!(
                "step s by a \"S\" {{ set x to {}1{} }} end e \"E\"",
                "(".repeat(100_000),
                ")".repeat(100_000)
            ))
            .into(),
        ),
        (
            "deep negations",
            flow(&format!(
                "decide d \"D\" {{ when {} x is 1 -> e otherwise -> e }} end e \"E\"",
                "not ".repeat(100_000)
            ))
            .into(),
        ),
        (
            "a long sum without end",
            flow(&format!("step s by a \"S\" {{ set x to {} }} end e \"E\"", "1 + ".repeat(100_000))).into(),
        ),
        ("deep lists", format!("event e \"E\" {{ carries x: {} text }}", "list of ".repeat(20_000)).into()),
        (
            "deep stages",
            format!(
                "lane a \"A\" flow f \"F\" {{ {} {} }}",
                "stage s \"S\" {".repeat(10_000),
                "}".repeat(10_000)
            )
            .into(),
        ),
        (
            "deep branches",
            format!(
                "lane a \"A\" flow f \"F\" {{ {} {} }}",
                "parallel p \"P\" { branch b \"B\" {".repeat(10_000),
                "} join all }".repeat(10_000)
            )
            .into(),
        ),
        ("a name that is long", format!("lane {} \"A\" flow", "n".repeat(mib)).into()),
        (
            "a number out of range",
            flow("step s by a \"S\" { set x to 99999999999999999999 } end e \"E\"").into(),
        ),
        ("a duration out of range", "setting s: duration \"S\" { default 99999999999999d }".into()),
        (
            "a date that is none",
            "calendar c \"C\" { source \"s\" covers 2023 to 2024 2023-02-30 \"X\" }".into(),
        ),
        ("years without end", "calendar c \"C\" { source \"s\" covers -99999999 to 99999999 }".into()),
    ];
    for (what, text) in texts {
        refused(&one(&text), what);
    }
}

#[test]
fn files_and_flows_in_a_circle_are_told_not_walked_for_ever() {
    let mut sources = Sources::new();
    for (a, b) in [("a", "b"), ("b", "c"), ("c", "a")] {
        let text = format!(
            "use \"{b}.sop\"\nuse \"{a}.sop\"\nlane {a} \"{a}\"\nflow f{a} \"F\" {{ step s by {b} \"S\" {{}} end e \"E\" }}"
        );
        sources.add(format!("{a}.sop"), text);
    }
    let compiled = sop::compile(&sources);
    let circles = compiled.findings.iter().filter(|f| f.code == sop::diagnostic::Code::UseCircle).count();
    assert_eq!(circles, 4, "each file with itself, and all three: {:#?}", compiled.findings);

    let mut sources = Sources::new();
    sources.add("a.sop", "use \"nowhere.sop\" use \"../../etc/hosts\" use \"\"");
    refused(&sources, "files that are not there");

    let mut sources = Sources::new();
    sources.add("a.sop", "flow a \"A\" { call b() as x \"X\" { e -> e } end e \"E\" } flow b \"B\" { call a() as x \"X\" { e -> e } end e \"E\" }");
    refused(&sources, "flows that call each other for ever");
}

/// Random bytes between words of the language: always findings or a book, never a panic.
#[test]
fn any_bytes_end_in_findings() {
    use proptest::prelude::*;
    let word = prop_oneof![
        proptest::sample::select(vec![
            "flow",
            "f",
            "\"L\"",
            "{",
            "}",
            "(",
            ")",
            "->",
            "step",
            "stage",
            "when",
            "silent",
            "for",
            "1m",
            "parallel",
            "branch",
            "join",
            "all",
            "decide",
            "by",
            "a",
            "lane",
            "table",
            "row",
            "|",
            "columns",
            "end",
            "wait",
            "on",
            "after",
            "resume",
            "not",
            "is",
            "1",
            "06:00",
            "to",
            "2023-10-02",
            "one of",
            ",",
            "list of",
            "cites",
            "5.3",
        ])
        .prop_map(|w| w.as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest!(ProptestConfig::with_cases(200), |(words in proptest::collection::vec(word, 0..60))| {
        let compiled = sop::compile(&one(&words.join(&b' ')));
        prop_assert!(compiled.is_sound() || !compiled.findings.is_empty());
    });
}
