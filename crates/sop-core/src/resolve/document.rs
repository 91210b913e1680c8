//! The controlled document, the time zone, and grounds.

use super::Resolver;
use super::names::{Kind, twice};
use crate::diagnostic::{Code, Finding, Words, names};
use crate::model::{
    Approval, ApprovalKind, Clause, ClauseKind, Document, Ground, Held, LaneId, Section, Zone,
};
use crate::source::{Span, Spanned};
use crate::syntax::recover::nearest;
use crate::syntax::tree::{self, DocumentItem, Item, Name};
use crate::words;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A date of the tree; the parser has made sure that it exists.
pub(super) fn date(d: tree::Date) -> NaiveDate {
    NaiveDate::from_ymd_opt(d.year, d.month, d.day).unwrap_or_default()
}

impl Resolver<'_> {
    /// The document and the time zone: at most one of each.
    pub(super) fn document_and_zone<'t>(&mut self, items: impl Iterator<Item = &'t Item>) {
        let mut zone_at = None;
        for item in items {
            match item {
                Item::Document(d) => {
                    if let Some(first) = self.book.document.as_ref().map(|d| d.at) {
                        self.say(twice(words!("kind-document"), &d.code, first));
                    } else {
                        let document = self.document(d);
                        self.clauses = document.clauses.iter().map(|c| c.id.clone()).collect();
                        self.sections = document.sections.iter().map(|s| s.id.clone()).collect();
                        self.book.document = Some(document);
                    }
                }
                Item::Zone(z) => match zone_at {
                    Some(first) => {
                        let name = Name::new(z.name.value.as_str().into(), z.at);
                        self.say(twice(words!("kind-zone"), &name, first));
                    }
                    None => {
                        zone_at = Some(z.at);
                        self.book.zone =
                            Zone { offset_minutes: z.offset_minutes.value, name: z.name.value.clone() };
                    }
                },
                _ => {}
            }
        }
    }

    fn document(&mut self, d: &DocumentItem) -> Document {
        self.unique(|| words!("kind-section"), d.sections.iter().map(|s| &s.id));
        self.unique(|| words!("kind-clause"), d.clauses.iter().map(|c| &c.id));
        let approvals = d.approvals.iter().map(|a| Approval {
            kind: ApprovalKind::ALL
                .into_iter()
                .find(|kind| kind.word() == a.kind.value)
                .unwrap_or(ApprovalKind::Approved),
            name: a.name.value.clone(),
            job: a.job.value.clone(),
            on: date(a.on.value),
        });
        let approvals = approvals.collect();
        let sections = d.sections.iter().map(|s| self.section(s)).collect();
        let clauses = d.clauses.iter().map(|c| self.clause(c)).collect();
        Document {
            code: d.code.owned(),
            title: d.title.value.clone(),
            revision: d.revision.as_ref().map(Name::owned).unwrap_or_default(),
            effective: d.effective.as_ref().map(|e| date(e.value)),
            approvals,
            sections,
            clauses,
            at: d.at,
        }
    }

    /// Reports each id that stands twice.
    fn unique<'t>(&mut self, what: fn() -> Words, ids: impl Iterator<Item = &'t Name>) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for id in ids {
            match seen.get(id.value.as_str()) {
                Some(first) => self.say(twice(what(), id, *first)),
                None => {
                    seen.insert(&id.value, id.at);
                }
            }
        }
    }

    fn page(&mut self, page: &Spanned<i64>) -> u32 {
        if let Ok(page) = u32::try_from(page.value)
            && page > 0
        {
            return page;
        }
        self.say(
            Finding::new(Code::BadLiteral, page.at, words!("no-page", page = page.value))
                .here(words!("no-page.here"))
                .mend(words!("no-page.mend")),
        );
        1
    }

    fn section(&mut self, s: &tree::SectionItem) -> Section {
        let first = self.page(&s.first_page);
        let last = s.last_page.as_ref().map_or(first, |p| self.page(p));
        if last < first {
            self.say(
                Finding::new(Code::EmptyRange, s.at, words!("pages-reversed", last = last, first = first))
                    .here(words!("pages-reversed.here"))
                    .mend(words!("pages-reversed.mend")),
            );
        }
        Section {
            id: s.id.owned(),
            title: s.title.value.clone(),
            pages: (first, last),
            fingerprint: s.fingerprint.as_ref().map(|f| f.value.clone()),
            at: s.at,
        }
    }

    fn clause(&mut self, c: &tree::ClauseItem) -> Clause {
        let kind = ClauseKind::ALL.iter().find(|(_, word)| *word == c.kind.value).map(|(kind, _)| *kind);
        let kind = kind.unwrap_or_else(|| {
            let known = || ClauseKind::ALL.iter().map(|(_, w)| *w);
            let mend = nearest(&c.kind.value, known()).map_or_else(
                || words!("use-one-of", names = names(known())),
                |near| words!("did-you-mean", near = near),
            );
            self.say(
                Finding::new(
                    Code::UnknownName,
                    c.kind.at,
                    words!("unknown-clause-kind", kind = &c.kind.value),
                )
                .here(words!("unknown-clause-kind.here"))
                .mend(mend),
            );
            ClauseKind::Note
        });
        if c.gist.value.trim() == Clause::NO_GIST {
            self.say(
                Finding::new(Code::GistMissing, c.gist.at, words!("gist-missing", clause = &c.id.value))
                    .here(words!("gist-missing.here"))
                    .mend(words!("gist-missing.mend")),
            );
        }
        Clause {
            id: c.id.owned(),
            kind,
            page: self.page(&c.page),
            lane: c.lane.as_ref().and_then(|l| self.look_up(Kind::Lane, l)).map(LaneId),
            gist: c.gist.value.clone(),
            fingerprint: c.fingerprint.as_ref().map(|f| f.value.clone()),
            holds: c.holds.iter().filter_map(|h| self.held(h)).collect(),
            at: c.at,
        }
    }

    fn held(&mut self, h: &tree::HeldItem) -> Option<Held> {
        let value = &h.value.value;
        let text = |kind: fn(String) -> Held| match value {
            tree::HeldValue::Text(t) => Some(kind(t.clone())),
            _ => None,
        };
        let held = match (h.kind.value.as_str(), value) {
            ("duration", tree::HeldValue::Duration(ms)) => Some(Held::Duration(*ms)),
            ("time", tree::HeldValue::Time(ms)) => Some(Held::Time(*ms)),
            ("date", tree::HeldValue::Date(d)) => Some(Held::Date(date(*d))),
            ("phrase", _) => text(Held::Phrase),
            ("answer", _) => text(Held::Answer),
            ("party", _) => text(Held::Party),
            ("application", _) => text(Held::Application),
            _ => None,
        };
        if held.is_none() {
            let finding = if Held::WORDS.contains(&h.kind.value.as_str()) {
                Finding::new(Code::BadLiteral, h.value.at, words!("held-value", kind = &h.kind.value))
                    .here(words!("held-value.here"))
                    .mend(words!("held-value.mend"))
            } else {
                let mend = nearest(&h.kind.value, Held::WORDS).map_or_else(
                    || words!("use-one-of", names = names(Held::WORDS)),
                    |near| words!("did-you-mean", near = near),
                );
                Finding::new(Code::UnknownName, h.kind.at, words!("unknown-held", kind = &h.kind.value))
                    .here(words!("unknown-held.here"))
                    .mend(mend)
            };
            self.say(finding);
        }
        held
    }

    /// Grounds; `follows` are the sections that the flow follows, `None` outside of flows.
    pub(super) fn grounds<'t>(
        &mut self,
        grounds: impl IntoIterator<Item = &'t tree::Ground, IntoIter: Clone>,
        follows: Option<&[String]>,
    ) -> Vec<Ground> {
        let grounds = grounds.into_iter();
        let mut out = Vec::with_capacity(grounds.clone().count());
        out.extend(grounds.map(|g| match g {
            tree::Ground::Cites(id, words) => Ground::Cited {
                clause: self.cited(id, follows),
                words: words.as_ref().map(|w| w.value.clone()).unwrap_or_default(),
                at: id.at,
            },
            tree::Ground::Derived(id, why) => {
                self.derived(id);
                Ground::Derived {
                    clause: id.owned(),
                    why: why.as_ref().map(|w| w.value.clone()).unwrap_or_default(),
                    at: id.at,
                }
            }
            tree::Ground::Assumed(why, at) => Ground::Assumed { why: why.value.clone(), at: *at },
        }));
        out
    }

    /// The full id of a cited clause, which must be of a section that the flow follows.
    fn cited(&mut self, id: &Name, follows: Option<&[String]>) -> String {
        if self.book.document.is_none() {
            self.no_document(id);
            return id.owned();
        }
        let Some(sections) = follows else {
            if !self.clauses.contains(id.value.as_str()) {
                self.unknown_clause(id);
            }
            return id.owned();
        };
        let mut full =
            String::with_capacity(id.value.len() + sections.iter().map(String::len).max().unwrap_or(0) + 1);
        for section in sections {
            full.clear();
            full.extend([section, "/", id.value.as_str()]);
            if self.clauses.contains(&full) {
                return full;
            }
        }
        if self.clauses.contains(id.value.as_str()) {
            let section = id.value.split('/').next().unwrap_or_default();
            let within = sections.iter().any(|s| {
                s == section || id.value.strip_prefix(s.as_str()).is_some_and(|rest| rest.starts_with('.'))
            });
            if !within {
                self.say(
                    Finding::new(
                        Code::CitesOtherSection,
                        id.at,
                        words!("cites-other-section", clause = &id.value),
                    )
                    .here(words!("cites-other-section.here"))
                    .mend(words!("cites-other-section.mend", clause = &id.value)),
                );
            }
            return id.owned();
        }
        self.unknown_clause(id);
        id.owned()
    }

    fn derived(&mut self, id: &Name) {
        match &self.book.document {
            None => self.no_document(id),
            Some(_)
                if self.clauses.contains(id.value.as_str()) || self.sections.contains(id.value.as_str()) => {}
            Some(_) => self.unknown_clause(id),
        }
    }

    fn unknown_clause(&mut self, id: &Name) {
        if self.is_full() || self.names.is_lost(id.value.split('/').next_back().unwrap_or_default()) {
            return;
        }
        let ids = self.book.document.iter().flat_map(|d| d.clauses.iter().map(|c| c.id.as_str()));
        let mend = nearest(&id.value, ids).map_or_else(
            || words!("unknown-clause.mend"),
            |near| words!("unknown-clause.mend-near", near = near),
        );
        self.say(
            Finding::new(Code::UnknownClause, id.at, words!("unknown-clause", clause = &id.value))
                .here(words!("unknown-clause.here"))
                .mend(mend),
        );
    }

    fn no_document(&mut self, at: &Name) {
        self.say(
            Finding::new(Code::UnknownDocument, at.at, words!("no-document"))
                .here(words!("no-document.here"))
                .mend(words!("no-document.mend")),
        );
    }

    /// The sections of a `follows` line.
    pub(super) fn follows(&mut self, follows: &tree::Follows) -> Vec<String> {
        match &self.book.document {
            None => self.no_document(&follows.document),
            Some(d) if d.code != follows.document.value => {
                let finding = Finding::new(
                    Code::UnknownDocument,
                    follows.document.at,
                    words!("other-document", own = &d.code, named = &follows.document.value),
                )
                .here(words!("other-document.here"))
                .mend(words!("other-document.mend", own = &d.code));
                self.say(finding);
            }
            Some(_) => {
                for s in &follows.sections {
                    let known = self.sections.contains(s.value.as_str());
                    if known || s.value.split('.').all(|part| self.names.is_lost(part)) {
                        continue;
                    }
                    let of = self.book.document.iter().flat_map(|d| &d.sections);
                    let known: Vec<String> = of.map(|s| s.id.clone()).collect();
                    let mend = nearest(&s.value, known.iter().map(String::as_str)).map_or_else(
                        || {
                            if known.is_empty() {
                                words!("unknown-section.mend-none", section = &s.value)
                            } else {
                                words!("unknown-section.mend", names = names(known.clone()))
                            }
                        },
                        |near| words!("did-you-mean", near = near),
                    );
                    self.say(
                        Finding::new(
                            Code::UnknownSection,
                            s.at,
                            words!("unknown-section", section = &s.value),
                        )
                        .here(words!("unknown-section.here"))
                        .mend(mend),
                    );
                }
            }
        }
        follows.sections.iter().map(Name::owned).collect()
    }
}
