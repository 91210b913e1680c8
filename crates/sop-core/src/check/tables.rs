//! S401, S402, S405: for every value exactly one row of a table holds.
//!
//! Each column's values fall into classes that no cell tells apart: for ranges the stretches between their borders, for
//! choices the choices. All combinations of classes are tried, up to [`limits::TABLE_CELLS_MAX`] cells; beyond that
//! the table is said to be not proved. Cost: combinations x rows.

use crate::diagnostic::{Code, Finding, Gathered, Words};
use crate::model::{Book, Cell, DayKind, Expr, Literal, Table, Type, types::WEEKDAYS};
use crate::render::source::exact_time;
use crate::source::limits;
use crate::words;
use std::collections::BTreeSet;

const DAY_MS: u32 = 86_400_000;
const MINUTE_MS: u32 = 60_000;
const SECOND_MS: u32 = 1_000;
/// Choices of a column among which all belong together where they lack a row; of more than these only neighbours.
const UNORDERED_MAX: usize = 16;

pub(super) fn check(book: &Book, findings: &mut Gathered) {
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

fn table(table: &Table, findings: &mut Gathered) {
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
    let mut gaps: Vec<usize> = Vec::new();
    let mut overlaps: Vec<(usize, usize)> = Vec::new();
    for number in 0..combinations {
        let value = combination(&classes, number);
        let holding: Vec<usize> = table
            .rows
            .iter()
            .enumerate()
            .filter(|(_, r)| r.cells.iter().zip(&value).all(|(cell, class)| fits(cell, *class)))
            .map(|(i, _)| i)
            .collect();
        match holding.as_slice() {
            [] => gaps.push(number),
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
    for number in apart(&classes, &ordered(table), &gaps) {
        let value = witness(table, &combination(&classes, number));
        findings.push(
            Finding::new(Code::TableGap, table.at, words!("table-gap", table = &table.name, value = value))
                .here(words!("table-gap.here"))
                .mend(words!("table-gap.mend")),
        );
    }
}

/// The combination of that number, one class of each column: the first column's change fastest.
fn combination(classes: &[Vec<Class>], number: usize) -> Vec<Class> {
    let mut rest = number;
    let each = classes.iter().map(|c| {
        let class = c[rest % c.len()];
        rest /= c.len();
        class
    });
    each.collect()
}

/// Which columns have an order, so that only neighbours among their classes belong together.
fn ordered(table: &Table) -> Vec<bool> {
    table.columns.iter().map(|(_, ty)| matches!(ty, Type::Time | Type::Number)).collect()
}

/// Of combinations that belong together (they differ in one column, and there are neighbours) the first: one gap is told
/// once, however many classes it covers, and two gaps are told as two. `gaps` is in ascending order.
fn apart(classes: &[Vec<Class>], ordered: &[bool], gaps: &[usize]) -> Vec<usize> {
    let mut left: BTreeSet<usize> = gaps.iter().copied().collect();
    let mut firsts = Vec::new();
    while let Some(first) = left.pop_first() {
        firsts.push(first);
        let mut queue = vec![first];
        while let Some(number) = queue.pop() {
            let mut weight = 1;
            for (class, ordered) in classes.iter().zip(ordered) {
                let here = number / weight % class.len();
                let near = *ordered || class.len() > UNORDERED_MAX;
                let from = if near { here.saturating_sub(1) } else { 0 };
                let to = if near { class.len().min(here + 2) } else { class.len() };
                for there in from..to {
                    let other = number - here * weight + there * weight;
                    if left.remove(&other) {
                        queue.push(other);
                    }
                }
                weight *= class.len();
            }
        }
    }
    firsts
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
            let ends = borders.iter().copied().skip(1).chain([DAY_MS]);
            borders.iter().zip(ends).map(|(from, end)| Class::Time(roundest(*from, end))).collect()
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
        Type::OneOf(choices) => (0u16..).zip(choices.iter()).map(|(i, _)| Class::Choice(i)).collect(),
        Type::Weekday => (0..7).map(Class::Weekday).collect(),
        Type::DayKind => DayKind::ALL.into_iter().map(Class::DayKind).collect(),
        // The resolver lets no other type be a column.
        _ => Vec::new(),
    }
}

/// A moment from `from` on and before `end` that is easily said: a full minute, else a full second, else `from` itself.
fn roundest(from: u32, end: u32) -> u32 {
    let full = |unit: u32| from.div_ceil(unit) * unit;
    [MINUTE_MS, SECOND_MS].map(full).into_iter().find(|t| *t < end).unwrap_or(from)
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
            (Class::Time(t), _) => exact_time(*t),
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
