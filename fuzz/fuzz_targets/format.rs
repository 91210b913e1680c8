//! Any bytes as texts to lay out: left alone with a mistake, else laid out once and for all, with the same meaning.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sop_fuzz::format(data));
