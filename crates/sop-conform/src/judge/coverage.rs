//! C1: every clause that wants something done is cited by something in the book that does it.

use super::places::{How, Place};
use super::{Case, Judged, section_of};
use sop_core::diagnostic::{Code, Finding, names};
use sop_core::model::{Clause, ClauseKind};
use sop_core::words;

/// How a clause is worked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cover {
    /// Something that does it cites it.
    Cited,
    /// It is spoken of, but nothing that does it cites it.
    Derived,
    /// Nothing speaks of it.
    Missing,
}

pub(super) fn cover(case: &Case<'_>, clause: &Clause) -> Cover {
    let all = case.places.all(&clause.id);
    if all.iter().any(|c| c.how == How::Cited && does(c.place, clause)) {
        Cover::Cited
    } else if all.is_empty() {
        Cover::Missing
    } else {
        Cover::Derived
    }
}

/// What stands in somebody's lane has to be done by something in a flow, or looked up in a table. For the rest a message,
/// a rule or a datum will do.
fn does(place: Place, clause: &Clause) -> bool {
    clause.lane.is_none() || place.flow().is_some() || matches!(place, Place::Table(_) | Place::Row(..))
}

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Judged>) {
    for clause in &case.document.clauses {
        let section = section_of(&clause.id);
        if case.procedural(clause) {
            let followed = case.following(section).next().is_some();
            match cover(case, clause) {
                Cover::Cited => {}
                Cover::Missing => findings.push(missing(clause, followed)),
                Cover::Derived => findings.push(derived(case, clause)),
            }
        } else if matches!(clause.kind, ClauseKind::Policy | ClauseKind::Indicator)
            && case.places.all(&clause.id).is_empty()
        {
            let finding = Finding::new(
                Code::PolicyWithoutGround,
                clause.at,
                words!("policy-without-ground", clause = &clause.id),
            )
            .here(words!("policy-without-ground.here", page = clause.page))
            .mend(words!("policy-without-ground.mend", clause = &clause.id));
            findings.push(Judged::of_clause(finding, clause, ""));
        }
    }
}

fn missing(clause: &Clause, followed: bool) -> Judged {
    let section = section_of(&clause.id);
    let message = if followed {
        words!("clause-not-implemented", clause = &clause.id)
    } else {
        words!("clause-not-followed", clause = &clause.id, section = section)
    };
    let mend = if followed {
        words!("clause-not-implemented.mend", clause = &clause.id)
    } else {
        words!("clause-not-followed.mend", section = section)
    };
    let finding = Finding::new(Code::ClauseNotImplemented, clause.at, message)
        .here(words!("clause-not-implemented.here", page = clause.page))
        .mend(mend);
    Judged::of_clause(finding, clause, "")
}

fn derived(case: &Case<'_>, clause: &Clause) -> Judged {
    let all = case.places.all(&clause.id);
    let by: Vec<String> = all.iter().map(|c| c.place.name(case.book).to_owned()).take(4).collect();
    let mut finding = Finding::new(
        Code::ClauseOnlyDerived,
        clause.at,
        words!("clause-only-derived", clause = &clause.id, names = names(by)),
    )
    .here(words!("clause-not-implemented.here", page = clause.page))
    .mend(words!("clause-only-derived.mend", clause = &clause.id));
    if let Some(first) = all.first() {
        finding = finding.label(first.at, words!("clause-only-derived.there"));
    }
    Judged::of_clause(finding, clause, "")
}
