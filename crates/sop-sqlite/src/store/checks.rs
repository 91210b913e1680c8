//! Checksums of rows: CRC-32 over the table's name and all columns, each with its kind and length.

use crc32fast::Hasher;

/// A checksum under way.
#[derive(Debug)]
pub(super) struct Checksum(Hasher);

impl Checksum {
    /// Of a row of that table.
    pub(super) fn of(table: &str) -> Self {
        Self(Hasher::new()).bytes(table.as_bytes())
    }

    /// A number.
    pub(super) fn int(mut self, value: i64) -> Self {
        self.0.update(&[1]);
        self.0.update(&value.to_le_bytes());
        self
    }

    /// A number, or none.
    pub(super) fn maybe(mut self, value: Option<i64>) -> Self {
        if let Some(value) = value {
            return self.int(value);
        }
        self.0.update(&[0]);
        self
    }

    /// Text or bytes.
    pub(super) fn bytes(mut self, value: &[u8]) -> Self {
        self.0.update(&[2]);
        // A length beyond 64 bits can't be.
        self.0.update(&(value.len() as u64).to_le_bytes());
        self.0.update(value);
        self
    }

    /// The checksum.
    pub(super) fn done(self) -> i64 {
        i64::from(self.0.finalize())
    }
}
