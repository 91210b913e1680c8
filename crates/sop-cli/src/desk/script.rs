//! A run without a person. Each line that changes a case carries its number as the request's name; so a run that was
//! killed goes on where it was, and nothing is done twice.

use super::command::{self, Command};
use super::opening::Given;
use super::{Desk, DeskError, phrases, trouble};
use crate::exit::{Failure, Verb};
use crate::output;
use crate::speech::say;
use sop::diagnostic::Words;
use sop::{CaseId, Meta, Moment, words};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

/// A line of a script.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    number: usize,
    text: String,
    command: Command,
}

/// A script, read and understood as a whole before anything is done.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    lines: Vec<Line>,
}

impl Line {
    fn failure(&self, error: &DeskError) -> Failure {
        Failure::Script { line: self.number, text: self.text.clone(), why: trouble::desk(error) }
    }
}

/// Reads a script; `-` is standard input. What its first lines give goes to `given`.
pub(crate) fn read(path: &Path, given: &mut Given) -> Result<Script, Failure> {
    let unreadable = |source| Failure::File { path: path.to_owned(), verb: Verb::Read, source };
    let text = if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(unreadable)?;
        text
    } else {
        std::fs::read_to_string(path).map_err(unreadable)?
    };
    let mut lines: Vec<Line> = Vec::new();
    for (number, text) in (1..).zip(text.lines()) {
        let failure = |why: Words| Failure::Script { line: number, text: text.trim().to_owned(), why };
        match command::parse(text).map_err(|e| failure(trouble::command(&e)))? {
            None => {}
            Some(Command::At(at)) if lines.is_empty() => given.at = Some(at),
            Some(Command::With(values)) if lines.is_empty() => {
                drop(given.values.splice(0..0, values));
            }
            Some(Command::At(_) | Command::With(_)) => {
                return Err(failure(words!("only-first")));
            }
            Some(Command::Pick(_) | Command::Help | Command::Quit) => {
                return Err(failure(words!("not-in-script")));
            }
            Some(command) => lines.push(Line { number, text: text.trim().to_owned(), command }),
        }
    }
    Ok(Script { lines })
}

/// Runs a script to its end.
pub(crate) async fn run(desk: &Desk, script: &Script) -> Result<(), Failure> {
    let family = desk.family().await?;
    let began = family.iter().find(|c| c.id == desk.root).map_or(Moment(0), |c| c.began);
    let mut seen: BTreeMap<CaseId, usize> = BTreeMap::new();
    let mut done: BTreeSet<String> = BTreeSet::new();
    for case in &family {
        let journal = desk.engine.journal(case.id).await?;
        seen.insert(case.id, journal.len());
        done.extend(journal.into_iter().filter_map(|entry| entry.request));
    }
    if seen.values().sum::<usize>() == 1 {
        // A case that has just begun: show its first words as well.
        seen.clear();
    }
    // Where the clock has to stand is counted from the beginning: a run that goes on later comes to the same moments.
    let mut clock = began;
    let reached = family.iter().map(|c| c.last).max().unwrap_or(began);
    show(desk, &mut seen).await?;
    for line in &script.lines {
        let request = format!("script:{}", line.number);
        output::print(&format!("> {}\n", line.text))?;
        match &line.command {
            Command::Advance(ms) => {
                clock = Moment(clock.0.saturating_add(*ms));
                let time = desk.time.as_ref().ok_or_else(|| line.failure(&DeskError::RealClock))?;
                time.advance_to(clock).await;
            }
            Command::Expect(_) => {
                let passed =
                    clock < reached || done.iter().any(|r| number(r).is_some_and(|n| n > line.number));
                // Of lines that a run before this one has passed, the case tells no more.
                if !passed {
                    desk.carry_out(&line.command, Meta::new()).await.map_err(|e| line.failure(&e))?;
                }
            }
            _ if done.contains(&request) => output::print(&format!("  {}\n", say(words!("already-done"))))?,
            command => {
                let meta = Meta::new().request(request).actor("script");
                desk.carry_out(command, meta).await.map_err(|e| line.failure(&e))?;
            }
        }
        desk.engine.settled().await;
        show(desk, &mut seen).await?;
    }
    Ok(())
}

/// The line's number in a request's name.
fn number(request: &str) -> Option<usize> {
    request.strip_prefix("script:")?.parse().ok()
}

/// Prints what has happened since the last time.
pub(crate) async fn show(desk: &Desk, seen: &mut BTreeMap<CaseId, usize>) -> Result<(), Failure> {
    let book = desk.engine.book();
    let zone = &book.zone;
    for case in desk.family().await? {
        let names = phrases::Names { book, flow: &case.flow };
        let shown = seen.entry(case.id).or_default();
        for entry in desk.engine.journal(case.id).await?.iter().skip(*shown) {
            *shown += 1;
            let at = phrases::clock(entry.at, zone);
            let within = say(words!("desk-case-within", case = case.id.0));
            let mut text = format!("  {at} {within}  {}\n", phrases::input(&entry.input, names));
            for effect in entry.effects.iter().filter_map(|e| phrases::effect(e, names, desk.language)) {
                text.push_str(&format!("           {effect}\n"));
            }
            output::print(&text)?;
        }
    }
    Ok(())
}
