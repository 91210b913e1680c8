//! One engine's process after the other, and the way to whichever lives now.

use super::child;
use super::ledger::Ledger;
use sop::{Clock, EffectId, SystemClock};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::{oneshot, watch};

/// A process with an engine.
struct Life {
    process: Mutex<Child>,
    input: Mutex<ChildStdin>,
    waiting: Mutex<HashMap<u64, oneshot::Sender<String>>>,
}

/// The way to the engine, over all its lives.
pub(crate) struct Link {
    store: PathBuf,
    /// The machine's moment from which time goes fast.
    pub(crate) from: i64,
    seed: AtomicU64,
    next: AtomicU64,
    ledger: Arc<Ledger>,
    life: watch::Sender<Option<Arc<Life>>>,
}

impl Link {
    pub(crate) fn new(store: PathBuf, seed: u64, ledger: Arc<Ledger>) -> Self {
        let (from, next) = (SystemClock.now().0, AtomicU64::new(1));
        Self { store, from, seed: AtomicU64::new(seed), next, ledger, life: watch::Sender::new(None) }
    }

    /// Starts an engine, and waits until it takes requests.
    pub(crate) async fn begin(&self, faults: bool) {
        let seed = self.seed.fetch_add(1, Ordering::Relaxed);
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([child::WORD, self.store.to_str().unwrap(), &self.from.to_string(), &seed.to_string()])
            .arg(if faults { "faults" } else { "calm" })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let life = Arc::new(Life {
            process: Mutex::new(process),
            input: Mutex::new(input),
            waiting: Mutex::default(),
        });
        let (ready, is_ready) = oneshot::channel();
        let (reader, ledger) = (Arc::clone(&life), Arc::clone(&self.ledger));
        std::thread::spawn(move || {
            let mut ready = Some(ready);
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                match line.split_once(' ') {
                    None if line == "ready" => _ = ready.take().map(|ready| ready.send(())),
                    Some(("delivered", id)) => {
                        let mut id = id.split(' ').filter_map(|n| n.parse::<u64>().ok());
                        if let (Some(case), Some(input), Some(index)) = (id.next(), id.next(), id.next()) {
                            let index = u16::try_from(index).unwrap();
                            ledger.delivered(EffectId { case: sop::CaseId(case), input, index });
                        }
                    }
                    Some(("panic", words)) => ledger.fault(format!("the engine panicked: {words}")),
                    Some((number, answer)) => {
                        let waits =
                            number.parse().ok().and_then(|n| reader.waiting.lock().unwrap().remove(&n));
                        // Who asked may have gone on.
                        _ = waits.map(|waits| waits.send(answer.to_owned()));
                    }
                    None => {}
                }
            }
            // It is over: nobody who waits gets an answer.
            reader.waiting.lock().unwrap().clear();
        });
        let opened = is_ready.await.is_ok();
        assert!(opened, "the engine does not open its store: {:?}", self.ledger.faults());
        self.life.send_replace(Some(life));
    }

    /// An answer of the engine that lives, or will live; `None` if it ended before it answered.
    pub(crate) async fn ask(&self, request: &str) -> Option<String> {
        let mut lives = self.life.subscribe();
        let life = Arc::clone(lives.wait_for(Option::is_some).await.unwrap().as_ref().unwrap());
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        life.waiting.lock().unwrap().insert(number, answer);
        if writeln!(life.input.lock().unwrap(), "{number} {request}").is_err() {
            life.waiting.lock().unwrap().remove(&number);
        }
        let answered = answered.await.ok();
        if answered.is_none() {
            // Not to ask the dead again and again.
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        answered
    }

    /// Kills it, in the middle of whatever it does.
    pub(crate) fn end_by_kill(&self) {
        let life = self.life.send_replace(None).unwrap();
        let mut process = life.process.lock().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
        life.waiting.lock().unwrap().clear();
    }

    /// It ends by itself, without saying goodbye to its engine.
    pub(crate) fn leave(&self) {
        let life = self.life.send_replace(None).unwrap();
        let _ = writeln!(life.input.lock().unwrap(), "0 leave");
        life.process.lock().unwrap().wait().unwrap();
        life.waiting.lock().unwrap().clear();
    }

    /// The engine is shut down as it should be.
    pub(crate) async fn stop(&self) {
        self.ask("stop").await;
        let life = self.life.send_replace(None).unwrap();
        life.process.lock().unwrap().wait().unwrap();
        life.waiting.lock().unwrap().clear();
    }

    /// Waits until nothing is under way; `false`: not within two minutes.
    pub(crate) async fn settle(&self) -> bool {
        let settled = tokio::time::timeout(std::time::Duration::from_mins(2), self.ask("settle")).await;
        settled.is_ok_and(|answer| answer.as_deref() == Some("ok"))
    }

    /// Copies the store beside it; `false` if the copy failed.
    pub(crate) async fn backup(&self, to: &Path) -> bool {
        let answer = self.ask(&format!("backup {}", to.display())).await;
        answer.as_deref() == Some("ok")
    }

    /// The process that lives now.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.life.borrow().as_ref().map(|life| life.process.lock().unwrap().id())
    }
}

/// Memory that a process has in use, in bytes, where the system tells.
pub(crate) fn rss(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}
