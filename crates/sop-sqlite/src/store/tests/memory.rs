//! What salvaging and verifying hold at once: cases, not stores.
#![cfg(target_os = "linux")]

use super::super::{repair, verify};
use super::*;
use sop_runtime::journal::Entry;
use sop_runtime::kernel::Input;
use std::fs;

const FOLDER: &str = "SOP_MEMORY_FOLDER";

/// A store of so many cases, two inputs and about 2 KiB each, with some bytes flipped.
fn hurt(path: &Path, cases: u64) {
    let mut store = SqliteStore::open(path).unwrap();
    store.commit(&[Change::Edition(EditionId([7; 16]), vec![9; 500])]).unwrap();
    for first in (1..=cases).step_by(500) {
        let of_case = |case| [1, 2].map(|inputs| large(case, inputs));
        let batch: Vec<Change> = (first..(first + 500).min(cases + 1)).flat_map(of_case).collect();
        store.commit(&batch).unwrap();
    }
    store.close().unwrap();
    let mut bytes = fs::read(path).unwrap();
    // Wherever it lies.
    let mark = reason(777);
    let found = |at: &usize| bytes[*at..].starts_with(&mark.as_bytes()[..60]);
    let all: Vec<usize> = (0..bytes.len()).filter(found).collect();
    assert!(!all.is_empty());
    all.iter().for_each(|at| bytes[*at] ^= 1);
    fs::write(path, bytes).unwrap();
}

fn reason(case: u64) -> String {
    format!("{case:06}").repeat(100)
}

fn large(case: u64, inputs: u64) -> Change {
    let mut input = input(case, inputs);
    input.snapshot.resize(300, 1);
    input.entry = sop_runtime::journal::encode(&Entry {
        at: input.row.last,
        input: Input::Cancel { reason: reason(case).into() },
        request: input.request.clone(),
        actor: None,
    });
    Change::Applied(Box::new(input))
}

/// The most that this process has had, in KiB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
#[ignore = "run by the test below, in a process of its own"]
fn looks_after() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let before = peak();
    let survey = verify(folder.join("hurt.db")).unwrap();
    assert!(!survey.is_whole() && survey.cases > 900);
    let verified = peak();
    let report = repair(folder.join("hurt.db"), folder.join("to.db")).unwrap();
    assert!(report.kept > 900 && report.cases.contains_key(&CaseId(777)), "{report:?}");
    println!("peaks {} {} of {before}", verified - before, peak() - before);
}

/// What verifying, and then salvaging, a store of so many cases takes, in KiB.
fn peaks(cases: u64) -> [u64; 2] {
    let (folder, _) = place();
    hurt(&folder.path().join("hurt.db"), cases);
    let mut command = again("store::tests::memory::looks_after", FOLDER, folder.path());
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said} {}", String::from_utf8_lossy(&output.stderr));
    let line = said.lines().find_map(|line| line.split_once("peaks ")).unwrap().1;
    println!("{cases} cases: {line}");
    let mut numbers = line.split(' ').map(|word| word.parse().unwrap_or_default());
    [numbers.next().unwrap(), numbers.next().unwrap()]
}

/// `SOP_CASES` gives another number for the larger store.
#[test]
fn memory_does_not_grow_with_the_store() {
    let large = std::env::var("SOP_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12_000);
    let (small, large) = (peaks(3_000), peaks(large));
    // Caches fill; the larger store is larger by 20 MiB, and was held some three times over.
    for (small, large) in small.into_iter().zip(large) {
        assert!(large < small + (12 << 10), "{small} KiB, then {large} KiB");
    }
}
