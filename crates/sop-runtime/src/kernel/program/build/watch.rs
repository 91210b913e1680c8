//! The rules of a flow: which laws each point of a run concerns.

use super::super::code::LengthCode;
use super::super::watch::{Hit, LawCode, LawKind, PointCode, Quiet, Side, WatchCode};
use super::flow::node_ix;
use super::{Broken, Builder, within};
use crate::kernel::effect::RuleIx;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use sop_core::model::{EdgeKind, Flow, FlowId, Law, Length, NodeKind, Point, Rule};
use std::collections::BTreeMap;

impl Builder<'_> {
    /// What watches the rules of a flow; `None` without any.
    pub(super) fn watch(&self, id: FlowId, flow: &Flow) -> Result<Option<Box<WatchCode>>, Broken> {
        let mut lists = Lists::new(self, flow);
        for (rule, index) in self.book.rules.iter().zip(0u16..) {
            for ((of, law), part) in rule.laws.iter().zip(0u16..) {
                within(of.index(), self.book.flows.len(), "flow")?;
                if *of == id {
                    lists.law(rule, RuleIx(index), part, law)?;
                }
            }
        }
        Ok(lists.done())
    }
}

/// Lists that grow as laws are read.
struct Lists<'b> {
    builder: &'b Builder<'b>,
    flow: &'b Flow,
    laws: Vec<LawCode>,
    begun: Vec<Vec<Hit>>,
    done: Vec<Vec<Hit>>,
    ended: Vec<Vec<Hit>>,
    answered: BTreeMap<(u16, u16), Vec<Hit>>,
    said: Vec<Vec<Hit>>,
    taken: Vec<Vec<Hit>>,
    published: Vec<Vec<Hit>>,
}

impl<'b> Lists<'b> {
    fn new(builder: &'b Builder<'b>, flow: &'b Flow) -> Self {
        let (nodes, events) = (flow.graph.node_count(), builder.book.events.len());
        Self {
            builder,
            flow,
            laws: Vec::new(),
            begun: vec![Vec::new(); nodes],
            done: vec![Vec::new(); nodes],
            ended: vec![Vec::new(); nodes],
            answered: BTreeMap::new(),
            said: vec![Vec::new(); builder.book.messages.len()],
            taken: vec![Vec::new(); events],
            published: vec![Vec::new(); events],
        }
    }

    fn law(&mut self, rule: &Rule, index: RuleIx, part: u16, law: &Law) -> Result<(), Broken> {
        let number = u16::try_from(self.laws.len()).map_err(|_| "a flow has too many rules")?;
        let named = |what: Broken| format!("rule `{}`: {what}", rule.name);
        let (first, then, kind): (&[Point], &[Point], _) = match law {
            Law::Precedence { first, then } => (first, then, LawKind::Precedence),
            Law::NotSuccession { first, then } => (first, then, LawKind::NotSuccession),
            Law::Absence { of } => (&[], of, LawKind::Absence),
            Law::AtMost { times, of } => (&[], of, LawKind::AtMost(*times)),
            Law::Existence { of } => (of, &[], LawKind::Existence),
            Law::Response { trigger, then, within } => {
                let within = within.as_ref().map(|l| self.length(l)).transpose().map_err(named)?;
                (trigger, then, LawKind::Response(within))
            }
        };
        for (points, side) in [(first, Side::First), (then, Side::Then)] {
            for point in points {
                self.point(point, Hit { law: number, side }).map_err(named)?;
            }
        }
        self.laws.push(LawCode { rule: index, part, kind });
        Ok(())
    }

    fn length(&self, length: &Length) -> Result<LengthCode, Broken> {
        self.builder.length(self.flow.facts.len(), length)
    }

    fn node(&self, node: NodeIndex) -> Result<u16, Broken> {
        node_ix(node, self.flow.graph.node_count())
    }

    fn point(&mut self, point: &Point, hit: Hit) -> Result<(), Broken> {
        let none = |what: &str| format!("there is no such {what}");
        match point {
            Point::Begun(node) => {
                let node = self.node(*node)?;
                self.begun[usize::from(node)].push(hit);
            }
            Point::Done(node) => {
                let node = self.node(*node)?;
                self.done[usize::from(node)].push(hit);
            }
            Point::Answered(node, answer) => {
                let key = (self.node(*node)?, self.answer(*node, answer)?);
                self.answered.entry(key).or_default().push(hit);
            }
            Point::Said(message) => {
                self.said.get_mut(message.index()).ok_or_else(|| none("message"))?.push(hit);
            }
            Point::Event(event) => {
                self.taken.get_mut(event.index()).ok_or_else(|| none("event"))?.push(hit);
            }
            Point::Published(event) => {
                self.published.get_mut(event.index()).ok_or_else(|| none("event"))?.push(hit);
            }
            Point::Ended(Some(node)) => {
                let node = self.node(*node)?;
                self.ended[usize::from(node)].push(hit);
            }
            Point::Ended(None) => {
                for (node, hits) in self.flow.graph.node_weights().zip(&mut self.ended) {
                    if node.kind == NodeKind::End {
                        hits.push(hit);
                    }
                }
            }
        }
        Ok(())
    }

    /// The position of an answer among those of its decision.
    fn answer(&self, node: NodeIndex, answer: &str) -> Result<u16, Broken> {
        let mut edges: Vec<_> = self.flow.graph.edges(node).collect();
        edges.sort_unstable_by_key(EdgeRef::id);
        let answers = edges.iter().filter_map(|e| match &e.weight().kind {
            EdgeKind::Answer { name, .. } => Some(name.as_str()),
            _ => None,
        });
        let found = (0u16..).zip(answers).find(|(_, name)| *name == answer);
        found.map(|(index, _)| index).ok_or_else(|| format!("there is no answer `{answer}`"))
    }

    fn done(self) -> Option<Box<WatchCode>> {
        if self.laws.is_empty() {
            return None;
        }
        let point = |hits| PointCode::new(sorted(hits), &self.laws);
        let all = |lists: Vec<Vec<Hit>>| lists.into_iter().map(point).collect();
        Some(Box::new(WatchCode {
            begun: all(self.begun),
            done: all(self.done),
            ended: all(self.ended),
            answered: self.answered.into_iter().map(|(key, hits)| (key, point(hits))).collect(),
            said: all(self.said),
            taken: all(self.taken),
            published: all(self.published),
            owed: Quiet::at_end(&self.laws),
            laws: self.laws.into(),
        }))
    }
}

/// A point that a law names twice is one point.
fn sorted(mut hits: Vec<Hit>) -> Box<[Hit]> {
    hits.sort_unstable();
    hits.dedup();
    hits.into()
}
