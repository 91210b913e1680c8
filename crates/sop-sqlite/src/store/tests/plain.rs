//! What a store does when all is well, and when it is full.

use super::*;
use sop_runtime::host::memory::MemoryStore;

#[test]
fn reads_what_was_written_after_closing_and_opening() {
    let (_folder, path) = place();
    fill(&path);
    let mut memory = MemoryStore::new();
    let edition = Change::Edition(EditionId([7; 16]), vec![9; 5_000]);
    memory.commit(&[edition, applied(1, 1), applied(2, 1)]).unwrap();
    memory.commit(&[applied(1, 2), applied(2, 2), applied(3, 1), applied(1, 3), applied(2, 3)]).unwrap();
    memory
        .commit(&[applied(2, 4), Change::Delivered(effect(1, 0, 0)), Change::Delivered(effect(2, 3, 1))])
        .unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    let content = read(&mut store).unwrap();
    assert_eq!(content, read(&mut memory).unwrap());
    assert_eq!(content.cases.len(), 3);
    assert_eq!(content.started.iter().flatten().count(), 3);
}

#[test]
fn keeps_the_contract_of_stores() {
    use sop_runtime::host::store::contract;
    let mut folders = Vec::new();
    contract::run_all(|| {
        let (folder, path) = place();
        folders.push(folder);
        Box::new(SqliteStore::open(path).unwrap())
    });
    let (_folder, path) = place();
    contract::run_reopen(|| Box::new(SqliteStore::open(&path).unwrap()));
}

#[test]
fn after_a_commit_that_may_be_stored_or_not_none_is_taken() {
    let (_folder, path) = place();
    fill(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[applied(1, 4)]).unwrap();
    // As if the disk had failed while it was written.
    store.unsure = true;
    let error = store.commit(&[applied(1, 5)]).unwrap_err();
    assert!(error.to_string().ends_with("it must be opened again"), "{error}");
    store.close().unwrap_err();
    assert!(!bytes(&path).1.is_empty(), "its log is kept");
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.case(CaseId(1)).unwrap().unwrap().0.inputs, 4);
    store.commit(&[applied(1, 5)]).unwrap();
    store.close().unwrap();
}

#[test]
fn each_commit_is_synced() {
    let (_folder, path) = place();
    for _ in ["begun", "there"] {
        let store = SqliteStore::open(&path).unwrap();
        let mode: String = store.conn.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        let synchronous: i64 = store.conn.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        assert_eq!((mode.as_str(), synchronous), ("wal", 2));
    }
}

#[test]
fn closing_leaves_one_file() {
    let (folder, path) = place();
    fill(&path);
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["cases.db"]);
}

#[test]
fn a_store_only_read_is_not_written() {
    let (_folder, path) = place();
    fill(&path);
    let before = bytes(&path);
    read(&mut SqliteStore::open(&path).unwrap()).unwrap();
    assert_eq!(bytes(&path), before);
}

#[test]
fn a_batch_that_fails_leaves_nothing() {
    let (_folder, path) = place();
    fill(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    let before = read(&mut store).unwrap();

    let error = store.commit(&[applied(1, 4), applied(2, 4)]).unwrap_err();
    assert!(matches!(error, StoreError::Conflict { case: CaseId(2), expected: 3, found: 4 }), "{error}");
    assert_eq!(read(&mut store).unwrap(), before);

    let mut named = input(1, 5);
    named.request = Some("request 1.1".to_owned());
    let error = store.commit(&[applied(1, 4), Change::Applied(Box::new(named))]).unwrap_err();
    assert!(
        matches!(&error, StoreError::RequestTwice { case: CaseId(1), request } if request == "request 1.1")
    );
    assert_eq!(read(&mut store).unwrap(), before);

    let mut first = input(9, 1);
    first.request = Some("request 2.1".to_owned());
    let error = store.commit(&[applied(1, 4), Change::Applied(Box::new(first))]).unwrap_err();
    assert!(matches!(&error, StoreError::RequestTwice { case: CaseId(2), .. }), "{error}");
    assert_eq!(read(&mut store).unwrap(), before);

    let mut none = input(9, 1);
    none.row.inputs = 0;
    let error = store.commit(&[Change::Applied(Box::new(none))]).unwrap_err();
    assert!(matches!(error, StoreError::Conflict { case: CaseId(9), .. }), "{error}");

    let error = store.commit(&[Change::Applied(Box::new(Applied {
        row: CaseRow { id: CaseId(u64::MAX), ..input(9, 1).row },
        ..input(9, 1)
    }))]);
    assert!(matches!(error, Err(StoreError::Failed { .. })), "{error:?}");
    store.verify().unwrap();
    assert_eq!(read(&mut store).unwrap(), before);
}

#[test]
fn a_full_disk_fails_the_batch_and_nothing_else() {
    let (_folder, path) = place();
    fill(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    let pages: i64 = store.conn.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    let before = read(&mut store).unwrap();
    store.conn.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).unwrap();
    let mut big = input(1, 5);
    big.snapshot = vec![1; 100_000];
    let error = store.commit(&[applied(1, 4), Change::Applied(Box::new(big.clone()))]).unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert_eq!(read(&mut store).unwrap(), before);

    store.conn.pragma_update_and_check(None, "max_page_count", 1_000_000, |_| Ok(())).unwrap();
    store.commit(&[applied(1, 4), Change::Applied(Box::new(big))]).unwrap();
    store.close().unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.case(CaseId(1)).unwrap().unwrap().1, vec![1; 100_000]);
}

#[test]
fn numbers_that_no_store_holds_are_not_found() {
    let (_folder, path) = place();
    fill(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    let far = CaseId(u64::MAX);
    assert_eq!(store.case(far).unwrap(), None);
    assert_eq!(store.journal(far, 0, 9).unwrap(), Vec::<Vec<u8>>::new());
    assert_eq!(store.journal(CaseId(1), u64::MAX, 9).unwrap(), Vec::<Vec<u8>>::new());
    assert_eq!(store.journal(CaseId(1), 3, 9).unwrap(), Vec::<Vec<u8>>::new());
    assert_eq!(store.journal(CaseId(1), 0, 0).unwrap(), Vec::<Vec<u8>>::new());
    assert_eq!(store.request(far, "request 1.1").unwrap(), None);
    assert_eq!(store.children(far).unwrap(), []);
    let after = CaseFilter { after: Some(far), ..CaseFilter::default() };
    assert_eq!(store.cases(&after).unwrap(), []);
    store.commit(&[Change::Delivered(EffectId { case: far, input: u64::MAX, index: 0 })]).unwrap();
}

/// All changes that wait are in memory while they are brought into the tables: so of large ones fewer wait.
#[test]
fn large_changes_are_brought_into_the_tables_sooner() {
    let (_folder, path) = place();
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[Change::Edition(EditionId([7; 16]), vec![9])]).unwrap();
    let mut most = 0;
    for inputs in 1..=100 {
        let mut large = input(1, inputs);
        large.snapshot.resize(1 << 20, 1);
        store.commit(&[Change::Applied(Box::new(large))]).unwrap();
        most = most.max(store.pending.sum.rows());
        if inputs == 50 {
            // As does what an earlier opening left.
            drop(store);
            store = SqliteStore::open(&path).unwrap();
        }
    }
    assert!((2..20).contains(&most), "{most} changes of a megabyte wait");
    assert_eq!(store.journal(CaseId(1), 0, 200).unwrap().len(), 100);
}
