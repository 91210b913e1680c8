//! Nothing is lost, nothing is left behind.

use super::{SaveError, replace};
use std::fs;

#[test]
fn the_new_text_takes_the_place_of_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.sop");
    fs::write(&file, "old").unwrap();
    replace(&file, b"old", b"new").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"new");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn what_somebody_else_has_written_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.sop");
    fs::write(&file, "theirs").unwrap();
    assert!(matches!(replace(&file, b"old", b"new"), Err(SaveError::Changed)));
    assert_eq!(fs::read(&file).unwrap(), b"theirs");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn what_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("a.sop");
    assert!(matches!(replace(&missing, b"old", b"new"), Err(SaveError::Io(_))));
    assert!(!missing.exists());
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("a.sop"), folder.path().join("link.sop"));
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("a.sop", &link).unwrap();
    replace(&link, b"old", b"new").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read(&file).unwrap(), b"new");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o640);

    fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
    assert!(matches!(replace(&file, b"new", b"newer"), Err(SaveError::Io(_))), "read-only");
    assert_eq!(fs::read(&file).unwrap(), b"new");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside it");
}
