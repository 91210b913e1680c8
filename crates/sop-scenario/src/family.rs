//! A family of cases: one that nobody started, the cases that it starts and calls, and theirs.
//!
//! It does what the engine does, without store, clock or actions: one input and all that it sets off in children and
//! parents is one whole, that happens or doesn't; what is set off comes in the order in which it was set off. A child
//! begins at once, its end is told to its parent at once, and an end that the parent can't take changes nothing there.
//! Published events go to the world; no case of the family gets them.
//!
//! Timers fire in the order of (moment, case, timer), cases by their birth: as in the engine's virtual time.

use sop_core::model::FlowId;
use sop_runtime::journal::{Entry, replay};
use sop_runtime::kernel::{
    ChildEnd, ChildId, Effect, Input, NodeIx, Program, Rejected, State, Status, TimerId, Trace,
    advance_traced,
};
use sop_runtime::{Moment, Value};
use std::collections::VecDeque;

/// Inputs that one input may set off in children and parents; the engine's bound is the same.
const CASCADE_MAX: usize = 1000;

/// Timers that fire while time passes once; more are a clock that never rests.
const TIMERS_MAX: usize = 100_000;

/// A case, by its birth: 0 is the one that nobody started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNo(pub usize);

/// A case of the family.
#[derive(Clone, Debug)]
pub struct Case {
    /// Where it stands.
    pub state: State,
    /// Of which flow it is.
    pub flow: FlowId,
    /// Who started or called it, its number there, and at which node.
    pub parent: Option<(CaseNo, ChildId, NodeIx)>,
    /// What it has accepted, from the beginning.
    pub journal: Vec<Entry>,
}

impl Case {
    /// Neither ended nor cancelled.
    pub fn is_open(&self) -> bool {
        self.state.status() == Status::Open
    }
}

/// One input that a case worked on, and what came of it.
#[derive(Clone, Debug)]
pub struct Happened {
    /// Whose.
    pub case: CaseNo,
    /// When.
    pub at: Moment,
    /// What came.
    pub input: Input,
    /// What the case asked of the world.
    pub effects: Vec<Effect>,
    /// What its tokens did.
    pub trace: Vec<Trace>,
    /// The end of a child that the case could not take: then the case is as it was.
    pub refused: Option<Rejected>,
}

/// An input that doesn't fit; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A case can't take it: the one that it was for, or one that it would have begun or gone on with.
    #[error("{why}")]
    Input {
        /// Of which flow the case is, or would have been.
        flow: FlowId,
        /// It is not the case that the input was for.
        set_off: bool,
        /// Why it doesn't fit.
        why: Rejected,
    },
    /// It sets off more and more inputs.
    #[error("more than {CASCADE_MAX} inputs are set off by one")]
    TooMany,
    /// Timers fire again and again.
    #[error("more than {TIMERS_MAX} timers fire while time passes once")]
    TooManyTimers,
}

/// A family of cases.
#[derive(Clone, Debug)]
pub struct Family<'p> {
    program: &'p Program,
    cases: Vec<Case>,
    now: Moment,
    log: Vec<Happened>,
}

/// An input that is to be worked on.
struct Pending {
    case: CaseNo,
    input: Input,
    /// Set off by another one; if the case doesn't take it, that one stands all the same.
    optional: bool,
}

impl<'p> Family<'p> {
    /// Begins a case that nobody started.
    ///
    /// # Errors
    ///
    /// [`Refused`] if it, or a case that it starts at once, can't begin.
    pub fn begin(program: &'p Program, flow: FlowId, args: Vec<Value>, at: Moment) -> Result<Self, Refused> {
        let mut family = Self { program, cases: Vec::new(), now: at, log: Vec::new() };
        family.cases.push(Case { state: State::new(program), flow, parent: None, journal: Vec::new() });
        family.apply(CaseNo(0), Input::Start { flow, args })?;
        Ok(family)
    }

    /// The program that all its cases run on.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// What the clock shows.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// All cases, by birth.
    pub fn cases(&self) -> impl DoubleEndedIterator<Item = (CaseNo, &Case)> {
        self.cases.iter().enumerate().map(|(i, c)| (CaseNo(i), c))
    }

    /// One case.
    pub fn case(&self, case: CaseNo) -> Option<&Case> {
        self.cases.get(case.0)
    }

    /// All that happened, in order.
    pub fn log(&self) -> &[Happened] {
        &self.log
    }

    /// The latest case that `parent` started or called at this node.
    pub fn latest(&self, parent: CaseNo, node: NodeIx) -> Option<CaseNo> {
        self.cases()
            .rev()
            .find(|(_, c)| c.parent.is_some_and(|(p, _, n)| p == parent && n == node))
            .map(|(i, _)| i)
    }

    /// Gives a case an input, now, and works on all that it sets off.
    ///
    /// # Errors
    ///
    /// [`Refused`] if it doesn't fit; then no case has changed.
    pub fn apply(&mut self, case: CaseNo, input: Input) -> Result<(), Refused> {
        let (cases, log) = (self.cases.len(), self.log.len());
        self.work(Pending { case, input, optional: false }).inspect_err(|_| self.undo(cases, log))
    }

    /// The timer that fires next: when, whose, which.
    pub fn next_timer(&self) -> Option<(Moment, CaseNo, TimerId)> {
        let all = self.cases().flat_map(|(i, c)| c.state.timers().into_iter().map(move |t| (t.turn(), i)));
        let next = all.min_by_key(|((due, of_rule, timer), case)| (*due, *of_rule, *case, *timer));
        next.map(|((due, _, timer), case)| (due, case, timer))
    }

    /// Lets time pass up to a moment, and fires what falls due on the way, each timer at its own moment.
    ///
    /// # Errors
    ///
    /// [`Refused`] if a timer can't be taken, or if there is no end of them: the clock stands at that moment then.
    pub fn advance_to(&mut self, to: Moment) -> Result<(), Refused> {
        let mut fired = 0;
        while let Some((due, case, timer)) = self.next_timer().filter(|(due, ..)| *due <= to.max(self.now)) {
            self.now = self.now.max(due);
            self.apply(case, Input::TimerFired { timer })?;
            fired += 1;
            if fired > TIMERS_MAX {
                return Err(Refused::TooManyTimers);
            }
        }
        self.now = self.now.max(to);
        Ok(())
    }

    fn work(&mut self, first: Pending) -> Result<(), Refused> {
        let mut queue = VecDeque::from([first]);
        let mut done = 0;
        while let Some(pending) = queue.pop_front() {
            if done > CASCADE_MAX {
                return Err(Refused::TooMany);
            }
            self.one(pending, done > 0, &mut queue)?;
            done += 1;
        }
        Ok(())
    }

    fn one(&mut self, pending: Pending, set_off: bool, queue: &mut VecDeque<Pending>) -> Result<(), Refused> {
        let Pending { case: no, input, optional } = pending;
        let Some(case) = self.cases.get_mut(no.0) else { return Ok(()) };
        let (mut effects, mut trace) = (Vec::new(), Vec::new());
        let done = advance_traced(self.program, &mut case.state, self.now, &input, &mut effects, &mut trace);
        if let Err(why) = done {
            if !optional {
                return Err(Refused::Input { flow: case.flow, set_off, why });
            }
            // A case that is over, or waits no longer, does without it; that an open one can't take it, is told.
            let expected = matches!(why, Rejected::ChildNotAwaited(_) | Rejected::CaseOver);
            if !expected {
                let at = self.now;
                self.log.push(Happened { case: no, at, input, effects, trace, refused: Some(why) });
            }
            return Ok(());
        }
        case.journal.push(Entry { at: self.now, input: input.clone(), request: None, actor: None });
        let parent = case.parent;
        for effect in &effects {
            let end = match effect {
                Effect::StartChild { child, flow, args } => {
                    queue.push_back(self.born(no, *child, *flow, args.clone()));
                    continue;
                }
                // A call that was left for good: nobody waits for the called case any more.
                Effect::CancelChild { child } => {
                    let called = |c: &Case| c.parent.is_some_and(|(p, id, _)| p == no && id == *child);
                    if let Some(case) = self.cases.iter().position(called).map(CaseNo) {
                        let input = Input::Cancel { reason: Box::default() };
                        queue.push_back(Pending { case, input, optional: true });
                    }
                    continue;
                }
                Effect::Ended { outcome, gives } => {
                    ChildEnd::Ended { outcome: *outcome, gives: gives.clone() }
                }
                Effect::Cancelled { .. } => ChildEnd::Cancelled,
                _ => continue,
            };
            if let Some((parent, child, _)) = parent {
                let input = Input::ChildEnded { child, end };
                queue.push_back(Pending { case: parent, input, optional: true });
            }
        }
        self.log.push(Happened { case: no, at: self.now, input, effects, trace, refused: None });
        Ok(())
    }

    /// A case that another one starts or calls; it begins when what is waiting before has been worked on.
    fn born(&mut self, parent: CaseNo, child: ChildId, flow: FlowId, args: Vec<Value>) -> Pending {
        let known = self.case(parent).and_then(|p| p.state.children().find(|c| c.child == child));
        let node = known.map_or(NodeIx(u16::MAX), |c| c.node);
        let case = CaseNo(self.cases.len());
        let (state, parent) = (State::new(self.program), Some((parent, child, node)));
        self.cases.push(Case { state, flow, parent, journal: Vec::new() });
        Pending { case, input: Input::Start { flow, args }, optional: false }
    }

    /// Makes undone what happened since the log was so long. It is rare; so nothing is copied beforehand, and cases are
    /// made anew from their journals.
    fn undo(&mut self, cases: usize, log: usize) {
        self.cases.truncate(cases);
        let mut touched = Vec::new();
        for happened in self.log.drain(log..).filter(|h| h.refused.is_none()) {
            if let Some(case) = self.cases.get_mut(happened.case.0) {
                case.journal.pop();
                touched.push(happened.case);
            }
        }
        for no in touched {
            if let Some(case) = self.cases.get_mut(no.0)
                && let Ok((state, _)) = replay(self.program, &case.journal)
            {
                case.state = state;
            }
        }
    }
}

#[cfg(test)]
mod tests;
