//! A case rebuilt from the bytes of its journal. Reference: the bytes only decoded.
#![expect(clippy::unwrap_used, reason = "a bench whose case does not run is none")]
#![expect(clippy::print_stdout, reason = "a bench tells what it measured")]
#![expect(clippy::cast_precision_loss, reason = "counts")]

#[path = "common/chat.rs"]
mod chat;
#[path = "common/growth.rs"]
mod growth;
#[path = "common/host.rs"]
mod host;

use sop_runtime::journal::{Entry, decode, encode, replay};
use sop_runtime::kernel::Program;
use std::hint::black_box;
use std::time::{Duration, Instant};

fn timed<T>(f: impl FnOnce() -> T) -> Duration {
    let began = Instant::now();
    black_box(f());
    began.elapsed()
}

fn decoded(bytes: &[Vec<u8>]) -> Vec<Entry> {
    bytes.iter().map(|b| decode(b).unwrap()).collect()
}

fn replayed(program: &Program, bytes: &[Vec<u8>]) -> impl Sized {
    replay(program, &decoded(bytes)).unwrap()
}

fn main() {
    let tiny = std::env::args().any(|arg| arg == "--test");
    let (program, entries) = chat::chat(200);
    let bytes: Vec<Vec<u8>> = entries.iter().map(encode).collect();
    let (mut whole, mut reference) = (Duration::MAX, Duration::MAX);
    for _ in 0..if tiny { 2 } else { 2_000 } {
        whole = whole.min(timed(|| replayed(&program, &bytes)));
        reference = reference.min(timed(|| decoded(&bytes)));
    }
    let ns = |spent: Duration| spent.as_secs_f64() * 1e9 / bytes.len() as f64;
    println!("replay: a chat of {} inputs", bytes.len());
    println!("  replayed from bytes      {:>6.0} ns an input", ns(whole));
    println!("  reference: only decoded  {:>6.0} ns an input", ns(reference));
    println!("  replay takes {:.2} times as long", whole.as_secs_f64() / reference.as_secs_f64());
    for inputs in if tiny { vec![10, 100] } else { vec![1_000, 10_000, 100_000, 1_000_000] } {
        let (program, entries) = chat::chat_of(inputs);
        let bytes: Vec<Vec<u8>> = entries.iter().map(encode).collect();
        growth::line("replay by inputs", inputs, timed(|| replayed(&program, &bytes)), bytes.len());
    }
}
