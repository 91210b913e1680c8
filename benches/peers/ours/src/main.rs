//! The live chat of twelve inputs on our kernel, each case with its number and its journal; and durable on the engine.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program that measures")]

#[path = "../../common.rs"]
mod common;

use common::{INPUTS, argument, resident, seconds, tell};
use sop::{CaseId, Engine, MemoryStore, Moment, SqliteStore, Store, TaskId, VirtualTime};
use sop_runtime::journal::{self, Entry};
use sop_runtime::kernel::{Program, Settings, State, advance};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const FLOW: &str = r#"
lane agent "Agent"
event replied "Membalas" { breaks silence }
message still_there "Masih di sana?" { id "Halo?" en "Hello?" }
flow chat "Chat" {
    takes customer: text
    keeps need: text, solvable: yes_no
    stage talk "Percakapan" {
        when silent for 1m -> asked
        step greet by agent "Salam"
        step verify by agent "Verifikasi"
        step identify by agent "Identifikasi" { fill need }
        decide solvable by agent "Dapat diselesaikan?" { yes -> solve  no -> more }
        step solve by agent "Solusi" { then more }
        decide more by agent "Ada lagi?" { yes -> identify  no -> sell }
        step sell by agent "Cross selling"
    }
    step close by agent "Salam penutup"
    step record by agent "Dokumentasi"
    end handled "Selesai"
    wait asked by agent "Bertanya" {
        say still_there
        on replied -> resume talk
        after 1m -> abandoned
    }
    end abandoned "Ditinggalkan"
}
"#;

fn book() -> sop::model::Book {
    let mut sources = sop::Sources::new();
    sources.add("chat.sop", FLOW);
    let compiled = sop::compile(&sources);
    assert!(compiled.is_sound(), "{:#?}", compiled.findings);
    compiled.book.unwrap()
}

async fn engine(store: impl Store) -> Engine {
    let time = VirtualTime::at("2023-10-02T09:00:00+07:00".parse::<Moment>().unwrap());
    Engine::builder(book()).store(store).time(time).build().await.unwrap()
}

/// What is done after the beginning: a step, an answer or a message.
const STEPS: [&str; 11] = ["", "", "need", "reply", "yes", "", "reply", "no", "", "", ""];

/// One step of a chat; `task` is the one that is open.
async fn step(engine: &Engine, case: CaseId, step: &str, task: TaskId) {
    match step {
        "reply" => engine.send(case, "replied", (), ()).await,
        "yes" | "no" => engine.answer(case, task, step, ()).await,
        "need" => engine.complete(case, task, [("need", "saldo belum masuk")], ()).await,
        _ => engine.complete(case, task, (), ()).await,
    }
    .unwrap();
}

/// One chat from beginning to end: how many inputs were acknowledged. Tasks have the same numbers in every chat.
async fn chat(engine: &Engine, tasks: &[TaskId]) -> usize {
    let case = engine.start("chat", [("customer", "Rina")], ()).await.unwrap().case;
    for (name, task) in STEPS.iter().zip(tasks) {
        step(engine, case, name, *task).await;
    }
    INPUTS
}

/// The program, the inputs of one chat, and the tasks that are open before each step.
fn recorded() -> (Program, Vec<Entry>, Vec<TaskId>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (entries, tasks) = runtime.block_on(async {
        let mut store = MemoryStore::new();
        let engine = engine(store.clone()).await;
        let case = engine.start("chat", [("customer", "Rina")], ()).await.unwrap().case;
        let mut tasks = Vec::new();
        for name in STEPS {
            tasks.push(engine.tasks(None).await.unwrap().remove(0).task);
            step(&engine, case, name, tasks[tasks.len() - 1]).await;
        }
        assert_eq!(engine.case(case).await.unwrap().status, sop::CaseStatus::Ended("handled".to_owned()));
        let bytes = store.journal(case, 0, usize::MAX).unwrap();
        (bytes.iter().map(|b| journal::decode(b).unwrap()).collect::<Vec<_>>(), tasks)
    });
    assert_eq!(entries.len(), INPUTS);
    (Program::build(&book(), &Settings::new()).unwrap(), entries, tasks)
}

/// A case as a program without an engine would keep it: its state, and its journal as bytes.
type Case = (State, Vec<Vec<u8>>);

fn run(program: &Program, entries: &[Entry], cases: usize) -> HashMap<u64, Case> {
    let mut all: HashMap<u64, Case> = HashMap::with_capacity(cases);
    let mut effects = Vec::new();
    for id in 0..cases as u64 {
        all.insert(id, (State::new(program), Vec::with_capacity(entries.len())));
    }
    // Every case one input further, then all again: as they come in a contact centre, not one after the other.
    for entry in entries {
        for id in 0..cases as u64 {
            let (state, history) = all.get_mut(&id).unwrap();
            effects.clear();
            advance(program, state, entry.at, &entry.input, &mut effects).unwrap();
            history.push(journal::encode(entry));
        }
    }
    all
}

fn main() {
    let cases = argument(1, 20_000);
    let folder = std::env::args().nth(2).unwrap();
    let (program, entries, tasks) = recorded();
    run(&program, &entries, cases / 10);
    let (time, all) = seconds(|| run(&program, &entries, cases));
    assert!(all.values().all(|(_, history)| history.len() == INPUTS));
    tell("cases_per_s", cases as f64 / time);
    drop(all);

    let before = resident();
    let parked = run(&program, &entries[..4], cases * 5);
    tell("bytes_parked", (resident() - before) / (cases * 5) as f64);
    let (state, _) = &parked[&0];
    tell("snapshot_bytes", state.encode().len() as f64);
    drop(parked);

    for clients in [1, 32, 256] {
        let inputs = durable(&Path::new(&folder).join(format!("ours-{clients}.db")), clients, &tasks);
        tell(&format!("durable_inputs_per_s_{clients}"), inputs);
    }
}

fn durable(path: &Path, clients: usize, tasks: &[TaskId]) -> f64 {
    let tasks: Arc<[TaskId]> = tasks.into();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let engine = Arc::new(engine(SqliteStore::open(path).unwrap()).await);
        chat(&engine, &tasks).await;
        let began = std::time::Instant::now();
        let all: Vec<_> = (0..clients)
            .map(|_| {
                let (engine, tasks) = (Arc::clone(&engine), Arc::clone(&tasks));
                tokio::spawn(async move {
                    let mut given = 0;
                    while began.elapsed() < Duration::from_secs(3) {
                        given += chat(&engine, &tasks).await;
                    }
                    given
                })
            })
            .collect();
        let mut given = 0;
        for client in all {
            given += client.await.unwrap();
        }
        let rate = given as f64 / began.elapsed().as_secs_f64();
        engine.shutdown().await;
        rate
    })
}
