//! Many live chats at once, their inputs in random order: who gets which input when. The same for all that are compared.

use super::dice::Dice;
use super::host::{SLA, book};
use sop::Moment;
use sop_core::model::{EventId, FactId};
use sop_runtime::kernel::{Effect, Input, Program, Settings, State, TaskId, advance};

/// Inputs of one chat, from its beginning to its end. The idle clock is set by the first, wound back by every other, and
/// stopped by the tenth.
pub(crate) const STEPS: usize = 12;

/// Customers, agents and what they write; each chat has one of these.
const TEXTS: usize = 64;

/// How long a chat waits between two inputs, on average: well below its minute.
const PAUSE_MS: usize = 1500;

/// What an input of a chat is, whoever works it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Start,
    Complete,
    Replied,
    Answer,
}

/// One input of one chat.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request {
    pub(crate) case: u64,
    pub(crate) at: Moment,
    /// Which of the chat's inputs.
    pub(crate) step: u8,
}

impl Request {
    pub(crate) fn is_first(self) -> bool {
        self.step == 0
    }

    pub(crate) fn is_last(self) -> bool {
        usize::from(self.step) + 1 == STEPS
    }
}

/// The program, and the inputs of chats.
pub(crate) struct Script {
    pub(crate) program: Program,
    chats: Vec<Vec<Input>>,
}

impl Script {
    pub(crate) fn new() -> Self {
        let book = book();
        let settings = Settings::from([("ticket_sla".to_owned(), sop::Value::from(SLA))]);
        let program = Program::build(&book, &settings).unwrap();
        let chats = (0..TEXTS).map(|n| chat(&program, &book, n)).collect();
        Self { program, chats }
    }

    pub(crate) fn input(&self, request: Request) -> &Input {
        &self.chats[request.case as usize % TEXTS][usize::from(request.step)]
    }
}

/// The inputs of one chat, found by working it.
fn chat(program: &Program, book: &sop::model::Book, n: usize) -> Vec<Input> {
    let flow = program.flow_named("live_chat").unwrap();
    let need = book.flows[flow.index()].facts.iter().position(|f| f.field.name == "need").unwrap();
    let need = FactId(u16::try_from(need).unwrap());
    let replied = book.events.iter().position(|e| e.name == "customer_replied").unwrap();
    let replied = EventId(u16::try_from(replied).unwrap());
    let customer = ["Rina", "Budi Santoso", "Siti Nurhaliza Putri", "Agus"][n % 4];
    let agent = ["Dewi", "Sari", "Joko Prasetyo"][n % 3];
    let words = ["saldo belum masuk", "kartu tertelan mesin", "tidak bisa masuk", "biaya apa ini?"][n % 4];
    let reply = ["Ya.", "Sudah saya coba dua kali.", "Baik, saya tunggu.", "Nomornya sama."][n / 4 % 4];
    let mut state = State::new(program);
    let mut task = TaskId(0);
    let mut inputs = Vec::new();
    let mut go = |of: &dyn Fn(TaskId) -> Input| {
        let input = of(task);
        let mut effects = Vec::new();
        advance(program, &mut state, Moment(BEGIN_MS), &input, &mut effects).unwrap();
        let assigned = effects.iter().find_map(|e| match e {
            Effect::Assign { task, .. } => Some(*task),
            _ => None,
        });
        task = assigned.unwrap_or(task);
        inputs.push(input);
    };
    let done = |task| Input::Complete { task, filled: vec![] };
    let reply = |_| Input::Event { event: replied, data: vec![reply.into()] };
    go(&|_| Input::Start { flow, args: vec![customer.into(), agent.into()] });
    go(&done); // greet
    go(&reply);
    go(&done); // verify
    go(&|task| Input::Complete { task, filled: vec![(need, words.into())] });
    go(&reply);
    go(&|task| Input::Answer { task, answer: 0 }); // solvable: yes
    go(&done); // solve
    go(&|task| Input::Answer { task, answer: 1 }); // more_help: no
    go(&done); // cross_sell
    go(&done); // close
    go(&done); // record
    assert!(matches!(state.status(), sop_runtime::kernel::Status::Ended { .. }), "the chat is not over");
    assert_eq!(inputs.len(), STEPS);
    inputs
}

/// What each input of a chat is, for whoever does not look into them.
pub(crate) const KINDS: [Kind; STEPS] = {
    use Kind::{Answer, Complete, Replied, Start};
    [
        Start, Complete, Replied, Complete, Complete, Replied, Answer, Complete, Answer, Complete, Complete,
        Complete,
    ]
};

/// A Monday morning.
const BEGIN_MS: i64 = 1_696_212_000_000;

/// Chats under way, and what comes next to them.
pub(crate) struct Traffic {
    /// By place: the chat there, and its next input.
    places: Vec<(u64, u8)>,
    next_case: u64,
    dice: Dice,
    made: usize,
}

impl Traffic {
    /// So many chats, none of them begun.
    pub(crate) fn new(live: usize) -> Self {
        let places = (1..=live as u64).map(|case| (case, 0)).collect();
        Self { places, next_case: live as u64 + 1, dice: Dice::new(0x9e37_79b9_7f4a_7c15), made: 0 }
    }

    /// The inputs by which each chat comes somewhere.
    pub(crate) fn begin(&mut self) -> Vec<Request> {
        let mut requests = Vec::new();
        for place in 0..self.places.len() {
            for _ in 0..=self.dice.below(STEPS - 1) {
                requests.push(self.of_place(place));
            }
        }
        requests
    }

    /// The next inputs, of chats in random order. A chat that is over makes room for a new one.
    pub(crate) fn go_on(&mut self, count: usize) -> Vec<Request> {
        let next = |traffic: &mut Self| {
            let place = traffic.dice.below(traffic.places.len());
            traffic.made += 1;
            traffic.of_place(place)
        };
        (0..count).map(|_| next(self)).collect()
    }

    fn of_place(&mut self, place: usize) -> Request {
        let at = Moment(BEGIN_MS + (self.made * PAUSE_MS / self.places.len()) as i64);
        let (case, step) = self.places[place];
        let request = Request { case, at, step };
        self.places[place] = if request.is_last() {
            self.next_case += 1;
            (self.next_case - 1, 0)
        } else {
            (case, step + 1)
        };
        request
    }
}
