//! What is odd about a document's text itself.

use super::{ReadDocument, ReadFault};
use sop_core::model::ClauseKind;
use std::collections::BTreeMap;

/// Texts shorter than this are told twice without anybody minding: `Ya`.
const SHORT: usize = 24;

/// Finds them.
pub(super) fn find(document: &mut ReadDocument, total: Option<u32>) {
    let mut faults = Vec::new();
    let pages: Vec<u32> = document.pages.iter().map(|p| p.number).collect();
    let last = pages.iter().copied().max().unwrap_or(0).max(total.unwrap_or(0).min(2000));
    faults.extend((1..=last).filter(|p| !pages.contains(p)).map(|page| ReadFault::PageMissing { page }));
    let mut by_section: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, c) in document.clauses.iter().enumerate() {
        by_section.entry(&c.section).or_default().push(i);
    }
    for section in &document.sections {
        let own: Vec<_> = by_section
            .get(section.id.as_str())
            .into_iter()
            .flatten()
            .map(|i| &document.clauses[*i])
            .collect();
        let mut first: BTreeMap<&str, &str> = BTreeMap::new();
        let mut numbers: BTreeMap<&str, &str> = BTreeMap::new();
        for c in &own {
            if c.normal.chars().count() >= SHORT {
                match first.get(c.fingerprint.as_str()) {
                    Some(f) => {
                        faults.push(ReadFault::ToldTwice { first: (*f).to_owned(), again: c.id.clone() });
                    }
                    None => _ = first.insert(&c.fingerprint, &c.id),
                }
            }
            if let Some(number) = &c.number {
                match numbers.get(number.as_str()) {
                    Some(f) => {
                        faults.push(ReadFault::NumberTwice { first: (*f).to_owned(), again: c.id.clone() });
                    }
                    None => _ = numbers.insert(number, &c.id),
                }
            }
        }
        // Numbers of notes: `3`, `3a`; not those of the document's outline.
        let listed = |n: &str| n.bytes().take_while(u8::is_ascii_digit).count() > 0 && !n.contains('.');
        let of_notes: Vec<&str> = own
            .iter()
            .filter(|c| c.id.contains('/'))
            .filter_map(|c| c.number.as_deref())
            .filter(|n| listed(n))
            .collect();
        if of_notes.is_empty() {
            continue;
        }
        for c in &own {
            if c.number.is_none()
                && !c.in_column
                && matches!(c.kind, ClauseKind::Note | ClauseKind::Decision | ClauseKind::Step)
            {
                faults.push(ReadFault::NumberLost { clause: c.id.clone() });
            }
        }
        let procedural =
            own.iter().any(|c| matches!(c.kind, ClauseKind::Note | ClauseKind::Decision | ClauseKind::Step));
        let bases: Vec<u32> = of_notes
            .iter()
            .filter_map(|n| n.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok())
            .collect();
        let most = bases.iter().copied().max().unwrap_or(0).min(200);
        let missing: Vec<String> = (1..most).filter(|n| !bases.contains(n)).map(|n| n.to_string()).collect();
        if procedural && !missing.is_empty() {
            faults.push(ReadFault::NumbersMissing { section: section.id.clone(), numbers: missing });
        }
    }
    document.faults.splice(0..0, faults);
}
