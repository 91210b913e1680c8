//! The same chats written by hand: an enum of states, a hash map, a history, a timer wheel. What is lost by writing
//! procedures instead is measured against this.

use super::ours::{HISTORY_MAX, History};
use super::traffic::{KINDS, Kind, Request, Script};
use sop::{Moment, Value};
use sop_runtime::kernel::Input;
use std::collections::HashMap;

/// Where a chat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    Greet,
    Verify,
    Identify,
    Solvable,
    Solve,
    MoreHelp,
    CrossSell,
    Close,
    Record,
}

/// One chat.
pub(crate) struct Chat {
    at: At,
    solvable: Option<bool>,
    /// The last number drawn, and that of the task that is open.
    counter: u32,
    task: u32,
    /// When the customer has been silent for too long; 0: that does not matter now.
    silent_at: i64,
    customer: Box<str>,
    agent: Box<str>,
    need: Option<Box<str>>,
}

/// What a chat asks for.
#[derive(Clone, Copy, Debug)]
#[expect(dead_code, reason = "made, and read by nobody here")]
pub(crate) enum Out {
    Say(&'static str),
    Assign(u32, &'static str),
    Withdraw(u32),
    Ended,
}

const SLOT_MS: i64 = 64;
const SLOTS: usize = 2048;
const MINUTE: i64 = 60_000;

/// Slots of 64 ms, two minutes around. A clock that was wound back moves on when its slot comes by.
struct Slots {
    slots: Vec<Vec<u64>>,
    turned_to: i64,
}

impl Slots {
    fn put(&mut self, case: u64, due: i64) {
        let slot = usize::try_from(due / SLOT_MS).unwrap() % SLOTS;
        self.slots[slot].push(case);
    }
}

/// Chats, with all that is kept of them.
pub(crate) struct ByHand {
    pub(crate) cases: HashMap<u64, Chat>,
    slots: Slots,
    history: Vec<History>,
    out: Vec<Out>,
    pub(crate) said: usize,
}

impl ByHand {
    pub(crate) fn new() -> Self {
        Self {
            cases: HashMap::new(),
            slots: Slots { slots: vec![Vec::new(); SLOTS], turned_to: 0 },
            history: Vec::with_capacity(HISTORY_MAX),
            out: Vec::new(),
            said: 0,
        }
    }

    pub(crate) fn take(&mut self, script: &Script, request: Request) {
        let Request { case, at, step } = request;
        let input = script.input(request);
        self.out.clear();
        if KINDS[usize::from(step)] == Kind::Start {
            let chat = Chat::start(input, at, &mut self.out);
            self.slots.put(case, chat.silent_at);
            self.cases.insert(case, chat);
        } else {
            let chat = self.cases.get_mut(&case).unwrap();
            chat.take(input, at, &mut self.out);
            if request.is_last() {
                self.cases.remove(&case);
            }
        }
        self.said += self.out.iter().filter(|out| matches!(out, Out::Say(_))).count();
        if self.history.len() == HISTORY_MAX {
            self.history.clear();
        }
        let which = match input {
            Input::Complete { task, .. } | Input::Answer { task, .. } => u64::from(task.0),
            _ => 0,
        };
        self.history.push(History { case, at: at.0, what: u64::from(step), which });
    }

    /// Timers whose moment has come; none does, while every chat goes on.
    pub(crate) fn turn(&mut self, _: &Script, now: Moment) -> usize {
        let mut fired = 0;
        let from = self.slots.turned_to.max(now.0 / SLOT_MS - SLOTS as i64 + 1);
        for slot in from..now.0 / SLOT_MS {
            let slot = usize::try_from(slot).unwrap() % SLOTS;
            for case in std::mem::take(&mut self.slots.slots[slot]) {
                match self.cases.get(&case).map_or(0, |chat| chat.silent_at) {
                    0 => {}
                    due if due <= now.0 => fired += 1,
                    due => self.slots.put(case, due),
                }
            }
        }
        self.slots.turned_to = now.0 / SLOT_MS;
        fired
    }
}

fn text(value: Option<&Value>) -> &str {
    match value {
        Some(Value::Text(text)) => text,
        _ => panic!("a text is needed"),
    }
}

impl Chat {
    fn start(input: &Input, at: Moment, out: &mut Vec<Out>) -> Self {
        let Input::Start { args, .. } = input else { panic!("the chat has not begun") };
        let mut chat = Self {
            at: At::Greet,
            solvable: None,
            counter: 1,
            task: 0,
            silent_at: at.0 + MINUTE,
            customer: text(args.first()).into(),
            agent: text(args.get(1)).into(),
            need: None,
        };
        out.push(Out::Say("opening"));
        chat.assign("greet", out);
        chat
    }

    fn assign(&mut self, label: &'static str, out: &mut Vec<Out>) {
        self.counter += 1;
        self.task = self.counter;
        out.push(Out::Assign(self.task, label));
    }

    fn take(&mut self, input: &Input, at: Moment, out: &mut Vec<Out>) {
        if let Input::Event { data, .. } = input {
            assert!(!text(data.first()).is_empty(), "a reply says something");
            if self.silent_at != 0 {
                self.silent_at = at.0 + MINUTE;
            }
            return;
        }
        let (Input::Complete { task, .. } | Input::Answer { task, .. }) = input else { return };
        assert_eq!(task.0, self.task, "the task is not open");
        out.push(Out::Withdraw(self.task));
        let (to, label, says) = match (self.at, input) {
            (At::Greet, _) => (At::Verify, "verify", Some("ask_identity")),
            (At::Verify, _) => (At::Identify, "identify", None),
            (At::Identify, Input::Complete { filled, .. }) => {
                self.need = Some(text(filled.first().map(|(_, value)| value)).into());
                (At::Solvable, "solvable", None)
            }
            (At::Solvable, Input::Answer { answer, .. }) => {
                self.solvable = Some(*answer == 0);
                (At::Solve, "solve", None)
            }
            (At::Solve, _) => (At::MoreHelp, "more_help", Some("more_help")),
            (At::MoreHelp, Input::Answer { answer: 0, .. }) => (At::Identify, "identify", None),
            (At::MoreHelp, _) => (At::CrossSell, "cross_sell", Some("cross_selling")),
            (At::CrossSell, _) => {
                self.silent_at = 0;
                (At::Close, "close", Some("closing"))
            }
            (At::Close, _) => (At::Record, "record", None),
            (At::Record, _) => {
                out.push(Out::Ended);
                return;
            }
            (at, _) => panic!("{at:?} does not take this"),
        };
        self.at = to;
        if let Some(says) = says {
            out.push(Out::Say(says));
            if self.silent_at != 0 {
                self.silent_at = at.0 + MINUTE;
            }
        }
        self.assign(label, out);
    }

    /// The longest of its texts, so that all are read by somebody.
    pub(crate) fn longest(&self) -> usize {
        let need = self.need.as_deref().map_or(0, str::len);
        need.max(self.customer.len()).max(self.agent.len()) + usize::from(self.solvable == Some(true))
    }
}
