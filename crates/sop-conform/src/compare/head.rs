//! The document as a whole: its head, its signatures, its sections.

use super::Change;
use crate::read::normal::normal;
use crate::read::{HeadPart, ReadDocument, ReadFault};
use sop_core::model::{ApprovalKind, Document};
use std::collections::BTreeSet;

/// What has changed of it.
pub(super) fn head(register: &Document, document: &ReadDocument) -> Vec<Change> {
    let mut out = Vec::new();
    let there: BTreeSet<u32> = document.pages.iter().map(|p| p.number).collect();
    let mut say = |what: &HeadPart, old: &str, new: &str| {
        let change = Change::Head { what: what.clone(), old: old.to_owned(), new: new.to_owned() };
        if normal(old) != normal(new) && !out.contains(&change) {
            out.push(change);
        }
    };
    let day = |d: Option<chrono::NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
    let parts = [
        (HeadPart::Code, register.code.clone(), document.code.clone().unwrap_or_default()),
        (HeadPart::Title, register.title.clone(), document.title.clone().unwrap_or_default()),
        (HeadPart::Revision, register.revision.clone(), document.revision.clone().unwrap_or_default()),
        (HeadPart::Effective, day(register.effective), day(document.effective)),
    ];
    for (what, old, new) in &parts {
        // Without its cover, a title can't be told from the issuer's name beside it.
        let beside = *what == HeadPart::Title && !there.contains(&1) && new.contains(old.as_str());
        // A part that the register doesn't give isn't held against the document.
        let named = *what == HeadPart::Title && new.is_empty() && *old == register.code;
        if !old.is_empty() && !beside && !named {
            say(what, old, new);
            // A page whose head says something else than the others.
            for fault in &document.faults {
                if let ReadFault::HeadDiffers { what: of, value, .. } = fault
                    && of == what
                {
                    say(what, old, value);
                }
            }
        }
    }
    // Signatures stand on the first page, and are lost with it.
    if there.contains(&1) {
        for (kind, word) in ApprovalKind::ALL.map(|kind| (kind, kind.word())) {
            let old = register
                .approvals
                .iter()
                .find(|a| a.kind == kind)
                .map(|a| format!("{} / {} / {}", a.name, a.job, a.on));
            let new = document
                .approvals
                .iter()
                .find(|a| a.kind == kind)
                .map(|a| format!("{} / {} / {}", a.name, a.job, day(a.on)));
            if let Some(old) = old {
                say(&HeadPart::Approval(word.to_owned()), &old, &new.unwrap_or_default());
            }
        }
    }
    for old in &register.sections {
        let part = HeadPart::Section(old.id.clone());
        match document.sections.iter().find(|s| s.id == old.id) {
            Some(new) if old.fingerprint.as_ref().is_some_and(|f| *f != new.fingerprint) => {
                // Where the title is all that can be read, it is a clause.
                let clause = register.clauses.iter().any(|c| c.fingerprint == old.fingerprint);
                if !clause {
                    say(&part, &old.title, &new.title);
                }
            }
            None if there.contains(&old.pages.0) => say(&part, &old.title, ""),
            _ => {}
        }
    }
    for new in &document.sections {
        if !register.sections.iter().any(|s| s.id == new.id) {
            say(&HeadPart::Section(new.id.clone()), "", &new.title);
        }
    }
    out
}
