//! What was asked, acknowledged and delivered, as the clients' side knows it.

use sop::{CaseId, EffectId};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Mutex;
use std::time::Duration;

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was asked, and nobody knows.
    Open,
    /// It is in this case's journal, at this position.
    Acknowledged { case: u64, input: u64 },
    /// It was not taken.
    Refused,
}

/// All of it.
#[derive(Debug)]
pub(crate) struct Ledger {
    /// By client, then by the number of the request; its name is made of both.
    requests: Vec<Mutex<Vec<Outcome>>>,
    /// By case, the inputs' and effects' positions.
    delivered: Mutex<HashMap<CaseId, HashSet<(u64, u16)>>>,
    again: Mutex<u64>,
    /// In microseconds: of requests that were answered; and from the first try to the answer, over restarts.
    answered: Mutex<Vec<u32>>,
    through: Mutex<Vec<u32>>,
    faults: Mutex<Vec<String>>,
    /// How often what was acknowledged was asked again, and got the same answer.
    repeats: Mutex<u64>,
}

impl Ledger {
    pub(crate) fn new(clients: u32) -> Self {
        Self {
            requests: (0..clients).map(|_| Mutex::default()).collect(),
            delivered: Mutex::default(),
            again: Mutex::default(),
            answered: Mutex::default(),
            through: Mutex::default(),
            faults: Mutex::default(),
            repeats: Mutex::default(),
        }
    }

    /// A new request of a client: its number.
    pub(crate) fn asks(&self, client: u32) -> usize {
        let mut requests = self.requests[client as usize].lock().unwrap();
        requests.push(Outcome::Open);
        requests.len() - 1
    }

    /// The name of a request.
    pub(crate) fn name(client: u32, number: usize) -> String {
        format!("c{client}-{number}")
    }

    /// What came of it. Twice acknowledged, it must be the same.
    pub(crate) fn came(&self, client: u32, number: usize, outcome: Outcome) {
        let mut requests = self.requests[client as usize].lock().unwrap();
        let before = std::mem::replace(&mut requests[number], outcome);
        match before {
            Outcome::Open => {}
            _ if before == outcome => *self.repeats.lock().unwrap() += 1,
            _ => self.fault(format!("{}: first {before:?}, then {outcome:?}", Self::name(client, number))),
        }
    }

    pub(crate) fn delivered(&self, id: EffectId) {
        if !self.delivered.lock().unwrap().entry(id.case).or_default().insert((id.input, id.index)) {
            *self.again.lock().unwrap() += 1;
        }
    }

    pub(crate) fn took(&self, answered: Duration, through: Duration) {
        let micros = |time: Duration| u32::try_from(time.as_micros()).unwrap_or(u32::MAX);
        self.answered.lock().unwrap().push(micros(answered));
        self.through.lock().unwrap().push(micros(through));
    }

    /// How many requests were answered.
    pub(crate) fn answers(&self) -> usize {
        self.answered.lock().unwrap().len()
    }

    /// Something that must not be.
    pub(crate) fn fault(&self, what: String) {
        self.faults.lock().unwrap().push(what);
    }

    pub(crate) fn faults(&self) -> Vec<String> {
        self.faults.lock().unwrap().clone()
    }

    pub(crate) fn repeats(&self) -> u64 {
        *self.repeats.lock().unwrap()
    }

    pub(crate) fn delivered_again(&self) -> u64 {
        *self.again.lock().unwrap()
    }

    pub(crate) fn has(&self, case: CaseId, input: u64, index: u16) -> bool {
        self.delivered.lock().unwrap().get(&case).is_some_and(|of| of.contains(&(input, index)))
    }

    /// All requests of all clients, by name.
    pub(crate) fn requests(&self) -> BTreeMap<String, Outcome> {
        let of = |(client, requests): (u32, &Mutex<Vec<Outcome>>)| {
            let requests = requests.lock().unwrap();
            let named =
                requests.iter().enumerate().map(move |(n, outcome)| (Self::name(client, n), *outcome));
            named.collect::<Vec<_>>()
        };
        (0..).zip(&self.requests).flat_map(of).collect()
    }

    /// Times of answers, sorted: of those answered, and over restarts.
    pub(crate) fn times(&self) -> (Vec<u32>, Vec<u32>) {
        let sorted = |times: &Mutex<Vec<u32>>| {
            let mut times = times.lock().unwrap().clone();
            times.sort_unstable();
            times
        };
        (sorted(&self.answered), sorted(&self.through))
    }
}
