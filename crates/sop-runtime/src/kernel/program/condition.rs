//! Questions that are asked of a case from outside: yes/no expressions over its facts.

use super::build::Builder;
use super::{BuildError, Code, Program};
use crate::kernel::eval;
use crate::kernel::reject::Rejected;
use crate::kernel::state::State;
use crate::value::Moment;
use sop_core::model::{Book, Expr, FlowId};

/// A yes/no expression over the facts of one flow's cases.
#[derive(Clone, Debug)]
pub struct Condition(Code);

impl Program {
    /// Compiles a condition. The book must be the one that the program was built of.
    ///
    /// # Errors
    ///
    /// [`BuildError::Broken`] if it names what is not there; of a checked book none does.
    pub fn condition(&self, book: &Book, flow: FlowId, expr: &Expr) -> Result<Condition, BuildError> {
        let facts = self.flows.get(flow.index()).map_or(0, |f| f.facts.len());
        let builder = Builder { book, settings: self.settings.to_vec() };
        builder.code(facts, expr).map(Condition).map_err(|what| BuildError::Broken { what })
    }
}

impl Condition {
    /// Whether it holds for a case at a moment.
    ///
    /// # Errors
    ///
    /// [`Rejected`] if it can't be worked out: most often because a fact is not known yet.
    pub fn holds(&self, program: &Program, state: &State, at: Moment) -> Result<bool, Rejected> {
        eval::holds(program, state.facts(), at, &self.0)
    }
}
