//! C6: words that the document prescribes are said by what cites them.

use super::places::{Cite, Place};
use super::{Case, Judged, text};
use sop_core::diagnostic::{Code, Finding};
use sop_core::model::{Clause, Held, Message, SayWhat, TableId, TableResult};
use sop_core::words;

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Judged>) {
    for clause in case.document.clauses.iter().filter(|c| case.procedural(c)) {
        for phrase in clause.holds.iter().filter_map(|h| match h {
            Held::Phrase(text) => Some(text.as_str()),
            _ => None,
        }) {
            check_one(case, clause, phrase, findings);
        }
    }
}

fn check_one(case: &Case<'_>, clause: &Clause, phrase: &str, findings: &mut Vec<Judged>) {
    let citing: Vec<&Cite> = case.places.citing(&clause.id).collect();
    let saying = citing.iter().any(|c| said(case, c.place).iter().any(|m| text::says(m, phrase)));
    if saying {
        // A message that cites the clause is that phrase, or another that the clause prescribes.
        for cite in &citing {
            if let Some(message) = own(case, cite.place)
                && !phrases(clause).any(|p| text::says(message, p))
            {
                findings.push(not_said(case, clause, phrase, cite, message));
            }
        }
        return;
    }
    // Nothing cites it at all: that is told by coverage.
    let Some(first) = citing.iter().find(|c| !said(case, c.place).is_empty()).or(citing.first()) else {
        return;
    };
    match said(case, first.place).first() {
        Some(message) => findings.push(not_said(case, clause, phrase, first, message)),
        None => {
            let finding = Finding::new(
                Code::PhraseNotSaid,
                first.at,
                words!("phrase-nowhere", clause = &clause.id, phrase = phrase),
            )
            .here(words!("no-timer.here", place = first.place.words(case.book)))
            .mend(words!("phrase-nowhere.mend", clause = &clause.id));
            findings.push(Judged::of_clause(finding, clause, ""));
        }
    }
}

fn phrases(clause: &Clause) -> impl Iterator<Item = &str> {
    clause.holds.iter().filter_map(|h| match h {
        Held::Phrase(text) => Some(text.as_str()),
        _ => None,
    })
}

fn not_said(case: &Case<'_>, clause: &Clause, phrase: &str, cite: &Cite, message: &Message) -> Judged {
    let finding = Finding::new(
        Code::PhraseNotSaid,
        message.at,
        words!("phrase-not-said", message = &message.name, clause = &clause.id, phrase = phrase),
    )
    .here(words!("phrase-not-said.here"))
    .label(cite.at, words!("phrase-not-said.there", clause = &clause.id))
    .mend(words!("phrase-not-said.mend", phrase = phrase));
    let _ = case;
    Judged::of_clause(finding, clause, &format!(" {}", message.name))
}

/// The message itself, where it is the message that cites.
fn own<'a>(case: &Case<'a>, place: Place) -> Option<&'a Message> {
    match place {
        Place::Message(m) => case.book.messages.get(m.index()),
        _ => None,
    }
}

/// What is said at a place.
fn said<'a>(case: &Case<'a>, place: Place) -> Vec<&'a Message> {
    let of_row = |t: TableId, r: usize| {
        let row = case.book.tables.get(t.index()).and_then(|t| t.rows.get(r));
        row.and_then(|r| match r.gives {
            TableResult::Message(m) => case.book.messages.get(m.index()),
            TableResult::Value(_) => None,
        })
    };
    let of_table = |t: TableId| {
        let rows = case.book.tables.get(t.index()).map_or(0, |t| t.rows.len());
        (0..rows).filter_map(|r| of_row(t, r)).collect::<Vec<_>>()
    };
    match place {
        Place::Node(f, n) => {
            let node = case.book.flows.get(f.index()).and_then(|f| f.graph.node_weight(n));
            let says = node.into_iter().flat_map(|n| &n.says);
            says.flat_map(|s| match s.what {
                SayWhat::Message(m) => case.book.messages.get(m.index()).into_iter().collect(),
                SayWhat::Table(t) => of_table(t),
            })
            .collect()
        }
        Place::Table(t) => of_table(t),
        Place::Row(t, r) => of_row(t, r).into_iter().collect(),
        _ => Vec::new(),
    }
}
