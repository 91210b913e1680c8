//! Children begin, and their ends are told, in the commit of what caused them.

use super::support::*;
use crate::engine::{Engine, EngineError};
use crate::host::store::{CaseFilter, CaseId, CaseStatus};
use crate::host::{MemoryStore, VirtualTime};

#[tokio::test]
async fn a_child_begins_with_its_cause_or_not_at_all() {
    let store = MemoryStore::new();
    let engine = family_engine(&store).await;
    let parent = engine.start("parent", (), ()).await.unwrap().case;
    let before = engine.case(parent).await.unwrap();
    store.fail_commit(1);
    assert!(matches!(done(&engine, parent, "begin").await, Err(EngineError::Store(_))));
    assert_eq!(engine.case(parent).await.unwrap(), before, "as before");
    assert_eq!(engine.cases(CaseFilter::default()).await.unwrap().len(), 1, "no child");

    let commits = store.commits();
    done(&engine, parent, "begin").await.unwrap();
    assert_eq!(store.commits() - commits, 1, "one commit for both");
    let view = engine.case(parent).await.unwrap();
    assert_eq!(view.children.len(), 1);
    assert_eq!(view.children[0].status, CaseStatus::Open);
    let child = view.children[0].case;
    assert_eq!(engine.case(child).await.unwrap().parent, Some(parent));
}

#[tokio::test]
async fn a_childs_end_comes_to_its_parent_in_the_same_commit() {
    let store = MemoryStore::new();
    let engine = family_engine(&store).await;
    let parent = engine.start("parent", (), ()).await.unwrap().case;
    done(&engine, parent, "begin").await.unwrap();
    done(&engine, parent, "beside").await.unwrap();
    let child = engine.case(parent).await.unwrap().children[0].case;
    let found = task(&engine, child, "found").await.task;
    engine.answer(child, found, "yes", ()).await.unwrap();
    let write = task(&engine, child, "write").await.task;
    let before = (engine.case(parent).await.unwrap(), engine.case(child).await.unwrap());

    store.fail_commit(1);
    let failed = engine.complete(child, write, [("note", "ok")], ()).await;
    assert!(matches!(failed, Err(EngineError::Store(_))));
    assert_eq!((engine.case(parent).await.unwrap(), engine.case(child).await.unwrap()), before);

    let commits = store.commits();
    engine.complete(child, write, [("note", "ok")], ()).await.unwrap();
    assert_eq!(store.commits() - commits, 1);
    assert_eq!(engine.case(child).await.unwrap().status, CaseStatus::Ended("solved".to_owned()));
    let view = engine.case(parent).await.unwrap();
    assert_eq!(view.facts[0].shown, "ok");
    assert_eq!(view.tasks[0].node, "finish");
}

#[tokio::test]
async fn a_cancelled_child_is_told_too() {
    let engine = family_engine(&MemoryStore::new()).await;
    let parent = engine.start("parent", (), ()).await.unwrap().case;
    done(&engine, parent, "begin").await.unwrap();
    done(&engine, parent, "beside").await.unwrap();
    let child = engine.case(parent).await.unwrap().children[0].case;
    engine.cancel(child, "twice", ()).await.unwrap();
    assert_eq!(engine.case(child).await.unwrap().status, CaseStatus::Cancelled);
    assert_eq!(engine.case(parent).await.unwrap().tasks[0].node, "finish");
}

#[tokio::test]
async fn a_child_goes_on_when_its_parent_was_cancelled() {
    let engine = family_engine(&MemoryStore::new()).await;
    let parent = engine.start("parent", (), ()).await.unwrap().case;
    done(&engine, parent, "begin").await.unwrap();
    let child = engine.case(parent).await.unwrap().children[0].case;
    engine.cancel(parent, "gone", ()).await.unwrap();
    let found = task(&engine, child, "found").await.task;
    engine.answer(child, found, "no", ()).await.unwrap();
    assert_eq!(engine.case(child).await.unwrap().status, CaseStatus::Ended("dropped".to_owned()));
    assert_eq!(engine.case(parent).await.unwrap().status, CaseStatus::Cancelled);
}

#[tokio::test]
async fn a_child_that_ends_at_once_is_called_in_one_commit() {
    let store = MemoryStore::new();
    let engine = family_engine(&store).await;
    let case = engine.start("caller", (), ()).await.unwrap().case;
    let commits = store.commits();
    done(&engine, case, "begin").await.unwrap();
    assert_eq!(store.commits() - commits, 1);
    let view = engine.case(case).await.unwrap();
    assert_eq!(view.tasks[0].node, "last");
    let child = CaseId(case.0 + 1);
    assert_eq!(engine.case(child).await.unwrap().status, CaseStatus::Ended("fine".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parents_and_children_do_not_block_each_other() {
    let engine = family_engine(&MemoryStore::new()).await;
    let mut work = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let engine = engine.clone();
        work.spawn(async move {
            let parent = engine.start("parent", (), ()).await.unwrap().case;
            done(&engine, parent, "begin").await.unwrap();
            let child = engine.case(parent).await.unwrap().children[0].case;
            let beside = task(&engine, parent, "beside").await.task;
            let found = task(&engine, child, "found").await.task;
            let (a, b) =
                tokio::join!(engine.complete(parent, beside, (), ()), engine.answer(child, found, "no", ()));
            a.unwrap();
            b.unwrap();
            done(&engine, parent, "finish").await.unwrap();
            engine.case(parent).await.unwrap().status
        });
    }
    let ends = work.join_all().await;
    assert!(ends.iter().all(|s| *s == CaseStatus::Ended("done".to_owned())));
}

/// Nobody waits for a called case whose caller has left the call: both go in one commit, and a restart finds it so.
#[tokio::test]
async fn a_called_case_is_given_up_with_its_call() {
    const CALLS: &str = r#"
        lane agent "Agent"
        flow caller "Pemanggil" {
            call called() as check "Periksa" { fine -> done  within 10m else -> done }
            end done "Selesai"
        }
        flow called "Dipanggil" {
            call deeper() as deep "Lebih dalam" { fine -> fine }
            end fine "Baik"
        }
        flow deeper "Paling dalam" {
            step work by agent "Bekerja" {}
            end fine "Baik"
        }
    "#;
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let build = || Engine::builder(book(CALLS)).store(store.clone()).time(time.clone()).build();
    let engine = build().await.unwrap();
    let (late, cancelled) = (
        engine.start("caller", (), ()).await.unwrap().case,
        engine.start("caller", (), ()).await.unwrap().case,
    );
    let commits = store.commits();
    engine.cancel(cancelled, "nasabah membatalkan", ()).await.unwrap();
    assert_eq!(store.commits() - commits, 1, "one commit for all three");
    time.advance(std::time::Duration::from_mins(10)).await;
    engine.settled().await;
    engine.shutdown().await;
    let engine = build().await.unwrap();
    let rows = engine.cases(CaseFilter::default()).await.unwrap();
    let status: Vec<_> = rows.iter().map(|r| (r.flow.as_str(), r.status.clone())).collect();
    let done = CaseStatus::Ended("done".to_owned());
    let gone = || CaseStatus::Cancelled;
    assert_eq!(
        status,
        [
            ("caller", done),
            ("called", gone()),
            ("deeper", gone()),
            ("caller", gone()),
            ("called", gone()),
            ("deeper", gone())
        ]
    );
    assert_eq!(engine.tasks(None).await.unwrap(), []);
    assert!(rows.iter().all(|r| r.parent.is_none()
        || [late, cancelled].contains(&r.parent.unwrap().0)
        || r.flow == "deeper"));
}
