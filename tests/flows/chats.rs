//! Live chat, `WhatsApp` and social media: conversations that fall silent.

use super::desk::*;
use sop::{CaseId, EngineError};

const REPLY: [(&str, &str); 1] = [("text", "Ya, masih.")];

/// Up to the question whether the agent can settle it.
async fn identified(desk: &mut Desk, flow: &str) -> CaseId {
    let chat = desk.starts(flow).await;
    desk.does_all("agent", chat, &["greet", "verify"]).await;
    desk.fills("agent", chat, "identify", [("need", "saldo belum masuk")]).await;
    chat
}

#[tokio::test]
async fn a_live_chat_is_handled() {
    let run = run(MONDAY_NINE, async |desk| {
        let chat = identified(desk, "live_chat").await;
        desk.answers("agent", chat, "solvable", "yes").await;
        desk.does("agent", chat, "solve").await;
        // Once more around.
        desk.answers("agent", chat, "more_help", "yes").await;
        desk.fills("agent", chat, "identify", [("need", "kartu hilang")]).await;
        desk.answers("agent", chat, "solvable", "yes").await;
        desk.does("agent", chat, "solve").await;
        desk.answers("agent", chat, "more_help", "no").await;
        desk.does_all("agent", chat, &["cross_sell", "close", "record"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "handled");
    assert_eq!(
        run.said(1),
        ["opening", "ask_identity", "more_help", "more_help", "cross_selling", "closing_active"]
    );
    assert_eq!(run.fact(1, "need"), "kartu hilang");
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn a_live_chat_ends_and_its_ticket_goes_on() {
    let run = run(MONDAY_NINE, async |desk| {
        let chat = identified(desk, "live_chat").await;
        desk.answers("agent", chat, "solvable", "no").await;
        let ticket = desk.child(chat, 0).await;
        desk.does("agent", chat, "tell_raised").await;
        desk.answers("agent", chat, "more_help", "no").await;
        desk.does_all("agent", chat, &["cross_sell", "close", "record"]).await;
        assert_eq!(desk.open(ticket).await, ["tier2: receive"]);
        desk.does_all("tier2", ticket, &["receive", "examine"]).await;
        desk.answers("tier2", ticket, "escalate", "no").await;
        desk.fills("tier2", ticket, "settle", [("result", "dikoreksi")]).await;
        desk.does("tier2", ticket, "document").await;
    })
    .await;
    assert_eq!((run.outcome(1), run.outcome(2)), ("handled", "closed"));
    assert_eq!(
        run.said(1),
        ["opening", "ask_identity", "ticket_raised", "more_help", "cross_selling", "closing_active"]
    );
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn two_minutes_of_silence_end_a_live_chat() {
    let run = run(MONDAY_NINE, async |desk| {
        let chat = desk.starts("live_chat").await;
        desk.does("agent", chat, "greet").await;
        desk.passes(MINUTE - SECOND).await;
        assert_eq!(desk.open(chat).await, ["agent: verify"], "59 seconds are no silence");
        desk.passes(SECOND).await;
        assert_eq!(desk.open(chat).await, [""; 0]);
        assert_eq!(desk.due(chat).await, ["Mon 02 09:02:00 after of ask_once -> ask_again"]);
        desk.passes(MINUTE).await;
        assert_eq!(desk.due(chat).await, ["Mon 02 09:03:00 after of ask_again -> close_unanswered"]);
        desk.passes(MINUTE).await;
        desk.does_all("agent", chat, &["close_unanswered", "record_unanswered"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "abandoned");
    assert_eq!(run.said(1), ["opening", "ask_identity", "still_there", "still_there", "closing_active"]);
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn a_customer_who_leaves_a_live_chat_is_asked_once() {
    let run = run("2023-10-02T20:00:00+07:00", async |desk| {
        let chat = desk.starts("live_chat").await;
        desk.hears(chat, "customer_left", ()).await;
        assert_eq!(desk.due(chat).await, ["Mon 02 20:01:00 after of ask_after_leaving -> close_unanswered"]);
        desk.passes(MINUTE).await;
        desk.does_all("agent", chat, &["close_unanswered", "record_unanswered"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "abandoned");
    assert_eq!(run.said(1), ["opening", "still_there", "closing_rest"]);
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn a_live_chat_goes_on_where_it_fell_silent() {
    let run = run(MONDAY_NINE, async |desk| {
        let chat = identified(desk, "live_chat").await;
        // From each of the three questions, with everything that was known.
        for silence in [MINUTE, 2 * MINUTE] {
            desk.passes(silence).await;
            desk.hears(chat, "customer_replied", REPLY).await;
            assert_eq!(desk.open(chat).await, ["agent: solvable"]);
        }
        desk.hears(chat, "customer_left", ()).await;
        desk.hears(chat, "customer_replied", REPLY).await;
        // Whoever was asked once may leave, too.
        desk.passes(MINUTE).await;
        desk.hears(chat, "customer_left", ()).await;
        desk.hears(chat, "customer_replied", REPLY).await;
        // A reply in time winds the minute back.
        desk.passes(MINUTE - SECOND).await;
        desk.hears(chat, "customer_replied", REPLY).await;
        desk.passes(MINUTE - SECOND).await;
        desk.answers("agent", chat, "solvable", "yes").await;
        desk.does("agent", chat, "solve").await;
        desk.answers("agent", chat, "more_help", "no").await;
        desk.does_all("agent", chat, &["cross_sell", "close", "record"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "handled");
    assert_eq!(run.fact(1, "need"), "saldo belum masuk");
    assert_eq!(run.said(1).iter().filter(|m| *m == "still_there").count(), 6);
    insta::assert_snapshot!(run.transcript());
}

/// In the instant in which the minute is over, whatever was stored first counts.
#[tokio::test]
async fn a_reply_after_the_last_minute_comes_too_late() {
    let run = run(MONDAY_NINE, async |desk| {
        let chat = desk.starts("live_chat").await;
        desk.passes(3 * MINUTE).await;
        let late = desk.tries(chat, "customer_replied", REPLY).await;
        assert!(matches!(late, Err(EngineError::Rejected { .. })), "{late:?}");
        desk.does_all("agent", chat, &["close_unanswered", "record_unanswered"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "abandoned");
}

#[tokio::test]
async fn whatsapp_is_handled() {
    let run = run("2023-10-07T09:00:00+07:00", async |desk| {
        let chat = identified(desk, "whatsapp").await;
        desk.answers("agent", chat, "solvable", "no").await;
        desk.does("agent", chat, "tell_raised").await;
        desk.passes(2 * MINUTE).await;
        desk.hears(chat, "customer_replied", REPLY).await;
        desk.answers("agent", chat, "more_help", "no").await;
        desk.does_all("agent", chat, &["close", "record"]).await;
        let ticket = desk.child(chat, 0).await;
        desk.cancels(ticket).await;
    })
    .await;
    assert_eq!(run.outcome(1), "handled");
    assert_eq!(
        run.said(1),
        [
            "opening",
            "ask_identity",
            "ticket_raised",
            "more_help",
            "still_there",
            "still_there",
            "cross_selling",
            "closing_weekend"
        ]
    );
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn whatsapp_is_abandoned_by_silence() {
    let run = run(MONDAY_NINE, async |desk| {
        let chat = identified(desk, "whatsapp").await;
        desk.passes(3 * MINUTE).await;
        desk.does_all("agent", chat, &["close_unanswered", "record_ended"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "abandoned");
    assert_eq!(run.said(1), ["opening", "ask_identity", "still_there", "still_there", "closing_active"]);
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn whatsapp_is_abandoned_by_leaving() {
    let run = run(MONDAY_NINE, async |desk| {
        // In the conversation, after the first question, after the second.
        for silence in [0, 1, 2] {
            let chat = desk.starts("whatsapp").await;
            desk.passes(silence * MINUTE).await;
            desk.hears(chat, "customer_left", ()).await;
            desk.does("agent", chat, "record_ended").await;
        }
    })
    .await;
    assert_eq!(run.said(1), ["opening"]);
    assert_eq!(run.said(2), ["opening", "still_there"]);
    assert_eq!(run.said(3), ["opening", "still_there", "still_there"]);
    assert_eq!([1, 2, 3].map(|case| run.outcome(case)), ["abandoned"; 3]);
}

#[tokio::test]
async fn social_media_is_handled() {
    let run = run(MONDAY_NINE, async |desk| {
        let chat = desk.starts("social_media").await;
        desk.does("agent", chat, "read").await;
        assert_eq!(desk.due(chat).await, [""; 0], "no conversation yet, no minute that counts");
        desk.answers("agent", chat, "on_topic", "yes").await;
        desk.does_all("agent", chat, &["greet", "verify"]).await;
        desk.fills("agent", chat, "identify", [("need", "jam buka")]).await;
        desk.answers("agent", chat, "solvable", "yes").await;
        desk.does("agent", chat, "solve").await;
        desk.answers("agent", chat, "more_help", "no").await;
        desk.does_all("agent", chat, &["cross_sell", "close", "record"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "handled");
    assert_eq!(run.said(1), ["opening", "ask_identity", "more_help", "cross_selling", "closing_active"]);
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn social_media_raises_a_ticket() {
    let run = run(MONDAY_NINE, async |desk| {
        let chat = desk.starts("social_media").await;
        desk.does("agent", chat, "read").await;
        desk.answers("agent", chat, "on_topic", "yes").await;
        desk.does_all("agent", chat, &["greet", "verify"]).await;
        desk.fills("agent", chat, "identify", [("need", "jam buka")]).await;
        desk.answers("agent", chat, "solvable", "no").await;
        desk.does("agent", chat, "tell_raised").await;
        let ticket = desk.child(chat, 0).await;
        assert_eq!(desk.open(ticket).await, ["tier2: receive"]);
        desk.answers("agent", chat, "more_help", "no").await;
        desk.does_all("agent", chat, &["cross_sell", "close", "record"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "handled");
    assert_eq!(run.fact(2, "need"), "jam buka");
}

#[tokio::test]
async fn social_media_is_abandoned_by_silence() {
    let run = run(MONDAY_NINE, async |desk| {
        let chat = desk.starts("social_media").await;
        desk.does("agent", chat, "read").await;
        desk.answers("agent", chat, "on_topic", "yes").await;
        desk.passes(2 * MINUTE).await;
        desk.hears(chat, "customer_replied", REPLY).await;
        assert_eq!(desk.open(chat).await, ["agent: greet"]);
        desk.passes(3 * MINUTE).await;
        desk.does_all("agent", chat, &["close_unanswered", "record_ended"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "abandoned");
    assert_eq!(run.said(1).iter().filter(|m| *m == "still_there").count(), 4);
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn social_media_is_abandoned_by_leaving() {
    let run = run(MONDAY_NINE, async |desk| {
        for silence in [0, 1, 2] {
            let chat = desk.starts("social_media").await;
            desk.does("agent", chat, "read").await;
            desk.answers("agent", chat, "on_topic", "yes").await;
            desk.passes(silence * MINUTE).await;
            desk.hears(chat, "customer_left", ()).await;
            desk.does("agent", chat, "record_ended").await;
        }
    })
    .await;
    assert_eq!([1, 2, 3].map(|case| run.outcome(case)), ["abandoned"; 3]);
    assert_eq!([1, 2, 3].map(|case| run.said(case).len()), [1, 2, 3]);
}

#[tokio::test]
async fn social_media_off_topic_is_answered_briefly() {
    let run = run(MONDAY_NINE, async |desk| {
        let chat = desk.starts("social_media").await;
        desk.does("agent", chat, "read").await;
        desk.answers("agent", chat, "on_topic", "no").await;
        desk.does_all("agent", chat, &["answer_off", "record_off"]).await;
    })
    .await;
    assert_eq!(run.outcome(1), "off_topic");
    assert_eq!(run.said(1), ["out_of_topic"]);
    insta::assert_snapshot!(run.transcript());
}
