//! How types are named in the language's words.

use sop_core::model::Type;

/// The type as the language writes it, such as `list of text`.
pub(crate) fn type_words(ty: &Type) -> String {
    let mut words = String::new();
    let mut ty = ty;
    while let Type::List(of) = ty {
        words.push_str("list of ");
        ty = of;
    }
    words.push_str(match ty {
        Type::YesNo => "yes_no",
        Type::Text => "text",
        Type::Number => "number",
        Type::Date => "date",
        Type::Time => "time",
        Type::Moment => "moment",
        Type::Duration => "duration",
        Type::Weekday => "weekday",
        Type::DayKind => "day kind",
        Type::OneOf(_) => "one of {",
        Type::List(_) => "",
    });
    if let Type::OneOf(choices) = ty {
        let names: Vec<_> = choices.iter().map(|c| c.name.as_str()).collect();
        words.push_str(&names.join(", "));
        words.push('}');
    }
    words
}
