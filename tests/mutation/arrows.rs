//! Faults of arrows: gone, exchanged, twice, leading elsewhere.

use super::text::{Edit, Mutant, Place, Written, cut, replace, target};
use sop_core::syntax::tree::{Arrow, ArrowKind, StatementKind, Target};

/// What kind of fault it is to lose this arrow.
fn lost(place: &Place<'_>, arrow: &Arrow) -> &'static str {
    match (&arrow.when, &place.statement.kind, &arrow.target) {
        (ArrowKind::Within(_), _, Target::Tell(..)) => "a deadline that tells is dropped",
        (ArrowKind::Within(_), ..) => "a deadline that leads away is dropped",
        (ArrowKind::Silent(_), ..) => "a silence is dropped",
        (ArrowKind::After(_) | ArrowKind::At(_), ..) => "a timer is dropped",
        (ArrowKind::Event { .. }, StatementKind::Stage(_), _) => "an interruption is dropped",
        (ArrowKind::Event { .. }, ..) => "an event of a wait is dropped",
        (ArrowKind::Named { name, .. }, StatementKind::Call { .. } | StatementKind::Await { .. }, _)
            if name.value == "cancelled" =>
        {
            "the outcome `cancelled` is forgotten"
        }
        (_, StatementKind::Call { .. } | StatementKind::Await { .. }, _) => "an outcome is forgotten",
        (ArrowKind::When(_), ..) => "a condition is dropped",
        (ArrowKind::Otherwise, ..) => "`otherwise` is dropped",
        (ArrowKind::Named { .. }, ..) => "an answer is forgotten",
        (ArrowKind::Failed, ..) => "`failed` is dropped",
        (ArrowKind::Then, ..) => "an arrow to elsewhere is dropped",
    }
}

pub(crate) fn mutants(written: &Written, out: &mut Vec<Mutant>) {
    for place in written.places() {
        let arrows: Vec<&Arrow> = place.arrows().collect();
        for (i, arrow) in arrows.iter().enumerate() {
            let text = written.at(arrow.at).to_owned();
            let all = Written::arrow(arrow);
            let file = place.file();
            out.push(place.mutant(
                written,
                lost(&place, arrow),
                &format!("without `{text}`"),
                vec![cut(file, all.clone())],
            ));
            let again = format!(" {} ", &written.text(file)[all.clone()]);
            let twice = Edit { file, range: all.end..all.end, with: again };
            out.push(place.mutant(written, "an arrow stands twice", &format!("`{text}` twice"), vec![twice]));
            let Some((to, at)) = target(arrow) else { continue };
            for other in &arrows[i + 1..] {
                swapped(written, &place, arrow, other, out);
            }
            if !matches!(place.statement.kind, StatementKind::Stage(_)) {
                let twice = format!(" {} ", &written.text(file)[all.clone()]);
                for other in elsewhere(&place, to).into_iter().take(2) {
                    let with = twice.replacen(&format!("-> {to}"), &format!("-> {other}"), 1);
                    if with != twice {
                        let edit = Edit { file, range: all.end..all.end, with };
                        let what = format!("`{text}` again, to `{other}`");
                        out.push(place.mutant(
                            written,
                            "an arrow stands twice, to two places",
                            &what,
                            vec![edit],
                        ));
                    }
                }
            }
            redirected(written, &place, arrow, to, at, out);
        }
    }
}

fn swapped(written: &Written, place: &Place<'_>, one: &Arrow, other: &Arrow, out: &mut Vec<Mutant>) {
    let whole = |a: &Arrow| match &a.target {
        Target::Name(n) => Some(n.at),
        Target::Resume(n, at) => Some(at.to(n.at)),
        Target::Tell(..) => None,
    };
    let (Some(a), Some(b)) = (whole(one), whole(other)) else { return };
    if written.at(a) == written.at(b) {
        return;
    }
    let edits = vec![replace(a, written.at(b)), replace(b, written.at(a))];
    let kind = match (&one.when, &other.when) {
        (ArrowKind::Named { .. }, ArrowKind::Named { .. }) => match place.statement.kind {
            StatementKind::Decide => "the targets of two answers are exchanged",
            _ => "the targets of two outcomes are exchanged",
        },
        (ArrowKind::When(_) | ArrowKind::Otherwise, _) => "the targets of two conditions are exchanged",
        _ => "the targets of two ways out are exchanged",
    };
    out.push(place.mutant(written, kind, &format!("`{}` with `{}`", written.at(a), written.at(b)), edits));
}

/// Other names of the flow that an arrow could lead to, those nearest behind it first.
fn elsewhere<'w>(place: &Place<'w>, not: &str) -> Vec<&'w str> {
    let all = place.all();
    let here = all.iter().position(|p| p.name() == place.name()).unwrap_or(0);
    let mut names: Vec<&str> = all[here + 1..].iter().chain(all[..=here].iter()).map(Place::name).collect();
    names.retain(|n| *n != not);
    names
}

fn redirected(
    written: &Written,
    place: &Place<'_>,
    arrow: &Arrow,
    to: &str,
    at: sop::source::Span,
    out: &mut Vec<Mutant>,
) {
    let text = written.at(arrow.at);
    let resumes = matches!(arrow.target, Target::Resume(..));
    if let Target::Resume(_, resume) = &arrow.target {
        let edit = replace(resume.to(at), to);
        out.push(place.mutant(written, "`resume` becomes a new beginning", &format!("`{text}`"), vec![edit]));
    }
    for other in place.all() {
        let (name, stage) = (other.name(), matches!(other.statement.kind, StatementKind::Stage(_)));
        if name == to {
            continue;
        }
        let what = format!("`{text}` to `{name}`");
        if resumes {
            if stage {
                out.push(place.mutant(written, "another stage is resumed", &what, vec![replace(at, name)]));
            }
        } else {
            let kind = if name == place.name() {
                "an arrow leads back to its own step"
            } else {
                "an arrow leads elsewhere"
            };
            out.push(place.mutant(written, kind, &what, vec![replace(at, name)]));
        }
    }
}
