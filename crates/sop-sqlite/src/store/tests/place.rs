//! What becomes of a store whose file or log others touch while it is open.
#![cfg(unix)]

use super::super::beside;
use super::*;
use std::fs::{self, File};

/// A commit is stored where the store lies, or not at all.
fn attack(what: &str, touch: impl FnOnce(&Path, &Path)) {
    let (_folder, path) = place();
    let log = beside(&path, "-wal");
    let mut store = SqliteStore::open(&path).unwrap();
    for inputs in 1..=20 {
        store.commit(&[Change::Applied(Box::new(input(1, inputs)))]).unwrap();
    }
    touch(&path, &log);
    for _ in 0..2 {
        let refused = store.commit(&[Change::Applied(Box::new(input(1, 21)))]).unwrap_err();
        assert!(matches!(refused, StoreError::Failed { .. }), "{what}: {refused}");
        assert!(refused.to_string().contains(what) && refused.to_string().contains("restore"), "{refused}");
    }
    let log_before = fs::read(&log).ok();
    assert!(store.close().is_err(), "{what}");
    assert_eq!(fs::read(&log).ok(), log_before, "{what}: the log is left alone");
}

#[test]
fn removed() {
    attack("file was removed", |file, _| fs::remove_file(file).unwrap());
    attack("log was removed", |_, log| fs::remove_file(log).unwrap());
    attack("file was removed", |file, log| {
        fs::rename(file, beside(file, "-old")).unwrap();
        fs::rename(log, beside(file, "-old-wal")).unwrap();
    });
}

#[test]
fn replaced() {
    let replace = |path: &Path| {
        let copy = beside(path, "-copy");
        fs::copy(path, &copy).unwrap();
        fs::rename(copy, path).unwrap();
    };
    attack("file was replaced", |file, _| replace(file));
    attack("log was replaced", |_, log| replace(log));
}

#[test]
fn cut() {
    let halve = |path: &Path| {
        let file = File::options().write(true).open(path).unwrap();
        file.set_len(file.metadata().unwrap().len() / 2).unwrap();
    };
    attack("file was cut", |file, _| halve(file));
    attack("log was cut", |_, log| halve(log));
}

#[test]
fn what_was_put_back_goes_on() {
    let (_folder, path) = place();
    let away = beside(&path, "-away");
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[Change::Applied(Box::new(input(1, 1)))]).unwrap();
    fs::rename(&path, &away).unwrap();
    store.commit(&[Change::Applied(Box::new(input(1, 2)))]).unwrap_err();
    fs::rename(&away, &path).unwrap();
    store.commit(&[Change::Applied(Box::new(input(1, 2)))]).unwrap();
    store.close().unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.case(CaseId(1)).unwrap().unwrap().0.inputs, 2);
}
