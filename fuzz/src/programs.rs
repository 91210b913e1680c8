//! The books whose cases are fuzzed: the real one, and small ones that show every construct.

use super::draw;
use sop_core::model::Book;
use sop_core::source::Sources;
use sop_runtime::kernel::Program;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// When the cases begin: Monday, 2023-12-04 09:00 in the book's zone.
pub const START: i64 = 1_701_655_200_000;

const SMALL: [&str; 3] = [
    include_str!("../../crates/sop-runtime/src/kernel/step/tests/everything.sop"),
    include_str!("../../crates/sop-core/tests/corpus/ok/every_kind.sop"),
    include_str!("../../crates/sop-core/tests/corpus/ok/rules_and_scenarios.sop"),
];

/// Each book with its program; the real one is the first.
pub fn programs() -> &'static [(Book, Program)] {
    static ALL: OnceLock<Vec<(Book, Program)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let small = SMALL.iter().map(|text| {
            let mut sources = Sources::new();
            sources.add("a.sop", *text);
            sources
        });
        std::iter::once(real()).chain(small).map(|sources| built(&sources)).collect()
    })
}

/// The real book, its files in the order of their paths.
pub fn real() -> Sources {
    let root = root().join("sop/customer-handling");
    let (mut found, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "sop")
                && let Ok(text) = std::fs::read_to_string(&path)
            {
                let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                found.push((name, text));
            }
        }
    }
    found.sort();
    let mut sources = Sources::new();
    found.into_iter().for_each(|(path, text)| _ = sources.add(path, text));
    sources
}

/// The repository's root: this folder's parent, or the crate's own folder when the tests have it.
fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    if own.ends_with("fuzz") { own.join("..") } else { own.to_owned() }
}

fn built(sources: &Sources) -> (Book, Program) {
    let compiled = sop_core::compile(sources);
    let Some(book) = compiled.book else { panic!("a book is not sound: {:?}", compiled.findings) };
    let settings = book
        .settings
        .iter()
        .filter(|s| s.default.is_none())
        .map(|s| (s.name.clone(), draw::usual(&s.ty)))
        .collect();
    match Program::build(&book, &settings) {
        Ok(program) => (book, program),
        Err(e) => panic!("a book can't be built: {e}"),
    }
}
