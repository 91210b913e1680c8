//! A program that runs a procedure: one live chat from its book, worked to its end in virtual time.
//!
//! `cargo run --example live_chat`. Change what stands in capitals and run it again.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it tells its story there")]

use sop::engine::words;
use sop::{
    ActionCall, ActionError, EffectView, Engine, Moment, Output, Record, SqliteStore, Task, TaskKind,
    VirtualTime,
};
use std::time::Duration;

const CUSTOMER: &str = "Rina";
const AGENT: &str = "Dewi";
const NEED: &str = "saldo belum masuk";
/// A Monday morning in Jakarta. Try a Saturday, or 18:00: the closing words change.
const BEGIN: &str = "2023-10-02T09:00:00+07:00";
const MINUTE: Duration = Duration::from_mins(1);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if let Err(fault) = story().await {
        eprintln!("{fault}");
        std::process::exit(1);
    }
}

async fn story() -> Result<(), Box<dyn std::error::Error>> {
    // 1. The book: a folder of `.sop` files. One in which something can go wrong is not run.
    let compiled = sop::compile(&sop::folder::read("sop/customer-handling")?);
    let book = compiled.book.ok_or("the book has mistakes: `sop check` shows them")?;

    // 2. What the book leaves to its host: what its actions do here, its settings, a store, a clock.
    let folder = std::env::temp_dir().join(format!("sop-live-chat-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let time = VirtualTime::at(BEGIN.parse::<Moment>()?);
    let engine = Engine::builder(book)
        .action("create_ticket", create_ticket)
        .action("dispatch_ticket", |_: ActionCall| async { Ok(Output::new()) })
        .action("check_outlet", |_: ActionCall| async { Ok(Output::new().with("available", true)) })
        .action("book_outlet", |_: ActionCall| async { Ok(Output::new().with("booking_code", "R-1")) })
        .setting("ticket_sla", 24 * 60 * MINUTE)
        .store(SqliteStore::open(folder.join("cases.db"))?)
        .time(time.clone())
        .build()
        .await?;
    let mut desk = Desk { heard: engine.subscribe(), engine };

    // 3. A customer opens a chat. From now on the case knows what is to be done, and by whom.
    let customer = [("customer", CUSTOMER), ("agent_name", AGENT)];
    let chat = desk.engine.start("live_chat", customer, ()).await?.case;
    desk.work("agent", &[("greet", ""), ("verify", "")]).await?;

    // 4. The customer says nothing: after one minute they are asked, after another again. Then they are back.
    time.advance(2 * MINUTE).await;
    desk.engine.send(chat, "customer_replied", [("text", "Maaf, saya masih di sini.")], ()).await?;

    // 5. The agent can't settle it: a ticket goes its own way, beside the conversation.
    desk.work("agent", &[("identify", NEED), ("solvable", "no"), ("tell_raised", "")]).await?;
    desk.work("agent", &[("more_help", "no"), ("cross_sell", ""), ("close", ""), ("record", "")]).await?;

    // 6. Tier 2 sends it to the related team, who take longer than was agreed: the team leader is told.
    desk.work("tier2", &[("receive", ""), ("examine", ""), ("escalate", "yes")]).await?;
    desk.work("related_team", &[("related_receive", "")]).await?;
    time.advance(25 * 60 * MINUTE).await;
    desk.work("related_team", &[("related_examine", ""), ("related_follow_up", "")]).await?;
    desk.work("related_team", &[("related_note", "saldo sudah dikoreksi")]).await?;
    desk.work("tier2", &[("document", "")]).await?;
    desk.engine.shutdown().await;
    Ok(std::fs::remove_dir_all(folder)?)
}

/// Your own system stands here. It may be asked twice for one ticket: `call.key` is the same then.
async fn create_ticket(call: ActionCall) -> Result<Output, ActionError> {
    Ok(Output::new().with("ticket_number", format!("T-{:04}", call.case.0)))
}

/// Everybody at work, and a line for everything that happens.
struct Desk {
    engine: Engine,
    heard: tokio::sync::broadcast::Receiver<sop::Delivery>,
}

impl Desk {
    /// People of a lane do what waits for them: each task by name, with its answer or what is to be filled in.
    async fn work(&mut self, lane: &str, work: &[(&str, &str)]) -> Result<(), Box<dyn std::error::Error>> {
        for (node, word) in work {
            self.tell().await;
            let tasks = self.engine.tasks(Some(lane)).await?;
            let found = tasks.into_iter().find(|task| task.node == *node);
            let Task { case, task, kind, .. } = found.ok_or_else(|| format!("`{node}` does not wait"))?;
            match kind {
                TaskKind::Decide { .. } => self.engine.answer(case, task, word, ()).await?,
                TaskKind::Step { fill } => {
                    let filled: Record = fill.into_iter().map(|fact| (fact.name, *word)).collect();
                    self.engine.complete(case, task, filled, ()).await?
                }
            };
        }
        self.tell().await;
        Ok(())
    }

    /// Prints what has happened since the last time, when nothing is under way any more.
    async fn tell(&mut self) {
        self.engine.settled().await;
        while let Ok(heard) = self.heard.try_recv() {
            let what = match heard.effect {
                EffectView::Say { to: None, texts, .. } => format!("    to the customer: {}", texts["id"]),
                EffectView::Say { to: Some(lane), texts, .. } => format!("    to {lane}: {}", texts["id"]),
                EffectView::Assign { lane, label, .. } => format!("[{}] {label}", lane.unwrap_or_default()),
                EffectView::Invoke { action, .. } => format!("    done by the host: {action}"),
                EffectView::Ended { label, .. } => format!("    end: {label}"),
                _ => continue,
            };
            let at = words::moment(heard.at, &self.engine.book().zone, "id");
            println!("{at}  {:<9}  {what}", heard.flow);
        }
    }
}
