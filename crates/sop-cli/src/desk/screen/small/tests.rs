//! The line that is typed and what can be done are there on every screen, however small.

use super::*;
use crate::desk::sample::session;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const BOOK: &str = r#"
    lane agent "Agent"
    message hello "Salam" { id "Selamat datang di layanan kami, ada yang dapat kami bantu hari ini?" }
    flow chat "Percakapan yang panjang namanya" {
        keeps need: text
        step listen by agent "Mendengarkan kebutuhan nasabah dengan saksama" { say hello  fill need  within 1h else -> late }
        end done "Selesai"
        end late "Terlambat"
    }
"#;

fn lines(session: &Session, width: u16, height: u16) -> Vec<String> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a screen of memory");
    terminal.draw(|frame| super::super::draw(frame, session, "12")).expect("it takes everything");
    let buffer = terminal.backend().buffer().clone();
    (0..height)
        .map(|y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned())
        .collect()
}

#[tokio::test]
async fn a_narrow_screen_shows_all_that_matters() {
    let session = session(BOOK).await;
    insta::assert_snapshot!(lines(&session, 34, 14).join("\n"));
}

#[tokio::test]
async fn what_is_typed_is_seen_on_every_screen() {
    let mut session = session(BOOK).await;
    for asking in [false, true] {
        for width in 6..70 {
            for height in 1..30 {
                let lines = lines(&session, width, height);
                assert!(lines.iter().any(|l| l.contains("> 12")), "{width}x{height}: {lines:?}");
                if !asking && height >= 4 && width >= 20 {
                    assert!(
                        lines.iter().any(|l| l.contains(" 1  done:") || l.contains("1 more")),
                        "{width}x{height}: {lines:?}"
                    );
                }
            }
        }
        if !asking {
            session.enter("1").await;
        }
    }
}
