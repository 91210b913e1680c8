//! Reading the text of the real book into trees. Reference: the UTF-8 of the same bytes, checked and counted letter by letter.
#![expect(clippy::unwrap_used, reason = "a bench without its book is none")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sop_core::syntax;
use std::hint::black_box;

fn parse(c: &mut Criterion) {
    let sources = sop::folder::read(concat!(env!("CARGO_MANIFEST_DIR"), "/sop/customer-handling")).unwrap();
    let bytes: usize = sources.iter().map(|(_, s)| s.text.len()).sum();
    let mut group = c.benchmark_group("parse");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("book", |b| {
        b.iter(|| sources.iter().map(|(id, s)| syntax::parse(id, s).file.items.len()).sum::<usize>());
    });
    group.bench_function("reference: letters", |b| {
        b.iter(|| {
            let letters = |s: &str| {
                let text = std::str::from_utf8(black_box(s.as_bytes())).unwrap();
                text.chars().filter(|c| c.is_alphanumeric()).count()
            };
            sources.iter().map(|(_, s)| letters(&s.text)).sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
