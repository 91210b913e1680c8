//! The ledger of pages: what fits it is what was written, and nothing else fits.

use super::super::beside;
use super::super::ledger::Ledger;
use super::super::log;
use super::*;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;

/// A store that is large enough for a ledger; not closed.
fn large(path: &Path) -> SqliteStore {
    let mut store = SqliteStore::open(path).unwrap();
    let content = (0..400_000_u32).map(|n| n.to_le_bytes()[usize::from(n % 3 == 0)]).collect();
    store.commit(&[Change::Edition(EditionId([7; 16]), content), applied(1, 1), applied(2, 1)]).unwrap();
    store
}

fn ledger(path: &Path) -> PathBuf {
    beside(path, "-pages")
}

/// Whether a store with its log is as its ledger says.
fn fits(path: &Path) -> bool {
    let log = log::newest(&beside(path, "-wal"), true).unwrap();
    let ledger = Ledger::read(path);
    ledger.is_some_and(|ledger| ledger.fits(&File::open(path).unwrap(), log.as_ref()).unwrap())
}

/// Copies a store as a killed process would leave it, with its ledger.
fn left(from: &Path, to: &Path) {
    copy(from, to);
    fs::copy(ledger(from), ledger(to)).unwrap();
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_closed_store_fits_until_a_byte_of_it_differs() {
    let (_folder, path) = place();
    large(&path).close().unwrap();
    assert!(fits(&path));
    let length = fs::read(&path).unwrap().len();
    for at in (0..100).chain((100..length).step_by(1_009)).chain([length - 1]) {
        flip(&path, at);
        assert!(!fits(&path), "byte {at}");
        flip(&path, at);
    }
    assert!(fits(&path));
    for cut in [1, 4_095, 4_096, 4_097, length - 1, length] {
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..length - cut]).unwrap();
        assert!(!fits(&path), "{cut} bytes less");
        fs::write(&path, &whole).unwrap();
        fs::write(&path, [whole.clone(), vec![0; cut]].concat()).unwrap();
        assert!(!fits(&path), "{cut} bytes more");
        fs::write(&path, &whole).unwrap();
    }
    assert!(fits(&path));
}

#[test]
fn a_damaged_ledger_does_no_harm_and_is_made_anew() {
    let (_folder, path) = place();
    large(&path).close().unwrap();
    let whole = fs::read(ledger(&path)).unwrap();
    for at in 0..whole.len() {
        flip(&ledger(&path), at);
        // Of a log that is not there anything may be said.
        assert_eq!(fits(&path), (8..20).contains(&at), "byte {at}");
        fs::write(ledger(&path), &whole).unwrap();
    }
    for length in [0, 7, 8, 19, 20, 21, whole.len() - 4] {
        fs::write(ledger(&path), &whole[..length]).unwrap();
        assert!(!fits(&path), "{length} bytes");
    }
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.last_case().unwrap(), Some(CaseId(2)));
    store.close().unwrap();
    assert!(fits(&path));
}

#[test]
fn a_killed_store_fits_with_its_own_log_and_no_other() {
    let (folder, path) = place();
    let hurt = folder.path().join("hurt.db");
    let mut store = large(&path);
    store.bring_in().unwrap();
    store.commit(&[applied(1, 2)]).unwrap();
    left(&path, &hurt);
    assert!(fits(&hurt), "the log goes on after all was brought in");
    let older = fs::read(beside(&path, "-wal")).unwrap();
    store.commit(&[applied(1, 3)]).unwrap();
    store.commit(&[applied(1, 4), applied(2, 2)]).unwrap();
    store.bring_in().unwrap();
    left(&path, &hurt);
    assert!(fits(&hurt), "all of the log is in the file");
    let log = fs::read(beside(&hurt, "-wal")).unwrap();
    for frames in 1..log::newest(&beside(&hurt, "-wal"), true).unwrap().unwrap().frames {
        // What is left of it is older than the file.
        let cut = 32 + frames as usize * (24 + 4_096);
        fs::write(beside(&hurt, "-wal"), &log[..cut]).unwrap();
        let left = log::newest(&beside(&hurt, "-wal"), true).unwrap().unwrap();
        assert_eq!(fits(&hurt), left.pages.is_empty(), "{frames} frames");
    }
    fs::write(beside(&hurt, "-wal"), &older).unwrap();
    assert!(!fits(&hurt), "an older log");
    store.commit(&[applied(1, 5)]).unwrap();
    store.bring_in().unwrap();
    store.commit(&[applied(1, 6)]).unwrap();
    left(&path, &hurt);
    fs::write(beside(&hurt, "-wal"), &log).unwrap();
    assert!(!fits(&hurt), "the log before the last");

    // Pages that the log has are read from there, all others must be as they were.
    let whole = read(&mut store).unwrap();
    left(&path, &hurt);
    let newest = log::newest(&beside(&hurt, "-wal"), true).unwrap().unwrap();
    for page in 1..=fs::read(&hurt).unwrap().len() / 4_096 {
        flip(&hurt, page * 4_096 - 7);
        let in_log = newest.pages.contains_key(&u32::try_from(page).unwrap());
        assert_eq!(fits(&hurt), in_log, "page {page}");
        if in_log {
            assert_eq!(read(&mut SqliteStore::open(&hurt).unwrap()).unwrap(), whole);
        }
        left(&path, &hurt);
    }
}

#[test]
fn a_page_that_rots_while_the_store_is_open_is_found_at_the_next_opening() {
    let (_folder, path) = place();
    large(&path).close().unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[applied(1, 2)]).unwrap();
    let at = fs::metadata(&path).unwrap().len() / 2;
    let mut byte = [0];
    let file = File::options().read(true).write(true).open(&path).unwrap();
    file.read_exact_at(&mut byte, at).unwrap();
    file.write_all_at(&[byte[0] ^ 0xFF], at).unwrap();
    store.commit(&[applied(1, 3)]).unwrap();
    store.close().unwrap();
    assert!(!fits(&path));
    let error = SqliteStore::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[test]
fn a_store_has_a_ledger_while_it_is_neither_small_nor_large() {
    let (_folder, path) = place();
    fill(&path);
    assert!(!ledger(&path).exists());
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[Change::Edition(EditionId([8; 16]), vec![1; 400_000])]).unwrap();
    store.close().unwrap();
    assert!(fits(&path), "it has grown");
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[Change::Edition(EditionId([9; 16]), vec![1; 4_000_000])]).unwrap();
    store.close().unwrap();
    assert!(!ledger(&path).exists(), "it has grown too large");
    assert_eq!(SqliteStore::open(&path).unwrap().last_case().unwrap(), Some(CaseId(3)));
}

/// What a long log is brought into the file by.
#[test]
fn a_log_does_not_grow_for_ever() {
    let (_folder, path) = place();
    let mut store = SqliteStore::open(&path).unwrap();
    let mut longest = 0;
    for n in 0..24 {
        store.commit(&[Change::Edition(EditionId([n; 16]), vec![n; 1 << 21])]).unwrap();
        longest = longest.max(fs::metadata(beside(&path, "-wal")).unwrap().len());
    }
    assert!(longest < 24 << 20, "{longest}");
}
