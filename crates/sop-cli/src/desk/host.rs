//! The desk's host: actions that do nothing but give plausible values, so that any book can be worked without its systems.

use sop::model::{Field, Type};
use sop::{ActionCall, ActionError, EngineBuilder, Moment, Output, Value};
use std::future::ready;

/// Supplies every action of the book.
pub(crate) fn simulate(mut builder: EngineBuilder, book: &sop::model::Book) -> EngineBuilder {
    for action in &book.actions {
        let gives = action.gives.clone();
        builder = builder.action(action.name.clone(), move |call: ActionCall| {
            ready(Ok::<_, ActionError>(output(&gives, &call)))
        });
    }
    builder
}

fn output(gives: &[Field], call: &ActionCall) -> Output {
    gives
        .iter()
        .map(|f| (f.name.clone(), example(&f.name, &f.ty, &format!("{}-{}", call.case.0, call.call.0))))
        .collect()
}

/// A plausible value. Texts are made of the field's first letter and `number`, so that a second try gives the same.
pub(crate) fn example(name: &str, ty: &Type, number: &str) -> Value {
    match ty {
        Type::Text => {
            let letter = name.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            Value::Text(format!("{letter}-{number}").into())
        }
        Type::YesNo => Value::YesNo(true),
        Type::Number => Value::Number(1),
        Type::Date => Value::Date(0),
        Type::Time => Value::Time(9 * 3_600_000),
        Type::Moment => Value::Moment(Moment(0)),
        Type::Duration => Value::Duration(86_400_000),
        // Records hold choices by their names.
        Type::OneOf(choices) => {
            Value::Text(choices.first().map(|c| c.name.as_str()).unwrap_or_default().into())
        }
        Type::Weekday => Value::Text("monday".into()),
        Type::DayKind => Value::Text("workday".into()),
        Type::List(_) => Value::List(Box::default()),
    }
}
