//! Between values by name and the kernel's values by position, checked against declarations.

use super::error::{FieldError, FieldErrors};
use super::limits::{FIELDS_MAX, ITEMS_MAX, TEXT_BYTES_MAX, VALUES_BYTES_MAX, size};
use crate::host::record::Record;
use crate::value::{DAY_MS, Value};
use sop_core::model::types::WEEKDAYS;
use sop_core::model::{DayKind, Field, Type};

/// The values of these fields, in their order; all that is wrong at once.
pub(crate) fn positional<'f>(
    fields: impl IntoIterator<Item = &'f Field>,
    record: &Record,
) -> Result<Vec<Value>, FieldErrors> {
    let fields: Vec<&Field> = fields.into_iter().collect();
    let mut errors = too_large(record);
    if !errors.is_empty() {
        return Err(FieldErrors(errors));
    }
    let mut values = Vec::with_capacity(record.len());
    for field in &fields {
        let name = field.name.clone();
        match record.get(&field.name) {
            None => errors.push(FieldError::Missing { field: name, wanted: field.ty.source() }),
            Some(value) => match typed(value, &field.ty) {
                Some(value) => values.push(value),
                None => errors.push(FieldError::WrongType {
                    field: name,
                    wanted: field.ty.source(),
                    found: found_words(value),
                }),
            },
        }
    }
    for (name, _) in record.iter() {
        if fields.iter().all(|f| f.name != name) {
            let known = fields.iter().map(|f| f.name.clone()).collect();
            errors.push(FieldError::Unknown { field: name.to_owned(), known });
        }
    }
    if errors.is_empty() { Ok(values) } else { Err(FieldErrors(errors)) }
}

/// What is too large to be looked at further.
fn too_large(record: &Record) -> Vec<FieldError> {
    if record.len() > FIELDS_MAX {
        return vec![FieldError::TooManyFields { found: record.len() }];
    }
    let mut errors = Vec::new();
    let mut all = 0usize;
    for (name, value) in record.iter() {
        let (bytes, items) = size(value);
        all = all.saturating_add(bytes);
        let field = || name.chars().take(80).collect();
        if let Some(found) = longest(value).filter(|l| *l > TEXT_BYTES_MAX) {
            errors.push(FieldError::TooLong { field: field(), found });
        } else if items > ITEMS_MAX {
            errors.push(FieldError::TooManyItems { field: field() });
        }
    }
    if errors.is_empty() && all > VALUES_BYTES_MAX {
        errors.push(FieldError::AllTooLong);
    }
    errors
}

/// Bytes of its longest text, as far as [`size`] looks.
fn longest(value: &Value) -> Option<usize> {
    match value {
        Value::Text(text) => Some(text.len()),
        Value::List(items) => items.iter().take(ITEMS_MAX).filter_map(longest).max(),
        _ => None,
    }
}

/// The value as the kernel knows it: names of choices and days become numbers. `None` if it isn't of that type.
pub(crate) fn typed(value: &Value, ty: &Type) -> Option<Value> {
    match (value, ty) {
        (Value::Text(name), Type::OneOf(choices)) => {
            let position = choices.iter().position(|c| c.name == **name)?;
            u16::try_from(position).ok().map(Value::Choice)
        }
        (Value::Text(name), Type::Weekday) => {
            let position = WEEKDAYS.iter().position(|d| *d == &**name)?;
            u8::try_from(position).ok().map(Value::Weekday)
        }
        (Value::Text(name), Type::DayKind) => {
            DayKind::ALL.into_iter().find(|k| k.name() == &**name).map(Value::DayKind)
        }
        // As deep as the type; types are bounded when a book is read.
        (Value::List(items), Type::List(of)) => {
            items.iter().map(|v| typed(v, of)).collect::<Option<_>>().map(Value::List)
        }
        _ => value.fits(ty).then(|| value.clone()),
    }
}

/// The value as callers know it: choices and days by name.
pub(crate) fn named(value: &Value, ty: &Type) -> Value {
    match (value, ty) {
        (Value::Choice(c), Type::OneOf(choices)) => match choices.get(usize::from(*c)) {
            Some(choice) => Value::from(choice.name.as_str()),
            None => value.clone(),
        },
        (Value::Weekday(d), _) => {
            WEEKDAYS.get(usize::from(*d)).map_or_else(|| value.clone(), |d| Value::from(*d))
        }
        (Value::DayKind(k), _) => Value::from(k.name()),
        (Value::List(items), Type::List(of)) => Value::List(items.iter().map(|v| named(v, of)).collect()),
        _ => value.clone(),
    }
}

/// Values by name, of declared fields; values beyond the declarations are left out.
pub(crate) fn record<'f>(fields: impl IntoIterator<Item = &'f Field>, values: &[Value]) -> Record {
    fields.into_iter().zip(values).map(|(f, v)| (f.name.clone(), named(v, &f.ty))).collect()
}

/// What was given, in words.
fn found_words(value: &Value) -> String {
    match value {
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Text(text) if text.chars().count() > 40 => "a long text".to_owned(),
        Value::Text(text) => format!("the text `{text}`"),
        Value::Number(n) => format!("the number `{n}`"),
        Value::Date(_) => "a date".to_owned(),
        Value::Time(ms) if *ms >= DAY_MS => "a time beyond the end of the day".to_owned(),
        Value::Time(_) => "a time".to_owned(),
        Value::Moment(m) if !m.in_range() => "a moment out of range".to_owned(),
        Value::Moment(_) => "a moment".to_owned(),
        Value::Duration(_) => "a duration".to_owned(),
        Value::Choice(n) => format!("choice number {n}"),
        Value::Weekday(_) => "a weekday".to_owned(),
        Value::DayKind(_) => "a kind of day".to_owned(),
        Value::List(_) => "a list of other values".to_owned(),
    }
}
