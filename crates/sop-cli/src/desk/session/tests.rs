//! What happens to a line that is typed while the case moves on by itself.

use super::*;
use crate::desk::sample::session;

const BOOK: &str = r#"
    lane agent "Agent"
    event left "Pergi"
    flow chat "Percakapan" {
        keeps need: text
        stage talk "Percakapan" {
            when silent for 1m -> ask
            when left          -> gone
            step listen by agent "Mendengarkan" { fill need }
        }
        end done "Selesai"
        wait ask by agent "Bertanya" {
            on left  -> gone
            after 1m -> gone
        }
        end gone "Pergi"
    }
"#;

async fn minute(session: &mut Session) {
    session.desk.advance(60_000).await.expect("the clock is virtual");
    session.desk.engine.settled().await;
    session.refresh().await.expect("the store answers");
}

#[tokio::test]
async fn what_is_asked_for_is_withdrawn_with_its_step() {
    let mut session = session(BOOK).await;
    session.enter("1").await;
    assert_eq!(session.prompt(), "Fill in need (a text); empty = never mind");
    minute(&mut session).await;
    assert_eq!(session.prompt(), "");
    assert_eq!(session.notices, ["✗ `need` is no longer asked for: the case has moved on"]);
}

#[tokio::test]
async fn a_number_means_what_it_meant_when_the_typing_began() {
    let mut session = session(BOOK).await;
    session.begins_to_type();
    minute(&mut session).await;
    // Two things were offered; the first of now is another one.
    session.enter("1").await;
    assert_eq!(
        session.notices,
        ["✗ number 1 changed while you were typing: look again, then type the number"]
    );
    assert!(!session.over);
    session.begins_to_type();
    session.enter("1").await;
    session.refresh().await.expect("the store answers");
    assert!(session.over, "looked at again, it is taken: {:?}", session.notices);
}

#[tokio::test]
async fn what_stays_the_same_is_taken_though_the_case_was_looked_at_anew() {
    let mut session = session(BOOK).await;
    session.begins_to_type();
    session.refresh().await.expect("the store answers");
    session.enter("2").await;
    session.refresh().await.expect("the store answers");
    assert!(session.over, "{:?}", session.notices);
}
