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
    words.push_str(&match ty {
        Type::YesNo => "yes_no".to_owned(),
        Type::Text => "text".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Time => "time".to_owned(),
        Type::Moment => "moment".to_owned(),
        Type::Duration => "duration".to_owned(),
        Type::Weekday => "weekday".to_owned(),
        Type::DayKind => "day kind".to_owned(),
        Type::OneOf(choices) => {
            let names: Vec<_> = choices.iter().map(|c| c.name.as_str()).collect();
            format!("one of {{{}}}", names.join(", "))
        }
        Type::List(_) => String::new(),
    });
    words
}
