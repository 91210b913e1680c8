//! A workspace gives what compiling from nothing gives, whatever is edited in which order.

use super::Workspace;
use crate::source::Sources;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The real book: each path with its text.
fn book() -> BTreeMap<String, Vec<u8>> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sop/customer-handling");
    let mut found = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn sources(files: &BTreeMap<String, Vec<u8>>) -> Sources {
    let mut sources = Sources::new();
    files.iter().for_each(|(path, bytes)| _ = sources.add_bytes(path.clone(), bytes));
    sources
}

/// What somebody does to a book; files and lines are counted around.
#[derive(Clone, Debug)]
enum Edit {
    RemoveLine(usize, usize),
    SwapLines(usize, usize, usize),
    CopyLine(usize, usize, usize),
    RemoveFile(usize),
    AddFile(String, usize),
    RenameFile(usize, String),
    Put(usize, usize, Vec<u8>),
    Nothing,
}

fn edit() -> impl Strategy<Value = Edit> {
    let n = any::<usize>;
    let name = || "[a-z]{1,3}\\.sop";
    prop_oneof![
        6 => (n(), n()).prop_map(|(f, l)| Edit::RemoveLine(f, l)),
        4 => (n(), n(), n()).prop_map(|(f, a, b)| Edit::SwapLines(f, a, b)),
        4 => (n(), n(), n()).prop_map(|(f, a, b)| Edit::CopyLine(f, a, b)),
        1 => n().prop_map(Edit::RemoveFile),
        1 => (name(), n()).prop_map(|(p, f)| Edit::AddFile(p, f)),
        1 => (n(), name()).prop_map(|(f, p)| Edit::RenameFile(f, p)),
        2 => (n(), n(), prop::collection::vec(any::<u8>(), 0..4)).prop_map(|(f, at, b)| Edit::Put(f, at, b)),
        1 => Just(Edit::Nothing),
    ]
}

fn apply(files: &mut BTreeMap<String, Vec<u8>>, edit: &Edit) {
    let paths: Vec<String> = files.keys().cloned().collect();
    let path = |n: &usize| paths.get(n % paths.len().max(1)).cloned().unwrap_or_default();
    let lines = |files: &BTreeMap<String, Vec<u8>>, n: &usize| -> Vec<Vec<u8>> {
        let bytes = files.get(&path(n)).map(Vec::as_slice).unwrap_or_default();
        bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect()
    };
    match edit {
        Edit::RemoveLine(file, line) => {
            let mut lines = lines(files, file);
            if !lines.is_empty() {
                lines.remove(line % lines.len());
                files.insert(path(file), lines.concat());
            }
        }
        Edit::SwapLines(file, a, b) => {
            let mut lines = lines(files, file);
            if !lines.is_empty() {
                let (a, b) = (a % lines.len(), b % lines.len());
                lines.swap(a, b);
                files.insert(path(file), lines.concat());
            }
        }
        Edit::CopyLine(file, from, to) => {
            let mut lines = lines(files, file);
            if !lines.is_empty() {
                lines.insert(to % lines.len(), lines[from % lines.len()].clone());
                files.insert(path(file), lines.concat());
            }
        }
        Edit::RemoveFile(file) => _ = files.remove(&path(file)),
        Edit::AddFile(name, like) => {
            let bytes = files.get(&path(like)).cloned().unwrap_or_default();
            files.insert(name.clone(), bytes);
        }
        Edit::RenameFile(file, name) => {
            if let Some(bytes) = files.remove(&path(file)) {
                files.insert(name.clone(), bytes);
            }
        }
        Edit::Put(file, at, bytes) => {
            if let Some(text) = files.get_mut(&path(file)) {
                let at = at % (text.len() + 1);
                text.splice(at..at, bytes.iter().copied());
            }
        }
        Edit::Nothing => {}
    }
}

/// Everything that came out, the book as data.
fn told(compiled: &crate::Compiled) -> String {
    format!("{}\n{:#?}", serde_json::to_string_pretty(&compiled.book).unwrap(), compiled.findings)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_workspace_gives_what_compiling_from_nothing_gives(edits in prop::collection::vec(edit(), 1..8)) {
        let mut files = book();
        let mut workspace = Workspace::new();
        workspace.compile(&sources(&files));
        for edit in &edits {
            apply(&mut files, edit);
            let sources = sources(&files);
            let (again, anew) = (workspace.compile(&sources), crate::compile(&sources));
            prop_assert_eq!(told(&again), told(&anew), "after {:?}", edit);
        }
    }
}

#[test]
fn only_what_changed_is_read_again() {
    let mut files = book();
    let mut workspace = Workspace::new();
    workspace.compile(&sources(&files));
    assert_eq!(workspace.read_last(), files.len());
    workspace.compile(&sources(&files));
    assert_eq!(workspace.read_last(), 0);
    files.get_mut("live_chat.sop").unwrap().extend(b"// .");
    workspace.compile(&sources(&files));
    assert_eq!(workspace.read_last(), 1);
    // A file that comes before all others gives each of them a new number.
    files.insert("a.sop".to_owned(), Vec::new());
    workspace.compile(&sources(&files));
    assert_eq!(workspace.read_last(), files.len());
}
