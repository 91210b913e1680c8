//! The real book is sound.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sop_core::source::Sources;
use std::path::Path;

fn add(root: &Path, folder: &Path, sources: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            add(root, &path, sources);
        } else if path.extension().is_some_and(|e| e == "sop") {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            sources.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn the_real_book_is_sound() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sop/customer-handling");
    let mut files = Vec::new();
    add(&root, &root, &mut files);
    files.sort();
    let mut sources = Sources::new();
    for (name, text) in files {
        sources.add(name, text);
    }
    let compiled = sop_core::compile(&sources);
    let told: Vec<String> = compiled
        .findings
        .iter()
        .map(|f| {
            let (line, _) = sources.line_column(f.at.file, f.at.start);
            format!("{} {}:{line}: {} => {}", f.code, sources.get(f.at.file).unwrap().path, f.message, f.mend)
        })
        .collect();
    assert!(told.is_empty(), "{told:#?}");
}
