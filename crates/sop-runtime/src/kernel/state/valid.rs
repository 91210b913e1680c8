//! Whether a state that was read could be a state of this program. The kernel indexes by what a state holds: so every
//! index is checked here, once, when it comes from outside.

use super::{Child, Core, Point, Status, Timer, Token};
use crate::kernel::effect::TimerFor;
use crate::kernel::input::{ChildEnd, NodeIx};
use crate::kernel::program::{ArrowWhen, FlowCode, Kind, Program, TriggerCode};
use crate::value::Moment;

type Checked = Result<(), &'static str>;

fn ensure(holds: bool, otherwise: &'static str) -> Checked {
    if holds { Ok(()) } else { Err(otherwise) }
}

pub(super) fn check(core: &Core, program: &Program) -> Checked {
    if core.status == Status::NotStarted {
        let empty = core.facts.is_empty() && core.tokens.is_empty() && core.timers.is_empty();
        let fresh =
            core.stages.is_empty() && core.rare.is_none() && core.counter == 0 && core.marks.is_empty();
        return ensure(
            empty && fresh && core.last == Moment(i64::MIN),
            "a case that has not begun holds something",
        );
    }
    ensure(core.last.in_range(), "the last moment is out of range")?;
    let flow = program.flows.get(core.flow.index()).ok_or("no such flow")?;
    ensure(core.facts.len() == flow.facts.len(), "a wrong number of facts")?;
    for (value, ty) in core.facts.iter().zip(&flow.facts) {
        ensure(value.as_ref().is_none_or(|v| v.fits(ty)), "a fact of a wrong type")?;
    }
    // What can't fail is found on this when a program is built.
    let given = core.facts.iter().take(usize::from(flow.takes)).all(Option::is_some);
    ensure(given, "a fact is unknown that a case is given at its start")?;
    if core.status != Status::Open {
        let idle = core.tokens.is_empty() && core.timers.is_empty() && core.stages.is_empty();
        let rare = core.rare();
        let closed = rare.parallels.is_empty() && rare.points.is_empty() && rare.incidents.is_empty();
        ensure(idle && closed && core.marks.is_empty(), "a case that is over holds something open")?;
        if let Status::Ended { outcome } = core.status {
            ensure(matches!(kind(flow, outcome), Some(Kind::End)), "the case ended where no end is")?;
        }
        return children(core, flow, program);
    }
    marks(core, flow)?;
    tokens(&core.tokens, core, flow)?;
    timers(&core.timers, core, flow)?;
    for (i, stage) in core.stages.iter().enumerate() {
        ensure(!core.stages[..i].contains(stage), "a stage is active twice")?;
        let table = flow.stages.get(stage.index()).ok_or("no such stage")?;
        ensure(
            table.chain.iter().all(|s| core.stages.contains(s)),
            "a stage is active without those around it",
        )?;
        let inside = |t: &Token| flow.nodes[usize::from(t.node.0)].stages.contains(stage);
        ensure(core.tokens.iter().any(inside), "a stage is active with nobody in it")?;
    }
    for token in &core.tokens {
        let around = &flow.nodes[usize::from(token.node.0)].stages;
        ensure(
            around.iter().all(|s| core.stages.contains(s)),
            "a token stands in a stage that is not active",
        )?;
    }
    let rare = core.rare();
    ensure(core.rare.as_deref().is_none_or(|r| r != &super::NOTHING_RARE), "an empty part is written")?;
    for running in &rare.parallels {
        let table = flow.parallels.get(usize::from(running.parallel)).ok_or("no such parallel")?;
        ensure(usize::from(running.arrived) < table.branches.len(), "too many branches have arrived")?;
    }
    for visit in &rare.incidents {
        let suspended = rare.points.iter().flat_map(|p| &p.tokens);
        let stands = core.tokens.iter().chain(suspended).any(|t| t.visit == *visit);
        ensure(stands, "an incident of no invocation")?;
    }
    for (i, p) in rare.points.iter().enumerate() {
        ensure(rare.points[..i].iter().all(|o| o.stage != p.stage), "a stage is interrupted twice")?;
        point(p, core, flow, program)?;
    }
    children(core, flow, program)
}

/// Marks of laws that are there; and a rule's timer only where something is owed.
fn marks(core: &Core, flow: &FlowCode) -> Checked {
    let laws = flow.watch.as_ref().map_or(&[][..], |w| &w.laws);
    for mark in core.marks.iter() {
        let law = laws.get(usize::from(mark.law)).ok_or("a mark of no rule")?;
        ensure((1..=law.kind.mark_max()).contains(&mark.count), "a mark that no rule makes")?;
    }
    Ok(())
}

fn kind(flow: &FlowCode, node: NodeIx) -> Option<&Kind> {
    flow.nodes.get(usize::from(node.0)).map(|n| &n.kind)
}

fn tokens(tokens: &[Token], core: &Core, flow: &FlowCode) -> Checked {
    for (i, token) in tokens.iter().enumerate() {
        let table = flow.nodes.get(usize::from(token.node.0)).ok_or("no such node")?;
        ensure(table.rests(), "a token stands where none can rest")?;
        ensure(token.visit != 0 && token.visit <= core.counter, "a visit that was never drawn")?;
        ensure(tokens[..i].iter().all(|t| t.visit != token.visit), "two tokens with one number")?;
    }
    Ok(())
}

fn timers(timers: &[Timer], core: &Core, flow: &FlowCode) -> Checked {
    for (i, timer) in timers.iter().enumerate() {
        ensure(timer.id != 0 && timer.id <= core.counter, "a timer that was never drawn")?;
        ensure(timers[..i].iter().all(|t| t.id != timer.id), "two timers with one number")?;
        match timer.of {
            TimerFor::Deadline { node, .. } | TimerFor::Arrow { node, .. } => {
                let owner = core.token(timer.owner).ok_or("a timer of no token")?;
                ensure(owner.node == node, "a timer of another node")?;
            }
            TimerFor::Silence { stage, .. } | TimerFor::StageDeadline { stage, .. } => {
                ensure(
                    timer.owner == 0 && core.stages.contains(&stage),
                    "a timer of a stage that is not active",
                )?;
            }
            TimerFor::Rule { rule, part } => {
                let watch = flow.watch.as_deref().ok_or("a timer of no rule")?;
                let (index, _) = watch.law(rule, part).ok_or("a timer of no rule")?;
                let owed = core.marks.get(index) != 0;
                let twice = timers[..i].iter().any(|t| t.of == timer.of);
                ensure(timer.owner == 0 && owed && !twice, "a timer of a rule to which nothing is owed")?;
            }
        }
        timer_index(timer, flow)?;
    }
    Ok(())
}

fn timer_index(timer: &Timer, flow: &FlowCode) -> Checked {
    // A timer is armed at most a plain length after a moment in range.
    ensure(timer.due.0.unsigned_abs() <= 1 << 53, "a timer out of range")?;
    let found = match timer.of {
        TimerFor::Deadline { node, index } => {
            flow.nodes.get(usize::from(node.0)).is_some_and(|n| usize::from(index) < n.deadlines.len())
        }
        TimerFor::Arrow { node, index } => flow.nodes.get(usize::from(node.0)).is_some_and(|n| {
            n.arrows
                .iter()
                .any(|a| a.index == index && matches!(a.when, ArrowWhen::After(_) | ArrowWhen::At(_)))
        }),
        TimerFor::Silence { stage, index } => flow
            .stages
            .get(stage.index())
            .and_then(|s| s.interrupts.get(usize::from(index)))
            .is_some_and(|i| matches!(i.trigger, TriggerCode::Silent(_))),
        TimerFor::Rule { rule, part } => {
            let law = flow.watch.as_ref().and_then(|w| w.law(rule, part));
            law.is_some_and(|(_, law)| law.kind.is_timed())
        }
        TimerFor::StageDeadline { stage, index } => {
            flow.stages.get(stage.index()).is_some_and(|s| usize::from(index) < s.deadlines.len())
        }
    };
    ensure(found, "a timer for nothing")
}

fn point(point: &Point, core: &Core, flow: &FlowCode, program: &Program) -> Checked {
    ensure(point.stage.index() < flow.stages.len(), "no such stage")?;
    tokens(&point.tokens, core, flow)?;
    for token in &point.tokens {
        let inside = flow.nodes[usize::from(token.node.0)].stages.contains(&point.stage);
        ensure(inside, "an interrupted token from elsewhere")?;
        ensure(core.token(token.visit).is_none(), "two tokens with one number")?;
    }
    for stage in &point.stages {
        let table = flow.stages.get(stage.index()).ok_or("no such stage")?;
        ensure(table.chain.contains(&point.stage), "an interrupted stage from elsewhere")?;
    }
    for timer in &point.timers {
        timer_index(timer, flow)?;
        match timer.of {
            TimerFor::Deadline { node, .. } | TimerFor::Arrow { node, .. } => {
                let owned = point.tokens.iter().any(|t| t.visit == timer.owner && t.node == node);
                ensure(owned, "a timer of no token")?;
            }
            TimerFor::StageDeadline { stage, .. } => {
                ensure(point.stages.contains(&stage), "a timer of a stage that is not there")?;
            }
            TimerFor::Silence { .. } => return Err("an idle clock of an interrupted stage"),
            TimerFor::Rule { .. } => return Err("a rule's timer in an interrupted stage"),
        }
    }
    for running in &point.parallels {
        let table = flow.parallels.get(usize::from(running.parallel)).ok_or("no such parallel")?;
        ensure(table.stages.contains(&point.stage), "an interrupted parallel from elsewhere")?;
        ensure(usize::from(running.arrived) < table.branches.len(), "too many branches have arrived")?;
    }
    for (i, (visit, result)) in point.results.iter().enumerate() {
        ensure(point.results[..i].iter().all(|(v, _)| v != visit), "two results of one invocation")?;
        let token = point.tokens.iter().find(|t| t.visit == *visit).ok_or("a result of no invocation")?;
        let Some(Kind::Do { action, .. }) = kind(flow, token.node) else {
            return Err("a result of no action");
        };
        if let super::CallResult::Done(output) = result {
            let gives = &program.actions[action.index()].gives;
            let typed = output.len() == gives.len() && output.iter().zip(gives).all(|(v, t)| v.fits(t));
            ensure(typed, "a result of a wrong type")?;
        }
    }
    Ok(())
}

fn children(core: &Core, flow: &FlowCode, program: &Program) -> Checked {
    let children = &core.rare().children;
    for (i, child) in children.iter().enumerate() {
        ensure(child.id != 0 && child.id <= core.counter, "a child that was never drawn")?;
        ensure(children[..i].iter().all(|c| c.id != child.id), "two children with one number")?;
        end_of(child, flow, program)?;
    }
    Ok(())
}

fn end_of(child: &Child, flow: &FlowCode, program: &Program) -> Checked {
    let Some(Kind::Start { flow: of, .. } | Kind::Call { flow: of, .. }) = kind(flow, child.node) else {
        return Err("a child that no node starts");
    };
    if let Some(ChildEnd::Ended { outcome, gives }) = &child.end {
        let table = &program.flows[of.index()];
        ensure(matches!(kind(table, *outcome), Some(Kind::End)), "a child ended where no end is")?;
        ensure(gives.len() == table.gives.len(), "a child gives a wrong number of values")?;
        for (value, fact) in gives.iter().zip(&table.gives) {
            let typed = value.as_ref().is_none_or(|v| v.fits(&table.facts[fact.index()]));
            ensure(typed, "a child gives a value of a wrong type")?;
        }
    }
    Ok(())
}
