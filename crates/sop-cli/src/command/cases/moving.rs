//! `sop cases move`: cases under way go over to the book as it is now.

use crate::args::CasesMove;
use crate::desk::command::pair;
use crate::desk::{host, trouble, value};
use crate::exit::{Exit, Failure};
use crate::speech::{lang, say};
use crate::{book, output};
use sop::engine::words;
use sop::engine::{CaseMove, MoveOutcome, MoveReport};
use sop::model::Book;
use sop::{CaseId, Engine, Meta, Value, words};
use std::collections::BTreeMap;
use std::path::Path;

/// Plans the move, and makes it if asked to.
pub(crate) fn run(args: &CasesMove) -> Result<Exit, Failure> {
    crate::command::runtime()?.block_on(moved(args))
}

async fn moved(args: &CasesMove) -> Result<Exit, Failure> {
    let book = book::sound(&args.path)?;
    let settings = settings(&book, &args.with)?;
    let store = crate::command::existing_store(&args.store.store)?;
    // The actions are never run: whoever does the work goes on with them.
    let builder = Engine::builder(book.clone()).settings(settings).store(store);
    let builder = host::simulate(builder, &book);
    let engine = if args.apply { builder.build_to_move().await? } else { builder.build_to_look().await? };
    let only: Vec<CaseId> = args.case.iter().copied().map(CaseId).collect();
    let report = if args.apply {
        engine.move_cases(&only, Meta::new().actor("sop cases move")).await
    } else {
        engine.plan_move(&only).await
    };
    engine.shutdown().await;
    let report = report?;
    if args.json {
        output::json(&report)?;
    } else {
        output::print(&text(&report, args.apply))?;
    }
    let all = report.cases.iter().all(|c| c.outcome == MoveOutcome::Moves);
    Ok(if all { Exit::Sound } else { Exit::Faulty })
}

/// What a move to this book would do with the cases of a store. Changes nothing.
pub(in crate::command) fn plan(book: &Book, store: &Path, with: &[String]) -> Result<MoveReport, Failure> {
    crate::command::runtime()?.block_on(async {
        let settings = settings(book, with)?;
        let store = crate::command::existing_store(store)?;
        let builder = Engine::builder(book.clone()).settings(settings).store(store);
        let engine = host::simulate(builder, book).build_to_look().await?;
        let report = engine.plan_move(&[]).await;
        engine.shutdown().await;
        Ok(report?)
    })
}

fn settings(book: &Book, with: &[String]) -> Result<BTreeMap<String, Value>, Failure> {
    let mut settings = BTreeMap::new();
    for word in with {
        let (name, text) = pair(word).map_err(|e| Failure::Usage(trouble::command(&e)))?;
        let setting = book.settings.iter().find(|s| s.name == name);
        let setting = setting.ok_or_else(|| Failure::Usage(words!("setting-unknown", setting = &name)))?;
        let value = value::read(&text, &setting.ty, book.zone.offset_minutes)
            .map_err(|e| Failure::Usage(words!("setting-value", setting = &name, why = e.told())))?;
        settings.insert(name, value);
    }
    let missing = book.settings.iter().filter(|s| s.default.is_none() && !settings.contains_key(&s.name));
    let missing: Vec<_> = missing.map(|s| format!("--with {}=…", s.name)).collect();
    if missing.is_empty() {
        return Ok(settings);
    }
    Err(Failure::Usage(words!("move-needs-settings", missing = missing.join(" "))))
}

fn text(report: &MoveReport, applied: bool) -> String {
    if report.cases.is_empty() {
        return format!("{}\n", say(words!("move-nothing")));
    }
    let mut text = String::new();
    for case in &report.cases {
        text.push_str(&line(case, applied));
    }
    let (moving, staying) = (report.moving(), report.cases.len() - report.moving());
    let all = if applied {
        words!("move-made", moving = moving, staying = staying)
    } else {
        words!("move-planned", moving = moving, staying = staying)
    };
    text.push_str(&format!("\n{}\n", say(all)));
    text
}

/// What becomes of one case.
pub(in crate::command) fn line(case: &CaseMove, applied: bool) -> String {
    let head = format!("{:>6}  {:<22} ", case.case.0, case.flow);
    match &case.outcome {
        MoveOutcome::Moves => {
            let word = if applied { words!("case-moved") } else { words!("case-can-move") };
            format!("{head}{}\n", say(word))
        }
        MoveOutcome::StaysWith { case } => {
            format!("{head}{}\n", say(words!("case-stays-with", case = case.0)))
        }
        MoveOutcome::Stays { reasons } => {
            let mut text = format!("{head}{}\n", say(words!("case-stays")));
            for reason in reasons {
                text.push_str(&format!("{:>8}- {}\n", "", words::reason(reason, lang().code())));
            }
            text
        }
        other => format!("{head}{other:?}\n"),
    }
}
