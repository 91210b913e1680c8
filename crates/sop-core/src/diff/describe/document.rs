//! The controlled document, its sections and its clauses.

use super::{Described, code};
use crate::diff::phrase::Phrase;
use crate::diff::{Aspect, ThingKind};
use crate::model::{Book, Clause, Document};
use crate::render::source;
use crate::words;

pub(super) fn things(book: &Book) -> Vec<Described> {
    let Some(document) = &book.document else { return Vec::new() };
    let mut things = vec![whole(document)];
    things.extend(document.sections.iter().map(|s| {
        let mut thing = Described::new(ThingKind::Section, &s.id, &s.title, s.at);
        thing.set(Aspect::Pages, pages(s.pages));
        thing.summary = pages(s.pages);
        thing
    }));
    things.extend(document.clauses.iter().map(|c| clause(book, c)));
    things
}

fn whole(document: &Document) -> Described {
    let mut thing = Described::new(ThingKind::Document, &document.code, &document.title, document.at);
    thing.some(Aspect::Revision, Some(Phrase::plain(&document.revision)));
    thing.some(Aspect::Effective, document.effective.map(|d| Phrase::plain(d.to_string())));
    for approval in &document.approvals {
        let aspect =
            Aspect::Approval { signed: approval.kind.word().to_owned(), name: approval.name.clone() };
        thing.set(aspect, Phrase::plain(format!("{}, {}", approval.job, approval.on)));
    }
    thing.summary = Phrase::plain(&document.code);
    thing
}

fn pages((first, last): (u32, u32)) -> Phrase {
    Phrase::plain(if first == last { first.to_string() } else { format!("{first}–{last}") })
}

fn clause(book: &Book, clause: &Clause) -> Described {
    let mut thing = Described::new(ThingKind::Clause, &clause.id, &clause.gist, clause.at);
    thing.set(Aspect::Pages, Phrase::plain(clause.page.to_string()));
    thing.set(Aspect::ClauseKind, code(clause.kind.word()));
    let lane = clause.lane.and_then(|l| book.lanes.get(l.index()));
    thing.some(Aspect::Lane, lane.map(|l| Phrase::named(&l.name, &l.label)));
    thing.some(Aspect::Fingerprint, clause.fingerprint.clone().map(code));
    thing.some(Aspect::Holds, Some(Phrase::list(clause.holds.iter().map(|h| code(source::held(h))))));
    let page = clause.page;
    thing.summary = Phrase::said(page.to_string(), &words!("diff-on-page", page = page));
    thing
}
