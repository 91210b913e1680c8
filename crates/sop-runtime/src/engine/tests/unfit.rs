//! What doesn't fit is told at once, and in words.

use super::support::*;
use crate::engine::{BuildError, Engine, EngineError};
use crate::host::store::CaseId;
use crate::host::{MemoryStore, Record, VirtualTime};
use crate::kernel::{Rejected, TaskId};

#[tokio::test]
async fn all_that_is_missing_is_told_at_once() {
    let store = MemoryStore::new();
    let builder = Engine::builder(book(DESK)).setting("slo", 3).action("make_ticket", ticket);
    let error = builder.store(store.clone()).build().await.unwrap_err();
    insta::assert_snapshot!(error);
    assert!(matches!(error, BuildError::Unfit(_)));
    assert_eq!(store.commits(), 0, "nothing was stored");
}

#[tokio::test]
async fn values_that_do_not_fit_are_named() {
    let engine = desk(&MemoryStore::new(), &VirtualTime::at(nine())).action("create_ticket", ticket);
    let engine = engine.build().await.unwrap();
    let words = |e: EngineError| e.to_string();
    let mut all = vec![
        words(engine.start("desk", (), ()).await.unwrap_err()),
        words(engine.start("desk", Record::new().with("customer", 7).with("age", 3), ()).await.unwrap_err()),
        words(engine.start("nothing", (), ()).await.unwrap_err()),
        words(engine.complete(CaseId(99), TaskId(1), (), ()).await.unwrap_err()),
        words(engine.tasks(Some("manager")).await.unwrap_err()),
        words(engine.words("farewell", (), "id").unwrap_err()),
    ];
    let case = engine.start("desk", [("customer", "Rina")], ()).await.unwrap().case;
    let ask = task(&engine, case, "ask").await.task;
    all.extend([
        words(engine.complete(case, ask, [("kind", "praise")], ()).await.unwrap_err()),
        words(engine.complete(case, ask, (), ()).await.unwrap_err()),
        words(engine.answer(case, ask, "yes", ()).await.unwrap_err()),
        words(engine.send(case, "rang", (), ()).await.unwrap_err()),
        words(engine.send(case, "replied", (), ()).await.unwrap_err()),
        words(engine.complete(case, TaskId(77), (), ()).await.unwrap_err()),
    ]);
    engine.complete(case, ask, [("kind", "question")], ()).await.unwrap();
    engine.settled().await;
    let more = task(&engine, case, "more").await.task;
    all.push(words(engine.answer(case, more, "perhaps", ()).await.unwrap_err()));
    insta::assert_snapshot!(all.join("\n"));
    assert_eq!(engine.case(case).await.unwrap().inputs, 3, "none of them changed anything");
}

#[tokio::test]
async fn a_task_that_was_done_comes_late() {
    let engine = family_engine(&MemoryStore::new()).await;
    let case = engine.start("parent", (), ()).await.unwrap().case;
    let begin = task(&engine, case, "begin").await.task;
    engine.complete(case, begin, (), ()).await.unwrap();
    let error = engine.complete(case, begin, (), ()).await.unwrap_err();
    let late = Rejected::TaskNotOpen(begin);
    assert!(matches!(error, EngineError::Rejected { case: c, source } if c == case && source == late));
}

#[tokio::test]
async fn an_engine_that_was_shut_down_says_so() {
    let engine = family_engine(&MemoryStore::new()).await;
    engine.shutdown().await;
    assert!(matches!(engine.start("parent", (), ()).await, Err(EngineError::Closed)));
    assert!(matches!(engine.tasks(None).await, Err(EngineError::Closed)));
    engine.shutdown().await;
}
