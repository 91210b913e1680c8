//! `sop show CASE`.

use crate::args::Show;
use crate::desk::{host, phrases};
use crate::exit::{Exit, Failure};
use crate::speech::say;
use crate::{book, output};
use sop::diagnostic::Words;
use sop::{CaseId, CaseStatus, CaseView, Engine, JournalView, words};
use std::collections::BTreeMap;

/// Shows a case. Looks only: nothing is stored, armed or done.
pub(crate) fn run(args: &Show) -> Result<Exit, Failure> {
    super::runtime()?.block_on(show(args))
}

async fn show(args: &Show) -> Result<Exit, Failure> {
    let book = book::sound(&args.book.book)?;
    let store = super::existing_store(&args.store.store)?;
    // The case runs on the settings that it began with; those given here only have to fit.
    let settings: BTreeMap<_, _> = book
        .settings
        .iter()
        .filter(|s| s.default.is_none())
        .map(|s| (s.name.clone(), host::example(&s.name, &s.ty, "1")))
        .collect();
    let builder = Engine::builder(book.clone()).settings(settings).store(store);
    let engine = host::simulate(builder, &book).build_to_look().await?;
    let found = (engine.case(CaseId(args.case)).await, engine.journal(CaseId(args.case)).await);
    engine.shutdown().await;
    let (case, journal) = (found.0?, found.1?);
    if args.json {
        output::json(&serde_json::json!({ "case": case, "journal": journal }))?;
    } else {
        output::print(&timeline(args, &engine, &case, &journal))?;
    }
    Ok(Exit::Sound)
}

fn timeline(args: &Show, engine: &Engine, case: &CaseView, journal: &[JournalView]) -> String {
    let zone = &engine.book().zone;
    let names = phrases::Names { book: engine.book(), flow: &case.flow };
    let status = match &case.status {
        CaseStatus::Open => words!("show-under-way"),
        CaseStatus::Ended(outcome) => words!("show-ended", outcome = outcome),
        CaseStatus::Cancelled => words!("show-cancelled"),
    };
    let head = words!("show-head", case = case.id.0, label = &case.label, flow = &case.flow, status = status);
    let line = |words: Words| format!("{}\n", say(words));
    let mut text = line(head);
    if let Some(parent) = case.parent {
        text.push_str(&line(words!("show-parent", case = parent.0)));
    }
    for child in &case.children {
        text.push_str(&line(words!("show-child", case = child.case.0, flow = &child.flow)));
    }
    let mut day = String::new();
    for entry in journal {
        let this = phrases::day(entry.at, zone);
        if this != day {
            text.push_str(&format!("\n{this} ({})\n", zone.name));
            day = this;
        }
        let actor = entry.actor.as_ref().map(|a| format!(" [{a}]")).unwrap_or_default();
        text.push_str(&format!(
            "{:>4}  {}  {}{actor}\n",
            entry.position,
            phrases::clock(entry.at, zone),
            phrases::input(&entry.input, names)
        ));
        for effect in entry.effects.iter().filter_map(|e| phrases::effect(e, names, args.language)) {
            text.push_str(&format!("                {effect}\n"));
        }
    }
    if case.status == CaseStatus::Open {
        text.push_str(&format!("\n{}\n", say(words!("show-now"))));
        text.push_str(&case.tokens.iter().map(|t| format!("  ▸ {}\n", t.label)).collect::<String>());
        for timer in &case.timers {
            text.push_str(&format!(
                "  ⏲ {} {}\n",
                phrases::clock(timer.due, zone),
                phrases::timer(timer, names)
            ));
        }
    }
    text
}
