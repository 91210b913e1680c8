//! Flows: facts and signatures, then nodes, then arrows.

use super::Resolver;
use super::expr::{Scope, ScopeOf};
use super::index::{Fields, Index};
use super::names::{Kind, twice};
use crate::diagnostic::{Code, Finding, Words};
use crate::model::{
    Becomes, BranchId, Edge, Fact, FactId, FactRole, Field, Flow, Node, Parallel, ParallelId, Region, Stage,
    StageId,
};
use crate::source::{FileId, Span, Spanned, limits};
use crate::syntax::recover::nearest;
use crate::syntax::tree::{Clause, FlowItem, Name, Statement, StatementKind};
use crate::words;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What callers need to know of a flow before its body is resolved.
#[derive(Debug)]
pub(super) struct Signature {
    pub(super) facts: Rc<Fields>,
    pub(super) taken: usize,
    pub(super) gives: Vec<FactId>,
    pub(super) ends: Vec<String>,
    ends_by_name: Index,
    /// Sections; taken from here by the flow itself.
    pub(super) follows: Vec<String>,
}

impl Signature {
    /// What it takes, by position.
    pub(super) fn takes(&self) -> &[Field] {
        self.facts.get(..self.taken).unwrap_or_default()
    }

    /// Has it an end of that name?
    pub(super) fn has_end(&self, name: &str) -> bool {
        self.ends_by_name.find(name, self.ends.len(), |i| &self.ends[i]).is_some()
    }

    /// What it gives, by position.
    pub(super) fn given(&self) -> Vec<Field> {
        self.gives.iter().filter_map(|f| self.facts.get(f.index()).cloned()).collect()
    }
}

/// What a name in a flow stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    Node(NodeIndex),
    Stage(StageId),
    Parallel(ParallelId),
}

/// A flow under construction.
pub(super) struct Draft<'t> {
    pub(super) graph: DiGraph<Node, Edge>,
    pub(super) stages: Vec<Stage>,
    pub(super) parallels: Vec<Parallel>,
    pub(super) places: BTreeMap<&'t str, (Place, Span)>,
    /// Nodes (forks, for parallels) by the place of their statement.
    pub(super) by_statement: BTreeMap<Span, NodeIndex>,
    pub(super) stage_by_statement: BTreeMap<Span, StageId>,
    pub(super) resumes: BTreeMap<StageId, NodeIndex>,
    pub(super) facts: Rc<Fields>,
    pub(super) taken: usize,
    pub(super) follows: Vec<String>,
    pub(super) file: FileId,
}

impl Draft<'_> {
    /// What names mean in this flow's expressions.
    pub(super) fn scope(&self) -> Scope<'_> {
        Scope { facts: &self.facts, file: self.file, of: ScopeOf::Flow }
    }

    /// The branches around a region, from the outside in.
    pub(super) fn branches(&self, mut region: Region) -> Vec<(ParallelId, BranchId)> {
        let mut out = Vec::new();
        // Regions lie inside each other, no deeper than brackets may.
        for _ in 0..=limits::NESTING_MAX {
            region = match region {
                Region::Flow => break,
                Region::Stage(s) => self.stages.get(s.index()).map_or(Region::Flow, |s| s.region),
                Region::Branch(p, b) => {
                    out.push((p, b));
                    self.parallels.get(p.index()).map_or(Region::Flow, |p| p.region)
                }
            };
        }
        out.reverse();
        out
    }

    /// The node at which a statement is entered.
    pub(super) fn entry(&self, statement: &Statement) -> Option<NodeIndex> {
        match &statement.kind {
            StatementKind::Stage(body) => self.entry(body.first()?),
            _ => self.by_statement.get(&statement.at).copied(),
        }
    }
}

impl Resolver<'_> {
    /// Facts, ends and sections of a flow.
    pub(super) fn declare_flow(&mut self, f: &FlowItem, body: &[Statement]) {
        let mut facts = self.fields(f.takes.iter().chain(&f.keeps), || words!("kind-fact"));
        let taken = f.takes.len().min(facts.len());
        if facts.len() > limits::INDEX_MAX {
            self.too_many(f.at, words!("too-many-facts", most = limits::INDEX_MAX));
            facts.truncate(limits::INDEX_MAX);
        }
        for fact in &facts {
            if self.peek(Kind::Setting, &fact.name, f.at.file).is_some() {
                self.say(
                    Finding::new(Code::NameTwice, fact.at, words!("fact-hides-setting", fact = &fact.name))
                        .here(words!("fact-hides-setting.here"))
                        .mend(words!("fact-hides-setting.mend")),
                );
            }
        }
        let facts = Fields::from(facts);
        let mut gives = Vec::new();
        for name in &f.gives {
            gives.extend(self.fact(name, &facts));
        }
        let mut ends: Vec<String> = Vec::new();
        collect_ends(body, &mut ends);
        let follows = f.follows.as_ref().map(|f| self.follows(f)).unwrap_or_default();
        let ends_by_name = Index::new(ends.len(), |i| &ends[i]);
        self.flows.push(Signature { facts: Rc::new(facts), taken, gives, ends, ends_by_name, follows });
    }

    fn too_many(&mut self, at: Span, message: Words) {
        self.say(
            Finding::new(Code::FileTooBig, at, message)
                .here(words!("too-many-facts.here"))
                .mend(words!("too-many-facts.mend")),
        );
    }

    /// A fact by its name.
    pub(super) fn fact(&mut self, name: &Name, facts: &Fields) -> Option<FactId> {
        if let Some(i) = facts.find(&name.value) {
            return u16::try_from(i).ok().map(FactId);
        }
        if !self.names.is_lost(&name.value) && !self.is_full() {
            let mend = nearest(&name.value, facts.iter().map(|f| f.name.as_str())).map_or_else(
                || words!("unknown-fact.mend", fact = &name.value),
                |near| words!("did-you-mean", near = near),
            );
            self.say(
                Finding::new(Code::UnknownName, name.at, words!("unknown-fact", fact = &name.value))
                    .here(words!("unknown-fact.here"))
                    .mend(mend),
            );
        }
        None
    }

    /// A fact that the flow may write.
    pub(super) fn writable(&mut self, name: &Name, draft: &Draft<'_>) -> Option<FactId> {
        let fact = self.fact(name, &draft.facts)?;
        if fact.index() < draft.taken {
            self.say(
                Finding::new(Code::FactNotWritable, name.at, words!("fact-not-writable", fact = &name.value))
                    .here(words!("fact-not-writable.here"))
                    .label(draft.facts[fact.index()].at, words!("fact-not-writable.taken"))
                    .mend(words!("fact-not-writable.mend", fact = &name.value)),
            );
        }
        Some(fact)
    }

    /// A flow whose statements may lie elsewhere than in its tree.
    pub(super) fn flow(&mut self, f: &FlowItem, body: &[Statement]) {
        let index = self.book.flows.len();
        let Some(signature) = self.flows.get_mut(index) else { return };
        let follows = std::mem::take(&mut signature.follows);
        let (facts, taken) = (Rc::clone(&signature.facts), signature.taken);
        let gives = signature.gives.clone();
        let mut draft = Draft {
            graph: room_for(body),
            stages: Vec::new(),
            parallels: Vec::new(),
            places: BTreeMap::new(),
            by_statement: BTreeMap::new(),
            stage_by_statement: BTreeMap::new(),
            resumes: BTreeMap::new(),
            facts,
            taken,
            follows,
            file: f.at.file,
        };
        self.nodes(body, Region::Flow, &mut draft);
        self.arrows(body, None, &mut draft);
        if draft.graph.node_count() > limits::INDEX_MAX || draft.graph.edge_count() > limits::INDEX_MAX {
            self.too_many(f.at, words!("too-many-steps", most = limits::INDEX_MAX));
        }
        if body.is_empty() && !self.names.is_lost(&f.name.value) {
            self.say(
                Finding::new(
                    Code::MissingPart,
                    f.at,
                    words!("without-steps", what = words!("kind-flow"), name = &f.name.value),
                )
                .here(words!("without-steps.here"))
                .mend(words!("without-steps.mend-flow")),
            );
        }
        let first = body.first().and_then(|s| draft.entry(s)).unwrap_or_default();
        let grounds = self.grounds(&f.grounds, Some(&draft.follows));
        self.book.flows.push(Flow {
            name: f.name.owned(),
            label: f.label.as_ref().map(|l| l.value.clone()).unwrap_or_default(),
            follows: draft.follows,
            facts: draft
                .facts
                .iter()
                .cloned()
                .enumerate()
                .map(|(i, field)| Fact {
                    field,
                    role: if i < taken { FactRole::Taken } else { FactRole::Kept },
                })
                .collect(),
            gives,
            stages: draft.stages,
            parallels: draft.parallels,
            graph: draft.graph,
            first,
            becomes: f
                .becomes
                .iter()
                .map(|b| Becomes { kind: b.kind, old: b.old.owned(), new: b.new.owned(), at: b.at })
                .collect(),
            grounds,
            notes: f.notes.iter().map(|n| n.value.clone()).collect(),
            at: f.at,
        });
    }

    /// Gives a name its place in the flow; reports the second of two.
    pub(super) fn name_place<'t>(&mut self, name: &'t Name, place: Place, draft: &mut Draft<'t>) {
        match draft.places.get(name.value.as_str()) {
            Some((_, first)) => {
                let finding = twice(words!("kind-step"), &Spanned::new(name.value.clone(), name.at), *first);
                self.say(finding);
            }
            None => {
                draft.places.insert(&name.value, (place, name.at));
            }
        }
    }
}

/// A graph with room for what a body makes: nodes are large, and to move them as it grows takes long.
fn room_for(body: &[Statement]) -> DiGraph<Node, Edge> {
    let (mut nodes, mut edges) = (0, 0);
    let mut todo: Vec<&[Statement]> = vec![body];
    while let Some(body) = todo.pop() {
        for s in body {
            match &s.kind {
                StatementKind::Stage(inner) => todo.push(inner),
                StatementKind::Parallel(branches) => {
                    (nodes, edges) = (nodes + 2, edges + 1 + branches.len());
                    todo.extend(branches.iter().map(|b| &b.body[..]));
                }
                _ => {
                    let arrows = s.clauses.iter().filter(|c| matches!(c, Clause::Arrow(_))).count();
                    (nodes, edges) = (nodes + 1, edges + arrows.max(1));
                }
            }
        }
    }
    DiGraph::with_capacity(nodes, edges)
}

fn collect_ends(body: &[Statement], ends: &mut Vec<String>) {
    for s in body {
        match &s.kind {
            StatementKind::End => ends.push(s.name.owned()),
            StatementKind::Stage(inner) => collect_ends(inner, ends),
            StatementKind::Parallel(branches) => {
                for b in branches {
                    collect_ends(&b.body, ends);
                }
            }
            _ => {}
        }
    }
}
