//! How formats 1 and 2 have a state: `postcard` reads it as it is declared here.

use super::{Core, Marks, Rare, Status, Timer, Token};
use crate::kernel::program::Program;
use crate::value::{Moment, Value};
use serde::Deserialize;
use sop_core::model::{FlowId, StageId};

/// A state without what is remembered of rules.
#[derive(Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
pub(super) struct Old {
    last: Moment,
    status: Status,
    flow: FlowId,
    counter: u32,
    facts: Vec<Option<Value>>,
    tokens: Vec<Token>,
    timers: Vec<Timer>,
    stages: Vec<StageId>,
    rare: Option<Box<Rare>>,
}

impl Old {
    pub(super) fn core(self, program: &Program) -> Core {
        let Self { last, status, flow, counter, facts, tokens, timers, stages, rare } = self;
        Core {
            last,
            tag: program.tag(),
            counter,
            status,
            flow,
            tokens: tokens.into(),
            marks: Marks::default(),
            stages: stages.into(),
            timers: timers.into(),
            rare,
            facts: facts.into(),
        }
    }

    #[cfg(test)]
    pub(super) fn of(core: &Core) -> Self {
        let Core { last, status, flow, counter, facts, tokens, timers, stages, rare, .. } = core.clone();
        Self {
            last,
            status,
            flow,
            counter,
            facts: facts.into_vec(),
            tokens: tokens.into_vec(),
            timers: timers.into_vec(),
            stages: stages.into_vec(),
            rare,
        }
    }
}
