//! Words for certain hours, held against the rows of a table: each window of the clause is a row's, with the words before it.

use super::super::places::{How, Place};
use super::super::{Case, Judged, text};
use super::SETTLED_MS;
use sop_core::diagnostic::{Code, Finding};
use sop_core::model::{Cell, Clause, ClauseKind, Ground, Held, Message, Row, Table, TableResult};
use sop_core::render::source::exact_time;
use sop_core::words;

/// From, to, and the words that stand before them.
type Window<'a> = (u32, u32, Option<&'a str>);

/// Holds a clause's windows against the rows that cite it; false where it has none, or no row cites it.
pub(super) fn check(case: &Case<'_>, clause: &Clause, findings: &mut Vec<Judged>) -> bool {
    let windows = windows(clause);
    let rows: Vec<(&Table, &Row)> = rows(case, clause);
    if windows.is_empty() || rows.is_empty() {
        return false;
    }
    for (from, to, phrase) in windows {
        let fitting: Vec<&Row> =
            rows.iter().filter(|(table, row)| holds(table, row, from, to)).map(|(_, row)| *row).collect();
        let span = format!("{}-{}", exact_time(from), exact_time(to));
        let at = rows.first().map_or(clause.at, |(_, row)| row.at);
        if fitting.is_empty() {
            let finding =
                Finding::new(Code::OtherTime, at, words!("other-window", clause = &clause.id, time = &span))
                    .here(words!("other-window.here"))
                    .mend(words!("other-time.mend", time = &span));
            findings.push(Judged::of_clause(finding, clause, &format!(" {span}")));
            continue;
        }
        let Some(phrase) = phrase else { continue };
        let said = fitting.iter().filter_map(|row| message(case, row));
        if let Some(other) = fitting.first().filter(|_| !said.into_iter().any(|m| text::says(m, phrase))) {
            let finding = Finding::new(
                Code::PhraseNotSaid,
                other.at,
                words!("window-words", clause = &clause.id, time = &span, phrase = phrase),
            )
            .here(words!("phrase-not-said.here"))
            .mend(words!("phrase-not-said.mend", phrase = phrase));
            findings.push(Judged::of_clause(finding, clause, &format!(" {span}")));
        }
    }
    true
}

/// Two times after each other are a window.
fn windows(clause: &Clause) -> Vec<Window<'_>> {
    if clause.kind != ClauseKind::Words {
        return Vec::new();
    }
    let (mut out, mut phrase, mut open) = (Vec::new(), None, None);
    for held in &clause.holds {
        match (held, open) {
            (Held::Phrase(text), _) => phrase = Some(text.as_str()),
            (Held::Time(from), None) => open = Some(*from),
            (Held::Time(to), Some(from)) => {
                out.push((from, *to, phrase));
                open = None;
            }
            _ => {}
        }
    }
    // A time alone is no window.
    if open.is_some() { Vec::new() } else { out }
}

fn rows<'a>(case: &Case<'a>, clause: &Clause) -> Vec<(&'a Table, &'a Row)> {
    let citing = case.places.all(&clause.id).iter().filter(|c| c.how == How::Cited);
    let own = citing.filter_map(|c| match c.place {
        Place::Row(t, r) => {
            let table = case.book.tables.get(t.index())?;
            Some((table, table.rows.get(r)?))
        }
        _ => None,
    });
    own.collect()
}

/// Is the window a row's? Its end may be written as the last minute or as what comes after it; where the table assumes
/// something, it may settle a minute.
fn holds(table: &Table, row: &Row, from: u32, to: u32) -> bool {
    let settled = row.grounds.iter().chain(&table.grounds).any(|g| matches!(g, Ground::Assumed { .. }));
    let near = |a: u32, b: u32| settled && a.abs_diff(b) <= SETTLED_MS;
    row.cells.iter().any(|cell| match cell {
        Cell::Times(a, b) => {
            let begins = *a == from || near(*a, from);
            begins && ((to..=to + SETTLED_MS).contains(b) || near(*b, to))
        }
        _ => false,
    })
}

fn message<'a>(case: &Case<'a>, row: &Row) -> Option<&'a Message> {
    match row.gives {
        TableResult::Message(m) => case.book.messages.get(m.index()),
        TableResult::Value(_) => None,
    }
}
