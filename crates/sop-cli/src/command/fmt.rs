//! `sop fmt [PATH]`.

mod changes;

use crate::args::Fmt;
use crate::exit::{Exit, Failure, Verb};
use crate::output;
use crate::save::{self, SaveError};
use crate::speech::say;
use sop::diagnostic::{Finding, Words, render};
use sop::format::{FormatError, format_file};
use sop::source::{FileId, limits};
use sop::{Sources, words};
use std::io::Read;
use std::path::Path;

/// Stands for standard input.
const STDIN: &str = "-";

/// Lays files out, or says which it would.
pub(crate) fn run(args: &Fmt) -> Result<Exit, Failure> {
    if args.path == Path::new(STDIN) {
        return stdin(args);
    }
    let paths = sop::folder::files(&args.path)?;
    let mut told = Told::new(args);
    for path in paths {
        told.file(&path)?;
    }
    told.end()
}

/// A file, and what became of it.
struct File {
    sources: Sources,
    bytes: Vec<u8>,
    state: State,
}

enum State {
    Same,
    /// The new text.
    Changed(String),
    /// There are mistakes in its text.
    Mistaken(Vec<Finding>),
    /// The formatter itself is mistaken.
    Unsafe,
}

impl File {
    fn of(path: &str, bytes: Vec<u8>) -> Self {
        let mut sources = Sources::new();
        let id = sources.add_bytes(path, &bytes);
        let state = match format_file(&sources, id) {
            Ok(text) if text.as_bytes() == bytes => State::Same,
            Ok(text) => State::Changed(text),
            Err(FormatError::Unreadable(findings)) => State::Mistaken(findings),
            Err(FormatError::Unsafe) => State::Unsafe,
        };
        Self { sources, bytes, state }
    }

    fn before(&self) -> &str {
        self.sources.get(FileId(0)).map_or("", |file| file.text.as_str())
    }

    fn findings(&self, findings: &[Finding]) -> String {
        let mut text = render::render(findings, &self.sources, &output::rendering());
        text.push_str(&super::explain::hint(findings, output::lang()));
        text
    }
}

/// What is told of one file after the other.
struct Told<'a> {
    args: &'a Fmt,
    exit: Exit,
    /// For machines.
    files: Vec<serde_json::Value>,
    changed: usize,
    same: usize,
    left: usize,
}

impl<'a> Told<'a> {
    const fn new(args: &'a Fmt) -> Self {
        Self { args, exit: Exit::Sound, files: Vec::new(), changed: 0, same: 0, left: 0 }
    }

    fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let name = path.display().to_string();
        let file = match read(path) {
            Ok(bytes) => File::of(&name, bytes),
            Err(failure) => {
                self.failed(&name, &failure);
                return Ok(());
            }
        };
        match &file.state {
            State::Same => {
                self.same += 1;
                self.data(&name, "same", &serde_json::Value::Null);
            }
            State::Changed(text) if self.args.check => {
                self.worse(Exit::Faulty);
                self.changed += 1;
                let diff = changes::plain(&name, file.before(), text);
                self.data(&name, "changed", &serde_json::json!({ "diff": diff }));
                let shown = changes::shown(file.before(), text);
                self.text(&format!("{}\n{shown}\n", say(words!("fmt-would", path = name))))?;
            }
            State::Changed(text) => match save::replace(path, &file.bytes, text.as_bytes()) {
                Ok(()) => {
                    self.changed += 1;
                    self.data(&name, "changed", &serde_json::Value::Null);
                    self.text(&format!("{}\n", say(words!("fmt-laid-out", path = name))))?;
                }
                Err(SaveError::Changed) => {
                    let why = words!("fmt-changed-meanwhile", path = name.clone());
                    self.failed(&name, &Failure::Usage(why));
                }
                Err(SaveError::Io(source)) => {
                    let failure = Failure::File { path: path.to_owned(), verb: Verb::Written, source };
                    self.failed(&name, &failure);
                }
            },
            State::Mistaken(findings) => {
                self.worse(Exit::Faulty);
                self.left += 1;
                let data = render::json(findings, &file.sources, output::lang());
                self.data(&name, "mistaken", &serde_json::json!({ "findings": data }));
                let text = file.findings(findings);
                self.text(&format!("{text}{}\n\n", say(words!("fmt-left", path = name))))?;
            }
            State::Unsafe => {
                self.failed(&name, &Failure::Usage(words!("fmt-unsafe", path = name.clone())));
            }
        }
        Ok(())
    }

    /// One file could not be laid out: it is told, and the others go on.
    fn failed(&mut self, name: &str, failure: &Failure) {
        self.worse(Exit::Failed);
        self.left += 1;
        self.data(name, "failed", &serde_json::json!({ "failure": say(failure.told()) }));
        if !self.args.json {
            output::failure(failure);
        }
    }

    fn worse(&mut self, exit: Exit) {
        if (exit as u8) > (self.exit as u8) {
            self.exit = exit;
        }
    }

    fn data(&mut self, name: &str, state: &str, more: &serde_json::Value) {
        let mut data = serde_json::json!({ "path": name, "state": state });
        if let (Some(data), Some(more)) = (data.as_object_mut(), more.as_object()) {
            data.extend(more.clone());
        }
        self.files.push(data);
    }

    fn text(&self, text: &str) -> Result<(), Failure> {
        if self.args.json { Ok(()) } else { output::print(text) }
    }

    fn end(self) -> Result<Exit, Failure> {
        if self.args.json {
            output::json(&serde_json::json!({ "files": self.files }))?;
        } else {
            let (files, changed, same, left) = (self.files.len(), self.changed, self.same, self.left);
            output::print(&format!("{}\n", say(counted(self.args.check, files, changed, same, left))))?;
        }
        Ok(self.exit)
    }
}

fn counted(check: bool, files: usize, changed: usize, same: usize, left: usize) -> Words {
    if files == same {
        words!("fmt-well", files = files)
    } else if check {
        words!("fmt-checked", files = files, changed = changed, same = same, left = left)
    } else {
        words!("fmt-done", files = files, changed = changed, same = same, left = left)
    }
}

/// Standard input to standard output. With a mistake nothing is printed there: an editor keeps the text that it has.
fn stdin(args: &Fmt) -> Result<Exit, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(limits::FILE_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(Failure::Terminal)?;
    let file = File::of(STDIN, bytes);
    if args.json {
        let mut told = Told::new(args);
        match &file.state {
            State::Same => told.data(STDIN, "same", &serde_json::json!({ "text": file.before() })),
            State::Changed(text) => {
                told.worse(if args.check { Exit::Faulty } else { Exit::Sound });
                told.data(STDIN, "changed", &serde_json::json!({ "text": text }));
            }
            State::Mistaken(findings) => {
                told.worse(Exit::Faulty);
                let data = render::json(findings, &file.sources, output::lang());
                told.data(STDIN, "mistaken", &serde_json::json!({ "findings": data }));
            }
            State::Unsafe => return Err(Failure::Usage(words!("fmt-unsafe", path = STDIN))),
        }
        return told.end();
    }
    match &file.state {
        State::Same if args.check => {}
        State::Same => output::raw(file.before())?,
        State::Changed(text) if args.check => {
            output::print(&changes::shown(file.before(), text))?;
            return Ok(Exit::Faulty);
        }
        State::Changed(text) => output::raw(text)?,
        State::Mistaken(findings) => {
            output::note(&file.findings(findings));
            return Ok(Exit::Faulty);
        }
        State::Unsafe => return Err(Failure::Usage(words!("fmt-unsafe", path = STDIN))),
    }
    Ok(Exit::Sound)
}

/// Reads a file as far as a file of a book may be long, and a byte more.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |source| Failure::File { path: path.to_owned(), verb: Verb::Read, source };
    // A pipe or a device can't be written back.
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(Failure::Usage(words!("fmt-no-file", path = path.display().to_string())));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(limits::FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}
