//! Checking books of 300 to 100,000 lines: from their texts, and again after one file was changed. Reference in the same run: the
//! same texts only read by pest. Before the measures stands where the time goes.
#![expect(clippy::unwrap_used, reason = "a bench without its book is none")]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]
#![expect(clippy::print_stdout, reason = "what a bench measured is printed")]

#[path = "common/books.rs"]
mod books;
#[path = "common/growth.rs"]
mod growth;
#[path = "common/least.rs"]
mod least;

use sop::{Sources, Workspace};
use sop_core::{check, syntax};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The book with a remark at the end of one of its files.
fn changed(sources: &Sources) -> Sources {
    let last = sources.iter().count() - 1;
    let mut out = Sources::new();
    for (i, (_, file)) in sources.iter().enumerate() {
        let edit = if i == last { "\n// ." } else { "" };
        out.add(file.path.clone(), format!("{}{edit}", file.text));
    }
    out
}

/// Time in each phase and each check, the least of a few runs.
fn split(sources: &Sources, rounds: usize) -> BTreeMap<&'static str, Duration> {
    let mut least: BTreeMap<&'static str, Duration> = BTreeMap::new();
    for _ in 0..rounds {
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

fn show(sources: &Sources, rounds: usize) {
    let mut parts: Vec<(&str, Duration)> = split(sources, rounds).into_iter().collect();
    parts.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    println!("where the time of {} lines goes:", books::lines(sources));
    for (name, time) in parts {
        println!("  {:>9.3} ms  {name}", time.as_secs_f64() * 1e3);
    }
}

fn measure(sources: &Sources, rounds: usize) {
    show(sources, rounds);
    let lines = books::lines(sources);
    let after = changed(sources);
    let book = sop::compile(sources).book.unwrap();
    let mut workspace = Workspace::new();
    workspace.compile(sources);
    let mut turn = false;
    let [pairs, whole, again, checked] = least::least(
        rounds,
        [
            &mut || sources.iter().filter_map(|(_, s)| syntax::bare(&s.text)).sum(),
            &mut || sop::compile(sources).findings.len(),
            &mut || {
                turn = !turn;
                workspace.compile(if turn { &after } else { sources }).findings.len()
            },
            &mut || check::check(&book).len(),
        ],
    );
    println!("{lines} lines");
    for (what, time) in [
        ("reference: pest's pairs", pairs),
        ("read, resolved and checked", whole),
        ("again, one file changed", again),
        ("checked only", checked),
    ] {
        let (ms, ratio) = (time.as_secs_f64() * 1e3, time.as_secs_f64() / pairs.as_secs_f64());
        println!("  {ms:>9.3} ms  {ratio:>5.2} of the reference  {what}");
        growth::row(&format!("{what} (line)"), lines as u64, time.as_nanos() as f64 / lines as f64);
    }
}

/// What no book comes near: flows with as many situations as are looked at, and fewer.
fn situations(sizes: &[(usize, usize)], rounds: usize) {
    for (branches, steps) in sizes {
        let sources = books::side_by_side(*branches, *steps);
        let book = sop::compile(&sources).book.unwrap();
        let count = check::soundness::markings(&book, sop::model::FlowId(0)).len();
        let [time] = least::least(rounds, [&mut || sop::compile(&sources).findings.len()]);
        println!("a flow with {count} situations: {:.3} ms", time.as_secs_f64() * 1e3);
        growth::row("read and checked (situation)", count as u64, time.as_nanos() as f64 / count as f64);
    }
}

fn main() {
    if least::only_a_test() {
        measure(&books::of_lines(1_000), 1);
        return situations(&[(2, 3)], 1);
    }
    measure(&books::small(), 50);
    for (wanted, rounds) in [(1_000, 50), (3_000, 30), (10_000, 15), (100_000, 5)] {
        measure(&books::of_lines(wanted), rounds);
    }
    situations(&[(2, 3), (3, 5), (4, 6), (6, 5)], 10);
}
