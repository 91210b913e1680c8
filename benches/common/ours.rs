//! Chats on the kernel: found by their number, parked between their inputs, their timers on a wheel.

use super::traffic::{Request, Script};
use sop::Moment;
use sop_runtime::host::store::CaseId;
use sop_runtime::host::{Reminders, TimerKey};
use sop_runtime::kernel::{Effect, Input, Parked, State, TimerId, advance};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What is kept of every input. 32 bytes.
#[derive(Clone, Copy, Debug)]
#[expect(dead_code, reason = "kept, and read by nobody here")]
pub(crate) struct History {
    pub(crate) case: u64,
    pub(crate) at: i64,
    pub(crate) what: u64,
    pub(crate) which: u64,
}

/// Kept in memory before it is handed on.
pub(crate) const HISTORY_MAX: usize = 1 << 16;

/// How a case waits.
pub(crate) trait Place: Sized {
    fn wake<'a>(&'a mut self, script: &Script, spare: &'a mut State) -> &'a mut State;
    fn new(script: &Script) -> Self;
    /// Looks at all of it, so that it is near when it is needed.
    fn look(&self, script: &Script) -> bool;
    fn rest(&mut self, spare: &State);
    /// When a timer falls due, if it is armed.
    fn due(&self, script: &Script, spare: &mut State, timer: TimerId) -> Option<Moment>;
}

impl Place for Parked {
    fn wake<'a>(&'a mut self, script: &Script, spare: &'a mut State) -> &'a mut State {
        self.wake_into(&script.program, spare).unwrap();
        spare
    }

    fn new(script: &Script) -> Self {
        State::new(&script.program).park()
    }

    fn look(&self, script: &Script) -> bool {
        self.is_of(&script.program)
    }

    fn rest(&mut self, spare: &State) {
        spare.park_into(self);
    }

    fn due(&self, script: &Script, spare: &mut State, timer: TimerId) -> Option<Moment> {
        self.wake_into(&script.program, spare).unwrap();
        spare.due(timer)
    }
}

impl Place for State {
    fn wake<'a>(&'a mut self, _: &Script, _: &'a mut State) -> &'a mut State {
        self
    }

    fn new(script: &Script) -> Self {
        State::new(&script.program)
    }

    fn look(&self, _: &Script) -> bool {
        usize::from(self.last().is_some()) + self.active_stages().len() + self.facts().len() > 0
    }

    fn rest(&mut self, _: &State) {}

    fn due(&self, _: &Script, _: &mut State, timer: TimerId) -> Option<Moment> {
        State::due(self, timer)
    }
}

/// Cases, with all that a host keeps of them.
pub(crate) struct Ours<P> {
    pub(crate) cases: HashMap<u64, P>,
    pub(crate) timers: Reminders,
    history: Vec<History>,
    spare: State,
    effects: Vec<Effect>,
    pub(crate) said: usize,
}

impl<P: Place> Ours<P> {
    pub(crate) fn new(script: &Script) -> Self {
        Self {
            cases: HashMap::new(),
            timers: Reminders::new(),
            history: Vec::with_capacity(HISTORY_MAX),
            spare: State::new(&script.program),
            effects: Vec::new(),
            said: 0,
        }
    }

    pub(crate) fn take(&mut self, script: &Script, request: Request) {
        let Request { case, at, .. } = request;
        let input = script.input(request);
        let place = match self.cases.entry(case) {
            Entry::Vacant(entry) => {
                assert!(request.is_first(), "the chat has not begun");
                entry.insert(P::new(script))
            }
            Entry::Occupied(entry) => entry.into_mut(),
        };
        let state = place.wake(script, &mut self.spare);
        self.effects.clear();
        advance(&script.program, state, at, input, &mut self.effects).unwrap();
        if request.is_last() {
            self.cases.remove(&case);
        } else {
            place.rest(&self.spare);
        }
        let key = |timer: TimerId| TimerKey { case: CaseId(case), timer };
        let mut crowded = false;
        for effect in &self.effects {
            match effect {
                Effect::Arm { timer, due, .. } => self.timers.put(key(*timer), *due),
                Effect::Disarm { .. } => crowded |= self.timers.forget(),
                Effect::Say { .. } => self.said += 1,
                _ => {}
            }
        }
        if crowded {
            let (cases, spare) = (&self.cases, &mut self.spare);
            self.timers.tidy(|key| cases.get(&key.case.0)?.due(script, spare, key.timer));
        }
        if self.history.len() == HISTORY_MAX {
            self.history.clear();
        }
        let which = match input {
            Input::Complete { task, .. } | Input::Answer { task, .. } => u64::from(task.0),
            _ => 0,
        };
        self.history.push(History { case, at: at.0, what: u64::from(request.step), which });
    }

    /// Timers whose moment has come; none does, while every chat goes on.
    pub(crate) fn turn(&mut self, script: &Script, now: Moment) -> usize {
        let (cases, spare, timers) = (&self.cases, &mut self.spare, &mut self.timers);
        let mut due = |key: TimerKey| cases.get(&key.case.0)?.due(script, spare, key.timer);
        std::iter::from_fn(|| timers.take(now, &mut due)).count()
    }
}
