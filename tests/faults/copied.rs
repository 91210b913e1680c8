//! A store that was copied by another program while it was open: file and log of different moments. It is what the store was at
//! some moment, or it is refused; and if it can be opened, `verify` says so before.

use super::disk;
use super::stored::{batches, content, contents};
use sop::upkeep::verify;
use sop::{SqliteStore, Store, StoreError};
use std::fs;

#[test]
fn a_store_that_was_copied_while_it_was_open_is_one_that_it_was_or_is_refused() {
    let folder = disk::folder();
    let (path, copy) = (folder.path().join("cases.db"), folder.path().join("copy.db"));
    let (log, copied_log) = (folder.path().join("cases.db-wal"), folder.path().join("copy.db-wal"));
    let batches = batches(6, 40, 30_000);
    let known = contents(&batches);
    let mut store = SqliteStore::open(&path).unwrap();
    let mut moments = Vec::new();
    for (turn, batch) in batches.iter().enumerate() {
        store.commit(batch).unwrap();
        // What is read is brought into the tables before; so file and log differ in more than the last commits.
        if turn % 7 == 3 {
            content(&mut store).unwrap();
        }
        if turn % 12 == 8 {
            // As a copy of a store that goes on begins.
            drop(store.backup().unwrap());
        }
        moments.push((fs::read(&path).unwrap(), fs::read(&log).unwrap_or_default()));
    }
    store.close().unwrap();
    moments.push((fs::read(&path).unwrap(), Vec::new()));
    let (mut whole, mut refused) = (0, 0);
    for first in (0..moments.len()).step_by(3) {
        for second in (0..moments.len()).step_by(3) {
            fs::write(&copy, &moments[first].0).unwrap();
            fs::write(&copied_log, &moments[second].1).unwrap();
            let what = format!("file of moment {first}, log of moment {second}");
            let survey = verify(&copy);
            match SqliteStore::open_existing(&copy).and_then(|mut store| content(&mut store)) {
                Ok(found) => {
                    assert!(known.contains(&found), "{what}: a wrong answer");
                    assert!(survey.unwrap().is_whole(), "{what}");
                    whole += 1;
                }
                Err(StoreError::Damaged { .. }) => {
                    assert!(!survey.unwrap().is_whole(), "{what}");
                    refused += 1;
                }
                Err(error) => panic!("{what}: {error}; {survey:?}"),
            }
        }
    }
    assert!(whole > 10 && refused > 10, "{whole} {refused}");
}
