//! The words on items and arrows.

use super::{LinkKind, speak};
use crate::model::{
    Deadline, Edge, EdgeKind, Ground, Late, Length, Node, NodeKind, Say, SayWhat, Trigger, Type,
};
use crate::render::words::{Words, lower_first, shown, spaced};

impl Words<'_> {
    /// What stands on an arrow; empty for one that just goes on.
    pub(crate) fn edge(&self, from: &Node, edge: &Edge) -> String {
        // The words that every yes and no gets stand in the reader's language.
        let usual = matches!(&edge.kind, EdgeKind::Answer { name, .. } if matches!((name.as_str(), edge.label.as_str()), ("yes", "Ya") | ("no", "Tidak")));
        if !usual && !edge.label.trim().is_empty() {
            return edge.label.clone();
        }
        match &edge.kind {
            EdgeKind::Next => String::new(),
            EdgeKind::Answer { name, .. } => self.answer(from, name),
            EdgeKind::When(e) => self.expr(e),
            EdgeKind::Otherwise => self.pick("Selain itu", "Otherwise").to_owned(),
            EdgeKind::Event(e, _) => {
                self.book.events.get(e.index()).map_or_else(String::new, |e| speak(&e.label, &e.name))
            }
            EdgeKind::After(l) => self.length(l),
            EdgeKind::At(e) => format!("{} {}", self.pick("Pada", "At"), self.expr(e)),
            EdgeKind::Failed => self.pick("Gagal", "Failed").to_owned(),
            EdgeKind::Outcome { name, .. } => self.outcome(from, name),
            EdgeKind::Branch(b) => {
                let NodeKind::Fork(p) = from.kind else { return String::new() };
                let branch = self.flow.parallels.get(p.index()).and_then(|p| p.branches.get(b.index()));
                branch.map_or_else(String::new, |b| speak(&b.label, &b.name))
            }
        }
    }

    fn answer(&self, from: &Node, name: &str) -> String {
        match name {
            "yes" => return self.pick("Ya", "Yes").to_owned(),
            "no" => return self.pick("Tidak", "No").to_owned(),
            _ => {}
        }
        if let NodeKind::Decide { fact: Some(fact) } = &from.kind
            && let Some(Type::OneOf(choices)) = self.flow.facts.get(fact.index()).map(|f| &f.field.ty)
            && let Some(choice) = choices.iter().find(|c| c.name == name)
        {
            return speak(&choice.label, &choice.name);
        }
        spaced(name)
    }

    fn outcome(&self, from: &Node, name: &str) -> String {
        if name == "cancelled" {
            return self.pick("Dibatalkan", "Cancelled").to_owned();
        }
        let (NodeKind::Call { flow, .. } | NodeKind::Await { flow, .. }) = &from.kind else {
            return spaced(name);
        };
        let end = self
            .book
            .flows
            .get(flow.index())
            .and_then(|f| f.graph.node_weights().find(|n| n.kind == NodeKind::End && n.name == name));
        end.map_or_else(|| spaced(name), |n| speak(&n.label, &n.name))
    }

    /// `Lewat 24 jam`
    pub(super) fn overdue(&self, length: &Length) -> String {
        format!("{} {}", self.pick("Lewat", "After"), lower_first(&self.length(length)))
    }

    /// What interrupts a stage.
    pub(super) fn trigger(&self, trigger: &Trigger) -> (LinkKind, String) {
        match trigger {
            Trigger::Silent(l) => (
                LinkKind::Silent,
                format!("{} {}", self.pick("Diam", "Silent for"), lower_first(&self.length(l))),
            ),
            Trigger::Event(e, _) => {
                let label =
                    self.book.events.get(e.index()).map_or_else(String::new, |e| speak(&e.label, &e.name));
                (LinkKind::Interrupt, label)
            }
        }
    }

    /// `Lewat 30 menit: beri tahu Team Leader`, for deadlines that only tell.
    pub(super) fn reminder(&self, deadline: &Deadline) -> Option<String> {
        let Late::Tell(lane, _) = &deadline.late else { return None };
        let lane = self.book.lanes.get(lane.index()).map_or("?", |l| shown(&l.label, &l.name));
        Some(format!("{}: {} {lane}", self.overdue(&deadline.length), self.pick("beri tahu", "tell")))
    }

    /// The small print of a node: with what, which words, which other flow, which reminders.
    pub(super) fn small_print(&self, node: &Node) -> Vec<String> {
        if let NodeKind::Resume(s) = &node.kind {
            return self
                .flow
                .stages
                .get(s.index())
                .map(|s| shown(&s.label, &s.name).to_owned())
                .into_iter()
                .collect();
        }
        let mut lines = Vec::new();
        let systems: Vec<&str> = node
            .systems
            .iter()
            .filter_map(|s| self.book.systems.get(s.index()))
            .map(|s| shown(&s.label, &s.name))
            .collect();
        if !systems.is_empty() {
            lines.push(format!("{}: {}", self.pick("Dengan", "With"), systems.join(", ")));
        }
        let says: Vec<&str> = node.says.iter().filter_map(|s| self.said(s)).collect();
        if !says.is_empty() {
            lines.push(format!("{}: {}", self.pick("Ucapan", "Words"), says.join(", ")));
        }
        if let NodeKind::Start { flow, .. } | NodeKind::Await { flow, .. } | NodeKind::Call { flow, .. } =
            &node.kind
            && let Some(other) = self.book.flows.get(flow.index())
        {
            lines.push(format!("{}: {}", self.pick("Alur", "Flow"), shown(&other.label, &other.name)));
        }
        lines.extend(node.deadlines.iter().filter_map(|d| self.reminder(d)));
        lines
    }

    fn said(&self, say: &Say) -> Option<&str> {
        match say.what {
            SayWhat::Message(m) => self.book.messages.get(m.index()).map(|m| shown(&m.label, &m.name)),
            SayWhat::Table(t) => self.book.tables.get(t.index()).map(|t| shown(&t.label, &t.name)),
        }
    }

    /// Label, grounds and notes, a line each.
    pub(super) fn tooltip(&self, label: &str, grounds: &[Ground], notes: &[String]) -> String {
        let mut lines = Vec::new();
        if !label.trim().is_empty() {
            lines.push(label.to_owned());
        }
        let line = |word: &str, what: &str, why: &str| match (what.is_empty(), why.trim().is_empty()) {
            (false, false) => format!("{word} {what}: {why}"),
            (false, true) => format!("{word} {what}"),
            (true, _) => format!("{word}: {why}"),
        };
        for ground in grounds {
            lines.push(match ground {
                Ground::Cited { clause, words, .. } => {
                    line(self.pick("Dikutip dari", "Cited from"), clause, words)
                }
                Ground::Derived { clause, why, .. } => {
                    line(self.pick("Diturunkan dari", "Derived from"), clause, why)
                }
                Ground::Assumed { why, .. } => line(self.pick("Diasumsikan", "Assumed"), "", why),
            });
        }
        lines.extend(notes.iter().map(|n| format!("{}: {n}", self.pick("Catatan", "Note"))));
        lines.join("\n")
    }
}
