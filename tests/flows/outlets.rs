//! Visits to an outlet: made, and every way in which they are not.

use super::desk::*;
use sop::{CaseId, Moment, Record};

/// Up to the question where and when.
async fn verified(desk: &mut Desk) -> CaseId {
    let case = desk.starts("outlet_reservation").await;
    desk.does("agent", case, "greet").await;
    let check = desk.child(case, 0).await;
    desk.does("agent", check, "ask").await;
    desk.answers("agent", check, "matches", "yes").await;
    case
}

fn visit(outlet: &str, at: &str) -> Record {
    let at: Moment = at.parse().unwrap();
    Record::new().with("outlet", outlet).with("visit", sop::Value::Moment(at))
}

/// On a Wednesday, at ten.
fn wednesday() -> Record {
    visit("Senen", "2023-10-04T10:00:00+07:00")
}

async fn asks(desk: &mut Desk, filled: Record) -> CaseId {
    let case = verified(desk).await;
    desk.fills("agent", case, "ask_visit", filled).await;
    case
}

#[tokio::test]
async fn a_visit_is_booked_and_reminded_of() {
    let run = run(MONDAY_NINE, async |desk| {
        let case = asks(desk, wednesday()).await;
        desk.does("agent", case, "confirm").await;
        assert_eq!(desk.due(case).await, ["Wed 04 08:00:00 after of until_visit -> remind"]);
        desk.passes(2 * DAY).await;
        desk.does_all("agent", case, &["remind", "record"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "reserved");
    assert_eq!(run.said(1), ["opening", "reservation_confirmed", "closing_active", "reservation_reminder"]);
    assert_eq!(run.fact(1, "booking_code"), "R-1");
    assert_eq!(
        run.last_words(1),
        "Kami ingatkan kunjungan Bapak/Ibu ke outlet Senen pada 4 Oktober 2023 10:00 WIB."
    );
    insta::assert_snapshot!(run.transcript());
}

/// A visit in an hour: the moment of its reminder has gone by.
#[tokio::test]
async fn a_visit_soon_is_reminded_of_at_once() {
    let run = run(MONDAY_NINE, async |desk| {
        let case = asks(desk, visit("Senen", "2023-10-02T10:00:00+07:00")).await;
        desk.does("agent", case, "confirm").await;
        desk.passes(SECOND).await;
        desk.does_all("agent", case, &["remind", "record"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "reserved");
}

#[tokio::test]
async fn what_fails_is_done_by_the_outlet_and_by_hand() {
    let run = run(MONDAY_NINE, async |desk| {
        desk.breaks("check_outlet");
        desk.breaks("book_outlet");
        let case = asks(desk, wednesday()).await;
        assert_eq!(desk.due(case).await, ["Mon 02 13:00:00 after of ask_outlet -> other_time"]);
        desk.passes(HOUR).await;
        desk.hears(case, "outlet_answered", [("available", true)]).await;
        desk.fills("agent", case, "book_by_hand", [("booking_code", "M-1")]).await;
        desk.does("agent", case, "confirm").await;
        desk.passes(2 * DAY).await;
        desk.does_all("agent", case, &["remind", "record"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "reserved");
    assert_eq!(run.fact(1, "booking_code"), "M-1");
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn without_verification_there_is_no_visit() {
    let run = run(MONDAY_NINE, async |desk| {
        let case = desk.starts("outlet_reservation").await;
        desk.does("agent", case, "greet").await;
        let check = desk.child(case, 0).await;
        desk.does("agent", check, "ask").await;
        for _ in 0..2 {
            desk.answers("agent", check, "matches", "no").await;
            desk.does("agent", check, "ask_again").await;
        }
        desk.answers("agent", check, "matches", "no").await;
        desk.does_all("agent", case, &["decline", "close", "record_void"]).await;
    })
    .await;
    assert_eq!((run.outcome(1), run.outcome(2)), ("not_reserved", "refused"));
    assert_eq!(run.said(1), ["opening", "not_verified", "closing_active"]);
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn a_cancelled_verification_is_no_visit_either() {
    let run = run(MONDAY_NINE, async |desk| {
        let case = desk.starts("outlet_reservation").await;
        desk.does("agent", case, "greet").await;
        let check = desk.child(case, 0).await;
        desk.cancels(check).await;
        desk.does_all("agent", case, &["decline", "close", "record_void"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "not_reserved");
}

#[tokio::test]
async fn no_visit_when_the_outlet_is_closed_or_full_and_no_other_time_suits() {
    let run = run(MONDAY_NINE, async |desk| {
        let case = asks(desk, visit("Senen", "2023-10-04T15:00:00+07:00")).await;
        for other in [
            visit("Senen", "2023-10-04T07:59:59+07:00"),
            visit("Senen", "2023-10-07T12:00:00+07:00"),
            visit("Senen", "2023-10-08T10:00:00+07:00"),
            visit("Senen", "2023-12-25T10:00:00+07:00"),
            visit("Senen", "2023-10-02T08:30:00+07:00"),
            visit("Penuh", "2023-10-04T10:00:00+07:00"),
        ] {
            desk.answers("agent", case, "other_time", "yes").await;
            desk.fills("agent", case, "ask_visit", other).await;
        }
        desk.answers("agent", case, "other_time", "no").await;
        desk.does_all("agent", case, &["close", "record_void"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "not_reserved");
    assert_eq!(run.said(1).iter().filter(|m| *m == "no_slot").count(), 7);
    assert_eq!(run.said(1).last().unwrap(), "closing_active");
    insta::assert_snapshot!(run.transcript());
}

/// Four of the hours in which outlets are open: one and a half on Friday, the rest on Saturday.
#[tokio::test]
async fn no_visit_when_the_outlet_does_not_answer() {
    let run = run("2023-10-06T13:30:00+07:00", async |desk| {
        desk.breaks("check_outlet");
        let case = asks(desk, visit("Senen", "2023-10-11T10:00:00+07:00")).await;
        assert_eq!(desk.due(case).await, ["Sat 07 10:30:00 after of ask_outlet -> other_time"]);
        desk.passes(DAY).await;
        desk.answers("agent", case, "other_time", "no").await;
        desk.does_all("agent", case, &["close", "record_void"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "not_reserved");
    assert_eq!(run.said(1), ["opening", "no_slot", "closing_weekend"]);
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn no_visit_when_the_outlet_says_no() {
    let run = run(MONDAY_NINE, async |desk| {
        desk.breaks("check_outlet");
        let case = asks(desk, wednesday()).await;
        desk.hears(case, "outlet_answered", [("available", false)]).await;
        desk.answers("agent", case, "other_time", "no").await;
        desk.does_all("agent", case, &["close", "record_void"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "not_reserved");
}

#[tokio::test]
async fn no_visit_when_the_customer_cancels() {
    let run = run(MONDAY_NINE, async |desk| {
        // While the outlet is asked.
        desk.breaks("check_outlet");
        let asked = asks(desk, wednesday()).await;
        desk.hears(asked, "customer_cancelled", ()).await;
        desk.does_all("agent", asked, &["close", "record_void"]).await;
        // After it was booked.
        let booked = asks(desk, wednesday()).await;
        desk.hears(booked, "outlet_answered", [("available", true)]).await;
        desk.does("agent", booked, "confirm").await;
        desk.passes(DAY).await;
        desk.hears(booked, "customer_cancelled", ()).await;
        desk.does("agent", booked, "record_void").await;
    })
    .await;
    assert_eq!((run.outcome(1), run.outcome(3)), ("not_reserved", "not_reserved"));
    assert_eq!(run.said(3), ["opening", "reservation_confirmed", "closing_active"]);
    insta::assert_snapshot!(run.transcript());
}
