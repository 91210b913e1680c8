//! Any bytes as a book: read, resolved, checked, drawn, built, and each flow of a sound one begun.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sop_fuzz::text_to_graph(data));
