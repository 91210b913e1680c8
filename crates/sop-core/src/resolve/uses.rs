//! `use`: which file may speak of what another defines.

use crate::diagnostic::{Code, Finding, Gathered, Value, names};
use crate::source::{FileId, Sources, Span};
use crate::syntax::recover::nearest;
use crate::syntax::tree::{File, Item};
use crate::words;
use std::collections::{BTreeMap, BTreeSet};

/// For each file, by its number, the files whose names it sees, in order.
#[derive(Debug)]
pub(super) struct Visible(Vec<Vec<FileId>>);

impl Visible {
    /// Sees the one file the names of the other?
    pub(super) fn sees(&self, from: FileId, other: FileId) -> bool {
        from == other || self.0.get(from.0 as usize).is_some_and(|sees| sees.binary_search(&other).is_ok())
    }
}

/// For each file the files whose names it sees: itself, those it uses, those they use.
pub(super) fn visible(files: &[&File], sources: &Sources, findings: &mut Gathered) -> Visible {
    let paths: BTreeMap<&str, FileId> = sources.iter().map(|(id, f)| (f.path.as_str(), id)).collect();
    let mut uses: BTreeMap<FileId, Vec<(FileId, Span)>> = BTreeMap::new();
    for file in files {
        for item in &file.items {
            let Item::Use(path) = item else { continue };
            let clean = path.value.trim_start_matches("./");
            if let Some(used) = paths.get(clean) {
                uses.entry(file.id).or_default().push((*used, path.at));
                continue;
            }
            let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
            let elsewhere = || paths.keys().copied().find(|p| name(p) == name(clean));
            let mend = nearest(clean, paths.keys().copied()).or_else(elsewhere).map_or_else(
                || words!("unknown-file.mend", names = shown(&paths)),
                |near| words!("unknown-file.mend-near", near = near),
            );
            findings.push(
                Finding::new(Code::UnknownFile, path.at, words!("unknown-file", path = &path.value))
                    .here(words!("unknown-file.here"))
                    .mend(mend),
            );
        }
    }
    circles(files, &uses, sources, findings);
    let mut visible = Visible(vec![Vec::new(); sources.iter().count()]);
    for file in files {
        if let Some(sees) = visible.0.get_mut(file.id.0 as usize) {
            *sees = closure(file.id, &uses).into_iter().collect();
        }
    }
    visible
}

fn shown(paths: &BTreeMap<&str, FileId>) -> Value {
    let mut shown: Vec<&str> = paths.keys().copied().take(12).collect();
    if paths.len() > shown.len() {
        shown.push("…");
    }
    names(shown)
}

fn closure(of: FileId, uses: &BTreeMap<FileId, Vec<(FileId, Span)>>) -> BTreeSet<FileId> {
    let mut seen = BTreeSet::from([of]);
    let mut todo = vec![of];
    while let Some(file) = todo.pop() {
        for (used, _) in uses.get(&file).into_iter().flatten() {
            if seen.insert(*used) {
                todo.push(*used);
            }
        }
    }
    seen
}

/// Reports each `use` that closes a circle, by a walk in depth without recursion.
fn circles(
    files: &[&File],
    uses: &BTreeMap<FileId, Vec<(FileId, Span)>>,
    sources: &Sources,
    findings: &mut Gathered,
) {
    let name = |id: FileId| sources.get(id).map_or("", |f| f.path.as_str());
    let mut done: BTreeSet<FileId> = BTreeSet::new();
    for file in files {
        // The way from `file` to where the walk stands, each with the next `use` to look at.
        let mut way: Vec<(FileId, usize)> = vec![(file.id, 0)];
        while let Some((here, next)) = way.last_mut() {
            let here_id = *here;
            let Some((used, at)) =
                uses.get(here).and_then(|u| u.get(*next)).copied().filter(|_| !done.contains(&here_id))
            else {
                done.insert(here_id);
                way.pop();
                continue;
            };
            *next += 1;
            if let Some(from) = way.iter().position(|(f, _)| *f == used) {
                let mut circle: Vec<&str> = way[from..].iter().map(|(f, _)| name(*f)).collect();
                circle.push(name(used));
                findings.push(
                    Finding::new(Code::UseCircle, at, words!("use-circle", files = circle.join("` -> `")))
                        .here(words!("use-circle.here"))
                        .mend(words!("use-circle.mend")),
                );
            } else if !done.contains(&used) {
                way.push((used, 0));
            }
        }
    }
}
