//! The live chat of twelve inputs on our kernel, each case with its number and its journal; and durable on the engine.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program that measures")]

#[path = "../../common.rs"]
mod common;

use common::{INPUTS, argument, resident, seconds, tell};
use sop::{Engine, MemoryStore, Moment, SqliteStore, Store, TaskKind, VirtualTime};
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

/// One chat from beginning to end on the engine: how many inputs were acknowledged.
async fn chat(engine: &Engine, until: usize) -> (sop::CaseId, usize) {
    let case = engine.start("chat", [("customer", "Rina")], ()).await.unwrap().case;
    let mut given = 1;
    let mut task = 1;
    // Tasks are numbered in the order in which they come: no need to ask for them.
    let steps: [&str; 11] = ["", "", "need", "reply", "yes", "", "reply", "no", "", "", ""];
    for step in steps.iter().take(until.saturating_sub(1)) {
        match *step {
            "reply" => _ = engine.send(case, "replied", (), ()).await.unwrap(),
            "yes" | "no" => {
                engine.answer(case, sop::TaskId(task), step, ()).await.unwrap();
                task += 1;
            }
            "need" => {
                engine.complete(case, sop::TaskId(task), [("need", "saldo belum masuk")], ()).await.unwrap();
                task += 1;
            }
            _ => {
                engine.complete(case, sop::TaskId(task), (), ()).await.unwrap();
                task += 1;
            }
        }
        given += 1;
    }
    (case, given)
}

/// The program, and the inputs of one chat.
fn recorded() -> (Program, Vec<Entry>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let entries = runtime.block_on(async {
        let mut store = MemoryStore::new();
        let engine = engine(store.clone()).await;
        let first = engine.start("chat", [("customer", "Rina")], ()).await.unwrap().case;
        let task = engine.tasks(None).await.unwrap().remove(0);
        assert!(matches!(task.kind, TaskKind::Step { .. }) && task.task == sop::TaskId(1), "{task:?}");
        let (case, _) = chat(&engine, INPUTS).await;
        assert_ne!(case, first);
        assert_eq!(engine.case(case).await.unwrap().status, sop::CaseStatus::Ended("handled".to_owned()));
        let bytes = store.journal(case, 0, usize::MAX).unwrap();
        bytes.iter().map(|b| journal::decode(b).unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(entries.len(), INPUTS);
    (Program::build(&book(), &Settings::new()).unwrap(), entries)
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
    let (program, entries) = recorded();
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
        let inputs = durable(&Path::new(&folder).join(format!("ours-{clients}.db")), clients);
        tell(&format!("durable_inputs_per_s_{clients}"), inputs);
    }
}

fn durable(path: &Path, clients: usize) -> f64 {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let engine = Arc::new(engine(SqliteStore::open(path).unwrap()).await);
        chat(&engine, INPUTS).await;
        let began = std::time::Instant::now();
        let all: Vec<_> = (0..clients)
            .map(|_| {
                let engine = Arc::clone(&engine);
                tokio::spawn(async move {
                    let mut given = 0;
                    while began.elapsed() < Duration::from_secs(3) {
                        given += chat(&engine, INPUTS).await.1;
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
