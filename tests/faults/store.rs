//! A store killed, and its power lost, before, in and after every write: what was acknowledged is there, and nothing by half.

use super::disk::{self, Disk, EIO, Failure};
use super::log::{self, Op};
use super::power::{self, Survives};
use super::stored::{batches, content, contents};
use super::{Random, some};
use sop::host::store::Change;
use sop::{SqliteStore, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is stored: a few batches; or enough for the log to be brought into the file and begun anew.
fn work(long: bool) -> Vec<Vec<Change>> {
    if long { batches(2, 60, 70_000) } else { batches(1, 14, 6_000) }
}

/// The process on the failing disk: opens, stores, closes; and once more. Now and then it reads, which brings what waits into the
/// tables.
fn stores(long: bool) {
    let disk = Disk::here();
    let path = disk.root.join("cases.db");
    let batches = work(long);
    let mut done = 0;
    for part in batches.chunks(batches.len().div_ceil(2)) {
        let mut store = SqliteStore::open(&path).unwrap();
        disk.mark("opened");
        for batch in part {
            disk.mark(&format!("begun {}", done + 1));
            store.commit(batch).unwrap();
            done += 1;
            disk.mark(&format!("stored {done}"));
            if done % 2 == 0 {
                store.tasks().unwrap();
                disk.mark("read");
            }
        }
        store.close().unwrap();
        disk.mark("closed");
    }
}

#[test]
#[ignore = "run by the tests below, on the failing disk"]
fn stores_a_little() {
    stores(false);
}

#[test]
#[ignore = "run by the tests below, on the failing disk"]
fn stores_a_lot() {
    stores(true);
}

/// Syncs fail now and then: the store is opened again each time, and goes on.
#[test]
#[ignore = "run by the tests below, on the failing disk"]
fn stores_while_syncs_fail() {
    let disk = Disk::here();
    let path = disk.root.join("cases.db");
    let batches = work(false);
    let contents = contents(&batches);
    let (mut done, mut failed) = (0, 0);
    let mut store = SqliteStore::open(&path).unwrap();
    disk.mark("opened");
    for turn in 0.. {
        let Some(batch) = batches.get(done) else { break };
        disk.fail(Failure { calls: "s", nth: turn % 4, action: 'e', errno: EIO, sticky: turn % 3 == 0 });
        disk.mark(&format!("begun {}", done + 1));
        let stored = store.commit(batch);
        disk.heal();
        if stored.is_ok() {
            done += 1;
            disk.mark(&format!("stored {done}"));
        } else {
            failed += 1;
            drop(store);
            store = SqliteStore::open(&path).unwrap();
            // What is read now may not be on disk: it was not acknowledged.
            let found = content(&mut store).unwrap();
            done = (done..=done + 1).find(|count| contents[*count] == found).unwrap();
        }
    }
    store.close().unwrap();
    assert!(failed > 4, "{failed}");
}

/// How far a process had come by what it said.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    begun: usize,
    stored: usize,
    opened: bool,
    /// Whether what it committed last was in bringing batches into the tables.
    read: bool,
}

impl Said {
    fn hear(&mut self, op: &Op) {
        let Op::Mark(text) = op else { return };
        let number = |word: &str| text.strip_prefix(word).map(|number| number.parse().unwrap());
        self.opened |= text == "opened";
        self.read = text == "read" || self.read && !text.starts_with("stored");
        self.begun = number("begun ").unwrap_or(self.begun);
        self.stored = number("stored ").unwrap_or(self.stored);
    }
}

/// The store in a folder holds what was said to be stored, whole batches, and goes on.
fn holds(folder: &Path, said: Said, contents: &[String], batches: &[Vec<Change>], what: &str) {
    let path = folder.join("cases.db");
    let mut store = SqliteStore::open(&path).unwrap_or_else(|error| panic!("{what}: {error}"));
    store.verify().unwrap_or_else(|error| panic!("{what}: {error}"));
    let found = content(&mut store).unwrap_or_else(|error| panic!("{what}: {error}"));
    let known = (said.stored..=said.begun).find(|count| contents[*count] == found);
    let Some(count) = known else {
        let other = contents.iter().position(|known| *known == found);
        panic!("{what}: it holds what was there after {other:?} batches; {said:?}");
    };
    if let Some(batch) = batches.get(count) {
        store.commit(batch).unwrap_or_else(|error| panic!("{what}: {error}"));
        store.close().unwrap_or_else(|error| panic!("{what}: {error}"));
        let mut store = SqliteStore::open_existing(&path).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(content(&mut store).unwrap() == contents[count + 1], "{what}: it does not go on");
    }
}

/// What of the unsynced survives, at a point.
fn outcomes(point: usize) -> [Survives; 7] {
    let seed = point as u64;
    [
        Survives::All,
        Survives::Nothing,
        Survives::Writes(seed),
        Survives::Writes(seed ^ 0xFFFF),
        Survives::Sectors(seed),
        Survives::Sectors(seed ^ 0xFFFF),
        Survives::LastTorn(seed),
    ]
}

type Folder = BTreeMap<String, Vec<u8>>;

/// What may lie in a folder at a point, each once; `op` is done next, wholly, by half or not at all.
fn may_lie(disk: &power::Disk, op: &Op, outcomes: &[Survives]) -> Vec<(String, Folder)> {
    let mut half = disk.clone();
    let torn = power::half(op).inspect(|op| half.apply(op)).is_some();
    let disks = [(disk, ""), (&half, ", half of it")];
    let mut folders: Vec<(String, Folder)> = Vec::new();
    for (disk, how) in &disks[..=usize::from(torn)] {
        for survives in outcomes {
            let folder = disk.after(*survives);
            if folders.iter().all(|(_, known)| *known != folder) {
                folders.push((format!("{survives:?}{how}"), folder));
            }
        }
    }
    folders
}

fn at_every_point(test: &str, long: bool, sample: usize) {
    let (root, place) = (disk::folder(), disk::folder());
    let log = place.path().join("log");
    disk::run(test, root.path(), &log);
    let ops = log::read(&log);
    let batches = work(long);
    let contents = contents(&batches);
    let sampled: BTreeSet<usize> = some(ops.len(), sample).collect();
    let (points, folders) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    // Each core goes through all of the log, and tries its own points.
    let walk = &|core: usize| {
        let (mut disk, mut said) = (power::Disk::default(), Said::default());
        for (point, op) in ops.iter().enumerate() {
            let sampled = sampled.contains(&point);
            // What is behind what reading wrote is tried at each of its writes.
            if point % cores == core && (sampled || said.read && !long) {
                points.fetch_add(1, Ordering::Relaxed);
                for (how, files) in may_lie(&disk, op, &outcomes(point)[..if sampled { 7 } else { 4 }]) {
                    folders.fetch_add(1, Ordering::Relaxed);
                    let folder = disk::folder();
                    files
                        .iter()
                        .for_each(|(name, content)| fs::write(folder.path().join(name), content).unwrap());
                    let what = format!("before op {point} of {}, {how}", ops.len());
                    holds(folder.path(), said, &contents, &batches, &what);
                }
            }
            disk.apply(op);
            said.hear(op);
        }
        (disk, said)
    };
    let (disk, said) = std::thread::scope(|scope| {
        let cores: Vec<_> = (1..cores).map(|core| scope.spawn(move || walk(core))).collect();
        let end = walk(0);
        cores.into_iter().for_each(|core| drop(core.join().unwrap()));
        end
    });
    println!("{test}: {points:?} points of {}, {folders:?} folders", ops.len());
    let synced = ops.iter().filter(|op| matches!(op, Op::Sync { .. })).count();
    assert!(said.opened && said.begun == batches.len(), "{said:?}");
    assert!(synced > batches.len(), "{synced} syncs of {} batches", batches.len());
    let folder = disk::folder();
    disk.write(Survives::Nothing, folder.path());
    holds(folder.path(), said, &contents, &batches, "at the end");
}

#[test]
fn power_lost_at_any_write_loses_nothing_that_was_acknowledged() {
    at_every_point("store::stores_a_little", false, 80);
}

#[test]
fn power_lost_after_a_sync_failed_loses_nothing_that_was_acknowledged() {
    at_every_point("store::stores_while_syncs_fail", false, 60);
}

#[test]
fn power_lost_while_the_log_is_brought_into_the_file_loses_nothing() {
    at_every_point("store::stores_a_lot", true, 25);
}

/// The simulated disk is one on which things are lost: otherwise the tests above would prove nothing.
#[test]
fn what_is_not_synced_may_be_lost_and_torn() {
    let mut disk = power::Disk::default();
    let named = |name: &str| Op::Create { file: 1, name: name.to_owned() };
    let write = |at, byte| Op::Write { file: 1, at, data: vec![byte; 2_048] };
    disk.apply(&named("a"));
    disk.apply(&write(0, 1));
    assert!(disk.after(Survives::Nothing).is_empty());
    disk.apply(&Op::Sync { file: 1, failed: false });
    disk.apply(&Op::SyncFolder { name: String::new(), failed: false });
    assert_eq!(disk.after(Survives::Nothing)["a"], [1; 2_048]);
    disk.apply(&write(0, 2));
    assert_eq!(disk.after(Survives::Nothing)["a"], [1; 2_048]);
    assert_eq!(disk.after(Survives::All)["a"], [2; 2_048]);
    let torn = (0..20).map(|seed| disk.after(Survives::Sectors(seed))["a"].clone());
    assert!(torn.into_iter().any(|content| content.contains(&1) && content.contains(&2)));
    // What a failed sync had to do is not done by a later one.
    disk.apply(&Op::Sync { file: 1, failed: true });
    disk.apply(&write(2_048, 3));
    disk.apply(&Op::Sync { file: 1, failed: false });
    let content = &disk.after(Survives::Nothing)["a"];
    assert_eq!((&content[..2_048], &content[2_048..]), (&[1; 2_048][..], &[3; 2_048][..]));
    assert!(Random(1).next() != Random(2).next());
}
