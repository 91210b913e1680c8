//! What of two revisions is the same: clocks by where they lead and how long they are, laws by what they say. Both sides are
//! put into words - with the names of the new revision - and the words compared.

use super::{Clocks, Place};
use crate::kernel::program::Program;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use sop_core::model::{
    ActionId, Book, Deadline, EdgeKind, Expr, Flow, FlowId, Late, Law, Length, NodeKind, Point, SayWhat,
    Stage, StageId, Trigger,
};

/// For each clock of the old revision its number in the new one; and the new ones that no old one is.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    pub(super) to: Box<[(u16, u16)]>,
    pub(super) new: Box<[u16]>,
}

impl Pairs {
    pub(super) fn get(&self, old: u16) -> Option<u16> {
        self.to.iter().find(|(from, _)| *from == old).map(|(_, to)| *to)
    }
}

/// A clock: its number, where it leads (or whom it tells what), how long it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clock {
    index: u16,
    leads: String,
    length: String,
}

/// Which clocks are the same: first those that lead and last alike, then those that lead alike, then those that last alike;
/// among equals in order.
pub(super) fn pairs(old: &[Clock], new: &[Clock]) -> Pairs {
    let mut to: Vec<(u16, u16)> = Vec::new();
    let same: [fn(&Clock, &Clock) -> bool; 3] = [
        |a, b| a.leads == b.leads && a.length == b.length,
        |a, b| a.leads == b.leads,
        |a, b| a.length == b.length,
    ];
    for same in same {
        for clock in old {
            let free = |c: &&Clock| to.iter().all(|(_, taken)| *taken != c.index);
            if to.iter().any(|(from, _)| *from == clock.index) {
                continue;
            }
            if let Some(found) = new.iter().filter(free).find(|c| same(clock, c)) {
                to.push((clock.index, found.index));
            }
        }
    }
    to.sort_unstable();
    let taken = |c: &&Clock| to.iter().all(|(_, taken)| *taken != c.index);
    let new = new.iter().filter(taken).map(|c| c.index).collect();
    Pairs { to: to.into(), new }
}

/// One side: a flow in its book, and what its nodes are called in the new revision.
struct Side<'b> {
    book: &'b Book,
    flow: &'b Flow,
    nodes: Vec<String>,
}

/// Both sides.
pub(super) struct Keys<'b> {
    old: Side<'b>,
    new: Side<'b>,
}

impl<'b> Keys<'b> {
    /// `nodes` tells for each node of the old flow where it has gone.
    pub(super) fn between(
        old: (&'b Book, &'b Flow),
        new: (&'b Book, &'b Flow),
        nodes: &[Option<NodeIndex>],
    ) -> Self {
        let name = |node: NodeIndex| new.1.graph[node].name.clone();
        // No name has a blank at its front.
        let gone = |i: usize| format!(" gone {i}");
        let names = nodes.iter().enumerate().map(|(i, to)| to.map_or_else(|| gone(i), name));
        Self {
            old: Side { book: old.0, flow: old.1, nodes: names.collect() },
            new: Side { book: new.0, flow: new.1, nodes: new.1.graph.node_indices().map(name).collect() },
        }
    }

    pub(super) fn place(&self, old: NodeIndex, new: Option<NodeIndex>) -> Place {
        let Some(new) = new else {
            let (deadlines, arrows) = Default::default();
            return Place { to: None, same_lane: false, same_action: false, deadlines, arrows };
        };
        let (was, is) = (&self.old.flow.graph[old], &self.new.flow.graph[new]);
        let lane = |side: &Side<'b>, node: &sop_core::model::Node| {
            node.lane.and_then(|l| side.book.lanes.get(l.index())).map(|l| l.name.as_str())
        };
        Place {
            to: Some(super::number(new.index())),
            same_lane: lane(&self.old, was) == lane(&self.new, is),
            same_action: self.same_action(&was.kind, &is.kind),
            deadlines: pairs(&self.old.deadlines(&was.deadlines), &self.new.deadlines(&is.deadlines)),
            arrows: pairs(&self.old.arrows(old), &self.new.arrows(new)),
        }
    }

    fn same_action(&self, old: &NodeKind, new: &NodeKind) -> bool {
        let find = |book: &'b Book, action: &ActionId| book.actions.get(action.index());
        let (NodeKind::Do { action: old, .. }, NodeKind::Do { action: new, .. }) = (old, new) else {
            return false;
        };
        match (find(self.old.book, old), find(self.new.book, new)) {
            (Some(old), Some(new)) => {
                let gives = |a: &sop_core::model::Action| {
                    a.gives.iter().map(|f| (f.name.clone(), f.ty.clone())).collect::<Vec<_>>()
                };
                old.name == new.name && gives(old) == gives(new)
            }
            _ => false,
        }
    }

    pub(super) fn clocks(&self, old: &Stage, new: Option<StageId>) -> Clocks {
        let Some(new) = new.and_then(|s| self.new.flow.stages.get(s.index())) else {
            return Clocks::default();
        };
        Clocks {
            silences: pairs(&self.old.silences(old), &self.new.silences(new)),
            deadlines: pairs(&self.old.deadlines(&old.deadlines), &self.new.deadlines(&new.deadlines)),
        }
    }

    /// For each law of the old flow the one of the new that belongs to the same rule and says the same.
    pub(super) fn laws(&self, old: (&Program, FlowId), new: (&Program, FlowId)) -> Box<[Option<u16>]> {
        let new = self.new.laws(new);
        let find = |law: (String, String)| new.iter().position(|l| *l == law).map(super::number);
        self.old.laws(old).into_iter().map(find).collect()
    }
}

impl Side<'_> {
    fn name(&self, node: NodeIndex) -> String {
        self.nodes.get(node.index()).cloned().unwrap_or_default()
    }

    fn say(&self, what: SayWhat) -> String {
        let name = match what {
            SayWhat::Message(m) => self.book.messages.get(m.index()).map(|m| &m.name),
            SayWhat::Table(t) => self.book.tables.get(t.index()).map(|t| &t.name),
        };
        name.cloned().unwrap_or_default()
    }

    fn length(&self, length: &Length) -> String {
        let hours = length.hours.and_then(|h| self.book.hours.get(h.index())).map(|h| h.name.as_str());
        format!("{} of {}", self.expr(&length.of), hours.unwrap_or_default())
    }

    /// Facts and settings by name; all else as it is, so that it is the same in the same book at least.
    fn expr(&self, expr: &Expr) -> String {
        let name = match expr {
            Expr::Fact(f) => self.flow.facts.get(f.index()).map(|f| format!("fact {}", f.field.name)),
            Expr::Setting(s) => self.book.settings.get(s.index()).map(|s| format!("setting {}", s.name)),
            _ => None,
        };
        name.unwrap_or_else(|| format!("{expr:?}"))
    }

    fn deadlines(&self, deadlines: &[Deadline]) -> Vec<Clock> {
        let leads = |late: &Late| match late {
            Late::GoTo(node) => format!("to {}", self.name(*node)),
            Late::Tell(lane, say) => {
                let lane = self.book.lanes.get(lane.index()).map_or("", |l| l.name.as_str());
                format!("tell {lane} {}", self.say(say.what))
            }
        };
        let clock = |(index, d): (u16, &Deadline)| Clock {
            index,
            leads: leads(&d.late),
            length: self.length(&d.length),
        };
        (0u16..).zip(deadlines).map(clock).collect()
    }

    fn arrows(&self, node: NodeIndex) -> Vec<Clock> {
        let mut edges: Vec<_> = self.flow.graph.edges(node).collect();
        edges.sort_unstable_by_key(EdgeRef::id);
        let mut clocks = Vec::new();
        for (edge, index) in edges.into_iter().zip(0u16..) {
            let (kind, length) = match &edge.weight().kind {
                EdgeKind::After(length) => ("after", self.length(length)),
                EdgeKind::At(expr) => ("at", format!("at {}", self.expr(expr))),
                _ => continue,
            };
            clocks.push(Clock { index, leads: format!("{kind} {}", self.name(edge.target())), length });
        }
        clocks
    }

    fn silences(&self, stage: &Stage) -> Vec<Clock> {
        let clock = |(index, i): (u16, &sop_core::model::Interrupt)| match &i.trigger {
            Trigger::Silent(length) => {
                Some(Clock { index, leads: self.name(i.target), length: self.length(length) })
            }
            Trigger::Event(..) => None,
        };
        (0u16..).zip(&stage.interrupts).filter_map(clock).collect()
    }

    /// The laws of a flow, in the order of its program: the rule's name, and what it says.
    fn laws(&self, (program, id): (&Program, FlowId)) -> Vec<(String, String)> {
        let watch = program.flows.get(id.index()).and_then(|f| f.watch.as_deref());
        let words = |law: &crate::kernel::program::LawCode| {
            let rule = self.book.rules.get(usize::from(law.rule.0));
            let (name, law) = match rule.map(|r| (&r.name, r.laws.get(usize::from(law.part)))) {
                Some((name, Some((_, law)))) => (name.clone(), self.law(law)),
                _ => Default::default(),
            };
            (name, law)
        };
        watch.map_or_else(Vec::new, |w| w.laws.iter().map(words).collect())
    }

    fn law(&self, law: &Law) -> String {
        let points = |points: &[Point]| {
            let mut words: Vec<_> = points.iter().map(|p| self.point(p)).collect();
            words.sort_unstable();
            words.dedup();
            words.join(" or ")
        };
        match law {
            Law::Precedence { first, then } => format!("never {} before {}", points(then), points(first)),
            Law::NotSuccession { first, then } => format!("never {} after {}", points(then), points(first)),
            Law::Absence { of } => format!("never {}", points(of)),
            Law::AtMost { times, of } => format!("at most {times} times {}", points(of)),
            Law::Existence { of } => format!("always {}", points(of)),
            Law::Response { trigger, then, within } => {
                let within = within.as_ref().map_or_else(String::new, |l| self.length(l));
                format!("{} is followed by {} within {within}", points(trigger), points(then))
            }
        }
    }

    fn point(&self, point: &Point) -> String {
        let event = |e: &sop_core::model::EventId| self.book.events.get(e.index()).map_or("", |e| &e.name);
        match point {
            Point::Begun(node) => format!("begun {}", self.name(*node)),
            Point::Done(node) => format!("done {}", self.name(*node)),
            Point::Answered(node, answer) => format!("answer {} {answer}", self.name(*node)),
            Point::Said(m) => format!("say {}", self.say(SayWhat::Message(*m))),
            Point::Event(e) => format!("on {}", event(e)),
            Point::Published(e) => format!("publish {}", event(e)),
            Point::Ended(Some(node)) => format!("end {}", self.name(*node)),
            Point::Ended(None) => "end".to_owned(),
        }
    }
}
