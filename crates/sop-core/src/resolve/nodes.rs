//! Statements to nodes, stages and parallels; arrows come afterwards, when every name has its place.

use super::Resolver;
use super::flow::{Draft, Place};
use super::index::Index;
use super::names::{Kind, twice};
use crate::diagnostic::{Code, Finding, Words, names};
use crate::model::{
    Action, ActionId, Branch, BranchId, EventId, FlowId, JoinMode, Keep, LaneId, MessageId, Node, NodeKind,
    Parallel, ParallelId, Region, Say, SayWhat, Stage, StageId, SystemId, TableId,
};
use crate::model::{Change, Field, Type};
use crate::source::Span;
use crate::syntax::tree::{
    ArrowKind, BranchItem, Clause, KeepClause, Name, SayClause, Statement, StatementKind,
};
use crate::words;
use petgraph::graph::NodeIndex;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

impl Resolver<'_> {
    /// Makes the nodes of a body.
    pub(super) fn nodes<'t>(&mut self, body: &'t [Statement], region: Region, draft: &mut Draft<'t>) {
        for s in body {
            match &s.kind {
                StatementKind::Stage(inner) => self.stage(s, inner, region, draft),
                StatementKind::Parallel(branches) => self.parallel(s, branches, region, draft),
                _ => {
                    let node = self.node(s, region, draft);
                    let ix = draft.graph.add_node(node);
                    draft.by_statement.insert(s.at, ix);
                    self.name_place(&s.name, Place::Node(ix), draft);
                }
            }
        }
    }

    fn stage<'t>(&mut self, s: &'t Statement, inner: &'t [Statement], region: Region, draft: &mut Draft<'t>) {
        let id = StageId(u16::try_from(draft.stages.len()).unwrap_or(u16::MAX));
        draft.stages.push(Stage {
            name: s.name.owned(),
            label: label(s),
            region,
            first: NodeIndex::end(),
            interrupts: Vec::new(),
            deadlines: Vec::new(),
            grounds: self.statement_grounds(s, draft),
            notes: notes(s),
            at: s.at,
        });
        draft.stage_by_statement.insert(s.at, id);
        self.name_place(&s.name, Place::Stage(id), draft);
        self.nodes(inner, Region::Stage(id), draft);
        match draft.entry(s) {
            Some(first) => draft.stages[id.index()].first = first,
            None => self.empty(s.at, || words!("kind-stage"), &s.name),
        }
    }

    fn empty(&mut self, at: Span, what: fn() -> Words, name: &Name) {
        if self.names.is_lost(&name.value) {
            return;
        }
        self.say(
            Finding::new(Code::MissingPart, at, words!("without-steps", what = what(), name = &name.value))
                .here(words!("without-steps.here"))
                .mend(words!("without-steps.mend", what = what())),
        );
    }

    fn parallel<'t>(
        &mut self,
        s: &'t Statement,
        branches: &'t [BranchItem],
        region: Region,
        draft: &mut Draft<'t>,
    ) {
        let id = ParallelId(u16::try_from(draft.parallels.len()).unwrap_or(u16::MAX));
        let mode =
            s.clauses.iter().find_map(|c| if let Clause::Join(all) = c { Some(all.value) } else { None });
        let plain = |name: String, kind| Node {
            name,
            label: label(s),
            lane: None,
            systems: Vec::new(),
            kind,
            says: Vec::new(),
            deadlines: Vec::new(),
            region,
            grounds: Vec::new(),
            notes: notes(s),
            at: s.at,
        };
        let fork = draft.graph.add_node(plain(s.name.owned(), NodeKind::Fork(id)));
        let grounds = self.statement_grounds(s, draft);
        draft.graph[fork].grounds.clone_from(&grounds);
        draft.by_statement.insert(s.at, fork);
        draft.parallels.push(Parallel {
            name: s.name.owned(),
            label: label(s),
            region,
            fork,
            join: fork,
            branches: Vec::new(),
            mode: if mode == Some(false) { JoinMode::Any } else { JoinMode::All },
            grounds,
            at: s.at,
        });
        self.name_place(&s.name, Place::Parallel(id), draft);
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for (i, b) in branches.iter().enumerate() {
            if let Some(first) = seen.insert(&b.name.value, b.name.at) {
                self.say(twice(words!("kind-branch"), &b.name, first));
            }
            let branch = BranchId(u16::try_from(i).unwrap_or(u16::MAX));
            self.nodes(&b.body, Region::Branch(id, branch), draft);
            let first = b.body.first().and_then(|s| draft.entry(s));
            if first.is_none() {
                self.empty(b.at, || words!("kind-branch"), &b.name);
            }
            draft.parallels[id.index()].branches.push(Branch {
                name: b.name.owned(),
                label: b.label.as_ref().map(|l| l.value.clone()).unwrap_or_default(),
                first: first.unwrap_or(fork),
                at: b.at,
            });
        }
        let join = draft.graph.add_node(plain(format!("{}.join", s.name.value), NodeKind::Join(id)));
        draft.parallels[id.index()].join = join;
    }

    fn node(&mut self, s: &Statement, region: Region, draft: &Draft<'_>) -> Node {
        let lane = s.lane.as_ref().and_then(|l| self.look_up(Kind::Lane, l)).map(LaneId);
        if matches!(s.kind, StatementKind::Step) && s.lane.is_none() {
            self.say(
                Finding::new(Code::MissingPart, s.at, words!("step-without-lane", step = &s.name.value))
                    .here(words!("step-without-lane.here"))
                    .because(words!("step-without-lane.why"))
                    .mend(words!("step-without-lane.mend", step = &s.name.value)),
            );
        }
        let systems = s.systems.iter().filter_map(|name| self.system_of(name)).collect();
        let says = s.clauses.iter().filter_map(|c| if let Clause::Say(say) = c { Some(say) } else { None });
        let mut all_said = Vec::with_capacity(says.clone().count());
        all_said.extend(says.filter_map(|say| self.said(say, draft)));
        let kind = self.kind(s, draft);
        if matches!(kind, NodeKind::End) && !draft.branches(region).is_empty() {
            self.say(
                Finding::new(Code::EndInBranch, s.at, words!("end-in-branch", end = &s.name.value))
                    .here(words!("end-in-branch.here"))
                    .mend(words!("end-in-branch.mend")),
            );
        }
        Node {
            name: s.name.owned(),
            label: label(s),
            lane,
            systems,
            kind,
            says: all_said,
            deadlines: Vec::new(),
            region,
            grounds: self.statement_grounds(s, draft),
            notes: notes(s),
            at: s.at,
        }
    }

    fn system_of(&mut self, name: &Name) -> Option<SystemId> {
        let id = self.look_up(Kind::System, name)?;
        if let Some(system) = self.book.systems.get(usize::from(id))
            && let Some(revision) = &system.retired_in
        {
            let finding = Finding::new(
                Code::RetiredSystem,
                name.at,
                words!("retired-system", system = &system.name, revision = revision),
            )
            .here(words!("retired-system.here"))
            .label(system.at, words!("retired-system.declared"))
            .mend(words!("retired-system.mend"));
            self.say(finding);
        }
        Some(SystemId(id))
    }

    fn kind(&mut self, s: &Statement, draft: &Draft<'_>) -> NodeKind {
        let without_limit = s.clauses.iter().any(|c| matches!(c, Clause::WithoutLimit(_)));
        match &s.kind {
            StatementKind::Step => self.step(s, draft),
            StatementKind::Do { action, args } => {
                let id = self.look_up(Kind::Action, action);
                // Lent for the moment: no argument speaks of an action.
                let lent = |a: &mut Action| (std::mem::take(&mut a.takes), std::mem::take(&mut a.gives));
                let found = id.and_then(|id| self.book.actions.get_mut(usize::from(id)));
                let (takes, gives) = found.map(lent).unwrap_or_default();
                let args = id.and_then(|_| {
                    self.args(args.as_deref(), &takes, &action.value, action.at, draft.scope())
                });
                let keeps: Vec<&KeepClause> = s
                    .clauses
                    .iter()
                    .filter_map(|c| if let Clause::Keep(k) = c { Some(k) } else { None })
                    .collect();
                let keeps =
                    if id.is_some() { self.keeps(keeps, &gives, &action.value, draft) } else { Vec::new() };
                if let Some(action) = id.and_then(|id| self.book.actions.get_mut(usize::from(id))) {
                    (action.takes, action.gives) = (takes, gives);
                }
                NodeKind::Do {
                    action: ActionId(id.unwrap_or_default()),
                    args: args.unwrap_or_default(),
                    keeps,
                }
            }
            StatementKind::Decide if s.lane.is_none() => NodeKind::Choose,
            StatementKind::Decide => NodeKind::Decide { fact: self.answered(s, draft) },
            StatementKind::Start { flow, args } => {
                let (flow, args) = self.called(flow, args.as_deref(), draft);
                NodeKind::Start { flow, args }
            }
            StatementKind::Call { flow, args } => {
                let (flow, args) = self.called(flow, args.as_deref(), draft);
                NodeKind::Call { flow, args }
            }
            // The start may come later in the text: it is filled in with the arrows.
            StatementKind::Await { .. } => {
                NodeKind::Await { start: NodeIndex::end(), flow: FlowId(0), without_limit }
            }
            StatementKind::End => NodeKind::End,
            _ => NodeKind::Wait { without_limit },
        }
    }

    fn called(
        &mut self,
        flow: &Name,
        args: Option<&[crate::syntax::tree::Expr]>,
        draft: &Draft<'_>,
    ) -> (FlowId, Vec<crate::model::Expr>) {
        let Some(id) = self.look_up(Kind::Flow, flow) else { return (FlowId(0), Vec::new()) };
        let called = self.flows.get(usize::from(id)).map(|f| (Rc::clone(&f.facts), f.taken));
        let takes = called.as_ref().and_then(|(facts, taken)| facts.get(..*taken)).unwrap_or_default();
        let args = self.args(args, takes, &flow.value, flow.at, draft.scope());
        (FlowId(id), args.unwrap_or_default())
    }

    fn step(&mut self, s: &Statement, draft: &Draft<'_>) -> NodeKind {
        let mut fills = Vec::new();
        let mut filled = BTreeSet::new();
        let mut changes = Vec::new();
        for clause in &s.clauses {
            match clause {
                Clause::Fill(names) => {
                    for name in names {
                        if let Some(fact) = self.writable(name, draft) {
                            if filled.insert(fact) {
                                fills.push(fact);
                            } else {
                                self.say(
                                    Finding::new(
                                        Code::GivenTwice,
                                        name.at,
                                        words!("filled-twice", fact = &name.value),
                                    )
                                    .here(words!("filled-twice.here"))
                                    .mend(words!("filled-twice.mend")),
                                );
                            }
                        }
                    }
                }
                Clause::Set(name, expr) => {
                    if let Some(fact) = self.writable(name, draft) {
                        let ty = draft.facts[fact.index()].ty.clone();
                        changes.extend(self.expr(expr, draft.scope(), &ty).map(|e| Change::Set(fact, e)));
                    }
                }
                Clause::Add(expr, name) => changes.extend(self.add(expr, name, draft)),
                Clause::Publish(name, args) => {
                    if let Some(id) = self.look_up(Kind::Event, name) {
                        // Lent for the moment, as what an action takes.
                        let event = self.book.events.get_mut(usize::from(id));
                        let carries = event.map(|e| std::mem::take(&mut e.carries)).unwrap_or_default();
                        let args = self.args(args.as_deref(), &carries, &name.value, name.at, draft.scope());
                        if let Some(event) = self.book.events.get_mut(usize::from(id)) {
                            event.carries = carries;
                        }
                        changes.extend(args.map(|args| Change::Publish(EventId(id), args)));
                    }
                }
                _ => {}
            }
        }
        NodeKind::Step { fills, changes }
    }

    fn add(&mut self, expr: &crate::syntax::tree::Expr, name: &Name, draft: &Draft<'_>) -> Option<Change> {
        let fact = self.writable(name, draft)?;
        let Type::List(of) = draft.facts[fact.index()].ty.clone() else {
            let found = super::types::describe(&draft.facts[fact.index()].ty);
            self.wrong_type(
                name.at,
                words!("want-list"),
                found,
                words!("want-list.mend-set", fact = &name.value),
            );
            return None;
        };
        Some(Change::Add(fact, self.expr(expr, draft.scope(), &of)?))
    }

    /// The fact that a decision of a person answers.
    fn answered(&mut self, s: &Statement, draft: &Draft<'_>) -> Option<crate::model::FactId> {
        draft.facts.find(&s.name.value)?;
        let fact = self.writable(&s.name, draft)?;
        match &draft.facts[fact.index()].ty {
            Type::YesNo | Type::OneOf(_) => Some(fact),
            other => {
                let found = super::types::describe(other);
                self.wrong_type(s.name.at, words!("want-decision"), found, words!("want-decision.mend"));
                None
            }
        }
    }

    /// `say WHAT`
    pub(super) fn said(&mut self, say: &SayClause, draft: &Draft<'_>) -> Option<Say> {
        let file = say.what.at.file;
        if self.peek(Kind::Message, &say.what.value, file).is_none()
            && self.peek(Kind::Table, &say.what.value, file).is_some()
        {
            let id = self.look_up(Kind::Table, &say.what)?;
            let table = self.book.tables.get(usize::from(id))?;
            let (takes, gives) = (table.takes.clone(), table.gives.clone());
            let args = self.args(say.args.as_deref(), &takes, &say.what.value, say.at, draft.scope());
            if gives.is_some() {
                self.wrong_type(
                    say.at,
                    words!("want-message"),
                    words!("want-value"),
                    words!("want-message.mend"),
                );
                return None;
            }
            return Some(Say { what: SayWhat::Table(TableId(id)), args: args?, at: say.at });
        }
        let id = self.look_up(Kind::Message, &say.what)?;
        // Lent for the moment: no argument speaks of a message.
        let takes = std::mem::take(&mut self.book.messages.get_mut(usize::from(id))?.takes);
        let args = self.args(say.args.as_deref(), &takes, &say.what.value, say.at, draft.scope());
        if let Some(message) = self.book.messages.get_mut(usize::from(id)) {
            message.takes = takes;
        }
        let args = args?;
        Some(Say { what: SayWhat::Message(MessageId(id)), args, at: say.at })
    }

    /// `keep FIELD as FACT`, for what something gives.
    pub(super) fn keeps<'k>(
        &mut self,
        keeps: impl IntoIterator<Item = &'k KeepClause>,
        given: &[Field],
        by: &str,
        draft: &Draft<'_>,
    ) -> Vec<Keep> {
        let by_name = Index::new(given.len(), |i| &given[i].name);
        let mut out = Vec::new();
        for keep in keeps {
            let Some(i) = by_name.find(&keep.field.value, given.len(), |i| &given[i].name) else {
                let known: Vec<&str> = given.iter().map(|f| f.name.as_str()).collect();
                let mend = match crate::syntax::recover::nearest(&keep.field.value, known.iter().copied()) {
                    Some(near) => words!("did-you-mean", near = near),
                    None if known.is_empty() => words!("unknown-field.mend-none", by = by),
                    None => words!("unknown-field.mend", names = names(known)),
                };
                self.say(
                    Finding::new(
                        Code::UnknownField,
                        keep.field.at,
                        words!("unknown-field", by = by, field = &keep.field.value),
                    )
                    .here(words!("unknown-field.here"))
                    .mend(mend),
                );
                continue;
            };
            let name = keep.fact.as_ref().unwrap_or(&keep.field);
            let Some(fact) = self.writable(name, draft) else { continue };
            let (found, wanted) = (&given[i].ty, &draft.facts[fact.index()].ty);
            if !super::types::fits(found, wanted) {
                let (found, wanted) = (super::types::describe(found), super::types::describe(wanted));
                self.wrong_type(
                    name.at,
                    words!("want-for-fact", fact = &name.value, type = wanted),
                    found,
                    words!("want-for-fact.mend"),
                );
                continue;
            }
            out.extend(u16::try_from(i).ok().map(|field| Keep { field, fact }));
        }
        out
    }

    /// Grounds of the statement itself.
    fn statement_grounds(&mut self, s: &Statement, draft: &Draft<'_>) -> Vec<crate::model::Ground> {
        let grounds = s.clauses.iter().filter_map(|c| if let Clause::Ground(g) = c { Some(g) } else { None });
        self.grounds(grounds, Some(&draft.follows))
    }
}

/// The label, or nothing.
fn label(s: &Statement) -> String {
    s.label.as_ref().map(|l| l.value.clone()).unwrap_or_default()
}

fn notes(s: &Statement) -> Vec<String> {
    s.clauses
        .iter()
        .filter_map(|c| if let Clause::Note(n) = c { Some(n.value.clone()) } else { None })
        .collect()
}

/// Does the statement say itself where it goes on, whatever happens?
pub(super) fn then(s: &Statement) -> Option<&crate::syntax::tree::Arrow> {
    s.clauses.iter().find_map(|c| match c {
        Clause::Arrow(a) if matches!(a.when, ArrowKind::Then) => Some(&**a),
        _ => None,
    })
}
