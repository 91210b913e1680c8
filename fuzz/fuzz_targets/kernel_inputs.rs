//! Any inputs in any order to cases of several books.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sop_fuzz::kernel_inputs(data));
