//! Which arrivals can't fail. A step that only makes such arrivals runs in place; the others run on a copy.
//!
//! Only what can be seen at a glance counts: constants, `now`, and facts that are known from the start.

use super::super::code::{
    ArrowWhen, Code, FlowCode, InterruptCode, Kind, LengthCode, NodeCode, SayCode, SayWhatCode, StageCode,
    TriggerCode,
};

pub(super) fn mark(flow: &mut FlowCode) {
    let takes = flow.takes;
    let stages: Vec<bool> = flow.stages.iter().map(stage).collect();
    let clocks = flow.stages.iter().all(|s| s.interrupts.iter().all(clock));
    flow.clocks_safe = clocks;
    let alone: Vec<bool> = flow
        .nodes
        .iter()
        .map(|n| node(n, takes) && n.stages.iter().all(|s| stages.get(s.index()) == Some(&true)))
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

fn node(node: &NodeCode, takes: u16) -> bool {
    let args = match &node.kind {
        Kind::Do { args, .. } | Kind::Start { args, .. } | Kind::Call { args, .. } => all(args, takes),
        _ => true,
    };
    let arrows = node.arrows.iter().all(|a| match &a.when {
        ArrowWhen::After(length) => plain(length),
        ArrowWhen::At(_) => false,
    });
    args && arrows
        && node.says.iter().all(|s| say(s, takes))
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

fn say(say: &SayCode, takes: u16) -> bool {
    matches!(say.what, SayWhatCode::Message(_)) && all(&say.args, takes)
}

fn plain(length: &LengthCode) -> bool {
    matches!(length, LengthCode::Plain(_))
}

fn all(codes: &[Code], takes: u16) -> bool {
    codes.iter().all(|c| match c {
        Code::Value(_) | Code::Now => true,
        Code::Fact(f) => f.0 < takes,
        _ => false,
    })
}
