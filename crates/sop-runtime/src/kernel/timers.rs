//! Timers: armed when a token comes to a node and when a stage becomes active, gone when it leaves.

use super::effect::{Effect, TimerFor};
use super::input::{NodeIx, TimerId};
use super::program::{ArrowWhen, LengthCode, NodeCode};
use super::reject::Rejected;
use super::run::{Run, put};
use super::state::{Timer, Token};
use super::working_hours;
use crate::value::{Moment, Value};
use sop_core::model::StageId;

impl Run<'_> {
    /// When a length is over that begins now.
    pub(super) fn due(&self, length: &LengthCode) -> Result<Moment, Rejected> {
        match length {
            // Both are bounded so that their sum can't overflow.
            LengthCode::Plain(ms) => Ok(Moment(self.at.0 + ms)),
            LengthCode::Of(code, hours) => {
                let Value::Duration(ms) = self.value(code)? else { return Err(Rejected::IllTyped) };
                let due = match hours {
                    Some(hours) => working_hours::after(self.program, *hours, self.at, ms),
                    None => self.at.plus(ms),
                };
                due.ok_or(Rejected::OutOfRange)
            }
        }
    }

    pub(super) fn arm(&mut self, owner: u32, of: TimerFor, due: Moment) {
        let id = self.core.draw();
        self.core.timers.push(Timer { id, due, owner, of });
        put(self.effects, || Effect::Arm { timer: TimerId(id), due, of });
    }

    /// All timers of a node at which a token has come to rest.
    pub(super) fn arm_node(&mut self, token: Token, code: &NodeCode) -> Result<(), Rejected> {
        let node = NodeIx(token.node.0);
        for (deadline, index) in code.deadlines.iter().zip(0..) {
            let due = self.due(&deadline.length)?;
            self.arm(token.visit, TimerFor::Deadline { node, index }, due);
        }
        for arrow in &code.arrows {
            let due = match &arrow.when {
                ArrowWhen::After(length) => self.due(length)?,
                ArrowWhen::At(code) => match self.value(code)? {
                    Value::Moment(due) => due,
                    _ => return Err(Rejected::IllTyped),
                },
            };
            self.arm(token.visit, TimerFor::Arrow { node, index: arrow.index }, due);
        }
        Ok(())
    }

    /// Winds the idle clocks of a stage back; starts those that don't run. Tells whether there are any.
    pub(super) fn wind(&mut self, stage: StageId) -> Result<bool, Rejected> {
        let code = &self.flow.stages[stage.index()];
        for (index, length) in &code.clocks {
            let due = self.due(length)?;
            let of = TimerFor::Silence { stage, index: *index };
            match self.core.timers.iter_mut().find(|t| t.of == of) {
                Some(timer) if timer.due == due => {}
                Some(timer) => {
                    let later = due > timer.due;
                    timer.due = due;
                    let timer = TimerId(timer.id);
                    // A length that facts decide may have become shorter.
                    if later {
                        put(self.effects, || Effect::Wind { timer, due, of });
                    } else {
                        put(self.effects, || Effect::Arm { timer, due, of });
                    }
                }
                None => self.arm(0, of, due),
            }
        }
        Ok(!code.clocks.is_empty())
    }

    /// Winds the idle clocks of all active stages back.
    pub(super) fn wind_all(&mut self) -> Result<bool, Rejected> {
        let mut any = false;
        for i in 0..self.core.stages.len() {
            any |= self.wind(self.core.stages[i])?;
        }
        Ok(any)
    }

    pub(super) fn arm_stage_deadlines(&mut self, stage: StageId) -> Result<(), Rejected> {
        let code = &self.flow.stages[stage.index()];
        for (deadline, index) in code.deadlines.iter().zip(0..) {
            let due = self.due(&deadline.length)?;
            self.arm(0, TimerFor::StageDeadline { stage, index }, due);
        }
        Ok(())
    }

    /// Disarms the timers that `which` holds for, and gives them back.
    pub(super) fn disarm(&mut self, mut which: impl FnMut(&Timer) -> bool, mut gone: impl FnMut(Timer)) {
        let effects = &mut *self.effects;
        self.core.timers.retain(|timer| {
            let goes = which(timer);
            if goes {
                put(effects, || Effect::Disarm { timer: TimerId(timer.id) });
                gone(*timer);
            }
            !goes
        });
    }

    /// Disarms the timers of a token.
    pub(super) fn disarm_token(&mut self, visit: u32) {
        let owned = |timer: &Timer| timer.owner == visit && visit != 0;
        if self.core.timers.iter().any(owned) {
            self.disarm(owned, |_| ());
        }
    }
}

/// Whether it is a timer of that stage itself.
pub(super) fn is_of_stage(timer: &Timer, stage: StageId) -> bool {
    match timer.of {
        TimerFor::Silence { stage: of, .. } | TimerFor::StageDeadline { stage: of, .. } => of == stage,
        TimerFor::Deadline { .. } | TimerFor::Arrow { .. } | TimerFor::Rule { .. } => false,
    }
}
