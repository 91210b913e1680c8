//! Inputs of one case come one after the other; requests are carried out once; commits are shared.

use super::support::*;
use crate::engine::{Applied, Engine, EngineError, Meta};
use crate::host::store::CaseFilter;
use crate::host::{MemoryStore, VirtualTime};
use crate::kernel::Rejected;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_callers_one_completes_a_task() {
    let engine = family_engine(&MemoryStore::new()).await;
    let case = engine.start("parent", (), ()).await.unwrap().case;
    let begin = task(&engine, case, "begin").await.task;
    let mut callers = JoinSet::new();
    for _ in 0..32 {
        let engine = engine.clone();
        callers.spawn(async move { engine.complete(case, begin, (), ()).await });
    }
    let results = callers.join_all().await;
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    let late = |r: &&Result<Applied, EngineError>| {
        matches!(r, Err(EngineError::Rejected { source: Rejected::TaskNotOpen(_), .. }))
    };
    assert_eq!(results.iter().filter(late).count(), 31);
    assert_eq!(engine.case(case).await.unwrap().inputs, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn inputs_of_many_callers_come_one_after_the_other() {
    let engine = Engine::builder(book(CHAT)).time(VirtualTime::at(nine())).build().await.unwrap();
    let case = engine.start("chat", (), ()).await.unwrap().case;
    let mut callers = JoinSet::new();
    for caller in 0..64 {
        let engine = engine.clone();
        let meta = Meta::new().actor(format!("caller {caller}"));
        callers.spawn(async move { (caller, engine.send(case, "replied", (), meta).await.unwrap().input) });
    }
    let mut told = callers.join_all().await;
    told.sort_by_key(|(_, input)| *input);
    let actors: Vec<_> = told.iter().map(|(caller, _)| Some(format!("caller {caller}"))).collect();
    let journal = engine.journal(case).await.unwrap();
    assert_eq!(journal[1..].iter().map(|j| j.actor.clone()).collect::<Vec<_>>(), actors);
    assert_eq!(told.iter().map(|(_, input)| *input).collect::<Vec<_>>(), (1..=64).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_caller_who_stops_waiting_does_not_stop_the_input() {
    let (begins, mut begun) = mpsc::unbounded_channel();
    let gate = Arc::new(Mutex::new(()));
    let gated = gated(&MemoryStore::new(), &gate, begins);
    let time = VirtualTime::at(nine());
    let engine = Engine::builder(book(CHAT)).store(gated).time(time.clone()).build().await.unwrap();
    begun.recv().await.unwrap();
    let closed = Closed::close(gate).await;
    let caller = tokio::spawn({
        let engine = engine.clone();
        async move { engine.start("chat", (), ()).await }
    });
    begun.recv().await.unwrap();
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    assert_eq!(time.next_due(), None, "nothing is known before the commit");
    closed.open();
    engine.settled().await;
    assert!(time.next_due().is_some(), "the commit has had its consequences");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_of_the_same_name_is_carried_out_once() {
    let store = MemoryStore::new();
    let engine = family_engine(&store).await;
    let mut callers = JoinSet::new();
    for _ in 0..16 {
        let engine = engine.clone();
        callers.spawn(async move { engine.start("parent", (), Meta::new().request("r-1")).await.unwrap() });
    }
    let starts = callers.join_all().await;
    let case = starts[0].case;
    assert!(starts.iter().all(|s| s.case == case && s.input == 0));
    assert_eq!(starts.iter().filter(|s| !s.already).count(), 1);

    let view = engine.case(case).await.unwrap();
    assert_eq!(view.inputs, 1);
    assert_eq!(engine.cases(CaseFilter::default()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_repeated_request_gets_the_first_result() {
    let engine = family_engine(&MemoryStore::new()).await;
    let case = engine.start("parent", (), ()).await.unwrap().case;
    let begin = task(&engine, case, "begin").await.task;
    let meta = || Meta::new().request("r-2").actor("dewi");
    let first = engine.complete(case, begin, (), meta()).await.unwrap();
    done(&engine, case, "beside").await.unwrap();
    let again = engine.complete(case, begin, (), meta()).await.unwrap();
    assert_eq!(again, Applied { already: true, ..first });
    assert_eq!(engine.journal(case).await.unwrap()[1].actor.as_deref(), Some("dewi"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_waits_is_committed_together() {
    let store = MemoryStore::new();
    let gate = Arc::new(Mutex::new(()));
    let (begins, mut begun) = mpsc::unbounded_channel();
    let gated = gated(&store, &gate, begins);
    let builder = Engine::builder(book(FAMILY)).store(gated).time(VirtualTime::at(nine()));
    let engine = builder.build().await.unwrap();
    assert_eq!(begun.recv().await, Some(1), "the edition");

    // The gate is held by a thread of its own, as long as it is asked to.
    let closed = Closed::close(gate).await;

    let before = store.commits();
    let mut callers = JoinSet::new();
    let start = |engine: Engine| async move { engine.start("parent", (), ()).await.unwrap() };
    callers.spawn(start(engine.clone()));
    assert_eq!(begun.recv().await, Some(1), "the first goes alone, and waits at the gate");
    for _ in 0..49 {
        callers.spawn(start(engine.clone()));
    }
    // All are waiting when as many requests are in the writer's queue.
    while engine.inner().writer.waiting() < 49 {
        tokio::task::yield_now().await;
    }
    closed.open();
    assert_eq!(callers.join_all().await.len(), 50);
    assert_eq!(begun.recv().await, Some(49), "the others go together");
    assert_eq!(store.commits() - before, 2);
}
