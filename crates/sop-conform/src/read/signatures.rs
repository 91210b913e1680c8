//! Signatures on the front page, in columns or one below the other.

use super::facts::date;
use super::outline::Block;
use super::vocabulary::{Signed, approval, signed};
use super::{ReadApproval, ReadDocument};
use sop_core::model::ApprovalKind;

/// Reads what stands before the first section.
pub(super) fn read(front: &[Block], document: &mut ReadDocument) {
    let mut found: Vec<ReadApproval> = Vec::new();
    // What each column of the table that is being read, or the text, is about.
    let mut columns: Vec<Option<ApprovalKind>> = Vec::new();
    let mut current: Option<ApprovalKind> = None;
    for block in front {
        match block {
            Block::Paragraph(p) => line(&p.text, &mut current, &mut found),
            Block::Table(rows) => {
                for (cells, _) in &rows.rows {
                    let kinds: Vec<Option<ApprovalKind>> = cells.iter().map(|c| approval(c)).collect();
                    if kinds.iter().flatten().count() > 1 {
                        columns = kinds;
                        continue;
                    }
                    // `Prepared by | Ann | Clerk | 2 May 2024`: a row is a signature.
                    if let (Some(Some(kind)), true) = (kinds.first().copied(), columns.is_empty()) {
                        row(kind, &cells[1..], &mut found);
                        continue;
                    }
                    // A label in the first column holds for the row: `Name | Ann | Ben`.
                    let led = cells.first().and_then(|c| signed(c.trim_end_matches([':', ' '])));
                    for (i, cell) in cells.iter().enumerate() {
                        if let Some(kind) = columns.get(i).copied().flatten() {
                            match led {
                                Some(what) if i > 0 => put(kind, what, cell, &mut found),
                                _ => labelled(kind, cell, &mut found),
                            }
                        }
                    }
                }
            }
        }
    }
    found.retain(|a| !a.name.is_empty());
    document.approvals = found;
}

/// `Prepared by: Ann Smith, Clerk, 2 May 2024`, or a label alone with lines below it.
fn line(text: &str, current: &mut Option<ApprovalKind>, found: &mut Vec<ReadApproval>) {
    let (label, rest) = text.split_once(':').unwrap_or((text, ""));
    if let Some(kind) = approval(label).filter(|_| label.split(' ').count() <= 4) {
        *current = Some(kind);
        if !rest.trim().is_empty() {
            let parts: Vec<String> = rest.split([',', ';']).map(|p| p.trim().to_owned()).collect();
            row(kind, &parts, found);
        }
        return;
    }
    if let Some(kind) = *current {
        labelled(kind, text, found);
    }
}

/// Cells of a signature without labels: the day is what reads as one, then the name, then the job.
fn row(kind: ApprovalKind, cells: &[String], found: &mut Vec<ReadApproval>) {
    for cell in cells.iter().map(|c| c.trim()).filter(|c| !c.is_empty()) {
        let what = if date(cell).is_some() {
            Signed::On
        } else if found.iter().any(|a| a.kind == kind && !a.name.is_empty()) {
            Signed::Job
        } else {
            Signed::Name
        };
        put(kind, what, cell, found);
    }
}

/// `Nama : Ann`
fn labelled(kind: ApprovalKind, cell: &str, found: &mut Vec<ReadApproval>) {
    if let Some((label, value)) = cell.split_once(':')
        && let Some(what) = signed(label)
    {
        put(kind, what, value, found);
    }
}

fn put(kind: ApprovalKind, what: Signed, value: &str, found: &mut Vec<ReadApproval>) {
    let at = found.iter().position(|a| a.kind == kind).unwrap_or_else(|| {
        found.push(ReadApproval { kind, name: String::new(), job: String::new(), on: None });
        found.len() - 1
    });
    let Some(approval) = found.get_mut(at) else { return };
    let value = value.trim().to_owned();
    match what {
        Signed::Name if approval.name.is_empty() => approval.name = value,
        Signed::Job if approval.job.is_empty() => approval.job = value,
        Signed::On if approval.on.is_none() => approval.on = date(&value),
        _ => {}
    }
}
