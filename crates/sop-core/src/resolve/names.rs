//! The names of a book, by kind.

use super::Resolver;
use super::uses::Visible;
use crate::diagnostic::{Code, Finding, Gathered, Value, Words, names};
use crate::source::{FileId, Span, limits};
use crate::syntax::keywords::called;
use crate::syntax::recover::nearest;
use crate::syntax::tree::{File, Item, Name};
use crate::words;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of things that have a name of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Lane,
    System,
    Event,
    Action,
    Message,
    Setting,
    Calendar,
    Hours,
    Table,
    Flow,
    Rule,
    Scenario,
}

impl Kind {
    const ALL: [Self; 12] = [
        Self::Lane,
        Self::System,
        Self::Event,
        Self::Action,
        Self::Message,
        Self::Setting,
        Self::Calendar,
        Self::Hours,
        Self::Table,
        Self::Flow,
        Self::Rule,
        Self::Scenario,
    ];

    /// The keyword.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Lane => "lane",
            Self::System => "system",
            Self::Event => "event",
            Self::Action => "action",
            Self::Message => "message",
            Self::Setting => "setting",
            Self::Calendar => "calendar",
            Self::Hours => "hours",
            Self::Table => "table",
            Self::Flow => "flow",
            Self::Rule => "rule",
            Self::Scenario => "scenario",
        }
    }

    /// What it is called.
    pub(super) fn called(self) -> Words {
        called(self.word())
    }

    /// What it is called, with its article where the language has one.
    fn a(self) -> Words {
        match self {
            Self::Lane => words!("kind-lane.a"),
            Self::System => words!("kind-system.a"),
            Self::Event => words!("kind-event.a"),
            Self::Action => words!("kind-action.a"),
            Self::Message => words!("kind-message.a"),
            Self::Setting => words!("kind-setting.a"),
            Self::Calendar => words!("kind-calendar.a"),
            Self::Hours => words!("kind-hours.a"),
            Self::Table => words!("kind-table.a"),
            Self::Flow => words!("kind-flow.a"),
            Self::Rule => words!("kind-rule.a"),
            Self::Scenario => words!("kind-scenario.a"),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Declared {
    id: u16,
    at: Span,
}

/// All names, and which file sees which.
#[derive(Debug)]
pub(super) struct Names<'a> {
    /// By kind. Only looked up: what is listed is put in order.
    declared: [HashMap<&'a str, Declared, FixedState>; Kind::ALL.len()],
    visible: Visible,
    lost: &'a BTreeSet<&'a str>,
}

/// Kind and name of an item that has one.
pub(super) fn named(item: &Item) -> Option<(Kind, &Name)> {
    Some(match item {
        Item::Use(_) | Item::Document(_) | Item::Zone(_) => return None,
        Item::Lane(d) => (Kind::Lane, &d.name),
        Item::System(d) => (Kind::System, &d.name),
        Item::Event(d) => (Kind::Event, &d.name),
        Item::Action(d) => (Kind::Action, &d.name),
        Item::Message(d) => (Kind::Message, &d.name),
        Item::Setting(s) => (Kind::Setting, &s.field.name),
        Item::Calendar(c) => (Kind::Calendar, &c.name),
        Item::Hours(h) => (Kind::Hours, &h.name),
        Item::Table(t) => (Kind::Table, &t.name),
        Item::Flow(f) => (Kind::Flow, &f.name),
        Item::Rule(r) => (Kind::Rule, &r.name),
        Item::Scenario(s) => (Kind::Scenario, &s.name),
    })
}

impl<'a> Names<'a> {
    /// Declares every item of every file. Of two with one name the second is reported; both keep their place in the lists.
    pub(super) fn declare(
        files: &[&'a File],
        visible: Visible,
        lost: &'a BTreeSet<&'a str>,
        findings: &mut Gathered,
    ) -> Self {
        let mut declared: [HashMap<&'a str, Declared, FixedState>; Kind::ALL.len()] = Default::default();
        let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
        for (kind, name) in files.iter().copied().flat_map(|f| &f.items).filter_map(named) {
            let count = counts.entry(kind).or_default();
            let id = u16::try_from(*count).unwrap_or(u16::MAX);
            *count += 1;
            if *count == limits::INDEX_MAX + 1 {
                findings.push(
                    Finding::new(
                        Code::FileTooBig,
                        name.at,
                        words!("too-many-of-kind", most = limits::INDEX_MAX, kind = kind.called()),
                    )
                    .here(words!("too-many-of-kind.here"))
                    .mend(words!("too-many-of-kind.mend")),
                );
            }
            let names = &mut declared[kind as usize];
            if let Some(first) = names.get(name.value.as_str()) {
                findings.push(twice(kind.called(), name, first.at));
            } else {
                names.insert(name.value.as_str(), Declared { id, at: name.at });
            }
        }
        Self { declared, visible, lost }
    }

    fn get(&self, kind: Kind, name: &str) -> Option<Declared> {
        self.declared[kind as usize].get(name).copied()
    }

    /// Was this word in a stretch that could not be read?
    pub(super) fn is_lost(&self, name: &str) -> bool {
        self.lost.contains(name)
    }

    /// Names of a kind in order, for suggestions.
    fn of(&self, kind: Kind) -> Vec<&'a str> {
        let mut names: Vec<&str> = self.declared[kind as usize].keys().copied().collect();
        names.sort_unstable();
        names
    }
}

/// A finding for the second of two alike.
pub(super) fn twice(what: Words, name: &Name, first: Span) -> Finding {
    Finding::new(Code::NameTwice, name.at, words!("name-twice", name = &name.value, what = what))
        .here(words!("name-twice.here"))
        .label(first, words!("name-twice.first"))
        .mend(words!("name-twice.mend"))
}

impl Resolver<'_> {
    /// Is there something of that kind and name, seen from where the name is written?
    pub(super) fn peek(&self, kind: Kind, name: &str, from: FileId) -> Option<u16> {
        let found = self.names.get(kind, name)?;
        self.names.visible.sees(from, found.at.file).then_some(found.id)
    }

    /// The thing of that kind and name; reports it if there is none.
    pub(super) fn look_up(&mut self, kind: Kind, name: &Name) -> Option<u16> {
        if let Some(found) = self.names.get(kind, &name.value) {
            let seen = self.names.visible.sees(name.at.file, found.at.file);
            if !seen {
                let path = self.book.files.get(found.at.file.0 as usize).cloned().unwrap_or_default();
                let finding = Finding::new(
                    Code::FileNotUsed,
                    name.at,
                    words!("file-not-used", kind = kind.called(), name = &name.value, path = &path),
                )
                .here(words!("file-not-used.here"))
                .label(found.at, words!("file-not-used.defined"))
                .mend(words!("file-not-used.mend", path = path));
                self.say(finding);
            }
            return Some(found.id);
        }
        self.unknown(kind, name);
        None
    }

    fn unknown(&mut self, kind: Kind, name: &Name) {
        if self.names.is_lost(&name.value) || name.value.is_empty() || self.is_full() {
            return;
        }
        let none = self.names.declared[kind as usize].is_empty();
        if let Some(other) = Kind::ALL.iter().find(|k| self.names.get(**k, &name.value).is_some()) {
            let mend = if none {
                words!("wrong-kind.mend-none", kind = kind.a())
            } else {
                words!("wrong-kind.mend", kind = kind.a(), names = self.listed(kind))
            };
            let finding = Finding::new(
                Code::WrongKind,
                name.at,
                words!("wrong-kind", name = &name.value, other = other.called(), kind = kind.a()),
            )
            .here(words!("wrong-kind.here", kind = kind.a()))
            .mend(mend);
            self.say(finding);
            return;
        }
        let near = nearest(&name.value, self.names.of(kind));
        let mend = match near {
            Some(near) => words!("did-you-mean", near = near),
            None if none => words!("unknown-name.mend", keyword = kind.word(), name = &name.value),
            None => words!(
                "unknown-name.mend-or",
                keyword = kind.word(),
                name = &name.value,
                names = self.listed(kind),
            ),
        };
        let message = words!("unknown-name", kind = kind.called(), name = &name.value);
        let finding =
            Finding::new(Code::UnknownName, name.at, message).here(words!("unknown-name.here")).mend(mend);
        self.say(finding);
    }

    fn listed(&self, kind: Kind) -> Value {
        let mut listed: Vec<&str> = self.names.of(kind).into_iter().take(9).collect();
        if listed.len() > 8 {
            listed[8] = "…";
        }
        names(listed)
    }
}
