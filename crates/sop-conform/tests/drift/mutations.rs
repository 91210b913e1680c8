//! Changes that a person would make, each at every place where it can be made.

use super::register::{Adopted, at, places};
use sop_conform::compare::{Change, Difference};
use sop_conform::read::ReadClause;
use sop_core::model::{ClauseKind, Held};
use std::collections::BTreeSet;

type Outcome = (usize, Vec<String>);

/// Replaces what stands in a line.
fn in_line(text: &str, line: u32, from: &str, to: &str) -> Option<String> {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let own = lines.get_mut(line as usize - 1)?;
    // Where it stands twice, nobody could say which clause is meant.
    (own.matches(from).count() == 1).then(|| *own = own.replacen(from, to, 1))?;
    Some(lines.join("\n"))
}

fn without_lines(text: &str, gone: impl Fn(usize) -> bool) -> String {
    let kept: Vec<&str> =
        text.split('\n').enumerate().filter(|(i, _)| !gone(i + 1)).map(|(_, l)| l).collect();
    kept.join("\n")
}

/// The parts of a clause's text that stand together in the document.
fn stretches(clause: &ReadClause) -> Vec<String> {
    let words: Vec<&str> = clause.text.split(' ').collect();
    (2..=words.len().min(5))
        .rev()
        .flat_map(|n| words.windows(n).map(|w| w.join(" ")).collect::<Vec<_>>())
        .take(40)
        .collect()
}

fn told(adopted: &Adopted, text: &str, wanted: &BTreeSet<String>, what: &str) -> Option<String> {
    let changes = adopted.changes(text);
    let found = places(&changes);
    (found != *wanted).then(|| {
        let more: Vec<String> =
            changes.iter().filter(|c| !wanted.contains(&at(c))).map(|c| format!("{c:?}")).collect();
        format!("{what}: wanted {wanted:?}, told {found:?} {more:.400?}")
    })
}

fn one(id: &str) -> BTreeSet<String> {
    BTreeSet::from([id.to_owned()])
}

/// Nothing is changed.
pub(crate) fn nothing(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    (1, told(&adopted, text, &BTreeSet::new(), "nothing").into_iter().collect())
}

/// One word of each clause becomes another.
pub(crate) fn word(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let mut faults = Vec::new();
    let mut tried = 0;
    for clause in adopted.read.clauses.iter().filter(|c| c.kind != ClauseKind::Label || !c.in_column) {
        // Each word of the clause that can be pointed at.
        let mut done = 0;
        for stretch in stretches(clause) {
            let words: Vec<&str> = stretch.split(' ').collect();
            let plain = |w: &&&str| {
                w.len() > 3 && w.chars().all(char::is_alphabetic) && w.chars().skip(1).all(char::is_lowercase)
            };
            let Some(word) = words.iter().find(plain) else { continue };
            let other = if word.starts_with(char::is_uppercase) { "Ubahan" } else { "ubahan" };
            let Some(changed) = in_line(text, clause.line, &stretch, &stretch.replacen(*word, other, 1))
            else {
                continue;
            };
            tried += usize::from(done == 0);
            done += 1;
            faults.extend(told(&adopted, &changed, &one(&clause.id), &format!("{} {word}", clause.id)));
            if done > 2 {
                break;
            }
        }
    }
    let all = adopted.read.clauses.iter().filter(|c| c.kind != ClauseKind::Label).count();
    if tried * 10 < all * 8 {
        faults.push(format!("only {tried} of {all} clauses could be changed"));
    }
    (tried, faults)
}

/// Each length and time becomes another.
pub(crate) fn digit(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let mut faults = Vec::new();
    let mut tried = 0;
    for clause in &adopted.read.clauses {
        if !clause.holds.iter().any(|h| matches!(h, Held::Duration(_) | Held::Time(_))) {
            continue;
        }
        for stretch in stretches(clause) {
            let Some(at) = stretch.find(|c: char| c.is_ascii_digit()) else { continue };
            let new = if &stretch[at..=at] == "1" { "2" } else { "1" };
            let other = format!("{}{new}{}", &stretch[..at], &stretch[at + 1..]);
            let line = (clause.line..clause.line + 3).find_map(|l| in_line(text, l, &stretch, &other));
            let Some(changed) = line else { continue };
            tried += 1;
            let changes = adopted.changes(&changed);
            faults.extend(told(
                &adopted,
                &changed,
                &one(&clause.id),
                &format!("{} {stretch} -> {other}", clause.id),
            ));
            let facts = changes.iter().any(|c| {
                matches!(c, Change::Changed { what, .. } if what.iter().any(|d| matches!(d, Difference::Held { .. })))
            });
            if !facts {
                faults.push(format!("{}: {other} is told without its figure: {changes:?}", clause.id));
            }
            break;
        }
    }
    (tried, faults)
}

/// A word of each prescribed phrase becomes another.
pub(crate) fn phrase(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let mut faults = Vec::new();
    let mut tried = 0;
    for clause in &adopted.read.clauses {
        for held in &clause.holds {
            let Held::Phrase(phrase) = held else { continue };
            let Some(word) =
                phrase.split(' ').filter(|w| w.chars().all(char::is_alphabetic)).max_by_key(|w| w.len())
            else {
                continue;
            };
            let other = phrase.replacen(word, "lain", 1);
            let line = (clause.line..clause.line + 3).find_map(|l| in_line(text, l, phrase, &other));
            let Some(changed) = line else { continue };
            tried += 1;
            faults.extend(told(&adopted, &changed, &one(&clause.id), &format!("{} {other}", clause.id)));
        }
    }
    (tried, faults)
}

/// A branch's label becomes the other.
pub(crate) fn label(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let mut faults = Vec::new();
    let mut tried = 0;
    for clause in adopted.read.clauses.iter().filter(|c| c.kind == ClauseKind::Label && c.in_column) {
        let other = match clause.text.as_str() {
            "Ya" => "Tidak",
            "Tidak" => "Ya",
            "Yes" => "No",
            _ => "Yes",
        };
        let Some(changed) = in_line(text, clause.line, &clause.text, other) else { continue };
        tried += 1;
        faults.extend(told(&adopted, &changed, &one(&clause.id), &format!("{} {other}", clause.id)));
    }
    (tried, faults)
}

/// Lines that hold one numbered note each, by clause: the number's mark, and the note's text.
fn notes(adopted: &Adopted) -> Vec<(&ReadClause, &str, &str)> {
    let lines: Vec<&str> = adopted.text.split('\n').collect();
    let mut out = Vec::new();
    for clause in adopted.read.clauses.iter().filter(|c| c.number.is_some() && c.id.contains('/')) {
        let alone =
            adopted.read.clauses.iter().filter(|c| c.line == clause.line && !c.in_column).count() == 1;
        let Some(line) = lines.get(clause.line as usize - 1).filter(|_| alone) else { continue };
        let cells: Vec<&str> = line.split(['\t', '|']).collect();
        let Some(cell) = cells.iter().rev().find(|c| !c.trim().is_empty()) else { continue };
        let mark = format!("{}.", clause.number.as_deref().unwrap_or_default());
        if let Some((before, rest)) = cell.split_once(mark.as_str())
            && before.trim().is_empty()
        {
            out.push((clause, *cell, rest.trim()));
        }
    }
    out
}

/// Two notes that follow each other change places, under the numbers that stand there, and with them.
pub(crate) fn swapped(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let mut faults = Vec::new();
    let mut tried = 0;
    let notes = notes(&adopted);
    for pair in notes.windows(2) {
        let ((a, cell_a, text_a), (b, cell_b, text_b)) = (pair[0], pair[1]);
        if a.section != b.section || a.page != b.page || a.fingerprint == b.fingerprint {
            continue;
        }
        // Below a lettered note may stand more of it.
        if b.line != a.line + 1 {
            continue;
        }
        let last = adopted
            .text
            .split('\n')
            .nth(b.line as usize)
            .is_none_or(|l| l.trim().is_empty() || l.contains('.'));
        let next_numbered = adopted.read.clauses.iter().any(|c| c.line == b.line + 1 && c.number.is_some());
        if !next_numbered && !last {
            continue;
        }
        let wanted = BTreeSet::from([a.id.clone(), b.id.clone()]);
        let text_only = in_line(&adopted.text, a.line, cell_a, &cell_a.replacen(text_a, text_b, 1))
            .and_then(|t| in_line(&t, b.line, cell_b, &cell_b.replacen(text_b, text_a, 1)));
        let whole =
            in_line(&adopted.text, a.line, cell_a, cell_b).and_then(|t| in_line(&t, b.line, cell_b, cell_a));
        for (how, changed) in [("text", text_only), ("whole", whole)] {
            let Some(changed) = changed else { continue };
            tried += 1;
            faults.extend(told(&adopted, &changed, &wanted, &format!("{} and {} {how}", a.id, b.id)));
        }
    }
    (tried, faults)
}

/// A box moves into the next lane's column.
pub(crate) fn lane(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let mut faults = Vec::new();
    let mut tried = 0;
    for (i, line) in text.split('\n').enumerate() {
        let number = u32::try_from(i).unwrap() + 1;
        let begun: Vec<&ReadClause> = adopted
            .read
            .clauses
            .iter()
            .filter(|c| c.in_column && c.line == number && !c.text.contains(" / "))
            .collect();
        let bars = line.starts_with('|');
        let cells: Vec<&str> = line.split(if bars { '|' } else { '\t' }).collect();
        let from = usize::from(bars);
        let (Some(cell), Some(next)) = (cells.get(from), cells.get(from + 1)) else { continue };
        if begun.is_empty() || cells.len() < 4 || cell.trim().is_empty() || !next.trim().is_empty() {
            continue;
        }
        let mut moved = cells.clone();
        moved.swap(from, from + 1);
        let joined = moved.join(if bars { "|" } else { "\t" });
        let mut lines: Vec<&str> = text.split('\n').collect();
        lines[i] = &joined;
        tried += 1;
        let changes = adopted.changes(&lines.join("\n"));
        let lanes = changes.iter().any(|c| {
            matches!(c, Change::Changed { id, what, .. } if begun.iter().any(|b| b.id == *id)
                && what.iter().any(|d| matches!(d, Difference::Lane { .. })))
        });
        if !lanes {
            faults.push(format!("{number} {cell}: no lane among {changes:.600?}"));
        }
        // A box that was broken over rows comes apart: also told, but nothing of other columns or pages.
        let page = begun[0].page;
        for change in &changes {
            let id = at(change);
            let own = adopted.read.clauses.iter().find(|c| c.id == id.trim_start_matches(['-', '+']));
            let fits = match change {
                Change::Added { clause, .. } => clause.page == page,
                _ => own.is_some_and(|c| c.page == page && c.in_column),
            };
            if !fits {
                faults.push(format!("{number} {cell}: {change:.300?}"));
            }
        }
    }
    (tried, faults)
}

/// A note is added behind each table's last row, with a number and without.
pub(crate) fn added(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let mut faults = Vec::new();
    let mut tried = 0;
    let lines: Vec<&str> = text.split('\n').collect();
    let is_row = |l: &str| l.split('\t').count() > 3 || l.starts_with('|') && l.matches('|').count() > 4;
    for i in 1..lines.len() {
        let last = is_row(lines[i]) && lines.get(i + 1).is_none_or(|l| !is_row(l));
        let Some(before) =
            adopted.read.clauses.iter().rev().find(|c| c.line as usize <= i + 1).filter(|_| last)
        else {
            continue;
        };
        let on_page = adopted
            .read
            .clauses
            .iter()
            .any(|c| c.line as usize <= i + 1 && c.line as usize + 30 > i && c.in_column);
        if !on_page && !lines[i].contains(". ") {
            continue;
        }
        let bars = lines[i].starts_with('|');
        let width = lines[i].matches(if bars { '|' } else { '\t' }).count();
        for (mark, wanted) in [("98. ", format!("+{}/98", before.section)), ("Tim ", String::new())] {
            let cells = if bars { "|".repeat(width - 1) } else { "\t".repeat(width) };
            let row =
                format!("{cells}{mark}terkait mencatat sesuatu yang baru{}", if bars { "|" } else { "" });
            let mut with = lines.clone();
            with.insert(i + 1, &row);
            tried += 1;
            let changes = adopted.changes(&with.join("\n"));
            match changes.as_slice() {
                // In a table of rows it has no number in this column.
                [Change::Added { clause, .. }]
                    if wanted.is_empty() || at(&changes[0]) == wanted || clause.kind == ClauseKind::Step =>
                {
                    assert_eq!(clause.page, before.page);
                }
                _ => faults.push(format!("line {i} {mark}: {changes:.700?}")),
            }
        }
    }
    (tried, faults)
}

/// A note is removed, with its row's boxes staying.
pub(crate) fn removed(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let mut faults = Vec::new();
    let mut tried = 0;
    for (clause, cell, _) in notes(&adopted) {
        // What stands below it would be the next one's, or one of its own.
        let lettered = clause.number.as_ref().is_some_and(|n| n.ends_with(|c: char| c.is_alphabetic()));
        let runs_on = text.split('\n').nth(clause.line as usize).is_some_and(|l| l.starts_with("   "));
        if lettered || clause.in_column || runs_on {
            continue;
        }
        let Some(changed) = in_line(text, clause.line, cell, "") else { continue };
        tried += 1;
        faults.extend(told(&adopted, &changed, &one(&format!("-{}", clause.id)), &clause.id));
    }
    // Clauses outside tables: the whole line, where it is one.
    for clause in adopted.read.clauses.iter().filter(|c| c.number.is_some() && !c.id.contains('/')) {
        let line = text.split('\n').nth(clause.line as usize - 1).unwrap_or_default();
        let siblings = adopted.read.clauses.iter().filter(|c| c.section == clause.section).count() > 1;
        if !siblings || line.contains(['\t', '|']) || !line.contains(&clause.text) {
            continue;
        }
        let changed = without_lines(text, |l| l == clause.line as usize);
        tried += 1;
        faults.extend(told(&adopted, &changed, &one(&format!("-{}", clause.id)), &clause.id));
    }
    (tried, faults)
}

/// A page is lost, with its number.
pub(crate) fn page(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let mut faults = Vec::new();
    let mut tried = 0;
    let lines: Vec<&str> = text.split('\n').collect();
    let lower: Vec<String> = lines.iter().map(|l| l.to_lowercase()).collect();
    let is_foot = |l: &str| {
        let l = l.trim();
        l.starts_with("hal:")
            || l.starts_with("page ") && l.contains(" of ")
            || l.starts_with("- ") && l.ends_with(" -") && l.len() < 8
    };
    let feet: Vec<usize> = (0..lines.len()).filter(|i| is_foot(&lower[*i])).collect();
    for (n, foot) in feet.iter().enumerate() {
        let from = n.checked_sub(1).map_or(0, |n| feet[n] + 1);
        let changed = without_lines(text, |l| l > from && l <= foot + 1);
        let page = u32::try_from(n).unwrap() + 1;
        let mut wanted: BTreeSet<String> =
            adopted.read.clauses.iter().filter(|c| c.page == page).map(|c| format!("-{}", c.id)).collect();
        wanted.insert(format!("page {page}"));
        tried += 1;
        faults.extend(told(&adopted, &changed, &wanted, &format!("page {page}")));
    }
    (tried, faults)
}

/// Each part of the head is changed where it first stands, and everywhere.
pub(crate) fn head(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let read = &adopted.read;
    let mut faults = Vec::new();
    let mut tried = 0;
    let mut parts: Vec<(String, String, &str)> = Vec::new();
    let code = read.code.clone().unwrap();
    parts.push((code.clone(), code.replace(|c: char| c.is_ascii_digit(), "7"), "Code"));
    for a in &read.approvals {
        parts.push((a.name.clone(), "Orang Lain".to_owned(), "Approval"));
        parts.push((a.job.clone(), "Jabatan lain".to_owned(), "Approval"));
    }
    let title = read.title.clone().unwrap();
    parts.push((title.clone(), format!("{title}s"), "Title"));
    for s in &read.sections {
        parts.push((s.title.clone(), format!("{} lain", s.title), "Section"));
    }
    for (old, new, part) in parts {
        for all in [false, true] {
            let changed = if all { text.replace(&old, &new) } else { text.replacen(&old, &new, 1) };
            if changed == text || all && part != "Code" {
                continue;
            }
            tried += 1;
            let changes = adopted.changes(&changed);
            // A section of which only the title can be read has it as its clause.
            let alone = part == "Section" && read.clauses.iter().any(|c| c.text == old);
            let fits = |c: &Change| match c {
                Change::Head { what, .. } => format!("{what:?}").starts_with(part),
                // A code that other clauses speak of.
                Change::Changed { clause, .. } => {
                    alone || clause.text.contains(&new) || part == "Title" || part == "Approval"
                }
                _ => false,
            };
            if changes.is_empty()
                || !changes.iter().all(fits)
                || !alone && !changes.iter().any(|c| matches!(c, Change::Head { .. }))
            {
                faults.push(format!("{old} -> {new} ({all}): {changes:.500?}"));
            }
        }
    }
    (tried, faults)
}

/// A heading is lost: its clauses stay where they are.
pub(crate) fn heading(text: &str) -> Outcome {
    let adopted = Adopted::of(text);
    let mut faults = Vec::new();
    let mut tried = 0;
    let lines: Vec<&str> = text.split('\n').collect();
    let sections = &adopted.read.sections;
    for (i, section) in sections.iter().enumerate().skip(1) {
        // Only where the section has its pages to itself: else nobody could tell whose a clause is.
        let alone = sections.iter().all(|o| {
            o.id == section.id
                || o.pages.1 < section.pages.0
                || o.pages.0 > section.pages.1
                || section.id.starts_with(&format!("{}.", o.id))
        });
        let inner = sections.get(i + 1).is_some_and(|n| n.id.starts_with(&format!("{}.", section.id)));
        let clauses: Vec<_> = adopted.read.clauses.iter().filter(|c| c.section == section.id).collect();
        let own = lines.iter().position(|l| l.contains(&section.title) && l.contains(&section.id));
        let Some(at_line) = own.filter(|_| alone && !inner && clauses.iter().any(|c| c.in_column)) else {
            continue;
        };
        let changed = without_lines(text, |l| l == at_line + 1);
        tried += 1;
        let wanted = one(&format!("Section({:?})", section.id));
        faults.extend(told(&adopted, &changed, &wanted, &format!("heading {}", section.id)));
    }
    (tried.max(1), faults)
}
