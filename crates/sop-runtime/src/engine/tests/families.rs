//! What is held of cases in memory is bounded, and nobody sees it: what was forgotten is read again.

use super::support::*;
use crate::engine::Engine;
use crate::engine::limits::{FAMILIES_MAX, FAMILY_BYTES_MAX};
use crate::host::VirtualTime;
use crate::host::store::{CaseId, CaseStatus};

/// Knows a text, and takes another.
const NOTES: &str = r#"
lane agent "Agent"
event noted "Dicatat" { carries text: text }
flow notes "Catatan" {
    takes first: text
    keeps second: text
    wait waiting by agent "Menunggu" {
        on noted keep text as second -> written
        without limit
    }
    step written by agent "Membaca" {}
    end done "Selesai"
}
"#;

async fn engine() -> Engine {
    Engine::builder(book(NOTES)).time(VirtualTime::at(nine())).build().await.unwrap()
}

async fn known(engine: &Engine, case: CaseId) -> Vec<usize> {
    engine.case(case).await.unwrap().facts.iter().map(|fact| fact.shown.len()).collect()
}

#[tokio::test]
async fn a_family_that_knows_a_great_deal_is_not_held() {
    let engine = engine().await;
    let (first, second) = (FAMILY_BYTES_MAX - 10, 11);
    let case = engine.start("notes", [("first", "x".repeat(first))], ()).await.unwrap().case;
    assert_eq!(engine.inner().families.held(), (1, 1), "it just fits");
    engine.send(case, "noted", [("text", "y".repeat(second))], ()).await.unwrap();
    assert_eq!(engine.inner().families.held(), (1, 0));
    assert_eq!(known(&engine, case).await, [first, second]);
    done(&engine, case, "written").await.unwrap();
    assert_eq!(engine.case(case).await.unwrap().status, CaseStatus::Ended("done".to_owned()));
}

#[tokio::test]
async fn so_many_families_are_held_and_the_others_go_on_all_the_same() {
    let engine = engine().await;
    let mut cases = Vec::new();
    for n in 0..3 * FAMILIES_MAX {
        cases.push(engine.start("notes", [("first", "x".repeat(n))], ()).await.unwrap().case);
        assert!(engine.inner().families.held().0 <= FAMILIES_MAX);
    }
    for (n, case) in cases.iter().enumerate() {
        engine.send(*case, "noted", [("text", "y".repeat(n))], ()).await.unwrap();
    }
    assert!(engine.inner().families.held().0 <= FAMILIES_MAX);
    for (n, case) in cases.into_iter().enumerate() {
        assert_eq!(known(&engine, case).await, [n, n]);
    }
}

#[tokio::test]
async fn a_case_has_one_lock_whoever_asks() {
    let engine = engine().await;
    let case = engine.start("notes", [("first", "x")], ()).await.unwrap().case;
    let held = engine.inner().family(case).await.unwrap();
    for other in 1..2 * FAMILIES_MAX as u64 {
        let _ = engine.inner().families.lock(CaseId(case.0 + other)).await;
    }
    let again = engine.inner().family(case);
    tokio::pin!(again);
    let waits =
        std::future::poll_fn(|context| std::task::Poll::Ready(again.as_mut().poll(context).is_pending()));
    assert!(waits.await, "it is held, however many others came");
    drop(held);
    assert_eq!(again.await.unwrap().cases.len(), 1);
}
