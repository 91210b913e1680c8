//! The live chat of twelve inputs on acts: eleven requests to a client, the first ones with a time limit of a minute.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a program that measures")]

#[path = "../../common.rs"]
mod common;

use acts::{Engine, Principal, Vars, Workflow};
use acts_store::SqliteStore;
use common::{INPUTS, argument, resident, tell};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::sync::mpsc;

/// Its steps; a message of the customer is a step, too.
const STEPS: [&str; 11] = [
    "greet",
    "verify",
    "identify",
    "reply",
    "solvable",
    "solve",
    "reply_again",
    "more",
    "sell",
    "close",
    "record",
];

fn model() -> Workflow {
    let mut text =
        String::from("id: chat\nname: chat\nver: 1.0.0\nvars:\n  - name: need\n    value: ''\nsteps:\n");
    for (number, step) in STEPS.iter().enumerate() {
        text.push_str(&format!("  - id: {step}\n    name: {step}\n    uses: acts.core.irq\n"));
        if number < 9 {
            let limit = format!("id: asked_{step}\n        if: $cost_in('1m')");
            text.push_str(&format!("    timeouts:\n      - uses: acts.core.irq\n        {limit}\n"));
        }
    }
    Workflow::from_yml(&text).unwrap()
}

/// Who waits for the next request to the client of a case.
type Waiting = Arc<Mutex<HashMap<String, mpsc::UnboundedSender<Option<String>>>>>;

struct Host {
    engine: Engine,
    waiting: Waiting,
}

impl Host {
    async fn open(builder: acts::EngineBuilder) -> Self {
        let engine = builder.start().await.unwrap();
        let waiting = Waiting::default();
        engine.executor(&Principal::unrestricted()).model().deploy(&model(), None).await.unwrap();
        let channel = engine.channel();
        let asks = Arc::clone(&waiting);
        channel.on_message(move |e| {
            let (pid, tid) = (e.pid.clone(), e.tid.clone());
            // Told again once it is done.
            let created = format!("{:?}", e.state()) == "Created" && e.r#type == "act";
            let asks = Arc::clone(&asks);
            async move {
                if created {
                    let _ = asks.lock().unwrap().get(&pid).map(|ask| ask.send(Some(tid)));
                }
            }
        });
        let ends = Arc::clone(&waiting);
        channel.on_complete(move |e| {
            let (ends, pid) = (Arc::clone(&ends), e.pid.clone());
            async move {
                let _ = ends.lock().unwrap().get(&pid).map(|end| end.send(None));
            }
        });
        Self { engine, waiting }
    }

    /// One chat up to so many inputs.
    async fn chat(&self, id: &str, until: usize) {
        let (ask, mut asked) = mpsc::unbounded_channel();
        self.waiting.lock().unwrap().insert(id.to_owned(), ask);
        let executor = self.engine.executor(&Principal::unrestricted());
        let mut vars = Vars::new();
        vars.set("pid", id);
        vars.set("customer", "Rina");
        executor.proc().start("chat", vars).await.unwrap();
        for given in 1.. {
            match asked.recv().await.unwrap() {
                None => break,
                Some(_) if given >= until => break,
                Some(task) => {
                    let mut vars = Vars::new();
                    vars.set("need", "saldo belum masuk");
                    executor.act().complete(id, &task, vars).await.unwrap();
                }
            }
        }
        self.waiting.lock().unwrap().remove(id);
    }
}

#[tokio::main]
async fn main() {
    let cases = argument(1, 200);
    let folder = std::env::args().nth(2).unwrap();
    let host = Host::open(Engine::builder()).await;
    host.chat("warm", INPUTS + 1).await;
    let began = Instant::now();
    for number in 0..cases {
        host.chat(&format!("c{number}"), INPUTS + 1).await;
    }
    tell("cases_per_s", cases as f64 / began.elapsed().as_secs_f64());
    let before = resident();
    for number in 0..cases {
        host.chat(&format!("p{number}"), 4).await;
    }
    tell("bytes_parked", (resident() - before) / cases as f64);
    host.engine.close().await;

    let store = SqliteStore::open(&format!("{folder}/acts.db")).await.unwrap();
    let host = Host::open(Engine::builder().set_store(Arc::new(store))).await;
    host.chat("warm", INPUTS + 1).await;
    let cases = (cases / 10).max(5);
    let began = Instant::now();
    for number in 0..cases {
        host.chat(&format!("d{number}"), INPUTS + 1).await;
    }
    tell("durable_inputs_per_s_1", (cases * INPUTS) as f64 / began.elapsed().as_secs_f64());
    host.engine.close().await;
}
