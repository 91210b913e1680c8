//! Values: conversions, types, and reading hostile bytes.

use super::*;
use sop_core::model::Choice;

#[test]
fn days_and_weekdays_agree_with_the_calendar() {
    for (y, m, d, w) in [(1970, 1, 1, 3), (2023, 10, 2, 0), (1969, 12, 31, 2), (2024, 2, 29, 3)] {
        let date = NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(weekday(day_of(date)), w, "{date}");
        assert_eq!(date_of(day_of(date)), Some(date));
        assert_eq!(u32::from(w), date.weekday().num_days_from_monday());
    }
    assert_eq!(date_of(i32::MAX), None);
}

#[test]
fn a_value_fits_only_its_own_type_and_range() {
    let tiers = Type::OneOf(
        [
            Choice { name: "a".into(), label: String::new() },
            Choice { name: "b".into(), label: String::new() },
        ]
        .into(),
    );
    assert!(Value::Choice(1).fits(&tiers));
    assert!(!Value::Choice(2).fits(&tiers));
    assert!(!Value::Number(1).fits(&tiers));
    assert!(Value::Time(DAY_MS - 1).fits(&Type::Time));
    assert!(!Value::Time(DAY_MS).fits(&Type::Time));
    assert!(!Value::Weekday(7).fits(&Type::Weekday));
    assert!(!Value::Moment(Moment(i64::MAX)).fits(&Type::Moment));
    let list = Value::List([Value::Number(1), Value::from("x")].into());
    assert!(!list.fits(&Type::List(Box::new(Type::Number))));
}

#[test]
fn lists_too_deep_are_refused_not_followed() {
    // Tag 10 is a list, then its length: a hundred thousand lists, each holding the next.
    let bytes: Vec<u8> = [10, 1].repeat(100_000);
    assert!(postcard::from_bytes::<Value>(&bytes).is_err());
    let mut value = Value::Number(7);
    for _ in 0..VALUE_DEPTH_MAX {
        value = Value::List([value].into());
    }
    let bytes = postcard::to_stdvec(&value).unwrap();
    assert_eq!(postcard::from_bytes::<Value>(&bytes).unwrap(), value);
    let json = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), value);
}

#[test]
fn a_moment_is_read_from_text() {
    assert_eq!("1970-01-01T07:00:01+07:00".parse(), Ok(Moment(1000)));
    assert!("2023-10-02".parse::<Moment>().is_err(), "without a time it is no moment");
    assert!("2023-10-02T09:00:00".parse::<Moment>().is_err(), "without its distance from UTC neither");
}
