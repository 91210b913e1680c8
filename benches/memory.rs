//! Memory of live chats that wait, with their facts: bytes asked of the allocator. Reference: the same chats by hand.
#![allow(dead_code, reason = "what benches share is not all used by each")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a bench whose case does not run is none")]
#![expect(clippy::print_stdout, reason = "a bench tells what it measured")]
#![expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "counts")]

#[path = "common/by_hand.rs"]
mod by_hand;
#[path = "common/dice.rs"]
mod dice;
#[path = "common/host.rs"]
mod host;
#[path = "common/ours.rs"]
mod ours;
#[path = "common/traffic.rs"]
mod traffic;

use by_hand::ByHand;
use ours::{Ours, Place};
use sop::Moment;
use sop_runtime::kernel::{Input, Parked, State, advance};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::collections::HashMap;
use traffic::{Request, Script, Traffic};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What `make` leaves in memory, in bytes asked for, and the pages that the process grew by.
fn kept<T>(make: impl FnOnce() -> T) -> (T, usize, usize) {
    let (region, before) = (Region::new(ALLOCATOR), resident());
    let made = make();
    let change = region.change();
    let kept = change.bytes_allocated as isize - change.bytes_deallocated as isize;
    (made, usize::try_from(kept).unwrap_or(0), resident().saturating_sub(before))
}

/// Bytes of the process in memory; 0 where the system does not say.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}

fn told(what: &str, bytes: usize, resident: usize, count: usize) {
    println!("  {what:<42} {:>5} bytes a case asked for, {:>5} resident", bytes / count, resident / count);
}

fn chats<P: Place>(script: &Script, begin: &[Request]) -> HashMap<u64, P> {
    let mut ours = Ours::<P>::new(script);
    begin.iter().for_each(|request| ours.take(script, *request));
    ours.cases
}

/// A chat whose customer fell silent and was asked: all that it did is remembered, to go on with it.
fn silent(script: &Script, request: Request) -> Parked {
    let mut state = State::new(&script.program);
    for step in 0..5 {
        let input = script.input(Request { step, ..request });
        advance(&script.program, &mut state, request.at, input, &mut vec![]).unwrap();
    }
    let clock = state.timers()[0];
    let input = Input::TimerFired { timer: clock.timer };
    advance(&script.program, &mut state, clock.due, &input, &mut vec![]).unwrap();
    assert_eq!(state.interrupted().len(), 1, "the conversation is interrupted");
    state.park()
}

fn main() {
    let tiny = std::env::args().any(|arg| arg == "--test");
    let count = if tiny { 1_000 } else { 1_000_000 };
    let script = Script::new();
    let begin = Traffic::new(count).begin();
    println!("memory: {count} live chats that wait, somewhere on their way, in a hash map by number");
    let (parked, bytes, pages) = kept(|| chats::<Parked>(&script, &begin));
    assert_eq!(parked.len(), count, "all wait");
    told("parked", bytes, pages, count);
    let alone: usize = parked.values().map(Parked::resident).sum();
    told("  of them the states", alone, alone, count);
    drop(parked);
    let (quiet, bytes, pages) = kept(|| {
        let all = (1..=count as u64).map(|case| {
            let request = Request { case, at: Moment(1_696_212_000_000), step: 0 };
            (case, silent(&script, request))
        });
        all.collect::<HashMap<_, _>>()
    });
    told("parked, all of them silent and asked once", bytes, pages, count);
    drop(quiet);
    let (awake, bytes, pages) = kept(|| chats::<State>(&script, &begin));
    told("kept awake", bytes, pages, count);
    drop(awake);
    let (by_hand, bytes, pages) = kept(|| {
        let mut by_hand = ByHand::new();
        begin.iter().for_each(|request| by_hand.take(&script, *request));
        by_hand.cases
    });
    assert_eq!(by_hand.values().map(by_hand::Chat::longest).filter(|longest| *longest > 0).count(), count);
    told("reference: by hand", bytes, pages, count);
}
