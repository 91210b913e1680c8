//! Runs the real program, in the repository's root, each time on a folder of its own.

#![allow(dead_code, reason = "not every test uses all of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run left.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository is there")
}

/// The program with arguments; nothing of the caller's surroundings gets in.
pub(crate) fn sop(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sop"));
    command
        .args(args)
        .current_dir(root())
        .env_remove("SOP_BOOK")
        .env_remove("SOP_STORE")
        .env_remove("SOP_LOG")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env_remove("LANG")
        .env_remove("SOP_LANG")
        .env_remove("CLICOLOR_FORCE")
        .env("COLUMNS", "100")
        .stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub(crate) fn run(args: &[&str]) -> Ran {
    let output = sop(args).output().expect("the program starts");
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("the program writes UTF-8"),
        err: String::from_utf8(output.stderr).expect("the program writes UTF-8"),
    }
}

/// The same, in Indonesian.
pub(crate) fn in_indonesian(args: &[&str]) -> String {
    well(&[&["--lang", "id"], args].concat())
}

/// Runs it to an end that must be good.
pub(crate) fn well(args: &[&str]) -> String {
    let ran = run(args);
    assert_eq!(ran.code, Some(0), "sop {}\n{}\n{}", args.join(" "), ran.out, ran.err);
    ran.out
}

/// A store's path in a folder.
pub(crate) fn store(folder: &tempfile::TempDir) -> String {
    folder.path().join("cases.db").to_str().expect("the path is UTF-8").to_owned()
}

/// A folder that goes away with the value.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

/// Begins a case of the flow `desk` at a fixed moment, and leaves it where the lines of its script end.
pub(crate) fn begin(folder: &Path, book: &str, store: &str, lines: &str) {
    let script = folder.join("desk.script");
    std::fs::write(&script, format!("at 2023-10-02 09:00\n{lines}")).expect("it can be written");
    let script = script.to_str().expect("UTF-8");
    well(&["run", "desk", "--book", book, "--store", store, "--new", "--script", script]);
}
