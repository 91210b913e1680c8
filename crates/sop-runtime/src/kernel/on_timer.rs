//! A timer fell due.

use super::effect::TimerFor;
use super::input::TimerId;
use super::program::{LateCode, TriggerCode};
use super::reject::Rejected;
use super::run::Run;
use super::trace::{Move, Way};

impl Run<'_> {
    pub(super) fn on_timer(&mut self, timer: TimerId) -> Result<(), Rejected> {
        let found = self.core.timers.iter().position(|t| t.id == timer.0);
        let found = found.ok_or(Rejected::TimerNotArmed(timer))?;
        let fired = self.core.timers[found];
        if fired.due > self.at {
            return Err(Rejected::TimerNotDue { timer, due: fired.due });
        }
        let flow = self.flow;
        self.core.timers.remove(found);
        self.trace(Move::Fired(fired.of));
        match fired.of {
            TimerFor::Deadline { node, index } => {
                let deadline = &self.node(node.0).deadlines[usize::from(index)];
                match (&deadline.late, self.core.token(fired.owner)) {
                    (LateCode::Tell(lane, say), _) => self.say(Some(node.0), Some(*lane), say)?,
                    (LateCode::GoTo(target), Some(token)) => self.interrupt_node(token, *target),
                    (LateCode::GoTo(_), None) => {}
                }
            }
            TimerFor::Arrow { node, index } => {
                let arrow = self.node(node.0).arrows.iter().find(|a| a.index == index);
                if let (Some(arrow), Some(token)) = (arrow, self.core.token(fired.owner)) {
                    self.interrupt_for_good(token);
                    self.left(token.node, Way::Timer(index));
                    self.moves.push((token.visit, arrow.target));
                }
            }
            TimerFor::Silence { stage, index } => {
                let interrupt = &flow.stages[stage.index()].interrupts[usize::from(index)];
                self.interrupt_stage(stage, interrupt.target);
                if let (true, TriggerCode::Silent(length)) =
                    (self.core.stages.contains(&stage), &interrupt.trigger)
                {
                    // The target lies in the stage: silence is counted again.
                    self.arm(0, fired.of, self.due(length)?);
                }
            }
            TimerFor::Rule { rule, part } => self.see_late(rule, part),
            TimerFor::StageDeadline { stage, index } => {
                match &flow.stages[stage.index()].deadlines[usize::from(index)].late {
                    LateCode::Tell(lane, say) => self.say(None, Some(*lane), say)?,
                    LateCode::GoTo(target) => self.interrupt_stage(stage, *target),
                }
            }
        }
        Ok(())
    }
}
