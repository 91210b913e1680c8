//! Which arrivals can't fail. A step that only makes such arrivals runs in place; the others run on a copy.
//!
//! Only what can be seen at a glance counts: constants, `now`, facts that are known from the start, and tables in which every
//! case has a row.

use super::super::code::{
    ArrowWhen, Code, FlowCode, InterruptCode, Kind, LengthCode, NodeCode, SayCode, SayWhatCode, StageCode,
    TableCode, TriggerCode,
};
use super::total;
use sop_core::model::Type;

pub(super) fn mark(flow: &mut FlowCode, tables: &[TableCode]) {
    let taken = flow.facts.get(..usize::from(flow.takes)).unwrap_or_default();
    let stages: Vec<bool> = flow.stages.iter().map(stage).collect();
    let clocks = flow.stages.iter().all(|s| s.interrupts.iter().all(clock));
    flow.clocks_safe = clocks;
    let alone: Vec<bool> = flow
        .nodes
        .iter()
        .map(|n| node(n, taken, tables) && n.stages.iter().all(|s| stages.get(s.index()) == Some(&true)))
        .collect();
    // From the nodes where a token rests backwards; a loop of automatic nodes never becomes safe.
    loop {
        let mut changed = false;
        for (i, alone) in alone.iter().enumerate() {
            if *alone && !flow.nodes[i].safe && onward(flow, &flow.nodes[i]) {
                flow.nodes[i].safe = true;
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

fn onward(flow: &FlowCode, node: &NodeCode) -> bool {
    let safe = |to: u16| flow.nodes.get(usize::from(to)).is_some_and(|n| n.safe);
    match &node.kind {
        Kind::Step { .. }
        | Kind::Do { .. }
        | Kind::Decide { .. }
        | Kind::Wait
        | Kind::Call { .. }
        | Kind::End => true,
        Kind::Start { next, .. } | Kind::Join { next, .. } => safe(*next),
        Kind::Fork { parallel } => {
            flow.parallels.get(usize::from(*parallel)).is_some_and(|p| p.branches.iter().all(|b| safe(*b)))
        }
        Kind::Choose { .. } | Kind::Await { .. } | Kind::Resume(_) => false,
    }
}

fn node(node: &NodeCode, taken: &[Type], tables: &[TableCode]) -> bool {
    let args = match &node.kind {
        Kind::Do { args, .. } | Kind::Start { args, .. } | Kind::Call { args, .. } => all(args, taken),
        _ => true,
    };
    let arrows = node.arrows.iter().all(|a| match &a.when {
        ArrowWhen::After(length) => plain(length),
        ArrowWhen::At(_) => false,
    });
    args && arrows
        && node.says.iter().all(|s| say(s, taken, tables))
        && node.deadlines.iter().all(|d| plain(&d.length))
}

fn stage(stage: &StageCode) -> bool {
    stage.interrupts.iter().all(clock) && stage.deadlines.iter().all(|d| plain(&d.length))
}

fn clock(interrupt: &InterruptCode) -> bool {
    match &interrupt.trigger {
        TriggerCode::Silent(length) => plain(length),
        TriggerCode::Event(..) => true,
    }
}

fn say(say: &SayCode, taken: &[Type], tables: &[TableCode]) -> bool {
    let what = match say.what {
        SayWhatCode::Message(_) => true,
        SayWhatCode::Table(table) => tables.get(table.index()).is_some_and(|t| total::says(say, t, taken)),
    };
    what && all(&say.args, taken)
}

fn plain(length: &LengthCode) -> bool {
    matches!(length, LengthCode::Plain(_))
}

fn all(codes: &[Code], taken: &[Type]) -> bool {
    codes.iter().all(|c| match c {
        Code::Value(_) | Code::Now => true,
        Code::Fact(f) => f.index() < taken.len(),
        _ => false,
    })
}
