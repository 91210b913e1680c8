//! Judgements over small books.

use super::*;
use sop_core::source::Sources;

#[test]
fn try_real() {
    let mut sources = Sources::new();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sop/customer-handling");
    for dir in [root.clone(), root.join("shared")] {
        let mut all: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect();
        all.sort();
        for p in all {
            let name = p.strip_prefix(&root).unwrap().display().to_string();
            sources.add(name, std::fs::read_to_string(&p).unwrap());
        }
    }
    let compiled = sop_core::compile(&sources);
    let book = compiled.book.unwrap();
    let judged = judge(&book, None);
    for j in judged.findings.iter().filter(|j| j.severity() > Severity::Note) {
        println!("{} | {}", j.key, j.finding.message);
    }
    println!("{:#?}", judged.flows);
}
