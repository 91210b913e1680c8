//! C7: the applications of the document against the systems of the book.

use super::places::Place;
use super::{Case, Judged, text};
use sop_core::diagnostic::{Code, Finding};
use sop_core::model::{Clause, ClauseKind, Held, System, SystemId};
use sop_core::words;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Judged>) {
    let listed: Vec<&Clause> =
        case.document.clauses.iter().filter(|c| c.kind == ClauseKind::Application).collect();
    for (i, system) in (0u16..).zip(&case.book.systems) {
        still_used(case, &listed, SystemId(i), system, findings);
        undeclared(case, &listed, SystemId(i), system, findings);
    }
    for clause in listed {
        let stands = (0u16..).zip(&case.book.systems).any(|(i, s)| named(case, clause, SystemId(i), s));
        if !stands {
            let finding = Finding::new(
                Code::ApplicationNotUsed,
                clause.at,
                words!("application-not-used", clause = &clause.id),
            )
            .here(words!("clause-not-implemented.here", page = clause.page))
            .mend(words!("application-not-used.mend", clause = &clause.id));
            findings.push(Judged::of_clause(finding, clause, ""));
        }
    }
}

fn applications(clause: &Clause) -> impl Iterator<Item = &str> {
    clause.holds.iter().filter_map(|h| match h {
        Held::Application(name) => Some(name.as_str()),
        _ => None,
    })
}

/// Does a clause name the system: by its ground, by a name in it, or by its gist?
fn named(case: &Case<'_>, clause: &Clause, id: SystemId, system: &System) -> bool {
    case.places.citing(&clause.id).any(|c| c.place == Place::System(id))
        || applications(clause).any(|name| text::names(name, &system.label))
        || (clause.kind == ClauseKind::Application && text::names(&clause.gist, &system.label))
}

/// A change of the document gave an application up: it speaks of it, and the list of applications doesn't.
fn still_used(
    case: &Case<'_>,
    listed: &[&Clause],
    id: SystemId,
    system: &System,
    findings: &mut Vec<Judged>,
) {
    if system.retired_in.is_some() || listed.iter().any(|c| named(case, c, id, system)) {
        return;
    }
    let gave_up = case.document.clauses.iter().find(|c| {
        c.kind == ClauseKind::Change && (named(case, c, id, system) || text::holds(&c.gist, &system.label))
    });
    let Some(change) = gave_up else { return };
    let finding = Finding::new(
        Code::StillUsed,
        system.at,
        words!("still-used", system = &system.name, clause = &change.id),
    )
    .here(words!("still-used.here"))
    .mend(words!("still-used.mend"));
    findings.push(Judged::of_clause(finding, change, &format!(" {}", system.name)));
}

/// Used in a flow, and named by no clause at all.
fn undeclared(
    case: &Case<'_>,
    listed: &[&Clause],
    id: SystemId,
    system: &System,
    findings: &mut Vec<Judged>,
) {
    let user = case
        .book
        .flows
        .iter()
        .find_map(|f| f.graph.node_weights().find(|n| n.systems.contains(&id)).map(|n| n.at));
    let Some(user) = user else { return };
    if listed.is_empty() || case.document.clauses.iter().any(|c| named(case, c, id, system)) {
        return;
    }
    let finding = Finding::new(
        Code::UndeclaredApplication,
        system.at,
        words!("undeclared-application", system = &system.name),
    )
    .here(words!("undeclared-application.here"))
    .label(user, words!("undeclared-application.there"))
    .mend(words!("undeclared-application.mend"));
    findings.push(Judged::whole(finding, &system.name));
}
