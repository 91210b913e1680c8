//! Faults of whole statements: gone, passed by, exchanged, twice; branches forgotten, joins changed.

use super::text::{Edit, Mutant, Place, Written, cut, replace, target};
use sop::source::FileId;
use sop_core::syntax::tree::{Clause, StatementKind};
use std::ops::Range;

pub(crate) fn mutants(written: &Written, out: &mut Vec<Mutant>) {
    for place in written.places() {
        let file = place.file();
        let whole = written.whole(place.statement.at);
        let text = written.text(file)[whole.clone()].to_owned();
        out.push(place.mutant(written, "a statement is gone", "gone", vec![cut(file, whole.clone())]));
        out.push(place.mutant(
            written,
            "a statement stands twice",
            "twice",
            vec![Edit { file, range: whole.end..whole.end, with: format!("\n{text}") }],
        ));
        if let Some(next) = place.beside.get(place.nth + 1) {
            let second = written.whole(next.at);
            let kind = "a statement changes places with the next";
            let edits = exchanged(written.text(file), file, whole.clone(), second.clone());
            let mut mutant = place.mutant(written, kind, &format!("with `{}`", next.name.value), edits);
            mutant.around.1 = whole.start..second.end;
            mutant.names.push(next.name.value.to_string());
            out.push(mutant);
            bypassed(written, &place, &next.name.value, out);
        }
        branches(written, &place, out);
    }
}

fn exchanged(text: &str, file: FileId, first: Range<usize>, second: Range<usize>) -> Vec<Edit> {
    let (a, b) = (text[first.clone()].to_owned(), text[second.clone()].to_owned());
    vec![Edit { file, range: first, with: b }, Edit { file, range: second, with: a }]
}

/// Everything that led to the step leads behind it: to where its only arrow leads, or to the next one.
fn bypassed(written: &Written, place: &Place<'_>, next: &str, out: &mut Vec<Mutant>) {
    let mut ways = place.arrows().filter(|a| target(a).is_some());
    let behind = match (ways.next(), ways.next()) {
        (None, _) => next,
        (Some(way), None) => target(way).map_or(next, |t| t.0),
        _ => return,
    };
    if behind == place.name() || matches!(place.statement.kind, StatementKind::End) {
        return;
    }
    let whole = written.whole(place.statement.at);
    let mut edits = vec![cut(place.file(), whole.clone())];
    let before = place.nth.checked_sub(1).and_then(|n| place.beside.get(n));
    for other in place.all() {
        for arrow in other.arrows() {
            if let Some((to, at)) = target(arrow)
                && to == place.name()
                && !whole.contains(&(at.start as usize))
            {
                edits.push(replace(at, behind));
            }
        }
    }
    let mut mutant = place.mutant(written, "a step is passed by", &format!("straight to `{behind}`"), edits);
    mutant.names.push(behind.to_owned());
    mutant.names.extend(before.map(|b| b.name.value.to_string()));
    out.push(mutant);
    // Of several arrows only one leads past it.
    for other in place.all() {
        for arrow in other.arrows() {
            if let Some((to, at)) = target(arrow)
                && to == place.name()
                && !whole.contains(&(at.start as usize))
            {
                let mut mutant = other.mutant(
                    written,
                    "one arrow passes a step by",
                    &format!("`{}` past `{to}`, to `{behind}`", written.at(arrow.at)),
                    vec![replace(at, behind)],
                );
                mutant.names.extend([to.to_owned(), behind.to_owned()]);
                out.push(mutant);
            }
        }
    }
}

fn branches(written: &Written, place: &Place<'_>, out: &mut Vec<Mutant>) {
    let StatementKind::Parallel(branches) = &place.statement.kind else { return };
    let file = place.file();
    for (i, branch) in branches.iter().enumerate() {
        let what = format!("without `{}`", branch.name.value);
        let whole = written.whole(branch.at);
        out.push(place.mutant(written, "a branch is forgotten", &what, vec![cut(file, whole.clone())]));
        // Into the other branch, at the end of each statement that goes on by itself.
        let Some(other) = branches.iter().enumerate().find(|(j, _)| *j != i).map(|(_, b)| b) else {
            continue;
        };
        let (Some(last), Some(into)) = (branch.body.last(), other.body.first()) else { continue };
        let end = written.whole(last.at).end;
        let closed = written.text(file)[..end].ends_with('}');
        let edit = if closed {
            Edit { file, range: end - 1..end - 1, with: format!(" then {} ", into.name.value) }
        } else {
            Edit { file, range: end..end, with: format!(" {{ then {} }}", into.name.value) }
        };
        if matches!(last.kind, StatementKind::Step | StatementKind::Do { .. } | StatementKind::Start { .. }) {
            out.push(place.mutant(
                written,
                "an arrow leads into another branch",
                &format!("`{}` to `{}`", last.name.value, into.name.value),
                vec![edit],
            ));
        }
    }
    for clause in &place.statement.clauses {
        if let Clause::Join(all) = clause {
            let (kind, with) = if all.value {
                ("`join all` becomes `join any`", "any")
            } else {
                ("`join any` becomes `join all`", "all")
            };
            let text = written.at(all.at);
            let with = if text.starts_with("join") { format!("join {with}") } else { with.to_owned() };
            out.push(place.mutant(written, kind, text, vec![replace(all.at, with)]));
            out.push(place.mutant(written, "a join is dropped", text, vec![replace(all.at, "")]));
        }
    }
}
