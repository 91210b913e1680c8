//! Any bytes as a journal's entry, a state, effects.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sop_fuzz::journal_decode(data));
