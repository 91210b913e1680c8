//! Checking the real book, its names resolved. References: the same book only read, and read, resolved and checked.
#![expect(clippy::unwrap_used, reason = "a bench without its book is none")]

use criterion::{Criterion, criterion_group, criterion_main};
use sop_core::{check, syntax};

fn checks(c: &mut Criterion) {
    let sources = sop::folder::read(concat!(env!("CARGO_MANIFEST_DIR"), "/sop/customer-handling")).unwrap();
    let book = sop::compile(&sources).book.unwrap();
    let mut group = c.benchmark_group("check");
    group.bench_function("book", |b| b.iter(|| check::check(&book).len()));
    group.bench_function("reference: read only", |b| {
        b.iter(|| sources.iter().map(|(id, s)| syntax::parse(id, s).file.items.len()).sum::<usize>());
    });
    group.bench_function("read, resolved and checked", |b| {
        b.iter(|| sop::compile(&sources).findings.len());
    });
    group.finish();
}

criterion_group!(benches, checks);
criterion_main!(benches);
