//! Arrows: from each statement to where it leads, deadlines and interruptions with them.

use super::Resolver;
use super::flow::{Draft, Place};
use super::names::Kind;
use super::nodes::then;
use super::types::describe;
use crate::diagnostic::{Code, Finding, Words, names};
use crate::model::{
    BranchId, Deadline, Edge, EdgeKind, EventId, FlowId, HoursId, Interrupt, LaneId, Late, Length, Literal,
    Node, NodeKind, Region, StageId, Trigger, Type,
};
use crate::source::Span;
use crate::syntax::recover::nearest;
use crate::syntax::tree::{Arrow, ArrowKind, Clause, LengthClause, Name, Statement, StatementKind, Target};
use crate::words;
use petgraph::graph::NodeIndex;

impl Resolver<'_> {
    /// Draws the arrows of a body; `after` is where it goes on behind its last statement.
    pub(super) fn arrows<'t>(
        &mut self,
        body: &'t [Statement],
        after: Option<NodeIndex>,
        draft: &mut Draft<'t>,
    ) {
        for (i, s) in body.iter().enumerate() {
            let next = match body.get(i + 1) {
                Some(following) => draft.entry(following),
                None => after,
            };
            match &s.kind {
                StatementKind::Stage(inner) => {
                    self.stage_arrows(s, draft);
                    self.arrows(inner, next, draft);
                }
                StatementKind::Parallel(branches) => {
                    let Some(Place::Parallel(id)) =
                        draft.by_statement.get(&s.at).and_then(|fork| match draft.graph[*fork].kind {
                            NodeKind::Fork(id) => Some(Place::Parallel(id)),
                            _ => None,
                        })
                    else {
                        continue;
                    };
                    let (fork, join) = (draft.parallels[id.index()].fork, draft.parallels[id.index()].join);
                    for (k, b) in branches.iter().enumerate() {
                        self.arrows(&b.body, Some(join), draft);
                        if let Some(first) = b.body.first().and_then(|s| draft.entry(s)) {
                            let kind = EdgeKind::Branch(BranchId(u16::try_from(k).unwrap_or(u16::MAX)));
                            let label = b.label.as_ref().map(|l| l.value.clone()).unwrap_or_default();
                            draft.graph.add_edge(
                                fork,
                                first,
                                Edge { kind, label, grounds: Vec::new(), at: b.at },
                            );
                        }
                    }
                    self.onward(s, join, next, draft);
                }
                _ => {
                    if let Some(node) = draft.by_statement.get(&s.at).copied() {
                        self.node_arrows(s, node, next, draft);
                    }
                }
            }
        }
    }

    /// The one arrow of a statement that simply goes on.
    fn onward(&mut self, s: &Statement, from: NodeIndex, next: Option<NodeIndex>, draft: &mut Draft<'_>) {
        if let Some(arrow) = then(s) {
            if let Some(to) = self.target(&arrow.target, draft.graph[from].region, draft) {
                let grounds = self.arrow_grounds(arrow, draft);
                draft.graph.add_edge(
                    from,
                    to,
                    Edge { kind: EdgeKind::Next, label: String::new(), grounds, at: arrow.at },
                );
            }
            return;
        }
        match next {
            Some(to) => {
                draft.graph.add_edge(
                    from,
                    to,
                    Edge { kind: EdgeKind::Next, label: String::new(), grounds: Vec::new(), at: s.at },
                );
            }
            None => self.say(
                Finding::new(Code::LeadsNowhere, s.at, words!("nothing-follows", node = &s.name.value))
                    .here(words!("nothing-follows.here"))
                    .mend(words!("nothing-follows.mend")),
            ),
        }
    }

    fn node_arrows(
        &mut self,
        s: &Statement,
        node: NodeIndex,
        next: Option<NodeIndex>,
        draft: &mut Draft<'_>,
    ) {
        if let StatementKind::Await { start } = &s.kind {
            self.awaited(start, node, draft);
        }
        let mut answers = 0u16;
        for clause in &s.clauses {
            let Clause::Arrow(arrow) = clause else { continue };
            match &arrow.when {
                ArrowKind::Then | ArrowKind::Silent(_) => {}
                ArrowKind::Within(length) => {
                    if let Some(deadline) = self.deadline(arrow, length, draft.graph[node].region, draft) {
                        draft.graph[node].deadlines.push(deadline);
                    }
                }
                _ => {
                    // Each part is looked at, whatever is wrong with the others.
                    let kind = self.edge_kind(s, arrow, node, answers, draft);
                    answers += u16::from(matches!(arrow.when, ArrowKind::Named { .. }));
                    let target = self.target(&arrow.target, draft.graph[node].region, draft);
                    let grounds = self.arrow_grounds(arrow, draft);
                    if let (Some((kind, label)), Some(to)) = (kind, target) {
                        draft.graph.add_edge(node, to, Edge { kind, label, grounds, at: arrow.at });
                    }
                }
            }
        }
        if matches!(s.kind, StatementKind::Step | StatementKind::Do { .. } | StatementKind::Start { .. }) {
            self.onward(s, node, next, draft);
        }
    }

    /// When an arrow is taken, and its label.
    fn edge_kind(
        &mut self,
        s: &Statement,
        arrow: &Arrow,
        node: NodeIndex,
        answers: u16,
        draft: &Draft<'_>,
    ) -> Option<(EdgeKind, String)> {
        let kind = match &arrow.when {
            ArrowKind::Named { name, label, keeps } => match &draft.graph[node].kind {
                NodeKind::Decide { fact } => {
                    return self.answer(
                        s,
                        name,
                        label.as_ref().map(|l| l.value.clone()),
                        *fact,
                        answers,
                        draft,
                    );
                }
                // What it waits for was not found, and reported.
                NodeKind::Await { start, .. } if *start == NodeIndex::end() => return None,
                NodeKind::Call { flow, .. } | NodeKind::Await { flow, .. } => {
                    self.outcome(name, keeps, *flow, draft)?
                }
                _ => return None,
            },
            ArrowKind::When(expr) => EdgeKind::When(self.expr(expr, draft.scope(), &Type::YesNo)?),
            ArrowKind::Otherwise => EdgeKind::Otherwise,
            ArrowKind::Event { event, keeps } => {
                let (event, keeps) = self.event_of(event, keeps, draft)?;
                EdgeKind::Event(event, keeps)
            }
            ArrowKind::After(length) => EdgeKind::After(self.length(length, draft)?),
            ArrowKind::At(expr) => EdgeKind::At(self.expr(expr, draft.scope(), &Type::Moment)?),
            ArrowKind::Failed => EdgeKind::Failed,
            ArrowKind::Then | ArrowKind::Within(_) | ArrowKind::Silent(_) => return None,
        };
        Some((kind, String::new()))
    }

    fn arrow_grounds(&mut self, arrow: &Arrow, draft: &Draft<'_>) -> Vec<crate::model::Ground> {
        self.grounds(&arrow.grounds, Some(&draft.follows))
    }

    fn stage_arrows(&mut self, s: &Statement, draft: &mut Draft<'_>) {
        let Some(stage) = draft.stage_by_statement.get(&s.at).copied() else { return };
        let region = draft.stages[stage.index()].region;
        for clause in &s.clauses {
            let Clause::Arrow(arrow) = clause else { continue };
            let trigger = match &arrow.when {
                ArrowKind::Silent(length) => self.length(length, draft).map(Trigger::Silent),
                ArrowKind::Event { event, keeps } => {
                    self.event_of(event, keeps, draft).map(|(event, keeps)| Trigger::Event(event, keeps))
                }
                ArrowKind::Within(length) => {
                    if let Some(deadline) = self.deadline(arrow, length, region, draft) {
                        draft.stages[stage.index()].deadlines.push(deadline);
                    }
                    continue;
                }
                _ => continue,
            };
            let target = self.target(&arrow.target, region, draft);
            let grounds = self.arrow_grounds(arrow, draft);
            if let (Some(trigger), Some(target)) = (trigger, target) {
                draft.stages[stage.index()].interrupts.push(Interrupt {
                    trigger,
                    target,
                    grounds,
                    at: arrow.at,
                });
            }
        }
    }

    fn event_of(
        &mut self,
        event: &Name,
        keeps: &[crate::syntax::tree::KeepClause],
        draft: &Draft<'_>,
    ) -> Option<(EventId, Vec<crate::model::Keep>)> {
        let id = self.look_up(Kind::Event, event)?;
        let event_id = EventId(id);
        if keeps.is_empty() {
            return self.book.events.get(usize::from(id)).map(|_| (event_id, Vec::new()));
        }
        // Lent for the moment: no fact that is kept speaks of an event.
        let carries = std::mem::take(&mut self.book.events.get_mut(usize::from(id))?.carries);
        let keeps = self.keeps(keeps, &carries, &event.value, draft);
        self.book.events.get_mut(usize::from(id))?.carries = carries;
        Some((event_id, keeps))
    }

    fn deadline(
        &mut self,
        arrow: &Arrow,
        length: &LengthClause,
        region: Region,
        draft: &mut Draft<'_>,
    ) -> Option<Deadline> {
        let length = self.length(length, draft);
        let late = match &arrow.target {
            Target::Tell(lane, say) => {
                let lane = self.look_up(Kind::Lane, lane);
                let say = self.said(say, draft);
                Late::Tell(LaneId(lane?), say?)
            }
            target => Late::GoTo(self.target(target, region, draft)?),
        };
        let grounds = self.arrow_grounds(arrow, draft);
        Some(Deadline { length: length?, late, grounds, at: arrow.at })
    }

    /// A length of time.
    fn length(&mut self, length: &LengthClause, draft: &Draft<'_>) -> Option<Length> {
        let of = self.expr(&length.of, draft.scope(), &Type::Duration);
        if let Some(crate::model::Expr::Literal(Literal::Duration(ms))) = &of {
            self.not_zero(*ms, length.at);
        }
        let hours = match &length.hours {
            Some(name) => Some(HoursId(self.look_up(Kind::Hours, name)?)),
            None => None,
        };
        Some(Length { of: of?, hours })
    }

    /// Kind and label of an answer of a person.
    fn answer(
        &mut self,
        s: &Statement,
        name: &Name,
        label: Option<String>,
        fact: Option<crate::model::FactId>,
        position: u16,
        draft: &Draft<'_>,
    ) -> Option<(EdgeKind, String)> {
        let yes_no = || match name.value.as_str() {
            "yes" => Some((Literal::YesNo(true), "Ya")),
            "no" => Some((Literal::YesNo(false), "Tidak")),
            _ => None,
        };
        let (value, usual) = match fact.map(|f| &draft.facts[f.index()].ty) {
            None => match yes_no() {
                Some((value, usual)) => (value, usual.to_owned()),
                None => (Literal::Choice(position), name.owned()),
            },
            Some(Type::YesNo) => match yes_no() {
                Some((value, usual)) => (value, usual.to_owned()),
                None => {
                    self.wrong_answer(s, name, words!("wrong-answer.yes-no"));
                    return None;
                }
            },
            Some(ty) => {
                let Type::OneOf(choices) = ty else { return None };
                let Some(i) = self.choice(choices, &name.value) else {
                    let wanted = describe(ty);
                    self.wrong_answer(s, name, wanted);
                    return None;
                };
                let choice = &choices[i];
                let label = if choice.label.is_empty() { &choice.name } else { &choice.label };
                (Literal::Choice(u16::try_from(i).ok()?), label.clone())
            }
        };
        Some((EdgeKind::Answer { name: name.owned(), value }, label.unwrap_or(usual)))
    }

    fn wrong_answer(&mut self, s: &Statement, name: &Name, wanted: Words) {
        self.say(
            Finding::new(
                Code::WrongType,
                name.at,
                words!("wrong-answer", answer = &name.value, fact = &s.name.value),
            )
            .here(words!("wrong-answer.here", wanted = wanted.clone()))
            .mend(words!("wrong-answer.mend", wanted = wanted)),
        );
    }

    /// Ties an await to its start.
    fn awaited(&mut self, start: &Name, node: NodeIndex, draft: &mut Draft<'_>) {
        let found = match draft.places.get(start.value.as_str()) {
            Some((Place::Node(ix), _)) => match &draft.graph[*ix].kind {
                NodeKind::Start { flow, .. } => Some((*ix, *flow)),
                _ => None,
            },
            _ => None,
        };
        if let Some((found, of)) = found {
            if let NodeKind::Await { start, flow, .. } = &mut draft.graph[node].kind {
                (*start, *flow) = (found, of);
            }
            return;
        }
        if self.names.is_lost(&start.value) {
            return;
        }
        let starts: Vec<String> = draft
            .graph
            .node_weights()
            .filter(|n| matches!(n.kind, NodeKind::Start { .. }))
            .map(|n| n.name.clone())
            .collect();
        let mend = if starts.is_empty() {
            words!("not-a-start.mend-none")
        } else {
            words!("not-a-start.mend", names = names(starts))
        };
        self.say(
            Finding::new(Code::NotAStart, start.at, words!("not-a-start", name = &start.value))
                .here(words!("not-a-start.here"))
                .mend(mend),
        );
    }

    fn outcome(
        &mut self,
        name: &Name,
        keeps: &[crate::syntax::tree::KeepClause],
        flow: FlowId,
        draft: &Draft<'_>,
    ) -> Option<EdgeKind> {
        let signature = self.flows.get(flow.index())?;
        if name.value != "cancelled" && !signature.has_end(&name.value) {
            if !self.names.is_lost(&name.value) && !self.is_full() {
                let ends = || signature.ends.iter().map(String::as_str);
                let mend = nearest(&name.value, ends()).map_or_else(
                    || {
                        if signature.ends.is_empty() {
                            words!("unknown-outcome.mend-none")
                        } else {
                            words!("unknown-outcome.mend", names = names(ends()))
                        }
                    },
                    |near| words!("did-you-mean", near = near),
                );
                self.say(
                    Finding::new(
                        Code::UnknownOutcome,
                        name.at,
                        words!("unknown-outcome", outcome = &name.value),
                    )
                    .here(words!("unknown-outcome.here"))
                    .mend(mend),
                );
            }
            return None;
        }
        let given = if keeps.is_empty() { Vec::new() } else { signature.given() };
        let keeps = self.keeps(keeps, &given, &name.value, draft);
        Some(EdgeKind::Outcome { name: name.owned(), keeps })
    }

    /// The node that a target leads to, from somewhere in a region.
    fn target(&mut self, target: &Target, from: Region, draft: &mut Draft<'_>) -> Option<NodeIndex> {
        match target {
            Target::Name(name) => {
                let Some((place, _)) = draft.places.get(name.value.as_str()).copied() else {
                    self.unknown_target(name, draft);
                    return None;
                };
                let (ix, region) = match place {
                    Place::Node(ix) => (ix, draft.graph[ix].region),
                    Place::Stage(id) => {
                        let stage = &draft.stages[id.index()];
                        (stage.first, stage.region)
                    }
                    Place::Parallel(id) => {
                        let parallel = &draft.parallels[id.index()];
                        (parallel.fork, parallel.region)
                    }
                };
                if draft.branches(from) != draft.branches(region) {
                    self.say(
                        Finding::new(
                            Code::CrossesBranch,
                            name.at,
                            words!("crosses-branch", target = &name.value),
                        )
                        .here(words!("crosses-branch.here"))
                        .mend(words!("crosses-branch.mend")),
                    );
                }
                (ix != NodeIndex::end()).then_some(ix)
            }
            Target::Resume(name, at) => {
                let Some((Place::Stage(id), _)) = draft.places.get(name.value.as_str()).copied() else {
                    if draft.places.contains_key(name.value.as_str()) {
                        self.say(
                            Finding::new(Code::WrongKind, name.at, words!("not-a-stage", name = &name.value))
                                .here(words!("not-a-stage.here"))
                                .mend(words!("not-a-stage.mend", name = &name.value)),
                        );
                    } else {
                        self.unknown_target(name, draft);
                    }
                    return None;
                };
                Some(resume(id, *at, draft))
            }
            Target::Tell(..) => None,
        }
    }

    fn unknown_target(&mut self, name: &Name, draft: &Draft<'_>) {
        if self.names.is_lost(&name.value) || self.is_full() {
            return;
        }
        let mend = nearest(&name.value, draft.places.keys().copied()).map_or_else(
            || words!("unknown-target.mend", name = &name.value),
            |near| words!("did-you-mean", near = near),
        );
        self.say(
            Finding::new(Code::UnknownName, name.at, words!("unknown-target", name = &name.value))
                .here(words!("unknown-target.here"))
                .mend(mend),
        );
    }
}

/// The node that resumes a stage: one for each stage.
fn resume(id: StageId, at: Span, draft: &mut Draft<'_>) -> NodeIndex {
    if let Some(ix) = draft.resumes.get(&id) {
        return *ix;
    }
    let stage = &draft.stages[id.index()];
    let node = Node {
        name: format!("resume {}", stage.name),
        label: stage.label.clone(),
        lane: None,
        systems: Vec::new(),
        kind: NodeKind::Resume(id),
        says: Vec::new(),
        deadlines: Vec::new(),
        region: stage.region,
        grounds: Vec::new(),
        notes: Vec::new(),
        at,
    };
    let ix = draft.graph.add_node(node);
    draft.resumes.insert(id, ix);
    ix
}
