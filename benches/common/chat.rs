//! A live chat of the real book, from beginning to end: its program and its inputs.

use super::host::{SLA, book, builder};
use sop::{MemoryStore, Moment, Store, TaskKind};
use sop_runtime::host::VirtualTime;
use sop_runtime::journal::Entry;
use sop_runtime::kernel::{Input, Program, Settings};
use std::time::Duration;

/// The same of about so many inputs: its middle part as often as it takes, with the numbers of its tasks.
#[allow(dead_code, reason = "not every bench uses all of it")]
pub(crate) fn chat_of(inputs: usize) -> (Program, Vec<Entry>) {
    let (program, some) = chat(3);
    let (_, fewer) = chat(2);
    // What a third round puts in, and how far it moves the numbers.
    let round = some.len() - fewer.len();
    let task = |entry: &Entry| match entry.input {
        Input::Complete { task, .. } | Input::Answer { task, .. } => Some(task.0),
        _ => None,
    };
    let again = some.iter().zip(&fewer).position(|(a, b)| a.input != b.input).unwrap();
    let (head, tail) = some.split_at(again + 1 - round);
    let (middle, tail) = tail.split_at(round);
    let drawn = task(&tail[0]).unwrap() - task(&middle[0]).unwrap();
    let moved = |entry: &Entry, by: u32| {
        let mut entry = entry.clone();
        if let Input::Complete { task, .. } | Input::Answer { task, .. } = &mut entry.input {
            task.0 += by;
        }
        entry
    };
    let rounds = u32::try_from(inputs / round).unwrap().max(1);
    let mut all = head.to_vec();
    for n in 0..rounds {
        all.extend(middle.iter().map(|e| moved(e, n * drawn)));
    }
    all.extend(tail.iter().map(|e| moved(e, (rounds - 1) * drawn)));
    (program, all)
}

/// The program, and the journal of a chat that falls silent twice and goes around `rounds` times before it is closed.
pub(crate) fn chat(rounds: usize) -> (Program, Vec<Entry>) {
    let settings = Settings::from([("ticket_sla".to_owned(), sop::Value::from(SLA))]);
    let program = Program::build(&book(), &settings).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let entries = runtime.block_on(async {
        let time = VirtualTime::at("2023-10-02T09:00:00+07:00".parse::<Moment>().unwrap());
        let mut store = MemoryStore::new();
        let engine = builder(&time).store(store.clone()).build().await.unwrap();
        let args = [("customer", "Rina"), ("agent_name", "Dewi")];
        let case = engine.start("live_chat", args, ()).await.unwrap().case;
        time.advance(2 * Duration::from_mins(1)).await;
        engine.send(case, "customer_replied", [("text", "Ya.")], ()).await.unwrap();
        let mut again = 0;
        while let Some(task) = engine.tasks(None).await.unwrap().pop() {
            match (task.kind, task.node.as_str()) {
                (TaskKind::Decide { .. }, "more_help") => {
                    again += 1;
                    let answer = if again < rounds { "yes" } else { "no" };
                    engine.answer(case, task.task, answer, ()).await.unwrap();
                }
                (TaskKind::Decide { .. }, _) => {
                    engine.answer(case, task.task, "yes", ()).await.unwrap();
                }
                (TaskKind::Step { fill }, _) => {
                    let filled: sop::Record =
                        fill.into_iter().map(|f| (f.name, "saldo belum masuk")).collect();
                    engine.complete(case, task.task, filled, ()).await.unwrap();
                }
            }
        }
        let bytes = store.journal(case, 0, usize::MAX).unwrap();
        bytes.iter().map(|b| sop_runtime::journal::decode(b).unwrap()).collect()
    });
    (program, entries)
}
