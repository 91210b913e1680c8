//! Faults of tables, working hours and calendars: an edge moved, a row gone, twice or wider, a value forgotten.

use super::text::{Edit, Mutant, Written, cut, replace};
use sop::source::{FileId, Span};
use sop_core::syntax::tree::{Cell, Expr, ExprKind, Item};
use std::ops::Range;

pub(crate) fn mutants(written: &Written, out: &mut Vec<Mutant>) {
    for (file, item) in written.items() {
        match item {
            Item::Table(table) => {
                let mut push = |kind, what: String, edits| {
                    out.push(in_item(written, table.at, kind, &what, &table.name.value, edits));
                };
                for (i, row) in table.rows.iter().enumerate() {
                    let whole = written.line(row.at);
                    let text = written.at(row.at).to_owned();
                    push("a table's row is dropped", text.clone(), vec![cut(file, whole.clone())]);
                    let twice = format!("\n{text}");
                    push(
                        "a table's row stands twice",
                        text.clone(),
                        vec![insert(file, row.at.end as usize, twice)],
                    );
                    let end = row.cells.last().map_or(row.at.start, |c| c.at.end) as usize;
                    push(
                        "a table's row has a cell too many",
                        text.clone(),
                        vec![insert(file, end, " | any".into())],
                    );
                    if let Some(next) = table.rows.get(i + 1) {
                        if written.at(row.gives.at) != written.at(next.gives.at) {
                            push(
                                "the results of two rows are exchanged",
                                text.clone(),
                                vec![
                                    replace(row.gives.at, written.at(next.gives.at)),
                                    replace(next.gives.at, written.at(row.gives.at)),
                                ],
                            );
                        }
                        push(
                            "two rows change places",
                            text.clone(),
                            vec![replace(row.at, written.at(next.at)), replace(next.at, written.at(row.at))],
                        );
                    }
                    for cell in &row.cells {
                        cells(written, &cell.value, cell.at, &mut push);
                    }
                }
            }
            Item::Hours(hours) => {
                for row in &hours.rows {
                    let mut push = |kind, edits| {
                        out.push(in_item(
                            written,
                            hours.at,
                            kind,
                            written.at(row.at),
                            &hours.name.value,
                            edits,
                        ));
                    };
                    push("a line of working hours is dropped", vec![cut(file, written.line(row.at))]);
                    let twice = format!("\n{}", written.at(row.at));
                    push(
                        "a line of working hours stands twice",
                        vec![insert(file, row.at.end as usize, twice)],
                    );
                    push(
                        "working hours are turned round",
                        vec![
                            replace(row.from.at, written.at(row.to.at)),
                            replace(row.to.at, written.at(row.from.at)),
                        ],
                    );
                }
            }
            Item::Calendar(calendar) => {
                for (day, label) in calendar.days.iter().take(5) {
                    let mut push = |kind, edits| {
                        let what = written.at(day.at);
                        out.push(in_item(written, calendar.at, kind, what, &calendar.name.value, edits));
                    };
                    let row = day.at.to(label.at);
                    push("a holiday is dropped", vec![cut(file, row.start as usize..row.end as usize)]);
                    let twice = format!("\n{}", written.at(row));
                    push("a holiday stands twice", vec![insert(file, row.end as usize, twice)]);
                    push("a holiday on a day that isn't", vec![replace(day.at, "2024-02-30")]);
                    push("a holiday in a year that isn't covered", vec![replace(day.at, "1999-01-01")]);
                }
            }
            _ => {}
        }
    }
}

fn cells(written: &Written, cell: &Cell, at: Span, push: &mut impl FnMut(&'static str, String, Vec<Edit>)) {
    let mut edge = |e: &Expr| {
        let text = written.at(e.at);
        let moved: Vec<String> = match e.kind {
            ExprKind::Number(n) => vec![(n - 1).to_string(), (n + 1).to_string()],
            ExprKind::Time(seconds) => {
                let _ = seconds;
                minutes(text)
            }
            _ => Vec::new(),
        };
        for with in moved {
            push(
                "a table's edge is moved",
                format!("`{}`: `{text}` to `{with}`", written.at(at)),
                vec![replace(e.at, with)],
            );
        }
    };
    match cell {
        Cell::Range(a, b) | Cell::Through(a, b) => {
            edge(a);
            edge(b);
        }
        Cell::Below(a) | Cell::OrMore(a) => edge(a),
        Cell::Any | Cell::Values(_) => {}
    }
    let text = written.at(at).to_owned();
    if !matches!(cell, Cell::Any) {
        push("a table's row is wider", format!("`{text}` becomes `any`"), vec![replace(at, "any")]);
        push("a cell that isn't of its column", text.clone(), vec![replace(at, "tidak_ada")]);
    }
    if let Cell::Range(a, b) = cell {
        let turned = vec![replace(a.at, written.at(b.at)), replace(b.at, written.at(a.at))];
        push("a range is turned round", text.clone(), turned);
        let through = format!("{} through {}", written.at(a.at), written.at(b.at));
        push("a range takes its end in", text, vec![replace(at, through)]);
    } else if let Cell::Values(values) = cell
        && values.len() > 1
    {
        for (i, value) in values.iter().enumerate() {
            let range: Range<usize> = if i == 0 {
                value.at.start as usize..values[1].at.start as usize
            } else {
                values[i - 1].at.end as usize..value.at.end as usize
            };
            push(
                "a value of a cell is forgotten",
                written.at(value.at).to_owned(),
                vec![cut(at.file, range)],
            );
        }
    }
}

/// A minute earlier and later, an hour later.
fn minutes(text: &str) -> Vec<String> {
    let Some((h, m)) = text.split_once(':') else { return Vec::new() };
    let (Ok(h), Ok(m)) = (h.parse::<i32>(), m.parse::<i32>()) else { return Vec::new() };
    [-1, 1, 60]
        .into_iter()
        .map(|d| (h * 60 + m + d).rem_euclid(1440))
        .map(|t| format!("{:02}:{:02}", t / 60, t % 60))
        .collect()
}

fn insert(file: FileId, at: usize, with: String) -> Edit {
    Edit { file, range: at..at, with }
}

fn in_item(
    written: &Written,
    at: Span,
    kind: &'static str,
    what: &str,
    name: &str,
    edits: Vec<Edit>,
) -> Mutant {
    Mutant {
        kind,
        what: format!("{name}: {what}"),
        edits,
        around: (at.file, written.whole(at)),
        names: vec![name.to_owned()],
    }
}
