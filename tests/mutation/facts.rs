//! Faults of facts and of what a step does with them: not written, not said, not handed over, of another type.

use super::text::{Edit, Mutant, Place, Written, cut, replace, span};
use sop::source::Span;
use sop_core::syntax::tree::{
    ArrowKind, Clause, Expr, ExprKind, Field, KeepClause, SayClause, StatementKind, Target,
};

pub(crate) fn mutants(written: &Written, out: &mut Vec<Mutant>) {
    for place in written.places() {
        for clause in &place.statement.clauses {
            one(written, &place, clause, out);
        }
        let args = match &place.statement.kind {
            StatementKind::Do { args, .. }
            | StatementKind::Start { args, .. }
            | StatementKind::Call { args, .. } => args.as_deref(),
            _ => None,
        };
        arguments(written, &place, args.unwrap_or_default(), out);
        for arrow in place.arrows() {
            if let ArrowKind::Named { keeps, .. } | ArrowKind::Event { keeps, .. } = &arrow.when {
                keeps.iter().for_each(|k| keep(written, &place, k, out));
            }
            if let ArrowKind::When(expr) = &arrow.when {
                conditions(written, &place, expr, out);
            }
            if let Target::Tell(_, say) = &arrow.target {
                arguments(written, &place, say.args.as_deref().unwrap_or_default(), out);
            }
        }
    }
    for flow in written.flows() {
        let Some(place) = written.places().into_iter().find(|p| p.flow.name == flow.name) else { continue };
        for field in flow.takes.iter().chain(&flow.keeps) {
            fields(written, &place, field, out);
        }
        for name in &flow.gives {
            let with = flow.keeps.iter().find(|f| f.name.value != name.value);
            if let Some(other) = with {
                out.push(in_head(
                    written,
                    &place,
                    "another fact is handed back",
                    &name.value,
                    replace(name.at, &*other.name.value),
                ));
            }
        }
    }
}

/// A mutant of a flow's head: what a finding says of it stands at its name or at a reader of the fact.
fn in_head(written: &Written, place: &Place<'_>, kind: &'static str, what: &str, edit: Edit) -> Mutant {
    let mut mutant = place.mutant(written, kind, what, vec![edit]);
    let whole = written.whole(place.flow.at);
    mutant.what = format!("{}: {kind}: {what}", place.flow.name.value);
    mutant.around = (place.flow.at.file, whole);
    mutant.names = vec![what.to_owned(), place.flow.name.value.to_string()];
    mutant
}

fn one(written: &Written, place: &Place<'_>, clause: &Clause, out: &mut Vec<Mutant>) {
    match clause {
        Clause::Fill(names) => {
            for (i, name) in names.iter().enumerate() {
                let edit = if names.len() == 1 {
                    from_word(written, "fill", name.at)
                } else if i == 0 {
                    cut(name.at.file, name.at.start as usize..names[1].at.start as usize)
                } else {
                    cut(name.at.file, names[i - 1].at.end as usize..name.at.end as usize)
                };
                let mut mutant = place.mutant(written, "`fill` is dropped", &name.value, vec![edit]);
                mutant.names.push(name.value.to_string());
                out.push(mutant);
            }
        }
        Clause::Set(fact, expr) => {
            let mut edit = from_word(written, "set", expr.at);
            edit.range.start = before(written, "set", fact.at);
            let mut mutant = place.mutant(written, "`set` is dropped", &fact.value, vec![edit]);
            mutant.names.push(fact.value.to_string());
            out.push(mutant);
            for (kind, with) in
                [("a value of another type", "\"teks\""), ("a value of another type", "2024-01-01")]
            {
                out.push(place.mutant(written, kind, with, vec![replace(expr.at, with)]));
            }
            if let ExprKind::Number(n) = expr.kind {
                let with = (n + 1).to_string();
                out.push(place.mutant(
                    written,
                    "a number is one more",
                    &with,
                    vec![replace(expr.at, &*with)],
                ));
            }
        }
        Clause::Add(expr, fact) => {
            let start = before(written, "add", expr.at);
            out.push(place.mutant(
                written,
                "`add` is dropped",
                &fact.value,
                vec![cut(fact.at.file, start..fact.at.end as usize)],
            ));
        }
        Clause::Publish(event, args) => {
            let start = before(written, "publish", event.at);
            let end = closed(
                written,
                event.at,
                args.as_deref().and_then(<[Expr]>::last).map_or(event.at, |e| e.at),
                args.is_some(),
            );
            out.push(place.mutant(
                written,
                "`publish` is dropped",
                &event.value,
                vec![cut(event.at.file, start..end)],
            ));
            arguments(written, place, args.as_deref().unwrap_or_default(), out);
        }
        Clause::Say(say) => said(written, place, say, out),
        Clause::Keep(k) => keep(written, place, k, out),
        Clause::WithoutLimit(at) => {
            out.push(place.mutant(
                written,
                "`without limit` is dropped",
                "dropped",
                vec![cut(at.file, span(*at))],
            ));
        }
        _ => {}
    }
}

fn said(written: &Written, place: &Place<'_>, say: &SayClause, out: &mut Vec<Mutant>) {
    let start = before(written, "say", say.what.at);
    out.push(place.mutant(
        written,
        "`say` is dropped",
        &say.what.value,
        vec![cut(say.at.file, start..say.at.end as usize)],
    ));
    arguments(written, place, say.args.as_deref().unwrap_or_default(), out);
}

fn keep(written: &Written, place: &Place<'_>, keep: &KeepClause, out: &mut Vec<Mutant>) {
    let end = keep.fact.as_ref().unwrap_or(&keep.field).at;
    let start = before(written, "keep", keep.field.at);
    let mut mutant = place.mutant(
        written,
        "`keep` is dropped",
        &keep.field.value,
        vec![cut(end.file, start..end.end as usize)],
    );
    mutant.names.push(keep.fact.as_ref().unwrap_or(&keep.field).value.to_string());
    out.push(mutant);
}

fn arguments(written: &Written, place: &Place<'_>, args: &[Expr], out: &mut Vec<Mutant>) {
    for (i, arg) in args.iter().enumerate() {
        let text = written.at(arg.at);
        let mut push = |kind, what: &str, edit| {
            out.push(place.mutant(written, kind, &format!("`{text}`: {what}"), vec![edit]));
        };
        push("an argument of another type", "7", replace(arg.at, "7m"));
        push("an unknown name as argument", "tidak_ada", replace(arg.at, "tidak_ada"));
        if args.len() > 1 {
            let range = if i == 0 {
                arg.at.start as usize..args[1].at.start as usize
            } else {
                args[i - 1].at.end as usize..arg.at.end as usize
            };
            push("an argument is missing", "gone", cut(arg.at.file, range));
        }
        let end = arg.at.end as usize;
        push(
            "an argument too many",
            "twice",
            Edit { file: arg.at.file, range: end..end, with: format!(", {text}") },
        );
        for field in place.flow.keeps.iter().chain(&place.flow.takes) {
            if field.name.value != text {
                push("another fact as argument", &field.name.value, replace(arg.at, &*field.name.value));
            }
        }
    }
}

fn conditions(written: &Written, place: &Place<'_>, expr: &Expr, out: &mut Vec<Mutant>) {
    match &expr.kind {
        ExprKind::Compare(_, a, b) => {
            for side in [a, b] {
                conditions(written, place, side, out);
            }
            out.push(place.mutant(
                written,
                "a comparison with another type",
                written.at(expr.at),
                vec![replace(b.at, "2024-01-01")],
            ));
        }
        ExprKind::And(all) | ExprKind::Or(all) => {
            all.iter().for_each(|e| conditions(written, place, e, out));
        }
        ExprKind::Not(e) | ExprKind::Known(e, _) => conditions(written, place, e, out),
        ExprKind::Number(n) => {
            for with in [n + 1, n - 1, n + 1_000_000] {
                let kind = if with > n + 1 { "a number is far away" } else { "a number is one more or less" };
                out.push(place.mutant(
                    written,
                    kind,
                    &with.to_string(),
                    vec![replace(expr.at, with.to_string())],
                ));
            }
        }
        ExprKind::Name(name) => {
            out.push(place.mutant(
                written,
                "an unknown name in a condition",
                name,
                vec![replace(expr.at, "tidak_ada")],
            ));
        }
        _ => {}
    }
}

fn fields(written: &Written, place: &Place<'_>, field: &Field, out: &mut Vec<Mutant>) {
    let name = &field.name.value;
    for other in ["text", "number", "duration"] {
        if written.at(field.ty.at) != other {
            out.push(in_head(written, place, "a fact of another type", name, replace(field.ty.at, other)));
        }
    }
    out.push(in_head(
        written,
        place,
        "a fact is misspelt where it is listed",
        name,
        replace(field.name.at, format!("{name}x")),
    ));
}

fn before(written: &Written, word: &str, at: Span) -> usize {
    written.text(at.file)[..at.start as usize].rfind(word).unwrap_or(at.start as usize)
}

fn from_word(written: &Written, word: &str, to: Span) -> Edit {
    cut(to.file, before(written, word, to)..to.end as usize)
}

/// Behind the bracket that closes the arguments.
fn closed(written: &Written, name: Span, last: Span, brackets: bool) -> usize {
    if !brackets {
        return name.end as usize;
    }
    let text = &written.text(name.file)[last.end as usize..];
    text.find(')').map_or(last.end as usize, |n| last.end as usize + n + 1)
}
