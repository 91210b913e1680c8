//! A process that is killed: what it was told is stored is stored, and nothing is stored by half.

use super::*;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const VARIABLE: &str = "SOP_SQLITE_CRASH";

/// The process that is killed: each commit is one input of each of two cases.
#[test]
#[ignore = "run by the test below, in a process of its own"]
fn commits_until_killed() {
    let path = std::env::var_os(VARIABLE).expect("the path of the store");
    let mut store = SqliteStore::open(path).unwrap();
    let mut inputs = store.case(CaseId(1)).unwrap().map_or(0, |(row, _)| row.inputs);
    loop {
        inputs += 1;
        store.commit(&[applied(1, inputs), applied(2, inputs)]).unwrap();
        println!("stored {inputs}");
    }
}

#[test]
fn what_was_acknowledged_survives_being_killed() {
    let (_folder, path) = place();
    let mut before = 0;
    // How many acknowledgements are awaited before the kill, which comes at any moment of the next commits. The many are
    // enough for the log to be brought into the file and begun anew.
    for awaited in [1, 2, 3, 5, 8, 13, 400, 1, 40, 700, 7] {
        let mut command = again("store::tests::crash::commits_until_killed", VARIABLE, &path);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let number = |line: String| line.rsplit_once("stored ").and_then(|(_, n)| n.parse::<u64>().ok());
        let mut last = lines.by_ref().filter_map(number).nth(awaited - 1).expect("it commits");
        child.kill().unwrap();
        // What was written before the kill was acknowledged, too. A line that was cut off ends too soon.
        last = lines.filter_map(number).fold(last, u64::max);
        child.wait().unwrap();

        let mut store = SqliteStore::open(&path).unwrap();
        let (one, snapshot) = store.case(CaseId(1)).unwrap().unwrap();
        let (two, _) = store.case(CaseId(2)).unwrap().unwrap();
        assert_eq!(one.inputs, two.inputs);
        assert!(one.inputs >= last, "{} of {last}", one.inputs);
        assert!(last >= before + awaited as u64);
        assert_eq!(snapshot, input(1, one.inputs).snapshot);
        let journal = store.journal(CaseId(2), 0, usize::MAX).unwrap();
        assert!((1..).zip(&journal).all(|(n, entry)| *entry == input(2, n).entry));
        assert_eq!(journal.len() as u64, two.inputs);
        store.verify().unwrap();
        before = one.inputs;
        if awaited % 2 == 1 {
            store.close().unwrap();
        }
    }
}
