//! C8: what the document itself leaves open. Nobody can mend it in a flow; the process owner should know.

use super::kinds::{number, of_section};
use super::places::Place;
use super::{Case, Judged, section_of};
use sop_core::diagnostic::{Code, Finding, names};
use sop_core::model::{
    Cell, Clause, ClauseKind, DayKind, Ground, Held, LaneId, Literal, Section, SettingId, TableId, Type,
};
use sop_core::render::source::exact_time;
use sop_core::words;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Judged>) {
    for section in &case.document.sections {
        let clauses: Vec<&Clause> =
            of_section(case, &section.id).into_iter().filter(|c| case.procedural(c)).collect();
        told_twice(&clauses, findings);
        numbers(section, &clauses, findings);
        windows(&clauses, findings);
    }
    undefined(case, findings);
    no_figure(case, findings);
}

/// Two clauses of one section with the same words.
fn told_twice(clauses: &[&Clause], findings: &mut Vec<Judged>) {
    let mut seen: BTreeMap<&str, &Clause> = BTreeMap::new();
    for clause in clauses.iter().filter(|c| matches!(c.kind, ClauseKind::Note | ClauseKind::Words)) {
        let Some(fingerprint) = clause.fingerprint.as_deref() else { continue };
        if let Some(first) = seen.get(fingerprint) {
            let finding = Finding::new(
                Code::ToldTwice,
                clause.at,
                words!("told-twice", clause = &clause.id, first = &first.id),
            )
            .here(words!("clause-not-implemented.here", page = clause.page))
            .label(first.at, words!("told-twice.there"))
            .mend(words!("told-twice.mend"));
            findings.push(Judged::of_clause(finding, clause, ""));
        } else {
            seen.insert(fingerprint, clause);
        }
    }
}

/// Lost and missing numbers of a section's notes.
fn numbers(section: &Section, clauses: &[&Clause], findings: &mut Vec<Judged>) {
    let notes = clauses.iter().filter(|c| matches!(c.kind, ClauseKind::Note | ClauseKind::Decision));
    let numbered: BTreeSet<u32> = clauses.iter().filter_map(|c| number(&c.id)).map(|(n, _)| n).collect();
    let lost: Vec<&Clause> =
        notes.filter(|c| c.kind == ClauseKind::Note && number(&c.id).is_none()).copied().collect();
    if let (Some(first), false) = (lost.first(), numbered.is_empty()) {
        let ids = names(lost.iter().map(|c| c.id.clone()));
        let finding = Finding::new(
            Code::NumberLost,
            first.at,
            words!("number-lost", section = &section.id, count = lost.len(), names = ids),
        )
        .here(words!("clause-not-implemented.here", page = first.page))
        .mend(words!("number-lost.mend"));
        findings.push(Judged::of_section(finding, &section.id, Some(first.page), ""));
    }
    let Some(last) = numbered.last() else { return };
    let missing: Vec<u32> = (1..*last).filter(|n| !numbered.contains(n)).collect();
    if !missing.is_empty() {
        let finding = Finding::new(
            Code::NumbersMissing,
            section.at,
            words!("numbers-missing", section = &section.id, numbers = ranges(&missing)),
        )
        .here(words!("numbers-missing.here"))
        .mend(words!("numbers-missing.mend"));
        findings.push(Judged::of_section(finding, &section.id, Some(section.pages.0), ""));
    }
}

/// `1-11, 14`.
fn ranges(numbers: &[u32]) -> String {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for n in numbers {
        match out.last_mut() {
            Some((_, last)) if *last + 1 == *n => *last = *n,
            _ => out.push((*n, *n)),
        }
    }
    let shown = out.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}-{b}") });
    shown.collect::<Vec<_>>().join(", ")
}

/// Words that are said at certain times: each moment of a day should have exactly one.
fn windows(clauses: &[&Clause], findings: &mut Vec<Judged>) {
    let words: Vec<&Clause> = clauses.iter().filter(|c| c.kind == ClauseKind::Words).copied().collect();
    let times = |c: &Clause| -> Vec<(u32, u32)> {
        let times: Vec<u32> =
            c.holds.iter().filter_map(|h| if let Held::Time(ms) = h { Some(*ms) } else { None }).collect();
        times.chunks_exact(2).filter_map(|p| Some((*p.first()?, *p.last()?))).collect()
    };
    // What one clause says of a whole day stands for itself; the rest share the day.
    let mut shared: Vec<(u32, u32, &Clause)> = Vec::new();
    for clause in &words {
        match times(clause).as_slice() {
            [] => {}
            [(from, to)] => shared.push((*from, *to, clause)),
            own => day(own.iter().map(|(a, b)| (*a, *b, *clause)).collect(), findings),
        }
    }
    if shared.len() > 1 {
        day(shared.clone(), findings);
    }
    if shared.is_empty() {
        return;
    }
    for clause in words.iter().filter(|c| times(c).is_empty()) {
        let others = names(shared.iter().map(|(.., c)| c.id.clone()));
        let finding =
            Finding::new(Code::NoTimes, clause.at, words!("no-times", clause = &clause.id, names = others))
                .here(words!("clause-not-implemented.here", page = clause.page))
                .mend(words!("no-times.mend"));
        findings.push(Judged::of_clause(finding, clause, ""));
    }
}

/// The windows of one day, with both ends: where two meet in a moment, or leave some out.
fn day(mut windows: Vec<(u32, u32, &Clause)>, findings: &mut Vec<Judged>) {
    const DAY: u32 = 86_400_000;
    /// What lies between `17:59` and `18:00`, where a document counts in whole minutes.
    const MINUTE: u32 = 60_000;
    windows.sort_by_key(|(from, ..)| *from);
    let after = |i: usize| windows.get((i + 1) % windows.len());
    let whole_minutes = windows.iter().enumerate().all(|(i, (_, end, _))| {
        after(i).is_some_and(|(start, ..)| start != end && (start + DAY - end) % DAY <= MINUTE)
    });
    if whole_minutes {
        return;
    }
    let meets = windows.iter().enumerate().any(|(i, (_, end, _))| after(i).is_some_and(|(s, ..)| s == end));
    for (i, (_, end, clause)) in windows.iter().enumerate() {
        let Some((start, _, next)) = after(i) else { continue };
        let (end, start) = (end % DAY, start % DAY);
        let (code, message, here, more) = if start == end {
            let at = exact_time(start);
            let message = words!("times-overlap", clause = &clause.id, other = &next.id, time = &at);
            (Code::TimesOverlap, message, words!("times-overlap.here", time = &at), at)
        } else {
            let far = (start + DAY - end) % DAY;
            // More than half a day: the windows lie over each other.
            if far > DAY / 2 {
                let message =
                    words!("times-overlap", clause = &clause.id, other = &next.id, time = exact_time(start));
                (
                    Code::TimesOverlap,
                    message,
                    words!("times-overlap.here", time = exact_time(start)),
                    exact_time(start),
                )
            } else if far <= MINUTE && !meets {
                continue;
            } else {
                let message = words!(
                    "times-gap",
                    clause = &clause.id,
                    other = &next.id,
                    from = exact_time(end),
                    to = exact_time(start)
                );
                (Code::TimesGap, message, words!("times-gap.here", from = exact_time(end)), exact_time(end))
            }
        };
        let mut finding =
            Finding::new(code, clause.at, message).here(here).mend(words!("times-overlap.mend"));
        if next.id != clause.id {
            finding = finding.label(next.at, words!("conform-clause-here", page = next.page));
        }
        findings.push(Judged::of_clause(finding, clause, &format!(" {} {more}", next.id)));
    }
}

/// Roles and kinds of days that the document uses and nowhere defines.
fn undefined(case: &Case<'_>, findings: &mut Vec<Judged>) {
    let kind = |id: &str| case.document.clauses.iter().find(|c| c.id == id).map(|c| c.kind);
    if case.document.clauses.iter().all(|c| c.kind != ClauseKind::Definition) {
        return;
    }
    let defined = |grounds: &[Ground]| {
        grounds.iter().any(|g| match g {
            Ground::Cited { clause, .. } | Ground::Derived { clause, .. } => {
                kind(clause) == Some(ClauseKind::Definition)
            }
            Ground::Assumed { .. } => false,
        })
    };
    for (i, lane) in (0u16..).map(LaneId).zip(&case.book.lanes) {
        let first = case.document.clauses.iter().find(|c| c.lane == Some(i) && case.procedural(c));
        let Some(first) = first.filter(|_| !defined(&lane.grounds)) else { continue };
        let finding = Finding::new(
            Code::NotDefined,
            lane.at,
            words!("lane-not-defined", lane = &lane.label, clause = &first.id),
        )
        .here(words!("lane-not-defined.here"))
        .mend(words!("lane-not-defined.mend"));
        findings.push(Judged::of_clause(finding, first, &format!(" {}", lane.name)));
    }
    for (t, table) in case.book.tables.iter().enumerate() {
        let Some(cite) = cited_words(case, t) else { continue };
        let calendars: Vec<&[Ground]> = case.book.calendars.iter().map(|c| c.grounds.as_slice()).collect();
        let told = defined(&table.grounds) || calendars.iter().any(|g| defined(g));
        for day in [DayKind::LongWeekend, DayKind::Holiday] {
            let row = table.rows.iter().find(|r| {
                r.cells.iter().any(|c| matches!(c, Cell::Values(v) if v.contains(&Literal::DayKind(day))))
            });
            let Some(row) = row.filter(|_| !told) else { continue };
            let finding = Finding::new(
                Code::NotDefined,
                row.at,
                words!("day-not-defined", day = day.name(), table = &table.name),
            )
            .here(words!("day-not-defined.here"))
            .mend(words!("day-not-defined.mend"));
            findings.push(Judged::of_clause(finding, cite, &format!(" {}", day.name())));
        }
    }
}

/// A clause that a table's row cites.
fn cited_words<'a>(case: &Case<'a>, table: usize) -> Option<&'a Clause> {
    let id = TableId(u16::try_from(table).ok()?);
    case.document.clauses.iter().find(|c| {
        c.kind == ClauseKind::Words
            && case.places.citing(&c.id).any(|c| matches!(c.place, Place::Row(t, _) if t == id))
    })
}

/// A length that the document speaks of without a figure: the operator has to supply it.
fn no_figure(case: &Case<'_>, findings: &mut Vec<Judged>) {
    for (i, setting) in (0u16..).map(SettingId).zip(&case.book.settings) {
        if setting.default.is_some() || setting.ty != Type::Duration {
            continue;
        }
        let clause = case.document.clauses.iter().find(|c| {
            case.places.all(&c.id).iter().any(|cite| cite.place == Place::Setting(i))
                && c.holds.iter().all(|h| !matches!(h, Held::Duration(_)))
        });
        let Some(clause) = clause else { continue };
        let finding = Finding::new(
            Code::NoFigure,
            setting.at,
            words!("no-figure", clause = &clause.id, setting = &setting.name),
        )
        .here(words!("no-figure.here"))
        .mend(words!("no-figure.mend"));
        let mut judged = Judged::of_clause(finding, clause, &format!(" {}", setting.name));
        judged.section = Some(section_of(&clause.id).to_owned());
        findings.push(judged);
    }
}
