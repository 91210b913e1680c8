//! `sop check --watch`: checks again whenever the book changes on disk, until Ctrl-C.
//!
//! What the system tells of changes only wakes it; what changed is found by reading the book again. So an editor that
//! saves by renaming, a burst of changes, a folder that goes and comes back need no cases of their own.

use crate::args::Check;
use crate::exit::{self, Exit, Failure};
use crate::output;
use crate::speech::say;
use notify::{EventKind, RecursiveMode, Watcher};
use sop::diagnostic::render;
use sop::folder::{self, FolderError};
use sop::{Compiled, Sources, Workspace, words};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// Changes that follow each other so closely are one.
const QUIET: Duration = Duration::from_millis(40);
/// After so long it is checked although changes go on.
const BURST_MAX: Duration = Duration::from_millis(500);
/// How often it is looked whether the book's folder is still the same one: nobody tells that it went or came.
const LOOK: Duration = Duration::from_millis(500);

/// What wakes the watch.
enum Wake {
    Changed,
    Stop,
}

/// Checks, and again after each change, until it is stopped.
pub(crate) fn run(args: &Check) -> Result<Exit, Failure> {
    // A path that was mistyped is told at once, not waited for.
    folder::folders(&args.path)?;
    let (send, wakes) = mpsc::channel();
    stop_on_signal(send.clone())?;
    let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // To look at a file is no change; the check itself does so.
        if !event.is_ok_and(|e| matches!(e.kind, EventKind::Access(_))) {
            // The other side is gone when the program ends.
            let _ = send.send(Wake::Changed);
        }
    })
    .map_err(Failure::Watch)?;
    let mut folders = Folders { watcher, watched: BTreeMap::new() };
    let mut book = Watched { args, workspace: Workspace::new(), shown: None };
    loop {
        // The folders first: what changes while the book is read wakes it again.
        folders.follow(&args.path)?;
        if !book.check()? || matches!(wait(&wakes, &folders), Wake::Stop) {
            return Ok(Exit::Sound);
        }
    }
}

/// Waits for a change and until it is quiet again.
fn wait(wakes: &Receiver<Wake>, folders: &Folders) -> Wake {
    loop {
        match wakes.recv_timeout(LOOK) {
            Ok(Wake::Changed) => break,
            Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return Wake::Stop,
            Err(RecvTimeoutError::Timeout) if folders.went_or_came() => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
    let first = Instant::now();
    while first.elapsed() < BURST_MAX {
        match wakes.recv_timeout(QUIET) {
            Ok(Wake::Changed) => {}
            Ok(Wake::Stop) => return Wake::Stop,
            Err(_) => break,
        }
    }
    Wake::Changed
}

/// Ctrl-C and the system's request to end.
fn stop_on_signal(send: Sender<Wake>) -> Result<(), Failure> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::Terminal)?;
    // From here on, not from when the thread comes to run: a signal must not kill a watch that has begun.
    let signals = {
        let _inside = runtime.enter();
        Signals::listen().map_err(Failure::Terminal)?
    };
    std::thread::spawn(move || {
        runtime.block_on(signals.first());
        let _ = send.send(Wake::Stop);
    });
    Ok(())
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn first(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn first(mut self) {
        self.0.recv().await;
    }
}

/// Which folder it is, not only how it is called; `None` if it is not there.
type Identity = Option<(u64, u64)>;

fn identity(folder: &Path) -> Identity {
    let meta = std::fs::metadata(folder).ok()?;
    #[cfg(unix)]
    let identity = {
        use std::os::unix::fs::MetadataExt;
        (meta.dev(), meta.ino())
    };
    #[cfg(not(unix))]
    let identity = (0, meta.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs());
    Some(identity)
}

/// The folders of the book, each watched by itself: what the book leaves out is not watched either.
struct Folders {
    watcher: notify::RecommendedWatcher,
    watched: BTreeMap<PathBuf, Identity>,
}

impl Folders {
    /// Watches the folders that the book has now. When it can't be found, those that it had are kept.
    fn follow(&mut self, path: &Path) -> Result<(), Failure> {
        let Ok(folders) = folder::folders(path) else {
            // What is gone is no longer watched by the system: it must be begun anew when it comes back.
            self.watched
                .iter_mut()
                .for_each(|(folder, known)| *known = known.filter(|_| identity(folder).is_some()));
            return Ok(());
        };
        let now: BTreeMap<PathBuf, Identity> =
            folders.into_iter().map(|folder| (folder.clone(), identity(&folder))).collect();
        for (folder, known) in &self.watched {
            if now.get(folder) != Some(known) {
                // It may be gone already.
                let _ = self.watcher.unwatch(folder);
            }
        }
        for (folder, new) in &now {
            if self.watched.get(folder) != Some(new)
                && let Err(e) = self.watcher.watch(folder, RecursiveMode::NonRecursive)
                // One that has just gone is seen by the next look.
                && identity(folder).is_some()
            {
                return Err(Failure::Watch(e));
            }
        }
        self.watched = now;
        Ok(())
    }

    /// Is one of the folders gone, or another one in its place?
    fn went_or_came(&self) -> bool {
        self.watched.iter().any(|(folder, known)| identity(folder) != *known)
    }
}

/// The book, and what was shown of it last.
struct Watched<'a> {
    args: &'a Check,
    workspace: Workspace,
    shown: Option<Result<Sources, String>>,
}

impl Watched<'_> {
    /// Reads the book and, if it is not what it was, checks and shows it. False when nobody reads what is printed.
    fn check(&mut self) -> Result<bool, Failure> {
        let begun = Instant::now();
        let read = folder::read(&self.args.path).map_err(|e| told(&e));
        if self.shown.as_ref() == Some(&read) {
            return Ok(true);
        }
        let text = match &read {
            Ok(sources) => {
                let compiled = self.workspace.compile(sources);
                self.findings(&compiled, sources, begun)?
            }
            Err(why) if self.args.json => line(
                &serde_json::json!({ "sound": false, "failure": why, "took_ms": ms(begun), "findings": [] }),
            )?,
            Err(why) => format!("sop: {why}\n{}\n", say(words!("watch-waiting"))),
        };
        self.shown = Some(read);
        if !self.args.json {
            output::clear_screen();
        }
        output::print_while_read(&text)
    }

    fn findings(&self, compiled: &Compiled, sources: &Sources, begun: Instant) -> Result<String, Failure> {
        let sound = !super::faulty(self.args, compiled);
        if self.args.json {
            let findings = render::json(&compiled.findings, sources, output::lang());
            return line(&serde_json::json!({ "sound": sound, "took_ms": ms(begun), "findings": findings }));
        }
        let mut text = render::render(&compiled.findings, sources, &output::rendering());
        let count = render::summary(&compiled.findings, output::lang());
        let result = match &compiled.book {
            Some(book) if sound => super::sound(self.args, book),
            _ => count.trim_end().to_owned(),
        };
        let (count, separator) = if sound && !count.is_empty() { (count.trim_end(), "; ") } else { ("", "") };
        let now = chrono::Local::now().format("%H:%M:%S").to_string();
        let result = format!("{count}{separator}{result}");
        let took = format!("{:.0}", ms(begun));
        text.push_str(&format!("{}\n", say(words!("watch-time", result = result, ms = took, time = now))));
        Ok(text)
    }
}

fn told(error: &FolderError) -> String {
    let why = say(exit::folder(error));
    match std::error::Error::source(error) {
        Some(source) => format!("{why}: {}", say(exit::cause(source))),
        None => why,
    }
}

fn line(value: &serde_json::Value) -> Result<String, Failure> {
    let mut text = serde_json::to_string(value).map_err(|e| Failure::Terminal(e.into()))?;
    text.push('\n');
    Ok(text)
}

fn ms(since: Instant) -> f64 {
    // Tenths are enough, and read better.
    (since.elapsed().as_secs_f64() * 10_000.0).round() / 10.0
}
