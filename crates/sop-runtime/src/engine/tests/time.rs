//! Virtual time: order, moments, cascades in between; and clocks that go back.

use super::support::*;
use crate::engine::{Engine, EngineError};
use crate::host::store::CaseStatus;
use crate::host::{Clock, FireSink, MemoryStore, TimerKey, VirtualTime};
use crate::kernel::TimerId;
use crate::value::Moment;
use std::time::Duration;

async fn chat(time: &VirtualTime) -> Engine {
    Engine::builder(book(CHAT)).time(time.clone()).build().await.unwrap()
}

fn seconds(view: &crate::engine::JournalView) -> i64 {
    (view.at.0 - nine().0) / 1000
}

#[tokio::test]
async fn timers_fire_in_order_each_at_its_moment() {
    let time = VirtualTime::at(nine());
    let engine = chat(&time).await;
    let first = engine.start("chat", (), ()).await.unwrap().case;
    time.advance(Duration::from_secs(30)).await;
    let second = engine.start("chat", (), ()).await.unwrap().case;
    let mut heard = engine.subscribe();
    time.advance(Duration::from_mins(10)).await;
    assert_eq!(time.now(), Moment(nine().0 + 630_000));
    let mut lines = Vec::new();
    while let Ok(d) = heard.try_recv() {
        let kind = serde_json::to_value(&d.effect).unwrap()["effect"].as_str().unwrap().to_owned();
        if ["say", "ended"].contains(&kind.as_str()) {
            lines.push(format!("{:>3}s case {} {kind}", (d.at.0 - nine().0) / 1000, d.id.case.0));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
    for case in [first, second] {
        assert_eq!(engine.case(case).await.unwrap().status, CaseStatus::Ended("abandoned".to_owned()));
    }
}

#[tokio::test]
async fn a_message_winds_the_idle_clock_back() {
    let time = VirtualTime::at(nine());
    let engine = chat(&time).await;
    let case = engine.start("chat", (), ()).await.unwrap().case;
    for _ in 0..5 {
        time.advance(Duration::from_secs(50)).await;
        engine.send(case, "replied", (), ()).await.unwrap();
    }
    assert_eq!(engine.case(case).await.unwrap().said, []);
    time.advance(Duration::from_mins(1)).await;
    assert_eq!(engine.case(case).await.unwrap().said.len(), 1);
    let inputs = engine.journal(case).await.unwrap();
    assert_eq!(inputs.iter().map(seconds).collect::<Vec<_>>(), [0, 50, 100, 150, 200, 250, 310]);
}

#[tokio::test]
async fn a_clock_that_goes_back_does_not_take_cases_back() {
    let time = VirtualTime::at(nine());
    let engine = chat(&time).await;
    let case = engine.start("chat", (), ()).await.unwrap().case;
    time.set(Moment(nine().0 - 3_600_000));
    let applied = engine.send(case, "replied", (), ()).await.unwrap();
    assert_eq!(applied.at, nine());
}

#[tokio::test]
async fn timers_that_fire_too_often_or_too_early_do_no_harm() {
    let time = VirtualTime::at(nine());
    let engine = chat(&time).await;
    let case = engine.start("chat", (), ()).await.unwrap().case;
    let timer = engine.case(case).await.unwrap().timers[0].timer;
    let inner = engine.inner();
    for key in [
        TimerKey { case, timer },
        TimerKey { case, timer },
        TimerKey { case, timer: TimerId(999) },
        TimerKey { case: crate::host::store::CaseId(999), timer },
    ] {
        inner.fire(key);
    }
    engine.settled().await;
    assert_eq!(engine.case(case).await.unwrap().inputs, 1);
    time.advance(Duration::from_mins(1)).await;
    assert_eq!(engine.case(case).await.unwrap().inputs, 2, "and the timer still fires at its moment");
}

#[tokio::test]
async fn a_timer_whose_input_cannot_be_stored_fires_again() {
    let (time, store) = (VirtualTime::at(nine()), MemoryStore::new());
    let engine = Engine::builder(book(CHAT)).time(time.clone()).store(store.clone()).build().await.unwrap();
    let case = engine.start("chat", (), ()).await.unwrap().case;
    store.fail_commit(1);
    time.advance(Duration::from_mins(1)).await;
    assert_eq!(engine.case(case).await.unwrap().inputs, 1);
    time.advance(Duration::from_secs(1)).await;
    assert_eq!(engine.case(case).await.unwrap().inputs, 2);
}

#[tokio::test]
async fn late_timers_of_a_case_fire_in_the_order_of_their_moments() {
    let time = VirtualTime::at(nine());
    let text = r#"
        lane agent "Agent"
        message late "Terlambat" { id "Terlambat." en "Late." }
        message later "Sangat terlambat" { id "Sangat terlambat." en "Very late." }
        flow f "F" {
            step s by agent "S" { within 2h else tell agent later  within 1h else tell agent late }
            end done "Selesai"
        }"#;
    let engine = Engine::builder(book(text)).time(time.clone()).build().await.unwrap();
    let case = engine.start("f", (), ()).await.unwrap().case;
    let timers = engine.case(case).await.unwrap().timers;
    time.set(Moment(nine().0 + 3 * 3_600_000));
    // The later one comes first.
    engine.inner().fire(TimerKey { case, timer: timers[1].timer });
    engine.settled().await;
    engine.inner().fire(TimerKey { case, timer: timers[0].timer });
    engine.settled().await;
    let said = engine.case(case).await.unwrap().said;
    let messages: Vec<_> =
        said.iter().map(|s| serde_json::to_value(&s.say).unwrap()["message"].clone()).collect();
    assert_eq!(messages, ["late", "later"]);
}

#[tokio::test]
async fn real_timers_fire() {
    let text = format!(r#"setting pause: duration "Jeda" {}"#, CHAT.replace("1m", "pause"));
    let pause = Duration::from_millis(20);
    let engine = Engine::builder(book(&text)).setting("pause", pause).build().await.unwrap();
    let mut heard = engine.subscribe();
    let case = engine.start("chat", (), ()).await.unwrap().case;
    while !matches!(heard.recv().await.unwrap().effect, crate::host::EffectView::Ended { .. }) {}
    let view = engine.case(case).await.unwrap();
    assert_eq!(view.status, CaseStatus::Ended("abandoned".to_owned()));
    assert!(view.last.0 - view.began.0 >= 40, "never early");
    let late = engine.send(case, "replied", (), ()).await;
    assert!(matches!(late, Err(EngineError::Rejected { .. })));
}
