//! Emails: answered, or waited for.

use super::desk::*;
use sop::{CaseId, CaseStatus};

/// An email that was read and is complete.
async fn complete(desk: &mut Desk) -> CaseId {
    let email = desk.starts("email").await;
    desk.fills("agent", email, "read", [("need", "saldo belum masuk")]).await;
    desk.answers("agent", email, "complete", "yes").await;
    email
}

/// Its ticket, with both things done that are done meanwhile.
async fn raised(desk: &mut Desk) -> (CaseId, CaseId) {
    let email = complete(desk).await;
    desk.answers("agent", email, "solvable", "no").await;
    assert_eq!(desk.open(email).await, ["agent: acknowledge", "agent: link"]);
    desk.does_all("agent", email, &["link", "acknowledge"]).await;
    (email, desk.child(email, 0).await)
}

async fn settle(desk: &mut Desk, ticket: CaseId) {
    desk.does_all("tier2", ticket, &["receive", "examine"]).await;
    desk.answers("tier2", ticket, "escalate", "no").await;
    desk.fills("tier2", ticket, "settle", [("result", "sudah dikoreksi")]).await;
    desk.does("tier2", ticket, "document").await;
}

#[tokio::test]
async fn an_email_is_answered_by_the_agent() {
    let run = run(MONDAY_NINE, async |desk| {
        let email = desk.starts("email").await;
        desk.fills("agent", email, "read", [("need", "jam buka")]).await;
        // Asked for what is missing, twice; the second reply is complete.
        for _ in 0..2 {
            desk.answers("agent", email, "complete", "no").await;
            desk.passes(2 * DAY).await;
            desk.hears(email, "customer_replied", [("text", "Terlampir.")]).await;
        }
        desk.answers("agent", email, "complete", "yes").await;
        desk.answers("agent", email, "solvable", "yes").await;
        desk.does_all("agent", email, &["answer", "record"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "handled");
    assert_eq!(run.said(1), ["ask_more_data", "ask_more_data", "opening", "closing_active"]);
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn an_email_without_a_reply_is_closed_after_three_days() {
    let run = run(MONDAY_NINE, async |desk| {
        let email = desk.starts("email").await;
        desk.fills("agent", email, "read", [("need", "?")]).await;
        desk.answers("agent", email, "complete", "no").await;
        assert_eq!(desk.due(email).await, ["Thu 05 09:00:00 after of ask_data -> record_unanswered"]);
        desk.passes(3 * DAY - SECOND).await;
        assert_eq!(desk.status(email).await, CaseStatus::Open);
        assert_eq!(desk.open(email).await, [""; 0]);
        desk.passes(SECOND).await;
        desk.does("agent", email, "record_unanswered").await;
    })
    .await;
    assert_eq!(run.outcome(1), "unanswered");
    assert_eq!(run.said(1), ["ask_more_data"]);
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn the_ticket_of_an_email_is_settled_in_time() {
    let run = run(MONDAY_NINE, async |desk| {
        let (email, ticket) = raised(desk).await;
        assert_eq!(desk.due(email).await, ["Tue 03 09:00:00 after of outcome -> apologise"]);
        desk.passes(HOUR).await;
        settle(desk, ticket).await;
        desk.does_all("agent", email, &["send_result", "record"]).await;
    })
    .await;
    assert_eq!((run.outcome(1), run.outcome(2)), ("handled", "closed"));
    assert_eq!(run.said(1), ["email_received", "ticket_result", "closing_active"]);
    assert_eq!(run.fact(1, "result"), "sudah dikoreksi");
    insta::assert_snapshot!(run.transcript());
}

/// The ticket is settled before the agent has done what is done meanwhile.
#[tokio::test]
async fn the_ticket_of_an_email_may_be_settled_before_it_is_waited_for() {
    let run = run(MONDAY_NINE, async |desk| {
        let email = complete(desk).await;
        desk.answers("agent", email, "solvable", "no").await;
        let ticket = desk.child(email, 0).await;
        settle(desk, ticket).await;
        desk.does_all("agent", email, &["acknowledge", "link", "send_result", "record"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "handled");
    assert_eq!(run.fact(1, "result"), "sudah dikoreksi");
}

#[tokio::test]
async fn the_ticket_of_an_email_is_settled_late() {
    let run = run(MONDAY_NINE, async |desk| {
        let (email, ticket) = raised(desk).await;
        desk.passes(DAY).await;
        assert_eq!(desk.open(email).await, ["agent: apologise"]);
        desk.does("agent", email, "apologise").await;
        desk.passes(DAY).await;
        settle(desk, ticket).await;
        desk.does_all("agent", email, &["send_result", "record"]).await;
    })
    .await;
    assert_eq!((run.outcome(1), run.outcome(2)), ("handled", "closed"));
    assert_eq!(run.said(1), ["email_received", "still_working", "ticket_result", "closing_active"]);
    assert_eq!(run.said(2), ["team_leader: ticket_late"]);
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn an_email_whose_ticket_is_cancelled_is_answered_by_the_agent() {
    let run = run(MONDAY_NINE, async |desk| {
        for late in [false, true] {
            let (email, ticket) = raised(desk).await;
            if late {
                desk.passes(DAY).await;
                desk.does("agent", email, "apologise").await;
            }
            desk.cancels(ticket).await;
            desk.does_all("agent", email, &["answer", "record"]).await;
        }
    })
    .await;
    assert_eq!((run.outcome(1), run.outcome(3)), ("handled", "handled"));
    assert_eq!(run.said(1), ["email_received", "opening", "closing_active"]);
    assert_eq!(run.said(3), ["email_received", "still_working", "opening", "closing_active"]);
}
