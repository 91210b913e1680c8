//! Steps of the kernel, on one core: live chats of the real book, their inputs in random order. Reference: the same chats
//! written by hand (`common/by_hand.rs`), worked in the same loop.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a bench whose case does not run is none")]
#![expect(clippy::print_stdout, reason = "a bench tells what it measured")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "counts"
)]

#[path = "common/by_hand.rs"]
mod by_hand;
#[path = "common/chat.rs"]
mod chat;
#[path = "common/dice.rs"]
mod dice;
#[path = "common/growth.rs"]
mod growth;
#[path = "common/host.rs"]
mod host;
#[path = "common/ours.rs"]
mod ours;
#[path = "common/traffic.rs"]
mod traffic;

use by_hand::ByHand;
use ours::{Ours, Place};
use sop::Moment;
use sop_runtime::kernel::{Parked, State, advance};
use std::hint::black_box;
use std::time::{Duration, Instant};
use traffic::{Request, Script, Traffic};

/// Inputs between two looks at the timers.
const TURN: usize = 4096;

/// Inputs whose cases are looked at together before they are worked, so that memory is not waited for one by one.
const AHEAD: usize = 6;

/// One way to work chats.
trait Work {
    /// Looks at what an input of the case will need; whether it is there.
    fn look(&self, script: &Script, case: u64) -> bool;
    fn take(&mut self, script: &Script, request: Request);
    fn turn(&mut self, script: &Script, now: Moment) -> usize;
    fn live(&self) -> usize;
    fn said(&self) -> usize;
}

impl<P: Place> Work for Ours<P> {
    fn look(&self, script: &Script, case: u64) -> bool {
        self.cases.get(&case).is_some_and(|place| place.look(script))
    }
    fn take(&mut self, script: &Script, request: Request) {
        self.take(script, request);
    }
    fn turn(&mut self, script: &Script, now: Moment) -> usize {
        self.turn(script, now)
    }
    fn live(&self) -> usize {
        self.cases.len()
    }
    fn said(&self) -> usize {
        self.said
    }
}

impl Work for ByHand {
    fn look(&self, _: &Script, case: u64) -> bool {
        // It lies beside its number, and is so small that looking at more of it takes longer than it saves.
        self.cases.contains_key(&case)
    }
    fn take(&mut self, script: &Script, request: Request) {
        self.take(script, request);
    }
    fn turn(&mut self, script: &Script, now: Moment) -> usize {
        self.turn(script, now)
    }
    fn live(&self) -> usize {
        self.cases.len()
    }
    fn said(&self) -> usize {
        self.said
    }
}

fn work(by: &mut impl Work, script: &Script, requests: &[Request]) -> Duration {
    let began = Instant::now();
    for some in requests.chunks(TURN) {
        for few in some.chunks(AHEAD) {
            black_box(few.iter().filter(|request| by.look(script, request.case)).count());
            for request in few {
                by.take(script, *request);
            }
        }
        let fired = by.turn(script, some.last().map_or(Moment(0), |r| r.at));
        assert_eq!(fired, 0, "every chat goes on within its minute");
    }
    began.elapsed()
}

/// The best of some rounds, in nanoseconds an input, of each way; they take turns.
fn compare(script: &Script, live: usize, steps: usize, rounds: usize) -> [f64; 3] {
    let mut traffic = Traffic::new(live);
    let begin = traffic.begin();
    let mut parked = Ours::<Parked>::new(script);
    let mut awake = Ours::<State>::new(script);
    let mut by_hand = ByHand::new();
    work(&mut parked, script, &begin);
    work(&mut awake, script, &begin);
    work(&mut by_hand, script, &begin);
    let mut best = [f64::MAX; 3];
    for _ in 0..rounds {
        let requests = traffic.go_on(steps);
        let spent = [
            work(&mut parked, script, &requests),
            work(&mut awake, script, &requests),
            work(&mut by_hand, script, &requests),
        ];
        for (best, spent) in best.iter_mut().zip(spent) {
            *best = best.min(spent.as_secs_f64() * 1e9 / requests.len() as f64);
        }
    }
    assert_eq!((parked.live(), parked.said()), (by_hand.live(), by_hand.said()), "all did the same");
    assert_eq!((parked.live(), parked.said()), (awake.live(), awake.said()), "all did the same");
    black_box(by_hand.cases.values().map(by_hand::Chat::longest).max());
    best
}

fn told(what: &str, ns: f64, by_hand: f64) {
    println!("  {what:<34} {:>6.2} M steps/s, {ns:>6.0} ns a step, {:.2} of by hand", 1e3 / ns, by_hand / ns);
}

fn main() {
    let tiny = std::env::args().any(|arg| arg == "--test");
    let script = Script::new();
    let sizes: &[(usize, usize, usize)] =
        if tiny { &[(100, 2_000, 1)] } else { &[(100_000, 2_000_000, 5), (1_000_000, 4_000_000, 4)] };
    for (live, steps, rounds) in sizes.iter().copied() {
        let [parked, awake, by_hand] = compare(&script, live, steps, rounds);
        println!(
            "kernel: {live} live chats, inputs in random order, best of {rounds} rounds of {steps} steps"
        );
        told("parked between inputs", parked, by_hand);
        told("kept awake", awake, by_hand);
        told("reference: by hand", by_hand, by_hand);
    }
    one_chat(if tiny { 2 } else { 20 });
    grow(&script, tiny);
}

/// One long chat whose state stays in the processor's cache: the kernel and nothing else.
fn one_chat(rounds: usize) {
    let (program, entries) = chat::chat(20);
    let mut best = Duration::MAX;
    for _ in 0..rounds * 20 {
        let began = Instant::now();
        let mut state = State::new(&program);
        let mut effects = Vec::new();
        for entry in &entries {
            effects.clear();
            advance(&program, &mut state, entry.at, &entry.input, &mut effects).unwrap();
        }
        black_box(state);
        best = best.min(began.elapsed());
    }
    let ns = best.as_secs_f64() * 1e9 / entries.len() as f64;
    println!("kernel: one chat in cache: {:.2} M inputs/s, {ns:.0} ns an input", 1e3 / ns);
}

/// Over three decades: live chats, and inputs of one chat.
fn grow(script: &Script, tiny: bool) {
    let decades: &[usize] = if tiny { &[10, 100] } else { &[1_000, 10_000, 100_000, 1_000_000] };
    for live in decades.iter().copied() {
        let mut traffic = Traffic::new(live);
        let mut parked = Ours::<Parked>::new(script);
        work(&mut parked, script, &traffic.begin());
        let requests = traffic.go_on(if tiny { 1_000 } else { 2_000_000 });
        let spent = work(&mut parked, script, &requests);
        growth::line("kernel step by live cases", live, spent, requests.len());
    }
    for inputs in decades.iter().copied() {
        // Four inputs a round.
        let (program, entries) = chat::chat_of(inputs);
        let mut state = State::new(&program);
        let mut effects = Vec::new();
        let began = Instant::now();
        for entry in &entries {
            effects.clear();
            advance(&program, &mut state, entry.at, &entry.input, &mut effects).unwrap();
        }
        growth::line("kernel step by inputs of one case", inputs, began.elapsed(), entries.len());
    }
}
