//! The fingerprint of a book with its settings.

use crate::host::store::EditionId;
use crate::value::Value;
use sha2::{Digest, Sha256};
use sop_core::model::Book;

/// The first 16 bytes of SHA-256 over: a word that names this format, the length and the bytes of the book as JSON, and the
/// bound settings, in the book's order, as JSON. The whole book counts, with labels, grounds and places in the source: a case
/// must be able to show what it ran on.
pub(super) fn of(book: &Book, settings: &[Value]) -> Result<EditionId, serde_json::Error> {
    let book = serde_json::to_vec(book)?;
    let settings = serde_json::to_vec(settings)?;
    let mut hash = Sha256::new();
    hash.update(b"sop edition 1\n");
    hash.update((book.len() as u64).to_le_bytes());
    hash.update(&book);
    hash.update(&settings);
    let mut id = [0; 16];
    for (to, from) in id.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    Ok(EditionId(id))
}
