//! A book described by names: each thing with its aspects, its ways and its grounds.

mod document;
mod flow;
mod law;
mod nodes;
mod vocabulary;

use super::phrase::{Phrase, shown};
use super::{Aspect, FieldList, GroupOf, Thing, ThingKind, WayKind};
use crate::diagnostic::Lang;
use crate::model::{Book, Choice, Expr, Field, Flow, Ground, Length, Literal, Say, SayWhat, Type};
use crate::render::source;
use crate::render::words::Words as Spoken;
use crate::source::Span;
use crate::words;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeMap;

/// One thing.
#[derive(Clone, Debug)]
pub(super) struct Described {
    /// Things of one class are told apart by their names.
    pub(super) class: Class,
    pub(super) thing: Thing,
    pub(super) at: Span,
    /// The whole of it in short.
    pub(super) summary: Phrase,
    pub(super) aspects: BTreeMap<Aspect, Phrase>,
    pub(super) ways: Vec<Way>,
    pub(super) grounds: Vec<GroundText>,
    pub(super) notes: Vec<Phrase>,
}

/// What shares one list of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Kind(ThingKind),
    Node,
}

/// A way out of a node or stage, or a row of a table.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) kind: WayKind,
    /// When it is taken, to tell ways apart; its source is that of the time or condition.
    pub(super) key: Phrase,
    /// The same as people read it on the arrow.
    pub(super) when: Phrase,
    pub(super) to: Phrase,
    /// What the author wrote on it.
    pub(super) label: Phrase,
    pub(super) keeps: Phrase,
    pub(super) grounds: Vec<GroundText>,
}

/// One ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GroundText {
    /// Empty if it is assumed.
    pub(super) clause: String,
    pub(super) text: Phrase,
}

/// Things of one group, in the order of the source.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) of: GroupOf,
    pub(super) things: Vec<Described>,
}

/// A whole book. Flows have a section each.
pub(super) fn book(book: &Book) -> Vec<Section> {
    let mut sections = vec![
        Section { of: GroupOf::Document, things: document::things(book) },
        Section { of: GroupOf::Vocabulary, things: vocabulary::things(book) },
    ];
    sections.extend(book.flows.iter().map(|f| Section {
        of: GroupOf::Flow { name: f.name.clone(), label: f.label.clone() },
        things: flow::things(book, f),
    }));
    sections.push(Section { of: GroupOf::Rules, things: law::rules(book) });
    sections.push(Section { of: GroupOf::Scenarios, things: law::scenarios(book) });
    sections
}

impl Described {
    fn new(kind: ThingKind, name: &str, label: &str, at: Span) -> Self {
        let mut aspects = BTreeMap::new();
        aspects.insert(Aspect::Label, Phrase::spoken(label, |_| format!("“{label}”")));
        Self {
            class: Class::Kind(kind),
            thing: Thing { kind, name: name.to_owned(), label: label.to_owned() },
            at,
            summary: Phrase::plain(""),
            aspects,
            ways: Vec::new(),
            grounds: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn set(&mut self, aspect: Aspect, phrase: Phrase) {
        self.aspects.insert(aspect, phrase);
    }

    /// Sets it, unless there is nothing to say.
    fn some(&mut self, aspect: Aspect, phrase: Option<Phrase>) {
        if let Some(phrase) = phrase.filter(|p| !p.source.is_empty()) {
            self.aspects.insert(aspect, phrase);
        }
    }

    fn grounded(mut self, grounds: &[Ground]) -> Self {
        self.grounds = grounds_of(grounds);
        self
    }

    fn noted(mut self, notes: &[String]) -> Self {
        self.notes = notes.iter().map(|n| Phrase::spoken(n.clone(), |_| format!("“{n}”"))).collect();
        self
    }

    /// A type, and what people read for its choices.
    fn typed(&mut self, ty: &Type) {
        self.set(Aspect::Type, code(ty.source()));
        for choice in choices(ty) {
            let label = Phrase::spoken(choice.label.clone(), |_| format!("“{}”", choice.label));
            self.some(Aspect::ChoiceLabel { choice: choice.name.clone() }, Some(label));
        }
    }

    fn fields(&mut self, list: FieldList, fields: &[Field]) {
        for field in fields {
            for choice in choices(&field.ty) {
                let name = format!("{}.{}", field.name, choice.name);
                let label = Phrase::spoken(choice.label.clone(), |_| format!("“{}”", choice.label));
                self.some(Aspect::ChoiceLabel { choice: name }, Some(label));
            }
            self.set(Aspect::Field { list, field: field.name.clone() }, code(field.ty.source()));
        }
        let order = fields.iter().map(|f| Phrase::named(&f.name, ""));
        self.some(Aspect::FieldOrder { list }, Some(Phrase::list(order)));
    }
}

/// The choices of a type, also within a list.
fn choices(ty: &Type) -> &[Choice] {
    let mut ty = ty;
    // Lists are as deep as the source's nesting allows.
    while let Type::List(of) = ty {
        ty = of;
    }
    match ty {
        Type::OneOf(choices) => choices,
        _ => &[],
    }
}

/// Something that people read as the book writes it.
fn code(source: impl Into<String>) -> Phrase {
    let source = source.into();
    Phrase { id: format!("`{source}`"), en: format!("`{source}`"), source }
}

fn grounds_of(grounds: &[Ground]) -> Vec<GroundText> {
    let one = |ground: &Ground| {
        let why = |why: &str| if why.trim().is_empty() { String::new() } else { format!(": “{why}”") };
        match ground {
            Ground::Cited { clause, words, .. } => {
                let said = words!("diff-cited", clause = clause, why = why(words));
                let text = Phrase::said(format!("cites {clause} {words}"), &said);
                GroundText { clause: clause.clone(), text }
            }
            Ground::Derived { clause, why: words, .. } => {
                let said = words!("diff-derived", clause = clause, why = why(words));
                let text = Phrase::said(format!("derived from {clause} {words}"), &said);
                GroundText { clause: clause.clone(), text }
            }
            Ground::Assumed { why: words, .. } => {
                let said = words!("diff-assumed", why = why(words));
                let text = Phrase::said(format!("assumed {words}"), &said);
                GroundText { clause: String::new(), text }
            }
        }
    };
    grounds.iter().map(one).collect()
}

/// Says what stands in a book, in the setting of one flow.
#[derive(Clone, Copy)]
struct Speech<'a> {
    book: &'a Book,
    flow: &'a Flow,
}

impl<'a> Speech<'a> {
    fn spoken(self, lang: Lang) -> Spoken<'a> {
        Spoken { book: self.book, flow: self.flow, language: lang }
    }

    fn expr(self, expr: &Expr) -> Phrase {
        Phrase::spoken(source::expr(self.book, self.flow, expr), |l| self.spoken(l).expr(expr))
    }

    fn literal(self, value: &Literal, ty: Option<&Type>) -> Phrase {
        Phrase::spoken(source::literal(self.book, value, ty), |l| self.spoken(l).literal(value, ty))
    }

    fn length(self, length: &Length) -> Phrase {
        let hours = length.hours.and_then(|h| self.book.hours.get(h.index()));
        let of = hours.map_or_else(String::new, |h| format!(" of {}", h.name));
        let source = format!("{}{of}", source::expr(self.book, self.flow, &length.of));
        Phrase::spoken(source, |l| self.spoken(l).length(length))
    }

    fn duration(self, ms: i64) -> Phrase {
        // The language knows nothing finer than a second; the key does.
        Phrase::spoken(format!("{ms}ms"), |l| self.spoken(l).duration(ms))
    }

    fn args(self, args: &[Expr]) -> String {
        let args: Vec<String> = args.iter().map(|a| source::expr(self.book, self.flow, a)).collect();
        if args.is_empty() { String::new() } else { format!("({})", args.join(", ")) }
    }

    fn say(self, say: &Say) -> Phrase {
        let named = match say.what {
            SayWhat::Message(m) => self.book.messages.get(m.index()).map(|m| (&m.name, &m.label)),
            SayWhat::Table(t) => self.book.tables.get(t.index()).map(|t| (&t.name, &t.label)),
        };
        let (name, label) = named.map_or(("?", ""), |(n, l)| (n.as_str(), l.as_str()));
        Phrase::named(&format!("{name}{}", self.args(&say.args)), label)
    }

    /// A node as the end of a way.
    fn node(self, node: NodeIndex) -> Phrase {
        use crate::model::NodeKind;
        let Some(node) = self.flow.graph.node_weight(node) else { return Phrase::plain("?") };
        match &node.kind {
            NodeKind::Resume(stage) => {
                let stage = self.flow.stages.get(stage.index());
                let stage = stage.map_or_else(|| "?".to_owned(), |s| shown(&s.name, &s.label));
                Phrase::said(node.name.clone(), &words!("diff-back-to", stage = stage))
            }
            NodeKind::Join(p) => {
                let parallel = self.flow.parallels.get(p.index());
                let parallel = parallel.map_or_else(|| "?".to_owned(), |p| shown(&p.name, &p.label));
                Phrase::said(node.name.clone(), &words!("diff-end-of-branch", parallel = parallel))
            }
            _ => Phrase::named(&node.name, &node.label),
        }
    }
}

/// A flow that has these facts and nothing else: tables and the vocabulary are spoken of in it.
fn setting_of(fields: &[Field]) -> Flow {
    use crate::model::{Fact, FactRole};
    Flow {
        name: String::new(),
        label: String::new(),
        follows: Vec::new(),
        facts: fields.iter().map(|f| Fact { field: f.clone(), role: FactRole::Taken }).collect(),
        gives: Vec::new(),
        stages: Vec::new(),
        parallels: Vec::new(),
        graph: DiGraph::new(),
        first: NodeIndex::new(0),
        becomes: Vec::new(),
        grounds: Vec::new(),
        notes: Vec::new(),
        at: Span::default(),
    }
}
