//! The desk line by line: for pipes, small terminals and screen readers.

use super::session::Session;
use crate::exit::Failure;
use crate::output;
use crate::speech::say;
use sop::words;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::sync::broadcast::error::RecvError;

/// Works the desk until its cases are over or the person leaves.
pub(crate) async fn run(mut session: Session) -> Result<(), Failure> {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut live = session.desk.engine.subscribe();
    output::print(&format!("{}\n", say(words!("desk-help"))))?;
    loop {
        session.refresh().await.map_err(failed)?;
        draw(&mut session)?;
        if session.over || session.quit {
            return Ok(());
        }
        let entered = loop {
            tokio::select! {
                line = lines.next_line() => break line.map_err(Failure::Terminal)?,
                heard = live.recv() => match heard {
                    // Something happened by itself: look again, once all of it has been heard.
                    Ok(_) | Err(RecvError::Lagged(_)) => {
                        session.desk.engine.settled().await;
                        while live.try_recv().is_ok() {}
                        session.refresh().await.map_err(failed)?;
                        draw(&mut session)?;
                        if session.over {
                            return Ok(());
                        }
                    }
                    Err(RecvError::Closed) => return Ok(()),
                },
            }
        };
        let Some(line) = entered else { return output::print("\n") };
        session.enter(&line).await;
        while live.try_recv().is_ok() {}
        if session.quit {
            return Ok(());
        }
    }
}

fn failed(error: super::DeskError) -> Failure {
    match error {
        super::DeskError::Engine(error) => error.into(),
        other => Failure::Usage(super::trouble::desk(&other)),
    }
}

fn draw(session: &mut Session) -> Result<(), Failure> {
    let mut text = String::new();
    for notice in session.notices.drain(..) {
        text.push_str(&format!("{notice}\n"));
    }
    let asked = session.prompt();
    if asked.is_empty() {
        let view = &session.view;
        text.push_str(&format!("\n── {}\n", view.head));
        for line in &view.stand {
            text.push_str(&format!("{line}\n"));
        }
        let said = say(if view.say_now { words!("say-now") } else { words!("say-last") });
        for words in &view.say {
            text.push_str(&format!("  {said}: {words}\n"));
        }
        for timer in &view.timers {
            text.push_str(&format!("  ⏲ {}\n", timer.trim_start()));
        }
        for offer in &view.offers {
            text.push_str(&format!("{offer}\n"));
        }
        text.push_str(if session.over { "" } else { "> " });
    } else {
        text.push_str(&format!("{asked}: "));
    }
    output::print(&text)
}
