//! Rules that are broken: subscribers hear of it, views show it, and the case goes on; also after a restart.

use super::support::*;
use crate::engine::{CaseView, Engine};
use crate::host::{Delivery, EffectView, MemoryStore, VirtualTime};
use crate::kernel::Breach;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const RULES: &str = r#"
    rule quick "Cepat dicatat" { help is followed by handled within 30s  watched "orang" assumed "contoh" }
    rule helped "Selalu dibantu" { never end before help  watched "orang" assumed "contoh" }
    rule asked_once "Disapa sekali saja" { at most once say still_there  watched "orang" assumed "contoh" }
    rule soon "Segera dibantu" { say still_there is followed by help within 1m  watched "orang" assumed "contoh" }
"#;

async fn open(store: &MemoryStore, time: &VirtualTime, heard: &Arc<Mutex<Vec<String>>>) -> Engine {
    let heard = Arc::clone(heard);
    let subscriber = move |delivery: Delivery| {
        if let EffectView::Broken { rule, label, how, node } = &delivery.effect {
            heard.lock().unwrap().push(format!("{rule} ({label}): {how:?} at {node:?}"));
        }
        std::future::ready(Ok(()))
    };
    let book = book(&format!("{CHAT}{RULES}"));
    let builder = Engine::builder(book).store(store.clone()).time(time.clone()).subscriber(subscriber);
    builder.build().await.unwrap()
}

fn broken(case: &CaseView) -> Vec<(&str, Breach)> {
    case.broken.iter().map(|b| (b.rule.as_str(), b.how)).collect()
}

#[tokio::test]
async fn a_broken_rule_is_heard_shown_and_stops_nothing() {
    let (store, time) = (MemoryStore::new(), VirtualTime::at(nine()));
    let heard = Arc::default();
    let engine = open(&store, &time, &heard).await;
    let case = engine.start("chat", (), ()).await.unwrap().case;
    time.advance(Duration::from_secs(61)).await;
    engine.send(case, "replied", (), ()).await.unwrap();
    engine.settled().await;
    // What is owed has its own timer, which survives a restart.
    let timers = engine.case(case).await.unwrap().timers;
    assert!(timers.iter().any(|t| t.of == "soon" && t.label == "Segera dibantu"), "{timers:?}");
    engine.shutdown().await;
    let engine = open(&store, &time, &heard).await;
    time.advance(Duration::from_secs(59)).await;
    engine.settled().await;
    assert_eq!(broken(&engine.case(case).await.unwrap()), [("soon", Breach::Late)]);
    time.advance(Duration::from_mins(2)).await;
    engine.settled().await;
    let view = engine.case(case).await.unwrap();
    assert_eq!(view.status, crate::host::store::CaseStatus::Ended("abandoned".to_owned()));
    let (soon, helped) = (("soon", Breach::Late), ("helped", Breach::Early));
    // The case ends in the very moment in which the second time is over: then it was not late, it never came.
    let never = ("soon", Breach::Missing);
    assert_eq!(broken(&view), [soon, ("asked_once", Breach::Often), helped, never]);
    let heard = heard.lock().unwrap().clone();
    assert_eq!(heard.len(), view.broken.len());
    insta::assert_snapshot!(heard.join("\n"));
}
