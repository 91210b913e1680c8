//! Idle clocks: armed, wound back by every message, cancelled; none rings before its minute. Reference: a binary heap whose
//! old entries are left in it and skipped when they come up.
#![expect(clippy::print_stdout, reason = "a bench tells what it measured")]
#![expect(clippy::cast_precision_loss, clippy::cast_possible_wrap, reason = "counts")]

#[path = "common/dice.rs"]
mod dice;
#[path = "common/growth.rs"]
mod growth;

use dice::Dice;
use sop::Moment;
use sop_runtime::host::store::CaseId;
use sop_runtime::host::{TimerKey, Wheel};
use sop_runtime::kernel::TimerId;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::time::{Duration, Instant};

const BEGIN_MS: i64 = 1_696_212_000_000;
const MINUTE: i64 = 60_000;

/// What timers can do.
trait Clocks: Default {
    fn arm(&mut self, key: TimerKey, due: Moment);
    fn disarm(&mut self, key: TimerKey);
    fn take(&mut self, by: Moment) -> Option<(Moment, TimerKey)>;
    fn bytes(&self) -> usize;
}

impl Clocks for Wheel {
    fn arm(&mut self, key: TimerKey, due: Moment) {
        self.arm(key, due);
    }
    fn disarm(&mut self, key: TimerKey) {
        self.disarm(key);
    }
    fn take(&mut self, by: Moment) -> Option<(Moment, TimerKey)> {
        self.take(by)
    }
    fn bytes(&self) -> usize {
        self.resident()
    }
}

/// The reference.
#[derive(Default)]
struct Heap {
    armed: HashMap<TimerKey, Moment>,
    order: BinaryHeap<Reverse<(Moment, TimerKey)>>,
}

impl Clocks for Heap {
    fn arm(&mut self, key: TimerKey, due: Moment) {
        self.armed.insert(key, due);
        self.order.push(Reverse((due, key)));
    }
    fn disarm(&mut self, key: TimerKey) {
        self.armed.remove(&key);
    }
    fn take(&mut self, by: Moment) -> Option<(Moment, TimerKey)> {
        while let Some(Reverse((due, key))) =
            self.order.peek().copied().filter(|Reverse((due, _))| *due <= by)
        {
            self.order.pop();
            if self.armed.get(&key) == Some(&due) {
                self.armed.remove(&key);
                return Some((due, key));
            }
        }
        None
    }
    fn bytes(&self) -> usize {
        // A hash map of the standard library keeps a byte beside each of its places, of which seven in eight may be taken.
        let places = (self.armed.capacity() * 8 / 7).next_power_of_two();
        places * (size_of::<(TimerKey, Moment)>() + 1)
            + self.order.capacity() * size_of::<(Moment, TimerKey)>()
    }
}

fn key(case: usize) -> TimerKey {
    TimerKey { case: CaseId(case as u64), timer: TimerId(1) }
}

/// What was measured of one way: arming, winding back, ringing and cancelling, each by the one; and bytes a timer.
struct Measured {
    arm: Duration,
    wind: Duration,
    end: Duration,
    all: Duration,
    bytes: usize,
}

/// `count` clocks are armed; so many messages wind them back in random order, one a clock every ten seconds, time going on; one
/// message in eight ends its chat and begins another. At last all ring or are cancelled.
fn work<C: Clocks>(count: usize, messages: usize) -> (Measured, usize) {
    let mut clocks = C::default();
    let mut dice = Dice::new(0x9e37_79b9_7f4a_7c15);
    let mut live: Vec<usize> = (0..count).collect();
    let mut next = count;
    let began = Instant::now();
    for case in 0..count {
        clocks.arm(key(case), Moment(BEGIN_MS + MINUTE + (case * 10_000 / count) as i64));
    }
    let arm = began.elapsed();
    let mut rung = 0;
    let wound = Instant::now();
    let mut now = BEGIN_MS;
    for message in 0..messages {
        now = BEGIN_MS + 10_000 + (message * 10_000 / count) as i64;
        let place = dice.below(count);
        if message % 8 == 0 {
            clocks.disarm(key(live[place]));
            live[place] = next;
            next += 1;
        }
        clocks.arm(key(live[place]), Moment(now + MINUTE));
        if message % 64 == 0 {
            while let Some((_, key)) = clocks.take(Moment(now)) {
                rung += 1;
                clocks.arm(key, Moment(now + MINUTE));
            }
        }
    }
    let wind = wound.elapsed();
    let bytes = clocks.bytes() / count;
    let ended = Instant::now();
    // Half of them are cancelled, half ring.
    for case in &live[..count / 2] {
        clocks.disarm(key(*case));
    }
    while clocks.take(Moment(now + MINUTE)).is_some() {
        rung += 1;
    }
    let end = ended.elapsed();
    (Measured { arm, wind, end, all: began.elapsed(), bytes }, rung)
}

fn told(what: &str, m: &Measured, count: usize, messages: usize) {
    let ns = |spent: Duration, ones: usize| spent.as_secs_f64() * 1e9 / ones as f64;
    println!(
        "  {what:<26} arm {:>5.0} ns, wind {:>5.0} ns, end {:>5.0} ns; all {:>7.0} ms; {} bytes a timer",
        ns(m.arm, count),
        ns(m.wind, messages),
        ns(m.end, count),
        m.all.as_secs_f64() * 1e3,
        m.bytes
    );
}

fn main() {
    let tiny = std::env::args().any(|arg| arg == "--test");
    let (count, messages, rounds) = if tiny { (1_000, 10_000, 1) } else { (1_000_000, 10_000_000, 3) };
    println!("timers: {count} armed, {messages} messages, best of {rounds} rounds");
    let (mut wheel, mut heap) = (None::<Measured>, None::<Measured>);
    let better = |best: &mut Option<Measured>, m: Measured| {
        if best.as_ref().is_none_or(|b| m.all < b.all) {
            *best = Some(m);
        }
    };
    for _ in 0..rounds {
        let (one, rung) = work::<Wheel>(count, messages);
        let (other, rung_too) = work::<Heap>(count, messages);
        assert_eq!(rung, rung_too, "both ring the same");
        better(&mut wheel, one);
        better(&mut heap, other);
    }
    if let (Some(wheel), Some(heap)) = (wheel, heap) {
        told("wheel", &wheel, count, messages);
        told("reference: binary heap", &heap, count, messages);
        let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
        println!(
            "  the heap takes {:.2} times as long for all, {:.2} for winding",
            ratio(heap.all, wheel.all),
            ratio(heap.wind, wheel.wind)
        );
    }
    for count in if tiny { vec![10, 100] } else { vec![1_000, 10_000, 100_000, 1_000_000] } {
        let messages = if tiny { 1_000 } else { 4_000_000 };
        let (wheel, _) = work::<Wheel>(count, messages);
        growth::line("timers wound back", count, wheel.wind, messages);
        growth::line("timers armed", count, wheel.arm, count);
        growth::line("timers rung or cancelled", count, wheel.end, count);
    }
}
