//! An event came. The oldest token that waits for it takes it; else the innermost active stage that it interrupts.
//!
//! Whoever takes it, an event that breaks silence winds the idle clocks of the stages that are active afterwards.

use super::program::{OnEvent, TriggerCode};
use super::reject::Rejected;
use super::run::{Run, typed};
use super::state::Token;
use super::trace::{Move, Way};
use crate::value::Value;
use sop_core::model::{EventId, StageId};

impl<'a> Run<'a> {
    pub(super) fn on_event(&mut self, event: EventId, data: &[Value]) -> Result<(), Rejected> {
        let code = self.program.events.get(event.index()).ok_or(Rejected::UnknownEvent(event))?;
        typed(data, code.carries.iter())?;
        if let Some((token, on)) = self.listener(event) {
            self.keep(&on.keeps, data);
            self.see_event(event);
            self.done(token, Way::Event(event));
            self.moves.push((token.visit, on.target));
        } else if let Some((stage, index)) = self.interrupted_by(event) {
            let interrupt = &self.flow.stages[stage.index()].interrupts[index];
            // Interrupts have indices of 16 bits, like all that a program holds.
            self.trace(Move::Interrupted { stage, index: u16::try_from(index).unwrap_or(u16::MAX) });
            if let TriggerCode::Event(_, keeps) = &interrupt.trigger {
                self.keep(keeps, data);
            }
            self.see_event(event);
            self.interrupt_stage(stage, interrupt.target);
        } else {
            let clocks = self.core.stages.iter().any(|s| !self.flow.stages[s.index()].clocks.is_empty());
            if !(code.breaks_silence && clocks) {
                return Err(Rejected::EventNotExpected(event));
            }
        }
        self.settle()?;
        if code.breaks_silence {
            self.wind_all()?;
        }
        Ok(())
    }

    /// The token that came first to a node that waits for the event, and the arrow.
    fn listener(&self, event: EventId) -> Option<(Token, &'a OnEvent)> {
        let flow = self.flow;
        let on = |token: &Token| {
            let arrows = &flow.nodes[usize::from(token.node.0)].events;
            arrows.iter().find(|e| e.event == event).map(|e| (*token, e))
        };
        self.core.tokens.iter().filter_map(on).min_by_key(|(token, _)| token.visit)
    }

    /// The innermost active stage that the event interrupts, and by which of its interrupts. Among equals, the first.
    fn interrupted_by(&self, event: EventId) -> Option<(StageId, usize)> {
        let mut best: Option<(usize, StageId, usize)> = None;
        for stage in &self.core.stages {
            let code = &self.flow.stages[stage.index()];
            let by = |trigger: &TriggerCode| matches!(trigger, TriggerCode::Event(e, _) if *e == event);
            let Some(index) = code.interrupts.iter().position(|i| by(&i.trigger)) else { continue };
            let depth = code.chain.len();
            let better = best.is_none_or(|(d, s, _)| depth > d || (depth == d && *stage < s));
            if better {
                best = Some((depth, *stage, index));
            }
        }
        best.map(|(_, stage, index)| (stage, index))
    }
}
