//! From two descriptions to the list of changes.

use super::describe::{self, Class, Described, GroundText, Section, Way};
use super::order::{Slot, merge};
use super::pairs::{By, FlowPair, Pairs};
use super::phrase::Phrase;
use super::{Aspect, Change, Diff, Group, GroupOf, Reach, Thing, ThingKind, WayKind, reach, ways};
use crate::model::{Book, Flow};
use crate::source::Span;
use std::collections::BTreeMap;

/// All changes.
pub(super) fn compare(pairs: &Pairs, old: &Book, new: &Book) -> Diff {
    let renamed = pairs.in_new_names(old, new);
    let (was, named, is) = (describe::book(old), describe::book(&renamed), describe::book(new));
    let key = |s: &Section| match &s.of {
        GroupOf::Flow { name, .. } => format!("flow {name}"),
        other => format!("{other:?}"),
    };
    let places: BTreeMap<String, usize> = is.iter().enumerate().rev().map(|(i, s)| (key(s), i)).collect();
    let to: Vec<Option<usize>> = named.iter().map(|s| places.get(&key(s)).copied()).collect();
    let mut groups = Vec::new();
    for slot in merge(&to, is.len()) {
        let (new_section, old_at) = match slot {
            Slot::New(new, old) => (is.get(new), old),
            Slot::Gone(old) => (None, Some(old)),
        };
        let sides = old_at.and_then(|o| Some((was.get(o)?, named.get(o)?)));
        // Flows stand behind the document and the vocabulary, in the book's order.
        let flow =
            old_at.and_then(|o| o.checked_sub(2)).and_then(|f| old.flows.get(f).zip(pairs.flows.get(f)));
        let pair = flow.and_then(|(f, pair)| Some((f, pair.as_ref()?)));
        let changes = section(sides, new_section, pair);
        let of = new_section.or(sides.map(|(s, _)| s)).map(|s| s.of.clone());
        if let (Some(of), false) = (of, changes.is_empty()) {
            groups.push(Group { of, changes });
        }
    }
    Diff { groups }
}

/// Changes of one section. The old side comes in its own names, and in those of the new book.
fn section(
    old: Option<(&Section, &Section)>,
    new: Option<&Section>,
    pair: Option<(&Flow, &FlowPair)>,
) -> Vec<Change> {
    let (was, named) = old.map_or((&[][..], &[][..]), |(a, b)| (&a.things[..], &b.things[..]));
    let is = new.map_or(&[][..], |s| &s.things[..]);
    if let ([flow, ..], Some(_), None) = (was, old, new) {
        // Of a flow that is gone, or new, nothing more is said.
        return if flow.thing.kind == ThingKind::Flow { vec![whole(flow, true, None)] } else { Vec::new() };
    }
    if let ([flow, ..], None) = (is, old)
        && flow.thing.kind == ThingKind::Flow
    {
        return vec![whole(flow, false, None)];
    }
    let index: BTreeMap<(Class, &str), usize> =
        is.iter().enumerate().map(|(i, t)| ((t.class, t.thing.name.as_str()), i)).collect();
    let find = |t: &Described| index.get(&(t.class, t.thing.name.as_str())).copied();
    let mut taken = vec![false; is.len()];
    let to: Vec<Option<usize>> =
        named.iter().map(|t| find(t).filter(|i| !std::mem::replace(&mut taken[*i], true))).collect();
    let mut changes = Vec::new();
    for slot in merge(&to, is.len()) {
        match slot {
            Slot::Gone(o) => {
                let into = pair.and_then(|(flow, pair)| {
                    let (_, into) =
                        pair.merged.iter().find(|(n, _)| flow.graph[*n].name == was[o].thing.name)?;
                    (was[o].class == Class::Node).then(|| into.clone())
                });
                changes.push(whole(&was[o], true, into));
            }
            Slot::New(n, None) => changes.push(whole(&is[n], false, None)),
            Slot::New(n, Some(o)) => {
                let said = pair.is_none_or(|(flow, pair)| by(flow, pair, &was[o]) != By::Likeness);
                Both { was: &was[o], old: &named[o], new: &is[n], changes: &mut changes }.compare(said);
            }
        }
    }
    changes
}

/// How a thing of a flow found its pair.
fn by(flow: &Flow, pair: &FlowPair, thing: &Described) -> By {
    let name = &thing.thing.name;
    let found = match (thing.class, thing.thing.kind) {
        (Class::Node, _) => {
            let node = flow.graph.node_indices().find(|n| flow.graph[*n].name == *name);
            node.and_then(|n| pair.nodes.get(n.index()).copied().flatten()).map(|(_, by)| by)
        }
        (_, ThingKind::Stage) => {
            let stage = flow.stages.iter().position(|s| s.name == *name);
            stage.and_then(|s| pair.stages.get(s).copied().flatten()).map(|(_, by)| by)
        }
        (_, ThingKind::Fact) => {
            let fact = flow.facts.iter().position(|f| f.field.name == *name);
            fact.and_then(|f| pair.facts.get(f).copied().flatten()).map(|(_, by)| by)
        }
        _ => Some(pair.by),
    };
    found.unwrap_or(By::Name)
}

/// Something that came or went as a whole.
fn whole(thing: &Described, gone: bool, into: Option<String>) -> Change {
    let aspect = Aspect::Itself { into };
    let reach = reach::of(thing.thing.kind, &aspect, gone);
    let (summary, at) = (Some(thing.summary.clone()), Some(thing.at));
    let (old, new) = if gone { (summary, None) } else { (None, summary) };
    let (old_at, new_at) = if gone { (at, None) } else { (None, at) };
    Change { thing: thing.thing.clone(), aspect, old, new, old_at, new_at, reach }
}

/// One thing on both sides.
struct Both<'a> {
    /// In its own names.
    was: &'a Described,
    /// In the new book's names.
    old: &'a Described,
    new: &'a Described,
    changes: &'a mut Vec<Change>,
}

impl Both<'_> {
    fn put(&mut self, aspect: Aspect, old: Option<Phrase>, new: Option<Phrase>) {
        let thing: Thing = self.new.thing.clone();
        let branch = |p: &Option<Phrase>| p.as_ref().is_some_and(|p| p.source.contains('/'));
        let reach = match aspect {
            // Who moves from one stage to another goes on in it; branches count who has come.
            Aspect::Place if !branch(&old) && !branch(&new) => Reach::Cases,
            _ => reach::of(thing.kind, &aspect, new.is_none()),
        };
        let (old_at, new_at): (Option<Span>, Option<Span>) = (Some(self.was.at), Some(self.new.at));
        self.changes.push(Change { thing, aspect, old, new, old_at, new_at, reach });
    }

    fn compare(mut self, said: bool) {
        let (was, new) = (&self.was.thing, &self.new.thing);
        if was.name != new.name {
            let (old, now) = (Phrase::named(&was.name, ""), Phrase::named(&new.name, ""));
            self.put(Aspect::Name { said }, Some(old), Some(now));
        }
        self.aspects();
        self.ways();
        self.grounds(None, &self.old.grounds.clone(), &self.new.grounds.clone());
        self.notes();
    }

    fn aspects(&mut self) {
        let (old, new) = (&self.old.aspects, &self.new.aspects);
        let mut all: Vec<&Aspect> = old.keys().chain(new.keys()).collect();
        all.sort_unstable();
        all.dedup();
        for aspect in all {
            let (a, b) = (old.get(aspect), new.get(aspect));
            if a.map(|p| &p.source) == b.map(|p| &p.source) || is_told(aspect, a, b) {
                continue;
            }
            self.put(aspect.clone(), a.cloned(), b.cloned());
        }
    }

    fn ways(&mut self) {
        let (old, new) = (&self.old.ways, &self.new.ways);
        let to = ways::pairs(old, new);
        for slot in merge(&to, new.len()) {
            match slot {
                Slot::Gone(o) => self.way(&old[o], Some(old[o].to.clone()), None),
                Slot::New(n, None) => self.way(&new[n], None, Some(new[n].to.clone())),
                Slot::New(n, Some(o)) => self.both_ways(&old[o], &new[n]),
            }
        }
        let order = |ways: &[Way], kept: &dyn Fn(usize) -> bool| -> Vec<Phrase> {
            let kept = ways.iter().enumerate().filter(|(i, w)| w.kind == WayKind::When && kept(*i));
            kept.map(|(_, w)| w.when.clone()).collect()
        };
        // Of conditions the first that holds is taken.
        let places: Vec<usize> =
            to.iter().zip(old).filter(|(_, w)| w.kind == WayKind::When).filter_map(|(t, _)| *t).collect();
        if !places.is_sorted() {
            let a = order(old, &|i| to[i].is_some());
            let b = order(new, &|i| to.contains(&Some(i)));
            self.put(Aspect::WayOrder, Some(Phrase::list(a)), Some(Phrase::list(b)));
        }
    }

    fn way(&mut self, way: &Way, old: Option<Phrase>, new: Option<Phrase>) {
        self.put(Aspect::Way { way: way.kind, when: way.when.clone() }, old, new);
    }

    fn both_ways(&mut self, old: &Way, new: &Way) {
        let (a, b) = (Some(old.to.clone()), Some(new.to.clone()));
        if old.to.source != new.to.source {
            self.way(new, a, b);
        }
        if old.key.source != new.key.source {
            let (a, b) = (Some(old.key.clone()), Some(new.key.clone()));
            let (way, to) = (new.kind, new.to.clone());
            let timed = ways::is_timed(way) || way == WayKind::Tell;
            let aspect = if timed { Aspect::Time { way, to } } else { Aspect::Condition { way, to } };
            self.put(aspect, a, b);
        }
        for (aspect, a, b) in [
            (Aspect::WayLabel { when: new.when.clone() }, &old.label, &new.label),
            (Aspect::WayKeeps { when: new.when.clone() }, &old.keeps, &new.keeps),
        ] {
            let there = |p: &Phrase| (!p.source.is_empty()).then(|| p.clone());
            if a.source != b.source {
                self.put(aspect, there(a), there(b));
            }
        }
        self.grounds(Some(&new.when), &old.grounds, &new.grounds);
    }

    /// Grounds: the same clause in other words, or another clause in place of one, is one change.
    fn grounds(&mut self, of: Option<&Phrase>, old: &[GroundText], new: &[GroundText]) {
        let mut olds: Vec<&GroundText> = old.iter().collect();
        let mut news: Vec<&GroundText> = new.iter().collect();
        pair_off(&mut olds, &mut news, |a, b| a.text.source == b.text.source);
        let mut changed = pair_off(&mut olds, &mut news, |a, b| a.clause == b.clause);
        changed.extend(pair_off(&mut olds, &mut news, |_, _| true));
        let aspect = || Aspect::Ground { of: of.cloned() };
        for (a, b) in changed {
            self.put(aspect(), Some(a.text.clone()), Some(b.text.clone()));
        }
        for a in olds {
            self.put(aspect(), Some(a.text.clone()), None);
        }
        for b in news {
            self.put(aspect(), None, Some(b.text.clone()));
        }
    }

    fn notes(&mut self) {
        let mut olds: Vec<&Phrase> = self.old.notes.iter().collect();
        let mut news: Vec<&Phrase> = self.new.notes.iter().collect();
        pair_off(&mut olds, &mut news, |a, b| a.source == b.source);
        let changed = pair_off(&mut olds, &mut news, |_, _| true);
        for (a, b) in changed {
            self.put(Aspect::Note, Some(a.clone()), Some(b.clone()));
        }
        for a in olds {
            self.put(Aspect::Note, Some(a.clone()), None);
        }
        for b in news {
            self.put(Aspect::Note, None, Some(b.clone()));
        }
    }
}

/// Takes away what belongs together.
fn pair_off<'t, T>(
    old: &mut Vec<&'t T>,
    new: &mut Vec<&'t T>,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<(&'t T, &'t T)> {
    let mut pairs = Vec::new();
    old.retain(|a| match new.iter().position(|b| same(a, b)) {
        Some(i) => {
            pairs.push((*a, new.remove(i)));
            false
        }
        None => true,
    });
    pairs
}

/// Whether another change tells it already: an order in which something came or went, a choice that did.
fn is_told(aspect: &Aspect, old: Option<&Phrase>, new: Option<&Phrase>) -> bool {
    match aspect {
        Aspect::FieldOrder { .. } => {
            let sorted = |p: Option<&Phrase>| {
                let mut names: Vec<String> =
                    p.map_or_else(Vec::new, |p| p.source.split(", ").map(str::to_owned).collect());
                names.sort_unstable();
                names
            };
            sorted(old) != sorted(new)
        }
        Aspect::ChoiceLabel { .. } => old.is_none() || new.is_none(),
        _ => false,
    }
}
