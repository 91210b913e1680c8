//! The memory store keeps the contract; and its own switches.

use super::*;
use crate::host::store::contract;

#[test]
fn it_keeps_the_contract() {
    contract::run_all(|| Box::new(MemoryStore::new()));
}

#[test]
fn clones_share_their_content() {
    let store = MemoryStore::new();
    contract::run_reopen(|| Box::new(store.clone()));
}

#[test]
fn a_commit_that_was_asked_to_fail_changes_nothing() {
    let mut store = MemoryStore::new();
    store.fail_commit(2);
    let edition = |n| Change::Edition(EditionId([n; 16]), vec![n]);
    assert!(store.commit(&[edition(1)]).is_ok());
    assert!(matches!(store.commit(&[edition(2)]), Err(StoreError::Failed { .. })));
    assert_eq!(store.edition(EditionId([2; 16])).unwrap(), None);
    assert!(store.commit(&[edition(2)]).is_ok());
    assert_eq!(store.commits(), 2);
}
