//! Backup, restore and repair on a disk that fails, or broken off by a kill or by the loss of power: under the name there is
//! the old store or the new one, whole; and what is left of a copy is removed by the next.

use super::disk::{self, Disk, EIO, ENOSPC, EROFS, Failure};
use super::log::{self, Op};
use super::power::{self, Survives};
use super::stored::{batches, content, contents};
use super::{all, some};
use sop::upkeep::{backup, repair, restore, verify};
use sop::{SqliteStore, Store, StoreError};
use std::fs;
use std::path::Path;

const FROM: &str = "from.db";
const TO: &str = "to.db";
const HURT: &str = "hurt.db";

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    BackUp,
    BackUpOver,
    Restore,
    Repair,
}

const WORKS: [Work; 4] = [Work::BackUp, Work::BackUpOver, Work::Restore, Work::Repair];

impl Work {
    fn run(self, folder: &Path) -> Result<(), StoreError> {
        let (from, to) = (folder.join(FROM), folder.join(TO));
        match self {
            Self::BackUp => backup(&from, &to, false),
            Self::BackUpOver => backup(&from, &to, true),
            Self::Restore => restore(&from, &to).map(drop),
            Self::Repair => repair(folder.join(HURT), &to).map(drop),
        }
    }

    /// Whether a store lies there before.
    fn replaces(self) -> bool {
        matches!(self, Self::BackUpOver | Self::Restore)
    }
}

/// What stores hold: the one that is copied, the one that is replaced, what can be saved of the damaged one.
struct Known {
    from: String,
    old: String,
    saved: String,
    hurt: Vec<u8>,
}

/// A folder with a store whose process was killed, one that was closed, and one that is damaged.
fn prepare(folder: &Path, old: bool) -> Known {
    let batches = batches(5, 8, 6_000);
    let all = contents(&batches);
    let live = folder.join("live.db");
    let mut store = SqliteStore::open(&live).unwrap();
    batches.iter().for_each(|batch| store.commit(batch).unwrap());
    for suffix in ["", "-wal"] {
        fs::copy(folder.join(format!("live.db{suffix}")), folder.join(format!("{FROM}{suffix}"))).unwrap();
    }
    assert!(fs::metadata(folder.join(format!("{FROM}-wal"))).unwrap().len() > 0);
    store.close().unwrap();
    let hurt = folder.join(HURT);
    fs::rename(&live, &hurt).unwrap();
    let mut bytes = fs::read(&hurt).unwrap();
    (9_000..bytes.len()).step_by(5_000).for_each(|at| bytes[at] ^= 0x5A);
    fs::write(&hurt, &bytes).unwrap();
    assert!(!verify(&hurt).unwrap().is_whole());
    let saved = folder.join("saved.db");
    repair(&hurt, &saved).unwrap();
    let known = Known {
        from: all[8].clone(),
        old: all[3].clone(),
        saved: held(&saved, "saved").unwrap(),
        hurt: bytes,
    };
    fs::remove_file(saved).unwrap();
    if old {
        let mut store = SqliteStore::open(folder.join(TO)).unwrap();
        batches[..3].iter().for_each(|batch| store.commit(batch).unwrap());
        store.close().unwrap();
    }
    known
}

/// What the store at a path holds, if there is one.
fn held(path: &Path, what: &str) -> Option<String> {
    if !path.exists() {
        return None;
    }
    let mut store = SqliteStore::open_existing(path).unwrap_or_else(|error| panic!("{what}: {error}"));
    store.verify().unwrap_or_else(|error| panic!("{what}: {error}"));
    let found = content(&mut store).unwrap();
    store.close().unwrap();
    Some(found)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The old or the new lies there, whole; the new if it was said to be done. Nothing else was touched.
fn whole(work: Work, folder: &Path, known: &Known, done: bool, what: &str) {
    let new = if work == Work::Repair { &known.saved } else { &known.from };
    let left = |names: &[String]| names.iter().filter(|name| name.starts_with(".sop-")).count();
    assert!(!done || left(&names(folder)) == 0, "{what}: done, and something is left: {:?}", names(folder));
    let found = held(&folder.join(TO), what);
    let is_new = found.as_ref() == Some(new);
    let is_old = found.as_ref() == work.replaces().then_some(&known.old);
    assert!(
        is_new || is_old && !done,
        "{what}: {}",
        if found.is_some() { "another store" } else { "no store" }
    );
    let kept = held(&folder.join(format!("{TO}.replaced-1")), what);
    assert!(kept.is_none() || kept.as_ref() == Some(&known.old), "{what}: what is kept is not the old one");
    assert!(work != Work::Restore || !is_new || kept.is_some(), "{what}: the old one is not kept");
    assert!(held(&folder.join(FROM), what).as_ref() == Some(&known.from), "{what}: the source");
    assert!(fs::read(folder.join(HURT)).unwrap() == known.hurt, "{what}: the damaged one was written");
    backup(folder.join(FROM), folder.join("next.db"), false)
        .unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(left(&names(folder)), 0, "{what}: {:?}", names(folder));
}

fn run_here(work: Work) {
    let disk = Disk::here();
    work.run(&disk.root).unwrap();
    disk.mark("done");
}

#[test]
#[ignore = "run by the test below, on the failing disk"]
fn backs_up() {
    run_here(Work::BackUp);
}

#[test]
#[ignore = "run by the test below, on the failing disk"]
fn backs_up_over() {
    run_here(Work::BackUpOver);
}

#[test]
#[ignore = "run by the test below, on the failing disk"]
fn restores() {
    run_here(Work::Restore);
}

#[test]
#[ignore = "run by the test below, on the failing disk"]
fn repairs() {
    run_here(Work::Repair);
}

#[test]
fn broken_off_anywhere_the_old_or_the_new_is_whole() {
    for (work, test) in WORKS.into_iter().zip(["backs_up", "backs_up_over", "restores", "repairs"]) {
        let (root, place) = (disk::folder(), disk::folder());
        let known = prepare(root.path(), work.replaces());
        let mut disk = power::Disk::with(root.path());
        let log = place.path().join("log");
        disk::run(&format!("upkeep::{test}"), root.path(), &log);
        let ops = log::read(&log);
        let mut points = some(ops.len(), 12).peekable();
        let mut done = false;
        for (point, op) in ops.iter().enumerate() {
            if points.next_if_eq(&point).is_some() {
                let seed = point as u64;
                for survives in
                    [Survives::All, Survives::Nothing, Survives::Sectors(seed), Survives::Writes(seed)]
                {
                    let folder = disk::folder();
                    disk.write(survives, folder.path());
                    let what = format!("{work:?}, before op {point} of {}, {survives:?}", ops.len());
                    whole(work, folder.path(), &known, done, &what);
                }
            }
            disk.apply(op);
            done |= *op == Op::Mark("done".to_owned());
        }
        assert!(done, "{work:?}");
        let folder = disk::folder();
        disk.write(Survives::Nothing, folder.path());
        whole(work, folder.path(), &known, true, &format!("{work:?}, at the end"));
    }
}

const FAILURES: [(&str, char, i32, bool); 12] = [
    ("w", 'e', ENOSPC, true),
    ("w", 'b', ENOSPC, true),
    ("w", 'h', ENOSPC, false),
    ("w", 'e', EIO, false),
    ("s", 'e', EIO, false),
    ("d", 'e', EIO, false),
    ("t", 'e', EIO, false),
    ("n", 'e', EIO, false),
    ("u", 'e', EIO, false),
    ("o", 'e', EIO, false),
    ("owtun", 'e', EROFS, true),
    ("r", 'e', EIO, false),
];

#[test]
#[ignore = "run by the test below, on the failing disk"]
fn every_call_fails_once() {
    let disk = Disk::here();
    let mut failed = 0;
    for work in WORKS {
        let place = disk.root.join("first");
        fs::create_dir(&place).unwrap();
        let known = prepare(&place, work.replaces());
        for (calls, action, errno, sticky) in FAILURES {
            // Of a sample the first calls, each: they see what lies there.
            for nth in (0..).filter(|nth| all() || *nth < 4 || nth % 6 == 0) {
                let folder = disk.root.join("one");
                fs::create_dir(&folder).unwrap();
                for name in names(&place) {
                    fs::copy(place.join(&name), folder.join(&name)).unwrap();
                }
                let failure = Failure { calls, nth, action, errno, sticky };
                let what = format!("{work:?}, {failure:?}");
                disk.fail(failure);
                let done = work.run(&folder);
                let fired = disk.fired();
                disk.heal();
                if let Err(error) = &done {
                    super::errors::fits(error, &what, errno);
                }
                whole(work, &folder, &known, done.is_ok(), &what);
                fs::remove_dir_all(&folder).unwrap();
                failed += usize::from(fired);
                if !fired {
                    break;
                }
            }
        }
        fs::remove_dir_all(&place).unwrap();
    }
    assert!(failed > 80, "{failed}");
}

#[test]
fn on_a_failing_disk_the_old_or_the_new_is_whole() {
    let (root, place) = (disk::folder(), disk::folder());
    disk::run("upkeep::every_call_fails_once", root.path(), &place.path().join("log"));
}
