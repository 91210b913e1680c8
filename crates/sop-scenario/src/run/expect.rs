//! Whether an expectation is met.
//!
//! What was said, told and published counts *since*: from the last act on that is no expectation, whichever case that act
//! was for; and of the case only that the expectation stands in.

use super::{Fault, Runner, broken};
use crate::family::CaseNo;
use crate::offers::kernel_index;
use sop_core::model::{Expectation, FlowId};
use sop_runtime::kernel::{Effect, Status};

impl Runner<'_> {
    pub(super) fn is_met(&self, no: CaseNo, flow: FlowId, expectation: &Expectation) -> Result<(), Fault> {
        let Some(case) = self.family.case(no) else { return Err(Fault::Unmet(expectation.clone())) };
        let state = &case.state;
        let came = |which: &dyn Fn(&Effect) -> bool| {
            let since = self.family.log().iter().skip(self.since).filter(|h| h.case == no);
            since.flat_map(|h| &h.effects).any(which)
        };
        let met = match expectation {
            Expectation::Say { messages, no } => {
                let said = came(
                    &|e| matches!(e, Effect::Say { to: None, message, .. } if messages.contains(message)),
                );
                said != *no
            }
            Expectation::Tell { lane, message } => came(
                &|e| matches!(e, Effect::Say { to: Some(to), message: m, .. } if to == lane && m == message),
            ),
            Expectation::Publish(event) => {
                came(&|e| matches!(e, Effect::Publish { event: e, .. } if e == event))
            }
            Expectation::At { node, not } => {
                let there = state.tokens(self.family.program()).iter().any(|t| t.node == kernel_index(*node));
                there != *not
            }
            Expectation::Holds(condition) => {
                let program = self.family.program();
                let asked = program
                    .condition(self.book, flow, condition)
                    .map_err(|why| Fault::Unbuilt(why.to_string()))?;
                asked
                    .holds(program, state, self.family.now())
                    .map_err(|why| Fault::Unknown(expectation.clone(), why))?
            }
            Expectation::Ended(node) => state.status() == Status::Ended { outcome: kernel_index(*node) },
            Expectation::Open => case.is_open(),
            Expectation::Cancelled => state.status() == Status::Cancelled,
            Expectation::Broken(rule) => self.family.log().iter().any(|h| broken(h).any(|b| b.rule == *rule)),
        };
        if met { Ok(()) } else { Err(Fault::Unmet(expectation.clone())) }
    }
}
