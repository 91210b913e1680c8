//! Books that can and can't be compiled.

use crate::kernel::testing::*;
use crate::kernel::{BuildError, Program, Settings};
use crate::value::Value;
use sop_core::model::*;

fn with_settings() -> Book {
    let mut book = book();
    let setting = |name: &str, ty, default| Setting {
        name: s(name),
        label: s(""),
        ty,
        default,
        grounds: vec![],
        at: AT,
    };
    book.settings = vec![
        setting("sla", Type::Duration, Some(Literal::Duration(HOUR))),
        setting("team", Type::Text, None),
        setting("tries", Type::Number, None),
    ];
    let mut f = Draw::new("one", &[]);
    let step = f.step("step");
    let end = f.end("end");
    f.chain(&[step, end]);
    book.flows.push(f.flow);
    book
}

#[test]
fn all_faults_of_the_settings_are_told_at_once() {
    let given: Settings =
        [("tries", Value::from("three")), ("slaa", Value::Number(1))].map(|(n, v)| (s(n), v)).into();
    let errors = Program::build(&with_settings(), &given).unwrap_err();
    assert_eq!(
        errors.0,
        [
            BuildError::MissingSetting { name: s("team") },
            BuildError::WrongSettingType { name: s("tries"), wanted: s("number") },
            BuildError::UnknownSetting { name: s("slaa") },
        ]
    );
    assert_eq!(
        errors.to_string(),
        "the setting `team` has no value and no default; the setting `tries` wants a value of type number; \
         the book has no setting `slaa`"
    );
}

#[test]
fn the_edition_is_of_the_book_and_the_settings() {
    let book = with_settings();
    let settings = |tries: i64| -> Settings {
        [("team", Value::from("tier two")), ("tries", Value::Number(tries))].map(|(n, v)| (s(n), v)).into()
    };
    let edition = |book: &Book, settings: &Settings| Program::build(book, settings).unwrap().edition();
    let one = edition(&book, &settings(3));
    assert_eq!(one, edition(&book, &settings(3)));
    assert_ne!(one, edition(&book, &settings(4)));
    let mut given = settings(3);
    given.insert(s("sla"), Value::Duration(HOUR));
    assert_eq!(one, edition(&book, &given), "a default and the same value given are one edition");
    let mut relabelled = book.clone();
    relabelled.flows[0].label = s("another");
    assert_ne!(one, edition(&relabelled, &settings(3)));
}

#[test]
fn a_broken_book_is_refused_not_run() {
    let build = |book: &Book| Program::build(book, &Settings::new()).unwrap_err().to_string();
    let mut f = Draw::new("one", &[]);
    f.step("step");
    let mut no_next = book();
    no_next.flows.push(f.flow.clone());
    assert_eq!(build(&no_next), "the book can't be run: flow `one`: `step`: nothing comes next");
    f.node("else", NodeKind::Do { action: ActionId(3), args: vec![], keeps: vec![] });
    let end = f.end("end");
    f.chain(&[petgraph::graph::NodeIndex::new(0), end]);
    let mut no_action = book();
    no_action.flows.push(f.flow);
    assert_eq!(build(&no_action), "the book can't be run: flow `one`: `else`: there is no such action");
}

/// Also against walking day by day to the weekend.
#[test]
fn long_weekends_are_holidays_that_touch_a_weekend() {
    // October 2023: the 2nd is a Monday. Thursday 5 and Friday 6; Wednesday 11; Monday 16 and Tuesday 17; Saturday 21;
    // Tuesday 24 and Thursday 26 with a workday between.
    let day = |d: u32| chrono::NaiveDate::from_ymd_opt(2023, 10, d).unwrap();
    let holidays = [5, 6, 11, 16, 17, 21, 24, 26];
    let mut book = book();
    book.calendars.push(Calendar {
        name: s("holidays"),
        label: s(""),
        source: s(""),
        covers: (2023, 2023),
        days: holidays.iter().map(|d| Day { date: day(*d), label: s("") }).collect(),
        grounds: vec![],
        at: AT,
    });
    let program = Program::build(&book, &Settings::new()).unwrap();
    let kinds = (1..=28).map(|d| {
        let kind = program.calendars[0].kind(crate::value::day_of(day(d)));
        let letter = match kind {
            DayKind::Workday => '.',
            DayKind::Holiday => 'h',
            DayKind::Weekend => 'W',
            DayKind::LongWeekend => 'L',
        };
        if d % 7 == 1 { format!(" {letter}") } else { letter.to_string() }
    });
    assert_eq!(kinds.collect::<String>(), " W...LLW W..h..W WLL...W W.h.h.W");
}
