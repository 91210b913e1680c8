//! Opening: what is begun, what is refused, and that a refusal writes nothing.

use super::*;
use rusqlite::Connection;
use std::fs;

const HOLD: &str = "SOP_SQLITE_HOLD";
const DENIED: &str = "SOP_SQLITE_DENIED";

/// The error of an opening that leaves the file and its log as they were.
fn refused(path: &Path) -> StoreError {
    let before = bytes(path);
    let error = SqliteStore::open(path).unwrap_err();
    assert!(bytes(path) == before, "a refused store was written");
    assert!(!super::super::beside(path, "-shm").exists());
    error
}

#[test]
fn begins_a_store_in_no_file_or_an_empty_one() {
    let (_folder, path) = place();
    fs::write(&path, "").unwrap();
    SqliteStore::open(&path).unwrap().close().unwrap();
    let mut store = SqliteStore::open_existing(&path).unwrap();
    assert_eq!(store.last_case().unwrap(), None);
    store.verify().unwrap();
}

#[test]
fn says_what_is_wrong_with_a_path() {
    let (folder, path) = place();
    let said = |path: &Path| refused(path).to_string().replace(&*folder.path().to_string_lossy(), "DIR");
    assert_eq!(
        said(&folder.path().join("no/cases.db")),
        "the store `DIR/no/cases.db` failed: the folder `DIR/no` does not exist"
    );
    assert_eq!(said(folder.path()), "the store `DIR` failed: it is a folder");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("gone"), folder.path().join("link")).unwrap();
        assert_eq!(
            said(&folder.path().join("link")),
            "the store `DIR/link` failed: it is a link to a file that does not exist"
        );
    }
    let error = SqliteStore::open_existing(&path).unwrap_err();
    assert!(error.to_string().ends_with("there is no such store"), "{error}");
    assert!(!path.exists());
}

#[test]
fn another_kind_of_file_is_not_a_store() {
    let (_folder, path) = place();
    for content in [&b"x"[..], &[b'x'; 5_000], b"SQLite format 3\0 and no more"] {
        fs::write(&path, content).unwrap();
        assert!(matches!(refused(&path), StoreError::NotAStore { .. }));
    }
    for mode in ["DELETE", "WAL"] {
        fs::remove_file(&path).unwrap();
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch(&format!(
            "PRAGMA journal_mode = {mode}; CREATE TABLE t (x); INSERT INTO t VALUES (1)"
        ))
        .unwrap();
        conn.close().unwrap();
        assert!(matches!(refused(&path), StoreError::NotAStore { .. }));
    }
}

#[test]
fn a_newer_format_is_refused() {
    let (_folder, path) = place();
    fill(&path);
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA user_version = 3; DROP TABLE timers").unwrap();
    conn.close().unwrap();
    let error = refused(&path);
    assert!(matches!(error, StoreError::NewerFormat { found: 3, known: 2, .. }), "{error}");
}

#[test]
fn another_schema_is_damage() {
    let changes = [
        "CREATE TABLE more (x)",
        "CREATE TRIGGER t AFTER DELETE ON timers BEGIN SELECT 1; END",
        "DROP TABLE timers",
        "DROP INDEX cases_open; CREATE INDEX cases_open ON cases (id) WHERE status = 1",
        "PRAGMA user_version = 0",
    ];
    for change in changes {
        let (_folder, path) = place();
        fill(&path);
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch(change).unwrap();
        conn.close().unwrap();
        let error = refused(&path);
        assert!(matches!(error, StoreError::Damaged { .. }), "{change}: {error}");
    }
}

#[test]
fn a_store_that_was_not_closed_needs_its_log() {
    let (folder, path) = place();
    fill(&path);
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[applied(1, 4)]).unwrap();
    let copied = folder.path().join("copied.db");
    copy(&path, &copied);
    let log = super::super::beside(&copied, "-wal");
    let kept = fs::read(&log).unwrap();

    for cut in [None, Some(0), Some(31)] {
        match cut {
            None => fs::remove_file(&log).unwrap(),
            Some(cut) => fs::write(&log, &kept[..cut]).unwrap(),
        }
        let error = refused(&copied);
        assert!(error.to_string().contains("it was not closed, and its log"), "{error}");
        assert_eq!(log.exists(), cut.is_some());
    }
    fs::write(&log, &kept).unwrap();
    let mut again = SqliteStore::open(&copied).unwrap();
    assert_eq!(read(&mut again).unwrap(), read(&mut store).unwrap());
    // Closed without a commit of its own: it needs the log no more.
    again.close().unwrap();
    assert!(!log.exists());
    let mut again = SqliteStore::open(&copied).unwrap();
    assert_eq!(read(&mut again).unwrap(), read(&mut store).unwrap());
}

#[test]
fn a_log_without_its_file_is_kept() {
    let (folder, path) = place();
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[applied(1, 1)]).unwrap();
    let copied = folder.path().join("copied.db");
    copy(&path, &copied);
    fs::write(&copied, "").unwrap();
    assert!(matches!(refused(&copied), StoreError::Damaged { .. }));
    fs::remove_file(&copied).unwrap();
    assert!(matches!(refused(&copied), StoreError::Damaged { .. }));
}

#[test]
fn a_beginning_that_was_broken_off_is_begun_again() {
    let (_folder, path) = place();
    // A file grown from nothing, with the journal of that transaction beside it.
    let mut journal = vec![0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7];
    for word in [0_u32, 0x1234_5678, 0, 512, 4096] {
        journal.extend(word.to_be_bytes());
    }
    journal.resize(512, 0);
    fs::write(super::super::beside(&path, "-journal"), journal).unwrap();
    fs::write(&path, [0; 8192]).unwrap();
    let mut store = SqliteStore::open(&path).unwrap();
    store.commit(&[applied(1, 1)]).unwrap();
    store.close().unwrap();
    assert!(!super::super::beside(&path, "-journal").exists());
    assert_eq!(SqliteStore::open(&path).unwrap().last_case().unwrap(), Some(CaseId(1)));
}

#[test]
fn one_process_opens_it_once() {
    let (_folder, path) = place();
    let mut store = SqliteStore::open(&path).unwrap();
    assert!(matches!(refused(&path), StoreError::InUse { .. }));
    let dotted = path.parent().unwrap().join(".").join("cases.db");
    assert!(matches!(refused(&dotted), StoreError::InUse { .. }));
    store.commit(&[applied(1, 1)]).unwrap();
    drop(store);
    SqliteStore::open(&path).unwrap();
}

/// The other process: it says what it sees.
#[test]
#[ignore = "run by the test below, in a process of its own"]
fn opens_in_another_process() {
    let path = PathBuf::from(std::env::var_os(HOLD).expect("the path of the store"));
    let before = bytes(&path);
    match SqliteStore::open(&path) {
        Ok(mut store) => println!("said: {:?}", store.last_case().unwrap()),
        Err(error) => println!("said: {error}"),
    }
    assert!(bytes(&path) == before);
}

#[test]
fn two_processes_never_share_it() {
    let (_folder, path) = place();
    let said = || {
        let output = again("store::tests::open::opens_in_another_process", HOLD, &path).output().unwrap();
        assert!(output.status.success());
        let output = String::from_utf8(output.stdout).unwrap();
        let said =
            output.split_once("said: ").map(|(_, said)| said.lines().next().unwrap_or_default().to_owned());
        said.expect("it says what it sees")
    };
    let in_use = format!("the store `{}` is in use by another program", path.display());
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(said(), in_use, "opened, nothing written");
    store.commit(&[applied(1, 1)]).unwrap();
    assert_eq!(said(), in_use, "written");
    assert!(SqliteStore::open(&path).is_err());
    assert_eq!(said(), in_use, "a refused second opening keeps the lock");
    store.close().unwrap();
    assert_eq!(said(), "Some(CaseId(1))");
}

/// A process without the right to write: it says what it sees.
#[test]
#[ignore = "run by the test below, in a process of its own"]
fn opens_what_it_may_not_write() {
    let folder = PathBuf::from(std::env::var_os(DENIED).expect("the folder of the store"));
    if fs::write(folder.join("probe"), "").is_ok() {
        println!("said: nothing is denied here");
        return;
    }
    let (file, new) = (folder.join("cases.db"), folder.join("new.db"));
    let open = |path: &Path| SqliteStore::open(path).map_err(|error| error.to_string()).unwrap_err();
    println!("said: {} / {}", open(&file), open(&new));
}

#[cfg(unix)]
#[test]
fn a_store_that_may_not_be_written_says_so() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let (folder, path) = place();
    fill(&path);
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let owner = std::os::unix::fs::MetadataExt::uid(&fs::metadata(&path).unwrap());
    for bits in [0o444, 0o666] {
        mode(folder.path(), 0o555);
        mode(&path, bits);
        let mut command = again("store::tests::open::opens_what_it_may_not_write", DENIED, folder.path());
        if owner == 0 {
            // Permissions don't bind root; so it runs as nobody, from a copy that nobody may run.
            let copied = std::env::temp_dir().join(format!("sop-sqlite-tests-{}", std::process::id()));
            fs::copy(std::env::current_exe().unwrap(), &copied).unwrap();
            mode(&copied, 0o755);
            let mut other = Command::new(&copied);
            other.args(command.get_args()).env(DENIED, folder.path()).uid(65_534).gid(65_534);
            other.current_dir("/");
            command = other;
        }
        let output = command.output();
        if owner == 0 {
            fs::remove_file(command.get_program()).unwrap();
        }
        mode(folder.path(), 0o755);
        let output = String::from_utf8(output.unwrap().stdout).unwrap();
        let said =
            output.split_once("said: ").map(|(_, said)| said.lines().next().unwrap_or_default().to_owned());
        let said = said.unwrap_or_else(|| panic!("it said nothing: {output}"));
        let said = said.replace(&*folder.path().to_string_lossy(), "DIR");
        assert_eq!(
            said, "the store `DIR/cases.db` can't be written / the store `DIR/new.db` can't be written",
            "{bits:o}"
        );
    }
}
