//! Expressions, and the clock of working hours.

use super::*;
use crate::kernel::Settings;
use crate::kernel::testing::*;
use crate::kernel::working_hours;
use proptest::prelude::*;
use sop_core::model::Cell;
use sop_core::model::*;

/// Monday 2 October 2023, 00:00 WIB.
const MONDAY: i64 = 1_696_179_600_000;
const DAY: i64 = DAY_MS as i64;

/// Office hours, closed on Wednesday the 4th; night hours; a table that gives a text.
type DaysAndTimes = ((u8, u8), (u32, u32));

fn sample() -> Book {
    let mut book = book();
    let wednesday = chrono::NaiveDate::from_ymd_opt(2023, 10, 4).unwrap();
    book.calendars.push(Calendar {
        name: s("holidays"),
        label: s(""),
        source: s(""),
        covers: (2023, 2023),
        days: vec![Day { date: wednesday, label: s("") }],
        grounds: vec![],
        at: AT,
    });
    let h = |hours: u32| hours * 3_600_000;
    let hours = |name: &str, rows: &[DaysAndTimes], closed_on| Hours {
        name: s(name),
        label: s(""),
        rows: rows.iter().map(|(days, times)| HoursRow { days: *days, times: *times }).collect(),
        closed_on,
        grounds: vec![],
        at: AT,
    };
    book.hours = vec![
        hours(
            "office",
            &[((0, 4), (h(8), h(12))), ((0, 4), (h(13), h(17))), ((5, 5), (h(8), h(12)))],
            Some(CalendarId(0)),
        ),
        hours("always", &[((0, 6), (0, h(24)))], None),
        hours("never", &[], None),
    ];
    let row = |cells, gives: &str| Row {
        cells,
        gives: TableResult::Value(Literal::Text(s(gives))),
        grounds: vec![],
        at: AT,
    };
    let number = |n: std::ops::Range<i64>| Cell::Numbers(Some(n.start), Some(n.end));
    book.tables.push(Table {
        name: s("part"),
        label: s(""),
        takes: vec![field("at", Type::Moment), field("n", Type::Number)],
        gives: Some(Type::Text),
        columns: vec![
            (Expr::TimeOf(Box::new(Expr::Fact(FactId(0)))), Type::Time),
            (Expr::Fact(FactId(1)), Type::Number),
        ],
        rows: vec![
            row(vec![Cell::Times(h(6), h(18)), Cell::Any], "day"),
            row(vec![Cell::Times(h(18), h(6)), number(0..10)], "night"),
        ],
        grounds: vec![],
        at: AT,
    });
    // Asks itself: no checker lets that pass.
    let own = Expr::Table(TableId(1), vec![Expr::Fact(FactId(0))]);
    book.tables.push(Table {
        name: s("snake"),
        label: s(""),
        takes: vec![field("at", Type::Moment)],
        gives: Some(Type::Text),
        columns: vec![(own.clone(), Type::Text), (own, Type::Text)],
        rows: vec![],
        grounds: vec![],
        at: AT,
    });
    book
}

fn program() -> Program {
    Program::build(&sample(), &Settings::new()).unwrap()
}

/// Works an expression out at a moment; facts: 0 is unknown, 1 is the number 5.
#[expect(clippy::needless_pass_by_value, reason = "reads better where it is called")]
fn at(now: i64, code: Code) -> Result<Value, Rejected> {
    value(&program(), &[None, Some(Value::Number(5))], Moment(now), &code)
}

fn n(n: i64) -> Code {
    Code::Value(Value::Number(n))
}

#[expect(clippy::needless_pass_by_value, reason = "reads better where it is called")]
fn yes(result: Result<Value, Rejected>) -> bool {
    result == Ok(Value::YesNo(true))
}

#[test]
fn and_and_or_look_no_further_than_they_must() {
    let unknown = || Code::Compare(CompareOp::MoreThan, Box::new((Code::Fact(FactId(0)), n(3))));
    let known = || Code::Known(FactId(0));
    assert!(!yes(at(0, Code::And([known(), unknown()].into()))));
    assert!(yes(at(0, Code::Or([Code::Not(Box::new(known())), unknown()].into()))));
    assert_eq!(at(0, Code::And([unknown(), known()].into())), Err(Rejected::FactUnknown(FactId(0))));
    assert!(yes(at(0, Code::Compare(CompareOp::AtMost, Box::new((Code::Fact(FactId(1)), n(5)))))));
}

#[test]
fn sums_leave_their_range_with_a_word() {
    let sum = |op, a: Value, b: Value| at(0, Code::Binary(op, Box::new((Code::Value(a), Code::Value(b)))));
    let moment = |ms| Value::Moment(Moment(ms));
    assert_eq!(sum(BinaryOp::Plus, Value::Number(2), Value::Number(3)), Ok(Value::Number(5)));
    assert_eq!(sum(BinaryOp::Plus, Value::Number(i64::MAX), Value::Number(1)), Err(Rejected::OutOfRange));
    assert_eq!(sum(BinaryOp::Minus, moment(5), moment(2)), Ok(Value::Duration(3)));
    assert_eq!(sum(BinaryOp::Plus, Value::Duration(3), moment(2)), Ok(moment(5)));
    assert_eq!(sum(BinaryOp::Minus, moment(0), Value::Duration(i64::MIN)), Err(Rejected::OutOfRange));
    assert_eq!(sum(BinaryOp::Plus, moment(Moment::MAX.0), Value::Duration(1)), Err(Rejected::OutOfRange));
    assert_eq!(sum(BinaryOp::Plus, moment(0), Value::Number(1)), Err(Rejected::IllTyped));
}

#[test]
fn days_and_times_are_those_of_the_procedures_zone() {
    let now = || Box::new(Code::Now);
    // Half past eleven at night on Sunday in UTC is half past six on Monday in WIB.
    let monday = MONDAY + 6 * HOUR + 30 * MINUTE;
    assert_eq!(at(monday, Code::WeekdayOf(now())), Ok(Value::Weekday(0)));
    assert_eq!(at(MONDAY - 1, Code::WeekdayOf(now())), Ok(Value::Weekday(6)));
    assert_eq!(at(monday, Code::TimeOf(now())), Ok(Value::Time(6 * 3_600_000 + 30 * 60_000)));
    assert_eq!(at(MONDAY + 2 * DAY, Code::DayOf(now(), CalendarId(0))), Ok(Value::DayKind(DayKind::Holiday)));
    assert!(yes(at(MONDAY + 2 * DAY, Code::On(now(), CalendarId(0)))));
    assert!(!yes(at(MONDAY + 3 * DAY, Code::On(now(), CalendarId(0)))));
    let open = |now_ms| yes(at(now_ms, Code::Within(now(), HoursId(0))));
    assert!(open(MONDAY + 8 * HOUR) && !open(MONDAY + 12 * HOUR) && !open(MONDAY + 2 * DAY + 9 * HOUR));
}

#[test]
fn a_table_takes_the_row_that_holds() {
    let part = |now, count| at(now, Code::Table(TableId(0), [Code::Now, n(count)].into()));
    assert_eq!(part(MONDAY + 6 * HOUR, 99), Ok("day".into()));
    assert_eq!(part(MONDAY + 18 * HOUR, 9), Ok("night".into()));
    assert_eq!(part(MONDAY + 6 * HOUR - 1, 0), Ok("night".into()));
    assert_eq!(part(MONDAY + 18 * HOUR, 10), Err(Rejected::NoRowHolds));
    assert!(matches!(at(0, Code::Table(TableId(1), [Code::Now].into())), Err(Rejected::TooManySteps(_))));
}

#[test]
fn working_time_passes_while_it_is_open() {
    let program = program();
    let due = |from: i64, ms: i64| {
        working_hours::after(&program, HoursId(0), Moment(MONDAY + from), ms).map(|m| m.0 - MONDAY)
    };
    assert_eq!(due(8 * HOUR, HOUR), Some(9 * HOUR));
    assert_eq!(due(11 * HOUR, 2 * HOUR), Some(14 * HOUR), "over noon");
    assert_eq!(due(8 * HOUR, 8 * HOUR), Some(17 * HOUR), "at the very end of the day");
    assert_eq!(due(8 * HOUR, 8 * HOUR + 1), Some(DAY + 8 * HOUR + 1));
    assert_eq!(due(20 * HOUR, HOUR), Some(DAY + 9 * HOUR), "from the evening");
    assert_eq!(due(DAY + 16 * HOUR, 2 * HOUR), Some(3 * DAY + 9 * HOUR), "over the holiday");
    assert_eq!(due(5 * DAY + 11 * HOUR, 2 * HOUR), Some(7 * DAY + 9 * HOUR), "over Sunday");
    assert_eq!(due(20 * HOUR, 0), Some(20 * HOUR));
    assert_eq!(due(0, i64::MAX), None);
    assert_eq!(working_hours::after(&program, HoursId(2), Moment(MONDAY), 1), None);
}

proptest! {
    /// Counting the open milliseconds up to the due moment gives the length again; minute by minute.
    #[test]
    fn working_time_adds_up(from in 0i64..14 * 24 * 60, minutes in 1i64..3_000) {
        let program = program();
        let start = MONDAY + from * MINUTE;
        let due = working_hours::after(&program, HoursId(0), Moment(start), minutes * MINUTE).unwrap().0;
        let open = |at: i64| working_hours::open(&program, HoursId(0), Moment(at));
        let counted = (0..(due - start) / MINUTE).filter(|m| open(start + m * MINUTE)).count();
        prop_assert_eq!(i64::try_from(counted).unwrap(), minutes);
        prop_assert!(open(due - MINUTE), "the last minute before is open");
    }

    /// Where it is always open, working time is time.
    #[test]
    fn always_open_is_plain_time(from in -DAY * 400..DAY * 400, ms in 1i64..DAY * 900) {
        let program = program();
        let due = working_hours::after(&program, HoursId(1), Moment(from), ms).unwrap();
        prop_assert_eq!(due, Moment(from + ms));
    }
}
