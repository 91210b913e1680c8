//! Walks over everything that a flow evaluates.

use crate::model::{Change, EdgeKind, Expr, Flow, Late, Length, NodeKind, Say, Trigger};

/// Calls `see` for each expression within one, the expression itself first. Depth is bounded by the parser's limits.
pub(super) fn within(expr: &Expr, see: &mut impl FnMut(&Expr)) {
    see(expr);
    match expr {
        Expr::Not(x)
        | Expr::Within(x, _)
        | Expr::On(x, _)
        | Expr::TimeOf(x)
        | Expr::DateOf(x)
        | Expr::WeekdayOf(x)
        | Expr::DayOf(x, _) => within(x, see),
        Expr::And(parts) | Expr::Or(parts) | Expr::Table(_, parts) => {
            parts.iter().for_each(|p| within(p, see));
        }
        Expr::Compare(_, a, b) | Expr::Contains(a, b) | Expr::Binary(_, a, b) => {
            within(a, see);
            within(b, see);
        }
        Expr::Literal(_) | Expr::Now | Expr::Fact(_) | Expr::Setting(_) | Expr::Known(_) => {}
    }
}

/// Everything that is said in a flow.
pub(super) fn says(flow: &Flow) -> impl Iterator<Item = &Say> {
    let deadlines = flow
        .graph
        .node_weights()
        .flat_map(|n| &n.deadlines)
        .chain(flow.stages.iter().flat_map(|s| &s.deadlines));
    let told = deadlines.filter_map(|d| match &d.late {
        Late::Tell(_, say) => Some(say),
        Late::GoTo(_) => None,
    });
    flow.graph.node_weights().flat_map(|n| &n.says).chain(told)
}

/// Every length of time in a flow.
pub(super) fn lengths(flow: &Flow) -> impl Iterator<Item = &Length> {
    let nodes = flow.graph.node_weights().flat_map(|n| n.deadlines.iter().map(|d| &d.length));
    let edges = flow.graph.edge_weights().filter_map(|e| match &e.kind {
        EdgeKind::After(length) => Some(length),
        _ => None,
    });
    let stages = flow.stages.iter().flat_map(|s| {
        let silent = s.interrupts.iter().filter_map(|i| match &i.trigger {
            Trigger::Silent(length) => Some(length),
            Trigger::Event(..) => None,
        });
        silent.chain(s.deadlines.iter().map(|d| &d.length))
    });
    nodes.chain(edges).chain(stages)
}

/// Every outermost expression of a flow.
pub(super) fn exprs(flow: &Flow) -> Vec<&Expr> {
    let mut out: Vec<&Expr> = Vec::new();
    out.extend(says(flow).flat_map(|s| &s.args));
    out.extend(lengths(flow).map(|l| &l.of));
    for node in flow.graph.node_weights() {
        match &node.kind {
            NodeKind::Step { changes, .. } => {
                for change in changes {
                    match change {
                        Change::Set(_, e) | Change::Add(_, e) => out.push(e),
                        Change::Publish(_, args) => out.extend(args),
                    }
                }
            }
            NodeKind::Do { args, .. } | NodeKind::Start { args, .. } | NodeKind::Call { args, .. } => {
                out.extend(args);
            }
            _ => {}
        }
    }
    for edge in flow.graph.edge_weights() {
        match &edge.kind {
            EdgeKind::When(e) | EdgeKind::At(e) => out.push(e),
            _ => {}
        }
    }
    out
}
