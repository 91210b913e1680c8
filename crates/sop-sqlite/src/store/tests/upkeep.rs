//! Looking after a store: what is wrong is told by name; copies are whole; a broken-off restore leaves the old store.

use super::super::copy::{Draft, draft_of};
use super::super::restore::{Step, put};
use super::super::{Damage, backup, beside, restore, verify};
use super::*;
use std::fs;

fn content(path: &Path) -> Content {
    read(&mut SqliteStore::open_existing(path).unwrap()).unwrap()
}

fn names_in(folder: &TempDir) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A store of which a process died: a file and a log.
fn unclosed(folder: &TempDir) -> PathBuf {
    let (path, other) = (folder.path().join("live.db"), folder.path().join("dead.db"));
    fill(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[applied(1, 4), applied(3, 2)]).unwrap();
    store.commit(&[applied(1, 5)]).unwrap();
    copy(&path, &other);
    store.close().unwrap();
    fs::remove_file(path).unwrap();
    other
}

#[test]
fn a_whole_store_is_whole_and_stays_as_it_is() {
    let (folder, path) = place();
    fill(&path);
    let before = bytes(&path);
    let survey = verify(&path).unwrap();
    assert!(survey.is_whole(), "{survey:?}");
    assert_eq!((survey.cases, survey.entries), (3, 8));
    assert_eq!(bytes(&path), before);
    let dead = unclosed(&folder);
    let before = bytes(&dead);
    let survey = verify(&dead).unwrap();
    assert!(survey.is_whole(), "{survey:?}");
    assert_eq!((survey.cases, survey.entries), (3, 11));
    assert_eq!(bytes(&dead), before);
    assert_eq!(names_in(&folder), ["cases.db", "dead.db", "dead.db-wal"]);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_written_can_be_verified_and_copied() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = place();
    fill(&path);
    let whole = content(&path);
    let inner = folder.path().join("locked");
    fs::create_dir(&inner).unwrap();
    let locked = inner.join("cases.db");
    fs::copy(&path, &locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o400)).unwrap();
    fs::set_permissions(&inner, fs::Permissions::from_mode(0o500)).unwrap();
    assert!(verify(&locked).unwrap().is_whole());
    let to = folder.path().join("copy.db");
    backup(&locked, &to, false).unwrap();
    fs::set_permissions(&inner, fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(content(&to), whole);
}

#[test]
fn everything_that_is_wrong_is_told_by_name_and_case() {
    let (_folder, path) = place();
    fill(&path);
    let store = SqliteStore::open(&path).unwrap();
    for change in [
        "UPDATE cases SET flow = 'other' WHERE id = 1",
        "UPDATE cases SET snapshot = x'00' WHERE id = 2",
        "UPDATE journal SET entry = x'00' WHERE owner = 2 AND position = 1",
        "DELETE FROM journal WHERE owner = 3",
        "UPDATE timers SET due = 0 WHERE owner = 3",
        "DELETE FROM outbox WHERE owner = 2",
        "UPDATE editions SET content = x'00'",
    ] {
        assert!(store.conn.execute(change, ()).unwrap() > 0, "{change}");
    }
    store.close().unwrap();
    let told: Vec<_> = verify(&path).unwrap().damage.iter().map(ToString::to_string).collect();
    let expected = [
        "table `editions`, row ?: it isn't what was written",
        "table `cases`, row 1: it isn't what was written",
        "table `cases`, row 2: its snapshot isn't what was written",
        "table `journal`, row 2.1: it isn't what was written",
        "table `journal` has 3 rows of case 2, not 4",
        "table `journal` has 0 rows of case 3, not 1",
        "table `timers`, row 3.1: it isn't what was written",
        "table `cases` has 2 rows, not 3",
        "table `editions` has 0 rows, not 1",
        "table `outbox` has 7 rows, not 14",
        "table `timers` has 4 rows, not 5",
    ];
    assert_eq!(told, expected);
}

/// Each row is what was written, by its checksum, but not where or when. The first is what refuses the store.
#[test]
fn rows_out_of_turn_are_told() {
    use super::super::rows::{entry_crc, request_crc};
    let entry = |owner: i64, position: i64| {
        let crc = entry_crc(owner, position, &[0]);
        format!("INSERT INTO journal VALUES ({owner}, {position}, x'00', {crc})")
    };
    let request = |owner: i64, position: i64| {
        let crc = request_crc(owner, "new", position);
        format!("INSERT INTO requests VALUES ({owner}, 'new', {position}, {crc})")
    };
    let table = [
        (vec![entry(9, 0)], "table `journal` has a row 0 of case 9 out of turn"),
        (vec![request(9, 0)], "table `requests` has a row 0 of case 9 out of turn"),
        (vec![entry(2, 4)], "table `journal` has 5 rows of case 2, not 4"),
        (
            vec!["DELETE FROM journal WHERE owner = 2 AND position = 1".to_owned(), entry(2, 4)],
            "table `journal` has a row 2 of case 2 out of turn",
        ),
        (
            vec!["DELETE FROM requests WHERE owner = 2 AND position = 0".to_owned(), request(2, 7)],
            "table `requests` has a row 7 of case 2 out of turn",
        ),
    ];
    for (changes, said) in table {
        let (_folder, path) = place();
        fill(&path);
        let store = SqliteStore::open(&path).unwrap();
        changes.iter().for_each(|sql| assert_eq!(store.conn.execute(sql, ()).unwrap(), 1, "{sql}"));
        store.close().unwrap();
        let survey = verify(&path).unwrap();
        let told: Vec<_> = survey.damage.iter().map(ToString::to_string).collect();
        assert_eq!(told, [said]);
        let error = SqliteStore::open(&path).unwrap_err().to_string();
        assert!(error.ends_with(said), "{error}");
    }
}

#[test]
fn a_damaged_index_and_a_lost_log_are_told() {
    let (folder, path) = place();
    fill(&path);
    let store = SqliteStore::open(&path).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'cases_open'";
    let root: u32 = store.conn.query_row(sql, (), |row| row.get(0)).unwrap();
    store.close().unwrap();
    let (mut file, _) = bytes(&path);
    // The number of its rows.
    file[(root as usize - 1) * 4096 + 4] = 0;
    fs::write(&path, file).unwrap();
    let survey = verify(&path).unwrap();
    let named = |d: &Damage| matches!(d, Damage::Structure { said } if said.contains("cases_open"));
    assert!(survey.damage.iter().any(named), "{survey:?}");
    let dead = unclosed(&folder);
    fs::remove_file(beside(&dead, "-wal")).unwrap();
    assert_eq!(verify(&dead).unwrap().damage, [Damage::LogLost]);
    assert!(matches!(backup(&dead, folder.path().join("to.db"), false), Err(StoreError::Damaged { .. })));
}

/// Whatever byte is flipped: it is told, or all is read as it was written.
#[test]
fn a_flipped_byte_is_told_or_does_no_harm() {
    let (folder, path) = place();
    fill(&path);
    let whole = content(&path);
    let (file, _) = bytes(&path);
    let hurt = folder.path().join("hurt.db");
    let step = if cfg!(debug_assertions) { 61 } else { 1 };
    let mut told = 0;
    for at in (0..100).chain((100..file.len()).step_by(step)) {
        let mut file = file.clone();
        file[at] ^= 0x41;
        fs::write(&hurt, &file).unwrap();
        let survey = verify(&hurt);
        assert_eq!(bytes(&hurt), (file, Vec::new()), "byte {at}: it was written");
        if survey.is_ok_and(|survey| survey.is_whole()) {
            assert_eq!(content(&hurt), whole, "byte {at}");
        } else {
            told += 1;
        }
    }
    assert!(told > 100, "{told}");
}

#[test]
fn a_store_in_use_is_neither_verified_nor_copied_nor_replaced() {
    let (folder, path) = place();
    fill(&path);
    let other = folder.path().join("other.db");
    fill(&other);
    let store = SqliteStore::open(&path).unwrap();
    let in_use = |error: &StoreError| matches!(error, StoreError::InUse { .. });
    assert!(verify(&path).is_err_and(|e| in_use(&e)));
    assert!(backup(&path, folder.path().join("to.db"), false).is_err_and(|e| in_use(&e)));
    assert!(restore(&other, &path).is_err_and(|e| in_use(&e)));
    assert!(backup(&other, &path, true).is_err_and(|e| in_use(&e)));
    store.close().unwrap();
    assert_eq!(names_in(&folder), ["cases.db", "other.db"]);
}

#[test]
fn a_backup_is_whole_and_writes_nothing_over() {
    let (folder, path) = place();
    fill(&path);
    let to = folder.path().join("to.db");
    backup(&path, &to, false).unwrap();
    assert_eq!(content(&to), content(&path));
    let dead = unclosed(&folder);
    let before = bytes(&dead);
    assert!(matches!(backup(&dead, &to, false), Err(StoreError::Exists { .. })));
    assert_eq!(content(&to), content(&path));
    backup(&dead, &to, true).unwrap();
    assert_eq!(bytes(&dead), before);
    assert!(verify(&to).unwrap().is_whole());
    assert_eq!(content(&to), content(&dead));
    assert_eq!(names_in(&folder), ["cases.db", "dead.db", "to.db"]);
}

#[test]
fn nothing_damaged_gets_a_name() {
    let (folder, path) = place();
    fill(&path);
    let store = SqliteStore::open(&path).unwrap();
    store.conn.execute("UPDATE journal SET entry = x'00' WHERE owner = 2", ()).unwrap();
    store.close().unwrap();
    let to = folder.path().join("to.db");
    let error = backup(&path, &to, false).unwrap_err().to_string();
    assert!(error.contains("cases.db` is damaged: table `journal`, row 2.0"), "{error}");
    fill(&to);
    let before = bytes(&to);
    assert!(matches!(restore(&path, &to), Err(StoreError::Damaged { .. })));
    assert_eq!(bytes(&to), before);
    assert_eq!(names_in(&folder), ["cases.db", "to.db"]);
}

#[test]
fn a_restored_store_is_the_copy_and_the_old_one_is_kept() {
    let (folder, path) = place();
    let from = folder.path().join("from.db");
    fill(&from);
    assert_eq!(restore(&from, &path).unwrap(), None);
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[applied(1, 4)]).unwrap();
    store.close().unwrap();
    let newer = content(&path);
    let kept = restore(&from, &path).unwrap().unwrap();
    assert_eq!(kept.file_name().unwrap(), "cases.db.replaced-1");
    assert_eq!(content(&path), content(&from));
    assert_eq!(content(&kept), newer);
    // A damaged one with its log is kept as it is.
    let dead = unclosed(&folder);
    let (mut file, log) = bytes(&dead);
    let end = file.len();
    file[4096..end].fill(0x5A);
    fs::write(&dead, &file).unwrap();
    let kept = restore(&from, &dead).unwrap().unwrap();
    assert_eq!(bytes(&kept), (file, log));
    assert_eq!(content(&dead), content(&from));
}

#[test]
fn a_restore_that_is_broken_off_leaves_the_old_store() {
    let (folder, path) = place();
    let from = folder.path().join("from.db");
    fill(&from);
    fill(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[applied(1, 4)]).unwrap();
    store.close().unwrap();
    let old = content(&path);
    for fail in [Step::Keep, Step::Name] {
        let draft: Draft = draft_of(&from, &path).unwrap();
        let mut hook = |step| if step == fail { Err(std::io::Error::other("power")) } else { Ok(()) };
        assert!(put(draft, &path, &mut hook).is_err());
        assert_eq!(content(&path), old, "{fail:?}");
        assert!(!names_in(&folder).iter().any(|name| name.starts_with(".sop")), "{fail:?}");
    }
    // The log of a damaged store: with and without it the store is refused, and both are kept.
    let dead = unclosed(&folder);
    let (mut file, log) = bytes(&dead);
    file[4096..].fill(0x5A);
    for fail in [Step::KeepLog, Step::DropLog, Step::Name] {
        fs::write(&dead, &file).unwrap();
        fs::write(beside(&dead, "-wal"), &log).unwrap();
        let draft = draft_of(&from, &dead).unwrap();
        let mut hook = |step| if step == fail { Err(std::io::Error::other("power")) } else { Ok(()) };
        assert!(put(draft, &dead, &mut hook).is_err());
        assert_eq!(bytes(&dead).0, file, "{fail:?}");
        if fail == Step::Name {
            let kept = folder.path().join("dead.db.replaced-3");
            assert_eq!(bytes(&kept), (file.clone(), log.clone()));
        } else {
            assert_eq!(bytes(&dead).1, log, "{fail:?}");
        }
        if let Ok(mut store) = SqliteStore::open_existing(&dead) {
            read(&mut store).unwrap();
            panic!("{fail:?}: the damaged store was opened");
        }
    }
}
