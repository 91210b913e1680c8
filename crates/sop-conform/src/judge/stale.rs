//! C2: the register against the document as it is now.

use super::{Case, Judged, section_of};
use crate::compare::{Change, Difference, HeadPart};
use sop_core::diagnostic::{Code, Finding, Words, names};
use sop_core::model::{Clause, Held};
use sop_core::render::source;
use sop_core::source::Span;
use sop_core::words;

/// Clauses that have never been tied to the document's words.
pub(super) fn adopted(case: &Case<'_>, findings: &mut Vec<Judged>) {
    let loose: Vec<&Clause> = case.document.clauses.iter().filter(|c| c.fingerprint.is_none()).collect();
    if let Some(first) = loose.first() {
        let mut all: Vec<String> = loose.iter().take(6).map(|c| c.id.clone()).collect();
        if loose.len() > all.len() {
            all.push("…".to_owned());
        }
        let finding = Finding::new(
            Code::NotAdopted,
            first.at,
            words!("not-adopted", count = loose.len(), names = names(all)),
        )
        .here(words!("not-adopted.here"))
        .mend(words!("not-adopted.mend"));
        findings.push(Judged::whole(finding, "register"));
    }
}

pub(super) fn check(case: &Case<'_>, changes: &[Change], findings: &mut Vec<Judged>) {
    for change in changes {
        findings.push(match change {
            Change::Added { clause, after } => {
                let at = place(case, after.as_deref(), &clause.section);
                let finding = Finding::new(
                    Code::ClauseAdded,
                    at,
                    words!(
                        "clause-added",
                        clause = &clause.id,
                        page = clause.page,
                        kind = clause.kind.word()
                    ),
                )
                .here(words!("clause-added.here"))
                .mend(words!("clause-added.mend"));
                Judged {
                    key: format!("{} {} {}", finding.code, clause.id, short(&clause.fingerprint)),
                    finding,
                    clause: Some(clause.id.clone()),
                    section: Some(clause.section.clone()),
                    page: Some(clause.page),
                }
            }
            Change::Removed { id } => {
                let Some(clause) = own(case, id) else { continue };
                let mut finding = Finding::new(
                    Code::ClauseRemoved,
                    clause.at,
                    words!("clause-removed", clause = id, page = clause.page),
                )
                .here(words!("clause-removed.here"))
                .mend(words!("clause-removed.mend"));
                finding = cited(case, finding, id);
                Judged::of_clause(finding, clause, "")
            }
            Change::Changed { id, clause: now, what } => {
                let Some(clause) = own(case, id) else { continue };
                changed(case, clause, &now.fingerprint, what)
            }
            Change::Moved { id, after } => {
                let Some(clause) = own(case, id) else { continue };
                let message = match after {
                    Some(after) => words!("clause-moved", clause = id, after = after),
                    None => words!("clause-moved-first", clause = id),
                };
                let finding = Finding::new(Code::ClauseMoved, clause.at, message)
                    .here(words!("clause-moved.here"))
                    .mend(words!("clause-moved.mend"));
                Judged::of_clause(finding, clause, "")
            }
            Change::Head { what, old, new } => head(case, what, old, new),
            Change::PageLost { page } => {
                let on = case.document.clauses.iter().find(|c| c.page == *page);
                let section = case.document.sections.iter().find(|s| (s.pages.0..=s.pages.1).contains(page));
                let at = on.map(|c| c.at).or(section.map(|s| s.at)).unwrap_or(case.document.at);
                let finding = Finding::new(Code::PageLost, at, words!("page-lost", page = *page))
                    .here(words!("page-lost.here"))
                    .mend(words!("page-lost.mend"));
                let mut judged = Judged::whole(finding, &format!("page {page}"));
                judged.page = Some(*page);
                judged.section = section.map(|s| s.id.clone());
                judged
            }
        });
    }
}

fn own<'a>(case: &Case<'a>, id: &str) -> Option<&'a Clause> {
    case.document.clauses.iter().find(|c| c.id == id)
}

/// So much of a fingerprint tells two apart.
fn short(fingerprint: &str) -> String {
    fingerprint.trim_start_matches("sha256:").chars().take(12).collect()
}

/// Where in the register something new belongs.
fn place(case: &Case<'_>, after: Option<&str>, section: &str) -> Span {
    let section = || case.document.sections.iter().find(|s| s.id == section).map(|s| s.at);
    after.and_then(|id| own(case, id)).map(|c| c.at).or_else(section).unwrap_or(case.document.at)
}

/// Shows what in a flow stands on the clause.
fn cited(case: &Case<'_>, finding: Finding, id: &str) -> Finding {
    let mut all = case.places.citing(id).filter(|c| c.place.flow().is_some());
    match all.next() {
        Some(cite) => finding.label(cite.at, words!("clause-cited-here")),
        None => finding,
    }
}

fn changed(case: &Case<'_>, clause: &Clause, fingerprint: &str, what: &[Difference]) -> Judged {
    let in_words = what.iter().any(|d| matches!(d, Difference::Words | Difference::Held { .. }));
    let code = if in_words { Code::ClauseChanged } else { Code::ClauseMoved };
    let said: Vec<Words> = what.iter().map(difference).collect();
    let message = words!("clause-changed", clause = &clause.id, page = clause.page, what = said);
    let mut finding = Finding::new(code, clause.at, message)
        .here(words!("clause-changed.here"))
        .mend(words!("clause-changed.mend"));
    finding = cited(case, finding, &clause.id);
    // A change that is known and accepted is this change, and no later one.
    let more = if in_words { format!(" {}", short(fingerprint)) } else { String::new() };
    Judged::of_clause(finding, clause, &more)
}

fn difference(what: &Difference) -> Words {
    let lane = |lane: &Option<String>| match lane {
        Some(lane) => Words::verbatim(format!("`{lane}`")),
        None => words!("conform-nobody"),
    };
    match what {
        Difference::Words => words!("differs-words"),
        Difference::Id { new } => words!("differs-id", new = new),
        Difference::Page { old, new } => words!("differs-page", old = *old, new = *new),
        Difference::Lane { old, new } => words!("differs-lane", old = lane(old), new = lane(new)),
        Difference::Kind { old, new } => words!("differs-kind", old = old.word(), new = new.word()),
        Difference::Held { gone, new } => match (gone.is_empty(), new.is_empty()) {
            (true, _) => words!("differs-new", new = facts(new)),
            (_, true) => words!("differs-gone", old = facts(gone)),
            _ => words!("differs-facts", old = facts(gone), new = facts(new)),
        },
    }
}

fn facts(held: &[Held]) -> Words {
    Words::verbatim(held.iter().map(|h| format!("`{}`", source::held(h))).collect::<Vec<_>>().join(", "))
}

fn head(case: &Case<'_>, what: &HeadPart, old: &str, new: &str) -> Judged {
    let (part, key) = match what {
        HeadPart::Code => (words!("head-code"), "code".to_owned()),
        HeadPart::Title => (words!("head-title"), "title".to_owned()),
        HeadPart::Revision => (words!("head-revision"), "revision".to_owned()),
        HeadPart::Effective => (words!("head-effective"), "effective".to_owned()),
        HeadPart::Approval(kind) => (words!("head-approval", kind = kind), format!("approval {kind}")),
        HeadPart::Section(id) => (words!("head-section", section = id), format!("section {id}")),
    };
    let (at, section) = match what {
        HeadPart::Section(id) => {
            let found = case.document.sections.iter().find(|s| s.id == *id);
            (found.map_or(case.document.at, |s| s.at), Some(section_of(id)))
        }
        _ => (case.document.at, None),
    };
    let message = if new.is_empty() {
        words!("head-gone", part = part, old = old)
    } else if old.is_empty() {
        words!("head-new", part = part, new = new)
    } else {
        words!("head-changed", part = part, old = old, new = new)
    };
    let finding = Finding::new(Code::HeadChanged, at, message)
        .here(words!("head-changed.here"))
        .mend(words!("head-changed.mend"));
    let mut judged = Judged::whole(finding, &key);
    judged.section = section.map(str::to_owned);
    judged
}
