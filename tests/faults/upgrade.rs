//! A store of the first format, killed and its power lost while it is brought up to date: all is there, whatever was written.

use super::disk::{self, Disk};
use super::log::{self, Op};
use super::power::{self, Survives};
use super::some;
use super::stored::{batches, content, contents};
use sop::{SqliteStore, Store};
use std::path::Path;

/// The first format had no table of what waits, and nothing waited.
fn first_format(path: &Path) -> String {
    let batches = batches(4, 8, 6_000);
    let mut store = SqliteStore::open(path).unwrap();
    batches.iter().for_each(|batch| store.commit(batch).unwrap());
    store.close().unwrap();
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch("DROP TABLE recent; PRAGMA user_version = 1").unwrap();
    conn.close().unwrap();
    contents(&batches)[8].clone()
}

#[test]
#[ignore = "run by the test below, on the failing disk"]
fn opens() {
    let disk = Disk::here();
    let store = SqliteStore::open(disk.root.join("cases.db")).unwrap();
    disk.mark("opened");
    store.close().unwrap();
}

#[test]
fn broken_off_while_a_store_is_brought_up_to_date_all_is_there() {
    let (root, place) = (disk::folder(), disk::folder());
    let known = first_format(&root.path().join("cases.db"));
    let mut disk = power::Disk::with(root.path());
    let log = place.path().join("log");
    disk::run("upgrade::opens", root.path(), &log);
    let ops = log::read(&log);
    assert!(ops.iter().filter(|op| matches!(op, Op::Write { .. })).count() > 3);
    let mut points = some(ops.len(), 30).peekable();
    for (point, op) in ops.iter().enumerate() {
        if points.next_if_eq(&point).is_some() {
            let seed = point as u64;
            for survives in
                [Survives::All, Survives::Nothing, Survives::Sectors(seed), Survives::Writes(seed)]
            {
                let folder = disk::folder();
                disk.write(survives, folder.path());
                let what = format!("before op {point} of {}, {survives:?}", ops.len());
                let path = folder.path().join("cases.db");
                let mut store =
                    SqliteStore::open_existing(path).unwrap_or_else(|error| panic!("{what}: {error}"));
                store.verify().unwrap_or_else(|error| panic!("{what}: {error}"));
                assert!(content(&mut store).unwrap() == known, "{what}");
            }
        }
        disk.apply(op);
    }
}
