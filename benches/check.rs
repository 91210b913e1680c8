//! Checking books of 1,000 to 10,000 lines: from their texts, and again after one file was changed. Reference in the
//! same run: the same books only read into trees. Before the measures stands where the time goes.
#![expect(clippy::unwrap_used, reason = "a bench without its book is none")]
#![expect(clippy::print_stdout, reason = "what a bench measured is printed")]

#[path = "common/books.rs"]
mod books;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use sop::{Sources, Workspace};
use sop_core::{check, syntax};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The book with a remark at the end of one of its files.
fn changed(sources: &Sources) -> Sources {
    let mut out = Sources::new();
    for (_, file) in sources.iter() {
        let edit = if file.path == "live_chat.sop" { "\n// ." } else { "" };
        out.add(file.path.clone(), format!("{}{edit}", file.text));
    }
    out
}

/// Time in each phase and each check, the least of a few runs.
fn split(sources: &Sources) -> BTreeMap<&'static str, Duration> {
    let mut least: BTreeMap<&'static str, Duration> = BTreeMap::new();
    for _ in 0..10 {
        let mut spent: BTreeMap<&'static str, Duration> = BTreeMap::new();
        let mut phase = ("", Instant::now());
        sop::compile_observed(sources, &mut |begins| {
            let now = Instant::now();
            *spent.entry(phase.0).or_default() += now - phase.1;
            phase = (begins, now);
        });
        *spent.entry(phase.0).or_default() += phase.1.elapsed();
        for (name, time) in spent.into_iter().filter(|(name, _)| !name.is_empty()) {
            let slot = least.entry(name).or_insert(time);
            *slot = time.min(*slot);
        }
    }
    least
}

fn show(sources: &Sources) {
    let mut parts: Vec<(&str, Duration)> = split(sources).into_iter().collect();
    parts.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    println!("where the time of {} lines goes:", books::lines(sources));
    for (name, time) in parts {
        println!("  {:>9.3} ms  {name}", time.as_secs_f64() * 1000.0);
    }
}

fn checks(c: &mut Criterion) {
    for wanted in [1_000, 3_000, 10_000] {
        let sources = books::of_lines(wanted);
        let lines = books::lines(&sources);
        let after = changed(&sources);
        show(&sources);
        let book = sop::compile(&sources).book.unwrap();
        let mut group = c.benchmark_group(format!("check/{lines} lines"));
        group.bench_function("reference: read only", |b| {
            b.iter(|| sources.iter().map(|(id, s)| syntax::parse(id, s).file.items.len()).sum::<usize>());
        });
        group.bench_function("read, resolved and checked", |b| {
            b.iter(|| sop::compile(&sources).findings.len());
        });
        group.bench_function("again, one file changed", |b| {
            let mut workspace = Workspace::new();
            workspace.compile(&sources);
            let step = || (workspace.clone(), &after);
            b.iter_batched(step, |(mut w, s)| w.compile(s).findings.len(), BatchSize::LargeInput);
        });
        group.bench_function("checked only", |b| b.iter(|| check::check(&book).len()));
        group.finish();
    }
    // What no book comes near: a flow with as many situations as are looked at.
    let sources = books::side_by_side(6, 5);
    show(&sources);
    c.bench_function("check/most situations", |b| b.iter(|| sop::compile(&sources).findings.len()));
}

criterion_group!(benches, checks);
criterion_main!(benches);
