//! Faults of names: misspelt, or another one of the same kind, or of another kind; a file not borrowed; a ground gone.

use super::text::{Edit, Mutant, Place, Written, cut, replace, span};
use sop_core::syntax::tree::{Arrow, ArrowKind, Clause, Item, Name, StatementKind, Target};

/// The names of the book, by kind.
struct Known<'w> {
    lanes: Vec<&'w str>,
    events: Vec<&'w str>,
    messages: Vec<&'w str>,
    systems: Vec<&'w str>,
    retired: Vec<&'w str>,
    flows: Vec<&'w str>,
    actions: Vec<&'w str>,
}

impl<'w> Known<'w> {
    fn of(written: &'w Written) -> Self {
        let mut known = Self {
            lanes: vec![],
            events: vec![],
            messages: vec![],
            systems: vec![],
            retired: vec![],
            flows: vec![],
            actions: vec![],
        };
        for (_, item) in written.items() {
            match item {
                Item::Lane(d) => known.lanes.push(&d.name.value),
                Item::Event(d) => known.events.push(&d.name.value),
                Item::Message(d) => known.messages.push(&d.name.value),
                Item::Action(d) => known.actions.push(&d.name.value),
                Item::System(d) => {
                    let retired = d
                        .clauses
                        .iter()
                        .any(|c| matches!(c, sop_core::syntax::tree::DeclarationClause::Retired(_)));
                    if retired { &mut known.retired } else { &mut known.systems }.push(&d.name.value);
                }
                Item::Flow(f) => known.flows.push(&f.name.value),
                _ => {}
            }
        }
        known
    }
}

pub(crate) fn mutants(written: &Written, out: &mut Vec<Mutant>) {
    let known = Known::of(written);
    for place in written.places() {
        let mut spoil = |name: &Name, others: &[&str], kind: &'static str| {
            let what = format!("`{}`", name.value);
            let wrong = format!("{}x", name.value);
            out.push(place.mutant(written, "a name is misspelt", &what, vec![replace(name.at, wrong)]));
            for other in others.iter().filter(|o| **o != name.value) {
                let edit = replace(name.at, *other);
                out.push(place.mutant(written, kind, &format!("{what} becomes `{other}`"), vec![edit]));
            }
        };
        let s = place.statement;
        if let Some(lane) = &s.lane {
            spoil(lane, &known.lanes, "another lane");
            spoil(lane, &known.events[..1.min(known.events.len())], "a name of another kind");
        }
        for system in &s.systems {
            spoil(system, &known.systems, "another system");
            spoil(system, &known.retired, "a retired system");
        }
        match &s.kind {
            StatementKind::Do { action, .. } => spoil(action, &known.actions, "another action"),
            StatementKind::Start { flow, .. } => spoil(flow, &known.flows, "another flow is started"),
            StatementKind::Call { flow, .. } => spoil(flow, &known.flows, "another flow is called"),
            StatementKind::Await { start } => {
                let all = place.all();
                let starts: Vec<&str> = all
                    .iter()
                    .filter(|p| matches!(p.statement.kind, StatementKind::Start { .. }))
                    .map(Place::name)
                    .collect();
                spoil(start, &starts, "another start is awaited");
                spoil(start, &[all[0].name()], "a step is awaited");
            }
            _ => {}
        }
        for clause in &s.clauses {
            match clause {
                Clause::Say(say) => spoil(&say.what, &known.messages, "another message"),
                Clause::Publish(event, _) => spoil(event, &known.events, "another event"),
                Clause::Fill(names) => {
                    names.iter().for_each(|n| spoil(n, &[], ""));
                    let taken: Vec<&str> = place.flow.takes.iter().map(|f| f.name.value.as_str()).collect();
                    names.iter().for_each(|n| spoil(n, &taken, "what was given at the start is written"));
                }
                Clause::Arrow(arrow) => arrow_names(arrow, &known, &mut spoil),
                _ => {}
            }
        }
        grounds(written, &place, out);
    }
    uses(written, out);
}

fn arrow_names(arrow: &Arrow, known: &Known<'_>, spoil: &mut impl FnMut(&Name, &[&str], &'static str)) {
    match &arrow.when {
        ArrowKind::Event { event, .. } => {
            spoil(event, &known.events, "another event");
            spoil(event, &known.lanes[..1], "a name of another kind");
        }
        ArrowKind::Named { name, .. } => spoil(name, &[], ""),
        _ => {}
    }
    match &arrow.target {
        Target::Name(name) => spoil(name, &[], ""),
        Target::Resume(name, _) => spoil(name, &[], ""),
        Target::Tell(lane, say) => {
            spoil(lane, &known.lanes, "another lane");
            spoil(&say.what, &known.messages, "another message");
        }
    }
}

/// Every ground of a statement gone, and each arrow's.
fn grounds(written: &Written, place: &Place<'_>, out: &mut Vec<Mutant>) {
    if place.flow.follows.is_none() {
        return;
    }
    for arrow in place.arrows().filter(|a| !a.grounds.is_empty()) {
        let all = Written::arrow(arrow);
        let range = arrow.at.end as usize..all.end;
        out.push(place.mutant(
            written,
            "the grounds of an arrow are dropped",
            written.at(arrow.at),
            vec![cut(place.file(), range)],
        ));
    }
}

/// A file that is used no more.
fn uses(written: &Written, out: &mut Vec<Mutant>) {
    for (file, item) in written.items() {
        let Item::Use(path) = item else { continue };
        let line = span(path.at);
        let start = written.text(file)[..line.start].rfind("use").unwrap_or(line.start);
        let whole = 0..written.text(file).len();
        let mut push = |kind, edit| {
            out.push(Mutant {
                kind,
                what: format!("{}: `{}`", written.sources.get(file).map_or("", |f| &f.path), path.value),
                edits: vec![edit],
                around: (file, whole.clone()),
                names: Vec::new(),
            });
        };
        push("a `use` is dropped", Edit { file, range: start..line.end, with: String::new() });
        push("a `use` of no file", replace(path.at, format!("\"{}x\"", path.value.trim_end_matches(".sop"))));
    }
}
