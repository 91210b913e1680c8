//! The real program, killed at each line that it prints, and started again: nothing is lost, nothing is done twice.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/program.rs"]
mod program;

use program::{folder, run, sop, store, well};
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Duration;

const SCRIPT: [&str; 4] = ["run", "live_chat", "--script", "tests/scripts/live_chat.script"];

/// How many programs are killed beside each other.
const AT_A_TIME: usize = 4;

/// Starts the script and kills the program (SIGKILL) when it has printed so many lines.
fn killed_after(lines: usize, store: &str) {
    let mut args = SCRIPT.to_vec();
    args.extend(["--store", store]);
    let mut child =
        sop(&args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let out = child.stdout.take().expect("its output is piped");
    assert!(BufReader::new(out).lines().take(lines).count() <= lines);
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
}

/// Gives the command again until the script is through. When its case is over already, it must be named.
fn finished(store: &str) {
    let mut args = SCRIPT.to_vec();
    args.extend(["--store", store]);
    let cases = run(&["cases", "--json", "--store", store]);
    if cases.code == Some(0) && cases.out.contains("\"id\": 1") {
        args.extend(["--case", "1"]);
    }
    well(&args);
}

/// The journals of the chat and of its ticket, and where both stand.
fn remembered(store: &str) -> Vec<String> {
    ["1", "2"].iter().map(|case| well(&["show", case, "--json", "--store", store])).collect()
}

#[test]
fn killed_at_each_line_it_comes_to_the_same_end() {
    let whole = folder();
    let whole = store(&whole);
    finished(&whole);
    let undisturbed = remembered(&whole);
    let printed = {
        let folder = folder();
        let mut args = SCRIPT.to_vec();
        let store = store(&folder);
        args.extend(["--store", &store]);
        well(&args).lines().count()
    };
    assert!(printed > 60, "{printed}");
    let at_line = |lines: usize| {
        let folder = folder();
        let store = store(&folder);
        killed_after(lines, &store);
        finished(&store);
        assert_eq!(remembered(&store), undisturbed, "killed after line {lines}");
        let cases = well(&["cases", "--json", "--store", &store]);
        assert_eq!(cases.matches("\"flow\"").count(), 2, "killed after line {lines}");
    };
    // Each is on its own; some at a time, so that it doesn't take long.
    std::thread::scope(|scope| {
        for first in 0..AT_A_TIME {
            let at_line = &at_line;
            scope.spawn(move || (first..=printed).step_by(AT_A_TIME).for_each(at_line));
        }
    });
}

#[test]
fn killed_again_and_again_it_still_comes_to_the_same_end() {
    let whole = folder();
    let whole = store(&whole);
    finished(&whole);
    let undisturbed = remembered(&whole);
    let folder = folder();
    let store = store(&folder);
    // Each life is a little longer than the one before; where exactly it ends differs from run to run.
    for life in 0..40u64 {
        let mut args = SCRIPT.to_vec();
        args.extend(["--store", &store]);
        let cases = run(&["cases", "--json", "--store", &store]);
        if cases.code == Some(0) && cases.out.contains("\"id\": 1") {
            args.extend(["--case", "1"]);
        }
        let mut child =
            sop(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(5 + 3 * life));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    finished(&store);
    assert_eq!(remembered(&store), undisturbed);
}
