//! A program that brings its own clock and timers: a wheel with one slot an hour, turned by hand.
//!
//! `cargo run --example inbound_call`. A phone call with its verification; the line breaks, the agent calls back; the
//! complaint becomes a ticket that nobody looks after, and time does the rest.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it tells its story there")]

use sop::engine::words;
use sop::{
    ActionCall, Clock, EffectView, Engine, FireHandle, Moment, Output, Record, TaskKind, TimerKey, Timers,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const BEGIN: &str = "2023-10-02T09:30:00+07:00";
const SLA_HOURS: u64 = 24;
const HOUR_MS: i64 = 3_600_000;

type Fault = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if let Err(fault) = story().await {
        eprintln!("{fault}");
        std::process::exit(1);
    }
}

async fn story() -> Result<(), Fault> {
    let compiled = sop::compile(&sop::folder::read("sop/customer-handling")?);
    let book = compiled.book.ok_or("the book has mistakes: `sop check` shows them")?;
    let wheel = Wheel::at(BEGIN.parse()?);
    // Without a store, cases live as long as the program.
    let engine = Engine::builder(book)
        .action("create_ticket", |_: ActionCall| async { Ok(Output::new().with("ticket_number", "T-1")) })
        .action("dispatch_ticket", |_: ActionCall| async { Ok(Output::new()) })
        .action("check_outlet", |_: ActionCall| async { Ok(Output::new().with("available", true)) })
        .action("book_outlet", |_: ActionCall| async { Ok(Output::new().with("booking_code", "R-1")) })
        .setting("ticket_sla", Duration::from_secs(SLA_HOURS * 3600))
        .time(wheel.clone())
        .build()
        .await?;
    let mut desk = Desk { heard: engine.subscribe(), engine };

    // The call calls another flow, and waits for its end: the verification, which takes two tries.
    let args = [("customer", "Rina"), ("agent_name", "Dewi")];
    let call = desk.engine.start("inbound_call", args, ()).await?.case;
    desk.work("agent", &[("greet", ""), ("ask", ""), ("matches", "no")]).await?;
    desk.work("agent", &[("ask_again", ""), ("matches", "yes")]).await?;
    desk.work("agent", &[("identify", "emas belum diterima"), ("handling", "ticket")]).await?;

    // The line breaks; called back, the customer hears on where it broke.
    desk.engine.send(call, "call_dropped", (), ()).await?;
    desk.work("agent", &[("call_back", "yes"), ("tell_raised", ""), ("more_help", "no")]).await?;
    desk.work("agent", &[("cross_sell", ""), ("interested", "yes"), ("explain", "")]).await?;
    desk.work("agent", &[("close", ""), ("record", "")]).await?;

    // Nobody takes the ticket. After its SLA the team leader is told, after five days it is theirs.
    wheel.turn(5 * 24 + 1).await;
    desk.work("team_leader", &[("take_over", "emas dikirim hari ini")]).await?;
    desk.work("tier2", &[("document", "")]).await?;
    desk.engine.shutdown().await;
    Ok(())
}

/// A clock that only knows full hours after its beginning, and the timers of each. Clones are the same wheel.
#[derive(Clone, Debug)]
struct Wheel(Arc<Mutex<Slots>>);

#[derive(Debug)]
struct Slots {
    now: Moment,
    /// What fires at which moment: at the end of the hour in which it falls due. Late, as the contract allows, never early.
    armed: BTreeMap<Moment, BTreeSet<TimerKey>>,
    fire: Option<FireHandle>,
}

impl Wheel {
    fn at(now: Moment) -> Self {
        Self(Arc::new(Mutex::new(Slots { now, armed: BTreeMap::new(), fire: None })))
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on so many hours, and fires in each what is in its slot.
    async fn turn(&self, hours: u32) {
        for _ in 0..hours {
            let (fire, keys) = {
                let mut slots = self.slots();
                let now = Moment(slots.now.0 + HOUR_MS);
                slots.now = now;
                let later = slots.armed.split_off(&Moment(now.0 + 1));
                let due = std::mem::replace(&mut slots.armed, later);
                (slots.fire.clone(), due.into_values().flatten().collect::<Vec<_>>())
            };
            // The engine is called outside the lock: it arms timers while it works.
            let Some(fire) = fire else { return };
            for key in keys {
                fire.fire(key);
                fire.settled().await;
            }
        }
    }
}

impl Clock for Wheel {
    fn now(&self) -> Moment {
        self.slots().now
    }
}

impl Timers for Wheel {
    fn connect(&self, fire: FireHandle) {
        let mut slots = self.slots();
        slots.armed.clear();
        slots.fire = Some(fire);
    }

    fn arm(&self, key: TimerKey, due: Moment) {
        self.disarm(key);
        let mut slots = self.slots();
        // Hours until then, upwards; what is overdue fires with the next.
        let hours = (due.0 - slots.now.0 + HOUR_MS - 1).div_euclid(HOUR_MS).max(1);
        let slot = Moment(slots.now.0 + hours * HOUR_MS);
        slots.armed.entry(slot).or_default().insert(key);
    }

    fn disarm(&self, key: TimerKey) {
        self.slots().armed.values_mut().for_each(|slot| {
            slot.remove(&key);
        });
    }
}

/// Everybody at work, and a line for everything that happens.
struct Desk {
    engine: Engine,
    heard: tokio::sync::broadcast::Receiver<sop::Delivery>,
}

impl Desk {
    /// People of a lane do what waits for them: each task by name, with its answer or what is to be filled in.
    async fn work(&mut self, lane: &str, work: &[(&str, &str)]) -> Result<(), Fault> {
        for (node, word) in work {
            self.tell().await;
            let tasks = self.engine.tasks(Some(lane)).await?;
            let found = tasks.into_iter().find(|task| task.node == *node);
            let found = found.ok_or_else(|| format!("`{node}` does not wait"))?;
            match found.kind {
                TaskKind::Decide { .. } => self.engine.answer(found.case, found.task, word, ()).await?,
                TaskKind::Step { fill } => {
                    let filled: Record = fill.into_iter().map(|fact| (fact.name, *word)).collect();
                    self.engine.complete(found.case, found.task, filled, ()).await?
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
                EffectView::StartChild { flow, .. } => format!("    begins beside it: {flow}"),
                EffectView::Ended { label, .. } => format!("    end: {label}"),
                _ => continue,
            };
            let at = words::moment(heard.at, &self.engine.book().zone, "id");
            println!("{at}  {:<12}  {what}", heard.flow);
        }
    }
}
