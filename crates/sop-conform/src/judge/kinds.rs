//! What the clauses of a register are to a flow: wanted or told, boxes of a drawing or notes of a list, numbered or not.

use super::{Case, section_of};
use sop_core::model::{Clause, ClauseKind};

/// Clauses that somebody or something has to do: they need a place in a flow.
pub(super) fn procedural(_case: &Case<'_>, clause: &Clause) -> bool {
    matches!(
        clause.kind,
        ClauseKind::Step | ClauseKind::Decision | ClauseKind::Label | ClauseKind::Note | ClauseKind::Words
    )
}

/// A clause's own number in its section: `14a` is 14 and `a`. `None` where the number is lost.
pub(super) fn number(id: &str) -> Option<(u32, &str)> {
    let (_, tail) = id.split_once('/')?;
    let digits = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (digits, letters) = tail.split_at(digits);
    letters.chars().all(|c| c.is_ascii_lowercase()).then_some(())?;
    Some((digits.parse().ok()?, letters))
}

/// Stands in a lane's column of the drawing, or in the list of notes beside it?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Drawing,
    Notes,
}

/// By what it is; a decision without a number is where the clause before it is.
pub(super) fn column(clause: &Clause, before: Option<Column>) -> Column {
    match clause.kind {
        ClauseKind::Step | ClauseKind::Label => Column::Drawing,
        ClauseKind::Decision if number(&clause.id).is_none() => before.unwrap_or(Column::Drawing),
        _ => Column::Notes,
    }
}

/// The clauses of a section, in the register's order.
pub(super) fn of_section<'a>(case: &Case<'a>, section: &str) -> Vec<&'a Clause> {
    case.document.clauses.iter().filter(|c| section_of(&c.id) == section).collect()
}
