//! `sop check --watch`, the real program: files are changed under it, and what it prints is waited for.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "support/program.rs"]
mod program;

use program::{folder, run, sop};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

/// How long a line is waited for: much longer than it ever takes.
const PATIENCE: Duration = Duration::from_mins(1);

const SOUND: &str =
    r#"lane agent "Agent"  flow hello "Halo" { step greet by agent "Salam"  end done "Selesai" }"#;
const FAULTY: &str =
    r#"lane agent "Agent"  flow hello "Halo" { step greet by agnt "Salam"  end done "Selesai" }"#;

/// A running watch.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(args: &[&str], path: &Path) -> Self {
        let mut command = sop(&["check", "--watch"]);
        let mut child =
            command.args(args).arg(path).stdout(Stdio::piped()).spawn().expect("the program starts");
        let out = child.stdout.take().expect("its output is piped");
        let (send, lines) = mpsc::channel();
        std::thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
        });
        Self { child, lines }
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line comes")
    }

    /// Reads until a line has these words in it; gives it.
    fn until(&self, words: &str) -> String {
        loop {
            let line = self.line();
            if line.contains(words) {
                return line;
            }
        }
    }

    fn interrupt(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill can be run").success());
        assert_eq!(self.child.wait().expect("it ends").code(), Some(0));
        assert_eq!(self.lines.recv().ok(), None, "nothing is printed at the end");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// As editors save: beside it first, then over it.
fn save(path: &Path, text: &str) {
    let beside = path.with_extension("sop~");
    fs::write(&beside, text).expect("a file can be written");
    fs::rename(beside, path).expect("a file can be renamed");
}

#[test]
fn each_change_is_checked_and_told_in_one_line_of_json() {
    let folder = folder();
    let book = folder.path().join("book");
    fs::create_dir(&book).expect("a folder can be made");
    fs::write(book.join("a.sop"), SOUND).expect("a file can be written");
    let watch = Watch::start(&["--json"], &book);
    let sound = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).expect("each line is a JSON document");
        assert!(value["took_ms"].is_number(), "{line}");
        value["sound"].as_bool().expect("it says whether the book is sound")
    };
    assert!(sound(&watch.line()));

    save(&book.join("a.sop"), FAULTY);
    let line = watch.line();
    assert!(!sound(&line) && line.contains("agnt"), "{line}");
    save(&book.join("a.sop"), SOUND);
    assert!(sound(&watch.line()));

    // A new file in a new folder, renamed, removed.
    fs::create_dir(book.join("more")).expect("a folder can be made");
    fs::write(book.join("more/b.sop"), "lan").expect("a file can be written");
    let line = watch.until("more/b.sop");
    assert!(!sound(&line) && line.contains("more/b.sop"), "{line}");
    fs::rename(book.join("more/b.sop"), book.join("more/c.sop")).expect("a file can be renamed");
    assert!(!sound(&watch.until("more/c.sop")));
    fs::remove_file(book.join("more/c.sop")).expect("a file can be removed");
    assert!(sound(&watch.line()));

    // The whole book goes and comes back, as another folder under the same name.
    fs::rename(&book, folder.path().join("away")).expect("a folder can be renamed");
    let line = watch.line();
    assert!(!sound(&line) && line.contains("there is no file or folder"), "{line}");
    fs::create_dir(&book).expect("a folder can be made");
    save(&book.join("a.sop"), FAULTY);
    watch.until("agnt");
    // And is watched as before.
    save(&book.join("a.sop"), SOUND);
    assert!(sound(&watch.line()));
    watch.interrupt();
}

#[test]
fn a_burst_of_changes_is_merged() {
    let folder = folder();
    let file = folder.path().join("a.sop");
    fs::write(&file, SOUND).expect("a file can be written");
    let watch = Watch::start(&["--json"], folder.path());
    watch.until("\"sound\":true");
    let changes = 200;
    for n in 0..changes {
        save(&file, &FAULTY.replace("agnt", &format!("agnt_{n}")));
    }
    save(&file, &format!("{SOUND} // well"));
    let mut told = 1;
    while !watch.line().contains("\"sound\":true") {
        told += 1;
    }
    assert!(told < changes / 2, "{told} of {changes} changes were told one by one");
    watch.interrupt();
}

#[test]
fn people_read_the_findings_or_one_line() {
    let folder = folder();
    let file = folder.path().join("a.sop");
    fs::write(&file, SOUND).expect("a file can be written");
    let watch = Watch::start(&[], &file);
    let line = watch.line();
    assert!(line.contains("1 file, 1 flow, 2 steps - sound (") && line.contains(" ms, at "), "{line}");
    save(&file, FAULTY);
    let first = watch.line();
    assert!(first.contains("there is no lane `agnt`"), "{first}");
    let last = watch.until(" ms, at ");
    assert!(last.starts_with("1 error"), "{last}");
    // Alone or not, the file is what is watched: what lies beside it doesn't matter.
    fs::write(folder.path().join("b.sop"), "lan").expect("a file can be written");
    fs::remove_file(&file).expect("a file can be removed");
    watch.until("there is no file or folder");
    save(&file, SOUND);
    watch.until("sound");
    watch.interrupt();
}

#[test]
fn it_ends_when_nobody_reads_it() {
    let folder = folder();
    let file = folder.path().join("a.sop");
    fs::write(&file, SOUND).expect("a file can be written");
    let mut child =
        sop(&["check", "--watch"]).arg(&file).stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut out = BufReader::new(child.stdout.take().expect("its output is piped"));
    let mut line = String::new();
    out.read_line(&mut line).expect("a line comes");
    drop(out);
    save(&file, FAULTY);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn what_is_not_there_is_not_waited_for() {
    let folder = folder();
    let missing = folder.path().join("nothing");
    let ran = run(&["check", "--watch", missing.to_str().expect("the path is UTF-8")]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("there is no file or folder"), "{}", ran.err);
}
