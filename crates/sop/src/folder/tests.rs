//! Books on disk.

use super::{FolderError, read};
use std::fs;

fn paths(path: &std::path::Path) -> Vec<String> {
    read(path).unwrap().iter().map(|(_, f)| f.path.clone()).collect()
}

#[test]
fn a_folder_is_a_book() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    fs::create_dir_all(root.join("shared/.hidden")).unwrap();
    fs::write(root.join("b.sop"), "use \"shared/words.sop\"\n").unwrap();
    fs::write(root.join("shared/words.sop"), "lane a \"A\"\n").unwrap();
    fs::write(root.join("shared/.hidden/x.sop"), "").unwrap();
    fs::write(root.join("notes.txt"), "").unwrap();
    let whole = ["b.sop", "shared/words.sop"];
    assert_eq!(paths(root), whole);
    // Either of its files leads to the whole book.
    assert_eq!(paths(&root.join("b.sop")), whole);
    assert_eq!(paths(&root.join("shared/words.sop")), whole);
}

#[test]
fn a_file_that_nobody_uses_stands_alone() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.sop"), "lane a \"A\"\n").unwrap();
    fs::write(dir.path().join("b.sop"), "lane b \"B\"\n").unwrap();
    assert_eq!(paths(&dir.path().join("a.sop")), ["a.sop"]);
}

#[test]
fn what_is_not_there() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(read(dir.path()), Err(FolderError::Empty { .. })));
    assert!(matches!(read(dir.path().join("x.sop")), Err(FolderError::Missing { .. })));
}

/// Nobody writes into the pipe: who only opened it would wait for ever.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let pipe = dir.path().join("pipe.sop");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in [pipe.as_path(), std::path::Path::new("/dev/zero")] {
        for refused in [read(path).map(drop), super::folders(path).map(drop)] {
            let error = refused.unwrap_err();
            assert!(matches!(&error, FolderError::NoFile { path: told } if told == path), "{error:?}");
            assert!(error.to_string().contains("into a file"));
        }
    }
    // Beside a file that is asked for it doesn't matter, nor in a folder; a folder may have such a name.
    fs::write(dir.path().join("a.sop"), "lane a \"A\"\n").unwrap();
    assert_eq!(paths(&dir.path().join("a.sop")), ["a.sop"]);
    assert_eq!(paths(dir.path()), ["a.sop"]);
    let folder = dir.path().join("folder.sop");
    fs::create_dir(&folder).unwrap();
    assert!(matches!(read(&folder), Err(FolderError::Empty { .. })));
}
