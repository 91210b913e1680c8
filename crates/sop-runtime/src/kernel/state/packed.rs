//! A state in few bytes, written and read fast: format 3. What few cases have is written by `postcard`.
//!
//! Numbers are of seven bits a byte, the lowest first. Numbers that the case drew are written as their distance from the
//! last one, and moments as their distance from the last input's: both are small for as long as the case lives.

use super::marks::Mark;
use super::{Core, Status, Timer, Token};
use crate::kernel::effect::{RuleIx, TimerFor};
use crate::kernel::input::NodeIx;
use crate::kernel::program::Program;
use crate::value::Moment;
use crate::value::packed::{Reader, Writer};
use sop_core::model::{FlowId, StageId};

const STATUS: u8 = 0b11;
const NOT_STARTED: u8 = 0;
const OPEN: u8 = 1;
const ENDED: u8 = 2;
const CANCELLED: u8 = 3;
/// Something of the rare follows.
const RARE: u8 = 1 << 2;
/// Laws that something concerned follow.
const ONES: u8 = 1 << 3;
/// Other marks of laws follow.
const OTHERS: u8 = 1 << 4;

pub(super) fn write(core: &Core, out: &mut Writer) {
    let status = match core.status {
        Status::NotStarted => NOT_STARTED,
        Status::Open => OPEN,
        Status::Ended { .. } => ENDED,
        Status::Cancelled => CANCELLED,
    };
    let flag = |there: bool, flag: u8| if there { flag } else { 0 };
    let others = core.marks.others();
    let rare = flag(core.rare.is_some(), RARE);
    out.byte(status | rare | flag(core.marks.ones != 0, ONES) | flag(!others.is_empty(), OTHERS));
    if status == NOT_STARTED {
        return;
    }
    if let Status::Ended { outcome } = core.status {
        out.number(u64::from(outcome.0));
    }
    out.signed(core.last.0);
    out.number(u64::from(core.flow.0));
    out.number(u64::from(core.counter));
    for fact in &core.facts {
        out.value(fact.as_ref());
    }
    let drawn = |number: u32| u64::from(core.counter.wrapping_sub(number));
    out.number(core.tokens.len() as u64);
    for token in &core.tokens {
        out.number(drawn(token.visit));
        out.number(u64::from(token.node.0));
    }
    out.number(core.timers.len() as u64);
    for timer in &core.timers {
        let (kind, of, part) = what_for(timer.of);
        let owned = timer.owner != 0;
        out.byte(kind << 1 | u8::from(owned));
        out.number(u64::from(of));
        out.number(u64::from(part));
        out.number(drawn(timer.id));
        out.signed(timer.due.0.wrapping_sub(core.last.0));
        if owned {
            out.number(drawn(timer.owner));
        }
    }
    out.number(core.stages.len() as u64);
    for stage in &core.stages {
        out.number(u64::from(stage.0));
    }
    if core.marks.ones != 0 {
        out.number(core.marks.ones);
    }
    write_rest(core, out);
}

/// The marks that are no bits, and the rare: the last of a state.
pub(super) fn write_rest(core: &Core, out: &mut Writer) {
    let others = core.marks.others();
    if !others.is_empty() {
        out.number(others.len() as u64);
        for mark in others {
            out.number(u64::from(mark.law));
            out.number(u64::from(mark.count));
        }
    }
    if let Some(rare) = &core.rare {
        out.other(rare);
    }
}

/// Reads a state into `core`, whose memory is used again. What was there before is gone, also when it fails.
///
/// Any bytes may come; what is read needs to be checked before it is worked with.
pub(super) fn read(core: &mut Core, from: &mut Reader<'_>, program: &Program) -> Option<()> {
    let flags = from.byte()?;
    core.tokens.clear();
    core.timers.clear();
    core.stages.clear();
    core.marks.clear();
    core.rare = None;
    if flags & STATUS == NOT_STARTED {
        core.status = Status::NotStarted;
        core.last = Moment(i64::MIN);
        (core.flow, core.counter) = (FlowId(0), 0);
        core.facts.clear();
        return (flags == NOT_STARTED).then_some(());
    }
    core.status = match flags & STATUS {
        OPEN => Status::Open,
        ENDED => Status::Ended { outcome: NodeIx(from.small()?) },
        _ => Status::Cancelled,
    };
    core.last = Moment(from.signed()?);
    core.flow = FlowId(from.small()?);
    let counter = u32::try_from(from.number()?).ok()?;
    core.counter = counter;
    let drawn = |from: &mut Reader<'_>| Some(counter.wrapping_sub(u32::try_from(from.number()?).ok()?));
    facts(core, from, program)?;
    for _ in 0..from.count()? {
        core.tokens.push(Token { visit: drawn(from)?, node: NodeIx(from.small()?) });
    }
    for _ in 0..from.count()? {
        core.timers.push(timer(core.last, from, drawn)?);
    }
    for _ in 0..from.count()? {
        core.stages.push(StageId(from.small()?));
    }
    if flags & ONES != 0 {
        core.marks.ones = from.number()?;
    }
    read_rest(core, from, flags & OTHERS != 0, flags & RARE != 0)
}

/// What [`write_rest`] wrote.
pub(super) fn read_rest(core: &mut Core, from: &mut Reader<'_>, others: bool, rare: bool) -> Option<()> {
    if others {
        let mut others = Vec::new();
        for _ in 0..from.count()? {
            others.push(Mark { law: from.small()?, count: u32::try_from(from.number()?).ok()? });
        }
        core.marks.add_others(others)?;
    }
    if rare {
        core.rare = Some(from.other()?);
    }
    Some(())
}

pub(super) fn facts(core: &mut Core, from: &mut Reader<'_>, program: &Program) -> Option<()> {
    let count = program.flows.get(core.flow.index())?.facts.len();
    if core.facts.len() != count {
        core.facts.clear();
        core.facts.resize(count, None);
    }
    for fact in &mut core.facts {
        from.value_into(fact)?;
    }
    Some(())
}

/// What a timer is for, in three numbers.
pub(super) fn what_for(of: TimerFor) -> (u8, u16, u16) {
    match of {
        TimerFor::Deadline { node, index } => (0, node.0, index),
        TimerFor::Arrow { node, index } => (1, node.0, index),
        TimerFor::Silence { stage, index } => (2, stage.0, index),
        TimerFor::StageDeadline { stage, index } => (3, stage.0, index),
        TimerFor::Rule { rule, part } => (4, rule.0, part),
    }
}

/// What three numbers say that a timer is for.
pub(super) fn for_what(kind: u8, of: u16, part: u16) -> Option<TimerFor> {
    let (node, stage, index) = (NodeIx(of), StageId(of), part);
    Some(match kind {
        0 => TimerFor::Deadline { node, index },
        1 => TimerFor::Arrow { node, index },
        2 => TimerFor::Silence { stage, index },
        3 => TimerFor::StageDeadline { stage, index },
        4 => TimerFor::Rule { rule: RuleIx(of), part },
        _ => return None,
    })
}

fn timer(
    last: Moment,
    from: &mut Reader<'_>,
    drawn: impl Fn(&mut Reader<'_>) -> Option<u32>,
) -> Option<Timer> {
    let kind = from.byte()?;
    let of = for_what(kind >> 1, from.small()?, from.small()?)?;
    let id = drawn(from)?;
    let due = Moment(last.0.wrapping_add(from.signed()?));
    let owner = if kind & 1 == 1 { drawn(from)? } else { 0 };
    Some(Timer { id, due, owner, of })
}
