//! Entries as bytes, and damaged ones.

use super::*;
use crate::host::store::{CaseId, EditionId};
use crate::kernel::{ChildId, Input, TaskId};
use crate::value::{Moment, Value};
use sop_core::model::FactId;

fn entry() -> Entry {
    Entry {
        at: Moment(1_696_212_000_000),
        input: Input::Complete { task: TaskId(7), filled: vec![(FactId(1), Value::from("a card is lost"))] },
        request: Some("web-1".to_owned()),
        actor: Some("ani".to_owned()),
    }
}

/// The bytes are a promise: stored journals must be read by every later release.
#[test]
fn the_bytes_of_an_entry_stay_as_they_are() {
    let hex: Vec<_> = encode(&entry()).iter().map(|b| format!("{b:02x}")).collect();
    insta::assert_snapshot!(hex.join(" "));
}

fn origin() -> Origin {
    Origin { edition: EditionId([7; 16]), parent: Some((CaseId(300), ChildId(2))) }
}

/// The bytes are a promise: stored journals must be read by every later release.
#[test]
fn the_bytes_of_a_first_entry_stay_as_they_are() {
    let hex: Vec<_> = encode_first(&entry(), &origin()).iter().map(|b| format!("{b:02x}")).collect();
    insta::assert_snapshot!(hex.join(" "));
}

#[test]
fn a_first_entry_tells_where_its_case_comes_from() {
    let bytes = encode_first(&entry(), &origin());
    assert_eq!(decode_first(&bytes).unwrap(), (Some(origin()), entry()));
    assert_eq!(decode(&bytes).unwrap(), entry());
    assert_eq!(decode_first(&encode(&entry())).unwrap(), (None, entry()));
}

#[test]
fn every_flipped_bit_is_found() {
    assert_eq!(decode(&encode(&entry())).unwrap(), entry());
    for bytes in [encode(&entry()), encode_first(&entry(), &origin())] {
        flipped(&bytes);
    }
}

fn flipped(bytes: &[u8]) {
    for i in 0..bytes.len() * 8 {
        let mut damaged = bytes.to_vec();
        damaged[i / 8] ^= 1 << (i % 8);
        assert_eq!(decode(&damaged), Err(EntryError::Checksum));
    }
    for cut in 0..bytes.len() {
        assert!(decode(&bytes[..cut]).is_err());
    }
}

#[test]
fn a_later_format_is_told_by_name() {
    let mut bytes = encode(&entry());
    bytes.truncate(bytes.len() - 4);
    bytes[0] = 3;
    bytes.extend(crc32fast::hash(&bytes.clone()).to_le_bytes());
    assert_eq!(decode(&bytes), Err(EntryError::NewerFormat { found: 3, known: 2 }));
}
