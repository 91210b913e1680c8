//! An engine with several clients, killed (SIGKILL) at any moment under load: each acknowledgement was the truth.

use super::book::{self, builder};
use super::{Random, all, disk};
use sop::engine::rebuild::request_of;
use sop::{CaseFilter, CaseId, Engine, Meta, SqliteStore, Store};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const STORE: &str = "SOP_FAULTS_STORE";
const CLIENTS: u32 = 8;

/// One client: case after case, each step under a name of its own, each acknowledgement on a line.
async fn client(engine: Engine, run: u32, client: u32) {
    let say = |line: String| {
        let mut out = std::io::stdout().lock();
        // One write for a line: a kill leaves no two halves that look like one.
        let _ = out.write_all(format!("{line}\n").as_bytes()).and_then(|()| out.flush());
    };
    for turn in 0_u32.. {
        let name = format!("{run}.{client}.{turn}");
        let case = engine.start("desk", (), Meta::new().request(&name)).await.unwrap().case;
        say(format!("ack {} {name}", case.0));
        for step in 0..2 {
            let Some(task) = book::task(&engine, case).await else { break };
            let name = format!("{name}.{step}");
            let meta = Meta::new().request(&name);
            let done = if task.node == "ask" {
                engine.complete(case, task.task, [("need", "card")], meta).await
            } else {
                engine.complete(case, task.task, (), meta).await
            };
            done.unwrap();
            say(format!("ack {} {name}", case.0));
        }
        engine.cancel(case, "enough", Meta::new().request(format!("{name}.end"))).await.unwrap();
        say(format!("ack {} {name}.end", case.0));
    }
}

/// The process that is killed.
#[test]
#[ignore = "run by the test below, in a process of its own"]
fn works_until_killed() {
    let path = PathBuf::from(std::env::var_os(STORE).expect("the path of the store"));
    let run = std::env::var("SOP_FAULTS_RUN").unwrap().parse().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let engine = builder(book::store(&path), |_| (), |_| ()).build().await.unwrap();
        let clients: Vec<_> =
            (0..CLIENTS).map(|number| tokio::spawn(client(engine.clone(), run, number))).collect();
        for client in clients {
            client.await.unwrap();
        }
    });
}

#[test]
fn whatever_was_acknowledged_before_a_kill_is_there_once() {
    // Cases that are over are left out of the list of tasks, so that the store may grow without being slow.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.db");
    let mut random = Random(7);
    let mut acknowledged: BTreeMap<String, CaseId> = BTreeMap::new();
    for run in 0..if all() { 100 } else { 6 } {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::works_until_killed", "--ignored", "--nocapture", "--test-threads=1"])
            .env(STORE, &path)
            .env("SOP_FAULTS_RUN", run.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).split(b'\n').map(Result::unwrap);
        let awaited = usize::try_from(1 + random.below(150)).unwrap();
        let mut heard = Vec::new();
        while heard.len() < awaited {
            heard.extend(acknowledgement(&lines.next().expect("it works")));
        }
        // Any moment of what it does next.
        let mut spin = random.below(200_000);
        while spin > 0 {
            spin = std::hint::black_box(spin - 1);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        heard.extend(lines.filter_map(|line| acknowledgement(&line)));
        assert!(heard.len() >= awaited);
        acknowledged.extend(heard);
        are_there_once(&path, &acknowledged, &format!("run {run}"));
    }
    drop(disk::folder());
}

/// A line that was cut off by the kill has no end, and is left out by its missing mark.
fn acknowledgement(line: &[u8]) -> Option<(String, CaseId)> {
    let line = std::str::from_utf8(line).ok()?;
    let (case, name) = line.rsplit_once("ack ")?.1.split_once(' ')?;
    Some((name.to_owned(), CaseId(case.parse().ok()?)))
}

fn are_there_once(path: &Path, acknowledged: &BTreeMap<String, CaseId>, what: &str) {
    let mut store = SqliteStore::open(path).unwrap_or_else(|error| panic!("{what}: {error}"));
    store.verify().unwrap_or_else(|error| panic!("{what}: {error}"));
    let mut found: BTreeMap<String, Vec<CaseId>> = BTreeMap::new();
    for row in store.cases(&CaseFilter::default()).unwrap() {
        for entry in store.journal(row.id, 0, usize::MAX).unwrap() {
            if let Some(name) = request_of(&entry).unwrap() {
                found.entry(name).or_default().push(row.id);
            }
        }
    }
    for (name, case) in acknowledged {
        assert_eq!(found.get(name).map(Vec::as_slice), Some(&[*case][..]), "{what}: {name}");
    }
    assert!(found.values().all(|cases| cases.len() == 1), "{what}: something was done twice");
}
