//! Tables that always give words, and such that don't.

use super::*;
use crate::kernel::program::code::{RowCode, SayWhatCode};
use crate::value::{DAY_MS, Moment};
use proptest::prelude::*;
use sop_core::model::{CalendarId, FactId, MessageId, TableId};

const HOUR: u32 = 3_600_000;

fn row(cells: Vec<CellCode>) -> RowCode {
    RowCode { cells: cells.into(), gives: TableGives::Message(MessageId(0), Box::default()) }
}

fn kinds(kinds: &[DayKind]) -> CellCode {
    CellCode::Values(kinds.iter().map(|kind| Value::DayKind(*kind)).collect())
}

/// By kind of day and time of day, of a moment.
fn table(rows: Vec<RowCode>) -> TableCode {
    let at = || Box::new(Code::Fact(FactId(0)));
    TableCode { columns: Box::new([Code::DayOf(at(), CalendarId(0)), Code::TimeOf(at())]), rows: rows.into() }
}

fn say(arg: Code) -> SayCode {
    SayCode { what: SayWhatCode::Table(TableId(0)), args: Box::new([arg]) }
}

/// As the real book greets.
fn greeting() -> Vec<RowCode> {
    use DayKind::{Holiday, LongWeekend, Weekend, Workday};
    vec![
        row(vec![kinds(&[Weekend, LongWeekend]), CellCode::Any]),
        row(vec![kinds(&[Workday, Holiday]), CellCode::Times(6 * HOUR, 18 * HOUR)]),
        row(vec![kinds(&[Workday, Holiday]), CellCode::Times(18 * HOUR, 6 * HOUR)]),
    ]
}

#[test]
fn a_table_with_a_row_for_everything_gives_words() {
    let now = say(Code::Now);
    assert!(says(&now, &table(greeting()), &[]));
    for left_out in 0..3 {
        let mut rows = greeting();
        rows.remove(left_out);
        assert!(!says(&now, &table(rows), &[]), "without row {left_out}");
    }
    let mut short = greeting();
    short[1].cells[1] = CellCode::Times(6 * HOUR, 18 * HOUR - 1);
    assert!(!says(&now, &table(short), &[]), "the last millisecond has no row");
}

#[test]
fn what_may_not_be_a_moment_gives_nothing_for_sure() {
    let table = table(greeting());
    assert!(says(&say(Code::Fact(FactId(1))), &table, &[Type::Text, Type::Moment]));
    assert!(!says(&say(Code::Fact(FactId(0))), &table, &[Type::Text, Type::Moment]), "a text");
    assert!(
        !says(&say(Code::Fact(FactId(2))), &table, &[Type::Text, Type::Moment]),
        "not known from the start"
    );
}

#[test]
fn cells_of_another_type_give_nothing_for_sure() {
    let mut rows = greeting();
    rows.insert(0, row(vec![CellCode::Times(0, HOUR), CellCode::Any]));
    assert!(!says(&say(Code::Now), &table(rows), &[]));
    let mut rows = greeting();
    rows[0].gives = TableGives::Message(MessageId(0), Box::new([1]));
    assert!(!says(&say(Code::Now), &table(rows), &[]), "there is one argument");
}

proptest! {
    /// Whatever rows there are: what is said to have words for everything has them at every time of every kind of day.
    #[test]
    fn who_always_gives_words_does(rows in prop::collection::vec(some_row(), 0..6), times in prop::collection::vec(0..DAY_MS, 1..40)) {
        let table = table(rows);
        if says(&say(Code::Now), &table, &[]) {
            for (time, kind) in times.iter().flat_map(|time| DayKind::ALL.iter().map(move |kind| (*time, *kind))) {
                let values = [Value::DayKind(kind), Value::Time(time)];
                let fits = |row: &RowCode| row.cells.iter().zip(&values).all(|(cell, value)| eval::accepts(cell, value).unwrap());
                prop_assert!(table.rows.iter().any(fits), "{kind:?} {time}");
            }
        }
    }
}

fn some_row() -> impl Strategy<Value = RowCode> {
    let edge = || prop_oneof![Just(0), Just(6 * HOUR), Just(18 * HOUR), 0..DAY_MS];
    let time = prop_oneof![
        1 => Just(CellCode::Any),
        3 => (edge(), edge()).prop_map(|(start, end)| CellCode::Times(start, end)),
        1 => prop::collection::vec(edge(), 1..3).prop_map(|times| CellCode::Values(times.into_iter().map(Value::Time).collect())),
    ];
    let day = prop_oneof![
        1 => Just(CellCode::Any),
        2 => prop::sample::subsequence(DayKind::ALL.to_vec(), 1..=4).prop_map(|some| kinds(&some)),
    ];
    (day, time).prop_map(|(day, time)| row(vec![day, time]))
}

#[test]
fn moments_at_the_edge_have_a_day_and_a_time() {
    // What the proof takes for granted of columns.
    let book = crate::kernel::testing::book();
    let program = crate::kernel::Program::build(&book, &crate::kernel::Settings::new()).unwrap();
    for moment in [Moment::MAX, Moment(-Moment::MAX.0), Moment(0)] {
        assert!(eval::local(&program, moment).is_ok(), "{moment:?}");
    }
}
