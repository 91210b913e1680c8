//! Damage: what comes back is what was written or an error, never anything else; and a refused store is not written.

use super::*;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;

/// Opens and reads a store with this file and log. `None`: refused, or an error in reading; then the files are as before.
fn outcome(path: &Path, file: &[u8], log: &[u8], what: &str) -> Option<Content> {
    let _ = fs::remove_file(super::super::beside(path, "-wal"));
    fs::write(path, file).unwrap();
    if !log.is_empty() {
        fs::write(super::super::beside(path, "-wal"), log).unwrap();
    }
    let mut store = match SqliteStore::open(path) {
        Ok(store) => store,
        Err(error) => {
            let known = matches!(
                error,
                StoreError::Damaged { .. } | StoreError::NotAStore { .. } | StoreError::NewerFormat { .. }
            );
            assert!(known, "{what}: {error}");
            assert!(bytes(path) == (file.to_vec(), log.to_vec()), "{what}: a refused store was written");
            return None;
        }
    };
    match read(&mut store) {
        Ok(content) => Some(content),
        Err(error) => {
            assert!(matches!(error, StoreError::Damaged { .. }), "{what}: {error}");
            None
        }
    }
}

/// Each byte of the range at a step, and a mask for it.
fn flips(range: Range<usize>, step: usize) -> impl Iterator<Item = (usize, u8)> {
    range.step_by(step).zip([0xFF, 0x01, 0x80, 0x10].into_iter().cycle())
}

#[test]
fn a_flipped_byte_is_found_or_does_no_harm() {
    let (folder, path) = place();
    fill(&path);
    let (file, _) = bytes(&path);
    let whole = read(&mut SqliteStore::open(&path).unwrap()).unwrap();
    let hurt = folder.path().join("hurt.db");
    let mut refused = 0;
    for (at, mask) in flips(0..100, 1).chain(flips(100..file.len(), 67)) {
        let mut file = file.clone();
        file[at] ^= mask;
        let what = format!("byte {at} ^ {mask:#x}");
        match outcome(&hurt, &file, &[], &what) {
            None => refused += 1,
            Some(content) => assert_eq!(content, whole, "{what}"),
        }
    }
    assert!(refused > 100, "{refused}");
}

#[test]
fn a_cut_file_is_found() {
    let (folder, path) = place();
    fill(&path);
    let (file, _) = bytes(&path);
    let hurt = folder.path().join("hurt.db");
    let lengths = (1..file.len()).step_by(509).chain((4_096..file.len()).step_by(4_096));
    for length in lengths.chain([99, 100, 511, 512, file.len() - 1]) {
        assert_eq!(
            outcome(&hurt, &file[..length], &[], &format!("cut to {length}")),
            None,
            "cut to {length}"
        );
    }
}

/// A store as it is on disk when its process is gone, and its content after each commit.
fn killed(path: &Path) -> (Vec<u8>, Vec<u8>, Vec<Content>) {
    fill(path);
    let mut store = SqliteStore::open(path).unwrap();
    let mut contents = vec![read(&mut store).unwrap()];
    let mut written = (Vec::new(), Vec::new());
    for batch in
        [[applied(1, 4), applied(3, 2)], [applied(1, 5), applied(3, 3)], [applied(1, 6), applied(3, 4)]]
    {
        store.commit(&batch).unwrap();
        // To read is to bring into the tables what was committed; the last is left waiting.
        written = bytes(path);
        contents.push(read(&mut store).unwrap());
    }
    let (file, log) = written;
    (file, log, contents)
}

#[test]
fn a_flipped_byte_of_the_log_is_found_unless_in_its_last_commit() {
    let (folder, path) = place();
    let (file, log, contents) = killed(&path);
    let hurt = folder.path().join("hurt.db");
    assert_eq!(outcome(&hurt, &file, &log, "whole").as_ref(), contents.last());
    let mut seen = [0; 3];
    let edges = (0..).map(|frame| 32 + frame * (24 + 4_096)).take_while(|at| *at < log.len());
    let heads = edges.flat_map(|at| flips(at..at + 24, 1));
    for (at, mask) in flips(0..32, 1).chain(heads).chain(flips(32..log.len(), 211)) {
        let mut log = log.clone();
        log[at] ^= mask;
        let what = format!("byte {at} ^ {mask:#x}");
        match outcome(&hurt, &file, &log, &what) {
            None => seen[0] += 1,
            Some(content) if content == contents[3] => seen[1] += 1,
            Some(content) => {
                assert_eq!(content, contents[2], "{what}");
                seen[2] += 1;
            }
        }
    }
    assert!(seen[0] > 100 && seen[2] > 10, "{seen:?}");
}

/// What a commit that found no room leaves in the log, behind what a smaller one left that found none either, is no damage.
#[test]
fn what_failed_commits_left_in_the_log_is_not_taken_for_damage() {
    const FRAME: usize = 24 + 4_096;
    let (folder, path) = place();
    let (file, log, contents) = killed(&path);
    let marks: Vec<usize> =
        (32..log.len()).step_by(FRAME).filter(|at| log[at + 4..at + 8] != [0; 4]).collect();
    let long = marks.windows(2).find(|pair| pair[1] - pair[0] > 3 * FRAME).unwrap();
    let (first, second) = (long[0], long[1]);
    let hurt = folder.path().join("hurt.db");
    let without = outcome(&hurt, &file, &log[..first], "cut off");
    assert!(contents.iter().any(|known| Some(known) == without.as_ref()));
    // The first commit's last frame was written in part; behind it lie frames of a greater one that came to no end.
    let mut left = log[..second].to_vec();
    left[first + 2_000..first + FRAME].fill(0);
    let greater = left[first + FRAME..].to_vec();
    assert!(greater.len() >= 2 * FRAME);
    // They go on from other frames than those that are there now.
    left[first + FRAME..].copy_from_slice(&[&greater[FRAME..], &greater[..FRAME]].concat());
    assert_eq!(outcome(&hurt, &file, &left, "left behind"), without);
}

/// Whatever becomes of the mark with which a commit ends: it is told, unless it is the last.
#[test]
fn a_lost_mark_of_a_commit_is_found() {
    let (folder, path) = place();
    let (file, log, contents) = killed(&path);
    let hurt = folder.path().join("hurt.db");
    let marks = (32..log.len()).step_by(24 + 4_096).filter(|at| log[at + 4..at + 8] != [0; 4]);
    let marks: Vec<usize> = marks.collect();
    assert!(marks.len() > 1);
    for at in &marks {
        let mut log = log.clone();
        log[at + 4..at + 8].fill(0);
        let content = outcome(&hurt, &file, &log, "a mark is lost");
        if Some(at) == marks.last() {
            assert_eq!(content.as_ref(), contents.get(contents.len() - 2));
        } else {
            assert_eq!(content, None, "mark at {at}");
        }
    }
}

/// A header of the log that was broken off while it was written anew: all that was in the log is in the file.
#[test]
fn a_half_written_header_of_a_log_that_is_in_the_file_does_no_harm() {
    let (folder, path) = place();
    fill(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[applied(1, 4)]).unwrap();
    // The first commit is brought into the file.
    let (file, log) = bytes(&path);
    let hurt = folder.path().join("hurt.db");
    let whole = outcome(&hurt, &file, &log, "whole");
    assert!(whole.is_some());
    store.commit(&[applied(1, 5)]).unwrap();
    let (_, next) = bytes(&path);
    for half in [16, 20, 28] {
        let half = [&next[..half], &log[half..]].concat();
        assert!(half[..32] != log[..32] && half[..32] != next[..32]);
        assert_eq!(outcome(&hurt, &file, &half, "half a header"), whole);
    }
    // A header that is damaged before all is in the file is told.
    let mut hurt_header = next.clone();
    hurt_header[13] ^= 1;
    assert_eq!(outcome(&hurt, &file, &hurt_header, "a damaged header"), None);
}

#[test]
fn a_cut_log_gives_whole_commits() {
    let (folder, path) = place();
    let (file, log, contents) = killed(&path);
    let hurt = folder.path().join("hurt.db");
    let mut least = 1;
    for length in (32..log.len()).step_by(997).chain([log.len()]) {
        let what = format!("cut to {length}");
        let content = outcome(&hurt, &file, &log[..length], &what).unwrap_or_else(|| panic!("{what}"));
        // The first of them is in the file as well.
        let commits = contents.iter().position(|known| *known == content).unwrap_or_else(|| panic!("{what}"));
        assert!(commits >= least, "{what}");
        least = commits;
    }
    assert_eq!(least, 3);
    for length in 0..32 {
        assert_eq!(outcome(&hurt, &file, &log[..length], "no header"), None, "cut to {length}");
    }
}

#[test]
fn a_changed_row_is_found_when_it_is_read_and_before_it_is_replaced() {
    type Read = fn(&mut SqliteStore) -> Result<(), StoreError>;
    let table: [(&str, &str, Read); 18] = [
        ("UPDATE cases SET flow = 'other' WHERE id = 1", "table `cases`, row 1", |s| {
            s.cases(&CaseFilter::default()).map(drop)
        }),
        ("UPDATE cases SET snapshot = x'00' WHERE id = 1", "table `cases`, row 1: its snapshot", |s| {
            s.case(CaseId(1)).map(drop)
        }),
        ("UPDATE cases SET snapshot = x'00' WHERE id = 1", "table `cases`, row 1: its snapshot", |s| {
            s.commit(&[applied(1, 4)])
        }),
        ("UPDATE cases SET id = 4 WHERE id = 1", "table `cases`, row 4", |s| s.case(CaseId(4)).map(drop)),
        ("UPDATE cases SET parent = 2 WHERE id = 3", "table `cases`, row 3", |s| {
            s.children(CaseId(2)).map(drop)
        }),
        ("DELETE FROM cases WHERE id = 2", "table `cases` has 2 rows, not 3", |s| {
            s.cases(&CaseFilter::default()).map(drop)
        }),
        ("DELETE FROM cases WHERE id = 3", "table `cases` ends with case 2, not 3", |s| {
            s.last_case().map(drop)
        }),
        (
            "DELETE FROM journal WHERE owner = 1 AND position = 1",
            "table `journal` lacks entry 1 of case 1",
            |s| s.journal(CaseId(1), 0, 9).map(drop),
        ),
        (
            "DELETE FROM journal WHERE owner = 1 AND position = 2",
            "table `journal` lacks entry 2 of case 1",
            |s| s.journal(CaseId(1), 0, 9).map(drop),
        ),
        ("UPDATE journal SET entry = x'00'", "table `journal`, row 1.1", |s| {
            s.journal(CaseId(1), 1, 1).map(drop)
        }),
        (
            "DELETE FROM requests WHERE owner = 1 AND position = 0",
            "table `requests` has 1 rows of case 1, not 2",
            |s| s.case(CaseId(1)).map(drop),
        ),
        ("DELETE FROM timers WHERE owner = 3", "table `timers` has 4 rows, not 5", |s| s.timers().map(drop)),
        ("DELETE FROM timers WHERE owner = 1", "table `timers` has 5 rows, not 7", |s| {
            // In pages, and beside inputs that add and remove timers before and behind where the reader is.
            let first = s.timers_after(None, 2)?;
            s.commit(&[applied(1, 4), applied(3, 2), applied(4, 1)])?;
            s.tasks()?;
            s.timers_after(first.last().map(|(case, timer, _)| (*case, *timer)), 9).map(drop)
        }),
        ("DELETE FROM outbox WHERE owner = 2", "table `outbox` has 10 rows, not 17", |s| {
            let first = s.outbox_after(None, 3)?;
            s.commit(&[applied(1, 4), applied(3, 2), Change::Delivered(effect(1, 0, 1))])?;
            s.tasks()?;
            s.outbox_after(first.last().map(|(id, _)| *id), 99).map(drop)
        }),
        ("UPDATE timers SET due = 0 WHERE owner = 1", "table `timers`, row 1.", |s| {
            // It waits, and is brought into the tables before they are read.
            s.commit(&[applied(1, 4)])?;
            s.tasks().map(drop)
        }),
        ("UPDATE tasks SET lane = NULL", "table `tasks`, row 1.", |s| s.tasks().map(drop)),
        ("DELETE FROM outbox WHERE owner = 2", "table `outbox` has 7 rows, not 14", |s| s.outbox().map(drop)),
        ("DELETE FROM editions", "table `editions` has 0 rows, not 1", |s| {
            s.edition(EditionId([7; 16])).map(drop)
        }),
    ];
    for (change, said, read) in table {
        let (folder, path) = place();
        fill(&path);
        let mut store = SqliteStore::open(&path).unwrap();
        assert!(store.conn.execute(change, ()).unwrap() > 0, "{change}");
        let error = read(&mut store).expect_err(change).to_string();
        assert!(error.contains(said), "{change}: {error}");
        assert!(matches!(store.verify(), Err(StoreError::Damaged { .. })), "{change}");
        drop(store);
        let error = SqliteStore::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{change}: {error}");
        drop(folder);
    }
}

/// Whoever reads in pages is told nothing of damage because of what others store meanwhile.
#[test]
fn pages_beside_inputs_are_in_order() {
    let (_folder, path) = place();
    fill(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    let mut inputs = BTreeMap::from([(1, 3), (2, 4), (3, 1)]);
    for limit in 1..6 {
        let (mut timers, mut effects, mut rounds) = (None, None, 6);
        loop {
            let page = store.timers_after(timers, limit).unwrap();
            timers = page.last().map(|(case, timer, _)| (*case, *timer)).or(timers);
            let waiting = store.outbox_after(effects, limit).unwrap();
            effects = waiting.last().map(|(id, _)| *id).or(effects);
            if page.len() < limit && waiting.len() < limit {
                break;
            }
            rounds -= 1;
            // Before and behind where the readers are, and in between what is stored but in no table yet.
            for case in [1, 3].into_iter().filter(|_| rounds > 0) {
                let n = inputs.entry(case).or_insert(0);
                *n += 1;
                let delivered = store.outbox().unwrap().first().map(|(id, _)| Change::Delivered(*id));
                store.commit(&[applied(case, *n)]).unwrap();
                store.commit(delivered.as_slice()).unwrap();
            }
        }
    }
}
