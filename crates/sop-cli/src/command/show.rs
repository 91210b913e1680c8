//! `sop show CASE`.

use crate::args::Show;
use crate::desk::{host, words};
use crate::exit::{Exit, Failure};
use crate::{book, output};
use sop::{CaseId, CaseStatus, CaseView, Engine, JournalView};
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
    let names = words::Names { book: engine.book(), flow: &case.flow };
    let status = match &case.status {
        CaseStatus::Open => "masih berjalan".to_owned(),
        CaseStatus::Ended(outcome) => format!("selesai: {outcome}"),
        CaseStatus::Cancelled => "dibatalkan".to_owned(),
    };
    let mut text = format!("Kasus {} · {} ({}) · {status}\n", case.id.0, case.label, case.flow);
    if let Some(parent) = case.parent {
        text.push_str(&format!("dimulai oleh kasus {}\n", parent.0));
    }
    for child in &case.children {
        text.push_str(&format!("memulai kasus {} ({})\n", child.case.0, child.flow));
    }
    let mut day = String::new();
    for entry in journal {
        let this = words::day(entry.at, zone);
        if this != day {
            text.push_str(&format!("\n{this} ({})\n", zone.name));
            day = this;
        }
        let actor = entry.actor.as_ref().map(|a| format!(" [{a}]")).unwrap_or_default();
        text.push_str(&format!(
            "{:>4}  {}  {}{actor}\n",
            entry.position,
            words::clock(entry.at, zone),
            words::input(&entry.input, names)
        ));
        for effect in entry.effects.iter().filter_map(|e| words::effect(e, names, args.language)) {
            text.push_str(&format!("                {effect}\n"));
        }
    }
    if case.status == CaseStatus::Open {
        text.push_str("\nsekarang:\n");
        text.push_str(&case.tokens.iter().map(|t| format!("  ▸ {}\n", t.label)).collect::<String>());
        for timer in &case.timers {
            text.push_str(&format!("  ⏲ {} {}\n", words::clock(timer.due, zone), words::timer(timer, names)));
        }
    }
    text
}
