//! Tables of rows: records, changes, steps with the one who does them.

use super::outline::Rows;
use super::vocabulary::{Column, column};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) number: Option<String>,
    pub(super) actor: Option<String>,
    pub(super) text: String,
    pub(super) line: u32,
}

/// The rows that say something; a row of dashes doesn't.
pub(super) fn rows(table: &Rows) -> Vec<Row> {
    let Some((head, _)) = table.rows.first() else { return Vec::new() };
    let columns: Vec<Column> = head.iter().map(|c| column(c)).collect();
    let headed = columns.iter().any(|c| *c != Column::Other) || table.rows.len() > 1;
    let mut out = Vec::new();
    for (cells, line) in table.rows.iter().skip(usize::from(headed)) {
        let mut row = Row { number: None, actor: None, text: String::new(), line: *line };
        for (i, cell) in cells.iter().enumerate() {
            let cell = cell.trim();
            match columns.get(i).copied().unwrap_or(Column::Other) {
                _ if is_blank(cell) => {}
                Column::Number if row.number.is_none() && is_number(cell) => {
                    row.number = Some(cell.trim_end_matches(['.', ')']).to_owned());
                }
                Column::Actor => row.actor = Some(cell.to_owned()),
                _ => {
                    if !row.text.is_empty() {
                        row.text.push_str(" | ");
                    }
                    row.text.push_str(cell);
                }
            }
        }
        if !row.text.is_empty() {
            out.push(row);
        }
    }
    out
}

/// The whole table as a text.
pub(super) fn whole(table: &Rows) -> String {
    table.rows.iter().map(|(cells, _)| cells.join(" | ")).collect::<Vec<_>>().join(" / ")
}

fn is_blank(cell: &str) -> bool {
    cell.chars().all(|c| !c.is_alphanumeric())
}

fn is_number(cell: &str) -> bool {
    cell.len() <= 8
        && cell.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == ')' || c == '-')
        && cell.chars().any(|c| c.is_ascii_digit())
}
