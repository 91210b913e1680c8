//! A case rebuilt from the bytes of its journal. Reference: the bytes only decoded.
#![expect(clippy::unwrap_used, reason = "a bench whose case does not run is none")]

#[path = "common/chat.rs"]
mod chat;
#[path = "common/host.rs"]
mod host;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sop_runtime::journal::{Entry, decode, encode, replay};

fn replays(c: &mut Criterion) {
    let (program, entries) = chat::chat(200);
    let bytes: Vec<Vec<u8>> = entries.iter().map(encode).collect();
    let decoded = || -> Vec<Entry> { bytes.iter().map(|b| decode(b).unwrap()).collect() };
    let mut group = c.benchmark_group("replay");
    group.throughput(Throughput::Elements(bytes.len() as u64));
    group.bench_function("a long chat", |b| b.iter(|| replay(&program, &decoded()).unwrap()));
    group.bench_function("reference: decoding", |b| b.iter(decoded));
    group.finish();
}

criterion_group!(benches, replays);
criterion_main!(benches);
