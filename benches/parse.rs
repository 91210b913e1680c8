//! From text to model: books of 10 kB to 10 MB read and resolved. Reference in the same run: pest's own pairs of the same
//! texts by the same grammar, neither looked at nor built into trees.
#![expect(clippy::unwrap_used, reason = "a bench without its book is none")]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]
#![expect(clippy::print_stdout, reason = "what a bench measured is printed")]

#[path = "common/books.rs"]
mod books;
#[path = "common/growth.rs"]
mod growth;
#[path = "common/least.rs"]
mod least;

use sop::Sources;
use sop_core::syntax;

fn measure(sources: &Sources, rounds: usize) {
    let bytes = books::bytes(sources);
    assert!(sources.iter().all(|(_, s)| syntax::bare(&s.text).is_some()), "pest reads all of it");
    let [pairs, trees, model] = least::least(
        rounds,
        [
            &mut || sources.iter().filter_map(|(_, s)| syntax::bare(&s.text)).sum(),
            &mut || sources.iter().map(|(id, s)| syntax::parse(id, s).file.items.len()).sum(),
            &mut || sop_core::read(sources).book.unwrap().flows.len(),
        ],
    );
    let speed = |time: std::time::Duration| bytes as f64 / time.as_secs_f64() / 1e6;
    println!("{bytes} bytes in {} files", sources.iter().count());
    println!("  reference: pest's pairs  {:>8.3} ms  {:>6.1} MB/s", pairs.as_secs_f64() * 1e3, speed(pairs));
    for (what, time) in [("trees", trees), ("model", model)] {
        let (ms, ratio) = (time.as_secs_f64() * 1e3, pairs.as_secs_f64() / time.as_secs_f64());
        println!("  {what:<23}  {ms:>8.3} ms  {:>6.1} MB/s  {ratio:.2} of the reference", speed(time));
        growth::row(&format!("parse to {what} (byte)"), bytes as u64, time.as_nanos() as f64 / bytes as f64);
    }
}

fn main() {
    let sizes: &[usize] =
        if least::only_a_test() { &[1_000] } else { &[10_000, 100_000, 1_000_000, 10_000_000] };
    for wanted in sizes {
        measure(&books::of_bytes(*wanted), if *wanted < 2_000_000 { 15 } else { 5 });
    }
    println!("the same in one file:");
    measure(&books::in_one_file(sizes[sizes.len().saturating_sub(2)]), 15);
}
