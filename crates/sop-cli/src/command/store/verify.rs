//! `sop store verify`: everything that is wrong with a store, for people and for programs.

use super::{shown, there};
use crate::args::StoreVerify;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::speech::say;
use sop::diagnostic::Words;
use sop::upkeep::{self, Damage, Survey};
use sop::words;
use std::collections::BTreeSet;

/// Reads the store and reports.
pub(super) fn run(args: &StoreVerify) -> Result<Exit, Failure> {
    let path = &args.store.store;
    there(path)?;
    let survey = upkeep::verify(path)?;
    if args.json {
        output::json(&json(&shown(path), &survey))?;
    } else {
        output::print(&text(&shown(path), &survey))?;
    }
    Ok(if survey.is_whole() { Exit::Sound } else { Exit::Faulty })
}

fn text(path: &str, survey: &Survey) -> String {
    let line = |words: Words| format!("{}\n", say(words));
    if survey.is_whole() {
        return line(words!("store-whole", path = path, cases = survey.cases, entries = survey.entries));
    }
    let cases: BTreeSet<u64> = survey.damage.iter().filter_map(|d| Some(d.case()?.0)).collect();
    let mut text = line(words!("store-hurt", path = path));
    for damage in &survey.damage {
        text.push_str(&format!("  {}\n", say(told(damage))));
    }
    text.push('\n');
    text.push_str(&line(words!("store-hurt-count", count = survey.damage.len(), cases = cases.len())));
    if !cases.is_empty() {
        let names = cases.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        text.push_str(&line(words!("store-hurt-whose", cases = cases.len(), names = names)));
    }
    text.push_str(&line(words!("store-hurt-next", path = path)));
    text
}

/// One thing that is wrong.
fn told(damage: &Damage) -> Words {
    match damage {
        Damage::Header { said } => words!("damage-header", said = said),
        Damage::Log { said } => words!("damage-log", said = said),
        Damage::LogLost => words!("damage-log-lost"),
        Damage::Structure { said } => words!("damage-structure", said = said),
        Damage::Row { table, case: None, key } => words!("damage-row", table = *table, key = key),
        Damage::Row { table, case: Some(case), key } => {
            words!("damage-row-case", case = case.0, table = *table, key = key)
        }
        Damage::Snapshot { case } => words!("damage-snapshot", case = case.0),
        Damage::Count { table, case: None, found, written } => {
            words!("damage-count", table = *table, found = *found, written = *written)
        }
        Damage::Count { table, case: Some(case), found, written } => {
            words!("damage-count-case", case = case.0, table = *table, found = *found, written = *written)
        }
        Damage::OtherRows { table } => words!("damage-other-rows", table = *table),
        Damage::OutOfTurn { table, case, key } => {
            words!("damage-out-of-turn", case = case.0, table = *table, key = key)
        }
        Damage::State { case } => words!("damage-state", case = case.0),
        Damage::Replay { case, why } => words!("damage-replay", case = case.0, why = why),
        Damage::Unreadable { table, said } => words!("damage-unreadable", table = *table, said = said),
        other => Words::verbatim(other.to_string()),
    }
}

fn json(path: &str, survey: &Survey) -> serde_json::Value {
    let damage = survey.damage.iter().map(|damage| {
        serde_json::json!({
            "table": damage.table(),
            "case": damage.case(),
            "what": say(told(damage)),
        })
    });
    serde_json::json!({
        "store": path,
        "whole": survey.is_whole(),
        "cases": survey.cases,
        "inputs": survey.entries,
        "damage": damage.collect::<Vec<_>>(),
    })
}
