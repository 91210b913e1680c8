//! The pictures of the book's flows, and laws that hold for all of them.

use super::{SvgOptions, svg};
use crate::model::{Book, FlowId};
use crate::source::Sources;
use std::path::{Path, PathBuf};

/// The book of this repository.
fn real_book() -> Book {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sop/customer-handling");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut sources = Sources::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        sources.add_bytes(name, &std::fs::read(&file).unwrap());
    }
    let compiled = crate::compile(&sources);
    let findings: Vec<_> = compiled.findings.iter().map(|f| &f.message).collect();
    compiled.book.unwrap_or_else(|| panic!("{findings:#?}"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "sop") {
            files.push(path);
        }
    }
}

#[test]
fn write_out() {
    let Ok(folder) = std::env::var("SOP_PICTURES") else { return };
    let book = real_book();
    for (id, flow) in (0u16..).map(FlowId).zip(&book.flows) {
        let picture = svg(&book, id, &SvgOptions::default());
        std::fs::write(Path::new(&folder).join(format!("{}.svg", flow.name)), picture).unwrap();
    }
}
