//! Which places of the old revision cases could move from, without a store.

use sop::diff::{Diff, Group, GroupOf};
use sop::kernel::{BuildErrors, FlowStandings, Passage, Program, Settings};
use sop::model::{Book, DayKind, Type};
use sop::{Moment, Value};

/// The places of all flows that changed, under the names that they had.
pub(super) fn between(old: &Book, new: &Book, diff: &Diff) -> Result<Vec<FlowStandings>, BuildErrors> {
    let programs = (Program::build(old, &settings(old))?, Program::build(new, &settings(new))?);
    let passage = Passage::between((old, &programs.0), (new, &programs.1));
    let mut flows = passage.standings(&programs.0, &programs.1);
    // What the vocabulary says can strand cases of any flow.
    let wide = diff.groups.iter().any(|g| !matches!(g.of, GroupOf::Flow { .. }));
    let of = |g: &Group, name: &str| {
        let GroupOf::Flow { name: now, .. } = &g.of else { return false };
        now == name || g.changes.iter().any(|c| c.old.as_ref().is_some_and(|o| o.source == *name))
    };
    flows.retain(|f| wide || diff.groups.iter().any(|g| of(g, &f.flow.name)));
    Ok(flows)
}

/// What the operator must set is of no account here: some value will do.
fn settings(book: &Book) -> Settings {
    let missing = book.settings.iter().filter(|s| s.default.is_none());
    missing.map(|s| (s.name.clone(), some(&s.ty))).collect()
}

fn some(ty: &Type) -> Value {
    match ty {
        Type::YesNo => Value::YesNo(true),
        Type::Text => Value::from(""),
        Type::Number => Value::Number(1),
        Type::Date => Value::Date(0),
        Type::Time => Value::Time(0),
        Type::Moment => Value::Moment(Moment(0)),
        Type::Duration => Value::Duration(86_400_000),
        Type::OneOf(_) => Value::Choice(0),
        Type::Weekday => Value::Weekday(0),
        Type::DayKind => Value::DayKind(DayKind::Workday),
        Type::List(_) => Value::List(Box::default()),
    }
}
