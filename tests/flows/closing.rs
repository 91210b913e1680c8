//! The closing words by day and hour, said by a case of the real flow.

use super::desk::*;

const ACTIVE: &str = "Terima kasih telah menghubungi Pegadaian. Selamat beraktivitas.";
const REST: &str = "Terima kasih telah menghubungi Pegadaian. Selamat beristirahat.";
const WEEKEND: &str = "Terima kasih telah menghubungi Pegadaian. Selamat berakhir pekan.";

/// The words with which a chat that is worked through at that moment is closed.
async fn words_at(at: &str) -> String {
    let run = run_straight(at, async |desk| {
        let case = desk.starts("live_chat").await;
        desk.does_all("agent", case, &["greet", "verify"]).await;
        desk.fills("agent", case, "identify", [("need", "-")]).await;
        desk.answers("agent", case, "solvable", "yes").await;
        desk.does("agent", case, "solve").await;
        desk.answers("agent", case, "more_help", "no").await;
        desk.does("agent", case, "cross_sell").await;
        assert_eq!(desk.open(case).await, ["agent: close"]);
    })
    .await;
    run.last_words(1).to_owned()
}

#[tokio::test]
async fn on_a_working_day_by_the_hour() {
    for (time, words) in [
        ("00:00:00", REST),
        ("05:59:59", REST),
        ("06:00:00", ACTIVE),
        ("17:59:59", ACTIVE),
        ("18:00:00", REST),
        ("23:59:59", REST),
    ] {
        assert_eq!(words_at(&format!("2023-10-02T{time}+07:00")).await, words, "{time}");
    }
}

#[tokio::test]
async fn on_a_weekend_at_every_hour() {
    for at in ["2023-10-07T00:00:00", "2023-10-07T12:00:00", "2023-10-08T20:00:00", "2023-10-08T23:59:59"] {
        assert_eq!(words_at(&format!("{at}+07:00")).await, WEEKEND, "{at}");
    }
    assert_eq!(words_at("2023-10-06T23:59:59+07:00").await, REST, "Friday night is no weekend yet");
    assert_eq!(words_at("2023-10-09T00:00:00+07:00").await, REST, "Monday is no weekend any more");
}

#[tokio::test]
async fn on_a_holiday_in_the_week_as_on_a_working_day() {
    // Thursday, 17 August 2023.
    for (time, words) in [("05:59:59", REST), ("06:00:00", ACTIVE), ("17:59:59", ACTIVE), ("18:00:00", REST)]
    {
        assert_eq!(words_at(&format!("2023-08-17T{time}+07:00")).await, words, "{time}");
    }
}

#[tokio::test]
async fn on_a_holiday_beside_a_weekend_as_on_the_weekend() {
    // Monday, 25 December 2023; Friday, 29 March 2024.
    for day in ["2023-12-25", "2024-03-29"] {
        assert_eq!(words_at(&format!("{day}T09:00:00+07:00")).await, WEEKEND, "{day}");
    }
    // A holiday on a Sunday makes no long weekend of the Monday after it.
    assert_eq!(words_at("2024-07-08T09:00:00+07:00").await, ACTIVE);
}
