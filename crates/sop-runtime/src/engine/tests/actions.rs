//! Actions: tries, pauses, time limits, outputs, panics, incidents. On tokio's paused clock.

use super::support::*;
use crate::engine::{Engine, InputView};
use crate::host::store::{CaseId, Store};
use crate::host::{ActionCall, ActionError, MemoryStore, Output, VirtualTime};
use tokio::time::Instant;

/// Runs a desk's case with an action that is given the try's number; then its line in the journal, and when each try was.
async fn with<F, Fut>(action: F) -> (Engine, CaseId, Vec<String>)
where
    F: Fn(ActionCall) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Output, ActionError>> + Send + 'static,
{
    let log = Log::default();
    let tries = log.clone();
    let began = Instant::now();
    let engine = desk(&MemoryStore::new(), &VirtualTime::at(nine()))
        .action("create_ticket", move |call: ActionCall| {
            tries.add(format!("try {} {} at {:?}", call.attempt, call.key, began.elapsed().as_secs()));
            action(call)
        })
        .build()
        .await
        .unwrap();
    let case = asked(&engine, "Rina").await;
    engine.settled().await;
    (engine, case, log.lines())
}

/// Tells of its end.
struct OnDrop(Log);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.add("dropped");
    }
}

async fn last_input(engine: &Engine, case: CaseId) -> InputView {
    engine.journal(case).await.unwrap().pop().unwrap().input
}

#[tokio::test(start_paused = true)]
async fn a_failed_try_is_repeated_as_declared() {
    let (engine, case, tries) = with(|call| async move {
        if call.attempt < 3 { Err(ActionError::retry("busy")) } else { ticket(call).await }
    })
    .await;
    insta::assert_snapshot!(tries.join("\n"));
    assert_eq!(engine.case(case).await.unwrap().facts[2].shown, "T-1");
}

#[tokio::test(start_paused = true)]
async fn after_the_last_try_it_is_an_incident_and_can_be_retried() {
    let (engine, case, tries) = with(|_| async { Err(ActionError::retry("no line")) }).await;
    assert_eq!(tries.len(), 3);
    let call = engine.case(case).await.unwrap().calls.remove(0);
    assert_eq!(call.incident.as_deref(), Some("no line"));
    engine.retry(case, call.call, ()).await.unwrap();
    engine.settled().await;
    insta::assert_json_snapshot!(engine.journal(case).await.unwrap()[2..]);
}

#[tokio::test(start_paused = true)]
async fn a_terminal_error_is_not_repeated() {
    let (engine, case, tries) = with(|_| async { Err(ActionError::terminal("no such customer")) }).await;
    assert_eq!(tries.len(), 1);
    assert!(
        matches!(last_input(&engine, case).await, InputView::ActionFailed { error, .. } if error == "no such customer")
    );
}

#[tokio::test(start_paused = true)]
async fn a_wrong_output_is_a_failure_for_good() {
    let (engine, case, tries) =
        with(|_| async { Ok(Output::new().with("number", 5).with("extra", true)) }).await;
    assert_eq!(tries.len(), 1);
    let InputView::ActionFailed { error, .. } = last_input(&engine, case).await else { panic!() };
    insta::assert_snapshot!(error);
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_a_failed_try() {
    let (engine, case, tries) = with(|call| async move {
        assert!(call.attempt > 1, "first try");
        ticket(call).await
    })
    .await;
    assert_eq!(tries.len(), 2);
    assert!(matches!(last_input(&engine, case).await, InputView::ActionDone { .. }));
}

#[tokio::test(start_paused = true)]
async fn a_try_ends_at_its_time_limit() {
    let (engine, case, tries) = with(|_| std::future::pending()).await;
    insta::assert_snapshot!(tries.join("\n"));
    assert!(
        matches!(last_input(&engine, case).await, InputView::ActionFailed { error, .. } if error == "no answer within 10 seconds")
    );
}

#[tokio::test(start_paused = true)]
async fn a_result_that_cannot_be_stored_is_stored_later() {
    let store = MemoryStore::new();
    let gate = std::sync::Arc::new(tokio::sync::Notify::new());
    let go = gate.clone();
    let engine = desk(&store, &VirtualTime::at(nine()))
        .action("create_ticket", move |call| {
            let go = go.clone();
            async move {
                go.notified().await;
                ticket(call).await
            }
        })
        .build()
        .await
        .unwrap();
    let case = asked(&engine, "Rina").await;
    store.fail_commit(1);
    store.fail_commit(2);
    gate.notify_one();
    engine.settled().await;
    assert!(matches!(last_input(&engine, case).await, InputView::ActionDone { .. }));
    assert_eq!(store.clone().outbox().unwrap(), [], "nothing is left to be done");
}

// Not on the paused clock: it would run ahead while the store works, and end the try.
#[tokio::test]
async fn an_action_of_a_cancelled_case_is_stopped_and_forgotten() {
    let store = MemoryStore::new();
    let dropped = Log::default();
    let log = dropped.clone();
    let (began, mut running) = tokio::sync::mpsc::unbounded_channel();
    let engine = desk(&store, &VirtualTime::at(nine()))
        .action("create_ticket", move |_| {
            let guard = OnDrop(log.clone());
            began.send(()).unwrap();
            async move {
                let _guard = guard;
                std::future::pending().await
            }
        })
        .build()
        .await
        .unwrap();
    let case = asked(&engine, "Rina").await;
    running.recv().await.unwrap();
    engine.cancel(case, "gone", ()).await.unwrap();
    engine.settled().await;
    assert_eq!(dropped.lines(), ["dropped"]);
    assert_eq!(store.clone().outbox().unwrap(), []);
    assert!(matches!(last_input(&engine, case).await, InputView::Cancel { .. }));
}
