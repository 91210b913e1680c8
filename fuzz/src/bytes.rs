//! Bytes as what the store gives back: a journal's entry, a state, effects.
//!
//! Beside "no panic": what can be read is the same after it was written and read again; and whatever state could be
//! read, the kernel takes or rejects inputs to it as to any other.

use super::draw::Draws;
use super::programs::{START, programs};
use sop_runtime::journal::{self, ENTRY_VERSION};
use sop_runtime::kernel::{Effect, State, advance};
use sop_runtime::{Moment, Value};
use std::fmt::Debug;

/// Inputs to a state that could be read.
const INPUTS: usize = 16;

/// Takes any bytes: the first says as what, the rest is read.
pub fn journal_decode(bytes: &[u8]) {
    let Some((kind, rest)) = bytes.split_first() else { return };
    match kind % 6 {
        0 => entry(rest),
        // A checksum that fits, as a store without faults gives it back.
        1 => {
            let mut whole = vec![ENTRY_VERSION];
            whole.extend(rest);
            whole.extend(crc32fast::hash(&whole).to_le_bytes());
            entry(&whole);
        }
        2 => postcards::<Effect>(rest),
        3 => postcards::<Value>(rest),
        4 => states(rest),
        _ => tagged(rest),
    }
}

fn entry(bytes: &[u8]) {
    match journal::decode(bytes) {
        Ok(read) => assert_eq!(journal::decode(&journal::encode(&read)).as_ref(), Ok(&read)),
        Err(e) => assert!(!e.to_string().is_empty()),
    }
}

fn postcards<T: serde::Serialize + for<'de> serde::Deserialize<'de> + PartialEq + Debug>(bytes: &[u8]) {
    let Ok(read) = postcard::from_bytes::<T>(bytes) else { return };
    let written = postcard::to_stdvec(&read).expect("what was read can be written");
    assert_eq!(postcard::from_bytes::<T>(&written).expect("what was written can be read"), read);
}

/// Bytes as they come, for every program.
fn states(bytes: &[u8]) {
    for (_, program) in programs() {
        if let Err(e) = State::decode(bytes, program) {
            assert!(!e.to_string().is_empty());
        }
    }
}

/// With the format and the tag of one of the programs: the second byte chooses.
fn tagged(bytes: &[u8]) {
    let [choice, version, rest @ ..] = bytes else { return };
    let all = programs();
    let (book, program) = &all[usize::from(*choice) % all.len()];
    let mut whole = State::new(program).encode();
    whole.truncate(5);
    whole[0] = version % 3;
    // What is drawn for the inputs may be damaged together with the state.
    whole.extend(rest);
    let Ok(read) = State::decode(&whole, program) else { return };
    assert_eq!(State::decode(&read.encode(), program).as_ref(), Ok(&read));
    let mut draws = Draws::new(rest);
    for _ in 0..INPUTS {
        let mut state = read.clone();
        let at = draws.moment(Moment(START), &state);
        let input = draws.input(book, program, &state);
        let mut effects = Vec::new();
        if advance(program, &mut state, at, &input, &mut effects).is_err() {
            assert_eq!((state, effects), (read.clone(), Vec::new()), "rejected: {input:?}");
        }
    }
}
