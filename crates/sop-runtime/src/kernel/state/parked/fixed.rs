//! How a parked state lies in memory: its numbers in places of their own, so that parking and waking move a few pieces and
//! look at nothing byte by byte. Never kept beyond the process; what is stored is the state's packed format.

use super::super::{Core, Status, Timer, Token, packed};
use crate::kernel::input::NodeIx;
use crate::kernel::program::Program;
use crate::value::Moment;
use crate::value::packed::{Reader, Writer};
use sop_core::model::{FlowId, StageId};

const OPEN: u8 = 0;
const ENDED: u8 = 1;
const CANCELLED: u8 = 2;
/// It follows as it is stored: not begun, or more of something than a byte counts.
const PACKED: u8 = 3;
const STATUS: u8 = 0b11;
const OTHERS: u8 = 1 << 2;
const RARE: u8 = 1 << 3;

pub(super) fn write(core: &Core, out: &mut Writer) {
    let counts = [core.tokens.len(), core.timers.len(), core.stages.len()].map(u8::try_from);
    let (status, outcome) = match core.status {
        Status::NotStarted => (PACKED, 0),
        Status::Open => (OPEN, 0),
        Status::Ended { outcome } => (ENDED, outcome.0),
        Status::Cancelled => (CANCELLED, 0),
    };
    let ([Ok(tokens), Ok(timers), Ok(stages)], OPEN..PACKED) = (counts, status) else {
        out.byte(PACKED);
        return packed::write(core, out);
    };
    let flag = |there: bool, flag: u8| if there { flag } else { 0 };
    let flags = status | flag(!core.marks.others().is_empty(), OTHERS) | flag(core.rare.is_some(), RARE);
    let mut head = [0; 28];
    head[..4].copy_from_slice(&[flags, tokens, timers, stages]);
    head[4..6].copy_from_slice(&core.flow.0.to_le_bytes());
    head[6..8].copy_from_slice(&outcome.to_le_bytes());
    head[8..12].copy_from_slice(&core.counter.to_le_bytes());
    head[12..20].copy_from_slice(&core.last.0.to_le_bytes());
    head[20..].copy_from_slice(&core.marks.ones.to_le_bytes());
    out.bytes.extend_from_slice(&head);
    for token in &core.tokens {
        let mut bytes = [0; 6];
        bytes[..4].copy_from_slice(&token.visit.to_le_bytes());
        bytes[4..].copy_from_slice(&token.node.0.to_le_bytes());
        out.bytes.extend_from_slice(&bytes);
    }
    for timer in &core.timers {
        let (kind, of, part) = packed::what_for(timer.of);
        let mut bytes = [kind; 21];
        bytes[1..3].copy_from_slice(&of.to_le_bytes());
        bytes[3..5].copy_from_slice(&part.to_le_bytes());
        bytes[5..9].copy_from_slice(&timer.id.to_le_bytes());
        bytes[9..13].copy_from_slice(&timer.owner.to_le_bytes());
        bytes[13..].copy_from_slice(&timer.due.0.to_le_bytes());
        out.bytes.extend_from_slice(&bytes);
    }
    for stage in &core.stages {
        out.bytes.extend_from_slice(&stage.0.to_le_bytes());
    }
    for fact in &core.facts {
        out.value(fact.as_ref());
    }
    packed::write_rest(core, out);
}

/// Reads a state into `core`, whose memory is used again. What was there before is gone, also when it fails.
pub(super) fn read(core: &mut Core, from: &mut Reader<'_>, program: &Program) -> Option<()> {
    let flags = *from.bytes.first()?;
    if flags & STATUS == PACKED {
        from.byte()?;
        return packed::read(core, from, program);
    }
    let [_, tokens, timers, stages] = from.piece::<4>()?;
    core.flow = FlowId(u16::from_le_bytes(from.piece()?));
    let outcome = NodeIx(u16::from_le_bytes(from.piece()?));
    core.status = match flags & STATUS {
        OPEN => Status::Open,
        ENDED => Status::Ended { outcome },
        _ => Status::Cancelled,
    };
    core.counter = u32::from_le_bytes(from.piece()?);
    core.last = Moment(i64::from_le_bytes(from.piece()?));
    core.marks.clear();
    core.marks.ones = u64::from_le_bytes(from.piece()?);
    core.tokens.clear();
    for _ in 0..tokens {
        let visit = u32::from_le_bytes(from.piece()?);
        core.tokens.push(Token { visit, node: NodeIx(u16::from_le_bytes(from.piece()?)) });
    }
    core.timers.clear();
    for _ in 0..timers {
        let [kind] = from.piece()?;
        let of = u16::from_le_bytes(from.piece()?);
        let of = packed::for_what(kind, of, u16::from_le_bytes(from.piece()?))?;
        let id = u32::from_le_bytes(from.piece()?);
        let owner = u32::from_le_bytes(from.piece()?);
        core.timers.push(Timer { id, owner, of, due: Moment(i64::from_le_bytes(from.piece()?)) });
    }
    core.stages.clear();
    for _ in 0..stages {
        core.stages.push(StageId(u16::from_le_bytes(from.piece()?)));
    }
    core.rare = None;
    packed::facts(core, from, program)?;
    packed::read_rest(core, from, flags & OTHERS != 0, flags & RARE != 0)
}
