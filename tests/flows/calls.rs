//! Incoming calls, and the verification that they call.

use super::desk::*;
use sop::CaseId;

/// Up to what the customer needs: verified at once.
async fn verified(desk: &mut Desk) -> CaseId {
    let call = desk.starts("inbound_call").await;
    desk.does("agent", call, "greet").await;
    let check = desk.child(call, 0).await;
    desk.does("agent", check, "ask").await;
    desk.answers("agent", check, "matches", "yes").await;
    call
}

/// From the last offer to the end.
async fn closed(desk: &mut Desk, call: CaseId, interested: &str) {
    desk.answers("agent", call, "more_help", "no").await;
    desk.does("agent", call, "cross_sell").await;
    desk.answers("agent", call, "interested", interested).await;
    if interested == "yes" {
        desk.does("agent", call, "explain").await;
    }
    desk.does_all("agent", call, &["close", "record"]).await;
}

#[tokio::test]
async fn a_call_is_handled() {
    let run = run(MONDAY_NINE, async |desk| {
        let call = verified(desk).await;
        desk.fills("agent", call, "identify", [("need", "cek angsuran")]).await;
        desk.answers("agent", call, "handling", "self").await;
        desk.does("agent", call, "solve").await;
        // Once more, with the team leader's advice; then once more, with a ticket.
        desk.answers("agent", call, "more_help", "yes").await;
        desk.fills("agent", call, "identify", [("need", "denda")]).await;
        desk.answers("agent", call, "handling", "leader").await;
        desk.does("team_leader", call, "ask_leader").await;
        desk.does("agent", call, "solve").await;
        desk.answers("agent", call, "more_help", "yes").await;
        desk.fills("agent", call, "identify", [("need", "saldo belum masuk")]).await;
        desk.answers("agent", call, "handling", "ticket").await;
        desk.does("agent", call, "tell_raised").await;
        closed(desk, call, "yes").await;
    })
    .await;
    assert_eq!((run.outcome(1), run.outcome(2)), ("handled", "verified"));
    assert_eq!(
        run.said(1),
        [
            "opening",
            "more_help",
            "more_help",
            "ticket_raised",
            "more_help",
            "cross_selling",
            "closing_active"
        ]
    );
    assert_eq!(run.fact(3, "need"), "saldo belum masuk");
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn a_caller_who_is_not_verified_is_told_so() {
    let run = run("2023-10-02T18:30:00+07:00", async |desk| {
        let call = desk.starts("inbound_call").await;
        desk.does("agent", call, "greet").await;
        let check = desk.child(call, 0).await;
        desk.does("agent", check, "ask").await;
        for again in [true, true, false] {
            desk.answers("agent", check, "matches", "no").await;
            if again {
                desk.does("agent", check, "ask_again").await;
            }
        }
        desk.does("agent", call, "tell_refused").await;
        desk.does("agent", call, "close").await;
        desk.does("agent", call, "record").await;
    })
    .await;
    assert_eq!((run.outcome(1), run.outcome(2)), ("handled", "refused"));
    assert_eq!(run.said(1), ["opening", "not_verified", "closing_rest"]);
    assert_eq!(run.said(2), ["ask_identity"; 3]);
    assert_eq!(run.fact(2, "tries"), "3");
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn a_cancelled_verification_counts_as_refused() {
    let run = run(MONDAY_NINE, async |desk| {
        let call = desk.starts("inbound_call").await;
        desk.does("agent", call, "greet").await;
        let check = desk.child(call, 0).await;
        desk.cancels(check).await;
        assert_eq!(desk.open(call).await, ["agent: tell_refused"]);
        desk.does("agent", call, "tell_refused").await;
        desk.does("agent", call, "close").await;
        desk.does("agent", call, "record").await;
    })
    .await;
    assert_eq!(run.outcome(1), "handled");
    assert_eq!(run.said(2), ["ask_identity"]);
}

#[tokio::test]
async fn a_dropped_call_goes_on_where_it_broke_off() {
    let run = run(MONDAY_NINE, async |desk| {
        let call = verified(desk).await;
        desk.fills("agent", call, "identify", [("need", "cek angsuran")]).await;
        desk.hears(call, "call_dropped", ()).await;
        assert_eq!(desk.open(call).await, ["agent: call_back"]);
        desk.answers("agent", call, "call_back", "yes").await;
        assert_eq!(desk.open(call).await, ["agent: handling"]);
        desk.answers("agent", call, "handling", "self").await;
        desk.does("agent", call, "solve").await;
        closed(desk, call, "no").await;
    })
    .await;
    assert_eq!(run.outcome(1), "handled");
    assert_eq!(run.fact(1, "need"), "cek angsuran");
    insta::assert_snapshot!(run.transcript());
}

/// The line breaks while the verification runs, and the verification ends before the call is taken up again.
#[tokio::test]
async fn a_verification_may_end_while_the_line_is_broken() {
    let run = run(MONDAY_NINE, async |desk| {
        let call = desk.starts("inbound_call").await;
        desk.does("agent", call, "greet").await;
        let check = desk.child(call, 0).await;
        desk.does("agent", check, "ask").await;
        desk.hears(call, "call_dropped", ()).await;
        desk.answers("agent", check, "matches", "yes").await;
        assert_eq!(desk.open(call).await, ["agent: call_back"]);
        desk.answers("agent", call, "call_back", "yes").await;
        assert_eq!(desk.open(call).await, ["agent: identify"]);
        desk.hears(call, "call_dropped", ()).await;
        desk.answers("agent", call, "call_back", "no").await;
        desk.does("agent", call, "record_dropped").await;
    })
    .await;
    assert_eq!((run.outcome(1), run.outcome(2)), ("dropped", "verified"));
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn a_dropped_call_is_recorded() {
    let run = run(MONDAY_NINE, async |desk| {
        let call = verified(desk).await;
        desk.hears(call, "call_dropped", ()).await;
        desk.answers("agent", call, "call_back", "no").await;
        desk.does("agent", call, "record_dropped").await;
    })
    .await;
    assert_eq!(run.outcome(1), "dropped");
    assert_eq!(run.said(1), ["opening"]);
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn verification_takes_three_tries() {
    let run = run(MONDAY_NINE, async |desk| {
        let first = desk.starts_with("verify", [("customer", "Rina")]).await;
        desk.does("agent", first, "ask").await;
        desk.answers("agent", first, "matches", "no").await;
        desk.does("agent", first, "ask_again").await;
        desk.answers("agent", first, "matches", "yes").await;

        let second = desk.starts_with("verify", [("customer", "Budi")]).await;
        desk.does("agent", second, "ask").await;
        desk.answers("agent", second, "matches", "no").await;
        desk.does("agent", second, "ask_again").await;
        desk.answers("agent", second, "matches", "no").await;
        desk.does("agent", second, "ask_again").await;
        desk.answers("agent", second, "matches", "no").await;
    })
    .await;
    assert_eq!((run.outcome(1), run.outcome(2)), ("verified", "refused"));
    assert_eq!((run.said(1).len(), run.said(2).len()), (2, 3));
    insta::assert_snapshot!(run.transcript());
}
