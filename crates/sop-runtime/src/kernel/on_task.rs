//! A person has done a step, or answered a decision.

use super::effect::Effect;
use super::input::TaskId;
use super::program::{ChangeCode, Kind};
use super::reject::Rejected;
use super::run::Run;
use super::state::Token;
use super::trace::Way;
use crate::value::Value;
use sop_core::model::FactId;

impl Run<'_> {
    fn task(&self, task: TaskId) -> Result<Token, Rejected> {
        let open = self.core.token(task.0).filter(|t| self.at_node(*t).is_task());
        open.ok_or(Rejected::TaskNotOpen(task))
    }

    pub(super) fn on_complete(&mut self, task: TaskId, filled: &[(FactId, Value)]) -> Result<(), Rejected> {
        let token = self.task(task)?;
        let Kind::Step { fills, changes, next } = &self.at_node(token).kind else {
            return Err(Rejected::WrongTaskKind(task));
        };
        self.check_filled(fills, filled)?;
        self.fill(filled);
        for change in changes {
            self.change(token, change)?;
        }
        self.done(token, Way::Next);
        self.moves.push((token.visit, *next));
        Ok(())
    }

    pub(super) fn fill(&mut self, filled: &[(FactId, Value)]) {
        for (fact, value) in filled {
            self.core.facts[fact.index()] = Some(value.clone());
        }
    }

    /// Exactly the facts asked for, each once, each of its type.
    pub(super) fn check_filled(&self, fills: &[FactId], filled: &[(FactId, Value)]) -> Result<(), Rejected> {
        for (position, (fact, value)) in filled.iter().enumerate() {
            if !fills.contains(fact) || filled[..position].iter().any(|(f, _)| f == fact) {
                return Err(Rejected::NotAskedFor(*fact));
            }
            if !value.fits(&self.flow.facts[fact.index()]) {
                return Err(Rejected::WrongType { position });
            }
        }
        match fills.iter().find(|f| filled.iter().all(|(g, _)| g != *f)) {
            Some(missing) => Err(Rejected::NotFilled(*missing)),
            None => Ok(()),
        }
    }

    fn change(&mut self, token: Token, change: &ChangeCode) -> Result<(), Rejected> {
        match change {
            ChangeCode::Set(fact, code) => self.write(*fact, self.value(code)?)?,
            ChangeCode::Add(fact, code) => {
                let item = self.value(code)?;
                // A list that is not yet known is empty.
                let mut items = match self.core.facts[fact.index()].take() {
                    Some(Value::List(items)) => items.into_vec(),
                    None => Vec::new(),
                    Some(_) => return Err(Rejected::IllTyped),
                };
                items.push(item);
                self.write(*fact, Value::List(items.into()))?;
            }
            ChangeCode::Publish(event, codes) => {
                let data = self.values(codes)?;
                self.effects.push(Effect::Publish { event: *event, data });
                self.see_published(*event, token.node);
            }
        }
        Ok(())
    }

    fn write(&mut self, fact: FactId, value: Value) -> Result<(), Rejected> {
        if !value.fits(&self.flow.facts[fact.index()]) {
            // Arithmetic gives moments in range; a time of 24:00 can come from a literal only.
            return Err(Rejected::IllTyped);
        }
        self.core.facts[fact.index()] = Some(value);
        Ok(())
    }

    pub(super) fn on_answer(&mut self, task: TaskId, answer: u16) -> Result<(), Rejected> {
        let token = self.task(task)?;
        let Kind::Decide { fact, answers } = &self.at_node(token).kind else {
            return Err(Rejected::WrongTaskKind(task));
        };
        let (value, target) = answers.get(usize::from(answer)).ok_or(Rejected::UnknownAnswer(answer))?;
        if let Some(fact) = fact {
            self.core.facts[fact.index()] = Some(value.clone());
        }
        self.done(token, Way::Answer(answer));
        self.moves.push((token.visit, *target));
        Ok(())
    }
}
