//! The ticket's way through Tier 2 and the related team.

use super::desk::*;
use sop::CaseId;

const ARGS: [(&str, &str); 2] = [("customer", "Rina"), ("need", "saldo belum masuk")];

/// Up to the related team.
async fn dispatched(desk: &mut Desk) -> CaseId {
    let ticket = desk.starts_with("ticket", ARGS).await;
    desk.does_all("tier2", ticket, &["receive", "examine"]).await;
    desk.answers("tier2", ticket, "escalate", "yes").await;
    ticket
}

#[tokio::test]
async fn tier_2_settles_a_ticket() {
    let run = run(MONDAY_NINE, async |desk| {
        let ticket = desk.starts_with("ticket", ARGS).await;
        assert_eq!(
            desk.due(ticket).await,
            [
                "Tue 03 09:00:00 stage_deadline of settlement tells team_leader",
                "Sat 07 09:00:00 stage_deadline of settlement -> take_over",
            ]
        );
        desk.does_all("tier2", ticket, &["receive", "examine"]).await;
        desk.answers("tier2", ticket, "escalate", "no").await;
        desk.fills("tier2", ticket, "settle", [("result", "dikoreksi")]).await;
        assert_eq!(desk.due(ticket).await, [""; 0], "what is settled can't be late");
        desk.does("tier2", ticket, "document").await;
    })
    .await;
    assert_eq!(run.outcome(1), "closed");
    assert_eq!(run.said(1), [""; 0]);
    assert_eq!((run.fact(1, "ticket_number"), run.fact(1, "result")), ("T-1", "dikoreksi"));
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn the_related_team_settles_a_ticket() {
    let run = run(MONDAY_NINE, async |desk| {
        let ticket = dispatched(desk).await;
        desk.passes(HOUR).await;
        desk.does_all("related_team", ticket, &["related_receive", "related_examine", "related_follow_up"])
            .await;
        desk.fills("related_team", ticket, "related_note", [("result", "diganti")]).await;
        desk.does("tier2", ticket, "document").await;
    })
    .await;
    assert_eq!(run.outcome(1), "closed");
    assert_eq!(run.said(1), [""; 0]);
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn the_team_leader_hears_of_lateness_and_takes_over_at_last() {
    let run = run(MONDAY_NINE, async |desk| {
        let ticket = dispatched(desk).await;
        desk.passes(HOUR).await;
        desk.does("related_team", ticket, "related_receive").await;
        desk.passes(DAY).await;
        assert_eq!(desk.open(ticket).await, ["related_team: related_examine"], "being told changes nothing");
        desk.passes(4 * DAY - HOUR - SECOND).await;
        assert_eq!(desk.open(ticket).await, ["related_team: related_examine"]);
        desk.passes(SECOND).await;
        assert_eq!(desk.open(ticket).await, ["team_leader: take_over"]);
        desk.fills("team_leader", ticket, "take_over", [("result", "diselesaikan")]).await;
        desk.does("tier2", ticket, "document").await;
    })
    .await;
    assert_eq!(run.outcome(1), "closed");
    assert_eq!(run.said(1), ["team_leader: ticket_late", "team_leader: related_late"]);
    assert_eq!(run.last_words(1), "Tiket T-1 pada tim terkait sudah melewati SLA.");
    insta::assert_snapshot!(run.transcript());
}

#[tokio::test]
async fn what_the_system_fails_to_do_is_done_by_hand() {
    let run = run(MONDAY_NINE, async |desk| {
        desk.breaks("create_ticket");
        desk.breaks("dispatch_ticket");
        let ticket = desk.starts_with("ticket", ARGS).await;
        desk.fills("agent", ticket, "create_by_hand", [("ticket_number", "M-7")]).await;
        desk.does_all("tier2", ticket, &["receive", "examine"]).await;
        desk.answers("tier2", ticket, "escalate", "yes").await;
        desk.does("tier2", ticket, "dispatch_by_hand").await;
        desk.does_all("related_team", ticket, &["related_receive", "related_examine", "related_follow_up"])
            .await;
        desk.fills("related_team", ticket, "related_note", [("result", "diganti")]).await;
        desk.does("tier2", ticket, "document").await;
    })
    .await;
    assert_eq!(run.outcome(1), "closed");
    assert_eq!(run.fact(1, "ticket_number"), "M-7");
    insta::assert_snapshot!(run.transcript());
}
