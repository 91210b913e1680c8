//! S106: vocabulary and facts that nothing uses.

use super::visit;
use crate::diagnostic::{Code, Finding, Gathered, Words};
use crate::model::{Book, Change, EdgeKind, Expr, Flow, Keep, Law, NodeKind, SayWhat, TableResult, Trigger};
use crate::source::Span;
use crate::words;
use std::collections::BTreeSet;

#[derive(Debug, Default)]
struct Used {
    lanes: BTreeSet<u16>,
    systems: BTreeSet<u16>,
    events: BTreeSet<u16>,
    actions: BTreeSet<u16>,
    messages: BTreeSet<u16>,
    settings: BTreeSet<u16>,
    calendars: BTreeSet<u16>,
    hours: BTreeSet<u16>,
    tables: BTreeSet<u16>,
}

pub(super) fn check(book: &Book, findings: &mut Gathered) {
    let mut used = Used::default();
    for flow in &book.flows {
        used.by_flow(flow);
        facts(flow, findings);
    }
    for table in &book.tables {
        table.columns.iter().for_each(|(e, _)| used.by_expr(e));
        used.messages.extend(table.rows.iter().filter_map(|r| match r.gives {
            TableResult::Message(m) => Some(m.0),
            TableResult::Value(_) => None,
        }));
    }
    for (_, law) in book.rules.iter().flat_map(|r| &r.laws) {
        if let Law::Response { within: Some(length), .. } = law {
            used.by_expr(&length.of);
            used.hours.extend(length.hours.map(|h| h.0));
        }
    }
    used.calendars.extend(book.hours.iter().filter_map(|h| h.closed_on).map(|c| c.0));
    if let Some(document) = &book.document {
        used.lanes.extend(document.clauses.iter().filter_map(|c| c.lane).map(|l| l.0));
    }

    // A lane or a system that the document speaks of may stand there for completeness.
    let grounded = |i: usize, grounds: bool, used: &BTreeSet<u16>| grounds || has(used, i);
    let mut tell = |fine: bool, at: Span, what: Words, name: &str| {
        if !fine {
            findings.push(
                Finding::new(Code::NeverUsed, at, words!("never-used", what = what, name = name))
                    .here(words!("never-used.here"))
                    .mend(words!("never-used.mend")),
            );
        }
    };
    for (i, x) in book.lanes.iter().enumerate() {
        tell(grounded(i, !x.grounds.is_empty(), &used.lanes), x.at, words!("kind-lane"), &x.name);
    }
    for (i, x) in book.systems.iter().enumerate() {
        // One that is retired can't be used: it stands there for readers.
        let said = !x.grounds.is_empty() || x.retired_in.is_some();
        tell(grounded(i, said, &used.systems), x.at, words!("kind-system"), &x.name);
    }
    for (i, x) in book.events.iter().enumerate() {
        tell(has(&used.events, i), x.at, words!("kind-event"), &x.name);
    }
    for (i, x) in book.actions.iter().enumerate() {
        tell(has(&used.actions, i), x.at, words!("kind-action"), &x.name);
    }
    for (i, x) in book.messages.iter().enumerate() {
        tell(has(&used.messages, i), x.at, words!("kind-message"), &x.name);
    }
    for (i, x) in book.settings.iter().enumerate() {
        tell(has(&used.settings, i), x.at, words!("kind-setting"), &x.name);
    }
    for (i, x) in book.calendars.iter().enumerate() {
        tell(has(&used.calendars, i), x.at, words!("kind-calendar"), &x.name);
    }
    for (i, x) in book.hours.iter().enumerate() {
        tell(has(&used.hours, i), x.at, words!("kind-hours"), &x.name);
    }
    for (i, x) in book.tables.iter().enumerate() {
        tell(has(&used.tables, i), x.at, words!("kind-table"), &x.name);
    }
}

fn has(used: &BTreeSet<u16>, i: usize) -> bool {
    u16::try_from(i).is_ok_and(|i| used.contains(&i))
}

impl Used {
    fn by_expr(&mut self, expr: &Expr) {
        visit::within(expr, &mut |e| match e {
            Expr::Setting(s) => _ = self.settings.insert(s.0),
            Expr::Within(_, h) => _ = self.hours.insert(h.0),
            Expr::On(_, c) | Expr::DayOf(_, c) => _ = self.calendars.insert(c.0),
            Expr::Table(t, _) => _ = self.tables.insert(t.0),
            _ => {}
        });
    }

    fn by_flow(&mut self, flow: &Flow) {
        for expr in visit::exprs(flow) {
            self.by_expr(expr);
        }
        for say in visit::says(flow) {
            match say.what {
                SayWhat::Message(m) => _ = self.messages.insert(m.0),
                SayWhat::Table(t) => _ = self.tables.insert(t.0),
            }
        }
        self.hours.extend(visit::lengths(flow).filter_map(|l| l.hours).map(|h| h.0));
        for node in flow.graph.node_weights() {
            self.lanes.extend(node.lane.map(|l| l.0));
            self.systems.extend(node.systems.iter().map(|s| s.0));
            match &node.kind {
                NodeKind::Do { action, .. } => _ = self.actions.insert(action.0),
                NodeKind::Step { changes, .. } => {
                    self.events.extend(changes.iter().filter_map(|c| match c {
                        Change::Publish(e, _) => Some(e.0),
                        _ => None,
                    }));
                }
                _ => {}
            }
            for d in &node.deadlines {
                if let crate::model::Late::Tell(lane, _) = &d.late {
                    self.lanes.insert(lane.0);
                }
            }
        }
        for edge in flow.graph.edge_weights() {
            if let EdgeKind::Event(e, _) = &edge.kind {
                self.events.insert(e.0);
            }
        }
        for i in flow.stages.iter().flat_map(|s| &s.interrupts) {
            if let Trigger::Event(e, _) = &i.trigger {
                self.events.insert(e.0);
            }
        }
        for d in flow.stages.iter().flat_map(|s| &s.deadlines) {
            if let crate::model::Late::Tell(lane, _) = &d.late {
                self.lanes.insert(lane.0);
            }
        }
    }
}

/// Facts that are neither read nor written nor given.
fn facts(flow: &Flow, findings: &mut Gathered) {
    let mut used: BTreeSet<u16> = flow.gives.iter().map(|f| f.0).collect();
    for expr in visit::exprs(flow) {
        visit::within(expr, &mut |e| {
            if let Expr::Fact(f) | Expr::Known(f) = e {
                used.insert(f.0);
            }
        });
    }
    let kept = |keeps: &[Keep]| keeps.iter().map(|k| k.fact.0).collect::<Vec<_>>();
    for edge in flow.graph.edge_weights() {
        if let EdgeKind::Event(_, keeps) | EdgeKind::Outcome { keeps, .. } = &edge.kind {
            used.extend(kept(keeps));
        }
    }
    for i in flow.stages.iter().flat_map(|s| &s.interrupts) {
        if let Trigger::Event(_, keeps) = &i.trigger {
            used.extend(kept(keeps));
        }
    }
    for node in flow.graph.node_weights() {
        match &node.kind {
            NodeKind::Do { keeps, .. } => used.extend(kept(keeps)),
            NodeKind::Decide { fact } => used.extend(fact.map(|f| f.0)),
            NodeKind::Step { fills, changes } => {
                used.extend(fills.iter().map(|f| f.0));
                used.extend(changes.iter().filter_map(|c| match c {
                    Change::Set(f, _) | Change::Add(f, _) => Some(f.0),
                    Change::Publish(..) => None,
                }));
            }
            _ => {}
        }
    }
    for (i, fact) in flow.facts.iter().enumerate() {
        if !has(&used, i) {
            findings.push(
                Finding::new(
                    Code::NeverUsed,
                    fact.field.at,
                    words!("fact-never-used", fact = &fact.field.name, flow = &flow.name),
                )
                .here(words!("fact-never-used.here"))
                .mend(words!("fact-never-used.mend")),
            );
        }
    }
}
