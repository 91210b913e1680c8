//! `sop diff OLD NEW`: what changed between two revisions of a book.

mod places;
mod report;

use crate::args::Diff as Args;
use crate::book;
use crate::exit::{Exit, Failure, Verb};
use crate::output;
use crate::speech::{lang, say};
use sop::diff::{Diff, Group, GroupOf};
use sop::model::Book;
use sop::{diff, render, words};

/// Compares the two revisions.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let (old, new) = both(args)?;
    let whole = diff::diff(&old, &new);
    if let (Some(path), Some(flow)) = (&args.picture, &args.flow) {
        let picture = render::overlay(&old, &new, &whole, flow, lang());
        std::fs::write(path, picture).map_err(|source| Failure::File {
            path: path.clone(),
            verb: Verb::Written,
            source,
        })?;
    }
    let shown = only(whole, args.flow.as_deref());
    let changed = !shown.is_empty();
    let places = places::between(&old, &new, &shown);
    let cases = match &args.store {
        None => None,
        Some(store) => Some(super::cases::moving::plan(&new, store, &args.with)?),
    };
    let cases = cases.map(|mut report| {
        report.cases.retain(|c| args.flow.as_ref().is_none_or(|f| c.flow == *f));
        report
    });
    if args.json {
        output::json(&serde_json::json!({
            "files": { "old": old.files, "new": new.files },
            "changes": shown,
            "places": places.as_ref().ok(),
            "cases": cases,
        }))?;
    } else {
        let mut text = report::changes(&shown, args.flow.as_deref());
        if changed {
            text.push_str(&report::places(&places));
        }
        if let (Some(report), Some(store)) = (&cases, &args.store) {
            text.push_str(&report::cases(report, store));
        }
        if let Some(path) = &args.picture {
            let path = path.display().to_string();
            text.push_str(&format!("\n{}\n", say(words!("diff-picture", path = path))));
        }
        output::print(&text)?;
    }
    Ok(if args.exit_code && changed { Exit::Faulty } else { Exit::Sound })
}

/// Both books; what is wrong with either is told before anything is compared.
fn both(args: &Args) -> Result<(Book, Book), Failure> {
    let (old, new) = (book::sound_of_two(&args.old), book::sound_of_two(&args.new));
    let (old, new) = (old?, new?);
    if let Some(flow) = &args.flow
        && !old.flows.iter().any(|f| f.name == *flow)
    {
        book::flow(&new, flow)?;
    }
    Ok((old, new))
}

/// The changes of one flow, or all of them.
fn only(diff: Diff, flow: Option<&str>) -> Diff {
    let Some(flow) = flow else { return diff };
    let of = |group: &Group| matches!(&group.of, GroupOf::Flow { name, .. } if name == flow);
    Diff { groups: diff.groups.into_iter().filter(of).collect() }
}
