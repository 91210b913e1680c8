//! Every limit: what is just within it is taken, what is past it is refused by its name, and nothing has changed.

use super::support::*;
use crate::engine::limits::*;
use crate::engine::{Engine, EngineError, FieldError, FieldErrors, InputView, Meta};
use crate::host::store::{CaseId, CaseStatus};
use crate::host::{ActionCall, ActionError, MemoryStore, Output, Record, VirtualTime};
use crate::kernel::{Effect, Input, State, TaskId};
use crate::value::Value;

/// Takes texts and lists, again and again.
const NOTES: &str = r#"
lane agent "Agent"
event noted "Dicatat" { carries text: text }
event stopped "Berhenti"
flow notes "Catatan" {
    takes first: text
    keeps a: text, b: list of text
    gives first, a, b
    wait waiting by agent "Menunggu" {
        on noted keep text as a -> writing
        on stopped -> done
        without limit
    }
    step writing by agent "Mengisi" { fill b  then waiting }
    end done "Selesai"
}
"#;

/// Begins many cases, each of which stays open.
const MANY: &str = r#"
lane agent "Agent"
flow parent "Induk" {
    decide another by agent "Satu lagi?" { yes -> made  no -> done }
    start leaf() as made "Anak" { then another }
    end done "Selesai"
}
flow leaf "Anak" {
    step sit by agent "Menunggu" {}
    end done "Selesai"
}
"#;

async fn engine(text: &str) -> Engine {
    Engine::builder(book(text)).time(VirtualTime::at(nine())).build().await.unwrap()
}

fn text(bytes: usize) -> Value {
    Value::from("x".repeat(bytes))
}

fn fields(error: EngineError) -> Vec<FieldError> {
    let EngineError::Fields(FieldErrors(fields)) = error else { panic!("{error}") };
    fields
}

#[tokio::test]
async fn texts_lists_and_values_in_all() {
    let engine = engine(NOTES).await;
    let start = |first: Value| engine.start("notes", [("first", first)], ());
    let case = start(text(TEXT_BYTES_MAX)).await.unwrap().case;
    let error = fields(start(text(TEXT_BYTES_MAX + 1)).await.unwrap_err());
    assert_eq!(error, [FieldError::TooLong { field: "first".to_owned(), found: TEXT_BYTES_MAX + 1 }]);

    engine.send(case, "noted", [("text", text(1))], ()).await.unwrap();
    let fill = task(&engine, case, "writing").await.task;
    let list = |items: usize, bytes: usize| Value::List((0..items).map(|_| text(bytes)).collect());
    let complete = |b: Value| engine.complete(case, fill, [("b", b)], ());
    let error = fields(complete(list(ITEMS_MAX + 1, 0)).await.unwrap_err());
    assert_eq!(error, [FieldError::TooManyItems { field: "b".to_owned() }]);
    let error = fields(complete(list(5, TEXT_BYTES_MAX)).await.unwrap_err());
    assert_eq!(error, [FieldError::AllTooLong]);
    let error = fields(complete(list(1, TEXT_BYTES_MAX + 1)).await.unwrap_err());
    assert_eq!(error, [FieldError::TooLong { field: "b".to_owned(), found: TEXT_BYTES_MAX + 1 }]);
    complete(list(ITEMS_MAX, 1)).await.unwrap();
    assert_eq!(engine.case(case).await.unwrap().inputs, 3, "nothing else was taken");
}

#[tokio::test]
async fn values_handed_in_at_once() {
    let engine = engine(NOTES).await;
    let many = |n: usize| -> Record { (0..n).map(|i| (format!("f{i}"), 1)).collect() };
    let error = fields(engine.start("notes", many(FIELDS_MAX + 1), ()).await.unwrap_err());
    assert_eq!(error, [FieldError::TooManyFields { found: FIELDS_MAX + 1 }]);
    let error = fields(engine.start("notes", many(FIELDS_MAX), ()).await.unwrap_err());
    assert_eq!(
        error.len(),
        FIELDS_MAX + 1,
        "each is looked at: one is missing, the others are not asked for"
    );
}

#[tokio::test]
async fn all_facts_of_a_case() {
    // As many facts as fill the limit, each as long as a text may be, and one more.
    let full = FACTS_BYTES_MAX / TEXT_BYTES_MAX;
    let names: Vec<String> = (0..=full).map(|i| format!("f{i}")).collect();
    let declared = names.iter().map(|n| format!("{n}: text")).collect::<Vec<_>>().join(", ");
    let given = names.join(", ");
    let steps: String =
        names.iter().map(|n| format!("step s_{n} by agent \"Mengisi\" {{ fill {n} }}\n")).collect();
    let flow = format!(
        "lane agent \"Agent\"\nflow notes \"Catatan\" {{ keeps {declared}\ngives {given}\n{steps} end done \"Selesai\" }}"
    );
    let engine = engine(&flow).await;
    let case = engine.start("notes", (), ()).await.unwrap().case;
    for name in &names[..full] {
        let task = task(&engine, case, &format!("s_{name}")).await.task;
        engine.complete(case, task, [(name.as_str(), text(TEXT_BYTES_MAX))], ()).await.unwrap();
    }
    let last = task(&engine, case, &format!("s_f{full}")).await.task;
    let error = engine.complete(case, last, [(names[full].as_str(), text(1))], ()).await.unwrap_err();
    let past = Limit::Facts { case, found: FACTS_BYTES_MAX + 1 };
    assert!(matches!(error, EngineError::Limit(limit) if limit == past));
    engine.complete(case, last, [(names[full].as_str(), text(0))], ()).await.unwrap();
}

#[tokio::test]
async fn names_and_reasons() {
    let engine = engine(NOTES).await;
    let start = |meta: Meta| engine.start("notes", [("first", "a")], meta);
    let of = |bytes: usize| "x".repeat(bytes);
    let case =
        start(Meta::new().request(of(REQUEST_BYTES_MAX)).actor(of(ACTOR_BYTES_MAX))).await.unwrap().case;
    let limit = |error: EngineError| match error {
        EngineError::Limit(limit) => limit,
        error => panic!("{error}"),
    };
    let error = limit(start(Meta::new().request(of(REQUEST_BYTES_MAX + 1))).await.unwrap_err());
    assert_eq!(error, Limit::Request { found: REQUEST_BYTES_MAX + 1 });
    let long = Meta::new().actor(of(ACTOR_BYTES_MAX + 1));
    let error = limit(engine.send(case, "noted", [("text", "a")], long.clone()).await.unwrap_err());
    assert_eq!(error, Limit::Actor { found: ACTOR_BYTES_MAX + 1 });
    assert_eq!(limit(engine.move_cases(&[], long).await.unwrap_err()), error);
    let error = limit(engine.cancel(case, &of(REASON_BYTES_MAX + 1), ()).await.unwrap_err());
    assert_eq!(error, Limit::Reason { found: REASON_BYTES_MAX + 1 });
    engine.cancel(case, &of(REASON_BYTES_MAX), ()).await.unwrap();
}

#[tokio::test]
async fn inputs_of_a_case() {
    let engine = Engine::builder(book(CHAT)).time(VirtualTime::at(nine())).build().await.unwrap();
    let case = engine.start("chat", (), ()).await.unwrap().case;
    for _ in 1..JOURNAL_MAX {
        engine.send(case, "replied", (), ()).await.unwrap();
    }
    let error = engine.send(case, "replied", (), ()).await.unwrap_err();
    assert!(matches!(error, EngineError::Limit(limit) if limit == Limit::Journal { case }));
    engine.cancel(case, "too long", ()).await.unwrap();
    let view = engine.case(case).await.unwrap();
    assert_eq!((view.status, view.inputs), (CaseStatus::Cancelled, JOURNAL_MAX + 1));
}

async fn another(engine: &Engine, case: CaseId) -> Result<(), EngineError> {
    let task = task(engine, case, "another").await.task;
    engine.answer(case, task, "yes", ()).await.map(drop)
}

#[tokio::test]
async fn children_of_a_case() {
    let engine = engine(MANY).await;
    let case = engine.start("parent", (), ()).await.unwrap().case;
    for _ in 0..CHILDREN_MAX {
        another(&engine, case).await.unwrap();
    }
    let error = another(&engine, case).await.unwrap_err();
    let past = Limit::Children { case, found: CHILDREN_MAX + 1 };
    assert!(matches!(error, EngineError::Limit(limit) if limit == past));
    // One is done; there is room again.
    let child = engine.case(case).await.unwrap().children[0].case;
    done(&engine, child, "sit").await.unwrap();
    another(&engine, case).await.unwrap();
}

#[test]
fn effects_of_an_input() {
    let book = book(NOTES);
    let program = crate::kernel::Program::build(&book, &crate::kernel::Settings::new()).unwrap();
    let (case, state) = (CaseId(1), State::new(&program));
    let effects = |n: usize| vec![Effect::Withdraw { task: TaskId(1), done: true }; n];
    let input = Input::Complete { task: TaskId(1), filled: Vec::new() };
    after(case, &input, &state, &effects(EFFECTS_MAX)).unwrap();
    let error = after(case, &input, &state, &effects(EFFECTS_MAX + 1)).unwrap_err();
    let past = Limit::Effects { case, found: EFFECTS_MAX + 1 };
    assert!(matches!(error, EngineError::Limit(limit) if limit == past));
}

/// An action whose output, or error, has so many bytes.
async fn action(gives: Result<usize, usize>) -> InputView {
    let action = move |_: ActionCall| async move {
        match gives {
            Ok(bytes) => Ok(Output::new().with("number", "x".repeat(bytes))),
            Err(bytes) => Err(ActionError::terminal("é".repeat(bytes / 2))),
        }
    };
    let builder = desk(&MemoryStore::new(), &VirtualTime::at(nine()));
    let engine = builder.action("create_ticket", action).build().await.unwrap();
    let case = asked(&engine, "Rina").await;
    engine.settled().await;
    engine.journal(case).await.unwrap().pop().unwrap().input
}

#[tokio::test]
async fn outputs_and_errors_of_actions() {
    assert!(matches!(action(Ok(TEXT_BYTES_MAX)).await, InputView::ActionDone { .. }));
    let InputView::ActionFailed { error, .. } = action(Ok(100_000_000)).await else { panic!("it was taken") };
    insta::assert_snapshot!(error, @"the action `create_ticket` gave something else: `number` has a text of 100000000 bytes; a text has at most 262144");
    let InputView::ActionFailed { error, .. } = action(Err(ERROR_BYTES_MAX)).await else { panic!() };
    assert_eq!(error, "é".repeat(ERROR_BYTES_MAX / 2));
    let InputView::ActionFailed { error, .. } = action(Err(ERROR_BYTES_MAX + 2)).await else { panic!() };
    assert!(error.len() <= ERROR_BYTES_MAX && error.ends_with("é ... (4098 bytes in all)"), "{error}");
}
