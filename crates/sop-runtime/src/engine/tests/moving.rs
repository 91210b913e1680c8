//! Cases under way go over to another revision: what moves, what stays and why, and that all of it survives.

use super::support::*;
use crate::engine::{Engine, EngineError, InputView, Meta, MoveOutcome, MoveReport};
use crate::host::store::{CaseFilter, CaseId, CaseStatus, Store};
use crate::host::{ActionCall, Delivery, EffectView, MemoryStore, VirtualTime};
use crate::kernel::Reason;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

async fn engine(text: &str, store: &MemoryStore, time: &VirtualTime) -> Engine {
    let mut builder = Engine::builder(book(text)).store(store.clone()).time(time.clone());
    if text.contains("setting sla") {
        builder = builder.setting("sla", Duration::from_mins(10)).action("create_ticket", ticket);
    }
    builder.build().await.unwrap()
}

fn told(report: &MoveReport) -> String {
    let mut text = String::new();
    for case in &report.cases {
        let outcome = match &case.outcome {
            MoveOutcome::Moves => "moves".to_owned(),
            MoveOutcome::Stays { reasons } => {
                reasons.iter().map(|r| format!("stays: {r}")).collect::<Vec<_>>().join("; ")
            }
            MoveOutcome::StaysWith { case } => format!("stays with case {}", case.0),
        };
        let _ = writeln!(text, "case {} ({}): {outcome}", case.case.0, case.flow);
    }
    text
}

/// The rebuilt state of every case is the stored one, byte for byte.
async fn replayed(engine: &Engine, store: &MemoryStore) {
    let inner = engine.inner();
    for row in engine.cases(CaseFilter::default()).await.unwrap() {
        let entries = inner.journal(row.id).await.unwrap();
        let history = inner.history(row.id, row.edition, &entries).await.unwrap();
        let (_, snapshot) = store.clone().case(row.id).unwrap().unwrap();
        assert_eq!(history.state.encode(), snapshot, "case {}", row.id.0);
        engine.journal(row.id).await.unwrap();
    }
}

#[tokio::test]
async fn what_can_move_moves_and_the_rest_goes_on_as_it_began() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let old = engine(DESK, &store, &time).await;
    let asking = old.start("desk", [("customer", "Ani")], ()).await.unwrap().case;
    let deciding = asked(&old, "Budi").await;
    old.settled().await;
    old.shutdown().await;

    let text =
        DESK.replace("step ask by agent", "step question by agent").replace("yes -> ask", "yes -> question");
    let new = engine(&text, &store, &time).await;
    let plan = new.plan_move(&[]).await.unwrap();
    assert_eq!(
        told(&plan),
        "case 1 (desk): stays: it stands at `ask`, which is gone\ncase 2 (desk): moves\n"
    );
    assert!(!new.case(deciding).await.unwrap().current, "a plan changes nothing");
    let done = new.move_cases(&[], Meta::new().actor("pemilik")).await.unwrap();
    assert_eq!(done, plan);
    assert_eq!(new.plan_move(&[]).await.unwrap().cases.len(), 1, "who has moved is not asked again");

    // The one goes on in the new revision, the other in the old.
    let (moved, stayed) = (new.case(deciding).await.unwrap(), new.case(asking).await.unwrap());
    assert!(moved.current && !stayed.current);
    let more = task(&new, deciding, "more").await.task;
    new.answer(deciding, more, "yes", ()).await.unwrap();
    task(&new, deciding, "question").await;
    let ask = task(&new, asking, "ask").await.task;
    new.complete(asking, ask, [("kind", "question")], ()).await.unwrap();
    new.settled().await;
    let journal = new.journal(deciding).await.unwrap();
    let step = journal.iter().find(|e| matches!(e.input, InputView::Moved { .. })).unwrap();
    assert_eq!(step.actor.as_deref(), Some("pemilik"));
    assert!(matches!(&step.input, InputView::Moved { to, .. } if *to == moved.edition));
    replayed(&new, &store).await;
    new.shutdown().await;

    // A third engine finds everything where it was.
    let again = engine(&text, &store, &time).await;
    assert!(again.case(deciding).await.unwrap().current);
    let now = again.move_cases(&[], ()).await.unwrap();
    assert_eq!(told(&now), "case 1 (desk): moves\n", "it has gone on to where it can move");
    replayed(&again, &store).await;
}

/// A parent and its child move together, or not at all; so does a child whose parent is over.
#[tokio::test]
async fn a_family_moves_together_or_not_at_all() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let old = engine(FAMILY, &store, &time).await;
    for _ in 0..2 {
        let case = old.start("parent", (), ()).await.unwrap().case;
        done(&old, case, "begin").await.unwrap();
    }
    // The second family's child has come further.
    let children =
        old.cases(CaseFilter { flow: Some("ticket".to_owned()), ..CaseFilter::default() }).await.unwrap();
    let (first, second) = (children[0].id, children[1].id);
    let found = task(&old, second, "found").await.task;
    old.answer(second, found, "yes", ()).await.unwrap();
    old.shutdown().await;

    let text = FAMILY
        .replace("decide found by officer", "decide fixed by officer")
        .replace("end solved \"Beres\"", "end mended \"Beres\"")
        .replace("{ fill note  then solved }", "{ fill note  then mended }")
        .replace("solved keep note", "mended keep note")
        .replace("gives note\n", "gives note\n    end solved becomes mended\n");
    let new = engine(&text, &store, &time).await;
    let done_now = new.move_cases(&[], ()).await.unwrap();
    let shown = told(&done_now);
    assert_eq!(
        shown,
        "case 1 (parent): stays with case 2\ncase 2 (ticket): stays: it stands at `found`, which is gone\n\
         case 3 (parent): moves\ncase 4 (ticket): moves\n"
    );
    // The end of the moved child reaches its moved parent under its new name.
    let write = task(&new, second, "write").await.task;
    new.complete(second, write, [("note", "by hand")], ()).await.unwrap();
    done(&new, CaseId(3), "beside").await.unwrap();
    task(&new, CaseId(3), "finish").await;
    assert_eq!(new.case(CaseId(3)).await.unwrap().facts[0].shown, "by hand");
    // The others go on as they began.
    let found = task(&new, first, "found").await.task;
    new.answer(first, found, "no", ()).await.unwrap();
    done(&new, CaseId(1), "beside").await.unwrap();
    task(&new, CaseId(1), "finish").await;
    replayed(&new, &store).await;
}

/// The commit fails: nobody has moved, in memory or in the store; the next try moves them.
#[tokio::test]
async fn a_move_that_can_not_be_stored_has_not_happened() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let old = engine(FAMILY, &store, &time).await;
    let case = old.start("parent", (), ()).await.unwrap().case;
    done(&old, case, "begin").await.unwrap();
    old.shutdown().await;
    let text = FAMILY.replace("\"Sambil menunggu\"", "\"Sementara menunggu\"");
    let new = engine(&text, &store, &time).await;
    store.fail_commit(1);
    new.move_cases(&[], ()).await.unwrap_err();
    assert!(!new.case(case).await.unwrap().current);
    assert_eq!(task(&new, case, "beside").await.label, "Sambil menunggu");
    assert_eq!(new.move_cases(&[case], ()).await.unwrap().moving(), 2);
    assert_eq!(task(&new, case, "beside").await.label, "Sementara menunggu");
    replayed(&new, &store).await;
}

/// Actions under way, clocks that run and effects that nobody has taken: begun in the old revision, they end well in the new.
#[tokio::test]
async fn what_was_under_way_goes_on_after_the_move() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let old = Engine::builder(book(DESK))
        .setting("sla", Duration::from_mins(10))
        .action("create_ticket", |_| std::future::pending())
        .subscriber(|_: Delivery| std::future::pending())
        .store(store.clone())
        .time(time.clone());
    let old = old.build().await.unwrap();
    let asking = old.start("desk", [("customer", "Ani")], ()).await.unwrap().case;
    let making = asked(&old, "Budi").await;
    old.shutdown().await;

    // Another message comes first, so that all numbers of messages are others.
    let farewell = "message farewell \"Penutup\" { id \"Terima kasih.\" en \"Thank you.\" }\nmessage opening";
    let text =
        DESK.replace("message opening", farewell).replace("{ publish told", "{ say farewell publish told");
    let next = |taken: Arc<Mutex<Vec<String>>>| {
        let subscriber = move |d: Delivery| {
            if let EffectView::Say { message, .. } = &d.effect {
                taken.lock().unwrap().push(format!("case {}: {message}", d.id.case.0));
            }
            std::future::ready(Ok(()))
        };
        let builder = Engine::builder(book(&text)).setting("sla", Duration::from_mins(10));
        builder.subscriber(subscriber).store(store.clone()).time(time.clone())
    };
    // Opened for the move alone, nothing is begun or delivered.
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let never = |_: ActionCall| async { panic!("nothing is run") };
    let idle = next(Arc::clone(&heard)).action("create_ticket", never).build_to_move().await.unwrap();
    let report = idle.move_cases(&[], ()).await.unwrap();
    assert_eq!(report.moving(), 2, "{}", told(&report));
    assert!(matches!(idle.cancel(making, "no", ()).await, Err(EngineError::Closed)));
    idle.settled().await;
    idle.shutdown().await;
    assert!(heard.lock().unwrap().is_empty());

    let new = next(Arc::clone(&heard)).action("create_ticket", ticket).build().await.unwrap();
    new.settled().await;
    assert_eq!(new.case(making).await.unwrap().facts[2].shown, "T-2");
    let more = task(&new, making, "more").await.task;
    new.answer(making, more, "no", ()).await.unwrap();
    time.advance(Duration::from_mins(10)).await;
    new.settled().await;
    let heard = heard.lock().unwrap().clone();
    assert_eq!(heard.iter().filter(|h| *h == "case 2: farewell").count(), 1);
    assert_eq!(heard.iter().filter(|h| *h == "case 1: opening").count(), 1, "{heard:?}");
    assert_eq!(heard.iter().filter(|h| *h == "case 1: overdue").count(), 1, "the clock ran on: {heard:?}");
    assert_eq!(new.case(asking).await.unwrap().status, CaseStatus::Open);
    replayed(&new, &store).await;
}

#[tokio::test]
async fn a_flow_that_is_gone_keeps_its_cases_where_they_are() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let old = engine(CHAT, &store, &time).await;
    let case = old.start("chat", (), ()).await.unwrap().case;
    old.shutdown().await;
    let new = engine(FAMILY, &store, &time).await;
    let report = new.move_cases(&[], ()).await.unwrap();
    assert!(
        matches!(&report.cases[0].outcome, MoveOutcome::Stays { reasons } if matches!(reasons[..], [Reason::FlowGone { .. }]))
    );
    time.advance(Duration::from_mins(2)).await;
    new.settled().await;
    assert_eq!(new.case(case).await.unwrap().status, CaseStatus::Ended("abandoned".to_owned()));
}
