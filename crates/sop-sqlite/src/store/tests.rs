//! The store against its contract, a model, other processes, and damage.

mod crash;
mod damage;
mod ledger;
mod live;
mod mark;
mod memory;
mod model;
mod open;
mod place;
mod plain;
mod upkeep;

use super::SqliteStore;
use sop_runtime::Moment;
use sop_runtime::host::store::{
    Applied, CaseFilter, CaseId, CaseRow, CaseStatus, Change, EditionId, EffectId, Store, StoreError,
    StoredTask, TaskChange, TimerChange,
};
use sop_runtime::kernel::{ChildId, TaskId, TimerId};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A folder and the path of a store in it that isn't there yet.
fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.db");
    (folder, path)
}

/// The `inputs`th input of a case, with a little of everything.
fn input(case: u64, inputs: u64) -> Applied {
    let n = u32::try_from(inputs).unwrap();
    let moment = i64::try_from(1_000 * case + inputs).unwrap();
    Applied {
        row: CaseRow {
            id: CaseId(case),
            flow: if case.is_multiple_of(2) { "refund" } else { "billing dispute" }.to_owned(),
            edition: EditionId([7; 16]),
            parent: (case > 1).then_some((CaseId(1), ChildId(n))),
            status: match inputs {
                9 => CaseStatus::Cancelled,
                8 => CaseStatus::Ended("settled".to_owned()),
                _ => CaseStatus::Open,
            },
            began: Moment(1_000),
            last: Moment(moment),
            inputs,
        },
        entry: format!("entry {case}.{inputs}").into_bytes(),
        snapshot: format!("state of {case} after {inputs}").into_bytes(),
        request: (inputs % 2 == 1).then(|| format!("request {case}.{inputs}")),
        timers: vec![TimerChange::Arm(TimerId(n), Moment(-moment)), TimerChange::Disarm(TimerId(n / 2))],
        tasks: vec![
            TaskChange::Open(TaskId(n), 3, (n % 2 == 0).then_some(1)),
            TaskChange::Close(TaskId(n / 3)),
        ],
        outbox: vec![(0, format!("effect {case}.{inputs}").into_bytes()), (1, vec![0; 3])],
    }
}

fn applied(case: u64, inputs: u64) -> Change {
    Change::Applied(Box::new(input(case, inputs)))
}

/// A store with three cases and one edition, in five commits; closed.
fn fill(path: &Path) {
    let mut store = SqliteStore::open(path).unwrap();
    let edition = Change::Edition(EditionId([7; 16]), vec![9; 5_000]);
    store.commit(&[edition, applied(1, 1), applied(2, 1)]).unwrap();
    store.commit(&[applied(1, 2), applied(2, 2), applied(3, 1)]).unwrap();
    store.commit(&[applied(1, 3), Change::Delivered(effect(1, 0, 0))]).unwrap();
    store.commit(&[applied(2, 3), applied(2, 4)]).unwrap();
    store.commit(&[Change::Delivered(effect(2, 3, 1))]).unwrap();
    store.close().unwrap();
}

fn effect(case: u64, input: u64, index: u16) -> EffectId {
    EffectId { case: CaseId(case), input, index }
}

/// All that can be read from a store.
#[derive(Debug, PartialEq, Eq)]
struct Content {
    last: Option<CaseId>,
    cases: Vec<Case>,
    listed: Vec<Vec<CaseRow>>,
    started: Vec<Option<CaseId>>,
    timers: Vec<(CaseId, TimerId, Moment)>,
    tasks: Vec<StoredTask>,
    outbox: Vec<(EffectId, Vec<u8>)>,
    editions: Vec<Option<Vec<u8>>>,
}

#[derive(Debug, PartialEq, Eq)]
struct Case {
    row: CaseRow,
    snapshot: Vec<u8>,
    children: Vec<CaseRow>,
    journal: Vec<Vec<u8>>,
    tail: Vec<Vec<u8>>,
    requests: Vec<Option<u64>>,
}

/// Names that are asked for.
fn names() -> Vec<String> {
    let of = |case: u64| (1..=5).map(move |n| format!("request {case}.{n}"));
    (1..=4).flat_map(of).chain((0..4).map(|n| format!("r{n}"))).collect()
}

fn read(store: &mut dyn Store) -> Result<Content, StoreError> {
    let mut cases = Vec::new();
    let all = store.cases(&CaseFilter::default())?;
    for listed in &all {
        let id = listed.id;
        let (row, snapshot) = store.case(id)?.expect("a case that is listed is there");
        assert_eq!(*listed, row);
        let requests = names().iter().map(|name| store.request(id, name)).collect::<Result<_, _>>()?;
        let (children, journal) = (store.children(id)?, store.journal(id, 0, usize::MAX)?);
        let tail = store.journal(id, 1, 2)?;
        cases.push(Case { row, snapshot, children, journal, tail, requests });
    }
    let filters = [
        CaseFilter { open_only: true, ..CaseFilter::default() },
        CaseFilter { flow: Some("refund".to_owned()), ..CaseFilter::default() },
        CaseFilter { after: Some(CaseId(1)), limit: Some(2), ..CaseFilter::default() },
    ];
    let listed = filters.iter().map(|filter| store.cases(filter)).collect::<Result<_, _>>()?;
    Ok(Content {
        last: store.last_case()?,
        cases,
        listed,
        started: names().iter().map(|name| store.started(name)).collect::<Result<_, _>>()?,
        timers: store.timers()?,
        tasks: store.tasks()?,
        outbox: store.outbox()?,
        editions: [0, 1, 7]
            .map(|n| store.edition(EditionId([n; 16])))
            .into_iter()
            .collect::<Result<_, _>>()?,
    })
}

/// The bytes of a store's file and of its log; no log is as good as an empty one.
fn bytes(path: &Path) -> (Vec<u8>, Vec<u8>) {
    let log = super::beside(path, "-wal");
    (std::fs::read(path).unwrap_or_default(), std::fs::read(log).unwrap_or_default())
}

/// Copies a store's file and log.
fn copy(from: &Path, to: &Path) {
    let (file, log) = bytes(from);
    std::fs::write(to, file).unwrap();
    std::fs::write(super::beside(to, "-wal"), log).unwrap();
}

/// This test program again, running one ignored test that is told what to do by a variable.
fn again(test: &str, variable: &str, value: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"]).env(variable, value);
    command
}
