//! `sop cases move`: cases under way go over to the book as it is now.

use crate::args::{CasesMove, Language};
use crate::desk::command::pair;
use crate::desk::{host, value};
use crate::exit::{Exit, Failure};
use crate::{book, output};
use sop::engine::words;
use sop::engine::{CaseMove, MoveOutcome, MoveReport};
use sop::model::Book;
use sop::{CaseId, Engine, Meta, Value};
use std::collections::BTreeMap;

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
        output::print(&text(&report, args.apply, args.language))?;
    }
    let all = report.cases.iter().all(|c| c.outcome == MoveOutcome::Moves);
    Ok(if all { Exit::Sound } else { Exit::Faulty })
}

fn settings(book: &Book, with: &[String]) -> Result<BTreeMap<String, Value>, Failure> {
    let mut settings = BTreeMap::new();
    for word in with {
        let (name, text) = pair(word).map_err(|e| Failure::Usage(e.to_string()))?;
        let setting = book.settings.iter().find(|s| s.name == name);
        let setting = setting.ok_or_else(|| Failure::Usage(format!("the book has no setting `{name}`")))?;
        let value = value::read(&text, &setting.ty, book.zone.offset_minutes)
            .map_err(|e| Failure::Usage(format!("the setting `{name}`: {e}")))?;
        settings.insert(name, value);
    }
    let missing = book.settings.iter().filter(|s| s.default.is_none() && !settings.contains_key(&s.name));
    let missing: Vec<_> = missing.map(|s| format!("--with {}=…", s.name)).collect();
    if missing.is_empty() {
        return Ok(settings);
    }
    Err(Failure::Usage(format!(
        "the moved cases need values for settings of the book: {}",
        missing.join(" ")
    )))
}

fn text(report: &MoveReport, applied: bool, language: Language) -> String {
    let id = language == Language::Id;
    if report.cases.is_empty() {
        let text = if id {
            "Semua kasus yang berjalan sudah memakai revisi ini.\n"
        } else {
            "All cases under way run on this revision already.\n"
        };
        return text.to_owned();
    }
    let mut text = String::new();
    for case in &report.cases {
        text.push_str(&line(case, applied, language));
    }
    let (moving, staying) = (report.moving(), report.cases.len() - report.moving());
    text.push_str(&match (id, applied) {
        (true, true) => format!("\n{moving} kasus dipindahkan, {staying} kasus tetap memakai revisi lamanya.\n"),
        (true, false) => format!(
            "\n{moving} kasus dapat dipindahkan, {staying} kasus akan tetap memakai revisi lamanya. Belum ada yang dipindahkan; \
             tambahkan --apply untuk memindahkan.\n"
        ),
        (false, true) => format!("\n{moving} moved; {staying} stay on their old revision.\n"),
        (false, false) => format!(
            "\n{moving} can move; {staying} would stay on their old revision. Nothing has been moved yet; add --apply to move.\n"
        ),
    });
    text
}

fn line(case: &CaseMove, applied: bool, language: Language) -> String {
    let id = language == Language::Id;
    let head = format!("{:>6}  {:<22} ", case.case.0, case.flow);
    match &case.outcome {
        MoveOutcome::Moves => {
            let word = match (id, applied) {
                (true, true) => "dipindahkan",
                (true, false) => "dapat dipindahkan",
                (false, true) => "moved",
                (false, false) => "can move",
            };
            format!("{head}{word}\n")
        }
        MoveOutcome::StaysWith { case } => {
            let word = if id { "tetap, bersama kasus" } else { "stays, together with case" };
            format!("{head}{word} {}\n", case.0)
        }
        MoveOutcome::Stays { reasons } => {
            let mut text = format!("{head}{}\n", if id { "tetap, karena:" } else { "stays:" });
            for reason in reasons {
                text.push_str(&format!("{:>8}- {}\n", "", words::reason(reason, language.code())));
            }
            text
        }
        other => format!("{head}{other:?}\n"),
    }
}
