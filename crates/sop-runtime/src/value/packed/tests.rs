//! What is written is read; and bytes that nobody wrote do no harm.

use super::*;
use proptest::prelude::*;

fn some_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::YesNo),
        ".{0,30}".prop_map(Value::from),
        "[a-z]{230,260}".prop_map(Value::from),
        any::<i64>().prop_map(Value::Number),
        any::<i32>().prop_map(Value::Date),
        any::<u32>().prop_map(Value::Time),
        any::<i64>().prop_map(|m| Value::Moment(Moment(m))),
        any::<i64>().prop_map(Value::Duration),
        any::<u16>().prop_map(Value::Choice),
        any::<u8>().prop_map(Value::Weekday),
        (0usize..4).prop_map(|kind| Value::DayKind(DayKind::ALL[kind])),
    ];
    leaf.prop_recursive(3, 12, 4, |of| prop::collection::vec(of, 0..4).prop_map(|l| Value::List(l.into())))
}

proptest! {
    #[test]
    fn values_come_back(values in prop::collection::vec(prop::option::of(some_value()), 0..6)) {
        let mut out = Writer::default();
        values.iter().for_each(|v| out.value(v.as_ref()));
        let mut from = Reader { bytes: &out.bytes };
        for value in &values {
            let mut read = Some(Value::YesNo(true));
            from.value_into(&mut read).unwrap();
            prop_assert_eq!(&read, value);
        }
        prop_assert!(from.bytes.is_empty());
        // Cut anywhere, it is no longer all there.
        for cut in 0..out.bytes.len() {
            let mut from = Reader { bytes: &out.bytes[..cut] };
            let all = values.iter().all(|_| from.value_into(&mut None).is_some());
            prop_assert!(!all);
        }
    }

    #[test]
    fn numbers_come_back(numbers in prop::collection::vec((any::<u64>(), 0u32..64), 0..20)) {
        let mut out = Writer::default();
        for (number, shift) in &numbers {
            out.number(number >> shift);
            out.signed((number >> shift).cast_signed());
        }
        let mut from = Reader { bytes: &out.bytes };
        for (number, shift) in &numbers {
            prop_assert_eq!(from.number(), Some(number >> shift));
            prop_assert_eq!(from.signed(), Some((number >> shift).cast_signed()));
        }
    }

    #[test]
    fn any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let mut from = Reader { bytes: &bytes };
        while from.value_into(&mut None).is_some() {}
        _ = Reader { bytes: &bytes }.number();
    }
}

#[test]
fn a_value_has_three_words_and_short_texts_need_no_memory_of_their_own() {
    assert_eq!(size_of::<Option<Value>>(), 24);
    let Value::Text(text) = Value::from("saldo belum masuk") else { unreachable!() };
    assert!(!text.is_heap_allocated());
}

#[test]
fn lists_in_lists_have_an_end() {
    let mut bytes = [LIST, 1].repeat(VALUE_DEPTH_MAX + 1);
    bytes.push(YES);
    assert_eq!(Reader { bytes: &bytes }.value_into(&mut None), None);
    let mut bytes = [LIST, 1].repeat(VALUE_DEPTH_MAX);
    bytes.push(YES);
    assert_eq!(Reader { bytes: &bytes }.value_into(&mut None), Some(()));
}
