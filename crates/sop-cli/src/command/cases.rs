//! `sop cases`.

pub(super) mod moving;

use crate::args::{Cases, CasesCommand};
use crate::exit::{Exit, Failure};
use crate::output;
use crate::speech::say;
use sop::{CaseFilter, CaseRow, CaseStatus, Store, words};

/// Lists the cases of a store.
pub(crate) fn run(args: &Cases) -> Result<Exit, Failure> {
    if let Some(CasesCommand::Move(args)) = &args.what {
        return moving::run(args);
    }
    let mut store = super::existing_store(&args.store.store)?;
    let rows = store.cases(&CaseFilter {
        open_only: args.open,
        flow: args.flow.clone(),
        ..CaseFilter::default()
    })?;
    store.close()?;
    if args.json {
        let rows: Vec<_> = rows.iter().map(json).collect();
        output::json(&rows)?;
        return Ok(Exit::Sound);
    }
    if rows.is_empty() {
        output::print(&format!("{}\n", say(words!("no-cases"))))?;
        return Ok(Exit::Sound);
    }
    let mut text = format!(
        "{:>6}  {:<22} {:<16} {:>7}  {:<20} {}\n",
        say(words!("column-case")),
        say(words!("column-flow")),
        say(words!("column-status")),
        say(words!("column-inputs")),
        say(words!("column-last")),
        say(words!("column-parent")),
    );
    for row in &rows {
        let parent = row.parent.map(|(p, _)| p.0.to_string()).unwrap_or_default();
        text.push_str(&format!(
            "{:>6}  {:<22} {:<16} {:>7}  {:<20} {parent}\n",
            row.id.0,
            row.flow,
            status(row),
            row.inputs,
            row.last.to_utc().map(|t| t.format("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default(),
        ));
    }
    output::print(text.as_str())?;
    Ok(Exit::Sound)
}

fn status(row: &CaseRow) -> String {
    match &row.status {
        CaseStatus::Open => say(words!("status-open")),
        CaseStatus::Ended(outcome) => outcome.clone(),
        CaseStatus::Cancelled => say(words!("status-cancelled")),
    }
}

fn json(row: &CaseRow) -> serde_json::Value {
    serde_json::json!({
        "id": row.id,
        "flow": row.flow,
        "status": row.status,
        "inputs": row.inputs,
        "began": row.began.to_utc().map(|t| t.to_rfc3339()),
        "last": row.last.to_utc().map(|t| t.to_rfc3339()),
        "parent": row.parent.map(|(p, _)| p),
    })
}
