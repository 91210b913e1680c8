//! S401, S402, S405: for every value exactly one row of a table holds.
//!
//! Each column's values fall into classes that no cell tells apart: for ranges the stretches between their borders, for
//! choices the choices. All combinations of classes are tried, up to [`limits::TABLE_CELLS_MAX`] cells; beyond that
//! the table is said to be not proved. Cost: combinations x rows.

use crate::diagnostic::{Code, Finding, Words};
use crate::model::{Book, Cell, DayKind, Expr, Literal, Table, Type, types::WEEKDAYS};
use crate::source::limits;
use crate::words;

const DAY_MS: u32 = 86_400_000;

pub(super) fn check(book: &Book, findings: &mut Vec<Finding>) {
    for table in &book.tables {
        if !table.columns.is_empty() && !table.rows.is_empty() {
            self::table(table, findings);
        }
    }
}

/// A value that stands for a class of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Time(u32),
    Number(i64),
    YesNo(bool),
    Choice(u16),
    Weekday(u8),
    DayKind(DayKind),
}

fn table(table: &Table, findings: &mut Vec<Finding>) {
    let classes: Vec<Vec<Class>> = (0..table.columns.len()).map(|c| classes(table, c)).collect();
    let combinations = classes.iter().try_fold(1usize, |n, c| n.checked_mul(c.len()));
    let cells = combinations.and_then(|n| n.checked_mul(table.rows.len()));
    let Some(combinations) = combinations.filter(|_| cells.is_some_and(|c| c <= limits::TABLE_CELLS_MAX))
    else {
        findings.push(
            Finding::new(Code::TableNotProved, table.at, words!("table-not-proved", table = &table.name))
                .here(words!("table-not-proved.here"))
                .mend(words!("table-not-proved.mend")),
        );
        return;
    };
    let mut gap = false;
    let mut overlaps: Vec<(usize, usize)> = Vec::new();
    for number in 0..combinations {
        let mut rest = number;
        let value: Vec<Class> = classes
            .iter()
            .map(|c| {
                let class = c[rest % c.len()];
                rest /= c.len();
                class
            })
            .collect();
        let holding: Vec<usize> = table
            .rows
            .iter()
            .enumerate()
            .filter(|(_, r)| r.cells.iter().zip(&value).all(|(cell, class)| fits(cell, *class)))
            .map(|(i, _)| i)
            .collect();
        match holding.as_slice() {
            [] if !gap => {
                gap = true;
                findings.push(
                    Finding::new(
                        Code::TableGap,
                        table.at,
                        words!("table-gap", table = &table.name, value = witness(table, &value)),
                    )
                    .here(words!("table-gap.here"))
                    .mend(words!("table-gap.mend")),
                );
            }
            [first, second, ..] if !overlaps.contains(&(*first, *second)) => {
                overlaps.push((*first, *second));
                findings.push(
                    Finding::new(
                        Code::TableOverlap,
                        table.rows[*second].at,
                        words!("table-overlap", table = &table.name, value = witness(table, &value)),
                    )
                    .here(words!("table-overlap.here"))
                    .label(table.rows[*first].at, words!("table-overlap.first"))
                    .mend(words!("table-overlap.mend")),
                );
            }
            _ => {}
        }
    }
}

/// One value for each class of a column.
fn classes(table: &Table, column: usize) -> Vec<Class> {
    let cells = || table.rows.iter().filter_map(|r| r.cells.get(column));
    match &table.columns[column].1 {
        Type::Time => {
            let mut borders = vec![0];
            for cell in cells() {
                if let Cell::Times(a, b) = cell {
                    borders.extend([*a, *b]);
                }
            }
            borders.retain(|t| *t < DAY_MS);
            borders.sort_unstable();
            borders.dedup();
            borders.into_iter().map(Class::Time).collect()
        }
        Type::Number => {
            let mut borders = vec![i64::MIN];
            for cell in cells() {
                match cell {
                    Cell::Numbers(a, b) => borders.extend(a.iter().chain(b)),
                    Cell::Values(values) => borders.extend(values.iter().flat_map(|v| match v {
                        Literal::Number(n) => vec![*n, n.saturating_add(1)],
                        _ => Vec::new(),
                    })),
                    _ => {}
                }
            }
            borders.sort_unstable();
            borders.dedup();
            // The lowest class is shown by the number below the first border.
            if let [_, first, ..] = borders.as_slice() {
                let below = first.saturating_sub(1);
                borders[0] = below;
            }
            borders.into_iter().map(Class::Number).collect()
        }
        Type::YesNo => vec![Class::YesNo(true), Class::YesNo(false)],
        Type::OneOf(choices) => (0u16..).zip(choices).map(|(i, _)| Class::Choice(i)).collect(),
        Type::Weekday => (0..7).map(Class::Weekday).collect(),
        Type::DayKind => DayKind::ALL.into_iter().map(Class::DayKind).collect(),
        // The resolver lets no other type be a column.
        _ => Vec::new(),
    }
}

fn fits(cell: &Cell, class: Class) -> bool {
    match (cell, class) {
        (Cell::Any, _) => true,
        (Cell::Times(from, to), Class::Time(t)) => {
            if from < to {
                (*from..*to).contains(&t)
            } else {
                t >= *from || t < *to
            }
        }
        (Cell::Numbers(from, to), Class::Number(n)) => {
            from.is_none_or(|f| n >= f) && to.is_none_or(|t| n < t)
        }
        (Cell::Values(values), class) => values.iter().any(|v| match (v, class) {
            (Literal::YesNo(a), Class::YesNo(b)) => *a == b,
            (Literal::Number(a), Class::Number(b)) => *a == b,
            (Literal::Choice(a), Class::Choice(b)) => *a == b,
            (Literal::Weekday(a), Class::Weekday(b)) => *a == b,
            (Literal::DayKind(a), Class::DayKind(b)) => *a == b,
            _ => false,
        }),
        _ => false,
    }
}

/// The value in words: `day workday` and `time 18:00`.
fn witness(table: &Table, value: &[Class]) -> Vec<Words> {
    let shown = value.iter().zip(&table.columns).map(|(class, (expr, ty))| {
        let value = match (class, ty) {
            (Class::Time(t), _) => format!("{:02}:{:02}", t / 3_600_000, t / 60_000 % 60),
            (Class::Number(n), _) => n.to_string(),
            (Class::YesNo(yes), _) => if *yes { "yes" } else { "no" }.to_owned(),
            (Class::Choice(i), Type::OneOf(choices)) => {
                choices.get(usize::from(*i)).map(|c| c.name.clone()).unwrap_or_default()
            }
            (Class::Choice(i), _) => i.to_string(),
            (Class::Weekday(d), _) => WEEKDAYS.get(usize::from(*d)).copied().unwrap_or_default().to_owned(),
            (Class::DayKind(k), _) => k.name().to_owned(),
        };
        match expr {
            Expr::Fact(f) => {
                let column = table.takes.get(f.index()).map_or("", |t| t.name.as_str());
                words!("witness-of", column = column, value = value)
            }
            Expr::TimeOf(_) => words!("witness-time", value = value),
            Expr::WeekdayOf(_) | Expr::DayOf(..) => words!("witness-day", value = value),
            _ => words!("witness-other", value = value),
        }
    });
    shown.collect()
}
