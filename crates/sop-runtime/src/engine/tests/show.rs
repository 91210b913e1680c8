//! What is shown: words, tasks, cases, journals.

use super::support::*;
use crate::engine::{Meta, words};
use crate::host::{MemoryStore, VirtualTime};
use crate::value::{Moment, Value};
use sop_core::model::{DayKind, Type, Zone};
use std::time::Duration;

#[test]
fn values_in_words() {
    let zone = Zone { offset_minutes: 420, name: "WIB".to_owned() };
    let values = [
        (Value::from(true), Type::YesNo),
        (Value::from("apa adanya"), Type::Text),
        (Value::from(-1_234_567), Type::Number),
        (Value::from(999), Type::Number),
        (Value::Date(19_632), Type::Date),
        (Value::Date(i32::MAX), Type::Date),
        (Value::Time(32_400_000), Type::Time),
        (Value::Time(32_401_000), Type::Time),
        (Value::Moment(nine()), Type::Moment),
        (Value::Moment(Moment(i64::MAX)), Type::Moment),
        (Value::Duration(5_400_000), Type::Duration),
        (Value::Duration(90_061_001), Type::Duration),
        (Value::Duration(0), Type::Duration),
        (Value::Duration(-60_000), Type::Duration),
        (Value::Duration(i64::MIN), Type::Duration),
        (Value::Weekday(0), Type::Weekday),
        (Value::Weekday(9), Type::Weekday),
        (Value::DayKind(DayKind::LongWeekend), Type::DayKind),
        (Value::from(vec!["a", "b"]), Type::List(Box::new(Type::Text))),
        (Value::Choice(7), Type::OneOf([].into())),
    ];
    let shown = |(value, ty): &(Value, Type)| {
        let (id, en) = (words::value(value, ty, &zone, "id"), words::value(value, ty, &zone, "en"));
        format!("{id} | {en}")
    };
    insta::assert_snapshot!(values.iter().map(shown).collect::<Vec<_>>().join("\n"));
}

#[tokio::test]
async fn messages_in_words() {
    let text = r#"
        time zone +07:00 "WIB"
        lane agent "Agent"
        message visit "Kunjungan" {
            takes moment_of: moment, length: duration, kind: one of {urgent "Mendesak", plain}
            id "{{{kind}}} pada {moment_of}, selama {length}"
            en "{kind} at {moment_of} for {length}"
        }
        flow f "F" { takes moment_of: moment, length: duration, kind: one of {urgent "Mendesak", plain}
            step s by agent "S" { say visit }  end e "E" }"#;
    let engine = crate::engine::Engine::builder(book(text)).build().await.unwrap();
    let args = crate::host::Record::new()
        .with("moment_of", nine())
        .with("length", Duration::from_mins(90))
        .with("kind", "urgent");
    assert_eq!(
        engine.words("visit", args.clone(), "id").unwrap(),
        "{Mendesak} pada 2 Oktober 2023 09:00 WIB, selama 1 jam 30 menit"
    );
    assert_eq!(
        engine.words("visit", args.clone(), "en").unwrap(),
        "Mendesak at 2 October 2023 09:00 WIB for 1 hour 30 minutes"
    );
    assert_eq!(
        engine.words("visit", args.clone(), "fr").unwrap(),
        engine.words("visit", args, "id").unwrap()
    );
}

#[tokio::test]
async fn a_case_as_data() {
    let time = VirtualTime::at(nine());
    let engine = desk(&MemoryStore::new(), &time).action("create_ticket", ticket).build().await.unwrap();
    let case = engine.start("desk", [("customer", "Rina")], Meta::new().actor("web")).await.unwrap().case;
    insta::assert_json_snapshot!("tasks_of_a_step", engine.tasks(Some("agent")).await.unwrap());
    time.advance(Duration::from_mins(11)).await;
    let ask = task(&engine, case, "ask").await.task;
    engine
        .complete(case, ask, [("kind", "complaint")], Meta::new().actor("dewi").request("r-9"))
        .await
        .unwrap();
    engine.settled().await;
    let view = engine.case(case).await.unwrap();
    let mut shown = view.clone();
    // It changes with every release of the model.
    assert_eq!(shown.edition.len(), 32);
    shown.edition = "(fingerprint)".to_owned();
    insta::assert_json_snapshot!("case", shown);
    insta::assert_json_snapshot!("journal", engine.journal(case).await.unwrap());
    let back: crate::engine::CaseView = serde_json::from_str(&serde_json::to_string(&view).unwrap()).unwrap();
    assert_eq!(back, view);
}
