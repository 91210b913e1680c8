//! Memory that reading takes: most bytes at once while books of 100 kB to 10 MB are read and resolved, checked, laid out; and
//! while a file of nothing but mistakes is. Reference in the same run: pest's own pairs of the same texts.
//!
//! Apart from `parse`: an allocator that counts would slow the work that is measured there.
#![expect(clippy::unwrap_used, reason = "a bench without its book is none")]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]
#![expect(clippy::print_stdout, reason = "what a bench measured is printed")]

#[path = "common/books.rs"]
mod books;
#[path = "common/least.rs"]
mod least;

use allocation_counter::measure;
use sop::Sources;
use sop_core::{format, source, syntax};

fn show(what: &str, sources: &Sources, run: &mut dyn FnMut() -> usize) {
    let bytes = books::bytes(sources);
    let most = measure(|| _ = std::hint::black_box(run())).bytes_max;
    println!("  {:>7.1} MB  {:>5.1} times the text  {what}", most as f64 / 1e6, most as f64 / bytes as f64);
    println!("memory,{what},{bytes},{most}");
}

fn book(sources: &Sources) {
    println!("{} bytes in {} files", books::bytes(sources), sources.iter().count());
    show("reference: pest's pairs (longest file)", sources, &mut || {
        sources.iter().filter_map(|(_, s)| syntax::bare(&s.text)).sum()
    });
    show("model", sources, &mut || sop_core::read(sources).book.unwrap().flows.len());
    show("checked", sources, &mut || sop::compile(sources).findings.len());
}

fn file(what: &str, text: String) {
    let mut sources = Sources::new();
    let id = sources.add("one.sop", text);
    println!("{} bytes in one file: {what}", books::bytes(&sources));
    show("reference: pest's pairs", &sources, &mut || {
        sources.iter().filter_map(|(_, s)| syntax::bare(&s.text)).sum()
    });
    show("checked", &sources, &mut || sop::compile(&sources).findings.len());
    show("laid out", &sources, &mut || format::format_file(&sources, id).map_or(0, |text| text.len()));
}

fn main() {
    let sizes: &[usize] = if least::only_a_test() { &[1_000] } else { &[100_000, 1_000_000, 10_000_000] };
    for wanted in sizes {
        book(&books::of_bytes(*wanted));
    }
    let most = if least::only_a_test() { 10_000 } else { source::limits::FILE_BYTES_MAX - 200_000 };
    file("a book", books::in_one_file(most).iter().map(|(_, file)| file.text.clone()).collect());
    for mistake in ["lane l \"L\"\n", "step\n", "flow f \"F\" { step s by nobody \"S\" }\n", "} ", "xyz "] {
        file(&format!("{mistake:?}"), mistake.repeat(most / mistake.len()));
    }
}
