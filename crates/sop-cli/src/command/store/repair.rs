//! `sop store repair`: what became of each case.

use super::{shown, there};
use crate::args::StoreRepair;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::speech::say;
use sop::diagnostic::Words;
use sop::upkeep::{self, Fate, Loss, Part, Repair};
use sop::{CaseId, words};
use std::collections::BTreeSet;

/// Salvages, and reports.
pub(super) fn run(args: &StoreRepair) -> Result<Exit, Failure> {
    there(&args.from)?;
    let repair = upkeep::repair(&args.from, &args.to)?;
    if args.json {
        output::json(&json(args, &repair))?;
    } else {
        output::print(&text(args, &repair))?;
    }
    Ok(if repair.is_complete() { Exit::Sound } else { Exit::Faulty })
}

fn text(args: &StoreRepair, repair: &Repair) -> String {
    let line = |words: Words| format!("{}\n", say(words));
    let mut text = String::new();
    for (case, fate) in &repair.cases {
        text.push_str(&format!("  {}\n", say(words!("repair-case", case = case.0, fate = told(fate)))));
    }
    let count = |of: fn(&Fate) -> bool| repair.cases.values().filter(|fate| of(fate)).count();
    let rebuilt = count(|fate| matches!(fate, Fate::Rebuilt(_) | Fate::Doubtful(_)));
    let lost = count(|fate| matches!(fate, Fate::Lost(_)));
    text.push_str(&line(words!("repair-count", kept = repair.kept, rebuilt = rebuilt, lost = lost)));
    for note in notes(repair) {
        text.push_str(&line(note));
    }
    text.push_str(&line(words!("repair-made", to = shown(&args.to), from = shown(&args.from))));
    text
}

/// What concerns more than one case.
fn notes(repair: &Repair) -> Vec<Words> {
    let all = match repair.all_seen {
        Some(true) => None,
        Some(false) => Some(words!("repair-not-all")),
        None => Some(words!("repair-all-unknown")),
    };
    let doubtful = repair.cases.values().any(|fate| matches!(fate, Fate::Doubtful(_)));
    let doubtful = doubtful.then(|| words!("repair-doubtful-next"));
    let effects = match repair.effects_lost {
        Some(false) => None,
        Some(true) => Some(words!("repair-effects-lost")),
        None => Some(words!("repair-effects-unknown")),
    };
    let books = (!repair.editions_lost.is_empty()).then(|| words!("repair-book-lost"));
    [all, doubtful, effects, books].into_iter().flatten().collect()
}

fn told(fate: &Fate) -> Words {
    match fate {
        Fate::Rebuilt(parts) => words!("repair-rebuilt", parts = listed(parts)),
        Fate::Doubtful(parts) => words!("repair-doubtful", parts = listed(parts)),
        Fate::Lost(Loss::Row { found }) => words!("repair-lost-row", found = *found),
        Fate::Lost(Loss::Journal { found, written }) => {
            words!("repair-lost-journal", found = *found, written = *written)
        }
        Fate::Lost(Loss::Book) => words!("repair-lost-book"),
        Fate::Lost(Loss::Replay { why }) => words!("repair-lost-replay", why = why),
        other => Words::verbatim(format!("{other:?}")),
    }
}

fn listed(parts: &BTreeSet<Part>) -> String {
    parts.iter().map(|p| say(part(*p))).collect::<Vec<_>>().join(", ")
}

fn part(part: Part) -> Words {
    match part {
        Part::Row => words!("repair-row"),
        Part::State => words!("repair-state"),
        Part::Timers => words!("repair-timers"),
        Part::Tasks => words!("repair-tasks"),
        Part::Requests => words!("repair-requests"),
        Part::Actions => words!("repair-actions"),
        other => Words::verbatim(format!("{other:?}")),
    }
}

fn json(args: &StoreRepair, repair: &Repair) -> serde_json::Value {
    let case = |(case, fate): (&CaseId, &Fate)| {
        let kind = match fate {
            Fate::Rebuilt(_) => "rebuilt",
            Fate::Doubtful(_) => "doubtful",
            _ => "lost",
        };
        serde_json::json!({ "case": case, "fate": kind, "what": say(told(fate)) })
    };
    serde_json::json!({
        "from": shown(&args.from),
        "to": shown(&args.to),
        "complete": repair.is_complete(),
        "all_seen": repair.all_seen,
        "effects_lost": repair.effects_lost,
        "editions_lost": repair.editions_lost.len(),
        "kept": repair.kept,
        "cases": repair.cases.iter().map(case).collect::<Vec<_>>(),
    })
}
