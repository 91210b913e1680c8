//! The mark of the log: what was acknowledged is missed if it is gone, and nothing else is.

use super::super::{beside, log, mark, verify};
use super::*;
use std::fs;

const FRAME: u64 = 24 + 4096;

fn in_case(inputs: u64) -> Change {
    Change::Applied(Box::new(input(1, inputs)))
}

/// A store with inputs, as a killed process leaves it; and how many frames its log has.
fn killed(path: &Path, inputs: u64) -> u64 {
    let (_folder, alive) = place();
    let mut store = SqliteStore::open(&alive).unwrap();
    for inputs in 1..=inputs {
        store.commit(&[in_case(inputs)]).unwrap();
    }
    for suffix in ["", "-wal", "-mark"] {
        fs::copy(beside(&alive, suffix), beside(path, suffix)).unwrap();
    }
    let log = log::newest(&beside(path, "-wal"), true).unwrap().unwrap();
    u64::from(log.frames)
}

fn inputs(path: &Path) -> u64 {
    SqliteStore::open(path).unwrap().case(CaseId(1)).unwrap().unwrap().0.inputs
}

fn refused(path: &Path) {
    let error = SqliteStore::open(path).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("Put it back"), "{error}");
    assert!(!verify(path).unwrap().is_whole());
}

#[test]
fn a_log_that_was_cut_between_two_commits_is_told() {
    let (_folder, path) = place();
    let frames = killed(&path, 12);
    assert!(frames > 10, "{frames}");
    let whole = fs::read(beside(&path, "-wal")).unwrap();
    for kept in 1..frames {
        let length = usize::try_from(32 + kept * FRAME).unwrap();
        fs::write(beside(&path, "-wal"), &whole[..length]).unwrap();
        refused(&path);
    }
    fs::write(beside(&path, "-wal"), &whole).unwrap();
    assert_eq!(inputs(&path), 12);
}

#[test]
fn a_frame_that_is_not_what_was_written_is_told_even_the_last() {
    let (_folder, path) = place();
    let frames = killed(&path, 6);
    let whole = fs::read(beside(&path, "-wal")).unwrap();
    for frame in 0..frames {
        for at in [0, 3, 4, 7, 8, 15, 16, 23, 24, 1_000, 4_119] {
            let mut bytes = whole.clone();
            bytes[usize::try_from(32 + frame * FRAME + at).unwrap()] ^= 0x80;
            fs::write(beside(&path, "-wal"), &bytes).unwrap();
            let opened = SqliteStore::open(&path);
            assert!(
                matches!(opened, Err(StoreError::Damaged { .. })),
                "frame {frame}, byte {at}: {opened:?}"
            );
        }
    }
}

#[test]
fn a_mark_that_is_damaged_older_or_gone_does_no_harm() {
    let (_folder, path) = place();
    killed(&path, 6);
    let whole = ["", "-wal", "-mark"].map(|suffix| fs::read(beside(&path, suffix)).unwrap());
    let again = |mark: Option<&[u8]>| {
        fs::write(&path, &whole[0]).unwrap();
        fs::write(beside(&path, "-wal"), &whole[1]).unwrap();
        match mark {
            Some(mark) => fs::write(beside(&path, "-mark"), mark).unwrap(),
            None => _ = fs::remove_file(beside(&path, "-mark")),
        }
        assert_eq!(inputs(&path), 6);
    };
    for at in 0..whole[2].len() {
        let mut mark = whole[2].clone();
        mark[at] ^= 1;
        again(Some(&mark));
        again(Some(&whole[2][..at]));
    }
    again(None);
}

#[test]
fn each_commit_is_marked_in_the_log_where_it_lies_and_a_closed_store_has_no_mark() {
    let (_folder, path) = place();
    let mut store = SqliteStore::open(&path).unwrap();
    let mut logs = std::collections::BTreeSet::new();
    for inputs in 1..=9 {
        store.commit(&[in_case(inputs)]).unwrap();
        mark::scan(&path, &beside(&path, "-wal")).unwrap();
        let log = log::newest(&beside(&path, "-wal"), true).unwrap().unwrap();
        logs.insert(log.salts);
        assert_eq!(mark::read(&beside(&path, "-mark")), Some((log.salts, log.frames)));
        if inputs % 3 == 0 {
            // The next commit begins the log anew.
            store.bring_in().unwrap();
        }
    }
    assert!(logs.len() > 2, "{logs:?}");
    store.close().unwrap();
    assert!(!beside(&path, "-mark").exists());
    assert_eq!(inputs(&path), 9);
}

#[test]
fn a_mark_that_cannot_be_written_stops_nothing() {
    let (_folder, path) = place();
    fs::create_dir(beside(&path, "-mark")).unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    (1..=3).for_each(|inputs| store.commit(&[in_case(inputs)]).unwrap());
    store.close().unwrap();
    assert_eq!(inputs(&path), 3);
}
