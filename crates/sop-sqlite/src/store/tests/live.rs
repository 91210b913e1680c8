//! Copies of a store that goes on: each is the store as it was after some commit.

use super::super::{beside, verify};
use super::*;

#[test]
fn a_copy_is_the_store_as_it_was_when_it_was_asked_for() {
    let (folder, path) = place();
    fill(&path);
    let to = folder.path().join("to.db");
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[applied(1, 4)]).unwrap();
    let before = read(&mut store).unwrap();
    let copy = store.backup().unwrap();
    assert!(store.backup().is_err(), "two at once");
    // More than the log may hold before it is brought into the file.
    for inputs in 5..700 {
        store.commit(&[applied(1, inputs)]).unwrap();
    }
    copy.write(&to, false).unwrap();
    assert!(verify(&to).unwrap().is_whole());
    assert_eq!(read(&mut SqliteStore::open_existing(&to).unwrap()).unwrap(), before);
    // The log is let into the file again.
    store.commit(&[applied(1, 700)]).unwrap();
    let now = read(&mut store).unwrap();
    let copy = store.backup().unwrap();
    copy.write(&to, true).unwrap();
    assert_eq!(read(&mut SqliteStore::open_existing(&to).unwrap()).unwrap(), now);
    store.close().unwrap();
    assert!(!beside(&path, "-wal").exists());
}

#[test]
fn under_load_every_copy_is_a_prefix() {
    let (folder, path) = place();
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[applied(1, 1), applied(2, 1)]).unwrap();
    let mut inputs = 1;
    for turn in 0..5 {
        let to = folder.path().join(format!("{turn}.db"));
        let least = inputs;
        let copy = store.backup().unwrap();
        let target = to.clone();
        let writing = std::thread::spawn(move || copy.write(&target, false));
        while !writing.is_finished() {
            inputs += 1;
            store.commit(&[applied(1, inputs), applied(2, inputs)]).unwrap();
        }
        writing.join().unwrap().unwrap();
        let mut copy = SqliteStore::open_existing(&to).unwrap();
        for case in [1, 2] {
            assert_eq!(copy.case(CaseId(case)).unwrap().unwrap().0.inputs, least);
            let journal = copy.journal(CaseId(case), 0, usize::MAX).unwrap();
            assert!((1..=least).map(|n| input(case, n).entry).eq(journal));
        }
    }
    store.close().unwrap();
    assert!(verify(&path).unwrap().is_whole());
}

#[test]
fn a_copy_of_a_store_that_is_closed_meanwhile_gets_no_name() {
    let (folder, path) = place();
    fill(&path);
    let to = folder.path().join("to.db");
    let mut store = SqliteStore::open(&path).unwrap();
    let copy = store.backup().unwrap();
    store.commit(&[applied(1, 4)]).unwrap();
    store.close().unwrap();
    assert!(matches!(SqliteStore::open(&path), Err(StoreError::InUse { .. })));
    assert!(matches!(copy.write(&to, false), Err(StoreError::Failed { .. })));
    assert!(!to.exists());
    SqliteStore::open(&path).unwrap().close().unwrap();
}
