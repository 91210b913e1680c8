//! What came of an action: done, failed for good, or to be tried again.

use super::effect::Effect;
use super::input::CallId;
use super::program::{Kind, NodeCode};
use super::reject::Rejected;
use super::run::{Run, typed};
use super::state::{CallResult, Token};
use super::trace::Way;
use crate::value::Value;

/// An invocation that is awaited: its token, and whether its stage is interrupted.
struct Awaited<'a> {
    token: Token,
    code: &'a NodeCode,
    /// Position among the resume points.
    point: Option<usize>,
}

impl<'a> Run<'a> {
    fn call(&self, call: CallId) -> Result<Awaited<'a>, Rejected> {
        let flow = self.flow;
        let is_call = |t: &&Token| {
            t.visit == call.0 && matches!(flow.nodes[usize::from(t.node.0)].kind, Kind::Do { .. })
        };
        if let Some(token) = self.core.tokens.iter().find(is_call) {
            return Ok(Awaited { token: *token, code: self.at_node(*token), point: None });
        }
        for (i, point) in self.core.rare().points.iter().enumerate() {
            let open = point.results.iter().all(|(v, _)| *v != call.0);
            if let (true, Some(token)) = (open, point.tokens.iter().find(is_call)) {
                return Ok(Awaited { token: *token, code: self.at_node(*token), point: Some(i) });
            }
        }
        Err(Rejected::CallNotAwaited(call))
    }

    fn no_incident(&mut self, call: CallId) -> bool {
        let Some(rare) = &mut self.core.rare else { return false };
        let before = rare.incidents.len();
        rare.incidents.retain(|v| *v != call.0);
        rare.incidents.len() < before
    }

    fn record(&mut self, point: usize, call: CallId, result: CallResult) {
        if let Some(point) = self.core.rare_mut().points.get_mut(point) {
            point.results.push((call.0, result));
        }
    }

    /// Also of an invocation that had failed: somebody may have done by hand what the host could not.
    pub(super) fn on_done(&mut self, call: CallId, output: &[Value]) -> Result<(), Rejected> {
        let awaited = self.call(call)?;
        let Kind::Do { action, keeps, next, .. } = &awaited.code.kind else {
            return Err(Rejected::CallNotAwaited(call));
        };
        typed(output, self.program.actions[action.index()].gives.iter())?;
        self.no_incident(call);
        if let Some(point) = awaited.point {
            self.record(point, call, CallResult::Done(output.to_vec()));
        } else {
            self.keep(keeps, output);
            self.done(awaited.token, Way::Next);
            self.moves.push((awaited.token.visit, *next));
        }
        Ok(())
    }

    pub(super) fn on_failed(&mut self, call: CallId, error: &str) -> Result<(), Rejected> {
        let awaited = self.call(call)?;
        if self.core.rare().incidents.contains(&call.0) {
            return Err(Rejected::CallNotAwaited(call));
        }
        let failed = match awaited.code.kind {
            Kind::Do { failed, .. } => failed,
            _ => None,
        };
        match (awaited.point, failed) {
            (Some(point), _) => self.record(point, call, CallResult::Failed(error.into())),
            (None, Some(target)) => {
                self.done(awaited.token, Way::Failed);
                self.moves.push((awaited.token.visit, target));
            }
            (None, None) => {
                self.core.rare_mut().incidents.push(call.0);
                let node = awaited.token.node;
                self.effects.push(Effect::Incident { call, node, error: error.into() });
            }
        }
        Ok(())
    }

    /// The same invocation, with its input worked out anew: facts may have changed since.
    pub(super) fn on_retry(&mut self, call: CallId) -> Result<(), Rejected> {
        let awaited = self.call(call)?;
        let Kind::Do { action, args, .. } = &awaited.code.kind else {
            return Err(Rejected::CallNotAwaited(call));
        };
        if !self.core.rare().incidents.contains(&call.0) {
            return Err(Rejected::CallNotFailed(call));
        }
        let args = self.values(args)?;
        self.no_incident(call);
        self.effects.push(Effect::Invoke { call, node: awaited.token.node, action: *action, args });
        Ok(())
    }
}
