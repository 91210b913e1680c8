//! Things that have another name and are the same in all else. Cases hardly go by such names, and no line could say more.

use crate::diff::ThingKind;
use crate::diff::describe::{self, Class, Described};
use crate::model::Book;
use std::collections::BTreeSet;

/// Old and new number of each.
pub(super) fn renamed(old: &Book, new: &Book) -> Vec<(ThingKind, usize, usize)> {
    let things = |book: &Book| -> Vec<Described> {
        let sections = describe::book(book).into_iter();
        sections.flat_map(|s| s.things).filter(|t| list(t.thing.kind)).collect()
    };
    let (olds, news) = (things(old), things(new));
    let alone = |of: &'_ [Described], there: &BTreeSet<(Class, String)>| -> Vec<usize> {
        (0..of.len()).filter(|i| !there.contains(&called(&of[*i]))).collect()
    };
    let gone = alone(&olds, &news.iter().map(called).collect());
    let mut free = alone(&news, &olds.iter().map(called).collect());
    let mut renamed = Vec::new();
    // Of more than that it is not guessed which is which.
    if gone.len().saturating_mul(free.len()) > super::likeness::PAIRS_MAX {
        return renamed;
    }
    for was in gone.into_iter().map(|i| &olds[i]) {
        let found = free.iter().position(|i| news[*i].class == was.class && same(was, &news[*i]));
        if let Some(i) = found {
            let is = &news[free.remove(i)];
            renamed.push((was.thing.kind, position(&olds, was), position(&news, is)));
        }
    }
    renamed
}

fn called(thing: &Described) -> (Class, String) {
    (thing.class, thing.thing.name.clone())
}

/// Kinds that stand in a list of the book and are told apart by name.
const fn list(kind: ThingKind) -> bool {
    use ThingKind::{Action, Calendar, Event, Hours, Lane, Message, Rule, Scenario, Setting, System, Table};
    matches!(
        kind,
        Lane | System | Event | Action | Message | Setting | Calendar | Hours | Table | Rule | Scenario
    )
}

fn position(all: &[Described], of: &Described) -> usize {
    let class: Class = of.class;
    all.iter().filter(|t| t.class == class).position(|t| t.thing.name == of.thing.name).unwrap_or(0)
}

fn same(a: &Described, b: &Described) -> bool {
    let aspects = a.aspects.len() == b.aspects.len()
        && a.aspects.iter().zip(&b.aspects).all(|((ka, pa), (kb, pb))| ka == kb && pa.source == pb.source);
    let ways = a.ways.len() == b.ways.len()
        && a.ways
            .iter()
            .zip(&b.ways)
            .all(|(a, b)| a.key.source == b.key.source && a.to.source == b.to.source);
    aspects && ways && a.grounds == b.grounds && a.notes == b.notes
}

/// Gives the old book the new names.
pub(super) fn rename(book: &mut Book, new: &Book, renamed: &[(ThingKind, usize, usize)]) {
    for (kind, was, is) in renamed {
        macro_rules! name {
            ($list:ident) => {
                if let (Some(old), Some(new)) = (book.$list.get_mut(*was), new.$list.get(*is)) {
                    old.name.clone_from(&new.name);
                }
            };
        }
        match kind {
            ThingKind::Lane => name!(lanes),
            ThingKind::System => name!(systems),
            ThingKind::Event => name!(events),
            ThingKind::Action => name!(actions),
            ThingKind::Message => name!(messages),
            ThingKind::Setting => name!(settings),
            ThingKind::Calendar => name!(calendars),
            ThingKind::Hours => name!(hours),
            ThingKind::Table => name!(tables),
            ThingKind::Rule => name!(rules),
            ThingKind::Scenario => name!(scenarios),
            _ => {}
        }
    }
}
